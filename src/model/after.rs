//! After a service and after hospital: exits, onward care that people wait for in the place they
//! have, and coming back.

use super::observer::{Change, Observer};
use super::patient::{NO_SERVICE, Patient, Whereabouts, purpose};
use super::people::Who;
use super::run::{Event, Run, rank};
use crate::base::{Span, Time};
use crate::scenario::plan::{Enters, Exit, ServiceIndex};

/// Within how long a return counts as a readmission.
const READMITTED_WITHIN: Span = Span(30 * Span::DAY.0);

/// Who will come back to hospital, while its last episode may go on in a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Returns {
    /// By slot of somebody who will come back: who it was in the last episode.
    last: Vec<Option<Who>>,
    /// By that slot: the slot of who will come back, or of whom it once was.
    next: Vec<u32>,
}

impl Returns {
    fn plan(&mut self, last: Who, next: u32) {
        let slots = last.patient.max(next) as usize + 1;
        self.last.resize(slots.max(self.last.len()), None);
        self.next.resize(slots.max(self.next.len()), u32::MAX);
        self.last[next as usize] = Some(last);
        self.next[last.patient as usize] = next;
    }

    /// Who somebody who comes back was in the last episode; nobody from now on.
    #[inline]
    fn take_last(&mut self, next: u32) -> Option<Who> {
        self.last.get_mut(next as usize).and_then(Option::take)
    }

    /// The slot in which somebody will come back.
    #[inline]
    fn next_of(&self, who: Who) -> Option<u32> {
        let next = *self.next.get(who.patient as usize)?;
        let last = (*self.last.get(next as usize)?)?;
        (last.patient == who.patient && last.stamp == who.stamp).then_some(next)
    }
}

