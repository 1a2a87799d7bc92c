//! One person's days as a picture: where they were and what they waited for, a row each. The story of `story` stands
//! in it as its description.

use super::story::{length, story};
use super::{id, moment};
use crate::base::{Span, Time};
use crate::measures::log::{Entry, Left, Person, There, What};
use crate::report::charts::{Chart, Frame, Strip, StripDays, StripRow};
use crate::report::source::Source;
use crate::report::words::date;
use crate::scenario::plan::ServiceIndex;
use crate::scenario::{Reasons, Scenario};

/// Parts of a day that are told apart.
const PARTS: u64 = 4;

/// A stretch of time in one place, or waiting for one thing.
struct Stay {
    label: String,
    from: Time,
    to: Time,
    /// Whether in an acute bed past ready.
    past_ready: bool,
}

/// The picture of a person of a replication and seed: its lines of the log, in order.
pub fn days(scenario: &Scenario, person: Person, entries: &[&Entry], replication: u64, seed: u64) -> Chart {
    let luck = format!("replication {replication} of seed {seed}");
    let stays = stays(scenario, entries);
    let called = id(scenario, person);
    let late = stays
        .iter()
        .filter(|stay| stay.past_ready)
        .fold(Span::ZERO, |sum, stay| sum + stay.to.since(stay.from));
    let title = if late == Span::ZERO {
        format!("{called} waited for nothing in an acute bed once ready to leave")
    } else {
        format!("{called} was in an acute bed for {} after being ready to leave", length(late))
    };
    let told = story(scenario, person, entries, &luck, usize::MAX);
    let group = &scenario.names.groups[person.group].label;
    let source = Source { scenario, runs: format!("replication {replication}"), seed };
    let frame = Frame {
        title,
        subtitle: format!("Where one simulated person was ({group}), {}, {luck}", scenario.names.scenario),
        description: told.split_whitespace().collect::<Vec<_>>().join(" "),
        source: source.line(scenario.fingerprint.as_str()),
    };
    let ends = || stays.iter().filter(|stay| stay.to > stay.from);
    let (Some(first), Some(end)) = (ends().map(|stay| stay.from).min(), ends().map(|stay| stay.to).max())
    else {
        return Chart::Strip(Strip { frame, ..Strip::default() });
    };
    let (first, last) = (first.day(), Time(end.0 - 1).day());
    let calendar = &scenario.plan.calendar;
    let ready = entries.iter().find_map(|entry| match entry.what {
        What::Ready { .. } => Some(entry.at),
        _ => None,
    });
    let mark = ready.map(|at| {
        let words = format!("ready to leave on {}", date(moment(scenario, at).date()));
        (at.since(Time::midnight(first)).days(), words)
    });
    Chart::Strip(Strip {
        frame,
        rows: rows(&stays, first, last),
        measure: "Each part is a quarter of a day".to_owned(),
        days: Some(StripDays { first: calendar.day(first).date, last: calendar.day(last).date, mark }),
        note: "The person is made up by the model. Of several things that run side by side the first that is not \
               done is what they wait for."
            .to_owned(),
    })
}

/// A row for every place and reason, in the order in which they came first.
fn rows(stays: &[Stay], first: u32, last: u32) -> Vec<StripRow> {
    let part = Span::DAY.0 / PARTS;
    let begin = Time::midnight(first).0;
    let parts = (u64::from(last - first) + 1) * PARTS;
    let mut rows: Vec<(StripRow, Span)> = Vec::new();
    for stay in stays.iter().filter(|stay| stay.to > stay.from) {
        let known = rows.iter().position(|(row, _)| row.label == stay.label);
        let at = known.unwrap_or_else(|| {
            let label = stay.label.clone();
            rows.push((
                StripRow { label, parts: vec![false; parts as usize], ..StripRow::default() },
                Span::ZERO,
            ));
            rows.len() - 1
        });
        let (row, sum) = &mut rows[at];
        *sum = *sum + stay.to.since(stay.from);
        // Every part that it touches, so that none is too short to be seen.
        for i in (stay.from.0 - begin) / part..(stay.to.0 - begin).div_ceil(part) {
            if let Some(own) = row.parts.get_mut(i as usize) {
                *own = true;
            }
        }
    }
    rows.into_iter().map(|(row, sum)| StripRow { told: length(sum), ..row }).collect()
}

