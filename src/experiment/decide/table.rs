//! The worth of options by world: better is greater.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::base::statistics::wilson95;
use crate::experiment::run::doubt::{InWorld, Sure, means_by_world};

/// What each option is worth in each world. Worth is measured from the first option, which is the scenario as it is
/// and so worth 0 in every world.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The unit of worth.
    pub unit: &'static str,
    /// The numbers of the worlds, in order.
    pub worlds: Vec<u32>,
    /// The share of replications in each; they sum to 1.
    pub weights: Vec<f64>,
    /// For each option, its worth in each world: the mean of its replications there, drawn towards the mean of all
    /// until worlds differ by as much as they do without luck.
    pub values: Vec<Vec<f64>>,
    /// For each option, each pair of replications with its world, as it was found.
    found: Vec<Vec<InWorld>>,
}

/// In how many worlds something holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The share of worlds by weight in which it holds, 0 to 1; a tie counts half.
    pub share: f64,
    /// In how many worlds it holds.
    pub holds: usize,
    /// In how many it is a tie.
    pub ties: usize,
    /// Of how many.
    pub worlds: usize,
    /// Where it holds, by the index of the world; a tie is no holding.
    pub which: Vec<bool>,
}

impl Share {
    /// How well the share is known from so many worlds, 95%.
    pub fn wilson95(&self) -> [f64; 2] {
        wilson95(self.share, self.worlds as f64).map(whole)
    }
}

/// What choosing an option loses against the best in each world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// On average over worlds.
    pub expected: f64,
    /// In the worst world.
    pub worst: f64,
}

impl Table {
    /// Of each option's worth by replication, each with its world; the first is all zeros. `None` where there are
    /// not several worlds, or options have other replications.
    pub fn of(options: &[Vec<InWorld>]) -> Option<Self> {
        let first = options.first()?;
        if options.iter().any(|option| option.len() != first.len()) {
            return None;
        }
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for &(world, _) in first {
            *counts.entry(world).or_default() += 1;
        }
        if counts.len() < 2 {
            return None;
        }
        let all = first.len() as f64;
        let worlds: Vec<u32> = counts.keys().copied().collect();
        let values = options.iter().map(|option| drawn(option, &worlds)).collect();
        let weights = counts.values().map(|&count| count as f64 / all).collect();
        Some(Self { unit: "", worlds, weights, values, found: options.to_vec() })
    }

    /// The same in this unit.
    #[must_use]
    pub fn measured_in(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// How many options there are, the scenario as it is among them.
    pub fn options(&self) -> usize {
        self.values.len()
    }

    /// The mean worth of an option over worlds.
    pub fn mean(&self, option: usize) -> f64 {
        Sure::of(&self.found[option]).mean
    }

    /// In how many worlds one option is worth more than another.
    pub fn better(&self, option: usize, than: usize) -> Share {
        let more = self.more(option, than);
        self.share(|w| more[w].total_cmp(&0.0))
    }

    /// How much more one option is worth than another in each world: pairs of replications, so that luck which both
    /// share falls out before worlds are told apart.
    pub fn more(&self, option: usize, than: usize) -> Vec<f64> {
        let pairs = self.found[option].iter().zip(&self.found[than]);
        drawn(
            &pairs.map(|((world, one), (_, other))| (*world, one - other)).collect::<Vec<_>>(),
            &self.worlds,
        )
    }

    /// The same as it was found: the mean of each world's own replications, luck and all.
    pub fn found_more(&self, option: usize, than: usize) -> Vec<f64> {
        let pairs = self.found[option].iter().zip(&self.found[than]);
        let means =
            means_of(&pairs.map(|((world, one), (_, other))| (*world, one - other)).collect::<Vec<_>>());
        self.worlds.iter().map(|world| means.get(world).copied().unwrap_or(0.0)).collect()
    }

    /// The share of worlds in which each option is the best; where several are, they share the world.
    pub fn best(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.options()];
        for (w, weight) in self.weights.iter().enumerate() {
            let best = self.best_in(w);
            let first: Vec<usize> =
                (0..self.options()).filter(|&option| self.values[option][w] >= best).collect();
            for &option in &first {
                shares[option] += weight / first.len() as f64;
            }
        }
        shares.into_iter().map(whole).collect()
    }

    /// Which option is the best in each world; the first of several.
    pub fn winners(&self) -> Vec<usize> {
        let winner = |w: usize| {
            let best = self.best_in(w);
            (0..self.options()).find(|&option| self.values[option][w] >= best).unwrap_or(0)
        };
        (0..self.worlds.len()).map(winner).collect()
    }

    fn best_in(&self, world: usize) -> f64 {
        self.values.iter().map(|of| of[world]).fold(f64::NEG_INFINITY, f64::max)
    }

