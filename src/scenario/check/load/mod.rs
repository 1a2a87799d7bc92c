//! Legal but hopeless, or nearly so: more work than capacity, and warm-ups too short to settle.
//!
//! A set of services is surely short only if people who can go nowhere else need more than it has,
//! so that is what is compared, for each service alone and for those of each pathway together; and
//! for the hub and each step the work that people bring. `demand` knows what is needed of services, `care` what no day has room for,
//! `works` what is asked of the hub and of steps, `kept` what others need of what is not kept for some, `leaving`
//! who leaves a line unserved. Where people leave the line by themselves it does
//! not grow without end, however many come.

mod care;
mod demand;
mod diverted;
mod kept;
mod leaving;
#[cfg(test)]
mod tests;
mod works;

use crate::base::{Limit, Position};
use crate::scenario::plan::index::ServiceIndex;
use std::collections::BTreeSet;

use crate::base::special::squared;
use crate::scenario::build::setup::Setup;
use crate::scenario::capacities::{OfService, Takes, mean_number};
use crate::scenario::plan::Plan;
use crate::scenario::plan::shares::mean_of;
use crate::scenario::sections::groups::plan::{Booking, Group};
use crate::scenario::sections::groups::words::{Enters, GivesUp};
use crate::scenario::sections::services::plan::Service;
use crate::scenario::sections::triggers::plan::Adds;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
pub use demand::parts;
use demand::{Demand, Needs, Stream, mean_factor};
use diverted::Diverted;

/// Of fewer measured days than these nothing is said beside all days.
const FORTNIGHT: u32 = 14;
/// What the measured days alone ask for is told from this share of what there is: seasons go over.
const MORE_THAN_A_SEASON: f64 = 1.1;
/// The limit of acute beds, in words.
const BEDS: &str = "beds";
/// Below this share of capacity, places are never full for long.
const HALF: f64 = 0.5;
/// Above this share of capacity, waits swing widely.
const NEARLY_FULL: f64 = 0.95;

/// Why a line does not grow without end, of people who wait for the hub, a step or a service.
const RECOVER: &str = "people who recover or die while they wait";
/// The same of people who take something else.
const GIVE_WAY: &str = "people who give way";
/// The same of people who wait for a bed.
const CANCELLED: &str = "planned people who are cancelled";
/// The same where emergencies leave.
const LEAVE: &str = "people who leave the queue for a bed";

/// Warns of more work than capacity.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let view = View::of(plan);
    let calendar = &plan.calendar;
    let measured =
        (calendar.warm_up_days() > 0 && calendar.measured_days() >= FORTNIGHT).then(|| measured_alone(plan));
    let measured = measured.as_ref().map(View::of);
    hospital(&view, measured.as_ref(), found);
    let works = |view: &View<'_>| works::all(view.plan, &view.rates, &view.demand.taken(view.plan));
    let in_measured = measured.as_ref().map(works).unwrap_or_default();
    for (place, limits) in works(&view) {
        let path = place.named(setup);
        let during = in_measured.iter().find(|(other, _)| *other == place);
        tell(&limits, during.map(|(_, limits)| limits.as_slice()), &path, "", found);
    }
    let mut told: BTreeSet<Vec<ServiceIndex>> = BTreeSet::new();
    let singles = plan
        .services
        .numbers()
        .map(|s| (Path::of("services").key(&setup.index.services[s.position()]), vec![s]));
    let together = plan.pathways.iter().zip(&setup.index.pathways).map(|(pathway, key)| {
        let mut services = pathway.services.clone();
        services.sort_unstable();
        (Path::of("pathways").key(key), services)
    });
    for (path, services) in singles.chain(together) {
        if !services.is_empty() && told.insert(services.clone()) {
            compare(&view, measured.as_ref(), setup, &path, &services, found);
        }
    }
}

/// The plan with none but its measured days, on each day before them as many people as in their mean.
fn measured_alone(plan: &Plan) -> Plan {
    let mut measured = Plan { calendar: plan.calendar.measured_alone(), ..plan.clone() };
    let first = plan.calendar.first_measured_day() as usize;
    for group in &mut measured.groups {
        let Some((before, days)) = group.arrivals.per_day.split_at_mut_checked(first) else { continue };
        before.fill(days.iter().sum::<f64>() / days.len().max(1) as f64);
    }
    measured
}

/// A plan over some days, and what is needed on these.
struct View<'p> {
    plan: &'p Plan,
    rates: Vec<f64>,
    demand: Demand,
}

