//! Many scenarios replicated on the same people: one pool for all, each scenario once however many points
//! of a design share it. What is finished is kept as it comes, and what was kept from an interrupted study
//! is taken when it is asked for, and no sooner: callers see the replications of a study that was never
//! interrupted.
//!
//! Knows nothing of what the points are for; `sweep`, `exchange`, `optimise` and the others ask it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::kept::{Keep, Nowhere, Shape, or_try};
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
#[derive(Clone, Debug)]
pub struct Points {
    seed: u64,
    /// The number of the first replication.
    first: u64,
    keep: Arc<dyn Keep>,
    found: BTreeMap<String, Vec<Replication>>,
}

/// Progress of one part of a study after others: what was done before, and what may follow.
pub(in crate::experiment) struct Part<'a> {
    pub(in crate::experiment) progress: &'a dyn Progress,
    pub(in crate::experiment) done: u64,
    pub(in crate::experiment) further: u64,
}

impl Progress for Part<'_> {
    fn started(&self, total: u64) {
        self.progress.started(self.done + total + self.further);
    }

    fn done(&self, count: u64) {
        self.progress.done(self.done + count);
    }
}

impl Points {
    /// None yet, for this seed. They are kept nowhere else.
    pub fn new(seed: u64) -> Self {
        Self::kept(seed, Arc::new(Nowhere))
    }

    /// None yet, for this seed. Each replication is kept when it is done; one that was kept earlier is
    /// taken instead of running it.
    pub fn kept(seed: u64, keep: Arc<dyn Keep>) -> Self {
        Self { seed, first: 0, keep, found: BTreeMap::new() }
    }

    /// None yet, with other luck than these: replications are numbered from `first` on.
    #[must_use]
    pub fn fresh(&self, first: u64) -> Self {
        Self { seed: self.seed, first, keep: Arc::clone(&self.keep), found: BTreeMap::new() }
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The replications of a scenario so far, in their order.
    pub fn of(&self, scenario: &Scenario) -> &[Replication] {
        self.named(&scenario.fingerprint)
    }

    /// The replications of the scenario with this fingerprint.
    pub fn named(&self, fingerprint: &str) -> &[Replication] {
        self.found.get(fingerprint).map_or(&[], Vec::as_slice)
    }

    /// Leaves of the replications of a scenario only the outcomes of the whole system.
    pub fn leave_system(&mut self, fingerprint: &str) {
        for replication in self.found.get_mut(fingerprint).into_iter().flatten() {
            let all = std::mem::take(replication);
            *replication = Replication {
                system: all.system,
                people: all.people,
                events: all.events,
                ..Replication::default()
            };
        }
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

    /// Replicates each scenario until it has so many replications; those that have them are left as
    /// they are.
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
        let (seed, first, keep) = (self.seed, self.first, self.keep.as_ref());
        let found = pool(threads)?.install(|| {
            let run = |(scenario, lot): Lot<'_>| {
                let (part, shape) = (scenario.fingerprint.as_str(), Shape::of(&scenario.plan));
                // Where all of a lot was kept, no workspace is needed.
                let mut simulator = None;
                let mut all = Vec::with_capacity((lot.end - lot.start) as usize);
                for i in lot.clone() {
                    if failed.get().is_some() {
                        break;
                    }
                    let fits = |found: &Replication| shape.holds_without_days(found);
                    let found = or_try(keep, (part, first + i), fits, || {
                        let simulator =
                            simulator.get_or_insert_with(|| Simulator::new(&scenario.plan).until(stop));
                        simulator.replicate(seed, first + i).map(Replication::without_days)
                    });
                    match found {
                        Ok(replication) => all.push(replication),
                        Err(ended) => {
                            let _ = failed.set(NotReplicated::of(ended, seed, first + i));
                            break;
                        }
                    }
                    progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
                all
            };
            let each = lots.iter().cloned().enumerate().par_bridge();
            let mut all: Vec<(usize, Vec<Replication>)> = each.map(|(i, lot)| (i, run(lot))).collect();
            all.sort_unstable_by_key(|(i, _)| *i);
            all
        });
        for ((scenario, lot), (_, replications)) in lots.into_iter().zip(found) {
            let kept = self.found.entry(scenario.fingerprint.clone()).or_default();
            // After an interrupt a lot may be missing: what lies behind it has no place here.
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
    use crate::experiment::kept::Memory;
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
        let mut fresh = Points::new(5).fresh(7);
        fresh.run(&[(&scenario, 5)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(fresh.of(&scenario), &points.of(&scenario)[7..], "numbered from 7 on");
    }

    /// Raises its flag after so many runs.
    struct After(AtomicBool, u64);

    impl Progress for After {
        fn started(&self, _: u64) {}
        fn done(&self, count: u64) {
            self.0.fetch_or(count >= self.1, Ordering::Relaxed);
        }
    }

    #[test]
    fn what_was_finished_before_an_interrupt_is_taken_when_it_is_asked_for_and_no_sooner() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let kept = Arc::new(Memory::default());
        // The flag is raised from within by way of progress.
        let after = After(AtomicBool::new(false), 18);
        let ended = Points::kept(5, kept.clone()).run(&[(&scenario, 40)], 2, &after, &after.0);
        assert!(matches!(ended, Err(NotReplicated::Interrupted)));
        let before = kept.len() as u64;
        assert!((18..40).contains(&before), "{before}");
        let mut resumed = Points::kept(5, kept.clone());
        assert_eq!(resumed.total(), 0, "nothing is there before it is asked for");
        resumed.run(&[(&scenario, 7)], 1, &Silent, &RUNNING).expect("they run");
        // One thread may have been far ahead of the other: what it lacked of the first seven is run, and no more.
        assert_eq!(resumed.total(), 7);
        assert!((before..before + 7).contains(&(kept.len() as u64)), "{before} and {}", kept.len());
        resumed.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        let mut whole = Points::new(5);
        whole.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(resumed.of(&scenario), whole.of(&scenario));
        assert_eq!(kept.len(), 40, "each of them once");
    }

    #[test]
    fn a_replication_of_another_shape_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let kept = Arc::new(Memory::default());
        kept.keep(&scenario.fingerprint, 0, &[0; 10]);
        kept.keep(&scenario.fingerprint, 1, &[0xff; 10]);
        let mut points = Points::kept(5, kept);
        points.run(&[(&scenario, 2)], 1, &Silent, &RUNNING).expect("they run");
        let mut whole = Points::new(5);
        whole.run(&[(&scenario, 2)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(points.of(&scenario), whole.of(&scenario));
    }
}
