//! Who is there at the start of the run: counts, shared out over groups and pathways in proportion
//! to who would come, or the rows of a census.

use super::idle::{Look, Ways};
use super::index::NameOf;
use super::load::{mean_care, mean_of};
use super::profile::cumulative;
use super::{Setup, census};
use crate::base::Limit;
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::plan::{
    Enters, GroupIndex, Initial, InitialService, KnownPlace, PathwayIndex, Plan, Residual, Starts, Who,
};
use crate::scenario::typed;

/// Warns of more people than places at the start, and of lines where nobody need wait.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let initial = &plan.initial;
    let start = plan.calendar.simulated_from();
    let counted = |place: &dyn Fn(&KnownPlace) -> bool| {
        initial.census.iter().filter(|known| place(&known.place)).count() as u64
    };
    let census = Path::of(census::PATH);
    let at = |path: Path| if setup.census.is_some() { census.clone() } else { path };
    let typed = setup.file.initial.as_ref().and_then(|initial| initial.hospital.as_ref());
    let in_hospital = typed.and_then(|hospital| hospital.people).map_or(0, |people| u64::from(people.0))
        + counted(&|place| {
            matches!(place, KnownPlace::Acute | KnownPlace::Ready { .. } | KnownPlace::Decided { .. })
        });
    let beds = plan.hospital.beds.value_at(start);
    let escalation = plan.hospital.escalation.beds;
    if let Some(beds) = beds.number()
        && in_hospital > u64::from(beds) + u64::from(escalation)
    {
        let more = if escalation > 0 {
            format!(" and {}", some(escalation, "escalation bed"))
        } else {
            String::new()
        };
        let text = format!(
            "{in_hospital} people are in {}{more} at the start: nobody is admitted until fewer are there than beds",
            some(beds, "acute bed")
        );
        found.warn("W15", &at(Path::of("initial.hospital")), text);
    }
    for (s, (service, key)) in plan.services.iter().zip(&setup.index.services).enumerate() {
        let path = Path::of("initial.services").key(key);
        let people = u64::from(initial.people_in(s));
        let places = service.people.value_at(start);
        let who = if setup.census.is_some() { format!("{key}: ") } else { String::new() };
        if let Some(places) = places.number()
            && people > u64::from(places)
        {
            let text = format!(
                "{who}{people} people are in {} at the start: nobody new starts until fewer are there than places",
                some(places, "place")
            );
            found.warn("W15", &at(path), text);
            continue;
        }
        if let Some(care) = service.load.care() {
            let amount = care.amount.value_at(start) as f64 / 1000.0;
            let each = mean_care(service, care.in_visits);
            let needed = people as f64 * each;
            if needed > amount + each {
                let of = if care.in_visits { "visits a day" } else { "hours of care a week" };
                let text = format!(
                    "{who}{people} people at the start need about {needed:.0} {of}, of which there are {amount:.0}: nobody new starts until what they need fits"
                );
                found.warn("W15", &at(path.clone()), text);
            }
        }
        let queue = initial.services.get(s).map_or(0, |there| there.queue);
        let only_places = service.starts == Starts::Unlimited && service.load.care().is_none();
        let free = places.number().map(|places| (u64::from(places).saturating_sub(people), places));
        let text = match free {
            _ if queue == 0 || !only_places => None,
            None => Some(format!("{queue} people wait for places without limit: they start at once")),
            Some((free, places)) => (free >= u64::from(queue)).then(|| {
                format!("{queue} people wait while {free} of {places} places are free: they start at once")
            }),
        };
        if let Some(text) = text {
            found.warn("W15", &path.key("queue"), text);
        }
        if service.permanent && people > 0 && setup.census.is_none() {
            let text = "who lives here for good takes no place of it, so this does nothing";
            found.warn("W12", &path.key("people"), text);
        }
    }
    left_out(setup, plan, found);
}

/// Warns of a limited service that starts empty where others have people, as it is left out: the first who
/// come find all of it free.
fn left_out(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let Some(given) = setup.file.initial.as_ref().and_then(|initial| initial.services.as_ref()) else {
        return;
    };
    if given.values().all(|there| there.people.is_none_or(|people| people.0 == 0)) {
        return;
    }
    let ways = Ways::of(plan);
    let look = Look { setup, plan, ways: &ways };
    let start = plan.calendar.simulated_from();
    for (s, (service, key)) in plan.services.iter().zip(&setup.index.services).enumerate() {
        let places = service.people.value_at(start);
        let limited = places.is_some() || service.load.care().is_some();
        let settled = |g: usize| mean_of(&service.stay[g]) < f64::from(plan.calendar.warm_up_days());
        let mut groups = (0..plan.groups.len()).filter(|&g| look.waits_for(g, s));
        let comes = groups.any(|g| mean_rate(&plan.groups[g]) > 0.0 && !settled(g));
        if given.contains_key(key) || !limited || places == Limit::ZERO || service.permanent || !comes {
            continue;
        }
        let text =
            format!("{key} is left out, so it starts empty and all of it is free, while others have people");
        found.warn("W15", &Path::of("initial.services"), text);
    }
}

