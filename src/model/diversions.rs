//! Diversions round an acute bed: people who are turned from the door to a service and admitted only where it has no
//! place in time, people whom a service takes before their acute stay is over, and emergencies who leave the queue
//! for a bed.
//!
//! Whether somebody is diverted is one draw by person. Each has one moment of truth, which comes once the offers of
//! its instant are made, with the moments at which people give way: a place that is free is taken first.

use super::observer::{Change, Left, Observer};
use super::patient::{HubLink, NO_RULE, NO_SERVICE, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Span, Time, standard};
use crate::scenario::plan::{Booking, Diverts, RuleIndex, ServiceIndex};

impl<O: Observer> Run<'_, O> {
    /// The diversion by which somebody who comes to the door is to be looked after elsewhere, if any.
    #[inline]
    pub(super) fn turned_away(&self, p: u32) -> Option<RuleIndex> {
        let group = &self.plan.groups[self.people[p].group];
        if group.instead.is_empty() { None } else { self.one_turned_away(p, &group.instead) }
    }

    #[cold]
    fn one_turned_away(&self, p: u32, rules: &[RuleIndex]) -> Option<RuleIndex> {
        let luck = self.people[p].draw(purpose::INSTEAD_OF_ADMISSION, 0);
        rules.iter().copied().find(|&rule| {
            self.plan.diversion(rule).is_some_and(|one| luck.name(one.name).uniform() < one.share)
        })
    }

    /// Somebody who has come to the door waits at home for the place of a service, for so long as is given.
    pub(super) fn turn_away(&mut self, p: u32, rule: RuleIndex) {
        let plan = self.plan;
        let Some(Diverts::InsteadOfAdmission { service, waits, .. }) = plan.diversion(rule).map(|d| d.what)
        else {
            return;
        };
        self.know(p);
        let now = self.now;
        let person = &mut self.people[p];
        person.gave_way_to_place = rule;
        (person.ready, person.turn_from) = (now, now);
        let taken = plan.services[service].accepts.includes(person.pathway, person.group, person.traits);
        self.tell_of(p, |patient| Change::TurnedTo { patient, service });
        let opens = plan.services[service].admits.next_open(now);
        self.ahead.admits(service, opens.min(now + waits));
        if !taken || opens > now + waits {
            return self.overflow(p, rule);
        }
        self.wait_for_one(p, service);
        let who = self.people.who(p);
        if waits == Span::ZERO {
            self.waits.give_way_now(who, rule);
        } else {
            self.schedule(now + waits, rank::ACUTE_END, Event::GivesWay { who, rule });
        }
    }

    /// No place in time: somebody is admitted as it would have been, from now on in the queue for a bed.
    fn overflow(&mut self, p: u32, rule: RuleIndex) {
        self.waits_for_one_no_more(p);
        let now = self.now;
        let person = &mut self.people[p];
        person.ready = Time::NEVER;
        person.arrived = now;
        person.whereabouts = Whereabouts::BedLine;
        let emergency = !self.booking(p).is_elective();
        self.tell_of(p, |patient| Change::Overflowed { patient, rule, emergency });
        self.queue_for_bed(p);
    }

    /// Stands in the line of one service that its pathway need not have, at a turn from now on.
    fn wait_for_one(&mut self, p: u32, service: ServiceIndex) {
        self.people[p].turn_from = self.now;
        self.join_fallback(p, service);
    }

    /// Stands there no more, and holds no place there.
    fn waits_for_one_no_more(&mut self, p: u32) {
        self.leave_lines(p, NO_SERVICE);
        let person = &mut self.people[p];
        let held = std::mem::replace(&mut person.place, NO_SERVICE);
        if std::mem::take(&mut person.offered) && held != NO_SERVICE {
            self.release_place(p, held);
        }
        let person = &mut self.people[p];
        person.gave_way_to_place = NO_RULE;
        person.turn_from = Time::NEVER;
        person.try_at = Time::NEVER;
    }

    /// Somebody starts in a service instead of in a bed: the acute stay that it does not need.
    pub(super) fn spares_a_stay(&mut self, p: u32) {
        let person = &self.people[p];
        let rule = person.gave_way_to_place;
        if self.plan.diversion(rule).is_none() {
            return;
        }
        let group = &self.plan.groups[person.group];
        let days =
            group.stay.draw(person.draw(purpose::ACUTE_STAY, 0)) * group.stay_factor.value_at(self.now);
        self.tell(Change::Spared { rule, stay: Span::from_days(days) });
    }

    /// At admission: whether a service takes somebody before the end of its acute stay, and from when on.
    #[inline]
    pub(super) fn plan_early(&mut self, p: u32, stay: Span) {
        if !self.plan.takes_early.is_empty() {
            self.foresee_early(p, stay);
        }
    }

    #[cold]
    fn foresee_early(&mut self, p: u32, stay: Span) {
        let plan = self.plan;
        self.know(p);
        let person = &self.people[p];
        let luck = person.draw(purpose::TAKES_EARLY, 0);
        let mut all = plan.takes_early.iter().filter_map(|&rule| Some((rule, plan.diversion(rule)?)));
        let chosen = all.find_map(|(rule, one)| {
            let Diverts::TakesEarly { service, by, who } = one.what else { return None };
            let accepts = &plan.services[service].accepts;
            let taken = who.includes(person.need, person.group, person.traits)
                && accepts.includes(person.pathway, person.group, person.traits);
            (taken && by > Span::ZERO && luck.name(one.name).uniform() < one.share).then_some((rule, by))
        });
        let Some((rule, by)) = chosen else { return };
        let wait = stay - by;
        if wait > Span::ZERO {
            self.early_in(p, wait, rule);
        } else {
            self.waits.give_way_now(self.people.who(p), rule);
        }
    }

    /// Somebody in an acute bed may go to the service that takes it early, from now on until the stay is over.
    fn asks_early(&mut self, p: u32, rule: RuleIndex) {
        let Some(Diverts::TakesEarly { service, .. }) = self.plan.diversion(rule).map(|d| d.what) else {
            return;
        };
        let opens = self.both_open(service);
        self.looks_ahead_at_both(service, opens);
        if opens >= self.people[p].acute_end {
            return self.tell_of(p, |patient| Change::NotTakenEarly { patient, rule });
        }
        self.people[p].gave_way_to_place = rule;
        self.wait_for_one(p, service);
    }

    /// The acute stay is over before there was a way to go earlier.
    pub(super) fn too_late_for_early(&mut self, p: u32) {
        let rule = self.people[p].gave_way_to_place;
        if self.plan.diversion(rule).is_some() {
            self.waits_for_one_no_more(p);
            self.tell_of(p, |patient| Change::NotTakenEarly { patient, rule });
        }
    }

    /// Leaves for the place that is held before the end of the acute stay, once the ward and the service are open.
    pub(super) fn leave_early(&mut self, p: u32) {
        let person = &self.people[p];
        let (rule, service, end) = (person.gave_way_to_place, person.place, person.acute_end);
        if !person.offered || self.plan.diversion(rule).is_none() || end <= self.now {
            return;
        }
        let opens = self.both_open(service);
        self.looks_ahead_at_both(service, opens);
        if opens > self.now {
            self.people[p].try_at = opens;
            self.schedule(opens, rank::STEP, Event::TryLeave(self.people.who(p)));
            return;
        }
        let stay = end.since(self.now);
        self.tell(Change::Spared { rule, stay });
        self.call_off_work(p);
        let now = self.now;
        let person = &mut self.people[p];
        person.try_at = Time::NEVER;
        // Never past ready: what counts is that it has left on that day.
        (person.ready, person.turn_from) = (now, Time::NEVER);
        if person.hub == HubLink::None {
            person.hub = HubLink::Done;
        }
        self.leave_ward(p, Left::Service(service));
        self.start_service(p);
    }

    fn looks_ahead_at_both(&mut self, service: ServiceIndex, at: Time) {
        self.ahead.ward(at);
        self.ahead.admits(service, at);
    }

    /// When the ward and a service are next open at the same time.
    fn both_open(&self, service: ServiceIndex) -> Time {
        const TRIES: usize = 400;
        let (ward, admits) = (&self.plan.hospital.discharge_hours, &self.plan.services[service].admits);
        let mut at = self.now;
        for _ in 0..TRIES {
            let ward = ward.next_open(at);
            if ward == Time::NEVER {
                break;
            }
            at = admits.next_open(ward);
            if at == ward || at == Time::NEVER {
                return at;
            }
        }
        Time::NEVER
    }

    /// Somebody queues for a bed: when it leaves, if it does so by itself.
    #[inline]
    pub(super) fn plan_leaving_queue(&mut self, p: u32) {
        if let Some(rule) = self.plan.groups[self.people[p].group].leaves_bed_queue {
            self.foresee_leaving_queue(p, rule);
        }
    }

    #[cold]
    fn foresee_leaving_queue(&mut self, p: u32, rule: RuleIndex) {
        let Some(one) = self.plan.diversion(rule) else { return };
        let Diverts::LeavesBedQueue { after, per_day, .. } = one.what else { return };
        let luck = self.people[p].draw(purpose::LEAVES_BED_QUEUE, 0);
        if self.booking(p) != Booking::Emergency || luck.uniform() >= one.share || per_day == Some(0.0) {
            return;
        }
        let hesitates =
            per_day.map_or(0.0, |rate| standard::exponential(&mut luck.part(1).generator()) / rate);
        let (wait, who) = (after + Span::from_days(hesitates), self.people.who(p));
        if wait == Span::ZERO {
            self.waits.give_way_now(who, rule);
        } else {
            self.schedule(self.now + wait, rank::ACUTE_END, Event::GivesWay { who, rule });
        }
    }

    fn leaves_queue(&mut self, p: u32, rule: RuleIndex) {
        let (turn, part) = (self.bed_turn(p), self.bed_part(p));
        self.hospital.leave_queue(turn, part);
        self.people[p].whereabouts = Whereabouts::Away;
        self.tell_of(p, |patient| Change::LeftBedQueue { patient, rule });
        self.people.retire(p);
    }

    /// The moment of truth of a diversion, once the offers of its instant are made.
    #[cold]
    pub(super) fn diverted(&mut self, p: u32, rule: RuleIndex) {
        let Some(what) = self.plan.diversion(rule).map(|one| one.what) else { return };
        let person = &self.people[p];
        let (at, by) = (person.whereabouts, person.gave_way_to_place);
        match what {
            Diverts::InsteadOfAdmission { .. } => {
                if at == Whereabouts::Home && by == rule {
                    self.overflow(p, rule);
                }
            }
            Diverts::TakesEarly { .. } => {
                if at == Whereabouts::Acute && by == NO_RULE && !person.was_ready() && !person.offered {
                    self.asks_early(p, rule);
                }
            }
            Diverts::LeavesBedQueue { .. } => {
                if at == Whereabouts::BedLine {
                    self.leaves_queue(p, rule);
                }
            }
        }
    }
}
