//! The scenarios that are part of the binary. The only file here that may name a place.

use std::io;

use crate::scenario::text::files::Files;
use crate::scenario::text::path::nearest;

/// The name of the scenario that runs where none is given.
pub const BASELINE: &str = "milton-keynes";

/// How a built-in scenario is named in `extends` and on the command line, before its name.
pub const PREFIX: &str = "builtin:";

/// The baseline first, then what extends it, so that the program alone can run a harder winter. A file
/// names the one that it extends as it does in its folder.
const FILES: &[(&str, &str, &str)] = &[
    ("milton-keynes.json", include_str!("../../scenarios/milton-keynes.json"), "the baseline: a winter"),
    ("milton-keynes-year.json", include_str!("../../scenarios/milton-keynes-year.json"), "the observed year"),
    (
        "milton-keynes-2023.json",
        include_str!("../../scenarios/milton-keynes-2023.json"),
        "the year before that",
    ),
    ("winter.json", include_str!("../../scenarios/winter.json"), "a harder winter"),
    ("bridging.json", include_str!("../../scenarios/bridging.json"), "ten places of bridging care"),
    (
        "more-recuperation-beds.json",
        include_str!("../../scenarios/more-recuperation-beds.json"),
        "five more recuperation beds",
    ),
    ("more-acute-beds.json", include_str!("../../scenarios/more-acute-beds.json"), "ten more acute beds"),
    (
        "weekend-hub.json",
        include_str!("../../scenarios/weekend-hub.json"),
        "the hub at full staff at weekends",
    ),
    ("seven-day.json", include_str!("../../scenarios/seven-day.json"), "weekends worked as weekdays"),
];

/// What stands beside them: files that they name.
const BESIDE: &[(&str, &str)] =
    &[("milton-keynes-months.csv", include_str!("../../scenarios/milton-keynes-months.csv"))];

/// The built-in scenarios as files.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Files for BuiltIn {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let scenarios = FILES.iter().map(|&(name, text, _)| (name, text));
        scenarios
            .chain(BESIDE.iter().copied())
            .find(|(name, _)| *name == path)
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// As typed, `builtin:` and the name: the built-in scenario that is named so, or nearly so.
pub fn nearest_to(name: &str) -> Option<String> {
    let stem = name.trim_end_matches(".json");
    nearest(stem, names()).map(|name| format!("{PREFIX}{name}"))
}

/// All of them as typed, with commas between.
pub fn list() -> String {
    names().map(|name| format!("{PREFIX}{name}")).collect::<Vec<_>>().join(", ")
}

/// Each as typed, and what it is.
pub fn described() -> impl Iterator<Item = (String, &'static str)> {
    names().zip(FILES).map(|(name, (_, _, what))| (format!("{PREFIX}{name}"), *what))
}

/// The names of the built-in scenarios.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(name, _, _)| name.strip_suffix(".json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_are_read_and_are_no_scenarios() {
        for (name, text) in BESIDE {
            assert_eq!(BuiltIn.read(name).ok().as_deref(), Some(text.as_bytes()));
            assert!(!names().any(|known| name.starts_with(&format!("{known}."))), "{name}");
        }
        assert_eq!(names().count(), FILES.len());
        assert!(BuiltIn.read("months.csv").is_err());
    }
}