impl<'p> View<'p> {
    fn of(plan: &'p Plan) -> Self {
        let rates = demand::rates(plan);
        let demand = Demand::of(plan, &rates);
        Self { plan, rates, demand }
    }

    fn limits(&self, services: &[ServiceIndex]) -> Vec<Balance> {
        against(self.plan, services, self.demand.within(services))
    }
}

/// Tells of the limits of a place: over all simulated days, and during the measured ones.
fn tell(limits: &[Balance], during: Option<&[Balance]>, path: &Path, who: &str, found: &mut Found) {
    for limit in limits {
        let during = during.and_then(|all| all.iter().find(|other| other.of == limit.of));
        limit.tell(during, path, who, found);
    }
}

fn compare(
    view: &View<'_>,
    measured: Option<&View<'_>>,
    setup: Setup<'_>,
    path: &Path,
    services: &[ServiceIndex],
    found: &mut Found,
) {
    let View { plan, demand, .. } = view;
    let needs = demand.within(services);
    if let [s] = *services {
        let service = &plan.services[s];
        care::never_fits(service, plan, needs.all.rate, path, found);
        care::together(service, plan, needs, path, found);
        kept::places(view, s, path, found);
    }
    let who = if services.len() == 1 { "" } else { "its services together: " };
    let places = has(plan, services, OfService::Places);
    let during = measured.map(|view| view.limits(services));
    tell(&view.limits(services), during.as_deref(), path, who, found);
    let empty_at_start =
        setup.file.initial.as_ref().is_none_or(|i| i.services.is_none() && i.census.is_none());
    let all = needs.all;
    if let Some(places) = places.filter(|_| all.rate > 0.0 && empty_at_start) {
        let load = all.of(OfService::Places) / places;
        settling(path, settles(needs, places), (places, load), plan, found);
    }
}

fn hospital(view: &View<'_>, measured: Option<&View<'_>>, found: &mut Found) {
    let path = Path::of("hospital.beds");
    let View { plan, rates, .. } = view;
    let Some(Offered { limits, .. }) = acute_beds(plan, rates) else { return };
    let during = measured.and_then(|view| acute_beds(view.plan, &view.rates));
    tell(&limits, during.as_ref().map(|beds| beds.limits.as_slice()), &path, "", found);
    kept::beds(view, found);
    let Some(limit) = limits.first() else { return };
    let (needed, beds) = (limit.needed, limit.has);
    let rate: f64 = admitted(plan, rates).map(|(.., rate)| rate).sum();
    let empty_at_start = plan.initial.acute + plan.initial.ready == 0 && plan.initial.census.is_empty();
    if needed <= beds && rate > 0.0 && empty_at_start {
        let (stay, load) = (needed / rate, needed / beds);
        settling(&path, settling_days(stay, beds, load), (beds, load), plan, found);
    }
}

/// What is needed of some places, or of people at work, beside what there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    /// Of what.
    pub of: Place,
    /// Each limit that all of them have.
    pub limits: Vec<Balance>,
    /// How long the places take to settle, in days; `None` where they never do or are never full.
    pub settles_days: Option<f64>,
    /// Whether this is the most that can be needed, as by people who may give way to it.
    pub at_most: bool,
}

/// What may be short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Acute beds.
    Beds,
    /// The hub.
    Hub,
    /// A step.
    Step(usize),
    /// Services, by people who can go nowhere else.
    Services(Vec<ServiceIndex>),
}

impl Place {
    /// Where it stands in the file.
    fn named(&self, setup: Setup<'_>) -> Path {
        match self {
            Self::Beds => Path::of("hospital.beds"),
            Self::Hub => Path::of("hub"),
            Self::Step(i) => Path::of("steps").key(&setup.index.steps[*i]),
            Self::Services(_) => Path::of("services"),
        }
    }
}

/// What is needed of one limit of some places, beside what there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// What is needed on average.
    pub needed: f64,
    /// What is needed of it by people who stay in line whatever it takes.
    pub stay_on: f64,
    /// What there is on average.
    pub has: f64,
    /// What opens beside it where too many wait: escalation beds, and what triggers add.
    opens: f64,
    /// In words: `places`.
    pub of: &'static str,
    /// Those of the others, in words.
    leaving: &'static str,
}

impl Balance {
    /// Whether more is needed than there is, and yet the line does not grow without end.
    pub fn is_held(&self) -> bool {
        self.needed > self.has && !self.grows()
    }

