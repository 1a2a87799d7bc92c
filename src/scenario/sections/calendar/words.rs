//! The words of the days of a run.

use jiff::civil::Date;

use crate::scenario::values::duration::Duration;
use crate::scenario::values::quantities::Count;
use crate::scenario::values::table::{Anything, vocabulary};

vocabulary! {
    /// The days of a run.
    Calendar {
        /// The first measured day.
        start: Date,
        /// The number of measured days.
        days: Count,
        /// Whole days simulated before it.
        warm_up: Duration,
        /// Bank holidays, of the warm-up too.
        bank_holidays: Vec<Date>,
        /// Explanations.
        notes: Anything => people,
    }
}
