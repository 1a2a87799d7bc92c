//! How many replications are enough: replications are added until the means asked for are known to a
//! given share of themselves, and stay so.
//!
//! The rule is that of K. Hoad, S. Robinson and R. Davies, Automated selection of the number of
//! replications for a discrete-event simulation, Journal of the Operational Research Society 61,
//! 2010: after each replication the half-width of the 95% interval is set beside the mean; when it is
//! small enough for all of several outcomes, and still is for some replications more (the
//! look-ahead), it is taken to be. Results do not depend on how many replications ran at once.

use std::sync::atomic::AtomicBool;

use super::kept::{Keep, Share};
use super::points::Points;
use super::replicate::{NotReplicated, Progress, Replications, one_kept, shared_in_order};
use crate::base::statistics::student_t;
use crate::measures::Replication;
use crate::measures::outcome::{Key, System};
use crate::model::Ended;
use crate::scenario::{Plan, Scenario};

/// Outcomes whose means a run of its own must know. Waits for a bed and cancellations are left out:
/// they are so uneven that they would ask for thousands of replications.
pub const OUTCOMES: &[System] = &[
    System::NctrBedDays,
    System::DelayDaysMean,
    System::DelayDaysP90,
    System::Discharges,
    System::AcuteOccupancy,
];

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// The half-width of the 95% interval as a share of the mean.
    pub precision: f64,
    /// At least so many replications.
    pub least: u64,
    /// At most so many.
    pub most: u64,
}

impl Asked {
    /// Never fewer: below, an interval says little.
    pub const LEAST: u64 = 20;
    /// For so many replications more it must stay small enough; a twentieth of them from 100 on.
    const LOOK_AHEAD: u64 = 5;

    fn look_ahead(n: u64) -> u64 {
        if n < 100 { Self::LOOK_AHEAD } else { Self::LOOK_AHEAD * n / 100 }
    }
}

/// What was reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// What was asked.
    pub asked: Asked,
    /// Whether it was reached.
    pub met: bool,
    /// For each value that was watched: its half-width as a share of its mean, at the end; `None`
    /// where it has no mean, or one of 0.
    pub precision: Vec<Option<f64>>,
}

/// The sums of one value over the replications so far.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: u64,
    mean: f64,
    squares: f64,
}

impl Sums {
    /// Welford's step.
    fn add(&mut self, x: f64) {
        self.n += 1;
        let off = x - self.mean;
        self.mean += off / self.n as f64;
        self.squares += off * (x - self.mean);
    }

    /// The half-width of the 95% interval as a share of the mean.
    fn precision(&self) -> Option<f64> {
        let freedom = self.n.checked_sub(1).filter(|&freedom| freedom > 0)?;
        let half =
            student_t(freedom as usize, 0.975)? * (self.squares / freedom as f64 / self.n as f64).sqrt();
        if half <= 0.0 { Some(0.0) } else { (self.mean != 0.0).then(|| half / self.mean.abs()) }
    }
}

/// Follows the values of one replication after another.
struct Watch {
    asked: Asked,
    sums: Vec<Sums>,
    /// Since how many replications it has been precise enough.
    since: Option<u64>,
    n: u64,
}

impl Watch {
    fn new(asked: Asked) -> Self {
        Self { asked, sums: Vec::new(), since: None, n: 0 }
    }

    /// Takes the next replication's values; whether this one was the last that is needed.
    fn next(&mut self, values: &[Option<f64>]) -> bool {
        self.sums.resize(values.len(), Sums::default());
        for (sums, value) in self.sums.iter_mut().zip(values) {
            if let Some(x) = value.filter(|x| x.is_finite()) {
                sums.add(x);
            }
        }
        self.n += 1;
        let enough = |sums: &Sums| match sums.precision() {
            Some(precision) => precision <= self.asked.precision,
            // A value that no replication has needs no precision; a mean of 0 with spread has none.
            None => sums.n == 0,
        };
        if self.n < self.asked.least || !self.sums.iter().all(enough) {
            self.since = None;
            return false;
        }
        let since = *self.since.get_or_insert(self.n);
        self.n >= since + Asked::look_ahead(since)
    }
}

/// The results of `run` for 0, 1, … as far as it takes, in this order. Where several share the work, they do the
/// next runs that are not there yet.
///
/// # Errors
/// As [`shared_in_order`].
pub fn until_precise<W, R: Send>(
    asked: Asked,
    (how, share): (Replications, Share),
    progress: &dyn Progress,
    stop: &AtomicBool,
    make: impl Fn() -> W + Sync + Send,
    run: impl Fn(&mut W, (u64, bool)) -> Result<Option<R>, Ended> + Sync + Send,
    values: impl Fn(&R) -> Vec<Option<f64>>,
) -> Result<(Vec<R>, Reached), NotReplicated> {
    let (mut all, mut watch, mut met) = (Vec::new(), Watch::new(asked), false);
    while !met && (all.len() as u64) < asked.most {
        let done = all.len() as u64;
        // A quarter more each time: little is thrown away at the end, and no thread waits long.
        let batch = if done == 0 { asked.least + Asked::LOOK_AHEAD } else { (done / 4).max(10) };
        let batch = batch.min(asked.most - done);
        let told = Onwards { progress, done };
        let how = (Replications { runs: batch, ..how }, share);
        let next = |workspace: &mut W, (i, ours): (u64, bool)| run(workspace, (done + i, ours));
        let found = shared_in_order(how, &told, stop, &make, next)?;
        for result in found {
            met = watch.next(&values(&result));
            all.push(result);
            if met {
                break;
            }
        }
    }
    let precision = watch.sums.iter().map(Sums::precision).collect();
    Ok((all, Reached { asked, met, precision }))
}

