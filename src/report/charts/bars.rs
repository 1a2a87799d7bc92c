//! Horizontal bars from zero, with intervals and a marker. Knows nothing of what is measured. Next:
//! `panels.rs`.

use super::axis::{Scale, Ticks, drawable};
use super::cells::{self, Cells, joined, or};
use super::drawing::{Anchor, Area, Drawing, Mark};
use super::figures::Figures;
use super::frame::{self, Foot, Frame, Sample};
use super::style::{
    AXIS, BAR, BAR_EDGE, GRID, GROUND, LABEL, MARKER, MUTED, MUTED_EDGE, NUMBER, OPTION, OPTION_EDGE,
    QUIET_TEXT, SMALL, Sheet, TEXT,
};
use super::text;
use crate::report::block::Table;

/// One bar. Numbers that are not finite are not drawn; negative ones count as 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// The interval round its length.
    pub interval: Option<(f64, f64)>,
    /// Another amount of the same unit (a high percentile), as a dot below the bar.
    pub marker: Option<f64>,
    /// Whether it stands back (a remainder).
    pub muted: bool,
    /// Whether it stands beside the others and is no part of what they count.
    pub beside: bool,
}

/// A chart of bars, drawn in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The words round it.
    pub frame: Frame,
    /// What the bars count ("Days"), at the axis.
    pub measure: String,
    /// What stands behind the number at a bar ("days"); empty for nothing.
    pub unit: String,
    /// What a bar is called in the key ("Mean").
    pub value_name: String,
    /// What an interval is called in the key ("95% interval of the mean").
    pub interval_name: String,
    /// What a marker is called in the key ("9 in 10 had left by then").
    pub marker_name: String,
    /// What a bar that stands beside the others is called in the key.
    pub beside_name: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// More bars than these are not drawn, and the note says so.
const MOST: usize = 40;
/// A longer unit is cut.
const WIDEST_UNIT: f64 = 110.0;

/// The longest bars first, and what is beyond the first `keep` summed up in one muted bar at the end.
/// The sum has no interval: those of its parts do not tell it.
pub fn longest_first(mut bars: Vec<Bar>, keep: usize, others: &str) -> Vec<Bar> {
    bars.sort_by(|one, other| other.value.total_cmp(&one.value));
    if bars.len() > keep + 1 {
        let value = bars.drain(keep..).filter_map(|bar| drawable(bar.value)).sum();
        bars.push(Bar { label: others.to_owned(), value, muted: true, ..Bar::default() });
    }
    bars
}

/// The numbers behind the chart.
pub(super) fn table(chart: &Bars) -> Table {
    let bars: Vec<Option<Bar>> = chart.bars.iter().map(drawable_bar).collect();
    let cells = Cells::of(&chart.measure, bars.iter().flatten().map(|bar| bar.value));
    let has_interval = chart.bars.iter().any(|bar| bar.interval.is_some());
    let has_marker = chart.bars.iter().any(|bar| bar.marker.is_some());
    let name = |words: &str, otherwise: &str| joined([or(words, otherwise), &chart.unit]);
    let mut header = vec![or(&chart.measure, "Measure").to_owned(), name(&chart.value_name, "Amount")];
    if has_interval {
        header.push(name(&chart.interval_name, "Range"));
    }
    if has_marker {
        header.push(name(&chart.marker_name, "Marker"));
    }
    let row = |(bar, drawn): (&Bar, &Option<Bar>)| {
        let of = |of: fn(&Bar) -> Option<f64>| cells.known(drawn.as_ref().and_then(of));
        let beside = if bar.beside { text::clean(&chart.beside_name) } else { String::new() };
        let beside = if beside.is_empty() { beside } else { format!(" ({beside})") };
        let mut row = vec![format!("{}{beside}", bar.label), of(|bar| Some(bar.value))];
        if has_interval {
            row.push(cells.range(drawn.as_ref().and_then(|bar| bar.interval)));
        }
        if has_marker {
            row.push(of(|bar| bar.marker));
        }
        row
    };
    cells::table(&chart.frame, header, chart.bars.iter().zip(&bars).map(row).collect())
}

