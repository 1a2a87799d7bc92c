//! How many of one thing do as much as one of another: the effects of both on an outcome that both move,
//! with the same people, and how many of each do the same. `equal` sets the two curves beside each other,
//! `again` says whether the answer stands with a longer warm-up.

pub mod again;
pub mod equal;

use std::sync::atomic::AtomicBool;

use super::address::Address;
use super::compare::Difference;
use super::points::Points;
use super::replicate::{NotReplicated, Progress};
use super::run::doubt::means;
use super::sweep::{Point, Runs, Sweep, sweep};
use crate::base::ratio::{Ratio, RatioInterval};
use crate::measures::outcome::System;
use crate::scenario::{Faults, Scenario, Setting, Variants};
use equal::{Curve, Equal, Marginal, equal, marginal};

/// What is given, and what is bought with it.
#[derive(Clone, Debug)]
pub struct Trade {
    /// The path of what is given.
    pub give: String,
    /// How much more of it, the least first.
    pub give_amounts: Vec<f64>,
    /// The path of what is bought.
    pub buy: String,
    /// How much more of it, the least first.
    pub buy_amounts: Vec<f64>,
}

/// What a trade comes to on one outcome.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// At each amount given, then at each amount bought.
    pub found: Sweep,
    /// The change of the outcome at each of the same points.
    pub effects: Vec<Option<Difference>>,
    /// How many replications have a value at every point; the rates are over these.
    pub complete: usize,
    /// For each amount given, against the first amount bought: how many units of what is bought one unit
    /// of it is worth, on average up to that amount.
    pub worth: Vec<Option<Ratio>>,
    /// The same turned round: how many units of what is given do what one unit of the other does.
    pub needed: Vec<Option<Ratio>>,
    /// For each amount given: how many bought do the same. Empty where the rate means nothing.
    pub equal: Vec<Equal>,
    /// For each amount given: the next one of each beside the other.
    pub marginal: Vec<Option<Marginal>>,
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
    /// The more is given the better at first, and clearly worse further on.
    GivenTurns,
    /// The same of what is bought.
    BoughtTurns,
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
pub fn usual_outcome(trade: &Trade) -> System {
    super::levers::usual_outcome([trade.give.as_str(), trade.buy.as_str()])
}

impl Trade {
    /// Whether both are one and the same.
    pub fn is_of_itself(&self) -> bool {
        self.give.trim() == self.buy.trim()
    }
}

impl Exchange {
    /// The amount given, by its index, at which the answer is told: the largest whose equal is known from
    /// both sides within what was bought; else the largest whose equal lies within.
    pub fn headline(&self) -> Option<usize> {
        let last = |which: &dyn Fn(&Equal) -> bool| {
            // Nothing does what does nothing.
            self.equal.iter().rposition(|e| e.value.is_some_and(|n| n > 0.0) && which(e))
        };
        last(&|e| e.high.is_some() && e.low.is_some_and(|low| low > 0.0)).or_else(|| last(&|_| true))
    }
}

