//! What a steering group looks at: measures as they were reported, judged by `spc`, and what is expected of them from
//! the day after the last one reported, in single runs. Knows neither files nor names. Next: `since.rs`.

pub mod since;

use jiff::ToSpan;
use jiff::civil::Date;

use super::findings::Band;
use super::spc::rules::Signal;
use super::spc::{Asked, Grain, Spc};
use super::worlds::history::WEEK;
use crate::measures::{DailyMeasure, Replication};

/// The group meets once in so many days.
pub const MEETING: usize = 21;

/// What was reported of several measures, over the same days.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The first day.
    pub first: Date,
    /// How many days there are; on the last of them something was reported.
    pub days: usize,
    /// The days of each measure, `None` where nothing was reported; shorter or none for what was not.
    pub series: Vec<Vec<Option<f64>>>,
}

impl Reported {
    /// The date of a day.
    pub fn date(&self, day: usize) -> Date {
        after(self.first, day)
    }

    /// The day after the last one reported.
    pub fn today(&self) -> Date {
        self.date(self.days)
    }

    /// Which day a date is; a day before the first or behind the last too.
    pub fn day(&self, date: Date) -> i64 {
        i64::from((date - self.first).get_days())
    }
}

/// So many days later. Dates hold thousands of years.
fn after(date: Date, days: usize) -> Date {
    date.saturating_add(i64::try_from(days).unwrap_or(i64::from(i32::MAX)).days())
}

/// What is expected of some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The first of them.
    pub date: Date,
    /// How many.
    pub days: usize,
    /// Their mean over single runs.
    pub band: Band,
    /// How many runs are below the lower and above the upper limit that holds today; `None` where none does.
    pub beyond: Option<[u64; 2]>,
}

impl Ahead {
    /// The last of the days.
    pub fn last(&self) -> Date {
        after(self.date, self.days.saturating_sub(1))
    }
}

/// A measure: what happened, and what is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Which.
    pub measure: DailyMeasure,
    /// What was reported; `None` where nothing was.
    pub spc: Option<Spc>,
    /// What a point ahead is: the same as one before, where both have it.
    pub grain: Grain,
    /// Point by point what is expected.
    pub points: Vec<Ahead>,
    /// Day by day what is expected.
    pub days: Vec<Ahead>,
    /// What is expected in three weeks, or as near as the runs reach; an index into `points`.
    pub meeting: Option<usize>,
}

impl Panel {
    /// What is expected by the next meeting.
    pub fn expected(&self) -> Option<&Ahead> {
        self.points.get(self.meeting?)
    }

    /// Signs of change of which the last point ends on this day or later.
    pub fn signals_from(&self, day: usize) -> impl Iterator<Item = &Signal> {
        let spc = self.spc.as_ref();
        let ends = move |signal: &&Signal| {
            spc.is_some_and(|spc| {
                let (start, _) = spc.points[signal.last()];
                start + spc.grain.days() > day
            })
        };
        spc.into_iter().flat_map(|spc| &spc.signals).filter(ends)
    }
}

/// The measures of a dashboard, each with the days that were reported and what the runs say of those from today on;
/// the runs' measured days begin with `start`, `services` are those of their plan.
pub fn panels(
    measures: &[DailyMeasure],
    reported: &Reported,
    asked: &Asked,
    replications: &[Replication],
    (start, services): (Date, usize),
) -> Vec<Panel> {
    let all = DailyMeasure::all(services);
    let each = measures.iter().zip(&reported.series).map(|(measure, series)| {
        let row = all.iter().position(|one| one == measure).unwrap_or(0);
        panel(*measure, (series, reported), asked, &Runs { replications, row, start })
    });
    each.collect()
}

fn panel(
    measure: DailyMeasure,
    (series, reported): (&[Option<f64>], &Reported),
    asked: &Asked,
    runs: &Runs<'_>,
) -> Panel {
    let known = series.iter().any(Option::is_some);
    let spc = known.then(|| Spc::of(series, reported.days, asked));
    let today = reported.today();
    let limits = spc.as_ref().and_then(Spc::now).map(|level| level.limits);
    let mut grain = spc.as_ref().map_or(Grain::Week, |spc| spc.grain);
    if runs.days_from(today) < WEEK {
        grain = Grain::Day;
    }
    // Limits are those of points of the same length.
    let same = spc.as_ref().is_some_and(|spc| spc.grain == grain);
    let points = runs.from(today, grain, limits.filter(|_| same));
    let by_then = |ahead: &Ahead| ahead.last() < after(today, MEETING);
    let meeting = points.iter().rposition(by_then).or((!points.is_empty()).then_some(0));
    Panel { measure, spc, grain, points, days: runs.from(today, Grain::Day, None), meeting }
}

