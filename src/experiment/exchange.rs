//! How many of one buys what one of the other does: the effects of both on an outcome that both move,
//! with the same people, and their ratio with an honest interval.

use std::sync::atomic::AtomicBool;

use super::points::Points;
use super::replicate::{NotReplicated, Progress};
use super::sweep::{Point, Runs, Sweep, sweep};
use crate::base::ratio::Ratio;
use crate::scenario::{Faults, Scenario, Setting, Variants};

/// What is given, and what is bought with it.
#[derive(Clone, Debug)]
pub struct Trade {
    /// The path of what is given.
    pub give: String,
    /// How much more of it, the least first.
    pub give_amounts: Vec<f64>,
    /// The path of what is bought.
    pub buy: String,
    /// How much more of it; the first stands for one.
    pub buy_amounts: Vec<f64>,
}

/// What a trade comes to on one outcome.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// At each amount given, then at each amount bought.
    pub found: Sweep,
    /// For each amount given: how many units of what is bought one unit of it is worth, on average up to
    /// that amount.
    pub worth: Vec<Option<Ratio>>,
    /// The same turned round: how many units of what is given do what one unit of the other does.
    pub needed: Vec<Option<Ratio>>,
    /// Whether the rate means anything.
    pub meaning: Meaning,
}

/// Whether a rate of exchange means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Both clearly move the outcome, and the same way.
    Sound,
    /// What is bought does not clearly move the outcome.
    BoughtUnclear,
    /// No amount given clearly moves the outcome.
    GivenUnclear,
    /// They move it in opposite ways.
    Opposite,
}

impl Trade {
    /// The points of the trade: what is given, then what is bought; added to whole timetables.
    ///
    /// # Errors
    /// Every fault of the first point that has any.
    pub fn points(&self, variants: &Variants) -> Result<Vec<Point>, Faults> {
        let give = self.give_amounts.iter().map(|amount| Setting::add(&self.give, *amount));
        let buy = self.buy_amounts.iter().map(|amount| Setting::add(&self.buy, *amount));
        super::sweep::points(variants, give.chain(buy).map(|setting| vec![setting]).collect())
    }
}

/// The outcome that a trade is judged by where none is asked for.
pub fn usual_outcome(trade: &Trade) -> &'static str {
    super::levers::usual_outcome([trade.give.as_str(), trade.buy.as_str()])
}

/// Runs a trade and takes its rates on the outcome with this index in the table of the system.
///
/// # Errors
/// As [`Points::run`].
pub fn exchange(
    base: &Scenario,
    (trade, points): (&Trade, &[Point]),
    on: usize,
    runs: Runs,
    store: &mut Points,
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Exchange, NotReplicated> {
    let found = sweep(base, points, runs, store, how)?;
    let effect = |point: usize, amount: f64| -> Vec<Option<f64>> {
        let pairs = store.of(base).iter().zip(store.of(&points[point].scenario));
        pairs.map(|(b, a)| Some((a.system[on]? - b.system[on]?) / amount)).collect()
    };
    let given = trade.give_amounts.len();
    let one = effect(given, trade.buy_amounts[0]);
    let mut worth = Vec::new();
    let mut needed = Vec::new();
    for (i, amount) in trade.give_amounts.iter().enumerate() {
        let each = effect(i, *amount);
        let pairs: Vec<(f64, f64)> =
            each.iter().zip(&one).filter_map(|(g, b)| Some(((*g)?, (*b)?))).collect();
        worth.push(Ratio::of(&pairs));
        needed.push(Ratio::of(&pairs.iter().map(|(g, b)| (*b, *g)).collect::<Vec<_>>()));
    }
    let difference = |point: usize| found.points[point].differences.as_ref().and_then(|d| d.system[on]);
    let clear = |point: usize| difference(point).filter(|d| d.clear);
    let meaning = match (clear(given), (0..given).rev().find_map(clear)) {
        (None, _) => Meaning::BoughtUnclear,
        (_, None) => Meaning::GivenUnclear,
        (Some(bought), Some(given)) if (bought.mean > 0.0) == (given.mean > 0.0) => Meaning::Sound,
        _ => Meaning::Opposite,
    };
    Ok(Exchange { found, worth, needed, meaning })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::measures::outcome::{SYSTEM, index_of};

    /// Two services alike but for their names and their people, each with half of them.
    const TWINS: &str = r#"{
      "name": "Twins", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "60d" },
      "groups": { "left": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "l": 1 } },
                  "right": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "r": 1 } } },
      "pathways": { "l": { "services": ["left_beds"] }, "r": { "services": ["right_beds"] } },
      "services": { "left_beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } } },
                    "right_beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } } } }
    }"#;

    fn trade(give: &str, buy: &str) -> Exchange {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("twins.json");
        std::fs::write(&file, TWINS).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let trade = Trade {
            give: give.to_owned(),
            give_amounts: vec![1.0, 3.0, 9.0],
            buy: buy.to_owned(),
            buy_amounts: vec![1.0],
        };
        let points = trade.points(&variants).expect("points");
        let mut store = Points::new(1);
        let on = index_of(SYSTEM, usual_outcome(&trade));
        let how = (2, &Silent as &dyn Progress, &AtomicBool::new(false));
        exchange(variants.base(), (&trade, &points), on, Runs::Number(60), &mut store, how).expect("it runs")
    }

    #[test]
    fn places_of_two_services_alike_but_for_the_name_are_worth_one_of_each_other() {
        let found = trade("services.left_beds.places", "services.right_beds.places");
        assert_eq!(found.meaning, Meaning::Sound);
        let worth = found.worth[0].expect("a ratio");
        assert!(worth.interval.holds(1.0) && (0.5..2.0).contains(&worth.value), "{worth:?}");
        assert!(worth.interval.ends().is_some_and(|[low, high]| low > 0.2 && high < 5.0), "{worth:?}");
        let last = found.worth[2].expect("a ratio");
        assert!(last.value < worth.value, "the ninth place does less than the first: {last:?}");
    }

    #[test]
    fn a_place_is_worth_exactly_one_of_itself() {
        let found = trade("services.left_beds.places", "services.left_beds.places");
        let worth = found.worth[0].expect("a ratio");
        assert!(
            (worth.value - 1.0).abs() < 1e-12
                && (found.needed[0].expect("a ratio").value - 1.0).abs() < 1e-12
        );
    }

    #[test]
    fn the_wait_for_a_bed_judges_acute_beds() {
        let of = |buy: &str| {
            let trade = Trade {
                give: "services.a.places".into(),
                give_amounts: vec![1.0],
                buy: buy.into(),
                buy_amounts: vec![1.0],
            };
            usual_outcome(&trade)
        };
        assert_eq!((of("hospital.beds"), of("services.b.places")), ("bed_wait_hours_mean", "nctr_bed_days"));
    }
}
