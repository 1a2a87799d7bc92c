//! Any text as a scenario: it is a plan or faults, and a small plan runs with every law kept.

use std::collections::BTreeMap;

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let files = BTreeMap::from([
        ("scenario.json".to_owned(), text.to_owned()),
        ("base.json".to_owned(), super::few_days().to_owned()),
        ("rates.csv".to_owned(), super::rates()),
    ]);
    super::try_out(files, "scenario.json", &[]);
}
