//! A comparison again with a longer warm-up: whether the difference of each option stands, and its price.

use std::sync::atomic::AtomicBool;

use super::{Comparison, same_days};
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::replicate::{NotReplicated, Progress};
use crate::experiment::stands::{Again, Done, Judged, Longer, effects, why_not};
use crate::measures::Replication;
use crate::measures::outcome::{Key, System};
use crate::scenario::{Faults, Scenario, Setting};

/// Options at both warm-ups.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedAgain {
    /// For each option its difference in the outcome by which they are ranked.
    pub effects: Vec<Judged>,
    /// For each, pounds for a bed-day avoided.
    pub prices: Vec<Option<Judged>>,
}

/// Compares again on so many runs. `open` makes the scenario with an index with one more setting.
///
/// # Errors
/// As [`Points::run`].
pub fn again(
    scenarios: &[Scenario],
    comparison: &Comparison,
    open: impl Fn(usize, &Setting) -> Result<Scenario, Faults>,
    (runs, mut store): (u64, Points),
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<Again<ComparedAgain>, NotReplicated> {
    let (warm_up, made) = match longer(scenarios, open) {
        Ok(made) => made,
        Err(why) => return Ok(Again::NoWay(why)),
    };
    let wanted: Vec<(&Scenario, u64)> = made.iter().map(|scenario| (scenario, runs)).collect();
    store.run(&wanted, threads, progress, stop)?;
    let effect = |outcome: usize, option: usize| {
        let own = [&comparison.replications[0][..], &comparison.replications[option + 1]];
        let longer = [store.of(&made[0]), store.of(&made[option + 1])];
        effects::effect(|r: &Replication| r.system[outcome], own, longer)
    };
    let options = 0..comparison.options.len();
    let price = |option: usize| {
        let of = |i: usize| (&made[i], store.of(&made[i]));
        let money = Money::of(of(0), of(option + 1));
        let avoided = effect(System::NctrBedDays.index(), option);
        effects::price(comparison.options[option].money.as_ref(), money.as_ref(), &avoided)
    };
    let found = ComparedAgain {
        effects: options.clone().map(|option| effect(comparison.by, option)).collect(),
        prices: options.map(price).collect(),
    };
    Ok(Again::Done(Box::new(Done { warm_up, runs, store, found })))
}

/// The runs of [`again`] alone, where they are done before what they repeat: they do not depend on it. Where there is
/// no scenario with a longer warm-up there are none.
///
/// # Errors
/// As [`Points::run`].
pub fn beforehand(
    scenarios: &[Scenario],
    open: impl Fn(usize, &Setting) -> Result<Scenario, Faults>,
    (runs, mut store): (u64, Points),
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<(), NotReplicated> {
    let Ok((_, made)) = longer(scenarios, open) else { return Ok(()) };
    let wanted: Vec<(&Scenario, u64)> = made.iter().map(|scenario| (scenario, runs)).collect();
    store.run(&wanted, threads, progress, stop)
}

/// The scenarios with a longer warm-up, and both warm-ups of the first; the error is why there are none.
fn longer(
    scenarios: &[Scenario],
    open: impl Fn(usize, &Setting) -> Result<Scenario, Faults>,
) -> Result<([u32; 2], Vec<Scenario>), String> {
    let longer = scenarios.iter().map(Longer::than).collect::<Result<Vec<_>, _>>()?;
    let each = (0..scenarios.len()).map(|i| {
        let scenario = open(i, longer[i].setting()).map_err(|faults| why_not(&faults))?;
        longer[i].holds(&scenario)?;
        Ok(scenario)
    });
    let made = each.collect::<Result<Vec<Scenario>, String>>()?;
    made[1..].iter().find_map(|option| same_days(&made[0], option)).map_or(Ok(()), Err)?;
    Ok((longer[0].warm_up, made))
}
