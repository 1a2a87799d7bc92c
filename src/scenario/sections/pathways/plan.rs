//! The pathways of a plan: their services in order, and their bridge; and how they are built and checked.
//! `acceptance` looks whether everybody on one finds a service that takes them.

use super::words;
use crate::base::{NameHash, Position};
use crate::scenario::build::index::{HOME, NameOf};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{PathwayIndex, RuleIndex, ServiceIndex};
use crate::scenario::sections::services::words::Service;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// A way out of hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct Pathway {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// The services it may use, the best first; at most 64. Empty: home without a service.
    pub services: Vec<ServiceIndex>,
    /// The bridges it may use while it waits: none or one.
    pub bridge: Vec<ServiceIndex>,
    /// The services in whose lines its people may stand: its own, then those to which they give way.
    pub lines: Vec<ServiceIndex>,
    /// The bridges on which they may wait: its own, then those to which they give way.
    pub bridges: Vec<ServiceIndex>,
    /// The rules by which they give way.
    pub gives_way: Vec<RuleIndex>,
}

/// The most services of a pathway: a patient stands in the lines of all at once.
const MOST_SERVICES: usize = 64;
/// The pathways of a plan.
pub fn pathways(setup: Setup<'_>, found: &mut Found) -> Vec<Pathway> {
    let none = words::Pathway::default();
    let mut all = Vec::with_capacity(setup.index.pathways.len());
    for key in &setup.index.pathways {
        let path = Path::of("pathways").key(key);
        let typed = setup.file.pathways.as_ref().and_then(|all| all.get(key)).unwrap_or(&none);
        let at = path.key("services");
        let names = typed.services.as_deref().unwrap_or_default();
        let services = setup.find_all(NameOf::Service, names, &at, found);
        if services.len() > MOST_SERVICES {
            let what = format!("{} services are too many", services.len());
            found.fault(setup.fault(&at, what).expected(format!("at most {MOST_SERVICES}")));
        }
        for (i, name) in names.iter().enumerate() {
            if is_bridge(setup, name) {
                let what = format!("{name} is a bridge, which does not end a wait");
                let fault = setup.fault(&at.index(i), what);
                found.fault(fault.expected("it as the \"bridge\" of the pathway"));
            }
        }
        let at = path.key("bridge");
        let bridge = typed.bridge.as_ref().and_then(|name| {
            let service = setup.find(NameOf::Service, name, &at, found)?;
            if !is_bridge(setup, name) {
                let fault = setup.fault(&at, format!("{name} is not a bridge"));
                found.fault(
                    fault.expected(format!("a service with \"bridge\": true, so set services.{name}.bridge")),
                );
            }
            Some(ServiceIndex::at(service))
        });
        let services: Vec<_> = services.into_iter().map(ServiceIndex::at).collect();
        let bridge: Vec<_> = bridge.into_iter().collect();
        all.push(Pathway {
            name: NameHash::of(key),
            lines: services.clone(),
            bridges: bridge.clone(),
            services,
            bridge,
            gives_way: Vec::new(),
        });
    }
    all
}

/// Whether a service of this name is a bridge.
pub fn is_bridge(setup: Setup<'_>, name: &str) -> bool {
    setup.file.services.as_ref().and_then(|all| all.get(name)).is_some_and(Service::bridge)
}

/// The pathway of people who go home without new support.
pub fn home(setup: Setup<'_>) -> Option<PathwayIndex> {
    pathway(setup, HOME)
}

/// The pathway of this key, if there is one.
pub fn pathway(setup: Setup<'_>, key: &str) -> Option<PathwayIndex> {
    setup.index.pathways.iter().position(|p| p == key).map(PathwayIndex::at)
}
