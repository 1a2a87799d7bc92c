//! How many of one do what so many of the other do: two measured curves set beside each other at equal
//! effect. Knows numbers only; `exchange` says what they are of.

use crate::base::ratio::{Means, Ratio};
use crate::base::statistics::{Moments, holm, student_t};
use crate::experiment::run::doubt::{Sure, means};

/// Effects of several amounts of one thing, replication by replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The amounts, the least first, all above 0.
    pub amounts: Vec<f64>,
    /// For each amount, its effect in each replication: better is positive.
    pub effects: Vec<Vec<f64>>,
    /// The world of each replication.
    pub worlds: Vec<u32>,
}

/// How many bought do what an amount given does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equal {
    /// So many; `None`: more than the largest amount bought.
    pub value: Option<f64>,
    /// The least that the data do not exclude at 95%; `None` where even the largest amount bought is
    /// known to do less.
    pub low: Option<f64>,
    /// The most; `None` where that lies beyond the largest amount bought.
    pub high: Option<f64>,
}

impl Equal {
    /// Just so many, whatever the data.
    pub fn just(amount: f64) -> Self {
        Self { value: Some(amount), low: Some(amount), high: Some(amount) }
    }
}

/// What the next one of each does beside the other, at a size of the trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marginal {
    /// Between which amounts given its worth is measured.
    pub given: [f64; 2],
    /// Between which amounts bought.
    pub bought: [f64; 2],
    /// How many more given do what one more bought does there.
    pub rate: Ratio,
}

/// A step of a curve that clearly goes back.
const LEVEL: f64 = 0.05;

impl Curve {
    /// Whether its last effect of those that are clearly not nothing is for the better; `None` where none
    /// is (Holm's rule over its amounts).
    pub fn side(&self) -> Option<bool> {
        let all: Vec<Sure> = self.effects.iter().map(|effects| self.sure(effects)).collect();
        let clear = holm(&all.iter().map(Sure::p_of_zero).collect::<Vec<_>>(), LEVEL);
        all.iter().zip(clear).rev().find(|(_, clear)| *clear).map(|(m, _)| m.mean > 0.0)
    }

    /// The same with better and worse exchanged.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turn = |effects: &Vec<f64>| effects.iter().map(|x| -x).collect();
        Self { effects: self.effects.iter().map(turn).collect(), ..self.clone() }
    }

    /// Whether one of its steps clearly goes back (Holm's rule over its steps).
    pub fn turns_back(&self) -> bool {
        let steps: Vec<Sure> = (0..self.amounts.len()).map(|k| self.sure(&self.step(k))).collect();
        let clear = holm(&steps.iter().map(Sure::p_of_zero).collect::<Vec<_>>(), LEVEL);
        steps.iter().zip(clear).any(|(step, clear)| clear && step.mean < 0.0)
    }

    /// A mean over the replications.
    fn sure(&self, values: &[f64]) -> Sure {
        Sure::of(&self.worlds.iter().copied().zip(values.iter().copied()).collect::<Vec<_>>())
    }

    /// Pairs of values, each with its world.
    fn pairs(&self, x: &[f64], y: &[f64]) -> Vec<(u32, (f64, f64))> {
        let pairs = x.iter().copied().zip(y.iter().copied());
        self.worlds.iter().copied().zip(pairs).collect()
    }

    /// What the amount with this index does beyond the one before it.
    fn step(&self, k: usize) -> Vec<f64> {
        let before = k.checked_sub(1).map(|k| &self.effects[k]);
        let of = |i: usize| self.effects[k][i] - before.map_or(0.0, |effects| effects[i]);
        (0..self.effects[k].len()).map(of).collect()
    }

    fn ends(&self, k: usize) -> [f64; 2] {
        [k.checked_sub(1).map_or(0.0, |k| self.amounts[k]), self.amounts[k]]
    }

    /// The effect of an amount in each replication, by straight lines between measured ones.
    fn at(&self, amount: f64) -> Vec<f64> {
        let k = self.amounts.iter().position(|known| *known >= amount).unwrap_or(self.amounts.len() - 1);
        let [from, to] = self.ends(k);
        let rest = (to - amount) / (to - from);
        self.effects[k].iter().zip(self.step(k)).map(|(effect, step)| effect - rest * step).collect()
    }

    /// Mean effects that never fall: neighbours that would are levelled (pool adjacent violators), and
    /// nothing lies below 0, the effect of nothing.
    fn rising(&self) -> Vec<f64> {
        let mut blocks: Vec<(f64, usize)> = Vec::new();
        for effects in &self.effects {
            let mut block = (Moments::of(effects).mean, 1);
            while let Some(&(mean, count)) = blocks.last()
                && mean > block.0
            {
                blocks.pop();
                let all = count + block.1;
                block = ((mean * count as f64 + block.0 * block.1 as f64) / all as f64, all);
            }
            blocks.push(block);
        }
        blocks.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.max(0.0), count)).collect()
    }

    /// The least amount whose mean effect is so large; straight lines between measured amounts.
    fn reaching(&self, effect: f64) -> Option<f64> {
        if effect <= 0.0 {
            return Some(0.0);
        }
        let rising = self.rising();
        let k = rising.iter().position(|mean| *mean >= effect)?;
        let ([from, to], below) = (self.ends(k), k.checked_sub(1).map_or(0.0, |k| rising[k]));
        let share = (effect - below) / (rising[k] - below);
        // At a measured amount it is that amount, without a rounding.
        Some(if rising[k] <= effect { to } else { from + share * (to - from) })
    }
}

