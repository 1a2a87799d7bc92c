//! Where each pathway leads, in sentences.

use super::words::{CountsFrom, GivesWay};
use crate::scenario::explain::teller::{Teller, label, labels};
use crate::scenario::explain::words::{capital, figure, percent, span};
use crate::scenario::names::Named;
use crate::scenario::sections::services::words::Service;

/// The pathways and the services that they lead to.
pub fn pathways(teller: &mut Teller<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for name in &teller.names.pathways {
        let typed = teller.file.pathways.as_ref().and_then(|all| all.get(&name.key));
        let services = labels(&teller.names.services, typed.and_then(|pathway| pathway.services.as_ref()));
        let mut text = match services.as_slice() {
            [] => format!("{}: they go home without a service.", name.label),
            [one] => format!("{}: they wait for {one}.", name.label),
            several => format!(
                "{}: they wait for each of these that takes them and have the first place that is offered; if \
                 several are free, the first in this order: {}.",
                name.label,
                several.join(", ")
            ),
        };
        if let Some(bridge) = typed.and_then(|pathway| pathway.bridge.as_ref()) {
            text += &format!(
                " A patient who could leave but has no place asks for {}, and goes on waiting there.",
                label(&teller.names.services, bridge)
            );
        }
        for (key, rule) in typed.and_then(|pathway| pathway.gives_way.as_ref()).into_iter().flatten() {
            text += &gives_way(teller, &Named::new(key, rule.label.as_deref()).label, rule);
        }
        items.push(capital(&text));
    }
    items
}

/// What people take who wait too long.
fn gives_way(teller: &Teller<'_>, name: &str, rule: &GivesWay) -> String {
    let days = rule.after().days;
    let when = match (rule.from(), days > 0.0) {
        (CountsFrom::Free, false) => "once they could leave and have no place".to_owned(),
        (CountsFrom::Free, true) => {
            format!("after {} in which they could leave and had no place", span(days, 3))
        }
        (CountsFrom::Ready, false) => "once they are discharge-ready or, from home, referred".to_owned(),
        (CountsFrom::Ready, true) => {
            format!("{} after they became discharge-ready or, from home, were referred", span(days, 3))
        }
    };
    let who = match rule.share().0 {
        share if share < 1.0 => format!("{} of people", percent(share)),
        _ => "people".to_owned(),
    };
    let to = rule.to.as_deref().unwrap_or_default();
    let service = label(&teller.names.services, to);
    let is_bridge = teller.file.services.as_ref().and_then(|all| all.get(to)).is_some_and(Service::bridge);
    let takes = if to == "home" {
        "go home without a service".to_owned()
    } else if is_bridge {
        format!("also ask for {service}, where they would keep their turn")
    } else {
        format!("also wait for {service}, with the turn that they have")
    };
    let rate = rule.per_day.map_or_else(String::new, |rate| {
        format!(", not all then but from then on at a rate of {} a day", figure(rate.0, 3))
    });
    let factor = rule.stay_factor().0;
    let longer = if (factor - 1.0).abs() > 0.0 {
        format!("; a stay there is {} times as long", figure(factor, 3))
    } else {
        String::new()
    };
    let queue = rule.when_queue_above.as_ref().map_or_else(String::new, |queue| {
        let service = queue.service.as_ref().map_or_else(String::new, |s| label(&teller.names.services, s));
        let people = queue.people.map_or(0.0, |people| people.0);
        format!("; only where, counting themselves, more than {} could then take a place in {service} and have none", figure(people, 3))
    });
    format!(" {name}: {when}, {who} {takes}{rate}{longer}{queue}.")
}
