//! Many scenarios replicated on the same people: one pool for all, each scenario once however many
//! points of a design share it, and what is finished is kept when the rest is interrupted.
//!
//! Knows nothing of what the points are for; `sweep`, `exchange`, `optimise` and the others ask it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::replicate::{NotReplicated, Progress, pool};
use crate::measures::{Replication, Simulator};
use crate::scenario::Scenario;

/// How many replications a thread takes at a time: few, so that no thread works long alone at the
/// end, and several, because a workspace is made for each lot.
const LOT: u64 = 5;

/// Replications of one scenario that one thread runs.
type Lot<'s> = (&'s Scenario, Range<u64>);

/// The replications of many scenarios, by fingerprint. Only what outcomes need is kept of each, a few
/// kilobytes; days and occupancies are not.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Points {
    seed: u64,
    /// The number of the first replication.
    first: u64,
    found: BTreeMap<String, Vec<Replication>>,
}

impl Points {
    /// None yet, for this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, first: 0, found: BTreeMap::new() }
    }

    /// None yet, with other luck than [`Points::new`] of the same seed: replications are numbered
    /// from `first` on.
    pub fn fresh(seed: u64, first: u64) -> Self {
        Self { seed, first, found: BTreeMap::new() }
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The replications of a scenario so far, in their order.
    pub fn of(&self, scenario: &Scenario) -> &[Replication] {
        self.found.get(&scenario.fingerprint).map_or(&[], Vec::as_slice)
    }

    /// How many replications there are of all scenarios together.
    pub fn total(&self) -> u64 {
        self.found.values().map(|all| all.len() as u64).sum()
    }

    /// How many replications there are of each scenario.
    pub fn runs(&self) -> impl Iterator<Item = u64> {
        self.found.values().map(|all| all.len() as u64)
    }

    /// Every replication of every scenario.
    pub fn replications(&self) -> impl Iterator<Item = &Replication> {
        self.found.values().flatten()
    }

    /// Takes over what was found before, of the same seed and numbering; else nothing.
    pub fn resume(&mut self, earlier: Self) {
        if (earlier.seed, earlier.first) == (self.seed, self.first) {
            self.found = earlier.found;
        }
    }

    /// Replicates each scenario until it has so many replications; those that have them are left as
    /// they are. What was finished before an interrupt is kept.
    ///
    /// # Errors
    /// As [`replicate`](super::replicate::replicate).
    pub fn run(
        &mut self,
        wanted: &[(&Scenario, u64)],
        threads: usize,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<(), NotReplicated> {
        let lots = self.lots(wanted);
        progress.started(lots.iter().map(|(_, lot)| lot.end - lot.start).sum());
        let (done, failed) = (AtomicU64::new(0), OnceLock::new());
        let (seed, first) = (self.seed, self.first);
        let found = pool(threads)?.install(|| {
            let run = |(scenario, lot): Lot<'_>| {
                let mut simulator = Simulator::new(&scenario.plan).until(stop);
                let mut all = Vec::with_capacity((lot.end - lot.start) as usize);
                for i in lot.clone() {
                    if failed.get().is_some() {
                        break;
                    }
                    match simulator.replicate(seed, first + i) {
                        Ok(replication) => all.push(replication.without_days()),
                        Err(ended) => {
                            let _ = failed.set(NotReplicated::of(ended, seed, first + i));
                            break;
                        }
                    }
                    progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
                all
            };
            // Handed out in order, so that little lies behind a gap when the rest is interrupted.
            let each = lots.iter().cloned().enumerate().par_bridge();
            let mut all: Vec<(usize, Vec<Replication>)> = each.map(|(i, lot)| (i, run(lot))).collect();
            all.sort_unstable_by_key(|(i, _)| *i);
            all
        });
        for ((scenario, lot), (_, replications)) in lots.into_iter().zip(found) {
            let kept = self.found.entry(scenario.fingerprint.clone()).or_default();
            // After an interrupt a lot may be missing: what lies behind it is not kept.
            if kept.len() as u64 == lot.start {
                kept.extend(replications);
            }
        }
        failed.into_inner().map_or(Ok(()), Err)
    }

    /// What is missing, in lots: every scenario's first lot, then every scenario's second …
    fn lots<'s>(&self, wanted: &[(&'s Scenario, u64)]) -> Vec<Lot<'s>> {
        let mut most: BTreeMap<&str, (&'s Scenario, u64)> = BTreeMap::new();
        for &(scenario, runs) in wanted {
            let entry = most.entry(&scenario.fingerprint).or_insert((scenario, runs));
            entry.1 = entry.1.max(runs);
        }
        let mut lots: Vec<Lot<'s>> = Vec::new();
        for (scenario, runs) in most.into_values() {
            let mut at = self.of(scenario).len() as u64;
            while at < runs {
                let end = (at + LOT).min(runs);
                lots.push((scenario, at..end));
                at = end;
            }
        }
        // Stable: lots of one scenario stay in their order.
        lots.sort_by_key(|(_, lot)| lot.start);
        lots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::{Replications, Silent, replicate};
    use crate::experiment::testing::riverside;

    static RUNNING: AtomicBool = AtomicBool::new(false);

    #[test]
    fn points_hold_what_replications_of_the_scenario_find() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let mut points = Points::new(5);
        points.run(&[(&scenario, 7), (&scenario, 3)], 3, &Silent, &RUNNING).expect("they run");
        let how = Replications { runs: 7, seed: 5, threads: 1 };
        let all = replicate(&scenario.plan, how, &Silent, &RUNNING).expect("they run");
        let all: Vec<Replication> = all.into_iter().map(Replication::without_days).collect();
        assert_eq!(points.of(&scenario), all);
        assert_eq!(points.total(), 7, "once, although two points share it");
        points.run(&[(&scenario, 12)], 2, &Silent, &RUNNING).expect("they run");
        assert_eq!((points.total(), &points.of(&scenario)[..7]), (12, all.as_slice()));
        let mut fresh = Points::fresh(5, 7);
        fresh.run(&[(&scenario, 5)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(fresh.of(&scenario), &points.of(&scenario)[7..], "numbered from 7 on");
    }

    #[test]
    fn what_was_finished_before_an_interrupt_is_kept_and_gone_on_from() {
        struct After(AtomicBool, u64);
        impl Progress for After {
            fn started(&self, _: u64) {}
            fn done(&self, count: u64) {
                self.0.fetch_or(count >= self.1, Ordering::Relaxed);
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        // The flag is raised from within by way of progress.
        let after = After(AtomicBool::new(false), 8);
        let mut points = Points::new(5);
        let ended = points.run(&[(&scenario, 40)], 2, &after, &after.0);
        assert!(matches!(ended, Err(NotReplicated::Interrupted)));
        assert!(points.total() < 40);
        let text = serde_json::to_string(&points).expect("as text");
        let mut resumed = Points::new(5);
        resumed.resume(serde_json::from_str(&text).expect("from text"));
        assert_eq!(resumed, points, "nothing is lost on the way");
        resumed.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        let mut whole = Points::new(5);
        whole.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(resumed, whole);
        let mut other = Points::new(6);
        other.resume(whole);
        assert_eq!(other.total(), 0, "of another seed");
    }
}
