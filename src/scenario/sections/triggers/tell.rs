//! Capacity that opens on a condition, in sentences.

use super::words::{Adds, Condition};
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{capital, count, percent, span};
use crate::scenario::names::Named;

/// Capacity that opens on a condition.
pub fn triggers(teller: &mut Teller<'_>) -> Vec<String> {
    let all: Vec<_> = teller.file.triggers.iter().flatten().collect();
    let mut items = Vec::new();
    for (key, trigger) in all {
        let mark = teller.cite(&[&format!("triggers.{key}")]);
        let name = Named::new(key, trigger.label.as_deref()).label;
        let (what, above, share) =
            trigger.when.as_ref().map_or_else(Default::default, |when| condition(teller, when));
        let amount = |x: f64| if share { percent(x) } else { count(x, "people") };
        let held = |days: f64| if days > 0.0 { format!(" for {}", span(days, 4)) } else { String::new() };
        let opens =
            trigger.adds.as_ref().map_or_else(String::new, |adds| match (&adds.beds, &adds.service) {
                (Some(beds), _) => count(f64::from(beds.0), "acute beds"),
                (None, None) => staff_words(teller, adds),
                (None, service) => format!(
                    "{} in {}",
                    count(f64::from(adds.places.map_or(0, |n| n.0)), "places"),
                    service
                        .as_ref()
                        .map_or_else(String::new, |service| label(&teller.names.services, service))
                ),
            });
        let of_staff =
            trigger.adds.as_ref().is_some_and(|adds| adds.hub_staff.is_some() || adds.step.is_some());
        let (come, go) = if of_staff { ("come", "they go") } else { ("open", "they close") };
        let after = trigger
            .mobilise
            .filter(|after| after.days > 0.0)
            .map_or_else(|| "at once".to_owned(), |after| format!("{} later", span(after.days, 4)));
        let closes = trigger.stands_down.as_ref().map_or_else(
            || "at the first midnight at which that is no longer so".to_owned(),
            |down| {
                let below = down.below.map_or(above, |below| below.0);
                format!(
                    "when the figure has been below {}{}",
                    amount(below),
                    held(down.held_for.map_or(0.0, |d| d.days))
                )
            },
        );
        items.push(format!(
            "{name}: when at midnight more than {} {what}{}, {opens} {come} {after}, on top of the others; {go} \
             {closes}{mark}.",
            amount(above),
            held(trigger.held_for.map_or(0.0, |d| d.days)),
        ));
    }
    items.into_iter().map(|item| capital(&item)).collect()
}

/// People on duty that a trigger adds.
fn staff_words(teller: &Teller<'_>, adds: &Adds) -> String {
    let (number, whose) = match (&adds.hub_staff, &adds.step) {
        (Some(number), _) => (number.0, teller.names.hub.clone()),
        (None, step) => {
            let step = step.as_ref().map_or_else(String::new, |step| label(&teller.names.steps, step));
            (adds.staff.map_or(0, |n| n.0), step)
        }
    };
    format!("{} on duty for {whose}, whenever others are,", count(f64::from(number), "people"))
}

/// What a trigger looks at, above what, and whether that is a share.
fn condition(teller: &Teller<'_>, when: &Condition) -> (String, f64, bool) {
    if let Some(share) = when.hospital_occupancy_above {
        return ("of the core acute beds are in use".to_owned(), share.0, true);
    }
    let (what, above) = if let Some(people) = when.nctr_above {
        ("are ready to leave but still in an acute bed".to_owned(), people.0)
    } else if let Some(people) = when.bed_queue_above {
        ("wait for an acute bed".to_owned(), people.0)
    } else if let Some(queue) = &when.queue_above {
        let service = queue.service.as_ref().map_or_else(String::new, |s| label(&teller.names.services, s));
        (format!("wait for {service}"), queue.people.map_or(0.0, |people| people.0))
    } else if let Some(people) = when.hub_queue_above {
        (format!("queue for {}", teller.names.hub), people.0)
    } else if let Some(queue) = &when.step_queue_above {
        let step = queue.step.as_ref().map_or_else(String::new, |s| label(&teller.names.steps, s));
        (format!("queue for {step}"), queue.people.map_or(0.0, |people| people.0))
    } else {
        Default::default()
    };
    (what, above, false)
}
