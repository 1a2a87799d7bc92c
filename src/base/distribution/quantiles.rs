//! Quantiles: the value that a share of draws does not exceed.

use crate::base::special::{beta_below, gamma_above, gamma_below, normal_exceeded_by};

/// The quantile of a triangular distribution: least, most likely and greatest value.
pub(super) fn triangular_quantile([min, mode, max]: [f64; 3], p: f64) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        min
    } else if p * width < mode - min {
        min + libm::sqrt(p * width * (mode - min))
    } else {
        max - libm::sqrt((1.0 - p) * width * (max - mode))
    }
}

/// The quantile of bands: cumulative share, least and greatest value of each.
pub(super) fn bands_quantile(bands: &[(f64, f64, f64)], p: f64) -> f64 {
    let i = bands.iter().position(|&(upto, ..)| p < upto).unwrap_or(bands.len() - 1);
    let below = if i == 0 { 0.0 } else { bands[i - 1].0 };
    let (upto, min, max) = bands[i];
    min + (max - min) * ((p - below) / (upto - below)).clamp(0.0, 1.0)
}

/// The quantile of a gamma distribution with this shape and scale.
///
/// A few steps of Halley's method, as in Press and others, Numerical Recipes, 3rd edition, 6.2.1;
/// halving, which takes many more, is left for where they fail. A shape that is none gives itself.
pub fn gamma_quantile(shape: f64, scale: f64, p: f64) -> f64 {
    if !(shape > 0.0 && shape.is_finite() && p < 1.0) {
        return if shape > 0.0 && p >= 1.0 { f64::INFINITY } else { shape * scale };
    }
    if p <= 0.0 {
        return 0.0;
    }
    let ln_gamma = libm::lgamma(shape);
    let mut x = quantile_nearby(shape, p);
    for _ in 0..20 {
        let below = gamma_below(shape, x);
        let density = libm::exp((shape - 1.0) * libm::log(x) - x - ln_gamma);
        let newton = (below - p) / density;
        let step = newton / (1.0 - 0.5 * (newton * ((shape - 1.0) / x - 1.0)).min(1.0));
        if !step.is_finite() {
            break;
        }
        x = if step < x { x - step } else { x / 2.0 };
        if step.abs() < 1e-11 * x {
            return x * scale;
        }
    }
    halved(shape, p) * scale
}

/// The quantile of scale 1 by halving, in orders of magnitude: where it lies extremely near 0, or where
/// a share has no more digits.
fn halved(shape: f64, p: f64) -> f64 {
    let (mut low, mut high) = (f64::MIN_POSITIVE, shape.max(1.0));
    while gamma_below(shape, high) < p && high < f64::MAX / 2.0 {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..200 {
        let middle = if high > 2.0 * low { low.sqrt() * high.sqrt() } else { f64::midpoint(low, high) };
        if middle <= low || middle >= high {
            break;
        }
        if gamma_below(shape, middle) < p { low = middle } else { high = middle }
    }
    high
}

/// Where the steps begin: after Wilson and Hilferty, and for small shapes the power of the lower end.
fn quantile_nearby(shape: f64, p: f64) -> f64 {
    if shape > 1.0 {
        let z = -normal_exceeded_by(p);
        let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
        return (shape * root * root * root).max(1e-3 * shape);
    }
    let turn = 1.0 - shape * (0.253 + shape * 0.12);
    if p < turn {
        libm::pow(p / turn, 1.0 / shape).max(f64::MIN_POSITIVE)
    } else {
        1.0 - libm::log(1.0 - (p - turn) / (1.0 - turn))
    }
}

/// Beyond this −ln P(0) the walk up from 0 would start below the least number there is.
const WALK: f64 = 600.0;

/// The Poisson count whose cumulative probability first exceeds `u`.
pub fn poisson_inverse(mean: f64, u: f64) -> u32 {
    if mean > WALK {
        return searched(mean, |n| gamma_above(n + 1.0, mean) > u);
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
        return searched(mean, |n| beta_below(shape, n + 1.0, 1.0 / v, 1.0 - 1.0 / v) > u);
    }
    let p0 = libm::exp(-shape * libm::log(v));
    inverse(p0, u, |n| (shape + f64::from(n) - 1.0) / f64::from(n) * (1.0 - 1.0 / v))
}

/// The least count for which `reached` holds, by doubling and halving about the mean.
fn searched(mean: f64, reached: impl Fn(f64) -> bool) -> u32 {
    let (mut low, mut high, mut step) = (-1.0_f64, mean.ceil(), mean.sqrt().ceil().max(1.0));
    while !reached(high) && high < f64::from(u32::MAX) {
        (low, high, step) = (high, high + step, step * 2.0);
    }
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high).floor();
        if reached(middle) { high = middle } else { low = middle }
    }
    high as u32
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
    use statrs::distribution::{ContinuousCDF as _, DiscreteCDF as _};

    use super::*;
    use crate::base::Luck;

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
    fn gamma_quantiles_are_those_of_bisection() {
        for shape in [0.05, 0.3, 0.9, 1.0, 1.5, 4.0, 40.0, 900.0, 1e5] {
            let gamma = statrs::distribution::Gamma::new(shape, 1.0).unwrap();
            for p in [1e-9, 1e-4, 0.01, 0.2, 0.5, 0.77, 0.99, 0.9999, 1.0 - 1e-9] {
                let x = gamma_quantile(shape, 1.0, p);
                assert!((gamma.cdf(x) / p - 1.0).abs() < 1e-8, "shape {shape}, p {p}: {x}");
            }
        }
        assert!(gamma_quantile(4.0, 1.0, 0.0).abs() < 1e-300);
    }

    #[test]
    fn the_steps_begin_near_the_quantile() {
        // Within 5% where the shape is above 1, within a factor of 2.5 below.
        for (shape, times) in [(0.3, 2.5), (0.9, 2.5), (1.5, 1.05), (4.0, 1.05), (40.0, 1.05), (900.0, 1.05)]
        {
            for p in [0.1, 0.3, 0.5, 0.77, 0.9, 0.95] {
                let (begun, ended) = (quantile_nearby(shape, p), gamma_quantile(shape, 1.0, p));
                let far = (begun / ended).max(ended / begun);
                assert!(far < times, "shape {shape}, p {p}: {begun} for {ended}");
            }
        }
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
