//! Who is there at the start of the run.

use super::words::Residual;
use crate::base::{Indexed, Luck, Span, Time};
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, Set, StepIndex, TraitIndex};

/// Who is there at the start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Initial {
    /// People in their acute stay.
    pub acute: u32,
    /// Discharge-ready people in acute beds who wait for the hub or a service.
    pub ready: u32,
    /// How the rest of an acute stay is drawn.
    pub residual: Residual,
    /// For each service.
    pub services: Indexed<ServiceIndex, InitialService>,
    /// Cumulative weight and group for people in acute beds; empty where no one is there.
    pub groups: Vec<(f64, GroupIndex)>,
    /// People of whom it is known where they are and since when, in the order of the file.
    pub census: Vec<Known>,
}

impl Initial {
    /// How many people are in a service.
    pub fn people_in(&self, service: ServiceIndex) -> u32 {
        let counted = self.services.with(service).map_or(0, |there| there.people);
        let here = |known: &&Known| matches!(known.place, KnownPlace::Service(s) | KnownPlace::Bridge { service: s, .. } if s == service);
        counted + self.census.iter().filter(here).count() as u32
    }
}

/// A person who is there at the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The group.
    pub group: GroupIndex,
    /// Where, and with what is known of the way out.
    pub place: KnownPlace,
    /// Since when: in the acute bed, in the service, or referred from home.
    pub since: Time,
    /// Cumulative share, group and pathway that it may be on; one where that is known.
    pub who: Vec<(f64, GroupIndex, PathwayIndex)>,
    /// Its traits, where they are known; else they are drawn.
    pub traits: Option<Set<TraitIndex>>,
}

/// Where a person is at the start of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownPlace {
    /// In the acute stay.
    Acute,
    /// In an acute bed, discharge-ready; nothing is decided.
    Ready {
        /// Since when.
        ready: Time,
    },
    /// In an acute bed, discharge-ready, with a pathway decided.
    Decided {
        /// Ready since when.
        ready: Time,
        /// The queues in which they are.
        lines: Lines,
    },
    /// In an acute bed, discharge-ready, one of a count: only the band of the delay so far and the reason are known.
    Counted {
        /// Ready since when.
        band: Band,
        /// What is waited for.
        by: HeldUp,
    },
    /// At home, waiting for a service.
    Home {
        /// The queues in which they are.
        lines: Lines,
    },
    /// In a service.
    Service(ServiceIndex),
    /// On a bridge, waiting for a service.
    Bridge {
        /// The bridge.
        service: ServiceIndex,
        /// Discharge-ready since when.
        ready: Time,
        /// The queues in which they are.
        lines: Lines,
    },
}

/// Between which moments somebody became ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Not before this.
    pub from: Time,
    /// Before this.
    pub to: Time,
    /// In a band that is open: the mean of how long before `to`, if it thins out at an even rate.
    pub thins: Option<Span>,
}

impl Band {
    /// A moment of it: each alike or, in an open band, fewer the longer ago.
    pub fn draw(self, luck: Luck) -> Time {
        let (long, u) = (self.to.since(self.from).days(), luck.uniform());
        let ago = match self.thins {
            None => u * long,
            Some(mean) => {
                let mean = mean.days().max(1e-3);
                // An exponential length, given that it is not longer than the band.
                -mean * libm::log1p(-u * -libm::expm1(-long / mean))
            }
        };
        self.from + (self.to.since(self.from) - Span::from_days(ago))
    }
}

/// What somebody waits for in an acute bed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldUp {
    /// The hub.
    Hub,
    /// Work on the way out.
    Step(StepIndex),
    /// A place in this service.
    Place(ServiceIndex),
}

/// The queues in which a person is at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Of every service of its pathway that takes it; steps of the decision begin now.
    All,
    /// Of these, by position in its pathway; all that must be done before a place is taken is done.
    These(u64),
}

/// Who is in a service, and waits for it, at the start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InitialService {
    /// People in it.
    pub people: u32,
    /// People waiting for it.
    pub queue: u32,
    /// Whether it is known how many wait for it, none included.
    pub queue_is_given: bool,
    /// How the rest of a stay is drawn.
    pub residual: Residual,
    /// Cumulative weight, group and pathway of its people; empty where no one is there.
    pub who: Vec<(f64, GroupIndex, PathwayIndex)>,
}