    /// Why the line does not grow without end where more is needed than there is.
    pub fn held_by(&self) -> String {
        if self.stay_on > self.has {
            return "the queue is limited by what opens at times".to_owned();
        }
        let share = 100.0 * (1.0 - self.has / self.needed);
        format!("the queue is limited by {}, about {share:.0}% of all", self.leaving)
    }

    /// Whether it grows without end.
    fn grows(&self) -> bool {
        self.stay_on > self.has + self.opens
    }

    /// The same by more than a season makes of a year's mean.
    fn grows_fast(&self) -> bool {
        self.grows() && self.stay_on > MORE_THAN_A_SEASON * (self.has + self.opens)
    }

    /// What is needed beside what there is, in words.
    fn figures(&self) -> String {
        let Self { needed, has, of, .. } = *self;
        let figures = if of == BEDS {
            format!("acute stays alone need {needed:.1} beds on average, there are {has:.1}")
        } else {
            format!("needs {needed:.1} {of}, has {has:.1}")
        };
        if self.opens > 0.0 { format!("{figures} and at times {:.1} more", self.opens) } else { figures }
    }

    /// What those need who cannot leave, where others can.
    fn by_whom(&self) -> String {
        if self.needed - self.stay_on <= 1e-9 * self.needed {
            return String::new();
        }
        format!(
            "; {:.1} of that is needed by people who stay in the queue whatever it takes, beside {}",
            self.stay_on, self.leaving
        )
    }

    /// Warns where there is too little, or hardly enough: over all days, and during the measured ones.
    fn tell(&self, during: Option<&Self>, path: &Path, who: &str, found: &mut Found) {
        let Self { needed, has, of, .. } = *self;
        let figures = self.figures();
        if self.grows() {
            // What a dated change has put right is worked off.
            if let Some(during) = during.filter(|during| during.needed <= during.has) {
                let text = format!(
                    "{who}waiting grows in the warm-up: {figures} over all days; {} in the measured ones, which \
                     begin with that queue",
                    during.figures()
                );
                found.warn("W02", path, text);
                return;
            }
            found.warn(
                "W01",
                path,
                format!("{who}waiting will grow without end: {figures}{}", self.by_whom()),
            );
        } else if let Some(during) = during.filter(|during| during.grows_fast()) {
            let text = format!("{who}waiting grows through the measured days: {}", during.figures());
            found.warn("W01", path, text);
        } else if needed > has {
            found.warn("W02", path, format!("{who}{figures}: {}", self.held_by()));
        } else if of != BEDS && needed > NEARLY_FULL * has {
            let load = needed / has * 100.0;
            found.warn("W02", path, format!("{who}{figures}: at {load:.0}% waits swing widely"));
        }
    }
}

/// What some services have together of a capacity, on average; `None` where one of them does not limit it. Of
/// no services at all nothing can be short.
fn has(plan: &Plan, services: &[ServiceIndex], kind: OfService) -> Option<f64> {
    let each = services.iter().map(|&s| kind.mean(&plan.services[s], plan));
    (!services.is_empty()).then(|| each.sum::<Option<f64>>()).flatten()
}

/// Each limit that some services have together, beside what is needed of it.
fn against(plan: &Plan, services: &[ServiceIndex], needs: Stream) -> Vec<Balance> {
    let limits = OfService::ALL.iter().filter_map(|&kind| {
        let (needed, stay_on) = (needs.all.of(kind), needs.stay_on.of(kind));
        let opens = if kind == OfService::Places { places_opened(plan, services) } else { 0.0 };
        let (has, of) = (has(plan, services, kind)?, kind.told().needed);
        Some(Balance { needed, stay_on, has, opens, of, leaving: needs.leaving() })
    });
    limits.collect()
}

