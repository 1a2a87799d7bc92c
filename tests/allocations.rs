//! The loop of a simulation takes nothing from the heap once its lists have grown to their lengths.
//!
//! A binary of its own, because it counts with an allocator of its own.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::Path;

use allocation_counter::measure;
use wardflow::base::Luck;
use wardflow::measures::Recorder;
use wardflow::model::Simulation;
use wardflow::{Scenario, Setting};

/// A list that grows makes twice the room: a year more is worth so few of these, whoever comes in it.
const GROWTH: u64 = 24;

/// People of one replication with so many measured days, and how often something was taken from the heap.
fn taken(file: &str, days: u32) -> Option<(u64, u64)> {
    let settings = [Setting::parse(&format!("calendar.days={days}")).unwrap()];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let scenario = Scenario::open(&path, &settings).ok()?;
    let plan = scenario.plan.of_replication(1, 0);
    let mut simulation = Simulation::new(&plan, Recorder::new(&plan));
    // What is found out once is kept from one replication to the next.
    simulation.run(1, 0).unwrap();
    simulation.observer().clear();
    let counted = measure(|| simulation.run(1, 0).unwrap());
    Some((simulation.observer().replication(Luck::new(1, 0)).people, counted.count_total))
}

#[test]
#[ignore]
fn probe() {
    if let Ok(file) = std::env::var("ONE") {
        return println!("{:?}", taken(&file, 365));
    }
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let Some((p, t)) = taken(&file, 365) else { println!("{file}: not so many days"); continue };
        let Some((q, u)) = taken(&file, 730) else { println!("{file}: not so many days"); continue };
        println!("{} {file}: {p} {q}: {t} {u}", u as i64 - t as i64);
    }
}

#[test]
fn a_year_more_takes_nothing_from_the_heap() {
    for file in ["reference-d2a.json", "milton-keynes.json", "milton-keynes-year.json"] {
        let [(people, taken), (more_people, more)] = [365, 730].map(|days| taken(file, days).unwrap());
        assert!(more_people > people + 10_000, "{file}: {people}, then {more_people}");
        assert!(more <= taken + GROWTH, "{file}: {taken} times with a year, {more} times with two");
    }
}
