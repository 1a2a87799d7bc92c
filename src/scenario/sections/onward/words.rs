//! The words of what follows an exit.

use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::table::{Anything, vocabulary};

vocabulary! {
    /// What follows an exit.
    Onward {
        /// A delay before the line of the onward service.
        wait: Lengths,
        /// The service that takes these people.
        service: String,
        /// Explanations.
        notes: Anything,
    }
}
