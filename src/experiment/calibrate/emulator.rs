//! What a run's statistics are likely to be at any set of figures, learned from runs: a polynomial of second
//! degree in the parameters for their means, of which it has as many terms as there are runs for; a log-linear one
//! for their variances (Harvey 1976), one matrix of correlations. With it the likelihood of what was observed is at hand without a run: a synthetic likelihood
//! (Wood 2010) on emulated moments.

use crate::base::matrix::{Cholesky, Matrix, dot};

/// So many runs at least for each coefficient, or the polynomial is of a smaller degree.
const RUNS_FOR_EACH: usize = 4;
/// The variance of the logarithm of a squared standard normal number: π² ÷ 2.
const LOG_SQUARE_VARIANCE: f64 = 4.934_802_200_544_679;
/// How much the logarithm of a variance is thought to change over a range, as a standard deviation: what is tried.
const LOG_VARIANCE_SLOPES: [f64; 5] = [2.0, 1.0, 0.5, 0.25, 0.1];
/// Correlations are drawn so far towards 0.
const SHRINKAGE: f64 = 0.02;

/// Which terms the polynomial has beside the constant and the linear ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Terms {
    /// The square of each parameter.
    squares: bool,
    /// The products of each two of these parameters.
    together: Vec<usize>,
}

impl Terms {
    /// As many as so many runs can teach: squares before products, and products of those parameters first that
    /// move the statistics most (effect sparsity and heredity: Wu and Hamada 2000). `None` where there are too few
    /// runs for the linear ones.
    fn of(shares: &[Vec<f64>], statistics: &[Vec<f64>]) -> Option<Self> {
        let (runs, p) = (shares.len(), shares.first()?.len());
        let most = (runs / RUNS_FOR_EACH).checked_sub(1 + p)?;
        let Some(most) = most.checked_sub(p) else { return Some(Self::default()) };
        let mut terms = Self { squares: true, together: (0..p).collect() };
        let count = (0..=p).rev().find(|m| m * m.saturating_sub(1) / 2 <= most).unwrap_or(0);
        if count < p {
            let sizes = effects(shares, statistics)?;
            terms.together.sort_by(|&a, &b| sizes[b].total_cmp(&sizes[a]));
            terms.together.truncate(if count < 2 { 0 } else { count });
            terms.together.sort_unstable();
        }
        Some(terms)
    }

    /// The terms, in the middle of the ranges at 0.
    fn basis(&self, share: &[f64]) -> Vec<f64> {
        let centred: Vec<f64> = share.iter().map(|x| 2.0 * x - 1.0).collect();
        let mut terms = vec![1.0];
        terms.extend(&centred);
        if self.squares {
            terms.extend(centred.iter().map(|x| x * x - 1.0 / 3.0));
        }
        for (i, &a) in self.together.iter().enumerate() {
            terms.extend(self.together[..i].iter().map(|&b| centred[a] * centred[b]));
        }
        terms
    }
}

/// How much each parameter moves the statistics by its linear term and its square, over all of them: their
/// variance over the range in that of what is left.
fn effects(shares: &[Vec<f64>], statistics: &[Vec<f64>]) -> Option<Vec<f64>> {
    let p = shares.first()?.len();
    let squares = Terms { squares: true, together: Vec::new() };
    let rows: Vec<Vec<f64>> = shares.iter().map(|share| squares.basis(share)).collect();
    let fitted = LeastSquares::of(&rows)?;
    let mut sizes = vec![0.0; p];
    for s in 0..statistics.first()?.len() {
        let observed: Vec<f64> = statistics.iter().map(|row| row[s]).collect();
        let (polynomial, left) = fitted.fit(&observed);
        let left = dot(&left, &left).max(f64::MIN_POSITIVE);
        for (j, size) in sizes.iter_mut().enumerate() {
            let (slope, square) = (polynomial[1 + j], polynomial[1 + p + j]);
            // The variances of x and of x² over -1 to 1.
            *size += (slope * slope / 3.0 + square * square * 4.0 / 45.0) / left;
        }
    }
    Some(sizes)
}

/// A least squares of any numbers on the same rows.
struct LeastSquares {
    matrix: Matrix,
    ones: Vec<f64>,
    cholesky: Cholesky,
}

impl LeastSquares {
    fn of(rows: &[Vec<f64>]) -> Option<Self> {
        let matrix = Matrix::of(rows);
        let ones = vec![1.0; rows.len()];
        let mut gram = matrix.gram(&ones);
        for j in 0..gram.rows() {
            gram[(j, j)] += 1e-9 * rows.len() as f64;
        }
        let cholesky = Cholesky::of(&gram)?;
        Some(Self { matrix, ones, cholesky })
    }

    /// The coefficients, and what they leave of each number.
    fn fit(&self, observed: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let coefficients = self.cholesky.solve(&self.matrix.transposed_times(observed, &self.ones));
        let fitted = self.matrix.times(&coefficients);
        let left = observed.iter().zip(fitted).map(|(x, y)| x - y).collect();
        (coefficients, left)
    }
}