/// How the rows of a chart are laid out.
struct Layout {
    /// From one row to the next.
    pitch: f64,
    /// How thick a bar is.
    thick: f64,
    /// From the middle of a row to the middle of its bar, upwards.
    bar_above: f64,
    /// From the middle of a row to its marker, downwards.
    marker_below: f64,
    /// Where bars begin.
    left: f64,
    /// Height of the labels where they stand above their bars; none where they stand before them.
    above: f64,
    /// Labels in lines.
    labels: Vec<Vec<String>>,
}

impl Layout {
    const AXIS_HEIGHT: f64 = 46.0;
    const WIDEST_LABEL: f64 = 330.0;

    fn new(bars: &[Bar], room: f64, sheet: Sheet) -> Self {
        let widest = if sheet.is_narrow() { sheet.room() } else { sheet.part(Self::WIDEST_LABEL) };
        let labels: Vec<Vec<String>> =
            bars.iter().map(|bar| text::wrap(&bar.label, widest, LABEL, 3)).collect();
        let widest = labels.iter().flatten().map(|line| text::width(line, LABEL)).fold(0.0, f64::max);
        let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let has_markers = bars.iter().any(|bar| bar.marker.and_then(drawable).is_some());
        let least = (lines * LABEL.line() + 6.0).max(if has_markers { 44.0 } else { 24.0 });
        let above = if sheet.is_narrow() { lines * LABEL.line() } else { 0.0 };
        let pitch = if sheet.is_narrow() {
            above + if has_markers { 48.0 } else { 30.0 }
        } else {
            ((room - Self::AXIS_HEIGHT) / bars.len() as f64).max(least)
        };
        let (thick, lane) = if has_markers {
            (((pitch - above) * 0.34).clamp(14.0, 30.0), 18.0)
        } else {
            (((pitch - above) * 0.58).clamp(14.0, 36.0), 0.0)
        };
        Self {
            pitch,
            thick,
            bar_above: lane / 2.0,
            marker_below: thick / 2.0 + if lane > 0.0 { 3.0 } else { 0.0 },
            left: sheet.margin() + if sheet.is_narrow() { 0.0 } else { widest + 10.0 },
            above,
            labels,
        }
    }
}

/// Draws the chart.
pub(super) fn draw(chart: &Bars, sheet: Sheet) -> Drawing {
    let bars: Vec<Bar> = chart.bars.iter().take(MOST).filter_map(drawable_bar).collect();
    let mut note = chart.note.clone();
    if chart.bars.len() > MOST {
        note = format!("The first {MOST} of {} bars are drawn. {note}", chart.bars.len());
    }
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &key(chart, &bars)) + 10.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    let room = sheet.height() - top - foot.height();
    if bars.is_empty() {
        let area = Area { left: sheet.margin(), top, right: sheet.right(), bottom: top + room };
        frame::nothing(&mut drawing, area);
    } else {
        let layout = Layout::new(&bars, room, sheet);
        let needed = top + layout.pitch * bars.len() as f64 + Layout::AXIS_HEIGHT + foot.height();
        drawing.height = if sheet.is_narrow() { needed } else { sheet.height().max(needed) }.ceil();
        draw_bars(&mut drawing, chart, &bars, &layout, top);
        tell(&mut drawing, chart, &layout, top);
    }
    foot.draw(&mut drawing);
    drawing
}

/// Says what each row holds.
fn tell(drawing: &mut Drawing, chart: &Bars, layout: &Layout, top: f64) {
    let table = table(chart);
    let drawn = chart.bars.iter().enumerate().take(MOST).filter(|(_, bar)| drawable_bar(bar).is_some());
    let sheet = drawing.sheet();
    for (place, (row, _)) in drawn.enumerate() {
        let top = top + place as f64 * layout.pitch;
        let area = Area { left: sheet.margin(), top, right: sheet.right(), bottom: top + layout.pitch };
        drawing.tip(area, &cells::told(&table, row), "");
    }
}

/// The bar with numbers that can be drawn; `None` where its length cannot.
fn drawable_bar(bar: &Bar) -> Option<Bar> {
    let value = drawable(bar.value)?;
    let interval = bar.interval.and_then(|(low, high)| Some((drawable(low)?, drawable(high)?)));
    let interval = interval.map(|(low, high)| (low.min(high), low.max(high)));
    Some(Bar { value, interval, marker: bar.marker.and_then(drawable), ..bar.clone() })
}

