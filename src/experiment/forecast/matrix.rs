//! Symmetric systems of equations, small and dense. Knows nothing of what they mean.

/// The Cholesky factor of a symmetric positive definite matrix.
pub struct Factor {
    n: usize,
    /// The lower triangle with its diagonal, row by row.
    rows: Vec<f64>,
}

/// Where a row of a triangle begins.
fn row(i: usize) -> usize {
    i * (i + 1) / 2
}

impl Factor {
    /// Of a matrix whose lower triangle `of(i, j)` gives; `None` where it is not positive definite.
    pub fn of(n: usize, of: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let mut rows: Vec<f64> = Vec::with_capacity(row(n));
        for i in 0..n {
            for j in 0..=i {
                let dot: f64 = (0..j).map(|k| rows[row(i) + k] * rows[row(j) + k]).sum();
                let left = of(i, j) - dot;
                if i == j {
                    if left.is_nan() || left <= 0.0 {
                        return None;
                    }
                    rows.push(left.sqrt());
                } else {
                    rows.push(left / rows[row(j) + j]);
                }
            }
        }
        Some(Self { n, rows })
    }

    /// The vector that the factor takes to this one.
    pub fn forward(&self, vector: &mut [f64]) {
        for i in 0..self.n {
            let dot: f64 = (0..i).map(|k| self.rows[row(i) + k] * vector[k]).sum();
            vector[i] = (vector[i] - dot) / self.rows[row(i) + i];
        }
    }

    /// The vector that the matrix takes to this one.
    pub fn solve(&self, vector: &mut [f64]) {
        self.forward(vector);
        for i in (0..self.n).rev() {
            let dot: f64 = (i + 1..self.n).map(|k| self.rows[row(k) + i] * vector[k]).sum();
            vector[i] = (vector[i] - dot) / self.rows[row(i) + i];
        }
    }

    /// The logarithm of the determinant of the matrix.
    pub fn log_determinant(&self) -> f64 {
        (0..self.n).map(|i| 2.0 * libm::log(self.rows[row(i) + i])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_equations_by_hand() {
        let matrix = [[4.0, 2.0, 0.0], [2.0, 5.0, 1.0], [0.0, 1.0, 3.0]];
        let factor = Factor::of(3, |i, j| matrix[i][j]).expect("positive definite");
        let mut found = [8.0, 15.0, 11.0];
        factor.solve(&mut found);
        for (x, expected) in found.iter().zip([1.0, 2.0, 3.0]) {
            assert!((x - expected).abs() < 1e-12, "{found:?}");
        }
        // 4 (15 − 1) − 2 × 6 = 44.
        assert!((factor.log_determinant() - libm::log(44.0)).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_positive_definite_has_no_factor() {
        assert!(Factor::of(2, |i, j| [[1.0, 2.0], [2.0, 1.0]][i][j]).is_none());
        assert!(Factor::of(1, |_, _| f64::NAN).is_none());
    }
}
