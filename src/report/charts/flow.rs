//! Places as boxes and ways between them as arrows, as broad as the people on them; how many wait is a bar in each
//! box. Knows nothing of hospitals. Next: `flow/layout.rs`.

use super::axis::drawable;
use super::cells::{self, NONE, or};
use super::drawing::{Anchor, Area, Drawing, Mark, Point};
use super::flow_layout::{self as layout, Laid, Layout};
use super::frame::{self, Foot, Frame, Sample};
use super::style::{
    AXIS, BAND_90, BAND_90_EDGE, BAR_EDGE, Colour, GROUND, MUTED_EDGE, NUMBER, OPTION, OPTION_EDGE,
    QUIET_TEXT, SMALL, Sheet, TEXT,
};
use super::text;
use crate::report::block::Table;

/// A chart of places and the ways between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// The words round it.
    pub frame: Frame,
    /// What is called so over the columns, from left to right; an empty one has no words.
    pub columns: Vec<String>,
    /// The places, from above in each column.
    pub places: Vec<FlowPlace>,
    /// The ways.
    pub ways: Vec<FlowWay>,
    /// What the people on the ways are called in the key and the table ("People a day").
    pub measure: String,
    /// What those who wait are called ("People waiting, on average").
    pub waiting: String,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowPlace {
    /// In which column.
    pub column: usize,
    /// Its name.
    pub label: String,
    /// What is said of it, one line each ("5.1 a day", "60 people there").
    pub told: Vec<String>,
    /// How many wait for it or in it; one that is not finite has no bar.
    pub waiting: Option<f64>,
    /// The same in words ("41 wait").
    pub waiting_told: String,
}

/// A way from one place to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowWay {
    /// The place from which it leads.
    pub from: usize,
    /// The place to which it leads.
    pub to: usize,
    /// People on it; `None` where it is not known how many.
    pub amount: Option<f64>,
}

/// More places than these are not drawn, and the note says so.
const MOST: usize = 60;
/// Breadth of the broadest way.
const BROADEST: f64 = 44.0;
/// Breadth of a way on which people are not counted, and the least of one on which they are.
const THIN: f64 = 1.2;
/// Points of a bent way.
const BENDS: usize = 24;

/// Draws the chart.
pub(super) fn draw(chart: &Flow, sheet: Sheet) -> Drawing {
    let mut drawing = Drawing::on(sheet, sheet.height());
    let mut note = chart.note.clone();
    if chart.places.len() > MOST {
        note = format!("The first {MOST} of {} places are drawn. {note}", chart.places.len());
    }
    let top = frame::head(&mut drawing, &chart.frame, &key(chart, sheet)) + 14.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    if chart.places.is_empty() {
        drawing.height = sheet.height() * 0.5;
        let bottom = drawing.height.max(top + foot.height() + 60.0) - foot.height();
        drawing.height = bottom + foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
        foot.draw(&mut drawing);
        return drawing;
    }
    let layout = Layout::new(&chart.places[..chart.places.len().min(MOST)], &chart.columns, sheet, top);
    drawing.height = (layout.bottom + 6.0 + foot.height()).ceil();
    for (lines, at) in &layout.headings {
        drawing.lines(lines, *at, Anchor::Start, SMALL, QUIET_TEXT);
    }
    draw_ways(&mut drawing, chart, &layout);
    for &(from, to) in &layout.downwards {
        downwards(&mut drawing, from, to);
    }
    let most = waiting(chart).fold(0.0, f64::max);
    let table = table(chart);
    for (row, (place, laid)) in chart.places.iter().zip(&layout.places).enumerate() {
        draw_place(&mut drawing, place, laid, most);
        drawing.tip(laid.area, &cells::told(&table, row), "");
    }
    foot.draw(&mut drawing);
    drawing
}

/// How many wait, of those places where it is known.
fn waiting(chart: &Flow) -> impl Iterator<Item = f64> {
    chart.places.iter().filter_map(|place| place.waiting.and_then(drawable))
}

