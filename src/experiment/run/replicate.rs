//! Replications in parallel, gathered in the order of their numbers, so that nothing that follows
//! depends on how many threads there were. Knows nothing of what a replication holds.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::kept::{Keep, Nowhere, Shape, Share, or_try};
use crate::measures::{Replication, Simulator};
use crate::model::Ended;
use crate::scenario::Plan;
use crate::scenario::plan::NoPlan;

/// Where progress is told; called from several threads.
pub trait Progress: Sync {
    /// So many replications are about to run.
    fn started(&self, total: u64);
    /// So many are done.
    fn done(&self, count: u64);
    /// What is done from now on; `at_most` where the number of replications may turn out smaller.
    fn stage(&self, _name: &'static str, _at_most: bool) {}
}

/// Tells no one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn started(&self, _: u64) {}
    fn done(&self, _: u64) {}
}

/// How many replications, from which seed, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replications {
    /// How many; they are numbered from 0.
    pub runs: u64,
    /// The seed of all luck.
    pub seed: u64,
    /// How many at the same time; 0 counts as 1.
    pub threads: usize,
}

impl Replications {
    /// So many from seed 1, on as many threads as the machine has processors.
    pub fn new(runs: u64) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { runs, seed: 1, threads }
    }

    /// The same from another seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}

/// Why there are no results.
#[derive(Debug, thiserror::Error)]
pub enum NotReplicated {
    /// The stop flag was set.
    #[error("interrupted")]
    Interrupted,
    /// The figures of a world make no scenario.
    #[error("{0}")]
    NoPlan(NoPlan),
    /// A replication could not be run to its end: a mistake of ours.
    #[error(
        "replication {replication} of seed {seed}: {why}; this is a mistake in wardflow and not in the scenario: please report it with the scenario"
    )]
    Failed {
        /// The seed of all luck.
        seed: u64,
        /// Its number.
        replication: u64,
        /// What was wrong.
        why: Ended,
    },
    /// The file was changed by another program while it was run.
    #[error("{file} is no longer what it was when the command began; run it again")]
    Changed {
        /// The file.
        file: String,
    },
    /// What is done here is done; the rest is somebody else's.
    #[error("the rest is for the other shards")]
    Elsewhere,
    /// The system gave no threads.
    #[error("cannot start {threads} threads: {source}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        source: rayon::ThreadPoolBuildError,
    },
}

impl NotReplicated {
    /// Of the replication with this number.
    pub fn of(ended: Ended, seed: u64, replication: u64) -> Self {
        match ended {
            Ended::Stopped => Self::Interrupted,
            Ended::NoPlan(why) => Self::NoPlan(why),
            why @ Ended::ClockBack { .. } => Self::Failed { seed, replication, why },
        }
    }
}

