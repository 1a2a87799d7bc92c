//! People who are ready when the run begins, where only their number is known: they wait as such people
//! wait in the long run of the same scenario.
//!
//! The scenario runs from empty through the time before the start, once for a seed, and is looked at on
//! the weekday of the start, week by week. Everybody who is ready there is somebody whose place on the
//! way out one of the people at the start may have: what is decided, what work is open and how much of it
//! is left, and the lines. Who takes whose place is luck of each replication.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::desk::work_of;
use super::journey::Ended;
use super::observer::{Change, Desk, Observer};
use super::open_steps::OpenSteps;
use super::patient::{HubLink, NO_SERVICE, Patient, Whereabouts, purpose};
use super::people::Who;
use super::run::{Event, Run};
use crate::base::{Luck, Span};
use crate::scenario::plan::{Enters, GroupIndex, PathwayIndex, ServiceIndex, Set, TraitIndex};

/// The number of the replication that is the time before; no other has it.
const BEFORE: u64 = u64::MAX;

/// How far somebody was on the way out.
#[allow(clippy::struct_excessive_bools)] // As in the patient.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    group: GroupIndex,
    need: PathwayIndex,
    pathway: PathwayIndex,
    traits: Set<TraitIndex>,
    hub: HubLink,
    decided: bool,
    recovered: bool,
    open: OpenSteps,
    offer_steps_begun: bool,
    /// The service that held a place for it.
    place: Option<ServiceIndex>,
    /// For which service it waited, with nothing else to do.
    waits_for: Option<ServiceIndex>,
    waited: Span,
    /// What is left of work that was in hand.
    left: Vec<(Desk, Span)>,
}

/// Who was in acute beds in the long run.
#[derive(Clone, Debug, Default)]
pub(super) struct LongRun {
    ready: Vec<Seen>,
    /// Those of them whose place on the way out somebody at the start may have.
    like: Vec<u32>,
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
    traits: Set<TraitIndex>,
    waits_for: ServiceIndex,
    waited: Span,
}

/// What is left of work that people had in hand at the start, by slot and stamp.
#[derive(Clone, Debug, Default)]
pub(super) struct InHand(BTreeMap<u32, Vec<(u16, Desk, Span)>>);

impl InHand {
    fn put(&mut self, who: Who, left: &[(Desk, Span)]) {
        if !left.is_empty() {
            let of = self.0.entry(who.patient).or_default();
            of.extend(left.iter().map(|&(desk, left)| (who.stamp, desk, left)));
        }
    }

    /// What is left of work that somebody had in hand at a desk, if any; once.
    #[inline]
    pub fn left_of(&mut self, who: Who, desk: Desk) -> Option<Span> {
        if self.0.is_empty() {
            return None;
        }
        let of = self.0.get_mut(&who.patient)?;
        let i = of.iter().position(|&(own, what, _)| own == who.stamp && what == desk)?;
        let (.., left) = of.swap_remove(i);
        if of.is_empty() {
            self.0.remove(&who.patient);
        }
        Some(left)
    }
}

