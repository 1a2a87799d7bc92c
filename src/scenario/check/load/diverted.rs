//! What diversions round an acute bed make of what is needed: people who never come to one, or leave it early, need
//! less of beds and of what comes after them, as far as the services that take them have room.

use super::demand::{Demand, Needs, back_to_hospital, decided, each_day, stays};
use super::leaving::{flows, room};
use crate::base::{Distribution, Luck, Position};
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex};
use crate::scenario::plan::shares::{accepted_share, mean_rate};
use crate::scenario::plan::{Diversion, Diverts, Enters, Plan};

/// For each diversion the share of its people for whom there is room, beside those who can go nowhere else.
pub struct Diverted<'p> {
    plan: &'p Plan,
    room: Vec<f64>,
}

impl<'p> Diverted<'p> {
    /// Nobody is diverted.
    pub fn nobody(plan: &'p Plan) -> Self {
        Self { plan, room: vec![0.0; plan.diversions.len()] }
    }

    /// As many as there is room for, where so much is needed by others.
    pub fn of(plan: &'p Plan, rates: &[f64], demand: &Demand) -> Self {
        if plan.diversions.is_empty() {
            return Self::nobody(plan);
        }
        let flows = flows(plan, rates);
        let rooms = plan.diversions.iter().map(Diversion::service);
        let room = rooms.map(|s| s.map_or(0.0, |s| room(plan, s, demand, flows[s]))).collect();
        Self { plan, room }
    }

    /// The share of a group's people who come to a bed: at once, or as they go on to hospital from the service.
    pub fn come_to_a_bed(&self, g: usize) -> f64 {
        let all = self.plan.diversions.iter().zip(&self.room);
        let gone = all.map(|(one, room)| match one.what {
            Diverts::InsteadOfAdmission { group, service, .. } if group.position() == g => {
                let home = 1.0 - back_to_hospital(&self.plan.services[service]);
                one.typed_share * accepted(self.plan, g, service) * room * home
            }
            Diverts::InsteadOfAdmission { .. }
            | Diverts::TakesEarly { .. }
            | Diverts::LeavesBedQueue { .. } => 0.0,
        });
        (1.0 - gone.sum::<f64>()).max(0.0)
    }

    /// The share of a group's people on a pathway who stay to the end of their acute stay.
    pub fn stay_to_the_end(&self, g: usize, p: PathwayIndex) -> f64 {
        let all = self.plan.diversions.iter().zip(&self.room);
        all.map(|(one, room)| 1.0 - room * early_share(self.plan, one.what, one.share, g, p)).product()
    }

    /// The days of acute stay that one of a group's people does not need, on average.
    pub fn days_spared(&self, g: usize) -> f64 {
        let plan = self.plan;
        let group = &plan.groups[g];
        let all = plan.diversions.iter().zip(&self.room).map(|(one, room)| {
            let Diverts::TakesEarly { by, .. } = one.what else { return 0.0 };
            let who = decided(plan, g).into_iter();
            let share: f64 = who.map(|(p, of)| of * early_share(plan, one.what, one.share, g, p)).sum();
            if share * room > 0.0 { share * room * mean_at_most(&group.stay, by.days()) } else { 0.0 }
        });
        (1.0 - group.dies_in_hospital) * all.sum::<f64>()
    }
}

/// What people need who are diverted to services, if all of them are.
pub fn add_flows(plan: &Plan, rates: &[f64], all: &mut [Needs]) {
    for one in &plan.diversions {
        let Some(s) = one.service() else { continue };
        let service = &plan.services[s];
        for (g, group) in
            plan.groups.iter().enumerate().filter(|(_, group)| group.enters == Enters::Admission)
        {
            let rate = match one.what {
                Diverts::InsteadOfAdmission { group: of, .. } if of.position() == g => {
                    mean_rate(group) * one.typed_share * accepted(plan, g, s)
                }
                Diverts::TakesEarly { .. } => {
                    let who = decided(plan, g).into_iter();
                    let share: f64 =
                        who.map(|(p, of)| of * early_share(plan, one.what, one.share, g, p)).sum();
                    rates[g] * (1.0 - group.dies_in_hospital) * share
                }
                Diverts::InsteadOfAdmission { .. } | Diverts::LeavesBedQueue { .. } => 0.0,
            };
            if rate > 0.0 {
                let days = rate * stays(service, plan)[g];
                let flow = &mut all[s.position()];
                *flow = flow.plus(Needs::of_days(rate, days, each_day(service)));
            }
        }
    }
}

/// The share of a group's people whom a service accepts.
fn accepted(plan: &Plan, g: usize, s: ServiceIndex) -> f64 {
    let accepts = &plan.services[s].accepts;
    decided(plan, g).into_iter().map(|(p, share)| share * accepted_share(plan, g, p, accepts)).sum()
}

/// The share of a group's people on a pathway whom a service takes early, if it has room.
fn early_share(plan: &Plan, what: Diverts, share: f64, g: usize, p: PathwayIndex) -> f64 {
    let Diverts::TakesEarly { service, who, .. } = what else { return 0.0 };
    let accepts = &plan.services[service].accepts;
    let all = plan.groups[g].enters == Enters::Admission && who.groups.has(GroupIndex::at(g));
    if all { share * accepted_share(plan, g, p, &who) * accepted_share(plan, g, p, accepts) } else { 0.0 }
}

/// The mean of the smaller of a draw and so many days.
fn mean_at_most(stay: &Distribution, most: f64) -> f64 {
    const DRAWS: u64 = 4000;
    (0..DRAWS).map(|i| stay.draw(Luck::new(0, i)).min(most)).sum::<f64>() / DRAWS as f64
}
