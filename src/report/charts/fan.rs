//! A measure by day over many runs: median, bands, capacity as a stepped line, an option beside the
//! baseline. Knows nothing of where
//! the numbers come from. Next: `panels.rs`, which draws many of these.

use jiff::civil::Date;

use super::axis::{Scale, Ticks, days_between, drawable};
use super::days::{Across, date_axis};
use super::drawing::{Anchor, Area, Drawing};
use super::fan_lines::{
    amount_axis, draw_bands, draw_before, draw_both, draw_today, line_runs, stepped, through,
};
use super::fan_table::{self as table, Column};
pub(super) use super::fan_table::{Named, by_day, columns, table};
use super::frame::{self, Foot, Frame, Sample};
use super::gutter::Gutter;
use super::marker::Shape;
use super::style::{
    AXIS, BAND_50, BAND_50_EDGE, BAND_90, BAND_90_EDGE, CAPACITY, Colour, MEDIAN, OPTION_BAND, OPTION_EDGE,
    QUIET_TEXT, SECOND, SMALL, Sheet,
};
use super::text;
use crate::report::words::date;

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
    /// What was before the days.
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
    /// From which day on mean and limits hold; from the first of all where none is given.
    pub from: Option<Date>,
    /// What held before that.
    pub earlier: Vec<Level>,
    /// Points that are signs of change.
    pub flagged: Vec<(Date, Flag)>,
    /// The day on which the points end and the days ahead begin: an upright rule.
    pub today: Option<Date>,
    /// Whether the upright axis may begin above zero, where all that is drawn lies far above it.
    pub lifts: bool,
}

/// Mean and limits that held before a known step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The first day.
    pub from: Date,
    /// The day behind the last.
    pub to: Date,
    /// The mean.
    pub mean: f64,
    /// The limits.
    pub limits: [f64; 2],
}

/// What a sign of change means for people, as a shape and a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// For the better.
    Improvement,
    /// For the worse.
    Concern,
    /// Neither by itself.
    Change,
}

impl Flag {
    /// All of them, in the order of the key.
    pub(super) const ALL: [Self; 3] = [Self::Concern, Self::Improvement, Self::Change];

    /// In a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::Change => "change",
        }
    }

    /// In a key.
    pub(super) fn key(self) -> (Sample, String) {
        let words = match self {
            Self::Improvement => "Sign of change: improvement",
            Self::Concern => "Sign of change: concern",
            Self::Change => "Sign of change",
        };
        let (shape, colour) = self.drawn();
        (Sample::Spot { shape, colour, radius: FLAG_RADIUS }, words.to_owned())
    }

    pub(super) fn drawn(self) -> (Shape, Colour) {
        match self {
            Self::Improvement => (Shape::Triangle, BAND_50_EDGE),
            Self::Concern => (Shape::Wedge, OPTION_EDGE),
            Self::Change => (Shape::Square, SECOND),
        }
    }
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

/// Key entries of the bands that are drawn; of the lines as well where there is no room beside their ends.
fn key(fan: &Fan, sheet: Sheet) -> Vec<(Sample, String)> {
    let mut key = band_and_history_key(fan);
    if sheet.is_narrow() {
        let samples = [
            Sample::Line { colour: MEDIAN, width: MEDIAN_WIDTH },
            Sample::Dashes { colour: CAPACITY, width: CAPACITY_WIDTH },
            Sample::Line { colour: SECOND, width: SECOND_WIDTH },
            Sample::Line { colour: OPTION_EDGE, width: MEDIAN_WIDTH },
        ];
        let names = line_names(fan).map(|(name, _)| text::clean(name));
        let lines = samples.into_iter().zip(names).filter(|(_, name)| !name.is_empty());
        key = lines.chain(key).collect();
    }
    key
}

