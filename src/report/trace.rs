//! The event log of one replication as a table, and how its people are named. `story` tells one
//! person's in words, `days` draws where they were.
//!
//! The columns are relied on from outside: process-mining tools read `patient`, `activity`,
//! `lifecycle` and `time`, animators of queues `patient`, `event`, `place` and `time`.

pub mod days;
pub mod story;

use std::io;

use jiff::civil::DateTime;

use crate::base::Time;
use crate::measures::log::{Came, Desk, Entry, Left, Person, There, What};
use crate::report::csv::Table;
use crate::scenario::plan::{Enters, Exit, ServiceIndex, StepIndex};
use crate::scenario::{Reasons, Scenario, nearest};

/// The first line of every log.
pub const HEADER: [&str; 10] = [
    "time",
    "patient",
    "group",
    "event",
    "place",
    "also_waiting_for",
    "reason",
    "pathway",
    "activity",
    "lifecycle",
];

/// The place of everything that happens in an acute bed or at the door.
const HOSPITAL: &str = "hospital";
const HUB: &str = "hub";
const HOME: &str = "home";

/// Where a line of the log stands in a course of events: the activity, and whether it begins or ends
/// with this line. What takes no time is complete at once.
type Activity = (String, &'static str);
const START: &str = "start";
const COMPLETE: &str = "complete";

/// The log as CSV: one row an event, in order of time.
pub fn csv(scenario: &Scenario, entries: &[Entry]) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(HEADER)?;
    let reasons = Reasons::of(&scenario.plan);
    let names = &scenario.names;
    for entry in entries {
        let Row { event, place, reason, activity: (activity, lifecycle) } = row(scenario, entry);
        let also = match &entry.what {
            What::Waits { also, .. } => {
                also.iter().map(|&r| reasons.key(r, names)).collect::<Vec<_>>().join(";")
            }
            _ => String::new(),
        };
        let pathway = entry.pathway.map_or("", |p| names.pathways[p].key.as_str());
        let group = &names.groups[entry.who.group].key;
        let (time, patient) = (moment(scenario, entry.at).to_string(), id(scenario, entry.who));
        out.row([&time, &patient, group, event, &place, &also, &reason, pathway, &activity, lifecycle])?;
    }
    out.finish()
}

/// A moment as date and time of day, to the millisecond.
pub fn moment(scenario: &Scenario, at: Time) -> DateTime {
    let midnight = scenario.plan.calendar.day(at.day()).date.to_datetime(jiff::civil::Time::midnight());
    let ms = jiff::SignedDuration::from_millis(at.time_of_day().0.cast_signed());
    midnight.checked_add(ms).unwrap_or(midnight)
}

/// What a person is called: `older_frail-2025-01-07-3` is the third of the group on that day (in the order
/// of the draws, not of the hours), `-r1` after it the first return, `older_frail-start-12` a person who
/// was there when the run began.
pub fn id(scenario: &Scenario, person: Person) -> String {
    let group = &scenario.names.groups[person.group].key;
    let came = match person.came {
        Came::AtStart(number) => format!("start-{number}"),
        Came::OnDay { day, index } => {
            let date = scenario.plan.calendar.day(day).date;
            format!("{date}-{}", u64::from(index) + 1)
        }
    };
    let back = if person.admission > 0 { format!("-r{}", person.admission) } else { String::new() };
    format!("{group}-{came}{back}")
}

/// Finds a person by what they are called.
///
/// # Errors
/// Where no one in the log is called so: the nearest name that is in it, if there is any.
pub fn find(scenario: &Scenario, entries: &[Entry], called: &str) -> Result<Person, Option<String>> {
    let mut people: Vec<Person> = entries.iter().map(|entry| entry.who).collect();
    people.sort_unstable();
    people.dedup();
    let ids: Vec<String> = people.iter().map(|&person| id(scenario, person)).collect();
    match ids.iter().position(|id| id == called) {
        Some(i) => Ok(people[i]),
        None => Err(nearest(called, ids.iter().map(String::as_str)).or_else(|| ids.first().cloned())),
    }
}

struct Row {
    event: &'static str,
    place: String,
    reason: String,
    activity: Activity,
}

