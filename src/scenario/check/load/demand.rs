//! What people need who can go nowhere but to some services: people, places and care, on average over
//! all simulated days. `load` compares it with what there is.

use std::collections::BTreeMap;

use super::diverted::Diverted;
use super::leaving::{Leaving, before_an_offer, still_there};
use super::{RECOVER, against};
use crate::base::{Distribution, Indexed, Position, Timetable};
use crate::scenario::capacities::{OfService, Takes};
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, Set, TraitIndex};
use crate::scenario::plan::shares::{mean_of, mean_rate, needed};
use crate::scenario::sections::groups::plan::Group;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::services::plan::Service;
use crate::scenario::sections::services::words::Exit;

/// Combinations of more traits than this are not looked through, nor more combinations of groups,
/// pathways, their services and traits than so many: each costs a little, and a warning is not worth
/// minutes.
const MOST_TRAITS: usize = 12;
const MOST_COMBINATIONS: usize = 500_000;
/// Nobody comes back more often than nearly always: the sum over all episodes stays finite.
const MOST_RETURNS: f64 = 0.99;

/// People by the set of services that would take them.
pub struct Demand(BTreeMap<Vec<ServiceIndex>, Stream>);

/// What some people need.
#[derive(Clone, Copy, Default)]
pub struct Stream {
    /// All of them.
    pub all: Needs,
    /// Those who stay in line whatever it takes: they neither recover nor die while they wait, nor give way.
    pub stay_on: Needs,
    /// After how many days the slowest of the others have left, on average.
    pub leave_after: f64,
    /// Whether any recover or die while they wait.
    pub recover: bool,
    /// Whether any give way.
    pub give_way: bool,
}

impl Stream {
    fn plus(self, more: Self) -> Self {
        Self {
            all: self.all.plus(more.all),
            stay_on: self.stay_on.plus(more.stay_on),
            leave_after: self.leave_after.max(more.leave_after),
            recover: self.recover || more.recover,
            give_way: self.give_way || more.give_way,
        }
    }

    /// Who leaves the line by himself, in words.
    pub fn leaving(self) -> &'static str {
        match (self.recover, self.give_way) {
            (true, true) => "people who recover, die or give way while they wait",
            (false, true) => "people who give way",
            _ => RECOVER,
        }
    }
}

/// People a day, and what they need where they need least.
#[derive(Clone, Copy, Default)]
pub struct Needs {
    /// People a day.
    pub rate: f64,
    /// Of each capacity that a stay takes for its days, on average, in the order of the table.
    of_stays: [f64; OfService::ALL.len()],
}

impl Needs {
    /// So many people a day, so many of them at a time, who need this each day.
    pub fn of_days(rate: f64, at_a_time: f64, each_day: [f64; OfService::ALL.len()]) -> Self {
        Self { rate, of_stays: each_day.map(|each| at_a_time * each) }
    }

    fn times(self, share: f64) -> Self {
        Self { rate: share * self.rate, of_stays: self.of_stays.map(|of| share * of) }
    }

    pub(super) fn plus(self, more: Self) -> Self {
        let mut of_stays = self.of_stays;
        of_stays.iter_mut().zip(more.of_stays).for_each(|(sum, more)| *sum += more);
        Self { rate: self.rate + more.rate, of_stays }
    }

    /// What is needed of a capacity on average.
    pub fn of(&self, kind: OfService) -> f64 {
        match kind.takes() {
            Takes::Once(each) => self.rate * each,
            Takes::EachDay(_) => self.of_stays[kind as usize],
        }
    }
}

/// What each person in a service needs of each capacity on a day, in the order of the table.
pub(super) fn each_day(service: &Service) -> [f64; OfService::ALL.len()] {
    let mut all = [0.0; OfService::ALL.len()];
    for &kind in OfService::ALL {
        if let Takes::EachDay(of) = kind.takes() {
            all[kind as usize] = of(service);
        }
    }
    all
}

impl Demand {
    /// Of a plan, for so many people a day of each group.
    pub fn of(plan: &Plan, rates: &[f64]) -> Self {
        let all = |_: PathwayIndex, _: GroupIndex, _: Set<TraitIndex>| true;
        let alone = Self::of_those(plan, rates, Set::NONE, all);
        if plan.gives_way.is_empty() && plan.takes_early.is_empty() {
            return alone;
        }
        // Whether there is room where people give way to follows from what is needed there without them.
        let leaving = Leaving::of(plan, rates, &alone);
        Self::where_people_leave(plan, rates, &leaving, Set::NONE, all)
    }

    /// Of a plan in which nobody is diverted or gives way; of nobody, where no diversion asks for it.
    pub fn before_diversions(plan: &Plan, rates: &[f64]) -> Self {
        if plan.takes_early.is_empty() {
            return Self(BTreeMap::new());
        }
        Self::of_those(plan, rates, Set::NONE, |_, _, _| true)
    }