fn band_and_history_key(fan: &Fan) -> Vec<(Sample, String)> {
    let Some(other) = &fan.series.other else {
        let before = before_key(&fan.series.before);
        return before.into_iter().chain(band_key(&fan.names, &fan.series.days)).collect();
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

/// Key entries of histories: of what any of them has.
pub(super) fn before_key<'a>(all: impl IntoIterator<Item = &'a Before>) -> Vec<(Sample, String)> {
    let all: Vec<&Before> = all.into_iter().collect();
    let Some(first) = all.first() else { return Vec::new() };
    let mut key = vec![(Sample::Line { colour: SECOND, width: SECOND_WIDTH }, first.label.clone())];
    let is_limited = |before: &Before| drawable(before.mean.1).is_some() || !before.earlier.is_empty();
    if let Some(before) = all.iter().find(|before| is_limited(before)) {
        key.push((Sample::Line { colour: AXIS, width: MEAN_WIDTH }, before.mean.0.clone()));
        key.push((Sample::Dashes { colour: CAPACITY, width: CAPACITY_WIDTH }, before.limits.0.clone()));
    }
    let is_drawn = |flag: &Flag| all.iter().any(|before| before.flagged.iter().any(|(_, own)| own == flag));
    key.extend(Flag::ALL.into_iter().filter(is_drawn).map(Flag::key));
    key
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
pub(super) struct Bounds {
    pub(super) low: fn(&FanDay) -> f64,
    pub(super) high: fn(&FanDay) -> f64,
}

pub(super) const HALF: Bounds = Bounds { low: |day| day.p25, high: |day| day.p75 };
pub(super) const NINE_IN_TEN: Bounds = Bounds { low: |day| day.p5, high: |day| day.p95 };

impl Bounds {
    /// Whether a day has it.
    pub(super) fn is_on(&self, day: &FanDay) -> bool {
        [(self.low)(day), (self.high)(day), day.p50].into_iter().all(f64::is_finite)
    }

    /// The stretches of days that have it.
    pub(super) fn stretches<'a>(&self, run: &'a [FanDay]) -> impl Iterator<Item = &'a [FanDay]> {
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
pub(super) const MEAN_WIDTH: f64 = 1.0;
pub(super) const POINT_RADIUS: f64 = 2.5;
/// An axis that may begin above zero does, where the least lies above this share of the greatest.
const LIFTED_FROM: f64 = 0.5;
/// Of a sign of change.
pub(super) const FLAG_RADIUS: f64 = 4.5;

/// Least height of a plot with its axes.
const LEAST_HEIGHT: f64 = 300.0;
/// Least width of the column in which a day is to be read, and the same in one of many panels.
const COLUMN: f64 = 4.0;
pub(super) const PANEL_COLUMN: f64 = 12.0;

/// Draws the chart.
pub(super) fn draw(fan: &Fan, sheet: Sheet) -> Drawing {
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &fan.frame, &key(fan, sheet));
    let foot = Foot::new(sheet, &fan.frame, "");
    let names = line_names(fan);
    let gutter = Gutter::new(if sheet.is_narrow() { &[] } else { &names });
    let needed = (top + LEAST_HEIGHT + foot.height()).ceil();
    drawing.height = if sheet.is_narrow() { needed } else { drawing.height.max(needed) };
    let area = Area {
        left: sheet.margin(),
        top: top + 10.0,
        right: sheet.right() - gutter.room,
        bottom: drawing.height - foot.height(),
    };
    let measure = text::shorten(&fan.measure, area.width(), SMALL);
    drawing.text(&measure, (area.left, area.top + SMALL.size), Anchor::Start, SMALL, QUIET_TEXT);
    let plot = Area { top: area.top + 1.6 * SMALL.size, ..area };
    let told = Told { named: named(fan), of: "", column: COLUMN };
    if let Some(ends) = plot_series(&mut drawing, plot, &fan.series, &told) {
        gutter.draw(&mut drawing, &ends, plot);
    }
    foot.draw(&mut drawing);
    drawing
}

/// What is said of the days.
pub(super) struct Told<'a> {
    /// The names of lines and bands.
    pub named: Named<'a>,
    /// The panel; empty where there is one only.
    pub of: &'a str,
    /// Least width of the column in which a day is to be read.
    pub column: f64,
}

