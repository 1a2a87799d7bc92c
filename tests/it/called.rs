//! Commands within another program: the same files, everything told to the caller, nothing of the process touched.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use wardflow::Fault;
use wardflow::cli::{Caller, Exit, called};
use wardflow::experiment::Progress;

use crate::place::Place;

const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2024-01-01", "days": 28, "warm_up": "14d" },
  "groups": { "all": { "arrivals": { "per_day": 9 }, "enters": "ready", "needs": { "p0": 0.6, "p1": 0.4 } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["care"] } },
  "services": { "care": { "places": 9, "stay": { "fixed": "9d" } } }
}"#;

#[derive(Default)]
struct Program {
    said: Mutex<String>,
    complained: Mutex<Vec<String>>,
    faults: Mutex<Vec<Fault>>,
    page: Mutex<String>,
    runs: [AtomicU64; 2],
    /// Raised once a run is done, if that is wanted.
    stop: Arc<AtomicBool>,
    is_impatient: bool,
}

impl Progress for Program {
    fn started(&self, total: u64) {
        self.runs[1].store(total, Ordering::Relaxed);
    }

    fn done(&self, count: u64) {
        self.runs[0].fetch_max(count, Ordering::Relaxed);
        self.stop.fetch_or(self.is_impatient, Ordering::Relaxed);
    }
}

impl Caller for Program {
    fn said(&self, text: &str) {
        self.said.lock().unwrap().push_str(text);
    }

    fn complained(&self, text: &str) {
        self.complained.lock().unwrap().push(text.to_owned());
    }

    fn faulty(&self, fault: &Fault) {
        self.faults.lock().unwrap().push(fault.clone());
    }

    fn found(&self, page: &str) {
        page.clone_into(&mut self.page.lock().unwrap());
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    fn program(&self) -> Option<PathBuf> {
        None
    }
}

fn words(place: &Place, words: &str) -> Vec<OsString> {
    let here = |word: &str| word.replace("./", &format!("{}/", place.path().display()));
    ["wardflow"].into_iter().chain(words.split_whitespace()).map(|word| here(word).into()).collect()
}

fn town() -> Place {
    Place::with(&[("town.json", TOWN), ("wrong.json", &TOWN.replace("\"places\": 9", "\"plces\": -9"))])
}

#[test]
fn a_called_study_writes_what_the_command_writes_and_is_told_to_its_caller_alone() {
    let place = town();
    let page = place.done("run town.json --runs 5 --charts none --out typed");
    let by = Arc::new(Program::default());
    let exit = called(
        words(&place, "run ./town.json --runs 5 --charts none --report none --out ./called"),
        by.clone(),
    );
    assert_eq!(exit, Exit::Done);
    for file in ["results.json", "runs.csv", "daily.csv", "occupancy.csv"] {
        assert_eq!(place.read(&format!("called/{file}")), place.read(&format!("typed/{file}")), "{file}");
    }
    let told = by.page.lock().unwrap();
    assert!(page.starts_with(told.trim_end()) && page[told.len()..].contains("Written to"), "{page}");
    assert_eq!(by.runs.each_ref().map(|runs| runs.load(Ordering::Relaxed)), [5, 5]);
    assert_eq!(*by.said.lock().unwrap(), "");
}

#[test]
fn faults_are_handed_over_beside_the_words_that_are_said_of_them() {
    let place = town();
    let said = place.refused("run wrong.json");
    let by = Arc::new(Program::default());
    assert_eq!(called(words(&place, "run ./wrong.json"), by.clone()), Exit::Wrong);
    let faults = by.faults.lock().unwrap();
    assert!(faults.iter().any(|fault| fault.hint.as_deref() == Some("places")), "{faults:?}");
    let complained =
        by.complained.lock().unwrap().join("\n").replace(&place.at("").display().to_string(), "");
    assert_eq!(complained.trim(), said.trim());
    assert!(faults.iter().all(|fault| by.complained.lock().unwrap().contains(&format!("error: {fault}"))));
}

#[test]
fn a_caller_stops_a_command_and_help_and_mistakes_are_told_to_it() {
    let place = town();
    let by = Arc::new(Program { is_impatient: true, ..Program::default() });
    let long = "run ./town.json --runs 100000 --charts none --report none --out ./never";
    assert_eq!(called(words(&place, long), by.clone()), Exit::Interrupted);
    assert!(!place.at("never").exists() && by.runs[0].load(Ordering::Relaxed) < 100_000);
    assert!(by.complained.lock().unwrap().last().unwrap().starts_with("interrupted"));

    let by = Arc::new(Program::default());
    assert_eq!(called(words(&place, "help run"), by.clone()), Exit::Done);
    assert!(by.said.lock().unwrap().starts_with("Examples:"));
    assert_eq!(called(words(&place, "run --runz 3"), by.clone()), Exit::Wrong);
    assert!(by.complained.lock().unwrap()[0].contains("--runs"));
}
