//! How alike the days of a hospital are: the ensemble's own covariance, made wider or narrower, and what no
//! model knows beside it. How much of each is found from what is known (maximum of the posterior).

use super::ensemble::Ensemble;
use super::known::{Known, Stretch};
use super::method::Method;
use crate::base::matrix::{Cholesky, Matrix};

/// How much there is of each part, as standard deviations; `wider` is a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// By what the ensemble's own deviations are multiplied.
    pub wider: f64,
    /// What lasts some weeks.
    pub lasting: f64,
    /// What is only of the day.
    pub daily: f64,
}

impl Parts {
    /// The ensemble as it is, with nothing beside it.
    pub const AS_SIMULATED: Self = Self { wider: 1.0, lasting: 0.0, daily: 0.0 };
    /// What is always there, so that equations can be solved.
    const LEAST: f64 = 1e-8;
}

/// How sure it is not where the ensemble is right as a whole, as standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unsure {
    /// The level of all days.
    pub level: f64,
    /// The share of the season that is there.
    pub season: f64,
}

/// The simulated season of a stretch.
fn season(ensemble: &Ensemble, stretch: &Stretch) -> f64 {
    stretch.days.iter().map(|&day| ensemble.season[day]).sum::<f64>() / stretch.days.len() as f64
}

/// The covariances of stretches by part, without their shares.
pub struct Tables {
    n: usize,
    simulated: Vec<f64>,
    lasting: Vec<f64>,
    /// The simulated season.
    season: Vec<f64>,
    /// 1 ÷ reported days.
    daily: Vec<f64>,
}

fn at(by_lag: &[f64], lag: usize) -> f64 {
    by_lag.get(lag).or(by_lag.last()).copied().unwrap_or(0.0)
}

/// The mean over all pairs of days of two stretches.
fn between(by_lag: &[f64], one: &[usize], other: &[usize]) -> f64 {
    let sum: f64 = one.iter().map(|&a| other.iter().map(|&b| at(by_lag, a.abs_diff(b))).sum::<f64>()).sum();
    sum / (one.len() * other.len()) as f64
}

impl Tables {
    /// Of what is known.
    pub fn of(ensemble: &Ensemble, stretches: &[Stretch]) -> Self {
        let n = stretches.len();
        let table = |by_lag: &[f64]| {
            let mut all = Vec::with_capacity(n * (n + 1) / 2);
            for i in 0..n {
                for j in 0..=i {
                    all.push(between(by_lag, &stretches[i].days, &stretches[j].days));
                }
            }
            all
        };
        Self {
            n,
            simulated: table(&ensemble.covariance),
            lasting: table(&ensemble.lasting),
            season: stretches.iter().map(|s| season(ensemble, s)).collect(),
            daily: stretches.iter().map(|s| 1.0 / s.days.len() as f64).collect(),
        }
    }

    /// The matrix of all stretches with so much of each part.
    pub fn factor(&self, parts: Parts, unsure: Unsure) -> Option<Cholesky> {
        let [level, season] = [unsure.level, unsure.season].map(|x| x * x);
        let [wider, lasting, daily] = [parts.wider, parts.lasting, parts.daily].map(|x| x * x);
        let covariance = |i: usize, j: usize| {
            let k = i * (i + 1) / 2 + j;
            let own = if i == j { daily * self.daily[i] + Parts::LEAST } else { 0.0 };
            let season = season * self.season[i] * self.season[j];
            wider * self.simulated[k] + lasting * self.lasting[k] + level + season + own
        };
        let mut matrix = Matrix::zeros(self.n, self.n);
        for i in 0..self.n {
            for j in 0..=i {
                matrix[(i, j)] = covariance(i, j);
                matrix[(j, i)] = matrix[(i, j)];
            }
        }
        Cholesky::of(&matrix)
    }

    /// The parts under which what is known is likeliest, with what was thought before.
    pub fn fitted(&self, known: &Known, method: &Method) -> Parts {
        let seen: Vec<f64> = known.stretches.iter().map(|s| s.above).collect();
        let mut best = (f64::NEG_INFINITY, Parts::AS_SIMULATED);
        for &wider in &method.wider {
            for &lasting in &method.lasting {
                for &daily in &method.daily {
                    let parts = Parts { wider, lasting, daily };
                    let Some(factor) = self.factor(parts, method.unsure()) else { continue };
                    let misfit: f64 = factor.half(&seen).iter().map(|x| x * x).sum();
                    let far = libm::log(wider) / method.trust;
                    let likelihood = -0.5 * (misfit + factor.log_determinant() + far * far);
                    if likelihood > best.0 {
                        best = (likelihood, parts);
                    }
                }
            }
        }
        best.1
    }
}

/// The weights with which what is known of a day is told by stretches: the row of K for this day.
pub fn weights(
    ensemble: &Ensemble,
    stretches: &[Stretch],
    factor: &Cholesky,
    (parts, unsure): (Parts, Unsure),
    day: usize,
) -> Vec<f64> {
    let row: Vec<f64> = stretches
        .iter()
        .map(|s| {
            parts.wider * parts.wider * between(&ensemble.covariance, &s.days, &[day])
                + parts.lasting * parts.lasting * between(&ensemble.lasting, &s.days, &[day])
                + unsure.level * unsure.level
                + unsure.season * unsure.season * season(ensemble, s) * ensemble.season[day]
        })
        .collect();
    factor.solve(&row)
}