/// How many bought do what this amount given does, replication by replication. The interval holds every
/// number for which the paired difference of both effects is not clearly other than 0: Student's t at 95%,
/// turned round as in Fieller's interval.
pub fn equal(given: &[f64], bought: &Curve) -> Equal {
    let value = bought.reaching(Moments::of(given).mean);
    let mut held: Vec<f64> = value.into_iter().collect();
    let last = bought.amounts.len() - 1;
    let mut open = value.is_none();
    let t = student_t(bought.sure(given).freedom, 0.975);
    let Some(t) = t else {
        return Equal { value, low: Some(0.0), high: None };
    };
    for k in 0..=last {
        let [from, to] = bought.ends(k);
        let step = bought.step(k);
        let left: Vec<f64> =
            given.iter().enumerate().map(|(i, g)| g - (bought.effects[k][i] - step[i])).collect();
        for share in not_excluded(&means(&bought.pairs(&left, &step)), t) {
            held.push(from + share * (to - from));
            open |= k == last && share >= 1.0;
        }
    }
    let low = held.iter().copied().reduce(f64::min);
    let high = held.iter().copied().reduce(f64::max).filter(|_| !open);
    Equal { value, low, high }
}

/// The ends of the shares w from 0 to 1 for which the mean of `left − w · step` does not clearly differ
/// from 0: where a quadratic in w is not above 0.
fn not_excluded(means: &Means, t: f64) -> Vec<f64> {
    let Means { over: left, under: step, variances, covariance, .. } = *means;
    let t2 = t * t;
    let square = step * step - t2 * variances[1];
    let half = -(left * step - t2 * covariance);
    let plain = left * left - t2 * variances[0];
    let slack = 1e-12 * (left * left + step * step + t2 * (variances[0] + variances[1]));
    let holds = |w: f64| (square * w + 2.0 * half) * w + plain <= slack;
    let root = (half * half - square * plain).max(0.0).sqrt();
    let mut ends = vec![0.0, 1.0];
    if square != 0.0 {
        ends.extend([(-half - root) / square, (-half + root) / square]);
    } else if half != 0.0 {
        ends.push(-plain / (2.0 * half));
    }
    ends.retain(|w| (0.0..=1.0).contains(w) && holds(*w));
    ends
}

