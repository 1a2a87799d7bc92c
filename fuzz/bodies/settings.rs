//! Any lines of `PATH=VALUE` as settings on a scenario that has every word: the result is a plan or
//! faults, and a small plan runs with every law kept.

use std::collections::BTreeMap;

use wardflow::scenario::Setting;

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let settings: Vec<Setting> = text.lines().take(20).filter_map(|line| Setting::parse(line).ok()).collect();
    let files = BTreeMap::from([
        ("scenario.json".to_owned(), super::few_days().to_owned()),
        ("rates.csv".to_owned(), super::rates()),
    ]);
    super::try_out(files, "scenario.json", &settings);
}
