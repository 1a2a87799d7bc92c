//! The discharge hub: who is referred, what is known of somebody's way out, and the decision of a
//! pathway. `desk` knows how the hub works.

use super::observer::{Change, Desk, Observer};
use super::patient::{HubLink, Whereabouts, purpose};
use super::run::Run;
use crate::base::Span;
use crate::scenario::plan::{Enters, PathwayIndex, StepStarts};

impl<O: Observer> Run<'_, O> {
    /// Draws what is needed to know of somebody's way out: need, traits, and the pathway that will
    /// be decided. Keyed, so that it does not matter when.
    pub(super) fn know(&mut self, p: u32) {
        let plan = self.plan;
        let person = &mut self.people[p];
        if person.known {
            return;
        }
        person.known = true;
        let group = &plan.groups[person.group];
        person.need = if let [(_, only)] = group.needs[..] {
            only
        } else {
            pick(&group.needs, person.draw(purpose::NEED, 0).uniform())
        };
        for &(t, share) in &group.traits {
            let luck = person.luck.name(purpose::TRAIT).name(plan.traits[t]);
            if luck.uniform() < share {
                person.traits = person.traits.with(t);
            }
        }
        if !plan.hub.right_sizing.is_empty() {
            self.needs_less(p);
        }
        self.foresee_decision(p);
    }

    /// Somebody from hospital may be found to need less.
    #[cold]
    pub(super) fn needs_less(&mut self, p: u32) {
        let plan = self.plan;
        let person = &self.people[p];
        if plan.groups[person.group].enters == Enters::Community {
            return;
        }
        let found = plan.hub.right_sizing.iter().find(|rule| {
            let luck = person.draw(purpose::RIGHT_SIZING, 0).name(rule.name);
            rule.concerns.includes(person.need, person.group, person.traits)
                && luck.uniform() < rule.concerns.share
        });
        if let Some(rule) = found {
            self.people[p].need = rule.to;
        }
    }

    /// The pathway that will be decided for somebody's need, rightly or wrongly.
    pub(super) fn foresee_decision(&mut self, p: u32) {
        let plan = self.plan;
        let person = &mut self.people[p];
        let decides = &plan.hub.decides[person.need];
        person.pathway = if let [(_, only)] = decides[..] {
            only
        } else {
            pick(decides, person.draw(purpose::DECISION, 0).uniform())
        };
    }

    /// At admission: a share is referred before its stay, so long, ends.
    #[inline]
    pub(super) fn plan_ahead(&mut self, p: u32, stay: Span) {
        if self.plan.hub.ahead_share > 0.0 {
            self.may_be_ahead(p, stay);
        }
    }

    fn may_be_ahead(&mut self, p: u32, stay: Span) {
        let hub = &self.plan.hub;
        if self.people[p].draw(purpose::REFERRED_AHEAD, 0).uniform() >= hub.ahead_share {
            return;
        }
        self.know(p);
        let person = &self.people[p];
        if !(hub.sees.has(person.need) || hub.sees.has(person.pathway)) {
            return;
        }
        let wait = stay - hub.ahead_by;
        if wait > Span::ZERO {
            self.refer_in(p, wait);
        } else {
            self.refer(p);
        }
    }

    pub(super) fn refer_ahead(&mut self, p: u32) {
        if self.people[p].hub == HubLink::None {
            self.refer(p);
        }
    }

    /// The hub is asked to assess somebody.
    pub(super) fn refer(&mut self, p: u32) {
        self.people[p].hub = HubLink::Asked;
        self.ask(p, Desk::Hub);
    }

    /// The hub has seen somebody; the decision is kept until the patient is ready.
    pub(super) fn assessed(&mut self, p: u32) {
        self.people[p].hub = HubLink::Done;
        self.tell_of(p, |patient| Change::WorkDone { patient, desk: Desk::Hub });
        match self.people[p].whereabouts {
            Whereabouts::Ward if !self.people[p].recovered => self.decide(p),
            // Somebody for whom the work came too late.
            Whereabouts::Gone => self.people.retire(p),
            Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::Acute
            | Whereabouts::AwaitingRound
            | Whereabouts::Ward
            | Whereabouts::Home
            | Whereabouts::Bridge
            | Whereabouts::Service
            | Whereabouts::Blocked => {}
        }
    }

    /// The pathway is decided, by the hub or by the ward: steps begin, lines are joined, and a
    /// pathway without services has its offer.
    pub(super) fn decide(&mut self, p: u32) {
        let now = self.now;
        let person = &mut self.people[p];
        person.decided = true;
        person.decided_at = now;
        let pathway = person.pathway;
        self.tell_of(p, |patient| Change::Decided { patient });
        self.begin_steps(p, StepStarts::Decision);
        if self.plan.pathways[pathway].services.is_empty() {
            self.people[p].offered = true;
            self.begin_steps(p, StepStarts::Offer);
            // Waits for nothing any more but what `try_leave` looks at.
            self.try_leave(p);
            self.rebook(p);
        } else {
            self.join_lines(p);
            self.links_changed(p);
        }
    }
}

/// What a uniform number falls on, of cumulative shares.
fn pick(shares: &[(f64, PathwayIndex)], u: f64) -> PathwayIndex {
    shares
        .iter()
        .find(|&&(upto, _)| u < upto)
        .or(shares.last())
        .map_or(PathwayIndex::default(), |&(_, what)| what)
}
