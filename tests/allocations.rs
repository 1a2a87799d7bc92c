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
fn taken(file: &str, days: u32) -> (u64, u64) {
    let settings = [Setting::parse(&format!("calendar.days={days}")).unwrap()];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let scenario = Scenario::open(&path, &settings).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = scenario.plan.of_replication(1, 0).expect("a plan");
    let mut simulation = Simulation::new(&plan, Recorder::new(&plan));
    // What is found out once is kept from one replication to the next.
    simulation.run(1, 0).unwrap();
    simulation.observer().clear();
    let counted = measure(|| simulation.run(1, 0).unwrap());
    (simulation.observer().replication(Luck::new(1, 0)).people, counted.count_total)
}

#[test]
fn a_year_more_takes_nothing_from_the_heap() {
    // All measures, giving way, feedback of a full hospital, crews with rosters, places that are kept for some.
    let files =
        ["reference-d2a", "milton-keynes", "milton-keynes-2023", "winter-severe", "step-up-ring-fenced"];
    for file in files.map(|name| format!("{name}.json")) {
        let [(people, taken), (more_people, more)] = [365, 730].map(|days| taken(&file, days));
        assert!(more_people > people + 10_000, "{file}: {people}, then {more_people}");
        assert!(more <= taken + GROWTH, "{file}: {taken} times with a year, {more} times with two");
    }
}

#[test]
fn whoever_may_use_places_that_are_kept_is_found_without_the_heap() {
    let [(people, taken), (more_people, more)] =
        [365, 730].map(|days| taken("dutch-partial-pooling.json", days));
    assert!(more_people > people + 1_000 && more <= taken + GROWTH, "{taken} times, then {more}");
}
