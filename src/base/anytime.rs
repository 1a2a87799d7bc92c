//! Evidence about a mean that may be looked at as often as one likes, and acted on at any time.
//!
//! The one-sided t-test by a mixture of H. Wang and A. Ramdas, Anytime-valid t-tests and confidence sequences
//! for Gaussian means with unknown variance, Sequential Analysis 44, 2025 (after T. L. Lai, On confidence
//! sequences, Annals of Statistics 4, 1976). For a mean of 0 let the effect (mean ÷ standard deviation) under the
//! alternative be half of a normal with mean 0 and variance 1 ÷ c². The ratio of the two likelihoods of what
//! does not depend on scale is a martingale that starts at 1, whatever the spread:
//!
//! ```text
//! 2 F(t) √(c² ÷ (n + c²)) (V ÷ W)^(n/2)    with  W = V − S² ÷ (n + c²),  t = S √(n ÷ ((n + c²) W))
//! ```
//!
//! where S is the sum, V the sum of squares and F Student's t with n degrees of freedom. By Ville's inequality it
//! ever reaches 1 ÷ `error` with a chance of at most `error`; a mean below 0 only lowers it. Draws must be about
//! normal, and independent of each other.

use super::special::student_above;

/// c². Evidence grows nearly fastest for effects of about half a standard deviation and more, those that ten to
/// a few hundred draws can show.
const C2: f64 = 1.0;

/// What is known of the mean of draws so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anytime {
    /// How many draws.
    pub n: u64,
    /// Their mean; 0 for none.
    pub mean: f64,
    /// The sum of squares of their distances from it.
    squares: f64,
}

impl FromIterator<f64> for Anytime {
    fn from_iter<I: IntoIterator<Item = f64>>(draws: I) -> Self {
        let mut all = Self::default();
        for draw in draws {
            all.add(draw);
        }
        all
    }
}

impl Anytime {
    /// One more draw (the recurrence of B. P. Welford, Technometrics 4, 1962).
    pub fn add(&mut self, draw: f64) {
        self.n += 1;
        let off = draw - self.mean;
        self.mean += off / self.n as f64;
        self.squares += off * (draw - self.mean);
    }

    /// Whether the mean is shown to lie above this. However often this is asked, of however many draws, it is
    /// wrong once or more with a chance of at most `error`.
    pub fn is_above(&self, value: f64, error: f64) -> bool {
        self.n >= 2 && evidence(self.n as f64, self.mean - value, self.squares) >= -libm::log(error)
    }

    /// Whether it is shown to lie below; with [`is_above`](Self::is_above) at the same value, each has a chance
    /// of its own.
    pub fn is_below(&self, value: f64, error: f64) -> bool {
        self.n >= 2 && evidence(self.n as f64, value - self.mean, self.squares) >= -libm::log(error)
    }

    /// Between what the mean lies: at any time, each end is wrong with a chance of at most `error`. `None` where
    /// too few draws say nothing yet.
    pub fn interval(&self, error: f64) -> Option<[f64; 2]> {
        let shown = |far: f64| evidence(self.n as f64, far, self.squares) >= -libm::log(error);
        let mut far = (self.squares / self.n.max(1) as f64).sqrt().max(self.mean.abs() * 1e-12).max(1e-300);
        let mut doubled = 0;
        while self.n < 2 || !shown(far) {
            // Evidence of a mean ever so far off has a limit, of which a hundred standard deviations are near.
            if self.n < 2 || doubled == 10 {
                return None;
            }
            (far, doubled) = (2.0 * far, doubled + 1);
        }
        let mut near = 0.0;
        for _ in 0..60 {
            let middle = f64::midpoint(near, far);
            if shown(middle) { far = middle } else { near = middle }
        }
        Some([self.mean - far, self.mean + far])
    }

    /// After how many draws a mean that lies so far above a value will be shown to lie above it, if draws go on
    /// as they are spread so far; `most` if not before.
    pub fn shows_after(&self, far: f64, error: f64, most: u64) -> u64 {
        let spread = if self.n < 2 { 0.0 } else { self.squares / (self.n - 1) as f64 };
        let shown = |n: u64| evidence(n as f64, far, spread * (n - 1) as f64) >= -libm::log(error);
        let (mut low, mut high) = (1, 2_u64.min(most));
        while !shown(high) {
            if high >= most {
                return most;
            }
            (low, high) = (high, (2 * high).min(most));
        }
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if shown(middle) { high = middle } else { low = middle }
        }
        high
    }
}