    /// What choosing each option loses against knowing the world (L. J. Savage, The theory of statistical decision,
    /// Journal of the American Statistical Association 46, 1951).
    pub fn regrets(&self) -> Vec<Regret> {
        let of = |option: usize| {
            let lost =
                (0..self.worlds.len()).map(|w| (self.weights[w], self.best_in(w) - self.values[option][w]));
            lost.fold(Regret { expected: 0.0, worst: 0.0 }, |all, (weight, lost)| Regret {
                expected: all.expected + weight * lost,
                worst: all.worst.max(lost),
            })
        };
        (0..self.options()).map(of).collect()
    }

    /// The option with the least regret by a measure of it; the first of several.
    pub fn least(&self, by: impl Fn(&Regret) -> f64) -> usize {
        let regrets = self.regrets();
        (0..regrets.len()).min_by(|&a, &b| by(&regrets[a]).total_cmp(&by(&regrets[b]))).unwrap_or(0)
    }

    /// Where one thing stands to another in each world.
    pub fn share(&self, in_world: impl Fn(usize) -> Ordering) -> Share {
        let each: Vec<Ordering> = (0..self.worlds.len()).map(in_world).collect();
        let sum = |is: Ordering| {
            self.weights
                .iter()
                .zip(&each)
                .filter(|(_, one)| **one == is)
                .map(|(weight, _)| weight)
                .sum::<f64>()
        };
        let count = |is: Ordering| each.iter().filter(|one| **one == is).count();
        Share {
            share: whole(sum(Ordering::Greater) + 0.5 * sum(Ordering::Equal)),
            holds: count(Ordering::Greater),
            ties: count(Ordering::Equal),
            worlds: each.len(),
            which: each.iter().map(|one| *one == Ordering::Greater).collect(),
        }
    }
}

/// A share of worlds without the roundings of its sum.
fn whole(share: f64) -> f64 {
    ((share * 1e12).round() / 1e12).clamp(0.0, 1.0) + 0.0
}

/// The mean of each world, drawn towards the mean of all as in [`Doubt::of`]: the means of few replications differ by
/// luck too.
fn drawn(values: &[InWorld], worlds: &[u32]) -> Vec<f64> {
    let means = means_by_world(values);
    worlds.iter().map(|world| means.get(world).copied().unwrap_or(0.0)).collect()
}

/// The mean of each world.
fn means_of(values: &[InWorld]) -> BTreeMap<u32, f64> {
    let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for &(world, x) in values {
        let (n, sum) = sums.entry(world).or_default();
        *n += 1.0;
        *sum += x;
    }
    sums.into_iter().map(|(world, (n, sum))| (world, sum / n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two runs in each of four worlds, without luck.
    fn in_worlds(worth: [f64; 4]) -> Vec<InWorld> {
        (1..5).zip(worth).flat_map(|(world, x)| [(world, x), (world, x)]).collect()
    }

    fn table() -> Table {
        let all = [[0.0; 4], [3.0, 3.0, 3.0, -1.0], [2.0, 2.0, 2.0, 2.0], [2.0, 2.0, 2.0, 2.0]];
        Table::of(&all.map(in_worlds)).expect("several worlds")
    }

    #[test]
    fn shares_of_worlds_are_counted_and_ties_are_shared() {
        let table = table();
        assert_eq!(table.best(), [0.0, 0.75, 0.125, 0.125]);
        assert_eq!(table.winners(), [1, 1, 1, 2]);
        let better = table.better(1, 2);
        assert_eq!((better.holds, better.ties, better.worlds, better.share), (3, 0, 4, 0.75));
        assert_eq!(better.which, [true, true, true, false]);
        let same = table.better(2, 3);
        assert_eq!((same.holds, same.ties, same.share), (0, 4, 0.5));
        assert!((table.mean(1) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn regret_is_what_the_best_in_each_world_would_have_added() {
        let table = table();
        assert_eq!(table.regrets()[1], Regret { expected: 0.75, worst: 3.0 });
        assert_eq!(table.regrets()[2], Regret { expected: 0.75, worst: 1.0 });
        assert_eq!(table.least(|regret| regret.worst), 2, "the worst is least where nothing goes wrong");
        assert_eq!(table.least(|regret| regret.expected), 1, "the first of several");
    }

    #[test]
    fn worlds_that_luck_alone_tells_apart_make_no_regret() {
        let luck = |world: u32, sign: f64| [(world, 5.0 + sign), (world, 5.0 - sign)];
        let option: Vec<InWorld> =
            (1..9).flat_map(|w| luck(w, if w % 2 == 0 { 3.0 } else { -2.0 })).collect();
        let base: Vec<InWorld> = option.iter().map(|(w, _)| (*w, 0.0)).collect();
        let table = Table::of(&[base, option]).expect("worlds");
        assert_eq!(table.regrets()[1], Regret { expected: 0.0, worst: 0.0 });
        assert_eq!(table.better(1, 0).holds, 8);
    }

    #[test]
    fn a_share_of_all_worlds_is_not_known_to_be_all() {
        let share = Share { share: 1.0, holds: 100, ties: 0, worlds: 100, which: vec![true; 100] };
        let [low, high] = share.wilson95();
        assert!((low - 0.963).abs() < 1e-3 && high >= 1.0, "{low} {high}");
    }
}
