//! What waiting past ready does to people: deconditioning, and the hazards of recovering, falling
//! ill again and dying.

use super::observer::{Change, Observer};
use super::patient::{BridgeLink, HubLink, NO_RULE, NO_SERVICE, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Span, Time, standard};
use crate::scenario::plan::{GroupIndex, Hazards};

impl<O: Observer> Run<'_, O> {
    fn hazards(&self, group: GroupIndex) -> &Hazards {
        &self.plan.groups[group].hazards
    }

    /// The discharge-ready clock starts: when what may happen will happen.
    #[inline]
    pub(super) fn waiting_begins(&mut self, p: u32) {
        if self.plan.deconditioning.step_up_per_day > 0.0 {
            self.plan_trial(p);
        }
        let person = &self.people[p];
        let hazards = self.hazards(person.group);
        if hazards.total() > 0.0 {
            let luck = person.draw(purpose::HAZARD, u64::from(person.relapses));
            let wait = standard::exponential(&mut luck.generator());
            let days = wait / hazards.rate();
            // A chance of 1 leaves nobody after a day.
            let at = self.now + Span::from_days(if hazards.total() < 1.0 { days } else { days.min(1.0) });
            self.people[p].hazard_at = at;
            self.schedule(at, rank::ACUTE_END, Event::Hazard(self.people.who(p)));
        }
    }

    /// The clock stops: leaving, falling ill again or dying.
    pub(super) fn waiting_ends(&mut self, p: u32) {
        let now = self.now;
        let person = &mut self.people[p];
        person.trial_at = Time::NEVER;
        person.hazard_at = Time::NEVER;
        if person.whereabouts == Whereabouts::Ward {
            person.delayed = person.delayed + now.since(person.ready);
        }
        let from = person.reason.take();
        if from.is_some() {
            self.tell_of(p, |patient| Change::Waits { patient, from, to: None });
        }
    }

    fn plan_trial(&mut self, p: u32) {
        // Of somebody who was there before the run began, the days before it are over.
        let days = self.now.since(self.people[p].ready).0 / Span::DAY.0;
        let at = self.people[p].ready + Span((days + 1) * Span::DAY.0);
        self.people[p].trial_at = at;
        self.schedule(at, rank::ACUTE_END, Event::StepUp(self.people.who(p)));
    }

    /// A full day past ready: one trial for needing one step more. Before the decision the need
    /// changes; after it the harm is counted and nobody is rerouted.
    pub(super) fn deconditioning_trial(&mut self, p: u32) {
        let plan = self.plan;
        if self.people[p].trial_at != self.now {
            return;
        }
        self.plan_trial(p);
        let person = &mut self.people[p];
        let luck = person.draw(purpose::DECONDITIONING, u64::from(person.trials));
        person.trials += 1;
        let up = plan.deconditioning.one_step_up[person.need];
        if up == person.need || luck.uniform() >= plan.deconditioning.step_up_per_day {
            return;
        }
        person.need = up;
        self.tell_of(p, |patient| Change::NeedsMore { patient });
        if !self.people[p].decided {
            self.foresee_decision(p);
        }
    }

    /// Something happens to somebody who waits.
    pub(super) fn hazard(&mut self, p: u32) {
        let person = &self.people[p];
        if person.hazard_at != self.now {
            return;
        }
        let hazards = self.hazards(person.group);
        let luck = person.draw(purpose::HAZARD, u64::from(person.relapses)).part(0);
        let at = luck.uniform() * (hazards.recovers + hazards.unwell + hazards.dies);
        if at < hazards.recovers {
            self.recover(p);
        } else if at < hazards.recovers + hazards.unwell {
            self.fall_ill_again(p);
        } else {
            self.die(p);
        }
    }

    /// Goes home without support as soon as the ward is open.
    fn recover(&mut self, p: u32) {
        self.tell_of(p, |patient| Change::Recovered { patient });
        self.give_back_all(p);
        let home = self.plan.home;
        let person = &mut self.people[p];
        person.recovered = true;
        person.hazard_at = Time::NEVER;
        person.trial_at = Time::NEVER;
        person.place = NO_SERVICE;
        person.pathway = home.unwrap_or(person.pathway);
        self.try_leave(p);
        self.rebook(p);
    }

    /// A further acute stay of its own length. Decision, turn and finished steps are kept, running
    /// steps go on, a place already taken is kept; lines pass the patient over.
    fn fall_ill_again(&mut self, p: u32) {
        let plan = self.plan;
        self.waiting_ends(p);
        self.is_ready_again(p, false);
        self.step_back(p);
        self.cancel_bridge(p);
        let person = &mut self.people[p];
        let stay = &plan.groups[person.group].hazards.unwell_stay;
        let length = stay.draw_span(person.draw(purpose::UNWELL_STAY, u64::from(person.relapses)));
        person.relapses += 1;
        person.whereabouts = Whereabouts::Acute;
        person.try_at = Time::NEVER;
        self.stay_for(p, length);
        self.tell_of(p, |patient| Change::Unwell { patient });
    }

    /// Gives back all that is held for somebody who needs none of it any more.
    pub(super) fn give_back_all(&mut self, p: u32) {
        self.leave_lines(p, NO_SERVICE);
        self.call_off_work(p);
        if self.people[p].bridge_link != BridgeLink::None {
            self.cancel_bridge(p);
        }
        let person = &mut self.people[p];
        let place = std::mem::replace(&mut person.place, NO_SERVICE);
        person.offered = false;
        if person.whereabouts != Whereabouts::Blocked {
            person.gave_way_to_place = NO_RULE;
        }
        if person.hub == HubLink::None {
            person.hub = HubLink::Done;
        }
        if place != NO_SERVICE {
            self.release_place(p, place);
        }
    }
}
