//! Distributions of lengths and amounts. The standard variate is drawn first and then scaled, so
//! that a changed mean keeps each person's rank.

mod quantiles;
mod tail;

use super::luck::{Generator, Luck, uniform};
use super::standard;
use super::time::Span;
pub use quantiles::{gamma_quantile, over_dispersed_inverse, poisson_inverse};

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

    /// The remainder of a draw beyond `elapsed`, given that it is longer; 0 where none is.
    pub fn draw_beyond(&self, elapsed: f64, luck: Luck) -> f64 {
        if elapsed >= self.at_most {
            return 0.0;
        }
        let draw = if elapsed < self.at_least {
            self.family.draw(&mut luck.generator())
        } else {
            self.family.beyond(elapsed, luck.uniform())
        };
        (draw.clamp(self.at_least, self.at_most) - elapsed).max(0.0)
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
            Self::Exponential { mean } => mean * standard::exponential(generator),
            Self::Lognormal { mu, sigma } => standard::exp(mu + sigma * standard::normal(generator)),
            Self::Gamma { shape, scale } => standard::gamma(*shape, generator) * scale,
            Self::Weibull { shape, scale } => {
                scale * libm::pow(standard::exponential(generator), 1.0 / shape)
            }
            Self::Poisson { mean } => f64::from(poisson_inverse(*mean, uniform(generator))),
            Self::Normal { mean, sd } => (0..10_000)
                .map(|_| mean + sd * standard::normal(generator))
                .find(|&x| x >= 0.0)
                .unwrap_or(0.0),
            Self::Uniform { min, max } => min + (max - min) * uniform(generator),
            Self::Triangular { min, mode, max } => {
                quantiles::triangular_quantile([*min, *mode, *max], uniform(generator))
            }
            Self::Empirical(values) => values[(uniform(generator) * values.len() as f64) as usize],
            Self::Bands(bands) => quantiles::bands_quantile(bands, uniform(generator)),
        }
    }
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
}
