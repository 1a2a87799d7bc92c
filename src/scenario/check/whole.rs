//! The whole plan, from the `build` of every section.

use crate::scenario::build::setup::Setup;
use crate::scenario::plan::{Initial, Plan};
use crate::scenario::sections::groups::build::ReadFile;
use crate::scenario::sections::{
    costs, groups, hospital, hub, initial, onward, pathways, services, steps, triggers,
};
use crate::scenario::text::fault::Found;

/// Builds the plan, told or not of what is wrong.
pub fn plan(setup: Setup<'_>, read: &mut ReadFile<'_>, found: &mut Found) -> Plan {
    let groups = groups::build::groups(setup, read, found);
    let pathways = pathways::build::pathways(setup, found);
    let services = services::build::services(setup, found);
    let steps = steps::build::steps(setup, found);
    let hub = hub::build::hub(setup, found);
    let hospital = hospital::build::hospital(setup, found);
    let costs = costs::build::hospital(setup, found);
    let mut plan = Plan {
        groups,
        pathways,
        services,
        steps,
        traits: setup.index.trait_hashes(),
        hospital,
        hub,
        home: pathways::build::home(setup),
        deconditioning: hospital::build::deconditioning(setup),
        onward: onward::build::onward(setup, found),
        triggers: triggers::build::triggers(setup, found),
        before: None,
        chance: None,
        costs,
        initial: Initial::default(),
        calendar: setup.calendar.clone(),
    };
    pathways::build::check_acceptance(setup, &plan, found);
    plan.initial = initial::build::initial(setup, &plan, found);
    plan
}
