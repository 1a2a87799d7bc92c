//! The scenario: the file as a person types it, its faults, and the checked plan.
//!
//! The way of a file: `text` finds it, reads it and merges what it `extends`; `sections` hold it by its
//! words, each with what it comes to; `check` finds every fault and builds the [`Plan`]. Knows nothing of
//! events.

mod build;
pub mod built_in;
pub mod capacities;
mod check;
pub mod constraints;
pub mod explain;
#[cfg(test)]
mod fault_tests;
pub mod names;
pub mod overlays;
pub mod plan;
pub mod reason;
pub mod schema;
pub(crate) mod sections;
#[cfg(test)]
mod tests;
mod text;
pub mod unstable;
pub(crate) mod values;
pub mod variants;
pub mod worlds;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base;
pub use crate::base::near::{nearest, nearest_file};
pub use crate::base::plain::{must_be_plain, open_plain, read_at_most, read_plain, why};
use crate::base::visible::on_one_line;
pub use check::OVERRIDDEN;
pub use names::Names;
pub use plan::Plan;
pub use reason::{Reason, Reasons};
use sections::file::File;
pub use sections::provenance::build::Provenance;
pub use sections::provenance::elicited::Elicited;
pub use sections::provenance::words::SourceKind;
pub use sections::steps::words::NationalGroup;
pub(crate) use text::csv_file;
use text::document::Document;
pub use text::document::MOST_TEXT;
pub use text::fault::Found;
pub use text::fault::{Fault, Faults, Warning};
pub use text::files::{Files, Folder, Memory};
use text::node::Origin;
pub use text::parse::{LARGEST, line_starts};
pub(crate) use text::path::Path;
pub use text::setting::{Figure, Operation, Setting};
use values::lists;
use values::table::Decode;
pub use variants::Variants;
pub use worlds::{InWorlds, Laid, World, Worlds};

/// A scenario that has passed every check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scenario {
    /// What the model runs on.
    pub plan: Plan,
    /// The words for its numbers.
    pub names: Names,
    /// What is legal but odd.
    pub warnings: Vec<Warning>,
    /// 64 hexadecimal digits (BLAKE3) of the resolved scenario and of the files beside it.
    pub fingerprint: String,
    /// The merged file without `$schema` and `extends`, its keys in alphabetical order.
    pub resolved: serde_json::Value,
    /// Where figures come from, by path.
    pub provenance: Vec<Provenance>,
    /// The file's name without its ending, for folders; a built-in one's own name.
    pub stem: String,
    /// The worlds in which it runs, where there are several: its plan is then that of the scenario as it stands,
    /// and each replication has the plan of its world.
    pub worlds: Option<Arc<Laid>>,
    /// The merged file by its words: what was typed, before defaults.
    pub(crate) file: Arc<File>,
}

impl Scenario {
    /// The events that drift, by their keys.
    pub fn drifting(&self) -> Vec<String> {
        let events = self.file.events.iter().flatten();
        events.filter(|(_, event)| event.drifts.is_some()).map(|(key, _)| key.clone()).collect()
    }

    /// For each of them its strength on each measured day of the replication with this luck, in standard
    /// deviations, and what one standard deviation does, as the logarithm of its first factor.
    pub fn drifted(&self, luck: base::Luck) -> Vec<(f64, Vec<f64>)> {
        let calendar = &self.plan.calendar;
        let first = calendar.first_measured_day() as usize;
        let events = self.file.events.iter().flatten().filter(|(_, event)| event.drifts.is_some());
        let strength = |key: &str, event| {
            let mut all = sections::events::drift::force(calendar, key, event, Some(luck));
            all.truncate(first + calendar.measured_days() as usize);
            (sections::events::drift::size(event), all.split_off(first))
        };
        events.map(|(key, event)| strength(key, event)).collect()
    }

    /// The last day of what its fitted figures were fitted to, where one tells. What is known of the past of drifts
    /// does not count: it is told by itself.
    pub fn fitted_to(&self) -> Option<jiff::civil::Date> {
        let own = self.provenance.iter().filter(|one| !one.path.ends_with(".drifts.known"));
        own.filter_map(|one| one.fitted_to).max()
    }

