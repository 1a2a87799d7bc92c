//! Who was delayed, person by person, so that two scenarios with the same people can be laid side by
//! side.

use crate::base::{Span, Time};
use crate::model::{Change, Left, Observer, Patient};
use crate::scenario::plan::GroupIndex;

/// A person, the same in every scenario with the same days and seed: group, day of arrival, index among the
/// group's people of the day, admission (0 the first, 1 the first return).
pub type Person = (GroupIndex, u32, u32, u32);

/// All who left hospital alive in the measured days, more than so long after being ready (by the last ready
/// date, as for `delay_*`).
#[derive(Clone, Debug)]
pub struct Delayed {
    longer_than: Span,
    measuring: bool,
    people: Vec<Person>,
}

impl Default for Delayed {
    /// More than a day.
    fn default() -> Self {
        Self { longer_than: Span::DAY, measuring: false, people: Vec::new() }
    }
}

impl Delayed {
    /// Those of the replication that has just run, in order; forgets them, for the next.
    pub fn take(&mut self) -> Vec<Person> {
        self.measuring = false;
        let mut people = std::mem::take(&mut self.people);
        people.sort_unstable();
        people
    }
}

impl Delayed {
    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left) {
        if self.measuring
            && how != Left::Died
            && patient.was_ready()
            && now.since(patient.ready) > self.longer_than
        {
            self.people.push((patient.group, patient.day, patient.index, patient.episode));
        }
    }
}

impl Observer for Delayed {
    #[inline(always)]
    fn changed(&mut self, now: Time, change: Change<'_>) {
        match change {
            Change::MeasuringStarts => self.measuring = true,
            Change::LeftHospital { patient, how, .. } => self.left_hospital(now, patient, how),
            Change::Beds { .. }
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
            | Change::Waits { .. }
            | Change::WorkAsked { .. }
            | Change::WorkDone { .. }
            | Change::Decided { .. }
            | Change::Joined { .. }
            | Change::LeftLine { .. }
            | Change::Offered { .. }
            | Change::Withdrawn { .. }
            | Change::Started { .. }
            | Change::MovedIn { .. }
            | Change::CareChanged { .. }
            | Change::Blocked { .. }
            | Change::Ended { .. }
            | Change::HomeAt91Days { .. }
            | Change::BridgeBegan { .. }
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
            | Change::StillInLine { .. }
            | Change::Finished { .. } => {}
        }
    }
}
