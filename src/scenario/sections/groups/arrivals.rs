//! How many people of a group come, and when: in a plan, and how it is built and checked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::day_file::DayFile;
use super::month_file::{self, MonthFile, Months, listed};
use super::whole::mean_of_whole;
use super::words;
use crate::base::calendar::Day;
use crate::base::distribution::Family;
use crate::base::{Distribution, Luck};
use crate::scenario::build::profile::{factors, warn_of_mean};
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::{Factor, rounded};

/// How many people arrive and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// People a day for each day of the run, with every profile and event in it.
    pub per_day: Vec<f64>,
    /// How the day's count spreads round its rate.
    pub law: CountLaw,
    /// The cumulative share of the day's people by the end of each hour; empty: level.
    pub by_hour: Vec<f64>,
    /// The same of days that differ, and which of these each day of the run has; empty: every day has `by_hour`.
    pub by_hour_of: (Vec<Vec<f64>>, Vec<u8>),
    /// How many come together, and the mean of that; `None`: each alone.
    pub batch: Option<(Distribution, f64)>,
}

impl Arrivals {
    /// The cumulative shares by the hours of a day.
    #[inline]
    pub fn hours_of(&self, day: u32) -> &[f64] {
        let (profiles, of_day) = &self.by_hour_of;
        of_day.get(day as usize).map_or(&self.by_hour, |&profile| &profiles[usize::from(profile)])
    }

    /// How many come together in the batch with this luck.
    pub fn together(batch: &Distribution, luck: Luck) -> u32 {
        batch.draw(luck).round().clamp(1.0, MOST_TOGETHER) as u32
    }
}

/// The most people of one batch, and the most on average.
const MOST_TOGETHER: f64 = 1000.0;
const MOST_TOGETHER_MEAN: f64 = 100.0;

/// How a day's count is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountLaw {
    /// Poisson round the day's rate.
    Poisson,
    /// Gamma–Poisson with this variance ÷ mean, above 1, on the group's own day factor.
    OverDispersed(f64),
    /// The same, on the day factor that all groups share.
    SharedOverDispersed(f64),
    /// The rate is the count.
    Observed,
}

/// Reads a side file: its path for people, and its content.
pub type ReadFile<'r> = dyn FnMut(&Path, &str, &mut Found) -> Option<(String, Vec<u8>)> + 'r;

/// The most people a day of one group: counts are drawn from exp(−rate), which must not vanish.
pub const MOST_A_DAY: f64 = 700.0;

/// The arrivals of a group typed at `path`.
pub fn arrivals(
    setup: Setup<'_>,
    group: usize,
    path: &Path,
    typed: Option<&words::Arrivals>,
    read: &mut ReadFile<'_>,
    found: &mut Found,
) -> Arrivals {
    let at = path.key("arrivals");
    let none = words::Arrivals::default();
    let typed = typed.unwrap_or(&none);
    let file = named_file(setup, &at, typed, found);
    let every_day = match &typed.by_hour {
        Some(words::ByHour::EveryDay(hours)) => hours.as_slice(),
        Some(words::ByHour::ByDay(_)) | None => &[],
    };
    let by_hour: Vec<f64> = every_day.iter().map(|weight| weight.0).collect();
    let by_hour = factors(setup, &at.key("by_hour"), &by_hour, 24, found);
    let mut per_day = if let Some((key, file)) = file {
        check_lone_file(setup, &at, key, found);
        let column = typed.column.as_deref();
        let named = at.key(key);
        let numbers = read(&named, file, found).and_then(|(shown, bytes)| {
            if key == MONTHLY {
                let months = MonthFile { path: &named, column, shown: &shown }.read(setup, &bytes, found)?;
                return by_months(setup, group, &at, typed, &months, found);
            }
            let counts = key == "daily_counts";
            DayFile { path: &named, column, counts, shown: &shown }.read(setup, &bytes, found)
        });
        numbers.unwrap_or_default()
    } else {
        if setup.has(&at.key("column")) {
            let text = "no file of daily or monthly numbers is given, so this does nothing";
            found.warn("W12", &at.key("column"), text);
        }
        profile(setup, &at, typed, found)
    };
    if setup.has(&at.key("share")) && file.is_none_or(|(key, _)| key != MONTHLY) {
        let text = format!("no \"{MONTHLY}\" are given, so this does nothing");
        found.warn("W12", &at.key("share"), text);
    }
    let observed = matches!(file, Some(("daily_counts", _)));
    if observed && setup.effects.any_arrivals(group) {
        found.warn("W07", &at, "events with an uplift do not change observed counts");
    } else if !observed {
        for (day, rate) in per_day.iter_mut().enumerate() {
            *rate *= setup.effects.arrivals(group, day);
        }
    }
    if let Some(day) = per_day.iter().position(|&rate| rate > MOST_A_DAY) {
        let what =
            format!("{} people come on {}", rounded(per_day[day]), setup.calendar.day(day as u32).date);
        found.fault(setup.fault(&at, what).expected(format!("at most {MOST_A_DAY} a day in one group")));
    }
    let by_hour = cumulative_hours(setup, &at, &by_hour, found);
    let by_hour_of = by_day(setup, &at, typed, found);
    Arrivals {
        per_day,
        law: law(typed, observed),
        by_hour,
        by_hour_of,
        batch: batch(setup, &at, typed, found),
    }
}

