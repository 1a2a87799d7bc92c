//! Dots with intervals on both sides of zero: differences, the clear ones in colour and the others
//! grey. Knows nothing of what differs. Next: `panels.rs`.

use super::cells::{self, Cells, NONE, joined, or};
use super::drawing::{Anchor, Area, Drawing, Mark};
use super::figures::Figures;
use super::frame::{self, Foot, Frame};
use super::sides::{self, Sides};
use super::style::{Colour, GROUND, LABEL, MEDIAN, MUTED_EDGE, NUMBER, QUIET_TEXT, SMALL, Sheet, TEXT};
use super::text;
use crate::report::block::Table;

/// One difference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// What it belongs to.
    pub label: String,
    /// The difference; one that is not finite is not drawn.
    pub value: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The part of the interval that is luck alone, drawn thick within it.
    pub luck: Option<(f64, f64)>,
    /// Whether it is clear; else it is grey and said to be none.
    pub clear: bool,
}

/// A chart of differences, drawn in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    /// The words round it.
    pub frame: Frame,
    /// What is measured, with its unit, under the axis.
    pub measure: String,
    /// What stands behind the number of a difference ("days"); empty for nothing.
    pub unit: String,
    /// What lies left of zero and right of it.
    pub sides: [String; 2],
    /// The differences.
    pub dots: Vec<Dot>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// More rows than these are not drawn, and the note says so.
const MOST: usize = 80;
const WIDEST_LABEL: f64 = 300.0;
/// Height of the lane of a dot below its label.
const ROW_BELOW: f64 = 28.0;
const WIDEST_PRINT: f64 = 260.0;
pub(in crate::report) const NOT_CLEAR: &str = "no clear difference";
/// Clear by itself, and not with all the others that were tried.
pub(in crate::report) const NOT_CLEAR_AMONG: &str = "not clear among several";
const NOTHING: &str = "no change";

/// The numbers behind the chart.
pub(super) fn table(chart: &Dots) -> Table {
    let has_luck = chart.dots.iter().any(|dot| dot.luck.is_some());
    let mut header = vec![or(&chart.measure, "Measure").to_owned(), joined(["Difference", &chart.unit])];
    header.push("Range".to_owned());
    if has_luck {
        header.push("Luck alone".to_owned());
    }
    header.push("Verdict".to_owned());
    let row = |dot: &Dot| {
        let cells = Cells::of_row(&chart.measure, amounts(dot)).signed(true);
        let mut row = vec![dot.label.clone(), cells.write(dot.value), cells.range(dot.interval)];
        if has_luck {
            row.push(cells.range(dot.luck));
        }
        let verdict = match dot {
            dot if !dot.value.is_finite() => NONE,
            dot if is_nothing(dot) => NOTHING,
            dot if dot.clear => "clear",
            dot => not_clear(dot),
        };
        row.push(verdict.to_owned());
        row
    };
    cells::table(&chart.frame, header, chart.dots.iter().map(row).collect())
}

/// Draws the chart.
pub(super) fn draw(chart: &Dots, sheet: Sheet) -> Drawing {
    let dots: Vec<&Dot> = chart.dots.iter().filter(|dot| dot.value.is_finite()).take(MOST).collect();
    let mut note = chart.note.clone();
    if chart.dots.len() > MOST {
        note = format!("The first {MOST} of {} are drawn. {note}", chart.dots.len());
    }
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &[]) + 16.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    if dots.is_empty() {
        let bottom = sheet.height() - foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
    } else {
        let labels: Vec<Vec<String>> =
            dots.iter().map(|dot| text::wrap(&dot.label, widest_label(sheet), LABEL, 3)).collect();
        let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let pitch = if sheet.is_narrow() {
            lines * LABEL.line() + NUMBER.line() + ROW_BELOW
        } else {
            (lines * LABEL.line() + 14.0).max(46.0)
        };
        drawing.height = (top + pitch * dots.len() as f64 + sides::height(sheet) + foot.height())
            .ceil()
            .max(sheet.height() * 0.5);
        draw_dots(&mut drawing, chart, &dots, &labels, (top, pitch));
    }
    foot.draw(&mut drawing);
    drawing
}

