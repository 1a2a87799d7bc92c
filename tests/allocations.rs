//! The loop of a simulation takes nothing from the heap once its lists have grown to their lengths.
//!
//! A binary of its own, because it counts with an allocator of its own.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::Path;

use allocation_counter::measure;
use wardflow::measures::Recorder;
use wardflow::model::Simulation;
use wardflow::{Scenario, Setting};

/// People and blocks taken from the heap in one replication with so many measured days.
fn taken(file: &str, days: u32) -> (u64, u64) {
    let settings = [Setting::parse(&format!("calendar.days={days}")).unwrap()];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let scenario = Scenario::open(&path, &settings).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Recorder::new(&scenario.plan));
    // What is found out once and kept from one replication to the next.
    simulation.run(1, 0).unwrap();
    simulation.observer().clear();
    let counted = measure(|| simulation.run(1, 0).unwrap());
    let people = simulation.observer().replication(wardflow::base::Luck::new(1, 0)).people;
    (people, counted.count_total)
}

#[test]
fn probe() {
    for file in ["reference-d2a.json", "milton-keynes.json"] {
        for days in [182, 365, 730, 1460] {
            println!("{file} {days} {:?}", taken(file, days));
        }
    }
}
