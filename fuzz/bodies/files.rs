//! Any set of files that extend each other and name files of daily numbers. A line `=== name` begins
//! a file; the first one is the scenario.

use std::collections::BTreeMap;

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut files = BTreeMap::from([("base.json".to_owned(), super::few_days().to_owned())]);
    let mut first = None;
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        first.get_or_insert_with(|| name.to_owned());
        files.insert(name.to_owned(), content.to_owned());
    }
    if let Some(first) = first {
        super::try_out(files, &first, &[]);
    }
}
