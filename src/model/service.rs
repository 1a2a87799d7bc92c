//! Services: the limits of their places, the stay, and the exit.

use super::journey::{Event, Simulation, rank};
use super::observer::Observer;
use super::patient::{Turn, Whereabouts, purpose};
use crate::base::{Distribution, Span, Time};
use crate::engine::{Line, Pool};
use crate::scenario::plan::{Exit, Load, ServiceIndex, Starts};

/// A service at work.
#[derive(Debug, Default)]
pub(super) struct ServiceState {
    pub pool: Pool,
    /// Those free to take a place.
    pub line: Line<Turn>,
    /// People in it, where their care changes from day to day.
    pub members: Vec<u32>,
}

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn open_services(&mut self) {
        for s in 0..self.services.len() {
            let state = &mut self.services[s];
            state.pool = Pool::default();
            state.line.clear();
            state.members.clear();
            self.places_change(s as ServiceIndex);
            self.most_load_changes(s as ServiceIndex);
        }
    }

    pub(super) fn places_change(&mut self, s: ServiceIndex) {
        let people = &self.plan.services[usize::from(s)].people;
        self.services[usize::from(s)].pool.set_places(people.value_at(self.now));
        self.agenda.schedule(people.next_change(self.now), rank::TIMETABLE, Event::People(s));
        self.look_at(s);
    }

    pub(super) fn most_load_changes(&mut self, s: ServiceIndex) {
        if let Load::Hours { amount, .. } = &self.plan.services[usize::from(s)].load {
            self.services[usize::from(s)].pool.set_most_load(amount.value_at(self.now));
            self.agenda.schedule(amount.next_change(self.now), rank::TIMETABLE, Event::MostLoad(s));
            self.look_at(s);
        }
    }

    /// A new day: the week's starts, and care that tapers.
    pub(super) fn services_new_day(&mut self, day: u32) {
        let plan = self.plan;
        let monday = plan.calendar.day(day).weekday == 0;
        for (s, service) in plan.services.iter().enumerate() {
            if let Starts::SinceMonday(allowed) = &service.starts {
                let pool = &mut self.services[s].pool;
                if monday {
                    pool.begin_week();
                }
                pool.allow_starts(allowed[day as usize]);
                self.look_at(s as ServiceIndex);
            }
            if matches!(service.load, Load::Hours { .. }) {
                self.taper(s);
                self.look_at(s as ServiceIndex);
            }
        }
    }

    fn taper(&mut self, s: usize) {
        for i in 0..self.services[s].members.len() {
            let p = self.services[s].members[i];
            let now = self.now;
            let person = self.person_mut(p);
            let gone = now.since(person.started).0 as f64 / person.stay.0.max(1) as f64;
            let span = (person.care_last - person.care_first) as f64;
            let care = person.care_first + (span * gone.min(1.0)).round() as i64;
            let by = care - std::mem::replace(&mut person.care, care);
            self.services[s].pool.change_load(by);
            self.observer.load(now, s as ServiceIndex, by);
        }
    }

    /// The load that somebody brings to a service, in thousandths of an hour a week.
    #[inline]
    pub(super) fn load_of(&self, p: u32, s: ServiceIndex) -> i64 {
        match &self.plan.services[usize::from(s)].load {
            Load::Unlimited => 0,
            Load::Hours { first, .. } => self.care_of(p, first, 0),
        }
    }

    pub(super) fn care_of(&self, p: u32, hours: &Distribution, n: u64) -> i64 {
        (hours.draw(self.person(p).draw(purpose::CARE, n)) * 1000.0).round() as i64
    }

    pub(super) fn admits(&self, s: ServiceIndex) -> bool {
        self.plan.services[usize::from(s)].admits.value_at(self.now)
    }

    /// Somebody at home or on a bridge starts in the service whose place it holds.
    pub(super) fn start_from_home(&mut self, p: u32) {
        self.observer.waiting_in_community(self.now, -1);
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
        person.whereabouts = Whereabouts::Service;
        person.started = now;
        let days = service.stay[usize::from(person.group)].draw(person.draw(purpose::SERVICE_STAY, 0));
        // Waiting in hospital lengthens the stay.
        let longer = 1.0 + plan.deconditioning.stay_factor_per_day * person.delayed.days();
        person.stay = Span::from_days(days * longer);
        person.care = std::mem::take(&mut person.care_held);
        let until = now + person.stay;
        self.observer.started(now, s, person);
        self.observer.held(now, s, -1);
        let state = &mut self.services[usize::from(s)];
        state.pool.start();
        if service.permanent {
            // For good: only the start binds, and nobody is counted out again.
            let care = person.care;
            state.pool.leave(care);
            if care != 0 {
                self.observer.load(now, s, -care);
            }
            self.look_at(s);
            self.retire(p);
            return;
        }
        if let Load::Hours { last, .. } = &service.load {
            person.member = state.members.len() as u32;
            state.members.push(p);
            let last = self.care_of(p, last, 1);
            let person = self.person_mut(p);
            (person.care_first, person.care_last) = (person.care, last);
        }
        self.observer.in_service(now, s, 1);
        self.agenda.schedule(until, rank::EXIT, Event::ServiceEnd(self.who(p)));
        if service.reablement {
            self.foresee_day_91(p, s, until);
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
        self.observer.home_at_91_days(due, home);
    }

    /// The place is given back.
    pub(super) fn leave_service(&mut self, p: u32, exit: Exit) {
        let person = self.person(p);
        let (s, care, member) = (person.place, person.care, person.member);
        let stayed = self.now.since(person.started);
        let state = &mut self.services[usize::from(s)];
        if matches!(self.plan.services[usize::from(s)].load, Load::Hours { .. }) {
            state.members.swap_remove(member as usize);
            if let Some(&moved) = state.members.get(member as usize) {
                self.people[moved as usize].member = member;
            }
            state.pool.leave(care);
            self.observer.load(self.now, s, -care);
        } else {
            state.pool.leave(0);
        }
        self.observer.in_service(self.now, s, -1);
        self.observer.ended(self.now, s, stayed, exit);
        self.look_at(s);
    }

    /// Somebody who is in a service at the start of the run stays for what is left of a stay, with
    /// the care of its mid-stay.
    pub(super) fn place_in_service(&mut self, p: u32, s: ServiceIndex, left: Span, share_gone: f64) {
        let plan = self.plan;
        let now = self.now;
        let service = &plan.services[usize::from(s)];
        let (load, last) = match &service.load {
            Load::Unlimited => (0, 0),
            Load::Hours { first, last, .. } => {
                let (first, last) = (self.care_of(p, first, 0), self.care_of(p, last, 1));
                (first + ((last - first) as f64 * share_gone).round() as i64, last)
            }
        };
        let person = &mut self.people[p as usize];
        person.whereabouts = Whereabouts::Service;
        person.place = s;
        person.started = now;
        person.stay = left;
        (person.care, person.care_first, person.care_last) = (load, load, last);
        let state = &mut self.services[usize::from(s)];
        state.pool.place_at_once(load);
        if load != 0 || matches!(service.load, Load::Hours { .. }) {
            person.member = state.members.len() as u32;
            state.members.push(p);
            self.observer.load(now, s, load);
        }
        self.observer.in_service(now, s, 1);
        self.agenda.schedule(now + left, rank::EXIT, Event::ServiceEnd(self.who(p)));
    }
}
