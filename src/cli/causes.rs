//! `wardflow causes`: what delay would go if each thing that people wait for were lifted.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Common, SCENARIO};
use super::scenario::variants_in;
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::causes::{self, OUTCOMES};
use crate::measures::outcome::Key;
use crate::report::causes::Lifted;
use crate::report::manifest::fingerprint_of;

/// What `causes` is told.
#[derive(Debug, Args)]
pub struct Causes {
    #[arg(help = SCENARIO)]
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Causes {
    const EXAMPLES: &str = "\
Examples:
  wardflow causes                               the built-in baseline
  wardflow causes mine.json --runs 200";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let variants = variants_in(self.scenario.as_deref(), &self.in_them, &self.common)?;
        let base = variants.base();
        let design = causes::design(&variants);
        self.common.not_too_many(1 + design.points.len())?;

        let points = design.points.iter().map(|point| point.fingerprint.as_str());
        let fingerprint = fingerprint_of(std::iter::once(base.fingerprint.as_str()).chain(points));
        let kind = Kind {
            file: self.scenario.as_deref(),
            name: call.name(&base.stem),
            fingerprint: &fingerprint,
            searches: false,
            work: Work { plan: &base.plan, scenarios: design.points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let mut store = study.points();
        let runs = self.common.runs_by(OUTCOMES[0].index());
        let found = study.run(|how| causes::causes(&variants, &design, runs, &mut store, how))?;
        let how = self.common.replications();
        study.deliver(&Lifted { base, design: &design, found: &found, store: &store, how })
    }
}
