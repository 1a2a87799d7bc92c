//! Steps: named work on the way out, begun at ready, at the decision or at the offer. `open_steps` says
//! what they hold up, `desk` who does them.

use super::observer::{Change, Desk, Observer};
use super::patient::{Whereabouts, step_draw};
use super::run::Run;
use crate::scenario::plan::{Set, StepIndex, StepStarts};

impl<O: Observer> Run<'_, O> {
    /// Begins the steps that somebody needs of those that start now.
    #[inline]
    pub(super) fn begin_steps(&mut self, p: u32, starts: StepStarts) {
        let none = self.desks.starting(starts).is_empty();
        let steps = if none { Set::NONE } else { self.steps_of(p, starts) };
        let person = &mut self.people[p];
        if starts == StepStarts::Offer {
            person.offer_steps_begun = true;
            person.offered_at = self.now;
        }
        person.open.begin(starts, steps);
        if !steps.is_empty() {
            self.release_steps(p, steps);
        }
    }

    /// Whether no work will be left to do for somebody in hospital once a place is offered.
    pub(super) fn no_offer_steps(&self, p: u32) -> bool {
        let (person, starts) = (&self.people[p], StepStarts::Offer);
        let open = if person.offer_steps_begun { person.open.of(starts) } else { self.steps_of(p, starts) };
        open.is_empty()
    }

    /// Which steps somebody needs of those that start then.
    fn steps_of(&self, p: u32, starts: StepStarts) -> Set<StepIndex> {
        let mut open = Set::default();
        let person = &self.people[p];
        let pathway = person.pathway_at(starts);
        for i in self.desks.starting(starts) {
            let step = &self.plan.steps[i];
            if !step.concerns.includes(pathway, person.group, person.traits) {
                continue;
            }
            let draw = |n: u64| person.step_draw(step.name, n).uniform();
            if step.concerns.share < 1.0 && draw(step_draw::CONCERNED) >= step.concerns.share
                || step.skipped > 0.0 && draw(step_draw::SKIPPED) < step.skipped
            {
                continue;
            }
            open = open.with(i);
        }
        open
    }

    /// Sets steps going, once all that begin together are marked as open.
    pub(super) fn release_steps(&mut self, p: u32, steps: Set<StepIndex>) {
        for step in steps {
            self.ask(p, Desk::Step(step));
        }
    }

    pub(super) fn step_done(&mut self, p: u32, step: StepIndex) {
        self.people[p].open.end(step);
        self.tell_of(p, |patient| Change::WorkDone { patient, desk: Desk::Step(step) });
        if self.people[p].whereabouts == Whereabouts::Gone {
            self.people.retire(p);
        } else {
            self.links_changed(p);
        }
    }
}
