//! A measure by day over many runs: median, bands, capacity as a stepped line, an option beside the
//! baseline. Knows nothing of where
//! the numbers come from. Next: `panels.rs`, which draws many of these.

mod table;

use jiff::civil::Date;

use super::axis::{Scale, Ticks, drawable};
use super::days::{Across, date_axis};
use super::drawing::{Anchor, Area, Drawing, Mark, Point};
use super::frame::{self, Foot, Frame, Sample};
use super::gutter::Gutter;
use super::style::{
    AXIS, BAND_50, BAND_50_EDGE, BAND_90, BAND_90_EDGE, CAPACITY, Colour, GRID, HEIGHT, MARGIN, MEDIAN,
    OPTION, OPTION_BAND, OPTION_EDGE, QUIET_TEXT, SECOND, SMALL, WIDTH,
};
use super::text;
pub(super) use table::{Named, by_day, columns, table};

/// One day of a measure. A day whose median is not finite is left out, and a band on the days on which one
/// of its edges is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanDay {
    /// The day.
    pub date: Date,
    /// Lower edge of the 90% band.
    pub p5: f64,
    /// Lower edge of the 50% band.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// Upper edge of the 50% band.
    pub p75: f64,
    /// Upper edge of the 90% band.
    pub p95: f64,
}

/// An amount that changes on some days and holds between.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// Its name, drawn at the line.
    pub label: String,
    /// From which day which amount; infinite for none (unlimited).
    pub changes: Vec<(Date, f64)>,
}

/// A second line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name, drawn at the line.
    pub label: String,
    /// The amount of each day.
    pub days: Vec<(Date, f64)>,
}

/// A measure by day, with what it is to be seen against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The days.
    pub days: Vec<FanDay>,
    /// Capacity.
    pub capacity: Option<Steps>,
    /// A second line.
    pub second: Option<Line>,
    /// An option drawn over the days, which are then the baseline's: median and 90% band of each.
    pub other: Option<Other>,
    /// What was before the days; not drawn in panels.
    pub before: Option<Before>,
}

/// A history as statistical process control draws it: points joined by a line, with their mean and limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// What the points are called in the key.
    pub label: String,
    /// The points.
    pub points: Vec<(Date, f64)>,
    /// What their mean is called in the key, and the mean.
    pub mean: (String, f64),
    /// What their limits are called in the key, and the limits.
    pub limits: (String, [f64; 2]),
}

/// What an option does, by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Other {
    /// Its name, drawn at its median and in the key.
    pub label: String,
    /// Its days; the 50% band is not drawn.
    pub days: Vec<FanDay>,
}

/// What median and bands are called.
#[derive(Clone, Debug, PartialEq)]
pub struct BandNames {
    /// The median.
    pub median: String,
    /// The 50% band.
    pub half: String,
    /// The 90% band.
    pub nine_in_ten: String,
}

impl Default for BandNames {
    fn default() -> Self {
        Self {
            median: "Median of all runs".to_owned(),
            half: "Half of the runs (50% band)".to_owned(),
            nine_in_ten: "9 in 10 runs (90% band)".to_owned(),
        }
    }
}

/// A chart of one measure by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// The words round it.
    pub frame: Frame,
    /// What the upright axis counts ("People").
    pub measure: String,
    /// What median and bands are called.
    pub names: BandNames,
    /// The days.
    pub series: Series,
}

/// Key entries of the bands that are drawn.
fn key(fan: &Fan) -> Vec<(Sample, String)> {
    let Some(other) = &fan.series.other else {
        let before = fan.series.before.iter().flat_map(before_key);
        return before.chain(band_key(&fan.names, &fan.series.days)).collect();
    };
    let band = |fill, edge, name: &str| {
        let of = if text::clean(name).is_empty() { String::new() } else { format!("{name}: ") };
        (Sample::Band { fill, edge }, format!("{of}{}", fan.names.nine_in_ten))
    };
    let bands = [
        (&fan.series.days, band(BAND_90, BAND_90_EDGE, &fan.names.median)),
        (&other.days, band(OPTION_BAND, OPTION_EDGE, &other.label)),
    ];
    bands
        .into_iter()
        .filter(|(days, _)| days.iter().any(|day| NINE_IN_TEN.is_on(day)))
        .map(|(_, e)| e)
        .collect()
}

