//! Who is there at the start of the run: counts, shared out over groups and pathways in proportion
//! to who would come, or the rows of a census.

use super::census;
use super::plan::{Initial, InitialService};
use super::waiting;
use super::words;
use crate::base::{Indexed, Position};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::profile::cumulative;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex};
use crate::scenario::plan::shares::{accepted_share, mean_rate};
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// People at the start of a plan that is complete but for them.
pub fn initial(setup: Setup<'_>, plan: &Plan, found: &mut Found) -> Initial {
    let path = Path::of("initial");
    let mut services: Indexed<_, InitialService> = plan.services.beside();
    let Some(typed) = &setup.file.initial else { return Initial { services, ..Initial::default() } };
    if let Some(rows) = setup.census {
        for other in ["hospital", "services", "waiting"] {
            if setup.has(&path.key(other)) {
                let fault = setup.fault(&path.key(other), "the census names everyone who is there");
                found.fault(fault.expected(format!("no \"{other}\" beside \"census\"")));
            }
        }
        let census = census::people(setup, rows, plan, found);
        return Initial { services, census, ..Initial::default() };
    }
    let counted = setup.waiting.map(|counts| waiting::people(setup, counts, plan, found));
    let mut queued_in_hospital = 0;
    for (key, there) in typed.services.iter().flatten() {
        let at = path.key("services").key(key);
        let Some(s) = setup.find(NameOf::Service, key, &at, found) else { continue };
        if !plan.services[s].bridge.is_empty() && (there.people.is_some() || there.queue.is_some()) {
            let fault = setup.fault(&at, "people on a bridge at the start come with a later version");
            found.fault(fault.expected("them among those of initial.hospital"));
            continue;
        }
        if setup.waiting.is_some() && there.queue.is_some() && !is_from_home(setup, plan, there) {
            let fault =
                setup.fault(&at.key("queue"), "people in hospital who wait are those of initial.waiting");
            found.fault(fault.expected("no \"queue\" but of a group that enters the community"));
        }
        let (service, in_hospital) = self::service(setup, plan, s, there, &at, found);
        queued_in_hospital += in_hospital;
        services[s] = service;
    }
    let mut initial = Initial { services, ..Initial::default() };
    let (there, of_counts) = (typed.hospital.as_ref(), counted.as_ref().map(|all| all.len() as u32));
    if let Some(there) = there {
        hospital(setup, plan, there, (queued_in_hospital, of_counts), &mut initial, found);
    }
    initial.census = counted.unwrap_or_default();
    initial
}

/// Whether these people come from home.
fn is_from_home(setup: Setup<'_>, plan: &Plan, there: &words::InitialService) -> bool {
    let at = there.group.as_ref().and_then(|name| setup.index.groups.iter().position(|known| known == name));
    at.is_some_and(|g| plan.groups[g].enters == Enters::Community)
}

fn hospital(
    setup: Setup<'_>,
    plan: &Plan,
    there: &words::InitialHospital,
    (queued, counted): (u32, Option<u32>),
    initial: &mut Initial,
    found: &mut Found,
) {
    let path = Path::of("initial.hospital");
    let people = there.people().0;
    if counted.is_some() && there.ready.is_some() {
        let fault = setup.fault(&path.key("ready"), "those who are ready are the people of initial.waiting");
        found.fault(fault.expected("no \"ready\" beside it"));
    }
    if let Some(counted) = counted.filter(|&counted| counted > people) {
        let what = format!("{counted} people of initial.waiting are ready, but only {people} are there");
        found.fault(setup.fault(&path.key("people"), what).expected("all who are in acute beds"));
    }
    let ready = counted.unwrap_or(there.ready().0);
    if ready > people && !found.is_faulty(&path) {
        let what = format!("{ready} people are ready, but only {people} are there");
        found.fault(setup.fault(&path.key("ready"), what).expected("at most those of \"people\""));
    }
    if queued > ready && !found.is_faulty(&path) {
        let what = format!("{queued} people of the hospital queue for services, but only {ready} are ready");
        let at = if setup.has(&path.key("ready")) { path.key("ready") } else { path.clone() };
        found.fault(setup.fault(&at, what).expected("at least those who queue"));
    }
    let only = group(setup, there.group.as_ref(), &path, found);
    let groups = plan
        .groups
        .iter()
        .enumerate()
        .filter(|(g, group)| group.enters != Enters::Community && only.is_none_or(|only| only == *g));
    initial.groups = cumulative(groups.map(|(g, group)| (mean_rate(group), GroupIndex::at(g))));
    if initial.groups.is_empty() && people > 0 && !found.is_faulty(&path) {
        found.fault(
            setup.fault(&path, "no one ever comes to this hospital").expected("a group that enters it"),
        );
    }
    initial.acute = people.saturating_sub(ready);
    initial.ready = if counted.is_some() { 0 } else { ready.saturating_sub(queued) };
    initial.residual = there.residual();
}

