//! Points between two numeric axes, with intervals both ways: cost frontier, cost-effectiveness plane.
//! Knows nothing of costs. Next: `labels.rs`, which finds room for the names of points.

use super::cells::{self, Cells, NONE, or};
use super::drawing::{Anchor, Area, Drawing, Point};
use super::frame::{self, Foot, Frame, Sample};
use super::grid::{self, Plot, Wanted};
use super::labels::{Labels, Wish};
use super::marker::{self, Shape};
use super::span::{Extent, Interval, finite};
use super::style::{AXIS, Colour, MEDIAN, MUTED_EDGE, OPTION_EDGE, SMALL, Sheet, TEXT};
use super::text;
use crate::report::block::Table;

/// A chart of points with intervals both ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plane {
    /// The words round it.
    pub frame: Frame,
    /// Name of the level axis, with its unit.
    pub across: String,
    /// Name of the upright axis, with its unit.
    pub measure: String,
    /// The points.
    pub points: Vec<PlanePoint>,
    /// The points that a line joins (the frontier), in this order.
    pub joined: Vec<usize>,
    /// A line under the chart; empty for none.
    pub note: String,
    /// Whether the axes are differences: zero lines both ways, ticks with their sign.
    pub quarters: bool,
    /// An amount of the level axis that is aimed at, as an upright rule with its words ("target: at most
    /// 100"). It is named there and nowhere else.
    pub target: Option<(f64, String)>,
}

/// One point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanePoint {
    /// Its name; empty for none.
    pub label: String,
    /// Its place on the level axis; one that is not finite is not drawn.
    pub across: f64,
    /// Its place on the upright axis.
    pub up: f64,
    /// How sure the first is; an end that is not finite is open.
    pub across_interval: Option<(f64, f64)>,
    /// How sure the second is.
    pub up_interval: Option<(f64, f64)>,
    /// What it is.
    pub kind: PlaneKind,
}

/// What a point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaneKind {
    /// One of many: grey.
    #[default]
    Other,
    /// On the frontier: dark blue.
    Frontier,
    /// How things are: an orange diamond.
    Today,
    /// What is advised: a large ring.
    Chosen,
    /// One of many that speak for a choice.
    For,
    /// One of many that speak against it: an orange diamond.
    Against,
}

/// More points than these are not drawn, and the note says so.
const MOST: usize = 300;
const PLOT_HEIGHT: f64 = 400.0;
const COLUMNS: usize = 2;
/// Half the width of the square in which a point is to be read.
const FINGER: f64 = 8.0;

struct Look {
    shape: Shape,
    colour: Colour,
    radius: f64,
    name: &'static str,
}

fn look(kind: PlaneKind) -> Look {
    let (shape, colour, radius, name) = match kind {
        PlaneKind::Other => (Shape::Circle, MUTED_EDGE, 4.5, "Other options"),
        PlaneKind::Frontier => (Shape::Circle, MEDIAN, 6.0, "On the frontier"),
        PlaneKind::Today => (Shape::Diamond, OPTION_EDGE, 6.5, "Today"),
        PlaneKind::Chosen => (Shape::Ring, MEDIAN, 9.0, "Chosen"),
        PlaneKind::For => (Shape::Circle, MEDIAN, 4.5, "Worlds in which it holds"),
        PlaneKind::Against => (Shape::Diamond, OPTION_EDGE, 5.5, "Worlds in which it does not"),
    };
    Look { shape, colour, radius, name }
}

/// A point whose numbers can be drawn.
struct Spot<'a> {
    point: &'a PlanePoint,
    across: f64,
    up: f64,
}

