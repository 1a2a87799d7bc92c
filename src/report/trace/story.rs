//! One person's way in plain English: each event with its date and hour, each wait with its length and its
//! reason. No one has a name.

use jiff::civil::DateTime;

use super::{id, moment};
use crate::base::{Span, Time};
use crate::measures::log::{Desk, Entry, Left, Person, There, What};
use crate::report::page::POINT;
use crate::report::words::{capital, count, wrapped};
use crate::scenario::plan::{Enters, Exit, Instead, PathwayIndex, ServiceIndex, StepIndex};
use crate::scenario::{Reason, Reasons, Scenario};

/// Tells what happened to a person: its lines of the log, in order. `luck` says in words which replication
/// it was.
pub fn story(scenario: &Scenario, person: Person, entries: &[&Entry], luck: &str, width: usize) -> String {
    let teller = Teller { scenario, reasons: Reasons::of(&scenario.plan), entries };
    let names = &scenario.names;
    let group = &names.groups[person.group].label;
    let mut lines = wrapped(&format!("{} ({group})", id(scenario, person)), "", width);
    lines.extend(wrapped(&format!("{}, {luck}", names.scenario), "", width));
    lines.push(String::new());
    let mut paragraphs: Vec<(String, String)> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let Some(sentence) = teller.sentence(i) else { continue };
        let when = when(moment(scenario, entry.at));
        match paragraphs.last_mut() {
            Some((same, text)) if *same == when => text.extend([" ", &capital(&sentence), "."]),
            _ => paragraphs.push((when, format!("{sentence}."))),
        }
    }
    for (when, text) in paragraphs {
        lines.extend(wrapped(&format!("On {when} {text}"), "", width));
        lines.push(String::new());
    }
    let end = scenario.plan.calendar.end();
    if let Some(place) = teller.still() {
        let text = format!("When the run ended, on {}, {place}.", when(moment(scenario, end)));
        lines.extend(wrapped(&text, "", width));
        lines.push(String::new());
    }
    let waits = teller.waits();
    if !waits.is_empty() {
        let total = waits.iter().fold(Span::ZERO, |sum, (_, span)| sum + *span);
        lines.push(format!("In an acute bed past ready to leave: {}", length(total)));
        for (reason, span) in waits {
            let text = format!("{}: {}", teller.reasons.label(reason, names), length(span));
            lines.extend(wrapped(&text, POINT, width));
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

struct Teller<'a> {
    scenario: &'a Scenario,
    reasons: Reasons,
    entries: &'a [&'a Entry],
}

