//! Dated effects: what the events of a file make of arrivals, stays, steps, rounds, starts, staff
//! and admissions on each day. A day's factor is the product of all events that touch a thing.
//!
//! Flat events are in full force from their first day to their last. With a peak, the force is a
//! straight line from 0 on the day before the first to 1 at the peak, and down to 0 on the day
//! after the last. Events that happen by chance are in full force on whole days, see `random`.

use jiff::civil::Date;

use super::Setup;
use super::index::{Index, NameOf};
use super::random;
use crate::base::{Calendar, Luck, Timetable};
use crate::scenario::fault::{Fault, Found};
use crate::scenario::node::Node;
use crate::scenario::path::Path;
use crate::scenario::typed::{Event, Factor, File};

/// The greatest factor that several events make together.
const GREATEST: f64 = 1e6;

/// All dated effects of a file.
#[derive(Debug, Default)]
pub struct Effects<'a>(Vec<Effect<'a>>);

#[derive(Debug)]
struct Effect<'a> {
    event: &'a Event,
    groups: Option<Vec<usize>>,
    steps: Option<Vec<usize>>,
    services: Option<Vec<usize>>,
    /// From 0 to 1, by day of the calendar.
    force: Vec<f64>,
}

/// Reads the events of a file. With luck, those that happen by chance are drawn; without, they never
/// happen.
pub fn effects<'a>(
    file: &'a File,
    root: &Node,
    calendar: &Calendar,
    index: &Index,
    luck: Option<Luck>,
    found: &mut Found,
) -> Effects<'a> {
    let none = Effects::default();
    let setup = Setup { file, root, calendar, index, effects: &none, census: None };
    let mut all = Vec::new();
    for (key, event) in file.events.iter().flatten() {
        let path = Path::of("events").key(key);
        let touched = |of, names: &Option<Vec<String>>, word: &str, found: &mut Found| {
            names.as_ref().map(|names| setup.find_all(of, names, &path.key(word), found))
        };
        let groups = touched(NameOf::Group, &event.groups, "groups", found);
        let steps = touched(NameOf::Step, &event.steps, "steps", found);
        let services = touched(NameOf::Service, &event.services, "services", found);
        warn_of_nothing(event, &path, found);
        let force = if random::is_random(setup, &path) {
            random::check(setup, event, &path, found);
            Some(random::force(calendar, key, event, luck))
        } else {
            let days = dates(setup, event, &path, found);
            days.map(|days| calendar.days().iter().map(|day| days.force(day.date)).collect())
        };
        if let Some(force) = force {
            all.push(Effect { event, groups, steps, services, force });
        }
    }
    Effects(all)
}

fn warn_of_nothing(event: &Event, path: &Path, found: &mut Found) {
    let factors =
        [event.stay_factor, event.step_factor, event.reach_factor, event.starts_factor, event.staff_factor];
    if factors.iter().all(Option::is_none) && event.uplift.is_none() && event.closes != Some(true) {
        found.warn("W08", path, "this event changes nothing");
    }
}

struct Days {
    from: Date,
    peak: Option<Date>,
    to: Date,
}

fn dates(setup: Setup<'_>, event: &Event, path: &Path, found: &mut Found) -> Option<Days> {
    for key in ["from", "to"] {
        if !setup.has(&path.key(key)) {
            let fault: Fault = setup.fault(path, format!("\"{key}\" is left out"));
            found.fault(fault.expected("the first and the last day of the event"));
        }
    }
    let (from, to) = (event.from?, event.to?);
    if from > to {
        let what = format!("the last day, {to}, comes before the first, {from}");
        found.fault(setup.fault(&path.key("to"), what).expected("dates in order"));
        return None;
    }
    if let Some(peak) = event.peak.filter(|peak| !(from..=to).contains(peak)) {
        let what = format!("the peak, {peak}, is not between {from} and {to}");
        found.fault(setup.fault(&path.key("peak"), what).expected("dates in order"));
        return None;
    }
    let (first, end) = (
        setup.calendar.day(setup.calendar.first_day()).date,
        setup.calendar.day(setup.calendar.days_to_end() - 1).date,
    );
    if to < first || from > end {
        let text = format!("{from} to {to} lies outside the run, {first} to {end}, so it changes nothing");
        found.warn("W03", path, text);
    }
    Some(Days { from, peak: event.peak, to })
}

