//! Many runs of a hospital over the same days, in logarithms: their mean by day, how each differs from it, and
//! how alike two days of a run are. Knows nothing of what was observed.

use super::known::log;
use crate::base::standard::normal;
use crate::base::{Luck, NameHash};

/// So many days are drawn before the first, so that nothing of the start is left.
const BEFORE: u64 = 200;

/// Runs over the same days.
pub struct Ensemble {
    /// The mean logarithm over all days.
    pub level: f64,
    /// By how much the mean logarithm of each day lies above that: the simulated season.
    pub season: Vec<f64>,
    /// For each member what is its own.
    pub members: Vec<Own>,
    /// The covariance of two days of a member, so many days apart.
    pub covariance: Vec<f64>,
    /// Of what no model knows and that lasts some weeks: the correlation of two days so many days apart.
    pub lasting: Vec<f64>,
}

/// What one member has of its own on each day.
pub struct Own {
    /// The logarithm less the mean.
    pub above: Vec<f64>,
    /// A draw of what lasts some weeks, with variance 1.
    pub lasting: Vec<f64>,
    /// Draws of what is only of the day, with variance 1.
    pub daily: Vec<f64>,
    /// A draw of what is of all days, with variance 1.
    pub always: f64,
    /// A draw of how much there is of the season, with variance 1.
    pub season: f64,
}

impl Ensemble {
    /// Of the people remaining by day in each run; `memory` in days is how long what no model knows lasts, `lags`
    /// up to how many days apart two days are compared.
    pub fn of(runs: &[Vec<f32>], memory: f64, lags: usize, seed: u64) -> Self {
        const PURPOSE: NameHash = NameHash::of("what no model knows");
        let days = runs.iter().map(Vec::len).min().unwrap_or(0);
        let taken: Vec<Vec<f64>> =
            runs.iter().map(|run| run[..days].iter().map(|&x| log(f64::from(x))).collect()).collect();
        let count = taken.len().max(1) as f64;
        let mean: Vec<f64> =
            (0..days).map(|day| taken.iter().map(|run| run[day]).sum::<f64>() / count).collect();
        let kept = libm::exp(-1.0 / memory);
        let new = (1.0 - kept * kept).sqrt();
        let own = |(i, mut above): (usize, Vec<f64>)| {
            for (x, mean) in above.iter_mut().zip(&mean) {
                *x -= mean;
            }
            let luck = Luck::new(seed, i as u64).name(PURPOSE);
            let mut strength = 0.0;
            let mut step = |day: u64| {
                strength = kept * strength + new * normal(&mut luck.part(0).part(day).generator());
                strength
            };
            for day in 0..BEFORE {
                step(day);
            }
            let lasting = (0..days as u64).map(|day| step(BEFORE + day)).collect();
            let daily = (0..days as u64).map(|day| normal(&mut luck.part(1).part(day).generator())).collect();
            let once = |which: u64| normal(&mut luck.part(which).generator());
            Own { above, lasting, daily, always: once(2), season: once(3) }
        };
        let members: Vec<Own> = taken.into_iter().enumerate().map(own).collect();
        let lags = lags.min(days.saturating_sub(1));
        // One degree of freedom of the members has gone into the mean.
        let scale = count / (count - 1.0).max(1.0);
        let covariance = (0..=lags)
            .map(|lag| {
                let all = members
                    .iter()
                    .map(|own| own.above.iter().zip(&own.above[lag..]).map(|(x, y)| x * y).sum::<f64>());
                scale * all.sum::<f64>() / (count * (days - lag) as f64)
            })
            .collect();
        let lasting = (0..=lags).map(|lag| libm::exp(-(lag as f64) / memory)).collect();
        let level = mean.iter().sum::<f64>() / days.max(1) as f64;
        let season = mean.into_iter().map(|x| x - level).collect();
        Self { level, season, members, covariance, lasting }
    }

    /// People remaining in each run, the mean of so many days from one on.
    pub fn means_from(&self, day: usize, days: usize) -> Vec<f64> {
        let on = |own: &Own, day: usize| libm::exp(self.mean(day) + own.above[day]);
        let mean = |own: &Own| (day..day + days).map(|day| on(own, day)).sum::<f64>() / days as f64;
        if day + days > self.days() { Vec::new() } else { self.members.iter().map(mean).collect() }
    }

    /// The mean logarithm of a day.
    pub fn mean(&self, day: usize) -> f64 {
        self.level + self.season[day]
    }

    /// The same with so much of the season, for all days.
    pub fn means(&self, season: f64) -> Vec<f64> {
        self.season.iter().map(|x| self.level + season * x).collect()
    }

    /// How many days.
    pub fn days(&self) -> usize {
        self.season.len()
    }
}