/// What is needed of acute beds, of the hub and of each step that is limited, and of each set of services
/// that some people depend on, beside what there is. A service that limits hours of care counts as so
/// many places as its hours are enough for. Sets with a service that has no limit at all are left out.
pub fn offered(plan: &Plan) -> Vec<Offered> {
    let rates = demand::rates(plan);
    let demand = Demand::of(plan, &rates);
    let mut all: Vec<Offered> = acute_beds(plan, &rates).into_iter().collect();
    let works = works::all(plan, &rates, &demand.taken(plan)).into_iter();
    all.extend(works.map(|(of, limits)| Offered { of, limits, settles_days: None, at_most: false }));
    for services in demand.sets() {
        let stream = demand.within(services);
        let (Stream { all: needs, stay_on, .. }, leaving) = (stream, stream.leaving());
        let each = || services.iter().map(|&s| &plan.services[s]);
        let places = each().map(|s| places_of(s, plan)).sum::<Option<f64>>();
        let once = OfService::ALL.iter().filter(|kind| matches!(kind.takes(), Takes::Once(_)));
        let mut limits: Vec<Balance> = once
            .filter_map(|&kind| {
                let has = each().map(|s| kind.mean(s, plan)).sum::<Option<f64>>()?;
                let (needed, stay_on) = (needs.of(kind), stay_on.of(kind));
                Some(Balance { needed, stay_on, has, opens: 0.0, of: kind.told().needed, leaving })
            })
            .collect();
        if let Some(has) = places {
            let (needed, stay_on) = (needs.of(OfService::Places), stay_on.of(OfService::Places));
            let opens = places_opened(plan, services);
            limits.insert(0, Balance { needed, stay_on, has, opens, of: "places", leaving });
        }
        if limits.is_empty() {
            continue;
        }
        let settles_days = places.and_then(|places| settles(stream, places));
        all.push(Offered { of: Place::Services(services.clone()), limits, settles_days, at_most: false });
    }
    all.extend(given_way_to(plan, &rates, &demand));
    all
}

/// What people may need, at the most, of each service to which they give way: all whom a rule lets give way do
/// so, beside those who can go nowhere else.
fn given_way_to(plan: &Plan, rates: &[f64], demand: &Demand) -> Vec<Offered> {
    let mut all = Vec::new();
    for (s, flow) in plan.services.numbers().zip(&leaving::flows(plan, rates)) {
        let own = demand.within(&[s]).all;
        let limits = OfService::ALL.iter().filter_map(|&kind| {
            let (needed, has) = (own.of(kind) + flow.of(kind), has(plan, &[s], kind)?);
            let of = kind.told().needed;
            Some(Balance { needed, stay_on: 0.0, has, opens: 0.0, of, leaving: GIVE_WAY })
        });
        let limits: Vec<Balance> = limits.collect();
        if flow.rate > 0.0 && !limits.is_empty() {
            all.push(Offered { of: Place::Services(vec![s]), limits, settles_days: None, at_most: true });
        }
    }
    all
}

/// Who is admitted to acute beds, and how many a day.
fn admitted<'p>(plan: &'p Plan, rates: &'p [f64]) -> impl Iterator<Item = (usize, &'p Group, f64)> {
    let all = plan.groups.iter().zip(rates.iter().copied()).enumerate();
    all.map(|(g, (group, rate))| (g, group, rate)).filter(|(_, group, _)| group.enters == Enters::Admission)
}

/// The acute stays alone; waits to leave come on top of them.
fn acute_beds(plan: &Plan, rates: &[f64]) -> Option<Offered> {
    let beds = mean_number(&plan.hospital.beds, plan)?;
    let opens = f64::from(plan.hospital.escalation.beds)
        + opened(plan, &|adds| match adds {
            Adds::Beds(beds) => beds,
            Adds::Places(..) | Adds::HubStaff(_) | Adds::StepStaff(..) => 0,
        });
    // At the pace of a full hospital.
    let pressure = plan.hospital.pressure;
    let full = pressure.factor(1, Limit::at_most(1), pressure.stays);
    let diverted = Diverted::of(plan, rates, &Demand::before_diversions(plan, rates));
    let needed_by = |(g, group, rate): (usize, &Group, f64)| {
        let factor = mean_factor(&group.stay_factor, plan, Some(&group.arrivals.per_day));
        let stay = if plan.takes_early.is_empty() {
            factor * mean_of(&group.stay)
        } else {
            factor * mean_of(&group.stay) - diverted.days_spared(g)
        };
        rate * stay / full
    };
    // Who is cancelled for good leaves the line; who is booked again does not.
    let gives_way = |group: &Group| matches!(group.booking, Booking::Elective { gives_up, rebooked_after: None, .. } if gives_up != GivesUp::Never);
    let needed: f64 = admitted(plan, rates).map(needed_by).sum::<f64>() + demand::unwell_again(plan, rates);
    // Nor do emergencies who leave it untreated.
    let leaves = |group: &Group| group.leaves_bed_queue.and_then(|rule| plan.diversion(rule));
    let days = f64::from(plan.calendar.days_to_end());
    let leaves = |group: &Group| leaves(group).filter(|one| one.may_happen_within(days));
    let stays = |group: &Group| leaves(group).map_or(1.0, |one| 1.0 - one.share);
    let stay_on = admitted(plan, rates).filter(|(_, group, _)| !gives_way(group));
    let stay_on = stay_on.map(|(g, group, rate)| stays(group) * needed_by((g, group, rate))).sum::<f64>()
        + demand::unwell_again(plan, rates);
    let leaving = if plan.groups.iter().any(|group| stays(group) < 1.0) { LEAVE } else { CANCELLED };
    let rate: f64 = admitted(plan, rates).map(|(.., rate)| rate).sum();
    let settles_days = settling_days(needed / rate.max(1e-12), beds, needed / beds);
    Some(Offered {
        of: Place::Beds,
        limits: vec![Balance { needed, stay_on, has: beds, opens, of: BEDS, leaving }],
        settles_days,
        at_most: false,
    })
}

