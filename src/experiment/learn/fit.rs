//! The regression of what an option is worth on one figure: a polynomial whose degree the data choose.

use crate::base::Luck;
use crate::base::matrix::{Cholesky, Matrix};
use crate::base::special::fisher_below;
use crate::base::standard;

/// A standard normal draw.
pub fn normal(luck: Luck) -> f64 {
    standard::normal(&mut luck.generator())
}

/// The highest degree.
const HIGHEST: usize = 3;

/// A polynomial in the figure, drawn to run from −1 to 1.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Coefficients, the constant first.
    pub coefficients: Vec<f64>,
    /// How likely so much is explained where nothing hangs on the figure.
    pub p: f64,
    /// The mean.
    pub mean: f64,
    middle: f64,
    half: f64,
    /// Turns standard normal draws into errors of the coefficients.
    spread: Option<Cholesky>,
    sigma: f64,
}

impl Fit {
    /// Of values at these figures, each with its weight; weights sum to 1. The degree, from 1 to 3, is the one that
    /// G. Schwarz's criterion prefers (Estimating the dimension of a model, Annals of Statistics 6, 1978).
    pub fn of(x: &[f64], y: &[f64], weights: &[f64]) -> Self {
        Self::of_many(x, y, weights, y.len())
    }

    /// The same where only so many of the values say anything of their own.
    pub fn of_many(x: &[f64], y: &[f64], weights: &[f64], count: usize) -> Self {
        let (least, greatest) =
            x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, g), x| (l.min(*x), g.max(*x)));
        let (middle, half) = (0.5 * (least + greatest), (0.5 * (greatest - least)).max(f64::MIN_POSITIVE));
        let mean: f64 = y.iter().zip(weights).map(|(y, w)| y * w).sum();
        let constant: f64 = y.iter().zip(weights).map(|(y, w)| w * (y - mean) * (y - mean)).sum();
        let own = count as f64;
        let none = Self { coefficients: vec![mean], p: 1.0, mean, middle, half, spread: None, sigma: 0.0 };
        let mut best: Option<(f64, f64, Self)> = None;
        for degree in 1..=HIGHEST.min(count.saturating_sub(3)) {
            let rows: Vec<Vec<f64>> = x.iter().map(|x| powers((x - middle) / half, degree)).collect();
            let matrix = Matrix::of(&rows);
            let Some(gram) = Cholesky::of(&matrix.gram(weights)) else { break };
            let coefficients = gram.solve(&matrix.transposed_times(y, weights));
            let fitted = matrix.times(&coefficients);
            let left: f64 = y.iter().zip(&fitted).zip(weights).map(|((y, f), w)| w * (y - f) * (y - f)).sum();
            let left = left.max(1e-15 * constant);
            if left <= 0.0 {
                break;
            }
            let criterion = own * libm::log(left) + degree as f64 * libm::log(own);
            if best.as_ref().is_none_or(|(known, ..)| criterion < *known) {
                let below = own - 1.0 - degree as f64;
                let f = (constant - left) / degree as f64 / (left / below);
                let p = 1.0 - fisher_below(degree as f64, below, f.max(0.0));
                let inverse = Cholesky::of(&gram.inverse());
                let fit = Self {
                    coefficients,
                    p,
                    mean,
                    middle,
                    half,
                    spread: inverse,
                    sigma: (left / below).sqrt(),
                };
                best = Some((criterion, p, fit));
            }
        }
        // The best of several is taken for one of them.
        best.map_or(none, |(_, p, fit)| Self { p: (p * HIGHEST as f64).min(1.0), ..fit })
    }

    /// Its value at a figure, with these coefficients.
    pub fn at(&self, x: f64, coefficients: &[f64]) -> f64 {
        let z = (x - self.middle) / self.half;
        coefficients.iter().rev().fold(0.0, |sum, c| sum * z + c)
    }

    /// Coefficients that may as well be the true ones.
    pub fn drawn(&self, luck: Luck) -> Vec<f64> {
        let Some(spread) = &self.spread else { return self.coefficients.clone() };
        let draws: Vec<f64> = (0..self.coefficients.len() as u64).map(|k| normal(luck.part(k))).collect();
        let errors = spread.times(&draws);
        self.coefficients.iter().zip(errors).map(|(c, error)| c + self.sigma * error).collect()
    }
}

fn powers(z: f64, degree: usize) -> Vec<f64> {
    std::iter::successors(Some(1.0), |power| Some(power * z)).take(degree + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_degree_is_that_of_what_made_the_values() {
        let x: Vec<f64> = (0..200).map(f64::from).collect();
        let weights = vec![1.0 / 200.0; 200];
        let noise = |i: u64| normal(Luck::new(3, i));
        let fit = |of: &dyn Fn(f64) -> f64| {
            let y: Vec<f64> = x.iter().map(|x| of(*x) + noise(*x as u64)).collect();
            Fit::of(&x, &y, &weights)
        };
        assert_eq!(fit(&|x| 3.0 + 0.1 * x).coefficients.len(), 2);
        assert_eq!(fit(&|x| 0.002 * x * x).coefficients.len(), 3);
        let straight = fit(&|x| 3.0 + 0.1 * x);
        assert!((straight.at(50.0, &straight.coefficients) - 8.0).abs() < 0.3 && straight.p < 1e-6);
        assert!(fit(&|_| 4.0).p > 0.05);
    }

    #[test]
    fn draws_of_the_coefficients_spread_as_their_standard_errors() {
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        let y: Vec<f64> = (0..100).map(|i| f64::from(i) + 3.0 * normal(Luck::new(4, i as u64))).collect();
        let fit = Fit::of(&x, &y, &[0.01; 100]);
        let at: Vec<f64> = (0..2_000).map(|i| fit.at(49.5, &fit.drawn(Luck::new(8, i)))).collect();
        let mean = at.iter().sum::<f64>() / 2_000.0;
        let sd = (at.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1_999.0).sqrt();
        // The mean of a straight line is known to σ ÷ √n.
        assert!((sd - 0.3).abs() < 0.06, "{sd}");
    }
}
