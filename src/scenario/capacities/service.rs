//! The capacities of a service: everything that may limit who starts in it.

use super::extent::{Extent, of_limits, of_values};
use super::row::{Given, Lifted, Paid, Row, kinds};

use crate::base::{Limit, Time, Timetable};
use crate::scenario::plan::shares::mean_care;
use crate::scenario::plan::{Care, Load, Plan, Service, Starts};
use crate::scenario::sections::services::words;

kinds! {
    /// A capacity of a service.
    OfService {
        /// People at the same time.
        Places,
        /// Starts a week.
        StartsPerWeek,
        /// Hours of care a week, at the same time.
        HoursPerWeek,
        /// Visits a day, at the same time.
        VisitsPerDay,
    }
}

/// How an amount of a capacity is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A whole number.
    Whole,
    /// A mean of whole numbers.
    Mean,
    /// Any number, as finely as its size asks for.
    Rounded,
}

/// How a capacity of a service is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// One of it, and several, in a sentence.
    pub nouns: [&'static str; 2],
    /// How its amount is shown.
    pub shown: Shown,
    /// After its amount, on a page: " h a week".
    pub column: &'static str,
    /// That it limits, in a drawing; `None` where its amount is told.
    pub drawn: Option<&'static str>,
    /// What is short where more is needed than there is.
    pub needed: &'static str,
}

/// What one person needs of a capacity.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// So much of what there is in a day, once.
    Once(f64),
    /// So much on each day of the stay in a service.
    EachDay(fn(&Service) -> f64),
}

/// Ten hours a week are about one more person's care.
const HOURS: f64 = 10.0;
/// People a day come to seven times as many starts a week.
const WEEK: f64 = 7.0;

const fn row(word: &'static str, words: &'static str, one_more: f64, paid: Paid) -> Row {
    Row { word, words, one_more: Some(one_more), lifted: Lifted::Unlimited, paid, unit: "" }
}

impl OfService {
    /// Its line of the table.
    pub const fn row(self) -> Row {
        match self {
            Self::Places => row("places", "places of", 1.0, Paid::Place),
            Self::StartsPerWeek => row("starts_per_week", "starts a week of", 1.0, Paid::Person),
            Self::HoursPerWeek => row("hours_per_week", "hours a week of", HOURS, Paid::Person),
            Self::VisitsPerDay => row("visits_per_day", "visits a day of", 1.0, Paid::Person),
        }
    }

    /// How it is told.
    pub const fn told(self) -> Told {
        match self {
            Self::Places => Told {
                nouns: ["place", "places"],
                shown: Shown::Whole,
                column: "",
                drawn: None,
                needed: "places on average",
            },
            Self::StartsPerWeek => Told {
                nouns: ["start a week", "starts a week"],
                shown: Shown::Mean,
                column: " starts a week",
                drawn: Some("a limit on starts a week"),
                needed: "starts a week",
            },
            Self::HoursPerWeek => Told {
                nouns: ["hour of care a week", "hours of care a week"],
                shown: Shown::Rounded,
                column: " h a week",
                drawn: Some("a limit on care a week"),
                needed: "hours of care a week",
            },
            Self::VisitsPerDay => Told {
                nouns: ["visit a day", "visits a day"],
                shown: Shown::Rounded,
                column: " visits a day",
                drawn: Some("a limit on visits a day"),
                needed: "visits a day",
            },
        }
    }