fn key(chart: &Bars, bars: &[Bar]) -> Vec<(Sample, String)> {
    let entries = [
        (Sample::Bar, &chart.value_name, bars.iter().any(|bar| bar.value > 0.0 && !bar.muted && !bar.beside)),
        (Sample::Whisker, &chart.interval_name, bars.iter().any(|bar| bar.interval.is_some())),
        (Sample::Dot, &chart.marker_name, bars.iter().any(|bar| bar.marker.is_some())),
        (
            Sample::Band { fill: OPTION, edge: OPTION_EDGE },
            &chart.beside_name,
            bars.iter().any(|bar| bar.value > 0.0 && bar.beside && !bar.muted),
        ),
    ];
    let shown = entries.into_iter().filter(|(_, name, used)| *used && !name.is_empty());
    shown.map(|(sample, name, _)| (sample, name.clone())).collect()
}

/// What is printed beside a bar: the number, its interval, the number at the marker.
struct Printed {
    value: String,
    interval: String,
    marker: String,
}

const GAP: f64 = 8.0;

impl Printed {
    fn new(bar: &Bar, figures: &Figures, unit: &str) -> Self {
        let figure = |amount: f64| figures.write(amount);
        let ends = bar.interval.map(|(low, high)| (figure(low), figure(high)));
        // Ends that are written alike tell nothing.
        let ends = ends.filter(|(low, high)| low != high);
        let interval = ends.map_or_else(String::new, |(low, high)| format!("{low} to {high}"));
        let marker = bar.marker.map_or_else(String::new, figure);
        let value = figure(bar.value);
        let value = match unit {
            "" => value,
            unit if value == "1" => format!("1 {}", unit.strip_suffix('s').unwrap_or(unit)),
            unit => format!("{value} {unit}"),
        };
        Self { value, interval, marker }
    }

    /// The same in a room: what is too long for it loses its interval, then its end.
    fn within(self, room: f64) -> Self {
        if self.width() <= room {
            return self;
        }
        let marker = text::shorten(&self.marker, room, SMALL);
        Self { value: text::shorten(&self.value, room - GAP, NUMBER), interval: String::new(), marker }
    }

    fn width(&self) -> f64 {
        let interval = if self.interval.is_empty() { 0.0 } else { GAP + text::width(&self.interval, SMALL) };
        GAP + text::width(&self.value, NUMBER) + interval
    }
}

/// The furthest that a bar or its interval reaches.
fn reach(bar: &Bar) -> f64 {
    bar.interval.map_or(bar.value, |(_, high)| bar.value.max(high))
}

fn draw_bars(drawing: &mut Drawing, chart: &Bars, bars: &[Bar], layout: &Layout, top: f64) {
    let greatest = bars.iter().map(|bar| reach(bar).max(bar.marker.unwrap_or(0.0))).fold(0.0, f64::max);
    let figures = Figures::of_marks(&chart.measure, bars.iter().map(|bar| bar.value).fold(0.0, f64::max));
    let unit = text::shorten(&chart.unit, WIDEST_UNIT, NUMBER);
    let sheet = drawing.sheet();
    let room = sheet.right() - layout.left;
    let print = |bar| match Printed::new(bar, &figures, &unit) {
        print if sheet.is_narrow() => print.within(room * 0.7),
        print => print.within(room * 0.8),
    };
    let printed: Vec<Printed> = bars.iter().map(print).collect();
    // As long as leaves room for the print behind every bar and marker.
    let widest_tick = text::width(&figures.write(greatest), SMALL);
    let mut ticks = Ticks::up_to(greatest, 8);
    let mut length = room - widest_tick / 2.0 - 8.0;
    for most in (1..=8).rev() {
        ticks = Ticks::up_to(greatest, most);
        length = room - widest_tick / 2.0 - 8.0;
        for (bar, print) in bars.iter().zip(&printed) {
            let behind = [
                (reach(bar), print.width()),
                (bar.marker.unwrap_or(0.0), GAP + 6.0 + text::width(&print.marker, SMALL)),
            ];
            for (amount, width) in behind {
                if amount > 0.0 {
                    length = length.min((room - width) * ticks.end() / amount);
                }
            }
        }
        if length / (ticks.values.len() - 1) as f64 > widest_tick + 28.0 {
            break;
        }
    }
    let right =
        Scale { start: 0.0, end: ticks.end(), zero_at: layout.left, end_at: layout.left + length.max(1.0) };
    let bottom = top + layout.pitch * bars.len() as f64;
    draw_axis(drawing, &ticks, right, (top, bottom), &chart.measure);
    for (i, (bar, print)) in bars.iter().zip(&printed).enumerate() {
        let middle = top + (i as f64 + 0.5) * layout.pitch + layout.above / 2.0;
        draw_bar(drawing, bar, print, layout, right, middle);
        let lines = layout.labels.get(i).map(Vec::as_slice).unwrap_or_default();
        if layout.above > 0.0 {
            // The last line stands close above its bar, whatever the number of lines.
            let bottom = top + i as f64 * layout.pitch + layout.above - LABEL.size * 0.3;
            let first = bottom - lines.len().saturating_sub(1) as f64 * LABEL.line();
            frame::lines_on_ground(drawing, lines, (layout.left, first), LABEL);
            continue;
        }
        let height = (lines.len().saturating_sub(1)) as f64 * LABEL.line();
        let first = middle - height / 2.0 + LABEL.size * 0.36;
        drawing.lines(lines, (layout.left - 10.0, first), Anchor::End, LABEL, TEXT);
    }
    drawing.rule((layout.left, top), (layout.left, bottom), AXIS, 1.0);
}

