//! Diversions: people who go another way than through an acute bed to the end of its stay: looked after by a
//! service instead of being admitted, taken over by one before they are ready, or gone from the queue for a bed.

use super::index::{GroupIndex, RuleIndex, ServiceIndex};
use super::who::Who;
use super::{Enters, Plan};
use crate::base::{NameHash, Span};

/// One diversion of some people.
#[derive(Clone, Debug, PartialEq)]
pub struct Diversion {
    /// The service's name as typed, hashed, or that of the group.
    pub name: NameHash,
    /// The share of those who could be diverted, and were not by one before it.
    pub share: f64,
    /// The same as it was typed.
    pub typed_share: f64,
    /// What it is.
    pub what: Diverts,
}

/// What a diversion is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Diverts {
    /// From the door to a service, where that has a place within some time; else they are admitted.
    InsteadOfAdmission {
        /// Whose people.
        group: GroupIndex,
        /// Who looks after them.
        service: ServiceIndex,
        /// How long they wait for its place.
        waits: Span,
    },
    /// From an acute bed to a service, before the end of the acute stay.
    TakesEarly {
        /// Who looks after them.
        service: ServiceIndex,
        /// How long before the end at the earliest.
        by: Span,
        /// Whom, by what they need.
        who: Who,
    },
    /// From the queue for a bed, home.
    LeavesBedQueue {
        /// Whose people.
        group: GroupIndex,
        /// How long they wait before.
        after: Span,
        /// The rate a day at which they leave from then on; `None`: at once.
        per_day: Option<f64>,
    },
}

impl Diversion {
    /// Whether anybody can follow it within so many days.
    pub fn may_happen_within(&self, days: f64) -> bool {
        match self.what {
            Diverts::LeavesBedQueue { after, per_day, .. } => per_day != Some(0.0) && after.days() < days,
            Diverts::InsteadOfAdmission { .. } | Diverts::TakesEarly { .. } => true,
        }
    }

    /// The service to which it leads; `None`: home.
    pub fn service(&self) -> Option<ServiceIndex> {
        match self.what {
            Diverts::InsteadOfAdmission { service, .. } | Diverts::TakesEarly { service, .. } => {
                Some(service)
            }
            Diverts::LeavesBedQueue { .. } => None,
        }
    }
}

impl Plan {
    /// A diversion by its number, which comes after those of the rules by which people give way.
    #[inline]
    pub fn diversion(&self, rule: RuleIndex) -> Option<&Diversion> {
        use crate::base::Position;
        self.diversions.get(rule.position().checked_sub(self.gives_way.len())?)
    }

    /// The share of a group's people on a pathway that a diversion leads to a service, at the most.
    pub fn diverted_to(&self, service: ServiceIndex, group: usize, pathway: super::PathwayIndex) -> f64 {
        use crate::base::Position;
        let admitted = self.groups[group].enters == Enters::Admission;
        let shares = self.diversions.iter().filter(|_| admitted).map(|one| match one.what {
            Diverts::InsteadOfAdmission { group: g, service: s, .. }
                if s == service && g.position() == group =>
            {
                one.typed_share
            }
            Diverts::TakesEarly { service: s, who, .. } if s == service => {
                one.share * super::shares::accepted_share(self, group, pathway, &who)
            }
            Diverts::InsteadOfAdmission { .. }
            | Diverts::TakesEarly { .. }
            | Diverts::LeavesBedQueue { .. } => 0.0,
        });
        shares.sum::<f64>().min(1.0)
    }
}
