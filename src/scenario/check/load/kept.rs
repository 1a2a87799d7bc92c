//! What is left beside beds and places that are never others', and what those others need of it.

use super::demand::Demand;
use super::{Balance, Offered, RECOVER, View, acute_beds, places_opened, tell};
use crate::base::Time;
use crate::scenario::capacities::{OfService, mean_number};
use crate::scenario::plan::index::{ServiceIndex, Set};
use crate::scenario::plan::kept::{part_of, shared_out};
use crate::scenario::plan::shares::accepted_share;
use crate::scenario::plan::{Hospital, Kept, Others, Plan};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Of whom it is said.
const WHO: &str = "others than those for whom some are kept: ";

fn is_never_others(part: &Kept) -> bool {
    part.others == Others::Never
}

/// What is never others', on average over all days.
fn never_others(kept: &[Kept], places: &crate::base::Timetable<crate::base::Limit>, plan: &Plan) -> f64 {
    let days = plan.calendar.first_day()..plan.calendar.days_to_end();
    let count = days.len().max(1) as f64;
    let on = |at: Time| {
        let parts = shared_out(kept.iter().map(|part| part.places.value_at(at)), places.value_at(at));
        kept.iter()
            .zip(parts)
            .filter(|(part, _)| is_never_others(part))
            .map(|(_, has)| f64::from(has))
            .sum::<f64>()
    };
    days.map(|day| on(Time::midnight(day))).sum::<f64>() / count
}

/// Warns where others need more beds than are left for them.
pub fn beds(view: &View<'_>, found: &mut Found) {
    let View { plan, rates, .. } = view;
    let Hospital { kept, beds, .. } = &plan.hospital;
    if !kept.iter().any(is_never_others) {
        return;
    }
    // Whoever is of a part by its groups and traits; where people go does not count at the door.
    let is_of = |g: usize, part: &Kept| {
        plan.pathways.numbers().next().map_or(0.0, |p| accepted_share(plan, g, p, &part.who))
    };
    let rates: Vec<f64> = rates
        .iter()
        .enumerate()
        .map(|(g, rate)| {
            let never = kept.iter().filter(|part| is_never_others(part));
            rate * never.map(|part| 1.0 - is_of(g, part)).product::<f64>()
        })
        .collect();
    let Some(Offered { mut limits, .. }) = acute_beds(plan, &rates) else { return };
    for limit in &mut limits {
        limit.has = (limit.has - never_others(kept, beds, plan)).max(0.0);
    }
    tell(&limits, None, &Path::of("hospital.kept"), WHO, found);
}

/// Warns where others need more places of a service than are left for them.
pub fn places(view: &View<'_>, s: ServiceIndex, path: &Path, found: &mut Found) {
    let View { plan, rates, .. } = view;
    let service = &plan.services[s];
    let kept = &service.kept;
    if service.permanent || !kept.iter().any(is_never_others) {
        return;
    }
    let Some(places) = mean_number(&service.people, plan) else { return };
    let traits = kept.iter().fold(Set::NONE, |all, part| all.and(part.who.traits).and(part.who.not_traits));
    let others = Demand::of_those(plan, rates, traits, |p, g, with| {
        part_of(kept, p, g, with).is_none_or(|part| !is_never_others(&kept[part]))
    });
    let needs = others.within(&[s]);
    let limit = Balance {
        needed: needs.all.of(OfService::Places),
        stay_on: needs.stay_on.of(OfService::Places),
        has: (places - never_others(kept, &service.people, plan)).max(0.0),
        opens: places_opened(plan, &[s]),
        of: OfService::Places.told().needed,
        leaving: RECOVER,
    };
    tell(&[limit], None, &path.key("kept"), WHO, found);
}
