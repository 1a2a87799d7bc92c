//! The names of lines, to the right of a plot beside their ends. Knows only where the lines end. Next:
//! `panels.rs`.

use super::drawing::{Anchor, Area, Drawing, Point};
use super::marker::{self, Shape};
use super::style::{Colour, LABEL, TEXT};
use super::text;

/// The name of a line.
struct Name {
    label: String,
    lines: Vec<String>,
    colour: Colour,
    /// The line's marker, where names are told apart by it.
    sample: Option<Shape>,
}

impl Name {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LABEL.line()
    }
}

/// The names of lines, to the right of the plot.
pub struct Gutter {
    /// Width that they need.
    pub room: f64,
    names: Vec<Name>,
}

impl Gutter {
    const WIDEST: f64 = 150.0;
    const GAP: f64 = 8.0;
    const SAMPLE: f64 = 32.0;
    const BETWEEN: f64 = 4.0;

    /// Names in the colours of their lines; an empty one takes no room.
    pub fn new(names: &[(&str, Colour)]) -> Self {
        let most = if names.iter().filter(|name| !name.0.is_empty()).count() > 3 { 3 } else { 4 };
        let names = names.iter().map(|&(label, colour)| {
            let lines = text::balanced(label, Self::WIDEST, LABEL, most);
            Name { label: label.to_owned(), lines, colour, sample: None }
        });
        Self::of(names.collect(), Self::GAP)
    }

    /// Names with the colours and markers of their lines beside them.
    pub fn with_samples(names: &[(&str, Colour, Shape)]) -> Self {
        let names = names.iter().map(|&(label, colour, shape)| {
            let lines = text::balanced(label, Self::WIDEST, LABEL, 3);
            Name { label: label.to_owned(), lines, colour, sample: Some(shape) }
        });
        Self::of(names.collect(), Self::GAP + Self::SAMPLE)
    }

    fn of(names: Vec<Name>, before: f64) -> Self {
        let lines = names.iter().flat_map(|name| &name.lines);
        let widest = lines.map(|line| text::width(line, LABEL)).fold(0.0, f64::max);
        let room = if widest > 0.0 { widest + before } else { Self::GAP };
        Self { room, names }
    }

    /// Names beside the ends of their lines, given in the same order, moved up or down until none covers
    /// another. A line that has no end has no name.
    pub fn draw(&self, drawing: &mut Drawing, ends: &[Option<f64>], plot: Area) {
        let mut names: Vec<(f64, &Name)> =
            ends.iter().zip(&self.names).filter_map(|(at, name)| Some(((*at)?, name))).collect();
        names.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut tops: Vec<f64> = Vec::new();
        let mut free = plot.top - LABEL.line();
        for (at, name) in &names {
            let top = (at - name.height() / 2.0).max(free);
            free = top + name.height() + Self::BETWEEN;
            tops.push(top);
        }
        let mut below = plot.bottom;
        for (top, (_, name)) in tops.iter_mut().zip(&names).rev() {
            *top = top.min(below - name.height());
            below = *top - Self::BETWEEN;
        }
        for (top, (_, name)) in tops.into_iter().zip(names) {
            let at = (plot.right + Self::GAP, top + LABEL.size);
            drawing.series(&name.label, |drawing| Self::draw_name(drawing, name, at));
        }
    }

    fn draw_name(drawing: &mut Drawing, name: &Name, (left, first): Point) {
        let Some(shape) = name.sample.filter(|_| !name.lines.is_empty()) else {
            drawing.lines(&name.lines, (left, first), Anchor::Start, LABEL, name.colour);
            return;
        };
        let middle = first - LABEL.size * 0.36;
        drawing.rule((left + 4.0, middle), (left + 26.0, middle), name.colour, 2.5);
        marker::draw(drawing, shape, (left + 15.0, middle), 4.0, name.colour);
        drawing.lines(&name.lines, (left + Self::SAMPLE, first), Anchor::Start, LABEL, TEXT);
    }
}
