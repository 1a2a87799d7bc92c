//! The scenarios that are part of the binary: the baseline, and whatever in `scenarios/` extends it, so that the
//! program alone can set every option beside it. With `shipped` the only file here that may name a place.

pub mod england;
mod shipped;

use std::io;

use crate::base::near::nearest;
use crate::scenario::Found;
use crate::scenario::text::files::Files;
use crate::scenario::text::parse::parse;
use shipped::{BESIDE, SCENARIOS};

/// The name of the scenario that runs where none is given.
pub const BASELINE: &str = "milton-keynes";

/// How a built-in scenario is named in `extends` and on the command line, before its name.
pub const PREFIX: &str = "builtin:";

/// The built-in scenarios as files.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Files for BuiltIn {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut all = SCENARIOS.iter().chain(BESIDE);
        all.find(|(name, _)| *name == path)
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// As typed, `builtin:` and the name: the built-in scenario that is named so, or nearly so.
pub fn nearest_to(name: &str) -> Option<String> {
    let stem = name.trim_end_matches(".json");
    nearest(stem, names()).map(|name| format!("{PREFIX}{name}"))
}

/// The built-in scenario of this name, as typed.
pub fn typed(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// All of them as typed, with commas between.
pub fn list() -> String {
    names().map(|name| format!("{PREFIX}{name}")).collect::<Vec<_>>().join(", ")
}

/// Each as typed, and what it is called.
pub fn described() -> impl Iterator<Item = (String, String)> {
    names().zip(SCENARIOS).map(|(name, (_, text))| {
        let file = parse(name, text.as_bytes(), &mut Found::default());
        let called = file.as_ref().and_then(|file| file.get("name")?.text());
        (format!("{PREFIX}{name}"), called.unwrap_or(name).to_owned())
    })
}

/// The names of the built-in scenarios.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().filter_map(|(name, _)| name.strip_suffix(".json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_are_read_and_are_no_scenarios() {
        for (name, text) in BESIDE {
            assert_eq!(BuiltIn.read(name).ok().as_deref(), Some(text.as_bytes()));
            assert!(
                !names().any(|known| *name == format!("{known}.json"))
                    && !names().any(|known| known == *name),
                "{name}"
            );
        }
        assert_eq!(names().count(), SCENARIOS.len());
        assert!(BuiltIn.read("months.csv").is_err());
    }
}