impl Teller<'_> {
    fn service(&self, s: ServiceIndex) -> &str {
        &self.scenario.names.services[s].label
    }

    fn step(&self, s: StepIndex) -> &str {
        &self.scenario.names.steps[s].label
    }

    /// Whether somebody who joins this queue does so because it gave way.
    fn gave_way(&self, entry: &Entry, s: ServiceIndex) -> bool {
        let plan = &self.scenario.plan;
        let pathway = entry.pathway.and_then(|p| plan.pathways.with(p));
        pathway.is_some_and(|pathway| {
            let mut rules = pathway.gives_way.iter().map(|&rule| &plan.gives_way[rule]);
            rules.any(|rule| rule.service() == Some(s))
        })
    }

    /// When the last of these happened, before line `i`.
    fn last(&self, i: usize, what: impl Fn(&What) -> bool) -> Option<Time> {
        self.entries[..i].iter().rev().find(|entry| what(&entry.what)).map(|entry| entry.at)
    }

    /// ", 3 hours after that": how long ago the last of these was.
    fn since(&self, i: usize, what: impl Fn(&What) -> bool, said: &str) -> String {
        let now = self.entries[i].at;
        match self.last(i, what) {
            Some(then) if now > then => format!(", {} {said}", length(now.since(then))),
            _ => String::new(),
        }
    }

    /// When a wait that began in line `i` was over: with the next reason, on leaving, or on falling
    /// ill again.
    fn wait_ends(&self, i: usize) -> Option<Time> {
        let over = |entry: &&&Entry| matches!(entry.what, What::Waits { .. } | What::Left(_) | What::Unwell);
        self.entries[i + 1..].iter().find(over).map(|entry| entry.at)
    }

    /// Each reason with the time that it took, in the order in which they came first.
    fn waits(&self) -> Vec<(Reason, Span)> {
        let end = self.scenario.plan.calendar.end();
        let mut all: Vec<(Reason, Span)> = Vec::new();
        for (i, entry) in self.entries.iter().enumerate() {
            let What::Waits { reason, .. } = entry.what else { continue };
            let span = self.wait_ends(i).unwrap_or(end).since(entry.at);
            match all.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, sum)) => *sum = *sum + span,
                None => all.push((reason, span)),
            }
        }
        all
    }

    /// What is told of line `i`; `None` where another line says it.
    fn sentence(&self, i: usize) -> Option<String> {
        let entry = self.entries[i];
        Some(match &entry.what {
            What::ThereAtStart(There::Hospital) => "the run began; the person was in an acute bed".to_owned(),
            What::ThereAtStart(There::Home) => "the run began; the person was at home, waiting".to_owned(),
            What::ThereAtStart(There::Service(s)) => {
                format!("the run began; the person was in {}", self.service(*s))
            }
            What::Arrived { emergency } => self.arrived(entry, *emergency).to_owned(),
            What::Referred => "the person was referred to services from home".to_owned(),
            What::Admitted => {
                let came = |w: &What| matches!(w, What::Arrived { .. } | What::Overflowed | What::CameAgain);
                match self.last(i, came) {
                    Some(then) if entry.at > then => format!(
                        "the person was given an acute bed after waiting {} for it",
                        length(entry.at.since(then))
                    ),
                    _ => "the person was given an acute bed at once".to_owned(),
                }
            }
            What::Ready { since } if *since < entry.at => {
                format!(
                    "the person had been ready to leave for {}, since {}",
                    length(entry.at.since(*since)),
                    when(moment(self.scenario, *since))
                )
            }
            What::Ready { .. } => self.ready(i, entry),
            What::Waits { reason, also } => self.waits_for(i, *reason, also),
            What::Left(how) => self.left(i, *how),
            What::Started(s) if self.is_bridge(*s) => return None,
            What::Started(s) if i > 0 && self.entries[i - 1].what == What::Left(Left::Service(*s)) => {
                return None;
            }
            What::Started(s) => format!("the person started in {}", self.service(*s)),
            What::CameAgain => "the person came to the hospital again, as booked anew".to_owned(),
            What::Cancelled => self.cancelled(i),
            What::StayOver => self.stay_over(i),
            What::WorkAsked(Desk::Hub) => format!("the person was referred to {}", self.hub()),
            What::WorkAsked(Desk::Step(s)) => format!("this was needed from now on: {}", self.step(*s)),
            What::WorkDone(desk) => self.work_done(i, *desk),
            What::Decided => self.decided(i),
            What::Joined(s) if self.gave_way(entry, *s) => {
                format!(
                    "the person had waited too long and joined the queue for {} as well",
                    self.service(*s)
                )
            }
            What::Joined(s) => format!("the person joined the queue for {}", self.service(*s)),
            // Told with the place that was found.
            What::LeftLine(_, true) => return None,
            What::LeftLine(s, false) => self.left_line(i, *s)?,
            What::Offered(s) => self.offered(i, *s),
            What::Withdrawn(s) => format!("the place in {} was not needed any more", self.service(*s)),
            What::Ended(s, exit) => format!("the stay in {}: {}", self.ended(i, *s), exited(*exit)),
            What::BridgeEnded(s) => format!("the time on {}", self.ended(i, *s)),
            What::Blocked(s, exit) => format!(
                "the stay in {} was over ({}), and the person waited there for what comes next",
                self.service(*s),
                exited(*exit)
            ),
            What::NeedsMore => "waiting had made the person need one step more".to_owned(),
            What::GaveUp => "the person gave up waiting".to_owned(),
            What::TurnedTo(s) => {
                format!(
                    "the person was to be looked after by {} instead of in an acute bed",
                    self.service(*s)
                )
            }
            What::Overflowed => {
                "there was no place in time, and the person waited for an acute bed".to_owned()
            }
            What::NotTakenEarly => {
                "there was no place in time to leave before the acute stay was over".to_owned()
            }
            What::LeftBedQueue => self.left_bed_queue(i),
            What::Recovered => "the person had recovered and needed nothing any more but to leave".to_owned(),
            What::Unwell => "the person fell ill again; a further acute stay began".to_owned(),
            What::Overdue(s) => {
                format!("the person had been on {} for as long as is meant", self.service(*s))
            }
        })
    }

    fn arrived(&self, entry: &Entry, emergency: bool) -> &'static str {
        if entry.who.admission > 0 {
            "the person came back to the hospital"
        } else if self.scenario.plan.groups[entry.who.group].enters == Enters::Ready {
            "the person took up an acute bed, ready to leave it from the start"
        } else if emergency {
            "the person came to the hospital as an emergency"
        } else {
            "the person came to the hospital as planned"
        }
    }

    fn ready(&self, i: usize, entry: &Entry) -> String {
        let over = self.since(i, |w| matches!(w, What::StayOver), "after the acute stay was over");
        let need = match entry.pathway {
            Some(p) if self.last(i, |w| matches!(w, What::Ready { .. })).is_none() => {
                format!(". Needed to go home: {}", self.scenario.names.pathways[p].label)
            }
            _ => String::new(),
        };
        format!("the person was recorded as ready to leave{over}{need}")
    }

    fn waits_for(&self, i: usize, reason: Reason, also: &[Reason]) -> String {
        let names = &self.scenario.names;
        let label = self.reasons.label(reason, names);
        // A line is named by its service, not by the want of room.
        let plain = |other: Reason| {
            let mut services = names.services.numbered();
            let line = services.find(|&(s, _)| self.reasons.capacity(s) == other);
            line.map_or_else(|| self.reasons.label(other, names), |(_, service)| service.label.clone())
        };
        let began = self.entries[i].at;
        let end = self.scenario.plan.calendar.end();
        let length = self.wait_ends(i).map_or_else(
            || format!("a wait began that the run's end cut off after {}", length(end.since(began))),
            |over| format!("a wait of {} began", length(over.since(began))),
        );
        let also: Vec<String> = also.iter().map(|&other| plain(other)).collect();
        let also =
            if also.is_empty() { String::new() } else { format!(" (also waiting for: {})", also.join("; ")) };
        format!("{length}. Reason: {label}{also}")
    }

    fn left(&self, i: usize, how: Left) -> String {
        let since = self.entries[..i].iter().rev().find_map(|entry| match entry.what {
            What::Ready { since } => Some(since),
            _ => None,
        });
        let now = self.entries[i].at;
        let ready = since
            .filter(|&since| since < now)
            .map_or_else(String::new, |since| format!(", {} after being ready", length(now.since(since))));
        match how {
            Left::Home => format!("the person went home{ready}"),
            Left::Bridge(s) if self.scenario.plan.services[s].at_home => {
                format!("the person went home with {}{ready}", self.service(s))
            }
            Left::Service(s) | Left::Bridge(s) => {
                format!("the person left the hospital for {}{ready}", self.service(s))
            }
            Left::Died => "the person died in hospital".to_owned(),
        }
    }

    /// " after 3 hours": how long ago that was.
    fn lasted(&self, i: usize, from: Option<Time>) -> String {
        let now = self.entries[i].at;
        from.map_or_else(String::new, |from| format!(" after {}", length(now.since(from))))
    }

    fn cancelled(&self, i: usize) -> String {
        let came = self.last(i, |w| matches!(w, What::Arrived { .. } | What::CameAgain));
        format!("no bed had been found{} and the admission was cancelled", self.lasted(i, came))
    }

    fn left_bed_queue(&self, i: usize) -> String {
        let came = |w: &What| matches!(w, What::Arrived { .. } | What::Overflowed);
        format!(
            "no bed had been found{} and the person went home untreated",
            self.lasted(i, self.last(i, came))
        )
    }

    fn stay_over(&self, i: usize) -> String {
        let began = self.last(i, |w| matches!(w, What::Admitted | What::Unwell));
        format!("the acute stay was over{}; a board round had to find the person", self.lasted(i, began))
    }

    fn work_done(&self, i: usize, desk: Desk) -> String {
        let lasted = self.lasted(i, self.last(i, |w| *w == What::WorkAsked(desk)));
        match desk {
            Desk::Hub => format!("{} had assessed the person{lasted}", self.hub()),
            Desk::Step(s) => format!("this was done{lasted}: {}", self.step(s)),
        }
    }

    fn decided(&self, i: usize) -> String {
        let label = |p: PathwayIndex| &self.scenario.names.pathways[p].label;
        let said = self.entries[i].pathway.map_or_else(String::new, |p| format!(": {}", label(p)));
        format!("the way home was decided{said}")
    }

    fn left_line(&self, i: usize, s: ServiceIndex) -> Option<String> {
        // Of the lines that are left on taking a place elsewhere the offer tells enough.
        let now = self.entries[i].at;
        let mut at_once = self.entries[i..].iter().take_while(|e| e.at == now);
        let taken = at_once.any(|e| matches!(e.what, What::Offered(_)));
        let queue = self.service(s);
        (!taken).then(|| {
            if self.gave_up(i) {
                format!(
                    "the person had waited too long, and left the queue for {queue} to go home without a service"
                )
            } else {
                format!("the person left the queue for {queue}")
            }
        })
    }

    /// Whether somebody who leaves a queue without a place gave way to going home without one.
    fn gave_up(&self, i: usize) -> bool {
        let Entry { at, pathway, .. } = self.entries[i];
        let plan = &self.scenario.plan;
        let otherwise = self.entries.iter().filter(|e| e.at == *at).any(|e| {
            matches!(e.what, What::Recovered | What::Unwell | What::Left(Left::Died) | What::Arrived { .. })
        });
        let pathway = pathway.and_then(|p| plan.pathways.with(p)).filter(|_| !otherwise);
        pathway.is_some_and(|pathway| {
            pathway.gives_way.iter().any(|&rule| plan.gives_way[rule].to == Instead::Home)
        })
    }

    fn offered(&self, i: usize, s: ServiceIndex) -> String {
        let joined = self.last(i, |w| *w == What::Joined(s));
        format!("there was a place in {}{}", self.service(s), self.lasted(i, joined))
    }

    fn ended(&self, i: usize, s: ServiceIndex) -> String {
        let started = self.last(i, |w| *w == What::Started(s) || *w == What::ThereAtStart(There::Service(s)));
        format!("{} ended{}", self.service(s), self.lasted(i, started))
    }

    /// The hub's label inside a sentence.
    fn hub(&self) -> String {
        let label = &self.scenario.names.hub;
        label.strip_prefix("The ").map_or_else(|| label.clone(), |rest| format!("the {rest}"))
    }

    fn is_bridge(&self, s: ServiceIndex) -> bool {
        !self.scenario.plan.services[s].bridge.is_empty()
    }

    /// Where the person still was at the end.
    fn still(&self) -> Option<String> {
        let mut now = None;
        for entry in self.entries {
            now = match &entry.what {
                What::ThereAtStart(There::Hospital) | What::Admitted => {
                    Some("was still in the acute stay".to_owned())
                }
                What::ThereAtStart(There::Home) | What::Referred => {
                    Some("was still waiting at home".to_owned())
                }
                What::ThereAtStart(There::Service(s)) | What::Started(s) => {
                    let permanent = self.scenario.plan.services[*s].permanent;
                    Some(format!(
                        "{} in {}",
                        if permanent { "was living" } else { "was still" },
                        self.service(*s)
                    ))
                }
                What::TurnedTo(s) => Some(format!("was still waiting at home for {}", self.service(*s))),
                What::Arrived { .. } | What::Overflowed | What::CameAgain => {
                    Some("was still waiting for an acute bed".to_owned())
                }
                What::Ready { .. } | What::Waits { .. } => {
                    Some("was still in an acute bed, ready to leave it".to_owned())
                }
                What::Left(_) | What::LeftBedQueue | What::Ended(..) | What::BridgeEnded(_) => None,
                What::Cancelled => Some("was waiting for another date".to_owned()),
                What::StayOver => {
                    Some("was still in an acute bed, not found by a board round yet".to_owned())
                }
                What::Unwell => Some("was still in a further acute stay".to_owned()),
                What::WorkAsked(_)
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
                | What::Overdue(_) => now,
            };
        }
        now.map(|place| format!("the person {place}"))
    }
}