fn named(fan: &Fan) -> Named<'_> {
    Named { measure: &fan.measure, names: &fan.names, capacity: "", second: "" }
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
pub(super) fn plot_series(
    drawing: &mut Drawing,
    area: Area,
    series: &Series,
    told: &Told<'_>,
) -> Option<Ends> {
    let others = series.other.as_ref().map(|other| runs(&other.days)).unwrap_or_default();
    let runs = runs(&series.days);
    let before = series.before.iter().flat_map(|before| &before.points).map(|point| point.0);
    let dates = runs.iter().chain(&others).flatten().map(|day| day.date).chain(before);
    let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) else {
        frame::nothing(drawing, area);
        return None;
    };
    let tallest = tallest(runs.iter().chain(&others).flatten(), series, first, last);
    let most = ((area.height() - 60.0) / 34.0).clamp(2.0, 6.0) as usize;
    let lifted = lifted(runs.iter().flatten(), series).filter(|from| *from > LIFTED_FROM * tallest);
    let ticks =
        lifted.map_or_else(|| Ticks::up_to(tallest, most), |from| Ticks::between(from, tallest, most));
    let widest =
        ticks.values.iter().map(|&value| text::width(&ticks.label(value), SMALL)).fold(0.0, f64::max);
    let plot = Area {
        left: area.left + widest + 8.0,
        top: area.top + SMALL.size * 0.5,
        right: area.right,
        bottom: area.bottom - 12.0 - 2.0 * SMALL.line(),
    };
    let up = Scale { start: ticks.start(), end: ticks.end(), zero_at: plot.bottom, end_at: plot.top };
    let across = Across::new(first, last, plot);

    amount_axis(drawing, plot, &ticks, up);
    let baseline = text::clean(&told.named.names.median);
    let option = series.other.as_ref().map_or("", |other| other.label.as_str());
    if series.other.is_some() {
        draw_both(drawing, [(&runs, &baseline), (&others, option)], &across, up);
    } else {
        drawing.series(&baseline, |drawing| {
            for run in &runs {
                draw_bands(drawing, run, &across, up);
            }
        });
    }
    date_axis(drawing, plot, &across, first, last);
    if let Some(before) = &series.before {
        drawing.series(&before.label, |drawing| draw_before(drawing, before, (plot, &across, up)));
        draw_today(drawing, before, (plot, &across));
    }
    let ends = draw_lines(drawing, series, (&runs, &others, &baseline), (first, last), (&across, up));
    tell(drawing, plot, &across, (&columns(series, &told.named), told));
    Some([ends[0].or(Some(plot.bottom)), ends[1], ends[2], ends[3]])
}

/// Draws median, second line, option and capacity; where each ends.
fn draw_lines(
    drawing: &mut Drawing,
    series: &Series,
    (runs, others, baseline): (&[Vec<FanDay>], &[Vec<FanDay>], &str),
    (first, last): (Date, Date),
    (across, up): (&Across, Scale),
) -> Ends {
    let [mut median, mut capacity, mut second, mut other] = [None; 4];
    if let Some(line) = &series.second {
        let days: Vec<(Date, f64)> =
            line.days.iter().filter(|day| (first..=last).contains(&day.0)).copied().collect();
        drawing.series(&line.label, |drawing| {
            for points in line_runs(&days, across, up) {
                second = points.last().map(|point| point.1);
                drawing.line(points, SECOND, across.thickness(SECOND_WIDTH));
            }
        });
    }
    drawing.series(baseline, |drawing| {
        for run in runs {
            let points = through(across, run, up, |day| day.p50);
            median = points.last().map(|point| point.1).or(median);
            drawing.line(points, MEDIAN, across.thickness(MEDIAN_WIDTH));
        }
    });
    drawing.series(series.other.as_ref().map_or("", |other| &other.label), |drawing| {
        for run in others {
            let points = through(across, run, up, |day| day.p50);
            other = points.last().map(|point| point.1);
            drawing.line(points, OPTION_EDGE, across.thickness(MEDIAN_WIDTH));
        }
    });
    // Above everything, in dashes: where a place is always full, both its lines are seen.
    if let Some(steps) = &series.capacity {
        drawing.series(&steps.label, |drawing| {
            for points in stepped(steps, across, up, first, last) {
                capacity = points.last().map(|point| point.1);
                drawing.dashes(points, CAPACITY, CAPACITY_WIDTH);
            }
        });
    }
    [median, capacity, second, other]
}

