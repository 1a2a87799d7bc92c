//! What is odd about who is there at the start: more people than places, and lines where nobody need wait.

use super::idle::{Look, Ways};
use crate::base::Limit;
use crate::scenario::build::setup::Setup;
use crate::scenario::capacities::OfService;
use crate::scenario::plan::Plan;
use crate::scenario::plan::shares::{mean_care, mean_of, mean_rate};
use crate::scenario::sections::initial::plan::KnownPlace;
use crate::scenario::sections::initial::rows;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Warns of more people than places at the start, and of lines where nobody need wait.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let initial = &plan.initial;
    let start = plan.calendar.simulated_from();
    let counted = |place: &dyn Fn(&KnownPlace) -> bool| {
        initial.census.iter().filter(|known| place(&known.place)).count() as u64
    };
    let census = Path::of(rows::PATH);
    let at = |path: Path| if setup.census.is_some() { census.clone() } else { path };
    let typed = setup.file.initial.as_ref().and_then(|initial| initial.hospital.as_ref());
    let in_hospital = typed.map_or(0, |hospital| u64::from(hospital.people().0))
        + counted(&|place| {
            use KnownPlace::{Acute, Counted, Decided, Ready};
            // Those of counts are among the people of the hospital, where these are given.
            matches!(place, Acute | Ready { .. } | Decided { .. })
                || typed.is_none() && matches!(place, Counted { .. })
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
    for ((s, service), key) in plan.services.numbered().zip(&setup.index.services) {
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
        let queue = initial.services.with(s).map_or(0, |there| there.queue);
        let only_places =
            OfService::ALL.iter().all(|&kind| kind == OfService::Places || !kind.limits(service));
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
