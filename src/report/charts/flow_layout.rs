//! Where the boxes of a flow stand: in columns beside one another, each in its middle; one below the other on a narrow
//! sheet.

use super::drawing::{Area, Point};
use super::flow::FlowPlace;
use super::style::{NUMBER, SMALL, Sheet};
use super::text;

/// White space within a box.
pub const PADDING: f64 = 8.0;
/// Between boxes of a column.
const BETWEEN: f64 = 12.0;
/// Least white between columns, where the ways are.
const WAYS: f64 = 56.0;
const WIDEST: f64 = 250.0;
const LEAST: f64 = 96.0;
/// Least length of a bar of those who wait.
const BAR: f64 = 40.0;
/// Height between the parts of a narrow sheet.
const DOWN: f64 = 30.0;

/// A box with its words.
pub struct Laid {
    /// Where it stands.
    pub area: Area,
    /// Its name in lines.
    pub label: Vec<String>,
    /// What is said of it.
    pub told: Vec<String>,
    /// How many wait.
    pub waiting: String,
    /// Width of these words.
    pub words: f64,
}

/// All boxes.
pub struct Layout {
    /// In the order of the chart.
    pub places: Vec<Laid>,
    /// Words over the columns, with the first baseline.
    pub headings: Vec<(Vec<String>, Point)>,
    /// Arrows from one part of a narrow sheet to the next.
    pub downwards: Vec<(Point, Point)>,
    /// Where the lowest box ends.
    pub bottom: f64,
}

impl Layout {
    /// Boxes below a height.
    pub fn new(places: &[FlowPlace], columns: &[String], sheet: Sheet, top: f64) -> Self {
        let mut used: Vec<usize> = places.iter().map(|place| place.column).collect();
        used.sort_unstable();
        used.dedup();
        let heading = |column: usize| columns.get(column).map_or("", String::as_str);
        if sheet.is_narrow() {
            return Self::below(places, &used, heading, (sheet, top));
        }
        let of = |column: usize| places.iter().filter(move |place| place.column == column);
        let wished: Vec<f64> = used.iter().map(|&column| wish(of(column))).collect();
        let gaps = used.len().saturating_sub(1) as f64;
        let room = (sheet.room() - WAYS * gaps).max(LEAST);
        let all: f64 = wished.iter().sum();
        let squeeze = (room / all.max(1.0)).min(1.0);
        let widths: Vec<f64> = wished.iter().map(|wide| wide * squeeze).collect();
        let gap = if gaps > 0.0 { (sheet.room() - all * squeeze) / gaps } else { 0.0 };

        let mut left = sheet.margin();
        let mut lefts = Vec::new();
        for wide in &widths {
            lefts.push(left);
            left += wide + gap;
        }
        let names: Vec<Vec<String>> = used
            .iter()
            .zip(&widths)
            .map(|(&column, wide)| text::balanced(heading(column), *wide, SMALL, 3))
            .collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let boxes = top + lines * SMALL.line() + if lines > 0.0 { 6.0 } else { 0.0 };
        let mut laid: Vec<Laid> = places
            .iter()
            .map(|place| {
                let at = used.iter().position(|&column| column == place.column).unwrap_or(0);
                words(place, lefts[at], widths[at])
            })
            .collect();
        let height = |laid: &[Laid], column: usize| {
            let own = places.iter().zip(laid).filter(|(place, _)| place.column == column);
            own.map(|(_, laid)| laid.area.height() + BETWEEN).sum::<f64>() - BETWEEN
        };
        let tallest = used.iter().map(|&column| height(&laid, column)).fold(0.0, f64::max);
        for &column in &used {
            let mut y = boxes + (tallest - height(&laid, column)) / 2.0;
            for (_, laid) in places.iter().zip(&mut laid).filter(|(place, _)| place.column == column) {
                let high = laid.area.height();
                (laid.area.top, laid.area.bottom) = (y, y + high);
                y += high + BETWEEN;
            }
        }
        let headings =
            names.into_iter().zip(&lefts).map(|(lines, &left)| (lines, (left, top + SMALL.size))).collect();
        Self { places: laid, headings, downwards: Vec::new(), bottom: boxes + tallest }
    }

    /// One below the other.
    fn below<'a>(
        places: &[FlowPlace],
        used: &[usize],
        heading: impl Fn(usize) -> &'a str,
        (sheet, top): (Sheet, f64),
    ) -> Self {
        let (mut y, mut headings, mut downwards) = (top, Vec::new(), Vec::new());
        let mut laid: Vec<Laid> =
            places.iter().map(|place| words(place, sheet.margin(), sheet.room())).collect();
        for (part, &column) in used.iter().enumerate() {
            if part > 0 {
                let middle = sheet.width / 2.0;
                downwards.push(((middle, y + 2.0), (middle, y + DOWN - 6.0)));
                y += DOWN;
            }
            let name = text::wrap(heading(column), sheet.room(), SMALL, 3);
            if !name.is_empty() {
                let lines = name.len() as f64;
                headings.push((name, (sheet.margin(), y + SMALL.size)));
                y += lines * SMALL.line() + 6.0;
            }
            let mut first = true;
            for (_, laid) in places.iter().zip(&mut laid).filter(|(place, _)| place.column == column) {
                y += if std::mem::take(&mut first) { 0.0 } else { BETWEEN / 2.0 };
                let high = laid.area.height();
                (laid.area.top, laid.area.bottom) = (y, y + high);
                y += high;
            }
        }
        Self { places: laid, headings, downwards, bottom: y }
    }
}

/// How wide a column would be.
fn wish<'a>(places: impl Iterator<Item = &'a FlowPlace>) -> f64 {
    let wide = |place: &FlowPlace| {
        let told = place.told.iter().map(|line| text::width(line, SMALL)).fold(0.0, f64::max);
        let waiting = match text::width(&place.waiting_told, SMALL) {
            wide if wide > 0.0 => wide + 8.0 + BAR,
            _ => 0.0,
        };
        // Names may have two lines.
        let label = (text::width(&place.label, NUMBER) * 0.6).max(longest_word(&place.label));
        told.max(waiting).max(label) + 2.0 * PADDING + 2.0
    };
    places.map(wide).fold(LEAST, f64::max).min(WIDEST)
}

fn longest_word(label: &str) -> f64 {
    label.split_whitespace().map(|word| text::width(word, NUMBER)).fold(0.0, f64::max)
}

/// The words of a box of this width, which begins at the top.
fn words(place: &FlowPlace, left: f64, wide: f64) -> Laid {
    let room = wide - 2.0 * PADDING;
    let label = text::wrap(&place.label, room, NUMBER, 3);
    let told: Vec<String> = place.told.iter().flat_map(|line| text::wrap(line, room, SMALL, 2)).collect();
    let shown = place.waiting.is_some_and(f64::is_finite);
    let waiting = if shown { text::shorten(&place.waiting_told, room - BAR, SMALL) } else { String::new() };
    let lines = told.len() + usize::from(!waiting.is_empty());
    let high = label.len() as f64 * NUMBER.line() + lines as f64 * SMALL.line() + 2.0 * PADDING - 4.0;
    let words = text::width(&waiting, SMALL);
    Laid {
        area: Area { left, top: 0.0, right: left + wide, bottom: high.max(24.0) },
        label,
        told,
        waiting,
        words,
    }
}
