//! How far a run has looked ahead in what changes on a calendar, so that it is known whether the same run of
//! another plan would have seen the same.

use super::desk::number;
use super::observer::Desk;
use crate::base::{Indexed, Time};
use crate::scenario::plan::parting::{OfService, Parting};
use crate::scenario::plan::{Plan, ServiceIndex};

/// For everything that is read ahead of its time the last moment of it that was read.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    work: Vec<Time>,
    ward: Time,
    services: Indexed<ServiceIndex, OfService>,
}

impl Ahead {
    /// Nothing yet.
    pub fn new(plan: &Plan) -> Self {
        let nothing =
            OfService { bridge: Time::START, admits: Time::START, places: Time::START, care: Time::START };
        Self {
            work: vec![Time::START; plan.steps.len() + 1],
            ward: Time::START,
            services: plan.services.iter().map(|_| nothing).collect(),
        }
    }

    /// When work at a desk will be done.
    #[inline]
    pub fn work(&mut self, desk: Desk, at: Time) {
        further(&mut self.work[number(desk)], at);
    }

    /// When the ward opens.
    #[inline]
    pub fn ward(&mut self, at: Time) {
        further(&mut self.ward, at);
    }

    /// When a service opens.
    #[inline]
    pub fn admits(&mut self, service: ServiceIndex, at: Time) {
        further(&mut self.services[service].admits, at);
    }

    /// When a bridge is there.
    #[inline]
    pub fn bridge(&mut self, service: ServiceIndex, at: Time) {
        further(&mut self.services[service].bridge, at);
    }

    /// The care that a service may give.
    #[inline]
    pub fn care(&mut self, service: ServiceIndex, at: Time) {
        further(&mut self.services[service].care, at);
    }

    /// All places and all care that a service will ever have.
    #[inline]
    pub fn all_of(&mut self, service: ServiceIndex) {
        let of = &mut self.services[service];
        (of.places, of.care) = (Time::NEVER, Time::NEVER);
    }

    /// Whether nothing was read that is otherwise in a plan that parts from this one so.
    pub fn is_before(&self, parting: &Parting) -> bool {
        let before = |(&read, &parts): (&Time, &Time)| parts == Time::NEVER || read < parts;
        let services = self.services.iter().zip(parting.services()).all(|(read, parts)| {
            let OfService { bridge, admits, places, care } = read;
            [(bridge, &parts.bridge), (admits, &parts.admits), (places, &parts.places), (care, &parts.care)]
                .into_iter()
                .all(before)
        });
        services && before((&self.ward, &parting.ward())) && self.work.iter().zip(parting.work()).all(before)
    }
}

#[inline]
fn further(read: &mut Time, at: Time) {
    *read = (*read).max(at);
}