    /// What some people only need, who are told apart by these traits as well; nobody gives way.
    pub fn of_those(
        plan: &Plan,
        rates: &[f64],
        by: Set<TraitIndex>,
        these: impl Fn(PathwayIndex, GroupIndex, Set<TraitIndex>) -> bool,
    ) -> Self {
        Self::where_people_leave(plan, rates, &Leaving::by_themselves(plan), by, these)
    }

    fn where_people_leave(
        plan: &Plan,
        rates: &[f64],
        leaving: &Leaving<'_>,
        by: Set<TraitIndex>,
        these: impl Fn(PathwayIndex, GroupIndex, Set<TraitIndex>) -> bool,
    ) -> Self {
        let mut all: BTreeMap<Vec<ServiceIndex>, Stream> = BTreeMap::new();
        let mentioned =
            plan.services.iter().fold(by, |all, s| all.and(s.accepts.traits).and(s.accepts.not_traits));
        let listed: usize = plan.pathways.iter().map(|pathway| pathway.services.len()).sum();
        let room = MOST_COMBINATIONS / (plan.groups.len() * listed).max(1);
        let most_traits = (room.max(1).ilog2() as usize).min(MOST_TRAITS);
        let stays: Indexed<_, Vec<f64>> = plan.services.iter().map(|service| stays(service, plan)).collect();
        let each_day: Indexed<_, _> = plan.services.iter().map(each_day).collect();
        for (g, group) in plan.groups.iter().enumerate() {
            let rate = leaves_alive(rates, group, g);
            let traits: Vec<(TraitIndex, f64)> =
                group.traits.iter().copied().filter(|(t, _)| mentioned.has(*t)).take(most_traits).collect();
            for (p, share) in decided(plan, g) {
                let come = still_there(plan, group, g, p) * leaving.diverted.stay_to_the_end(g, p);
                let away = leaving.away(group, p);
                for bits in 0u32..1 << traits.len() {
                    let (mut with, mut chance) = (Set::default(), rate * share * come);
                    for (i, &(t, share)) in traits.iter().enumerate() {
                        let has = bits >> i & 1 == 1;
                        chance *= if has { share } else { 1.0 - share };
                        with = if has { with.with(t) } else { with };
                    }
                    let mut takers: Vec<ServiceIndex> = plan.pathways[p]
                        .services
                        .iter()
                        .copied()
                        .filter(|&s| plan.services[s].accepts.includes(p, GroupIndex::at(g), with))
                        .collect();
                    takers.sort_unstable();
                    if takers.is_empty() || chance <= 0.0 || !these(p, GroupIndex::at(g), with) {
                        continue;
                    }
                    let least = |of: &dyn Fn(ServiceIndex) -> f64| {
                        takers.iter().map(|&s| of(s)).fold(f64::INFINITY, f64::min)
                    };
                    let mut needs = Needs { rate: chance, ..Needs::default() };
                    for (kind, of_stays) in needs.of_stays.iter_mut().enumerate() {
                        *of_stays = chance * least(&|s| stays[s][g] * each_day[s][kind]);
                    }
                    let stream = all.entry(takers).or_default();
                    *stream = stream.plus(Stream {
                        all: needs,
                        stay_on: needs.times(1.0 - away.share),
                        leave_after: away.days,
                        recover: away.recover,
                        give_way: away.give_way,
                    });
                }
            }
        }
        Self(all)
    }

    /// The sets of services that some people depend on.
    pub fn sets(&self) -> impl Iterator<Item = &Vec<ServiceIndex>> {
        self.0.keys()
    }

    /// What people need who can go nowhere but to these services.
    pub fn within(&self, services: &[ServiceIndex]) -> Stream {
        let within = self.0.iter().filter(|(takers, _)| takers.iter().all(|s| services.contains(s)));
        within.fold(Stream::default(), |sum, (_, stream)| sum.plus(*stream))
    }

    /// For each pathway the share of its people whom its services can take in the long run.
    pub fn taken(&self, plan: &Plan) -> Indexed<PathwayIndex, f64> {
        let each = plan.pathways.iter().map(|pathway| {
            let needs = self.within(&pathway.services);
            let limits = against(plan, &pathway.services, needs);
            limits.into_iter().map(|limit| limit.has / limit.needed.max(1e-12)).fold(1.0, f64::min)
        });
        each.collect()
    }
}

/// People of a group a day who leave hospital alive, or come from outside it.
pub(super) fn leaves_alive(rates: &[f64], group: &Group, g: usize) -> f64 {
    rates[g] * (1.0 - group.dies_in_hospital)
}