fn draw_dots(
    drawing: &mut Drawing,
    chart: &Dots,
    dots: &[&Dot],
    labels: &[Vec<String>],
    (top, pitch): (f64, f64),
) {
    let ends = || dots.iter().flat_map(|dot| dot.interval.map_or([dot.value; 2], |(low, high)| [low, high]));
    let widest = labels.iter().flatten().map(|line| text::width(line, LABEL)).fold(0.0, f64::max);
    let printed: Vec<(String, String)> =
        dots.iter().map(|dot| print(dot, &chart.measure, &chart.unit)).collect();
    let room = printed
        .iter()
        .map(|(value, interval)| text::width(value, NUMBER).max(text::width(interval, SMALL)))
        .fold(0.0, f64::max)
        .min(WIDEST_PRINT);
    let sheet = drawing.sheet();
    let (left, right) = if sheet.is_narrow() {
        (sheet.margin() + 8.0, sheet.right() - 8.0)
    } else {
        (sheet.margin() + widest + 24.0, sheet.right() - room - 28.0)
    };
    let sides = Sides::over(ends().chain(dots.iter().map(|dot| dot.value)), left, right);
    let bottom = top + pitch * dots.len() as f64;
    let ticks = sides.figures(&chart.measure);
    sides.draw(drawing, (top, bottom), (&chart.sides, &chart.measure), |tick| ticks.signed(tick));
    for (i, dot) in dots.iter().enumerate() {
        let row = top + i as f64 * pitch;
        drawing.series(&dot.label, |drawing| {
            if sheet.is_narrow() {
                draw_below(drawing, dot, (&labels[i], &printed[i]), &sides, (row, pitch));
            } else {
                let middle = row + 0.5 * pitch;
                draw_dot(drawing, dot, &sides, middle);
                draw_print(drawing, dot, &printed[i], (sides.along.to + 20.0, middle));
                let height = labels[i].len().saturating_sub(1) as f64 * LABEL.line();
                let first = middle - height / 2.0 + LABEL.size * 0.36;
                drawing.lines(&labels[i], (sheet.margin() + widest, first), Anchor::End, LABEL, TEXT);
            }
        });
    }
    let table = table(chart);
    let rows = chart.dots.iter().enumerate().filter(|(_, dot)| dot.value.is_finite());
    for (i, (row, dot)) in rows.take(dots.len()).enumerate() {
        let top = top + i as f64 * pitch;
        let area = Area { left: sheet.margin(), top, right: sheet.right(), bottom: top + pitch };
        drawing.tip(area, &cells::told(&table, row), &dot.label);
    }
}

fn widest_label(sheet: Sheet) -> f64 {
    if sheet.is_narrow() { sheet.room() } else { sheet.part(WIDEST_LABEL) }
}

/// Whether nothing at all differs: the same in every run.
fn is_nothing(dot: &Dot) -> bool {
    let zero = |x: f64| x.abs() <= 0.0;
    zero(dot.value) && dot.interval.is_none_or(|(low, high)| zero(low) && zero(high))
}

/// A difference and the ends of its interval.
fn amounts(dot: &Dot) -> impl Iterator<Item = f64> {
    let ends = dot.interval.map_or([dot.value; 2], |(low, high)| [low, high]);
    ends.into_iter().chain([dot.value])
}

/// Why a difference is not called clear.
fn not_clear(dot: &Dot) -> &'static str {
    if dot.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0) { NOT_CLEAR_AMONG } else { NOT_CLEAR }
}

