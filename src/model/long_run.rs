//! People who are ready when the run begins, where only their number is known: they wait as such people
//! wait in the long run of the same scenario.
//!
//! The scenario runs from empty through the time before the start, once for a seed, and is looked at on
//! the weekday of the start, week by week. Everybody who is ready there is somebody whose place on the
//! way out one of the people at the start may have: what is decided, what work is open and how much of it
//! is left, and the lines. Who takes whose place is luck of each replication.

use std::cmp::Reverse;

use super::journey::{Event, Simulation, Who};
use super::observer::{Happening, Observer};
use super::patient::{HubLink, NO_SERVICE, Patient, Whereabouts, purpose};
use crate::base::{Luck, Span};
use crate::scenario::plan::{GroupIndex, PathwayIndex, ServiceIndex, Set, StepIndex};

/// The number of the replication that is the time before; no other has it.
const BEFORE: u64 = u64::MAX;

/// Work on one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Hub,
    Step(StepIndex),
}

/// How far somebody was on the way out.
#[allow(clippy::struct_excessive_bools)] // As in the patient.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    group: GroupIndex,
    need: PathwayIndex,
    pathway: PathwayIndex,
    traits: Set,
    hub: HubLink,
    decided: bool,
    recovered: bool,
    open: [u64; 3],
    offer_steps_begun: bool,
    /// The service that held a place for it.
    place: Option<ServiceIndex>,
    /// For which service it waited, with nothing else to do.
    waits_for: Option<ServiceIndex>,
    waited: Span,
    /// What is left of work that was in hand.
    left: Vec<(Piece, Span)>,
}

/// Who was in acute beds in the long run.
#[derive(Clone, Debug, Default)]
pub(super) struct LongRun {
    ready: Vec<Seen>,
    /// Those who were not ready: the group, and whether the stay was over and a round had to find them.
    others: Vec<(GroupIndex, bool)>,
    /// Those who waited at home, each time it was looked.
    home: Vec<Vec<AtHome>>,
}

/// Somebody who waited at home for a service.
#[derive(Clone, Copy, Debug)]
struct AtHome {
    group: GroupIndex,
    need: PathwayIndex,
    traits: Set,
    waits_for: ServiceIndex,
    waited: Span,
}

