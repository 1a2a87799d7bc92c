//! The reference network, as other simulators have run it: the shipped scenario agrees with figures
//! that a program of another hand found.

use std::path::Path;

use wardflow::scenario::Scenario;

use super::theory::study::{Study, agrees_with};

/// The mean of many replications of the hand-written program.
struct Found {
    outcome: String,
    mean: f64,
    standard_error: f64,
}

/// What it found with its lines in this order: `by_decision` as published, `by_ready` as here.
fn found(lines: &str) -> Vec<Found> {
    let text = include_str!("../data/reference-d2a.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row: Result<(String, String, f64, f64), csv::Error>| row.expect("a row of the table"))
        .filter(|row| row.0 == lines)
        .map(|(_, outcome, mean, half_width)| Found { outcome, mean, standard_error: half_width / 1.96 })
        .collect()
}

fn reference_network(replications: u64) -> Study {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-d2a.json");
    let scenario = Scenario::open(&file, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    Study::of_scenario(scenario, replications)
}

fn agrees_with_what_was_found(seen: &Study, lines: &str) {
    let table = found(lines);
    assert_eq!(table.len(), 6);
    let days = f64::from(seen.scenario.plan.calendar.measured_days());
    for Found { outcome, mean, standard_error } in table {
        let values = match outcome.as_str() {
            "acute_bed_days_per_day" => seen.system("acute_bed_days").iter().map(|d| d / days).collect(),
            "nctr_bed_days" => seen.system("nctr_bed_days"),
            of_pathway => {
                let (pathway, name) = of_pathway.split_once('.').expect("a pathway and its outcome");
                seen.pathway(pathway, name)
            }
        };
        agrees_with(&format!("{outcome}, lines {}", lines.replace('_', " ")), &values, mean, standard_error);
    }
}

#[test]
pub fn the_reference_network_agrees_with_the_hand_written_program() {
    let seen = reference_network(300);
    agrees_with_what_was_found(&seen, "by_decision");
    agrees_with_what_was_found(&seen, "by_ready");
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn thousands_of_replications_agree_with_the_hand_written_program_in_the_same_order() {
    agrees_with_what_was_found(&reference_network(3000), "by_ready");
}
