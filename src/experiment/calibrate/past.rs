//! How strong events that drift were, day by day, as far as what was observed tells.
//!
//! What an event did is its strength times what one standard deviation does. How far this goes with the weeks round
//! a day and with the figures of the world is learned by least squares from runs of the worlds, whose strengths are
//! known; then the difference between the observed weeks and those of the runs says how far to move. In a world
//! where one standard deviation does little it takes a greater strength to have done the same.

use crate::base::matrix::{Cholesky, Matrix, dot};
use crate::experiment::worlds::ensemble::{KNOT, Member};
use crate::experiment::worlds::history::{History, WEEK, masked, mean_of, week_from};
use crate::scenario::{Scenario, Setting};

/// What is looked at of people remaining round a knot: means of weeks from so many before it to so many after it.
/// Few and broad, as each is learned from some hundred runs; what work takes shows in who remains some weeks later.
const REMAINING: [(usize, usize); 6] = [(1, 1), (2, 2), (0, 4), (6, 0), (6, 6), (13, 13)];
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

/// What takes out all that a scenario knows of the past of its drifts: nothing is learned anew beside it, and a
/// back-cast would know what came.
pub fn forgotten(scenario: &Scenario) -> Vec<Setting> {
    let known = |key: &String| scenario.resolved.pointer(&format!("/events/{key}/drifts/known")).is_some();
    let out = |key: String| Setting::replace(&path(&key), "null");
    scenario.drifting().into_iter().filter(known).map(out).collect()
}

/// What the weeks round a knot say of what an event did there, learned from runs of worlds in which nothing was
/// known of it.
pub struct Gains {
    /// For each event of which something can be learned: its number among those that drift, its key, what a week's
    /// features and the world's figures count, and the standard deviation of what is left.
    all: Vec<(usize, String, Vec<f64>, f64)>,
}

/// Runs of worlds.
pub struct Ran<'a> {
    /// One of each.
    pub members: &'a [Member],
    /// The worlds' figures, as shares of their ranges.
    pub worlds: &'a [Vec<f64>],
    /// What was observed.
    pub history: &'a History,
}

/// Features of a knot over the runs, less their means, and what the event did, less its mean.
struct Knot {
    features: Vec<Vec<f64>>,
    mean: Vec<f64>,
    did: Vec<f64>,
    did_mean: f64,
}

impl Ran<'_> {
    fn weeks(&self) -> Vec<Weeks> {
        let of = |m: &Member| Weeks::of(&masked(&m.remaining, &self.history.remaining));
        self.members.iter().map(of).collect()
    }

    fn knots(&self, event: usize) -> usize {
        let of = |m: &Member| m.drifted.get(event).map_or(0, |drifted| drifted.strengths.len());
        self.members.iter().map(of).min().unwrap_or(0)
    }

    fn knot(&self, event: usize, k: usize, weeks: &[Weeks]) -> Knot {
        let n = self.members.len() as f64;
        let rows = weeks.iter().zip(self.worlds);
        let features: Vec<Vec<f64>> =
            rows.map(|(weeks, world)| [&weeks.round(k * KNOT / WEEK)[..], world].concat()).collect();
        let columns = features.first().map_or(0, Vec::len);
        let mean: Vec<f64> =
            (0..columns).map(|j| features.iter().map(|row| row[j]).sum::<f64>() / n).collect();
        let did: Vec<f64> =
            self.members.iter().map(|m| m.drifted[event].size * m.drifted[event].strengths[k]).collect();
        let did_mean = did.iter().sum::<f64>() / n;
        let less = |row: &Vec<f64>| row.iter().zip(&mean).map(|(x, mean)| x - mean).collect();
        Knot {
            features: features.iter().map(less).collect(),
            did: did.iter().map(|x| x - did_mean).collect(),
            mean,
            did_mean,
        }
    }

    /// Learned for events of these keys, over all knots together: what a week says does not depend on its date.
    pub fn gains(&self, events: &[String]) -> Gains {
        let weeks = self.weeks();
        let learned = |(e, event): (usize, &String)| {
            let (mut features, mut did) = (Vec::new(), Vec::new());
            for k in 0..self.knots(e) {
                let knot = self.knot(e, k, &weeks);
                features.extend(knot.features);
                did.extend(knot.did);
            }
            let matrix = Matrix::of(&features);
            let ones = vec![1.0; did.len()];
            let mut gram = matrix.gram(&ones);
            for j in 0..gram.rows() {
                gram[(j, j)] += 1e-6 * did.len() as f64;
            }
            let gain = Cholesky::of(&gram)?.solve(&matrix.transposed_times(&did, &ones));
            let left: f64 =
                matrix.times(&gain).iter().zip(&did).map(|(fitted, x)| (x - fitted) * (x - fitted)).sum();
            Some((e, event.clone(), gain, (left / did.len().max(1) as f64).sqrt()))
        };
        Gains { all: events.iter().enumerate().filter_map(learned).collect() }
    }

    /// For each world what was, and last for one more world with these figures, in which one standard deviation
    /// does what it does on average: what these runs had, moved by what the observed weeks differ from theirs.
    ///
    /// Where nothing was known of the past in these runs (`free`), each is moved by what its own weeks differ: it has
    /// people of its own, and what these did by chance need not have been done by the event (an ensemble smoother:
    /// Evensen and van Leeuwen 2000). Else all are moved alike, which keeps how far they lie apart.
    pub fn pasts(&self, gains: &Gains, best: &[f64], free: bool) -> Vec<Vec<Past>> {
        let weeks = self.weeks();
        let observed = Weeks::of(&self.history.remaining);
        let mut all: Vec<Vec<Past>> = vec![Vec::new(); self.worlds.len() + 1];
        for (e, event, gain, left) in &gains.all {
            let e = *e;
            let mut done = vec![Vec::new(); self.worlds.len() + 1];
            for k in 0..self.knots(e) {
                let knot = self.knot(e, k, &weeks);
                let seen = observed.round(k * KNOT / WEEK);
                let differs: Vec<f64> = seen.iter().zip(&knot.mean).map(|(x, mean)| x - mean).collect();
                let (of_weeks, of_figures) = gain.split_at(differs.len());
                let common = dot(of_weeks, &differs);
                for ((done, did), own) in done.iter_mut().zip(&knot.did).zip(&knot.features) {
                    let own = if free { dot(of_weeks, &own[..differs.len()]) } else { 0.0 };
                    done.push(knot.did_mean + did + common - own);
                }
                let figures = best.iter().zip(&knot.mean[differs.len()..]).map(|(x, mean)| x - mean);
                let figures: Vec<f64> = figures.collect();
                if let Some(best) = done.last_mut() {
                    best.push(knot.did_mean + common + dot(of_figures, &figures));
                }
            }
            let sizes: Vec<f64> = self.members.iter().map(|m| m.drifted[e].size).collect();
            let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
            let count = sizes.len();
            for (w, ((past, done), size)) in
                all.iter_mut().zip(done).zip(sizes.into_iter().chain([mean])).enumerate()
            {
                if size.abs() < LEAST_SIZE || done.is_empty() {
                    continue;
                }
                let strengths = done.iter().map(|x| (x / size).clamp(-FARTHEST, FARTHEST)).collect();
                // How far the pasts of worlds lie apart is what is not known of any one of them.
                let within =
                    if w < count { LEAST_WITHIN } else { (left / size.abs()).clamp(LEAST_WITHIN, 1.0) };
                past.push(Past { event: event.clone(), strengths, within });
            }
        }
        all
    }
}

