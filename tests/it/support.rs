//! What the tests of the model share: a small scenario told as JSON, one replication of it with the
//! laws checked, and a log of what happened to whom and when. Knows nothing of how outcomes are
//! counted; read `exact` for how it is used.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use wardflow::base::{Span, Time};
use wardflow::measures::outcome::{DIVERSION, SERVICE, SYSTEM, index_of};
use wardflow::measures::{Replication, checked};
use wardflow::model::{Change, Count, Desk, Left, Observer, Patient, Simulation};
use wardflow::scenario::plan::{PathwayIndex, ServiceIndex};
use wardflow::scenario::{Faults, Memory, Reason, Reasons, Scenario};

/// Who somebody is: group, day of arrival, index among the day's people, time of arrival.
pub type Person = (u8, u32, u32, Time);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub at: Time,
    pub who: Option<Person>,
    pub what: String,
}

/// A replication as a story.
#[derive(Debug)]
pub struct Story {
    pub scenario: Scenario,
    pub told: Vec<Told>,
    pub patients: Vec<(Person, Patient)>,
    pub found: Replication,
}

/// A moment, counted from the first midnight of the run.
pub fn at(day: u32, hour: u64, minute: u64) -> Time {
    Time::midnight(day) + minutes(hour * 60 + minute)
}

/// So many minutes.
pub fn minutes(n: u64) -> Span {
    Span(n * Span::MINUTE.0)
}

/// The scenario laid over four weeks from Monday, 1 January 2024, in which nobody comes by chance.
pub fn scenario(text: &Value) -> Scenario {
    load(text, BTreeMap::new())
}

/// The same, with exactly so many people of these groups on the first days.
pub fn scenario_with(text: &Value, counts: &[(&str, &[u32])]) -> Scenario {
    let mut text = text.clone();
    let days = days_of(&text);
    let mut table = String::from("date");
    for (group, _) in counts {
        write!(table, ",{group}").unwrap();
        let arrivals = &mut text["groups"][*group]["arrivals"];
        *arrivals = merged(
            &json!({ "daily_counts": "counts.csv", "column": group }),
            &if arrivals.is_null() { json!({}) } else { arrivals.clone() },
        );
    }
    let first: jiff::civil::Date = start_of(&text).parse().unwrap();
    let warm_up = warm_up_of(&text);
    for day in 0..days + warm_up {
        let since = i64::from(day) - i64::from(warm_up);
        let date = first.checked_add(jiff::Span::new().days(since)).unwrap();
        write!(table, "\n{date}").unwrap();
        for (_, by_day) in counts {
            write!(table, ",{}", by_day.get(day as usize).copied().unwrap_or(0)).unwrap();
        }
    }
    load(&text, BTreeMap::from([("counts.csv".to_owned(), table)]))
}

fn of_calendar<'a>(text: &'a Value, key: &str) -> Option<&'a Value> {
    text.get("calendar").and_then(|c| c.get(key))
}

fn days_of(text: &Value) -> u32 {
    of_calendar(text, "days").map_or(28, |d| d.as_u64().unwrap() as u32)
}

fn warm_up_of(text: &Value) -> u32 {
    let days = |v: &Value| v.as_str().unwrap().trim_end_matches('d').parse().unwrap();
    of_calendar(text, "warm_up").map_or(0, days)
}

fn start_of(text: &Value) -> String {
    of_calendar(text, "start").map_or("2024-01-01".to_owned(), |d| d.as_str().unwrap().to_owned())
}

fn load(text: &Value, files: BTreeMap<String, String>) -> Scenario {
    scenario_beside(text, files).unwrap_or_else(|faults| panic!("{faults}\n{text:#}"))
}

/// A case with files beside it, or what is wrong with them.
pub fn scenario_beside(text: &Value, mut files: BTreeMap<String, String>) -> Result<Scenario, Faults> {
    let base = json!({ "name": "case", "calendar": { "start": "2024-01-01", "days": 28 } });
    let mut text = merged(&base, text);
    for group in text["groups"].as_object_mut().unwrap().values_mut() {
        let arrivals = &mut group["arrivals"];
        if arrivals.is_null() {
            // Next to nobody: the people of a case are there at the start.
            *arrivals = json!({ "per_day": 1e-6 });
        }
    }
    files.insert("case.json".to_owned(), text.to_string());
    Scenario::load(&Memory(files), "case.json", &[])
}

fn merged(base: &Value, over: &Value) -> Value {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            let mut all: Map<String, Value> = base.clone();
            for (key, value) in over {
                let value = base.get(key).map_or_else(|| value.clone(), |below| merged(below, value));
                all.insert(key.clone(), value);
            }
            Value::Object(all)
        }
        _ => over.clone(),
    }
}

/// One replication of a case, with every law checked.
pub fn tell(text: &Value) -> Story {
    story(scenario(text), 1, 0)
}