/// An exit in words.
fn exited(exit: Exit) -> &'static str {
    match exit {
        Exit::Independent => "independent",
        Exit::LongTermCare => "on to long-term care at home",
        Exit::CareHome => "on to a care home",
        Exit::Hospital => "back to hospital",
        Exit::Died => "died",
    }
}

/// `Tuesday 7 January 2025 at 14:20`.
fn when(at: DateTime) -> String {
    at.strftime("%A %-d %B %Y at %H:%M").to_string()
}

/// `3 days 4 hours` from a day on, `4 hours 10 minutes` below, `2 minutes`.
pub(super) fn length(span: Span) -> String {
    let minutes = (span.0 + Span::MINUTE.0 / 2) / Span::MINUTE.0;
    let hours = (span.0 + Span::HOUR.0 / 2) / Span::HOUR.0;
    let (large, small) = if minutes >= 24 * 60 {
        ((hours / 24, "day"), (hours % 24, "hour"))
    } else {
        ((minutes / 60, "hour"), (minutes % 60, "minute"))
    };
    match (large, small) {
        ((0, _), (0, _)) => "less than a minute".to_owned(),
        ((0, _), (n, unit)) | ((n, unit), (0, _)) => count(n, unit),
        ((n, unit), (m, smaller)) => format!("{} {}", count(n, unit), count(m, smaller)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_units_at_most() {
        let of = |minutes: u64| length(Span(minutes * Span::MINUTE.0));
        assert_eq!(of(0), "less than a minute");
        assert_eq!(
            (of(1), of(60), of(250)),
            ("1 minute".into(), "1 hour".into(), "4 hours 10 minutes".into())
        );
        assert_eq!((of(1440), of(4 * 1440 + 185)), ("1 day".into(), "4 days 3 hours".into()));
        assert_eq!(of(2 * 1440 - 1), "2 days");
    }
}
