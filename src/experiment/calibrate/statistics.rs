//! From many observed numbers to as few as there are parameters: for each parameter the ridge regression of it
//! on all numbers, learned from runs. What a run says of a parameter, in one number: the posterior mean is the
//! best choice of such a statistic (Fearnhead and Prangle 2012).

use crate::base::matrix::{Cholesky, Matrix, dot};

/// Penalties that are tried, as shares of the number of runs.
const PENALTIES: [f64; 10] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0, 3.0];
/// A number that differs less than this between runs says nothing.
const LEAST_SPREAD: f64 = 1e-9;

/// One statistic for each parameter, linear in the numbers.
#[derive(Clone, Debug)]
pub struct Statistics {
    means: Vec<f64>,
    spreads: Vec<f64>,
    /// For each parameter: its mean, and a coefficient for each standardised number.
    of: Vec<(f64, Vec<f64>)>,
    /// For each parameter: the share of its variance over the runs that the numbers explain, found by leaving
    /// runs out.
    pub explained: Vec<f64>,
}

impl Statistics {
    /// Learned from runs: the numbers of each, and the shares of the ranges at which its parameters stood. Only
    /// the numbers of which `used` is true count.
    pub fn learned(numbers: &[Vec<f64>], shares: &[Vec<f64>], used: &[bool]) -> Self {
        let n = numbers.len();
        let all = numbers.first().map_or(0, Vec::len);
        let column = |j: usize| numbers.iter().map(move |row| row[j]);
        let means: Vec<f64> = (0..all).map(|j| column(j).sum::<f64>() / n as f64).collect();
        let spreads: Vec<f64> = (0..all)
            .map(|j| {
                let variance = column(j).map(|x| (x - means[j]) * (x - means[j])).sum::<f64>() / n as f64;
                if used[j] && variance > LEAST_SPREAD * LEAST_SPREAD { variance.sqrt() } else { 0.0 }
            })
            .collect();
        let mut learned = Self { means, spreads, of: Vec::new(), explained: Vec::new() };
        let rows: Vec<Vec<f64>> = numbers.iter().map(|row| learned.standardised(row)).collect();
        let matrix = Matrix::of(&rows);
        let ones = vec![1.0; n];
        let gram = matrix.gram(&ones);
        let penalised: Vec<(Cholesky, f64)> = PENALTIES
            .iter()
            .filter_map(|penalty| {
                let mut with = gram.clone();
                for j in 0..with.rows() {
                    with[(j, j)] += penalty * n as f64;
                }
                let cholesky = Cholesky::of(&with)?;
                let inverse = cholesky.inverse();
                // The degrees of freedom: the trace of what makes fitted values of observed ones.
                let freedom = 1.0 + (0..all).map(|j| dot(inverse.row(j), gram.row(j))).sum::<f64>();
                Some((cholesky, freedom))
            })
            .collect();
        for j in 0..shares.first().map_or(0, Vec::len) {
            let mean = shares.iter().map(|row| row[j]).sum::<f64>() / n as f64;
            let centred: Vec<f64> = shares.iter().map(|row| row[j] - mean).collect();
            let total = dot(&centred, &centred) / n as f64;
            let towards = matrix.transposed_times(&centred, &ones);
            let mut best: Option<(f64, Vec<f64>)> = None;
            for (cholesky, freedom) in &penalised {
                let coefficients = cholesky.solve(&towards);
                let errors = matrix.times(&coefficients);
                let left: f64 =
                    centred.iter().zip(errors).map(|(x, y)| (x - y) * (x - y)).sum::<f64>() / n as f64;
                // Generalised cross-validation (Golub, Heath and Wahba 1979).
                let kept = (1.0 - freedom / n as f64).max(0.02);
                let score = left / (kept * kept);
                if best.as_ref().is_none_or(|(least, _)| score < *least) {
                    best = Some((score, coefficients));
                }
            }
            let (score, coefficients) = best.unwrap_or_else(|| (total, vec![0.0; all]));
            learned.explained.push(if total > 0.0 { (1.0 - score / total).clamp(0.0, 1.0) } else { 0.0 });
            learned.of.push((mean, coefficients));
        }
        learned
    }

    fn standardised(&self, numbers: &[f64]) -> Vec<f64> {
        let each = numbers.iter().zip(&self.means).zip(&self.spreads);
        each.map(|((x, mean), spread)| if *spread > 0.0 { (x - mean) / spread } else { 0.0 }).collect()
    }

    /// The statistics of a run or of what was observed.
    pub fn of(&self, numbers: &[f64]) -> Vec<f64> {
        let standardised = self.standardised(numbers);
        self.of.iter().map(|(mean, coefficients)| mean + dot(coefficients, &standardised)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Luck, standard};

    #[test]
    fn what_tells_of_a_parameter_is_found_among_noise() {
        let draw = |run: u64, part: u64| standard::normal(&mut Luck::new(1, run).part(part).generator());
        let shares: Vec<Vec<f64>> =
            (0..300).map(|i| vec![Luck::new(2, i).uniform(), Luck::new(3, i).uniform()]).collect();
        let numbers: Vec<Vec<f64>> = shares
            .iter()
            .zip(0..)
            .map(|(share, i)| {
                let noise = |part| draw(i, part);
                let mut all = vec![10.0 * share[0] + 0.3 * noise(0), 2.0 * share[1] + 0.6 * noise(1)];
                all.extend((2..40).map(noise));
                all
            })
            .collect();
        let learned = Statistics::learned(&numbers, &shares, &[true; 40]);
        assert!(learned.explained[0] > 0.95, "{:?}", learned.explained);
        // 4 ÷ 12 of 4 ÷ 12 + 0.36 is known of the second.
        assert!((learned.explained[1] - 0.48).abs() < 0.12, "{:?}", learned.explained);
        let found = learned.of(&numbers[7]);
        assert!((found[0] - shares[7][0]).abs() < 0.15);
        let blind = Statistics::learned(&numbers, &shares, &[false; 40]);
        assert!(blind.explained[0] < 1e-9 && (blind.of(&numbers[7])[0] - 0.5).abs() < 0.1);
    }
}
