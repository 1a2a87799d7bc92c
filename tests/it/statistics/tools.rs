//! Tests of a sample against what it should be: each gives the chance to see so much or more by
//! accident.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

/// The chance of three standard errors or more, either way.
const RARE: f64 = 0.002_699_796;

/// What was looked at, and its chance.
pub type Seen = (String, f64);

/// All of these together are no rarer than three standard errors are for one.
#[track_caller]
pub fn none_is_rare(what: &str, all: &[Seen]) {
    let (worst, least) = all.iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("something to look at");
    let bound = RARE / all.len() as f64;
    println!("{what:<44} {:>4} tests: least chance {least:.6} ({worst}) of at least {bound:.6}", all.len());
    assert!(*least >= bound, "{what}, {worst}: the chance to see this is {least:e}");
}

/// The chance of so many standard errors, either way.
pub fn of_z(z: f64) -> f64 {
    2.0 * Normal::standard().cdf(-z.abs())
}

/// Of a mean of `values` beside the exact one.
pub fn of_mean(values: &[f64], exact: f64) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    of_z((mean - exact) / (variance / n).sqrt())
}

/// Pearson's chi-square of counts against what is expected of them; `fixed` sums of the counts are
/// given.
pub fn chi_square(counts: &[u64], expected: &[f64], fixed: usize) -> f64 {
    assert_eq!(counts.len(), expected.len());
    assert!(expected.iter().all(|&e| e >= 5.0), "too few are expected: {expected:?}");
    let sum: f64 = counts.iter().zip(expected).map(|(&n, e)| (n as f64 - e).powi(2) / e).sum();
    let law = ChiSquared::new((counts.len() - fixed) as f64).expect("cells beyond the sums");
    // Far too even is as wrong as far too uneven.
    let above = law.sf(sum);
    2.0 * above.min(1.0 - above)
}

/// Chi-square of counts that should all be alike, their sum given.
pub fn level(counts: &[u64]) -> f64 {
    let each = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    chi_square(counts, &vec![each; counts.len()], 1)
}

/// Kolmogorov and Smirnov's greatest distance from a continuous law, with Stephens' correction for a
/// finite sample (M. A. Stephens, EDF statistics for goodness of fit, JASA 69, 1974).
pub fn kolmogorov_smirnov(values: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = sorted
        .iter()
        .enumerate()
        .map(|(i, &x)| {
            let at = cdf(x);
            (at - i as f64 / n).max((i as f64 + 1.0) / n - at)
        })
        .fold(0.0, f64::max);
    let scaled = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    let terms = (1..=100).map(|k| {
        let sign = if k % 2 == 1 { 2.0 } else { -2.0 };
        sign * (-2.0 * f64::from(k * k) * scaled * scaled).exp()
    });
    terms.sum::<f64>().clamp(0.0, 1.0)
}

/// That two lists of numbers have nothing to do with each other.
pub fn uncorrelated(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let spread = |x: &[f64], mean: f64| x.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let both = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>();
    of_z(both / (spread(a, mean_a) * spread(b, mean_b)).sqrt() * n.sqrt())
}

/// That a number has nothing to do with the one `lag` before it.
pub fn no_serial_correlation(values: &[f64], lag: usize) -> f64 {
    uncorrelated(&values[lag..], &values[..values.len() - lag])
}

#[test]
fn the_tests_find_what_they_are_for() {
    let even: Vec<f64> = (0..1000).map(|i| (f64::from(i) + 0.5) / 1000.0).collect();
    assert!(kolmogorov_smirnov(&even, |x| x) > 0.99);
    assert!(kolmogorov_smirnov(&even, |x| x.powf(1.5)) < 1e-6);
    // D = 0.043 for n = 1000 is at about 5% (1.358 ÷ √n in any table).
    let moved = kolmogorov_smirnov(&even, |x| (x - 0.042_4).max(0.0));
    assert!((moved - 0.05).abs() < 0.004, "{moved}");
    assert!(level(&[100, 110, 95, 95]) > 0.1 && level(&[100, 180, 60, 60]) < 1e-6);
    assert!(level(&[1000; 200]) < 1e-6, "too even to be chance");
    assert!(uncorrelated(&even, &even) < 1e-6 && no_serial_correlation(&even, 1) < 1e-6);
    assert!((of_z(3.0) - RARE).abs() < 1e-8);
}
