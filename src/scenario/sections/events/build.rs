//! The events of a file, checked, with their force on each day.
//!
//! Flat events are in full force from their first day to their last. With a peak, the force is a
//! straight line from 0 on the day before the first to 1 at the peak, and down to 0 on the day
//! after the last. Events that happen by chance are in full force on whole days, see `random`; those that
//! drift have a strength that wanders, see `drift`.

use jiff::civil::Date;

use super::drift;
use super::effects::{Effect, Effects};
use super::random;
use super::scope::{List, SCOPES};
use super::words::Event;
use crate::base::{Calendar, Luck};
use crate::scenario::build::index::{Index, NameOf};
use crate::scenario::build::setup::Setup;
use crate::scenario::sections::file::File;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;

/// Reads the events of a file. With luck, those that happen by chance or drift are drawn; without, they
/// never happen.
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
        let touched = |of, list: List, found: &mut Found| {
            list.of(event).map(|names| setup.find_all(of, names, &path.key(list.key()), found))
        };
        let groups = touched(NameOf::Group, List::Groups, found);
        let steps = touched(NameOf::Step, List::Steps, found);
        let services = touched(NameOf::Service, List::Services, found);
        check_scopes(setup, &path, found);
        warn_of_nothing(event, &path, found);
        let force = if setup.has(&path.key("drifts")) {
            random::check_drift(setup, event, &path, found);
            Some(drift::force(calendar, key, event, luck))
        } else if random::is_random(setup, &path) {
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

/// Tells of lists and words that do not belong together: nothing acts on more than a list beside it
/// names, and no list stands for nothing.
fn check_scopes(setup: Setup<'_>, path: &Path, found: &mut Found) {
    let given: Vec<List> = List::ALL.into_iter().filter(|list| setup.has(&path.key(list.key()))).collect();
    let does = || SCOPES.iter().filter(|scope| setup.has(&path.key(scope.key)));
    let mut wider = false;
    for scope in does().filter(|_| !given.is_empty()) {
        if given.iter().any(|&list| scope.obeys(list)) {
            continue;
        }
        wider = true;
        let lists: Vec<String> = given.iter().map(|list| format!("\"{}\"", list.key())).collect();
        let what =
            format!("this acts on {}, whatever {} beside it may name", scope.alone, lists.join(" and "));
        let own: Vec<String> = scope.lists.iter().map(|(list, _)| format!("\"{}\"", list.key())).collect();
        let expected = if own.is_empty() {
            "it in an event without a list".to_owned()
        } else {
            format!("{} beside it, or it in an event without a list", own.join(" or "))
        };
        found.fault(setup.fault(&path.key(scope.key), what).expected(expected));
    }
    // One mistake is told once.
    for list in given.into_iter().filter(|_| !wider) {
        if !does().any(|scope| scope.obeys(list)) {
            let obey: Vec<&str> =
                SCOPES.iter().filter(|scope| scope.obeys(list)).map(|scope| scope.key).collect();
            let what = "nothing in this event acts on what the list names";
            let fault = setup.fault(&path.key(list.key()), what);
            found.fault(fault.expected(format!("it to be left out, or {} in the event", obey.join(" or "))));
        }
    }
}

fn warn_of_nothing(event: &Event, path: &Path, found: &mut Found) {
    let factors =
        [event.stay_factor, event.step_factor, event.reach_factor, event.starts_factor, event.staff_factor];
    if factors.iter().all(Option::is_none) && event.uplift.is_none() && !event.closes() {
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
    if (to < first || from > end) && !of_another_year(setup, path, (first, end)) {
        let text = format!("{from} to {to} lies outside the run, {first} to {end}, so it changes nothing");
        found.warn("W03", path, text);
    }
    Some(Days { from, peak: event.peak, to })
}

/// Whether an event is one of several that differ by a year behind their name, `influenza_2023` beside `influenza_2024`,
/// and another of them lies in the run: then it is meant for runs of other years.
fn of_another_year(setup: Setup<'_>, path: &Path, (first, end): (Date, Date)) -> bool {
    let stem = |key: &str| {
        let (stem, year) = key.rsplit_once('_')?;
        (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| stem.to_owned())
    };
    let Some(name) = path.as_str().rsplit('.').next().and_then(stem) else { return false };
    setup.file.events.iter().flatten().any(|(key, event)| {
        let inside = event.from.zip(event.to).is_some_and(|(from, to)| to >= first && from <= end);
        inside && stem(key).is_some_and(|other| other == name)
    })
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
