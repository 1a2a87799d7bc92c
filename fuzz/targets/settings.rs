//! Any lines of `PATH=VALUE` as settings on a scenario that has every word: the result is a plan or
//! faults, and a small plan runs with every law kept.

#![no_main]

mod common;

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use wardflow::scenario::Setting;

fuzz_target!(|text: &str| {
    let settings: Vec<Setting> =
        text.lines().take(20).filter_map(|line| Setting::parse(line).ok()).collect();
    let files = BTreeMap::from([
        ("scenario.json".to_owned(), common::few_days().to_owned()),
        ("rates.csv".to_owned(), common::rates()),
    ]);
    common::try_out(files, "scenario.json", &settings);
});
