//! What each overlay of the baseline moves, on paired replications: the sign of one outcome of each, clear at 95%.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use wardflow::base::statistics::Moments;
use wardflow::experiment::Silent;
use wardflow::experiment::points::Points;
use wardflow::experiment::run::address::Address;
use wardflow::scenario::Scenario;

const RUNS: u64 = 100;

/// An overlay, an outcome, and whether it should rise; `None`: it moves by less than a hundredth.
const MOVES: [(&str, &str, Option<bool>); 39] = [
    ("academy", "nctr_bed_days", Some(false)),
    ("admission-avoidance", "bed_wait_hours_mean", Some(false)),
    ("bed-stock", "nctr_bed_days", None),
    ("before-the-hub", "nctr_bed_days", Some(true)),
    ("bridging", "nctr_bed_days", Some(false)),
    ("care-home-outbreak", "nctr_bed_days", Some(true)),
    ("carers-payment", "nctr_bed_days", Some(false)),
    ("discharge-event-week", "nctr_bed_days", Some(false)),
    ("domiciliary-flex", "nctr_bed_days", Some(false)),
    ("due-times", "nctr_bed_days", Some(false)),
    ("equipment", "nctr_bed_days", Some(false)),
    ("faster-triage", "nctr_bed_days", Some(false)),
    ("growth-2028", "nctr_bed_days", Some(true)),
    ("home-first", "nctr_bed_days", Some(false)),
    ("hospital-first", "nctr_bed_days", Some(false)),
    ("live-in-care", "nctr_bed_days", Some(false)),
    ("more-acute-beds", "bed_wait_hours_mean", Some(false)),
    ("more-recuperation-beds", "nctr_bed_days", Some(false)),
    ("no-feedback", "nctr_bed_days", Some(true)),
    ("no-same-day-care", "bed_wait_hours_mean", Some(true)),
    ("ot-triage", "nctr_bed_days", Some(false)),
    ("out-of-area", "nctr_bed_days", Some(false)),
    ("partly-pooled-p2-beds", "nctr_bed_days", None),
    ("pooled-p2-beds", "services.dementia_beds.wait_days_mean", Some(true)),
    ("reablement-80", "nctr_bed_days", Some(false)),
    ("receiving-hours", "nctr_bed_days", Some(false)),
    ("recuperation-hours", "nctr_bed_days", Some(false)),
    ("right-sizing", "pathways.p2.nctr_bed_days", Some(false)),
    ("seven-day", "nctr_bed_days", Some(false)),
    ("step-down", "nctr_bed_days", Some(false)),
    ("step-up-ring-fenced", "nctr_bed_days", Some(true)),
    ("transport", "nctr_bed_days", Some(false)),
    ("trusted-assessor", "nctr_bed_days", Some(false)),
    ("virtual-ward", "bed_wait_hours_mean", Some(false)),
    ("ward-therapy", "nctr_bed_days", Some(false)),
    ("weekend-hub", "nctr_bed_days", Some(false)),
    ("winter", "nctr_bed_days", Some(true)),
    ("winter-replayed", "acute_bed_days", Some(false)),
    ("winter-severe", "nctr_bed_days", Some(true)),
];

fn shipped(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.json"));
    Scenario::open(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_overlay_of_the_baseline_is_said_to_move_something() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut overlays: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let file: serde_json::Value = serde_json::from_str(&text).unwrap();
            file["extends"] == "milton-keynes.json"
        })
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        // Other days of the same place, and what is looked at from one midnight on, change nothing that is weighed.
        .filter(|name| !name.starts_with("milton-keynes") && name != "forecast-from-today")
        .collect();
    overlays.sort();
    assert_eq!(overlays, MOVES.map(|(name, _, _)| name));
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn every_overlay_moves_what_it_should_on_paired_replications() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let base = shipped("milton-keynes");
    let mut points = Points::new(1);
    let mut wrong = Vec::new();
    for (name, outcome, rises) in MOVES {
        let option = shipped(name);
        points.run(&[(&base, RUNS), (&option, RUNS)], threads, &Silent, &AtomicBool::new(false)).unwrap();
        let of = |scenario: &Scenario| -> Vec<f64> {
            let address = Address::parse(outcome, &scenario.names).unwrap();
            points.of(scenario).iter().map(|r| address.value(r).unwrap()).collect()
        };
        let pairs: Vec<f64> =
            of(&option).iter().zip(of(&base)).map(|(after, before)| after - before).collect();
        let moments = Moments::of(&pairs);
        let half = 1.984 * moments.sd / (pairs.len() as f64).sqrt();
        let told = format!("{name}: {outcome} {:+.2} ± {half:.2}", moments.mean);
        println!("{told}");
        let as_said = match rises {
            Some(rises) => moments.mean.abs() > half && (moments.mean > 0.0) == rises,
            None => moments.mean.abs() + half < 0.01 * Moments::of(&of(&base)).mean,
        };
        if !as_said {
            wrong.push(told);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
