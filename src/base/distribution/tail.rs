//! Draws given that they are longer than what has passed: by inversion in the tail, so that somebody
//! who has stayed longer than nearly everybody still has a remainder.

use super::Family;
use super::quantiles::{bands_quantile, gamma_quantile, triangular_quantile};
use crate::base::special::{gamma_above, normal_above, normal_exceeded_by};

impl Family {
    /// The value below which a share `u` of the draws beyond `elapsed` lies; `elapsed` where there
    /// are none.
    pub(super) fn beyond(&self, elapsed: f64, u: f64) -> f64 {
        let longer = match self {
            Self::Fixed(x) => *x,
            Self::Exponential { mean } => elapsed - mean * libm::log(1.0 - u),
            Self::Lognormal { mu, sigma } if *sigma > 0.0 => {
                let z = (libm::log(elapsed) - mu) / sigma;
                libm::exp(mu + sigma * normal_beyond(z, u))
            }
            Self::Lognormal { mu, .. } => libm::exp(*mu),
            Self::Gamma { shape, scale } => gamma_beyond(*shape, elapsed / scale, u) * scale,
            Self::Weibull { shape, scale } => {
                let passed = libm::pow(elapsed.max(0.0) / scale, *shape);
                scale * libm::pow(passed - libm::log(1.0 - u), 1.0 / shape)
            }
            Self::Poisson { mean } => poisson_beyond(*mean, elapsed, u),
            Self::Normal { mean, sd } if *sd > 0.0 => {
                mean + sd * normal_beyond((elapsed.max(0.0) - mean) / sd, u)
            }
            Self::Normal { mean, .. } => *mean,
            Self::Uniform { min, max } => elapsed.max(*min) + (max - elapsed.max(*min)) * u,
            Self::Triangular { min, mode, max } => {
                let (all, width) = ([*min, *mode, *max], max - min);
                let below = match elapsed {
                    x if x <= *min || width <= 0.0 => 0.0,
                    x if x < *mode => (x - min) * (x - min) / (width * (mode - min)),
                    x if x < *max => 1.0 - (max - x) * (max - x) / (width * (max - mode)),
                    _ => 1.0,
                };
                triangular_quantile(all, below + (1.0 - below) * u)
            }
            Self::Empirical(values) => {
                let longer = || values.iter().filter(|&&x| x > elapsed);
                longer().nth((u * longer().count() as f64) as usize).copied().unwrap_or(elapsed)
            }
            Self::Bands(bands) => {
                let mut below = 0.0;
                let mut upto_now = 0.0;
                for &(upto, min, max) in bands {
                    let within =
                        if max > min { (elapsed - min) / (max - min) } else { f64::from(elapsed >= max) };
                    upto_now += (upto - below) * within.clamp(0.0, 1.0);
                    below = upto;
                }
                bands_beyond(bands, elapsed, upto_now + (1.0 - upto_now) * u)
            }
        };
        if longer.is_finite() { longer.max(elapsed) } else { elapsed }
    }
}

/// A standard normal deviate beyond `z`.
fn normal_beyond(z: f64, u: f64) -> f64 {
    normal_exceeded_by(normal_above(z) * (1.0 - u))
}

/// A draw beyond `x` from a gamma distribution of scale 1.
fn gamma_beyond(shape: f64, x: f64, u: f64) -> f64 {
    if x <= 0.0 {
        return gamma_quantile(shape, 1.0, u);
    }
    let longer = gamma_above(shape, x);
    let wanted = longer * (1.0 - u);
    if longer.is_nan() || longer <= 0.0 || wanted <= 0.0 {
        return x;
    }
    // Doubling finds a bound, halving the value; rare enough that nothing faster is needed.
    let above = |y: f64| gamma_above(shape, y) > wanted;
    let (mut low, mut high) = (x, x + shape.max(1.0));
    while above(high) {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if above(middle) { low = middle } else { high = middle }
    }
    high
}

/// A count beyond `elapsed`.
fn poisson_beyond(mean: f64, elapsed: f64, u: f64) -> f64 {
    let first = elapsed.max(-1.0).floor() + 1.0;
    let start = || {
        // From the first count on, relative to it: chances rise and fall with the mean ÷ count.
        std::iter::successors(Some((first, 1.0_f64)), |&(n, p)| Some((n + 1.0, p * mean / (n + 1.0))))
            .take_while(|&(n, p)| n <= mean || p > 1e-18)
    };
    let total: f64 = start().map(|(_, p)| p).sum();
    if !total.is_finite() {
        return f64::from(super::poisson_inverse(mean, u)).max(first);
    }
    let mut sum = 0.0;
    let reached = start().find(|&(_, p)| {
        sum += p;
        sum > u * total
    });
    reached.map_or(first, |(n, _)| n)
}

