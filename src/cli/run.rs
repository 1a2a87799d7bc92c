//! `wardflow run`: simulates a scenario.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Common, SCENARIO};
use super::messages::{unread, warn};
use super::observed::read_table;
use super::scenario::{read_in, settings};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::observed::{Observed, compare};
use crate::experiment::precision::replicate_until;
use crate::experiment::replicate::replicate_kept;
use crate::experiment::{Findings, Replications};
use crate::report;
use crate::scenario::{LARGEST, Scenario, read_plain};

/// What `run` is told.
#[derive(Debug, Args)]
pub struct Run {
    #[arg(help = SCENARIO)]
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,

    /// Set what was observed beside it: a CSV file
    ///
    /// Its columns are `measure`, `label`, `observed`, `accept_low`, `accept_high`, `source`; `wardflow
    /// schema --measures` lists the measures.
    #[arg(long, value_name = "FILE")]
    pub observed: Option<PathBuf>,
}

impl Does for Run {
    const EXAMPLES: &str = "\
Examples:
  wardflow run                                  the built-in baseline, 100 runs
  wardflow run builtin:winter                   a harder winter, built in too
  wardflow run my.json --runs 400 --out results/mine
  wardflow run my.json --runs auto --precision 2%   until the averages are known to 2%
  wardflow run my.json --set hospital.beds=500 --set services.bridging.places=10
  wardflow run my.json --observed observed.csv  the run beside what was observed
  wardflow run my.json --json --quiet           only results.json, on stdout";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let settings = settings(&self.common.set, self.common.quiet)?;
        let file = self.scenario.as_deref();
        let worlds = self.in_them.over(file)?;
        let scenario = read_in(file, &settings, worlds.of_base())?;
        let (name, fingerprint) = (scenario.stem.clone(), scenario.fingerprint.as_str());
        let study = Study::begin(
            call,
            &self.common,
            &Kind {
                file,
                name,
                fingerprint,
                searches: false,
                work: Work { plan: &scenario.plan, scenarios: 1, days: None },
            },
        )?;
        let observed = self.observed(&scenario)?;
        if !self.common.quiet {
            warn(&scenario.warnings);
        }

        let how = self.common.replications();
        let (replications, reached) = study.run(|(_, progress, stop)| match self.common.asked() {
            Some(asked) => replicate_until(&scenario.plan, asked, (how, study.keep()), progress, stop)
                .map(|(replications, reached)| (replications, Some(reached))),
            None => replicate_kept(&scenario.plan, how, study.keep(), progress, stop).map(|all| (all, None)),
        })?;
        let how = Replications { runs: replications.len() as u64, ..how };
        let mut findings = Findings::of(&scenario.plan, how, &replications, &scenario.warnings);
        findings.reached = reached;
        findings.warn_of_standstill(&scenario.names);
        if !self.common.quiet {
            warn(&findings.warnings[scenario.warnings.len()..]);
        }
        study.deliver(&report::Run {
            scenario: &scenario,
            replications: &replications,
            findings: &findings,
            observed: &compare(&scenario.plan, &replications, &observed),
        })
    }
}

impl Run {
    /// The observed figures that the run is to be compared with, if any.
    fn observed(&self, scenario: &Scenario) -> Result<Vec<Observed>, Exit> {
        let Some(file) = &self.observed else { return Ok(Vec::new()) };
        let bytes = read_plain(file, LARGEST).map_err(|error| unread(file, &error))?;
        read_table(file, &bytes, scenario)
    }
}
