//! What is ahead of a day, from an ensemble of runs and what was known that morning.
//!
//! Each run differs from the mean of all in its own way, and two days of a run are the more alike the closer they
//! are. What was observed says where among the runs the hospital stands; each run is moved by what that says of
//! the days ahead (ensemble smoother: Evensen and van Leeuwen 2000; from data straight to forecasts: Sun and
//! Durlofsky 2017):
//!
//! `y′ = y + K (d − d_run), K = C_yd C_dd⁻¹`
//!
//! with y the logarithm on a day ahead and d the stretches of [`known`]. The covariances are means over all pairs
//! of days equally far apart, so that some hundred runs suffice; the hospital's own past says how much wider they
//! are and what there is that the model does not know ([`kernel`]).

pub mod clean;
pub mod ensemble;
pub mod kernel;
pub mod known;
pub mod method;
pub mod widen;

use ensemble::{Ensemble, Own};
use kernel::{Parts, Tables, Unsure, weights};
use known::{Known, Stretch};
pub use method::Method;

use super::worlds::history::{History, WEEK};

/// Fewer stretches than this are not enough for a forecast.
pub const LEAST_STRETCHES: usize = 4;

/// What is expected of the days from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The first day that was not known.
    pub origin: usize,
    /// The logarithm of people remaining on each day ahead, by member.
    pub members: Vec<Vec<f64>>,
    /// How much of each part.
    pub parts: Parts,
}

impl Forecast {
    /// Of so many days from the origin on; `None` where too little is known. Nothing from the origin on enters.
    pub fn of(
        ensemble: &Ensemble,
        history: &History,
        origin: usize,
        ahead: usize,
        method: &Method,
    ) -> Option<Self> {
        let known = Known::of(history, origin, ensemble.means(method.season), method.back);
        let tables = Tables::of(ensemble, &known.stretches);
        let parts = tables.fitted(&known, method);
        let gain = Gain::of(ensemble, (&known, &tables), parts, method.unsure(), ahead)?;
        Some(gain.forecast(ensemble, &known, |_| true))
    }

    /// People remaining on a day ahead, by member.
    pub fn day(&self, ahead: usize) -> Vec<f64> {
        self.members.iter().filter_map(|days| days.get(ahead).map(|&x| libm::exp(x))).collect()
    }

    /// The mean of the seven days of a week ahead, by member; week 1 begins with the origin.
    pub fn week(&self, week: usize) -> Vec<f64> {
        let days = WEEK * (week - 1)..WEEK * week;
        let mean = |all: &Vec<f64>| {
            all.get(days.clone()).map(|of| of.iter().map(|&x| libm::exp(x)).sum::<f64>() / WEEK as f64)
        };
        self.members.iter().filter_map(mean).collect()
    }
}

/// How what is known moves each day ahead: K, a row a day.
pub struct Gain {
    rows: Vec<Vec<f64>>,
    parts: Parts,
    unsure: Unsure,
}

impl Gain {
    /// For so many days from the origin on, with so much of each part; `None` where too little is known.
    pub fn of(
        ensemble: &Ensemble,
        (known, tables): (&Known, &Tables),
        parts: Parts,
        unsure: Unsure,
        ahead: usize,
    ) -> Option<Self> {
        if known.stretches.len() < LEAST_STRETCHES || known.origin + ahead > ensemble.days() {
            return None;
        }
        let factor = tables.factor(parts, unsure)?;
        let row = |day| weights(ensemble, &known.stretches, &factor, (parts, unsure), day);
        Some(Self { rows: (known.origin..known.origin + ahead).map(row).collect(), parts, unsure })
    }

    /// What is expected by those members that `takes_part` names.
    pub fn forecast(
        &self,
        ensemble: &Ensemble,
        known: &Known,
        takes_part: impl Fn(usize) -> bool,
    ) -> Forecast {
        let members = ensemble.members.iter().enumerate().filter(|(i, _)| takes_part(*i));
        let members = members.map(|(_, own)| self.moved(ensemble, known, own)).collect();
        Forecast { origin: known.origin, members, parts: self.parts }
    }

