//! What a run is held against: numbers made in the same way of what was observed and of what was simulated.
//!
//! Counts are compared as logarithms, whose spread is the same at any level. Days that were not reported are
//! left out on both sides.

use super::super::worlds::ensemble::Member;
use super::super::worlds::history::{History, WEEK, masked, mean_of, week_from};
use crate::base::{Luck, NameHash, standard};
use crate::experiment::observed::Observed;

/// A month with fewer reported days has no mean.
const LEAST_DAYS_OF_MONTH: usize = 10;
/// Fewer changes than these say nothing of how much weeks differ.
const LEAST_CHANGES: usize = 10;
/// What is compared between weeks this far apart.
const LAGS: [usize; 3] = [1, 4, 13];
/// A mean below this counts as this: a logarithm needs a number above 0.
const LEAST_MEAN: f64 = 0.05;
/// What a table says of these is in the daily return too, day by day and over the days that are run.
const OF_THE_RETURN: [&str; 4] = ["nctr_remaining", "nctr_people", "nctr_return", "discharges_per_day"];
/// Where no range is told, a figure is taken to be known within this share of itself, as a standard deviation.
const TOLERANCE: f64 = 0.05;
/// How many standard deviations of a normal number lie between the middle and the end of a 90% range.
const HALF_OF_90: f64 = 1.645;

/// Which of the two counts of a daily return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// People past ready who remain at the end of the day.
    Remaining,
    /// Discharges.
    Discharged,
}

/// What is held against what was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The mean of a calendar month: its days, from the first up to before the second.
    Month(Series, usize, usize),
    /// How much the means of weeks so far apart differ.
    Weeks(Series, usize),
    /// How much days differ from the mean of their week.
    Days(Series),
    /// The mean of a weekday over that of all days; 0 is Monday.
    Weekday(Series, usize),
    /// A figure of a table, by its index there.
    Figure(usize),
}

/// A number that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is.
    pub kind: Kind,
    /// In words.
    pub label: String,
    /// As it is compared: the logarithm of a count or spread, a figure of a table as it stands.
    pub observed: f64,
    /// How far the observed number itself may be out, as a standard deviation; 0 for counts.
    pub tolerance: f64,
}

impl Target {
    /// The figure as a reader knows it.
    pub fn shown(&self, compared: f64) -> f64 {
        if matches!(self.kind, Kind::Figure(_)) { compared } else { libm::exp(compared) }
    }
}

/// All that is held against a history and a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    /// The numbers.
    pub all: Vec<Target>,
    history: History,
}

impl Targets {
    /// Of a history and a table, as far as they allow; how weekdays differ only where asked.
    pub fn of(history: &History, table: &[Observed], weekdays: bool) -> Self {
        let mut all = Vec::new();
        for series in [Series::Remaining, Series::Discharged] {
            let kinds = months(history)
                .into_iter()
                .map(|(from, to)| Kind::Month(series, from, to))
                .chain(LAGS.map(|lag| Kind::Weeks(series, lag)))
                .chain([Kind::Days(series)])
                .chain((0..WEEK).filter(|_| weekdays).map(|day| Kind::Weekday(series, day)));
            for kind in kinds {
                if let Some(observed) = number(kind, of(history, series), history) {
                    all.push(Target { kind, label: label(kind, history), observed, tolerance: 0.0 });
                }
            }
        }
        for (i, row) in table.iter().enumerate() {
            let Some(published) = row.observed.filter(|_| !OF_THE_RETURN.contains(&row.name.as_str())) else {
                continue;
            };
            // What was published may lie at an end of what is accepted, as places do where use is not known.
            let (observed, tolerance) = match row.accept {
                [Some(low), Some(high)] => (f64::midpoint(low, high), (high - low) / (2.0 * HALF_OF_90)),
                [Some(end), None] | [None, Some(end)] => (published, (end - published).abs() / HALF_OF_90),
                [None, None] => (published, published.abs() * TOLERANCE),
            };
            let label = if row.label.is_empty() { row.name.clone() } else { row.label.clone() };
            all.push(Target { kind: Kind::Figure(i), label, observed, tolerance });
        }
        Self { all, history: history.clone() }
    }

    /// The daily return.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The observed numbers.
    pub fn observed(&self) -> Vec<f64> {
        self.all.iter().map(|target| target.observed).collect()
    }

    /// The same numbers of a run, with the error that observing adds, drawn by the run's own luck. `None` where a
    /// run has no such number.
    pub fn simulated(&self, member: &Member, luck: Luck) -> Vec<Option<f64>> {
        const PURPOSE: NameHash = NameHash::of("error of an observed figure");
        let remaining = masked(&member.remaining, &self.history.remaining);
        let discharged = masked(&member.discharged, &self.history.discharged);
        let luck = luck.name(PURPOSE);
        let each = self.all.iter().enumerate().map(|(i, target)| match target.kind {
            Kind::Figure(row) => {
                let error = standard::normal(&mut luck.part(i as u64).generator());
                member.values.get(row).copied().flatten().map(|x| x + target.tolerance * error)
            }
            kind => {
                let days = if series(kind) == Some(Series::Discharged) { &discharged } else { &remaining };
                number(kind, days, &self.history)
            }
        });
        each.collect()
    }
}

fn of(history: &History, series: Series) -> &[Option<f64>] {
    match series {
        Series::Remaining => &history.remaining,
        Series::Discharged => &history.discharged,
    }
}

