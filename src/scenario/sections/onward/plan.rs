//! What follows on the exits of services, in a plan, and how it is built and checked.

use super::words::{self, Followed};
use crate::base::{Distribution, Position};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::ServiceIndex;
use crate::scenario::sections::services::words::Exit;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::distribution::draw_of;

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

/// What follows on exits; where nothing is said people leave at once.
pub fn onward(setup: Setup<'_>, found: &mut Found) -> Onward {
    let none = words::Onward::default();
    let each = Followed::ALL.iter().map(|&(key, followed)| {
        let path = Path::of("onward").key(key);
        let typed = setup.file.onward.as_ref().and_then(|onward| onward.get(followed)).unwrap_or(&none);
        let at = path.key("service");
        let service = typed.service.as_ref().and_then(|name| setup.find(NameOf::Service, name, &at, found));
        let service = service.map(ServiceIndex::at).into_iter().collect();
        (followed.exit(), Follows { wait: draw_of(typed.wait.as_ref()), service })
    });
    Onward(each.collect())
}
