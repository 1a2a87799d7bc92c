//! `wardflow exchange`: how many of one thing do as much as one of another.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{BASE, Common};
use super::messages::{faulty, refused};
use super::scenario::{variants_in, wrong};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::address::Address;
use crate::experiment::exchange::again::{self, Traded as Found};
use crate::experiment::exchange::{Trade, exchange, usual_outcome};
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::sweep::{self, Point};
use crate::experiment::unpriced::unpriced_of_several;
use crate::experiment::vary::{Axis, MOST_POINTS};
use crate::measures::outcome::Key;
use crate::report::exchange::Traded;
use crate::report::manifest::{asked_of, fingerprint, fingerprint_of};
use crate::scenario::unstable::Unstable;
use crate::scenario::{Scenario, Setting};

/// What `exchange` is told.
#[derive(Debug, Args)]
pub struct Exchange {
    #[arg(help = BASE)]
    pub base: PathBuf,

    /// What is given, as in services.bridging.places
    ///
    /// The amount is added to its whole timetable.
    #[arg(long, value_name = "PATH")]
    pub give: String,

    /// What is bought with it, as in hospital.beds
    #[arg(long = "for", value_name = "PATH")]
    pub buy: String,

    /// How much more is given
    ///
    /// The points of its curve: a list, as 1,2,5, or a range with its step.
    #[arg(long, value_name = "AMOUNTS", default_value = "2..10:2")]
    pub amounts: String,

    /// How much more is bought
    ///
    /// The points of the other curve.
    #[arg(long, value_name = "AMOUNTS", default_value = "1..5:1")]
    pub for_amounts: String,

    /// The outcome that judges the trade
    ///
    /// Of the whole system or of a part, as in `pathways.p2.delay_days_mean` [default: `bed_wait_hours_mean`
    /// where acute beds are traded, else `nctr_bed_days`]
    #[arg(long, value_name = "OUTCOME")]
    pub on: Option<String>,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Exchange {
    const EXAMPLES: &str = "\
Examples:
  wardflow exchange mine.json --give services.bridging.places --for services.rehab_beds.places
  wardflow exchange mine.json --give services.bridging.places --for hospital.beds --amounts 5..20:5
  wardflow exchange mine.json --give hub.staff --for steps.therapy.staff --amounts 1..3:1 --on delay_days_p90";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants_in(Some(&self.base), &self.in_them, &self.common)?;
        let base = variants.base();
        self.no_path_is_too_deep()?;
        let trade = Trade {
            give: self.give.clone(),
            give_amounts: amounts("--amounts", &self.amounts)?,
            buy: self.buy.clone(),
            buy_amounts: amounts("--for-amounts", &self.for_amounts)?,
        };
        self.common.not_too_many(1 + trade.give_amounts.len() + trade.buy_amounts.len())?;
        let points = trade.points(&variants).map_err(|faults| {
            let typed_as = [("--give", &self.give), ("--for", &self.buy)];
            let flag = |path: &str| typed_as.iter().find(|(_, typed)| *typed == path).map(|(flag, _)| *flag);
            faulty(&faults.of_flags(flag), Some(&self.base))
        })?;
        let name = self.on.clone().unwrap_or_else(|| usual_outcome(&trade).outcome().name.to_owned());
        let on =
            Address::parse(&name, &base.names).map_err(|what| refused(&format!("--on {name}: {what}")))?;

        let all = fingerprint(std::iter::once(base).chain(points.iter().map(|p| &p.scenario)));
        let scenarios = std::iter::once(base).chain(points.iter().map(|point| &point.scenario));
        let needed = scenarios.into_iter().any(|scenario| Unstable::of(scenario).is_unsettled());
        let beside: Vec<String> = self.repeating.asked(needed).map(str::to_owned).into_iter().collect();
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(fingerprint_of([format!("{all} {name}").as_str()]), &beside),
            searches: false,
            work: Work { plan: &base.plan, scenarios: points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let mut store = study.points();
        let runs = self.common.replications().runs;
        let each = sweep::Runs::Number(runs);
        self.repeating.beforehand(&study, (needed, runs), |fewer, how| {
            again::beforehand(&variants, &trade, fewer, how)
        })?;
        let found = study.run(|how| exchange(base, (&trade, &points), on, each, &mut store, how))?;
        let money = money(base, &points, &store);
        let own =
            Found { base, trade: &trade, points: &points, on, found: &found, money: &money, store: &store };
        let again = self
            .repeating
            .again(&study, (needed, runs), |fewer, how| again::again(&variants, &own, fewer, how))?;
        study.deliver(&Traded {
            base,
            trade: &trade,
            points: &points,
            exchange: &found,
            money: &money,
            unpriced: &unpriced_of_several(base, points.iter().map(|point| &point.scenario)),
            on,
            asked: self.on.is_some(),
            runs,
            store: &store,
            again: &again,
        })
    }
}

impl Exchange {
    /// Refuses paths that can be no trade.
    fn no_path_is_too_deep(&self) -> Result<(), Exit> {
        let typed = [("--give", &self.give), ("--for", &self.buy)];
        match typed.iter().find(|(_, path)| Setting::is_too_deep(path)) {
            Some((flag, _)) => Err(refused(&format!("{flag}: the path leads deeper than any scenario"))),
            None => Ok(()),
        }
    }
}

/// Amounts above 0, the least first.
fn amounts(flag: &str, typed: &str) -> Result<Vec<f64>, Exit> {
    let axis = Axis::parse(&format!("amount={typed}")).map_err(|error| wrong(&error))?;
    let numbers = axis.numbers().filter(|all| !all.is_empty() && all.iter().all(|x| *x > 0.0));
    let mut numbers = numbers.ok_or_else(|| {
        refused(&format!("{flag} {typed}: expected numbers above 0, as in 1,2,5 or 2..10:2"))
    })?;
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    if numbers.len() > MOST_POINTS {
        let what = format!("{} amounts are too many; expected at most {MOST_POINTS}", numbers.len());
        return Err(refused(&format!("{flag}: {what}")));
    }
    Ok(numbers)
}

fn money(base: &Scenario, points: &[Point], store: &Points) -> Vec<Option<Money>> {
    let before = store.of(base);
    points.iter().map(|p| Money::of((base, before), (&p.scenario, store.of(&p.scenario)))).collect()
}
