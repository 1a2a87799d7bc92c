//! Points again with a longer warm-up: whether the effect of each stands, and its price.

use std::sync::atomic::AtomicBool;

use super::{Later, Runs, later, sweep_in_turn};
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::replicate::{NotReplicated, Progress};
use crate::experiment::stands::{Again, Done, Judged, Longer, effects, why_not};
use crate::measures::Replication;
use crate::scenario::{Scenario, Setting, Variants};

/// What was found of points at both warm-ups.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptAgain {
    /// The effect of each point on one outcome.
    pub effects: Vec<Judged>,
    /// Pounds for a bed-day avoided at each.
    pub prices: Vec<Option<Judged>>,
}

/// Does points again on so many runs, some at a time. The outcome is the one of the whole system with this
/// index; `store` has the runs of all points, and `money` what each costs and avoids.
///
/// # Errors
/// As [`Points::run`].
pub fn again(
    variants: &Variants,
    (points, money, own): (&[Later], &[Option<Money>], &Points),
    [outcome, days]: [usize; 2],
    (runs, mut store): (u64, Points),
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Again<SweptAgain>, NotReplicated> {
    let (longer, under, design) = match longer(variants, points) {
        Ok(made) => made,
        Err(why) => return Ok(Again::NoWay(why)),
    };
    let base = under.base();
    let mut priced: Vec<Option<Money>> = vec![None; design.len()];
    let look = |point: usize, scenario: &Scenario, store: &Points| {
        priced[point] = Money::of((base, store.of(base)), (scenario, store.of(scenario)));
    };
    sweep_in_turn(&under, &design, Runs::Number(runs), &mut store, how, look)?;
    let effect = |outcome: usize, point: usize| {
        let before = [own.of(variants.base()), own.named(&points[point].fingerprint)];
        let after = [store.of(base), store.named(&design[point].fingerprint)];
        effects::effect(|r: &Replication| r.system[outcome], before, after)
    };
    let found = SweptAgain {
        effects: (0..design.len()).map(|point| effect(outcome, point)).collect(),
        prices: (0..design.len())
            .map(|point| {
                let avoided = effect(days, point);
                effects::price(money[point].as_ref(), priced[point].as_ref(), &avoided)
            })
            .collect(),
    };
    Ok(Again::Done(Box::new(Done { warm_up: longer.warm_up, runs, store, found })))
}

/// The runs of [`again`] alone, where they are done before what they repeat: they do not depend on it. Where there is
/// no scenario with a longer warm-up there are none.
///
/// # Errors
/// As [`Points::run`].
pub fn beforehand(
    variants: &Variants,
    points: &[Later],
    (runs, mut store): (u64, Points),
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<(), NotReplicated> {
    let Ok((_, under, design)) = longer(variants, points) else { return Ok(()) };
    sweep_in_turn(&under, &design, Runs::Number(runs), &mut store, how, |_, _, _| {}).map(|_| ())
}

/// The scenario and its points with a longer warm-up; the error is why there are none.
fn longer(variants: &Variants, points: &[Later]) -> Result<(Longer, Variants, Vec<Later>), String> {
    let longer = Longer::than(variants.base())?;
    let variants = longer.variants(variants)?;
    let settings = |point: &Later| -> Vec<Setting> { point.all() };
    let points = later(&variants, points.iter().map(settings).collect());
    Ok((longer, variants, points.map_err(|faults| why_not(&faults))?))
}
