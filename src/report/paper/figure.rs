//! A chart on paper: its headline as a heading, its marks as they are, its source below. Knows nothing of PDF.
//! Next: `pages.rs`.

use super::flow::{Flow, Ink, Of, Row};
use super::letters::{Letters, tidy};
use super::style::{HEIGHT, QUIET, WIDTH};
use super::tags::Kind;
use crate::report::brief::Figure;
use crate::report::charts::style::{SOURCE, SUBTITLE, TITLE, VEIL};
use crate::report::charts::{Anchor, Drawing, Face, Mark, Point, dashes};

/// Charts keep room for the widest letters that a viewer may have; the paper has its own, so they can be larger.
const LARGER: f64 = 1.09;
/// Smaller than this, of the full width, nobody could read it.
pub const SMALLEST: f64 = 0.72;
/// No chart is higher than this, so that its heading has room beside it.
pub const HIGHEST: f64 = HEIGHT - 110.0;

/// How high a chart would be at the full width.
pub fn height(figure: &Figure) -> f64 {
    let (top, bottom) = edges(figure);
    (bottom - top) * scale(&figure.drawn)
}

/// The heading of a chart, the chart, and where it comes from. Nothing for a chart without marks.
pub fn figure(flow: &mut Flow, figure: &Figure, level: u16, highest: f64) {
    flow.heading(level, &figure.title);
    flow.lead(&figure.subtitle, QUIET);
    let full = height(figure);
    if full > 0.0 {
        let size = (highest / full).min(1.0);
        let part = flow.tree.add(None, Kind::Figure(words(figure)));
        let ink = drawn(figure, size, flow.letters).into_iter().map(|ink| (Of::Part(part), ink)).collect();
        let stays = !tidy(&figure.source).is_empty();
        flow.push(Row { height: full * size, ink, stays, figure: Some(part), ..Row::default() });
        flow.gap(4.0);
    }
    if !tidy(&figure.source).is_empty() {
        flow.paragraph(&format!("Source: {}", figure.source), QUIET);
    }
    flow.gap(8.0);
}

/// What is said to those who do not see it: the finding first.
fn words(figure: &Figure) -> String {
    let (title, description) = (tidy(&figure.title), tidy(&figure.description));
    if description.starts_with(&title) {
        description
    } else if description.is_empty() {
        title
    } else {
        format!("{title}. {description}")
    }
}

/// Whether a mark says what the paper says in its own words round the chart.
fn said_outside(mark: &Mark, figure: &Figure) -> bool {
    let Mark::Text { text, face, .. } = mark else { return false };
    let text = text.trim_end_matches('…').trim_end();
    let within = |whole: &str| tidy(whole).contains(text);
    (*face == TITLE && within(&figure.title))
        || (*face == SUBTITLE && within(&figure.subtitle))
        || (*face == SOURCE && within(&format!("Source: {}", figure.source)))
}

/// Points on paper to a logical pixel: the white space at the sides of a chart lies beside the text.
fn scale(drawing: &Drawing) -> f64 {
    WIDTH / drawing.sheet().room().max(1.0)
}

/// Upper and lower edge of what is drawn.
fn edges(figure: &Figure) -> (f64, f64) {
    let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut reach = |from: f64, to: f64| (top, bottom) = (top.min(from), bottom.max(to));
    for mark in figure.drawn.marks.iter().filter(|mark| !said_outside(mark, figure)) {
        match mark {
            Mark::Line { points, width, .. } => {
                for at in points {
                    reach(at.1 - width / 2.0, at.1 + width / 2.0);
                }
            }
            Mark::Band { upper, lower, .. } | Mark::Veil { upper, lower, .. } => {
                for at in upper.iter().chain(lower) {
                    reach(at.1, at.1);
                }
            }
            Mark::Block { area, .. } => reach(area.top, area.bottom),
            Mark::Dot { at, radius, .. } => reach(at.1 - radius, at.1 + radius),
            Mark::Text { at, face, .. } => reach(at.1 - face.size, at.1 + face.size * 0.35),
        }
    }
    if top.is_finite() && bottom.is_finite() && top < bottom { (top, bottom) } else { (0.0, 0.0) }
}

