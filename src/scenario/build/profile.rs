//! Lists of factors by month, weekday and hour; shares that must sum to 1.

use super::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::{Sum, rounded};

/// A list of factors of the right length, or empty.
pub fn factors(setup: Setup<'_>, path: &Path, list: &[f64], length: usize, found: &mut Found) -> Vec<f64> {
    if list.is_empty() || list.len() == length {
        return list.to_vec();
    }
    if !found.is_faulty(path) {
        let what = format!("the list has {} numbers", list.len());
        found.fault(setup.fault(path, what).expected(format!("{length} numbers, or none")));
    }
    Vec::new()
}

/// Warns of factors whose mean is not 1: they change the total.
pub fn warn_of_mean(path: &Path, list: &[f64], found: &mut Found) {
    let mean = list.iter().sum::<f64>() / list.len().max(1) as f64;
    if !list.is_empty() && (mean - 1.0).abs() > 0.01 {
        let text = format!("the mean of these factors is {mean:.3}, so they change the total");
        found.warn("W05", path, text);
    }
}

/// Cumulative shares, the last exactly 1, of those above 0.
pub fn cumulative<T: Copy>(shares: impl IntoIterator<Item = (f64, T)>) -> Vec<(f64, T)> {
    let mut upto = 0.0;
    let mut all = Vec::new();
    for (share, what) in shares {
        if share > 0.0 {
            upto += share;
            all.push((upto, what));
        }
    }
    for (share, _) in &mut all {
        *share /= upto;
    }
    if let Some(last) = all.last_mut() {
        last.0 = 1.0;
    }
    all
}

/// Tells where shares do not sum to 1; those that nearly do are scaled by who takes them.
pub fn check_sum(setup: Setup<'_>, path: &Path, shares: impl Iterator<Item = f64>, found: &mut Found) {
    let sum: f64 = shares.sum();
    match Sum::of(sum) {
        Sum::One => {}
        Sum::Nearly => found.scaled(path, sum),
        Sum::Other if found.is_faulty(path) => {}
        Sum::Other => {
            let what = format!("the shares sum to {}", rounded(sum));
            found.fault(setup.fault(path, what).expected("shares that sum to 1"));
        }
    }
}
