//! The scenarios that are part of the binary. The only file here that may name a place.

use std::io;

use super::files::Files;

/// The name of the scenario that runs where none is given.
pub const BASELINE: &str = "milton-keynes";

/// How a built-in scenario is named in `extends` and on the command line, before its name.
pub const PREFIX: &str = "builtin:";

const FILES: &[(&str, &str)] = &[("milton-keynes.json", include_str!("../../scenarios/milton-keynes.json"))];

/// The built-in scenarios as files.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Files for BuiltIn {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        FILES
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The names of the built-in scenarios.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(name, _)| name.strip_suffix(".json"))
}
