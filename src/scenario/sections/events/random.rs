//! Events that happen by chance: what is wrong with them, and when they happen in one replication. Also what is
//! wrong with those that drift.

use super::drift;
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

/// Tells what is wrong with an event that drifts.
pub fn check_drift(setup: Setup<'_>, event: &Event, path: &Path, found: &mut Found) {
    for (key, there) in
        [("chance", event.chance.is_some()), ("lasts", event.lasts.is_some()), ("peak", event.peak.is_some())]
    {
        if there {
            let fault = setup.fault(&path.key(key), format!("an event that drifts has no \"{key}\""));
            found.fault(fault.expected("it to be left out"));
        }
    }
    if event.closes() {
        let fault = setup.fault(&path.key("closes"), "an event that drifts cannot close a service");
        found.fault(fault.expected("a factor, as in \"step_factor\": 1.2"));
    }
    for (key, factor) in drift::factors(event) {
        if factor.is_some_and(|factor| !(0.2..=5.0).contains(&factor)) {
            let what = "one standard deviation of a drift multiplies by a fifth to five";
            let fault = setup.fault(&path.key(key), what);
            found.fault(fault.expected("a factor near 1, as in 1.2 (of \"uplift\": 0.2)"));
        }
    }
    let memory = event.drifts.as_ref().and_then(|drift| drift.memory);
    let at = path.key("drifts");
    match memory.map(|memory| memory.days) {
        Some(days) if (1.0..=drift::LONGEST_MEMORY).contains(&days) => {}
        Some(_) => {
            let fault = setup.fault(&at.key("memory"), "a drift remembers for a day to ten years");
            found.fault(fault.expected("a length of time, as in \"120d\""));
        }
        None if !found.is_faulty(&at) => {
            let fault = setup.fault(&at, "\"memory\" is left out");
            found.fault(fault.expected("how long it remembers, as in \"120d\""));
        }
        None => {}
    }
    let known = event.drifts.as_ref().and_then(|drift| drift.known.as_ref());
    if let Some(known) = known {
        let at = at.key("known");
        for (key, there) in [("from", known.from.is_some()), ("every", known.every.is_some())] {
            if !there && !found.is_faulty(&at) {
                let fault = setup.fault(&at, format!("\"{key}\" is left out"));
                found.fault(fault.expected("the day of the first strength, and from one to the next"));
            }
        }
        if known.every.is_some_and(|every| every.days < 1.0 || every.days.fract() != 0.0) {
            let fault = setup.fault(&at.key("every"), "strengths are known on whole days");
            found.fault(fault.expected("a number of whole days, as in \"14d\""));
        }
    }
    if let (Some(from), Some(to)) = (event.from, event.to)
        && from > to
    {
        let what = format!("the last day, {to}, comes before the first, {from}");
        found.fault(setup.fault(&path.key("to"), what).expected("dates in order"));
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
