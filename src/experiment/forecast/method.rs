//! The numbers of the method, in one place.

use super::kernel::Unsure;

/// How forecasts are made. The defaults were chosen on the days before those on which the method is judged in
/// the documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// So many days back.
    pub back: usize,
    /// Standard deviation of the level that the model may be wrong by on all days, in logarithms.
    pub level: f64,
    /// How much of the simulated season is expected to be there.
    pub season: f64,
    /// Standard deviation of that share.
    pub season_unsure: f64,
    /// How long what no model knows lasts, in days.
    pub memory: f64,
    /// By what the spread of the ensemble may be multiplied.
    pub wider: Vec<f64>,
    /// Standard deviations of what lasts and no model knows.
    pub lasting: Vec<f64>,
    /// Standard deviations of what is of the day alone and no model knows.
    pub daily: Vec<f64>,
    /// How far `wider` is expected to be from 1, as a standard deviation of its logarithm.
    pub trust: f64,
    /// So many earlier origins that do not overlap are believed by half.
    pub half_believed: f64,
}

impl Method {
    /// How sure it is not where the ensemble is right as a whole.
    pub fn unsure(&self) -> Unsure {
        Unsure { level: self.level, season: self.season_unsure }
    }
}

impl Default for Method {
    fn default() -> Self {
        Self {
            back: 364,
            level: 2.0,
            season: 0.8,
            season_unsure: 0.4,
            memory: 14.0,
            wider: vec![0.35, 0.5, 0.7, 1.0, 1.4, 2.0],
            lasting: vec![0.0, 0.03, 0.05, 0.08, 0.12, 0.18],
            daily: vec![0.0, 0.03, 0.06, 0.12, 0.2],
            trust: 0.5,
            half_believed: 6.0,
        }
    }
}
