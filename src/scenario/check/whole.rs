//! The whole plan, from the `build` of every section.

use crate::scenario::build::diversions::diversions;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::{Initial, Plan};
use crate::scenario::sections::groups::arrivals::ReadFile;
use crate::scenario::sections::{
    costs, funds, groups, hospital, hub, initial, onward, pathways, services, steps, triggers,
};
use crate::scenario::text::fault::Found;

/// Builds the plan, told or not of what is wrong.
pub fn plan(setup: Setup<'_>, read: &mut ReadFile<'_>, found: &mut Found) -> Plan {
    let mut groups = groups::plan::groups(setup, read, found).into();
    let mut pathways = pathways::plan::pathways(setup, found);
    let gives_way = pathways::gives_way::rules(setup, &mut pathways, found);
    let diversions = diversions(setup, gives_way.len(), &mut groups, found);
    let services = services::plan::services(setup, found);
    let steps = steps::plan::steps(setup, found);
    let hub = hub::plan::hub(setup, found);
    let hospital = hospital::plan::hospital(setup, found);
    let costs = costs::plan::hospital(setup, found);
    let mut plan = Plan {
        groups,
        pathways: pathways.into(),
        gives_way,
        diversions: diversions.all,
        takes_early: diversions.early,
        services: services.into(),
        steps: steps.into(),
        traits: setup.index.trait_hashes(),
        hospital,
        hub,
        home: pathways::plan::home(setup),
        deconditioning: hospital::plan::deconditioning(setup),
        onward: onward::plan::onward(setup, found),
        triggers: triggers::plan::triggers(setup, found).into(),
        before: None,
        chance: None,
        world: 0,
        costs,
        funds: funds::plan::funds(setup, found).into(),
        initial: Initial::default(),
        calendar: setup.calendar.clone(),
    };
    pathways::acceptance::check(setup, &plan, found);
    plan.initial = initial::build::initial(setup, &plan, found);
    plan
}