    /// One member's days ahead, moved by how far it is from what is known.
    fn moved(&self, ensemble: &Ensemble, known: &Known, own: &Own) -> Vec<f64> {
        let Parts { wider, lasting, daily } = self.parts;
        let on = |day: usize| {
            wider * own.above[day]
                + lasting * own.lasting[day]
                + daily * own.daily[day]
                + self.unsure.level * own.always
                + self.unsure.season * own.season * ensemble.season[day]
        };
        let mean = |s: &Stretch| s.days.iter().map(|&day| on(day)).sum::<f64>() / s.days.len() as f64;
        let off: Vec<f64> = known.stretches.iter().map(|s| s.above - mean(s)).collect();
        let of = |(day, row): (usize, &Vec<f64>)| {
            let by: f64 = row.iter().zip(&off).map(|(k, x)| k * x).sum();
            known.expected[day] + known.weekday(day) + on(day) + by
        };
        (known.origin..).zip(&self.rows).map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const KEPT: f64 = 0.9;

    /// Members that remember a share of yesterday, with variance 1 and a mean of e², and the covariance that goes
    /// with it.
    fn gaussian(members: usize, days: usize) -> Ensemble {
        let own = |above: Vec<f64>| {
            let none = vec![0.0; days];
            Own { above, lasting: none.clone(), daily: none, always: 0.0, season: 0.0 }
        };
        let wave = |i: usize| (0..days).map(|day| libm::sin((i + day * day) as f64)).collect();
        Ensemble {
            level: 2.0,
            season: vec![0.0; days],
            members: (0..members).map(|i| own(wave(i))).collect(),
            covariance: (0..days).map(|lag| libm::pow(KEPT, lag as f64)).collect(),
            lasting: vec![0.0; days],
        }
    }

    fn at_level(level: f64, days: usize) -> History {
        let remaining = (0..days).map(|day| Some(libm::exp(level + 0.3 * libm::cos(day as f64)))).collect();
        History { first: date(2024, 1, 1), remaining, discharged: vec![None; days] }
    }

    /// Of what remembers only yesterday, nothing but the last day says anything of tomorrow, and h days ahead it
    /// says its h-th power: the closed form.
    #[test]
    fn what_is_known_of_a_gaussian_process_moves_the_forecast_by_the_closed_form() {
        let (ensemble, history) = (gaussian(5, 120), at_level(2.0, 80));
        let mut known = Known::of(&history, 80, ensemble.means(1.0), 3);
        known.weekdays = [0.0; 7];
        // Three days alone are too few for a forecast; a fourth far back says nothing.
        let all = Known::of(&history, 80, ensemble.means(1.0), 364);
        known.stretches.push(all.stretches[4].clone());
        let tables = Tables::of(&ensemble, &known.stretches);
        let gain = Gain::of(&ensemble, (&known, &tables), Parts::AS_SIMULATED, Unsure::default(), 20);
        let forecast = gain.expect("four stretches").forecast(&ensemble, &known, |_| true);
        for (i, own) in ensemble.members.iter().enumerate() {
            let off = known.stretches[0].above - own.above[79];
            for ahead in 0..20 {
                let expected = 2.0 + own.above[80 + ahead] + libm::pow(KEPT, ahead as f64 + 1.0) * off;
                let found = forecast.members[i][ahead];
                assert!((found - expected).abs() < 1e-6, "{i} {ahead}: {found} {expected}");
            }
        }
    }

    #[test]
    fn a_level_that_is_not_known_is_taken_from_what_was_observed() {
        let ensemble = gaussian(20, 460);
        let method = Method::default();
        for level in [2.0, 4.0] {
            let forecast = Forecast::of(&ensemble, &at_level(level, 400), 400, 56, &method).expect("a year");
            let mean = forecast.members.iter().map(|days| days[55]).sum::<f64>() / 20.0;
            assert!((mean - level).abs() < 0.6, "{level}: {mean}");
        }
    }

    #[test]
    fn nothing_from_the_origin_on_changes_a_forecast() {
        let ensemble = gaussian(4, 300);
        let history = at_level(2.0, 300);
        let method = Method::default();
        let found = Forecast::of(&ensemble, &history, 200, 56, &method);
        for later in [None, Some(0.0), Some(1e5)] {
            let mut other = history.clone();
            other.remaining[200..].fill(later);
            assert_eq!(Forecast::of(&ensemble, &other, 200, 56, &method), found);
        }
        assert_eq!(Forecast::of(&ensemble, &history.before(200), 200, 56, &method), found);
    }

    #[test]
    fn too_little_known_or_days_that_were_not_run_give_no_forecast() {
        let (ensemble, method) = (gaussian(4, 100), Method::default());
        assert!(Forecast::of(&ensemble, &at_level(2.0, 90), 2, 56, &method).is_none());
        assert!(Forecast::of(&ensemble, &at_level(2.0, 90), 90, 56, &method).is_none());
    }
}
