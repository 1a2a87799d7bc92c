//! How much of what is not sure is luck, and how much is not knowing in which of many worlds we are: a one-way
//! analysis of variance of replications by their world. Luck shrinks with more replications; not knowing does not.

use std::collections::BTreeMap;

use crate::base::ratio::Means;
use crate::base::special::{fisher_below, normal_above, squared, student_above};
use crate::base::statistics::{Moments, NORMAL95, student_t};

/// From so many worlds on their own quantiles tell how far apart they lie; fewer are taken as normal.
const ENOUGH_WORLDS: usize = 39;

/// The two parts of what is not sure of a mean over replications in several worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Doubt {
    /// How many worlds have a value.
    pub worlds: usize,
    /// How many replications have one.
    pub runs: usize,
    /// What luck leaves unsure of the mean over worlds: Student's t, 95%.
    pub luck95: [f64; 2],
    /// The standard deviation between replications of one world.
    pub within: f64,
    /// The standard deviation of the outcome between worlds, without what is luck in it; 0 where the worlds differ
    /// less than luck would make them.
    pub between: f64,
    /// Mean square between worlds over that within them; infinite where nothing differs within.
    f: f64,
    /// The mean number of replications of a world, as the analysis counts them.
    each: f64,
}

/// A value and the world that it is from.
pub type InWorld = (u32, f64);

/// The replications of one world.
#[derive(Clone, Copy, Debug, Default)]
struct OfWorld {
    n: f64,
    mean: f64,
    /// The sum of squares of their distances from it.
    squares: f64,
}

impl OfWorld {
    /// How far its mean is drawn towards that of all, where worlds differ by this variance: 1 leaves it. By its own
    /// luck: where nothing ever happens there is none to take out, and drawn by the luck of others such a world would
    /// seem to have an effect.
    fn draw(&self, between: f64) -> f64 {
        let own = if self.n > 1.0 { self.squares / (self.n - 1.0) / self.n } else { 0.0 };
        let all = between + own;
        if all > 0.0 { (between / all).sqrt() } else { 0.0 }
    }
}

fn by_world(values: &[InWorld]) -> BTreeMap<u32, OfWorld> {
    let mut worlds: BTreeMap<u32, OfWorld> = BTreeMap::new();
    for &(world, x) in values {
        let of = worlds.entry(world).or_default();
        of.n += 1.0;
        let off = x - of.mean;
        of.mean += off / of.n;
        of.squares += off * (x - of.mean);
    }
    worlds
}

/// The mean of each world, without the luck that it holds as far as that can be told: as in [`Doubt::of`]. Where there
/// are no parts, as it was found.
pub fn means_by_world(values: &[InWorld]) -> BTreeMap<u32, f64> {
    let mean = values.iter().map(|(_, x)| x).sum::<f64>() / values.len() as f64;
    let parts = Doubt::of(values).map(|parted| parted.doubt);
    let of = |world: &OfWorld| {
        let draw = parts.map_or(1.0, |parts| world.draw(squared(parts.between)));
        mean + draw * (world.mean - mean)
    };
    by_world(values).iter().map(|(number, world)| (*number, of(world))).collect()
}

/// A mean with both parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parted {
    /// How far to believe the value in the world that is ours, 95%: luck and not knowing together.
    pub all95: [f64; 2],
    /// The parts.
    pub doubt: Doubt,
}

impl Doubt {
    /// Of values in several worlds; `None` where all are of one, or where no world has two.
    ///
    /// The worlds' own means hold luck too: each is drawn towards the mean of all by as much luck as it holds, so that
    /// they differ as much as the worlds do (T. A. Louis, Estimating a population of parameter values using Bayes and empirical Bayes
    /// methods, Journal of the American Statistical Association 79, 1984). Their middle 95% and the interval of
    /// luck, both from the mean, add up in squares.
    pub fn of(values: &[InWorld]) -> Option<Parted> {
        Self::at(values, 0.95)
    }

