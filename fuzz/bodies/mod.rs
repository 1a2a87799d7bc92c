//! What the targets do with their bytes, as plain functions: `targets/` hands them to libFuzzer, and
//! `tests/it/fuzz.rs` tries every seed with them, so that they compile and hold with every change. Here
//! is what they share: a scenario with every word, and what is asked of whatever loads.

#![allow(dead_code, reason = "a target uses one of them")]

pub mod addresses;
pub mod census;
pub mod command_lines;
pub mod csv;
pub mod files;
pub mod manifests;
pub mod scenario;
pub mod settings;
pub mod states;
pub mod texts;
pub mod vary;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use wardflow::measures::checked;
use wardflow::report;
use wardflow::scenario::{Files, Memory, Plan, Scenario, Setting};

/// The example of the vocabulary: every word of a scenario once.
pub const EVERY_WORD: &str = include_str!("../../src/scenario/vocabulary.json");

/// What a target does with its bytes.
pub type Body = fn(&[u8]);

/// Every target by the name of its seeds.
pub const ALL: &[(&str, Body)] = &[
    ("addresses", addresses::run),
    ("census", census::run),
    ("command_lines", command_lines::run),
    ("csv", csv::run),
    ("files", files::run),
    ("manifests", manifests::run),
    ("scenario", scenario::run),
    ("settings", settings::run),
    ("states", states::run),
    ("texts", texts::run),
    ("vary", vary::run),
];

/// The same for few days, without stays that are cut, so that much can be tried.
pub fn few_days() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let few =
            EVERY_WORD.replacen("\"days\": 28, \"warm_up\": \"2w\"", "\"days\": 8, \"warm_up\": \"2d\"", 1);
        let few = few.replacen("\"people\": 100, \"ready\": 12", "\"people\": 20, \"ready\": 12", 1);
        // The mean of what is cut is drawn, which takes long.
        let few = few.replacen(", \"at_least\": \"2h\", \"at_most\": \"90d\"", "", 1);
        let few = few.replacen(", \"at_least\": \"1d\" } } }", " } } }", 1);
        let few = few.replacen("{ \"normal\": { \"mean\": 14, \"sd\": 2 } }", "14", 1);
        assert!(few.len() < EVERY_WORD.len(), "the days stand where they stood");
        few
    })
}

/// Daily rates for the days of [`EVERY_WORD`].
pub fn rates() -> String {
    let mut text = String::from("date,a,b");
    for (month, days) in [(11, 18..=30), (12, 1..=31)] {
        for day in days {
            let _ = write!(text, "\n2024-{month}-{day:02},{day},0.5");
        }
    }
    text
}

/// The scenario with every word, loaded.
pub fn every_word() -> &'static Scenario {
    static SCENARIO: OnceLock<Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| Scenario::from_json(EVERY_WORD).expect("a sound scenario"))
}

/// Loads a scenario held in memory and tries it out.
pub fn try_out(files: BTreeMap<String, String>, path: &str, settings: &[Setting]) {
    try_files(&Memory(files), path, settings);
}

/// A scenario loads or has faults, in words. What loads can be told in sentences; what is small
/// runs, and breaks no law.
pub fn try_files(files: &impl Files, path: &str, settings: &[Setting]) {
    match Scenario::load(files, path, settings) {
        Err(faults) => {
            assert!(!faults.all().is_empty());
            assert!(!faults.to_string().is_empty());
        }
        Ok(scenario) => {
            assert!(scenario.warnings.iter().all(|w| !w.to_string().is_empty()));
            // Sentences about stays are drawn, which takes long: one scenario in fifty is told.
            if scenario.fingerprint.bytes().map(u32::from).sum::<u32>() % 50 == 0 {
                assert!(!report::explain::page("scenario", &scenario.explain(), 100).is_empty());
            }
            if is_small(&scenario.plan)
                && let Err(broken) = checked(&scenario.plan, 1, 0)
            {
                panic!("laws are broken: {}", broken.join("; "));
            }
        }
    }
}

/// Few people for few days.
fn is_small(plan: &Plan) -> bool {
    let people: f64 = plan.groups.iter().flat_map(|g| &g.arrivals.per_day).sum();
    let waiting: u64 = plan.initial.services.iter().map(|s| u64::from(s.people) + u64::from(s.queue)).sum();
    let there = waiting + u64::from(plan.initial.acute) + u64::from(plan.initial.ready);
    let days = plan.calendar.warm_up_days() + plan.calendar.measured_days();
    days <= 60 && people <= 1200.0 && there <= 400 && plan.services.len() <= 40
}