impl Days {
    fn force(&self, date: Date) -> f64 {
        if date < self.from || date > self.to {
            return 0.0;
        }
        let days = |from: Date, to: Date| f64::from((to - from).get_days());
        match self.peak {
            None => 1.0,
            Some(peak) if date <= peak => (days(self.from, date) + 1.0) / (days(self.from, peak) + 1.0),
            Some(peak) => (days(date, self.to) + 1.0) / (days(peak, self.to) + 1.0),
        }
    }
}

fn touches(list: Option<&Vec<usize>>, i: usize) -> bool {
    list.is_none_or(|list| list.contains(&i))
}

impl Effects<'_> {
    fn product<'a>(&'a self, day: usize, of: impl Fn(&'a Effect<'a>) -> Option<f64>) -> f64 {
        self.0
            .iter()
            .filter(|effect| effect.force[day] > 0.0)
            .filter_map(|effect| of(effect).map(|added| 1.0 + effect.force[day] * added))
            // Many great factors on one day would overflow, and 0 times infinity is no number.
            .fold(1.0, |product, factor| (product * factor).min(GREATEST))
    }

    fn timetable<'a>(
        &'a self,
        days: usize,
        of: impl Fn(&'a Effect<'a>) -> Option<f64> + Copy,
    ) -> Timetable<f64> {
        Timetable::daily(1.0, (0..days).map(|day| self.product(day, of)))
    }

    /// The factor on a group's arrivals.
    pub fn arrivals(&self, group: usize, day: usize) -> f64 {
        self.product(day, |e| e.event.uplift.filter(|_| touches(e.groups.as_ref(), group)).map(|u| u.0))
    }

    /// Whether any event changes a group's arrivals.
    pub fn any_arrivals(&self, group: usize) -> bool {
        self.0.iter().any(|e| e.event.uplift.is_some() && touches(e.groups.as_ref(), group))
    }

    /// The factor on the acute stays of those of a group who are admitted then.
    pub fn stays(&self, group: usize, days: usize) -> Timetable<f64> {
        self.timetable(days, |e| added(e.event.stay_factor).filter(|_| touches(e.groups.as_ref(), group)))
    }

    /// The factor on a step that begins then.
    pub fn steps(&self, step: usize, days: usize) -> Timetable<f64> {
        self.timetable(days, |e| added(e.event.step_factor).filter(|_| touches(e.steps.as_ref(), step)))
    }

    /// The factor on the reach of board rounds.
    pub fn reach(&self, day: usize) -> f64 {
        self.product(day, |e| added(e.event.reach_factor))
    }

    /// The factor on a service's starts a week.
    pub fn starts(&self, service: usize, day: usize) -> f64 {
        self.product(day, |e| added(e.event.starts_factor).filter(|_| touches(e.services.as_ref(), service)))
    }

    /// The factor on the people on duty for a step, or in the hub, which an event touches that
    /// names no steps.
    pub fn staff(&self, step: Option<usize>, day: usize) -> f64 {
        self.product(day, |e| {
            let touched = step.map_or(e.steps.is_none(), |step| touches(e.steps.as_ref(), step));
            added(e.event.staff_factor).filter(|_| touched)
        })
    }

    /// Whether a dated event closed a service on a day before the run.
    pub fn closed_before(&self, service: usize, date: Date) -> bool {
        self.0.iter().filter(|e| e.event.closes == Some(true) && e.event.chance.is_none()).any(|e| {
            let dates = e.event.from.zip(e.event.to);
            dates.is_some_and(|(from, to)| (from..=to).contains(&date))
                && touches(e.services.as_ref(), service)
        })
    }

    /// Whether a service does not admit on a day.
    pub fn closes(&self, service: usize, day: usize) -> bool {
        self.0.iter().any(|e| {
            e.event.closes == Some(true) && e.force[day] > 0.0 && touches(e.services.as_ref(), service)
        })
    }
}

fn added(factor: Option<Factor>) -> Option<f64> {
    factor.map(|f| f.0 - 1.0)
}
