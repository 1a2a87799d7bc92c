//! How much there is of a capacity in the measured days.

use crate::base::{Limit, Timetable};
use crate::scenario::plan::Plan;

/// The least and the most of a capacity in the measured days; infinite where it is not limited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Extent {
    /// Nothing that limits.
    pub const UNLIMITED: Self = Self::of(f64::INFINITY);

    /// Always the same.
    pub const fn of(amount: f64) -> Self {
        Self { least: amount, most: amount }
    }

    /// Whether there is a limit at all times.
    pub fn is_limited(self) -> bool {
        self.most.is_finite()
    }
}

/// The extent of a timetable of limits.
pub fn of_limits(amount: &Timetable<Limit>, plan: &Plan) -> Extent {
    of_values(amount, plan, Limit::or_infinite)
}

/// The extent of a timetable of anything that has an amount.
pub fn of_values<T: Copy + PartialEq>(
    amount: &Timetable<T>,
    plan: &Plan,
    value: impl Fn(T) -> f64,
) -> Extent {
    let measured = amount.within(plan.calendar.measured_from(), plan.calendar.end()).map(value);
    measured.fold(Extent { least: f64::INFINITY, most: 0.0 }, |Extent { least, most }, x| Extent {
        least: least.min(x),
        most: most.max(x),
    })
}
