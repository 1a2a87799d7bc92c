//! The words of funds.

use crate::scenario::values::quantities::{Part, Pounds};
use crate::scenario::values::table::{Anything, Map, vocabulary};

vocabulary! {
    /// Money for a year, and what it pays for.
    Fund {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// Pounds for a year.
        per_year: Pounds,
        /// What it pays for. What several funds pay for they share: together no more than all of it.
        pays_for: PaysFor,
    }
    /// What a fund pays for, each with the share that it pays: 1 for all of it.
    PaysFor {
        /// Services: all that each costs.
        services: Map<Part>,
        /// Steps: the people on duty for each.
        steps: Map<Part>,
        /// The people on duty in the hub.
        hub: Part,
        /// Days in escalation beds.
        escalation_beds: Part,
    }
}