/// What the next one of each does beside the other, from the amount given with this index on (at the last
/// one, up to it): the effect of the step given, over that of as many bought as do what both its ends do.
/// `equal` holds those for each amount given; `None` where they lie beyond what was bought, or one of both
/// does nothing at all.
pub fn marginal(given: &Curve, index: usize, bought: &Curve, equal: &[Option<f64>]) -> Option<Marginal> {
    let step = (index + 1).min(given.amounts.len() - 1);
    let most = bought.amounts[bought.amounts.len() - 1];
    let from = step.checked_sub(1).map_or(Some(0.0), |before| equal[before])?;
    // Up to what was measured.
    let to = equal[step].unwrap_or(most);
    if to - from <= 1e-9 * most {
        return None;
    }
    let ends = given.ends(step);
    let slope = |effect: f64, [from, to]: [f64; 2]| effect / (to - from);
    let (high, low) = (bought.at(to), bought.at(from));
    let bought: Vec<f64> = high.iter().zip(&low).map(|(high, low)| slope(high - low, [from, to])).collect();
    let given_up: Vec<f64> = given.step(step).into_iter().map(|g| slope(g, ends)).collect();
    let rate = means(&given.pairs(&bought, &given_up)).ratio()?;
    Some(Marginal { given: ends, bought: [from, to], rate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

    fn of(amounts: Vec<f64>, effects: Vec<Vec<f64>>) -> Curve {
        Curve { worlds: vec![0; effects[0].len()], amounts, effects }
    }

    fn level(amounts: &[f64], means: &[f64]) -> Curve {
        let effects = means.iter().map(|mean| vec![mean - 1e-6, mean + 1e-6, *mean]).collect();
        of(amounts.to_vec(), effects)
    }

    #[test]
    fn equal_effects_are_read_off_straight_lines_between_measured_amounts() {
        let bought = level(&[1.0, 2.0, 4.0], &[10.0, 16.0, 20.0]);
        let many = |effect: f64| equal(&[effect; 3], &bought).value;
        let near = |effect: f64, n: f64| many(effect).is_some_and(|found| (found - n).abs() < 1e-6);
        assert!(near(5.0, 0.5) && near(10.0, 1.0) && near(13.0, 1.5) && near(18.0, 3.0));
        assert_eq!((many(0.0), many(-3.0)), (Some(0.0), Some(0.0)));
        let beyond = equal(&[21.0; 3], &bought);
        assert_eq!(
            beyond,
            Equal { value: None, low: None, high: None },
            "more than was bought, and surely so"
        );
    }

    #[test]
    fn the_same_effects_are_equal_at_just_the_same_amount() {
        let noise = |i: u64| Luck::new(3, i).uniform();
        let effect = |amount: f64| -> Vec<f64> { (0..30).map(|i| amount * (1.0 + noise(i))).collect() };
        let bought = of(vec![2.0, 5.0], vec![effect(2.0), effect(5.0)]);
        for (i, amount) in [2.0, 5.0].into_iter().enumerate() {
            let found = equal(&bought.effects[i].clone(), &bought);
            assert_eq!(found.value, Some(amount));
            assert!(found.low.is_some_and(|low| (low - amount).abs() < 1e-6), "{found:?}");
        }
    }

    #[test]
    fn an_effect_that_may_reach_beyond_what_was_bought_has_no_upper_end() {
        let noise = |i: u64| 4.0 * (Luck::new(4, i).uniform() - 0.5);
        let bought = level(&[1.0], &[10.0]);
        let given: Vec<f64> = (0..3).map(|i| 9.9 + noise(i)).collect();
        let found = equal(&given, &bought);
        assert!(found.high.is_none() && found.low.is_some_and(|low| low < 1.0), "{found:?}");
    }

    #[test]
    fn a_curve_that_dips_by_luck_is_levelled_and_one_that_clearly_turns_is_known() {
        assert_eq!(level(&[1.0, 2.0, 3.0], &[10.0, 16.0, 14.0]).rising(), [10.0, 15.0, 15.0]);
        assert_eq!(level(&[1.0, 2.0], &[-1.0, 3.0]).rising(), [0.0, 3.0]);
        assert!(level(&[1.0, 2.0], &[10.0, 5.0]).turns_back());
        assert!(!level(&[1.0, 2.0], &[10.0, 15.0]).turns_back());
        let noise = |i: u64| 9.0 * (Luck::new(5, i).uniform() - 0.5);
        let by_luck = of(
            vec![1.0, 2.0],
            vec![(0..20).map(|i| 10.0 + noise(i)).collect(), (0..20).map(|i| 9.8 + noise(99 + i)).collect()],
        );
        assert!(!by_luck.turns_back());
    }

    #[test]
    fn the_marginal_rate_is_the_slope_of_one_over_the_slope_of_the_other() {
        let given = level(&[2.0, 4.0, 6.0], &[10.0, 18.0, 24.0]);
        let bought = level(&[1.0, 2.0], &[14.0, 20.0]);
        // Ten are done by 5/7 bought, 18 by 1⅔, 24 by more than were bought.
        let many: Vec<Option<f64>> =
            given.effects.iter().map(|effects| equal(effects, &bought).value).collect();
        // Two more given, from two on, do what 1⅔ − 5/7 bought do.
        let found = marginal(&given, 0, &bought, &many).expect("measured");
        assert!((found.rate.value - 2.0 / (5.0 / 3.0 - 5.0 / 7.0)).abs() < 1e-5, "{found:?}");
        // From four on a given one does 3, and a bought one 6, as far as it was measured.
        let last = marginal(&given, 1, &bought, &many).expect("measured");
        assert!((last.rate.value - 2.0).abs() < 1e-5, "{last:?}");
        assert_eq!((last.given, last.bought[1]), ([4.0, 6.0], 2.0));
        // At the end the last step again.
        assert_eq!(marginal(&given, 2, &bought, &many).map(|m| m.given), Some([4.0, 6.0]));
    }

    #[test]
    fn the_interval_of_equal_effect_covers_19_times_in_20() {
        // True effects: 3 of what is given; 2, 3.5 and 4.5 of one, two and three bought: 1⅔.
        let covered = (0..3000_u64)
            .filter(|&study| {
                let noise = |i: u64, k: u64| {
                    let luck = Luck::new(study, i).part(k);
                    (0..12).map(|j| luck.part(j).uniform()).sum::<f64>() - 6.0
                };
                let runs = 0..20_u64;
                // What both share, and what each has alone.
                let effect = |k: u64, mean: f64| -> Vec<f64> {
                    runs.clone().map(|i| mean + 0.8 * noise(i, 0) + 0.6 * noise(i, k)).collect()
                };
                let bought = of(vec![1.0, 2.0, 3.0], vec![effect(1, 2.0), effect(2, 3.5), effect(3, 4.5)]);
                let found = equal(&effect(4, 3.0), &bought);
                let truth = 1.0 + 2.0 / 3.0;
                found.low.is_some_and(|low| low <= truth) && found.high.is_none_or(|high| truth <= high)
            })
            .count();
        // Three standard errors of a share of 95% of 3,000 are 1.2%; a hull may hold a little more.
        assert!((2814..=2925).contains(&covered), "{covered} of 3000");
    }
}
