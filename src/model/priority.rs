//! Who comes first in a line: the priority of its service, and among equals who has waited longest.

use super::observer::Observer;
use super::patient::{Patient, Turn, Whereabouts};
use super::run::Run;
use crate::base::{Span, Time};
use crate::scenario::plan::{Enters, Priority, ServiceIndex};

/// The class of people referred from home where their wait counts differently.
const FROM_HOME: u8 = 1;

impl<O: Observer> Run<'_, O> {
    /// The class of somebody in the line of a service: the lower comes first. Where waits count
    /// differently, classes tell apart whose do, and [`next_in_line`](Self::next_in_line) compares.
    #[inline]
    fn class_of(&self, person: &Patient, s: ServiceIndex) -> u8 {
        match &self.plan.services[s].priority {
            Priority::LongestWait => 0,
            Priority::HospitalFirst => u8::from(person.whereabouts != Whereabouts::Ward),
            Priority::GroupOrder(places) => places[person.group],
            Priority::TraitFirst(first) => u8::from(!person.traits.has(*first)),
            Priority::Due(within) => u8::from(within[person.group].is_none()),
            Priority::Ageing(_) => {
                let group = &self.plan.groups[person.group];
                if group.enters == Enters::Community { FROM_HOME } else { 0 }
            }
        }
    }

    /// Somebody's place in the order of the line of a service.
    #[inline]
    pub(super) fn turn_in(&self, p: u32, s: ServiceIndex) -> Turn {
        let person = &self.people[p];
        let class = self.class_of(person, s);
        match &self.plan.services[s].priority {
            // Who is due first comes first, so a wait counts for more the nearer it is to its target.
            Priority::Due(within) => {
                person.turn_since(class, person.turn_from + within[person.group].unwrap_or(Span::ZERO))
            }
            Priority::LongestWait
            | Priority::HospitalFirst
            | Priority::GroupOrder(_)
            | Priority::TraitFirst(_)
            | Priority::Ageing(_) => person.turn(class),
        }
    }

    #[inline]
    pub(super) fn stand_in_line(&mut self, p: u32, s: ServiceIndex) {
        let turn = self.turn_in(p, s);
        self.services[s].join(turn, p);
        self.kept_waited_for(p, s);
    }

    /// Who is next in the line of a service.
    #[inline]
    pub(super) fn next_in_line(&self, s: ServiceIndex) -> Option<u32> {
        let line = self.services[s].line();
        let Priority::Ageing(factor) = self.plan.services[s].priority else {
            return line.first();
        };
        let split = line.before(first_from_home(Time::START));
        let from_hospital = if split > 0 { line.first() } else { None };
        self.longer(from_hospital, line.nth(split), factor)
    }

    /// Of the first from hospital and the first from home whose counted wait is longer.
    fn longer(&self, from_hospital: Option<u32>, from_home: Option<u32>, factor: f64) -> Option<u32> {
        let (Some(a), Some(b)) = (from_hospital, from_home) else { return from_hospital.or(from_home) };
        Some(if self.counted_wait(b, factor) > self.counted_wait(a, factor) { b } else { a })
    }

    /// The wait of somebody as it counts, in milliseconds.
    fn counted_wait(&self, p: u32, factor: f64) -> f64 {
        let person = &self.people[p];
        let wait = self.now.since(person.turn_from).0 as f64;
        let group = &self.plan.groups[person.group];
        if group.enters == Enters::Community { wait * factor } else { wait }
    }

    /// How many come before somebody who stands in the line of a service.
    pub(super) fn before(&self, p: u32, s: ServiceIndex) -> Option<usize> {
        let line = self.services[s].line();
        let turn = self.turn_in(p, s);
        let position = line.position(turn)?;
        let Priority::Ageing(factor) = self.plan.services[s].priority else {
            return Some(position);
        };
        let split = line.before(first_from_home(Time::START));
        let wait = self.counted_wait(p, factor);
        let since = |wait: f64| Time(self.now.0.saturating_sub(wait as u64));
        Some(if turn.class == FROM_HOME {
            // People from hospital who have waited as long come first.
            position - split + line.before(Turn::first(0, since(wait) + Span(1)))
        } else if factor > 0.0 {
            position + line.before(first_from_home(since(wait / factor))) - split
        } else {
            position
        })
    }

    /// Everybody in the line of a service, the first in front, is put into this empty list.
    pub(super) fn whole_line(&self, s: ServiceIndex, all: &mut Vec<u32>) {
        all.extend(self.services[s].line().iter());
        self.by_counted_wait(s, all);
    }

    /// Some of those in the line of a service are put into their turn, each once.
    pub(super) fn in_turn(&self, s: ServiceIndex, some: &mut Vec<u32>) {
        some.sort_unstable_by_key(|&p| self.turn_in(p, s));
        some.dedup();
        self.by_counted_wait(s, some);
    }

    /// People in the order of a line have that of their counted waits, where these count.
    fn by_counted_wait(&self, s: ServiceIndex, all: &mut [u32]) {
        if let Priority::Ageing(factor) = self.plan.services[s].priority {
            all.sort_by(|&a, &b| self.counted_wait(b, factor).total_cmp(&self.counted_wait(a, factor)));
        }
    }

    /// The first in the line of a service for whom this holds.
    pub(super) fn first_in_line(&self, s: ServiceIndex, holds: impl Fn(u32) -> bool) -> Option<u32> {
        let line = self.services[s].line();
        let Priority::Ageing(factor) = self.plan.services[s].priority else {
            return line.iter().find(|&p| holds(p));
        };
        // Each class stands in the order of its waits.
        let split = line.before(first_from_home(Time::START));
        let from_hospital = line.iter().take(split).find(|&p| holds(p));
        let from_home = line.iter().skip(split).find(|&p| holds(p));
        self.longer(from_hospital, from_home, factor)
    }

    /// How many of those for whom this holds come before somebody in the line of a service, if it stands there.
    pub(super) fn number_before(
        &self,
        p: u32,
        s: ServiceIndex,
        holds: impl Fn(u32) -> bool,
    ) -> Option<usize> {
        let Priority::Ageing(factor) = self.plan.services[s].priority else {
            let mut number = 0;
            for other in self.services[s].line().iter() {
                if other == p {
                    return Some(number);
                }
                number += usize::from(holds(other));
            }
            return None;
        };
        let (own, mut there, mut number) = (self.counted_wait(p, factor), false, 0);
        for other in self.services[s].line().iter() {
            let wait = self.counted_wait(other, factor);
            if other == p {
                there = true;
            } else if wait > own || wait >= own && !there {
                number += usize::from(holds(other));
            }
        }
        there.then_some(number)
    }

    /// From now on somebody waits on a bridge, which may be another class in its lines.
    pub(super) fn wait_outside(&mut self, p: u32) {
        let plan = self.plan;
        let person = &self.people[p];
        let (lines, free) = (person.lines, person.free);
        let services = plan.pathways[person.pathway].lines.iter().enumerate();
        let changed = services.map(|(i, &s)| (i, s)).filter(|&(i, s)| {
            free && lines >> i & 1 == 1 && plan.services[s].priority == Priority::HospitalFirst
        });
        for (_, s) in changed.clone() {
            self.leave_line(p, s);
        }
        self.people[p].whereabouts = Whereabouts::Bridge;
        for (_, s) in changed {
            self.stand_in_line(p, s);
            self.services.look_at(s);
        }
    }
}

/// Before all who were referred from home at this moment or later.
fn first_from_home(at: Time) -> Turn {
    Turn::first(FROM_HOME, at)
}
