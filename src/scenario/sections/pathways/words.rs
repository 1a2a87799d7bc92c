//! The words of ways out of hospital.

use crate::scenario::values::table::{Anything, vocabulary};

vocabulary! {
    /// A way out of hospital.
    Pathway {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// Its services, the best first; none: home without a service.
        services: Vec<String>,
        /// The service that bridges the wait.
        bridge: String,
    }
}
