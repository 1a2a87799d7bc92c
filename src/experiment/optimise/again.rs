//! A choice again with a longer warm-up: whether the chosen mix is still the one to choose, and whether what
//! it changes stands. Done again are the mix, the next one, those on the frontier and the scenario as it is.

use std::sync::atomic::AtomicBool;

use super::{Asked, Optimum};
use crate::base::statistics::Moments;
use crate::experiment::points::Points;
use crate::experiment::replicate::{NotReplicated, Progress};
use crate::experiment::run::difference::Difference;
use crate::experiment::stands::{Again, Done, Judged, Longer, all_stand, effects, why_not};
use crate::experiment::sweep::{self, Point};
use crate::measures::Replication;
use crate::scenario::{Scenario, Variants};

/// A choice at both warm-ups.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenAgain {
    /// Whether the chosen mix is still the one to choose; where there was none, whether there is none.
    pub choice: Option<bool>,
    /// Of each target, by how much the chosen mix lies beyond it on average with the longer warm-up; 0 or
    /// less meets it. `None` without a value.
    pub beyond: Vec<Option<f64>>,
    /// A mix that would be chosen in its place, where there is one: it clearly meets the targets, for clearly
    /// less.
    pub instead: Option<usize>,
    /// What the chosen mix changes of what is minimised, and of the outcome of each target. Empty where
    /// nothing was chosen.
    pub effects: Vec<Judged>,
}

impl ChosenAgain {
    /// Whether the choice and all that it changes stands.
    pub fn stands(&self) -> Option<bool> {
        all_stand(self.effects.iter().map(|effect| effect.stands).chain([self.choice]))
    }
}

/// A choice as it was found.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    /// The mixes.
    pub points: &'a [Point],
    /// What was asked.
    pub asked: &'a Asked,
    /// What was found.
    pub found: &'a Optimum,
    /// The fresh runs.
    pub fresh: &'a Points,
}

/// Does it again on so many runs; `store` numbers them as the fresh ones.
///
/// # Errors
/// As [`Points::run`].
pub fn again(
    variants: &Variants,
    of: &Chosen<'_>,
    (runs, mut store): (u64, Points),
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<Again<ChosenAgain>, NotReplicated> {
    let chosen = of.found.selection.chosen;
    let mut mixes: Vec<usize> = chosen.into_iter().chain(of.found.next.as_ref().map(|next| next.0)).collect();
    mixes.extend(&of.found.frontier);
    mixes.sort_unstable();
    mixes.dedup();
    let made = Longer::than(variants.base()).and_then(|longer| {
        let variants = longer.variants(variants)?;
        let design = mixes.iter().map(|&mix| of.points[mix].settings.clone()).collect();
        let points = sweep::points(&variants, design).map_err(|faults| why_not(&faults))?;
        points.iter().try_for_each(|point| longer.holds(&point.scenario))?;
        Ok((longer, variants, points))
    });
    let (longer, under, points) = match made {
        Ok(made) => made,
        Err(why) => return Ok(Again::NoWay(why)),
    };
    let scenarios = points.iter().map(|point| &point.scenario).chain([under.base()]);
    let wanted: Vec<(&Scenario, u64)> = scenarios.map(|scenario| (scenario, runs)).collect();
    store.run(&wanted, threads, progress, stop)?;
    let at = |mix: usize| mixes.binary_search(&mix).map_or(&[][..], |i| store.of(&points[i].scenario));
    let beyond = |mix: usize, target: usize| {
        let target = &of.asked.targets[target];
        let each = at(mix).iter().filter_map(|r| of.asked.beyond(target, r));
        Moments::of(&each.collect::<Vec<_>>())
    };
    let targets = 0..of.asked.targets.len();
    let clearly_meets = |mix: usize| {
        let met = |target| beyond(mix, target).interval95().is_some_and(|[_, high]| high <= 0.0);
        targets.clone().all(met)
    };
    let costs_less = |mix: usize, than: usize| {
        let of_mix = of.asked.minimise.difference(at(than), at(mix));
        of_mix.is_some_and(|d: Difference| d.clear && d.mean < -of.found.tolerances.0)
    };
    let instead = mixes.iter().copied().find(|&mix| match chosen {
        Some(chosen) => mix != chosen && clearly_meets(mix) && costs_less(mix, chosen),
        None => clearly_meets(mix),
    });
    let meets = |target: usize| {
        let (moments, tolerance) = (beyond(chosen?, target), of.found.tolerances.1[target]);
        if moments.n > 0 && moments.mean <= tolerance {
            return Some(true);
        }
        moments.interval95().map(|[low, _]| low <= tolerance)
    };
    let choice = match (instead, chosen) {
        (Some(_), _) => Some(false),
        (None, None) => Some(true),
        (None, Some(_)) => all_stand(targets.clone().map(meets)),
    };
    let base = [of.fresh.of(variants.base()), store.of(under.base())];
    let effects = chosen.map_or_else(Vec::new, |chosen| {
        let own = [base[0], of.fresh.of(&of.points[chosen].scenario)];
        let longer = [base[1], at(chosen)];
        let outcomes = of.asked.targets.iter().map(|target| target.outcome);
        let each = std::iter::once(of.asked.minimise).chain(outcomes);
        each.map(|on| effects::effect(|r: &Replication| on.value(r), own, longer)).collect()
    });
    let known = |target| chosen.map(|chosen| beyond(chosen, target)).filter(|m| m.n > 0).map(|m| m.mean);
    let found = ChosenAgain { choice, beyond: targets.clone().map(known).collect(), instead, effects };
    Ok(Again::Done(Box::new(Done { warm_up: longer.warm_up, runs, store, found })))
}