/// Which series a target is of; a figure of a table is of none.
pub fn series(kind: Kind) -> Option<Series> {
    match kind {
        Kind::Month(series, ..) | Kind::Weeks(series, _) | Kind::Days(series) | Kind::Weekday(series, _) => {
            Some(series)
        }
        Kind::Figure(_) => None,
    }
}

/// The days of each calendar month of a history: the first, and that after the last.
fn months(history: &History) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for day in 0..history.days() {
        match all.last_mut() {
            Some((_, end)) if history.date(day).day() != 1 => *end = day + 1,
            _ => all.push((day, day + 1)),
        }
    }
    all
}

fn number(kind: Kind, days: &[Option<f64>], history: &History) -> Option<f64> {
    let log = |x: f64| libm::log(x.max(LEAST_MEAN));
    match kind {
        Kind::Month(_, from, to) => mean_of(&days[from..to], LEAST_DAYS_OF_MONTH).map(log),
        Kind::Weeks(_, lag) => {
            let weeks: Vec<Option<f64>> =
                (0..days.len() / WEEK).map(|week| week_from(days, week * WEEK).map(log)).collect();
            let changes =
                weeks.iter().zip(weeks.iter().skip(lag)).filter_map(|(a, b)| Some(((*b)? - (*a)?).abs()));
            mean_change(&changes.collect::<Vec<f64>>())
        }
        Kind::Days(_) => {
            let mut changes = Vec::new();
            for week in days.chunks_exact(WEEK) {
                let Some(mean) = week_from(week, 0) else { continue };
                changes.extend(week.iter().flatten().map(|x| (x / mean.max(LEAST_MEAN) - 1.0).abs()));
            }
            mean_change(&changes)
        }
        Kind::Weekday(_, wanted) => {
            let first = history.first.weekday().to_monday_zero_offset() as usize;
            let of_day: Vec<Option<f64>> = days
                .iter()
                .enumerate()
                .filter(|(day, _)| (first + day) % WEEK == wanted)
                .map(|(_, x)| *x)
                .collect();
            let all = mean_of(days, LEAST_DAYS_OF_MONTH)?;
            mean_of(&of_day, LEAST_CHANGES).map(|mean| log(mean) - log(all))
        }
        Kind::Figure(_) => None,
    }
}

/// The logarithm of the mean of enough changes.
fn mean_change(changes: &[f64]) -> Option<f64> {
    const LEAST: f64 = 1e-4;
    let enough = changes.len() >= LEAST_CHANGES;
    enough.then(|| libm::log((changes.iter().sum::<f64>() / changes.len() as f64).max(LEAST)))
}

fn label(kind: Kind, history: &History) -> String {
    const DAYS: [&str; WEEK] =
        ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let what = |series| match series {
        Series::Remaining => "people remaining",
        Series::Discharged => "discharges",
    };
    match kind {
        Kind::Month(series, from, _) => {
            let month = history.date(from).strftime("%B %Y");
            format!("{}, mean of {month}", what(series))
        }
        Kind::Weeks(series, lag) => {
            let apart =
                if lag == 1 { "one after the other".to_owned() } else { format!("{lag} weeks apart") };
            format!("{}: how much weeks {apart} differ", what(series))
        }
        Kind::Days(series) => format!("{}: how much days of a week differ", what(series)),
        Kind::Weekday(series, day) => format!("{} on {}, over all days", what(series), DAYS[day]),
        Kind::Figure(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn history(remaining: Vec<Option<f64>>) -> History {
        let days = remaining.len();
        History { first: date(2024, 4, 1), remaining, discharged: vec![Some(10.0); days] }
    }

    fn find(targets: &Targets, kind: Kind) -> Option<f64> {
        targets.all.iter().find(|target| target.kind == kind).map(|target| target.shown(target.observed))
    }

    #[test]
    fn months_weeks_and_days_by_hand() {
        // Weeks of 100 and of 121 in turn; Sundays of each 10 more, all other days alike.
        let day = |day: usize| {
            let week = if (day / 7).is_multiple_of(2) { 100.0 } else { 121.0 };
            Some(week + if day % 7 == 6 { 10.0 } else { 0.0 })
        };
        let targets = Targets::of(&history((0..182).map(day).collect()), &[], true);
        let weeks = find(&targets, Kind::Weeks(Series::Remaining, 1)).expect("enough weeks");
        let (low, high) = (100.0 + 10.0 / 7.0, 121.0 + 10.0 / 7.0);
        assert!((weeks - libm::log(high / low)).abs() < 1e-9, "{weeks}");
        let four = find(&targets, Kind::Weeks(Series::Remaining, 4)).expect("enough weeks");
        assert!((four - 1e-4).abs() < 1e-12, "weeks four apart are alike");
        let sunday = find(&targets, Kind::Weekday(Series::Remaining, 6)).expect("enough days");
        assert!((sunday - 120.5 / f64::midpoint(low, high)).abs() < 1e-9, "{sunday}");
        let april = find(&targets, Kind::Month(Series::Discharged, 0, 30)).expect("a month");
        assert!((april - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_month_that_was_hardly_reported_is_no_target() {
        let mut remaining = vec![Some(50.0); 61];
        for day in &mut remaining[..21] {
            *day = None;
        }
        let targets = Targets::of(&history(remaining), &[], false);
        let months: Vec<&Target> =
            targets.all.iter().filter(|target| matches!(target.kind, Kind::Month(..))).collect();
        assert_eq!(months.len(), 3);
        assert_eq!(months[0].label, "people remaining, mean of May 2024");
        assert!(targets.all.iter().all(|target| !matches!(target.kind, Kind::Weekday(..))));
    }
}
