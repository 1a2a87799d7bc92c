//! `--worlds`: the worlds in which a study runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Exit;
use super::messages::{faulty, refused, unread};
use crate::scenario::{
    Found, InWorlds, LARGEST, Laid, Scenario, Worlds, built_in, read_plain, worlds as files,
};

/// What is typed for the scenario as it stands.
const NONE: &str = "none";

/// What is told of worlds.
#[derive(Debug, Args)]
pub struct InThem {
    /// Run in these worlds, as `calibrate` writes them
    ///
    /// Each world is a set of figures that fits what was observed. Every option runs in the same; intervals
    /// then hold what is not known beside luck. `none`: the scenario as it stands, whatever worlds it names
    /// [default: the worlds that the scenario names]
    #[arg(long, value_name = "FILE|none")]
    pub worlds: Option<PathBuf>,
}

impl InThem {
    /// The worlds of a scenario, and of others beside it.
    pub fn over<'a>(&self, base: Option<&'a Path>) -> Result<Over<'a>, Exit> {
        let worlds = match self.worlds.as_deref() {
            None => return Ok(Over { base, worlds: InWorlds::AsNamed }),
            Some(none) if none.as_os_str() == NONE => {
                return Ok(Over { base, worlds: InWorlds::AsItStands });
            }
            Some(file) => Laid {
                worlds: read(file)?,
                shown: file.display().to_string(),
                over: base.map_or_else(
                    || format!("{}{}", built_in::PREFIX, built_in::BASELINE),
                    |base| base.display().to_string(),
                ),
            },
        };
        Ok(Over { base, worlds: InWorlds::These(Arc::new(worlds)) })
    }
}

/// Worlds laid over a scenario.
pub struct Over<'a> {
    base: Option<&'a Path>,
    worlds: InWorlds,
}

impl Over<'_> {
    /// As the scenario itself has them.
    pub fn of_base(&self) -> &InWorlds {
        &self.worlds
    }

    /// As another has them: over that scenario where it extends it.
    pub fn of(&self, file: &Path) -> InWorlds {
        let InWorlds::These(laid) = &self.worlds else { return self.worlds.clone() };
        // Two ways to one folder are one folder.
        let folder = |file: &Path| {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.unwrap_or(Path::new(".")).canonicalize().ok()
        };
        let beside = self.base.filter(|base| folder(base).is_some() && folder(base) == folder(file));
        let Some(name) = beside.and_then(Path::file_name) else { return self.worlds.clone() };
        let over = file.with_file_name(name).display().to_string();
        InWorlds::These(Arc::new(Laid { over, ..Laid::clone(laid) }))
    }
}

/// Why two scenarios cannot be compared replication by replication: they run in other worlds; `None` where they run
/// in the same.
pub fn same_worlds(base: &Scenario, other: &Scenario) -> Option<String> {
    let of = |scenario: &Scenario| scenario.worlds.as_ref().map(|laid| laid.worlds.clone());
    let told = |scenario: &Scenario| {
        let of = scenario.worlds.as_ref();
        of.map_or_else(|| "as it stands".to_owned(), |laid| format!("in the worlds of {}", laid.shown))
    };
    (of(base) != of(other)).then(|| {
        format!(
            "it runs {}, the baseline {}; --worlds FILE or --worlds none gives both the same",
            told(other),
            told(base)
        )
    })
}

/// A file of worlds.
pub fn read(file: &Path) -> Result<Worlds, Exit> {
    let shown = file.display().to_string();
    let bytes = read_plain(file, LARGEST).map_err(|error| unread(file, &error))?;
    let mut found = Found::default();
    let worlds = files::read(&shown, &bytes, &mut found);
    found.finish().map_err(|faults| faulty(&faults, None))?;
    worlds.ok_or_else(|| {
        refused(&format!(
            "{shown}: there are no worlds in it; expected a file as `wardflow calibrate` writes it"
        ))
    })
}
