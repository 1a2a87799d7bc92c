//! Who comes to the door: counts by group and day, and the time in the day.
//!
//! A day's count is one uniform put through the inverse of its distribution, so a higher rate adds
//! people at the end of the day's list and moves nobody.

use super::observer::{Change, Observer};
use super::patient::{Patient, Whereabouts, purpose};
use super::run::{Run, rank};
use crate::base::distribution::{gamma_quantile, over_dispersed_inverse, poisson_inverse};
use crate::base::{Luck, Span, Time};
use crate::engine::agenda::key_of;
use crate::scenario::plan::{Arrivals, CountLaw, Enters, Group, GroupIndex};

/// Somebody who will come today.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub at: Time,
    pub group: GroupIndex,
    pub index: u32,
    pub luck: Luck,
}

/// The day's people at the door, in the order of their time.
#[derive(Clone, Debug)]
pub(super) struct Door {
    /// Those of today, as drawn.
    coming: Vec<Coming>,
    /// Who comes when: the time of the day above the position in that list.
    order: Vec<u64>,
    next: usize,
    /// Of the next, for the agenda; `u64::MAX`, where all of the day have come.
    next_key: u64,
    arrived: u64,
}

impl Door {
    /// Nobody has come yet.
    pub fn new() -> Self {
        Self { coming: Vec::new(), order: Vec::new(), next: 0, next_key: u64::MAX, arrived: 0 }
    }

    /// The key in the agenda at which the next comes; `u64::MAX`, where all of the day have come.
    #[inline]
    pub fn next_key(&self) -> u64 {
        self.next_key
    }

    #[inline]
    fn look_at_next(&mut self) {
        let next = self.order.get(self.next).and_then(|&next| self.coming.get(next as u32 as usize));
        self.next_key = next.map_or(u64::MAX, |coming| key_of(coming.at, rank::ARRIVAL));
    }

    /// The next comes.
    #[inline]
    pub fn take(&mut self) -> Option<Coming> {
        let position = *self.order.get(self.next)? as u32;
        let coming = self.coming.get(position as usize).copied()?;
        self.next += 1;
        self.arrived += 1;
        self.look_at_next();
        Some(coming)
    }

    /// How many have come in the run.
    pub fn arrived(&self) -> u64 {
        self.arrived
    }
}