/// The marks as ink, in a part of the full width.
fn drawn(figure: &Figure, size: f64, letters: Letters) -> Vec<Ink> {
    let scale = scale(&figure.drawn) * size;
    let (top, _) = edges(figure);
    // A chart that is not as wide as the text stands in its middle.
    let left = WIDTH * (1.0 - size) / 2.0;
    let margin = figure.drawn.sheet().margin();
    let to = |at: Point| (left + (at.0 - margin) * scale, (at.1 - top) * scale);
    let around = |upper: &[Point], lower: &[Point]| -> Vec<Point> {
        upper.iter().chain(lower.iter().rev()).map(|&at| to(at)).collect()
    };
    let mut ink = Vec::new();
    for mark in figure.drawn.marks.iter().filter(|mark| !said_outside(mark, figure)) {
        match mark {
            Mark::Line { points, colour, width, dashed } => {
                let parts = if *dashed { dashes(points) } else { vec![points.clone()] };
                ink.extend(parts.into_iter().map(|points| Ink::Line {
                    points: points.into_iter().map(to).collect(),
                    colour: *colour,
                    width: width * scale,
                }));
            }
            Mark::Band { upper, lower, colour } => {
                ink.push(Ink::Shape { around: around(upper, lower), colour: *colour, opacity: 1.0 });
            }
            Mark::Veil { upper, lower, colour } => {
                ink.push(Ink::Shape { around: around(upper, lower), colour: *colour, opacity: VEIL });
            }
            Mark::Block { area, colour } => {
                let corners = [
                    (area.left, area.top),
                    (area.right, area.top),
                    (area.right, area.bottom),
                    (area.left, area.bottom),
                ];
                ink.push(Ink::Shape { around: corners.map(to).to_vec(), colour: *colour, opacity: 1.0 });
            }
            Mark::Dot { at, radius, colour } => {
                ink.push(Ink::Disc { at: to(*at), radius: radius * scale, colour: *colour });
            }
            Mark::Text { at, anchor, text, face, colour } => {
                let face = Face { size: face.size * scale * LARGER, bold: face.bold };
                let (x, y) = to(*at);
                let width = letters.width(text, face);
                let x = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - width / 2.0,
                    Anchor::End => x - width,
                };
                ink.push(Ink::Text { at: (x, y), text: text.clone(), face, colour: *colour });
            }
        }
    }
    ink
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::brief::sample::sample;

    #[test]
    fn a_headline_is_a_heading_and_is_not_drawn_again() {
        let brief = sample();
        let letters = Letters::read().unwrap();
        for figure in &brief.figures {
            assert!(figure.drawn.marks.iter().any(|mark| said_outside(mark, figure)));
            let texts: Vec<_> = drawn(figure, 1.0, letters)
                .into_iter()
                .filter_map(|ink| match ink {
                    Ink::Text { text, face, .. } => Some((text, face.size)),
                    _ => None,
                })
                .collect();
            assert!(texts.len() > 4, "{texts:?}");
            let headline = TITLE.size * scale(&figure.drawn);
            assert!(texts.iter().all(|(_, size)| *size < headline), "{texts:?}");
            assert!(texts.iter().all(|(text, _)| !text.starts_with("Source")), "{texts:?}");
        }
    }

    #[test]
    fn a_chart_is_cropped_to_its_marks_and_lies_on_the_page() {
        let brief = sample();
        let letters = Letters::read().unwrap();
        for figure in &brief.figures {
            let high = height(figure);
            assert!(high > 100.0 && high < 330.0, "{high}");
            for ink in drawn(figure, 1.0, letters) {
                if let Ink::Text { at, text, face, .. } = ink {
                    let end = at.0 + letters.width(&text, face);
                    assert!(at.0 > -20.0 && end < WIDTH + 20.0, "{text}: {at:?} to {end}");
                    assert!(at.1 > 0.0 && at.1 < high, "{text}: {at:?}");
                }
            }
        }
    }

    #[test]
    fn the_words_for_those_who_do_not_see_begin_with_the_finding() {
        for figure in sample().figures {
            assert!(words(&figure).starts_with(&tidy(&figure.title)));
            assert_eq!(words(&figure).matches(&tidy(&figure.title)).count(), 1);
        }
    }
}