fn draw_axis(drawing: &mut Drawing, ticks: &Ticks, right: Scale, (top, bottom): (f64, f64), measure: &str) {
    let baseline = bottom + 6.0 + SMALL.size;
    let step = ticks.values.get(1).copied().unwrap_or(1.0);
    let figures = Figures::of_amounts(measure, ticks.end(), step);
    let sheet = drawing.sheet();
    let mut free = f64::NEG_INFINITY;
    for &value in &ticks.values {
        let x = right.at(value);
        drawing.rule((x, top), (x, bottom), GRID, 1.0);
        // The first tick of a narrow sheet would leave it on the left.
        let tick = figures.tick(value);
        let half = text::width(&tick, SMALL) / 2.0;
        let middle = x.max(half);
        // Where bars have hardly any room, figures of many digits do not all fit.
        if middle - half >= free {
            drawing.text(&tick, (middle, baseline), Anchor::Middle, SMALL, QUIET_TEXT);
            free = middle + half + 8.0;
        }
    }
    let room = sheet.right() - right.zero_at;
    let measure = text::shorten(measure, room, SMALL);
    drawing.text(&measure, (right.zero_at, baseline + SMALL.line()), Anchor::Start, SMALL, QUIET_TEXT);
}

fn draw_bar(drawing: &mut Drawing, bar: &Bar, print: &Printed, layout: &Layout, right: Scale, middle: f64) {
    let row = middle - layout.bar_above;
    let end = right.at(bar.value);
    let (fill, edge) = match () {
        () if bar.muted => (MUTED, MUTED_EDGE),
        () if bar.beside => (OPTION, OPTION_EDGE),
        () => (BAR, BAR_EDGE),
    };
    if bar.value > 0.0 {
        let area = Area {
            left: right.zero_at,
            top: row - layout.thick / 2.0,
            right: end.max(right.zero_at + 1.0),
            bottom: row + layout.thick / 2.0,
        };
        drawing.block(area, fill, edge);
    }
    if let Some((low, high)) = bar.interval {
        frame::whisker(drawing, right.at(low), right.at(high), row);
    }
    let baseline = row + NUMBER.size * 0.36;
    let mut x = right.at(reach(bar)) + GAP;
    // So that no grid line runs through the numbers.
    let behind = Area {
        left: x - 3.0,
        top: row - NUMBER.size * 0.6,
        right: x + print.width() - GAP + 3.0,
        bottom: row + NUMBER.size * 0.6,
    };
    drawing.marks.push(Mark::Block { area: behind, colour: GROUND });
    drawing.text(&print.value, (x, baseline), Anchor::Start, NUMBER, TEXT);
    x += text::width(&print.value, NUMBER) + GAP;
    drawing.text(&print.interval, (x, baseline), Anchor::Start, SMALL, QUIET_TEXT);
    if let Some(marker) = bar.marker {
        let (x, y) = (right.at(marker), row + layout.marker_below + 9.0);
        drawing.rule((right.zero_at, y), (x, y), MARKER, 1.5);
        frame::dot(drawing, x, y);
        drawing.text(&print.marker, (x + GAP + 6.0, y + SMALL.size * 0.36), Anchor::Start, SMALL, MARKER);
    }
}