fn key(chart: &Flow, sheet: Sheet) -> Vec<(Sample, String)> {
    let counted = |way: &FlowWay| way.amount.and_then(drawable).is_some();
    let mut key = Vec::new();
    if !sheet.is_narrow() && chart.ways.iter().any(counted) {
        key.push((Sample::Band { fill: BAND_90, edge: BAND_90_EDGE }, chart.measure.clone()));
    }
    if !sheet.is_narrow() && !chart.ways.iter().all(counted) {
        key.push((
            Sample::Line { colour: MUTED_EDGE, width: THIN },
            "A way on which people are not counted".to_owned(),
        ));
    }
    if waiting(chart).any(|n| n > 0.0) {
        key.push((Sample::Band { fill: OPTION, edge: OPTION_EDGE }, chart.waiting.clone()));
    }
    key.retain(|(_, name)| !text::clean(name).is_empty());
    key
}

/// The ways between columns. Those that leave or reach the same place lie beside one another.
fn draw_ways(drawing: &mut Drawing, chart: &Flow, layout: &Layout) {
    if drawing.sheet().is_narrow() {
        return;
    }
    let laid = |i: usize| layout.places.get(i);
    let drawn = chart.ways.iter().filter(|way| {
        let columns = |i: usize| chart.places.get(i).map(|place| place.column);
        laid(way.from).is_some() && laid(way.to).is_some() && columns(way.from) < columns(way.to)
    });
    let ways: Vec<&FlowWay> = drawn.collect();
    let most = ways.iter().filter_map(|way| way.amount.and_then(drawable)).fold(0.0, f64::max);
    let breadth = |way: &FlowWay| match way.amount.and_then(drawable) {
        Some(amount) if most > 0.0 => (amount / most * BROADEST).max(THIN),
        _ => THIN,
    };
    let middle = |i: usize| laid(i).map_or(0.0, |laid| f64::midpoint(laid.area.top, laid.area.bottom));
    // Where ways touch a place: from above in the order of where they lead.
    let ends = |at: fn(&FlowWay) -> usize, other: fn(&FlowWay) -> usize| -> Vec<f64> {
        let mut ends = vec![0.0; ways.len()];
        for place in 0..layout.places.len() {
            let mut here: Vec<usize> = (0..ways.len()).filter(|&i| at(ways[i]) == place).collect();
            here.sort_by(|&a, &b| middle(other(ways[a])).total_cmp(&middle(other(ways[b]))));
            let Some(area) = laid(place).map(|laid| laid.area) else { continue };
            let space = 5.0;
            let all: f64 = here.iter().map(|&i| breadth(ways[i]) + space).sum::<f64>() - space;
            let squeeze = ((area.height() - 8.0) / all.max(1.0)).min(1.0);
            let mut y = f64::midpoint(area.top, area.bottom) - all * squeeze / 2.0;
            for i in here {
                ends[i] = y + breadth(ways[i]) * squeeze / 2.0;
                y += (breadth(ways[i]) + space) * squeeze;
            }
        }
        ends
    };
    let (out, into) = (ends(|way| way.from, |way| way.to), ends(|way| way.to, |way| way.from));
    let mut order: Vec<usize> = (0..ways.len()).collect();
    // The broad ones first, so that they hide none.
    order.sort_by(|&a, &b| breadth(ways[b]).total_cmp(&breadth(ways[a])));
    for i in order {
        let (Some(from), Some(to)) = (laid(ways[i].from), laid(ways[i].to)) else { continue };
        let (from, to) = ((from.area.right, out[i]), (to.area.left, into[i]));
        let counted = ways[i].amount.and_then(drawable).is_some();
        draw_way(drawing, from, to, if counted { Some(breadth(ways[i])) } else { None });
    }
}

