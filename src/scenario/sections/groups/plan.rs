//! The groups of a plan: who comes, when, with what stay, needs and hazards. `plan` says where it belongs.

use super::words::{Enters, GivesUp};
use crate::base::{Distribution, NameHash, Span, Timetable};
use crate::scenario::plan::index::PathwayIndex;

/// A group of people who arrive alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whether planned, and how planned people queue and give up; emergencies queue for ever.
    pub booking: Booking,
    /// Where its people come in.
    pub enters: Enters,
    /// How many come, and when.
    pub arrivals: Arrivals,
    /// The acute stay in days.
    pub stay: Distribution,
    /// What events make of the stay of those admitted then.
    pub stay_factor: Timetable<f64>,
    /// True needs: cumulative share and pathway; the last share is 1.
    pub needs: Vec<(f64, PathwayIndex)>,
    /// The share that dies at the end of the acute stay.
    pub dies_in_hospital: f64,
    /// The traits its people may have: index in [`Plan::traits`] and share.
    pub traits: Vec<(u8, f64)>,
    /// What may happen to its people while they wait past ready.
    pub hazards: Hazards,
    /// The share that comes back within 30 days of leaving hospital alive.
    pub readmitted: f64,
}

/// How a group queues for acute beds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// Emergencies: they queue until they have a bed.
    Emergency,
    /// Planned people.
    Elective {
        /// Whether they come before emergencies in the queue.
        before_emergencies: bool,
        /// When one without a bed is cancelled.
        gives_up: GivesUp,
        /// How long after it came a cancelled one comes again: none or one.
        rebooked_after: Option<Span>,
    },
}

impl Booking {
    /// Whether planned.
    pub const fn is_elective(self) -> bool {
        matches!(self, Self::Elective { .. })
    }
}

/// Chances a day of what may happen to a patient who waits past ready. All together are the chance that
/// anything happens within a day; each has its share of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazards {
    /// Recovers and goes home without support.
    pub recovers: f64,
    /// Falls ill again: a further acute stay.
    pub unwell: f64,
    /// Dies.
    pub dies: f64,
    /// The further acute stay in days.
    pub unwell_stay: Distribution,
}

impl Hazards {
    /// Nothing happens.
    pub fn none() -> Self {
        Self { recovers: 0.0, unwell: 0.0, dies: 0.0, unwell_stay: Distribution::fixed(0.0) }
    }

    /// The chance that any of it happens within a day of waiting; at most 1.
    pub fn total(&self) -> f64 {
        (self.recovers + self.unwell + self.dies).min(1.0)
    }

    /// The rate a day at which any of it happens, so that after a day 1 − `total` are left. A chance of 1
    /// leaves fewer than one in 10¹⁵: most go within the hour.
    pub fn rate(&self) -> f64 {
        -libm::log((1.0 - self.total()).max(f64::EPSILON))
    }
}

/// How many people arrive and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// People a day for each day of the run, with every profile and event in it.
    pub per_day: Vec<f64>,
    /// How the day's count spreads round its rate.
    pub law: CountLaw,
    /// The cumulative share of the day's people by the end of each hour; empty: level.
    pub by_hour: Vec<f64>,
}

/// How a day's count is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountLaw {
    /// Poisson round the day's rate.
    Poisson,
    /// Gamma–Poisson with this variance ÷ mean, above 1, on the group's own day factor.
    OverDispersed(f64),
    /// The same, on the day factor that all groups share.
    SharedOverDispersed(f64),
    /// The rate is the count.
    Observed,
}
