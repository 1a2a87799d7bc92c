//! What comes of an input at both ends of its range: two bars from zero to an input, with whiskers. Knows
//! nothing of inputs. Next: `plane.rs`.

use super::cells::{self, Cells, NONE, or};
use super::drawing::{Anchor, Area, Drawing};
use super::figures::Figures;
use super::frame::{self, Foot, Frame, Sample};
use super::sides::{self, Sides};
use super::span::{bound, finite};
use super::style::{
    BAR, BAR_EDGE, Colour, LABEL, OPTION, OPTION_EDGE, QUIET_TEXT, SMALL, Sheet, TEXT, WHISKER,
};
use super::text;
use crate::report::block::Table;

/// A chart of inputs moved over their ranges, drawn in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tornado {
    /// The words round it.
    pub frame: Frame,
    /// What is measured, with its unit, under the axis.
    pub measure: String,
    /// What lies left of zero and right of it.
    pub sides: [String; 2],
    /// The inputs.
    pub rows: Vec<TornadoRow>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// One input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TornadoRow {
    /// Its name.
    pub label: String,
    /// At the low end of its range.
    pub low: TornadoEnd,
    /// At the high end.
    pub high: TornadoEnd,
}

/// One end of an input's range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TornadoEnd {
    /// The input's value there ("0.46").
    pub words: String,
    /// The difference that it makes; one that is not finite has no bar.
    pub value: f64,
    /// How sure the difference is.
    pub interval: Option<(f64, f64)>,
    /// Whether it is clear; else it has no bar, only its interval, and no number.
    pub clear: bool,
}

/// More rows than these are not drawn, and the note says so.
const MOST: usize = 40;
const WIDEST_LABEL: f64 = 270.0;
const WIDEST_WORDS: f64 = 110.0;
const WIDEST_PRINT: f64 = 190.0;
/// From the middle of a row to the middle of either bar.
const LANE: f64 = 9.5;
const THICK: f64 = 15.0;
/// Height of both bars with the space round them.
const LANES: f64 = 2.0 * (LANE + THICK / 2.0) + 14.0;
const NOT_CLEAR: &str = "no clear change";
const NOTHING: &str = "no change";

impl TornadoEnd {
    /// Whether it changes nothing at all: the same in every run.
    fn is_nothing(&self) -> bool {
        let zero = |x: f64| x.abs() <= 0.0;
        zero(self.value) && self.interval.is_none_or(|(low, high)| zero(low) && zero(high))
    }

    /// Whether it has a bar.
    fn has_bar(&self) -> bool {
        self.clear && self.value.is_finite() && !self.is_nothing()
    }
}

/// Draws the chart.
pub(super) fn draw(chart: &Tornado, sheet: Sheet) -> Drawing {
    let rows: Vec<&TornadoRow> = chart.rows.iter().filter(|row| is_drawn(row)).take(MOST).collect();
    let mut note = chart.note.clone();
    if chart.rows.len() > MOST {
        note = format!("The first {MOST} of {} rows are drawn. {note}", chart.rows.len());
    }
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &key(&rows)) + 14.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    if rows.is_empty() {
        let bottom = sheet.height() - foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
    } else {
        let widest = if sheet.is_narrow() { sheet.room() } else { sheet.part(WIDEST_LABEL) };
        let labels: Vec<Vec<String>> =
            rows.iter().map(|row| text::balanced(&row.label, widest, LABEL, 3)).collect();
        let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let pitch = if sheet.is_narrow() {
            lines * LABEL.line() + LANES
        } else {
            (lines * LABEL.line() + 10.0).max(LANES)
        };
        let bottom = top + pitch * rows.len() as f64;
        drawing.height = (bottom + sides::height(sheet) + foot.height()).ceil().max(sheet.height() * 0.5);
        draw_rows(&mut drawing, chart, &rows, &labels, (top, pitch));
    }
    foot.draw(&mut drawing);
    drawing
}

