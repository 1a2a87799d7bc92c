//! The end of the acute stay: board rounds find who is ready, and the way out begins.

use super::observer::{Change, Observer};
use super::patient::{HubLink, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Luck, Span, Time, standard};
use crate::scenario::plan::{Plan, StepStarts};

/// Who has to be found by a board round, and which comes next.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    awaiting: Vec<u32>,
    next: usize,
}

impl Rounds {
    /// Somebody's acute stay is over; a round has to find it.
    #[inline]
    pub fn await_one(&mut self, p: u32) {
        self.awaiting.push(p);
    }

    /// When the next is.
    pub fn next_at(&self, plan: &Plan) -> Time {
        plan.hospital.rounds.get(self.next).map_or(Time::NEVER, |round| round.at)
    }
}

impl<O: Observer> Run<'_, O> {
    pub(super) fn acute_stay_ends(&mut self, p: u32) {
        if self.people[p].whereabouts != Whereabouts::Acute {
            // Has left before it was over.
            return;
        }
        self.too_late_for_early(p);
        if self.people[p].dies {
            self.die(p);
        } else if self.plan.hospital.rounds.is_empty() {
            self.record_ready(p);
        } else {
            self.people[p].whereabouts = Whereabouts::AwaitingRound;
            self.rounds.await_one(p);
            self.tell_of(p, |patient| Change::StayOver { patient });
        }
    }

    pub(super) fn schedule_round(&mut self) {
        let rounds = &self.plan.hospital.rounds;
        while rounds.get(self.rounds.next).is_some_and(|r| r.at < self.now) {
            self.rounds.next += 1;
        }
        let next = self.rounds.next_at(self.plan);
        self.schedule_change(next, rank::ROUND, Event::Round);
    }

    pub(super) fn board_round(&mut self) {
        let round = self.plan.hospital.rounds[self.rounds.next];
        self.rounds.next += 1;
        self.schedule_round();
        let reach = self.reach_of(round.reach);
        // The date and the minute, not the number of the round: another round shifts no luck.
        let date = self.plan.calendar.date_key(self.now.day());
        let n = (date << 11) | (self.now.time_of_day().0 / Span::MINUTE.0);
        let mut waiting = std::mem::take(&mut self.rounds.awaiting);
        waiting.retain(|&p| {
            let found = reach >= 1.0 || self.people[p].draw(purpose::BOARD_ROUND, n).uniform() < reach;
            if found {
                self.record_ready(p);
            }
            !found
        });
        self.rounds.awaiting = waiting;
    }

    /// The chance of this round: its logit is shifted by one normal draw a hospital day, and by how full the
    /// hospital is at this moment.
    fn reach_of(&self, reach: f64) -> f64 {
        let spread = self.plan.hospital.round_spread;
        let power = self.plan.hospital.pressure.rounds;
        if (spread <= 0.0 && power <= 0.0) || reach <= 0.0 || reach >= 1.0 {
            return reach;
        }
        let mut logit = libm::log(reach / (1.0 - reach));
        if spread > 0.0 {
            let date = self.plan.calendar.date_key(self.now.day());
            let luck: Luck = self.luck.name(purpose::ROUNDS_OF_THE_DAY).part(date);
            let shift = standard::normal(&mut luck.generator());
            logit += spread * shift;
        }
        if power > 0.0 {
            logit += libm::log(self.pressed(power));
        }
        1.0 / (1.0 + libm::exp(-logit))
    }

    /// No criteria to reside is recorded: the discharge-ready clock starts.
    pub(super) fn record_ready(&mut self, p: u32) {
        self.know(p);
        let now = self.now;
        let person = &mut self.people[p];
        let again = person.was_ready();
        person.ready = now;
        let before = std::mem::replace(&mut person.whereabouts, Whereabouts::Ward);
        if !again {
            person.turn_from = now;
        }
        let hub = person.hub;
        let found = before == Whereabouts::AwaitingRound;
        self.tell_of(p, |patient| Change::Ready { patient, found });
        self.waiting_begins(p);
        if again {
            self.is_ready_again(p, true);
            // Decision, turn and steps are as they were; only the clock starts anew.
            if hub == HubLink::Done && !self.people[p].decided {
                self.decide(p);
            } else {
                self.links_changed(p);
            }
            return;
        }
        self.way_out_begins(p);
    }

    /// Work for somebody who is ready begins: steps, and the hub or the ward's own decision.
    #[inline(always)]
    pub(super) fn way_out_begins(&mut self, p: u32) {
        let person = &self.people[p];
        let (need, pathway, hub) = (person.need, person.pathway, person.hub);
        self.begin_steps(p, StepStarts::Ready);
        let sees = self.plan.hub.sees;
        match hub {
            HubLink::None if sees.has(need) || sees.has(pathway) => self.refer(p),
            HubLink::None | HubLink::Done => self.decide(p),
            HubLink::Asked => self.links_changed(p),
        }
    }
}
