//! How many people stand where at each midnight, so that two runs with the same people can be laid side
//! by side day by day; and the most that stood there, so that a start beyond it can be made.

use std::collections::BTreeMap;

use super::log::Person;
use crate::base::{Indexed, Position, Span, Time};
use crate::model::{Change, Count as Moved, Observer, Patient};
use crate::scenario::plan::{GroupIndex, PathwayIndex, Plan, ServiceIndex};

/// What is counted, in people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// In acute beds.
    InBeds,
    /// Of these, past their discharge-ready date.
    PastReady,
    /// Waiting for an acute bed.
    BedQueue,
    /// In a service.
    People(ServiceIndex),
    /// In the queue of a service. A person in three queues counts in three.
    Line(ServiceIndex),
}

impl Count {
    /// All of a plan, in the order in which they are kept.
    pub fn all(plan: &Plan) -> Vec<Self> {
        let of_service = |s| [Self::People(s), Self::Line(s)];
        let services = plan.services.numbers().flat_map(of_service);
        [Self::InBeds, Self::PastReady, Self::BedQueue].into_iter().chain(services).collect()
    }

    fn position(self) -> usize {
        match self {
            Self::InBeds => 0,
            Self::PastReady => 1,
            Self::BedQueue => 2,
            Self::People(s) => 3 + 2 * s.position(),
            Self::Line(s) => 4 + 2 * s.position(),
        }
    }
}

/// The most that stood somewhere at a midnight, and who came to services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    /// People in acute beds and waiting for one, together.
    pub hospital: u32,
    /// People past ready.
    pub ready: u32,
    /// People in each service.
    pub people: Indexed<ServiceIndex, u32>,
    /// People waiting for each service as the first of their queues, so that no one counts twice.
    pub waiting: Indexed<ServiceIndex, u32>,
    /// How many started in each service.
    pub starts: Indexed<ServiceIndex, u64>,
    /// How many joined the line of a service, by service, group and pathway.
    pub joined: BTreeMap<(ServiceIndex, GroupIndex, PathwayIndex), u64>,
}

impl Peaks {
    fn of(plan: &Plan) -> Self {
        let services = &plan.services;
        Self {
            people: services.beside(),
            waiting: services.beside(),
            starts: services.beside(),
            ..Self::default()
        }
    }

    /// Whether they are of this plan.
    pub fn fits(&self, plan: &Plan) -> bool {
        let services = plan.services.len();
        let known = |&(service, group, pathway): &(ServiceIndex, GroupIndex, PathwayIndex)| {
            plan.services.with(service).is_some()
                && plan.groups.with(group).is_some()
                && plan.pathways.with(pathway).is_some()
        };
        [self.people.len(), self.waiting.len(), self.starts.len()] == [services; 3]
            && self.joined.keys().all(known)
    }

    /// The greater of both, and those who came to either.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        let most = |mine: &mut Indexed<_, u32>, others: &[u32]| {
            mine.resize(mine.len().max(others.len()), 0);
            mine.iter_mut().zip(others).for_each(|(a, b)| *a = (*a).max(*b));
        };
        self.hospital = self.hospital.max(other.hospital);
        self.ready = self.ready.max(other.ready);
        most(&mut self.people, &other.people);
        most(&mut self.waiting, &other.waiting);
        self.starts.resize(self.starts.len().max(other.starts.len()), 0);
        self.starts.iter_mut().zip(other.starts.iter()).for_each(|(a, b)| *a += b);
        for (who, n) in &other.joined {
            *self.joined.entry(*who).or_default() += n;
        }
        self
    }
}

/// Counts at each midnight, from the first of the run to its end. What happens at the very midnight
/// has happened.
#[derive(Clone, Debug, Default)]
pub struct Midnights {
    next: Time,
    now: Vec<i32>,
    rows: Vec<i32>,
    /// The first of the queues in which a person is.
    first_line: BTreeMap<Person, ServiceIndex>,
    waiting: Indexed<ServiceIndex, i32>,
    peaks: Peaks,
}

impl Midnights {
    /// Forgets everything; the next replication is one of this plan.
    pub fn begin(&mut self, plan: &Plan) {
        self.next = plan.calendar.simulated_from();
        self.now = vec![0; Count::all(plan).len()];
        self.rows.clear();
        self.first_line.clear();
        self.waiting = plan.services.beside();
        self.peaks = Peaks::of(plan);
    }

