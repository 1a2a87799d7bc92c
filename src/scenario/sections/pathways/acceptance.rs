//! Whether everybody who may be on a pathway finds a service that takes them.

use crate::base::Position;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, Set, TraitIndex};
use crate::scenario::plan::shares::reached;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Combinations of more traits than this are not looked through.
const MOST_TRAITS: usize = 12;

/// Tells of people whom no service of their pathway takes: they would wait for ever.
pub fn check(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    for (p, pathway) in plan.pathways.numbered() {
        let path = Path::of("pathways").key(&setup.index.pathways[p.position()]).key("services");
        if pathway.services.is_empty() || found.is_faulty(&path) {
            continue;
        }
        let who: Vec<_> = pathway.services.iter().map(|&s| &plan.services[s].accepts).collect();
        let mentioned = who.iter().fold(0, |all, who| all | who.traits.0 | who.not_traits.0);
        for g in plan.groups.numbers() {
            if !reached(plan, g).has(p) {
                continue;
            }
            let refused = combinations(plan, g, Set::of(mentioned))
                .find(|&traits| !who.iter().any(|who| who.includes(p, g, traits)));
            if let Some(traits) = refused {
                let named: Vec<&str> = plan
                    .traits
                    .numbers()
                    .filter(|&t| traits.has(t))
                    .map(|t| setup.index.traits[t.position()].as_str())
                    .collect();
                let with =
                    if named.is_empty() { String::new() } else { format!(" with {}", named.join(" and ")) };
                let what = format!("no one here takes people of {}{with}", setup.index.groups[g.position()]);
                found.fault(setup.fault(&path, what).expected("a service that accepts them"));
            }
        }
    }
}

/// The combinations of some traits that people of a group may have.
fn combinations(
    plan: &Plan,
    group: GroupIndex,
    of: Set<TraitIndex>,
) -> impl Iterator<Item = Set<TraitIndex>> {
    let traits = &plan.groups[group].traits;
    let always = traits.iter().filter(|(t, share)| of.has(*t) && *share >= 1.0);
    let always = always.fold(Set::default(), |set, (t, _)| set.with(*t));
    let sometimes: Vec<TraitIndex> = traits
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
