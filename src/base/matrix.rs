//! Small matrices, and least squares by Cholesky's decomposition: as much linear algebra as the statistics of
//! experiments need. The same numbers on every machine, which libraries that choose instructions by the
//! processor do not give.

use std::ops::{Index, IndexMut};

/// A matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    at: Vec<f64>,
}

impl Matrix {
    /// Of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, at: vec![0.0; rows * columns] }
    }

    /// Of these rows; a row that is shorter than the first is filled with zeros, a longer one cut.
    pub fn of(rows: &[Vec<f64>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut made = Self::zeros(rows.len(), columns);
        for (i, row) in rows.iter().enumerate() {
            for (j, x) in row.iter().take(columns).enumerate() {
                made[(i, j)] = *x;
            }
        }
        made
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.at[i * self.columns..(i + 1) * self.columns]
    }

    /// Its transpose times itself, each row with a weight.
    #[must_use]
    pub fn gram(&self, weights: &[f64]) -> Self {
        let mut gram = Self::zeros(self.columns, self.columns);
        for (i, weight) in (0..self.rows).zip(weights) {
            let row = self.row(i);
            for (j, x) in row.iter().enumerate() {
                let x = x * weight;
                for (k, y) in row.iter().enumerate().take(j + 1) {
                    gram[(j, k)] += x * y;
                }
            }
        }
        for j in 0..self.columns {
            for k in 0..j {
                gram[(k, j)] = gram[(j, k)];
            }
        }
        gram
    }

    /// Its transpose times a vector, each row with a weight.
    pub fn transposed_times(&self, vector: &[f64], weights: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.columns];
        for ((i, y), weight) in (0..self.rows).zip(vector).zip(weights) {
            for (sum, x) in sum.iter_mut().zip(self.row(i)) {
                *sum += weight * x * y;
            }
        }
        sum
    }

    /// It times a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), vector)).collect()
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.at[i * self.columns + j]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.at[i * self.columns + j]
    }
}

/// The sum of products.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A positive definite matrix as the product of a lower triangle and its transpose.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    lower: Matrix,
}

impl Cholesky {
    /// Of a symmetric matrix; `None` where it is not positive definite.
    pub fn of(matrix: &Matrix) -> Option<Self> {
        let n = matrix.rows;
        let mut lower = Matrix::zeros(n, n);
        for j in 0..n {
            for i in j..n {
                let rest = matrix[(i, j)] - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                lower[(i, j)] = if i > j {
                    rest / lower[(j, j)]
                } else if rest > matrix[(j, j)].abs() * 1e-13 {
                    rest.sqrt()
                } else {
                    return None;
                };
            }
        }
        Some(Self { lower })
    }

    /// The vector that the lower triangle makes into this one.
    pub fn half(&self, vector: &[f64]) -> Vec<f64> {
        let mut x = vector.to_vec();
        for i in 0..x.len() {
            x[i] = (x[i] - dot(&self.lower.row(i)[..i], &x[..i])) / self.lower[(i, i)];
        }
        x
    }

    /// The vector that the matrix makes into this one.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut x = self.half(vector);
        for i in (0..x.len()).rev() {
            let below: f64 = (i + 1..x.len()).map(|j| self.lower[(j, i)] * x[j]).sum();
            x[i] = (x[i] - below) / self.lower[(i, i)];
        }
        x
    }

    /// The lower triangle times a vector: what standard normal numbers become.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..vector.len()).map(|i| dot(&self.lower.row(i)[..=i], &vector[..=i])).collect()
    }

    /// The inverse of the matrix.
    pub fn inverse(&self) -> Matrix {
        let n = self.lower.rows;
        let mut inverse = Matrix::zeros(n, n);
        for j in 0..n {
            let mut unit = vec![0.0; n];
            unit[j] = 1.0;
            for (i, x) in self.solve(&unit).into_iter().enumerate() {
                inverse[(i, j)] = x;
            }
        }
        inverse
    }

    /// The logarithm of the determinant of the matrix.
    pub fn log_determinant(&self) -> f64 {
        (0..self.lower.rows).map(|i| 2.0 * libm::log(self.lower[(i, i)])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-10)
    }

    #[test]
    fn a_decomposition_solves_and_gives_back_its_matrix() {
        let a = Matrix::of(&[vec![4.0, 2.0, 0.4], vec![2.0, 5.0, 1.0], vec![0.4, 1.0, 3.0]]);
        let cholesky = Cholesky::of(&a).expect("it is positive definite");
        let x = [1.0, -2.0, 0.5];
        assert!(close(&cholesky.solve(&a.times(&x)), &x));
        assert!(close(&a.times(&cholesky.inverse().times(&x)), &x));
        // 4 × (5 × 3 − 1) − 2 × (2 × 3 − 0.4) + 0.4 × (2 − 2) by the first row.
        assert!((cholesky.log_determinant() - libm::log(44.8)).abs() < 1e-12);
        let half = cholesky.half(&x);
        assert!(close(&cholesky.times(&half), &x));
    }

    #[test]
    fn what_is_not_positive_definite_has_no_decomposition() {
        assert!(Cholesky::of(&Matrix::of(&[vec![1.0, 2.0], vec![2.0, 1.0]])).is_none());
        assert!(Cholesky::of(&Matrix::of(&[vec![1.0, 1.0], vec![1.0, 1.0]])).is_none());
    }

    #[test]
    fn products_with_the_transpose_count_each_row_by_its_weight() {
        let a = Matrix::of(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
        assert_eq!(a.gram(&[1.0, 2.0]), Matrix::of(&[vec![19.0, 26.0], vec![26.0, 36.0]]));
        assert_eq!(a.transposed_times(&[1.0, 1.0], &[1.0, 0.5]), [2.5, 4.0]);
    }
}