/// The quantile of bands that lies beyond `elapsed`, if any does.
fn bands_beyond(bands: &[(f64, f64, f64)], elapsed: f64, p: f64) -> f64 {
    let longest = bands.iter().fold(0.0, |longest: f64, &(_, _, max)| longest.max(max));
    if elapsed >= longest { elapsed } else { bands_quantile(bands, p) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Distribution, Luck};

    fn families() -> Vec<Family> {
        vec![
            Family::Exponential { mean: 3.0 },
            Family::Lognormal { mu: 1.0, sigma: 0.7 },
            Family::Gamma { shape: 2.5, scale: 1.5 },
            Family::Gamma { shape: 0.4, scale: 5.0 },
            Family::Weibull { shape: 1.6, scale: 4.0 },
            Family::Poisson { mean: 4.0 },
            Family::Normal { mean: 4.0, sd: 2.0 },
            Family::Uniform { min: 1.0, max: 8.0 },
            Family::Triangular { min: 0.0, mode: 2.0, max: 9.0 },
            Family::Triangular { min: 0.0, mode: 9.0, max: 9.0 },
            Family::Empirical(vec![1.0, 5.0, 3.0, 9.0]),
            Family::Bands(vec![(0.5, 0.0, 2.0), (0.9, 2.0, 6.0), (1.0, 6.0, 10.0)]),
        ]
    }

    #[test]
    fn a_draw_beyond_is_a_draw_that_is_longer() {
        for family in families() {
            let all = Distribution::new(family);
            for elapsed in [0.5, 2.2, 4.4] {
                let draws = (0..40_000).map(|i| all.draw(Luck::new(1, i)) - elapsed).filter(|&x| x > 0.0);
                let longer: Vec<f64> = draws.collect();
                let n = longer.len() as f64;
                let mean = longer.iter().sum::<f64>() / n;
                let sd = (longer.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
                let inverted = (0..20_000).map(|i| all.draw_beyond(elapsed, Luck::new(2, i)));
                let found = inverted.sum::<f64>() / 2e4;
                let error = sd * (1.0 / n + 5e-5).sqrt();
                assert!((found - mean).abs() < 4.0 * error, "{:?} {elapsed}: {found}, {mean}", all.family());
            }
        }
    }

    #[test]
    fn bands_without_width_are_passed_one_by_one() {
        let all = Distribution::new(Family::Bands(vec![(0.3, 2.0, 2.0), (0.6, 5.0, 5.0), (1.0, 9.0, 9.0)]));
        let rests: Vec<f64> = (0..10_000).map(|i| all.draw_beyond(3.0, Luck::new(5, i))).collect();
        assert!(rests.iter().all(|&rest| [2.0, 6.0].contains(&rest)), "{:?}", &rests[..9]);
        // Three sevenths of those who have stayed for more than 2 days stay for 5.
        let short = rests.iter().filter(|&&rest| rest < 3.0).count() as f64 / 10_000.0;
        assert!((short - 3.0 / 7.0).abs() < 0.02, "{short}");
    }

    #[test]
    fn far_in_the_tail_something_remains_and_beyond_the_longest_nothing() {
        for family in families() {
            let most = match &family {
                Family::Uniform { max, .. } | Family::Triangular { max, .. } => *max,
                Family::Empirical(_) => 9.0,
                Family::Bands(_) => 10.0,
                _ => f64::INFINITY,
            };
            let all = Distribution::new(family);
            for i in 0..100 {
                let luck = Luck::new(3, i);
                let rest = all.draw_beyond(20.0, luck);
                assert!(rest.is_finite() && (rest > 0.0) == (most > 20.0), "{:?}: {rest}", all.family());
                assert!(all.draw_beyond(1e6, luck).is_finite());
            }
        }
        let cut = Distribution::new(Family::Exponential { mean: 3.0 }).bounded(4.0, 6.0);
        for i in 0..100 {
            let luck = Luck::new(4, i);
            assert!((3.0..=5.0).contains(&cut.draw_beyond(1.0, luck)));
            assert!((0.0..=1.0).contains(&cut.draw_beyond(5.0, luck)));
            assert!(cut.draw_beyond(6.0, luck).abs() < 1e-300);
        }
        assert!((Distribution::fixed(5.0).draw_beyond(2.0, Luck::new(1, 1)) - 3.0).abs() < 1e-12);
    }
}
