//! Distributions of lengths and amounts. The standard variate is drawn first and then scaled, so
//! that a changed mean keeps each person's rank.

use rand_distr::{Distribution as _, Exp1, Gamma, StandardNormal};

use statrs::distribution::{ContinuousCDF, DiscreteCDF};

use super::luck::{Generator, Luck, uniform};
use super::time::Span;

/// A distribution of a number that is not negative. Lengths of time are in days.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    family: Family,
    at_least: f64,
    at_most: f64,
}

/// The shape of a [`Distribution`] before its bounds. Parameters are finite and in range: the
/// scenario's checks see to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Family {
    /// Always the same.
    Fixed(f64),
    /// Exponential with this mean.
    Exponential {
        /// The mean.
        mean: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma; also Erlang, where the shape is whole.
    Gamma {
        /// The shape.
        shape: f64,
        /// The scale, mean ÷ shape.
        scale: f64,
    },
    /// Weibull.
    Weibull {
        /// The shape.
        shape: f64,
        /// The scale.
        scale: f64,
    },
    /// Poisson: whole numbers.
    Poisson {
        /// The mean, at most 700.
        mean: f64,
    },
    /// Normal, truncated at 0 by drawing again.
    Normal {
        /// The mean before the truncation.
        mean: f64,
        /// The standard deviation before the truncation.
        sd: f64,
    },
    /// Uniform.
    Uniform {
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
    },
    /// Triangular.
    Triangular {
        /// The least value.
        min: f64,
        /// The most likely value.
        mode: f64,
        /// The greatest value.
        max: f64,
    },
    /// One of these values, each as likely.
    Empirical(Vec<f64>),
    /// Uniform within bands: cumulative share, least and greatest value of each.
    Bands(Vec<(f64, f64, f64)>),
}

impl Distribution {
    /// Without bounds.
    pub fn new(family: Family) -> Self {
        Self { family, at_least: 0.0, at_most: f64::INFINITY }
    }

    /// Always `value`.
    pub fn fixed(value: f64) -> Self {
        Self::new(Family::Fixed(value))
    }

    /// A draw beyond a bound is set to the bound.
    #[must_use]
    pub fn bounded(self, at_least: f64, at_most: f64) -> Self {
        Self { at_least, at_most, ..self }
    }

    /// The shape before the bounds.
    pub fn family(&self) -> &Family {
        &self.family
    }

    /// The bounds, least and greatest.
    pub fn bounds(&self) -> (f64, f64) {
        (self.at_least, self.at_most)
    }

    /// Whether every draw is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.family, Family::Fixed(x) if x <= 0.0) && self.at_least <= 0.0
    }

    /// One draw with this luck.
    #[inline]
    pub fn draw(&self, luck: Luck) -> f64 {
        self.family.draw(&mut luck.generator()).clamp(self.at_least, self.at_most)
    }

    /// One draw, read as days.
    #[inline]
    pub fn draw_span(&self, luck: Luck) -> Span {
        Span::from_days(self.draw(luck))
    }

    /// The remainder of a draw beyond `elapsed`, given that it is longer. Draws again until one is;
    /// after 10,000 tries nothing remains.
    pub fn draw_beyond(&self, elapsed: f64, luck: Luck) -> f64 {
        let mut generator = luck.generator();
        (0..10_000)
            .map(|_| self.family.draw(&mut generator).clamp(self.at_least, self.at_most))
            .find(|&x| x > elapsed)
            .map_or(0.0, |x| x - elapsed)
    }

    /// The mean before the bounds.
    pub fn mean(&self) -> f64 {
        match &self.family {
            Family::Fixed(x) => *x,
            Family::Exponential { mean } | Family::Poisson { mean } | Family::Normal { mean, .. } => *mean,
            Family::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Family::Gamma { shape, scale } => shape * scale,
            Family::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Family::Uniform { min, max } => f64::midpoint(*min, *max),
            Family::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Family::Empirical(values) => values.iter().sum::<f64>() / values.len() as f64,
            Family::Bands(bands) => {
                let mut below = 0.0;
                let mut mean = 0.0;
                for &(upto, min, max) in bands {
                    mean += (upto - below) * f64::midpoint(min, max);
                    below = upto;
                }
                mean
            }
        }
    }
}