/// Means and spreads of statistics at any set of figures.
#[derive(Clone, Debug)]
pub struct Emulator {
    terms: Terms,
    /// The polynomial of each statistic.
    means: Vec<Vec<f64>>,
    /// The inverse of the matrix of the least squares: how uncertain the polynomial is.
    uncertain: Matrix,
    /// The logarithm of each statistic's variance: constant and slopes.
    log_variances: Vec<Vec<f64>>,
    correlations: Cholesky,
    freedom: f64,
    /// What all variances are multiplied by, for what no setting explains.
    pub inflation: f64,
}

impl Emulator {
    /// Learned from runs: where each stood, and its statistics. `None` where there are too few.
    pub fn learned(shares: &[Vec<f64>], statistics: &[Vec<f64>]) -> Option<Self> {
        let n = shares.len();
        let terms = Terms::of(shares, statistics)?;
        let rows: Vec<Vec<f64>> = shares.iter().map(|share| terms.basis(share)).collect();
        let fitted = LeastSquares::of(&rows)?;
        let freedom = (n - rows.first()?.len()) as f64;
        let count = statistics.first()?.len();
        let (mut means, mut log_variances) = (Vec::new(), Vec::new());
        let mut standardised = vec![Vec::new(); n];
        for s in 0..count {
            let observed: Vec<f64> = statistics.iter().map(|row| row[s]).collect();
            let (polynomial, left) = fitted.fit(&observed);
            let log_variance = spread(shares, &left, freedom / n as f64);
            for ((row, share), error) in standardised.iter_mut().zip(shares).zip(&left) {
                row.push(error / libm::exp(linear(&log_variance, share) / 2.0));
            }
            means.push(polynomial);
            log_variances.push(log_variance);
        }
        let together = Matrix::of(&standardised).gram(&fitted.ones);
        let mut correlations = Matrix::zeros(count, count);
        for i in 0..count {
            for j in 0..count {
                let scale = (together[(i, i)] * together[(j, j)]).sqrt().max(f64::MIN_POSITIVE);
                let shrunk = (1.0 - SHRINKAGE) * together[(i, j)] / scale;
                correlations[(i, j)] = if i == j { 1.0 } else { shrunk };
            }
        }
        let correlations = Cholesky::of(&correlations)?;
        let uncertain = fitted.cholesky.inverse();
        Some(Self { terms, means, uncertain, log_variances, correlations, freedom, inflation: 1.0 })
    }

    /// How far what was observed lies from what is likely there: squared, in standard deviations, over all
    /// statistics together (the implausibility of history matching, squared).
    pub fn implausibility(&self, share: &[f64], observed: &[f64]) -> f64 {
        self.distance(share, observed).0
    }

    /// The logarithm of the likelihood of what was observed, up to a constant: Student's t, as variances are
    /// estimated.
    pub fn log_likelihood(&self, share: &[f64], observed: &[f64]) -> f64 {
        let (distance, log_scale) = self.distance(share, observed);
        let count = self.means.len() as f64;
        -log_scale - f64::midpoint(self.freedom, count) * libm::log1p(distance / self.freedom)
    }

    fn distance(&self, share: &[f64], observed: &[f64]) -> (f64, f64) {
        let basis = self.terms.basis(share);
        let leverage = dot(&basis, &self.uncertain.times(&basis)).max(0.0);
        let scale = self.inflation * (1.0 + leverage);
        let mut log_scale = self.means.len() as f64 / 2.0 * libm::log(scale);
        let mut errors = Vec::with_capacity(self.means.len());
        for ((polynomial, log_variance), x) in self.means.iter().zip(&self.log_variances).zip(observed) {
            let half = linear(log_variance, share) / 2.0;
            log_scale += half;
            errors.push((x - dot(polynomial, &basis)) / libm::exp(half));
        }
        let half = self.correlations.half(&errors);
        (dot(&half, &half) / scale, log_scale)
    }
}

/// A constant, and a slope for each parameter.
fn linear(coefficients: &[f64], share: &[f64]) -> f64 {
    coefficients[0] + coefficients[1..].iter().zip(share).map(|(slope, x)| slope * (x - 0.5)).sum::<f64>()
}

/// The logarithm of a variance as a linear function of the parameters, from what the polynomial leaves.
fn spread(shares: &[Vec<f64>], left: &[f64], freedom: f64) -> Vec<f64> {
    let n = left.len() as f64;
    let variance = (dot(left, left) / n / freedom.max(0.1)).max(1e-300);
    let tiny = variance * 1e-6;
    let logs: Vec<f64> = left.iter().map(|x| libm::log((x * x + tiny) / variance)).collect();
    let mut coefficients = slopes(shares, &logs);
    // The constant such that standardised errors have variance 1.
    coefficients[0] = 0.0;
    let scaled: f64 =
        shares.iter().zip(left).map(|(share, x)| x * x / libm::exp(linear(&coefficients, share))).sum();
    coefficients[0] = libm::log((scaled / n / freedom.max(0.1)).max(1e-300));
    coefficients
}

