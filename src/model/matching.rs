//! Matching: lines for places, who is free to take one, and the offer.

use super::observer::{Change, Observer};
use super::patient::{BridgeLink, NO_SERVICE, Patient, Whereabouts};
use super::run::Run;
use crate::base::Time;
use crate::scenario::plan::{ServiceIndex, StepStarts};

impl<O: Observer> Run<'_, O> {
    /// Joins the line of each service of the pathway that accepts the patient.
    pub(super) fn join_lines(&mut self, p: u32) {
        let plan = self.plan;
        let person = &self.people[p];
        let (pathway, group, traits) = (person.pathway, person.group, person.traits);
        self.join_these_lines(p, |_, s| plan.services[s].accepts.includes(pathway, group, traits));
    }

    /// Joins the lines of these services of its pathway: position and service.
    pub(super) fn join_these_lines(&mut self, p: u32, these: impl Fn(usize, ServiceIndex) -> bool) {
        let plan = self.plan;
        let now = self.now;
        let person = &mut self.people[p];
        person.joined = now;
        for (position, &service) in plan.pathways[person.pathway].services.iter().enumerate() {
            if these(position, service) {
                self.people[p].lines |= 1 << position;
                self.tell_of(p, |patient| Change::Joined { patient, service });
            }
        }
        self.may_give_way(p);
    }

    /// The services in whose lines somebody stands, the best first.
    fn lines_of(&self, person: &Patient) -> impl Iterator<Item = ServiceIndex> + use<'_, O> {
        let services = &self.plan.pathways[person.pathway].lines;
        let lines = person.lines;
        services.iter().enumerate().filter(move |(i, _)| lines >> i & 1 == 1).map(|(_, &s)| s)
    }

    /// Whether somebody stands in the line of a service of its pathway.
    pub(super) fn stands_in_line_of(&self, p: u32, service: ServiceIndex) -> bool {
        self.lines_of(&self.people[p]).any(|s| s == service)
    }

    /// The first service that would take somebody.
    pub(super) fn first_service(&self, person: &Patient) -> ServiceIndex {
        let all = &self.plan.pathways[person.pathway].services;
        self.lines_of(person).next().or(all.first().copied()).unwrap_or_default()
    }

    /// Something on somebody's way out has changed: it may be free to take an offer, may ask for a
    /// bridge, or may leave.
    pub(super) fn links_changed(&mut self, p: u32) {
        let person = &self.people[p];
        let waits = matches!(person.whereabouts, Whereabouts::Ward | Whereabouts::Home | Whereabouts::Bridge);
        if waits && person.decided && !person.offered && !person.recovered {
            if person.open.leave_the_turn() && !person.free {
                self.take_turn(p);
            }
            self.ask_for_bridge(p);
        }
        let person = &self.people[p];
        if person.offered || person.recovered || person.bridge_link == BridgeLink::Here {
            self.try_leave(p);
        }
        self.rebook(p);
    }

    /// From now on its turn counts in every line that it stands in.
    fn take_turn(&mut self, p: u32) {
        self.people[p].free = true;
        self.is_free(p, true);
        let person = &self.people[p];
        let services = &self.plan.pathways[person.pathway].lines;
        let mut lines = person.lines;
        while lines != 0 {
            let s = services[lines.trailing_zeros() as usize];
            lines &= lines - 1;
            self.stand_in_line(p, s);
            self.services.look_at(s);
        }
    }

    /// Offers the places of a service to its line: in strict turn, or to whoever fits.
    pub(super) fn offer_places(&mut self, service: ServiceIndex) {
        if self.services[service].book.may_pass() {
            return self.offer_to_all(service);
        }
        let kept = !self.plan.services[service].kept.is_empty();
        while let Some(p) = if kept { self.next_who_may(service) } else { self.next_in_line(service) } {
            if !self.fits(p, service) {
                return;
            }
            let better = self.better_place(p, service);
            self.give_place(p, better.unwrap_or(service));
        }
    }

    /// A service earlier in the patient's order that has room for it too.
    pub(super) fn better_place(&mut self, p: u32, service: ServiceIndex) -> Option<ServiceIndex> {
        let plan = self.plan;
        let person = &self.people[p];
        let lines = person.lines;
        if lines.count_ones() < 2 {
            return None;
        }
        let all = plan.pathways[person.pathway].lines.iter().enumerate();
        let stands_in = all.filter(|(i, _)| lines >> i & 1 == 1).map(|(_, &s)| s);
        for s in stands_in.take_while(|&s| s != service) {
            let room = self.services[s].pool().room();
            if !self.plan.services[s].kept.is_empty() {
                if self.is_next(p, s) && self.fits(p, s) {
                    return Some(s);
                }
                continue;
            }
            if self.fits(p, s) && self.before(p, s).is_some_and(|before| room.has_room_beside(before)) {
                return Some(s);
            }
        }
        None
    }

    /// Somebody takes a place: it is held, all lines are left, a bridge on its way is cancelled, and
    /// the steps of the offer begin.
    pub(super) fn give_place(&mut self, p: u32, service: ServiceIndex) {
        let rule = self.way_to(p, service);
        let diverted = self.plan.diversion(self.people[p].gave_way_to_place).is_some();
        let person = &mut self.people[p];
        if person.whereabouts != Whereabouts::Blocked && !diverted {
            person.gave_way_to_place = rule;
        }
        self.leave_lines(p, service);
        self.cancel_bridge(p);
        let person = &mut self.people[p];
        (person.offered, person.place) = (true, service);
        self.hold_place(p, service);
        let person = &self.people[p];
        if person.whereabouts == Whereabouts::Ward && !person.offer_steps_begun {
            self.begin_steps(p, StepStarts::Offer);
        }
        self.try_leave(p);
        self.rebook(p);
    }

    fn hold_place(&mut self, p: u32, service: ServiceIndex) {
        let load = self.load_of(p, service);
        self.people[p].care_held = load;
        self.promise_plan(p, service);
        self.services[service].pool_mut().hold(load);
        self.kept_taken(p, service);
        self.tell_of(p, |patient| Change::Offered { patient, service, care: load });
    }

    /// Gives back a place that is held and not used.
    pub(super) fn release_place(&mut self, p: u32, service: ServiceIndex) {
        let load = std::mem::take(&mut self.people[p].care_held);
        self.take_back_plan(p, service);
        self.services[service].pool_mut().release(load);
        self.kept_given_back(p, service);
        self.tell_of(p, |patient| Change::Withdrawn { patient, service, care: load });
        self.services.look_at(service);
    }

    /// Stands in its lines, but is passed over from now on.
    pub(super) fn step_back(&mut self, p: u32) {
        let plan = self.plan;
        let person = &mut self.people[p];
        if !std::mem::take(&mut person.free) {
            return;
        }
        self.is_free(p, false);
        let person = &self.people[p];
        let mut lines = person.lines;
        let services = &plan.pathways[person.pathway].lines;
        while lines != 0 {
            let s = services[lines.trailing_zeros() as usize];
            lines &= lines - 1;
            self.leave_line(p, s);
            self.services.look_at(s);
        }
    }

    /// Leaves every line, having found a place in `service` (or [`NO_SERVICE`]).
    pub(super) fn leave_lines(&mut self, p: u32, service: ServiceIndex) {
        let person = &mut self.people[p];
        let (joined, free) = (person.joined, person.free);
        let services = &self.plan.pathways[person.pathway].lines;
        let mut lines = std::mem::take(&mut person.lines);
        person.free = false;
        self.gives_way_no_more(p);
        let person = &mut self.people[p];
        let in_fallback = std::mem::replace(&mut person.fallback, NO_SERVICE);
        let asked = person.asked;
        while lines != 0 {
            let position = lines.trailing_zeros() as usize;
            let s = services[position];
            lines &= lines - 1;
            if free {
                self.leave_line(p, s);
                if s != service {
                    self.services.look_at(s);
                }
            }
            let since = self.gave_way_since(p, position).unwrap_or(joined);
            self.left_line(p, s, since, service);
        }
        if in_fallback != NO_SERVICE {
            let person = &self.people[p];
            if person.whereabouts == Whereabouts::Blocked {
                self.services[person.keeps].waits_no_more();
            }
            self.leave_line(p, in_fallback);
            self.left_line(p, in_fallback, asked, service);
        }
    }

    /// Tells that somebody has left a line, having found a place somewhere.
    #[inline]
    fn left_line(&mut self, p: u32, service: ServiceIndex, since: Time, place: ServiceIndex) {
        let with_place = service == place;
        self.tell_of(p, |patient| Change::LeftLine { patient, service, since, with_place });
    }

    /// At the end of the run: the lines in which somebody still stands.
    pub(super) fn still_in_lines(&mut self, p: u32) {
        let plan = self.plan;
        let person = &self.people[p];
        let (lines, joined, asked, fallback) = (person.lines, person.joined, person.asked, person.fallback);
        let (bridges, pathway) = (person.bridge_lines, &plan.pathways[person.pathway]);
        for (i, &service) in pathway.lines.iter().enumerate() {
            if lines >> i & 1 == 1 {
                let since = self.gave_way_since(p, i).unwrap_or(joined);
                self.tell(Change::StillInLine { service, since });
            }
        }
        if fallback != NO_SERVICE {
            self.tell(Change::StillInLine { service: fallback, since: asked });
        }
        for (i, &service) in pathway.bridges.iter().enumerate() {
            if bridges >> i & 1 == 1 {
                let since = self.asked_for_bridge_at(p, i);
                self.tell(Change::StillInLine { service, since });
            }
        }
    }
}