/// Where the person was, from event to event.
fn stays(scenario: &Scenario, entries: &[&Entry]) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    // The label, since when, and whether past ready.
    let mut now: Option<(String, Time, bool)> = None;
    for entry in entries {
        let label = now.as_ref().map_or("", |(label, ..)| label);
        let next = match next(scenario, &entry.what, label) {
            Next::Same => continue,
            Next::Away => None,
            Next::At(label) => Some((label, entry.at, false)),
            Next::Ready(label) => Some((label, entry.at, true)),
        };
        if let Some((label, from, past_ready)) = std::mem::replace(&mut now, next) {
            stays.push(Stay { label, from, to: entry.at, past_ready });
        }
    }
    if let Some((label, from, past_ready)) = now {
        stays.push(Stay { label, from, to: scenario.plan.calendar.end(), past_ready });
    }
    stays
}

/// What an event changes.
enum Next {
    /// Nothing.
    Same,
    /// The person is nowhere that is told of.
    Away,
    /// They are there.
    At(String),
    /// They are in an acute bed past ready, for this.
    Ready(String),
}

fn next(scenario: &Scenario, what: &What, now: &str) -> Next {
    let (names, reasons) = (&scenario.names, Reasons::of(&scenario.plan));
    let within = |s: ServiceIndex| {
        let label = &names.services[s].label;
        if scenario.plan.services[s].permanent { format!("Lives in {label}") } else { format!("In {label}") }
    };
    match what {
        What::Arrived { .. } | What::CameAgain | What::Overflowed => {
            Next::At("Waits for an acute bed".to_owned())
        }
        What::Admitted | What::Unwell | What::ThereAtStart(There::Hospital) => {
            Next::At("In an acute bed".to_owned())
        }
        What::StayOver => Next::At("Well enough, not found by a board round yet".to_owned()),
        What::Ready { .. } => Next::Ready("Ready to leave".to_owned()),
        What::Waits { reason, .. } => Next::Ready(format!("Waits: {}", reasons.label(*reason, names))),
        What::Left(Left::Service(s) | Left::Bridge(s))
        | What::Started(s)
        | What::ThereAtStart(There::Service(s)) => Next::At(within(*s)),
        What::Referred | What::ThereAtStart(There::Home) | What::TurnedTo(_) => {
            Next::At("Waits at home".to_owned())
        }
        What::Left(Left::Home | Left::Died) | What::Cancelled | What::LeftBedQueue => Next::Away,
        // Who is somewhere else already is not moved by the end of a stay.
        What::Ended(s, _) | What::BridgeEnded(s) if now == within(*s) => Next::Away,
        What::Ended(..)
        | What::BridgeEnded(_)
        | What::WorkAsked(_)
        | What::WorkDone(_)
        | What::Decided
        | What::Joined(_)
        | What::LeftLine(..)
        | What::Offered(_)
        | What::Withdrawn(_)
        | What::Blocked(..)
        | What::NeedsMore
        | What::GaveUp
        | What::NotTakenEarly
        | What::Recovered
        | What::Overdue(_) => Next::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_stay_touch_every_part_of_a_day_that_it_has() {
        let at = |hours: u64| Time(hours * Span::HOUR.0);
        let stay = |label: &str, from, to| Stay {
            label: label.to_owned(),
            from: at(from),
            to: at(to),
            past_ready: false,
        };
        let stays = [stay("Bed", 25, 31), stay("Wait", 31, 32), stay("Bed", 32, 47), stay("Never", 40, 40)];
        let rows = rows(&stays, 1, 1);
        let parts: Vec<(&str, Vec<bool>, &str)> =
            rows.iter().map(|row| (row.label.as_str(), row.parts.clone(), row.told.as_str())).collect();
        assert_eq!(
            parts,
            [("Bed", vec![true; 4], "21 hours"), ("Wait", vec![false, true, false, false], "1 hour")]
        );
    }
}