/// One measure of all runs.
struct Runs<'a> {
    replications: &'a [Replication],
    row: usize,
    start: Date,
}

impl Runs<'_> {
    /// How many of the measured days lie before a day.
    fn before(&self, today: Date) -> usize {
        usize::try_from((today - self.start).get_days()).unwrap_or(0)
    }

    /// How many are left from this day on.
    fn days_from(&self, today: Date) -> usize {
        let days = self.replications.iter().map(|run| run.daily[self.row].len()).min().unwrap_or(0);
        days.saturating_sub(self.before(today))
    }

    /// What is expected from this day on.
    fn from(&self, today: Date, grain: Grain, limits: Option<[f64; 2]>) -> Vec<Ahead> {
        let (skipped, length) = (self.before(today), grain.days());
        let point = |i: usize| {
            let first = skipped + i * length;
            let mean = |run: &Replication| {
                let days = &run.daily[self.row][first..first + length];
                days.iter().map(|x| f64::from(*x)).sum::<f64>() / length as f64
            };
            let mut values: Vec<f64> = self.replications.iter().map(mean).collect();
            let count = |beyond: &dyn Fn(f64) -> bool| values.iter().filter(|x| beyond(**x)).count() as u64;
            let beyond = limits.map(|[low, high]| [count(&|x| x < low), count(&|x| x > high)]);
            Ahead { date: after(self.start, first), days: length, band: Band::of(&mut values), beyond }
        };
        (0..self.days_from(today) / length).map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use jiff::civil::date;

    /// Of the people remaining of the made-up runs, 28 days from 1 October 2024, reported for so many weeks before a day.
    fn remaining(runs: u64, weeks: usize, today: Date) -> Panel {
        let (scenario, replications, _) = made_up(runs);
        let first = today.saturating_sub((7 * i64::try_from(weeks).unwrap()).days());
        let series = (0..7 * weeks).map(|day| Some(f64::from(u8::from(day / 7 % 2 == 0)))).collect();
        let reported = Reported { first, days: 7 * weeks, series: vec![series] };
        let services = scenario.plan.services.len();
        let measures = [DailyMeasure::NctrRemaining];
        let start = scenario.plan.calendar.start();
        panels(&measures, &reported, &Asked::default(), &replications, (start, services)).remove(0)
    }

    #[test]
    fn what_is_ahead_begins_today_and_has_the_grain_of_what_was() {
        let found = remaining(20, 20, date(2024, 10, 1));
        assert_eq!((found.grain, found.points.len(), found.days.len()), (Grain::Week, 4, 28));
        assert_eq!((found.points[0].date, found.days[0].date), (date(2024, 10, 1), date(2024, 10, 1)));
        assert_eq!(found.expected().map(Ahead::last), Some(date(2024, 10, 21)), "the third week");
        let mean: f64 = found.days[..7].iter().map(|day| day.band.mean).sum::<f64>() / 7.0;
        assert!((found.points[0].band.mean - mean).abs() < 1e-9);
        let later = remaining(20, 20, date(2024, 10, 11));
        assert_eq!((later.points[0].date, later.days.len()), (date(2024, 10, 11), 18));
        let few = remaining(20, 11, date(2024, 10, 1));
        assert_eq!((few.grain, few.points.len()), (Grain::Day, 28));
    }

    #[test]
    fn runs_beyond_the_limits_are_counted_where_there_are_limits() {
        let found = remaining(20, 20, date(2024, 10, 1));
        let limits = found.spc.as_ref().and_then(Spc::now).expect("limits").limits;
        let [below, above] = found.points[0].beyond.expect("limits");
        assert!(below + above <= 20);
        assert_eq!(above == 0, found.points[0].band.p95.expect("20 runs") <= limits[1]);
        assert_eq!(remaining(20, 1, date(2024, 10, 1)).points[0].beyond, None);
    }

    #[test]
    fn runs_that_begin_later_leave_a_gap_and_runs_that_are_over_say_nothing() {
        let gap = remaining(20, 20, date(2024, 9, 1));
        assert_eq!((gap.points[0].date, gap.meeting), (date(2024, 10, 1), Some(0)));
        let over = remaining(20, 20, date(2024, 11, 1));
        assert!(over.points.is_empty() && over.expected().is_none());
    }
}
