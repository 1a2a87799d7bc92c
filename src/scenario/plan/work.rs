//! Work: people who do it, when, and how much a day.

use crate::base::{Limit, Timetable, WorkingTime};

/// Work: people who do it, when, and how much a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// How many are on duty: 0 outside the hours, no limit where nobody is waited for.
    pub staff: Timetable<Limit>,
    /// The time in which work goes on, as a clock: the hours, on days with anybody on duty and any piece
    /// allowed.
    pub time: WorkingTime,
    /// How many pieces may begin in a day, by day; no limit where that is not counted.
    pub per_day: Timetable<Limit>,
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
        self.has_counted_staff() || self.per_day.is_ever_limited()
    }

    /// Whether a number of people is on duty at some time.
    pub fn has_counted_staff(&self) -> bool {
        self.staff.points().iter().any(|(_, staff)| *staff > Limit::ZERO && staff.is_some())
    }
}