fn row(scenario: &Scenario, entry: &Entry) -> Row {
    let names = &scenario.names;
    let service = |s: ServiceIndex| names.services[s].key.clone();
    let step = |s: StepIndex| names.steps[s].key.clone();
    let hospital = || HOSPITAL.to_owned();
    let row = |event, place, activity| Row { event, place, reason: String::new(), activity };
    // What takes no time is an activity of its own name.
    let point = |event: &'static str, place| row(event, place, (event.to_owned(), COMPLETE));
    let pair = |event, place: String, what: &str, lifecycle| {
        let activity = if what.is_empty() { place.clone() } else { format!("{what}:{place}") };
        row(event, place, (activity, lifecycle))
    };
    match &entry.what {
        What::ThereAtStart(There::Hospital) => pair("there_at_start", hospital(), "", START),
        What::ThereAtStart(There::Home) => point("there_at_start", HOME.to_owned()),
        What::ThereAtStart(There::Service(s)) => pair("there_at_start", service(*s), "", START),
        What::Arrived { emergency } => {
            let ready = scenario.plan.groups[entry.who.group].enters == Enters::Ready;
            let mut row = match (ready, entry.who.admission) {
                // Stands in a bed from this moment.
                (true, 0) => pair("arrived", hospital(), "", START),
                _ => point("arrived", hospital()),
            };
            row.reason.push_str(if *emergency { "emergency" } else { "planned" });
            row
        }
        What::Referred => point("referred_from_home", HOME.to_owned()),
        What::Admitted => pair("admitted", hospital(), "", START),
        What::Ready { since } => {
            let earlier = *since < entry.at;
            let reason = if earlier { format!("since {}", moment(scenario, *since)) } else { String::new() };
            Row { reason, ..point("ready", hospital()) }
        }
        What::Waits { reason, .. } => {
            let reason = Reasons::of(&scenario.plan).key(*reason, names);
            Row { reason, ..point("waits", hospital()) }
        }
        What::Left(how) => {
            let (event, place) = match how {
                Left::Home => ("left_hospital", HOME.to_owned()),
                Left::Service(s) | Left::Bridge(s) => ("left_hospital", service(*s)),
                Left::Died => ("died", hospital()),
            };
            row(event, place, (hospital(), COMPLETE))
        }
        What::Started(s) => pair("started", service(*s), "", START),
        What::CameAgain => point("came_again", hospital()),
        What::Cancelled => point("cancelled", hospital()),
        What::StayOver => point("acute_stay_over", hospital()),
        What::WorkAsked(Desk::Hub) => pair("referred", HUB.to_owned(), "", START),
        What::WorkDone(Desk::Hub) => pair("assessed", HUB.to_owned(), "", COMPLETE),
        What::WorkAsked(Desk::Step(s)) => pair("step_began", step(*s), "step", START),
        What::WorkDone(Desk::Step(s)) => pair("step_done", step(*s), "step", COMPLETE),
        What::Decided => point("decided", hospital()),
        What::Joined(s) => pair("joined_line", service(*s), "line", START),
        What::LeftLine(s, with_place) => {
            let reason = if *with_place { "place" } else { "" }.to_owned();
            Row { reason, ..pair("left_line", service(*s), "line", COMPLETE) }
        }
        What::Offered(s) => point("offered", service(*s)),
        What::Withdrawn(s) => point("offer_withdrawn", service(*s)),
        What::Ended(s, exit) => {
            Row { reason: exit_key(*exit).to_owned(), ..pair("ended", service(*s), "", COMPLETE) }
        }
        What::BridgeEnded(s) => pair("ended", service(*s), "", COMPLETE),
        What::Blocked(s, exit) => {
            Row { reason: exit_key(*exit).to_owned(), ..point("waits_in_place", service(*s)) }
        }
        What::NeedsMore => point("needs_more", hospital()),
        What::GaveUp => point("gave_up", String::new()),
        What::TurnedTo(s) => point("turned_to", service(*s)),
        What::Overflowed => point("overflowed", hospital()),
        What::NotTakenEarly => point("not_taken_early", hospital()),
        What::LeftBedQueue => point("left_bed_queue", hospital()),
        What::Recovered => point("recovered", hospital()),
        What::Unwell => point("unwell_again", hospital()),
        What::Overdue(s) => point("overdue", service(*s)),
    }
}

/// An exit as scenario files name it.
fn exit_key(exit: Exit) -> &'static str {
    match exit {
        Exit::Independent => "independent",
        Exit::LongTermCare => "long_term_care",
        Exit::CareHome => "care_home",
        Exit::Hospital => "hospital",
        Exit::Died => "died",
    }
}
