//! The port through which the model tells what changes, each change once. A listener matches every one
//! of them without a wildcard, so that a new one does not compile until each has said what it does.
//!
//! Changes are made where they happen, so the match folds away there: what a listener does not care for
//! costs nothing. What a change means for the counts of people and of care stands in [`Change::moves`].

use super::patient::{Patient, Whereabouts};
use crate::base::{Limit, Span, Time};
use crate::scenario::plan::{Exit, RuleIndex, ServiceIndex, StepIndex};
use crate::scenario::reason::Reason;

/// How somebody left the hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Home without a service.
    Home,
    /// To a service.
    Service(ServiceIndex),
    /// Home with a bridge, while waiting for a service.
    Bridge(ServiceIndex),
    /// Died.
    Died,
}

/// Who is asked for work on somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Desk {
    /// The hub, for an assessment.
    Hub,
    /// The crew of a step.
    Step(StepIndex),
}

/// What changes. Who is named by `patient` is as it is just after the change.
#[allow(missing_docs)] // The line above each says what its fields are.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// The warm-up is over: what is counted from here on is measured.
    MeasuringStarts,
    /// The beds from now on: of the core, and beyond them opened escalation beds and those of triggers.
    Beds { core: Limit, beyond: u32 },
    /// The places of a service that triggers have opened, from now on.
    ExtraPlaces { service: ServiceIndex, extra: u32 },
    /// The people on duty at a desk whom triggers have added, from now on.
    ExtraStaff { desk: Desk, extra: u32 },
    /// Whether the people of a service have all finished there and can never move.
    StandsStill { service: ServiceIndex, still: bool },
    /// Was there when the run began; in a service with this care.
    ThereAtStart { patient: &'a Patient, care: i64 },
    /// Came, of an emergency group or not: into the line for a bed, into a bed or to wait at home; `Gone`
    /// where nothing is here for it.
    Arrived { patient: &'a Patient, emergency: bool, to: Whereabouts },
    /// Came to the door again, having been cancelled before.
    CameAgain { patient: &'a Patient },
    /// Was cancelled, or gave up waiting for a bed: the first time for this person or not.
    Cancelled { patient: &'a Patient, first: bool },
    /// Was given an acute bed; `emergency` as on arriving.
    Admitted { patient: &'a Patient, emergency: bool },
    /// The acute stay is over; a board round has to find it.
    StayOver { patient: &'a Patient },
    /// Was recorded as discharge-ready: found by a board round or without one.
    Ready { patient: &'a Patient, found: bool },
    /// The reason for which somebody past ready is in an acute bed: `None` before the first and after the
    /// last.
    Waits { patient: &'a Patient, from: Option<Reason>, to: Option<Reason> },
    /// Needs this work from now on.
    WorkAsked { patient: &'a Patient, desk: Desk },
    /// The work is done.
    WorkDone { patient: &'a Patient, desk: Desk },
    /// Its pathway was decided.
    Decided { patient: &'a Patient },
    /// Joined the line of a service.
    Joined { patient: &'a Patient, service: ServiceIndex },
    /// Left the line of a service, joined at `since`: with a place of it or without.
    LeftLine { patient: &'a Patient, service: ServiceIndex, since: Time, with_place: bool },
    /// A place is held for it, with this care.
    Offered { patient: &'a Patient, service: ServiceIndex, care: i64 },
    /// The place is not held for it any more.
    Withdrawn { patient: &'a Patient, service: ServiceIndex, care: i64 },
    /// Left the hospital; `returns`: it will be readmitted within 30 days.
    LeftHospital { patient: &'a Patient, how: Left, returns: bool },
    /// Started in a service whose place was held: from home, where it had waited, or not.
    Started { patient: &'a Patient, service: ServiceIndex, from_home: bool },
    /// Started in a service for good: place and care are as free as before.
    MovedIn { patient: &'a Patient, service: ServiceIndex, from_home: bool, care: i64 },
    /// The care that somebody needs in a service is so much more than the day before.
    CareChanged { service: ServiceIndex, by: i64 },
    /// Its stay is over; it waits in its place for what follows on this exit.
    Blocked { patient: &'a Patient, service: ServiceIndex, exit: Exit },
    /// Its time in a service is over, that of waiting there for what follows included.
    Ended { patient: &'a Patient, service: ServiceIndex, stayed: Span, exit: Exit, care: i64, blocked: bool },
    /// Whether it will be at home on day 91 after the start of reablement, which is `due`.
    HomeAt91Days { due: Time, home: bool },
    /// Went to a bridge, which came as promised or late; from home, where it had waited, or not.
    BridgeBegan { patient: &'a Patient, service: ServiceIndex, late: bool, from_home: bool },
    /// Has been on a bridge for longer than its longest stay.
    Overdue { patient: &'a Patient, service: ServiceIndex },
    /// Its time on a bridge is over.
    BridgeEnded { patient: &'a Patient, service: ServiceIndex, stayed: Span },
    /// Gave up waiting for a service, by this rule: outside hospital, without a bridge or with one.
    GaveUp { patient: &'a Patient, rule: RuleIndex, outside: bool },
    /// Was turned from the door to this service, and waits for it at home.
    TurnedTo { patient: &'a Patient, service: ServiceIndex },
    /// Waits for a bed, as the service to which it was turned had no place in time; an emergency or planned.
    Overflowed { patient: &'a Patient, rule: RuleIndex, emergency: bool },
    /// The acute stay ends before the service that would have taken it early had a place.
    NotTakenEarly { patient: &'a Patient, rule: RuleIndex },
    /// Left the queue for a bed, untreated.
    LeftBedQueue { patient: &'a Patient, rule: RuleIndex },
    /// By this diversion so much of an acute stay is not needed.
    Spared { rule: RuleIndex, stay: Span },
    /// Needs one step more than before.
    NeedsMore { patient: &'a Patient },
    /// Recovered, and needs nothing any more but to leave.
    Recovered { patient: &'a Patient },
    /// Fell ill again, and is in an acute stay once more.
    Unwell { patient: &'a Patient },
    /// The run is over, and this person, an emergency or not, is still somewhere.
    StillThere { patient: &'a Patient, emergency: bool },
    /// The run is over, and somebody has stood in this line since then.
    StillInLine { service: ServiceIndex, since: Time },
    /// The run is over.
    Finished { people: u64, events: u64 },
}

/// What is counted where, in people; care in thousandths of an hour a week or of a visit a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Waiting for an acute bed.
    BedQueue,
    /// In acute beds.
    Hospital,
    /// Of these, their acute stay over, not found by a board round yet.
    AwaitingRound,
    /// Waiting for a service outside hospital.
    Outside,
    /// In the line of a service.
    Line(ServiceIndex),
    /// Held places of a service.
    Held(ServiceIndex),
    /// In a service, or on its bridge.
    Service(ServiceIndex),
    /// Of these, their stay over, waiting for what follows.
    Blocked(ServiceIndex),
    /// Care in use and held in a service.
    Care(ServiceIndex),
    /// In a service or on a bridge to which they gave way by this rule, or came by this diversion.
    GaveWay(RuleIndex),
}

impl Change<'_> {
    /// The counts that a change moves, and by how much.
    #[inline(always)]
    #[allow(clippy::too_many_lines, reason = "one arm for each change")]
    pub fn moves(&self, mut by: impl FnMut(Count, i64)) {
        match *self {
            Self::ThereAtStart { patient, care } => {
                let service = patient.service();
                counted(patient.whereabouts, service, |count| by(count, 1));
                if let (true, Some(service)) = (care != 0, service) {
                    by(Count::Care(service), care);
                }
            }
            Self::Arrived { to, .. } => counted(to, None, |count| by(count, 1)),
            Self::CameAgain { .. } => by(Count::BedQueue, 1),
            Self::Cancelled { .. } | Self::LeftBedQueue { .. } => by(Count::BedQueue, -1),
            Self::Admitted { .. } => {
                by(Count::BedQueue, -1);
                by(Count::Hospital, 1);
            }
            Self::StayOver { .. } => by(Count::AwaitingRound, 1),
            Self::Ready { found, .. } => {
                if found {
                    by(Count::AwaitingRound, -1);
                }
            }
            Self::Joined { service, .. } => by(Count::Line(service), 1),
            Self::LeftLine { service, .. } => by(Count::Line(service), -1),
            Self::Offered { service, care, .. } => {
                if care != 0 {
                    by(Count::Care(service), care);
                }
                by(Count::Held(service), 1);
            }
            Self::Withdrawn { service, care, .. } => {
                if care != 0 {
                    by(Count::Care(service), -care);
                }
                by(Count::Held(service), -1);
            }
            Self::LeftHospital { .. } => by(Count::Hospital, -1),
            Self::Started { patient, service, from_home } => {
                if from_home {
                    by(Count::Outside, -1);
                }
                by(Count::Held(service), -1);
                by(Count::Service(service), 1);
                by_way(patient, 1, by);
            }
            Self::MovedIn { service, from_home, care, .. } => {
                if from_home {
                    by(Count::Outside, -1);
                }
                by(Count::Held(service), -1);
                if care != 0 {
                    by(Count::Care(service), -care);
                }
            }
            Self::CareChanged { service, by: more } => by(Count::Care(service), more),
            Self::Blocked { service, .. } => by(Count::Blocked(service), 1),
            Self::Ended { patient, service, care, blocked, .. } => {
                if blocked {
                    by(Count::Blocked(service), -1);
                }
                if care != 0 {
                    by(Count::Care(service), -care);
                }
                by(Count::Service(service), -1);
                by_way(patient, -1, by);
            }
            Self::BridgeBegan { patient, service, from_home, .. } => {
                by(Count::Held(service), -1);
                by(Count::Service(service), 1);
                if !from_home {
                    by(Count::Outside, 1);
                }
                by_way(patient, 1, by);
            }
            Self::BridgeEnded { patient, service, .. } => {
                by(Count::Outside, -1);
                by(Count::Service(service), -1);
                by_way(patient, -1, by);
            }
            Self::GaveUp { outside, .. } => {
                if outside {
                    by(Count::Outside, -1);
                }
            }
            Self::Overflowed { .. } => {
                by(Count::Outside, -1);
                by(Count::BedQueue, 1);
            }
            Self::MeasuringStarts
            | Self::Beds { .. }
            | Self::ExtraPlaces { .. }
            | Self::ExtraStaff { .. }
            | Self::StandsStill { .. }
            | Self::Waits { .. }
            | Self::WorkAsked { .. }
            | Self::WorkDone { .. }
            | Self::Decided { .. }
            | Self::HomeAt91Days { .. }
            | Self::Overdue { .. }
            | Self::TurnedTo { .. }
            | Self::NotTakenEarly { .. }
            | Self::Spared { .. }
            | Self::NeedsMore { .. }
            | Self::Recovered { .. }
            | Self::Unwell { .. }
            | Self::StillThere { .. }
            | Self::StillInLine { .. }
            | Self::Finished { .. } => {}
        }
    }
}

/// Somebody who gave way to where it is begins or ends its stay there.
#[inline(always)]
fn by_way(patient: &Patient, one: i64, mut by: impl FnMut(Count, i64)) {
    if let Some(rule) = patient.gave_way() {
        by(Count::GaveWay(rule), one);
    }
}

/// Where somebody who comes counts.
#[inline(always)]
fn counted(at: Whereabouts, service: Option<ServiceIndex>, mut one: impl FnMut(Count)) {
    match at {
        Whereabouts::Gone | Whereabouts::Away => {}
        Whereabouts::BedLine => one(Count::BedQueue),
        Whereabouts::Acute | Whereabouts::Ward => one(Count::Hospital),
        Whereabouts::AwaitingRound => {
            one(Count::Hospital);
            one(Count::AwaitingRound);
        }
        Whereabouts::Home => one(Count::Outside),
        Whereabouts::Bridge => {
            if let Some(service) = service {
                one(Count::Service(service));
            }
            one(Count::Outside);
        }
        Whereabouts::Service => service.into_iter().for_each(|service| one(Count::Service(service))),
        Whereabouts::Blocked => {
            if let Some(service) = service {
                one(Count::Service(service));
                one(Count::Blocked(service));
            }
        }
    }
}

/// Sees every change.
pub trait Observer {
    /// This has changed.
    fn changed(&mut self, now: Time, change: Change<'_>);
}

/// Nobody looks on.
impl Observer for () {
    #[inline(always)]
    fn changed(&mut self, _now: Time, _change: Change<'_>) {}
}

/// Two observers who see the same.
#[derive(Clone, Debug)]
pub struct Both<A, B>(pub A, pub B);

impl<A: Observer, B: Observer> Observer for Both<A, B> {
    #[inline(always)]
    fn changed(&mut self, now: Time, change: Change<'_>) {
        self.0.changed(now, change);
        self.1.changed(now, change);
    }
}
