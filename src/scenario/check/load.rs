//! Legal but hopeless, or nearly so: more work than capacity, and warm-ups too short to settle.
//!
//! A set of services is surely short only if people who can go nowhere else need more than it has,
//! so that is what is compared, for each service alone and for those of each pathway together.

use std::collections::{BTreeMap, BTreeSet};

use super::Setup;
use super::initial::mean_rate;
use crate::base::distribution::Family;
use crate::base::{Distribution, Luck, Timetable};
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::plan::{Enters, Plan, Service, Set, Starts, UNLIMITED};

/// Above this share of capacity, waits swing widely.
const NEARLY_FULL: f64 = 0.95;
/// Combinations of more traits than this are not looked through, nor more combinations of groups,
/// pathways, their services and traits than so many: each costs a little, and a warning is not worth
/// minutes.
const MOST_TRAITS: usize = 12;
const MOST_COMBINATIONS: usize = 500_000;

/// Warns of more work than capacity.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let demand = Demand::of(plan);
    hospital(plan, found);
    let mut told: BTreeSet<Vec<u16>> = BTreeSet::new();
    let singles = (0..plan.services.len() as u16)
        .map(|s| (Path::of("services").key(&setup.index.services[usize::from(s)]), vec![s]));
    let together = plan.pathways.iter().zip(&setup.index.pathways).map(|(pathway, key)| {
        let mut services = pathway.services.clone();
        services.sort_unstable();
        (Path::of("pathways").key(key), services)
    });
    for (path, services) in singles.chain(together) {
        if !services.is_empty() && told.insert(services.clone()) {
            demand.compare(setup, plan, &path, &services, found);
        }
    }
}

fn hospital(plan: &Plan, found: &mut Found) {
    let path = Path::of("hospital.beds");
    let groups = || plan.groups.iter().filter(|group| group.enters == Enters::Admission);
    let needed: f64 = groups().map(|group| mean_rate(group) * mean_of(&group.stay)).sum();
    let rate: f64 = groups().map(mean_rate).sum();
    let Some(beds) = mean_people(&plan.hospital.beds, plan) else { return };
    if needed > beds {
        let text = format!(
            "waiting will grow without end: acute stays alone need {needed:.1} beds on average, there are {beds:.1}"
        );
        found.warn("W01", &path, text);
    } else if rate > 0.0 && plan.initial.acute + plan.initial.ready == 0 && plan.initial.census.is_empty() {
        settling(&path, needed / rate, beds, needed / beds, plan, found);
    }
}

/// What people need of some places who can go nowhere else, beside what there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    /// The services; none: acute beds.
    pub services: Vec<u16>,
    /// Each limit that all of them have.
    pub limits: Vec<Limit>,
    /// How long the places take to settle, in days; `None` where they never do or are never full.
    pub settles_days: Option<f64>,
}

/// One limit of some places.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What is needed on average.
    pub needed: f64,
    /// What there is on average.
    pub has: f64,
    /// In words: `places`.
    pub of: &'static str,
}

/// What is needed of acute beds, and of each set of services that some people depend on, beside what
/// there is. A service that limits hours of care counts as so many places as its hours are enough
/// for. Sets with a service that has no limit at all are left out.
pub fn offered(plan: &Plan) -> Vec<Offered> {
    let demand = Demand::of(plan);
    let mut all: Vec<Offered> = acute_beds(plan).into_iter().collect();
    for services in demand.0.keys() {
        let needs = demand.within(services);
        let each = || services.iter().map(|&s| &plan.services[usize::from(s)]);
        let places = each().map(|s| places_of(s, plan)).sum::<Option<f64>>();
        let weekdays: Vec<u8> = plan.calendar.days().iter().map(|day| day.weekday).collect();
        let starts = each().map(|s| mean_starts(s, &weekdays)).sum::<Option<f64>>();
        let limits: Vec<Limit> =
            [(needs.places, places, "places"), (needs.rate * 7.0, starts, "starts a week")]
                .into_iter()
                .filter_map(|(needed, has, of)| Some(Limit { needed, has: has?, of }))
                .collect();
        if limits.is_empty() {
            continue;
        }
        let stay = needs.places / needs.rate.max(1e-12);
        let settles_days = places.and_then(|places| settling_days(stay, places, needs.places / places));
        all.push(Offered { services: services.clone(), limits, settles_days });
    }
    all
}

/// The acute stays alone; waits to leave come on top of them.
fn acute_beds(plan: &Plan) -> Option<Offered> {
    let beds = mean_people(&plan.hospital.beds, plan)?;
    let groups = || plan.groups.iter().filter(|group| group.enters == Enters::Admission);
    let needed: f64 = groups().map(|group| mean_rate(group) * mean_of(&group.stay)).sum();
    let rate: f64 = groups().map(mean_rate).sum();
    let settles_days = settling_days(needed / rate.max(1e-12), beds, needed / beds);
    Some(Offered {
        services: Vec::new(),
        limits: vec![Limit { needed, has: beds, of: "beds" }],
        settles_days,
    })
}

