//! Any bytes as each CSV file that is read: daily rates, daily counts, observed figures. The first
//! byte chooses.

use std::io;

use wardflow::report::run::observed;
use wardflow::scenario::Files;

/// A scenario, and any bytes as the one other file.
pub struct With<'a>(pub &'static str, pub &'a [u8]);

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

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    match which % 3 {
        0 => super::try_files(&With(RATES, bytes), "scenario.json", &[]),
        1 => super::try_files(&With(COUNTS, bytes), "scenario.json", &[]),
        _ => match observed::read(bytes, super::every_word()) {
            Ok(rows) => assert!(!rows.is_empty()),
            Err(faults) => assert!(!faults.is_empty()),
        },
    }
}
