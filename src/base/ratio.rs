//! The ratio of two means with an honest interval, which is open where the lower mean may be 0.

use super::special::squared;
use super::statistics::{Moments, student_t};

/// The ratio of two means over the same replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio of the means.
    pub value: f64,
    /// What the data do not exclude at 95%.
    pub interval: RatioInterval,
}

/// What the data do not exclude of a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RatioInterval {
    /// From the first to the second.
    Between(f64, f64),
    /// Up to the first, and from the second on: the lower mean may be 0, and then of either sign.
    Outside(f64, f64),
    /// Anything at all: both means may be 0.
    Anything,
}

impl RatioInterval {
    /// Its two ends, where it has them and lies between them.
    pub fn ends(self) -> Option<[f64; 2]> {
        if let Self::Between(low, high) = self { Some([low, high]) } else { None }
    }

    /// Whether it holds a value.
    pub fn holds(self, x: f64) -> bool {
        match self {
            Self::Between(low, high) => (low..=high).contains(&x),
            Self::Outside(low, high) => x <= low || x >= high,
            Self::Anything => true,
        }
    }
}

impl Ratio {
    /// Of pairs: the mean of the first over the mean of the second, with the 95% set of E. C. Fieller,
    /// Some problems in interval estimation, Journal of the Royal Statistical Society B 16, 1954. `None`
    /// below two pairs, or where the second is always 0.
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let (upper, lower): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let (over, under) = (Moments::of(&upper), Moments::of(&lower));
        let count = pairs.len() as f64;
        let products: f64 = pairs.iter().map(|(x, y)| (x - over.mean) * (y - under.mean)).sum();
        let means = Means {
            over: over.mean,
            under: under.mean,
            variances: [squared(over.standard_error()), squared(under.standard_error())],
            covariance: products / (count - 1.0) / count,
            freedom: pairs.len().checked_sub(1)?,
        };
        means.ratio()
    }
}

/// Two means with what is unsure of them.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// The mean above the line.
    pub over: f64,
    /// The mean below it.
    pub under: f64,
    /// The variance of each, as a mean.
    pub variances: [f64; 2],
    /// Their covariance.
    pub covariance: f64,
    /// Degrees of freedom of the variances.
    pub freedom: usize,
}

impl Means {
    /// Their ratio. `None` without a degree of freedom, or where the mean below the line is 0.
    pub fn ratio(self) -> Option<Ratio> {
        let Self { over, under, variances, covariance, freedom } = self;
        let t2 = student_t(Some(freedom).filter(|&freedom| freedom > 0)?, 0.975).map(squared)?;
        if under == 0.0 {
            return None;
        }
        // The ratios r for which a − r b does not differ from 0: a quadratic in r that is not above 0.
        let square = under * under - t2 * variances[1];
        let half = over * under - t2 * covariance;
        let plain = over * over - t2 * variances[0];
        let root = half * half - square * plain;
        // Without spread it is 0, give or take a rounding.
        let root = if root.abs() <= 1e-12 * half * half { 0.0 } else { root };
        let interval = if root < 0.0 {
            RatioInterval::Anything
        } else {
            let ends = [(half - root.sqrt()) / square, (half + root.sqrt()) / square];
            let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            if square > 0.0 {
                RatioInterval::Between(low, high)
            } else if square < 0.0 {
                RatioInterval::Outside(low, high)
            } else {
                RatioInterval::Anything
            }
        };
        Some(Ratio { value: over / under, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

    #[test]
    fn a_ratio_without_spread_is_exact() {
        let ratio = Ratio::of(&[(6.0, 3.0), (6.0, 3.0)]).expect("two pairs");
        assert_eq!(ratio, Ratio { value: 2.0, interval: RatioInterval::Between(2.0, 2.0) });
        let same = Ratio::of(&[(4.0, 4.0), (5.0, 5.0), (4.5, 4.5)]).expect("three pairs");
        let [low, high] = same.interval.ends().expect("ends");
        assert!((same.value - 1.0).abs() < 1e-12 && (low - 1.0).abs() < 1e-6 && (high - 1.0).abs() < 1e-6);
        assert_eq!((Ratio::of(&[(1.0, 2.0)]), Ratio::of(&[(1.0, 0.0), (2.0, 0.0)])), (None, None));
    }

    #[test]
    fn the_interval_of_independent_means_is_that_of_the_formula() {
        // Four pairs without covariance: a = 10 ± 1, b = 5 ± 1 (each deviation met once with each other).
        let pairs = [(11.0, 6.0), (11.0, 4.0), (9.0, 6.0), (9.0, 4.0)];
        let ratio = Ratio::of(&pairs).expect("pairs");
        // Standard errors √(4/3)/2, t(3, 0.975) = 3.18244630528; worked by hand from Fieller's formula.
        let v = 1.0 / 3.0;
        let g = 3.182_446_305_28_f64.powi(2) * v / 25.0;
        let half = 3.182_446_305_28 / 5.0 * (v * (1.0 - g) + 4.0 * v).sqrt();
        let [low, high] = ratio.interval.ends().expect("ends");
        assert!((low - (2.0 - half) / (1.0 - g)).abs() < 1e-9, "{low}");
        assert!((high - (2.0 + half) / (1.0 - g)).abs() < 1e-9, "{high}");
    }

    #[test]
    fn where_the_lower_mean_may_be_nothing_the_interval_is_open() {
        let open = Ratio::of(&[(10.0, 3.0), (11.0, -1.0), (9.0, 2.0), (10.0, -2.0)]).expect("pairs");
        let RatioInterval::Outside(low, high) = open.interval else { panic!("{open:?}") };
        assert!(low < 0.0 && high > 0.0 && open.interval.holds(open.value) && !open.interval.holds(0.0));
        let nothing = Ratio::of(&[(1.0, 3.0), (-1.2, -1.0), (0.9, 2.0), (-1.0, -2.0)]).expect("pairs");
        assert!(nothing.interval.ends().is_none() && nothing.interval.holds(0.0));
    }

    #[test]
    fn the_interval_covers_the_true_ratio_19_times_in_20() {
        let covered = (0..4000_u64)
            .filter(|&i| {
                let luck = Luck::new(7, i);
                let pairs: Vec<(f64, f64)> = (0..20)
                    .map(|k| {
                        let (u, v) = (luck.part(2 * k).uniform(), luck.part(2 * k + 1).uniform());
                        // Correlated, with means 3 and 1.5.
                        (2.0 + 2.0 * u, 0.5 + u + v)
                    })
                    .collect();
                Ratio::of(&pairs).expect("pairs").interval.holds(2.0)
            })
            .count();
        // Three standard errors of a share of 95% of 4000 are 1.03%.
        assert!((3759..=3841).contains(&covered), "{covered} of 4000");
    }
}
