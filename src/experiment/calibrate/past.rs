//! How strong events that drift were, day by day, as far as what was observed tells.
//!
//! What an event did is its strength times what one standard deviation does: for each knot the ridge regression
//! of this product on the weeks round the knot and on the figures of the world is learned from runs of the worlds,
//! whose strengths are known. In a world where one standard deviation does little it takes a greater strength to
//! have done the same.

use super::statistics::Statistics;
use crate::experiment::worlds::ensemble::{KNOT, Member};
use crate::experiment::worlds::history::{History, WEEK, masked, mean_of, week_from};
use crate::scenario::Setting;

/// What is looked at of people remaining round a knot: means of weeks from so many before it to so many after it.
/// Few and broad, as each is learned from some hundred runs; what work takes shows in who remains some weeks later.
const REMAINING: [(usize, usize); 6] = [(1, 1), (2, 2), (0, 4), (6, 0), (6, 6), (13, 13)];
/// The same of discharges.
const DISCHARGED: [(usize, usize); 2] = [(2, 2), (6, 6)];
/// A mean below this counts as this: a logarithm needs a number above 0.
const LEAST_MEAN: f64 = 0.05;
/// A strength is never known better than this, as a standard deviation.
const LEAST_WITHIN: f64 = 0.05;
/// Where one standard deviation does less than this as a logarithm, nothing can be learned of the strength.
const LEAST_SIZE: f64 = 0.005;
/// Farther out no strength is believed to have been.
const FARTHEST: f64 = 4.0;

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

/// Learned from runs of worlds, for events of these keys: for each world what was, and last for one more world
/// with these figures, in which one standard deviation does what it does on average.
pub fn pasts(
    events: &[String],
    members: &[Member],
    worlds: &[Vec<f64>],
    best: &[f64],
    history: &History,
) -> Vec<Vec<Past>> {
    let observed = Weeks::of(&history.remaining, &history.discharged);
    let simulated: Vec<Weeks> = members
        .iter()
        .map(|m| {
            let remaining = masked(&m.remaining, &history.remaining);
            Weeks::of(&remaining, &masked(&m.discharged, &history.discharged))
        })
        .collect();
    let mut all: Vec<Vec<Past>> = vec![Vec::new(); worlds.len() + 1];
    for (e, event) in events.iter().enumerate() {
        let knots =
            members.iter().map(|m| m.drifted.get(e).map_or(0, |d| d.strengths.len())).min().unwrap_or(0);
        if knots == 0 {
            continue;
        }
        let mut left = 0.0;
        let mut done = vec![Vec::with_capacity(knots); worlds.len() + 1];
        for k in 0..knots {
            let week = k * KNOT / WEEK;
            let row = |weeks: &Weeks, world: &[f64]| -> Vec<f64> {
                weeks.round(week).into_iter().chain(world.iter().copied()).collect()
            };
            let numbers: Vec<Vec<f64>> =
                simulated.iter().zip(worlds).map(|(weeks, world)| row(weeks, world)).collect();
            let truth: Vec<Vec<f64>> =
                members.iter().map(|m| vec![m.drifted[e].size * m.drifted[e].strengths[k]]).collect();
            let learned = Statistics::learned(&numbers, &truth, &vec![true; numbers[0].len()]);
            let mean_square = truth.iter().map(|row| row[0] * row[0]).sum::<f64>() / truth.len() as f64;
            left += (1.0 - learned.explained[0]) * mean_square / knots as f64;
            for (done, world) in done.iter_mut().zip(worlds.iter().map(Vec::as_slice).chain([best])) {
                done.push(learned.of(&row(&observed, world))[0]);
            }
        }
        let sizes: Vec<f64> = members.iter().map(|m| m.drifted[e].size).collect();
        let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
        for ((past, done), size) in all.iter_mut().zip(done).zip(sizes.into_iter().chain([mean])) {
            if size.abs() < LEAST_SIZE {
                continue;
            }
            let strengths = done.iter().map(|x| (x / size).clamp(-FARTHEST, FARTHEST)).collect();
            let within = (left.sqrt() / size.abs()).clamp(LEAST_WITHIN, 1.0);
            past.push(Past { event: event.clone(), strengths, within });
        }
    }
    all
}

/// The logarithms of the means of weeks.
struct Weeks {
    remaining: Vec<Option<f64>>,
    discharged: Vec<Option<f64>>,
}

impl Weeks {
    fn of(remaining: &[Option<f64>], discharged: &[Option<f64>]) -> Self {
        let by_week = |days: &[Option<f64>]| -> Vec<Option<f64>> {
            let log = |x: f64| libm::log(x.max(LEAST_MEAN));
            (0..days.len() / WEEK).map(|week| week_from(days, week * WEEK).map(log)).collect()
        };
        Self { remaining: by_week(remaining), discharged: by_week(discharged) }
    }

    /// What is looked at round a week. Where a stretch was not reported it is as the whole, on both sides.
    fn round(&self, week: usize) -> Vec<f64> {
        let mean = |weeks: &[Option<f64>], (before, after): (usize, usize)| {
            let end = (week + after + 1).min(weeks.len());
            weeks.get(week.saturating_sub(before)..end).and_then(|near| mean_of(near, 1))
        };
        let of = |weeks: &[Option<f64>], stretches: &[(usize, usize)]| -> Vec<f64> {
            let whole = mean_of(weeks, 1).unwrap_or(0.0);
            let each = stretches.iter().map(|stretch| mean(weeks, *stretch).unwrap_or(whole));
            each.chain([whole]).collect()
        };
        [of(&self.remaining, &REMAINING), of(&self.discharged, &DISCHARGED)].concat()
    }
}
