//! What happens in services: the limits of their places, the stay, and the exit. `services` keeps their
//! state, `care` knows what care must fit, `priority` who comes first in the line.

use super::kept::next_change;
use super::observer::{Change, Observer};
use super::patient::{NO_RULE, Whereabouts};
use super::run::{Event, Run, rank};
use super::spell::{Spell, Then, in_whole_days};
use crate::base::{Span, Time};
use crate::scenario::plan::{Exit, Plan, ServiceIndex, Starts};

/// When the places of a service, or what is kept of them, change next.
pub(super) fn next_change_of_places(plan: &Plan, s: ServiceIndex, now: Time) -> Time {
    let service = &plan.services[s];
    service.people.next_change(now).min(next_change(&service.kept, now))
}

impl<O: Observer> Run<'_, O> {
    pub(super) fn open_services(&mut self) {
        for s in self.services.numbers() {
            self.places_change(s);
            self.most_load_changes(s);
        }
    }

    pub(super) fn places_change(&mut self, s: ServiceIndex) {
        let next = next_change_of_places(self.plan, s, self.now);
        self.schedule_change(next, rank::TIMETABLE, Event::People(s));
        self.set_places(s);
    }

    /// The places there are: those of the timetable, and those that triggers have opened.
    pub(super) fn set_places(&mut self, s: ServiceIndex) {
        let service = &self.plan.services[s];
        self.services[s].set_places(service.people.value_at(self.now), &service.kept, self.now);
        self.services.look_at(s);
        self.look_for_standstill(s);
    }

    pub(super) fn most_load_changes(&mut self, s: ServiceIndex) {
        if let Some(care) = self.plan.services[s].load.care() {
            let amount = care.amount;
            self.services[s].set_most_load(amount.value_at(self.now));
            self.schedule_change(amount.next_change(self.now), rank::TIMETABLE, Event::MostLoad(s));
            self.services.look_at(s);
            self.look_for_standstill(s);
        }
    }

    /// A new day: the week's starts, and care that tapers.
    pub(super) fn services_new_day(&mut self, day: u32) {
        let plan = self.plan;
        let monday = plan.calendar.day(day).weekday == 0 && day != plan.calendar.first_day();
        for (s, service) in plan.services.numbered() {
            if let Starts::SinceMonday(allowed) = &service.starts {
                self.services[s].new_day(monday, allowed[day as usize]);
                self.services.look_at(s);
            }
            if let Some(care) = service.load.care() {
                self.taper(s, care.in_visits);
                self.services[s].book.more_room();
                self.services.look_at(s);
            }
        }
    }

    pub(super) fn admits(&self, s: ServiceIndex) -> bool {
        self.plan.services[s].admits.value_at(self.now)
    }

    /// Somebody at home or on a bridge starts in the service whose place it holds.
    pub(super) fn start_from_home(&mut self, p: u32) {
        if self.people[p].whereabouts == Whereabouts::Bridge {
            self.end_bridge(p);
        }
        self.spares_a_stay(p);
        self.start_service(p);
    }

    /// Starts in the service whose place it holds.
    pub(super) fn start_service(&mut self, p: u32) {
        let plan = self.plan;
        let now = self.now;
        let person = &mut self.people[p];
        let s = person.place;
        let service = &plan.services[s];
        let from_home = person.whereabouts == Whereabouts::Home;
        person.whereabouts = Whereabouts::Service;
        person.started = now;
        let stay = self.stay_in(p, s);
        let last = service.load.care().map_or(0, |care| self.last_care_of(p, care));
        self.take_back_plan(p, s);
        let person = &mut self.people[p];
        person.stays += 1;
        person.care = std::mem::take(&mut person.care_held);
        let care = person.care;
        let until = now + stay;
        let pool = self.services[s].pool_mut();
        pool.start();
        if service.permanent {
            // For good: only the start binds, and nobody is counted out again.
            pool.leave(care);
            self.kept_given_back(p, s);
            self.tell_of(p, |patient| Change::MovedIn { patient, service: s, from_home, care });
            self.services.look_at(s);
            self.people.retire(p);
            return;
        }
        self.tell_of(p, |patient| Change::Started { patient, service: s, from_home });
        if service.load.care().is_some() {
            self.join_members(p, s, Spell { from: now, stay, first: care, last, then: Then::Nothing });
        }
        self.schedule(until, rank::EXIT, Event::ServiceEnd(self.people.who(p)));
        if service.reablement {
            self.foresee_day_91(p, s, until);
        }
    }

    fn join_members(&mut self, p: u32, s: ServiceIndex, spell: Spell) {
        let blocks = self.may_block(p, s, self.people[p].stays.saturating_sub(1));
        let spell = if blocks { Spell { then: Then::AsLast, ..spell } } else { spell };
        *self.spells.now(p) = spell;
        self.people[p].member = self.services[s].book.join(p);
        if self.services[s].book.promises() {
            self.promise(s, spell, 1);
        }
    }

    /// Whether somebody will be at home on day 91 after the start of reablement.
    fn foresee_day_91(&mut self, p: u32, s: ServiceIndex, until: Time) {
        let due = self.now + Span(91 * Span::DAY.0);
        let home = until >= due
            || match self.exit_of(p, s) {
                Exit::Independent | Exit::LongTermCare => true,
                Exit::CareHome | Exit::Hospital | Exit::Died => false,
            };
        self.tell(Change::HomeAt91Days { due, home });
    }

    /// The place is given back.
    pub(super) fn leave_service(&mut self, p: u32, exit: Exit) {
        let person = &self.people[p];
        let (s, care, member) = (person.place, person.care, person.member);
        let blocked = person.whereabouts == Whereabouts::Blocked;
        let stayed = self.now.since(person.started);
        let cares = self.plan.services[s].load.care().is_some();
        let state = &mut self.services[s];
        state.book.more_room();
        state.pool_mut().leave(if cares { care } else { 0 });
        self.kept_given_back(p, s);
        if cares {
            if let Some(moved) = self.services[s].book.leave(member) {
                self.people[moved].member = member;
            }
            if self.services[s].book.promises() {
                let spell = *self.spells.now(p);
                self.promise(s, spell, -1);
            }
        }
        self.tell_of(p, |patient| Change::Ended { patient, service: s, stayed, exit, care, blocked });
        self.people[p].gave_way_to_place = NO_RULE;
        self.services.look_at(s);
        if self.services[s].stands_still() {
            self.look_for_standstill(s);
        }
    }

    /// Somebody who is in a service at the start of the run stays for what is left of a stay, with
    /// the care of its mid-stay.
    pub(super) fn place_in_service(&mut self, p: u32, s: ServiceIndex, left: Span, share_gone: f64) {
        let plan = self.plan;
        let now = self.now;
        let service = &plan.services[s];
        let care = service.load.care();
        let in_visits = care.is_some_and(|care| care.in_visits);
        let left = if in_visits { in_whole_days(left) } else { left };
        let spell = care.map_or(Spell::NONE, |care| {
            let first = self.care_of(p, care.first, 0, care.in_visits);
            let last = self.last_care_of(p, care);
            let gone = (last - first) as f64 * share_gone;
            let part = if care.in_visits { 1000.0 } else { 1.0 };
            Spell {
                from: now,
                stay: left,
                first: first + ((gone / part).round() * part) as i64,
                last,
                then: Then::Nothing,
            }
        });
        let person = &mut self.people[p];
        person.whereabouts = Whereabouts::Service;
        person.place = s;
        // Ready long ago; what counts is that it is not to come.
        person.ready = now;
        person.started = now;
        person.stays = 1;
        person.care = spell.first;
        self.services[s].pool_mut().place_at_once(spell.first);
        self.kept_taken(p, s);
        if care.is_some() {
            self.join_members(p, s, spell);
        }
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: spell.first });
        self.schedule(now + left, rank::EXIT, Event::ServiceEnd(self.people.who(p)));
    }
}
