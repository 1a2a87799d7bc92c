//! The checked plan: what the model runs on. No options left open and no names, only indices,
//! numbers and name hashes; the words stand in [`Names`](super::names::Names).
//!
//! Everything that changes on a calendar is spread out over the run here, once: rates by day,
//! hours, rosters, board rounds, the weekly allowance of starts, and the factors of events.

mod hospital;
mod initial;
mod service;
mod trigger;

use std::borrow::Cow;

use crate::base::{Calendar, Distribution, Luck, NameHash, Span, Time, Timetable, WorkingTime};

pub use super::check::Chance;
pub use hospital::{BoardRound, Costs, Escalation, Hospital};
pub use initial::{Before, Initial, InitialService, Known, KnownPlace, Lines, Residual};
pub use service::{Bridge, Care, CareRule, Exit, Load, Priority, Service, ServiceCost, Starts};
pub use trigger::{Adds, Measure, Trigger};

/// The index of a group in [`Plan::groups`].
pub type GroupIndex = u8;
/// The index of a pathway in [`Plan::pathways`].
pub type PathwayIndex = u8;
/// The index of a service in [`Plan::services`].
pub type ServiceIndex = u16;
/// The index of a step in [`Plan::steps`].
pub type StepIndex = u8;

/// A capacity without limit.
pub const UNLIMITED: u32 = u32::MAX;

/// Everything the model needs to know. Groups, pathways and services stand in the order of their
/// names, steps in the order of `order`, then name.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The days of the run.
    pub calendar: Calendar,
    /// Who arrives; at most 64.
    pub groups: Vec<Group>,
    /// Ways out of hospital; at most 64.
    pub pathways: Vec<Pathway>,
    /// Places that people leave for.
    pub services: Vec<Service>,
    /// Work on the way out; at most 64.
    pub steps: Vec<Step>,
    /// Traits that people may have; at most 64.
    pub traits: Vec<NameHash>,
    /// The hospital.
    pub hospital: Hospital,
    /// The hub that decides pathways.
    pub hub: Hub,
    /// The pathway of people who go home without new support, if there is one.
    pub home: Option<PathwayIndex>,
    /// What waiting does to people.
    pub deconditioning: Deconditioning,
    /// What follows on the exits of services.
    pub onward: Onward,
    /// Capacity that opens on a condition.
    pub triggers: Vec<Trigger>,
    /// Events that happen by chance, if there are any. What they change is not in this plan but in
    /// that of each replication, see [`Plan::of_replication`].
    pub chance: Option<Chance>,
    /// Unit costs of the hospital, in pounds a day.
    pub costs: Costs,
    /// Who is there at the start of the run.
    pub initial: Initial,
}

impl Plan {
    /// The work of the hub and of every step.
    pub fn works(&self) -> impl Iterator<Item = &Work> {
        std::iter::once(&self.hub.work).chain(self.steps.iter().map(|step| &step.work))
    }

    /// Whether beds beyond the core may open: escalation beds, or those of a trigger.
    pub fn beds_may_open(&self) -> bool {
        self.hospital.escalation.beds > 0 || self.triggers.iter().any(|t| matches!(t.adds, Adds::Beds(_)))
    }

    /// Whether a trigger may open places of a service.
    pub fn places_may_open(&self, service: usize) -> bool {
        let opens = |t: &Trigger| matches!(t.adds, Adds::Places(s, _) if usize::from(s) == service);
        self.triggers.iter().any(opens)
    }

    /// The plan of one replication: this one, with the events that happen by chance in it.
    pub fn of_replication(&self, seed: u64, replication: u64) -> Cow<'_, Self> {
        let drawn = self.chance.as_ref().map(|chance| chance.plan(Luck::new(seed, replication)));
        // Who is there at the start does not depend on what will happen.
        drawn.map_or(Cow::Borrowed(self), |plan| Cow::Owned(Self { initial: self.initial.clone(), ..plan }))
    }
}

/// Which of up to 64 things: bit i for index i.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(pub u64);

impl Set {
    /// All.
    pub const ALL: Self = Self(u64::MAX);

    /// Whether it holds index `i`.
    #[inline]
    pub const fn has(self, i: u8) -> bool {
        self.0 >> i & 1 == 1
    }

    /// With index `i` as well.
    #[must_use]
    pub const fn with(self, i: u8) -> Self {
        Self(self.0 | 1 << i)
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The lowest index that it holds.
    #[inline]
    pub const fn first(self) -> Option<u8> {
        if self.is_empty() { None } else { Some(self.0.trailing_zeros() as u8) }
    }
}

impl IntoIterator for Set {
    type Item = u8;
    type IntoIter = Members;

    #[inline]
    fn into_iter(self) -> Members {
        Members(self)
    }
}

/// The indices in a set, the lowest first.
#[derive(Clone, Debug)]
pub struct Members(Set);

impl Iterator for Members {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let first = self.0.first()?;
        self.0.0 &= self.0.0 - 1;
        Some(first)
    }
}

/// Whom something concerns or who is accepted; every condition must hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Who {
    /// On one of these pathways.
    pub pathways: Set,
    /// Of one of these groups.
    pub groups: Set,
    /// With every one of these traits.
    pub traits: Set,
    /// With none of these traits.
    pub not_traits: Set,
    /// This share of them.
    pub share: f64,
}

