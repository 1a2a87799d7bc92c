//! The start from above: more people than the scenario ever holds by itself.
//!
//! How many that is, a first set of runs from the empty start shows: the most seen at any midnight of
//! any run in its own days (in a year at least), and a tenth more. Every limited service is full; in front of each stands the longest line
//! seen and a tenth more, a week of its starts at least. Much longer lines would only measure how long
//! they take to drain; shorter ones might be overtaken by the scenario's own bad weeks.

use crate::base::Indexed;
use crate::measures::midnights::Peaks;
use crate::scenario::plan::{Enters, Group, Initial, InitialService, Plan, Residual, ServiceIndex};

/// How many stand where at the over-full start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverFull {
    /// In acute beds.
    pub hospital: u32,
    /// Of these, past ready.
    pub ready: u32,
    /// In each service.
    pub people: Indexed<ServiceIndex, u32>,
    /// In front of each service, in acute beds or at home.
    pub queue: Indexed<ServiceIndex, u32>,
}

/// So many and a tenth more, one at least; none where no one ever is.
fn beyond(most: u32) -> u32 {
    if most == 0 { 0 } else { most + most.div_ceil(10) }
}

/// A plan in which no one is there at the start.
pub fn empty(plan: &Plan) -> Plan {
    let services = plan.services.beside();
    Plan { initial: Initial { services, ..Initial::default() }, ..plan.clone() }
}

impl OverFull {
    /// Beyond the most that runs from the empty start have seen, in so many days altogether.
    pub fn beyond(plan: &Plan, (seen, days): &(Peaks, f64)) -> Self {
        let from = plan.calendar.simulated_from();
        let (mut people, mut queue) = (Indexed::default(), Indexed::default());
        for (s, service) in plan.services.numbered() {
            // People come back from services of this kind by rules of their own; a bridge fills within
            // hours from the lines that are there.
            let reached = seen.joined.keys().any(|&(joined, ..)| joined == s);
            if !reached || !service.bridge.is_empty() {
                people.push(0);
                queue.push(0);
                continue;
            }
            let places = service.people.value_at(from);
            people.push(match places.number() {
                // Those who are there for good take no place from anybody.
                _ if service.permanent => 0,
                None => beyond(seen.people[s]),
                Some(places) => places.max(seen.people[s]),
            });
            let limited = service.permanent || places.is_some() || seen.waiting[s] > 0;
            let week = (seen.starts[s] as f64 / days * 7.0).ceil() as u32;
            queue.push(if limited { beyond(seen.waiting[s]).max(week) } else { 0 });
        }
        let mut full = Self { hospital: 0, ready: 0, people, queue };
        let in_beds = full.queue_in_beds(plan, seen);
        let beds = plan.hospital.beds.value_at(from);
        let beds = beds.number().filter(|_| seen.hospital > 0).unwrap_or(0);
        full.ready = beyond(seen.ready).max(in_beds);
        full.hospital = beyond(seen.hospital.max(beds)).max(full.ready);
        full
    }

    /// How many of those in front of services stand in acute beds.
    fn queue_in_beds(&self, plan: &Plan, seen: &Peaks) -> u32 {
        let share = |s: ServiceIndex| {
            let (mut from_beds, mut all) = (0, 0);
            for (&(joined, group, _), &n) in &seen.joined {
                if joined == s {
                    all += n;
                    from_beds += if plan.groups[group].enters == Enters::Community { 0 } else { n };
                }
            }
            from_beds as f64 / all.max(1) as f64
        };
        let of_service = |(s, &queue): (ServiceIndex, &u32)| (f64::from(queue) * share(s)).round() as u32;
        self.queue.numbered().map(of_service).sum()
    }

    /// These people, of the groups and pathways that were seen to come.
    pub fn initial(&self, plan: &Plan, seen: &Peaks) -> Initial {
        let services = plan
            .services
            .numbers()
            .map(|s| {
                let joined = seen.joined.iter().filter(|((joined, ..), _)| *joined == s);
                let who = cumulative(joined.map(|(&(_, group, pathway), &n)| (n as f64, (group, pathway))));
                InitialService {
                    people: self.people[s],
                    queue: self.queue[s],
                    queue_is_given: true,
                    residual: Residual::LengthBiased,
                    who: who.into_iter().map(|(upto, (group, pathway))| (upto, group, pathway)).collect(),
                }
            })
            .collect();
        let in_stay = |group: &Group| match group.enters {
            Enters::Admission => rate(group) * group.stay.mean(),
            Enters::Ready | Enters::Community => 0.0,
        };
        let all = plan.groups.numbered();
        let mut groups = cumulative(all.clone().map(|(g, group)| (in_stay(group), g)));
        if groups.is_empty() {
            let from_beds = |group: &Group| if group.enters == Enters::Community { 0.0 } else { rate(group) };
            groups = cumulative(all.map(|(g, group)| (from_beds(group), g)));
        }
        Initial {
            acute: self.hospital - self.ready,
            ready: self.ready.saturating_sub(self.queue_in_beds(plan, seen)),
            residual: Residual::LengthBiased,
            services,
            groups,
            ..Initial::default()
        }
    }

    /// All in front of a service.
    pub fn waiting(&self) -> u32 {
        self.queue.iter().sum()
    }

    /// People in and in front of this service.
    pub fn at(&self, service: ServiceIndex) -> (u32, u32) {
        (self.people[service], self.queue[service])
    }
}

/// A group's people a day, over the run.
fn rate(group: &Group) -> f64 {
    group.arrivals.per_day.iter().sum::<f64>() / group.arrivals.per_day.len().max(1) as f64
}

/// Cumulative shares of what has weight; the last is 1.
fn cumulative<T>(weights: impl Iterator<Item = (f64, T)>) -> Vec<(f64, T)> {
    let known: Vec<(f64, T)> = weights.filter(|(weight, _)| *weight > 0.0 && weight.is_finite()).collect();
    let total: f64 = known.iter().map(|(weight, _)| weight).sum();
    let last = known.len().saturating_sub(1);
    let mut upto = 0.0;
    (known.into_iter().enumerate())
        .map(|(i, (weight, what))| {
            upto += weight;
            (if i == last { 1.0 } else { upto / total }, what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_is_a_tenth_more_and_nobody_where_nobody_ever_is() {
        assert_eq!([0, 1, 9, 10, 11, 100].map(beyond), [0, 2, 10, 11, 13, 110]);
    }

    #[test]
    fn cumulative_shares_leave_out_what_has_no_weight_and_end_at_1() {
        let shares =
            cumulative([(0.0, 'a'), (1.0, 'b'), (f64::NAN, 'c'), (3.0, 'd'), (0.0, 'e')].into_iter());
        assert_eq!(shares, [(0.25, 'b'), (1.0, 'd')]);
        assert_eq!(cumulative([(0.0, 'a')].into_iter()), []);
    }
}
