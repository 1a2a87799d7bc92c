//! `wardflow warm-up`: how long a run remembers how it started.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Common, SCENARIO};
use super::messages::warn;
use super::scenario::{open, read, settings};
use super::study::{Call, Kind, Study, Work};
use super::{Does, Exit};
use crate::experiment::warm_up::warm_up;
use crate::report::warm_up::WarmedUp;
use crate::scenario::Setting;

/// What `warm-up` is told.
#[derive(Debug, Args)]
pub struct WarmUp {
    #[arg(help = SCENARIO)]
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub common: Common,
}

impl Does for WarmUp {
    const EXAMPLES: &str = "\
Examples:
  wardflow warm-up                              is the warm-up of the built-in baseline long enough?
  wardflow warm-up my.json --runs 100           how long would be, more surely";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let settings = settings(&self.common.set, self.common.quiet)?;
        let file = self.scenario.as_deref();
        let scenario = read(file, &settings)?;
        let (name, fingerprint) =
            (format!("{}-{}", scenario.stem, call.command), WarmedUp::fingerprint(&scenario));
        let kind = Kind {
            file,
            name,
            fingerprint: &fingerprint,
            searches: false,
            work: Work { plan: &scenario.plan, scenarios: 2, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        if !self.common.quiet {
            warn(&scenario.warnings);
        }

        let how = self.common.replications();
        let longer = |days: u32| {
            let days = Setting::replace("calendar.days", &days.to_string());
            let all: Vec<Setting> = settings.iter().cloned().chain([days]).collect();
            open(file, &all).map(|scenario| scenario.plan)
        };
        let found = study
            .run(|(_, progress, stop)| warm_up(&scenario, &longer, (how, study.keep()), progress, stop))?;
        if !self.common.quiet {
            warn(found.warning().as_slice());
        }
        study.deliver(&WarmedUp { scenario: &scenario, found: &found })
    }
}
