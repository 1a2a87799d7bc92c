//! The words of the unit costs of the hospital.

use crate::scenario::values::quantities::Pounds;
use crate::scenario::values::table::{Anything, vocabulary};

vocabulary! {
    /// Unit costs of the hospital.
    Costs {
        /// Pounds for an acute bed-day.
        acute_bed_day: Pounds,
        /// Pounds for a bed-day in an escalation bed.
        escalation_bed_day: Pounds,
        /// Pounds a day for each core acute bed that is open, in use or not.
        open_acute_bed_day: Pounds,
        /// The year whose prices all costs are in, for words: "2024/25".
        price_year: String,
        /// Explanations.
        notes: Anything => people,
    }
}