/// How many people a service has room for, by its places or by its hours of care.
fn places_of(service: &Service, plan: &Plan) -> Option<f64> {
    if service.permanent {
        return None;
    }
    let by_care = |in_visits: bool| {
        most_care(service, in_visits).map(|most| most / mean_care(service, in_visits).max(1e-9))
    };
    [mean_people(&service.people, plan), by_care(false), by_care(true)].into_iter().flatten().reduce(f64::min)
}

/// People by the set of services that would take them.
struct Demand(BTreeMap<Vec<u16>, Stream>);

#[derive(Clone, Copy, Default)]
struct Stream {
    /// People a day.
    rate: f64,
    /// Places they need on average, in the service where they stay shortest.
    places: f64,
    /// Hours of care a week they need on average, likewise.
    care: f64,
    /// Visits a day they need on average, likewise.
    visits: f64,
}

impl Demand {
    fn of(plan: &Plan) -> Self {
        let mut all: BTreeMap<Vec<u16>, Stream> = BTreeMap::new();
        let mentioned =
            plan.services.iter().fold(0, |all, s| all | s.accepts.traits.0 | s.accepts.not_traits.0);
        let listed: usize = plan.pathways.iter().map(|pathway| pathway.services.len()).sum();
        let room = MOST_COMBINATIONS / (plan.groups.len() * listed).max(1);
        let most_traits = (room.max(1).ilog2() as usize).min(MOST_TRAITS);
        let stays: Vec<Vec<f64>> = plan.services.iter().map(|service| means(&service.stay)).collect();
        for (g, group) in plan.groups.iter().enumerate() {
            let rate = mean_rate(group) * (1.0 - group.dies_in_hospital);
            let traits: Vec<(u8, f64)> = group
                .traits
                .iter()
                .copied()
                .filter(|(t, _)| mentioned >> t & 1 == 1)
                .take(most_traits)
                .collect();
            for (p, share) in decided(plan, g) {
                for bits in 0u32..1 << traits.len() {
                    let (mut with, mut chance) = (Set::default(), rate * share);
                    for (i, &(t, share)) in traits.iter().enumerate() {
                        let has = bits >> i & 1 == 1;
                        chance *= if has { share } else { 1.0 - share };
                        with = if has { with.with(t) } else { with };
                    }
                    let mut takers: Vec<u16> = plan.pathways[usize::from(p)]
                        .services
                        .iter()
                        .copied()
                        .filter(|&s| plan.services[usize::from(s)].accepts.includes(p, g as u8, with))
                        .collect();
                    takers.sort_unstable();
                    if takers.is_empty() || chance <= 0.0 {
                        continue;
                    }
                    let least = |of: &dyn Fn(usize) -> f64| {
                        takers.iter().map(|&s| of(usize::from(s))).fold(f64::INFINITY, f64::min)
                    };
                    let stay = least(&|s| stays[s][g]);
                    let care = least(&|s| stays[s][g] * mean_care(&plan.services[s], false));
                    let visits = least(&|s| stays[s][g] * mean_care(&plan.services[s], true));
                    let stream = all.entry(takers).or_default();
                    stream.rate += chance;
                    stream.places += chance * stay;
                    stream.care += chance * care;
                    stream.visits += chance * visits;
                }
            }
        }
        Self(all)
    }

    /// What people need who can go nowhere but to these services.
    fn within(&self, services: &[u16]) -> Stream {
        self.0.iter().filter(|(takers, _)| takers.iter().all(|s| services.contains(s))).fold(
            Stream::default(),
            |sum, (_, stream)| Stream {
                rate: sum.rate + stream.rate,
                places: sum.places + stream.places,
                care: sum.care + stream.care,
                visits: sum.visits + stream.visits,
            },
        )
    }

    fn compare(&self, setup: Setup<'_>, plan: &Plan, path: &Path, services: &[u16], found: &mut Found) {
        let needs = self.within(services);
        let all: Vec<&Service> = services.iter().map(|&s| &plan.services[usize::from(s)]).collect();
        let sum = |of: &dyn Fn(&Service) -> Option<f64>| all.iter().map(|s| of(s)).sum::<Option<f64>>();
        let who = if services.len() == 1 { "" } else { "its services together: " };
        let places = sum(&|s| if s.permanent { None } else { mean_people(&s.people, plan) });
        let weekdays: Vec<u8> = plan.calendar.days().iter().map(|day| day.weekday).collect();
        let starts = sum(&|s| mean_starts(s, &weekdays));
        let (care, visits) = (sum(&|s| most_care(s, false)), sum(&|s| most_care(s, true)));
        for (needed, has, of) in [
            (needs.places, places, "places on average"),
            (needs.rate * 7.0, starts, "starts a week"),
            (needs.care, care, "hours of care a week"),
            (needs.visits, visits, "visits a day"),
        ] {
            let Some(has) = has else { continue };
            if needed > has {
                let text =
                    format!("{who}waiting will grow without end: needs {needed:.1} {of}, has {has:.1}");
                found.warn("W01", path, text);
            } else if needed > NEARLY_FULL * has {
                let load = needed / has * 100.0;
                let text =
                    format!("{who}needs {needed:.1} {of}, has {has:.1}: at {load:.0}% waits swing widely");
                found.warn("W02", path, text);
            }
        }
        let empty_at_start =
            setup.file.initial.as_ref().is_none_or(|i| i.services.is_none() && i.census.is_none());
        if let Some(places) =
            places.filter(|&places| needs.rate > 0.0 && needs.places < places && empty_at_start)
        {
            settling(path, needs.places / needs.rate, places, needs.places / places, plan, found);
        }
    }
}

