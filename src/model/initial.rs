//! Who is there at the start of the run: people in acute beds, in services, and in their lines.

use super::journey::Ended;
use super::observer::{Change, Observer};
use super::patient::{FIRST_INITIAL, HubLink, Patient, Whereabouts, purpose};
use super::run::Run;
use crate::base::{Distribution, Luck, Span};
use crate::scenario::plan::{Enters, GroupIndex, PathwayIndex, Residual, ServiceIndex, Set};

impl<O: Observer> Run<'_, O> {
    pub(super) fn place_initial_people(&mut self) -> Result<(), Ended> {
        let plan = self.plan;
        let luck = self.luck.name(purpose::INITIAL);
        let mut indices = FIRST_INITIAL..;
        let mut next_index = || indices.next().unwrap_or(u32::MAX);
        for (s, service) in plan.initial.services.numbered() {
            let here = luck.name(plan.services[s].name);
            for i in 0..service.people {
                let luck = here.part(0).part(u64::from(i));
                let (group, pathway) = pick(&service.who, luck);
                let p = self.initial_person(group, pathway, next_index(), luck, Some(s));
                let stay = &plan.services[s].stay[group];
                let (left, share_gone) = rest_of(stay, &service.residual, luck);
                self.place_in_service(p, s, left, share_gone);
            }
            for i in 0..service.queue {
                let luck = here.part(1).part(u64::from(i));
                let (group, pathway) = pick(&service.who, luck);
                let p = self.initial_person(group, pathway, next_index(), luck, Some(s));
                self.wait_from_the_start(p);
            }
        }
        let first = if self.place_ready(luck, &mut next_index)? { plan.initial.ready } else { 0 };
        for i in first..plan.initial.ready + plan.initial.acute {
            let luck = luck.part(u64::from(i));
            let u = luck.uniform();
            let Some(&(_, group)) = plan.initial.groups.iter().find(|&&(upto, _)| u < upto) else { break };
            if i < plan.initial.ready {
                let needs = self.needs_that_wait(group);
                let (_, pathway) = pick(&needs, luck.part(1));
                let p = self.initial_person(group, pathway, next_index(), luck, None);
                self.people[p].whereabouts = Whereabouts::Ward;
                self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
                self.arrive_ready(p);
            } else {
                let (group, index) = match (self.like_the_others(luck), next_index()) {
                    (Some((group, true)), index) => {
                        self.place_awaiting_round(group, luck, index);
                        continue;
                    }
                    (like, index) => (like.map_or(group, |(group, _)| group), index),
                };
                let p = self.people.enrol(Patient::new(luck, group, 0, index, self.now));
                let (left, _) = rest_of(&plan.groups[group].stay, &plan.initial.residual, luck);
                self.stay_on(p, left);
            }
        }
        self.place_waiting_at_home(luck, &mut next_index);
        self.place_census(luck, next_index);
        Ok(())
    }

    /// Somebody lies in an acute bed, and what is left of the stay lies ahead.
    pub(super) fn stay_on(&mut self, p: u32, left: Span) {
        self.stand_in_bed(p);
        let end = self.now + left;
        let person = &mut self.people[p];
        person.whereabouts = Whereabouts::Acute;
        person.acute_end = end;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        let group = &self.plan.groups[self.people[p].group];
        let person = &mut self.people[p];
        person.dies = group.dies_in_hospital > 0.0
            && person.draw(purpose::DIES_IN_HOSPITAL, 0).uniform() < group.dies_in_hospital;
        let dies = person.dies;
        self.stay_for(p, left);
        if !dies {
            self.plan_ahead(p, left);
            self.plan_early(p, left);
        }
    }

    /// Somebody with this need; with traits that the service accepts, where one is given.
    pub(super) fn initial_person(
        &mut self,
        group: GroupIndex,
        need: PathwayIndex,
        index: u32,
        luck: Luck,
        service: Option<ServiceIndex>,
    ) -> u32 {
        const TRIES: u64 = 1000;
        let plan = self.plan;
        let p = self.people.enrol(Patient::new(luck, group, 0, index, self.now));
        for n in 0..TRIES {
            let person = &mut self.people[p];
            person.person = luck.part(n);
            person.luck = luck.part(n).part(0);
            person.known = false;
            person.traits = Set::NONE;
            self.know(p);
            let person = &mut self.people[p];
            person.need = need;
            if service.is_some() {
                // The decision lies in the past.
                person.pathway = need;
            } else {
                self.needs_less(p);
                self.foresee_decision(p);
            }
            let person = &self.people[p];
            let accepted =
                service.is_none_or(|s| plan.services[s].accepts.includes(need, group, person.traits));
            if accepted {
                break;
            }
        }
        p
    }

    /// A group's needs that are not simply sent home: nobody remains for those.
    fn needs_that_wait(&self, group: GroupIndex) -> Vec<(f64, GroupIndex, PathwayIndex)> {
        let needs = &self.plan.groups[group].needs;
        let waits = |pathway: PathwayIndex| !self.plan.pathways[pathway].services.is_empty();
        let any = needs.iter().any(|&(_, pathway)| waits(pathway));
        let (mut below, mut total) = (0.0, 0.0);
        let mut chosen = Vec::new();
        for &(upto, pathway) in needs {
            if waits(pathway) || !any {
                total += upto - below;
                chosen.push((total, group, pathway));
            }
            below = upto;
        }
        for entry in &mut chosen {
            entry.0 /= total;
        }
        chosen
    }

    /// Decided, nothing left to do but wait for a place.
    pub(super) fn wait_from_the_start(&mut self, p: u32) {
        let group = &self.plan.groups[self.people[p].group];
        let now = self.now;
        let at_home = group.enters == Enters::Community;
        if !at_home {
            self.stand_in_bed(p);
        }
        let person = &mut self.people[p];
        person.ready = now;
        person.turn_from = now;
        person.decided = true;
        person.decided_at = now;
        person.hub = HubLink::Done;
        person.whereabouts = if at_home { Whereabouts::Home } else { Whereabouts::Ward };
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        if !at_home {
            // Decided before, as the listener sees.
            self.tell_of(p, |patient| Change::Ready { patient, found: false });
            self.waiting_begins(p);
        }
        self.join_lines(p);
        self.links_changed(p);
    }
}