impl Family {
    #[inline]
    fn draw(&self, generator: &mut Generator) -> f64 {
        match self {
            Self::Fixed(x) => *x,
            Self::Exponential { mean } => {
                let e: f64 = Exp1.sample(generator);
                mean * e
            }
            Self::Lognormal { mu, sigma } => {
                let z: f64 = StandardNormal.sample(generator);
                libm::exp(mu + sigma * z)
            }
            Self::Gamma { shape, scale } => {
                // The shape is checked where the scenario is read; a faulty one draws its mean.
                Gamma::new(*shape, 1.0).map_or(*shape, |g| g.sample(generator)) * scale
            }
            Self::Weibull { shape, scale } => {
                let e: f64 = Exp1.sample(generator);
                scale * libm::pow(e, 1.0 / shape)
            }
            Self::Poisson { mean } => f64::from(poisson_inverse(*mean, uniform(generator))),
            Self::Normal { mean, sd } => (0..10_000)
                .map(|_| {
                    let z: f64 = StandardNormal.sample(generator);
                    mean + sd * z
                })
                .find(|&x| x >= 0.0)
                .unwrap_or(0.0),
            Self::Uniform { min, max } => min + (max - min) * uniform(generator),
            Self::Triangular { min, mode, max } => {
                let (u, width) = (uniform(generator), max - min);
                if width <= 0.0 {
                    *min
                } else if u * width < mode - min {
                    min + libm::sqrt(u * width * (mode - min))
                } else {
                    max - libm::sqrt((1.0 - u) * width * (max - mode))
                }
            }
            Self::Empirical(values) => values[(uniform(generator) * values.len() as f64) as usize],
            Self::Bands(bands) => {
                let u = uniform(generator);
                let i = bands.iter().position(|&(upto, ..)| u < upto).unwrap_or(bands.len() - 1);
                let below = if i == 0 { 0.0 } else { bands[i - 1].0 };
                let (upto, min, max) = bands[i];
                min + (max - min) * ((u - below) / (upto - below)).clamp(0.0, 1.0)
            }
        }
    }
}

/// The quantile of a gamma distribution with this shape and scale.
pub fn gamma_quantile(shape: f64, scale: f64, p: f64) -> f64 {
    statrs::distribution::Gamma::new(shape, 1.0 / scale).map_or(shape * scale, |g| g.inverse_cdf(p))
}

/// Beyond this −ln P(0) the walk up from 0 would start below the least number there is.
const WALK: f64 = 600.0;

/// The Poisson count whose cumulative probability first exceeds `u`.
pub fn poisson_inverse(mean: f64, u: f64) -> u32 {
    if mean > WALK {
        return statrs::distribution::Poisson::new(mean).map_or(0, |d| d.inverse_cdf(u)) as u32;
    }
    inverse(libm::exp(-mean), u, |n| mean / f64::from(n))
}

/// The count of a gamma–Poisson mixture (negative binomial) with this mean and variance ÷ mean
/// above 1, whose cumulative probability first exceeds `u`.
pub fn over_dispersed_inverse(mean: f64, variance_over_mean: f64, u: f64) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    let v = variance_over_mean;
    let shape = mean / (v - 1.0);
    if shape * libm::log(v) > WALK {
        return statrs::distribution::NegativeBinomial::new(shape, 1.0 / v).map_or(0, |d| d.inverse_cdf(u))
            as u32;
    }
    let p0 = libm::exp(-shape * libm::log(v));
    inverse(p0, u, |n| (shape + f64::from(n) - 1.0) / f64::from(n) * (1.0 - 1.0 / v))
}

