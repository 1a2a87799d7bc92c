//! How many people of a group come, and when: in a plan, and how it is built and checked.

use super::day_file::DayFile;
use super::words;
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
}

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
    let file = match (&typed.daily_rates, &typed.daily_counts) {
        (Some(_), Some(_)) => {
            let fault = setup.fault(&at, "\"daily_rates\" and \"daily_counts\" are both given");
            found.fault(fault.expected("one of them"));
            None
        }
        (Some(file), None) => Some(("daily_rates", file)),
        (None, Some(file)) => Some(("daily_counts", file)),
        (None, None) => None,
    };
    let by_hour: Vec<f64> = typed.by_hour.iter().flatten().map(|weight| weight.0).collect();
    let by_hour = factors(setup, &at.key("by_hour"), &by_hour, 24, found);
    let mut per_day = if let Some((key, file)) = file {
        check_lone_file(setup, &at, key, found);
        let column = typed.column.as_deref();
        let named = at.key(key);
        let numbers = read(&named, file, found).and_then(|(shown, bytes)| {
            let counts = key == "daily_counts";
            DayFile { path: &named, column, counts, shown: &shown }.read(setup, &bytes, found)
        });
        numbers.unwrap_or_default()
    } else {
        if setup.has(&at.key("column")) {
            let text = "no file of daily numbers is given, so this does nothing";
            found.warn("W12", &at.key("column"), text);
        }
        profile(setup, &at, typed, found)
    };
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
    Arrivals { per_day, law: law(typed, observed), by_hour: cumulative_hours(setup, &at, &by_hour, found) }
}

/// A file says everything about a day's number.
fn check_lone_file(setup: Setup<'_>, at: &Path, key: &str, found: &mut Found) {
    let mut others = vec!["per_day", "by_month", "by_weekday", "by_bank_holiday"];
    if key == "daily_counts" {
        others.push("variance_over_mean");
    }
    for other in others {
        if setup.has(&at.key(other)) {
            let what = format!("\"{key}\" is given, which says all about a day's number");
            found.fault(setup.fault(&at.key(other), what).expected(format!("no \"{other}\" beside it")));
        }
    }
}

fn profile(setup: Setup<'_>, at: &Path, typed: &words::Arrivals, found: &mut Found) -> Vec<f64> {
    let list =
        |list: &Option<Vec<Factor>>| -> Vec<f64> { list.iter().flatten().map(|factor| factor.0).collect() };
    let by_month = factors(setup, &at.key("by_month"), &list(&typed.by_month), 12, found);
    let by_weekday = factors(setup, &at.key("by_weekday"), &list(&typed.by_weekday), 7, found);
    warn_of_mean(&at.key("by_month"), &by_month, found);
    warn_of_mean(&at.key("by_weekday"), &by_weekday, found);
    if !setup.has(&at.key("per_day")) && !found.is_faulty(at) {
        found.warn("W06", at, "no arrivals are given: no one comes");
    }
    let per_day = typed.per_day().0;
    let bank_holiday = typed.by_bank_holiday().0;
    (0..setup.calendar.days_to_end())
        .map(|day| {
            let day = setup.calendar.day(day);
            per_day
                * by_month.get(usize::from(day.month) - 1).unwrap_or(&1.0)
                * by_weekday.get(usize::from(day.weekday)).unwrap_or(&1.0)
                * if day.bank_holiday { bank_holiday } else { 1.0 }
        })
        .collect()
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
