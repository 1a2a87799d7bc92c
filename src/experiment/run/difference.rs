//! A paired difference: option minus baseline, replication by replication.

use super::doubt::{Doubt, InWorld};
use crate::base::statistics::{Moments, quantile6};
use crate::measures::Replication;

/// The difference of one outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The unit of the outcome.
    pub unit: &'static str,
    /// The mean of option minus baseline.
    pub mean: f64,
    /// The standard deviation of the differences between replications; 0 below two.
    pub sd: f64,
    /// How many replications have a value in both.
    pub n: usize,
    /// How sure we are of the mean: Student's t on the differences, 95%. `None` below two. In several worlds: of
    /// what it is in the world that is ours, luck and not knowing together.
    pub precision95: Option<[f64; 2]>,
    /// The parts of it, where replications ran in several worlds.
    pub doubt: Option<Doubt>,
    /// How much the differences of single runs vary: 5th to 95th percentile, Hyndman–Fan type 6.
    /// `None` below 19.
    pub range90: Option<[f64; 2]>,
    /// Whether the 95% interval of this outcome alone excludes 0.
    pub clear: bool,
    /// How likely so large a mean difference is where there is none: Student's t, both sides. In several worlds by
    /// what luck and not knowing leave unsure together.
    pub p: Option<f64>,
}

impl Difference {
    /// From pairs of baseline and option. `None` where no pair has both values.
    pub fn of(unit: &'static str, pairs: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Option<Self> {
        Self::in_worlds(unit, pairs.map(|pair| (0, pair)))
    }

    /// The same of a pair of values of each pair of replications, by the world that both ran in.
    pub fn over(
        unit: &'static str,
        before: &[Replication],
        after: &[Replication],
        pair: impl Fn(&Replication, &Replication) -> (Option<f64>, Option<f64>),
    ) -> Option<Self> {
        Self::in_worlds(unit, before.iter().zip(after).map(|(b, a)| (b.world, pair(b, a))))
    }

    /// The same of pairs, each with the world that it is from.
    pub fn in_worlds(
        unit: &'static str,
        pairs: impl Iterator<Item = (u32, (Option<f64>, Option<f64>))>,
    ) -> Option<Self> {
        let both = pairs.filter_map(|(world, (before, after))| Some((world, after? - before?)));
        let by_world: Vec<InWorld> = both.filter(|(_, x)| x.is_finite()).collect();
        let parted = Doubt::of(&by_world);
        let mut known: Vec<f64> = by_world.into_iter().map(|(_, x)| x).collect();
        let moments = Moments::of(&known);
        if moments.n == 0 {
            return None;
        }
        known.sort_by(f64::total_cmp);
        let precision95 = parted.as_ref().map_or_else(|| moments.interval95(), |parted| Some(parted.all95));
        Some(Self {
            unit,
            // Adding 0 turns −0 into 0.
            mean: moments.mean + 0.0,
            sd: moments.sd,
            n: moments.n,
            precision95,
            doubt: parted.map(|parted| parted.doubt),
            range90: quantile6(&known, 0.05).zip(quantile6(&known, 0.95)).map(|(low, high)| [low, high]),
            clear: precision95.is_some_and(|[low, high]| low > 0.0 || high < 0.0),
            p: parted.map_or_else(|| moments.p_of_zero(), |parted| Some(parted.p_of_zero(moments.mean))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_share_falls_out_of_a_difference() {
        let luck = [10.0, 250.0, -40.0, 77.0];
        let pairs = luck.iter().zip([1.0, 2.0, 1.0, 2.0]).map(|(l, d)| (Some(*l), Some(l + d)));
        let d = Difference::of("days", pairs).unwrap();
        assert!((d.mean - 1.5).abs() < 1e-9 && (d.sd - 1.0 / 3.0_f64.sqrt()).abs() < 1e-9);
        assert!(d.clear && d.n == 4 && d.range90.is_none());
    }

    #[test]
    fn equal_scenarios_differ_in_nothing_and_one_pair_is_no_evidence() {
        let same = Difference::of("days", [3.0, 5.0, 9.0].iter().map(|x| (Some(*x), Some(*x)))).unwrap();
        assert_eq!((same.mean, same.sd, same.clear, same.p), (0.0, 0.0, false, Some(1.0)));
        assert_eq!(same.precision95, Some([0.0, 0.0]));
        let one = Difference::of("days", [(Some(1.0), Some(4.0))].into_iter()).unwrap();
        assert_eq!((one.mean, one.precision95, one.clear), (3.0, None, false));
        assert_eq!(Difference::of("days", [(None, Some(4.0))].into_iter()), None);
    }
}
