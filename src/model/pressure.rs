//! What a full hospital does: board rounds find more, and acute stays pass faster.
//!
//! Stays run on a clock of their own, the same for everybody, that goes faster on days that begin with more
//! of the beds in use. A stay ends when this clock has gone on by its length. Who ends within the day is
//! known once its pace is; only they are put on the agenda, each once. Where no stay follows the pressure
//! there is no such clock.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::observer::Observer;
use super::patient::{NO_SERVICE, Whereabouts};
use super::people::Who;
use super::run::{Event, Run, rank};
use crate::base::{Span, Time};
use crate::scenario::plan::RuleIndex;

/// How many parts of a millisecond the clock shows.
const PARTS: u64 = 1000;

/// The clock of acute stays, and what is due on it.
#[derive(Clone, Debug, Default)]
pub(super) struct StayClock {
    /// What it showed at the last midnight, in thousandths of a millisecond: whole numbers, so that what is left
    /// of a stay does not depend on how long the clock has run.
    shown: u64,
    midnight: Time,
    /// How fast it goes today; 0 before the first midnight, when nothing ends.
    pace: f64,
    /// What is due on a later day, the next on top.
    due: BinaryHeap<Later>,
    asked: u64,
}

/// What is due on a later day: the earlier, the greater, by what the clock shows then and by which was asked for
/// first.
#[derive(Clone, Copy, Debug)]
struct Later {
    shows: u64,
    asked: u64,
    due: Due,
    who: Who,
}

impl Ord for Later {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.shows, other.asked).cmp(&(self.shows, self.asked))
    }
}

impl PartialOrd for Later {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Later {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Later {}

/// What is due on the clock.
#[derive(Clone, Copy, Debug)]
enum Due {
    /// The end of an acute stay.
    End,
    /// Somebody is referred ahead of it.
    Referral,
    /// A service may take somebody before it.
    Early(RuleIndex),
}

impl StayClock {
    /// The moment today at which it shows this; `None` where that is on another day.
    fn today_at(&self, shows: u64) -> Option<Time> {
        let ahead = shows.saturating_sub(self.shown);
        (ahead < self.goes_on(Span::DAY))
            .then(|| self.midnight + Span::from_ms(ahead as f64 / PARTS as f64 / self.pace))
    }

    /// By how much it goes on in so much of the day.
    fn goes_on(&self, span: Span) -> u64 {
        // In parts, not in milliseconds; rounded alike.
        Span::from_ms(self.pace * span.0 as f64 * PARTS as f64).0
    }

    fn shows(&self, now: Time) -> u64 {
        self.shown + self.goes_on(now.since(self.midnight))
    }
}

impl<O: Observer> Run<'_, O> {
    /// What the share of the beds in use multiplies by now, at this power.
    pub(super) fn pressed(&self, power: f64) -> f64 {
        let hospital = &self.plan.hospital;
        let beds = hospital.beds.value_at(self.now).plus(self.beds_beyond());
        hospital.pressure.factor(self.hospital.in_beds(), beds, power)
    }

    /// What is left of an acute stay begins: its end is planned.
    pub(super) fn stay_for(&mut self, p: u32, left: Span) {
        let end = self.now + left;
        self.people[p].acute_end = end;
        let who = self.people.who(p);
        if self.plan.hospital.pressure.stays <= 0.0 {
            self.schedule(end, rank::ACUTE_END, Event::AcuteEnd(who));
        } else {
            self.due_in(left, Due::End, who);
        }
    }

    /// Somebody is referred once its stay has gone on for so long.
    pub(super) fn refer_in(&mut self, p: u32, wait: Span) {
        let who = self.people.who(p);
        if self.plan.hospital.pressure.stays <= 0.0 {
            self.schedule(self.now + wait, rank::ACUTE_END, Event::ReferAhead(who));
        } else {
            self.due_in(wait, Due::Referral, who);
        }
    }

    /// A service may take somebody early once its stay has gone on for so long.
    pub(super) fn early_in(&mut self, p: u32, wait: Span, rule: RuleIndex) {
        let who = self.people.who(p);
        if self.plan.hospital.pressure.stays <= 0.0 {
            self.schedule(self.now + wait, rank::ACUTE_END, Event::GivesWay { who, rule });
        } else {
            self.due_in(wait, Due::Early(rule), who);
        }
    }

    fn due_in(&mut self, left: Span, due: Due, who: Who) {
        let clock = &mut self.stay_clock;
        let shows = clock.shows(self.now).saturating_add(left.0.saturating_mul(PARTS));
        if let Some(at) = clock.today_at(shows) {
            self.is_due_today(at.max(self.now), due, who);
        } else {
            clock.asked += 1;
            clock.due.push(Later { shows, asked: clock.asked, due, who });
        }
    }

    fn is_due_today(&mut self, at: Time, due: Due, who: Who) {
        if !self.people.is_still(who) {
            return;
        }
        match due {
            // Who has left before has no end to come.
            Due::End if self.people[who.patient].whereabouts != Whereabouts::Acute => {}
            Due::End => {
                self.acute_end_is_at(who.patient, at);
                self.schedule(at, rank::ACUTE_END, Event::AcuteEnd(who));
            }
            Due::Early(rule) => self.schedule(at, rank::ACUTE_END, Event::GivesWay { who, rule }),
            Due::Referral => self.schedule(at, rank::ACUTE_END, Event::ReferAhead(who)),
        }
    }

    /// The end of an acute stay is known; who stands in a line already keeps its place in it.
    fn acute_end_is_at(&mut self, p: u32, at: Time) {
        let line = self.people[p].fallback;
        if line == NO_SERVICE {
            self.people[p].acute_end = at;
            return;
        }
        self.leave_line(p, line);
        self.people[p].acute_end = at;
        self.stand_in_line(p, line);
    }

    /// Midnight: how fast stays pass today, and what is due before it is over.
    pub(super) fn stays_new_day(&mut self) {
        let power = self.plan.hospital.pressure.stays;
        if power <= 0.0 {
            return;
        }
        let pace = self.pressed(power);
        let now = self.now;
        let clock = &mut self.stay_clock;
        clock.shown = clock.shows(now);
        (clock.midnight, clock.pace) = (now, pace);
        while let Some(&Later { shows, due, who, .. }) = self.stay_clock.due.peek() {
            let Some(at) = self.stay_clock.today_at(shows) else { break };
            self.stay_clock.due.pop();
            self.is_due_today(at, due, who);
        }
    }
}
