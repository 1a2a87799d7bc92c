//! The names of a fan's lines, to the right of the plot beside their ends. Knows only where the lines
//! end. Next: `panels.rs`.

use super::drawing::{Anchor, Area, Drawing};
use super::fan::Series;
use super::style::{CAPACITY, Colour, LABEL, MEDIAN, SECOND};
use super::text;

/// Where the lines of a plot end on the right.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// Where the plot ends.
    pub right: f64,
    /// Height of the median there.
    pub median: f64,
    /// Height of the capacity, where there is one.
    pub capacity: Option<f64>,
    /// Height of the second line, where there is one.
    pub second: Option<f64>,
}

/// The names of lines, to the right of the plot.
pub struct Gutter {
    /// Width that they need.
    pub room: f64,
    median: Vec<String>,
    capacity: Vec<String>,
    second: Vec<String>,
}

impl Gutter {
    const WIDEST: f64 = 150.0;
    const GAP: f64 = 8.0;

    /// The names of a median and of a series' lines.
    pub fn for_lines(median: &str, series: &Series) -> Self {
        let lines = |label: Option<&str>| text::balanced(label.unwrap_or_default(), Self::WIDEST, LABEL, 4);
        let median = lines(Some(median));
        let capacity = lines(series.capacity.as_ref().map(|steps| steps.label.as_str()));
        let second = lines(series.second.as_ref().map(|line| line.label.as_str()));
        let all = median.iter().chain(&capacity).chain(&second);
        let widest = all.map(|line| text::width(line, LABEL)).fold(0.0, f64::max);
        Self { room: widest + Self::GAP, median, capacity, second }
    }

    /// Names beside the ends of their lines, moved up or down until none covers another.
    pub fn draw(&self, drawing: &mut Drawing, ends: &Ends, plot: Area) {
        let names = [
            (Some(ends.median), &self.median, MEDIAN),
            (ends.capacity, &self.capacity, CAPACITY),
            (ends.second, &self.second, SECOND),
        ];
        let mut names: Vec<(f64, &Vec<String>, Colour)> =
            names.into_iter().filter_map(|(at, lines, colour)| Some((at?, lines, colour))).collect();
        names.sort_by(|one, other| one.0.total_cmp(&other.0));
        let height = |lines: &[String]| lines.len() as f64 * LABEL.line();
        let mut tops: Vec<f64> = Vec::new();
        let mut free = plot.top - LABEL.line();
        for (at, lines, _) in &names {
            let top = (at - height(lines) / 2.0).max(free);
            free = top + height(lines) + 4.0;
            tops.push(top);
        }
        let mut below = plot.bottom;
        for (top, (_, lines, _)) in tops.iter_mut().zip(&names).rev() {
            *top = top.min(below - height(lines));
            below = *top - 4.0;
        }
        for (top, (_, lines, colour)) in tops.into_iter().zip(names) {
            let at = (ends.right + Self::GAP, top + LABEL.size);
            drawing.lines(lines, at, Anchor::Start, LABEL, colour);
        }
    }
}
