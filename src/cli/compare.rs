//! `wardflow compare`: options beside a baseline, with the same people in every scenario.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{Common, outcomes};
use super::messages::{Told, complain, warn_of_several};
use super::scenario::{open, settings};
use super::study::{Call, Kind, Study};
use super::{Does, Exit};
use crate::experiment::compare::{again, compare, same_days};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::compare::{Compared, labels, own_stems};
use crate::report::manifest::{asked_of, fingerprint};
use crate::scenario::unstable::Unstable;
use crate::scenario::{Scenario, Setting};

/// By what options are ranked where nothing is typed.
const BY: &str = "nctr_bed_days";

/// What `compare` is told.
#[derive(Debug, Args)]
pub struct Compare {
    /// The baseline: a scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// The options: scenarios with the same days
    #[arg(required = true, value_name = "OPTION")]
    pub options: Vec<PathBuf>,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub common: Common,

    /// The outcome by which options are ranked, as named in results.json
    #[arg(long, value_name = "OUTCOME", default_value = BY, hide_possible_values = true, value_parser = outcomes())]
    pub by: String,
}

impl Does for Compare {
    const EXAMPLES: &str = "\
Examples:
  wardflow compare mine.json bridging.json more-beds.json    which helps most, and how surely
  wardflow compare mine.json weekends.json --by delay_days_p90 --runs 200";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let scenarios = self.scenarios()?;
        self.common.not_too_many(scenarios.len())?;
        let stems = own_stems(&scenarios);
        let needed = scenarios.iter().any(|scenario| Unstable::of(scenario).is_unsettled());
        let by_asked = (self.by != BY).then(|| format!("--by {}", self.by));
        let asked = by_asked.into_iter().chain(self.repeating.asked(needed).map(str::to_owned));
        let asked: Vec<String> = asked.collect();
        let kind = Kind {
            file: Some(&self.base),
            name: call.command.clone(),
            fingerprint: &asked_of(fingerprint(&scenarios), &asked),
            searches: false,
        };
        let study = Study::begin(call, &self.common, &kind)?;

        let how = self.common.replications();
        let borrowed: Vec<&Scenario> = scenarios.iter().collect();
        let (by, asked) = (index_of(SYSTEM, &self.by), self.common.asked());
        let comparison = study
            .run(|(_, progress, stop)| compare(&borrowed, by, (how, asked, study.keep()), progress, stop))?;
        let how = Replications { runs: comparison.replications[0].len() as u64, ..how };
        let findings: Vec<Findings> = (scenarios.iter().zip(&comparison.replications))
            .map(|(scenario, found)| {
                let mut findings = Findings::of(&scenario.plan, how, found, &scenario.warnings);
                findings.warn_of_standstill(&scenario.names);
                findings
            })
            .collect();
        let settings = settings(&self.common.set, true)?;
        let longer = |i: usize, warm_up: &Setting| {
            let all: Vec<Setting> = settings.iter().chain([warm_up]).cloned().collect();
            open(Some(self.files()[i]), &all)
        };
        let again = self.repeating.again(&study, (needed, how.runs), |fewer, how| {
            again::again(&scenarios, &comparison, longer, fewer, how)
        })?;
        study.deliver(&Compared {
            scenarios: &scenarios,
            stems: &stems,
            labels: &labels(&scenarios, &stems),
            findings: &findings,
            comparison: &comparison,
            how,
            again: &again,
        })
    }
}

impl Compare {
    /// The files that were typed, the baseline first.
    fn files(&self) -> Vec<&PathBuf> {
        std::iter::once(&self.base).chain(&self.options).collect()
    }

    /// The scenarios that were typed, the baseline first; every fault of all of them.
    fn scenarios(&self) -> Result<Vec<Scenario>, Exit> {
        let settings = settings(&self.common.set, self.common.quiet)?;
        let files = self.files();
        let mut told = Told::default();
        let mut scenarios = Vec::new();
        for file in &files {
            match open(Some(*file), &settings) {
                Ok(scenario) => scenarios.push(scenario),
                Err(faults) => told.faulty(&faults, Some(file.as_path())),
            }
        }
        if scenarios.len() < files.len() {
            return Err(told.end());
        }
        let mut wrong = false;
        for (file, option) in files.iter().zip(&scenarios).skip(1) {
            if let Some(why) = same_days(&scenarios[0], option) {
                complain(&format!("error: {} cannot be compared: {why}", file.display()));
                wrong = true;
            }
        }
        if wrong {
            return Err(Exit::Wrong);
        }
        if !self.common.quiet {
            let stems = own_stems(&scenarios);
            let each = stems.iter().zip(&scenarios).map(|(stem, s)| (stem.as_str(), s.warnings.as_slice()));
            warn_of_several(&each.collect::<Vec<_>>());
        }
        Ok(scenarios)
    }
}
