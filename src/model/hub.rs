//! The discharge hub: who is referred, who assesses, and the decision of a pathway.

use super::booking::Hub;
use super::journey::{Event, Simulation, rank, unlimited};
use super::observer::{Change, Desk, Observer};
use super::patient::{HubLink, Whereabouts, purpose};
use super::steps::before_first_midnight;
use crate::engine::crew::Running;
use crate::scenario::plan::PathwayIndex;

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn open_hub(&mut self) {
        self.hub.clear();
        self.hub.allow_today(before_first_midnight(&self.plan.hub.work));
        self.hub_staff_changes();
    }

    /// Draws what is needed to know of somebody's way out: need, traits, and the pathway that will
    /// be decided. Keyed, so that it does not matter when.
    pub(super) fn know(&mut self, p: u32) {
        let plan = self.plan;
        let person = self.person_mut(p);
        if person.known {
            return;
        }
        person.known = true;
        let group = &plan.groups[usize::from(person.group)];
        person.need = if let [(_, only)] = group.needs[..] {
            only
        } else {
            pick(&group.needs, person.draw(purpose::NEED, 0).uniform())
        };
        for &(t, share) in &group.traits {
            let luck = person.luck.name(purpose::TRAIT).name(plan.traits[usize::from(t)]);
            if luck.uniform() < share {
                person.traits = person.traits.with(t);
            }
        }
        self.foresee_decision(p);
    }

    /// The pathway that will be decided for somebody's need, rightly or wrongly.
    pub(super) fn foresee_decision(&mut self, p: u32) {
        let plan = self.plan;
        let person = self.person_mut(p);
        let decides = &plan.hub.decides[usize::from(person.need)];
        person.pathway = if let [(_, only)] = decides[..] {
            only
        } else {
            pick(decides, person.draw(purpose::DECISION, 0).uniform())
        };
    }

    /// At admission: a share is referred before its stay ends.
    pub(super) fn plan_ahead(&mut self, p: u32) {
        let hub = &self.plan.hub;
        if hub.ahead_share <= 0.0
            || self.person(p).draw(purpose::REFERRED_AHEAD, 0).uniform() >= hub.ahead_share
        {
            return;
        }
        self.know(p);
        let person = self.person(p);
        if !(hub.sees.has(person.need) || hub.sees.has(person.pathway)) {
            return;
        }
        let stay = person.acute_end.since(self.now);
        let at = self.now + (stay - hub.ahead_by);
        if at > self.now {
            self.agenda.schedule(at, rank::ACUTE_END, Event::ReferAhead(self.who(p)));
        } else {
            self.refer(p);
        }
    }

    pub(super) fn refer_ahead(&mut self, p: u32) {
        if self.person(p).hub == HubLink::None {
            self.refer(p);
        }
    }

    /// The hub is asked to assess somebody.
    pub(super) fn refer(&mut self, p: u32) {
        let now = self.now;
        let person = self.person_mut(p);
        person.hub = HubLink::Asked;
        self.tell_of(p, |patient| Change::WorkAsked { patient, desk: Desk::Hub });
        let person = self.person(p);
        let turn = person.turn_since(0, now);
        let work = &self.plan.hub.work;
        if work.opens_and_closes() {
            let who = self.who(p);
            self.with_hub.push(who);
        }
        if work.is_limited() {
            self.hub.line.join(turn, p);
            self.rebook(p);
            self.call_to_hub();
        } else {
            let length = self.assessment_of(p);
            let done = work.time.finish(now, length);
            self.agenda.schedule(done, rank::STEP, Event::Assessed(self.who(p)));
            self.rebook(p);
        }
    }

    fn assessment_of(&mut self, p: u32) -> crate::base::Span {
        if let Some(left) = self.left_of(p, Desk::Hub) {
            return left;
        }
        self.plan.hub.assessment.draw_span(self.person(p).draw(purpose::ASSESSMENT, 0))
    }

    pub(super) fn call_to_hub(&mut self) {
        while let Some(p) = self.hub.call_next() {
            let length = self.assessment_of(p);
            let running = self.hub.begin(p, length, self.now, &self.plan.hub.work.time);
            self.schedule_hub_job(running);
        }
    }

    fn schedule_hub_job(&mut self, running: Running) {
        let Running { job, stamp, who, done } = running;
        self.agenda.schedule(done, rank::STEP, Event::HubJob { stamp, job });
        self.rebook(who);
    }

    pub(super) fn hub_job_done(&mut self, job: u32, stamp: u16) {
        let Some(p) = self.hub.finish(job, stamp) else { return };
        if let Some(resumed) = self.hub.resume_one(self.now, &self.plan.hub.work.time) {
            self.schedule_hub_job(resumed);
        }
        self.call_to_hub();
        self.assessed(p);
    }

    /// Nobody assesses somebody who needs it no more, unless it has begun.
    pub(super) fn call_off_hub(&mut self, p: u32) {
        if self.person(p).hub == HubLink::Asked && self.hub.line.leave_as(p) {
            self.person_mut(p).hub = HubLink::Done;
        }
    }

    /// The hub has seen somebody; the decision is kept until the patient is ready.
    pub(super) fn assessed(&mut self, p: u32) {
        self.tell_of(p, |patient| Change::WorkDone { patient, desk: Desk::Hub });
        let person = self.person_mut(p);
        person.hub = HubLink::Done;
        match person.whereabouts {
            Whereabouts::Ward if !person.recovered => self.decide(p),
            // Somebody for whom the work came too late.
            Whereabouts::Gone => self.retire(p),
            _ => {}
        }
    }

    pub(super) fn hub_staff_changes(&mut self) {
        let plan = self.plan;
        let work = &plan.hub.work;
        self.agenda.schedule(work.staff.next_change(self.now), rank::TIMETABLE, Event::HubStaff);
        let mut resumed = std::mem::take(&mut self.resumed);
        self.hub.set_staff(work.staff.value_at(self.now), self.now, &work.time, &mut resumed);
        for running in resumed.drain(..) {
            self.schedule_hub_job(running);
        }
        self.resumed = resumed;
        self.call_to_hub();
        self.rebook_with_hub();
    }

    /// Opening, closing and pausing change the reason of everybody the hub has to do with.
    pub(super) fn rebook_with_hub(&mut self) {
        let mut with_hub = std::mem::take(&mut self.with_hub);
        with_hub.retain(|who| {
            let person = self.person(who.patient);
            person.stamp == who.stamp && person.hub == HubLink::Asked
        });
        for who in &with_hub {
            self.rebook(who.patient);
        }
        self.with_hub = with_hub;
    }

    /// What the hub does for somebody at this moment.
    pub(super) fn hub_now(&self, p: u32) -> Hub {
        if self.person(p).hub != HubLink::Asked {
            return Hub::Done;
        }
        if self.hub.staff() == 0 || self.plan.hub.work.per_day.value_at(self.now) == 0 {
            Hub::Closed
        } else if unlimited(self.hub.staff()) && self.hub.line.is_empty() || self.hub.at_work(p) == Some(true)
        {
            Hub::Assessment
        } else {
            Hub::Queue
        }
    }

    /// The pathway is decided, by the hub or by the ward: steps begin, lines are joined, and a
    /// pathway without services has its offer.
    pub(super) fn decide(&mut self, p: u32) {
        let now = self.now;
        let person = self.person_mut(p);
        person.decided = true;
        person.decided_at = now;
        let pathway = person.pathway;
        self.tell_of(p, |patient| Change::Decided { patient });
        self.begin_decision_steps(p);
        if self.plan.pathways[usize::from(pathway)].services.is_empty() {
            let person = self.person_mut(p);
            person.offered = true;
            person.offered_at = now;
            self.begin_offer_steps(p);
        } else {
            self.join_lines(p);
        }
        self.links_changed(p);
    }
}

/// What a uniform number falls on, of cumulative shares.
fn pick(shares: &[(f64, PathwayIndex)], u: f64) -> PathwayIndex {
    shares.iter().find(|&&(upto, _)| u < upto).or(shares.last()).map_or(0, |&(_, what)| what)
}
