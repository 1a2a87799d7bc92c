//! What one replication found.

use crate::base::Position;
use crate::scenario::plan::ServiceIndex;

/// The results of one replication over its measured days. `None` where an outcome is undefined: a mean over
/// no people, a share of nothing, the occupancy of unlimited beds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replication {
    /// In the order of [`SYSTEM`](super::outcome::SYSTEM).
    pub system: Vec<Option<f64>>,
    /// For each pathway of the plan, in the order of [`PATHWAY`](super::outcome::PATHWAY).
    pub pathways: Vec<Vec<Option<f64>>>,
    /// For each group of the plan, in the order of [`GROUP`](super::outcome::GROUP).
    pub groups: Vec<Vec<Option<f64>>>,
    /// For each service of the plan, in the order of [`SERVICE`](super::outcome::SERVICE).
    pub services: Vec<Vec<Option<f64>>>,
    /// For each rule of the plan by which people give way, in the order of [`RULE`](super::outcome::RULE).
    pub gives_way: Vec<Vec<Option<f64>>>,
    /// For each diversion of the plan, in the order of [`DIVERSION`](super::outcome::DIVERSION).
    pub diversions: Vec<Vec<Option<f64>>>,
    /// For each fund of the plan, in the order of [`FUND`](super::outcome::FUND).
    pub funds: Vec<Vec<Option<f64>>>,
    /// For each pathway, then each group, then each trait of the plan, in the order of
    /// [`WAITER`](super::outcome::WAITER).
    pub waiters: Vec<Vec<Option<f64>>>,
    /// For each step of the plan, in the order of [`STEP`](super::outcome::STEP).
    pub steps: Vec<Vec<Option<f64>>>,
    /// Bed-days booked to each reason of the plan.
    pub reasons: Vec<f64>,
    /// For each [`DailyMeasure`] of the plan, one value a measured day; none of what can never open.
    pub daily: Vec<Vec<f32>>,
    /// For each [`Place`] of the plan: milliseconds with 0, 1, 2, … people, over the measured days.
    pub occupancy: Vec<Vec<u64>>,
    /// The world that it ran in, numbered from 1; 0 where there is only one.
    pub world: u32,
    /// People who arrived, warm-up included: what speed is counted in.
    pub people: u64,
    /// Events handled, warm-up included.
    pub events: u64,
}

impl Replication {
    /// Without the days and occupancies, which are most of it.
    #[must_use]
    pub fn without_days(self) -> Self {
        Self { daily: Vec::new(), occupancy: Vec::new(), ..self }
    }
}

/// A place whose occupancy is kept as a whole distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// People in acute beds.
    Hospital,
    /// People in acute beds past their discharge-ready date.
    Nctr,
    /// People in the service with this index.
    Service(ServiceIndex),
}

impl Place {
    /// All places of a plan with so many services, in the order of [`Replication::occupancy`].
    pub fn all(services: usize) -> Vec<Self> {
        [Self::Hospital, Self::Nctr]
            .into_iter()
            .chain((0..services).map(ServiceIndex::at).map(Self::Service))
            .collect()
    }
}

/// A measure that is kept day by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyMeasure {
    /// People in acute beds: the day's time average.
    Hospital,
    /// People in acute beds past their discharge-ready date: the day's time average.
    Nctr,
    /// People in acute beds past their discharge-ready date at the day's last midnight.
    NctrRemaining,
    /// People waiting for an acute bed: the day's time average.
    BedQueue,
    /// People whose acute stay is over and who have not been found: the day's time average.
    RoundWait,
    /// People waiting for a service outside hospital: the day's time average.
    WaitingInCommunity,
    /// People admitted on the day.
    Admissions,
    /// People who left hospital alive on the day.
    Discharges,
    /// Emergency arrivals at the door on the day.
    EmergencyArrivals,
    /// People in a service: the day's time average.
    Service(ServiceIndex),
    /// People waiting for a service: the day's time average.
    Queue(ServiceIndex),
    /// Beds open beyond the core, escalation beds and those of triggers: the day's time average. No days
    /// where none can open.
    OpenedBeds,
    /// Places that triggers have opened in a service: the day's time average. No days where none can open.
    OpenedPlaces(ServiceIndex),
}

impl DailyMeasure {
    /// All measures of a plan with so many services, in the order of [`Replication::daily`].
    pub fn all(services: usize) -> Vec<Self> {
        use DailyMeasure as M;
        let services = || (0..services).map(ServiceIndex::at);
        [
            M::Hospital,
            M::Nctr,
            M::NctrRemaining,
            M::BedQueue,
            M::RoundWait,
            M::WaitingInCommunity,
            M::Admissions,
            M::Discharges,
            M::EmergencyArrivals,
        ]
        .into_iter()
        .chain(services().map(M::Service))
        .chain(services().map(M::Queue))
        .chain([M::OpenedBeds])
        .chain(services().map(M::OpenedPlaces))
        .collect()
    }
}
