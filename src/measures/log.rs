//! The event log of one replication: what happened to whom, when, and what was waited for.
//!
//! It tells people apart by what stays the same in every scenario: group, day of arrival, index in the day,
//! admission. Nothing is counted here; a reader who counts finds what the recorder found.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

pub use crate::model::{Desk, Left};

use crate::base::Time;
use crate::model::{Change, Ended, Observer, Patient, Simulation, Whereabouts};
use crate::scenario::plan::{Enters, Exit, GroupIndex, PathwayIndex, Plan, ServiceIndex};
use crate::scenario::reason::{Reason, Reasons};

/// Who a person is: the same in every scenario in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The group.
    pub group: GroupIndex,
    /// How they came to be here.
    pub came: Came,
    /// 0 for the first admission, 1 for the first return.
    pub admission: u32,
}

/// How a person came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Came {
    /// Was there when the run began: the number among those who were, from 1 on.
    AtStart(u32),
    /// Came on a day.
    OnDay {
        /// The number of the day, counted from the start of the run.
        day: u32,
        /// The index among the group's people of that day, from 0 on.
        index: u32,
    },
}

impl Person {
    /// Of this patient.
    pub fn of(patient: &Patient) -> Self {
        let came = patient
            .there_at_start()
            .map_or(Came::OnDay { day: patient.day, index: patient.index }, Came::AtStart);
        Self { group: patient.group, came, admission: patient.episode }
    }
}

/// Where a person is when the run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// In an acute bed.
    Hospital,
    /// At home, waiting for a service.
    Home,
    /// In a service, or on its bridge.
    Service(ServiceIndex),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Was there when the run began.
    ThereAtStart(There),
    /// Came to the door of the hospital, as an emergency or planned.
    Arrived {
        /// Whether as an emergency.
        emergency: bool,
    },
    /// Was referred to services from home.
    Referred,
    /// Was given an acute bed.
    Admitted,
    /// Was recorded as discharge-ready.
    Ready {
        /// Since when: before this moment only for a person who was ready when the run began.
        since: Time,
    },
    /// In an acute bed past ready, waits from now on for this reason.
    Waits {
        /// What comes first on the way out.
        reason: Reason,
        /// What else is open: steps, and the lines of other services.
        also: Box<[Reason]>,
    },
    /// Left the hospital.
    Left(Left),
    /// Started in a service, or on its bridge.
    Started(ServiceIndex),
    /// Came to the door again, having been cancelled before.
    CameAgain,
    /// Was cancelled, or gave up waiting for a bed.
    Cancelled,
    /// The acute stay is over; a board round has to find it.
    StayOver,
    /// Needs this work from now on.
    WorkAsked(Desk),
    /// The work is done.
    WorkDone(Desk),
    /// Its pathway was decided.
    Decided,
    /// Joined the line of a service.
    Joined(ServiceIndex),
    /// Left the line of a service: with a place of it or without.
    LeftLine(ServiceIndex, bool),
    /// A place is held for it.
    Offered(ServiceIndex),
    /// The place is not held for it any more.
    Withdrawn(ServiceIndex),
    /// Its time in a service is over.
    Ended(ServiceIndex, Exit),
    /// Its time on a bridge is over.
    BridgeEnded(ServiceIndex),
    /// Its stay is over; it waits in its place for what follows on this exit.
    Blocked(ServiceIndex, Exit),
    /// Needs one step more than before.
    NeedsMore,
    /// Gave up waiting outside hospital.
    GaveUp,
    /// Was turned from the door to this service.
    TurnedTo(ServiceIndex),
    /// Waits for a bed, as that service had no place in time.
    Overflowed,
    /// The service that would have taken it early had no place in time.
    NotTakenEarly,
    /// Left the queue for a bed, untreated.
    LeftBedQueue,
    /// Recovered, and needs nothing any more but to leave.
    Recovered,
    /// Fell ill again, and is in an acute stay once more.
    Unwell,
    /// Has been on a bridge for longer than its longest stay.
    Overdue(ServiceIndex),
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// To whom.
    pub who: Person,
    /// What happened.
    pub what: What,
    /// When recorded as ready, what the person truly needs; after the decision, the pathway decided.
    pub pathway: Option<PathwayIndex>,
}

/// The log of one replication, in order of time, and what happened to one person in its own order.
/// Depends on nothing but the plan, the seed and the index. Setting `stop` ends it within a simulated day.
///
/// # Errors
/// As [`Simulation::run`].
pub fn log(plan: &Plan, seed: u64, replication: u64, stop: Option<&AtomicBool>) -> Result<Vec<Entry>, Ended> {
    let plan = plan.of_replication(seed, replication)?;
    let writer = Writer {
        plan: &plan,
        reasons: Reasons::of(&plan),
        entries: Vec::new(),
        instant: Time::START,
        waits: BTreeMap::new(),
        passing: Vec::new(),
    };
    let mut simulation = Simulation::new(&plan, writer).until(stop);
    simulation.run(seed, replication)?;
    let writer = simulation.observer();
    let mut passing = std::mem::take(&mut writer.passing);
    passing.sort_unstable();
    let (mut i, mut passing) = (0, passing.into_iter().peekable());
    let mut entries = std::mem::take(&mut writer.entries);
    entries.retain(|_| {
        let stays = passing.next_if_eq(&i).is_none();
        i += 1;
        stays
    });
    Ok(entries)
}

/// What happened to each person, in order.
pub fn by_person(entries: &[Entry]) -> BTreeMap<Person, Vec<&Entry>> {
    let mut people: BTreeMap<Person, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        people.entry(entry.who).or_default().push(entry);
    }
    people
}

