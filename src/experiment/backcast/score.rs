//! How good forecasts were: errors, the continuous ranked probability score and the coverage of bands.

use crate::base::statistics::{quantile7, wilson95};

/// Shares of a forecast that lie below the edges of its bands: 90% and 50%, and its median.
pub const EDGES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// A forecast in five numbers: 5%, 25%, 50%, 75% and 95%.
pub fn edges(members: &[f64]) -> Option<[f64; 5]> {
    let mut sorted = members.to_vec();
    sorted.sort_by(f64::total_cmp);
    let all: Option<Vec<f64>> = EDGES.iter().map(|&p| quantile7(&sorted, p)).collect();
    all?.try_into().ok()
}

/// The continuous ranked probability score of members beside what came, by the fair estimator, of which the
/// mean does not depend on how many members there are (Ferro 2014): mean |x − y| − ½ mean |x − x′| over pairs.
pub fn crps(members: &[f64], came: f64) -> f64 {
    let n = members.len() as f64;
    let far = members.iter().map(|x| (x - came).abs()).sum::<f64>() / n;
    if members.len() < 2 {
        return far;
    }
    let mut sorted = members.to_vec();
    sorted.sort_by(f64::total_cmp);
    // The sum of differences over all pairs, from the ranks.
    let apart: f64 = (0..).zip(&sorted).map(|(i, x)| x * (2.0 * f64::from(i) - (n - 1.0))).sum();
    far - apart / (n * (n - 1.0))
}

/// A share with its 95% interval (Wilson 1927).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    /// The share; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Its 95% interval.
    pub fn interval95(self) -> Option<[f64; 2]> {
        Some(wilson95(self.value()?, self.of as f64))
    }
}

/// A forecast of one number, beside what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its five numbers.
    pub edges: [f64; 5],
    /// What came.
    pub came: f64,
    /// Its score.
    pub crps: f64,
}

impl Case {
    /// Of members.
    pub fn of(members: &[f64], came: f64) -> Option<Self> {
        Some(Self { edges: edges(members)?, came, crps: crps(members, came) })
    }

    /// The forecast in one number: its median, which keeps the mean absolute error least.
    pub fn median(&self) -> f64 {
        self.edges[2]
    }
}

/// Scores over many forecasts of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// How many.
    pub n: usize,
    /// Mean of forecast less what came.
    pub bias: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Mean score.
    pub crps: f64,
    /// How many lay within the 50% band.
    pub within50: usize,
    /// How many lay within the 90% band.
    pub within90: usize,
    /// Mean of what came.
    pub came: f64,
}

impl Scores {
    /// Of these.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut all = Self::default();
        for case in cases {
            let error = case.median() - case.came;
            all.n += 1;
            all.bias += error;
            all.mae += error.abs();
            all.crps += case.crps;
            all.came += case.came;
            let [low90, low50, _, high50, high90] = case.edges;
            all.within50 += usize::from((low50..=high50).contains(&case.came));
            all.within90 += usize::from((low90..=high90).contains(&case.came));
        }
        let n = all.n.max(1) as f64;
        for sum in [&mut all.bias, &mut all.mae, &mut all.crps, &mut all.came] {
            *sum /= n;
        }
        all
    }

    /// Coverage of the 50% band.
    pub fn coverage50(&self) -> Share {
        Share { hits: self.within50, of: self.n }
    }

    /// Coverage of the 90% band.
    pub fn coverage90(&self) -> Share {
        Share { hits: self.within90, of: self.n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_of_three_members_by_hand() {
        // |1 − 3| + |2 − 3| + |6 − 3| = 6 over 3; pairs 1, 5, 4 with mean 10 ÷ 3, of which half.
        let score = crps(&[1.0, 6.0, 2.0], 3.0);
        assert!((score - (2.0 - 5.0 / 3.0)).abs() < 1e-12, "{score}");
        assert!((crps(&[4.0], 3.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn scores_of_two_forecasts_by_hand() {
        let case = |came| Case { edges: [1.0, 2.0, 3.0, 4.0, 5.0], came, crps: 1.0 };
        let found = Scores::of(&[case(2.0), case(4.5)]);
        assert_eq!((found.n, found.within50, found.within90), (2, 1, 2));
        assert!((found.bias + 0.25).abs() < 1e-12 && (found.mae - 1.25).abs() < 1e-12);
    }

    #[test]
    fn the_interval_of_a_share_is_wilsons() {
        // 9 of 10: 0.5958 to 0.9821 (any table of Wilson's interval).
        let [low, high] = Share { hits: 9, of: 10 }.interval95().expect("ten");
        assert!((low - 0.5958).abs() < 1e-4 && (high - 0.9821).abs() < 1e-4, "{low} {high}");
        assert_eq!(Share { hits: 0, of: 0 }.interval95(), None);
    }
}