/// The same, with exactly so many people of these groups on the first days.
pub fn tell_with(text: &Value, counts: &[(&str, &[u32])]) -> Story {
    story(scenario_with(text, counts), 1, 0)
}

/// One replication of a case that begins with the people of a census.
pub fn tell_census(text: &Value, rows: &str) -> Story {
    let mut text = text.clone();
    text["initial"] = json!({ "census": "people.csv" });
    story(load(&text, BTreeMap::from([("people.csv".to_owned(), rows.to_owned())])), 1, 0)
}

/// One replication of a scenario, with every law checked.
pub fn story(scenario: Scenario, seed: u64, index: u64) -> Story {
    let found = checked(&scenario.plan, seed, index)
        .unwrap_or_else(|broken| panic!("laws broken: {}", broken.join("; ")));
    let log = Log::of(&scenario);
    let plan = scenario.plan.of_replication(seed, index).expect("a plan");
    let mut simulation = Simulation::new(&plan, log);
    simulation.run(seed, index).unwrap();
    let Log { told, patients, .. } = std::mem::replace(simulation.observer(), Log::of(&scenario));
    drop(simulation);
    drop(plan);
    let story = Story { scenario, told, patients, found };
    story.reasons_agree();
    story
}

impl Story {
    /// When this happened, as `day 0 13:00`.
    pub fn when(&self, what: &str) -> Vec<String> {
        self.moments(what).iter().map(Time::to_string).collect()
    }

    /// When this happened.
    pub fn moments(&self, what: &str) -> Vec<Time> {
        self.told.iter().filter(|t| t.what == what).map(|t| t.at).collect()
    }

    /// To whom this happened, in order.
    pub fn to_whom(&self, what: &str) -> Vec<Person> {
        self.told.iter().filter(|t| t.what == what).filter_map(|t| t.who).collect()
    }

    /// What happened to somebody, in order, each with its moment: `day 0 13:00 ready`.
    pub fn of(&self, who: Person) -> Vec<String> {
        self.told.iter().filter(|t| t.who == Some(who)).map(|t| format!("{} {}", t.at, t.what)).collect()
    }

    /// When this happened to somebody.
    pub fn moments_of(&self, who: Person, what: &str) -> Vec<Time> {
        self.told.iter().filter(|t| t.who == Some(who) && t.what == what).map(|t| t.at).collect()
    }

    /// The minutes booked to each reason, in the order of the way out, in measured days; those
    /// without any are left out.
    pub fn reasons(&self) -> Vec<(String, u64)> {
        let reasons = Reasons::of(&self.scenario.plan);
        let keys = (0..).map(|i| reasons.key(Reason(i), &self.scenario.names));
        keys.zip(&self.found.reasons)
            .filter(|(_, days)| **days > 0.0)
            .map(|(key, days)| {
                let minutes = days * 1440.0;
                assert!((minutes - minutes.round()).abs() < 1e-6, "{key}: {minutes} minutes");
                (key, minutes.round() as u64)
            })
            .collect()
    }

    /// An outcome of the whole.
    pub fn outcome(&self, name: &str) -> Option<f64> {
        self.found.system[index_of(SYSTEM, name)]
    }

    /// An outcome of the first diversion.
    pub fn diverted(&self, name: &str) -> Option<f64> {
        self.found.diversions[0][index_of(DIVERSION, name)]
    }

    /// An outcome of a service.
    pub fn of_service(&self, service: &str, name: &str) -> Option<f64> {
        let s = self.scenario.names.services.iter().position(|n| n.key == service).unwrap();
        self.found.services[s][index_of(SERVICE, name)]
    }

    /// What the log says of reasons is what the replication says, whoever counted.
    fn reasons_agree(&self) {
        let from = self.scenario.plan.calendar.measured_from();
        let end = self.scenario.plan.calendar.end();
        let mut open: BTreeMap<Person, (Time, String)> = BTreeMap::new();
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        let mut book = |(since, key): (Time, String), now: Time| {
            *sums.entry(key).or_default() += now.since(since.max(from)).0;
        };
        for told in &self.told {
            if let (Some(who), Some(key)) = (told.who, told.what.strip_prefix("because ")) {
                if let Some(before) = open.insert(who, (told.at, key.to_owned())) {
                    book(before, told.at);
                }
            } else if let (Some(who), "free") = (told.who, told.what.as_str()) {
                book(open.remove(&who).expect("somebody who was delayed"), told.at);
            }
        }
        for left in open.into_values() {
            book(left, end);
        }
        let reasons = Reasons::of(&self.scenario.plan);
        for (i, days) in (0..).zip(&self.found.reasons) {
            let key = reasons.key(Reason(i), &self.scenario.names);
            let told = Span(sums.get(&key).copied().unwrap_or(0)).days();
            assert!((told - days).abs() < 1e-9, "{key}: {told} told, {days} counted");
        }
    }
}