/// Key entries of a history.
fn before_key(before: &Before) -> [(Sample, String); 3] {
    [
        (Sample::Line { colour: SECOND, width: SECOND_WIDTH }, before.label.clone()),
        (Sample::Line { colour: AXIS, width: MEAN_WIDTH }, before.mean.0.clone()),
        (Sample::Dashes { colour: CAPACITY, width: CAPACITY_WIDTH }, before.limits.0.clone()),
    ]
}

/// Key entries of those of the two bands that any of the days has.
pub(super) fn band_key<'a>(
    names: &BandNames,
    days: impl IntoIterator<Item = &'a FanDay>,
) -> Vec<(Sample, String)> {
    let (mut half, mut nine_in_ten) = (false, false);
    for day in days {
        half |= HALF.is_on(day);
        nine_in_ten |= NINE_IN_TEN.is_on(day);
    }
    let entries = [
        (half, Sample::Band { fill: BAND_50, edge: BAND_50_EDGE }, &names.half),
        (nine_in_ten, Sample::Band { fill: BAND_90, edge: BAND_90_EDGE }, &names.nine_in_ten),
    ];
    entries.into_iter().filter(|entry| entry.0).map(|(_, sample, name)| (sample, name.clone())).collect()
}

/// A band: its lower and its upper edge on a day.
struct Bounds {
    low: fn(&FanDay) -> f64,
    high: fn(&FanDay) -> f64,
}

const HALF: Bounds = Bounds { low: |day| day.p25, high: |day| day.p75 };
const NINE_IN_TEN: Bounds = Bounds { low: |day| day.p5, high: |day| day.p95 };

impl Bounds {
    /// Whether a day has it.
    fn is_on(&self, day: &FanDay) -> bool {
        [(self.low)(day), (self.high)(day), day.p50].into_iter().all(f64::is_finite)
    }

    /// The stretches of days that have it.
    fn stretches<'a>(&self, run: &'a [FanDay]) -> impl Iterator<Item = &'a [FanDay]> {
        run.chunk_by(|one, other| self.is_on(one) == self.is_on(other)).filter(|days| self.is_on(&days[0]))
    }
}

/// Whether there is a capacity to draw.
pub(super) fn has_capacity(series: &Series) -> bool {
    let steps = series.capacity.iter().flat_map(|steps| &steps.changes);
    steps.clone().any(|(_, amount)| amount.is_finite())
}

pub(super) const MEDIAN_WIDTH: f64 = 2.5;
pub(super) const CAPACITY_WIDTH: f64 = 2.0;
pub(super) const SECOND_WIDTH: f64 = 1.5;
const MEAN_WIDTH: f64 = 1.0;
const POINT_RADIUS: f64 = 2.5;

/// Draws the chart.
pub(super) fn draw(fan: &Fan) -> Drawing {
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    let top = frame::head(&mut drawing, &fan.frame, &key(fan));
    let foot = Foot::new(&fan.frame, "");
    let gutter = Gutter::new(&line_names(fan));
    let area = Area {
        left: MARGIN,
        top: top + 10.0,
        right: WIDTH - MARGIN - gutter.room,
        bottom: HEIGHT - foot.height(),
    };
    let measure = text::shorten(&fan.measure, area.width(), SMALL);
    drawing.text(&measure, (MARGIN, area.top + SMALL.size), Anchor::Start, SMALL, QUIET_TEXT);
    let plot = Area { top: area.top + 1.6 * SMALL.size, ..area };
    if let Some(ends) = plot_series(&mut drawing, plot, &fan.series) {
        gutter.draw(&mut drawing, &ends, plot);
    }
    foot.draw(&mut drawing);
    drawing
}

/// The names of the lines, in the order of [`Ends`].
fn line_names(fan: &Fan) -> [(&str, Colour); 4] {
    let capacity = fan.series.capacity.as_ref().map_or("", |steps| &steps.label);
    let second = fan.series.second.as_ref().map_or("", |line| &line.label);
    let other = fan.series.other.as_ref().map_or("", |other| &other.label);
    [(&fan.names.median, MEDIAN), (capacity, CAPACITY), (second, SECOND), (other, OPTION_EDGE)]
}

/// At what heights the lines end on the right: median, capacity, second line, option.
type Ends = [Option<f64>; 4];

