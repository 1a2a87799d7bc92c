//! A trade again with a longer warm-up: whether its effects, its rates and its prices stand.

use std::sync::atomic::AtomicBool;

use super::equal::Equal;
use super::{Exchange, Meaning, Trade, exchange};
use crate::experiment::address::Address;
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::replicate::{NotReplicated, Progress};
use crate::experiment::stands::{Again, Done, Judged, Known, Longer, all_stand, effects, why_not};
use crate::experiment::sweep::{Point, Runs, sweep};
use crate::measures::outcome::System;
use crate::scenario::{Scenario, Variants};

/// A trade at both warm-ups.
#[derive(Clone, Debug, PartialEq)]
pub struct TradedAgain {
    /// The effect of each point, on the outcome that judges the trade.
    pub effects: Vec<Judged>,
    /// For each amount given, how many given stand for one bought at equal effect. Empty where there is no
    /// rate.
    pub rates: Vec<Judged>,
    /// For each point, pounds for a bed-day avoided.
    pub prices: Vec<Option<Judged>>,
}

/// A trade as it was found.
#[derive(Clone, Copy)]
pub struct Traded<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What is traded.
    pub trade: &'a Trade,
    /// Its points.
    pub points: &'a [Point],
    /// The outcome.
    pub on: Address,
    /// What was found.
    pub found: &'a Exchange,
    /// What each point costs and avoids.
    pub money: &'a [Option<Money>],
    /// Every replication.
    pub store: &'a Points,
}

/// Does a trade again on so many runs.
///
/// # Errors
/// As [`Points::run`].
pub fn again(
    variants: &Variants,
    of: &Traded<'_>,
    (runs, mut store): (u64, Points),
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Again<TradedAgain>, NotReplicated> {
    let (longer, variants, points) = match longer(variants, of.trade) {
        Ok(made) => made,
        Err(why) => return Ok(Again::NoWay(why)),
    };
    let base = variants.base();
    let found = exchange(base, (of.trade, &points), of.on, Runs::Number(runs), &mut store, how)?;
    let effect = |outcome: Address, point: usize| {
        let own = [of.store.of(of.base), of.store.of(&of.points[point].scenario)];
        let longer = [store.of(base), store.of(&points[point].scenario)];
        effects::effect(|r| outcome.value(r), own, longer)
    };
    let effects: Vec<Judged> = (0..points.len()).map(|point| effect(of.on, point)).collect();
    let price = |point: usize| {
        let scenario = &points[point].scenario;
        let money = Money::of((base, store.of(base)), (scenario, store.of(scenario)));
        let avoided = effect(Address::system(System::NctrBedDays), point);
        effects::price(of.money[point].as_ref(), money.as_ref(), &avoided)
    };
    let prices = (0..points.len()).map(price).collect();
    let rates = rates(of, &found, &effects);
    let found = TradedAgain { effects, rates, prices };
    Ok(Again::Done(Box::new(Done { warm_up: longer.warm_up, runs, store, found })))
}

/// The runs of [`again`] alone, where they are done before what they repeat: they do not depend on it. Where there is
/// no scenario with a longer warm-up there are none.
///
/// # Errors
/// As [`Points::run`].
pub fn beforehand(
    variants: &Variants,
    trade: &Trade,
    (runs, mut store): (u64, Points),
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<(), NotReplicated> {
    let Ok((_, variants, points)) = longer(variants, trade) else { return Ok(()) };
    sweep(variants.base(), &points, Runs::Number(runs), &mut store, how).map(|_| ())
}

/// The scenario and the points of a trade with a longer warm-up; the error is why there are none.
fn longer(variants: &Variants, trade: &Trade) -> Result<(Longer, Variants, Vec<Point>), String> {
    let longer = Longer::than(variants.base())?;
    let variants = longer.variants(variants)?;
    let points = trade.points(&variants).map_err(|faults| why_not(&faults))?;
    points.iter().try_for_each(|point| longer.holds(&point.scenario))?;
    Ok((longer, variants, points))
}

/// For each amount given, how many given stand for one bought at equal effect.
fn rates(of: &Traded<'_>, longer: &Exchange, effects: &[Judged]) -> Vec<Judged> {
    if of.found.meaning != Meaning::Sound {
        return Vec::new();
    }
    let most = of.trade.buy_amounts.last().copied().unwrap_or(0.0);
    let (given, bought) = effects.split_at(of.trade.give_amounts.len());
    let moved = |i: usize| all_stand(bought.iter().chain([&given[i]]).map(|effect| effect.stands));
    let each = of.trade.give_amounts.iter().zip(&of.found.equal).enumerate();
    let rate = |(i, (amount, equal)): (usize, (&f64, &Equal))| {
        let Some(own) = known(*amount, equal, most).filter(|_| equal.value.is_some()) else {
            return Judged { stands: moved(i), ..Judged::default() };
        };
        let because = match longer.meaning {
            // Clearly no rate any more.
            Meaning::Opposite | Meaning::GivenTurns | Meaning::BoughtTurns => Some(false),
            // Fewer runs may not tell, unless what they tell has moved.
            _ => moved(i).filter(|stands| !stands),
        };
        let Some(equal) = longer.equal.get(i) else { return Judged::of_rates(own, None, because) };
        let judged = Judged::of_rates(own, known(*amount, equal, most), because);
        // What lies beyond what was bought was judged by the nearest that it may be.
        let is_known = equal.value.is_some();
        Judged {
            longer: judged.longer.filter(|_| is_known),
            change: judged.change.filter(|_| is_known),
            change95: judged.change95.filter(|_| is_known),
            ..judged
        }
    };
    each.map(rate).collect()
}

/// The rate at an amount; where its equal lies beyond what was bought, the most that the rate can be. `None`
/// where so much does nothing at all.
fn known(amount: f64, equal: &Equal, most: f64) -> Option<Known> {
    let over = |n: f64| if n > 0.0 { amount / n } else { f64::INFINITY };
    let value = over(equal.value.unwrap_or(most));
    let high = equal.low.map_or(value, over);
    let low = equal.high.map_or(0.0, over);
    value.is_finite().then_some(Known { value, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_what_was_bought_is_at_most_the_rate_at_the_most_bought() {
        let equal = |value, low, high| Equal { value, low, high };
        let within = known(8.0, &equal(Some(4.0), Some(2.0), Some(5.0)), 5.0);
        assert_eq!(within, Some(Known { value: 2.0, low: 1.6, high: 4.0 }));
        let beyond = known(10.0, &equal(None, Some(4.0), None), 5.0);
        assert_eq!(beyond, Some(Known { value: 2.0, low: 0.0, high: 2.5 }));
        let surely = known(10.0, &equal(None, None, None), 5.0);
        assert_eq!(surely, Some(Known { value: 2.0, low: 0.0, high: 2.0 }));
        assert_eq!(known(10.0, &equal(Some(0.0), Some(0.0), None), 5.0), None);
    }
}
