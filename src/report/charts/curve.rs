//! Amounts along a numeric axis, with bands: what happens as places are added, or over days. Knows
//! nothing of what is varied. Next: `heat.rs`.

use super::cells::{self, Cells, joined, or};
use super::drawing::{Area, Drawing, Point};
use super::frame::{self, Foot, Frame, Sample};
use super::grid::{self, Plot, Wanted};
use super::gutter::Gutter;
use super::marker::{self, Shape};
use super::ribbon::{self, Inks, Rung};
use super::span::{Extent, Interval, finite};
use super::style::{
    BAND_50_EDGE, CAPACITY, Colour, FOURTH, FOURTH_EDGE, MEDIAN, OPTION, OPTION_EDGE, SMALL, Sheet,
};
use super::text;
use crate::report::block::Table;

/// A chart of lines along a numeric axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The words round it.
    pub frame: Frame,
    /// Name of the level axis, with its unit.
    pub across: String,
    /// What the upright axis counts, with its unit.
    pub measure: String,
    /// The lines; at most four are drawn, and the note says so.
    pub lines: Vec<CurveLine>,
    /// Whether the upright axis holds zero.
    pub from_zero: bool,
    /// An upright rule with words ("today: 16").
    pub mark: Option<(f64, String)>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurveLine {
    /// Its name, drawn at its end.
    pub label: String,
    /// Its points; they are drawn in order of `across`.
    pub points: Vec<CurvePoint>,
}

/// One point of a line. What is not finite counts as `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CurvePoint {
    /// Where on the level axis.
    pub across: f64,
    /// The amount; `None` is a gap.
    pub value: Option<f64>,
    /// Lower edge of the band; where it is `None` and the upper one is not, the band is open below.
    pub low: Option<f64>,
    /// Upper edge; where it is `None` and the lower one is not, the band is open above.
    pub high: Option<f64>,
    /// Whether it is drawn as a ring, to tell it from the others.
    pub ring: bool,
}

impl CurvePoint {
    /// Nothing for nothing, surely so: where a line of effects begins.
    pub const NOTHING: Self =
        Self { across: 0.0, value: Some(0.0), low: Some(0.0), high: Some(0.0), ring: false };
}

/// More lines than these are not drawn, and the note says so.
const MOST: usize = 4;
/// Least room for plot and axes.
const LEAST_HEIGHT: f64 = 340.0;
/// Points this far apart each have a marker; closer ones have one here and there.
const MARKED: f64 = 12.0;
const APART: f64 = 90.0;
/// Least width of the column in which a place is to be read.
const COLUMN: f64 = 4.0;

/// Dark and light colours by turns, each with a shape of its own.
const STYLES: [(Colour, Shape, Inks); MOST] = [
    (MEDIAN, Shape::Circle, Inks { fill: BAND_50_EDGE, edge: BAND_50_EDGE }),
    (OPTION_EDGE, Shape::Diamond, Inks { fill: OPTION, edge: OPTION_EDGE }),
    (CAPACITY, Shape::Square, Inks { fill: CAPACITY, edge: CAPACITY }),
    (FOURTH_EDGE, Shape::Triangle, Inks { fill: FOURTH, edge: FOURTH_EDGE }),
];

/// A point with numbers that can be drawn; no band where neither edge is known.
#[derive(Clone, Copy)]
struct Knot {
    across: f64,
    value: Option<f64>,
    band: Option<Interval>,
    ring: bool,
}

fn knots(line: &CurveLine) -> Vec<Knot> {
    let known = |amount: Option<f64>| amount.and_then(finite);
    let knot = |point: &CurvePoint| {
        let band = (known(point.low), known(point.high));
        let band = (band != (None, None)).then_some(band);
        Some(Knot { across: finite(point.across)?, value: known(point.value), band, ring: point.ring })
    };
    let mut knots: Vec<Knot> = line.points.iter().filter_map(knot).collect();
    knots.sort_by(|one, other| one.across.total_cmp(&other.across));
    knots.dedup_by(|one, other| one.across.to_bits() == other.across.to_bits());
    knots
}

