//! What is legal but odd in a census: nobody in it, rows of long ago, stays longer than any. `census`
//! reads it; `check::at_start` tells of more people than places.

use super::plan::{Known, KnownPlace};
use super::rows::PATH;
use crate::base::{Luck, Position, Time};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Days after which a census is no longer of the day on which the run starts.
const FORTNIGHT: f64 = 14.0;
const YEAR: f64 = 365.0;

/// Tells what is odd; each person with the line of its row.
pub fn warn(setup: Setup<'_>, people: &[(u32, Known)], plan: &Plan, found: &mut Found) {
    let path = Path::of(PATH);
    if people.is_empty() {
        found.warn(
            "W32",
            &path,
            "the census names no one: the run starts with an empty hospital and empty services",
        );
        return;
    }
    let now = setup.calendar.simulated_from();
    old(setup, people, now, &path, found);
    stays(setup, people, plan, now, &path, found);
}

/// The last moment of which a row knows.
fn last(known: &Known) -> Time {
    match known.place {
        KnownPlace::Ready { ready } | KnownPlace::Decided { ready, .. } => ready.max(known.since),
        _ => known.since,
    }
}

fn old(setup: Setup<'_>, people: &[(u32, Known)], now: Time, path: &Path, found: &mut Found) {
    let Some(latest) = people.iter().map(|(_, known)| last(known)).max() else { return };
    let days = now.since(latest).days();
    if days > FORTNIGHT {
        let date = |at: Time| setup.calendar.day(at.day()).date;
        let year = if days > YEAR { ", more than a year" } else { "" };
        let text = format!(
            "its latest date is {}, {} days before the start of the run on {}{year}: is it the census of that day?",
            date(latest),
            days.floor(),
            date(now)
        );
        found.warn("W32", path, text);
    }
}

/// Those whose stay so far no stay can have.
fn stays(setup: Setup<'_>, people: &[(u32, Known)], plan: &Plan, now: Time, path: &Path, found: &mut Found) {
    // By place, in the order of the file: how many, and the line and days of the first.
    let mut all: Vec<(String, usize, u32, f64)> = Vec::new();
    for (line, known) in people {
        let gone = now.since(known.since);
        let days = gone.days();
        let group = known.group.position();
        let ends = |stay: &crate::base::Distribution| stay.draw_beyond(days, Luck::new(0, 0)) <= 0.0;
        let place = match known.place {
            KnownPlace::Acute if ends(&plan.groups[group].stay) => "the hospital",
            KnownPlace::Service(s) if ends(&plan.services[s].stay[group]) => {
                &setup.index.services[s.position()]
            }
            KnownPlace::Bridge { service, .. }
                if plan.services[service].bridge.iter().any(|b| gone > b.longest_stay) =>
            {
                &setup.index.services[service.position()]
            }
            _ => continue,
        };
        match all.iter_mut().find(|(known, ..)| known == place) {
            Some((_, count, ..)) => *count += 1,
            None => all.push((place.to_owned(), 1, *line, days)),
        }
    }
    for (place, count, line, days) in all {
        let who = if count == 1 { "1 person has".to_owned() } else { format!("{count} people have") };
        let text = format!(
            "{who} been in {place} for longer than any stay there lasts (line {line}: {} days), so the stay ends at once",
            (days * 10.0).round() / 10.0
        );
        found.warn("W32", path, text);
    }
}
