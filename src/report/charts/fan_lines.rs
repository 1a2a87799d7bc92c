//! The lines and bands of measures by day. Knows nothing of their names.

use jiff::civil::Date;

use super::axis::{Scale, Ticks, drawable};
use super::days::Across;
use super::drawing::{Anchor, Area, Drawing, Mark, Point};
use super::fan::{
    Before, CAPACITY_WIDTH, FLAG_RADIUS, FanDay, HALF, MEAN_WIDTH, NINE_IN_TEN, POINT_RADIUS, SECOND_WIDTH,
    Steps, in_force,
};
use super::marker;
use super::style::{
    AXIS, BAND_50, BAND_50_EDGE, BAND_90, BAND_90_EDGE, CAPACITY, GRID, OPTION, OPTION_EDGE, QUIET_TEXT,
    SECOND, SMALL,
};
use super::text;

/// What is written where what happened ends.
const TODAY: &str = "today";
const TODAY_WIDTH: f64 = 1.5;

/// A line through one number of each day.
pub fn through(across: &Across, run: &[FanDay], up: Scale, of: impl Fn(&FanDay) -> f64) -> Vec<Point> {
    let days: Vec<(Date, f64)> = run.iter().map(|day| (day.date, of(day))).collect();
    across.points(&days, up)
}

/// The 90% bands of baseline and option, each with its name, the second so thin that the first shines through.
pub fn draw_both(drawing: &mut Drawing, both: [(&[Vec<FanDay>], &str); 2], across: &Across, up: Scale) {
    let edges =
        |run: &[FanDay]| (through(across, run, up, |day| day.p95), through(across, run, up, |day| day.p5));
    let banded = both.map(|(runs, name)| {
        let bands = runs.iter().flat_map(|run| NINE_IN_TEN.stretches(run)).map(edges);
        (bands.collect::<Vec<(Vec<Point>, Vec<Point>)>>(), name)
    });
    for (i, (bands, name)) in banded.iter().enumerate() {
        drawing.series(name, |drawing| {
            for (upper, lower) in bands.iter().cloned() {
                drawing.marks.push(match i {
                    0 => Mark::Band { upper, lower, colour: BAND_90 },
                    _ => Mark::Veil { upper, lower, colour: OPTION },
                });
            }
        });
    }
    for ((bands, name), edge) in banded.into_iter().zip([BAND_90_EDGE, OPTION_EDGE]) {
        drawing.series(name, |drawing| {
            for (upper, lower) in bands {
                drawing.line(upper, edge, across.thickness(1.0));
                drawing.line(lower, edge, across.thickness(1.0));
            }
        });
    }
}

/// A history: limits and mean from where they hold to the end of the plot, so that the days ahead are seen against
/// them; those that held before up to their step.
pub fn draw_before(drawing: &mut Drawing, before: &Before, (plot, across, up): (Area, &Across, Scale)) {
    let mut level = |(left, right): (f64, f64), mean: f64, limits: [f64; 2]| {
        if right <= left {
            return;
        }
        for y in limits.into_iter().filter_map(drawable).map(|limit| up.at(limit)) {
            drawing.dashes(vec![(left, y), (right, y)], CAPACITY, CAPACITY_WIDTH);
        }
        if let Some(y) = drawable(mean).map(|mean| up.at(mean)) {
            drawing.rule((left, y), (right, y), AXIS, MEAN_WIDTH);
        }
    };
    for earlier in &before.earlier {
        let ends = (across.at(earlier.from, 0.0), across.at(earlier.to, 0.0));
        level(ends, earlier.mean, earlier.limits);
    }
    let from = before.from.map_or(plot.left, |from| across.at(from, 0.0));
    level((from, plot.right), before.mean.1, before.limits.1);
    for points in line_runs(&before.points, across, up) {
        drawing.line(points.clone(), SECOND, across.thickness(SECOND_WIDTH));
        for at in points {
            drawing.marks.push(Mark::Dot { at, radius: POINT_RADIUS, colour: SECOND });
        }
    }
    for (date, flag) in &before.flagged {
        let value = before.points.iter().find(|point| point.0 == *date).and_then(|point| drawable(point.1));
        if let Some(value) = value {
            let (shape, colour) = flag.drawn();
            marker::draw(drawing, shape, (across.at(*date, 0.5), up.at(value)), FLAG_RADIUS, colour);
        }
    }
}

/// An upright rule where what happened ends, named above the plot.
pub fn draw_today(drawing: &mut Drawing, before: &Before, (plot, across): (Area, &Across)) {
    let Some(today) = before.today else { return };
    let x = across.at(today, 0.0);
    drawing.rule((x, plot.top), (x, plot.bottom), QUIET_TEXT, TODAY_WIDTH);
    let half = text::width(TODAY, SMALL) / 2.0;
    let middle = x.min(plot.right - half).max(plot.left + half);
    drawing.text(TODAY, (middle, plot.top - 3.0), Anchor::Middle, SMALL, QUIET_TEXT);
}

/// The bands of a stretch of days, the wide one first.
pub fn draw_bands(drawing: &mut Drawing, run: &[FanDay], across: &Across, up: Scale) {
    for (bounds, fill, edge) in [(NINE_IN_TEN, BAND_90, BAND_90_EDGE), (HALF, BAND_50, BAND_50_EDGE)] {
        for days in bounds.stretches(run) {
            let upper = through(across, days, up, bounds.high);
            let lower = through(across, days, up, bounds.low);
            drawing.marks.push(Mark::Band { upper: upper.clone(), lower: lower.clone(), colour: fill });
            drawing.line(upper, edge, across.thickness(1.0));
            drawing.line(lower, edge, across.thickness(1.0));
        }
    }
}

/// A line through days, cut where one has no amount.
pub fn line_runs(days: &[(Date, f64)], across: &Across, up: Scale) -> Vec<Vec<Point>> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.0);
    days.dedup_by_key(|day| day.0);
    let runs = days.split(|day| drawable(day.1).is_none());
    runs.filter(|run| !run.is_empty()).map(|run| across.points(run, up)).collect()
}

/// A line that holds between changes, cut where there is no amount.
pub fn stepped(steps: &Steps, across: &Across, up: Scale, first: Date, last: Date) -> Vec<Vec<Point>> {
    let held = in_force(steps, first, last);
    let mut lines: Vec<Vec<Point>> = vec![Vec::new()];
    for (i, &(from, amount)) in held.iter().enumerate() {
        let until = held.get(i + 1).map_or_else(|| across.at(last, 1.0), |next| across.at(next.0, 0.0));
        match (drawable(amount), lines.last_mut()) {
            (Some(amount), Some(line)) => {
                line.push((across.at(from, 0.0), up.at(amount)));
                line.push((until, up.at(amount)));
            }
            _ => lines.push(Vec::new()),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Ticks of the upright axis with their grid lines.
pub fn amount_axis(drawing: &mut Drawing, plot: Area, ticks: &Ticks, up: Scale) {
    for &value in &ticks.values {
        let y = up.at(value);
        if value > ticks.start() {
            drawing.rule((plot.left, y), (plot.right, y), GRID, 1.0);
        }
        let at = (plot.left - 8.0, y + SMALL.size * 0.36);
        drawing.text(&ticks.label(value), at, Anchor::End, SMALL, QUIET_TEXT);
    }
}
