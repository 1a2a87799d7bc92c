//! `wardflow compare`: options beside a baseline, with the same people in every scenario.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{Common, outcomes};
use super::messages::{Told, complain, faulty, refused, warn_of_several};
use super::scenario::settings;
use super::study::{Call, Kind, Study};
use super::worlds::{InThem, same_worlds};
use super::{Does, Exit};
use crate::experiment::compare::{again, compare, same_days};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::compare::{Compared, Many, labels, own_stems};
use crate::report::manifest::{asked_of, fingerprint};
use crate::scenario::unstable::Unstable;
use crate::scenario::{Scenario, Setting, built_in, overlays};

/// By what options are ranked where nothing is typed.
const BY: &str = "nctr_bed_days";

/// What `compare` is told.
#[derive(Debug, Args)]
pub struct Compare {
    /// The baseline: a scenario's file, or builtin:NAME; with --all or --list it may be left out for the
    /// built-in one
    #[arg(required_unless_present_any = MANY)]
    pub base: Option<PathBuf>,

    /// The options: scenarios with the same days
    #[arg(required_unless_present_any = MANY, conflicts_with_all = MANY, value_name = "OPTION")]
    pub options: Vec<PathBuf>,

    /// Take every scenario beside the baseline that extends it, or every built-in one of a built-in
    /// baseline, as an option: one page for all of them, ranked by the outcome and by pounds for each bed-day
    /// avoided. Without --runs each has 40 runs. Scenarios with other days are left out and named
    #[arg(long, conflicts_with = "list")]
    pub all: bool,

    /// The same of the scenarios that a text file names: one in each line, from the folder of that file, or
    /// builtin:NAME; what follows # is left out
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// With --all or --list: repeat the answer with four times the warm-up where a place needs longer to
    /// settle (W10), which takes as long again; else this is done without --no-repeat only
    #[arg(long, conflicts_with = "no_repeat", requires = "many")]
    pub repeat: bool,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,

    /// The outcome by which options are ranked, as named in results.json
    #[arg(long, value_name = "OUTCOME", default_value = BY, hide_possible_values = true, value_parser = outcomes())]
    pub by: String,
}

/// The flags that ask for many options at once.
const MANY: [&str; 2] = ["all", "list"];

/// A baseline and its options, each with what was typed or found for it.
struct Set {
    files: Vec<PathBuf>,
    scenarios: Vec<Scenario>,
    many: Option<Many>,
}

impl Does for Compare {
    const EXAMPLES: &str = "\
Examples:
  wardflow compare mine.json bridging.json more-beds.json    which helps most, and how surely
  wardflow compare mine.json weekends.json --by delay_days_p90 --runs 200
  wardflow compare mine.json --all    every scenario beside mine.json that extends it, ranked on one page
  wardflow compare --all    the built-in scenarios";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let Set { files, scenarios, many } = self.set()?;
        let repeating = Repeating { no_repeat: self.repeating.no_repeat || many.is_some() && !self.repeat };
        self.common.not_too_many(scenarios.len())?;
        let stems = own_stems(&scenarios);
        let needed = scenarios.iter().any(|scenario| Unstable::of(scenario).is_unsettled());
        let by_asked = (self.by != BY).then(|| format!("--by {}", self.by));
        let asked = by_asked.into_iter().chain(repeating.asked(needed).map(str::to_owned));
        let asked: Vec<String> = asked.chain(many.iter().map(|_| "--all".to_owned())).collect();
        let kind = Kind {
            file: Some(&files[0]),
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
        let worlds = self.in_them.over(Some(&files[0]))?;
        let longer = |i: usize, warm_up: &Setting| {
            let all: Vec<Setting> = settings.iter().chain([warm_up]).cloned().collect();
            Scenario::open_in(&files[i], &all, &worlds.of(&files[i]))
        };
        let again = repeating.again(&study, (needed, how.runs), |fewer, how| {
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
            many: many.as_ref(),
        })
    }
}

impl Compare {
    /// What was typed or found, the baseline first; every fault of all of them.
    fn set(&self) -> Result<Set, Exit> {
        let base = self.base.clone().unwrap_or_else(|| built_in::typed(built_in::BASELINE).into());
        let found = match &self.list {
            Some(list) => Some(overlays::listed(list)),
            None => self.all.then(|| overlays::beside_base(&base)),
        };
        let found = found.transpose().map_err(|faults| faulty(&faults, None))?;
        let mut many = found.is_some().then(Many::default);
        let mut files = vec![base];
        files.extend(found.unwrap_or_else(|| self.options.clone()));
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
                    complain(&format!("error: {} cannot be compared: {why}", file.display()));
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
