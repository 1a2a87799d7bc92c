//! Which inputs matter anywhere in their ranges, and which depend on others: elementary effects along
//! random trajectories.
//!
//! The design is that of M. D. Morris, Factorial sampling plans for preliminary computational
//! experiments, Technometrics 33, 1991, with four levels and steps of two thirds of a range; mu* is that
//! of F. Campolongo, J. Cariboni and A. Saltelli, An effective screening design for sensitivity analysis
//! of large models, Environmental Modelling & Software 22, 2007. Knows no scenario: inputs are shares of
//! their ranges, outcomes are numbers.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::base::special::squared;
use crate::base::statistics::Moments;

/// Each range has so many levels: 0, 1/3, 2/3 and 1.
const LEVELS: f64 = 4.0;
/// How far a step goes, as a share of the range: half the levels, so that each is as likely.
const STEP: f64 = LEVELS / (2.0 * (LEVELS - 1.0));

/// A walk through the ranges: each step moves one input, and each input is moved once.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The places, one more than there are inputs: for each input the share of its range.
    pub points: Vec<Vec<f64>>,
    /// Which input moves from each place to the next.
    pub moves: Vec<usize>,
}

/// So many trajectories through so many inputs; the same seed gives the same.
pub fn design(inputs: usize, trajectories: usize, seed: u64) -> Vec<Trajectory> {
    let mut luck = Xoshiro256PlusPlus::seed_from_u64(seed);
    let lower_levels = (LEVELS / 2.0) as u32;
    let mut walk = || {
        let upwards: Vec<bool> = (0..inputs).map(|_| luck.random::<bool>()).collect();
        let mut at: Vec<f64> = upwards
            .iter()
            .map(|&up| {
                let low = f64::from(luck.random_range(0..lower_levels)) / (LEVELS - 1.0);
                if up { low } else { low + STEP }
            })
            .collect();
        let mut moves: Vec<usize> = (0..inputs).collect();
        moves.shuffle(&mut luck);
        let mut points = vec![at.clone()];
        for &input in &moves {
            at[input] += if upwards[input] { STEP } else { -STEP };
            points.push(at.clone());
        }
        Trajectory { points, moves }
    };
    (0..trajectories).map(|_| walk()).collect()
}

/// What moving an input did once, for a move over its whole range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The input.
    pub input: usize,
    /// The difference of the outcome ÷ the share of the range that was moved.
    pub value: f64,
    /// How sure it is: its standard error; 0 for what has no luck in it.
    pub error: f64,
}

/// The effects along trajectories. `difference` is what an outcome changes by from one place of a
/// trajectory to the next, with its standard error; `None` where it is not known.
pub fn effects(
    trajectories: &[Trajectory],
    mut difference: impl FnMut(usize, usize) -> Option<(f64, f64)>,
) -> Vec<Effect> {
    let mut all = Vec::new();
    for (t, trajectory) in trajectories.iter().enumerate() {
        for (step, &input) in trajectory.moves.iter().enumerate() {
            let moved = trajectory.points[step + 1][input] - trajectory.points[step][input];
            if let Some((change, error)) = difference(t, step).filter(|_| moved != 0.0) {
                all.push(Effect { input, value: change / moved, error: error / moved.abs() });
            }
        }
    }
    all
}

/// What is known of one input over all trajectories. Everything is per move over the whole range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screened {
    /// How many effects.
    pub n: usize,
    /// Their mean: which way the outcome goes.
    pub mu: f64,
    /// The mean of their sizes: how much the input matters. Luck makes it a little too large.
    pub mu_star: f64,
    /// The standard error of `mu_star` over trajectories; 0 below two.
    pub mu_star_error: f64,
    /// The standard deviation of the effects: large where an effect depends on the values of others, or
    /// bends.
    pub sigma: f64,
    /// The part of `sigma` that luck in the outcomes alone would give.
    pub luck: f64,
}