/// Draws the chart.
pub(super) fn draw(chart: &Curve, sheet: Sheet) -> Drawing {
    let lines: Vec<Vec<Knot>> = chart.lines.iter().take(MOST).map(knots).collect();
    let mark = chart.mark.as_ref().and_then(|(at, words)| Some((finite(*at)?, words.as_str())));
    let extents = extents(&lines, mark.map(|mark| mark.0), chart.from_zero);
    let mut note = chart.note.clone();
    if chart.lines.len() > MOST {
        note = format!("The first {MOST} of {} lines are drawn. {note}", chart.lines.len());
    }
    if extents.is_some_and(|(_, upright)| upright.cut) {
        note = format!("{note} A band that leaves the plot goes on beyond it.");
    }
    let names: Vec<(&str, Colour, Shape)> = chart
        .lines
        .iter()
        .zip(STYLES)
        .map(|(line, (colour, shape, _))| (line.label.as_str(), colour, shape))
        .collect();
    let gutter = match names[..] {
        _ if sheet.is_narrow() => Gutter::new(&[]),
        [(label, colour, _)] => Gutter::new(&[(label, colour)]),
        _ => Gutter::with_samples(&names),
    };
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &key(&names, sheet)) + 10.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    let needed = top + LEAST_HEIGHT + foot.height();
    drawing.height = if sheet.is_narrow() { needed } else { sheet.height().max(needed) }.ceil();
    let room =
        Area { left: sheet.margin(), top, right: sheet.right(), bottom: drawing.height - foot.height() };
    if let Some((level, upright)) = extents {
        let words = mark.map(|mark| text::shorten(mark.1, room.width() - gutter.room, SMALL));
        let has_words = words.as_ref().is_some_and(|words| !words.is_empty());
        let wanted = Wanted {
            across: &chart.across,
            measure: &chart.measure,
            level,
            upright,
            stops: &stops(&lines),
            square: false,
            signed: false,
            above: if has_words { SMALL.line() - 2.0 } else { 0.0 },
        };
        let plot = grid::draw(&mut drawing, Area { right: room.right - gutter.room, ..room }, &wanted);
        let labels: Vec<&str> = names.iter().map(|name| name.0).collect();
        draw_lines(&mut drawing, (&lines, &labels), &plot);
        if let (Some((at, _)), Some(words)) = (mark, words) {
            grid::mark(&mut drawing, at, &words, &plot);
        }
        draw_markers(&mut drawing, (&lines, &labels), &plot);
        let ends: Vec<Option<f64>> = lines.iter().map(|line| end(line, &plot)).collect();
        gutter.draw(&mut drawing, &ends, plot.area);
        tell(&mut drawing, chart, &plot);
    } else {
        frame::nothing(&mut drawing, room);
    }
    foot.draw(&mut drawing);
    drawing
}

/// The names of several lines where there is no room beside their ends; of one the upright axis tells.
fn key(names: &[(&str, Colour, Shape)], sheet: Sheet) -> Vec<(Sample, String)> {
    if !sheet.is_narrow() || names.len() < 2 {
        return Vec::new();
    }
    let entry = |&(label, colour, shape): &(&str, Colour, Shape)| {
        (Sample::Spot { shape, colour, radius: 5.0 }, label.to_owned())
    };
    names.iter().filter(|name| !text::clean(name.0).is_empty()).map(entry).collect()
}