/// Draws axes, bands and lines into an area that includes the axes' labels. `None` where there is no
/// day to draw; the area then says so.
pub(super) fn plot_series(drawing: &mut Drawing, area: Area, series: &Series) -> Option<Ends> {
    let others = series.other.as_ref().map(|other| runs(&other.days)).unwrap_or_default();
    let runs = runs(&series.days);
    let before = series.before.iter().flat_map(|before| &before.points).map(|point| point.0);
    let dates = runs.iter().chain(&others).flatten().map(|day| day.date).chain(before);
    let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) else {
        frame::nothing(drawing, area);
        return None;
    };
    let tallest = tallest(runs.iter().chain(&others).flatten(), series, first, last);
    let ticks = Ticks::up_to(tallest, ((area.height() - 60.0) / 34.0).clamp(2.0, 6.0) as usize);
    let widest =
        ticks.values.iter().map(|&value| text::width(&ticks.label(value), SMALL)).fold(0.0, f64::max);
    let plot = Area {
        left: area.left + widest + 8.0,
        top: area.top + SMALL.size * 0.5,
        right: area.right,
        bottom: area.bottom - 12.0 - 2.0 * SMALL.line(),
    };
    let up = Scale { end: ticks.end(), zero_at: plot.bottom, end_at: plot.top };
    let across = Across::new(first, last, plot);

    amount_axis(drawing, plot, &ticks, up);
    if series.other.is_some() {
        draw_both(drawing, (&runs, &others), &across, up);
    } else {
        for run in &runs {
            draw_bands(drawing, run, &across, up);
        }
    }
    date_axis(drawing, plot, &across, first, last);
    if let Some(before) = &series.before {
        draw_before(drawing, before, (plot, &across, up));
    }
    let [mut median, mut capacity, mut second, mut other] = [Some(plot.bottom), None, None, None];
    if let Some(line) = &series.second {
        let days: Vec<(Date, f64)> =
            line.days.iter().filter(|day| (first..=last).contains(&day.0)).copied().collect();
        for points in line_runs(&days, &across, up) {
            second = points.last().map(|point| point.1);
            drawing.line(points, SECOND, across.thickness(SECOND_WIDTH));
        }
    }
    for run in &runs {
        let points = through(&across, run, up, |day| day.p50);
        median = points.last().map(|point| point.1).or(median);
        drawing.line(points, MEDIAN, across.thickness(MEDIAN_WIDTH));
    }
    for run in &others {
        let points = through(&across, run, up, |day| day.p50);
        other = points.last().map(|point| point.1);
        drawing.line(points, OPTION_EDGE, across.thickness(MEDIAN_WIDTH));
    }
    // Above everything, in dashes: where a place is always full, both its lines are seen.
    if let Some(steps) = &series.capacity {
        for points in stepped(steps, &across, up, first, last) {
            capacity = points.last().map(|point| point.1);
            drawing.dashes(points, CAPACITY, CAPACITY_WIDTH);
        }
    }
    Some([median, capacity, second, other])
}