    /// The same with intervals of another level: a share of 0 to 1.
    pub fn at(values: &[InWorld], level: f64) -> Option<Parted> {
        let tails = [0.5 * (1.0 - level), 0.5 * (1.0 + level)];
        let worlds = by_world(values);
        let (count, runs) = (worlds.len(), values.len());
        if count < 2 || runs <= count {
            return None;
        }
        let (k, n) = (count as f64, runs as f64);
        let mean = values.iter().map(|(_, x)| x).sum::<f64>() / n;
        let within = worlds.values().map(|world| world.squares).sum::<f64>() / (n - k);
        let apart = |world: &OfWorld| world.n * squared(world.mean - mean);
        let among = worlds.values().map(apart).sum::<f64>() / (k - 1.0);
        let each = (n - worlds.values().map(|world| squared(world.n)).sum::<f64>() / n) / (k - 1.0);
        let between = ((among - within) / each).max(0.0);
        let half = student_t(runs - count, tails[1])? * (within / n).sqrt();
        let drawn = |world: &OfWorld| mean + world.draw(between) * (world.mean - mean);
        let mut means: Vec<(f64, f64)> = worlds.values().map(|world| (drawn(world), world.n)).collect();
        means.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [low, high] = if count < ENOUGH_WORLDS {
            let reach = student_t(count - 1, tails[1])? * (between * (1.0 + 1.0 / k)).sqrt();
            [mean - reach, mean + reach]
        } else {
            tails.map(|p| quantile_of(&means, p))
        };
        let reach = |end: f64| squared(end - mean) + squared(half);
        let doubt = Self {
            worlds: count,
            runs,
            luck95: [mean - half, mean + half],
            within: within.sqrt(),
            between: between.sqrt(),
            f: if within > 0.0 { among / within } else { f64::INFINITY },
            each,
        };
        // An end on the other side of the mean is none.
        let (low, high) = (low.min(mean), high.max(mean));
        Some(Parted { all95: [mean - reach(low).sqrt(), mean + reach(high).sqrt()], doubt })
    }

    /// The variance of the mean that is luck.
    fn luck(&self) -> f64 {
        self.within * self.within / self.runs as f64
    }

    /// Not knowing's share in the variance of what we expect in the world that is ours: 0 to 1.
    pub fn share(&self) -> f64 {
        let unknown = self.between * self.between;
        let all = unknown + self.luck();
        if all > 0.0 { unknown / all } else { 0.0 }
    }

    /// How well that share is known, 95%: by the distribution of the ratio of mean squares (exact for normal values
    /// and as many replications of each world; S. R. Searle, Linear Models, 1971, chapter 9).
    pub fn share95(&self) -> [f64; 2] {
        let (k, n) = (self.worlds as f64, self.runs as f64);
        if !self.f.is_finite() {
            return [1.0; 2];
        }
        let ratio = |p: f64| {
            let quantile = fisher(p, k - 1.0, n - k);
            ((self.f / quantile - 1.0) / self.each).max(0.0)
        };
        [0.975, 0.025].map(|p| ratio(p) / (ratio(p) + 1.0 / n))
    }
}

impl Parted {
    /// How likely a mean so far from 0 is where it is 0, both sides: below 5% just where the interval leaves 0 out, as
    /// if the end towards 0 were that of a normal distribution.
    pub fn p_of_zero(&self, mean: f64) -> f64 {
        let reach = if mean > 0.0 { mean - self.all95[0] } else { self.all95[1] - mean };
        if reach <= 0.0 {
            return if mean == 0.0 { 1.0 } else { 0.0 };
        }
        2.0 * normal_above((mean / reach).abs() * NORMAL95)
    }
}

/// A mean with what is unsure of it: luck, and not knowing where there are several worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sure {
    /// The mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// The degrees of freedom of that.
    pub freedom: usize,
}