/// Draws the chart.
pub(super) fn draw(chart: &Plane, sheet: Sheet) -> Drawing {
    let spots: Vec<Option<Spot<'_>>> = chart
        .points
        .iter()
        .take(MOST)
        .map(|point| Some(Spot { point, across: finite(point.across)?, up: finite(point.up)? }))
        .collect();
    let shown: Vec<&Spot<'_>> = spots.iter().flatten().collect();
    let levels: Vec<f64> = shown.iter().map(|spot| spot.across).collect();
    let heights: Vec<f64> = shown.iter().map(|spot| spot.up).collect();
    let intervals = |of: fn(&PlanePoint) -> Option<(f64, f64)>| -> Vec<Interval> {
        shown.iter().filter_map(|spot| interval(of(spot.point))).collect()
    };
    let target = chart.target.as_ref().and_then(|(at, words)| Some((finite(*at)?, words.as_str())));
    let reached: Vec<f64> = levels.iter().copied().chain(target.map(|target| target.0)).collect();
    let reached = if levels.is_empty() { &levels } else { &reached };
    let level = Extent::of(reached, &intervals(|point| point.across_interval), chart.quarters);
    let upright = Extent::of(&heights, &intervals(|point| point.up_interval), chart.quarters);
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &key(&shown)) + 12.0;
    let (Some(level), Some(upright)) = (level, upright) else {
        let foot = Foot::new(sheet, &chart.frame, &chart.note);
        let bottom = sheet.height() - foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
        foot.draw(&mut drawing);
        return drawing;
    };
    let wanted = Wanted {
        across: &chart.across,
        measure: &chart.measure,
        level,
        upright,
        stops: &[],
        square: true,
        signed: chart.quarters,
        above: if target.is_some() { SMALL.line() } else { 0.0 },
    };
    let area = Area { left: sheet.margin(), top, right: sheet.right() - 20.0, bottom: top + PLOT_HEIGHT };
    let plot = grid::draw(&mut drawing, area, &wanted);
    if let Some((at, words)) = target {
        grid::mark(&mut drawing, at, words, &plot);
    }
    tell(&mut drawing, chart, &spots, &plot);
    let rule = target.map(|target| plot.across.at(target.0));
    let (numbered, nameless) = draw_spots(&mut drawing, &spots, (&chart.joined, rule), &plot);

    let mut note = chart.note.clone();
    if chart.points.len() > MOST {
        note = format!("The first {MOST} of {} points are drawn. {note}", chart.points.len());
    }
    match nameless {
        0 => {}
        1 => note = format!("{note} One point has no room for its name."),
        n => note = format!("{note} {n} points have no room for their names."),
    }
    if level.cut || upright.cut {
        note = format!("{note} A line that leaves the plot goes on beyond it.");
    }
    let foot = Foot::new(sheet, &chart.frame, &note);
    let bottom = list(&mut drawing, &numbered, area.bottom);
    drawing.height = (bottom + foot.height()).ceil();
    foot.draw(&mut drawing);
    drawing
}

