//! Where each pathway leads, in sentences.

use super::words::{CountsFrom, GivesWay};
use crate::scenario::explain::teller::{Teller, label, labels};
use crate::scenario::explain::words::{capital, figure, percent, span};
use crate::scenario::names::Named;

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
    let from = match rule.from() {
        CountsFrom::Free => "in which they could leave and have no place",
        CountsFrom::Ready => "since they were discharge-ready, or referred from home",
    };
    let who = if rule.share().0 < 1.0 {
        format!("{} of people", percent(rule.share().0))
    } else {
        "people".to_owned()
    };
    let when = match (rule.after().days > 0.0, rule.per_day) {
        (false, None) => format!("at once ({from})"),
        (false, Some(rate)) => format!("at a rate of {} a day {from}", figure(rate.0, 3)),
        (true, None) => format!("after {} {from}", span(rule.after().days, 3)),
        (true, Some(rate)) => {
            format!("after {} {from}, at a rate of {} a day", span(rule.after().days, 3), figure(rate.0, 3))
        }
    };
    let to = rule.to.as_deref().unwrap_or_default();
    let takes = if to == "home" {
        "go home without a service".to_owned()
    } else {
        format!("also wait for {}, at their turn", label(&teller.names.services, to))
    };
    let factor = rule.stay_factor().0;
    let longer = if (factor - 1.0).abs() > 0.0 {
        format!("; a stay there is {} times as long", figure(factor, 3))
    } else {
        String::new()
    };
    format!(" {name}: {who} {takes} {when}{longer}.")
}
