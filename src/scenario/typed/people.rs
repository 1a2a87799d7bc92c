//! The words of the scenario as a whole, and of people: calendar, groups, events, who is there at
//! the start. `places` holds those of the hospital, the hub, steps, pathways and services.

use jiff::civil::Date;

use super::capacity::Trigger;
use super::distribution::Lengths;
use super::duration::Duration;
use super::hours::ClockTime;
use super::places::{Costs, Hospital, Hub, Onward, Pathway, Service, Step};
use super::quantities::{Chance, Count, Factor, Rate, Share, Uplift, VarianceOverMean, Weight};
use super::table::{Anything, Decode, Map, choice, map, vocabulary};
use crate::scenario::fault::Found;
use crate::scenario::node::{Node, Value};
use crate::scenario::path::Path;

vocabulary! {
    /// A scenario file.
    File {
        /// Its name, as reports show it.
        name: String,
        /// What it is, or the question it asks.
        description: String,
        /// Explanations.
        notes: Anything,
        /// The days of the run.
        calendar: Calendar,
        /// Who arrives.
        groups: Map<Group>,
        /// Dated effects.
        events: Map<Event>,
        /// The hospital.
        hospital: Hospital,
        /// The hub that decides pathways.
        hub: Hub,
        /// Named work on the way out.
        steps: Map<Step>,
        /// Ways out of hospital.
        pathways: Map<Pathway>,
        /// Places that people leave for.
        services: Map<Service>,
        /// What follows a stay in a service, by exit.
        onward: Map<Onward>,
        /// Unit costs of the hospital.
        costs: Costs,
        /// Who is there at the start of the simulated span.
        initial: Initial,
        /// Capacity that opens on a condition.
        triggers: Map<Trigger>,
        /// Rules for ratings by colour.
        rag: Anything,
        /// Where each figure comes from, by its path.
        provenance: Sources,
    }
    /// The days of a run.
    Calendar {
        /// The first measured day.
        start: Date,
        /// The number of measured days.
        days: Count,
        /// Whole days simulated before it.
        warm_up: Duration,
        /// Bank holidays, of the warm-up too.
        bank_holidays: Vec<Date>,
        /// Explanations.
        notes: Anything,
    }
    /// A group of people who arrive alike.
    Group {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// Emergency or elective; left out: emergency.
        kind: Kind,
        /// Where its people come in; left out: admission.
        enters: Enters,
        /// How many come, and when.
        arrivals: Arrivals,
        /// The acute stay.
        stay: Lengths,
        /// Shares of those who live, by pathway; left out: all p0.
        needs: Map<Share>,
        /// The share that dies at the end of the acute stay.
        dies_in_hospital: Share,
        /// The share of discharges that comes back within 30 days.
        readmitted_30d: Share,
        /// What may happen while people wait, discharge-ready.
        while_waiting: WhileWaiting,
        /// Shares of people with each trait.
        traits: Map<Share>,
        /// How planned people wait and are cancelled.
        elective: Elective,
    }
    /// How many people arrive, and when.
    Arrivals {
        /// People a day.
        per_day: Rate,
        /// Twelve factors on `per_day`, January first, taken as they stand: their mean should be 1.
        by_month: Vec<Factor>,
        /// Seven factors on `per_day`, Monday first, taken as they stand: their mean should be 1.
        by_weekday: Vec<Factor>,
        /// 24 factors from midnight on, or counts, scaled to mean 1.
        by_hour: Vec<Weight>,
        /// The factor of bank holidays.
        by_bank_holiday: Factor,
        /// Variance ÷ mean of the day's count, 1 or more; left out: 1, Poisson.
        variance_over_mean: VarianceOverMean,
        /// Whether the group has day factors of its own; left out: all groups share them.
        per_group: bool,
        /// A CSV file with each day's rate.
        daily_rates: String,
        /// A CSV file with each day's count, taken as observed.
        daily_counts: String,
        /// The column of that file.
        column: String,
    }
    /// What may happen to people who wait, discharge-ready.
    WhileWaiting {
        /// The chance that nothing more is needed within a day; all three chances together are at most 1.
        recovers_per_day: Chance,
        /// The chance of being unwell again within a day.
        unwell_per_day: Chance,
        /// The further acute stay of those unwell again.
        unwell_stay: Lengths,
        /// The chance of dying within a day.
        dies_per_day: Chance,
    }
    /// How planned people wait for a bed.
    Elective {
        /// Whether they come before emergencies.
        before_emergencies: bool,
        /// The time of day when they give up, or "arrival".
        gives_up_at: GivesUp,
        /// How long after giving up they come again: whole days at their time of day, else to the minute; left out: never.
        rebooked_after: Duration,
    }
    /// A dated effect on what its lists name; without a list, on all of a kind.
    Event {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// The groups it touches.
        groups: Vec<String>,
        /// The steps it touches.
        steps: Vec<String>,
        /// The services it touches.
        services: Vec<String>,
        /// The first day; of an event with a chance, the first on which it may begin.
        from: Date,
        /// The day of full effect: a straight line up to it and down from it.
        peak: Date,
        /// The last day; of an event with a chance, the last on which it may begin.
        to: Date,
        /// What is added to a factor of 1 on arrivals.
        uplift: Uplift,
        /// The factor on the acute stays of those admitted then; with `services`, on stays that begin in these then.
        stay_factor: Factor,
        /// The factor on steps that begin then.
        step_factor: Factor,
        /// The factor on the reach of board rounds.
        reach_factor: Factor,
        /// The factor on starts a week.
        starts_factor: Factor,
        /// The factor on people on duty.
        staff_factor: Factor,
        /// Whether services do not admit.
        closes: bool,
        /// The chance a day that it begins, at midnight; with `from` and `to`: on those days only.
        chance: Chance,
        /// How long it lasts then, in whole days.
        lasts: Lengths,
    }
    /// Who is there at the start of the simulated span.
    Initial {
        /// In acute beds.
        hospital: InitialHospital,
        /// In services and waiting for them.
        services: Map<InitialService>,
        /// A CSV file with one person a row, instead of counts.
        census: String,
        /// Explanations.
        notes: Anything,
    }
    /// Who is in acute beds at the start.
    InitialHospital {
        /// People in acute beds.
        people: Count,
        /// Those of them who are discharge-ready: as such people wait in the long run, those in the queues of
        /// services among them.
        ready: Count,
        /// Their group; left out: in proportion to arrivals.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual,
    }
    /// Who is in a service at the start, and waits for it.
    InitialService {
        /// People in it.
        people: Count,
        /// People waiting for it.
        queue: Count,
        /// Their group; left out: in proportion to who comes.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual,
    }
    /// Where a figure comes from.
    Source {
        /// What kind of figure it is.
        kind: SourceKind,
        /// Where it stands, or why it was assumed.
        source: String,
        /// Between what it may lie.
        range: Anything,
        /// Explanations.
        notes: Anything,
    }
}