/// The key of counts by the month.
const MONTHLY: &str = "monthly_counts";

/// The key of the file that says how many come, and its name.
fn named_file<'t>(
    setup: Setup<'_>,
    at: &Path,
    typed: &'t words::Arrivals,
    found: &mut Found,
) -> Option<(&'static str, &'t str)> {
    let all = [
        ("daily_rates", &typed.daily_rates),
        ("daily_counts", &typed.daily_counts),
        (MONTHLY, &typed.monthly_counts),
    ];
    let given: Vec<_> =
        all.into_iter().filter_map(|(key, file)| file.as_deref().map(|file| (key, file))).collect();
    if let [(one, _), (other, _), ..] = given[..] {
        let fault = setup.fault(at, format!("\"{one}\" and \"{other}\" are both given"));
        found.fault(fault.expected("one of them"));
        return None;
    }
    given.first().copied()
}

/// A file says everything about a day's number; one of months leaves the days in them to factors.
fn check_lone_file(setup: Setup<'_>, at: &Path, key: &str, found: &mut Found) {
    if key == MONTHLY {
        return;
    }
    let mut others = vec!["per_day", "by_month", "by_weekday", "by_bank_holiday"];
    if key == "daily_counts" {
        others.extend(["variance_over_mean", "batch"]);
    }
    for other in others {
        if setup.has(&at.key(other)) {
            let what = format!("\"{key}\" is given, which says all about a day's number");
            found.fault(setup.fault(&at.key(other), what).expected(format!("no \"{other}\" beside it")));
        }
    }
}

/// What makes one day of a group's differ from another.
struct Factors {
    by_month: Vec<f64>,
    by_weekday: Vec<f64>,
    bank_holiday: f64,
}

impl Factors {
    fn of(setup: Setup<'_>, at: &Path, typed: &words::Arrivals, found: &mut Found) -> Self {
        let list = |list: &Option<Vec<Factor>>| -> Vec<f64> {
            list.iter().flatten().map(|factor| factor.0).collect()
        };
        let by_month = factors(setup, &at.key("by_month"), &list(&typed.by_month), 12, found);
        let by_weekday = factors(setup, &at.key("by_weekday"), &list(&typed.by_weekday), 7, found);
        warn_of_mean(&at.key("by_month"), &by_month, found);
        warn_of_mean(&at.key("by_weekday"), &by_weekday, found);
        Self { by_month, by_weekday, bank_holiday: typed.by_bank_holiday().0 }
    }

    fn month(&self, month: u8) -> f64 {
        *self.by_month.get(usize::from(month) - 1).unwrap_or(&1.0)
    }

    fn weekday(&self, weekday: u8) -> f64 {
        *self.by_weekday.get(usize::from(weekday)).unwrap_or(&1.0)
    }

    fn holiday(&self, holiday: bool) -> f64 {
        if holiday { self.bank_holiday } else { 1.0 }
    }

