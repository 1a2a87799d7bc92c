//! How full each place must become, and how long it takes to settle, in sentences.

use super::teller::Teller;
use super::words;
use super::words::{all_of, figure};
use crate::base::Position;
use crate::scenario::check::load::{Offered, Place, offered};
use crate::scenario::names::Named;

/// How full each place must become, and how long it takes to settle.
pub fn loads(teller: &Teller<'_>) -> Vec<String> {
    let all = offered(teller.plan);
    if all.is_empty() {
        return Vec::new();
    }
    let mut items = vec![
        "Computed from the figures above, on average over all simulated days. Each row counts the people whom only \
         these services take, with the shortest stay that they could have there: this much is needed at the least, \
         and people who come on from another service are not in it. Of the hub and of work it counts the people whom \
         it concerns, beside the hours of all on duty. Above about 95%, waits swing widely; above 100%, they grow \
         without end, unless people leave the queue by themselves. How long it takes until a queue no longer depends \
         on how it began follows from stay ÷ (places × (1 − √load)²)."
            .to_owned(),
    ];
    let plan = teller.plan;
    let hazards = plan.groups.iter().map(|group| group.hazards.recovers + group.hazards.dies);
    if hazards.sum::<f64>() > 0.0 {
        items.push(
            "Who recovers or dies while the hub and the steps are at work does not come, by the rates a day of \
             “while_waiting” over the mean time of that work. Who can leave a queue by himself does not pile up in \
             it, and it settles within about the longer of a stay and the time until they have left."
                .to_owned(),
        );
    }
    if !plan.gives_way.is_empty() {
        items.push(
            "“At most” counts all who may give way to a service as if they did, beside those whom only it takes. \
             Who can give way to home or to a place with room does not pile up in the queue."
                .to_owned(),
        );
    }
    if plan.diversions.iter().any(|one| one.service().is_some()) {
        items.push(
            "People who are looked after by a service instead of in an acute bed, or who leave early for one, come out \
             of what beds need as far as that service has room beside others; of it they need at most what is said."
                .to_owned(),
        );
    }
    items.extend(all.iter().map(|offered| load(teller, offered)));
    items
}

fn load(teller: &Teller<'_>, offered: &Offered) -> String {
    let short = |all: &[Named], i: usize| all.get(i).map_or_else(String::new, |name| name.label.clone());
    let (name, needs) = match &offered.of {
        Place::Beds => ("Acute beds".to_owned(), "acute stays alone need"),
        Place::Hub => (words::capital(&teller.names.hub), "needs"),
        Place::Step(i) => (short(&teller.names.steps, *i), "needs"),
        Place::Services(services) => {
            let labels: Vec<String> =
                services.iter().map(|&s| short(&teller.names.services, s.position())).collect();
            let several = labels.len() > 1;
            let together = if several { " together" } else { "" };
            (all_of(&labels) + together, if several { "need" } else { "needs" })
        }
    };
    let needs = if offered.at_most { format!("{needs} at most") } else { needs.to_owned() };
    let limits: Vec<String> = offered
        .limits
        .iter()
        .map(|limit| {
            let share = if limit.has > 0.0 {
                format!(" ({}%)", figure(100.0 * limit.needed / limit.has, 2))
            } else {
                String::new()
            };
            let held = if limit.is_held() && !offered.at_most {
                format!("; {}", limit.held_by())
            } else {
                String::new()
            };
            format!("{} of {} {}{share}{held}", figure(limit.needed, 3), figure(limit.has, 3), limit.of)
        })
        .collect();
    let settles = offered.settles_days.map_or_else(String::new, |days| {
        let short = if days > f64::from(teller.plan.calendar.warm_up_days()) {
            ", longer than the days before measuring"
        } else {
            ""
        };
        format!(" To settle takes {} days or more{short}.", figure(days, 2))
    });
    let more =
        if offered.of == Place::Beds { "; the waits to be found and to leave come on top" } else { "" };
    format!("{name}: {needs} {}{more}.{settles}", all_of(&limits))
}
