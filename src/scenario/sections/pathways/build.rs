//! Ways out of hospital: their services in order, their bridge, and whether everybody who may be
//! on one finds a service that takes them.

use super::plan::Pathway;
use super::words;
use crate::base::NameHash;
use crate::scenario::build::index::{HOME, NameOf};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, Set};
use crate::scenario::plan::shares::reached;
use crate::scenario::sections::services::words::Service;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// The most services of a pathway: a patient stands in the lines of all at once.
const MOST_SERVICES: usize = 64;
/// Combinations of more traits than this are not looked through.
const MOST_TRAITS: usize = 12;

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
            Some(service as ServiceIndex)
        });
        all.push(Pathway {
            name: NameHash::of(key),
            services: services.into_iter().map(|s| s as ServiceIndex).collect(),
            bridge: bridge.into_iter().collect(),
        });
    }
    all
}

fn is_bridge(setup: Setup<'_>, name: &str) -> bool {
    setup.file.services.as_ref().and_then(|all| all.get(name)).is_some_and(Service::bridge)
}

/// Tells of people whom no service of their pathway takes: they would wait for ever.
pub fn check_acceptance(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    for (p, pathway) in plan.pathways.iter().enumerate() {
        let path = Path::of("pathways").key(&setup.index.pathways[p]).key("services");
        if pathway.services.is_empty() || found.is_faulty(&path) {
            continue;
        }
        let who: Vec<_> = pathway.services.iter().map(|&s| &plan.services[usize::from(s)].accepts).collect();
        let mentioned = who.iter().fold(0, |all, who| all | who.traits.0 | who.not_traits.0);
        for g in 0..plan.groups.len() {
            if !reached(plan, g as u8).has(p as u8) {
                continue;
            }
            let refused = combinations(plan, g as u8, Set(mentioned))
                .find(|&traits| !who.iter().any(|who| who.includes(p as PathwayIndex, g as u8, traits)));
            if let Some(traits) = refused {
                let named: Vec<&str> = (0..plan.traits.len())
                    .filter(|&t| traits.has(t as u8))
                    .map(|t| setup.index.traits[t].as_str())
                    .collect();
                let with =
                    if named.is_empty() { String::new() } else { format!(" with {}", named.join(" and ")) };
                let what = format!("no one here takes people of {}{with}", setup.index.groups[g]);
                found.fault(setup.fault(&path, what).expected("a service that accepts them"));
            }
        }
    }
}

/// The combinations of some traits that people of a group may have.
fn combinations(plan: &Plan, group: GroupIndex, of: Set) -> impl Iterator<Item = Set> {
    let traits = &plan.groups[usize::from(group)].traits;
    let always = traits.iter().filter(|(t, share)| of.has(*t) && *share >= 1.0);
    let always = always.fold(Set::default(), |set, (t, _)| set.with(*t));
    let sometimes: Vec<u8> = traits
        .iter()
        .filter(|(t, share)| of.has(*t) && *share < 1.0)
        .map(|(t, _)| *t)
        .take(MOST_TRAITS)
        .collect();
    (0u32..1 << sometimes.len()).map(move |bits| {
        let chosen = sometimes.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
        chosen.fold(always, |set, (_, t)| set.with(*t))
    })
}

/// The pathway of people who go home without new support.
pub fn home(setup: Setup<'_>) -> Option<PathwayIndex> {
    pathway(setup, HOME)
}

/// The pathway of this key, if there is one.
pub fn pathway(setup: Setup<'_>, key: &str) -> Option<PathwayIndex> {
    setup.index.pathways.iter().position(|p| p == key).map(|p| p as PathwayIndex)
}