/// The days in order, cut where one has no median that can be drawn; numbers made drawable.
pub(super) fn runs(days: &[FanDay]) -> Vec<Vec<FanDay>> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.date);
    days.dedup_by_key(|day| day.date);
    let mut runs = vec![Vec::new()];
    for day in days {
        let edge = |amount| drawable(amount).unwrap_or(f64::NAN);
        if let Some(p50) = drawable(day.p50) {
            let [p5, p25, p75, p95] = [day.p5, day.p25, day.p75, day.p95].map(edge);
            if let Some(run) = runs.last_mut() {
                run.push(FanDay { date: day.date, p5, p25, p50, p75, p95 });
            }
        } else {
            runs.push(Vec::new());
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn tallest<'a>(days: impl Iterator<Item = &'a FanDay>, series: &Series, first: Date, last: Date) -> f64 {
    // What is no number is less than any.
    let days = days.map(|day| day.p95.max(day.p75).max(day.p50));
    let second = series.second.iter().flat_map(|line| &line.days);
    let second = second.filter(|day| (first..=last).contains(&day.0)).filter_map(|day| drawable(day.1));
    let capacity = series.capacity.iter().flat_map(|steps| in_force(steps, first, last));
    // Below the end of the axis, so that its line is not taken for that.
    let capacity = capacity.filter_map(|(_, amount)| Some(drawable(amount)? * 1.03));
    let before = series.before.iter().flat_map(|before| {
        let all = before.points.iter().map(|point| point.1).chain([before.mean.1, before.limits.1[1] * 1.03]);
        all.filter_map(drawable)
    });
    days.chain(second).chain(capacity).chain(before).fold(0.0, f64::max)
}

/// The amounts that hold between two days, the first from the first of them.
fn in_force(steps: &Steps, first: Date, last: Date) -> Vec<(Date, f64)> {
    let mut changes = steps.changes.clone();
    changes.sort_by_key(|change| change.0);
    let mut held: Vec<(Date, f64)> = Vec::new();
    for (date, amount) in changes.into_iter().filter(|change| change.0 <= last) {
        let date = date.max(first);
        if held.last().is_some_and(|before| before.0 == date) {
            held.pop();
        }
        held.push((date, amount));
    }
    held
}

/// A line through one number of each day.
fn through(across: &Across, run: &[FanDay], up: Scale, of: impl Fn(&FanDay) -> f64) -> Vec<Point> {
    let days: Vec<(Date, f64)> = run.iter().map(|day| (day.date, of(day))).collect();
    across.points(&days, up)
}

/// The 90% bands of baseline and option, the second so thin that the first shines through.
fn draw_both(
    drawing: &mut Drawing,
    (runs, others): (&[Vec<FanDay>], &[Vec<FanDay>]),
    across: &Across,
    up: Scale,
) {
    let edges =
        |run: &[FanDay]| (through(across, run, up, |day| day.p95), through(across, run, up, |day| day.p5));
    let banded = |runs: &[Vec<FanDay>]| -> Vec<(Vec<Point>, Vec<Point>)> {
        runs.iter().flat_map(|run| NINE_IN_TEN.stretches(run)).map(edges).collect()
    };
    let (runs, others) = (banded(runs), banded(others));
    for (upper, lower) in runs.iter().cloned() {
        drawing.marks.push(Mark::Band { upper, lower, colour: BAND_90 });
    }
    for (upper, lower) in others.iter().cloned() {
        drawing.marks.push(Mark::Veil { upper, lower, colour: OPTION });
    }
    for (runs, edge) in [(runs, BAND_90_EDGE), (others, OPTION_EDGE)] {
        for (upper, lower) in runs {
            drawing.line(upper, edge, across.thickness(1.0));
            drawing.line(lower, edge, across.thickness(1.0));
        }
    }
}

/// A history: limits and mean over the whole plot, so that the days ahead are seen against them.
fn draw_before(drawing: &mut Drawing, before: &Before, (plot, across, up): (Area, &Across, Scale)) {
    for limit in before.limits.1.into_iter().filter_map(drawable) {
        let y = up.at(limit);
        drawing.dashes(vec![(plot.left, y), (plot.right, y)], CAPACITY, CAPACITY_WIDTH);
    }
    if let Some(mean) = drawable(before.mean.1) {
        drawing.rule((plot.left, up.at(mean)), (plot.right, up.at(mean)), AXIS, MEAN_WIDTH);
    }
    for points in line_runs(&before.points, across, up) {
        drawing.line(points.clone(), SECOND, across.thickness(SECOND_WIDTH));
        for at in points {
            drawing.marks.push(Mark::Dot { at, radius: POINT_RADIUS, colour: SECOND });
        }
    }
}

fn draw_bands(drawing: &mut Drawing, run: &[FanDay], across: &Across, up: Scale) {
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

fn line_runs(days: &[(Date, f64)], across: &Across, up: Scale) -> Vec<Vec<Point>> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.0);
    days.dedup_by_key(|day| day.0);
    let runs = days.split(|day| drawable(day.1).is_none());
    runs.filter(|run| !run.is_empty()).map(|run| across.points(run, up)).collect()
}

fn stepped(steps: &Steps, across: &Across, up: Scale, first: Date, last: Date) -> Vec<Vec<Point>> {
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

fn amount_axis(drawing: &mut Drawing, plot: Area, ticks: &Ticks, up: Scale) {
    for &value in &ticks.values {
        let y = up.at(value);
        if value > 0.0 {
            drawing.rule((plot.left, y), (plot.right, y), GRID, 1.0);
        }
        let at = (plot.left - 8.0, y + SMALL.size * 0.36);
        drawing.text(&ticks.label(value), at, Anchor::End, SMALL, QUIET_TEXT);
    }
}
