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
    /// Whether people are waited for, which is asked for each piece of work; see [`Work::limits`].
    pub limited: bool,
}

impl Work {
    /// Whether there are times at which it goes on and times at which it does not.
    pub fn opens_and_closes(&self) -> bool {
        !self.staff.is_constant() || !self.per_day.is_constant()
    }

    /// Whether people are waited for: a limited roster or a limited number a day.
    #[inline]
    pub fn is_limited(&self) -> bool {
        self.limited
    }

    /// The same from its timetables.
    #[must_use]
    pub fn limits(self) -> Self {
        Self { limited: self.has_counted_staff() || self.per_day.is_ever_limited(), ..self }
    }

    /// Whether a number of people is on duty at some time.
    pub fn has_counted_staff(&self) -> bool {
        self.staff.points().iter().any(|(_, staff)| *staff > Limit::ZERO && staff.is_some())
    }
}