/// What triggers add.
fn opened(plan: &Plan, count: &dyn Fn(Adds) -> u32) -> f64 {
    plan.triggers.iter().map(|trigger| f64::from(count(trigger.adds))).sum()
}

fn places_opened(plan: &Plan, services: &[ServiceIndex]) -> f64 {
    opened(plan, &|adds| match adds {
        Adds::Places(s, places) if services.contains(&s) => places,
        _ => 0,
    })
}

/// How many people a service has room for, by its places or by its hours of care.
fn places_of(service: &Service, plan: &Plan) -> Option<f64> {
    if service.permanent {
        return None;
    }
    let room = |kind: &OfService| match kind.takes() {
        Takes::Once(_) => None,
        Takes::EachDay(of) => Some(kind.mean(service, plan)? / of(service).max(1e-9)),
    };
    OfService::ALL.iter().filter_map(room).reduce(f64::min)
}

/// stay ÷ (c (1 − √ρ)²), the relaxation time of a queue with c places at load ρ, in days; `None` at
/// a load that never settles or never fills.
fn settling_days(stay: f64, places: f64, load: f64) -> Option<f64> {
    // With few people the formula's first stays still have to pass.
    (stay > 0.0 && (HALF..1.0).contains(&load))
        .then(|| (stay / (places * squared(1.0 - load.sqrt()))).max(stay))
}

/// How long the queue for some places takes to settle where people leave it by themselves: not longer than
/// without that, and not longer than it takes until those who can leave have left, and the others have
/// settled as if they were alone. In a queue with room for c in service that everybody leaves at a rate θ the
/// next person makes people leave faster by the smaller of 1 ÷ stay and θ at least, so that two runs with the
/// same people come together at that rate whatever the load: it forgets within the larger of the stay and
/// 1 ÷ θ. Near a full load that is what its limit does, of two Ornstein-Uhlenbeck processes with these two
/// rates (J. S. H. van Leeuwaarden and C. Knessl, Spectral gap of the Erlang A model in the Halfin-Whitt
/// regime, Stochastic Systems 2, 2012).
fn settles(needs: Stream, places: f64) -> Option<f64> {
    let of = |needs: Needs| needs.of(OfService::Places);
    let stay = of(needs.all) / needs.all.rate.max(1e-12);
    let (all, stay_on) = (of(needs.all) / places, of(needs.stay_on) / places);
    let without = settling_days(stay, places, all);
    if stay_on >= all || all < HALF {
        return without;
    }
    let others = if stay_on < HALF { Some(0.0) } else { settling_days(stay, places, stay_on) };
    let leaving = others.map(|others| stay.max(needs.leave_after + others));
    match (without, leaving) {
        (Some(without), Some(leaving)) => Some(without.min(leaving)),
        (without, leaving) => without.or(leaving),
    }
}

/// Warns where the warm-up is shorter than the days that places need to settle, by stay, number and load.
fn settling(path: &Path, settles: Option<f64>, (places, load): (f64, f64), plan: &Plan, found: &mut Found) {
    let Some(days) = settles else { return };
    let warm_up = plan.calendar.warm_up_days();
    if f64::from(warm_up) < days {
        let text = format!(
            "the warm-up of {warm_up} days is shorter than the {days:.0} days that {places:.0} places at {:.0}% need to settle",
            load * 100.0
        );
        found.warn("W10", path, text);
    }
}
