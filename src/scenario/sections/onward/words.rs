//! The words of what follows an exit.

use crate::scenario::sections::services::words::Exit;
use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::table::{Anything, choice, vocabulary};

choice! {
    /// An exit that something may follow on.
    Followed {
        /// After an exit to a care home.
        CareHome = "care_home",
        /// After an exit to long-term care at home.
        LongTermCare = "long_term_care",
    }
}

impl Followed {
    /// As an exit of a service.
    pub const fn exit(self) -> Exit {
        match self {
            Self::CareHome => Exit::CareHome,
            Self::LongTermCare => Exit::LongTermCare,
        }
    }
}

vocabulary! {
    /// What follows an exit.
    Onward {
        /// A delay before the queue of the onward service.
        wait: Lengths,
        /// The service that takes these people.
        service: String,
        /// Explanations.
        notes: Anything => people,
    }
}
