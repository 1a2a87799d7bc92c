//! A scenario and what may be changed of it: the same file again and again with other settings.
//!
//! Knows the way of a file and no more; `experiment` asks it for points of a design.

use std::path::{Path, PathBuf};

use super::built_in;
use super::{InWorlds, Scenario};
use crate::scenario::text::fault::Faults;
use crate::scenario::text::setting::Setting;

/// A file with the settings that hold for all its variants.
#[derive(Clone, Debug)]
pub struct Variants {
    file: PathBuf,
    settings: Vec<Setting>,
    worlds: InWorlds,
    base: Scenario,
}

impl Variants {
    /// Of this file, or of the built-in baseline, as it stands.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn of(file: Option<&Path>, settings: Vec<Setting>) -> Result<Self, Faults> {
        Self::in_worlds(file, settings, InWorlds::AsItStands)
    }

    /// The same in its worlds.
    ///
    /// # Errors
    /// Every fault of the scenario and of the file of worlds.
    pub fn in_worlds(file: Option<&Path>, settings: Vec<Setting>, worlds: InWorlds) -> Result<Self, Faults> {
        let baseline = || PathBuf::from(format!("{}{}", built_in::PREFIX, built_in::BASELINE));
        let file = file.map_or_else(baseline, Path::to_path_buf);
        let base = Scenario::open_in(&file, &settings, &worlds)?;
        Ok(Self { file, settings, worlds, base })
    }

    /// The scenario as it is.
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// The file that was named.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The scenario with these settings on top.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn with(&self, changes: &[Setting]) -> Result<Scenario, Faults> {
        let all: Vec<Setting> = self.settings.iter().chain(changes).cloned().collect();
        Scenario::open_in(&self.file, &all, &self.worlds)
    }

    /// The same file with these settings for all its variants, under what is changed of each.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn under(&self, more: &[Setting]) -> Result<Self, Faults> {
        let settings = self.settings.iter().chain(more).cloned().collect();
        Self::in_worlds(Some(&self.file), settings, self.worlds.clone())
    }
}