/// Says what each place holds, over the column round it; where columns would be too narrow, one in so many.
fn tell(drawing: &mut Drawing, chart: &Curve, plot: &Plot) {
    let (table, places) = (table(chart), places(chart));
    let at: Vec<f64> = places.iter().map(|&place| plot.across.at(place)).collect();
    let step = (COLUMN * at.len() as f64 / plot.area.width()).ceil().max(1.0) as usize;
    let edge = |i: usize| match i {
        0 => plot.area.left,
        i if i < at.len() => f64::midpoint(at[i - 1], at[i]),
        _ => plot.area.right,
    };
    for from in (0..at.len()).step_by(step) {
        let to = (from + step).min(at.len());
        let area = Area { left: edge(from), right: edge(to), ..plot.area };
        let across = joined([&chart.across, ""]);
        let said = cells::told(&table, usize::midpoint(from, to - 1));
        let words = if across.is_empty() { said } else { format!("{across}: {said}") };
        drawing.tip(area, &words, "");
    }
}

/// Every place at which a line has a point, and that of the mark, in order.
fn places(chart: &Curve) -> Vec<f64> {
    let mark = chart.mark.as_ref().and_then(|(at, _)| finite(*at));
    let knots = chart.lines.iter().flat_map(knots).map(|knot| knot.across);
    let mut places: Vec<f64> = knots.chain(mark).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|one, other| one.to_bits() == other.to_bits());
    places
}

/// The numbers behind the chart: a row for every place at which a line has a point, and for the mark.
pub(super) fn table(chart: &Curve) -> Table {
    let lines: Vec<Vec<Knot>> = chart.lines.iter().map(knots).collect();
    let mark = chart.mark.as_ref().and_then(|(at, words)| Some((finite(*at)?, text::clean(words))));
    let places = places(chart);
    let across = Cells::of_places(&chart.across, &places);
    let cells = Cells::of(&chart.measure, lines.iter().flatten().filter_map(|knot| knot.value));
    let mut header = vec![or(&chart.across, "Place").to_owned()];
    for (line, knots) in chart.lines.iter().zip(&lines) {
        let alone = lines.len() == 1;
        let name = or(&line.label, &chart.measure);
        let name = if alone { or(&chart.measure, &line.label) } else { name };
        header.push(or(name, "Amount").to_owned());
        if knots.iter().any(|knot| knot.band.is_some()) {
            header.push(if alone { "Range".to_owned() } else { format!("{name}: range") });
        }
    }
    let row = |&at: &f64| {
        let here = |knot: &&Knot| knot.across.to_bits() == at.to_bits();
        let found: Vec<Option<&Knot>> = lines.iter().map(|knots| knots.iter().find(here)).collect();
        let marked = mark.as_ref().filter(|mark| mark.0.to_bits() == at.to_bits());
        let words = marked.map_or_else(String::new, |(_, words)| format!(" ({words})"));
        let mut row = vec![format!("{}{words}", across.write(at))];
        for (knot, knots) in found.into_iter().zip(&lines) {
            row.push(cells.known(knot.and_then(|knot| knot.value)));
            if knots.iter().any(|knot| knot.band.is_some()) {
                row.push(cells.open(knot.and_then(|knot| knot.band).unwrap_or_default()));
            }
        }
        row
    };
    let table = cells::table(&chart.frame, header, places.iter().map(row).collect());
    let measure = if lines.len() == 1 { "" } else { &chart.measure };
    Table { title: joined([measure, &table.title]), ..table }
}

/// What both axes must hold; `None` where there is nothing to draw.
fn extents(lines: &[Vec<Knot>], mark: Option<f64>, from_zero: bool) -> Option<(Extent, Extent)> {
    let all = || lines.iter().flatten();
    let values: Vec<f64> = all().filter_map(|knot| knot.value).collect();
    let bands: Vec<Interval> = all().filter_map(|knot| knot.band).collect();
    let upright = Extent::of(&values, &bands, from_zero)?;
    let places: Vec<f64> = all().map(|knot| knot.across).chain(mark).collect();
    Some((Extent::of(&places, &[], false)?, upright))
}

