//! A measure by day over many runs: median, bands, capacity as a stepped line. Knows nothing of where
//! the numbers come from. Next: `panels.rs`, which draws many of these.

use jiff::civil::Date;

use super::axis::{Scale, Ticks, date_ticks, days_between, drawable};
use super::drawing::{Anchor, Area, Drawing, Mark, Point};
use super::frame::{self, Foot, Frame, Sample};
use super::gutter::Gutter;
use super::style::{
    AXIS, BAND_50, BAND_50_EDGE, BAND_90, BAND_90_EDGE, CAPACITY, Colour, Face, GRID, HEIGHT, MARGIN, MEDIAN,
    QUIET_TEXT, SECOND, SMALL, WIDTH,
};
use super::text;

/// One day of a measure. What is not finite is left out.
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

/// Key entries of the two bands.
pub(super) fn band_key(names: &BandNames) -> Vec<(Sample, String)> {
    vec![
        (Sample::Band { fill: BAND_50, edge: BAND_50_EDGE }, names.half.clone()),
        (Sample::Band { fill: BAND_90, edge: BAND_90_EDGE }, names.nine_in_ten.clone()),
    ]
}

pub(super) const MEDIAN_WIDTH: f64 = 2.5;
pub(super) const CAPACITY_WIDTH: f64 = 2.0;
pub(super) const SECOND_WIDTH: f64 = 1.5;

/// Draws the chart.
pub(super) fn draw(fan: &Fan) -> Drawing {
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    let top = frame::head(&mut drawing, &fan.frame, &band_key(&fan.names));
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
fn line_names(fan: &Fan) -> [(&str, Colour); 3] {
    let capacity = fan.series.capacity.as_ref().map_or("", |steps| &steps.label);
    let second = fan.series.second.as_ref().map_or("", |line| &line.label);
    [(&fan.names.median, MEDIAN), (capacity, CAPACITY), (second, SECOND)]
}

/// At what heights the lines end on the right: median, capacity, second line.
type Ends = [Option<f64>; 3];

/// Draws axes, bands and lines into an area that includes the axes' labels. `None` where there is no
/// day to draw; the area then says so.
pub(super) fn plot_series(drawing: &mut Drawing, area: Area, series: &Series) -> Option<Ends> {
    let runs = runs(&series.days);
    let dates = runs.iter().flatten().map(|day| day.date);
    let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) else {
        frame::nothing(drawing, area);
        return None;
    };
    let tallest = tallest(&runs, series, first, last);
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
    for run in &runs {
        draw_bands(drawing, run, &across, up);
    }
    date_axis(drawing, plot, &across, first, last);
    let [mut median, mut capacity, mut second] = [Some(plot.bottom), None, None];
    if let Some(line) = &series.second {
        let days: Vec<(Date, f64)> =
            line.days.iter().filter(|day| (first..=last).contains(&day.0)).copied().collect();
        for points in line_runs(&days, &across, up) {
            second = points.last().map(|point| point.1);
            drawing.line(points, SECOND, across.thickness(SECOND_WIDTH));
        }
    }
    if let Some(steps) = &series.capacity {
        for points in stepped(steps, &across, up, first, last) {
            capacity = points.last().map(|point| point.1);
            drawing.line(points, CAPACITY, CAPACITY_WIDTH);
        }
    }
    for run in &runs {
        let points = across.through(run, up, |day| day.p50);
        median = points.last().map(|point| point.1).or(median);
        drawing.line(points, MEDIAN, across.thickness(MEDIAN_WIDTH));
    }
    Some([median, capacity, second])
}

