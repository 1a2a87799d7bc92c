//! The words of the unit costs of the hospital.

use crate::scenario::values::quantities::Pounds;
use crate::scenario::values::table::{Anything, Map, vocabulary};

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
        /// What is paid for beside all this: by name.
        programmes: Map<Programme>,
        /// Explanations.
        notes: Anything => people,
    }
    /// What a change costs that has no price of its own: a team, a contract, a course; or nothing, if that is said.
    Programme {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything => people,
        /// Pounds a year, of which the measured days pay their part.
        cost_per_year: Pounds,
        /// Pounds once, within the measured days.
        set_up_cost: Pounds,
        /// Who pays.
        paid_by: String,
        /// What it pays for: dotted paths, and all below them. These then have a price, be it 0.
        covers: Vec<String>,
    }
}
