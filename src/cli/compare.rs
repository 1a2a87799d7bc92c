//! `wardflow compare`: options beside a baseline, with the same people in every scenario.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{Common, outcomes};
use super::options::{Options, Set};
use super::scenario::settings;
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::compare::{again, compare};
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
    ///
    /// With --all or --list it may be left out for the built-in one.
    #[arg(required_unless_present_any = MANY)]
    pub base: Option<PathBuf>,

    /// The options: scenarios with the same days
    #[arg(required_unless_present_any = MANY, conflicts_with_all = MANY, value_name = "OPTION")]
    pub options: Vec<PathBuf>,

    /// Take every scenario that extends the baseline
    ///
    /// Those beside its file, or every built-in one of a built-in baseline: one page for all of them, ranked
    /// by the outcome and by pounds for each bed-day avoided. Without --runs each has 40 runs. Scenarios with
    /// other days are left out and named.
    #[arg(long, conflicts_with = "list")]
    pub all: bool,

    /// Take the scenarios that a text file names
    ///
    /// One in each line, from the folder of that file, or builtin:NAME; what follows # is left out. Otherwise
    /// as --all.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// With --all or --list: repeat with a longer warm-up
    ///
    /// The answer is repeated with four times the warm-up where a place needs longer to settle (W10), which
    /// takes as long again. Of options that were named one by one this is done unless --no-repeat is typed.
    #[arg(long, conflicts_with = "no_repeat", requires = "many")]
    pub repeat: bool,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,

    /// The outcome that ranks options, as in results.json
    #[arg(long, value_name = "OUTCOME", default_value = BY, hide_possible_values = true, value_parser = outcomes())]
    pub by: String,
}

/// The flags that ask for many options at once.
const MANY: [&str; 2] = ["all", "list"];

impl Does for Compare {
    const EXAMPLES: &str = "\
Examples:
  wardflow compare mine.json bridging.json more-beds.json    which helps most, and how surely
  wardflow compare mine.json weekends.json --by delay_days_p90 --runs 200
  wardflow compare mine.json --all    every scenario beside mine.json that extends it, ranked on one page
  wardflow compare --all    the built-in scenarios";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let options = Options {
            base: self.base.as_deref(),
            others: &self.options,
            all: self.all,
            list: self.list.as_deref(),
            in_them: &self.in_them,
            common: &self.common,
        };
        let Set { files, scenarios, many } = options.set()?;
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
            work: Work { plan: &scenarios[0].plan, scenarios: scenarios.len(), days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;

        let how = self.common.replications();
        let borrowed: Vec<&Scenario> = scenarios.iter().collect();
        let (by, asked) = (index_of(SYSTEM, &self.by), self.common.asked());
        let settings = settings(&self.common.set, true)?;
        let worlds = self.in_them.over(Some(&files[0]))?;
        let longer = |i: usize, warm_up: &Setting| {
            let all: Vec<Setting> = settings.iter().chain([warm_up]).cloned().collect();
            Scenario::open_in(&files[i], &all, &worlds.of(&files[i]))
        };
        if asked.is_none() {
            repeating.beforehand(&study, (needed, how.runs), |fewer, how| {
                again::beforehand(&scenarios, longer, fewer, how)
            })?;
        }
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
