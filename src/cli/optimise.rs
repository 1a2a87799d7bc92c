//! `wardflow optimise`: the cheapest mix that meets a target.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::again::Repeating;
use super::flags::{BASE, Common, Precision};
use super::messages::refused;
use super::scenario::{axes, points, variants_in};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::address::Address;
use crate::experiment::optimise::again::{self, Chosen};
use crate::experiment::optimise::edges::edges;
use crate::experiment::optimise::{self, Asked, FRESH, Target};
use crate::experiment::unpriced::unpriced_of_several;
use crate::experiment::vary::Design;
use crate::report::manifest::{asked_of, fingerprint, fingerprint_of};
use crate::report::optimise::Optimised;
use crate::scenario::unstable::Unstable;

/// The most runs of a mix where none are typed.
const MOST: u64 = 2000;

/// What `optimise` is told.
#[derive(Debug, Args)]
pub struct Optimise {
    #[arg(help = BASE)]
    pub base: PathBuf,

    /// What may be chosen: PATH=LIST or PATH=A..B:STEP
    ///
    /// PATH+= and PATH*= change the present value. May be repeated.
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    pub vary: Vec<String>,

    /// A fund that must do on average; may be repeated
    ///
    /// What it pays for costs no more in a year than its pounds. It stands beside targets or in place of
    /// them.
    #[arg(long, value_name = "FUND")]
    pub within_fund: Vec<String>,

    /// What must hold, as in `nctr_remaining<=80`
    ///
    /// On average: OUTCOME<=X or OUTCOME>=X, of the whole system or of a part, as in `pathways.p1.delay_days_p90<=5` or
    /// `services.x.wait_days_mean<=3`; shares as 0.92 or 92%. May be repeated; all must hold.
    #[arg(long, value_name = "TARGET", required_unless_present = "within_fund")]
    pub target: Vec<String>,

    /// In which share of runs all targets must be met
    ///
    /// As 80% or 0.8: all targets together in at least this share of single runs, over worlds and luck,
    /// instead of each on average.
    #[arg(long, value_name = "SHARE")]
    pub chance: Option<Precision>,

    /// The outcome to minimise
    ///
    /// Of the whole system or of a part. `cost_spent` is the money to be spent, without bed-days in use;
    /// `cost_total` counts these at their price.
    #[arg(long, value_name = "OUTCOME", default_value = "cost_spent")]
    pub minimise: String,

    /// How sure the choice and the target shall be
    ///
    /// From 50% to 99.99%.
    #[arg(long, value_name = "SHARE", default_value = "95%")]
    pub confidence: Confidence,

