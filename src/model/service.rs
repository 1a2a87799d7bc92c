//! Services: the limits of their places, the stay, and the exit. `care` knows what care must fit,
//! `priority` who comes first in the line.

use super::care::{Spell, Then, in_whole_days, may_grow};
use super::journey::{Event, Simulation, rank};
use super::observer::{Change, Observer};
use super::patient::{Turn, Whereabouts};
use crate::base::{Span, Time};
use crate::engine::{Ledger, Line, Pool};
use crate::scenario::plan::{CareRule, Exit, ServiceIndex, Starts};

/// A service at work.
#[allow(clippy::struct_excessive_bools)] // Each says something of its own of the places.
#[derive(Debug, Default)]
pub(super) struct ServiceState {
    pub pool: Pool,
    /// Those free to take a place.
    pub line: Line<Turn>,
    /// People in it, where their care changes from day to day.
    pub members: Vec<u32>,
    /// Places that triggers have opened.
    pub extra: u32,
    /// Whether whole plans must fit or care may grow, so that care is promised for the days ahead.
    pub promises: bool,
    pub promised: Ledger,
    /// People whose care grows, in it or with a place held.
    pub growing: i64,
    /// People whose stay is over and who are in line for what follows.
    pub waiting_to_move_on: u32,
    /// Whether nobody in it can ever move.
    pub stands_still: bool,
    /// Whether a smaller plan may pass a bigger one.
    pub may_pass: bool,
    /// Those in the line who have not been looked at, or whether all must be, as there is more room.
    pub newcomers: Vec<u32>,
    pub look_through: bool,
}

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn open_services(&mut self) {
        for s in 0..self.services.len() {
            let care = self.plan.services[s].load.care();
            let days = self.plan.calendar.days_to_end();
            let state = &mut self.services[s];
            state.pool = Pool::default();
            state.line.clear();
            state.members.clear();
            state.newcomers.clear();
            (state.waiting_to_move_on, state.stands_still) = (0, false);
            (state.extra, state.look_through, state.growing) = (0, false, 0);
            state.may_pass = care.is_some_and(|care| care.rule == CareRule::WholePlanFits);
            state.promises = state.may_pass || care.is_some_and(may_grow);
            state.promised.clear(if state.promises { days } else { 0 });
            // People who are there at the start come before the first midnight.
            if let Starts::SinceMonday(allowed) = &self.plan.services[s].starts {
                state.pool.allow_starts(allowed[self.now.day() as usize]);
            }
            self.places_change(s as ServiceIndex);
            self.most_load_changes(s as ServiceIndex);
        }
    }

    pub(super) fn places_change(&mut self, s: ServiceIndex) {
        let people = &self.plan.services[usize::from(s)].people;
        self.agenda.schedule(people.next_change(self.now), rank::TIMETABLE, Event::People(s));
        self.set_places(s);
    }

    /// The places there are: those of the timetable, and those that triggers have opened.
    pub(super) fn set_places(&mut self, s: ServiceIndex) {
        let people = &self.plan.services[usize::from(s)].people;
        let state = &mut self.services[usize::from(s)];
        state.pool.set_places(people.value_at(self.now).saturating_add(state.extra));
        state.look_through = true;
        self.look_at(s);
        self.look_for_standstill(s);
    }

    pub(super) fn most_load_changes(&mut self, s: ServiceIndex) {
        if let Some(care) = self.plan.services[usize::from(s)].load.care() {
            let amount = care.amount;
            self.services[usize::from(s)].pool.set_most_load(amount.value_at(self.now));
            self.services[usize::from(s)].look_through = true;
            self.agenda.schedule(amount.next_change(self.now), rank::TIMETABLE, Event::MostLoad(s));
            self.look_at(s);
            self.look_for_standstill(s);
        }
    }

    /// A new day: the week's starts, and care that tapers.
    pub(super) fn services_new_day(&mut self, day: u32) {
        let plan = self.plan;
        let monday = plan.calendar.day(day).weekday == 0 && day != plan.calendar.first_day();
        for (s, service) in plan.services.iter().enumerate() {
            if let Starts::SinceMonday(allowed) = &service.starts {
                let pool = &mut self.services[s].pool;
                if monday {
                    pool.begin_week();
                }
                pool.allow_starts(allowed[day as usize]);
                self.services[s].look_through = true;
                self.look_at(s as ServiceIndex);
            }
            if let Some(care) = service.load.care() {
                self.taper(s, care.in_visits);
                self.services[s].look_through = true;
                self.look_at(s as ServiceIndex);
            }
        }
    }

    pub(super) fn admits(&self, s: ServiceIndex) -> bool {
        self.plan.services[usize::from(s)].admits.value_at(self.now)
    }

    /// Somebody at home or on a bridge starts in the service whose place it holds.
    pub(super) fn start_from_home(&mut self, p: u32) {
        if self.person(p).whereabouts == Whereabouts::Bridge {
            self.end_bridge(p);
        }
        self.start_service(p);
    }

    /// Starts in the service whose place it holds.
    pub(super) fn start_service(&mut self, p: u32) {
        let plan = self.plan;
        let now = self.now;
        let person = &mut self.people[p as usize];
        let s = person.place;
        let service = &plan.services[usize::from(s)];
        let from_home = person.whereabouts == Whereabouts::Home;
        person.whereabouts = Whereabouts::Service;
        person.started = now;
        let stay = self.stay_in(p, s);
        let last = service.load.care().map_or(0, |care| self.last_care_of(p, care));
        self.take_back_plan(p, s);
        let person = self.person_mut(p);
        person.stays += 1;
        person.care = std::mem::take(&mut person.care_held);
        let care = person.care;
        let until = now + stay;
        let state = &mut self.services[usize::from(s)];
        state.pool.start();
        if service.permanent {
            // For good: only the start binds, and nobody is counted out again.
            state.pool.leave(care);
            self.tell_of(p, |patient| Change::MovedIn { patient, service: s, from_home, care });
            self.look_at(s);
            self.retire(p);
            return;
        }
        self.tell_of(p, |patient| Change::Started { patient, service: s, from_home });
        if service.load.care().is_some() {
            self.join_members(p, s, Spell { from: now, stay, first: care, last, then: Then::Nothing });
        }
        self.agenda.schedule(until, rank::EXIT, Event::ServiceEnd(self.who(p)));
        if service.reablement {
            self.foresee_day_91(p, s, until);
        }
    }

    fn join_members(&mut self, p: u32, s: ServiceIndex, spell: Spell) {
        let blocks = self.may_block(p, s, self.person(p).stays.saturating_sub(1));
        let spell = if blocks { Spell { then: Then::AsLast, ..spell } } else { spell };
        *self.spell(p) = spell;
        let state = &mut self.services[usize::from(s)];
        let person = &mut self.people[p as usize];
        person.member = state.members.len() as u32;
        state.members.push(p);
        if state.promises {
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
        let person = self.person(p);
        let (s, care, member) = (person.place, person.care, person.member);
        let blocked = person.whereabouts == Whereabouts::Blocked;
        let stayed = self.now.since(person.started);
        let state = &mut self.services[usize::from(s)];
        state.look_through = true;
        if self.plan.services[usize::from(s)].load.care().is_some() {
            state.members.swap_remove(member as usize);
            if let Some(&moved) = state.members.get(member as usize) {
                self.people[moved as usize].member = member;
            }
            state.pool.leave(care);
            if state.promises {
                let spell = *self.spell(p);
                self.promise(s, spell, -1);
            }
        } else {
            state.pool.leave(0);
        }
        self.tell_of(p, |patient| Change::Ended { patient, service: s, stayed, exit, care, blocked });
        self.look_at(s);
        if self.services[usize::from(s)].stands_still {
            self.look_for_standstill(s);
        }
    }

    /// Somebody who is in a service at the start of the run stays for what is left of a stay, with
    /// the care of its mid-stay.
    pub(super) fn place_in_service(&mut self, p: u32, s: ServiceIndex, left: Span, share_gone: f64) {
        let plan = self.plan;
        let now = self.now;
        let service = &plan.services[usize::from(s)];
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
        let person = &mut self.people[p as usize];
        person.whereabouts = Whereabouts::Service;
        person.place = s;
        // Ready long ago; what counts is that it is not to come.
        person.ready = now;
        person.started = now;
        person.stays = 1;
        person.care = spell.first;
        self.services[usize::from(s)].pool.place_at_once(spell.first);
        if care.is_some() {
            self.join_members(p, s, spell);
        }
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: spell.first });
        self.agenda.schedule(now + left, rank::EXIT, Event::ServiceEnd(self.who(p)));
    }
}
