//! People who would go round in a circle without any time passing: the clock would stand still for
//! ever. From a service they may go back to hospital, or on to the service that follows on an exit.
//! And of services in a circle whose people keep their places while they wait for the next one's: once
//! all are full of such people, none of them moves again.

use super::load::parts;
use crate::base::{Distribution, Luck, Position, Timetable};
use crate::scenario::build::setup::Setup;
use crate::scenario::capacities::OfService;
use crate::scenario::plan::shares::{accepted_share, mean_of, needed};
use crate::scenario::plan::{Diverts, Plan};
use crate::scenario::sections::groups::plan::Booking;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::services::words::Exit;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Less than a minute, in days, is no time.
const NO_TIME: f64 = 1.0 / 1440.0;
/// Nearly everybody: one in a thousand gets out of the circle each time round.
const NEARLY_ALL: f64 = 0.999;

/// Tells of each service from which nearly everybody goes round in no time, and of planned people who
/// are cancelled and come again at once.
pub fn check(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    for (group, key) in plan.groups.iter().zip(&setup.index.groups) {
        if let Booking::Elective { rebooked_after: Some(after), .. } = group.booking
            && after.hours() < 1.0
        {
            let path = Path::of("groups").key(key).key("elective").key("rebooked_after");
            let fault =
                setup.fault(&path, "people who are cancelled would come again at once, again and again");
            found.fault(fault.expected("at least \"1h\""));
        }
    }
    for (s, g) in in_no_time(setup, plan) {
        let (service, group) = (&setup.index.services[s], &setup.index.groups[g]);
        let path = Path::of("services").key(service);
        let what = format!("people of group {group} go round in a circle without any time passing");
        found.fault(setup.fault(&path, what).expected("a stay, or an exit that ends the journey"));
    }
}

/// Warns of services in a circle that may lock each other.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    for circle in locking(plan) {
        let keys: Vec<&str> = circle.iter().map(|&s| setup.index.services[s].as_str()).collect();
        let path = Path::of("services").key(keys[0]);
        let text = if let [only] = keys[..] {
            format!(
                "people who leave {only} may need a place in {only}, and keep the one they have until then: once it \
                 is full of them, no one moves again"
            )
        } else {
            let each = keys.iter().zip(keys.iter().cycle().skip(1));
            let each: Vec<String> = each.map(|(from, to)| format!("from {from} to {to}")).collect();
            format!(
                "people wait {} in the place that they have: once all of these are full of them, no one moves again",
                each.join(" and ")
            )
        };
        found.warn("W14", &path, text);
    }
}

/// Circles of services that limit who is there and lead into each other, each from its first service.
fn locking(plan: &Plan) -> Vec<Vec<usize>> {
    let limited = |s: usize| {
        let service = &plan.services[s];
        let limits = OfService::of_stays().any(|kind| kind.limits(service));
        !service.permanent && service.bridge.is_empty() && limits
    };
    let next = |s: usize| -> Vec<usize> {
        let exits = [Exit::LongTermCare, Exit::CareHome].into_iter();
        let taken = exits.filter(|&exit| share(plan, s, |other| other == exit) > 0.0);
        let to = taken.filter_map(|exit| plan.onward.after(exit)?.service.first().map(|to| to.position()));
        to.filter(|&to| limited(to)).collect()
    };
    let mut all: Vec<Vec<usize>> = Vec::new();
    for start in (0..plan.services.len()).filter(|&s| limited(s)) {
        // Only services that follow on an exit can lead back, and these are few.
        let mut ways: Vec<Vec<usize>> = vec![vec![start]];
        while let Some(way) = ways.pop() {
            for to in next(way[way.len() - 1]) {
                if to == start && !all.contains(&way) {
                    all.push(way.clone());
                } else if to > start && !way.contains(&to) {
                    ways.push(way.iter().copied().chain([to]).collect());
                }
            }
        }
    }
    all
}