    /// The rate of a day, from one of average days.
    fn rate(&self, per_day: f64, day: Day) -> f64 {
        per_day * self.month(day.month) * self.weekday(day.weekday) * self.holiday(day.bank_holiday)
    }
}

fn profile(setup: Setup<'_>, at: &Path, typed: &words::Arrivals, found: &mut Found) -> Vec<f64> {
    let factors = Factors::of(setup, at, typed, found);
    if !setup.has(&at.key("per_day")) && !found.is_faulty(at) {
        found.warn("W06", at, "no arrivals are given: no one comes");
    }
    let per_day = typed.per_day().0;
    (0..setup.calendar.days_to_end()).map(|day| factors.rate(per_day, setup.calendar.day(day))).collect()
}

/// The rates of days by the counts of their months. The factors by weekday and of bank holidays share a
/// month's count out over its days, so that its days sum to it; months without a count have `per_day`.
fn by_months(
    setup: Setup<'_>,
    group: usize,
    at: &Path,
    typed: &words::Arrivals,
    months: &Months,
    found: &mut Found,
) -> Option<Vec<f64>> {
    let factors = Factors::of(setup, at, typed, found);
    let missing: Vec<String> = month_file::simulated(setup)
        .into_iter()
        .filter(|month| !months.contains_key(month))
        .map(month_file::typed)
        .collect();
    let named = at.key(MONTHLY);
    if !missing.is_empty() && typed.per_day.is_none() {
        if !found.is_faulty(&at.key("per_day")) {
            let what = format!("there is no count for {}", listed(&missing));
            let expected = "every month of the run, warm-up included, or \"per_day\" for those without";
            found.fault(setup.fault(&named, what).expected(expected));
        }
        return None;
    }
    if missing.is_empty() {
        warn_of_unused(setup, at, found);
    } else {
        warn_of_missing(setup, group, typed, &named, &missing, found);
    }
    let holidays = setup.file.calendar.as_ref().and_then(|calendar| calendar.bank_holidays.as_deref());
    let holidays = holidays.unwrap_or_default();
    let weight = |date: Date| {
        factors.weekday(date.weekday().to_monday_zero_offset().unsigned_abs())
            * factors.holiday(holidays.contains(&date))
    };
    let share = typed.share().0;
    // People of a group for one unit of a day's weight, by month.
    let of_weight: BTreeMap<Date, f64> = months
        .iter()
        .map(|(&first, count)| {
            let weights: f64 = month_file::days(first).map(weight).sum();
            (first, if weights > 0.0 { count * share / weights } else { 0.0 })
        })
        .collect();
    let per_day = typed.per_day().0;
    let rate = |day: u32| {
        let day = setup.calendar.day(day);
        match of_weight.get(&day.date.first_of_month()) {
            Some(people) => people * weight(day.date),
            None => factors.rate(per_day, day),
        }
    };
    Some((0..setup.calendar.days_to_end()).map(rate).collect())
}

/// Names months without a count, once for all groups that share a column.
fn warn_of_missing(
    setup: Setup<'_>,
    group: usize,
    typed: &words::Arrivals,
    named: &Path,
    missing: &[String],
    found: &mut Found,
) {
    let alike = |other: &words::Group| {
        other.arrivals.as_ref().is_some_and(|other| {
            (&other.monthly_counts, &other.column) == (&typed.monthly_counts, &typed.column)
                && other.per_day.is_some()
        })
    };
    let groups = || setup.file.groups.iter().flatten().enumerate();
    if groups().any(|(i, (_, other))| i < group && alike(other)) {
        return;
    }
    let others: Vec<&str> = groups()
        .filter(|(i, (_, other))| *i > group && alike(other))
        .map(|(_, (key, _))| key.as_str())
        .collect();
    let others =
        if others.is_empty() { String::new() } else { format!(", here and of {}", others.join(", ")) };
    let text = format!("there is no count for {}: \"per_day\" holds there{others}", listed(missing));
    found.warn("W33", named, text);
}