/// Writes down what it sees.
struct Writer<'p> {
    plan: &'p Plan,
    reasons: Reasons,
    entries: Vec<Entry>,
    /// For each person that waits for another reason since this instant: where that is written.
    instant: Time,
    waits: BTreeMap<Person, usize>,
    /// What is written of reasons that lasted no time.
    passing: Vec<usize>,
}

impl Writer<'_> {
    fn write(&mut self, at: Time, patient: &Patient, what: What) {
        let pathway = if patient.is_decided() {
            Some(patient.pathway)
        } else {
            matches!(what, What::Ready { .. }).then_some(patient.need)
        };
        self.entries.push(Entry { at, who: Person::of(patient), what, pathway });
    }

    /// What is open beside the first thing.
    fn also(&self, patient: &Patient, first: Reason) -> Box<[Reason]> {
        let steps = patient.open_steps();
        let steps = self.plan.steps.numbers().filter(|&i| steps.has(i)).map(|i| self.reasons.step(i));
        let lines = patient.lines(self.plan).map(|s| self.reasons.capacity(s));
        steps.chain(lines).filter(|&reason| reason != first).collect()
    }
}

impl Writer<'_> {
    fn there_at_start(&mut self, now: Time, patient: &Patient) {
        let there = match (patient.service(), patient.whereabouts) {
            (Some(service), _) => There::Service(service),
            (None, Whereabouts::Home) => There::Home,
            (None, _) => There::Hospital,
        };
        self.write(now, patient, What::ThereAtStart(there));
    }

    fn waits(&mut self, now: Time, patient: &Patient, to: Option<Reason>) {
        let who = Person::of(patient);
        // A reason that lasts no time at all is none.
        if self.instant < now {
            self.instant = now;
            self.waits.clear();
        }
        self.passing.extend(self.waits.remove(&who));
        if let Some(reason) = to {
            self.waits.insert(who, self.entries.len());
            let also = self.also(patient, reason);
            self.write(now, patient, What::Waits { reason, also });
        }
    }
}

impl Observer for Writer<'_> {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        let (patient, what) = match change {
            Change::ThereAtStart { patient, .. } => return self.there_at_start(now, patient),
            Change::Arrived { patient, emergency, to } => {
                let door = self.plan.groups[patient.group].enters == Enters::Admission;
                let from_home = !door && matches!(to, Whereabouts::Home | Whereabouts::Gone);
                (patient, if from_home { What::Referred } else { What::Arrived { emergency } })
            }
            Change::CameAgain { patient } => (patient, What::CameAgain),
            Change::Cancelled { patient, .. } => (patient, What::Cancelled),
            Change::Admitted { patient, .. } => (patient, What::Admitted),
            Change::StayOver { patient } => (patient, What::StayOver),
            Change::Ready { patient, .. } => (patient, What::Ready { since: patient.ready }),
            Change::Waits { patient, to, .. } => return self.waits(now, patient, to),
            Change::WorkAsked { patient, desk } => (patient, What::WorkAsked(desk)),
            // Work that goes on for somebody who is not there any more is nothing that happens to it.
            Change::WorkDone { patient, .. } if patient.whereabouts == Whereabouts::Gone => return,
            Change::WorkDone { patient, desk } => (patient, What::WorkDone(desk)),
            Change::Decided { patient } => (patient, What::Decided),
            Change::Joined { patient, service } => (patient, What::Joined(service)),
            Change::LeftLine { patient, service, with_place, .. } => {
                (patient, What::LeftLine(service, with_place))
            }
            Change::Offered { patient, service, .. } => (patient, What::Offered(service)),
            Change::Withdrawn { patient, service, .. } => (patient, What::Withdrawn(service)),
            Change::LeftHospital { patient, how, .. } => (patient, What::Left(how)),
            Change::Started { patient, service, .. }
            | Change::MovedIn { patient, service, .. }
            | Change::BridgeBegan { patient, service, .. } => (patient, What::Started(service)),
            Change::Blocked { patient, service, exit } => (patient, What::Blocked(service, exit)),
            Change::Ended { patient, service, exit, .. } => (patient, What::Ended(service, exit)),
            Change::BridgeEnded { patient, service, .. } => (patient, What::BridgeEnded(service)),
            Change::Overdue { patient, service } => (patient, What::Overdue(service)),
            Change::NeedsMore { patient } => (patient, What::NeedsMore),
            Change::GaveUp { patient, .. } => (patient, What::GaveUp),
            Change::TurnedTo { patient, service } => (patient, What::TurnedTo(service)),
            Change::Overflowed { patient, .. } => (patient, What::Overflowed),
            Change::NotTakenEarly { patient, .. } => (patient, What::NotTakenEarly),
            Change::LeftBedQueue { patient, .. } => (patient, What::LeftBedQueue),
            Change::Recovered { patient } => (patient, What::Recovered),
            Change::Unwell { patient } => (patient, What::Unwell),
            // Nothing that happens to somebody.
            Change::MeasuringStarts
            | Change::Beds { .. }
            | Change::ExtraPlaces { .. }
            | Change::ExtraStaff { .. }
            | Change::StandsStill { .. }
            | Change::CareChanged { .. }
            | Change::Spared { .. }
            | Change::HomeAt91Days { .. }
            | Change::StillThere { .. }
            | Change::StillInLine { .. }
            | Change::Finished { .. } => return,
        };
        self.write(now, patient, what);
    }
}