/// Asserts that an outcome has a value, to the last digits of the sums.
#[track_caller]
pub fn assert_near(found: Option<f64>, expected: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} instead of {expected}");
}

/// Writes down what it sees.
struct Log<'s> {
    scenario: &'s Scenario,
    reasons: Reasons,
    told: Vec<Told>,
    patients: Vec<(Person, Patient)>,
}

pub fn person(p: &Patient) -> Person {
    (p.group.0, p.day, p.index, p.arrived)
}

impl<'s> Log<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let reasons = Reasons::of(&scenario.plan);
        Self { scenario, reasons, told: Vec::new(), patients: Vec::new() }
    }

    fn tell(&mut self, at: Time, who: Option<&Patient>, what: impl Into<String>) {
        self.told.push(Told { at, who: who.map(person), what: what.into() });
    }

    fn service(&self, s: ServiceIndex) -> &'s str {
        &self.scenario.names.services[s].key
    }

    fn pathway(&self, p: PathwayIndex) -> &'s str {
        &self.scenario.names.pathways[p].key
    }
}

impl Log<'_> {
    fn waits(&mut self, now: Time, patient: &Patient, to: Option<Reason>) {
        let Some(reason) = to else { return self.tell(now, Some(patient), "free") };
        let key = self.reasons.key(reason, &self.scenario.names);
        // A reason that lasts no time at all is none.
        let who = person(patient);
        let same = |t: &Told| t.at == now && t.who == Some(who) && t.what.starts_with("because ");
        self.told.retain(|t| !same(t));
        self.tell(now, Some(patient), format!("because {key}"));
    }

    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left) {
        let what = match how {
            Left::Home => "left for home".to_owned(),
            Left::Service(s) => format!("left for {}", self.service(s)),
            Left::Bridge(s) => format!("left on {}", self.service(s)),
            Left::Died => "died".to_owned(),
        };
        self.tell(now, Some(patient), what);
    }

    /// How the counts of people move, and that of care.
    fn moved(&mut self, count: Count, by: i64) -> Option<String> {
        Some(match count {
            Count::Hospital if by > 0 => "into hospital".to_owned(),
            Count::Hospital => "out of hospital".to_owned(),
            Count::Held(s) if by > 0 => format!("held {}", self.service(s)),
            Count::Held(s) => format!("not held {}", self.service(s)),
            Count::Outside if by > 0 => "waits outside".to_owned(),
            Count::Outside => "waits outside no more".to_owned(),
            Count::Care(s) => format!("load {} {by}", self.service(s)),
            Count::BedQueue
            | Count::AwaitingRound
            | Count::Line(_)
            | Count::Service(_)
            | Count::GaveWay(_)
            | Count::Blocked(_) => {
                return None;
            }
        })
    }
}

impl Observer for Log<'_> {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        change.moves(|count, by| {
            if let Some(what) = self.moved(count, by) {
                self.tell(now, None, what);
            }
        });
        match change {
            Change::Arrived { patient, .. } => self.tell(now, Some(patient), "arrived"),
            Change::Admitted { patient, .. } => self.tell(now, Some(patient), "admitted"),
            Change::Ready { patient, .. } => {
                self.patients.push((person(patient), patient.clone()));
                self.tell(now, Some(patient), "ready");
            }
            Change::Waits { patient, to, .. } => self.waits(now, patient, to),
            Change::Decided { patient } => {
                self.tell(now, None, format!("decided {}", self.pathway(patient.pathway)));
            }
            Change::WorkDone { desk: Desk::Step(step), .. } => {
                let key = &self.scenario.names.steps[step].key;
                self.tell(now, None, format!("done {key}"));
            }
            Change::LeftHospital { patient, how, .. } => self.left_hospital(now, patient, how),
            Change::Started { patient, service, .. } | Change::MovedIn { patient, service, .. } => {
                self.tell(now, Some(patient), format!("started {}", self.service(service)));
            }
            Change::BridgeBegan { patient, service, late, .. } => {
                self.tell(now, Some(patient), format!("started {}", self.service(service)));
                if late {
                    self.tell(now, None, format!("late {}", self.service(service)));
                }
            }
            Change::Ended { service, .. } | Change::BridgeEnded { service, .. } => {
                self.tell(now, None, format!("ended {}", self.service(service)));
            }
            Change::Overflowed { patient, .. } => self.tell(now, Some(patient), "overflowed"),
            Change::NotTakenEarly { patient, .. } => self.tell(now, Some(patient), "not taken early"),
            Change::LeftBedQueue { patient, .. } => self.tell(now, Some(patient), "left the bed queue"),
            Change::Overdue { service, .. } => {
                self.tell(now, None, format!("overdue {}", self.service(service)));
            }
            _ => {}
        }
    }
}