impl<O: Observer> Run<'_, O> {
    /// A stay in a service is over: home, or on to what follows on the exit.
    pub(super) fn service_ends(&mut self, p: u32) {
        let plan = self.plan;
        let person = &self.people[p];
        if person.whereabouts != Whereabouts::Service {
            return;
        }
        let exit = self.exit_of(p, person.place);
        let Some(follows) = plan.onward.waited_for(exit) else {
            self.leave_service(p, exit);
            if matches!(exit, Exit::Hospital | Exit::Died) {
                self.cancel_return(p);
            }
            if exit == Exit::Hospital {
                self.return_to_hospital(p);
            }
            self.people.retire(p);
            return;
        };
        let now = self.now;
        let person = &mut self.people[p];
        person.whereabouts = Whereabouts::Blocked;
        person.keeps = person.place;
        person.place = NO_SERVICE;
        person.offered = false;
        person.blocked_from = now;
        let wait = follows.wait.draw_span(person.stay_draw(purpose::ONWARD_WAIT));
        let service = person.keeps;
        self.tell_of(p, |patient| Change::Blocked { patient, service, exit });
        if wait > Span::ZERO {
            self.schedule(now + wait, rank::EXIT, Event::OnwardWaitOver(self.people.who(p)));
        } else {
            self.onward_wait_over(p);
        }
    }

    /// Joins the line of what follows, or leaves where nothing does.
    pub(super) fn onward_wait_over(&mut self, p: u32) {
        let plan = self.plan;
        let now = self.now;
        let person = &self.people[p];
        if person.whereabouts != Whereabouts::Blocked {
            return;
        }
        let exit = self.exit_of(p, person.keeps);
        let Some(&next) = plan.onward.after(exit).and_then(|follows| follows.service.first()) else {
            self.unblock(p, exit);
            self.people.retire(p);
            return;
        };
        let person = &mut self.people[p];
        let keeps = person.keeps;
        // In that line its turn counts from now, as for anybody who is referred from outside.
        person.turn_from = now;
        person.asked = now;
        person.fallback = next;
        self.stand_in_line(p, next);
        self.tell_of(p, |patient| Change::Joined { patient, service: next });
        self.services.look_at(next);
        self.services[keeps].waits_to_move_on();
        self.look_for_standstill(keeps);
    }

    /// Moves on to the place that is held, once that service admits.
    pub(super) fn try_move_on(&mut self, p: u32) {
        let person = &self.people[p];
        if !person.offered || person.place == NO_SERVICE {
            return;
        }
        let (place, keeps) = (person.place, person.keeps);
        let opens = self.plan.services[place].admits.next_open(self.now);
        if opens > self.now {
            self.ahead.admits(place, opens);
            self.people[p].try_at = opens;
            self.schedule(opens, rank::STEP, Event::TryLeave(self.people.who(p)));
            return;
        }
        let exit = self.exit_of(p, keeps);
        self.unblock(p, exit);
        self.people[p].place = place;
        self.start_service(p);
    }

    /// Gives back the place that was kept.
    fn unblock(&mut self, p: u32, exit: Exit) {
        let keeps = std::mem::replace(&mut self.people[p].keeps, NO_SERVICE);
        self.people[p].place = keeps;
        self.leave_service(p, exit);
    }

    /// Back to hospital from a service: the next episode begins at once. People whose group has no
    /// acute stay leave the simulated system.
    fn return_to_hospital(&mut self, p: u32) {
        if let Some(next) = self.next_episode(p) {
            self.comes_again(next);
        }
    }

    fn next_episode(&mut self, p: u32) -> Option<u32> {
        let person = &self.people[p];
        let enters = self.plan.groups[person.group].enters;
        (enters == Enters::Admission).then_some(())?;
        let (luck, episode) = (person.person, person.episode + 1);
        let (group, day, index) = (person.group, person.day, person.index);
        let mut next = Patient::episode(luck, episode, group, day, index, Time::NEVER);
        next.whereabouts = Whereabouts::Away;
        Some(self.people.enrol(next))
    }

    /// At discharge: when somebody comes back within 30 days; whether it does.
    #[inline]
    pub(super) fn plan_readmission(&mut self, p: u32) -> bool {
        let share = self.plan.groups[self.people[p].group].readmitted;
        share > 0.0 && self.is_readmitted(p, share)
    }

    fn is_readmitted(&mut self, p: u32, share: f64) -> bool {
        let person = &self.people[p];
        if person.draw(purpose::READMISSION, 0).uniform() >= share {
            return false;
        }
        let days = person.draw(purpose::READMISSION, 1).uniform();
        let last = self.people.who(p);
        if let Some(next) = self.next_episode(p) {
            let at = self.now + Span((days * READMITTED_WITHIN.0 as f64) as u64);
            self.returns.plan(last, next);
            self.schedule(at, rank::ARRIVAL, Event::ComeAgain(self.people.who(next)));
        }
        true
    }

    /// Who dies, or is back in hospital already, does not come back a second time.
    fn cancel_return(&mut self, p: u32) {
        if let Some(next) = self.will_return(p) {
            self.returns.take_last(next);
            self.people.retire(next);
        }
    }

    /// The slot in which somebody will come back to hospital, if that is planned.
    pub(super) fn will_return(&self, p: u32) -> Option<u32> {
        self.returns.next_of(self.people.who(p))
    }

    /// Who comes back to hospital is not in a service or on a bridge any more.
    pub(super) fn end_last_episode(&mut self, p: u32) {
        let last = self.returns.take_last(p).filter(|&last| self.people.is_still(last));
        let Some(Who { patient: last, .. }) = last else { return };
        match self.people[last].whereabouts {
            Whereabouts::Service => {
                self.leave_service(last, Exit::Hospital);
                self.people.retire(last);
            }
            Whereabouts::Blocked => {
                self.give_back_all(last);
                self.unblock(last, Exit::Hospital);
                self.people.retire(last);
            }
            Whereabouts::Bridge => {
                self.give_back_all(last);
                self.end_bridge(last);
                self.people.retire(last);
            }
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::Acute
            | Whereabouts::AwaitingRound
            | Whereabouts::Ward
            | Whereabouts::Home => {}
        }
    }

    /// Whether somebody may stay on in a service after its `stay`th stay, counted from 0.
    pub(super) fn may_block(&self, p: u32, s: ServiceIndex, stay: u32) -> bool {
        self.plan.onward.waited_for(self.exit_of_stay(p, s, stay)).is_some()
    }

    /// The exit of the stay in this service that has begun last.
    pub(super) fn exit_of(&self, p: u32, s: ServiceIndex) -> Exit {
        self.exit_of_stay(p, s, self.people[p].stays.saturating_sub(1))
    }

    fn exit_of_stay(&self, p: u32, s: ServiceIndex, stay: u32) -> Exit {
        let exits = &self.plan.services[s].exits;
        if let [(_, only)] = exits[..] {
            return only;
        }
        let u = self.people[p].draw(purpose::SERVICE_EXIT, u64::from(stay)).uniform();
        exits.iter().find(|&&(upto, _)| u < upto).or(exits.last()).map_or(Exit::Independent, |&(_, e)| e)
    }
}
