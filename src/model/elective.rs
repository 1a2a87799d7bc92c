//! Planned people: when one without a bed is cancelled, and when it comes again.

use super::observer::{Change, Observer};
use super::patient::Whereabouts;
use super::run::{Event, Run, rank};
use crate::base::{Span, Time};
use crate::scenario::plan::{Booking, GivesUp};

impl<O: Observer> Run<'_, O> {
    /// Somebody joined the queue for a bed: if planned, when it gives up.
    pub(super) fn plan_giving_up(&mut self, p: u32) {
        let Booking::Elective { gives_up, .. } = self.booking(p) else { return };
        match gives_up {
            GivesUp::Never => {}
            GivesUp::At(time) if self.now.time_of_day() < time => {
                let at = Time::midnight(self.now.day()) + time;
                self.schedule(at, rank::ACUTE_END, Event::GiveUp(self.people.who(p)));
            }
            GivesUp::At(_) | GivesUp::AtArrival => self.hospital.wait_for_no_bed(p),
        }
    }

    /// The beds of this instant are given: whoever would not wait goes home.
    pub(super) fn give_up_at_once(&mut self) {
        while let Some(p) = self.hospital.next_giving_up() {
            self.gives_up(p);
        }
    }

    pub(super) fn gives_up(&mut self, p: u32) {
        if self.people[p].whereabouts != Whereabouts::BedLine {
            return;
        }
        let turn = self.bed_turn(p);
        let part = self.bed_part(p);
        self.hospital.leave_queue(turn, part);
        let person = &mut self.people[p];
        let first = !std::mem::replace(&mut person.cancelled, true);
        person.whereabouts = Whereabouts::Away;
        let arrived = person.arrived;
        self.tell_of(p, |patient| Change::Cancelled { patient, first });
        match self.booking(p) {
            Booking::Elective { rebooked_after: Some(after), .. } => {
                let at = back_at(arrived, self.now, after);
                self.schedule(at, rank::ARRIVAL, Event::ComeAgain(self.people.who(p)));
            }
            Booking::Elective { rebooked_after: None, .. } | Booking::Emergency => self.people.retire(p),
        }
    }

    /// Somebody who was cancelled, or who was discharged some days ago, comes to the door.
    pub(super) fn comes_again(&mut self, p: u32) {
        let now = self.now;
        let person = &mut self.people[p];
        if person.whereabouts != Whereabouts::Away {
            // Came back before, from a service.
            return;
        }
        person.arrived = now;
        if person.episode > 0 {
            let to = Whereabouts::BedLine;
            self.tell_of(p, |patient| Change::Arrived { patient, emergency: true, to });
        } else {
            self.tell_of(p, |patient| Change::CameAgain { patient });
        }
        self.end_last_episode(p);
        self.queue_for_bed(p);
    }
}

/// When somebody who gives up now comes again. Whole days are counted from the day of giving up, and it
/// comes at its time of day: at the hour of giving up it would give up at once, for ever. Everything
/// else is counted from the giving-up itself.
fn back_at(arrived: Time, now: Time, after: Span) -> Time {
    let whole_days = after > Span::ZERO && after.0.is_multiple_of(Span::DAY.0);
    if whole_days { Time::midnight(now.day()) + after + arrived.time_of_day() } else { now + after }
}
