//! What replications say about one outcome: its mean with two intervals that are never mixed, how
//! sure we are of the mean, and how much single runs vary. Knows nothing of where the values come
//! from.

use super::doubt::{Doubt, InWorld};
use crate::base::statistics::{Moments, quantile6};
use crate::measures::Replication;

/// An estimate over replications.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// The unit, in words.
    pub unit: &'static str,
    /// The mean; `None` where no replication has a value.
    pub mean: Option<f64>,
    /// The standard deviation between replications; 0 below two values.
    pub sd: f64,
    /// How many replications have a value.
    pub n: usize,
    /// The skewness between replications; 0 below three values.
    pub skew: f64,
    /// How sure we are of the mean: Student's t, 95%. `None` below two values. In several worlds: of what it is in
    /// the world that is ours, luck and not knowing together.
    pub precision95: Option<[f64; 2]>,
    /// The parts of it, where replications ran in several worlds.
    pub doubt: Option<Doubt>,
    /// How much single runs vary: 5th to 95th percentile of replications, Hyndman–Fan type 6.
    /// `None` below 19 values.
    pub range90: Option<[f64; 2]>,
}

impl Estimate {
    /// From one value a replication; undefined ones are left out and lower `n`.
    pub fn of(unit: &'static str, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self::in_worlds(unit, values.into_iter().map(|x| (0, x)))
    }

    /// The same of a value of each replication, by the world that it ran in.
    pub fn over(
        unit: &'static str,
        replications: &[Replication],
        value: impl Fn(&Replication) -> Option<f64>,
    ) -> Self {
        Self::in_worlds(unit, replications.iter().map(|r| (r.world, value(r))))
    }

    /// The same of values, each with the world that it is from.
    pub fn in_worlds(unit: &'static str, values: impl IntoIterator<Item = (u32, Option<f64>)>) -> Self {
        // Not-a-number is no value either: none may ever be written.
        let known = values.into_iter().filter_map(|(world, x)| Some((world, x.filter(|x| x.is_finite())?)));
        let by_world: Vec<InWorld> = known.collect();
        // What is never below 0 has no mean there.
        let above = by_world.iter().all(|(_, x)| *x >= 0.0);
        let parted = Doubt::of(&by_world);
        let mut known: Vec<f64> = by_world.into_iter().map(|(_, x)| x).collect();
        let moments = Moments::of(&known);
        known.sort_by(f64::total_cmp);
        let range90 = quantile6(&known, 0.05).zip(quantile6(&known, 0.95)).map(|(low, high)| [low, high]);
        Self {
            unit,
            // Adding 0 turns −0 into 0.
            mean: (moments.n > 0).then_some(moments.mean + 0.0),
            sd: moments.sd,
            n: moments.n,
            skew: moments.skew,
            precision95: parted.as_ref().map_or_else(
                || moments.interval95(),
                |parted| {
                    let [low, high] = parted.all95;
                    Some([if above { low.max(0.0) } else { low }, high])
                },
            ),
            doubt: parted.map(|parted| parted.doubt),
            range90,
        }
    }

    /// How many replications the precision needs before Student's t can be trusted: 25 × skew².
    /// (W. G. Cochran, Sampling Techniques, 3rd ed., 1977: n > 25 G1².)
    pub fn runs_wanted(&self) -> f64 {
        25.0 * self.skew * self.skew
    }

    /// Whether there are too few replications for the precision to be trusted. Where single runs hardly
    /// differ the mean is known, however uneven the little is by which they do.
    pub fn too_few(&self) -> bool {
        const HARDLY: f64 = 1e-3;
        let differs = self.mean.is_some_and(|mean| self.sd > HARDLY * mean.abs());
        self.n >= 3 && differs && (self.n as f64) < self.runs_wanted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_values_are_left_out_and_lower_n() {
        let e = Estimate::of("days", [Some(1.0), None, Some(3.0)]);
        assert_eq!((e.n, e.mean, e.unit), (2, Some(2.0), "days"));
        // t(1, 0.975) = 12.706204736 and sd = √2.
        let [low, high] = e.precision95.unwrap();
        assert!((high - 2.0 - 12.706_204_736).abs() < 1e-6 && (low + high - 4.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_estimated_from_nothing() {
        let e = Estimate::of("days", [None, Some(f64::NAN)]);
        assert_eq!((e.n, e.mean, e.precision95, e.range90), (0, None, None, None));
        let one = Estimate::of("days", [Some(4.0)]);
        assert_eq!((one.mean, one.sd, one.precision95), (Some(4.0), 0.0, None));
    }

    #[test]
    fn the_range_of_single_runs_needs_19_of_them() {
        let upto = |n: u32| Estimate::of("", (1..=n).rev().map(|i| Some(f64::from(i)))).range90;
        assert_eq!(upto(18), None);
        let [low, high] = upto(19).unwrap();
        assert!((low - 1.0).abs() < 1e-9 && (high - 19.0).abs() < 1e-9);
        let [low, high] = upto(99).unwrap();
        assert!((low - 5.0).abs() < 1e-9 && (high - 95.0).abs() < 1e-9);
    }

    #[test]
    fn a_skewed_outcome_wants_more_runs_than_a_level_one() {
        let skewed = Estimate::of("", (0..40).map(|i| Some(if i == 0 { 100.0 } else { 1.0 })));
        assert!(skewed.too_few(), "skew {} wants {}", skewed.skew, skewed.runs_wanted());
        let level = Estimate::of("", (0..40).map(|i| Some(f64::from(i))));
        assert!(!level.too_few());
    }

    #[test]
    fn what_is_constant_or_nearly_so_needs_no_more_runs() {
        let of = |last: f64| Estimate::of("", (0..25).map(|i| Some(if i == 24 { last } else { 200.0 })));
        assert!(!of(200.0).too_few());
        let nearly = of(200.5);
        assert!(nearly.runs_wanted() > 600.0 && !nearly.too_few(), "one run in 25 by a quarter of a percent");
        assert!(of(230.0).too_few());
        assert!(!Estimate::of("", [Some(0.0); 25]).too_few());
    }
}