impl<O: Observer> Run<'_, O> {
    /// Draws the people of a day and puts them in the order in which they come.
    pub(super) fn people_of_the_day(&mut self, day: u32) {
        debug_assert!(self.door.next_key() == u64::MAX, "yesterday's people have come");
        let mut coming = std::mem::take(&mut self.door.coming);
        coming.clear();
        let date = self.plan.calendar.date_key(day);
        for (g, group) in self.plan.groups.numbered() {
            let luck = self.luck.name(group.name).part(date);
            let count = self.count(group, day, luck);
            let moment = |person: Luck| {
                let u = person.name(purpose::TIME_OF_DAY).uniform();
                Time::midnight(day) + time_of_day(group.arrivals.hours_of(day), u)
            };
            if let Some((batch, _)) = &group.arrivals.batch {
                // The count is that of batches; all of one come with the first of it.
                let mut index = 0;
                for number in 0..count {
                    let size = Arrivals::together(batch, luck.name(purpose::BATCH).part(u64::from(number)));
                    let at = moment(luck.part(u64::from(index)));
                    for _ in 0..size {
                        coming.push(Coming { at, group: g, index, luck: luck.part(u64::from(index)) });
                        index += 1;
                    }
                }
                continue;
            }
            for index in 0..count {
                let person = luck.part(u64::from(index));
                coming.push(Coming { at: moment(person), group: g, index, luck: person });
            }
        }
        // As drawn, people are in the order of group and index, which is that of one moment.
        let order = (0..).zip(&coming).map(|(position, c)| c.at.time_of_day().0 << 32 | position);
        self.door.order.clear();
        self.door.order.extend(order);
        self.door.order.sort_unstable();
        (self.door.coming, self.door.next) = (coming, 0);
        self.door.look_at_next();
    }

    fn count(&self, group: &Group, day: u32, luck: Luck) -> u32 {
        let rate = group.arrivals.per_day[day as usize];
        if rate <= 0.0 {
            return 0;
        }
        let rate = group.arrivals.batch.as_ref().map_or(rate, |(_, mean)| rate / mean);
        let u = || luck.name(purpose::COUNT).uniform();
        match group.arrivals.law {
            CountLaw::Observed => rate as u32,
            CountLaw::Poisson => poisson_inverse(rate, u()),
            CountLaw::OverDispersed(v) => over_dispersed_inverse(rate, v, u()),
            CountLaw::SharedOverDispersed(v) => {
                let date = self.plan.calendar.date_key(day);
                let shared = self.luck.name(purpose::DAY_FACTOR).part(date).uniform();
                poisson_inverse(gamma_quantile(rate / (v - 1.0), v - 1.0, shared), u())
            }
        }
    }

    pub(super) fn arrive(&mut self, coming: Coming) {
        let plan = self.plan;
        let group = &plan.groups[coming.group];
        let person = Patient::new(coming.luck, coming.group, self.now.day(), coming.index, self.now);
        let p = self.people.enrol(person);
        let emergency = !group.booking.is_elective();
        let turned = self.turned_away(p);
        let to = match group.enters {
            Enters::Admission if turned.is_some() => Whereabouts::Home,
            Enters::Admission => Whereabouts::BedLine,
            Enters::Ready => Whereabouts::Ward,
            Enters::Community => self.known_services(p),
        };
        if turned.is_some() {
            self.people[p].whereabouts = to;
        }
        self.tell_of(p, |patient| Change::Arrived { patient, emergency, to });
        match group.enters {
            Enters::Admission => match turned {
                Some(rule) => self.turn_away(p, rule),
                None => self.queue_for_bed(p),
            },
            Enters::Ready => self.arrive_ready(p),
            Enters::Community => self.refer_from_home(p),
        }
    }

    /// Where somebody at home waits: there, where its need has services.
    fn known_services(&mut self, p: u32) -> Whereabouts {
        self.know(p);
        let need = self.people[p].need;
        let none = self.plan.pathways[need].services.is_empty();
        if none { Whereabouts::Gone } else { Whereabouts::Home }
    }

    /// Somebody at home is referred to the services of its need; no hub and no steps.
    fn refer_from_home(&mut self, p: u32) {
        let now = self.now;
        let person = &mut self.people[p];
        person.pathway = person.need;
        person.ready = now;
        person.turn_from = now;
        person.decided = true;
        person.whereabouts = Whereabouts::Home;
        if self.plan.pathways[self.people[p].pathway].services.is_empty() {
            self.people.retire(p);
            return;
        }
        self.join_lines(p);
        self.links_changed(p);
    }
}

fn time_of_day(by_hour: &[f64], u: f64) -> Span {
    if by_hour.is_empty() {
        return Span((u * Span::DAY.0 as f64) as u64);
    }
    let hour = by_hour.partition_point(|&upto| upto <= u).min(by_hour.len() - 1);
    let below = if hour == 0 { 0.0 } else { by_hour[hour - 1] };
    let within = (u - below) / (by_hour[hour] - below);
    Span(((hour as f64 + within.clamp(0.0, 1.0)) * Span::HOUR.0 as f64) as u64).min(Span(Span::DAY.0 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_all_through_an_hour_and_not_at_its_ends_only() {
        // A quarter of the day's people from 08:00 to 09:00, the others in the hour after.
        let by_hour = (0..24).map(|hour| [0.0, 0.25, 1.0][usize::from(hour >= 8) + usize::from(hour >= 9)]);
        let by_hour: Vec<f64> = by_hour.collect();
        for (u, minutes) in [(0.0, 480), (0.125, 510), (0.25, 540), (0.5, 560), (0.625, 570), (0.75, 580)] {
            assert_eq!(time_of_day(&by_hour, u), Span(minutes * Span::MINUTE.0), "{u}");
        }
        // The last of all luck is today's and not tomorrow's, even where rounding left shares a hair short.
        let last = (0..24).map(|hour| f64::from(hour / 23) * (1.0 - 1e-15));
        let last: Vec<f64> = last.collect();
        assert_eq!(time_of_day(&last, 1.0 - f64::EPSILON / 2.0), Span(Span::DAY.0 - 1));
    }
}
