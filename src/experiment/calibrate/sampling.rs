//! Draws from a density over the unit cube, by a sequential Monte Carlo sampler: a cloud of points that is moved
//! from the whole cube to the density by way of its powers, each so much further that half of the points would
//! still count (Del Moral, Doucet and Jasra 2006).

use rayon::prelude::*;

use crate::base::matrix::{Cholesky, Matrix};
use crate::base::{Luck, standard};

/// How many points are moved.
const POINTS: usize = 2_000;
/// How often each is moved at each power, and after the last.
const MOVES: u64 = 8;
const LAST_MOVES: u64 = 25;
/// So large a step is best for a normal density, over the square root of the dimension (Roberts, Gelman and
/// Gilks 1997).
const STEP: f64 = 2.38;
/// More powers than these would not come to an end.
const MOST_POWERS: u64 = 200;

/// So many points of the unit cube of this dimension, distributed by a density whose logarithm is given. The same
/// on any number of threads.
pub fn sample(
    dimension: usize,
    count: usize,
    luck: Luck,
    log_density: impl Fn(&[f64]) -> f64 + Sync,
) -> Vec<Vec<f64>> {
    let wanted = POINTS.max(count);
    let mut points: Vec<Vec<f64>> = latin(dimension, wanted, luck.part(0));
    let mut logs: Vec<f64> = points.par_iter().map(|point| log_density(point)).collect();
    let mut power = 0.0;
    let mut stage = 1;
    while power < 1.0 && stage < MOST_POWERS {
        let next = next_power(power, &logs);
        let weights = weights(&logs, next - power);
        let chosen = resampled(&weights, luck.part(stage).part(0).uniform());
        points = chosen.iter().map(|&i| points[i].clone()).collect();
        logs = chosen.iter().map(|&i| logs[i]).collect();
        power = next;
        let moves = if power < 1.0 { MOVES } else { LAST_MOVES };
        (points, logs) = moved(&points, &logs, (power, moves), luck.part(stage), &log_density);
        stage += 1;
    }
    // Evenly spread over the cloud, which resampling leaves in no order that matters.
    (0..count).map(|i| points[(2 * i + 1) * wanted / (2 * count)].clone()).collect()
}