impl<O: Observer> Run<'_, O> {
    /// Places those who are ready at the start; whether it was known how such people wait.
    pub(super) fn place_ready(
        &mut self,
        luck: Luck,
        next_index: &mut impl FnMut() -> u32,
    ) -> Result<bool, Ended> {
        let plan = self.plan;
        if plan.initial.ready == 0 {
            return Ok(true);
        }
        self.look_before()?;
        let Some((of, found)) = self.seen.take() else { return Ok(false) };
        let like = &found.like;
        let mut chosen: Vec<(Luck, &Seen)> = Vec::new();
        if !like.is_empty() {
            for i in 0..plan.initial.ready {
                let luck = luck.part(u64::from(i));
                let at = (luck.name(purpose::LONG_RUN).uniform() * like.len() as f64) as usize;
                chosen.push((luck, &found.ready[like[at.min(like.len() - 1)] as usize]));
            }
        }
        // Work in hand goes on before other begins, and whoever has waited longer comes first.
        chosen.sort_by_key(|(_, seen)| (seen.left.is_empty(), Reverse(seen.waited)));
        let placed = !chosen.is_empty();
        for (luck, seen) in chosen {
            self.place_as(seen, luck, next_index());
        }
        self.seen = Some((of, found));
        Ok(placed)
    }

    fn place_as(&mut self, seen: &Seen, luck: Luck, index: u32) {
        let now = self.now;
        let p = self.people.enrol(Patient::new(luck, seen.group, 0, index, now));
        let person = &mut self.people[p];
        person.known = true;
        (person.need, person.pathway, person.traits) = (seen.need, seen.pathway, seen.traits);
        person.whereabouts = Whereabouts::Ward;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        self.stand_in_bed(p);
        let person = &mut self.people[p];
        (person.acute_end, person.ready, person.turn_from) = (now, now, now);
        person.recovered = seen.recovered;
        self.tell_of(p, |patient| Change::Ready { patient, found: false });
        if !seen.recovered {
            self.waiting_begins(p);
        }
        let who = self.people.who(p);
        self.in_hand.put(who, &seen.left);
        let person = &mut self.people[p];
        person.open = seen.open;
        person.offer_steps_begun = seen.offer_steps_begun;
        if seen.decided {
            (person.decided, person.decided_at, person.offered_at) = (true, now, now);
            self.tell_of(p, |patient| Change::Decided { patient });
        }
        self.release_steps(p, seen.open.all());
        if seen.hub == HubLink::Asked {
            self.refer(p);
        } else {
            self.people[p].hub = seen.hub;
        }
        if seen.recovered || !seen.decided {
            // Waits for the ward's hours, or for the decision.
        } else if self.plan.pathways[seen.pathway].services.is_empty() {
            self.people[p].offered = true;
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
        let Some((of, found)) = self.seen.take().filter(|_| self.plan.before.is_some()) else {
            return;
        };
        let luck = luck.name(purpose::LONG_RUN);
        let week = (luck.uniform() * found.home.len() as f64) as usize;
        let mut here = found.home.get(week).cloned().unwrap_or_default();
        let services = &self.plan.initial.services;
        here.retain(|seen| !services[seen.waits_for].queue_is_given);
        here.sort_by_key(|seen| Reverse(seen.waited));
        for (i, seen) in (0..).zip(here) {
            let p = self.people.enrol(Patient::new(luck.part(i), seen.group, 0, next_index(), self.now));
            let person = &mut self.people[p];
            person.known = true;
            (person.need, person.pathway, person.traits) = (seen.need, seen.need, seen.traits);
            self.wait_from_the_start(p);
        }
        self.seen = Some((of, found));
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
        let p = self.people.enrol(Patient::new(luck, group, 0, index, now));
        self.stand_in_bed(p);
        let person = &mut self.people[p];
        person.acute_end = now;
        person.whereabouts = Whereabouts::AwaitingRound;
        self.rounds.await_one(p);
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
    }

    /// Runs the time before the start, unless that is done for this seed.
    fn look_before(&mut self) -> Result<(), Ended> {
        let Some(before) = &self.plan.before else { return Ok(()) };
        let key = (self.seed, self.plan.world);
        if self.seen.as_ref().is_some_and(|(of, _)| *of == key) {
            return Ok(());
        }
        let plan = before.plan.of_replication(self.seed, BEFORE)?;
        let mut nobody = ();
        let mut run = Run::new(&plan, &mut nobody, self.stop, self.seed, BEFORE);
        run.begin()?;
        let mut seen = LongRun::default();
        for &at in &before.looks {
            run.run_until(at)?;
            run.look(&mut seen);
        }
        seen.like = self.who_may_be_like(&seen.ready);
        self.seen = Some((key, seen));
        Ok(())
    }

    /// Those of the ready whose place on the way out somebody at the start may have.
    fn who_may_be_like(&self, ready: &[Seen]) -> Vec<u32> {
        let initial = &self.plan.initial;
        let here = |seen: &Seen| initial.groups.iter().any(|&(_, group)| group == seen.group);
        // Whoever waits for a service whose queue is given is among those of that queue.
        let counted = |s: ServiceIndex| initial.services[s].queue_is_given;
        let which = |holds: &dyn Fn(&Seen) -> bool| -> Vec<u32> {
            (0..).zip(ready).filter(|(_, seen)| here(seen) && holds(seen)).map(|(i, _)| i).collect()
        };
        let others = which(&|seen| !seen.waits_for.is_some_and(counted));
        if others.is_empty() { which(&|_| true) } else { others }
    }

    /// Everybody who is in an acute bed at this moment.
    fn look(&self, seen: &mut LongRun) {
        let LongRun { ready: all, others, home, like: _ } = seen;
        let (now, plan) = (self.now, self.plan);
        let at_home = self.people.iter().map(|(_, person)| person);
        // Who is turned from the door waits at home for a moment only.
        let from_home = |person: &&Patient| plan.groups[person.group].enters == Enters::Community;
        let at_home = at_home.filter(|person| person.whereabouts == Whereabouts::Home).filter(from_home);
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
        let mut place: Vec<Option<usize>> = vec![None; self.people.slots()];
        for ((_, person), place) in self.people.iter().zip(&mut place) {
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
                Whereabouts::Gone
                | Whereabouts::Away
                | Whereabouts::BedLine
                | Whereabouts::Home
                | Whereabouts::Bridge
                | Whereabouts::Service
                | Whereabouts::Blocked => continue,
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
                open: person.open,
                offer_steps_begun: person.offer_steps_begun,
                place: (person.offered && person.place != NO_SERVICE).then_some(person.place),
                waits_for: (person.free && person.place == NO_SERVICE).then(|| self.first_service(person)),
                waited: now.since(person.ready),
                left: Vec::new(),
            });
        }
        let mut add = |p: u32, desk: Desk, left: Span| {
            if let Some(i) = place[p as usize] {
                all[i].left.push((desk, left));
            }
        };
        for (at, event) in self.agenda.to_come() {
            if let Event::WorkDone { desk, who } = event.event()
                && self.people.is_still(who)
            {
                add(who.patient, desk, work_of(plan, desk).time.counted(now, at));
            }
        }
        self.desks.in_hand(plan, now).for_each(|(desk, p, left)| add(p, desk, left));
    }
}

/// Who was seen, for which seed and in which world; nobody yet.
pub(super) type SeenFor = Option<((u64, u32), LongRun)>;
