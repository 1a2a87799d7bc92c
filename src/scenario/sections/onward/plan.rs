//! What follows on the exits of services, in a plan. `plan` says where it belongs.

use crate::base::Distribution;
use crate::scenario::plan::index::ServiceIndex;
use crate::scenario::sections::services::words::Exit;

/// What follows on an exit: a wait, and a service for which people wait in the place they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// The delay before the line of the service, in days.
    pub wait: Distribution,
    /// The service: none or one.
    pub service: Vec<ServiceIndex>,
}

/// What follows on the exits of services.
#[derive(Clone, Debug, PartialEq)]
pub struct Onward(pub(super) Vec<(Exit, Follows)>);

impl Onward {
    /// All that follows on any exit.
    pub fn all(&self) -> impl Iterator<Item = &Follows> {
        self.0.iter().map(|(_, follows)| follows)
    }

    /// What follows on this exit; nothing on those that nothing can follow on.
    pub fn after(&self, exit: Exit) -> Option<&Follows> {
        self.0.iter().find(|(own, _)| *own == exit).map(|(_, follows)| follows)
    }

    /// What follows on this exit, if people may have to wait for it in the place they have.
    pub fn waited_for(&self, exit: Exit) -> Option<&Follows> {
        self.after(exit).filter(|f| !f.service.is_empty() || !f.wait.is_zero())
    }
}
