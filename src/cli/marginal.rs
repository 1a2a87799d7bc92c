//! `wardflow marginal`: what one more of each capacity changes.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{BASE, Common};
use super::messages::{faulty, refused};
use super::scenario::variants_in;
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::base::statistics::holm;
use crate::experiment::lead::{Lead, worlds_of};
use crate::experiment::levers::levers;
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::sweep::{self, Later, again};
use crate::measures::outcome::{Key, System};
use crate::report::manifest::{asked_of, fingerprint_of};
use crate::report::marginal as report;
use crate::scenario::Scenario;
use crate::scenario::unstable::Unstable;

/// The level of claims taken together.
const LEVEL: f64 = 0.05;

/// What `marginal` is told.
#[derive(Debug, Args)]
pub struct Marginal {
    #[arg(help = BASE)]
    pub base: PathBuf,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Marginal {
    const EXAMPLES: &str = "\
Examples:
  wardflow marginal mine.json                   what one more of each would change
  wardflow marginal mine.json --runs 400        the same, more surely";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants_in(Some(&self.base), &self.in_them, &self.common)?;
        let base = variants.base();
        let levers = levers(base);
        if levers.is_empty() {
            return Err(refused(&format!(
                "{}: nothing in it is limited, so nothing can be added to; expected places, beds or people on duty",
                self.base.display()
            )));
        }
        self.common.not_too_many(1 + levers.len())?;
        let design = levers.iter().map(|lever| vec![lever.one_more()]).collect();
        let points = sweep::later(&variants, design).map_err(|faults| faulty(&faults, Some(&self.base)))?;

        let needed =
            Unstable::of(base).is_unsettled() || points.iter().any(|point| point.unstable.is_unsettled());
        let beside: Vec<String> = self.repeating.asked(needed).map(str::to_owned).into_iter().collect();
        let each = std::iter::once(&base.fingerprint).chain(points.iter().map(|point| &point.fingerprint));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(fingerprint_of(each.map(String::as_str)), &beside),
            searches: false,
            work: Work { plan: &base.plan, scenarios: points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let mut store = study.points();
        let runs = self.common.replications().runs;
        let mut money = vec![None; points.len()];
        let mut count_money = |point: usize, scenario: &Scenario, store: &Points| {
            money[point] = Money::of((base, store.of(base)), (scenario, store.of(scenario)));
        };
        let each = sweep::Runs::Number(runs);
        self.repeating.beforehand(&study, (needed, runs), |fewer, how| {
            again::beforehand(&variants, &points, fewer, how)
        })?;
        let found = study
            .run(|how| sweep::sweep_in_turn(&variants, &points, each, &mut store, how, &mut count_money))?;

        let days = System::NctrBedDays.index();
        let again = self.repeating.again(&study, (needed, runs), |fewer, how| {
            again::again(&variants, (&points, &money, &store), [days, days], fewer, how)
        })?;
        let claims: Vec<Option<f64>> = (found.points.iter())
            .map(|point| point.differences.as_ref().and_then(|d| d.system[days]).and_then(|d| d.p))
            .collect();
        let change = |point: &Later| -> Vec<Option<f64>> {
            let pairs = store.of(base).iter().zip(store.named(&point.fingerprint));
            pairs.map(|(b, a)| Some(a.system[days]? - b.system[days]?)).collect()
        };
        let lead = Lead::least(&points.iter().map(change).collect::<Vec<_>>(), &worlds_of(store.of(base)));
        study.deliver(&report::Marginal {
            base,
            levers: &levers,
            points: &points,
            found: &found,
            money: &money,
            lead: lead.as_ref(),
            clear: &holm(&claims, LEVEL),
            runs,
            store: &store,
            again: &again,
        })
    }
}
