//! How a run of each world meets what was observed: by target, by month and by day.

use super::targets::{Kind, Series, Targets};
use crate::base::statistics::quantile7;
use crate::experiment::worlds::history::History;

/// Edges of the bands, and the middle.
pub const AT: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// A month of the worlds is near what was observed where it differs by no more than this share.
pub const NEAR: f64 = 0.1;

/// What is likely of one number over the worlds; `None` where no world has it.
pub type Quantiles = Option<[f64; 5]>;

/// How the worlds meet what was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// For each target, as it is compared.
    pub targets: Vec<Quantiles>,
    /// For each day people remaining.
    pub days: Vec<Quantiles>,
    /// The share of observed days within the 90% band, and within the 50% band.
    pub covered: [f64; 2],
    /// Months of people remaining: how many are targets, and of how many the middle of the worlds is near.
    pub months: [usize; 2],
}

impl Fit {
    /// Of runs of the worlds, with their targets and people remaining by day.
    pub fn of(
        targets: &Targets,
        history: &History,
        numbers: &[Vec<Option<f64>>],
        remaining: &[Vec<f32>],
    ) -> Self {
        let by_target: Vec<Quantiles> =
            (0..targets.all.len()).map(|j| quantiles(numbers.iter().filter_map(|row| row[j]))).collect();
        let days: Vec<Quantiles> = (0..history.days())
            .map(|day| quantiles(remaining.iter().filter_map(|all| all.get(day)).map(|x| f64::from(*x))))
            .collect();
        let seen = || history.remaining.iter().zip(&days).filter_map(|(x, band)| Some(((*x)?, (*band)?)));
        let count = seen().count().max(1) as f64;
        let within = |low: usize, high: usize| {
            seen().filter(|(x, band)| (band[low]..=band[high]).contains(x)).count() as f64 / count
        };
        let is_month = |kind| matches!(kind, Kind::Month(Series::Remaining, ..));
        let months: Vec<f64> = targets
            .all
            .iter()
            .zip(&by_target)
            .filter(|(target, _)| is_month(target.kind))
            .map(|(target, band)| {
                band.map_or(f64::INFINITY, |band| {
                    (target.shown(band[2]) / target.shown(target.observed) - 1.0).abs()
                })
            })
            .collect();
        Self {
            covered: [within(0, 4), within(1, 3)],
            months: [months.len(), months.iter().filter(|off| **off <= NEAR).count()],
            targets: by_target,
            days,
        }
    }

    /// How many targets lie within the 90% band of the worlds, of how many.
    pub fn held(&self, targets: &Targets) -> [usize; 2] {
        let held = |(target, band): &(&super::targets::Target, &Quantiles)| {
            band.is_some_and(|band| (band[0]..=band[4]).contains(&target.observed))
        };
        [targets.all.iter().zip(&self.targets).filter(held).count(), targets.all.len()]
    }
}

fn quantiles(values: impl Iterator<Item = f64>) -> Quantiles {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let mut found = [0.0; 5];
    for (found, at) in found.iter_mut().zip(AT) {
        *found = quantile7(&sorted, at)?;
    }
    Some(found)
}