/// Says what each point is, over its marker, the most important last: above the others.
fn tell(drawing: &mut Drawing, chart: &Plane, spots: &[Option<Spot<'_>>], plot: &Plot) {
    let table = table(chart);
    let mut shown: Vec<(usize, &Spot<'_>)> =
        spots.iter().enumerate().filter_map(|(row, spot)| Some((row, spot.as_ref()?))).collect();
    shown.sort_by_key(|(_, spot)| spot.point.kind);
    for (row, spot) in shown {
        let (x, y) = (plot.across.at(spot.across), plot.up.at(spot.up));
        let area = Area { left: x - FINGER, top: y - FINGER, right: x + FINGER, bottom: y + FINGER };
        drawing.tip(area, &cells::told(&table, row), "");
    }
}

/// The numbers behind the chart; what has no name has its number.
pub(super) fn table(chart: &Plane) -> Table {
    let points = &chart.points;
    let across = Cells::of(&chart.across, points.iter().map(|point| point.across)).signed(chart.quarters);
    let up = Cells::of(&chart.measure, points.iter().map(|point| point.up)).signed(chart.quarters);
    let kinds = points.windows(2).any(|pair| pair[0].kind != pair[1].kind);
    let mut header = vec!["Point".to_owned()];
    for (name, otherwise, any) in [
        (&chart.across, "Across", points.iter().any(|point| point.across_interval.is_some())),
        (&chart.measure, "Up", points.iter().any(|point| point.up_interval.is_some())),
    ] {
        let name = or(name, otherwise);
        header.push(name.to_owned());
        if any {
            header.push(format!("{name}: range"));
        }
    }
    if kinds {
        header.push("What it is".to_owned());
    }
    let sure = |cells: Cells, ends: Option<(f64, f64)>| cells.open(interval(ends).unwrap_or_default());
    let row = |(i, point): (usize, &PlanePoint)| {
        let mut row = vec![or(&point.label, &(i + 1).to_string()).to_owned(), across.write(point.across)];
        if points.iter().any(|point| point.across_interval.is_some()) {
            row.push(sure(across, point.across_interval));
        }
        row.push(up.write(point.up));
        if points.iter().any(|point| point.up_interval.is_some()) {
            row.push(sure(up, point.up_interval));
        }
        if kinds {
            row.push(look(point.kind).name.to_owned());
        }
        row
    };
    let mut rows: Vec<Vec<String>> = points.iter().enumerate().map(row).collect();
    if let Some((at, words)) = &chart.target {
        let mut target = vec![NONE.to_owned(); header.len()];
        (target[0], target[1]) = (words.clone(), across.write(*at));
        rows.push(target);
    }
    cells::table(&chart.frame, header, rows)
}

/// An interval in order, what is not finite open; `None` where neither end is known.
fn interval(interval: Option<(f64, f64)>) -> Option<Interval> {
    let (low, high) = interval?;
    match (finite(low), finite(high)) {
        (None, None) => None,
        (Some(low), Some(high)) => Some((Some(low.min(high)), Some(low.max(high)))),
        open => Some(open),
    }
}

/// Kinds that occur, the most important first; points all of one kind need no key, and what only one
/// point is, which has its name beside it, needs no other.
fn key(shown: &[&Spot<'_>]) -> Vec<(Sample, String)> {
    let kinds: Vec<PlaneKind> = [PlaneKind::Chosen, PlaneKind::Today, PlaneKind::Frontier, PlaneKind::Other]
        .into_iter()
        .filter(|&kind| {
            let mut of_kind = shown.iter().filter(|spot| spot.point.kind == kind);
            let named = |spot: &&Spot<'_>| !text::clean(&spot.point.label).is_empty();
            match (of_kind.next(), of_kind.next()) {
                (None, _) => false,
                (Some(only), None) => kind != PlaneKind::Today || !named(only),
                _ => true,
            }
        })
        .collect();
    if kinds.len() < 2 {
        return Vec::new();
    }
    let entry = |kind| {
        let Look { shape, colour, radius, name } = look(kind);
        (Sample::Spot { shape, colour, radius: radius.min(7.0) }, name.to_owned())
    };
    kinds.into_iter().map(entry).collect()
}

/// Draws lines, points and names; returns the names that stand in a list, and how many found no room.
fn draw_spots<'a>(
    drawing: &mut Drawing,
    spots: &[Option<Spot<'a>>],
    (joined, rule): (&[usize], Option<f64>),
    plot: &Plot,
) -> (Vec<&'a str>, usize) {
    let place = |spot: &Spot<'_>| (plot.across.at(spot.across), plot.up.at(spot.up));
    let frontier: Vec<Point> = joined.iter().filter_map(|&i| spots.get(i)?.as_ref()).map(place).collect();
    let mut order: Vec<&Spot<'a>> = spots.iter().flatten().collect();
    // The least important first, so that the others lie on top.
    order.sort_by_key(|spot| spot.point.kind);
    let mut labels = Labels::new(plot.area);
    for spot in &order {
        for (from, to) in whiskers(drawing, spot, plot) {
            labels.avoid_line(from, to, 1.5);
        }
    }
    for (from, to) in plot.zeros() {
        labels.avoid_line(from, to, 1.5);
    }
    if let Some(x) = rule {
        labels.avoid_line((x, plot.area.top), (x, plot.area.bottom), 1.5);
    }
    for pair in frontier.windows(2) {
        labels.avoid_line(pair[0], pair[1], 4.0);
    }
    drawing.line(frontier, MEDIAN, 2.0);
    for spot in &order {
        let Look { shape, colour, radius, .. } = look(spot.point.kind);
        marker::draw(drawing, shape, place(spot), radius, colour);
        labels.avoid_point(place(spot), radius + 3.0);
    }
    let mut numbered = Vec::new();
    let mut nameless = 0;
    // The most important choose first, then in the order given.
    order.sort_by_key(|spot| std::cmp::Reverse(spot.point.kind));
    for spot in order {
        if text::clean(&spot.point.label).is_empty() {
            continue;
        }
        let wish = Wish {
            at: place(spot),
            radius: look(spot.point.kind).radius,
            strong: spot.point.kind != PlaneKind::Other,
        };
        if labels.name(drawing, wish, &spot.point.label) {
            continue;
        }
        let number = (numbered.len() + 1).to_string();
        if numbered.len() < LISTED && labels.number(drawing, wish, &number) {
            numbered.push(spot.point.label.as_str());
        } else {
            nameless += 1;
        }
    }
    (numbered, nameless)
}

/// More names than these are not listed below the plot.
const LISTED: usize = 40;

/// The intervals of a point; an end beyond the plot has no stop. Returns the lines drawn.
fn whiskers(drawing: &mut Drawing, spot: &Spot<'_>, plot: &Plot) -> Vec<(Point, Point)> {
    let colour = match spot.point.kind {
        PlaneKind::Other => AXIS,
        kind => look(kind).colour,
    };
    let (x, y) = (plot.across.at(spot.across), plot.up.at(spot.up));
    let mut lines = Vec::new();
    let ways = [
        (interval(spot.point.across_interval), plot.across, true),
        (interval(spot.point.up_interval), plot.up, false),
    ];
    for (interval, along, level) in ways {
        let Some((low, high)) = interval else { continue };
        let at = |along: f64| if level { (along, y) } else { (x, along) };
        let (from, to) = (along.at(low.unwrap_or(along.least)), along.at(high.unwrap_or(along.greatest)));
        drawing.rule(at(from), at(to), colour, 1.2);
        lines.push((at(from), at(to)));
        for (end, place) in [(low, from), (high, to)] {
            if end.is_some_and(|end| along.holds(end)) {
                let (x, y) = at(place);
                let (dx, dy) = if level { (0.0, 4.0) } else { (4.0, 0.0) };
                drawing.rule((x - dx, y - dy), (x + dx, y + dy), colour, 1.2);
            }
        }
    }
    lines
}

/// Names that found no room in the plot, by number, in two columns below it; returns where it ends.
fn list(drawing: &mut Drawing, names: &[&str], top: f64) -> f64 {
    if names.is_empty() {
        return top;
    }
    let sheet = drawing.sheet();
    let columns = if sheet.is_narrow() { 1 } else { COLUMNS };
    let wide = sheet.room() / columns as f64;
    let rows = names.len().div_ceil(columns);
    let number = text::width("00", SMALL) + 8.0;
    for (i, name) in names.iter().enumerate() {
        let left = sheet.margin() + (i / rows) as f64 * wide;
        let baseline = top + 4.0 + SMALL.size + (i % rows) as f64 * SMALL.line();
        drawing.text(&(i + 1).to_string(), (left + number - 8.0, baseline), Anchor::End, SMALL, TEXT);
        let name = text::shorten(name, wide - number - 20.0, SMALL);
        drawing.text(&name, (left + number, baseline), Anchor::Start, SMALL, TEXT);
    }
    top + 8.0 + rows as f64 * SMALL.line()
}