/// The logarithm of the evidence that the mean of `n` draws is above a value, where their own mean is so `far`
/// above it.
fn evidence(n: f64, far: f64, squares: f64) -> f64 {
    // Of two cases that are alike every alternative above is the less likely one; 0 ÷ 0 says nothing.
    if far <= 0.0 || far.is_nan() {
        return f64::NEG_INFINITY;
    }
    let v = squares + n * far * far;
    let w = squares + n * far * far * C2 / (n + C2);
    let t = far * n * (n / ((n + C2) * w)).sqrt();
    libm::log(2.0 * (1.0 - student_above(n, t))) + 0.5 * libm::log(C2 / (n + C2)) + 0.5 * n * libm::log(v / w)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;
    use crate::base::special::normal_exceeded_by;

    fn draw(study: u64, i: u64) -> f64 {
        normal_exceeded_by(1.0 - Luck::new(study, i).part(1).uniform())
    }

    /// The mixture by itself: the integral over effects and spreads, by the rule of the middle.
    fn by_integration(draws: &[f64]) -> f64 {
        let (n, s) = (draws.len() as f64, draws.iter().sum::<f64>());
        let v: f64 = draws.iter().map(|x| x * x).sum();
        let weigh = |effect: f64| {
            let steps = (0..4000).map(|i| (f64::from(i) + 0.5) * 0.005);
            let each = steps.map(|u| {
                libm::pow(u, n - 1.0)
                    * libm::exp(-0.5 * (v * u * u - 2.0 * effect * s * u + n * effect * effect))
            });
            each.sum::<f64>()
        };
        let effects = (0..600).map(|i| (f64::from(i) + 0.5) * 0.01);
        let density =
            |x: f64| 2.0 * (C2 / (2.0 * std::f64::consts::PI)).sqrt() * libm::exp(-0.5 * C2 * x * x);
        effects.map(|x| density(x) * weigh(x) * 0.01).sum::<f64>() / weigh(0.0)
    }

    #[test]
    fn evidence_is_the_mixture_of_likelihood_ratios() {
        for draws in [&[0.3, 1.1, 0.7][..], &[-0.4, 0.9, 1.3, 0.2, -0.1], &[2.0, 1.0]] {
            let all: Anytime = draws.iter().copied().collect();
            let found = libm::exp(evidence(all.n as f64, all.mean, all.squares));
            let expected = by_integration(draws);
            assert!((found / expected - 1.0).abs() < 1e-3, "{found} and {expected}");
        }
    }

    /// In how many of so many studies the true mean is excluded at least once, looking after every draw up to so many.
    fn excluded(studies: u64, most: u64, error: f64, draw: impl Fn(u64, u64) -> f64) -> [usize; 2] {
        let ever = |below: bool| {
            let wrong = |study: &u64| {
                let mut all = Anytime::default();
                (0..most).any(|i| {
                    all.add(draw(*study, i));
                    if below { all.is_below(0.0, error) } else { all.is_above(0.0, error) }
                })
            };
            (0..studies).filter(wrong).count()
        };
        [ever(false), ever(true)]
    }

    #[test]
    fn however_often_one_looks_a_mean_is_excluded_no_oftener_than_stated() {
        // 2,000 studies at 5%: 100 expected at most, and 3 standard errors of that are 29.
        for found in excluded(2000, 300, 0.05, draw) {
            assert!((20..=129).contains(&found), "{found} of 2000: neither too often nor idle");
        }
        // Where a t-test at the same level, after every draw, errs several times as often.
        let wrong = |study: &u64| {
            let draws: Vec<f64> = (0..300).map(|i| draw(*study, i)).collect();
            (5..300).step_by(5).any(|n| {
                let all = crate::base::statistics::Moments::of(&draws[..n]);
                student_above(n as f64 - 1.0, (all.mean / all.standard_error()).max(0.0)) < 0.05
            })
        };
        assert!((0..400).filter(wrong).count() > 60);
    }

    #[test]
    fn evidence_of_a_mean_below_is_never_more_than_of_one_at_the_value() {
        for study in 0..50 {
            let at: Anytime = (0..20).map(|i| draw(study, i)).collect();
            let below: Anytime = (0..20).map(|i| draw(study, i) - 0.3).collect();
            let of = |all: Anytime| evidence(20.0, all.mean, all.squares);
            assert!(of(below) <= of(at));
        }
    }

    #[test]
    fn what_never_varies_is_shown_after_a_few_draws_and_at_the_value_itself_never() {
        let same: Anytime = [3.0; 10].into_iter().collect();
        assert!(same.is_above(2.9, 0.001) && same.is_below(3.1, 0.001));
        assert!(!same.is_above(3.0, 0.5) && !same.is_below(3.0, 0.5) && !same.is_above(3.1, 0.5));
        assert!(!Anytime::from_iter([7.0]).is_above(0.0, 0.4), "one draw shows nothing");
    }

    #[test]
    fn an_interval_ends_where_evidence_begins() {
        let all: Anytime = (0..30).map(|i| 5.0 + draw(8, i)).collect();
        let [low, high] = all.interval(0.01).expect("an interval");
        assert!(all.is_above(low - 1e-9, 0.01) && !all.is_above(low + 1e-9, 0.01));
        assert!(all.is_below(high + 1e-9, 0.01) && !all.is_below(high - 1e-9, 0.01));
        assert!((low..high).contains(&5.0) && high - low < 2.0, "{low} to {high}");
        let few: Anytime = (0..3).map(|i| draw(8, i)).collect();
        assert_eq!((few.interval(0.0001), Anytime::from_iter([1.0]).interval(0.1)), (None, None));
        let same = Anytime::from_iter([3.0; 10]).interval(0.001).expect("an interval");
        assert!((same[0] - 3.0).abs() < 1e-9 && (same[1] - 3.0).abs() < 1e-9);
    }

    #[test]
    fn how_long_it_takes_is_told_beforehand() {
        let all: Anytime = (0..40).map(|i| draw(5, i)).collect();
        let after = all.shows_after(0.5, 0.001, 4000);
        let sure = |n: u64| evidence(n as f64, 0.5, all.squares / 39.0 * (n - 1) as f64) >= -libm::log(0.001);
        assert!(sure(after) && !sure(after - 1) && (20..200).contains(&after), "{after}");
        assert_eq!(all.shows_after(0.0, 0.001, 4000), 4000);
        assert!(all.shows_after(0.05, 0.001, 100_000) > 20 * after, "the smaller the longer");
    }
}