/// Decided pathways of a group and their shares.
fn decided(plan: &Plan, g: usize) -> BTreeMap<u8, f64> {
    let group = &plan.groups[g];
    let mut all = BTreeMap::new();
    let mut below = 0.0;
    for &(upto, need) in &group.needs {
        let share = upto - below;
        below = upto;
        if group.enters == Enters::Community {
            *all.entry(need).or_default() += share;
            continue;
        }
        let mut below = 0.0;
        for &(upto, p) in &plan.hub.decides[usize::from(need)] {
            *all.entry(p).or_default() += share * (upto - below);
            below = upto;
        }
    }
    all
}

/// stay ÷ (c (1 − √ρ)²), the relaxation time of a queue with c places at load ρ, in days; `None` at
/// a load that never settles or never fills.
fn settling_days(stay: f64, places: f64, load: f64) -> Option<f64> {
    // With few people the formula's first stays still have to pass.
    (stay > 0.0 && (0.5..1.0).contains(&load))
        .then(|| (stay / (places * (1.0 - load.sqrt()).powi(2))).max(stay))
}

/// Warns where the warm-up is shorter than it takes to settle.
fn settling(path: &Path, stay: f64, places: f64, load: f64, plan: &Plan, found: &mut Found) {
    let Some(days) = settling_days(stay, places, load) else { return };
    let warm_up = plan.calendar.warm_up_days();
    if f64::from(warm_up) < days {
        let text = format!(
            "the warm-up of {warm_up} days is shorter than the {days:.0} days that {places:.0} places at {:.0}% need to settle",
            load * 100.0
        );
        found.warn("W10", path, text);
    }
}

fn mean_people(people: &Timetable<u32>, plan: &Plan) -> Option<f64> {
    let days = plan.calendar.days_to_end();
    let mut sum = 0.0;
    for day in 0..days {
        match people.value_at(crate::base::Time::midnight(day)) {
            UNLIMITED => return None,
            people => sum += f64::from(people),
        }
    }
    Some(sum / f64::from(days))
}

/// Starts a week on average, from the allowance at the end of each week.
fn mean_starts(service: &Service, weekdays: &[u8]) -> Option<f64> {
    let Starts::SinceMonday(allowed) = &service.starts else { return None };
    if allowed.contains(&UNLIMITED) {
        return None;
    }
    (allowed.len() >= 7).then(|| {
        // An allowance never falls within a week, so the last of its days tells it.
        let ends = weekdays.iter().zip(allowed).filter(|(weekday, _)| **weekday == 6).map(|(_, now)| *now);
        let (mut sum, mut weeks) = (0.0, 0.0);
        for now in ends {
            sum += f64::from(now);
            weeks += 1.0;
        }
        sum / f64::max(weeks, 1.0)
    })
}

/// The greatest amount of care, in hours or in visits; `None` where it is not limited so.
fn most_care(service: &Service, in_visits: bool) -> Option<f64> {
    let care = service.load.care().filter(|care| care.in_visits == in_visits)?;
    let points = care.amount.points();
    (points.iter().all(|(_, amount)| *amount < i64::MAX))
        .then(|| points.iter().map(|(_, amount)| *amount as f64 / 1000.0).fold(0.0, f64::max))
}

fn mean_care(service: &Service, in_visits: bool) -> f64 {
    let care = service.load.care().filter(|care| care.in_visits == in_visits);
    care.map_or(0.0, |care| f64::midpoint(mean_of(care.first), mean_of(care.last)))
}

fn means(stays: &[Distribution]) -> Vec<f64> {
    let mut known: Vec<(&Distribution, f64)> = Vec::new();
    stays
        .iter()
        .map(|stay| {
            if let Some((_, mean)) = known.iter().find(|(other, _)| *other == stay) {
                return *mean;
            }
            let mean = mean_of(stay);
            known.push((stay, mean));
            mean
        })
        .collect()
}

/// The mean of what is really drawn, bounds and truncation included.
pub fn mean_of(draw: &Distribution) -> f64 {
    const DRAWS: u64 = 20_000;
    let (least, most) = draw.bounds();
    let as_given = least <= 0.0 && most == f64::INFINITY && !matches!(draw.family(), Family::Normal { .. });
    if as_given {
        return draw.mean();
    }
    (0..DRAWS).map(|i| draw.draw(Luck::new(0, i))).sum::<f64>() / DRAWS as f64
}
