//! Steps: named work on the way out, begun at ready, at the decision or at the offer.

use super::journey::{Event, Simulation, rank, unlimited};
use super::observer::{Change, Desk, Observer};
use super::patient::{Whereabouts, step_draw};
use crate::base::{Span, Time};
use crate::engine::crew::{Running, UNLIMITED};
use crate::scenario::plan::{PathwayIndex, StepIndex, StepStarts, Work};

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn open_crews(&mut self) {
        for crew in &mut self.crews {
            crew.clear();
        }
        for (i, step) in self.plan.steps.iter().enumerate() {
            if step.work.is_limited() {
                self.crews[i].allow_today(before_first_midnight(&step.work));
                self.step_staff_changes(i as StepIndex);
            }
        }
    }

    /// A new day: what is limited by the day may begin again.
    pub(super) fn crews_new_day(&mut self) {
        let plan = self.plan;
        if counts_by_day(&plan.hub.work) {
            self.hub.allow_today(plan.hub.work.per_day.value_at(self.now));
            self.call_to_hub();
            self.rebook_with_hub();
        }
        for (i, step) in plan.steps.iter().enumerate() {
            if counts_by_day(&step.work) {
                self.crews[i].allow_today(step.work.per_day.value_at(self.now));
                self.call_to_step(i as StepIndex);
            }
        }
    }

    pub(super) fn begin_ready_steps(&mut self, p: u32, need: PathwayIndex) {
        let open = self.begin_steps(p, StepStarts::Ready, need);
        self.person_mut(p).open_ready = open;
        self.release_steps(p, open);
    }

    pub(super) fn begin_decision_steps(&mut self, p: u32) {
        let open = self.begin_steps(p, StepStarts::Decision, self.person(p).pathway);
        self.person_mut(p).open_decision = open;
        self.release_steps(p, open);
    }

    pub(super) fn begin_offer_steps(&mut self, p: u32) {
        let open = self.begin_steps(p, StepStarts::Offer, self.person(p).pathway);
        let person = self.person_mut(p);
        person.offer_steps_begun = true;
        person.open_offer = open;
        self.release_steps(p, open);
    }

    /// Whether no work will be left to do for somebody in hospital once a place is offered.
    pub(super) fn no_offer_steps(&self, p: u32) -> bool {
        let person = self.person(p);
        let open = if person.offer_steps_begun {
            person.open_offer
        } else {
            self.begin_steps(p, StepStarts::Offer, person.pathway)
        };
        open == 0
    }

    /// Which steps somebody needs of those that start now.
    fn begin_steps(&self, p: u32, starts: StepStarts, pathway: PathwayIndex) -> u64 {
        let person = self.person(p);
        let mut open = 0u64;
        for (i, step) in self.plan.steps.iter().enumerate() {
            if step.starts != starts || !step.concerns.includes(pathway, person.group, person.traits) {
                continue;
            }
            let draw = |n: u64| person.step_draw(step.name, n).uniform();
            if step.concerns.share < 1.0 && draw(step_draw::CONCERNED) >= step.concerns.share
                || step.skipped > 0.0 && draw(step_draw::SKIPPED) < step.skipped
            {
                continue;
            }
            open |= 1 << i;
        }
        open
    }

    /// Sets the steps going, once all that begin together are marked as open.
    pub(super) fn release_steps(&mut self, p: u32, mut open: u64) {
        let plan = self.plan;
        while open != 0 {
            let i = open.trailing_zeros() as StepIndex;
            open &= open - 1;
            let step = &plan.steps[usize::from(i)];
            self.tell_of(p, |patient| Change::WorkAsked { patient, desk: Desk::Step(i) });
            if step.work.is_limited() {
                let person = self.person(p);
                let turn = person.turn_since(0, self.now);
                self.crews[usize::from(i)].line.join(turn, p);
                self.call_to_step(i);
            } else {
                let length = self.length_of(p, i);
                let done = step.work.time.finish(self.now, length);
                let who = self.who(p);
                self.agenda.schedule(done, rank::STEP, Event::StepDone { step: i, who });
            }
        }
    }

    /// Nobody begins work for somebody who needs none of it any more; what is in hand goes on.
    pub(super) fn call_off_steps(&mut self, p: u32) {
        let person = self.person(p);
        let mut open = person.open_ready | person.open_decision | person.open_offer;
        while open != 0 {
            let i = open.trailing_zeros();
            open &= open - 1;
            if self.crews[i as usize].line.leave_as(p) {
                let person = self.person_mut(p);
                for steps in [&mut person.open_ready, &mut person.open_decision, &mut person.open_offer] {
                    *steps &= !(1 << i);
                }
            }
        }
    }

    fn length_of(&mut self, p: u32, i: StepIndex) -> Span {
        if let Some(left) = self.left_of(p, Desk::Step(i)) {
            return left;
        }
        let step = &self.plan.steps[usize::from(i)];
        let days = step.takes.draw(self.person(p).step_draw(step.name, step_draw::TAKES));
        Span::from_days(days * step.factor.value_at(self.now))
    }

    fn call_to_step(&mut self, i: StepIndex) {
        let plan = self.plan;
        let step = &plan.steps[usize::from(i)];
        while let Some(p) = self.crews[usize::from(i)].call_next() {
            let length = self.length_of(p, i);
            let running = self.crews[usize::from(i)].begin(p, length, self.now, &step.work.time);
            self.schedule_step_job(i, running);
        }
    }

    fn schedule_step_job(&mut self, step: StepIndex, running: Running) {
        let Running { job, stamp, done, .. } = running;
        self.agenda.schedule(done, rank::STEP, Event::StepJob { step, stamp, job });
    }

    pub(super) fn step_job_done(&mut self, i: StepIndex, job: u32, stamp: u16) {
        let plan = self.plan;
        let crew = &mut self.crews[usize::from(i)];
        let Some(p) = crew.finish(job, stamp) else { return };
        if let Some(resumed) = crew.resume_one(self.now, &plan.steps[usize::from(i)].work.time) {
            self.schedule_step_job(i, resumed);
        }
        self.call_to_step(i);
        self.step_done(p, i);
    }

    pub(super) fn step_staff_changes(&mut self, i: StepIndex) {
        let plan = self.plan;
        let work = &plan.steps[usize::from(i)].work;
        self.agenda.schedule(work.staff.next_change(self.now), rank::TIMETABLE, Event::StepStaff(i));
        let mut resumed = std::mem::take(&mut self.resumed);
        let staff = work.staff.value_at(self.now);
        self.crews[usize::from(i)].set_staff(staff, self.now, &work.time, &mut resumed);
        for running in resumed.drain(..) {
            self.schedule_step_job(i, running);
        }
        self.resumed = resumed;
        self.call_to_step(i);
    }

    pub(super) fn step_done(&mut self, p: u32, i: StepIndex) {
        let starts = self.plan.steps[usize::from(i)].starts;
        let person = self.person_mut(p);
        let open = match starts {
            StepStarts::Ready => &mut person.open_ready,
            StepStarts::Decision => &mut person.open_decision,
            StepStarts::Offer => &mut person.open_offer,
        };
        *open &= !(1 << i);
        let gone = person.whereabouts == Whereabouts::Gone;
        self.tell_of(p, |patient| Change::WorkDone { patient, desk: Desk::Step(i) });
        if gone {
            self.retire(p);
        } else {
            self.links_changed(p);
        }
    }
}

/// Whether a number of pieces may begin each day.
fn counts_by_day(work: &Work) -> bool {
    !work.per_day.is_constant() || !unlimited(work.per_day.value_at(Time::START))
}

/// How many pieces may begin before the first midnight gives the first day its number: whoever is
/// there at the start comes just before it.
pub(super) fn before_first_midnight(work: &Work) -> u32 {
    if counts_by_day(work) { 0 } else { UNLIMITED }
}