/// Runs the replications of a plan. Setting `stop` ends it within about one simulated day.
pub fn replicate(
    plan: &Plan,
    how: Replications,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<Replication>, NotReplicated> {
    replicate_kept(plan, how, &Nowhere, progress, stop)
}

/// The same, where each replication is kept when it is done, and one that was kept earlier is taken
/// instead of running it.
pub fn replicate_kept(
    plan: &Plan,
    how: Replications,
    keep: &dyn Keep,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<Replication>, NotReplicated> {
    let one = one_kept(plan, how.seed, keep, stop);
    shared_in_order((how, keep.share()), progress, stop, || None, one)
}

/// Runs the replication with a number where it is ours, or finds it. The workspace is made when it is first needed.
pub(super) fn one_kept<'p>(
    plan: &'p Plan,
    seed: u64,
    keep: &'p dyn Keep,
    stop: &'p AtomicBool,
) -> impl Fn(&mut Option<Simulator<'p>>, (u64, bool)) -> Result<Option<Replication>, Ended> + Sync + Send {
    let shape = Shape::of(plan);
    move |simulator, (i, ours)| {
        let fits = |found: &Replication| shape.holds(found);
        or_try(keep, (("run", i), ours), fits, || {
            simulator.get_or_insert_with(|| Simulator::new(plan).until(stop)).replicate(seed, i)
        })
    }
}

/// The results of `run` for 0, 1, … in this order, with one workspace from `make` at a time for
/// each thread.
pub fn in_order<W, R: Send>(
    how: Replications,
    progress: &dyn Progress,
    stop: &AtomicBool,
    make: impl Fn() -> W + Sync + Send,
    run: impl Fn(&mut W, u64) -> Result<R, Ended> + Sync + Send,
) -> Result<Vec<R>, NotReplicated> {
    let run = |workspace: &mut W, (i, _): (u64, bool)| run(workspace, i).map(Some);
    shared_in_order((how, Share::ALL), progress, stop, make, run)
}

/// The same where several share the work: `run` is told of each whether it is ours, and gives nothing where it is
/// not and nobody has done it yet. Ours come first, so that they are done whatever is missing of the others.
///
/// # Errors
/// [`NotReplicated::Elsewhere`] where something is missing in the end.
pub fn shared_in_order<W, R: Send>(
    (how, share): (Replications, Share),
    progress: &dyn Progress,
    stop: &AtomicBool,
    make: impl Fn() -> W + Sync + Send,
    run: impl Fn(&mut W, (u64, bool)) -> Result<Option<R>, Ended> + Sync + Send,
) -> Result<Vec<R>, NotReplicated> {
    let pool = pool(how.threads)?;
    let done = AtomicU64::new(0);
    let own = share.units(how.runs);
    progress.started(own.end - own.start);
    let each = |numbers: Range<u64>, ours: bool| -> Result<Vec<R>, NotReplicated> {
        let one = |workspace: &mut W, i: u64| {
            if stop.load(Ordering::Relaxed) {
                return Err(NotReplicated::Interrupted);
            }
            let result = run(workspace, (i, ours)).map_err(|ended| NotReplicated::of(ended, how.seed, i))?;
            if ours {
                progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
            }
            result.ok_or(NotReplicated::Elsewhere)
        };
        pool.install(|| numbers.into_par_iter().map_init(&make, one).collect())
    };
    let ours = each(own.clone(), true)?;
    if share.is_all() {
        return Ok(ours);
    }
    let mut all = each(0..own.start, false)?;
    all.extend(ours);
    all.extend(each(own.end..how.runs, false)?);
    Ok(all)
}

/// So many threads; 0 counts as 1.
pub(super) fn pool(threads: usize) -> Result<ThreadPool, NotReplicated> {
    let threads = threads.max(1);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|source| NotReplicated::Threads { threads, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize) -> Vec<u64> {
        let how = Replications { runs: 300, seed: 1, threads };
        in_order(how, &Silent, &AtomicBool::new(false), || 0_u64, |_, i| Ok(i * i)).unwrap()
    }

    #[test]
    fn results_stand_in_the_order_of_their_numbers_whatever_the_threads() {
        assert_eq!(squares(1), (0..300).map(|i| i * i).collect::<Vec<_>>());
        assert_eq!(squares(1), squares(7));
    }

    #[test]
    fn shares_do_their_own_and_together_they_are_all() {
        let how = Replications { runs: 10, seed: 1, threads: 2 };
        let never = AtomicBool::new(false);
        let mut run = Vec::new();
        for number in 1..=3 {
            let own = std::sync::Mutex::new(Vec::new());
            let share = Share::new(number, 3).expect("a share");
            let one = |(): &mut (), (i, ours): (u64, bool)| {
                own.lock().expect("held").extend(ours.then_some(i));
                Ok(ours.then_some(i))
            };
            let ended = shared_in_order((how, share), &Silent, &never, || (), one);
            assert!(matches!(ended, Err(NotReplicated::Elsewhere)));
            run.extend(own.into_inner().expect("held"));
        }
        run.sort_unstable();
        assert_eq!(run, (0..10).collect::<Vec<_>>(), "each once");
        let share = Share::new(2, 3).expect("a share");
        let all = shared_in_order((how, share), &Silent, &never, || (), |(), (i, _)| Ok(Some(i * i)));
        assert_eq!(all.expect("all are there"), (0..10).map(|i| i * i).collect::<Vec<_>>());
    }

    #[test]
    fn replications_of_a_plan_do_not_depend_on_threads() {
        let folder = tempfile::tempdir().unwrap();
        let scenario = crate::experiment::testing::riverside(folder.path());
        let on = |threads| {
            let how = Replications { runs: 9, seed: 5, threads };
            replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).unwrap()
        };
        let one = on(1);
        assert_eq!(one, on(4));
        assert_ne!(one[0], one[1]);
    }

    #[test]
    fn progress_counts_every_replication_once() {
        struct Counts(AtomicU64, AtomicU64);
        impl Progress for Counts {
            fn started(&self, total: u64) {
                self.0.store(total, Ordering::Relaxed);
            }
            fn done(&self, count: u64) {
                self.1.fetch_add(count, Ordering::Relaxed);
            }
        }
        let counts = Counts(AtomicU64::new(0), AtomicU64::new(0));
        let how = Replications { runs: 10, seed: 1, threads: 3 };
        in_order(how, &counts, &AtomicBool::new(false), || (), |(), i| Ok(i)).unwrap();
        assert_eq!(counts.0.into_inner(), 10);
        assert_eq!(counts.1.into_inner(), 55, "1 + 2 + … + 10");
    }

    #[test]
    fn the_stop_flag_interrupts_between_replications() {
        let (stop, begun) = (AtomicBool::new(false), AtomicU64::new(0));
        let how = Replications { runs: 1000, seed: 1, threads: 2 };
        let result = in_order(
            how,
            &Silent,
            &stop,
            || (),
            |(), _| {
                begun.fetch_add(1, Ordering::Relaxed);
                stop.store(true, Ordering::Relaxed);
                Ok(())
            },
        );
        assert!(matches!(result, Err(NotReplicated::Interrupted)));
        assert!(begun.into_inner() <= 2);
    }

    #[test]
    fn a_replication_that_fails_is_told_by_its_number_and_the_others_are_not_waited_for() {
        let back = Ended::ClockBack {
            what: "BedReady".to_owned(),
            at: crate::base::Time::midnight(1),
            now: crate::base::Time::midnight(2),
        };
        let how = Replications { runs: 1000, seed: 7, threads: 2 };
        let run = |(): &mut (), i: u64| if i == 3 { Err(back.clone()) } else { Ok(i) };
        let error = in_order(how, &Silent, &AtomicBool::new(false), || (), run).expect_err("number 3 fails");
        let said = error.to_string();
        let cause = "replication 3 of seed 7: the clock would go back: BedReady was to happen at day 1 00:00";
        assert!(said.starts_with(cause) && said.contains("please report it"), "{said}");
        assert!(matches!(NotReplicated::of(Ended::Stopped, 7, 3), NotReplicated::Interrupted));
    }
}
