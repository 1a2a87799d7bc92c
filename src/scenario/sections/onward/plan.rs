//! What follows on the exits of services, in a plan. `plan` says where it belongs.

use crate::base::Distribution;
use crate::scenario::plan::index::ServiceIndex;
use crate::scenario::sections::services::plan::Exit;

/// What follows on an exit: a wait, and a service for which people wait in the place they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// The delay before the line of the service, in days.
    pub wait: Distribution,
    /// The service: none or one.
    pub service: Vec<ServiceIndex>,
}

impl Follows {
    /// People leave at once.
    pub fn nothing() -> Self {
        Self { wait: Distribution::fixed(0.0), service: Vec::new() }
    }
}

/// What follows on the exits of services.
#[derive(Clone, Debug, PartialEq)]
pub struct Onward {
    /// On an exit to long-term care at home.
    pub long_term_care: Follows,
    /// On an exit to a care home.
    pub care_home: Follows,
}

impl Onward {
    /// What follows on this exit; nothing on the others.
    pub fn after(&self, exit: Exit) -> Option<&Follows> {
        match exit {
            Exit::LongTermCare => Some(&self.long_term_care),
            Exit::CareHome => Some(&self.care_home),
            Exit::Independent | Exit::Hospital | Exit::Died => None,
        }
    }

    /// What follows on this exit, if people may have to wait for it in the place they have.
    pub fn waited_for(&self, exit: Exit) -> Option<&Follows> {
        self.after(exit).filter(|f| !f.service.is_empty() || !f.wait.is_zero())
    }
}