pub(super) fn pick(who: &[(f64, GroupIndex, PathwayIndex)], luck: Luck) -> (GroupIndex, PathwayIndex) {
    let u = luck.name(purpose::NEED).uniform();
    who.iter().find(|&&(upto, ..)| u < upto).or(who.last()).map_or_else(Default::default, |&(_, g, p)| (g, p))
}

/// What is left of a stay that has begun, and the share of it that has gone.
fn rest_of(stay: &Distribution, residual: &Residual, luck: Luck) -> (Span, f64) {
    let elapsed = luck.name(purpose::ELAPSED);
    let (left, whole) = match residual {
        Residual::Conditional => {
            // Who is there has not come to the end of the longest stay.
            const TRIES: u64 = 64;
            let found = (0..TRIES).find_map(|n| {
                let luck = if n == 0 { elapsed } else { elapsed.part(1).part(n) };
                let gone = stay.draw(luck);
                let left = stay.draw_beyond(gone, luck.part(1));
                (left > 0.0).then_some((left, gone + left))
            });
            found.unwrap_or_else(|| {
                // All stays are alike: anywhere in the course of one.
                let whole = stay.draw(elapsed);
                (whole * elapsed.part(1).uniform(), whole)
            })
        }
        Residual::LengthBiased => {
            // Sampling by importance among enough draws: long stays are found in proportion to
            // their length.
            const DRAWS: u64 = 256;
            let draws: Vec<f64> = (0..DRAWS).map(|n| stay.draw(elapsed.part(n))).collect();
            let mut at = elapsed.name(purpose::NEED).uniform() * draws.iter().sum::<f64>();
            let found = draws.iter().find(|&&x| {
                at -= x;
                at < 0.0
            });
            let whole = found.copied().unwrap_or(0.0);
            (whole * elapsed.name(purpose::COUNT).uniform(), whole)
        }
        Residual::Uniform => {
            let whole = stay.draw(elapsed);
            let least = whole.min(1.0);
            (least + (whole - least) * elapsed.part(1).uniform(), whole)
        }
        Residual::Drawn(distribution) => {
            let left = distribution.draw(elapsed);
            (left, stay.draw(elapsed.part(1)).max(left))
        }
    };
    let share_gone = if whole > 0.0 { 1.0 - left / whole } else { 0.0 };
    (Span::from_days(left), share_gone)
}