    /// Reads a scenario through `files`; the path may be `builtin:<name>`.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn load(files: &impl Files, path: &str, settings: &[Setting]) -> Result<Self, Faults> {
        let mut found = Found::default();
        let built = Self::read(files, path, settings, &mut found);
        let warnings = found.finish()?;
        match built {
            Some(scenario) => Ok(Self { warnings, ..scenario }),
            // Nothing is left out without a fault; a slip here must not look like success.
            None => {
                Err(Fault::new(&Origin::whole(path), &Path::root(), "the scenario cannot be read").into())
            }
        }
    }

    /// Reads a scenario from a file on disk; what it extends lies in the same folder.
    /// `builtin:<name>` is a built-in one. It stands alone: worlds that it names are not looked at.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn open(path: &std::path::Path, settings: &[Setting]) -> Result<Self, Faults> {
        let shown = path.to_string_lossy();
        if shown.starts_with(built_in::PREFIX) {
            return Self::load(&built_in::BuiltIn, &shown, settings);
        }
        let files = text::files::Opened::of(path)?;
        Self::load(&files, files.name, settings)
    }

    /// Whether it says who is there when the run begins.
    pub fn begins_with_people(&self) -> bool {
        let of = self.file.initial.as_ref();
        of.is_some_and(|i| {
            i.services.is_some() || i.hospital.is_some() || i.census.is_some() || i.waiting.is_some()
        })
    }

    /// Reads a scenario from a text; it can extend built-in ones only.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn from_json(text: &str) -> Result<Self, Faults> {
        let files = Memory(BTreeMap::from([("scenario.json".to_owned(), text.to_owned())]));
        Self::load(&files, "scenario.json", &[])
    }

    /// The built-in baseline.
    ///
    /// # Errors
    /// Faults of the settings.
    pub fn baseline(settings: &[Setting]) -> Result<Self, Faults> {
        Self::built_in(built_in::BASELINE, settings)
    }

    /// A built-in scenario.
    ///
    /// # Errors
    /// Where there is none of this name, and faults of the settings.
    pub fn built_in(name: &str, settings: &[Setting]) -> Result<Self, Faults> {
        Self::load(&built_in::BuiltIn, &format!("{}{name}", built_in::PREFIX), settings)
    }

    fn read(files: &impl Files, path: &str, settings: &[Setting], found: &mut Found) -> Option<Self> {
        let mut document = Document::read(files, path, settings, found)?;
        if lists::any(&document.root) {
            let mut root = document.root.clone();
            let mut read =
                |at: &Path, named: &str, found: &mut Found| match document.side_file(files, at, named) {
                    Ok(side) => Some((side.shown, side.bytes)),
                    Err(fault) => {
                        found.fault(*fault);
                        None
                    }
                };
            lists::expand(&mut root, &Path::root(), &mut read, found);
            document.root = root;
        }
        let root = &document.root;
        let file = File::decode(root, &Path::root(), found)?;
        let provenance =
            sections::provenance::build::provenance(file.provenance.as_ref(), root, &document.sources, found);
        let checked = check::check(&file, &document, files, found)?;
        let resolved = root.to_json();
        let stem = stem(path);
        let mut names = checked.names;
        if names.scenario.is_empty() {
            names.scenario = on_one_line(&stem);
        }
        Some(Self {
            plan: checked.plan,
            names,
            warnings: Vec::new(),
            fingerprint: fingerprint(&resolved, checked.side_files),
            resolved,
            provenance,
            stem,
            worlds: None,
            file: Arc::new(file),
        })
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_prefix(built_in::PREFIX).unwrap_or(name);
    name.strip_suffix(".json").unwrap_or(name).to_owned()
}

fn fingerprint(resolved: &serde_json::Value, mut side_files: Vec<(String, Vec<u8>)>) -> String {
    side_files.sort();
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    // Worlds that it names are not looked at where it stands alone.
    let mut alone = resolved.clone();
    if let Some(all) = alone.as_object_mut() {
        all.shift_remove(worlds::WORD);
    }
    part(alone.to_string().as_bytes());
    for (name, content) in &side_files {
        part(name.as_bytes());
        part(content);
    }
    hasher.finalize().to_hex().to_string()
}