/// Walks up from the probability of 0; `ratio(n)` is P(n) ÷ P(n − 1).
fn inverse(p0: f64, u: f64, ratio: impl Fn(u32) -> f64) -> u32 {
    let (mut n, mut p, mut below) = (0, p0, p0);
    while below <= u {
        n += 1;
        p *= ratio(n);
        let next = below + p;
        if next <= below && p < 1e-17 && below > 0.5 {
            break;
        }
        below = next;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(family: Family) -> (f64, f64) {
        let d = Distribution::new(family);
        let n = 200_000u64;
        let draws: Vec<f64> = (0..n).map(|i| d.draw(Luck::new(1, i))).collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        let var = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
        assert!((mean - d.mean()).abs() < 4.0 * (var / n as f64).sqrt() + 1e-9, "{:?}: {mean}", d.family());
        (mean, var)
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        let near = |x: f64, y: f64| assert!((x / y - 1.0).abs() < 0.03, "{x} against {y}");
        near(moments(Family::Exponential { mean: 2.0 }).1, 4.0);
        let s2: f64 = 0.5;
        let lognormal = moments(Family::Lognormal { mu: 1.0, sigma: s2.sqrt() }).1;
        near(lognormal, (s2.exp() - 1.0) * (2.0 + s2).exp());
        near(moments(Family::Gamma { shape: 3.0, scale: 2.0 }).1, 12.0);
        near(moments(Family::Weibull { shape: 1.0, scale: 2.0 }).1, 4.0);
        near(moments(Family::Poisson { mean: 13.0 }).1, 13.0);
        near(moments(Family::Uniform { min: 1.0, max: 4.0 }).1, 0.75);
        near(moments(Family::Triangular { min: 0.0, mode: 1.0, max: 5.0 }).1, (25.0 + 1.0 - 5.0) / 18.0);
        near(moments(Family::Normal { mean: 10.0, sd: 2.0 }).1, 4.0);
        near(moments(Family::Bands(vec![(0.5, 0.0, 1.0), (1.0, 1.0, 3.0)])).0, 1.25);
    }

    #[test]
    fn a_draw_beyond_a_bound_is_set_to_it_and_a_changed_mean_keeps_the_rank() {
        let d = Distribution::new(Family::Exponential { mean: 5.0 }).bounded(1.0, 6.0);
        let twice = Distribution::new(Family::Exponential { mean: 10.0 });
        for i in 0..1000 {
            let luck = Luck::new(3, i);
            assert!((1.0..=6.0).contains(&d.draw(luck)));
            let plain = Distribution::new(Family::Exponential { mean: 5.0 });
            assert!((twice.draw(luck) - 2.0 * plain.draw(luck)).abs() < 1e-9);
        }
    }

    #[test]
    fn large_counts_agree_with_the_walk_from_nothing() {
        for (mean, u) in [(590.0, 0.01), (590.0, 0.5), (590.0, 0.99)] {
            let far = statrs::distribution::Poisson::new(mean).unwrap().inverse_cdf(u) as u32;
            assert!(far.abs_diff(poisson_inverse(mean, u)) <= 1);
            let many = over_dispersed_inverse(1000.0 * mean, 1.3, u);
            assert!((f64::from(many) / (1000.0 * mean) - 1.0).abs() < 0.01, "{many}");
        }
        assert!(
            (gamma_quantile(4.0, 0.5, 0.5) - 1.836_030_3).abs() < 1e-5,
            "median of a chi-square, 8 df, ÷ 4"
        );
    }

    #[test]
    fn counts_rise_with_their_rate_and_spread_as_asked() {
        let (mut sum, mut squares) = (0.0, 0.0);
        let n = 100_000u64;
        for i in 0..n {
            let u = Luck::new(9, i).uniform();
            let count = f64::from(over_dispersed_inverse(23.5, 1.3, u));
            assert!(over_dispersed_inverse(24.0, 1.3, u) >= count as u32);
            assert!(poisson_inverse(24.0, u) >= poisson_inverse(23.5, u));
            sum += count;
            squares += count * count;
        }
        let mean = sum / n as f64;
        let ratio = (squares / n as f64 - mean * mean) / mean;
        assert!((mean - 23.5).abs() < 0.06 && (ratio - 1.3).abs() < 0.03, "{mean} {ratio}");
    }
}