/// Runs a trade and takes its rates on an outcome.
///
/// # Errors
/// As [`Points::run`].
pub fn exchange(
    base: &Scenario,
    (trade, points): (&Trade, &[Point]),
    on: Address,
    runs: Runs,
    store: &mut Points,
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Exchange, NotReplicated> {
    let found = sweep(base, points, runs, store, how)?;
    let before = store.of(base);
    let effects = points.iter().map(|point| on.difference(before, store.of(&point.scenario))).collect();
    // Only replications that have a value everywhere can be set beside each other.
    let complete: Vec<(u32, Vec<f64>)> = (0..before.len())
        .filter_map(|i| {
            let at_base = on.value(&before[i])?;
            let at = |point: &Point| Some(on.value(store.of(&point.scenario).get(i)?)? - at_base);
            Some((before[i].world, points.iter().map(at).collect::<Option<_>>()?))
        })
        .collect();
    let given = trade.give_amounts.len();
    let curve = |first: usize, amounts: &[f64]| Curve {
        amounts: amounts.to_vec(),
        effects: (first..first + amounts.len()).map(|p| complete.iter().map(|r| r.1[p]).collect()).collect(),
        worlds: complete.iter().map(|r| r.0).collect(),
    };
    let (give, buy) = (curve(0, &trade.give_amounts), curve(given, &trade.buy_amounts));
    let against_first = |i: usize, turned: bool| {
        let (given, first) = (trade.give_amounts[i], trade.buy_amounts[0]);
        let each = give.effects[i].iter().zip(&buy.effects[0]).map(|(g, b)| (g / given, b / first));
        let pairs = each.map(|(g, b)| if turned { (b, g) } else { (g, b) });
        means(&give.worlds.iter().copied().zip(pairs).collect::<Vec<_>>()).ratio()
    };
    let worth = (0..given).map(|i| against_first(i, false)).collect();
    let needed = (0..given).map(|i| against_first(i, true)).collect();
    let (meaning, up) = match (buy.side(), give.side()) {
        (None, _) => (Meaning::BoughtUnclear, true),
        (_, None) => (Meaning::GivenUnclear, true),
        (Some(bought), Some(given)) if bought == given => (Meaning::Sound, given),
        _ => (Meaning::Opposite, true),
    };
    let (give, buy) = if up { (give, buy) } else { (give.reversed(), buy.reversed()) };
    let meaning = match meaning {
        Meaning::Sound if give.turns_back() => Meaning::GivenTurns,
        Meaning::Sound if buy.turns_back() => Meaning::BoughtTurns,
        other => other,
    };
    let (equal, marginal) = if meaning == Meaning::Sound {
        at_equal_effect(trade, &give, &buy)
    } else {
        (Vec::new(), vec![None; given])
    };
    Ok(Exchange { found, effects, complete: complete.len(), worth, needed, equal, marginal, meaning })
}

fn at_equal_effect(trade: &Trade, give: &Curve, buy: &Curve) -> (Vec<Equal>, Vec<Option<Marginal>>) {
    if trade.is_of_itself() {
        // One of it is one of it, wherever it was measured.
        let one = Ratio { value: 1.0, interval: RatioInterval::Between(1.0, 1.0) };
        let amounts = &give.amounts;
        let next = |i: usize| {
            let k = (i + 1).min(amounts.len() - 1);
            let ends = [k.checked_sub(1).map_or(0.0, |k| amounts[k]), amounts[k]];
            Some(Marginal { given: ends, bought: ends, rate: one })
        };
        return (
            amounts.iter().map(|amount| Equal::just(*amount)).collect(),
            (0..amounts.len()).map(next).collect(),
        );
    }
    let equal: Vec<Equal> = give.effects.iter().map(|effects| equal(effects, buy)).collect();
    let values: Vec<Option<f64>> = equal.iter().map(|e| e.value).collect();
    let marginal = (0..values.len()).map(|i| marginal(give, i, buy, &values)).collect();
    (equal, marginal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::measures::outcome::System;

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
            buy_amounts: vec![1.0, 3.0, 9.0],
        };
        let points = trade.points(&variants).expect("points");
        let mut store = Points::new(1);
        let on = Address::system(usual_outcome(&trade));
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
    fn as_many_places_of_one_twin_do_what_so_many_of_the_other_do() {
        let found = trade("services.left_beds.places", "services.right_beds.places");
        for (amount, equal) in [1.0, 3.0].into_iter().zip(&found.equal) {
            let held =
                equal.low.is_some_and(|low| low <= amount) && equal.high.is_none_or(|high| amount <= high);
            assert!(
                held && equal.value.is_some_and(|n| (n / amount - 1.0).abs() < 0.5),
                "{amount}: {equal:?}"
            );
        }
        assert!(found.headline().is_some());
        // The first place does most, so that nine against the first alone look like little.
        assert!(found.worth[2].expect("a ratio").value < 0.7);
        let next = found.marginal[0].expect("measured");
        assert!(next.rate.interval.holds(1.0), "{next:?}");
    }

    #[test]
    fn a_place_does_exactly_what_itself_does_at_every_amount() {
        let found = trade("services.left_beds.places", "services.left_beds.places");
        assert_eq!(found.equal, [1.0, 3.0, 9.0].map(Equal::just));
        assert_eq!(found.headline(), Some(2));
        assert!(found.marginal.iter().flatten().all(|m| (m.rate.value - 1.0).abs() < 1e-12));
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
        assert_eq!(
            (of("hospital.beds"), of("services.b.places")),
            (System::BedWaitHoursMean, System::NctrBedDays)
        );
    }
}
