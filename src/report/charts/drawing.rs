//! A drawing: marks at places in logical pixels, in the order in which they are laid on. Charts make
//! one, `ink.rs` turns it into a file; neither knows the other.

use serde::{Deserialize, Serialize};

use super::style::{Colour, Face, Sheet};
use super::text;

/// A point: right, down.
pub type Point = (f64, f64);

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// How wide it is.
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// How high it is.
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }
}

/// Which end of a text its place holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A line through points.
    #[allow(missing_docs)]
    Line { points: Vec<Point>, colour: Colour, width: f64, dashed: bool },
    /// What lies between two lines over the same places.
    #[allow(missing_docs)]
    Band { upper: Vec<Point>, lower: Vec<Point>, colour: Colour },
    /// The same of a colour so thin that what lies below shines through.
    #[allow(missing_docs)]
    Veil { upper: Vec<Point>, lower: Vec<Point>, colour: Colour },
    /// A filled rectangle.
    #[allow(missing_docs)]
    Block { area: Area, colour: Colour },
    /// A filled circle.
    #[allow(missing_docs)]
    Dot { at: Point, radius: f64, colour: Colour },
    /// One line of text; its place is on the baseline.
    #[allow(missing_docs)]
    Text { at: Point, anchor: Anchor, text: String, face: Face, colour: Colour },
}

/// Marks of one line, bar or option, which a page may hide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name, as it is drawn.
    pub series: String,
    /// The first of its marks.
    pub from: usize,
    /// The one behind the last.
    pub to: usize,
}

/// What is to be read at a place, without ink.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tip {
    /// Where.
    pub area: Area,
    /// `6 January 2027: median 93, 90% band 80 to 110`.
    pub text: String,
    /// The name of the group that it belongs to; empty where it tells of all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub series: String,
}

/// Marks on a ground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// Width of the ground.
    pub width: f64,
    /// Height of the ground.
    pub height: f64,
    /// The marks, lowest first.
    pub marks: Vec<Mark>,
    /// Those that belong together, in their order, none within another. The same series may have several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// What is to be read where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tips: Vec<Tip>,
}

impl Drawing {
    /// An empty ground.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, ..Self::default() }
    }

    /// An empty ground of a sheet.
    pub fn on(sheet: Sheet, height: f64) -> Self {
        Self::new(sheet.width, height)
    }

    /// What follows from its width.
    pub fn sheet(&self) -> Sheet {
        Sheet { width: self.width }
    }

    /// Marks that belong to a series; all are nobody's where it has no name.
    pub fn series(&mut self, series: &str, draw: impl FnOnce(&mut Self)) {
        let from = self.marks.len();
        draw(self);
        let (series, to) = (text::clean(series), self.marks.len());
        if to > from && !series.is_empty() {
            self.groups.push(Group { series, from, to });
        }
    }

    /// Says what is to be read at a place.
    pub fn tip(&mut self, area: Area, words: &str, series: &str) {
        let text = text::clean(words);
        if !text.is_empty() && area.width() > 0.0 && area.height() > 0.0 {
            self.tips.push(Tip { area, text, series: text::clean(series) });
        }
    }

    /// The same with every place on a quarter of a pixel, as an SVG has them: short to write, and read back as it
    /// was.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let quarter = |x: &mut f64| *x = (*x * 4.0).round() / 4.0;
        let point = |at: &mut Point| {
            quarter(&mut at.0);
            quarter(&mut at.1);
        };
        let corners = |area: &mut Area| {
            [&mut area.left, &mut area.top, &mut area.right, &mut area.bottom].into_iter().for_each(quarter);
        };
        self.tips.iter_mut().for_each(|tip| corners(&mut tip.area));
        for mark in &mut self.marks {
            match mark {
                Mark::Line { points, .. } => points.iter_mut().for_each(point),
                Mark::Band { upper, lower, .. } | Mark::Veil { upper, lower, .. } => {
                    upper.iter_mut().chain(lower).for_each(point);
                }
                Mark::Block { area, .. } => corners(area),
                Mark::Dot { at, .. } | Mark::Text { at, .. } => point(at),
            }
        }
        self
    }

    /// Adds a line; nothing for fewer than two points.
    pub fn line(&mut self, points: Vec<Point>, colour: Colour, width: f64) {
        if points.len() > 1 {
            self.marks.push(Mark::Line { points, colour, width, dashed: false });
        }
    }

    /// Adds a line of dashes, between which what lies below is seen; nothing for fewer than two points.
    pub fn dashes(&mut self, points: Vec<Point>, colour: Colour, width: f64) {
        if points.len() > 1 {
            self.marks.push(Mark::Line { points, colour, width, dashed: true });
        }
    }

    /// Adds a line from one point to another.
    pub fn rule(&mut self, from: Point, to: Point, colour: Colour, width: f64) {
        self.line(vec![from, to], colour, width);
    }

    /// Adds a filled rectangle with an edge inside it.
    pub fn block(&mut self, area: Area, colour: Colour, edge: Colour) {
        self.marks.push(Mark::Block { area, colour: edge });
        let inner = Area {
            left: area.left + 1.0,
            top: area.top + 1.0,
            right: area.right - 1.0,
            bottom: area.bottom - 1.0,
        };
        if inner.width() > 0.0 && inner.height() > 0.0 {
            self.marks.push(Mark::Block { area: inner, colour });
        }
    }

    /// Adds a line of text; nothing for an empty one.
    pub fn text(&mut self, text: &str, at: Point, anchor: Anchor, face: Face, colour: Colour) {
        let text = text::clean(text);
        if !text.is_empty() {
            self.marks.push(Mark::Text { at, anchor, text, face, colour });
        }
    }

    /// Adds lines of text from a first baseline downwards; returns the baseline that would come next.
    pub fn lines(&mut self, lines: &[String], at: Point, anchor: Anchor, face: Face, colour: Colour) -> f64 {
        let mut baseline = at.1;
        for line in lines {
            self.text(line, (at.0, baseline), anchor, face, colour);
            baseline += face.line();
        }
        baseline
    }
}