/// A way that leaves and arrives level, with a head where it arrives.
fn draw_way(drawing: &mut Drawing, from: Point, to: Point, breadth: Option<f64>) {
    const HEAD: f64 = 9.0;
    let end = to.0 - HEAD;
    let along = |i: usize| {
        let share = i as f64 / BENDS as f64;
        // Level at both ends.
        let bent = share * share * (3.0 - 2.0 * share);
        (from.0 + (end - from.0) * share, from.1 + (to.1 - from.1) * bent)
    };
    let line: Vec<Point> = (0..=BENDS).map(along).collect();
    let (colour, half) = if let Some(breadth) = breadth {
        let side = |by: f64| line.iter().map(|&(x, y)| (x, y + by)).collect::<Vec<Point>>();
        let (upper, lower) = (side(-breadth / 2.0), side(breadth / 2.0));
        drawing.marks.push(Mark::Band { upper: upper.clone(), lower: lower.clone(), colour: BAND_90 });
        drawing.line(upper, BAND_90_EDGE, 1.0);
        drawing.line(lower, BAND_90_EDGE, 1.0);
        (BAND_90_EDGE, (breadth / 2.0 + 2.0).max(4.5))
    } else {
        drawing.line(line, MUTED_EDGE, THIN);
        (MUTED_EDGE, 4.0)
    };
    head(drawing, (end, to.1), (to.0, to.1), half, colour);
}

/// The head of an arrow to the right.
fn head(drawing: &mut Drawing, from: Point, to: Point, half: f64, colour: Colour) {
    drawing.marks.push(Mark::Band {
        upper: vec![(from.0, from.1 - half), to],
        lower: vec![(from.0, from.1 + half), to],
        colour,
    });
}

/// From one part of a narrow sheet to the next below.
fn downwards(drawing: &mut Drawing, from: Point, to: Point) {
    drawing.rule(from, to, AXIS, 2.0);
    drawing.line(vec![(to.0 - 5.0, to.1 - 6.0), to, (to.0 + 5.0, to.1 - 6.0)], AXIS, 2.0);
}

fn draw_place(drawing: &mut Drawing, place: &FlowPlace, laid: &Laid, most: f64) {
    drawing.block(laid.area, GROUND, BAR_EDGE);
    let left = laid.area.left + layout::PADDING;
    let mut baseline = laid.area.top + layout::PADDING + NUMBER.size * 0.8;
    baseline = drawing.lines(&laid.label, (left, baseline), Anchor::Start, NUMBER, TEXT);
    baseline = drawing.lines(&laid.told, (left, baseline), Anchor::Start, SMALL, TEXT);
    if laid.waiting.is_empty() {
        return;
    }
    let amount = place.waiting.and_then(drawable).unwrap_or(0.0);
    let room = laid.area.width() - 2.0 * layout::PADDING - laid.words - 8.0;
    let length = if most > 0.0 { room * amount / most } else { 0.0 };
    if length > 0.0 {
        let area = Area {
            left,
            top: baseline - SMALL.size * 0.8,
            right: left + length.max(2.5),
            bottom: baseline + 1.0,
        };
        drawing.block(area, OPTION, OPTION_EDGE);
    }
    let after = if length > 0.0 { left + length.max(2.5) + 6.0 } else { left };
    drawing.text(&laid.waiting, (after, baseline), Anchor::Start, SMALL, OPTION_EDGE);
}

/// The numbers behind the chart: a row for each place, with the ways that lead to it.
pub(super) fn table(chart: &Flow) -> Table {
    let amounts = chart.ways.iter().filter_map(|way| way.amount);
    let cells = cells::Cells::of(&chart.measure, amounts);
    let header = ["Place", "What is there", or(&chart.waiting, "Waiting"), "Comes from"].map(str::to_owned);
    let row = |(i, place): (usize, &FlowPlace)| {
        let ways = chart.ways.iter().filter(|way| way.to == i);
        let from = ways.filter_map(|way| {
            let label = &chart.places.get(way.from)?.label;
            Some(match way.amount.and_then(drawable) {
                Some(amount) => format!("{label} ({})", cells.write(amount)),
                None => label.clone(),
            })
        });
        let from = from.collect::<Vec<_>>().join("; ");
        let told = place.told.join("; ");
        let waiting =
            if place.waiting.and_then(drawable).is_some() { place.waiting_told.as_str() } else { "" };
        vec![
            place.label.clone(),
            or(&told, NONE).to_owned(),
            or(waiting, NONE).to_owned(),
            or(&from, NONE).to_owned(),
        ]
    };
    cells::table(&chart.frame, header.into(), chart.places.iter().enumerate().map(row).collect())
}