impl<O: Observer> Simulation<'_, O> {
    /// Places those who are ready at the start; whether it was known how such people wait.
    pub(super) fn place_ready(&mut self, luck: Luck, next_index: &mut impl FnMut() -> u32) -> bool {
        let plan = self.plan;
        if plan.initial.ready == 0 {
            return true;
        }
        self.look_before();
        let Some((seed, found)) = self.seen.take() else { return false };
        let ready = &found.ready;
        let here = |seen: &&Seen| plan.initial.groups.iter().any(|&(_, group)| group == seen.group);
        // Whoever waits for a service whose queue is given is among those of that queue.
        let counted = |s: ServiceIndex| plan.initial.services[usize::from(s)].queue_is_given;
        let others: Vec<&Seen> =
            ready.iter().filter(here).filter(|seen| !seen.waits_for.is_some_and(counted)).collect();
        let like = if others.is_empty() { ready.iter().filter(here).collect() } else { others };
        let mut chosen: Vec<(Luck, &Seen)> = Vec::new();
        if !like.is_empty() {
            for i in 0..plan.initial.ready {
                let luck = luck.part(u64::from(i));
                let at = (luck.name(purpose::LONG_RUN).uniform() * like.len() as f64) as usize;
                chosen.push((luck, like[at.min(like.len() - 1)]));
            }
        }
        // Work in hand goes on before other begins, and whoever has waited longer comes first.
        chosen.sort_by_key(|(_, seen)| (seen.left.is_empty(), Reverse(seen.waited)));
        let placed = !chosen.is_empty();
        for (luck, seen) in chosen {
            self.place_as(seen, luck, next_index());
        }
        self.seen = Some((seed, found));
        placed
    }

    fn place_as(&mut self, seen: &Seen, luck: Luck, index: u32) {
        let now = self.now;
        let p = self.enrol(Patient::new(luck, seen.group, 0, index, now));
        let person = self.person_mut(p);
        person.known = true;
        (person.need, person.pathway, person.traits) = (seen.need, seen.pathway, seen.traits);
        person.whereabouts = Whereabouts::Ward;
        self.tell(p, Happening::ThereAtStart);
        self.stand_in_bed(p);
        let person = &mut self.people[p as usize];
        (person.acute_end, person.ready, person.turn_from) = (now, now, now);
        person.recovered = seen.recovered;
        self.observer.ready(now, person);
        if !seen.recovered {
            self.waiting_begins(p);
        }
        let who = self.who(p);
        if !seen.left.is_empty() {
            let left = self.left.entry(p).or_default();
            left.extend(seen.left.iter().map(|&(piece, left)| (who.stamp, piece, left)));
        }
        let person = &mut self.people[p as usize];
        [person.open_ready, person.open_decision, person.open_offer] = seen.open;
        person.offer_steps_begun = seen.offer_steps_begun;
        if seen.decided {
            (person.decided, person.decided_at, person.offered_at) = (true, now, now);
            self.observer.decided(now, seen.need, seen.pathway);
            self.tell(p, Happening::Decided);
        }
        self.release_steps(p, seen.open[0] | seen.open[1] | seen.open[2]);
        if seen.hub == HubLink::Asked {
            self.refer(p);
        } else {
            self.person_mut(p).hub = seen.hub;
        }
        if seen.recovered || !seen.decided {
            // Waits for the ward's hours, or for the decision.
        } else if self.plan.pathways[usize::from(seen.pathway)].services.is_empty() {
            self.person_mut(p).offered = true;
        } else {
            self.join_lines(p);
            // Whoever had a place has one here, if there is one.
            if let Some(s) = seen.place.filter(|&s| self.stands_in_line_of(p, s))
                && self.fits(p, s)
            {
                self.give_place(p, s);
            }
        }
        self.links_changed(p);
    }

    /// Places those who wait at home for services whose queue is not given, where it is known how the ready
    /// wait: all those of one week of the long run, or the ready would have the places to themselves.
    pub(super) fn place_waiting_at_home(&mut self, luck: Luck, next_index: &mut impl FnMut() -> u32) {
        let Some((seed, found)) = self.seen.take().filter(|_| self.plan.before.is_some()) else {
            return;
        };
        let luck = luck.name(purpose::LONG_RUN);
        let week = (luck.uniform() * found.home.len() as f64) as usize;
        let mut here = found.home.get(week).cloned().unwrap_or_default();
        let services = &self.plan.initial.services;
        here.retain(|seen| !services[usize::from(seen.waits_for)].queue_is_given);
        here.sort_by_key(|seen| Reverse(seen.waited));
        for (i, seen) in (0..).zip(here) {
            let p = self.enrol(Patient::new(luck.part(i), seen.group, 0, next_index(), self.now));
            let person = self.person_mut(p);
            person.known = true;
            (person.need, person.pathway, person.traits) = (seen.need, seen.need, seen.traits);
            self.wait_from_the_start(p);
        }
        self.seen = Some((seed, found));
    }

    /// Of those in acute beds who are not ready one as in the long run, where that is known: the group, and
    /// whether the stay is over and a round has to find it.
    pub(super) fn like_the_others(&self, luck: Luck) -> Option<(GroupIndex, bool)> {
        let initial = &self.plan.initial;
        let (_, seen) = self.seen.as_ref().filter(|_| self.plan.before.is_some())?;
        let at = (luck.name(purpose::LONG_RUN).uniform() * seen.others.len() as f64) as usize;
        let &(group, over) = seen.others.get(at)?;
        initial.groups.iter().any(|&(_, here)| here == group).then_some((group, over))
    }

    pub(super) fn place_awaiting_round(&mut self, group: GroupIndex, luck: Luck, index: u32) {
        let now = self.now;
        let p = self.enrol(Patient::new(luck, group, 0, index, now));
        self.stand_in_bed(p);
        let person = self.person_mut(p);
        person.acute_end = now;
        person.whereabouts = Whereabouts::AwaitingRound;
        self.awaiting_round.push(p);
        self.tell(p, Happening::ThereAtStart);
        self.observer.awaiting_round(now, 1);
    }

    /// What is left of work that somebody had in hand at the start, if any.
    pub(super) fn left_of(&mut self, p: u32, piece: Piece) -> Option<Span> {
        if self.left.is_empty() {
            return None;
        }
        let stamp = self.person(p).stamp;
        let of = self.left.get_mut(&p)?;
        let i = of.iter().position(|&(own, what, _)| own == stamp && what == piece)?;
        let (.., left) = of.swap_remove(i);
        if of.is_empty() {
            self.left.remove(&p);
        }
        Some(left)
    }

    /// Runs the time before the start, unless that is done for this seed.
    fn look_before(&mut self) {
        let Some(before) = &self.plan.before else { return };
        if self.seen.as_ref().is_some_and(|(seed, _)| *seed == self.seed) {
            return;
        }
        let plan = before.plan.of_replication(self.seed, BEFORE);
        let mut simulation: Simulation<'_, ()> = Simulation::new(&plan, ()).until(self.stop);
        simulation.begin(self.seed, BEFORE);
        let mut seen = LongRun::default();
        for &at in &before.looks {
            if let Err(ended) = simulation.run_until(at) {
                self.ended_before = Some(ended);
                return;
            }
            simulation.now = at;
            simulation.look(&mut seen);
        }
        self.seen = Some((self.seed, seen));
    }

    /// Everybody who is in an acute bed at this moment.
    fn look(&self, seen: &mut LongRun) {
        let LongRun { ready: all, others, home } = seen;
        let (now, plan) = (self.now, self.plan);
        let at_home = self.people.iter().filter(|person| person.whereabouts == Whereabouts::Home);
        home.push(
            at_home
                .map(|person| AtHome {
                    group: person.group,
                    need: person.need,
                    traits: person.traits,
                    waits_for: self.first_service(person),
                    waited: now.since(person.ready),
                })
                .collect(),
        );
        let mut place: Vec<Option<usize>> = vec![None; self.people.len()];
        for (person, place) in self.people.iter().zip(&mut place) {
            match person.whereabouts {
                Whereabouts::Ward => {}
                Whereabouts::Acute => {
                    others.push((person.group, false));
                    continue;
                }
                Whereabouts::AwaitingRound => {
                    others.push((person.group, true));
                    continue;
                }
                _ => continue,
            }
            *place = Some(all.len());
            all.push(Seen {
                group: person.group,
                need: person.need,
                pathway: person.pathway,
                traits: person.traits,
                hub: person.hub,
                decided: person.decided,
                recovered: person.recovered,
                open: [person.open_ready, person.open_decision, person.open_offer],
                offer_steps_begun: person.offer_steps_begun,
                place: (person.offered && person.place != NO_SERVICE).then_some(person.place),
                waits_for: (person.free && person.place == NO_SERVICE).then(|| self.first_service(person)),
                waited: now.since(person.ready),
                left: Vec::new(),
            });
        }
        let mut add = |p: u32, piece: Piece, left: Span| {
            if let Some(i) = place[p as usize] {
                all[i].left.push((piece, left));
            }
        };
        let fresh = |who: Who| self.people[who.patient as usize].stamp == who.stamp;
        let hub = &plan.hub.work.time;
        let step = |i: StepIndex| &plan.steps[usize::from(i)].work.time;
        for (at, event) in self.agenda.to_come() {
            match event {
                Event::StepDone { step: i, who } if fresh(who) => {
                    add(who.patient, Piece::Step(i), step(i).counted(now, at));
                }
                Event::Assessed(who) if fresh(who) => add(who.patient, Piece::Hub, hub.counted(now, at)),
                _ => {}
            }
        }
        self.hub.in_hand(now, hub).for_each(|(p, left)| add(p, Piece::Hub, left));
        for (i, crew) in (0..).zip(&self.crews) {
            crew.in_hand(now, step(i)).for_each(|(p, left)| add(p, Piece::Step(i), left));
        }
    }
}

/// Nobody has been looked for yet, for no seed.
pub(super) type SeenFor = Option<(u64, LongRun)>;
