//! Any text as a scenario: it is a plan or faults, and a small plan runs with every law kept.

#![no_main]

mod common;

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let files = BTreeMap::from([
        ("scenario.json".to_owned(), text.to_owned()),
        ("base.json".to_owned(), common::few_days().to_owned()),
        ("rates.csv".to_owned(), common::rates()),
    ]);
    common::try_out(files, "scenario.json", &[]);
});
