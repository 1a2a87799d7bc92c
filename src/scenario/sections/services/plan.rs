//! A service of a plan: its limits, its line, its stays, its costs, and what makes it a bridge. `build` makes
//! it of the words.

use super::words;
use super::words::{CareRule, Exit};
use crate::base::{Distribution, Limit, NameHash, Span, Timetable, WorkingTime};
use crate::scenario::plan::index::{ServiceIndex, Set};
use crate::scenario::plan::who::Who;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::quantities::pounds;

/// A service: a place with limits, hours and a stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whether its people are at home.
    pub at_home: bool,
    /// Whether those who start it never leave it again; only starts bind it.
    pub permanent: bool,
    /// Whether it counts as reablement.
    pub reablement: bool,
    /// Whom it takes.
    pub accepts: Who,
    /// Who comes first in its line.
    pub priority: Priority,
    /// How many people at the same time.
    pub people: Timetable<Limit>,
    /// How many starts.
    pub starts: Starts,
    /// How much care at the same time.
    pub load: Load,
    /// When people may start.
    pub admits: Timetable<bool>,
    /// The stay in days, by group index.
    pub stay: Vec<Distribution>,
    /// What events make of the stay of those who start then.
    pub stay_factor: Timetable<f64>,
    /// Ways out of it: cumulative share and exit; the last share is 1.
    pub exits: Vec<(f64, Exit)>,
    /// How it bridges: none or one.
    pub bridge: Vec<Bridge>,
    /// What it costs.
    pub cost: ServiceCost,
}

/// What a service costs, in pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ServiceCost {
    /// A day for each person in it.
    pub per_person_day: f64,
    /// A day for each place that is open, in use or not.
    pub per_place_day: f64,
    /// Once, where it has places, or needs none, in the measured days.
    pub set_up: f64,
}

impl ServiceCost {
    /// Whether it costs nothing at all.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// How many people may start.
#[derive(Clone, Debug, PartialEq)]
pub enum Starts {
    /// As many as there is room for.
    Unlimited,
    /// By the end of each day of the run, at most so many since Monday.
    SinceMonday(Vec<Limit>),
}

/// How much care a service gives at the same time, in thousandths of an hour a week or of a visit a
/// day.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// No such limit.
    Unlimited,
    /// Hours of care a week.
    Hours {
        /// The amount, in thousandths of an hour a week.
        amount: Timetable<i64>,
        /// Hours a week at the start of a stay.
        first: Distribution,
        /// Hours a week at its end.
        last: Distribution,
        /// Whether those are the person's own at the start.
        as_first: bool,
        /// What must fit.
        rule: CareRule,
    },
    /// Whole visits a day, over stays of whole days.
    Visits {
        /// The amount, in thousandths of a visit a day.
        amount: Timetable<i64>,
        /// Visits on the first day of a stay.
        first: Distribution,
        /// Visits on its last day.
        last: Distribution,
        /// Whether those are the person's own of the first.
        as_first: bool,
        /// What must fit.
        rule: CareRule,
    },
}

/// Care of either kind.
#[derive(Clone, Copy, Debug)]
pub struct Care<'p> {
    /// The amount, in thousandths.
    pub amount: &'p Timetable<i64>,
    /// At the start of a stay.
    pub first: &'p Distribution,
    /// At its end.
    pub last: &'p Distribution,
    /// Whether that is the person's own at the start, and no draw of its own.
    pub as_first: bool,
    /// What must fit.
    pub rule: CareRule,
    /// Whether it comes in whole visits.
    pub in_visits: bool,
}

impl Load {
    /// The care that limits who may start, if any.
    #[inline]
    pub fn care(&self) -> Option<Care<'_>> {
        let (amount, first, last, &as_first, &rule, in_visits) = match self {
            Self::Unlimited => return None,
            Self::Hours { amount, first, last, as_first, rule } => {
                (amount, first, last, as_first, rule, false)
            }
            Self::Visits { amount, first, last, as_first, rule } => {
                (amount, first, last, as_first, rule, true)
            }
        };
        Some(Care { amount, first, last, as_first, rule, in_visits })
    }
}

/// Who comes first in the line of a service; among equals, who has waited longest.
#[derive(Clone, Debug, PartialEq)]
pub enum Priority {
    /// Who has waited longest.
    LongestWait,
    /// People in hospital before people on a bridge or at home.
    HospitalFirst,
    /// By group: its place in the order.
    GroupOrder(Vec<u8>),
    /// People with this trait.
    TraitFirst(u8),
    /// Who has waited longest, where the wait of people referred from home counts times this.
    Ageing(f64),
}

/// What makes a service a bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// From asking to leaving, in days of the bridge's own hours.
    pub respond: Distribution,
    /// The bridge's own hours, as a clock.
    pub time: WorkingTime,
    /// A slower response counts as late.
    pub respond_within: Span,
    /// Decision steps that may finish at home.
    pub skips: Set,
    /// The longest stay on it.
    pub longest_stay: Span,
    /// Where people go then: none or one.
    pub falls_back_to: Vec<ServiceIndex>,
}

/// What a service costs.
pub fn cost(path: &Path, typed: &words::Service, found: &mut Found) -> ServiceCost {
    if typed.cost_per_place.is_some() && typed.places.as_ref().is_none_or(Amount::is_unlimited) {
        found.warn("W12", &path.key("cost_per_place"), "the places are unlimited, so this does nothing");
    }
    ServiceCost {
        per_person_day: pounds(typed.cost_per_day),
        per_place_day: pounds(typed.cost_per_place),
        set_up: pounds(typed.set_up_cost),
    }
}
