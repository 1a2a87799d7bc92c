//! MSER-5: where to cut a run of which every day is like the next, so that its mean is known best.
//!
//! K. P. White, M. J. Cobb and S. C. Spratt, A comparison of five steady-state truncation heuristics for
//! simulation, Winter Simulation Conference 2000: means of five neighbours; of all cuts that leave at
//! least half, the one with the least squared standard error of the mean of what is left.

use crate::base::special::squared;

/// How many values make one.
const BATCH: usize = 5;
/// Fewer batches say nothing.
const LEAST: usize = 10;

/// What the rule says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mser {
    /// How many values are cut off.
    pub cut: u32,
    /// The mean of what is left.
    pub mean: f64,
    /// Whether the least lies at the last cut that is looked at: then the run is too short to say.
    pub at_limit: bool,
}

/// The rule, on one value a day; `None` for less than ten batches.
pub fn mser5(values: &[f64]) -> Option<Mser> {
    let means: Vec<f64> =
        values.chunks_exact(BATCH).map(|batch| batch.iter().sum::<f64>() / BATCH as f64).collect();
    if means.len() < LEAST {
        return None;
    }
    let most = means.len() / 2;
    let mut best: Option<(f64, usize, f64)> = None;
    for cut in 0..=most {
        let left = &means[cut..];
        let n = left.len() as f64;
        let mean = left.iter().sum::<f64>() / n;
        let error = left.iter().map(|x| squared(x - mean)).sum::<f64>() / (n * n);
        if best.is_none_or(|(least, ..)| error < least) {
            best = Some((error, cut, mean));
        }
    }
    best.map(|(_, cut, mean)| Mser { cut: (cut * BATCH) as u32, mean, at_limit: cut == most })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_of_a_small_series_give_the_cut_found_by_hand() {
        // Batch means 0, 6, 9, 11, 9, 11, 9, 11, 9, 11. Squared standard errors by hand: nothing cut
        // 104.4/100 = 1.044; one cut 22.222/81 = 0.2743; two cut 8/64 = 0.125; three cut
        // 6.857/49 = 0.1399; four 6/36 = 0.1667; five 4.8/25 = 0.192.
        let means = [0.0, 6.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0];
        // Within a batch only the mean counts.
        let values: Vec<f64> = means.iter().flat_map(|m| [m - 2.0, m + 1.0, *m, m + 3.0, m - 2.0]).collect();
        assert_eq!(mser5(&values), Some(Mser { cut: 10, mean: 10.0, at_limit: false }));
        // What is too short for a further batch is left out.
        let longer: Vec<f64> = values.iter().copied().chain([1e6; 4]).collect();
        assert_eq!(mser5(&longer), mser5(&values));
    }

    #[test]
    fn a_run_that_never_settles_is_cut_at_the_limit_and_said_to_be() {
        let rising: Vec<f64> = (0..200).map(f64::from).collect();
        let found = mser5(&rising).expect("long enough");
        assert!(found.at_limit && found.cut == 100, "{found:?}");
        assert_eq!(mser5(&rising[..49]), None);
    }

    #[test]
    fn a_level_run_is_not_cut() {
        let level: Vec<f64> = (0..500).map(|i| f64::from(i / 5 % 2)).collect();
        assert_eq!(mser5(&level), Some(Mser { cut: 0, mean: 0.5, at_limit: false }));
    }
}