/// The days in order, cut where one has a number that cannot be drawn; numbers made drawable.
fn runs(days: &[FanDay]) -> Vec<Vec<FanDay>> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.date);
    days.dedup_by_key(|day| day.date);
    let mut runs = vec![Vec::new()];
    for day in days {
        let numbers =
            (drawable(day.p5), drawable(day.p25), drawable(day.p50), drawable(day.p75), drawable(day.p95));
        if let (Some(p5), Some(p25), Some(p50), Some(p75), Some(p95)) = numbers {
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

fn tallest(runs: &[Vec<FanDay>], series: &Series, first: Date, last: Date) -> f64 {
    let days = runs.iter().flatten().map(|day| day.p95.max(day.p50));
    let second = series.second.iter().flat_map(|line| &line.days);
    let second = second.filter(|day| (first..=last).contains(&day.0)).filter_map(|day| drawable(day.1));
    let capacity = series.capacity.iter().flat_map(|steps| in_force(steps, first, last));
    let capacity = capacity.filter_map(|(_, amount)| drawable(amount));
    days.chain(second).chain(capacity).fold(0.0, f64::max)
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

/// Days along the foot of a plot. The point of a day is at its noon, and the plot reaches from the
/// first noon to the last; one day alone is as wide as the plot.
struct Across {
    first: Date,
    /// Days from the first midnight to where the plot begins.
    offset: f64,
    days: f64,
    plot: Area,
}

impl Across {
    fn new(first: Date, last: Date, plot: Area) -> Self {
        match days_between(first, last) {
            0 => Self { first, offset: 0.0, days: 1.0, plot },
            days => Self { first, offset: 0.5, days: f64::from(days), plot },
        }
    }

    /// Where a part of a day lies.
    fn at(&self, date: Date, part: f64) -> f64 {
        let days = f64::from(days_between(self.first, date)) + part - self.offset;
        self.plot.left + (days / self.days).clamp(0.0, 1.0) * self.plot.width()
    }

    /// Lines are thinner where days stand close, so that they do not run into one another.
    fn thickness(&self, width: f64) -> f64 {
        width * (self.plot.width() / self.days / 2.5).clamp(0.4, 1.0)
    }

    /// A line through days; a day on its own is a line as wide as the day.
    fn points(&self, days: &[(Date, f64)], up: Scale) -> Vec<Point> {
        if let [(date, amount)] = *days {
            return vec![(self.at(date, 0.0), up.at(amount)), (self.at(date, 1.0), up.at(amount))];
        }
        days.iter().map(|&(date, amount)| (self.at(date, 0.5), up.at(amount))).collect()
    }

    fn through(&self, run: &[FanDay], up: Scale, of: impl Fn(&FanDay) -> f64) -> Vec<Point> {
        let days: Vec<(Date, f64)> = run.iter().map(|day| (day.date, of(day))).collect();
        self.points(&days, up)
    }
}

fn draw_bands(drawing: &mut Drawing, run: &[FanDay], across: &Across, up: Scale) {
    type Edge = fn(&FanDay) -> f64;
    let bands: [(Edge, Edge, Colour, Colour); 2] = [
        (|day| day.p95, |day| day.p5, BAND_90, BAND_90_EDGE),
        (|day| day.p75, |day| day.p25, BAND_50, BAND_50_EDGE),
    ];
    for (high, low, fill, edge) in bands {
        let upper = across.through(run, up, high);
        let lower = across.through(run, up, low);
        drawing.marks.push(Mark::Band { upper: upper.clone(), lower: lower.clone(), colour: fill });
        drawing.line(upper, edge, across.thickness(1.0));
        drawing.line(lower, edge, across.thickness(1.0));
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

fn date_axis(drawing: &mut Drawing, plot: Area, across: &Across, first: Date, last: Date) {
    let face: Face = SMALL;
    drawing.rule((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS, 1.0);
    let room = text::width("30 Sep", face) + 16.0;
    let ticks = date_ticks(first, last, ((plot.width() / room) as usize).clamp(1, 14));
    let mut free = f64::NEG_INFINITY;
    for tick in ticks {
        let x = across.at(tick.date, if tick.names_day { 0.5 } else { 0.0 });
        drawing.rule((x, plot.bottom), (x, plot.bottom + 5.0), AXIS, 1.0);
        let widest = [Some(&tick.label), tick.year.as_ref()].into_iter().flatten();
        let half = widest.map(|label| text::width(label, face)).fold(0.0, f64::max) / 2.0;
        // A label at the right edge moves inwards rather than under what stands beside the plot.
        let middle = x.min(plot.right - half);
        if middle - half < free {
            continue;
        }
        free = middle + half + 6.0;
        let baseline = plot.bottom + 8.0 + face.size;
        drawing.text(&tick.label, (middle, baseline), Anchor::Middle, face, QUIET_TEXT);
        if let Some(year) = &tick.year {
            drawing.text(year, (middle, baseline + face.line()), Anchor::Middle, face, QUIET_TEXT);
        }
    }
}