/// Each of so many inputs; `None` where none of its effects is known.
pub fn screen(inputs: usize, effects: &[Effect]) -> Vec<Option<Screened>> {
    let one = |input: usize| {
        let own: Vec<&Effect> = effects.iter().filter(|effect| effect.input == input).collect();
        let values: Vec<f64> = own.iter().map(|effect| effect.value).collect();
        let sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
        let (signed, size) = (Moments::of(&values), Moments::of(&sizes));
        let variance = own.iter().map(|effect| squared(effect.error)).sum::<f64>() / own.len() as f64;
        (!own.is_empty()).then(|| Screened {
            n: own.len(),
            mu: signed.mean + 0.0,
            mu_star: size.mean,
            mu_star_error: size.standard_error(),
            sigma: signed.sd,
            luck: variance.sqrt(),
        })
    };
    (0..inputs).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screened(inputs: usize, f: impl Fn(&[f64]) -> f64) -> Vec<Screened> {
        let walks = design(inputs, 40, 7);
        let found = effects(&walks, |t, step| {
            let points = &walks[t].points;
            Some((f(&points[step + 1]) - f(&points[step]), 0.0))
        });
        screen(inputs, &found).into_iter().map(|one| one.expect("every input is moved")).collect()
    }

    #[test]
    fn each_step_moves_one_input_by_two_thirds_of_its_range_and_stays_within_it() {
        let walks = design(5, 200, 3);
        let mut seen = [0_u32; 4];
        for walk in &walks {
            let mut moved = walk.moves.clone();
            moved.sort_unstable();
            assert_eq!((moved, walk.points.len()), ((0..5).collect(), 6), "each input once");
            for (step, &input) in walk.moves.iter().enumerate() {
                let [before, after] = [&walk.points[step], &walk.points[step + 1]];
                for i in 0..5 {
                    let by = (after[i] - before[i]).abs();
                    assert!((by - if i == input { 2.0 / 3.0 } else { 0.0 }).abs() < 1e-12);
                }
            }
            for x in walk.points.iter().flatten() {
                assert!((-1e-12..=1.0 + 1e-12).contains(x));
            }
            for x in &walk.points[0] {
                seen[(x * 3.0).round() as usize] += 1;
            }
        }
        assert!(seen.iter().all(|&n| (190..=310).contains(&n)), "each level as often: {seen:?}");
        assert_eq!(walks, design(5, 200, 3));
        assert_ne!(walks, design(5, 200, 4));
    }

    #[test]
    fn effects_of_a_sum_are_its_factors_and_do_not_vary() {
        let found = screened(3, |x| 5.0 + 2.0 * x[0] - 7.0 * x[1] + 0.0 * x[2]);
        for (one, factor) in found.iter().zip([2.0_f64, -7.0, 0.0]) {
            assert_eq!(one.n, 40);
            assert!((one.mu - factor).abs() < 1e-9 && (one.mu_star - factor.abs()).abs() < 1e-9, "{one:?}");
            assert!(one.sigma < 1e-9 && one.mu_star_error < 1e-9, "{one:?}");
        }
    }

    #[test]
    fn effects_of_a_product_vary_and_those_of_opposite_sign_do_not_cancel_in_mu_star() {
        let found = screened(3, |x| 6.0 * x[0] * x[1] + x[2]);
        // The effect of one factor is six times the other, which lies on 0, 1/3, 2/3 or 1.
        assert!((found[0].mu - 3.0).abs() < 1.0 && found[0].sigma > 1.5, "{:?}", found[0]);
        assert!(found[2].sigma < 1e-9);
        let found = screened(2, |x| (x[0] - 0.5) * (x[1] - 0.5));
        assert!(found[0].mu.abs() < 0.15 && found[0].mu_star > 0.25, "{:?}", found[0]);
    }

    #[test]
    fn an_effect_that_is_not_known_is_left_out_and_luck_is_told_apart() {
        let walks = design(2, 10, 1);
        let found = effects(&walks, |t, step| (t > 0).then_some((if step == 0 { 2.0 } else { -2.0 }, 0.2)));
        let all = screen(2, &found);
        let first = all[0].expect("known");
        assert_eq!(first.n, 9);
        assert!((first.mu_star - 3.0).abs() < 1e-9 && (first.luck - 0.3).abs() < 1e-9, "{first:?}");
        assert_eq!(screen(1, &[]), [None]);
    }
}
