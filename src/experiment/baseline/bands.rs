//! Lengths of delay from published bands: the lognormal that gives numbers by band and the mean of the delayed. Days
//! are counted by midnights, so a delay counts from half a day on, and band edges lie between whole days.

use crate::base::special::normal_above;

/// Upper edges of the bands in days: 1, 2 to 3, 4 to 6, 7 to 13, 14 to 20; the last has none.
const EDGES: [f64; 5] = [1.5, 3.5, 6.5, 13.5, 20.5];
/// A delay shorter than this is none.
const LEAST: f64 = 0.5;
/// Spreads (sigma) that are believed.
const SPREADS: [f64; 2] = [0.3, 1.7];
/// Halvings of a bracket: to the last digits.
const HALVINGS: usize = 60;

/// A lognormal length of time in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    /// The mean in days.
    pub mean: f64,
    /// The standard deviation of its logarithm.
    pub sigma: f64,
}

impl Lognormal {
    /// The share that is longer than `x` days.
    pub fn above(self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { normal_above((libm::log(x) - self.mu()) / self.sigma) }
    }

    fn mu(self) -> f64 {
        libm::log(self.mean) - 0.5 * self.sigma * self.sigma
    }

    /// The mean of those that are longer than `x` days.
    pub fn mean_above(self, x: f64) -> f64 {
        let z = (libm::log(x) - self.mu()) / self.sigma;
        self.mean * normal_above(z - self.sigma) / normal_above(z).max(1e-300)
    }

    /// Its shares by band, of those that count as delayed.
    pub fn bands(self) -> [f64; 6] {
        let delayed = self.above(LEAST).max(1e-300);
        let mut before = delayed;
        let mut out = [0.0; 6];
        for (share, edge) in out.iter_mut().zip(EDGES) {
            let after = self.above(edge);
            *share = (before - after) / delayed;
            before = after;
        }
        out[5] = before / delayed;
        out
    }
}

/// The lognormal whose delayed have this mean and these numbers by band most likely: for each spread the mean is
/// met, and the spread is the likeliest.
pub fn fitted(numbers: [f64; 6], mean: f64) -> Lognormal {
    let mean = mean.clamp(1.2, 60.0);
    let of = |sigma: f64| with_mean(mean, sigma);
    let unlikely = |sigma: f64| {
        let shares = of(sigma).bands();
        -numbers.iter().zip(shares).map(|(n, p)| n * libm::log(p.max(1e-12))).sum::<f64>()
    };
    // A coarse look first: then the least of one valley, by thirds.
    let step = (SPREADS[1] - SPREADS[0]) / 28.0;
    let best = (0..=28)
        .map(|i| SPREADS[0] + step * f64::from(i))
        .min_by(|a, b| unlikely(*a).total_cmp(&unlikely(*b)));
    let best = best.unwrap_or(1.0);
    let (mut low, mut high) = ((best - step).max(SPREADS[0]), (best + step).min(SPREADS[1]));
    for _ in 0..HALVINGS {
        let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if unlikely(a) <= unlikely(b) { high = b } else { low = a }
    }
    of(f64::midpoint(low, high))
}

/// The lognormal of this spread whose delayed have this mean.
fn with_mean(mean: f64, sigma: f64) -> Lognormal {
    let (mut low, mut high) = (libm::log(1e-6), libm::log(mean));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let of = Lognormal { mean: libm::exp(middle), sigma };
        if of.mean_above(LEAST) < mean { low = middle } else { high = middle }
    }
    Lognormal { mean: libm::exp(f64::midpoint(low, high)), sigma }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_a_known_lognormal_give_its_mean_and_spread_back() {
        for (mean, sigma) in [(6.0, 1.1), (3.0, 0.8), (12.0, 1.4)] {
            let of = Lognormal { mean, sigma };
            let numbers = of.bands().map(|share| share * 1000.0);
            let back = fitted(numbers, of.mean_above(LEAST));
            assert!((back.mean - mean).abs() < 1e-3 && (back.sigma - sigma).abs() < 1e-4, "{back:?}");
        }
    }

    #[test]
    fn shares_of_bands_sum_to_one() {
        let sum: f64 = Lognormal { mean: 5.0, sigma: 1.2 }.bands().iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}
