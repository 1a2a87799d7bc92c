//! Whether every day of a plan is like the next, so that there is a steady state to speak of. Decided
//! from the plan's own tables, in which months, weekdays, events and changes are spread out already.

use std::ops::Range;

use crate::base::{Time, Timetable};
use crate::scenario::plan::{CountLaw, Plan, Starts, Work};

/// Why not every day is like the next; `None` where it is. Hours of the day do not matter.
pub fn why_not(plan: &Plan) -> Option<&'static str> {
    let days = plan.calendar.first_day()..plan.calendar.days_to_end();
    let level = |per_day: &[f64]| {
        let run =
            per_day.get(days.start as usize..(days.end as usize).min(per_day.len())).unwrap_or_default();
        run.iter().all(|rate| rate.to_bits() == run[0].to_bits())
    };
    let groups = || plan.groups.iter();
    let works = || plan.steps.iter().map(|step| &step.work).chain([&plan.hub.work]);
    let services = || plan.services.iter();
    let reasons: [(&'static str, bool); 8] = [
        ("events happen by chance", plan.chance.is_some()),
        (
            "arrivals change from day to day",
            groups().any(|g| {
                let hours = |day: u32| g.arrivals.hours_of(day);
                let differ = days.clone().any(|day| hours(day) != hours(days.start));
                g.arrivals.law == CountLaw::Observed || !level(&g.arrivals.per_day) || differ
            }),
        ),
        ("acute stays change over the run", groups().any(|g| !alike(&g.stay_factor, &days))),
        (
            "beds, ward hours or board rounds change from day to day",
            !alike(&plan.hospital.beds, &days)
                || !alike(&plan.hospital.admits, &days)
                || !alike(&plan.hospital.discharge_hours, &days)
                || !rounds_alike(plan, &days),
        ),
        ("staff work by weekday or change over the run", works().any(|work| !work_alike(work, &days))),
        ("steps change over the run", plan.steps.iter().any(|step| !alike(&step.factor, &days))),
        (
            "places, hours or care of services change from day to day",
            services().any(|s| {
                let care = s.load.care().is_some_and(|care| !alike(care.amount, &days));
                care || !alike(&s.people, &days) || !alike(&s.admits, &days)
            }),
        ),
        (
            "starts are counted by the week",
            services().any(|s| matches!(&s.starts, Starts::SinceMonday(n) if n.iter().any(|n| n.is_some()))),
        ),
    ];
    reasons.into_iter().find(|(_, holds)| *holds).map(|(why, _)| why)
}

/// Whether a timetable does the same on every one of these days.
fn alike<T: Copy + PartialEq>(table: &Timetable<T>, days: &Range<u32>) -> bool {
    let day = |day: u32| {
        let (from, to) = (Time::midnight(day), Time::midnight(day + 1));
        let mut points = vec![(from.time_of_day(), table.value_at(from))];
        let mut at = table.next_change(from);
        while at < to {
            points.push((at.time_of_day(), table.value_at(at)));
            at = table.next_change(at);
        }
        points
    };
    table.is_constant() || days.clone().skip(1).all(|d| day(d) == day(days.start))
}

/// By the roster and by the clock: a clock that stops at weekends has a roster that does.
fn work_alike(work: &Work, days: &Range<u32>) -> bool {
    alike(&work.staff, days) && alike(&work.per_day, days)
}

fn rounds_alike(plan: &Plan, days: &Range<u32>) -> bool {
    let rounds = &plan.hospital.rounds;
    let of_day = |day: u32| {
        let from = rounds.partition_point(|round| round.at < Time::midnight(day));
        let to = rounds.partition_point(|round| round.at < Time::midnight(day + 1));
        rounds[from..to].iter().map(|round| (round.at.time_of_day(), round.reach)).collect::<Vec<_>>()
    };
    days.clone().skip(1).all(|day| of_day(day) == of_day(days.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    #[test]
    fn hours_that_are_the_same_every_day_are_alike_and_a_free_sunday_is_not() {
        let at = |day: u32, hour: u64| Time::midnight(day) + Span(hour * Span::HOUR.0);
        let hours = |days: &[u32]| {
            let changes = days.iter().flat_map(|&d| [(at(d, 8), true), (at(d, 18), false)]).collect();
            Timetable::new(false, changes)
        };
        assert!(alike(&hours(&[0, 1, 2, 3]), &(0..4)));
        assert!(alike(&hours(&[2, 3]), &(2..4)), "days before the run do not count");
        assert!(!alike(&hours(&[0, 1, 3]), &(0..4)));
        assert!(alike(&Timetable::constant(7), &(0..4)));
    }
}
