//! Words that are read but not simulated yet. Where one is given and would change something, a
//! warning says so: nothing is left out in silence. Shrinks as the model grows.

use super::Setup;
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::typed::{Amount, CareRule, Priority, Staff};

/// The warnings' code.
const CODE: &str = "W20";

/// Warns of everything that is read but not simulated yet, once for each word.
pub fn warn(setup: Setup<'_>, found: &mut Found) {
    let mut later = Later { found };
    services(setup, &mut later);
    closures(setup, &mut later);
    events(setup, &mut later);
    let file = setup.file;
    later.tell(file.triggers.iter().map(|_| Path::of("triggers")), "no capacity opens on a condition");
    later.tell(file.rag.iter().map(|_| Path::of("rag")), "results carry no ratings");
}

struct Later<'f> {
    found: &'f mut Found,
}

impl Later<'_> {
    fn tell(&mut self, paths: impl IntoIterator<Item = Path>, instead: &str) {
        let mut paths = paths.into_iter();
        let Some(first) = paths.next() else { return };
        let others: Vec<String> = paths.map(|path| path.to_string()).collect();
        let also = if others.is_empty() { String::new() } else { format!(" (also {})", others.join(", ")) };
        let text = format!("read but not simulated yet{also}: {instead}");
        self.found.warn(CODE, &first, text);
    }
}

fn services(setup: Setup<'_>, later: &mut Later<'_>) {
    let services: Vec<_> = setup
        .file
        .services
        .iter()
        .flatten()
        .map(|(key, service)| (Path::of("services").key(key), service))
        .collect();
    later.tell(
        services
            .iter()
            .filter(|(_, s)| s.priority.is_some_and(|p| p != Priority::LongestWait))
            .map(|(p, _)| p.key("priority")),
        "who has waited longest comes first",
    );
    later.tell(
        services
            .iter()
            .filter(|(_, s)| s.visits_per_day.as_ref().is_some_and(|v| !v.is_unlimited()))
            .map(|(p, _)| p.key("visits_per_day")),
        "visits do not limit who starts",
    );
    later.tell(
        services
            .iter()
            .filter(|(_, s)| s.care.as_ref().is_some_and(|c| c.rule == Some(CareRule::WholePlanFits)))
            .map(|(p, _)| p.key("care").key("rule")),
        "the first week must fit",
    );
}

fn closures(setup: Setup<'_>, later: &mut Later<'_>) {
    fn has<K>(amount: Option<&Amount<K>>) -> bool {
        amount.is_some_and(|amount| amount.closures > 0)
    }
    let staffed = |staff: Option<&Staff>| matches!(staff, Some(Staff::Amount(amount)) if amount.closures > 0);
    let mut paths = Vec::new();
    let file = setup.file;
    if has(file.hospital.as_ref().and_then(|h| h.beds.as_ref())) {
        paths.push(Path::of("hospital.beds.closures"));
    }
    if staffed(file.hub.as_ref().and_then(|h| h.staff.as_ref())) {
        paths.push(Path::of("hub.staff.closures"));
    }
    for (key, step) in file.steps.iter().flatten() {
        let at = Path::of("steps").key(key);
        if staffed(step.staff.as_ref()) {
            paths.push(at.key("staff.closures"));
        }
        if has(step.per_day.as_ref()) {
            paths.push(at.key("per_day.closures"));
        }
    }
    for (key, service) in file.services.iter().flatten() {
        let at = Path::of("services").key(key);
        let places = [
            (has(service.places.as_ref()), "places"),
            (has(service.starts_per_week.as_ref()), "starts_per_week"),
            (has(service.hours_per_week.as_ref()), "hours_per_week"),
        ];
        paths.extend(places.iter().filter(|(given, _)| *given).map(|(_, key)| at.key(key).key("closures")));
    }
    later.tell(paths, "the amount is there on every day");
}

fn events(setup: Setup<'_>, later: &mut Later<'_>) {
    let random = setup.file.events.iter().flatten().filter(|(_, e)| e.chance.is_some() || e.lasts.is_some());
    later.tell(
        random.map(|(key, e)| {
            Path::of("events").key(key).key(if e.chance.is_some() { "chance" } else { "lasts" })
        }),
        "the event never happens",
    );
}
