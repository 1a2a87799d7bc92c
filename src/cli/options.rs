//! A baseline and its options, as they are typed or found.

use std::path::{Path, PathBuf};

use super::Exit;
use super::flags::Common;
use super::messages::{Told, complain, faulty, refused, warn_of_several};
use super::scenario::settings;
use super::worlds::{InThem, same_worlds};
use crate::experiment::compare::same_days;
use crate::report::compare::{Many, own_stems};
use crate::scenario::{Scenario, built_in, overlays};

/// What was typed.
pub struct Options<'a> {
    /// The baseline; without one, the built-in one.
    pub base: Option<&'a Path>,
    /// The options that were typed.
    pub others: &'a [PathBuf],
    /// Every scenario that extends the baseline.
    pub all: bool,
    /// A list of options.
    pub list: Option<&'a Path>,
    /// The worlds.
    pub in_them: &'a InThem,
    /// The flags of every study.
    pub common: &'a Common,
}

/// A baseline and its options, each with what was typed or found for it.
pub struct Set {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The scenarios, the baseline first.
    pub scenarios: Vec<Scenario>,
    /// What was left out, where many were asked for.
    pub many: Option<Many>,
}

impl Options<'_> {
    /// What was typed or found, the baseline first; every fault of all of them.
    pub fn set(&self) -> Result<Set, Exit> {
        let base = self.base.map_or_else(|| built_in::typed(built_in::BASELINE).into(), Path::to_path_buf);
        let found = match self.list {
            Some(list) => Some(overlays::listed(list)),
            None => self.all.then(|| overlays::beside_base(&base)),
        };
        let found = found.transpose().map_err(|faults| faulty(&faults, None))?;
        let mut many = found.is_some().then(Many::default);
        let mut files = vec![base];
        files.extend(found.unwrap_or_else(|| self.others.to_vec()));
        let scenarios = self.scenarios(&files)?;
        let mut kept = Set { files: Vec::new(), scenarios: Vec::new(), many: None };
        let mut wrong = false;
        for (file, scenario) in files.into_iter().zip(scenarios) {
            let other = |base: &Scenario| same_days(base, &scenario).or_else(|| same_worlds(base, &scenario));
            let why = kept.scenarios.first().and_then(other);
            // Who names an option by hand may want it beside the baseline to see that it is the same.
            let same = || kept.scenarios.first().filter(|base| overlays::changed(base, &scenario).is_empty());
            match (why, &mut many) {
                (Some(why), Some(many)) => many.left_out.push((file, why)),
                (Some(why), None) => {
                    complain(&format!("error: {}: it cannot be compared: {why}", file.display()));
                    wrong = true;
                }
                (None, Some(many)) if same().is_some() => {
                    many.left_out.push((file, "it changes nothing".to_owned()));
                }
                (None, _) => {
                    kept.files.push(file);
                    kept.scenarios.push(scenario);
                }
            }
        }
        if wrong {
            return Err(Exit::Wrong);
        }
        if kept.scenarios.len() < 2 {
            let each = many.iter().flat_map(|many| &many.left_out);
            let each: Vec<String> = each.map(|(file, why)| format!("; {}: {why}", file.display())).collect();
            let base = kept.files[0].display();
            let what = format!("no scenario can be set beside {base}{}", each.concat());
            return Err(refused(&format!(
                "{what}; expected scenarios that extend it and have the same days"
            )));
        }
        if !self.common.quiet {
            let stems = own_stems(&kept.scenarios);
            let each = stems.iter().zip(&kept.scenarios);
            let each = each.map(|(stem, scenario)| (stem.as_str(), scenario.warnings.as_slice()));
            warn_of_several(&each.collect::<Vec<_>>());
        }
        Ok(Set { many, ..kept })
    }

    /// The scenarios of these files.
    fn scenarios(&self, files: &[PathBuf]) -> Result<Vec<Scenario>, Exit> {
        let settings = settings(&self.common.set, self.common.quiet)?;
        let worlds = self.in_them.over(files.first().map(PathBuf::as_path))?;
        let mut told = Told::default();
        let mut scenarios = Vec::new();
        for file in files {
            match Scenario::open_in(file, &settings, &worlds.of(file)) {
                Ok(scenario) => scenarios.push(scenario),
                Err(faults) => told.faulty(&faults, Some(file.as_path())),
            }
        }
        if scenarios.len() < files.len() {
            return Err(told.end());
        }
        Ok(scenarios)
    }
}
