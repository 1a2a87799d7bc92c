//! What people think an unknown number is: a distribution through three quantiles, and several people's pooled.
//!
//! Knows nothing of who was asked, nor of units. `special` has the normal distribution that it rests on.

use super::special::{normal_above, normal_exceeded_by};

/// Ends of a pool that has no bounds: what lies beyond is once in a hundred, on both sides together.
pub const FAR: [f64; 2] = [0.005, 0.995];
/// Bounds that hold a smaller share of a pool leave next to nothing of it.
const LEAST: f64 = 0.01;
/// Halvings in which any two numbers meet.
const MOST_HALVINGS: u32 = 2_200;

/// A distribution through three quantiles: below and above the middle one each a normal distribution of its own
/// width, of the logarithm where all three are above 0 and of the number itself otherwise. It is a
/// quantile-parameterised distribution (Keelin and Powley 2011): its quantile is linear in the normal deviate on
/// either side. There is one for any three rising numbers, and it is positive where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    deviates: [f64; 3],
    /// The quantiles, or their logarithms.
    at: [f64; 3],
    in_logarithms: bool,
}

impl Opinion {
    /// Through these values, of which these shares lie below. `None` where values or shares do not rise, or a share
    /// is not between 0 and 1.
    pub fn of(shares: [f64; 3], values: [f64; 3]) -> Option<Self> {
        let rises = |[a, b, c]: [f64; 3]| a < b && b < c;
        let within = shares[0] > 0.0 && shares[2] < 1.0 && values.iter().all(|x| x.is_finite());
        if !within || !rises(shares) || !rises(values) {
            return None;
        }
        let in_logarithms = values[0] > 0.0;
        let at = values.map(|x| if in_logarithms { libm::log(x) } else { x });
        let deviates = shares.map(|share| -normal_exceeded_by(share));
        // Numbers that are nearly the same may have one logarithm.
        (rises(at) && rises(deviates)).then_some(Self { deviates, at, in_logarithms })
    }

    /// The value below which this share lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let z = -normal_exceeded_by(share);
        let side = usize::from(z > self.deviates[1]);
        let slope = (self.at[side + 1] - self.at[side]) / (self.deviates[side + 1] - self.deviates[side]);
        let x = self.at[1] + slope * (z - self.deviates[1]);
        if self.in_logarithms { libm::exp(x) } else { x }
    }

    /// The share that lies below a value.
    pub fn below(&self, value: f64) -> f64 {
        let x = match self.in_logarithms {
            true if value <= 0.0 => return 0.0,
            true => libm::log(value),
            false => value,
        };
        let side = usize::from(x > self.at[1]);
        let slope = (self.deviates[side + 1] - self.deviates[side]) / (self.at[side + 1] - self.at[side]);
        normal_above(-(self.deviates[1] + slope * (x - self.at[1])))
    }
}

/// What several people think, each with a weight: the share below a value is the weighted mean of theirs (a linear
/// opinion pool: Stone 1961; Cooke 1991). So where they differ all that they think possible is possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Weights, which sum to 1, and what each thinks.
    all: Vec<(f64, Opinion)>,
    bounds: Option<Bounds>,
}

/// Between what a pool lies, and the shares of it below both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounds {
    ends: [f64; 2],
    shares: [f64; 2],
}

impl Pool {
    /// Of opinions with weights of 0 or more. `None` where no one has a weight.
    pub fn of(all: Vec<(f64, Opinion)>) -> Option<Self> {
        let total: f64 = all.iter().map(|(weight, _)| weight).sum();
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let counts = all.into_iter().filter(|(weight, _)| *weight > 0.0);
        Some(Self { all: counts.map(|(weight, opinion)| (weight / total, opinion)).collect(), bounds: None })
    }