/// How the logarithm of a squared error changes with each parameter, behind a constant: as much drawn towards 0 as
/// generalised cross-validation says (Golub, Heath and Wahba 1979). Slopes of many parameters on which nothing
/// depends would add up to a likelihood of their own.
fn slopes(shares: &[Vec<f64>], logs: &[f64]) -> Vec<f64> {
    let n = logs.len() as f64;
    let p = shares.first().map_or(0, Vec::len);
    let means: Vec<f64> = (0..p).map(|j| shares.iter().map(|share| share[j]).sum::<f64>() / n).collect();
    let mean = logs.iter().sum::<f64>() / n;
    let less = |share: &Vec<f64>| share.iter().zip(&means).map(|(x, mean)| x - mean).collect();
    let matrix = Matrix::of(&shares.iter().map(less).collect::<Vec<Vec<f64>>>());
    let centred: Vec<f64> = logs.iter().map(|x| x - mean).collect();
    let ones = vec![1.0; logs.len()];
    let gram = matrix.gram(&ones);
    let towards = matrix.transposed_times(&centred, &ones);
    let total = dot(&centred, &centred);
    // Without a slope one number, the constant, is fitted.
    let score = |left: f64, freedom: f64| {
        let kept = (1.0 - (1.0 + freedom) / n).max(0.02);
        left / (kept * kept)
    };
    let mut best = (score(total, 0.0), vec![0.0; p]);
    for size in LOG_VARIANCE_SLOPES {
        let mut with = gram.clone();
        for j in 0..p {
            with[(j, j)] += LOG_SQUARE_VARIANCE / (size * size);
        }
        let Some(cholesky) = Cholesky::of(&with) else { continue };
        let inverse = cholesky.inverse();
        let freedom: f64 = (0..p).map(|j| dot(inverse.row(j), gram.row(j))).sum();
        let found = cholesky.solve(&towards);
        let fitted = matrix.times(&found);
        let left: f64 = centred.iter().zip(fitted).map(|(x, y)| (x - y) * (x - y)).sum();
        let score = score(left, freedom);
        if score < best.0 {
            best = (score, found);
        }
    }
    std::iter::once(0.0).chain(best.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Luck, standard};

    #[test]
    fn means_variances_and_their_dependence_are_learned() {
        let normal = |i: u64, part: u64| standard::normal(&mut Luck::new(4, i).part(part).generator());
        let shares: Vec<Vec<f64>> =
            (0..800).map(|i| vec![Luck::new(5, i).uniform(), Luck::new(6, i).uniform()]).collect();
        let sd = |x: f64| 0.1 * libm::exp(x);
        let statistics: Vec<Vec<f64>> = shares
            .iter()
            .zip(0..)
            .map(|(u, i)| {
                vec![u[0] * u[0] + u[1] + sd(u[0]) * normal(i, 0), u[0] * u[1] + 0.1 * normal(i, 1)]
            })
            .collect();
        let emulator = Emulator::learned(&shares, &statistics).expect("enough runs");
        let at = [0.8, 0.4];
        let truth = [0.8 * 0.8 + 0.4, 0.32];
        assert!(emulator.implausibility(&at, &truth) < 0.05);
        // Two standard deviations away in one, at both ends of the first range.
        for x in [0.1, 0.9] {
            let off = [x * x + 0.4 + 2.0 * sd(x), 0.4 * x];
            let distance = emulator.implausibility(&[x, 0.4], &off);
            assert!((distance - 4.0).abs() < 1.2, "{x}: {distance}");
        }
    }
    #[test]
    fn with_few_runs_products_are_of_the_parameters_that_matter() {
        let normal = |i: u64, part: u64| standard::normal(&mut Luck::new(7, i).part(part).generator());
        let draw = |runs: u64| -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
            let shares: Vec<Vec<f64>> =
                (0..runs).map(|i| (0..20).map(|j| Luck::new(8, i).part(j).uniform()).collect()).collect();
            let tells = |(u, i): (&Vec<f64>, u64)| {
                vec![u[3] * u[11] + u[3] + 0.05 * normal(i, 0), u[11] + 0.1 * u[5] + 0.05 * normal(i, 1)]
            };
            let statistics = shares.iter().zip(0..).map(tells).collect();
            (shares, statistics)
        };
        // 20 parameters: 21 linear terms, 20 squares, 190 products; four runs for each term.
        let terms = |runs: u64| {
            let (shares, statistics) = draw(runs);
            Terms::of(&shares, &statistics)
        };
        assert_eq!(terms(83), None);
        assert_eq!(terms(163), Some(Terms::default()));
        assert_eq!(terms(164).map(|t| t.together), Some(Vec::new()));
        assert_eq!(terms(168).map(|t| t.together), Some(vec![3, 11]));
        assert_eq!(terms(176).map(|t| t.together), Some(vec![3, 5, 11]));
        assert_eq!(terms(924).map(|t| t.together), Some((0..20).collect()));
        let (shares, statistics) = draw(400);
        let emulator = Emulator::learned(&shares, &statistics).expect("enough runs");
        let mut at = vec![0.5; 20];
        (at[3], at[11]) = (0.9, 0.9);
        assert!(emulator.implausibility(&at, &[0.81 + 0.9, 0.95]) < 1.0);
    }
}