/// So many of something.
fn some(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// People at the start of a plan that is complete but for them.
pub fn initial(setup: Setup<'_>, plan: &Plan, found: &mut Found) -> Initial {
    let path = Path::of("initial");
    let empty = || InitialService::default();
    let mut services: Vec<InitialService> = plan.services.iter().map(|_| empty()).collect();
    let Some(typed) = &setup.file.initial else { return Initial { services, ..Initial::default() } };
    if let Some(rows) = setup.census {
        for other in ["hospital", "services"] {
            if setup.has(&path.key(other)) {
                let fault = setup.fault(&path.key(other), "the census names everybody who is there");
                found.fault(fault.expected(format!("no \"{other}\" beside \"census\"")));
            }
        }
        let census = census::people(setup, rows, plan, found);
        return Initial { services, census, ..Initial::default() };
    }
    let mut queued_in_hospital = 0;
    for (key, there) in typed.services.iter().flatten() {
        let at = path.key("services").key(key);
        let Some(s) = setup.find(NameOf::Service, key, &at, found) else { continue };
        if !plan.services[s].bridge.is_empty() && (there.people.is_some() || there.queue.is_some()) {
            let fault = setup.fault(&at, "people on a bridge at the start come with a later version");
            found.fault(fault.expected("them among those of initial.hospital"));
            continue;
        }
        let (service, in_hospital) = self::service(setup, plan, s, there, &at, found);
        queued_in_hospital += in_hospital;
        services[s] = service;
    }
    let mut initial = Initial { services, ..Initial::default() };
    if let Some(there) = &typed.hospital {
        hospital(setup, plan, there, queued_in_hospital, &mut initial, found);
    }
    initial
}

fn hospital(
    setup: Setup<'_>,
    plan: &Plan,
    there: &typed::InitialHospital,
    queued: u32,
    initial: &mut Initial,
    found: &mut Found,
) {
    let path = Path::of("initial.hospital");
    let people = there.people.map_or(0, |n| n.0);
    let ready = there.ready.map_or(0, |n| n.0);
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
    initial.groups = cumulative(groups.map(|(g, group)| (mean_rate(group), g as GroupIndex)));
    if initial.groups.is_empty() && people > 0 && !found.is_faulty(&path) {
        found.fault(
            setup.fault(&path, "nobody ever comes to this hospital").expected("a group that enters it"),
        );
    }
    initial.acute = people.saturating_sub(ready);
    initial.ready = ready.saturating_sub(queued);
    initial.residual = residual(there.residual.as_ref());
}

/// A service's people, and how many of those who wait for it stand in hospital.
fn service(
    setup: Setup<'_>,
    plan: &Plan,
    s: usize,
    there: &typed::InitialService,
    path: &Path,
    found: &mut Found,
) -> (InitialService, u32) {
    let (people, queue) = (there.people.map_or(0, |n| n.0), there.queue.map_or(0, |n| n.0));
    let only = group(setup, there.group.as_ref(), path, found);
    let mut weights: Vec<(f64, (GroupIndex, PathwayIndex))> = Vec::new();
    let (mut from_hospital, mut total) = (0.0, 0.0);
    let listed = |services: &[u16]| services.contains(&(s as u16));
    // A service that only follows another one has people of those who may come to that.
    let onward = [&plan.onward.long_term_care, &plan.onward.care_home];
    let follows = onward.iter().any(|f| listed(&f.service))
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
            let services = &plan.pathways[usize::from(p)].services;
            let lists = listed(services) || follows && !services.is_empty();
            let taken = if lists { accepted_share(plan, g, p, &plan.services[s].accepts) } else { 0.0 };
            // With a group given its people are there, however few come.
            let weight = share * taken * if only.is_some() { rate.max(1e-9) } else { rate };
            weights.push((weight, (g as GroupIndex, p)));
            total += weight;
            if group.enters != Enters::Community {
                from_hospital += weight;
            }
        }
    }
    let who = cumulative(weights);
    if who.is_empty() && people + queue > 0 && !found.is_faulty(path) {
        found.fault(
            setup.fault(path, "nobody ever comes to this service").expected("a pathway that leads to it"),
        );
    }
    let in_hospital = if total > 0.0 { (f64::from(queue) * from_hospital / total).round() as u32 } else { 0 };
    let who = who.into_iter().map(|(upto, (g, p))| (upto, g, p)).collect();
    let residual = residual(there.residual.as_ref());
    (InitialService { people, queue, queue_is_given: there.queue.is_some(), residual, who }, in_hospital)
}

fn group(setup: Setup<'_>, name: Option<&String>, path: &Path, found: &mut Found) -> Option<usize> {
    setup.find(NameOf::Group, name?, &path.key("group"), found)
}

fn residual(typed: Option<&typed::Residual>) -> Residual {
    match typed {
        None | Some(typed::Residual::Conditional) => Residual::Conditional,
        Some(typed::Residual::LengthBiased) => Residual::LengthBiased,
        Some(typed::Residual::Uniform) => Residual::Uniform,
        Some(typed::Residual::Drawn(lengths)) => Residual::Drawn(lengths.draw.clone()),
    }
}

/// A group's people a day, over the run.
pub fn mean_rate(group: &crate::scenario::plan::Group) -> f64 {
    group.arrivals.per_day.iter().sum::<f64>() / group.arrivals.per_day.len().max(1) as f64
}

/// The share of a group's people on a pathway whom a service takes; traits are independent.
pub fn accepted_share(plan: &Plan, g: usize, p: PathwayIndex, who: &Who) -> f64 {
    if !who.pathways.has(p) || !who.groups.has(g as u8) {
        return 0.0;
    }
    (0..plan.traits.len() as u8)
        .map(|t| {
            let share =
                plan.groups[g].traits.iter().find(|(own, _)| *own == t).map_or(0.0, |(_, share)| *share);
            if who.traits.has(t) {
                share
            } else if who.not_traits.has(t) {
                1.0 - share
            } else {
                1.0
            }
        })
        .product()
}