impl Who {
    /// Everybody.
    pub const EVERYBODY: Self =
        Self { pathways: Set::ALL, groups: Set::ALL, traits: Set(0), not_traits: Set(0), share: 1.0 };

    /// Whether the conditions hold, the share aside.
    #[inline]
    pub const fn includes(&self, pathway: PathwayIndex, group: GroupIndex, traits: Set) -> bool {
        self.pathways.has(pathway)
            && self.groups.has(group)
            && self.traits.0 & !traits.0 == 0
            && self.not_traits.0 & traits.0 == 0
    }
}

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

/// When a planned person without a bed is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesUp {
    /// Never.
    Never,
    /// At once.
    AtArrival,
    /// At this time of its day, or at once where that is past.
    At(Span),
}

/// Chances a day of what may happen to somebody who waits past ready. All together are the chance that
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

/// What waiting past ready does to people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deconditioning {
    /// The chance at each full day of needing one step more.
    pub step_up_per_day: f64,
    /// What each day adds to the factor on the later stay.
    pub stay_factor_per_day: f64,
    /// The pathway one step up, by pathway: itself where there is none.
    pub one_step_up: Vec<PathwayIndex>,
}

/// What follows on an exit: a wait, and a service for which people wait in the place they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// The delay before the line of the service, in days.
    pub wait: Distribution,
    /// The service: none or one.
    pub service: Vec<ServiceIndex>,
}

impl Follows {
    /// People leave at once.
    pub fn nothing() -> Self {
        Self { wait: Distribution::fixed(0.0), service: Vec::new() }
    }
}

/// What follows on the exits of services.
#[derive(Clone, Debug, PartialEq)]
pub struct Onward {
    /// On an exit to long-term care at home.
    pub long_term_care: Follows,
    /// On an exit to a care home.
    pub care_home: Follows,
}

impl Onward {
    /// What follows on this exit; nothing on the others.
    pub fn after(&self, exit: Exit) -> Option<&Follows> {
        match exit {
            Exit::LongTermCare => Some(&self.long_term_care),
            Exit::CareHome => Some(&self.care_home),
            Exit::Independent | Exit::Hospital | Exit::Died => None,
        }
    }

    /// What follows on this exit, if people may have to wait for it in the place they have.
    pub fn waited_for(&self, exit: Exit) -> Option<&Follows> {
        self.after(exit).filter(|f| !f.service.is_empty() || !f.wait.is_zero())
    }
}

/// Where a group's people come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enters {
    /// They queue for an acute bed.
    Admission,
    /// They stand in an acute bed, discharge-ready at once.
    Ready,
    /// They join the lines of services from home.
    Community,
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

/// A way out of hospital.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// The services it may use, the best first; at most 64. Empty: home without a service.
    pub services: Vec<ServiceIndex>,
    /// The bridges it may use while it waits: none or one.
    pub bridge: Vec<ServiceIndex>,
}

/// Work: people who do it, when, and how much a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// How many are on duty: 0 outside the hours, [`UNLIMITED`] where nobody is waited for.
    pub staff: Timetable<u32>,
    /// The time in which work goes on, as a clock: the hours, on days with anybody on duty and any piece
    /// allowed.
    pub time: WorkingTime,
    /// How many pieces may begin in a day, by day; [`UNLIMITED`] where not limited.
    pub per_day: Timetable<u32>,
    /// Pounds for each hour that one of its staff is on duty.
    pub cost_per_hour: f64,
}

impl Work {
    /// Whether there are times at which it goes on and times at which it does not.
    pub fn opens_and_closes(&self) -> bool {
        !self.staff.is_constant() || !self.per_day.is_constant()
    }

    /// Whether people are waited for: a limited roster or a limited number a day.
    pub fn is_limited(&self) -> bool {
        let limited = |&(_, n): &(Time, u32)| n != UNLIMITED;
        self.staff.points().iter().any(|&(at, n)| n != 0 && limited(&(at, n)))
            || self.per_day.points().iter().any(limited)
    }
}

/// Named work on the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whom it concerns.
    pub concerns: Who,
    /// When it starts.
    pub starts: StepStarts,
    /// The share that needs none of it.
    pub skipped: f64,
    /// How long it takes, in days of its hours.
    pub takes: Distribution,
    /// What events make of a step that begins then.
    pub factor: Timetable<f64>,
    /// Who does it.
    pub work: Work,
}

/// When a step starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStarts {
    /// When the patient is recorded as discharge-ready.
    Ready,
    /// When the pathway is decided.
    Decision,
    /// When a place is offered.
    Offer,
}

impl StepStarts {
    /// All, in the order in which people wait for their steps.
    pub const ALL: [Self; 3] = [Self::Ready, Self::Decision, Self::Offer];
}

/// The work that decides pathways.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// The pathways it sees.
    pub sees: Set,
    /// The share that it may work on before they are ready.
    pub ahead_share: f64,
    /// How long before the end of the acute stay.
    pub ahead_by: Span,
    /// Who does it.
    pub work: Work,
    /// How long an assessment takes, in days of its hours.
    pub assessment: Distribution,
    /// For each need: cumulative share and pathway decided; the last share is 1.
    pub decides: Vec<Vec<(f64, PathwayIndex)>>,
}