/// The logarithms of the means of weeks of people remaining.
struct Weeks(Vec<Option<f64>>);

impl Weeks {
    fn of(remaining: &[Option<f64>]) -> Self {
        let log = |x: f64| libm::log(x.max(LEAST_MEAN));
        Self((0..remaining.len() / WEEK).map(|week| week_from(remaining, week * WEEK).map(log)).collect())
    }

    /// What is looked at round a week. Where a stretch was not reported it is as the whole, on both sides.
    fn round(&self, week: usize) -> Vec<f64> {
        let weeks = &self.0;
        let whole = mean_of(weeks, 1).unwrap_or(0.0);
        let each = REMAINING.iter().map(|&(before, after)| {
            let end = (week + after + 1).min(weeks.len());
            let near = weeks.get(week.saturating_sub(before)..end);
            near.and_then(|near| mean_of(near, 1)).unwrap_or(whole)
        });
        each.chain([whole]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Luck, standard};
    use crate::experiment::worlds::ensemble::Drifted;
    use jiff::civil::date;

    const SIZE: f64 = 0.2;
    const DAYS: usize = 280;

    fn spread(values: &[f64]) -> f64 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / values.len() as f64).sqrt()
    }

    /// People remaining are 100 times what the event and luck do together, luck by half as much: of what the weeks
    /// of a run differ 0.8 is the event's.
    #[test]
    fn each_run_is_moved_by_its_own_weeks_where_nothing_was_known_and_else_all_alike() {
        let normal =
            |i: usize, part: u64| standard::normal(&mut Luck::new(3, i as u64).part(part).generator());
        let runs = 60;
        let did: Vec<f64> = (0..runs).map(|i| SIZE * normal(i, 0)).collect();
        let luck: Vec<f64> = (0..runs).map(|i| SIZE / 2.0 * normal(i, 1)).collect();
        let member = |i: usize| Member {
            remaining: vec![(100.0 * libm::exp(did[i] + luck[i])) as f32; DAYS],
            discharged: vec![1.0; DAYS],
            values: Vec::new(),
            drifted: vec![Drifted { size: SIZE, strengths: vec![did[i] / SIZE; DAYS / KNOT] }],
            people: 0,
            events: 0,
        };
        let members: Vec<Member> = (0..runs).map(member).collect();
        let worlds = vec![vec![0.5]; runs];
        let level = libm::exp(0.3);
        let history = History {
            first: date(2024, 1, 1),
            remaining: vec![Some(100.0 * level); DAYS],
            discharged: vec![None; DAYS],
        };
        let ran = Ran { members: &members, worlds: &worlds, history: &history };
        let gains = ran.gains(&["slow".to_owned()]);
        let after = |free: bool| -> Vec<f64> {
            let all = ran.pasts(&gains, &[0.5], free);
            assert_eq!(all.len(), runs + 1);
            all[..runs].iter().map(|past| SIZE * past[0].strengths[3]).collect()
        };
        let own = after(true);
        let together: Vec<f64> = own.iter().zip(&luck).map(|(a, b)| a + b).collect();
        let before: Vec<f64> = did.iter().zip(&luck).map(|(a, b)| a + b).collect();
        assert!(spread(&together) < 0.4 * spread(&before), "{} {}", spread(&together), spread(&before));
        let mean = own.iter().sum::<f64>() / runs as f64;
        assert!((0.15..0.3).contains(&mean), "{mean}");
        let alike = after(false);
        assert!((spread(&alike) - spread(&did)).abs() < 1e-9, "all are moved alike");
    }
}
