//! The capacities of work: of the hub, and of each step.

use super::extent::{Extent, of_limits};
use super::row::{Given, Lifted, Paid, Row, kinds};
use crate::base::{Limit, Timetable};
use crate::scenario::plan::{Plan, Work};
use crate::scenario::sections::hub::words::Hub;
use crate::scenario::sections::steps::words::Step;

kinds! {
    /// A capacity of work.
    OfWork {
        /// People on duty.
        Staff,
        /// Opening hours.
        Hours,
        /// Pieces that may begin in a day.
        PerDay,
    }
}

impl OfWork {
    /// Its line of the table.
    pub const fn row(self) -> Row {
        match self {
            Self::Staff => Row {
                word: "staff",
                words: "people on duty for",
                one_more: Some(1.0),
                lifted: Lifted::LeftOut,
                paid: Paid::Hour,
                unit: ", hours a week",
            },
            Self::Hours => Row {
                word: "hours",
                words: "hours of",
                one_more: None,
                lifted: Lifted::LeftOut,
                paid: Paid::Hour,
                unit: "",
            },
            Self::PerDay => Row {
                word: "per_day",
                words: "pieces a day of",
                one_more: Some(1.0),
                lifted: Lifted::LeftOut,
                paid: Paid::Nothing,
                unit: "",
            },
        }
    }

    /// In words, of the hub.
    pub const fn in_hub(self) -> &'static str {
        match self {
            Self::Staff => "people on duty in the hub",
            Self::Hours => "hours of the hub",
            Self::PerDay => "assessments a day in the hub",
        }
    }

    /// What stands in the file for it, of the hub.
    pub(crate) fn given_of_hub(self, typed: &Hub) -> Option<Given<'_>> {
        match self {
            Self::Staff => typed.staff.as_ref().map(Given::of_staff),
            Self::Hours => typed.hours.as_ref().map(Given::Hours),
            Self::PerDay => typed.per_day.as_ref().map(Given::of),
        }
    }

    /// The same, of a step.
    pub(crate) fn given_of_step(self, typed: &Step) -> Option<Given<'_>> {
        match self {
            Self::Staff => typed.staff.as_ref().map(Given::of_staff),
            Self::Hours => typed.hours.as_ref().map(Given::Hours),
            Self::PerDay => typed.per_day.as_ref().map(Given::of),
        }
    }

    /// The least and the most of it in the measured days; of people on duty their hours a week on average, 0
    /// where nobody is waited for. Hours are in those.
    pub fn extent(self, work: &Work, plan: &Plan) -> Option<Extent> {
        match self {
            Self::Staff => Some(Extent::of(hours_a_week(&work.staff, plan))),
            Self::Hours => None,
            Self::PerDay => Some(of_limits(&work.per_day, plan)),
        }
    }
}

/// Hours on duty of all people together, a week on average; 0 where nobody is waited for.
fn hours_a_week(staff: &Timetable<Limit>, plan: &Plan) -> f64 {
    let on_duty = |staff: Limit| Some(staff.number().map_or(0.0, f64::from));
    let days = staff.total(plan.calendar.measured_from(), plan.calendar.end(), on_duty);
    days.unwrap_or(0.0) * 24.0 * 7.0 / f64::from(plan.calendar.measured_days()).max(1.0)
}