/// People a day of each group with those who come back to hospital: of those who leave it alive, the
/// share that is readmitted or, where that is more, that comes back from whatever service sends back
/// fewest.
pub fn rates(plan: &Plan) -> Vec<f64> {
    let mut first: Vec<f64> = plan.groups.iter().map(mean_rate).collect();
    if !plan.diversions.is_empty() {
        let alone = Demand::of_those(plan, &first, Set::NONE, |_, _, _| true);
        let diverted = Diverted::of(plan, &first, &alone);
        first.iter_mut().enumerate().for_each(|(g, rate)| *rate *= diverted.come_to_a_bed(g));
    }
    let first = first;
    let taken = Demand::of(plan, &first).taken(plan);
    let again = |(g, group): (usize, &Group)| {
        if group.enters != Enters::Admission {
            return first[g];
        }
        let back = |p: PathwayIndex| {
            let services = plan.pathways[p].services.iter();
            let sent_back = services.map(|&s| back_to_hospital(&plan.services[s]));
            let sent_back = sent_back.fold(f64::INFINITY, f64::min);
            taken[p] * group.readmitted.max(if sent_back < 1.5 { sent_back } else { 0.0 })
        };
        let returns: f64 = decided(plan, g).into_iter().map(|(p, share)| share * back(p)).sum();
        first[g] / (1.0 - ((1.0 - group.dies_in_hospital) * returns).min(MOST_RETURNS))
    };
    plan.groups.iter().enumerate().map(again).collect()
}

/// The share of a service's people who go back to hospital.
pub(super) fn back_to_hospital(service: &Service) -> f64 {
    let mut below = 0.0;
    let mut share = 0.0;
    for &(upto, exit) in service.exits.iter().filter(|_| !service.permanent) {
        share += if exit == Exit::Hospital { upto - below } else { 0.0 };
        below = upto;
    }
    share
}

/// Decided pathways of a group and their shares.
pub fn decided(plan: &Plan, g: usize) -> BTreeMap<PathwayIndex, f64> {
    let group = &plan.groups[g];
    let mut all = BTreeMap::new();
    for (need, share) in needed(plan, g) {
        if group.enters == Enters::Community {
            *all.entry(need).or_default() += share;
            continue;
        }
        for (p, part) in parts(&plan.hub.decides[need]) {
            *all.entry(p).or_default() += share * part;
        }
    }
    all
}

/// Acute beds that people need who fall ill again while they wait, at the least: while they wait for the hub and
/// for steps, as in [`still_there`]. Whoever waits for a place as well needs more.
pub fn unwell_again(plan: &Plan, rates: &[f64]) -> f64 {
    let mut beds = 0.0;
    for (g, group) in plan.groups.iter().enumerate() {
        if group.hazards.unwell <= 0.0 || group.enters == Enters::Community {
            continue;
        }
        let each = group.hazards.unwell * mean_of(&group.hazards.unwell_stay);
        let waits = decided(plan, g).into_iter().map(|(p, share)| share * before_an_offer(plan, g, p));
        beds += leaves_alive(rates, group, g) * each * waits.sum::<f64>();
    }
    beds
}

/// Cumulative shares, each on its own.
pub fn parts(cumulative: &[(f64, PathwayIndex)]) -> impl Iterator<Item = (PathwayIndex, f64)> {
    let below = std::iter::once(0.0).chain(cumulative.iter().map(|(upto, _)| *upto));
    cumulative.iter().zip(below).map(|(&(upto, what), below)| (what, upto - below))
}

/// A factor on average over the simulated days, by so much a day.
pub fn mean_factor(factor: &Timetable<f64>, plan: &Plan, weights: Option<&[f64]>) -> f64 {
    if factor.is_constant() {
        return factor.value_at(crate::base::Time::START);
    }
    let (mut sum, mut weight) = (0.0, 0.0);
    for day in plan.calendar.first_day()..plan.calendar.days_to_end() {
        let w = weights.map_or(1.0, |weights| weights.get(day as usize).copied().unwrap_or(0.0));
        sum += w * factor.value_at(crate::base::Time::midnight(day));
        weight += w;
    }
    if weight > 0.0 { sum / weight } else { 1.0 }
}

/// Mean stays by group, what events make of them included.
pub(super) fn stays(service: &Service, plan: &Plan) -> Vec<f64> {
    let factor = mean_factor(&service.stay_factor, plan, None);
    let mut known: Vec<(&Distribution, f64)> = Vec::new();
    service
        .stay
        .iter()
        .map(|stay| {
            if let Some((_, mean)) = known.iter().find(|(other, _)| *other == stay) {
                return *mean;
            }
            let mean = factor * mean_of(stay);
            known.push((stay, mean));
            mean
        })
        .collect()
}
