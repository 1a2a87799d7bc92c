//! Events that happen by chance: what is wrong with them, and when they happen in one replication.

use super::words::Event;
use crate::base::{Calendar, Luck, NameHash};
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Whether an event happens by chance.
pub fn is_random(setup: Setup<'_>, path: &Path) -> bool {
    setup.has(&path.key("chance")) || setup.has(&path.key("lasts"))
}

/// Tells what is wrong with an event that happens by chance.
pub fn check(setup: Setup<'_>, event: &Event, path: &Path, found: &mut Found) {
    for (key, expected) in [("chance", "the chance a day that it begins"), ("lasts", "how long it lasts")] {
        if !setup.has(&path.key(key)) {
            let fault = setup.fault(path, format!("\"{key}\" is left out"));
            found.fault(fault.expected(expected));
        }
    }
    if event.peak.is_some() {
        let fault = setup.fault(&path.key("peak"), "an event that happens by chance has no peak");
        found.fault(fault.expected("it to be left out"));
    }
    if let (Some(from), Some(to)) = (event.from, event.to)
        && from > to
    {
        let what = format!("the last day, {to}, comes before the first, {from}");
        found.fault(setup.fault(&path.key("to"), what).expected("dates in order"));
        return;
    }
    let calendar = setup.calendar;
    let (first, end) =
        (calendar.day(calendar.first_day()).date, calendar.day(calendar.days_to_end() - 1).date);
    if event.to.is_some_and(|to| to < first) || event.from.is_some_and(|from| from > end) {
        let text = format!("it may begin only outside the run, {first} to {end}, so it changes nothing");
        found.warn("W03", path, text);
    }
}

/// The days on which an event that happens by chance is in force: each day it may begin, and then
/// lasts for whole days, one at least. One that begins again before it is over goes on.
pub fn force(calendar: &Calendar, key: &str, event: &Event, luck: Option<Luck>) -> Vec<f64> {
    const PURPOSE: NameHash = NameHash::of("event by chance");
    let mut force = vec![0.0; calendar.days().len()];
    let (Some(luck), Some(chance), Some(lasts)) = (luck, event.chance, &event.lasts) else { return force };
    let luck = luck.name(PURPOSE).name(NameHash::of(key));
    for day in 0..force.len() {
        let date = calendar.day(day as u32).date;
        let may_begin = event.from.is_none_or(|from| from <= date) && event.to.is_none_or(|to| date <= to);
        let here = luck.part(calendar.date_key(day as u32));
        if may_begin && here.part(0).uniform() < chance.0 {
            let days = lasts.draw.draw(here.part(1)).round().max(1.0) as usize;
            let end = day.saturating_add(days).min(force.len());
            force[day..end].fill(1.0);
        }
    }
    force
}