/// The difference and its interval as printed.
fn print(dot: &Dot, measure: &str, unit: &str) -> (String, String) {
    let figures = Figures::of_row(measure, amounts(dot).map(f64::abs).fold(0.0, f64::max));
    if is_nothing(dot) {
        return (NOTHING.to_owned(), String::new());
    }
    let interval = dot.interval.map_or_else(String::new, |(low, high)| {
        format!("{} to {}", figures.signed(low), figures.signed(high))
    });
    let value = match figures.signed(dot.value) {
        _ if !dot.clear => not_clear(dot).to_owned(),
        value if unit.is_empty() => value,
        value => format!("{value} {unit}"),
    };
    (value, interval)
}

/// A row of a narrow sheet: the label, the numbers, and the dot below them.
fn draw_below(
    drawing: &mut Drawing,
    dot: &Dot,
    (label, (value, interval)): (&[String], &(String, String)),
    sides: &Sides,
    (top, pitch): (f64, f64),
) {
    let sheet = drawing.sheet();
    let left = sheet.margin();
    // From below, so that the numbers stand close to their dot whatever the number of lines.
    let printed = top + pitch - ROW_BELOW - NUMBER.size * 0.3;
    let first = printed - label.len() as f64 * LABEL.line();
    frame::lines_on_ground(drawing, label, (left, first), LABEL);
    let (face, colour) = if dot.clear { (NUMBER, TEXT) } else { (SMALL, QUIET_TEXT) };
    let value = text::shorten(value, sheet.room(), face);
    let after = left + text::width(&value, face) + 8.0;
    let interval = if after < sheet.right() - 40.0 {
        text::shorten(interval, sheet.right() - after, SMALL)
    } else {
        String::new()
    };
    let behind = Area {
        left: left - 2.0,
        top: printed - NUMBER.size,
        right: after + text::width(&interval, SMALL),
        bottom: printed + NUMBER.size * 0.25,
    };
    drawing.marks.push(Mark::Block { area: behind, colour: GROUND });
    drawing.text(&value, (left, printed), Anchor::Start, face, colour);
    drawing.text(&interval, (after, printed), Anchor::Start, SMALL, QUIET_TEXT);
    draw_dot(drawing, dot, sides, top + pitch - ROW_BELOW / 2.0 - 2.0);
}

fn draw_dot(drawing: &mut Drawing, dot: &Dot, sides: &Sides, middle: f64) {
    let colour: Colour = if dot.clear { MEDIAN } else { MUTED_EDGE };
    if let Some((low, high)) = dot.interval {
        let (low, high) = (sides.at(low), sides.at(high));
        drawing.rule((low, middle), (high, middle), colour, 2.0);
        for end in [low, high] {
            drawing.rule((end, middle - 6.0), (end, middle + 6.0), colour, 2.0);
        }
    }
    if let Some((low, high)) = dot.luck {
        drawing.rule((sides.at(low), middle), (sides.at(high), middle), colour, 7.0);
    }
    let x = sides.at(dot.value);
    drawing.marks.push(Mark::Dot { at: (x, middle), radius: 6.5, colour });
    if !dot.clear {
        // A ring: told from the others without colour.
        drawing.marks.push(Mark::Dot { at: (x, middle), radius: 4.0, colour: GROUND });
    }
}

/// The numbers to the right of the plot.
fn draw_print(
    drawing: &mut Drawing,
    dot: &Dot,
    (value, interval): &(String, String),
    (left, middle): (f64, f64),
) {
    let face = if dot.clear { NUMBER } else { SMALL };
    let (value, interval) =
        (text::shorten(value, WIDEST_PRINT, face), text::shorten(interval, WIDEST_PRINT, SMALL));
    drawing.text(
        &value,
        (left, middle - 2.0),
        Anchor::Start,
        face,
        if dot.clear { TEXT } else { QUIET_TEXT },
    );
    drawing.text(&interval, (left, middle + SMALL.size), Anchor::Start, SMALL, QUIET_TEXT);
}