choice! {
    /// Emergency or planned.
    Kind {
        /// Unplanned.
        Emergency = "emergency",
        /// Planned.
        Elective = "elective",
    }
    /// Where people come in.
    Enters {
        /// They queue for an acute bed.
        Admission = "admission",
        /// They stand in an acute bed, discharge-ready at once.
        Ready = "ready",
        /// They join the lines of services from home.
        Community = "community",
    }
    /// What kind of figure.
    SourceKind {
        /// Stands in the source.
        Stated = "stated",
        /// Arithmetic on stated figures.
        Derived = "derived",
        /// Without a source.
        Assumed = "assumed",
        /// Moved until results agreed with what was observed.
        Fitted = "fitted",
        /// Set by a scenario on top of another, as its question asks.
        Given = "given",
    }
}

/// When a planned patient without a bed gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesUp {
    /// At once.
    OnArrival,
    /// At a time of the day.
    At(ClockTime),
}

impl Decode for GivesUp {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.text() == Some("arrival") {
            return Some(Self::OnArrival);
        }
        ClockTime::decode(node, path, found).map(Self::At)
    }
}

/// How the rest of a stay is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Residual {
    /// Elapsed time drawn from the stay, the rest given survival.
    Conditional,
    /// Long stays are found more often.
    LengthBiased,
    /// Level, from a day at most to the stay.
    Uniform,
    /// From a distribution of its own.
    Drawn(Lengths),
}

impl Decode for Residual {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        const WORDS: [(&str, u8); 3] = [("conditional", 0), ("length_biased", 1), ("uniform", 2)];
        if node.entries().is_some() {
            return Lengths::decode(node, path, found).map(Self::Drawn);
        }
        Some(match super::table::one_of(node, path, &WORDS, found)? {
            0 => Self::Conditional,
            1 => Self::LengthBiased,
            _ => Self::Uniform,
        })
    }
}

/// Sources by the path of the figure.
#[derive(Clone, Debug, Default)]
pub struct Sources(pub Vec<(String, Source)>);

impl Decode for Sources {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let mut all = Vec::new();
        for entry in map(node, path, found)? {
            let at = path.key(&entry.key);
            if let Some(source) = Source::decode(&entry.node, &at, found) {
                if let Some(range) = entry.node.get("range") {
                    check_range(range, &at.key("range"), found);
                }
                all.push((entry.key.clone(), source));
            }
        }
        Some(Self(all))
    }
}

fn check_range(node: &Node, path: &Path, found: &mut Found) {
    let pair = matches!(&node.value, Value::List(list) if list.len() == 2
        && list.iter().all(|n| matches!(n.value, Value::Number(_) | Value::Text(_))));
    if !pair {
        found.wrong(
            node,
            path,
            format!("{} is not a range", node.shown()),
            "a list of the least and the greatest",
        );
    }
}