/// Replicates each scenario until the values of its replications are known as precisely as asked, or
/// there are the most. Says of each whether they are.
///
/// # Errors
/// As [`Points::run`].
pub fn each_until_precise(
    points: &mut Points,
    scenarios: &[&Scenario],
    asked: Asked,
    values: impl Fn(&Replication) -> Vec<Option<f64>>,
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<Vec<Reached>, NotReplicated> {
    let mut watches: Vec<(Watch, usize, bool)> =
        scenarios.iter().map(|_| (Watch::new(asked), 0, false)).collect();
    let mut runs = (asked.least + Asked::LOOK_AHEAD).min(asked.most);
    loop {
        let wanted: Vec<(&Scenario, u64)> = (scenarios.iter().zip(&watches))
            .filter(|(_, (_, _, met))| !met)
            .map(|(scenario, _)| (*scenario, runs))
            .collect();
        points.run(&wanted, threads, progress, stop)?;
        for (scenario, (watch, seen, met)) in
            scenarios.iter().zip(&mut watches).filter(|(_, (_, _, met))| !met)
        {
            for replication in &points.of(scenario)[*seen..] {
                *seen += 1;
                if watch.next(&values(replication)) {
                    *met = true;
                    break;
                }
            }
        }
        if runs >= asked.most || watches.iter().all(|(_, _, met)| *met) {
            break;
        }
        runs = (runs + (runs / 4).max(10)).min(asked.most);
    }
    Ok(watches
        .into_iter()
        .map(|(watch, _, met)| Reached {
            asked,
            met,
            precision: watch.sums.iter().map(Sums::precision).collect(),
        })
        .collect())
}

/// Runs replications of a plan until its [`OUTCOMES`] are known as precisely as asked; each is kept.
///
/// # Errors
/// As [`shared_in_order`].
pub fn replicate_until(
    plan: &Plan,
    asked: Asked,
    (how, keep): (Replications, &dyn Keep),
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<(Vec<Replication>, Reached), NotReplicated> {
    let watched: Vec<usize> = OUTCOMES.iter().map(|outcome| outcome.index()).collect();
    until_precise(
        asked,
        (how, keep.share()),
        progress,
        stop,
        || None,
        one_kept(plan, how.seed, keep, stop),
        |replication| watched.iter().map(|&i| replication.system[i]).collect(),
    )
}

/// Progress of one batch after another.
pub(super) struct Onwards<'a> {
    pub(super) progress: &'a dyn Progress,
    pub(super) done: u64,
}

impl Progress for Onwards<'_> {
    fn started(&self, total: u64) {
        self.progress.started(self.done + total);
    }

    fn done(&self, count: u64) {
        self.progress.done(self.done + count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;
    use crate::base::statistics::Moments;
    use crate::experiment::Silent;

    fn values(i: u64) -> f64 {
        10.0 + 4.0 * (Luck::new(3, i).uniform() - 0.5)
    }

    fn found(precision: f64, most: u64, threads: usize) -> (Vec<f64>, Reached) {
        let asked = Asked { precision, least: 20, most };
        let how = Replications { runs: 0, seed: 1, threads };
        let stop = AtomicBool::new(false);
        let next = |(): &mut (), (i, _): (u64, bool)| Ok(Some(values(i)));
        until_precise(asked, (how, Share::ALL), &Silent, &stop, || (), next, |x| vec![Some(*x), None])
            .unwrap()
    }

    #[test]
    fn replications_stop_once_the_mean_is_known_well_enough_and_stays_so() {
        let (all, reached) = found(0.02, 5000, 2);
        assert!(reached.met && all.len() > 25 && all.len() < 500, "{}", all.len());
        let upto = |n: usize| {
            let m = Moments::of(&all[..n]);
            let [low, high] = m.interval95().unwrap();
            (high - low) / 2.0 / m.mean
        };
        // The first number from which on it was precise enough, to the end of the look-ahead.
        let ahead = Asked::look_ahead(all.len() as u64 - 5) as usize;
        assert!((all.len() - ahead..=all.len()).all(|n| upto(n) <= 0.02));
        assert!(upto(all.len() - ahead - 1) > 0.02);
        assert!((reached.precision[0].unwrap() - upto(all.len())).abs() < 1e-12);
        assert_eq!(reached.precision[1], None);
    }

    #[test]
    fn the_number_does_not_depend_on_threads_and_never_falls_below_the_least() {
        assert_eq!(found(0.01, 5000, 1), found(0.01, 5000, 3));
        assert_eq!(found(0.9, 5000, 2).0.len(), 25);
        assert_eq!(found(0.9, 5000, 2).0, (0..25).map(values).collect::<Vec<_>>());
    }

    #[test]
    fn a_constant_outcome_is_known_and_asks_for_no_run() {
        let asked = Asked { precision: 0.02, least: 20, most: 5000 };
        let runs = |constants: &[f64]| {
            let mut watch = Watch::new(asked);
            let seen = |i: u64| {
                constants.iter().copied().map(Some).chain([Some(values(i)), None]).collect::<Vec<_>>()
            };
            let last = (0..5000).find(|&i| watch.next(&seen(i))).expect("precise");
            (last, watch.sums.iter().map(Sums::precision).collect::<Vec<_>>())
        };
        let (without, _) = runs(&[]);
        let (with, precision) = runs(&[0.0, 0.1, 1e9 + 0.3]);
        assert_eq!(without, with);
        assert_eq!(precision[..3], [Some(0.0); 3]);
    }

    #[test]
    fn the_most_ends_it_and_is_said_to_have_done_so() {
        let (all, reached) = found(0.000_1, 60, 2);
        assert!(!reached.met && all.len() == 60);
    }
}