/// Warns of a setting that does nothing: every month has a count.
fn warn_of_unused(setup: Setup<'_>, at: &Path, found: &mut Found) {
    for key in ["per_day", "by_month"] {
        let path = at.key(key);
        if setup.has(&path) && setup.root.origin_of(&path).file.starts_with("--set ") {
            let text = format!("every month of the run has a count in \"{MONTHLY}\", so this does nothing");
            found.warn("W12", &path, text);
        }
    }
}

/// The hours of days that differ: each profile once, and which of them each day of the run has.
fn by_day(
    setup: Setup<'_>,
    at: &Path,
    typed: &words::Arrivals,
    found: &mut Found,
) -> (Vec<Vec<f64>>, Vec<u8>) {
    let Some(words::ByHour::ByDay(hours)) = &typed.by_hour else { return (Vec::new(), Vec::new()) };
    let mut known: Vec<&words::DayProfile> = Vec::new();
    let mut of_day = Vec::new();
    for number in 0..setup.calendar.days_to_end() {
        let day = setup.calendar.day(number);
        // A day without hours has been told.
        let Some(hours) = hours.on(day.weekday, day.bank_holiday) else { return (Vec::new(), Vec::new()) };
        let profile = known.iter().position(|known| *known == hours).unwrap_or_else(|| {
            known.push(hours);
            known.len() - 1
        });
        of_day.push(profile as u8);
    }
    (known.into_iter().map(|hours| cumulative_hours(setup, at, &hours.0, found)).collect(), of_day)
}

/// How many come together. Where all of them come alone there are no batches.
fn batch(
    setup: Setup<'_>,
    at: &Path,
    typed: &words::Arrivals,
    found: &mut Found,
) -> Option<(Distribution, f64)> {
    let batch = typed.batch.as_ref()?.draw.clone();
    let path = at.key("batch");
    let (least, most) = batch.bounds();
    let mean = batch.mean();
    let listed: &[f64] = match batch.family() {
        Family::Fixed(number) => std::slice::from_ref(number),
        Family::Empirical(numbers) => numbers,
        _ => &[],
    };
    if let Some(part) = listed.iter().find(|number| number.fract() > 0.0 || **number < 1.0) {
        let fault = setup.fault(&path, format!("{} people cannot come together", rounded(*part)));
        found.fault(fault.expected("whole numbers, 1 or more"));
        return None;
    }
    if most < 1.0 || mean < 1.0 && least < 1.0 {
        let fault = setup.fault(&path, format!("batches of {} people on average", rounded(mean.min(most))));
        found.fault(fault.expected("at least 1 person"));
        return None;
    }
    let mean = mean_of_whole(&batch, |luck| f64::from(Arrivals::together(&batch, luck)));
    if mean > MOST_TOGETHER_MEAN {
        let fault = setup.fault(&path, format!("batches of {} people on average", rounded(mean)));
        found.fault(fault.expected(format!("at most {MOST_TOGETHER_MEAN}")));
        return None;
    }
    (mean > 1.0).then_some((batch, mean))
}

fn law(typed: &words::Arrivals, observed: bool) -> CountLaw {
    let ratio = typed.variance_over_mean().0;
    if observed {
        CountLaw::Observed
    } else if ratio <= 1.0 {
        CountLaw::Poisson
    } else if typed.per_group() {
        CountLaw::OverDispersed(ratio)
    } else {
        CountLaw::SharedOverDispersed(ratio)
    }
}

fn cumulative_hours(setup: Setup<'_>, at: &Path, by_hour: &[f64], found: &mut Found) -> Vec<f64> {
    let total: f64 = by_hour.iter().sum();
    if by_hour.is_empty() {
        return Vec::new();
    }
    if total <= 0.0 {
        let path = at.key("by_hour");
        found.fault(setup.fault(&path, "all hours are 0").expected("an hour in which people come"));
        return Vec::new();
    }
    let mut upto = 0.0;
    let mut all: Vec<f64> = by_hour
        .iter()
        .map(|factor| {
            upto += factor;
            upto / total
        })
        .collect();
    // People never come after the last hour that has any.
    for share in all.iter_mut().rev() {
        if *share < 1.0 - 1e-12 {
            break;
        }
        *share = 1.0;
    }
    all
}
