//! STUB, to be dropped at the merge: stands for the scenario reader.

use std::path::Path;

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::names::{Named, Names};
use super::plan::{
    Costs, Hospital, Hub, Initial, Load, Pathway, Plan, Service, Set, Starts, Step, StepStarts, UNLIMITED,
    Who, Work,
};
use crate::base::{Calendar, Distribution, NameHash, Span, Timetable, WorkingTime};

#[derive(Clone, Debug)]
pub struct Warning {
    pub code: &'static str,
    pub path: String,
    pub text: String,
}

#[derive(Clone, Debug, Default)]
pub struct Fault {
    pub file: String,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub path: String,
    pub what: String,
    pub expected: Option<String>,
    pub hint: Option<String>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

#[derive(Clone, Debug)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn all(&self) -> &[Fault] {
        &self.0
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.code, self.path, self.text)
    }
}

#[derive(Clone, Debug)]
pub struct Setting(pub String, pub Value);

impl Setting {
    pub fn parse(text: &str) -> Result<Self, Faults> {
        let Some((path, value)) = text.split_once('=') else {
            let what = format!("no '=' in {text}");
            return Err(Faults(vec![Fault { file: "--set".to_owned(), what, ..Fault::default() }]));
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        Ok(Self(path.to_owned(), value))
    }
}

#[derive(Clone, Debug)]
pub struct Scenario {
    pub plan: Plan,
    pub names: Names,
    pub warnings: Vec<Warning>,
    pub fingerprint: String,
    pub resolved: Value,
    pub stem: String,
}

impl Scenario {
    pub fn open(path: &Path, settings: &[Setting]) -> Result<Self, Faults> {
        let file = path.display().to_string();
        let fault = |what: String| Faults(vec![Fault { file: file.clone(), what, ..Fault::default() }]);
        let text = std::fs::read_to_string(path).map_err(|e| fault(e.to_string()))?;
        let value: Value = serde_json::from_str(&text).map_err(|e| {
            Faults(vec![Fault {
                file: file.clone(),
                line: Some(e.line() as u32),
                column: Some(e.column() as u32),
                what: e.to_string(),
                ..Fault::default()
            }])
        })?;
        Ok(Self::made(value, settings, &path.file_stem().unwrap_or_default().to_string_lossy()))
    }

    pub fn built_in(name: &str, settings: &[Setting]) -> Result<Self, Faults> {
        Ok(Self::made(json!({ "name": "Stub" }), settings, name))
    }

    fn made(mut resolved: Value, settings: &[Setting], stem: &str) -> Self {
        for Setting(path, value) in settings {
            resolved[path] = value.clone();
        }
        let fingerprint = blake3::hash(resolved.to_string().as_bytes()).to_hex().to_string();
        let name = resolved["name"].as_str().unwrap_or("unnamed").to_owned();
        let days = resolved["calendar"]["days"].as_u64().unwrap_or(182) as u32;
        Self {
            plan: plan(date(2024, 10, 1), days),
            names: names(&name),
            warnings: vec![Warning {
                code: "W00",
                path: "a.b".to_owned(),
                text: "this is a stub".to_owned(),
            }],
            fingerprint,
            resolved,
            stem: stem.to_owned(),
        }
    }
}

pub fn names(scenario: &str) -> Names {
    let named = |keys: &[&str]| keys.iter().map(|k| Named::new(k, None)).collect();
    Names {
        scenario: scenario.to_owned(),
        description: String::new(),
        groups: vec![],
        pathways: named(&["p0", "p1"]),
        services: named(&["beds", "home_care"]),
        steps: named(&["therapy"]),
        traits: vec![],
    }
}

pub fn plan(start: Date, days: u32) -> Plan {
    let who = Who::EVERYBODY;
    let work = || Work {
        staff: Timetable::constant(UNLIMITED),
        time: WorkingTime::always(),
        per_day: Timetable::constant(UNLIMITED),
    };
    let service = |name: &str, people| Service {
        name: NameHash::of(name),
        at_home: true,
        permanent: false,
        reablement: false,
        accepts: who,
        people: Timetable::constant(people),
        starts: Starts::Unlimited,
        load: Load::Unlimited,
        admits: Timetable::constant(true),
        stay: vec![],
        exits: vec![],
        bridge: vec![],
        cost_per_day: 0.0,
    };
    Plan {
        calendar: Calendar::new(start, 10, days, &[date(2024, 12, 25)]).expect("dates within range"),
        groups: vec![],
        pathways: vec![
            Pathway { name: NameHash::of("p0"), services: vec![], bridge: vec![] },
            Pathway { name: NameHash::of("p1"), services: vec![0, 1], bridge: vec![] },
        ],
        services: vec![service("beds", UNLIMITED), service("home_care", 20)],
        steps: vec![Step {
            name: NameHash::of("therapy"),
            concerns: who,
            starts: StepStarts::Ready,
            skipped: 0.0,
            takes: Distribution::fixed(1.0),
            factor: Timetable::constant(1.0),
            work: work(),
        }],
        traits: vec![],
        hospital: Hospital {
            beds: Timetable::constant(100),
            rounds: vec![],
            round_spread: 0.0,
            discharge_hours: Timetable::constant(true),
        },
        hub: Hub {
            sees: Set::ALL,
            ahead_share: 0.0,
            ahead_by: Span::ZERO,
            work: work(),
            assessment: Distribution::fixed(0.0),
            decides: vec![],
        },
        costs: Costs::default(),
        initial: Initial::default(),
    }
}