/// A Latin hypercube: each coordinate once in each of as many strips as there are points (`McKay`, Beckman and
/// Conover 1979).
pub fn latin(dimension: usize, count: usize, luck: Luck) -> Vec<Vec<f64>> {
    let mut points = vec![Vec::with_capacity(dimension); count];
    for d in 0..dimension as u64 {
        let luck = luck.part(d);
        let mut order: Vec<(f64, usize)> =
            (0..count).map(|i| (luck.part(0).part(i as u64).uniform(), i)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (strip, (_, i)) in order.into_iter().enumerate() {
            let within = luck.part(1).part(i as u64).uniform();
            points[i].push((strip as f64 + within) / count as f64);
        }
    }
    points
}

/// The power at which half of the points still count; at most 1.
fn next_power(power: f64, logs: &[f64]) -> f64 {
    let enough = |next: f64| {
        let weights = weights(logs, next - power);
        1.0 / weights.iter().map(|w| w * w).sum::<f64>() >= weights.len() as f64 / 2.0
    };
    if enough(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (power, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if enough(middle) { low = middle } else { high = middle }
    }
    // A step forward, however small.
    if low > power { low } else { high }
}

/// Weights that sum to 1: these logarithms times a power.
fn weights(logs: &[f64], power: f64) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let all: Vec<f64> = logs.iter().map(|log| libm::exp(power * (log - most))).collect();
    let total: f64 = all.iter().sum();
    all.into_iter().map(|weight| weight / total).collect()
}

/// As many numbers as there are weights, each as often as its weight says to within one.
fn resampled(weights: &[f64], start: f64) -> Vec<usize> {
    let n = weights.len() as f64;
    let (mut upto, mut i) = (weights[0], 0);
    let mut chosen = Vec::with_capacity(weights.len());
    for k in 0..weights.len() {
        let at = (k as f64 + start) / n;
        while upto < at && i + 1 < weights.len() {
            i += 1;
            upto += weights[i];
        }
        chosen.push(i);
    }
    chosen
}

/// The points after some steps of Metropolis's walk, each on its own.
fn moved(
    points: &[Vec<f64>],
    logs: &[f64],
    (power, moves): (f64, u64),
    luck: Luck,
    log_density: &(impl Fn(&[f64]) -> f64 + Sync),
) -> (Vec<Vec<f64>>, Vec<f64>) {
    let shape = shape(points);
    let step = STEP / (points[0].len() as f64).sqrt();
    let walk = |(i, (point, log)): (usize, (&Vec<f64>, &f64))| {
        let (mut at, mut log) = (point.clone(), *log);
        for m in 0..moves {
            let luck = luck.part(1 + i as u64).part(m);
            let mut generator = luck.part(0).generator();
            let normal: Vec<f64> = at.iter().map(|_| standard::normal(&mut generator)).collect();
            // A long step now and then, and short ones between.
            let length = step * [0.3, 1.0, 1.0, 0.1][(m % 4) as usize];
            let to: Vec<f64> =
                at.iter().zip(shape.times(&normal)).map(|(x, d)| reflected(x + length * d)).collect();
            let there = log_density(&to);
            if libm::log(luck.part(1).uniform().max(f64::MIN_POSITIVE)) < power * (there - log) {
                (at, log) = (to, there);
            }
        }
        (at, log)
    };
    let all: Vec<(Vec<f64>, f64)> = points.par_iter().zip(logs).enumerate().map(walk).collect();
    all.into_iter().unzip()
}

/// A coordinate that left the cube comes back from its face.
fn reflected(x: f64) -> f64 {
    let turned = x.rem_euclid(2.0);
    if turned > 1.0 { 2.0 - turned } else { turned }
}

/// How the points lie: the triangle of their covariance.
fn shape(points: &[Vec<f64>]) -> Cholesky {
    let (n, p) = (points.len() as f64, points[0].len());
    let means: Vec<f64> = (0..p).map(|j| points.iter().map(|x| x[j]).sum::<f64>() / n).collect();
    let rows: Vec<Vec<f64>> =
        points.iter().map(|x| x.iter().zip(&means).map(|(x, mean)| x - mean).collect()).collect();
    let mut covariance = Matrix::of(&rows).gram(&vec![1.0 / n; points.len()]);
    for j in 0..p {
        covariance[(j, j)] = covariance[(j, j)] * 1.000_001 + 1e-10;
    }
    Cholesky::of(&covariance).unwrap_or_else(|| {
        let mut apart = Matrix::zeros(p, p);
        for j in 0..p {
            apart[(j, j)] = covariance[(j, j)].max(1e-10);
        }
        Cholesky::of(&apart).expect("a diagonal of positive numbers")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::statistics::Moments;

    #[test]
    fn a_narrow_normal_density_is_found_with_its_mean_spread_and_correlation() {
        let log = |x: &[f64]| {
            let (a, b) = ((x[0] - 0.3) / 0.01, (x[1] - 0.6) / 0.02);
            -(a * a - 1.6 * a * b + b * b) / (2.0 * 0.36)
        };
        let points = sample(3, 500, Luck::new(1, 0), log);
        let of = |j: usize| Moments::of(&points.iter().map(|x| x[j]).collect::<Vec<_>>());
        assert!((of(0).mean - 0.3).abs() < 0.002 && (of(0).sd - 0.01).abs() < 0.0015, "{:?}", of(0));
        assert!((of(1).mean - 0.6).abs() < 0.004 && (of(1).sd - 0.02).abs() < 0.003, "{:?}", of(1));
        assert!((of(2).mean - 0.5).abs() < 0.05 && (of(2).sd - 0.2887).abs() < 0.03, "{:?}", of(2));
        let product = points.iter().map(|x| (x[0] - 0.3) / 0.01 * ((x[1] - 0.6) / 0.02)).sum::<f64>() / 500.0;
        assert!((product - 0.8).abs() < 0.12, "{product}");
    }

    #[test]
    fn a_density_at_a_corner_stays_in_the_cube() {
        let points = sample(2, 300, Luck::new(1, 0), |x| -50.0 * (x[0] + 1.0 - x[1]));
        assert!(points.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
        let mean = points.iter().map(|x| x[0]).sum::<f64>() / 300.0;
        assert!((mean - 0.02).abs() < 0.005, "{mean}");
    }
}
