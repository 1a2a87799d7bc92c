//! Any bytes as each CSV file that is read: daily rates, daily counts, observed figures. The first
//! byte chooses.

#![no_main]

mod common;

use std::io;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use wardflow::report::observed;
use wardflow::scenario::{Files, Scenario};

/// A scenario, and any bytes as the one other file.
struct With<'a>(&'static str, &'a [u8]);

impl Files for With<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        Ok(if path == "scenario.json" { self.0.as_bytes().to_vec() } else { self.1.to_vec() })
    }
}

const RATES: &str = r#"{ "name": "rates", "calendar": { "start": "2024-01-02", "days": 5, "warm_up": "1d" },
    "groups": { "a": { "arrivals": { "daily_rates": "days.csv", "column": "a" }, "stay": { "fixed": "1d" } },
                "b": { "arrivals": { "daily_rates": "days.csv" }, "stay": { "fixed": "2h" } } } }"#;
const COUNTS: &str = r#"{ "name": "counts", "calendar": { "start": "2024-01-02", "days": 5, "warm_up": "1d" },
    "groups": { "a": { "arrivals": { "daily_counts": "days.csv" }, "stay": { "fixed": "1d" } } } }"#;

fn every_word() -> &'static Scenario {
    static SCENARIO: OnceLock<Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| Scenario::from_json(common::EVERY_WORD).expect("a sound scenario"))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else { return };
    match which % 3 {
        0 => common::try_files(&With(RATES, bytes), "scenario.json", &[]),
        1 => common::try_files(&With(COUNTS, bytes), "scenario.json", &[]),
        _ => match observed::read(bytes, every_word()) {
            Ok(rows) => assert!(!rows.is_empty()),
            Err(faults) => assert!(!faults.is_empty()),
        },
    }
});
