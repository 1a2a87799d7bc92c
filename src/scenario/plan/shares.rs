//! What follows from a plan about who comes and where people go, on average.

use std::cell::RefCell;

use super::Plan;
use super::index::{GroupIndex, PathwayIndex, Set};
use super::who::Who;
use crate::base::distribution::Family;
use crate::base::{Distribution, Luck, Position};
use crate::scenario::sections::groups::plan::Group;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::services::plan::Service;

/// A group's people a day, over the run.
pub fn mean_rate(group: &Group) -> f64 {
    group.arrivals.per_day.iter().sum::<f64>() / group.arrivals.per_day.len().max(1) as f64
}

/// The share of a group's people on a pathway whom a service takes; traits are independent.
pub fn accepted_share(plan: &Plan, g: usize, p: PathwayIndex, who: &Who) -> f64 {
    if !who.pathways.has(p) || !who.groups.has(GroupIndex::at(g)) {
        return 0.0;
    }
    plan.traits
        .numbers()
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

/// What people of a group need and their shares, once it is found who needs less; traits are independent.
pub fn needed(plan: &Plan, g: usize) -> Vec<(PathwayIndex, f64)> {
    let group = &plan.groups[g];
    let below = std::iter::once(0.0).chain(group.needs.iter().map(|(upto, _)| *upto));
    let typed = group.needs.iter().zip(below).map(|(&(upto, need), below)| (need, upto - below));
    if plan.hub.right_sizing.is_empty() || group.enters == Enters::Community {
        return typed.collect();
    }
    let mut all = Vec::new();
    for (need, share) in typed {
        let mut left = share;
        for rule in &plan.hub.right_sizing {
            let smaller = left * rule.concerns.share * accepted_share(plan, g, need, &rule.concerns);
            if rule.to != need && smaller > 0.0 {
                all.push((rule.to, smaller));
                left -= smaller;
            }
        }
        all.push((need, left));
    }
    all
}

/// The pathways that a person of a group may be on, by need or by decision.
pub fn reached(plan: &Plan, group: GroupIndex) -> Set<PathwayIndex> {
    let mut set = Set::default();
    for (need, _) in needed(plan, group.position()) {
        let group = &plan.groups[group];
        set = set.with(need);
        if group.enters != Enters::Community {
            for &(_, decided) in &plan.hub.decides[need] {
                set = set.with(decided);
            }
        }
    }
    set
}

/// The mean of what is really drawn, bounds and truncation included. What takes many draws is kept: checks
/// and explanations ask for the same few again and again.
pub fn mean_of(draw: &Distribution) -> f64 {
    let (least, most) = draw.bounds();
    let as_given = least <= 0.0 && most == f64::INFINITY && !matches!(draw.family(), Family::Normal { .. });
    if as_given {
        return draw.mean();
    }
    // Lists of values can be long.
    if matches!(draw.family(), Family::Empirical(_) | Family::Bands(_)) {
        return mean_of_draws(draw);
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, mean)) = known.iter().find(|(other, _)| other == draw) {
            return *mean;
        }
        let mean = mean_of_draws(draw);
        if known.len() == MOST_KNOWN {
            known.clear();
        }
        known.push((draw.clone(), mean));
        mean
    })
}

/// So many means are kept.
const MOST_KNOWN: usize = 64;

thread_local! {
    static KNOWN: RefCell<Vec<(Distribution, f64)>> = const { RefCell::new(Vec::new()) };
}

fn mean_of_draws(draw: &Distribution) -> f64 {
    const DRAWS: u64 = 20_000;
    (0..DRAWS).map(|i| draw.draw(Luck::new(0, i))).sum::<f64>() / DRAWS as f64
}

/// The care of one person on average over a stay, as it goes in a straight line from first to last.
pub fn mean_care(service: &Service, in_visits: bool) -> f64 {
    let care = service.load.care().filter(|care| care.in_visits == in_visits);
    care.map_or(0.0, |care| f64::midpoint(mean_of(care.first), mean_of(care.last)))
}