impl Sure {
    /// Of values, each with the world that it is from.
    pub fn of(values: &[InWorld]) -> Self {
        let moments = Moments::of(&values.iter().map(|(_, x)| *x).collect::<Vec<_>>());
        let (variance, freedom) = Doubt::of(values).map_or_else(
            || (squared(moments.standard_error()), values.len().saturating_sub(1)),
            |Parted { doubt, .. }| (squared(doubt.between) + doubt.luck(), doubt.worlds - 1),
        );
        Self { mean: moments.mean, variance, freedom }
    }

    /// How likely a mean so far from 0 is where it is 0, both sides. `None` without a degree of freedom.
    pub fn p_of_zero(&self) -> Option<f64> {
        if self.freedom == 0 {
            return None;
        }
        if self.variance <= 0.0 {
            return Some(if self.mean == 0.0 { 1.0 } else { 0.0 });
        }
        Some(2.0 * student_above(self.freedom as f64, (self.mean / self.variance.sqrt()).abs()))
    }
}

/// Two means over the same replications, each pair with the world that it is from.
pub fn means(pairs: &[(u32, (f64, f64))]) -> Means {
    let of = |value: &dyn Fn(&(f64, f64)) -> f64| -> Vec<InWorld> {
        pairs.iter().map(|(world, pair)| (*world, value(pair))).collect()
    };
    let [over, under] = [Sure::of(&of(&|pair| pair.0)), Sure::of(&of(&|pair| pair.1))];
    let variances = [over.variance, under.variance];
    let freedom = over.freedom;
    let covariance = if pairs.iter().all(|(world, _)| *world == pairs[0].0) {
        let products: f64 = pairs.iter().map(|(_, (x, y))| (x - over.mean) * (y - under.mean)).sum();
        products / freedom as f64 / pairs.len() as f64
    } else {
        let sum = Sure::of(&of(&|pair| pair.0 + pair.1));
        // A variance that was cut off at nothing may make this too large: no more than the two allow.
        let most = (variances[0] * variances[1]).sqrt();
        (0.5 * (sum.variance - variances[0] - variances[1])).clamp(-most, most)
    };
    Means { over: over.mean, under: under.mean, variances, covariance, freedom }
}

/// The quantile of values that rise, each so many times, at position p(k + 1) where all are the same number of
/// times (Hyndman and Fan 1996, type 6).
fn quantile_of(rising: &[(f64, f64)], p: f64) -> f64 {
    let all: f64 = rising.iter().map(|(_, n)| n).sum();
    let wanted = p * (all + all / rising.len() as f64);
    let mut upto = 0.0;
    let mut before: Option<(f64, f64)> = None;
    for &(x, n) in rising {
        upto += n;
        if upto >= wanted {
            return before.map_or(x, |(last, value)| value + (x - value) * (wanted - last) / (upto - last));
        }
        before = Some((upto, x));
    }
    before.map_or(0.0, |(_, x)| x)
}

