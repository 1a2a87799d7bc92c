//! Whole numbers made of draws: how many come together, on average.

use crate::base::distribution::Family;
use crate::base::{Distribution, Luck};

/// The mean of whole numbers made of draws: exact where they are one of a few values, or Poisson or uniform.
pub fn mean_of_whole(draw: &Distribution, whole: impl Fn(Luck) -> f64) -> f64 {
    const DRAWS: u64 = 100_000;
    const MOST: u32 = 2000;
    let (least, most) = draw.bounds();
    let of = |x: f64| x.clamp(least, most).round().clamp(1.0, 1000.0);
    match draw.family() {
        Family::Fixed(x) => of(*x),
        Family::Empirical(values) => values.iter().map(|&x| of(x)).sum::<f64>() / values.len().max(1) as f64,
        Family::Poisson { mean } => {
            let mut chance = libm::exp(-mean);
            let mut sum = 0.0;
            for n in 0..MOST {
                sum += chance * of(f64::from(n));
                chance *= mean / f64::from(n + 1);
            }
            sum
        }
        Family::Uniform { min, max } if max - min < f64::from(MOST) => {
            // A whole number has what lies within half of it on either side.
            let (min, max) = (*min, *max);
            let width = (max - min).max(f64::MIN_POSITIVE);
            let first = min.round() as u32;
            let part = |n: u32| {
                let n = f64::from(n);
                ((n + 0.5).min(max) - (n - 0.5).max(min)).max(0.0) / width * of(n)
            };
            if max > min { (first..=max.round() as u32).map(part).sum() } else { of(min) }
        }
        Family::Exponential { .. }
        | Family::Lognormal { .. }
        | Family::Gamma { .. }
        | Family::Weibull { .. }
        | Family::Normal { .. }
        | Family::Uniform { .. }
        | Family::Triangular { .. }
        | Family::Bands(_) => (0..DRAWS).map(|i| whole(Luck::new(0, i))).sum::<f64>() / DRAWS as f64,
    }
}
