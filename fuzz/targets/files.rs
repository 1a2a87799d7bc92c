//! Any set of files that extend each other and name files of daily numbers. A line `=== name` begins
//! a file; the first one is the scenario.

#![no_main]

mod common;

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = BTreeMap::from([("base.json".to_owned(), common::few_days().to_owned())]);
    let mut first = None;
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        first.get_or_insert_with(|| name.to_owned());
        files.insert(name.to_owned(), content.to_owned());
    }
    if let Some(first) = first {
        common::try_out(files, &first, &[]);
    }
});
