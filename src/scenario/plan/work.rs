//! Work: people who do it, when, and how much a day.

use super::index::UNLIMITED;
use crate::base::{Time, Timetable, WorkingTime};

/// Work: people who do it, when, and how much a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// How many are on duty: 0 outside the hours, [`UNLIMITED`] where nobody is waited for.
    pub staff: Timetable<u32>,
    /// The time in which work goes on, as a clock: the hours, on days with anybody on duty and any piece
    /// allowed.
    pub time: WorkingTime,
    /// How many pieces may begin in a day, by day; [`UNLIMITED`] where not limited.
    pub per_day: Timetable<u32>,
    /// Pounds for each hour that one of its staff is on duty.
    pub cost_per_hour: f64,
}

impl Work {
    /// Whether there are times at which it goes on and times at which it does not.
    pub fn opens_and_closes(&self) -> bool {
        !self.staff.is_constant() || !self.per_day.is_constant()
    }

    /// Whether people are waited for: a limited roster or a limited number a day.
    pub fn is_limited(&self) -> bool {
        let limited = |&(_, n): &(Time, u32)| n != UNLIMITED;
        self.staff.points().iter().any(|&(at, n)| n != 0 && limited(&(at, n)))
            || self.per_day.points().iter().any(limited)
    }
}