/// A line cut into dashes.
pub fn dashes(points: &[Point]) -> Vec<Vec<Point>> {
    const ON: f64 = 7.0;
    const OFF: f64 = 4.0;
    let mut cut: Vec<Vec<Point>> = Vec::new();
    let (mut inked, mut left) = (true, ON);
    let mut dash: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let ((mut x, mut y), (to_x, to_y)) = (pair[0], pair[1]);
        loop {
            let rest = libm::hypot(to_x - x, to_y - y);
            if rest <= left {
                left -= rest;
                break;
            }
            (x, y) = (x + (to_x - x) * left / rest, y + (to_y - y) * left / rest);
            if inked {
                dash.push((x, y));
                cut.push(std::mem::take(&mut dash));
            } else {
                dash = vec![(x, y)];
            }
            inked = !inked;
            left = if inked { ON } else { OFF };
        }
        if inked {
            dash.push((to_x, to_y));
        }
    }
    cut.push(dash);
    cut.retain(|dash| dash.len() > 1);
    cut
}

/// What every drawing must keep to, for the tests of charts.
#[cfg(test)]
pub mod check {
    use super::*;

    /// Where a text lies: its measured width, and letters from above capitals to below the line.
    fn area_of(mark: &Mark) -> Option<(Area, &str)> {
        let Mark::Text { at, anchor, text, face, .. } = mark else { return None };
        let width = text::width(text, *face);
        let left = match anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        let area =
            Area { left, top: at.1 - 0.75 * face.size, right: left + width, bottom: at.1 + 0.22 * face.size };
        Some((area, text))
    }

    fn inside(drawing: &Drawing, point: Point) -> bool {
        (-0.01..=drawing.width + 0.01).contains(&point.0)
            && (-0.01..=drawing.height + 0.01).contains(&point.1)
    }

    /// Every mark is on the ground and no two texts overlap.
    pub fn tidy(drawing: &Drawing) {
        assert!(!drawing.marks.is_empty());
        for mark in &drawing.marks {
            let points = match mark {
                Mark::Line { points, .. } => points.clone(),
                Mark::Band { upper, lower, .. } | Mark::Veil { upper, lower, .. } => {
                    [upper.as_slice(), lower].concat()
                }
                Mark::Block { area, .. } => vec![(area.left, area.top), (area.right, area.bottom)],
                Mark::Dot { at, radius, .. } => {
                    vec![(at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius)]
                }
                Mark::Text { .. } => {
                    let (area, _) = area_of(mark).unwrap();
                    vec![(area.left, area.top), (area.right, area.bottom)]
                }
            };
            for point in points {
                assert!(inside(drawing, point), "{mark:?} is off the ground at {point:?}");
            }
        }
        for Tip { area, text, .. } in &drawing.tips {
            let corners = [(area.left, area.top), (area.right, area.bottom)];
            assert!(corners.into_iter().all(|at| inside(drawing, at)), "{text} is off the ground");
            assert!(area.width() > 0.0 && area.height() > 0.0 && !text.is_empty());
        }
        let mut free = 0;
        for Group { series, from, to } in &drawing.groups {
            assert!(*from >= free && to > from && *to <= drawing.marks.len(), "{series} lies within another");
            free = *to;
        }
        let texts: Vec<_> = drawing.marks.iter().filter_map(area_of).collect();
        for (i, (one, a)) in texts.iter().enumerate() {
            for (other, b) in &texts[i + 1..] {
                let apart = one.right <= other.left
                    || other.right <= one.left
                    || one.bottom <= other.top
                    || other.bottom <= one.top;
                assert!(apart, "{a:?} overlaps {b:?}");
            }
        }
    }

    /// All texts, joined by lines.
    pub fn words(drawing: &Drawing) -> String {
        let texts = drawing.marks.iter().filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}
