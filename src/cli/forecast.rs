//! `wardflow forecast`: from the day after the last one reported.

use std::path::PathBuf;

use clap::Args;

use super::ahead::{Known, week};
use super::flags::{BASE, Common};
use super::messages::refused;
use super::scenario::variants;
use super::study::{Call, Kind, Study, Work};
use super::{Does, Exit};
use crate::experiment::backcast::origins::{Every, origins};
use crate::experiment::forecast::Method;
use crate::experiment::spc::Spc;
use crate::report::backcast::{Asked, Backcasted};
use crate::report::forecast::Forecasted;
use crate::report::manifest::fingerprint_of;

/// The weeks ahead that the score tells, as far as the forecast reaches.
const SCORED: [usize; 4] = [1, 2, 4, 8];

/// What `forecast` is told.
#[derive(Debug, Args)]
pub struct Forecast {
    #[arg(help = BASE)]
    pub scenario: PathBuf,

    #[command(flatten)]
    pub observed: Known,

    /// How many weeks ahead
    #[arg(long, value_name = "WEEKS", default_value = "8", value_parser = week)]
    pub weeks: usize,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Forecast {
    const EXAMPLES: &str = "\
Examples:
  wardflow forecast rd8/rd8.json --observed daily.csv                     eight weeks from the last day reported
  wardflow forecast mine.json --observed daily.csv --worlds worlds.csv --weeks 4";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants(Some(&self.scenario), &self.common)?;
        let base = variants.base();
        let read = self.observed.read(self.common.quiet)?;
        let mut weeks: Vec<usize> = SCORED.into_iter().filter(|&week| week < self.weeks).collect();
        weeks.push(self.weeks);
        let asked = format!("{}", self.weeks);
        let fingerprint = fingerprint_of([
            "forecast",
            base.fingerprint.as_str(),
            read.fingerprint.as_str(),
            asked.as_str(),
        ]);
        let kind = Kind {
            file: Some(&self.scenario),
            name: call.name(&base.stem),
            fingerprint: &fingerprint,
            searches: false,
            work: Work { plan: &base.plan, scenarios: 1, days: Some(read.history.days() + 7 * self.weeks) },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let method = Method::default();
        let (ensemble, counted) = read.ensemble(&study, (&variants, &self.common), (self.weeks, &method))?;
        let known = |day| read.known(day);
        let hospital = read.hospital(&ensemble, &known, (&method, self.weeks));
        let days = origins(&read.history, Every::Month, None, None);
        let origin = read.history.days();
        let (found, forecast) = study.run(|(_, _, stop)| {
            let found = hospital.backcast(&days, &weeks, stop)?;
            let earlier = hospital.earlier(origin, stop)?;
            Ok((found, hospital.forecast(&known(origin), origin, &earlier)))
        })?;
        let Some((forecast, _)) = forecast else {
            return Err(refused(&format!(
                "{}: too little was reported of the last year to forecast from it; expected people remaining on most days",
                self.observed.observed.display()
            )));
        };
        let spc = Spc::weekly(&read.history.remaining, origin);
        study.deliver(&Forecasted {
            forecast: &forecast,
            spc: spc.as_ref(),
            score: Backcasted {
                scenario: base,
                history: &read.history,
                found: &found,
                worlds: read.worlds.all.len(),
                calibrated: self.observed.worlds.is_some(),
                fitted_to: read.fitted_to(base),
                how: self.common.replications(),
                counted,
                asked: Asked { weeks: &weeks, skill: None },
            },
            weeks: self.weeks,
        })
    }
}