    /// What stands in the file for it.
    pub(crate) fn given(self, typed: &words::Service) -> Option<Given<'_>> {
        match self {
            Self::Places => typed.places.as_ref().map(Given::of),
            Self::StartsPerWeek => typed.starts_per_week.as_ref().map(Given::of),
            Self::HoursPerWeek => typed.hours_per_week.as_ref().map(Given::of),
            Self::VisitsPerDay => typed.visits_per_day.as_ref().map(Given::of),
        }
    }

    /// Those that people take while they stay.
    pub fn of_stays() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| matches!(kind.takes(), Takes::EachDay(_)))
    }

    /// Whether it ever limits who starts.
    pub fn limits(self, service: &Service) -> bool {
        match self {
            Self::Places => service.people.is_ever_limited(),
            Self::StartsPerWeek => matches!(service.starts, Starts::SinceMonday(_)),
            Self::HoursPerWeek => matches!(service.load, Load::Hours { .. }),
            Self::VisitsPerDay => matches!(service.load, Load::Visits { .. }),
        }
    }

    /// The least and the most of it in the measured days; of starts a week their mean.
    pub fn extent(self, service: &Service, plan: &Plan) -> Extent {
        match self {
            Self::Places => of_limits(&service.people, plan),
            Self::StartsPerWeek => Extent::of(starts_a_week(&service.starts, plan)),
            Self::HoursPerWeek | Self::VisitsPerDay => {
                self.care(service).map_or(Extent::UNLIMITED, |amount| of_values(amount, plan, in_units))
            }
        }
    }

    /// What there is of it on average over all days, the warm-up included; `None` where it is not limited at
    /// some time.
    pub fn mean(self, service: &Service, plan: &Plan) -> Option<f64> {
        match self {
            Self::Places if service.permanent => None,
            Self::Places => mean_number(&service.people, plan),
            Self::StartsPerWeek => mean_starts(&service.starts, plan),
            Self::HoursPerWeek | Self::VisitsPerDay => mean_of_days(plan, |at| {
                Some(in_units(self.care(service)?.value_at(at))).filter(|amount| amount.is_finite())
            }),
        }
    }

    /// Which of them limits this care.
    pub fn of_care(care: Care<'_>) -> Self {
        if care.in_visits { Self::VisitsPerDay } else { Self::HoursPerWeek }
    }

    /// What one person needs of it.
    pub fn takes(self) -> Takes {
        match self {
            Self::Places => Takes::EachDay(|_| 1.0),
            Self::StartsPerWeek => Takes::Once(WEEK),
            Self::HoursPerWeek => Takes::EachDay(|service| mean_care(service, false)),
            Self::VisitsPerDay => Takes::EachDay(|service| mean_care(service, true)),
        }
    }

    /// The care that this limits.
    fn care(self, service: &Service) -> Option<&Timetable<i64>> {
        match (self, &service.load) {
            (Self::HoursPerWeek, Load::Hours { amount, .. })
            | (Self::VisitsPerDay, Load::Visits { amount, .. }) => Some(amount),
            _ => None,
        }
    }
}

/// An amount of care in hours or visits; infinite where it is not limited.
fn in_units(thousandths: i64) -> f64 {
    if thousandths == i64::MAX { f64::INFINITY } else { thousandths as f64 / 1000.0 }
}

/// The starts that all measured Sundays allow, a week on average; infinite where they are not limited.
fn starts_a_week(starts: &Starts, plan: &Plan) -> f64 {
    let Starts::SinceMonday(allowed) = starts else { return f64::INFINITY };
    let calendar = &plan.calendar;
    let sundays: Vec<f64> = (calendar.first_measured_day()..calendar.days_to_end())
        .filter(|day| calendar.day(*day).weekday == 6)
        .filter_map(|day| allowed.get(day as usize).map(|limit| limit.or_infinite()))
        .collect();
    sundays.iter().sum::<f64>() / sundays.len().max(1) as f64
}

/// Starts a week on average, from the allowance at the end of each whole week of the run.
fn mean_starts(starts: &Starts, plan: &Plan) -> Option<f64> {
    let Starts::SinceMonday(allowed) = starts else { return None };
    // An allowance never falls within a week, so the last of its days tells it.
    let whole_weeks = plan.calendar.first_day() + 6..plan.calendar.days_to_end();
    let sundays = whole_weeks.filter(|&day| plan.calendar.day(day).weekday == 6);
    let each = sundays.filter_map(|day| allowed.get(day as usize)).map(|limit| limit.number().map(f64::from));
    let each: Vec<f64> = each.collect::<Option<_>>()?;
    (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
}

/// A number on average over all days; `None` where it is not limited at some time.
pub fn mean_number(amount: &Timetable<Limit>, plan: &Plan) -> Option<f64> {
    mean_of_days(plan, |at| amount.value_at(at).number().map(f64::from))
}

fn mean_of_days(plan: &Plan, value: impl Fn(Time) -> Option<f64>) -> Option<f64> {
    let days = plan.calendar.first_day()..plan.calendar.days_to_end();
    let count = days.len().max(1);
    let sum = days.map(|day| value(Time::midnight(day))).sum::<Option<f64>>()?;
    Some(sum / count as f64)
}