fn is_drawn(row: &TornadoRow) -> bool {
    row.low.value.is_finite() || row.high.value.is_finite()
}

/// The numbers behind the chart.
pub(super) fn table(chart: &Tornado) -> Table {
    let values = chart.rows.iter().flat_map(ends).map(|end| end.value);
    let cells = Cells::of(&chart.measure, values).signed(true);
    let header = [
        or(&chart.measure, "Measure"),
        "Low end",
        "Difference at the low end",
        "How sure at the low end",
        "High end",
        "Difference at the high end",
        "How sure at the high end",
    ];
    let end = |end: &TornadoEnd| {
        let value = match cells.write(end.value) {
            value if !end.value.is_finite() => value,
            _ if end.is_nothing() => NOTHING.to_owned(),
            value if end.clear => value,
            value => format!("{value} ({NOT_CLEAR})"),
        };
        let sure = if end.is_nothing() { None } else { interval(end) };
        [or(&end.words, NONE).to_owned(), value, cells.range(sure)]
    };
    let row = |row: &TornadoRow| {
        let [low, high] = ends(row).map(end);
        std::iter::once(row.label.clone()).chain(low).chain(high).collect()
    };
    cells::table(&chart.frame, header.map(str::to_owned).into(), chart.rows.iter().map(row).collect())
}

fn ends(row: &TornadoRow) -> [&TornadoEnd; 2] {
    [&row.low, &row.high]
}

fn key(rows: &[&TornadoRow]) -> Vec<(Sample, String)> {
    if rows.is_empty() {
        return Vec::new();
    }
    let band = |fill, edge, name: &str| (Sample::Band { fill, edge }, name.to_owned());
    let mut key = Vec::new();
    if rows.iter().any(|row| row.low.has_bar()) {
        key.push(band(BAR, BAR_EDGE, "Low end of its range (upper bar)"));
    }
    if rows.iter().any(|row| row.high.has_bar()) {
        key.push(band(OPTION, OPTION_EDGE, "High end of its range (lower bar)"));
    }
    if rows.iter().flat_map(|row| ends(row)).any(|end| interval(end).is_some() && !end.is_nothing()) {
        key.push((Sample::Whisker, "How sure the difference is (95%)".to_owned()));
    }
    key
}

/// The interval where both its ends are numbers, in order.
fn interval(end: &TornadoEnd) -> Option<(f64, f64)> {
    let (low, high) = end.interval?;
    let (low, high) = (finite(low)?, finite(high)?);
    Some((low.min(high), low.max(high)))
}

/// From where to where an end has ink, zero among it.
fn reach(end: &TornadoEnd) -> (f64, f64) {
    let value = bound(end.value);
    let (low, high) = interval(end).unwrap_or((value, value));
    (low.min(value).min(0.0), high.max(value).max(0.0))
}

/// Whether the words of an end stand left of its bar.
fn leftwards(end: &TornadoEnd) -> bool {
    bound(end.value) < 0.0
}

