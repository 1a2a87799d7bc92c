//! `wardflow backcast`: how good forecasts would have been.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::ahead::{Known, week};
use super::flags::{BASE, Common};
use super::messages::refused;
use super::observed::date;
use super::scenario::variants;
use super::study::{Call, Kind, Study, Work};
use super::{Does, Exit};
use crate::experiment::backcast::origins::{Every, origins};
use crate::experiment::forecast::Method;
use crate::report::backcast::{Asked, Backcasted};
use crate::report::manifest::fingerprint_of;

/// Forecasts reach at least so many weeks ahead, whichever are scored.
const WEEKS: usize = 8;

/// What `backcast` is told.
#[derive(Debug, Args)]
pub struct Backcast {
    #[arg(help = BASE)]
    pub scenario: PathBuf,

    #[command(flatten)]
    pub observed: Known,

    /// Forecasts from this day on [default: the last year]
    ///
    /// The last year that was reported. A date is typed as 2024-10-01.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<Date>,

    /// Forecasts up to this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<Date>,

    /// How often a forecast is made: month or week
    ///
    /// On the first of each month, or every seven days.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true, default_value_t = Often::Month)]
    pub origins: Often,

    /// Which weeks ahead are scored
    #[arg(long, value_name = "WEEKS", value_delimiter = ',', default_value = "1,2,4,8", value_parser = week)]
    pub weeks: Vec<usize>,

    /// Exit 4 without skill
    ///
    /// The exit code is 4 where the mean absolute error at 4 and 8 weeks (or the last that is scored) is not
    /// below that of the best simple rule, by this share of it.
    #[arg(long, value_name = "SHARE", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = share)]
    pub require_skill: Option<f64>,

    #[command(flatten)]
    pub common: Common,
}

/// How often a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Often {
    /// On the first of each month
    Month,
    /// Every seven days
    Week,
}

/// A share from 0 up to 1, as `5%` or `0.05`.
fn share(text: &str) -> Result<f64, &'static str> {
    let (number, times) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 0.01));
    let share = number.trim().parse::<f64>().ok().map(|number| number * times);
    share.filter(|share| (0.0..1.0).contains(share)).ok_or("expected a share from 0 up to 1, as 5% or 0.05")
}

impl Does for Backcast {
    const EXAMPLES: &str = "\
Examples:
  wardflow backcast rd8/rd8.json --observed daily.csv              how good were forecasts of the last year?
  wardflow backcast mine.json --observed daily.csv --worlds worlds.csv --require-skill
  wardflow backcast mine.json --observed all.csv --trust RD8 --origins week --from 2024-10-01 --weeks 1,2,3";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants(Some(&self.scenario), &self.common)?;
        let base = variants.base();
        let read = self.observed.read(self.common.quiet)?;
        let every = if self.origins == Often::Month { Every::Month } else { Every::Week };
        let days = origins(&read.history, every, self.from, self.to);
        if days.is_empty() {
            return Err(refused(&format!(
                "there is no {} from --from to --to with a week after it; what was reported goes from {} to {}",
                if self.origins == Often::Month { "first of a month" } else { "day" },
                read.history.first,
                read.history.last()
            )));
        }
        let fitted_to = read.fitted_to(base);
        if let (Some(_), Some(first), Some(to)) = (self.require_skill, days.first(), fitted_to)
            && to >= read.history.date(*first)
        {
            let first = read.history.date(*first);
            return Err(refused(&format!(
                "--require-skill: the figures were fitted to days up to {to}, and forecasts are asked for from {first} on: \
                 they would know what came; expected --from after {to}, or figures that `wardflow calibrate --to` made \
                 of the days before {first}"
            )));
        }
        let mut weeks = self.weeks.clone();
        weeks.sort_unstable();
        weeks.dedup();
        let reach = weeks.last().copied().unwrap_or(0).max(WEEKS);
        let asked = format!("{days:?} {weeks:?} {:?}", self.require_skill);
        let fingerprint = fingerprint_of([
            "backcast",
            base.fingerprint.as_str(),
            read.fingerprint.as_str(),
            asked.as_str(),
        ]);
        let kind = Kind {
            file: Some(&self.scenario),
            name: call.name(&base.stem),
            fingerprint: &fingerprint,
            searches: false,
            work: Work { plan: &base.plan, scenarios: 1, days: Some(read.history.days() + 7 * reach) },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let method = Method::default();
        let (ensemble, counted) = read.ensemble(&study, (&variants, &self.common), (reach, &method))?;
        let known = |day| read.known(day);
        let hospital = read.hospital(&ensemble, &known, (&method, reach));
        let found = study.run(|(_, _, stop)| hospital.backcast(&days, &weeks, stop))?;
        if found.origins.is_empty() {
            return Err(refused(
                "--from: of no day was enough known to forecast from it; expected a later one",
            ));
        }
        study.deliver(&Backcasted {
            scenario: base,
            history: &read.history,
            found: &found,
            worlds: read.worlds.all.len(),
            calibrated: self.observed.worlds.is_some(),
            fitted_to,
            how: self.common.replications(),
            counted,
            asked: Asked { weeks: &weeks, skill: self.require_skill },
        })
    }
}
