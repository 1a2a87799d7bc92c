//! How strong events that drift were, day by day, as far as what was observed tells: for each knot the ridge
//! regression of the strength on the weeks round it, learned from runs of the worlds, whose strengths are known.

use super::statistics::Statistics;
use crate::experiment::worlds::ensemble::{KNOT, Member};
use crate::experiment::worlds::history::{History, WEEK, masked, week_from};
use crate::scenario::Setting;

/// Weeks so far from a knot on either side tell of it.
const REACH: usize = 10;
/// A mean below this counts as this: a logarithm needs a number above 0.
const LEAST_MEAN: f64 = 0.05;
/// A strength is never known better than this, as a standard deviation.
const LEAST_WITHIN: f64 = 0.05;

/// What is known of one event that drifts.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The event's key.
    pub event: String,
    /// Its strength on the first day of the history and on each [`KNOT`]th after it.
    pub strengths: Vec<f64>,
    /// How far these may be out, as a standard deviation.
    pub within: f64,
}

impl Past {
    /// As a scenario holds it, for a history that begins on a day.
    pub fn value(&self, history: &History) -> serde_json::Value {
        let rounded: Vec<f64> = self.strengths.iter().map(|x| (x * 1000.0).round() / 1000.0).collect();
        serde_json::json!({
            "from": history.first.to_string(),
            "every": format!("{KNOT}d"),
            "strengths": rounded,
            "within": (self.within * 1000.0).round() / 1000.0,
        })
    }

    /// What sets it.
    pub fn setting(&self, history: &History) -> Setting {
        Setting::replace(&path(&self.event), &self.value(history).to_string())
    }
}

/// Where it stands in a scenario.
pub fn path(event: &str) -> String {
    format!("events.{event}.drifts.known")
}

/// Learned from runs of worlds, for events of these keys.
pub fn pasts(events: &[String], members: &[Member], history: &History) -> Vec<Past> {
    let weeks = history.days() / WEEK;
    let observed: Vec<Option<f64>> = features(&history.remaining, &history.discharged, weeks);
    let simulated: Vec<Vec<Option<f64>>> = members
        .iter()
        .map(|m| {
            let remaining = masked(&m.remaining, &history.remaining);
            let discharged = masked(&m.discharged, &history.discharged);
            features(&remaining, &discharged, weeks)
        })
        .collect();
    let of_event = |(e, event): (usize, &String)| {
        let knots = members.iter().map(|m| m.strengths.get(e).map_or(0, Vec::len)).min().unwrap_or(0);
        let mut explained = 0.0;
        let strengths: Vec<f64> = (0..knots)
            .map(|k| {
                let week = k * KNOT / WEEK;
                let near = |i: &usize| {
                    *i >= 2 * weeks
                        || (week.saturating_sub(REACH)..=week + REACH).contains(&(i % weeks.max(1)))
                };
                let chosen: Vec<usize> =
                    (0..observed.len()).filter(near).filter(|&i| observed[i].is_some()).collect();
                let take = |all: &[Option<f64>]| -> Vec<f64> {
                    chosen.iter().map(|&i| all[i].unwrap_or(0.0)).collect()
                };
                let numbers: Vec<Vec<f64>> = simulated.iter().map(|all| take(all)).collect();
                let truth: Vec<Vec<f64>> = members.iter().map(|m| vec![m.strengths[e][k]]).collect();
                let learned = Statistics::learned(&numbers, &truth, &vec![true; chosen.len()]);
                explained += learned.explained[0] / knots as f64;
                // Beyond what any run taught nothing is known.
                learned.of(&take(&observed))[0].clamp(-4.0, 4.0)
            })
            .collect();
        let within = (1.0 - explained).max(0.0).sqrt().clamp(LEAST_WITHIN, 1.0);
        Past { event: event.clone(), strengths, within }
    };
    events.iter().enumerate().map(of_event).filter(|past| !past.strengths.is_empty()).collect()
}

/// The logarithms of the means of weeks, of people remaining and then of discharges, and that of all of each.
fn features(remaining: &[Option<f64>], discharged: &[Option<f64>], weeks: usize) -> Vec<Option<f64>> {
    let log = |x: f64| libm::log(x.max(LEAST_MEAN));
    let by_week = |days: &[Option<f64>]| -> Vec<Option<f64>> {
        (0..weeks).map(|week| week_from(days, week * WEEK).map(log)).collect()
    };
    let mean = |weeks: &[Option<f64>]| super::super::worlds::history::mean_of(weeks, 1);
    let (a, b) = (by_week(remaining), by_week(discharged));
    let means = [mean(&a), mean(&b)];
    a.into_iter().chain(b).chain(means).collect()
}