fn draw_rows(
    drawing: &mut Drawing,
    chart: &Tornado,
    rows: &[&TornadoRow],
    labels: &[Vec<String>],
    (top, pitch): (f64, f64),
) {
    let all = || rows.iter().flat_map(|row| ends(row));
    let greatest = all().map(|end| bound(end.value).abs()).fold(0.0, f64::max);
    let figures = Figures::of_marks(&chart.measure, greatest);
    let print = |end: &TornadoEnd| match end {
        end if !end.value.is_finite() => "–".to_owned(),
        end if end.is_nothing() => NOTHING.to_owned(),
        end if end.clear => text::shorten(&figures.signed(end.value), WIDEST_PRINT, SMALL),
        _ => NOT_CLEAR.to_owned(),
    };
    let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
    let room = widest(&mut all().map(|end| text::width(&print(end), SMALL)));
    let names = widest(&mut labels.iter().flatten().map(|line| text::width(line, LABEL)));
    let words = |end: &TornadoEnd| text::shorten(&end.words, WIDEST_WORDS, SMALL);
    let beside = |left: bool| {
        let widths = all().filter(|end| leftwards(end) == left).map(|end| text::width(&words(end), SMALL));
        widths.fold(0.0, f64::max) + 10.0
    };
    let sheet = drawing.sheet();
    let narrow = sheet.is_narrow();
    let before = if narrow { 0.0 } else { names + 12.0 };
    let (left, right) = (sheet.margin() + before + beside(true), sheet.right() - room - 14.0 - beside(false));
    let sides = Sides::tight(all().map(reach).flat_map(|(low, high)| [low, high]), left, right);
    let bottom = top + pitch * rows.len() as f64;
    let ticks = sides.figures(&chart.measure);
    sides.draw(drawing, (top, bottom), (&chart.sides, &chart.measure), |tick| ticks.signed(tick));
    for (i, row) in rows.iter().enumerate() {
        let middle =
            if narrow { top + (i + 1) as f64 * pitch - LANES / 2.0 } else { top + (i as f64 + 0.5) * pitch };
        for (end, lane, inks) in
            [(&row.low, -LANE, (BAR, BAR_EDGE)), (&row.high, LANE, (OPTION, OPTION_EDGE))]
        {
            let y = middle + lane;
            draw_end(drawing, end, &words(end), &sides, (y, inks));
            let colour = if end.has_bar() { TEXT } else { QUIET_TEXT };
            drawing.text(
                &print(end),
                (sheet.right() - room, y + SMALL.size * 0.36),
                Anchor::Start,
                SMALL,
                colour,
            );
        }
        let height = labels[i].len().saturating_sub(1) as f64 * LABEL.line();
        if narrow {
            let first = middle - LANES / 2.0 - height;
            frame::lines_on_ground(drawing, &labels[i], (sheet.margin(), first), LABEL);
        } else {
            let first = middle - height / 2.0 + LABEL.size * 0.36;
            drawing.lines(&labels[i], (sheet.margin() + names, first), Anchor::End, LABEL, TEXT);
        }
    }
    tell(drawing, chart, rows.len(), (top, pitch));
}

/// Says what each row holds.
fn tell(drawing: &mut Drawing, chart: &Tornado, rows: usize, (top, pitch): (f64, f64)) {
    let (table, sheet) = (table(chart), drawing.sheet());
    let drawn = chart.rows.iter().enumerate().filter(|(_, row)| is_drawn(row));
    for (i, (row, _)) in drawn.take(rows).enumerate() {
        let top = top + i as f64 * pitch;
        let area = Area { left: sheet.margin(), top, right: sheet.right(), bottom: top + pitch };
        drawing.tip(area, &cells::told(&table, row), "");
    }
}

fn draw_end(
    drawing: &mut Drawing,
    end: &TornadoEnd,
    words: &str,
    sides: &Sides,
    (y, (fill, edge)): (f64, (Colour, Colour)),
) {
    let Some(value) = finite(end.value) else { return };
    if end.has_bar() {
        let (zero, x) = (sides.at(0.0), sides.at(value));
        let (left, right) = (zero.min(x), zero.max(x));
        drawing.block(Area { left, top: y - THICK / 2.0, right, bottom: y + THICK / 2.0 }, fill, edge);
    }
    if let Some((low, high)) = interval(end).filter(|_| !end.is_nothing()) {
        let (low, high) = (sides.at(low), sides.at(high));
        drawing.rule((low, y), (high, y), WHISKER, 1.5);
        for stop in [low, high] {
            drawing.rule((stop, y - 4.0), (stop, y + 4.0), WHISKER, 1.5);
        }
    }
    let (low, high) = reach(end);
    let (at, anchor) = if leftwards(end) {
        (sides.at(low) - 7.0, Anchor::End)
    } else {
        (sides.at(high) + 7.0, Anchor::Start)
    };
    drawing.text(words, (at, y + SMALL.size * 0.36), anchor, SMALL, TEXT);
}
