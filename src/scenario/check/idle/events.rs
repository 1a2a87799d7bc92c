//! What events do that can do nothing: for want of staff, of a limit, of rounds, or of people.

use super::{CODE, Look};
use crate::scenario::sections::events::scope::{List, SCOPES};
use crate::scenario::sections::events::words::Event;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::services::plan::Starts;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Warns of what does nothing in each event.
pub fn warn(look: Look<'_>, found: &mut Found) {
    for (key, event) in look.setup.file.events.iter().flatten() {
        let path = Path::of("events").key(key);
        for scope in SCOPES.iter().filter(|scope| does(event, scope.key)) {
            self::scope(look, event, &path, scope.key, scope.lists, found);
        }
    }
}

/// Whether a word is given and not neutral.
fn does(event: &Event, word: &str) -> bool {
    let factor = match word {
        "uplift" => return event.uplift.is_some_and(|uplift| uplift.0.abs() > 1e-9),
        "closes" => return event.closes(),
        "stay_factor" => event.stay_factor,
        "step_factor" => event.step_factor,
        "reach_factor" => event.reach_factor,
        "starts_factor" => event.starts_factor,
        _ => event.staff_factor,
    };
    factor.is_some_and(|factor| (factor.0 - 1.0).abs() > 1e-9)
}

fn scope(look: Look<'_>, event: &Event, path: &Path, word: &str, lists: &[(List, &str)], found: &mut Found) {
    let mut listed = false;
    for (list, _) in lists {
        let Some(names) = list.of(event) else { continue };
        listed = true;
        let at = path.key(list.key());
        if names.is_empty() {
            look.idle(&at, "the list is empty", found);
            continue;
        }
        let known = keys(look, *list);
        let idle: Vec<Option<&str>> = names
            .iter()
            .map(|name| known.iter().position(|key| key == name).and_then(|i| why(look, word, *list, i)))
            .collect();
        if let [Some(first), rest @ ..] = &idle[..]
            && rest.iter().all(Option::is_some)
        {
            look.idle(&path.key(word), first, found);
            continue;
        }
        for (i, why) in idle.into_iter().enumerate() {
            if let Some(why) = why {
                found.warn(CODE, &at.index(i), format!("{why}, so \"{word}\" does nothing here"));
            }
        }
    }
    if !listed && let Some(why) = nowhere(look, word) {
        look.idle(&path.key(word), why, found);
    }
}

fn keys(look: Look<'_>, list: List) -> &[String] {
    let index = look.setup.index;
    match list {
        List::Groups => &index.groups,
        List::Steps => &index.steps,
        List::Services => &index.services,
    }
}

/// Why an event without a list can do nothing anywhere, if it cannot.
fn nowhere(look: Look<'_>, word: &str) -> Option<&'static str> {
    let all = |list: List| (0..keys(look, list).len()).all(|i| why(look, word, list, i).is_some());
    match word {
        "uplift" => all(List::Groups).then_some("no one ever comes"),
        "stay_factor" => all(List::Groups).then_some("no one has an acute stay"),
        "step_factor" => all(List::Steps).then_some("no step takes time"),
        "reach_factor" => look.plan.hospital.rounds.is_empty().then_some("there are no board rounds"),
        "starts_factor" => all(List::Services).then_some("no service limits its starts a week"),
        "staff_factor" => (all(List::Steps) && !look.plan.hub.work.has_counted_staff())
            .then_some("neither the hub nor any step has staff"),
        "closes" => look.plan.services.is_empty().then_some("there are no services"),
        _ => None,
    }
}

/// Why a word does nothing to one of a kind, if it does not.
fn why(look: Look<'_>, word: &str, list: List, i: usize) -> Option<&'static str> {
    let plan = look.plan;
    match (word, list) {
        ("uplift", List::Groups) => {
            let arrivals = look.setup.file.groups.iter().flatten().nth(i)?.1.arrivals.as_ref();
            let comes = arrivals.is_some_and(|a| {
                a.per_day.is_some_and(|rate| rate.0 > 0.0)
                    || a.daily_rates.is_some()
                    || a.daily_counts.is_some()
                    || a.monthly_counts.is_some()
            });
            (!comes).then_some("no one of this group ever comes")
        }
        ("stay_factor", List::Groups) => {
            let group = &plan.groups[i];
            (group.enters != Enters::Admission || group.stay.is_zero())
                .then_some("people of this group have no acute stay")
        }
        ("stay_factor", List::Services) => {
            let service = &plan.services[i];
            if !service.bridge.is_empty() {
                Some("people leave a bridge when a place comes free elsewhere")
            } else if service.permanent {
                Some("people stay here for good")
            } else {
                service
                    .stay
                    .iter()
                    .all(crate::base::Distribution::is_zero)
                    .then_some("people leave here at once")
            }
        }
        ("step_factor", List::Steps) => plan.steps[i].takes.is_zero().then_some("this step takes no time"),
        ("staff_factor", List::Steps) => {
            (!plan.steps[i].work.has_counted_staff()).then_some("this step has no staff")
        }
        ("starts_factor", List::Services) => {
            let limited = match &plan.services[i].starts {
                Starts::Unlimited => false,
                Starts::SinceMonday(allowed) => allowed.iter().any(|n| n.is_some()),
            };
            (!limited).then_some("nothing limits starts a week here")
        }
        _ => None,
    }
}
