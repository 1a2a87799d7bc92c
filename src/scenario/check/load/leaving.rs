//! Who leaves a line by himself: people who recover or die while they wait, and people who give way to
//! something else. What they need does not pile up, and a line that they can leave forgets sooner.
//!
//! This is the one place that knows how anybody can leave. `demand` asks it for the share of people who stay
//! whatever it takes.

use super::demand::{Demand, Needs, decided, each_day, leaves_alive, stays};
use super::diverted::{Diverted, add_flows};
use super::has;
use crate::base::Indexed;
use crate::scenario::capacities::OfService;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{PathwayIndex, RuleIndex, ServiceIndex};
use crate::scenario::plan::shares::{accepted_share, mean_of};
use crate::scenario::sections::groups::plan::Group;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::pathways::gives_way::{GivesWay, Instead};
use crate::scenario::sections::steps::words::StepStarts;

/// How people can leave the line of their pathway by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Away {
    /// The share of them who can.
    pub share: f64,
    /// After how many days the slowest of these have gone, on average.
    pub days: f64,
    /// Whether any recover or die.
    pub recover: bool,
    /// Whether any give way.
    pub give_way: bool,
}

/// Everybody's ways to leave.
pub struct Leaving<'p> {
    plan: &'p Plan,
    /// Of those who give way by a rule, the share for whom there is room.
    room: Indexed<RuleIndex, f64>,
    /// Who is diverted.
    pub diverted: Diverted<'p>,
}

impl<'p> Leaving<'p> {
    /// Nobody gives way.
    pub fn by_themselves(plan: &'p Plan) -> Self {
        let diverted = Diverted::nobody(plan);
        Self { plan, room: plan.gives_way.iter().map(|_| 0.0).collect(), diverted }
    }

    /// People give way too, as far as there is room beside the people for whom these places are: `demand` is
    /// what is needed where nobody gives way.
    pub fn of(plan: &'p Plan, rates: &[f64], demand: &Demand) -> Self {
        let flows = flows(plan, rates);
        let room = |rule: &GivesWay| match rule.to {
            Instead::Home => 1.0,
            // The turn is kept: who waits on a bridge is still in the line.
            Instead::Bridge(..) => 0.0,
            Instead::Service(s, _) => room(plan, s, demand, flows[s]),
        };
        let diverted = Diverted::of(plan, rates, demand);
        Self { plan, room: plan.gives_way.iter().map(room).collect(), diverted }
    }

    /// How people of a group leave the line of a pathway.
    pub fn away(&self, group: &Group, p: PathwayIndex) -> Away {
        let mut away = Away::default();
        let mut all_by = f64::INFINITY;
        let mut staying = 1.0;
        for &number in &self.plan.pathways[p].gives_way {
            let rule = &self.plan.gives_way[number];
            let share = rule.share * self.room[number];
            let never =
                rule.per_day == Some(0.0) || rule.after.days() >= f64::from(self.plan.calendar.days_to_end());
            if share <= 0.0 || never {
                continue;
            }
            let days = rule.after.days() + rule.per_day.map_or(0.0, |rate| 1.0 / rate.max(1e-9));
            away.give_way = true;
            away.days = away.days.max(days);
            staying *= 1.0 - share;
            if share >= 1.0 {
                all_by = all_by.min(days);
            }
        }
        let hazard = group.hazards.recovers + group.hazards.dies;
        if hazard > 0.0 && waits_in_hospital(self.plan, group, p) {
            away.recover = true;
            away.days = 1.0 / hazard;
            staying = 0.0;
        }
        away.days = away.days.min(all_by);
        away.share = 1.0 - staying;
        away
    }
}

/// Whether people of a group recover or die while they wait for a place on this pathway: in hospital,
/// and where no bridge takes all of them out of it.
fn waits_in_hospital(plan: &Plan, group: &Group, p: PathwayIndex) -> bool {
    let bridge = plan.pathways[p].bridge.first();
    let bridged = bridge.is_some_and(|&b| OfService::Places.mean(&plan.services[b], plan).is_none());
    group.enters != Enters::Community && !bridged
}

/// For each service what people need of it who give way to it or are diverted to it, if all of them are: the most
/// that it can be.
pub fn flows(plan: &Plan, rates: &[f64]) -> Indexed<ServiceIndex, Needs> {
    let mut all: Indexed<ServiceIndex, Needs> = plan.services.iter().map(|_| Needs::default()).collect();
    if plan.gives_way.is_empty() && plan.diversions.is_empty() {
        return all;
    }
    add_flows(plan, rates, all.as_mut_slice());
    for (g, group) in plan.groups.iter().enumerate() {
        for (p, share) in decided(plan, g) {
            for rule in plan.pathways[p].gives_way.iter().map(|&rule| &plan.gives_way[rule]) {
                let Instead::Service(s, _) = rule.to else { continue };
                let service = &plan.services[s];
                let rate = leaves_alive(rates, group, g) * share * rule.share;
                let days = rate * rule.stay_factor * stays(service, plan)[g];
                all[s] = all[s].plus(Needs::of_days(rate, days, each_day(service)));
            }
        }
    }
    all
}

/// The share of a flow to a service for which it has room, beside those who can go nowhere else.
pub(super) fn room(plan: &Plan, s: ServiceIndex, demand: &Demand, flow: Needs) -> f64 {
    let own = demand.within(&[s]).all;
    let left = OfService::ALL.iter().filter_map(|&kind| {
        let (needed, has) = (flow.of(kind), has(plan, &[s], kind)?);
        (needed > 0.0).then(|| ((has - own.of(kind)) / needed).clamp(0.0, 1.0))
    });
    left.fold(1.0, f64::min)
}

/// The share of people who are still there when they can take a place: the others recovered or died before.
/// A rough figure: nobody waits for anything but the hub and the steps that must be done by then, which all
/// take their mean time, side by side; what else people wait for is not known before the run.
pub fn still_there(plan: &Plan, group: &Group, g: usize, p: PathwayIndex) -> f64 {
    let hazard = group.hazards.recovers + group.hazards.dies;
    if hazard <= 0.0 || group.enters == Enters::Community {
        return 1.0;
    }
    libm::exp(-hazard * before_an_offer(plan, g, p))
}

/// The days of work from ready until a place can be taken, at the least.
pub fn before_an_offer(plan: &Plan, g: usize, p: PathwayIndex) -> f64 {
    let longest = |starts: StepStarts| {
        let steps = plan.steps.iter().filter(|step| step.starts == starts);
        let on_average = steps.map(|step| {
            let concerned = step.concerns.share * accepted_share(plan, g, p, &step.concerns);
            concerned * (1.0 - step.skipped) * mean_of(&step.takes)
        });
        on_average.fold(0.0, f64::max)
    };
    let hub = if plan.hub.sees.has(p) { mean_of(&plan.hub.assessment) } else { 0.0 };
    longest(StepStarts::Ready).max(hub + longest(StepStarts::Decision))
}
