//! How much wider or narrower bands have to be, from how far the hospital's own earlier forecasts were off: split
//! conformal prediction on errors in units of the band (Vovk, Gammerman and Shafer 2005; Lei and others 2018),
//! drawn towards 1 where there are few.

use super::Forecast;
use crate::base::statistics::quantile7;
use crate::experiment::worlds::history::{History, WEEK, week_from};

/// What is made to fit: the 90% band.
const BAND: f64 = 0.9;
/// Factors lie between this and its inverse.
const LEAST: f64 = 0.4;

/// A factor for each week ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Wider(pub Vec<f64>);

/// How far off a forecast of a week was: in half widths of its 90% band, on the side to which it was off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Off {
    /// The first day of the forecast.
    pub origin: usize,
    /// The week ahead, from 1.
    pub week: usize,
    /// How far.
    pub by: f64,
}

/// Of a forecast, by the weeks of which it is known what came.
pub fn off(forecast: &Forecast, history: &History, weeks: usize) -> Vec<Off> {
    let of = |week: usize| {
        let came = libm::log(week_from(&history.remaining, forecast.origin + WEEK * (week - 1))?.max(0.5));
        let mut logs: Vec<f64> = forecast.week(week).into_iter().map(libm::log).collect();
        logs.sort_by(f64::total_cmp);
        let [low, middle, high] = [0.05, 0.5, 0.95].map(|p| quantile7(&logs, p));
        let (low, middle, high) = (low?, middle?, high?);
        let half = if came < middle { middle - low } else { high - middle };
        (half > 0.0).then(|| Off { origin: forecast.origin, week, by: (came - middle).abs() / half })
    };
    (1..=weeks).filter_map(of).collect()
}

impl Wider {
    /// Nothing is changed.
    pub fn none(weeks: usize) -> Self {
        Self(vec![1.0; weeks])
    }

    /// From earlier forecasts whose weeks were over before `origin`.
    pub fn of(earlier: &[Off], origin: usize, weeks: usize, half_believed: f64) -> Self {
        let factor = |week: usize| {
            let known = |off: &&Off| off.week == week && off.origin + WEEK * week <= origin;
            let mut all: Vec<f64> = earlier.iter().filter(known).map(|off| off.by).collect();
            if all.is_empty() {
                return 1.0;
            }
            all.sort_by(f64::total_cmp);
            let n = all.len() as f64;
            // The ⌈(n + 1) 0.9⌉-th, as a quantile.
            let p = (BAND * (n + 1.0) / n).min(1.0);
            let raw = quantile7(&all, p).unwrap_or(1.0).clamp(LEAST, 1.0 / LEAST);
            // Weekly origins: those within a lead of one another say the same.
            let apart = n / week as f64;
            libm::exp(libm::log(raw) * apart / (apart + half_believed))
        };
        Self((1..=weeks).map(factor).collect())
    }

    /// The factor of a day ahead: that of the middle of a week, between them by proportion.
    fn on(&self, day: usize) -> f64 {
        let at = (day as f64 - 3.0) / WEEK as f64;
        let last = self.0.len().saturating_sub(1);
        let low = (at.max(0.0) as usize).min(last);
        let high = (low + 1).min(last);
        let Some((&a, &b)) = self.0.get(low).zip(self.0.get(high)) else { return 1.0 };
        a + (b - a) * (at - low as f64).clamp(0.0, 1.0)
    }

    /// A forecast so much wider about its median.
    pub fn applied(&self, forecast: &mut Forecast) {
        let days = forecast.members.first().map_or(0, Vec::len);
        for day in 0..days {
            let mut all: Vec<f64> = forecast.members.iter().map(|m| m[day]).collect();
            all.sort_by(f64::total_cmp);
            let Some(median) = quantile7(&all, 0.5) else { continue };
            let factor = self.on(day);
            for member in &mut forecast.members {
                member[day] = median + factor * (member[day] - median);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_come_from_what_was_over_before_the_origin() {
        let earlier: Vec<Off> = (0..100).map(|i| Off { origin: 7 * i, week: 1, by: 2.0 }).collect();
        let all = Wider::of(&earlier, 700, 2, 0.0);
        assert!((all.0[0] - 2.0).abs() < 1e-12 && (all.0[1] - 1.0).abs() < 1e-12, "{all:?}");
        assert_eq!(Wider::of(&earlier, 6, 1, 0.0), Wider::none(1), "the first week is not over on day 6");
        // Ten believed as much as ten that say 1.
        let half = Wider::of(&earlier, 70, 1, 10.0);
        assert!((half.0[0] - libm::sqrt(2.0)).abs() < 1e-12, "{half:?}");
    }

    #[test]
    fn a_forecast_becomes_wider_about_its_median() {
        let parts = super::super::kernel::Parts::AS_SIMULATED;
        let members = vec![vec![1.0; 14], vec![2.0; 14], vec![4.0; 14]];
        let mut forecast = Forecast { origin: 0, members, parts };
        Wider(vec![2.0, 1.0]).applied(&mut forecast);
        let on = |day: usize| forecast.members.iter().map(|m| m[day]).collect::<Vec<_>>();
        assert_eq!((on(0), on(10)), (vec![0.0, 2.0, 6.0], vec![1.0, 2.0, 4.0]));
        assert!((on(7)[1] - 2.0).abs() < 1e-12);
    }
}
