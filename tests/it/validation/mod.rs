//! The simulator against models that other people have published, against closed forms at realistic
//! size, and against a year that was observed.
//!
//! Each case sets up somebody else's model in the vocabulary of a scenario, without code of its own
//! in the program, and holds its figures against theirs. `beds` and `visits` are one published study,
//! `network` another, `receiving_hours` and `pooling` two from the Netherlands; `closed_forms` are exact; `observed` tells how the shipped year compares with
//! what was observed, `two_years` how two years do by day. Judgement goes through `table::record`, so every figure also stands in
//! `docs/validation.md`.

pub mod beds;
pub mod closed_forms;
pub mod network;
pub mod observed;
pub mod plos_one;
pub mod pooling;
pub mod receiving_hours;
pub mod two_years;
pub mod visits;

use std::fmt::Display;
use std::path::Path;

use wardflow::scenario::{Scenario, Setting};

/// A shipped scenario with settings, as `--set` makes them.
fn shipped(file: &str, settings: &[(String, String)]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let settings: Vec<Setting> = settings.iter().map(|(path, value)| Setting::replace(path, value)).collect();
    Scenario::open(&path, &settings).unwrap_or_else(|faults| panic!("{faults}"))
}

/// One setting.
fn set(path: impl Into<String>, value: impl Display) -> (String, String) {
    (path.into(), value.to_string())
}

/// Settings after which nobody needs a service, nor is there at the start: what else the scenario
/// holds is left alone, as its pathways share nothing.
fn without(group: &str, service: &str) -> Vec<(String, String)> {
    vec![
        set(format!("groups.{group}.arrivals"), r#"{ "per_day": 0 }"#),
        set(format!("initial.services.{service}"), r#"{ "people": 0 }"#),
    ]
}

/// The root of the mean square.
fn rms(errors: &[f64]) -> f64 {
    (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