    /// How many midnights there were: one more than days.
    pub fn len(&self) -> usize {
        self.rows.len() / self.now.len().max(1)
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A count at each midnight.
    pub fn counts(&self, count: Count) -> impl Iterator<Item = i32> + '_ {
        self.rows.iter().skip(count.position()).step_by(self.now.len().max(1)).copied()
    }

    /// The most at any midnight.
    pub fn peaks(&self) -> &Peaks {
        &self.peaks
    }

    /// Time has come to `now`: writes down every midnight before it.
    fn tick(&mut self, now: Time) {
        while self.next < now {
            self.write_down();
        }
    }

    fn write_down(&mut self) {
        self.next += Span::DAY;
        self.rows.extend_from_slice(&self.now);
        let at = |count: Count| self.now[count.position()].max(0) as u32;
        let peaks = &mut self.peaks;
        peaks.hospital = peaks.hospital.max(at(Count::InBeds) + at(Count::BedQueue));
        peaks.ready = peaks.ready.max(at(Count::PastReady));
        for s in self.waiting.numbers() {
            peaks.people[s] = peaks.people[s].max(at(Count::People(s)));
            peaks.waiting[s] = peaks.waiting[s].max(self.waiting[s].max(0) as u32);
        }
    }
}

impl Midnights {
    fn joined(&mut self, patient: &Patient, service: ServiceIndex) {
        *self.peaks.joined.entry((service, patient.group, patient.pathway)).or_default() += 1;
        self.first_line.entry(Person::of(patient)).or_insert_with(|| {
            self.waiting[service] += 1;
            service
        });
    }

    fn left_line(&mut self, patient: &Patient, service: ServiceIndex) {
        let who = Person::of(patient);
        if self.first_line.get(&who) == Some(&service) {
            self.first_line.remove(&who);
            self.waiting[service] -= 1;
        }
    }
}

impl Observer for Midnights {
    #[inline(always)]
    fn changed(&mut self, now: Time, change: Change<'_>) {
        self.tick(now);
        change.moves(|count, by| {
            let count = match count {
                Moved::BedQueue => Count::BedQueue,
                Moved::Hospital => Count::InBeds,
                Moved::Line(s) => Count::Line(s),
                Moved::Service(s) => Count::People(s),
                Moved::AwaitingRound
                | Moved::Outside
                | Moved::Held(_)
                | Moved::Blocked(_)
                | Moved::Care(_)
                | Moved::GaveWay(_) => return,
            };
            self.now[count.position()] += by as i32;
        });
        match change {
            Change::Waits { from, to, .. } => {
                self.now[Count::PastReady.position()] += i32::from(to.is_some()) - i32::from(from.is_some());
            }
            Change::Joined { patient, service } => self.joined(patient, service),
            Change::LeftLine { patient, service, .. } => self.left_line(patient, service),
            Change::Started { service, .. }
            | Change::MovedIn { service, .. }
            | Change::BridgeBegan { service, .. } => self.peaks.starts[service] += 1,
            Change::Finished { .. } => {
                while self.next <= now {
                    self.write_down();
                }
            }
            Change::MeasuringStarts
            | Change::Beds { .. }
            | Change::ExtraPlaces { .. }
            | Change::ExtraStaff { .. }
            | Change::StandsStill { .. }
            | Change::ThereAtStart { .. }
            | Change::Arrived { .. }
            | Change::CameAgain { .. }
            | Change::Cancelled { .. }
            | Change::Admitted { .. }
            | Change::StayOver { .. }
            | Change::Ready { .. }
            | Change::WorkAsked { .. }
            | Change::WorkDone { .. }
            | Change::Decided { .. }
            | Change::Offered { .. }
            | Change::Withdrawn { .. }
            | Change::LeftHospital { .. }
            | Change::CareChanged { .. }
            | Change::Blocked { .. }
            | Change::Ended { .. }
            | Change::HomeAt91Days { .. }
            | Change::Overdue { .. }
            | Change::BridgeEnded { .. }
            | Change::GaveUp { .. }
            | Change::TurnedTo { .. }
            | Change::Overflowed { .. }
            | Change::NotTakenEarly { .. }
            | Change::LeftBedQueue { .. }
            | Change::Spared { .. }
            | Change::NeedsMore { .. }
            | Change::Recovered { .. }
            | Change::Unwell { .. }
            | Change::StillThere { .. }
            | Change::StillInLine { .. } => {}
        }
    }
}
