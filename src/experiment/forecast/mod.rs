//! What is ahead of a day, from an ensemble of runs and what was known that morning.
//!
//! Each run differs from the mean of all in its own way, and two days of a run are the more alike the closer they
//! are. What was observed says where among the runs the hospital stands; each run is moved by what that says of
//! the days ahead (ensemble smoother: Evensen and van Leeuwen 2000; from data straight to forecasts: Sun and
//! Durlofsky 2017):
//!
//! y′ = y + K (d − d_run), K = C_yd C_dd⁻¹
//!
//! with y the logarithm on a day ahead and d the stretches of [`known`]. The covariances are means over all pairs
//! of days equally far apart, so that some hundred runs suffice; the hospital's own past says how much wider they
//! are and what there is that the model does not know ([`kernel`]).

pub mod ensemble;
pub mod kernel;
pub mod known;
pub mod matrix;
pub mod method;
pub mod spc;
pub mod widen;

use ensemble::{Ensemble, Own};
use kernel::{Parts, Tables, weights};
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
        let known = Known::of(history, origin, &ensemble.mean, method.back);
        let tables = Tables::of(ensemble, &known.stretches);
        let parts = tables.fitted(&known, method);
        let gain = Gain::of(ensemble, (&known, &tables), parts, method.level, ahead)?;
        Some(gain.forecast(ensemble, &known, |_| true))
    }

    /// People remaining on a day ahead, by member.
    pub fn day(&self, ahead: usize) -> Vec<f64> {
        self.members.iter().filter_map(|days| days.get(ahead).map(|&x| libm::exp(x))).collect()
    }

    /// The mean of the seven days of a week ahead, by member; week 1 begins with the origin.
    pub fn week(&self, week: usize) -> Vec<f64> {
        let days = WEEK * (week - 1)..WEEK * week;
        let mean = |all: &Vec<f64>| all.get(days.clone()).map(|of| of.iter().map(|&x| libm::exp(x)).sum::<f64>() / WEEK as f64);
        self.members.iter().filter_map(mean).collect()
    }
}

/// How what is known moves each day ahead: K, a row a day.
pub struct Gain {
    rows: Vec<Vec<f64>>,
    parts: Parts,
    level: f64,
}

impl Gain {
    /// For so many days from the origin on, with so much of each part; `None` where too little is known.
    pub fn of(
        ensemble: &Ensemble,
        (known, tables): (&Known, &Tables),
        parts: Parts,
        level: f64,
        ahead: usize,
    ) -> Option<Self> {
        if known.stretches.len() < LEAST_STRETCHES || known.origin + ahead > ensemble.days() {
            return None;
        }
        let factor = tables.factor(parts, level)?;
        let row = |day| weights(ensemble, &known.stretches, &factor, parts, level, day);
        Some(Self { rows: (known.origin..known.origin + ahead).map(row).collect(), parts, level })
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
                + self.level * own.always
        };
        let mean = |s: &Stretch| s.days.iter().map(|&day| on(day)).sum::<f64>() / s.days.len() as f64;
        let off: Vec<f64> = known.stretches.iter().map(|s| s.above - mean(s)).collect();
        let of = |(day, row): (usize, &Vec<f64>)| {
            let by: f64 = row.iter().zip(&off).map(|(k, x)| k * x).sum();
            ensemble.mean[day] + known.weekday(day) + on(day) + by
        };
        (known.origin..).zip(&self.rows).map(of).collect()
    }
}