/// Where points stand: a tick elsewhere would mean nothing.
fn stops(lines: &[Vec<Knot>]) -> Vec<f64> {
    let mut stops: Vec<f64> = lines.iter().flatten().map(|knot| knot.across).collect();
    stops.sort_by(f64::total_cmp);
    stops.dedup_by(|one, other| one.to_bits() == other.to_bits());
    stops
}

/// The stretches of a line in which there is something, without the gaps.
fn stretches<T>(knots: &[Knot], of: impl Fn(&Knot) -> Option<T>) -> Vec<Vec<T>> {
    let mut stretches = vec![Vec::new()];
    for knot in knots {
        match (of(knot), stretches.last_mut()) {
            (Some(part), Some(stretch)) => stretch.push(part),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

fn points(knots: &[Knot], plot: &Plot) -> Vec<Vec<Point>> {
    stretches(knots, |knot| Some((plot.across.at(knot.across), plot.up.at(knot.value?))))
}

/// All bands first, then all edges, then all lines, so that no band hides a line.
fn draw_lines(drawing: &mut Drawing, (lines, labels): (&[Vec<Knot>], &[&str]), plot: &Plot) {
    let bands: Vec<Vec<Vec<Rung>>> = lines
        .iter()
        .map(|line| stretches(line, |knot| Some(Rung { x: plot.across.at(knot.across), ends: knot.band? })))
        .collect();
    for ((bands, label), (_, _, inks)) in bands.iter().zip(labels).zip(STYLES) {
        drawing.series(label, |drawing| {
            for band in bands {
                ribbon::fill(drawing, band, plot.up, inks);
            }
        });
    }
    for ((bands, label), (_, _, inks)) in bands.iter().zip(labels).zip(STYLES) {
        drawing.series(label, |drawing| {
            for band in bands {
                ribbon::edges(drawing, band, plot.up, inks);
            }
        });
    }
    for ((line, label), (colour, _, _)) in lines.iter().zip(labels).zip(STYLES) {
        drawing.series(label, |drawing| {
            for points in points(line, plot) {
                drawing.line(points, colour, 2.5);
            }
        });
    }
}

/// Markers on points. Where points stand close and there are several lines, one here and there, at
/// different places on each line.
fn draw_markers(drawing: &mut Drawing, (lines, labels): (&[Vec<Knot>], &[&str]), plot: &Plot) {
    let several = lines.iter().filter(|line| !line.is_empty()).count() > 1;
    for (i, (line, label)) in lines.iter().zip(labels).enumerate() {
        let (colour, shape, _) = STYLES[i];
        let first = plot.area.left + APART * (0.5 + 0.25 * i as f64);
        drawing.series(label, |drawing| mark_line(drawing, line, (colour, shape), (several, first), plot));
    }
}

fn mark_line(
    drawing: &mut Drawing,
    line: &[Knot],
    (colour, shape): (Colour, Shape),
    (several, first): (bool, f64),
    plot: &Plot,
) {
    let pitch = plot.area.width() / line.len().max(1) as f64;
    let mut next = first;
    for stretch in points(line, plot) {
        let alone = stretch.len() == 1;
        for at in stretch {
            let due = several && at.0 >= next;
            if alone || pitch >= MARKED || due {
                marker::draw(drawing, shape, at, 4.0, colour);
                next = at.0 + APART;
            }
        }
    }
    for knot in line.iter().filter(|knot| knot.ring) {
        if let Some(value) = knot.value {
            let at = (plot.across.at(knot.across), plot.up.at(value));
            marker::draw(drawing, Shape::Ring, at, 6.0, colour);
        }
    }
}

/// How high a line ends; where it has no values, its band.
fn end(line: &[Knot], plot: &Plot) -> Option<f64> {
    let value = line.iter().rev().find_map(|knot| knot.value);
    let band = || line.iter().rev().find_map(|knot| knot.band.map(|(low, high)| low.or(high).unwrap_or(0.0)));
    value.or_else(band).map(|amount| plot.up.at(amount))
}