/// A service's people, and how many of those who wait for it stand in hospital.
fn service(
    setup: Setup<'_>,
    plan: &Plan,
    s: usize,
    there: &words::InitialService,
    path: &Path,
    found: &mut Found,
) -> (InitialService, u32) {
    let (people, queue) = (there.people().0, there.queue.map_or(0, |n| n.0));
    let only = group(setup, there.group.as_ref(), path, found);
    let mut weights: Vec<(f64, (GroupIndex, PathwayIndex))> = Vec::new();
    let (mut from_hospital, mut total) = (0.0, 0.0);
    let listed = |services: &[ServiceIndex]| services.contains(&ServiceIndex::at(s));
    // A service that only follows another one has people of those who may come to that.
    let diverts = plan.diversions.iter().any(|one| one.service() == Some(ServiceIndex::at(s)));
    let no_queue = diverts && !plan.pathways.iter().any(|pathway| listed(&pathway.services));
    if no_queue && queue > 0 && !found.is_faulty(path) {
        let fault = setup.fault(&path.key("queue"), "no pathway leads here, so no one queues for it");
        found.fault(fault.expected("no \"queue\""));
    }
    let follows = plan.onward.all().any(|f| listed(&f.service))
        && !plan.pathways.iter().any(|pathway| listed(&pathway.services));
    if follows && queue > 0 && !found.is_faulty(path) {
        let fault = setup.fault(&path.key("queue"), "people wait for this in the services before it only");
        found.fault(fault.expected("them among the people of those services"));
    }
    for (g, group) in plan.groups.iter().enumerate().filter(|(g, _)| only.is_none_or(|only| only == *g)) {
        let rate = mean_rate(group);
        let mut below = 0.0;
        for &(upto, p) in &group.needs {
            let share = upto - below;
            below = upto;
            let services = &plan.pathways[p].services;
            let lists = listed(services) || follows && !services.is_empty();
            let lists = if lists { 1.0 } else { plan.diverted_to(ServiceIndex::at(s), g, p) };
            let taken = lists * accepted_share(plan, g, p, &plan.services[s].accepts);
            // With a group given its people are there, however few come.
            let weight = share * taken * if only.is_some() { rate.max(1e-9) } else { rate };
            weights.push((weight, (GroupIndex::at(g), p)));
            total += weight;
            if group.enters != Enters::Community {
                from_hospital += weight;
            }
        }
    }
    let who = cumulative(weights);
    if who.is_empty() && people + queue > 0 && !found.is_faulty(path) {
        found.fault(
            setup.fault(path, "no one ever comes to this service").expected("a pathway that leads to it"),
        );
    }
    let in_hospital = if total > 0.0 { (f64::from(queue) * from_hospital / total).round() as u32 } else { 0 };
    let who = who.into_iter().map(|(upto, (g, p))| (upto, g, p)).collect();
    let residual = there.residual();
    (InitialService { people, queue, queue_is_given: there.queue.is_some(), residual, who }, in_hospital)
}

fn group(setup: Setup<'_>, name: Option<&String>, path: &Path, found: &mut Found) -> Option<usize> {
    setup.find(NameOf::Group, name?, &path.key("group"), found)
}