/// The services from which nearly everybody of a group comes back in no time; one for each group.
fn in_no_time(setup: Setup<'_>, plan: &Plan) -> Vec<(usize, usize)> {
    let goes_on = |exit: Exit| matches!(exit, Exit::Hospital | Exit::LongTermCare | Exit::CareHome);
    let moving: Vec<usize> = (0..plan.services.len())
        .filter(|&s| !plan.services[s].permanent && share(plan, s, goes_on) > NEARLY_ALL)
        .collect();
    if moving.is_empty() {
        return Vec::new();
    }
    let quick_wait = |exit| plan.onward.after(exit).is_some_and(|follows| is_quick(&follows.wait, 1.0));
    let (to_long_term, to_home) = (quick_wait(Exit::LongTermCare), quick_wait(Exit::CareHome));
    let mut all = Vec::new();
    for (g, group) in plan.groups.iter().enumerate() {
        let mut round: Vec<usize> =
            moving.iter().copied().filter(|&s| is_quick_at_times(setup, plan, s, g)).collect();
        let quick_stay = group.enters == Enters::Admission
            && !round.is_empty()
            && is_quick(&group.stay, least(&group.stay_factor).min(setup.effects.least_stay(None, g)));
        // Whatever leads out of the circle is taken out of it, until nothing does.
        loop {
            let before = round.len();
            let by_hospital =
                quick_stay && leads_to(plan, g, &round) > NEARLY_ALL || goes_early(plan, g, &round);
            let next = |exit| plan.onward.after(exit).and_then(|f| f.service.first()).map(|s| s.position());
            let stays_in = |s: usize| {
                share(plan, s, |exit| match exit {
                    Exit::Hospital => by_hospital,
                    Exit::LongTermCare => to_long_term && next(exit).is_some_and(|to| round.contains(&to)),
                    Exit::CareHome => to_home && next(exit).is_some_and(|to| round.contains(&to)),
                    Exit::Independent | Exit::Died => false,
                }) > NEARLY_ALL
            };
            let kept: Vec<usize> = round.iter().copied().filter(|&s| stays_in(s)).collect();
            round = kept;
            if round.len() == before {
                break;
            }
        }
        all.extend(round.first().map(|&s| (s, g)));
    }
    all
}

/// The share of a group's admissions that lead to one of these services.
fn leads_to(plan: &Plan, g: usize, services: &[usize]) -> f64 {
    let group = &plan.groups[g];
    let mut sum = 0.0;
    for (pathway, share) in needed(plan, g) {
        let to = &plan.pathways[pathway].lines;
        sum += if to.iter().any(|s| services.contains(&s.position())) { share } else { 0.0 };
    }
    sum * (1.0 - group.dies_in_hospital)
}

/// Whether nearly everybody of a group is taken early by one of these services, and stays no time before that.
fn goes_early(plan: &Plan, g: usize, services: &[usize]) -> bool {
    let group = &plan.groups[g];
    plan.diversions.iter().any(|one| {
        let Diverts::TakesEarly { service, by, who } = one.what else { return false };
        let s = service.position();
        let needs = parts(&group.needs).map(|(p, share)| {
            let taken = accepted_share(plan, g, p, &plan.services[service].accepts);
            share * taken * accepted_share(plan, g, p, &who)
        });
        let all = one.share * (1.0 - group.dies_in_hospital) * needs.sum::<f64>();
        let quick = |i: u64| group.stay.draw(Luck::new(0, i)) - by.days() < NO_TIME;
        group.enters == Enters::Admission && services.contains(&s) && all > NEARLY_ALL && (0..64).all(quick)
    })
}

/// The share of a service's people who leave by such exits.
fn share(plan: &Plan, s: usize, exits: impl Fn(Exit) -> bool) -> f64 {
    let mut below = 0.0;
    let mut sum = 0.0;
    for &(upto, exit) in &plan.services[s].exits {
        sum += if exits(exit) { upto - below } else { 0.0 };
        below = upto;
    }
    sum
}

/// Whether a stay in a service takes no time, or none while an event lasts or for those who gave way to it.
fn is_quick_at_times(setup: Setup<'_>, plan: &Plan, s: usize, g: usize) -> bool {
    let service = &plan.services[s];
    let to_here = plan.gives_way.iter().filter(|rule| rule.service().is_some_and(|to| to.position() == s));
    let by_rule = to_here.map(|rule| rule.stay_factor).fold(1.0, f64::min);
    let factor = least(&service.stay_factor).min(setup.effects.least_stay(Some(s), g));
    is_quick(&service.stay[g], factor * by_rule)
}

fn least(factor: &Timetable<f64>) -> f64 {
    factor.points().iter().map(|&(_, factor)| factor).fold(f64::INFINITY, f64::min)
}

fn is_quick(stay: &Distribution, factor: f64) -> bool {
    // Most stays show at once that they are none; the mean of what is bounded takes many draws.
    (0..8).all(|i| factor * stay.draw(Luck::new(0, i)) < NO_TIME) && factor * mean_of(stay) < NO_TIME
}
