//! A history as statistical process control draws it: an `XmR` chart of weekly means, with mean and natural process
//! limits from a fixed baseline (Wheeler 1993; NHS England's Making Data Count).

use crate::experiment::worlds::history::{History, WEEK, week_from};

/// Weeks of the baseline.
pub const BASELINE_WEEKS: usize = 26;
/// Three standard deviations, in mean moving ranges of two: 3 ÷ 1.128.
const LIMITS: f64 = 2.66;
/// Fewer weeks than this give no limits.
const LEAST_WEEKS: usize = 12;

/// A chart of weekly means.
#[derive(Clone, Debug, PartialEq)]
pub struct Spc {
    /// The first day and the mean of each reported week, in order.
    pub weeks: Vec<(usize, f64)>,
    /// How many of the last weeks are the baseline.
    pub baseline: usize,
    /// The mean of the baseline.
    pub mean: f64,
    /// The natural process limits.
    pub limits: [f64; 2],
}

impl Spc {
    /// Of the weeks before a day; `None` where too few were reported.
    pub fn of(history: &History, origin: usize) -> Option<Self> {
        let starts = (1..=origin / WEEK).rev().map(|k| origin - WEEK * k);
        let weeks: Vec<(usize, f64)> =
            starts.filter_map(|start| Some((start, week_from(&history.remaining, start)?))).collect();
        let from = origin.saturating_sub(WEEK * BASELINE_WEEKS);
        let baseline: Vec<f64> = weeks.iter().filter(|week| week.0 >= from).map(|week| week.1).collect();
        if baseline.len() < LEAST_WEEKS {
            return None;
        }
        let mean = baseline.iter().sum::<f64>() / baseline.len() as f64;
        let moved = baseline.windows(2).map(|two| (two[1] - two[0]).abs()).sum::<f64>();
        let range = LIMITS * moved / (baseline.len() - 1) as f64;
        let limits = [(mean - range).max(0.0), mean + range];
        Some(Self { weeks, baseline: baseline.len(), mean, limits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn limits_by_hand() {
        // Weeks of 100 and 110 by turns: mean 105, mean moving range 10.
        let remaining: Vec<Option<f64>> =
            (0..7 * 40).map(|day| Some(if day / 7 % 2 == 0 { 100.0 } else { 110.0 })).collect();
        let history = History { first: date(2024, 1, 1), discharged: vec![None; 280], remaining };
        let found = Spc::of(&history, 280).expect("forty weeks");
        assert_eq!((found.weeks.len(), found.baseline), (40, 26));
        assert!((found.mean - 105.0).abs() < 1e-12);
        assert!((found.limits[0] - 78.4).abs() < 1e-9 && (found.limits[1] - 131.6).abs() < 1e-9);
        assert_eq!(Spc::of(&history, 60), None);
    }
}