    /// What is left of it between two ends, as if the rest had never been thought possible. `None` where that is
    /// next to nothing.
    #[must_use]
    pub fn within(self, ends: [f64; 2]) -> Option<Self> {
        let shares = ends.map(|end| self.pooled_below(end));
        let enough = ends[0] < ends[1] && shares[1] - shares[0] >= LEAST;
        enough.then_some(Self { bounds: Some(Bounds { ends, shares }), ..self })
    }

    /// Between what it lies: its bounds, or without such what lies beyond its quantiles [`FAR`] is left out.
    pub fn ends(&self) -> [f64; 2] {
        self.bounds.map_or_else(|| FAR.map(|share| self.quantile(share)), |bounds| bounds.ends)
    }

    /// The value below which this share lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let Some(Bounds { ends: [low, high], shares: [from, to] }) = self.bounds else {
            return self.pooled_quantile(share);
        };
        self.pooled_quantile(from + share.clamp(0.0, 1.0) * (to - from)).max(low).min(high)
    }

    /// The share that lies below a value.
    pub fn below(&self, value: f64) -> f64 {
        let below = self.pooled_below(value);
        self.bounds
            .map_or(below, |Bounds { shares: [from, to], .. }| ((below - from) / (to - from)).clamp(0.0, 1.0))
    }

    fn pooled_below(&self, value: f64) -> f64 {
        self.all.iter().map(|(weight, opinion)| weight * opinion.below(value)).sum()
    }

    /// It lies between the same quantiles of all opinions; found by halving what is between.
    fn pooled_quantile(&self, share: f64) -> f64 {
        let each = self.all.iter().map(|(_, opinion)| opinion.quantile(share));
        let (mut low, mut high) =
            each.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        for _ in 0..MOST_HALVINGS {
            let middle = f64::midpoint(low, high);
            // Also where both are infinite.
            if !(low < middle && middle < high) {
                break;
            }
            if self.pooled_below(middle) < share { low = middle } else { high = middle }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: [f64; 3] = [0.05, 0.5, 0.95];

    fn opinion(shares: [f64; 3], values: [f64; 3]) -> Opinion {
        Opinion::of(shares, values).expect("rising")
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
    }

    /// Three rising values and the shares below them.
    fn asked() -> impl Strategy<Value = ([f64; 3], [f64; 3])> {
        let shares = (0.01..0.3, 0.05..0.3, 0.05..0.35);
        let values = (-50.0..200.0, 0.01..100.0, 0.01..100.0);
        (shares, values).prop_map(|((a, b, c), (low, up, far)): ((f64, f64, f64), (f64, f64, f64))| {
            ([a, a + b, a + b + c], [low, low + up, low + up + far])
        })
    }

    proptest! {
        #[test]
        fn the_three_quantiles_come_back((shares, values) in asked()) {
            let one = opinion(shares, values);
            for (share, value) in shares.into_iter().zip(values) {
                prop_assert!(near(one.quantile(share), value), "{share}: {} for {value}", one.quantile(share));
                prop_assert!(near(one.below(value), share));
            }
        }

        #[test]
        fn quantiles_rise_stay_positive_and_are_where_their_share_lies_below((shares, values) in asked()) {
            let one = opinion(shares, values);
            let all: Vec<f64> = (1..200).map(|i| one.quantile(f64::from(i) / 200.0)).collect();
            prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(values[0] <= 0.0 || all[0] > 0.0);
            prop_assert!(all.iter().zip(1..).all(|(x, i)| near(one.below(*x), f64::from(i) / 200.0)));
        }

        #[test]
        fn a_pool_of_one_and_of_equal_ones_is_that_one((shares, values) in asked(), share in 0.001..0.999) {
            let one = opinion(shares, values);
            let alone = Pool::of(vec![(3.0, one.clone())]).expect("a weight");
            let twice = Pool::of(vec![(1.0, one.clone()), (2.0, one.clone())]).expect("weights");
            prop_assert!(alone.quantile(share).to_bits() == one.quantile(share).to_bits());
            prop_assert!(near(twice.quantile(share), one.quantile(share)));
            prop_assert!(near(twice.below(values[1]), shares[1]));
        }

        #[test]
        fn the_share_below_a_quantile_of_a_pool_is_the_weighted_mean_of_theirs(
            (shares, values) in asked(), (others, at) in asked(), weight in 0.1..10.0, share in 0.01..0.99,
        ) {
            let (one, two) = (opinion(shares, values), opinion(others, at));
            let pool = Pool::of(vec![(weight, one.clone()), (1.0, two.clone())]).expect("weights");
            let x = pool.quantile(share);
            let mean = (weight * one.below(x) + two.below(x)) / (weight + 1.0);
            prop_assert!((mean - share).abs() < 1e-9, "{mean} for {share}");
        }

        #[test]
        fn within_bounds_shares_are_those_of_what_is_left((shares, values) in asked(), share in 0.0..1.0) {
            let [low, middle, high] = values;
            let ends = [f64::midpoint(low, middle), f64::midpoint(middle, high)];
            let whole = Pool::of(vec![(1.0, opinion(shares, values))]).expect("a weight");
            let left = whole.clone().within(ends).expect("much is left");
            let x = left.quantile(share);
            let [from, to] = ends.map(|end| whole.below(end));
            prop_assert!((ends[0]..=ends[1]).contains(&x));
            prop_assert!(((whole.below(x) - from) / (to - from) - share).abs() < 1e-7);
            prop_assert!((left.below(x) - share).abs() < 1e-7);
        }
    }

    #[test]
    fn two_widths_by_hand() {
        // On the logarithm: the middle ÷ 2 and × 4, one usual deviate away.
        let one = opinion(USUAL, [4.0, 8.0, 32.0]);
        let z = normal_exceeded_by(0.05);
        let above = |z: f64| normal_above(-z);
        assert!(near(one.quantile(above(-2.0 * z)), 2.0) && near(one.quantile(above(z / 2.0)), 16.0));
        // On the number itself, as 0 is no number of a logarithm.
        let two = opinion(USUAL, [-1.0, 0.0, 3.0]);
        assert!(near(two.quantile(above(-2.0 * z)), -2.0) && near(two.quantile(above(z / 3.0)), 1.0));
    }

    #[test]
    fn what_does_not_rise_has_no_weight_or_leaves_nothing_is_none() {
        assert!(Opinion::of(USUAL, [2.0, 2.0, 3.0]).is_none());
        assert!(Opinion::of([0.5, 0.4, 0.9], [1.0, 2.0, 3.0]).is_none());
        assert!(Opinion::of([0.0, 0.4, 0.9], [1.0, 2.0, 3.0]).is_none());
        assert!(Opinion::of(USUAL, [1.0, 2.0, f64::NAN]).is_none());
        let one = opinion(USUAL, [1.0, 2.0, 3.0]);
        assert!(Pool::of(vec![(0.0, one.clone())]).is_none() && Pool::of(Vec::new()).is_none());
        let pool = Pool::of(vec![(1.0, one.clone()), (0.0, opinion(USUAL, [9.0, 10.0, 11.0]))]).expect("one");
        assert!(near(pool.quantile(0.9), one.quantile(0.9)), "a weight of nothing counts for nothing");
        assert!(pool.clone().within([50.0, 60.0]).is_none() && pool.clone().within([3.0, 1.0]).is_none());
        let [low, high] = pool.ends();
        assert!(near(low, one.quantile(0.005)) && near(high, one.quantile(0.995)));
    }

    #[test]
    fn who_counts_three_times_as_much_pulls_three_times_as_hard() {
        let (low, high) = (opinion(USUAL, [1.0, 1.1, 1.2]), opinion(USUAL, [9.0, 9.9, 10.8]));
        let pool = Pool::of(vec![(3.0, low), (1.0, high)]).expect("weights");
        assert!(near(pool.below(5.0), 0.75));
        assert!(pool.quantile(0.74) < 2.0 && pool.quantile(0.76) > 7.0);
    }
}