    /// A difference that does not matter
    ///
    /// Of what is minimised, in its unit [default: a fiftieth of its range over the mixes]
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub tolerance: Option<Tolerance>,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Optimise {
    const EXAMPLES: &str = "\
Examples:
  wardflow optimise mine.json --vary services.bridging.places=0..20:5 \
      --vary services.rehab_beds.places+=0..8:2 --target 'delay_days_p90<=2'
  wardflow optimise mine.json --vary hub.staff+=0..4:1 --target 'nctr_remaining<=80' --confidence 0.9
  wardflow optimise mine.json --vary services.bridging.places=0..20:5 --target 'nctr_remaining<=80' \
      --worlds fitted/worlds.csv --chance 80%
  wardflow optimise mine.json --vary services.bridging.places=0..20:5 --within-fund discharge \
      --minimise nctr_bed_days";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants_in(Some(&self.base), &self.in_them, &self.common)?;
        let base = variants.base();
        let targets = self.target.iter().map(|text| Target::parse(text, &base.names));
        let funds = self.within_fund.iter().map(|name| Target::within_fund(name, base));
        let targets =
            targets.chain(funds).collect::<Result<Vec<Target>, String>>().map_err(|what| refused(&what))?;
        let minimise = Address::parse(&self.minimise, &base.names);
        let minimise = minimise.map_err(|what| refused(&format!("--minimise {}: {what}", self.minimise)))?;
        let axes = axes(&self.vary)?;
        let points = points(&variants, &axes, Design::Grid, &self.common)?;
        let asked = Asked {
            targets,
            minimise,
            confidence: self.confidence.0,
            tolerance: self.tolerance.map(|tolerance| tolerance.0),
            most: self.common.most_runs.get(),
            fresh: self.common.replications().runs,
            chance: self.chance.map(|chance| chance.0),
        };

        let print = format!(
            "{} {:?} {} {} {:?}",
            fingerprint(std::iter::once(base).chain(points.iter().map(|point| &point.scenario))),
            self.target,
            self.minimise,
            asked.confidence,
            asked.tolerance
        );
        let print =
            self.within_fund.iter().fold(print, |print, fund| format!("{print} --within-fund {fund}"));
        let print = asked.chance.map_or_else(|| print.clone(), |chance| format!("{print} --chance {chance}"));
        let mut scenarios = std::iter::once(base).chain(points.iter().map(|point| &point.scenario));
        let needed = scenarios.any(|scenario| Unstable::of(scenario).is_unsettled());
        let most = (asked.most != MOST).then(|| format!("--most-runs {}", asked.most));
        let beside = most.into_iter().chain(self.repeating.asked(needed).map(str::to_owned));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(fingerprint_of([print.as_str()]), &beside.collect::<Vec<_>>()),
            searches: true,
            work: Work { plan: &base.plan, scenarios: points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let (mut search, mut fresh) = (study.points(), study.points().fresh(FRESH));
        let found =
            study.run(|how| optimise::optimise(base, &points, &asked, (&mut search, &mut fresh), how))?;
        let own = Chosen { points: &points, asked: &asked, found: &found, fresh: &fresh };
        let again = self.repeating.again(&study, (needed, asked.fresh), |(runs, store), how| {
            again::again(&variants, &own, (runs, store.fresh(FRESH)), how)
        })?;
        let edges = found.selection.chosen.map(|chosen| edges(&variants, &axes, &points[chosen]));
        study.deliver(&Optimised {
            base,
            axes: &axes,
            points: &points,
            asked: &asked,
            found: &found,
            edges: &edges.unwrap_or_default(),
            unpriced: &unpriced_of_several(base, points.iter().map(|point| &point.scenario)),
            stores: [&search, &fresh],
            again: &again,
        })
    }
}

/// How sure a choice shall be: a share from a half to all but a ten-thousandth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence(pub f64);

impl FromStr for Confidence {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let share = text.parse::<Precision>().ok().map(|Precision(share)| share);
        let known = share.filter(|share| (0.5..=0.9999).contains(share));
        known.map(Self).ok_or("expected a share from 50% to 99.99%, as 95% or 0.95")
    }
}

/// An amount that does not matter: a number from 0 on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance(pub f64);

impl FromStr for Tolerance {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let amount = text.trim().parse::<f64>().ok();
        let known = amount.filter(|amount| amount.is_finite() && *amount >= 0.0);
        known.map(Self).ok_or("expected a number from 0 on")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Only {
        #[command(flatten)]
        optimise: Optimise,
    }

    #[test]
    fn a_confidence_is_at_least_a_half_and_a_tolerance_is_not_below_0() {
        let asked = |words: &str| {
            let words = format!("wardflow a.json --vary a=1 --target b<=1 {words}");
            let typed = Only::try_parse_from(words.split_whitespace()).map(|typed| typed.optimise);
            typed.map(|typed| (typed.minimise, typed.confidence.0, typed.tolerance.map(|t| t.0)))
        };
        let (minimise, confidence, tolerance) = asked("").unwrap();
        assert_eq!((minimise.as_str(), tolerance), ("cost_spent", None));
        assert!((confidence - 0.95).abs() < 1e-12);
        assert_eq!(
            asked("--confidence 0.9 --tolerance 500").unwrap(),
            ("cost_spent".to_owned(), 0.9, Some(500.0))
        );
        assert_eq!(asked("--tolerance 0").unwrap().2, Some(0.0));
        for wrong in [
            "--confidence 1e-200",
            "--confidence NaN",
            "--confidence 49%",
            "--confidence 100%",
            "--confidence 1e300%",
            "--tolerance=-1",
            "--tolerance -1",
            "--tolerance NaN",
            "--tolerance inf",
        ] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }
}