/// Says what each day holds, over its column; where columns would be too narrow, one day in so many.
fn tell(drawing: &mut Drawing, plot: Area, across: &Across, (columns, told): (&[Column], &Told<'_>)) {
    let dates = table::dates(columns);
    let (Some(&first), Some(&last)) = (dates.first(), dates.last()) else { return };
    let wide = plot.width() / f64::from(days_between(first, last) + 1);
    let step = (told.column / wide).ceil().max(1.0) as usize;
    for days in dates.chunks(step) {
        let middle = days[days.len() / 2];
        let said: Vec<String> = columns.iter().filter_map(|column| column.told(middle)).collect();
        let (Some(&from), Some(&to)) = (days.first(), days.last()) else { continue };
        if said.is_empty() {
            continue;
        }
        let of = if told.of.is_empty() { String::new() } else { format!("{}, ", told.of) };
        let area = Area { left: across.at(from, 0.0), right: across.at(to, 1.0), ..plot };
        drawing.tip(area, &format!("{of}{}: {}", date(middle), said.join(", ")), "");
    }
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

pub(super) fn tallest<'a>(
    days: impl Iterator<Item = &'a FanDay>,
    series: &Series,
    first: Date,
    last: Date,
) -> f64 {
    // What is no number is less than any.
    let days = days.map(|day| day.p95.max(day.p75).max(day.p50));
    let second = series.second.iter().flat_map(|line| &line.days);
    let second = second.filter(|day| (first..=last).contains(&day.0)).filter_map(|day| drawable(day.1));
    let capacity = series.capacity.iter().flat_map(|steps| in_force(steps, first, last));
    // Below the end of the axis, so that its line is not taken for that.
    let capacity = capacity.filter_map(|(_, amount)| Some(drawable(amount)? * 1.03));
    let before = series.before.iter().flat_map(|before| {
        let limits = before.earlier.iter().map(|level| level.limits).chain([before.limits.1]);
        let all = before.points.iter().map(|point| point.1).chain([before.mean.1]);
        all.chain(limits.map(|limits| limits[1] * 1.03)).filter_map(drawable)
    });
    days.chain(second).chain(capacity).chain(before).fold(0.0, f64::max)
}

/// The least of what is drawn, where the axis may begin above zero.
fn lifted<'a>(days: impl Iterator<Item = &'a FanDay>, series: &Series) -> Option<f64> {
    let before = series.before.as_ref().filter(|before| before.lifts)?;
    let limits = before.earlier.iter().map(|level| level.limits).chain([before.limits.1]);
    let days = days.flat_map(|day| [day.p5, day.p25, day.p50]);
    let all = before.points.iter().map(|point| point.1).chain(limits.map(|limits| limits[0])).chain(days);
    all.filter(|x| x.is_finite()).reduce(f64::min)
}

/// The amounts that hold between two days, the first from the first of them.
pub(super) fn in_force(steps: &Steps, first: Date, last: Date) -> Vec<(Date, f64)> {
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
