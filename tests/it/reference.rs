//! The reference network, as other simulators have run it: the shipped scenario agrees with figures
//! that a program of another hand found.

use std::path::Path;

use wardflow::scenario::Scenario;

use super::theory::study::{Study, agrees_with};

/// The published mean of many replications of the hand-written program, with its 95% interval.
struct Published {
    outcome: String,
    mean: f64,
    standard_error: f64,
}

fn published() -> Vec<Published> {
    let text = include_str!("../data/reference-d2a.csv");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let row = |row: Result<(String, f64, f64), csv::Error>| {
        let (outcome, mean, half_width) = row.expect("a row of the table");
        Published { outcome, mean, standard_error: half_width / 1.96 }
    };
    reader.deserialize().map(row).collect()
}

fn agrees_with_published(replications: u64) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-d2a.json");
    let scenario = Scenario::open(&file, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let days = f64::from(scenario.plan.calendar.measured_days());
    let seen = Study::of_scenario(scenario, replications);
    let table = published();
    assert_eq!(table.len(), 6);
    for Published { outcome, mean, standard_error } in table {
        let values = match outcome.as_str() {
            "acute_bed_days_per_day" => seen.system("acute_bed_days").iter().map(|d| d / days).collect(),
            "nctr_bed_days" => seen.system("nctr_bed_days"),
            of_pathway => {
                let (pathway, name) = of_pathway.split_once('.').expect("a pathway and its outcome");
                seen.pathway(pathway, name)
            }
        };
        agrees_with(&outcome, &values, mean, standard_error);
    }
}

#[test]
fn the_reference_network_agrees_with_the_hand_written_program() {
    agrees_with_published(300);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn as_many_replications_as_were_published_agree_still() {
    agrees_with_published(3000);
}