/// The quantile of the ratio of two mean squares with these degrees of freedom, by halving on a logarithmic scale.
fn fisher(p: f64, above: f64, below: f64) -> f64 {
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..70 {
        let middle = 0.5 * (low + high);
        if fisher_below(above, below, libm::exp(middle)) < p { low = middle } else { high = middle }
    }
    libm::exp(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

    /// Values in so many worlds, so many of each: normal by the sum of twelve uniforms.
    fn normal(luck: Luck) -> f64 {
        (0..12).map(|i| luck.part(i).uniform()).sum::<f64>() - 6.0
    }

    fn values(seed: u64, worlds: u32, each: u64, between: f64) -> Vec<InWorld> {
        let luck = Luck::new(seed, 0);
        let of = |w: u32| between * normal(luck.part(u64::from(w)));
        (0..worlds)
            .flat_map(|w| {
                (0..each).map(move |i| (w, 10.0 + of(w) + normal(luck.part(1000 + u64::from(w)).part(i))))
            })
            .collect()
    }

    #[test]
    fn the_parts_are_those_of_a_hand_made_table() {
        // Worlds with means 1, 3 and 8, two runs each, one either side by 1: within² = 2, among = 26 × 2 / 2.
        let all = [(1, 0.0), (1, 2.0), (2, 2.0), (2, 4.0), (3, 7.0), (3, 9.0)];
        let Parted { all95, doubt } = Doubt::of(&all).expect("three worlds");
        assert_eq!((doubt.worlds, doubt.runs, doubt.each), (3, 6, 2.0));
        assert!((doubt.within - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((doubt.between - 12.0_f64.sqrt()).abs() < 1e-12, "(26 − 2) / 2");
        assert!((doubt.share() - 12.0 / (12.0 + 2.0 / 6.0)).abs() < 1e-12);
        // t(3, 0.975) = 3.182446305 and t(2, 0.975) = 4.302652730.
        let luck = 3.182_446_305 * (2.0_f64 / 6.0).sqrt();
        assert!((doubt.luck95[1] - 4.0 - luck).abs() < 1e-6);
        let unknown = 4.302_652_730 * 16.0_f64.sqrt();
        assert!(
            (all95[1] - 4.0 - unknown.hypot(luck)).abs() < 1e-6 && (all95[0] + all95[1] - 8.0).abs() < 1e-9
        );
    }

    #[test]
    fn one_world_and_one_run_of_each_have_no_parts() {
        assert!(Doubt::of(&[(0, 1.0), (0, 2.0)]).is_none());
        assert!(Doubt::of(&[(1, 1.0), (2, 2.0)]).is_none());
        assert!(Doubt::of(&[]).is_none());
    }

    #[test]
    fn the_share_of_not_knowing_is_covered_by_its_interval() {
        // between 0.5, within 1, 4 runs of each of 40 worlds: 0.25 ÷ (0.25 + 1/160).
        let truth = 0.25 / (0.25 + 1.0 / 160.0);
        let covers = |seed: &u64| {
            let [low, high] = Doubt::of(&values(*seed, 40, 4, 0.5)).expect("parts").doubt.share95();
            (low..=high).contains(&truth)
        };
        let covered = (0..400).filter(covers).count();
        assert!((366..=394).contains(&covered), "{covered} of 400, 380 expected");
    }

    #[test]
    fn worlds_that_do_not_differ_leave_luck_alone() {
        let all: Vec<InWorld> = (0..200).map(|i| (i / 2, if i % 2 == 0 { 1.0 } else { 3.0 })).collect();
        let Parted { all95, doubt } = Doubt::of(&all).expect("parts");
        assert_eq!((doubt.between, doubt.share()), (0.0, 0.0));
        assert!(all95.iter().zip(doubt.luck95).all(|(all, luck)| (all - luck).abs() < 1e-12));
        assert!(doubt.share95()[0] == 0.0);
    }

    #[test]
    fn a_new_world_lies_in_the_interval_nineteen_times_in_twenty() {
        let covers = |seed: &u64| {
            let [low, high] = Doubt::of(&values(*seed, 60, 4, 1.0)).expect("parts").all95;
            let new = 10.0 + normal(Luck::new(*seed, 1));
            (low..=high).contains(&new)
        };
        let covered = (0..400).filter(covers).count();
        assert!((364..=394).contains(&covered), "{covered} of 400, 380 expected");
    }

    #[test]
    fn quantiles_of_values_that_stand_once_each_are_those_of_type_6() {
        let rising: Vec<(f64, f64)> = (1..=99).map(|i| (f64::from(i), 3.0)).collect();
        assert!((quantile_of(&rising, 0.025) - 2.5).abs() < 1e-9);
        assert!((quantile_of(&rising, 0.975) - 97.5).abs() < 1e-9);
        assert!((quantile_of(&rising, 0.001) - 1.0).abs() < 1e-12);
    }
}
