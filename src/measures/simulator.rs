//! The model with its recorder: one replication after another.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use super::laws::Laws;
use super::recorder::Recorder;
use super::replication::Replication;
use crate::base::Luck;
use crate::base::Time;
use crate::model::{Both, Ended, Kept, Midway, Observer, Simulation};
use crate::scenario::Plan;
use crate::scenario::plan::Parting;

/// Runs replications of one plan and keeps its memory from one to the next. In debug and test
/// builds the laws that every replication obeys are checked at its end. Another observer may look on
/// beside the recorder.
#[derive(Debug)]
pub struct Simulator<'p, X = ()> {
    plan: &'p Plan,
    stop: Option<&'p AtomicBool>,
    simulation: Simulation<'p, Both<Watch<'p>, X>>,
}

#[cfg(debug_assertions)]
type Watch<'p> = Both<Recorder<'p>, Laws<'p>>;
#[cfg(not(debug_assertions))]
type Watch<'p> = Recorder<'p>;

impl<'p> Simulator<'p> {
    /// Of this plan.
    pub fn new(plan: &'p Plan) -> Self {
        Self::beside(plan, ())
    }
}

impl<'p, X: Observer + Default> Simulator<'p, X> {
    /// Of this plan, with another who looks on. It is never cleared: that is for who put it there.
    pub fn beside(plan: &'p Plan, other: X) -> Self {
        #[cfg(debug_assertions)]
        let watch = Both(Recorder::new(plan), Laws::new(plan));
        #[cfg(not(debug_assertions))]
        let watch = Recorder::new(plan);
        Self { plan, stop: None, simulation: Simulation::new(plan, Both(watch, other)) }
    }

    /// Ends a replication within a simulated day after this flag was set.
    #[must_use]
    pub fn until(self, stop: &'p AtomicBool) -> Self {
        self.stopped_by(Some(stop))
    }

    fn stopped_by(self, stop: Option<&'p AtomicBool>) -> Self {
        Self { stop, simulation: self.simulation.until(stop), ..self }
    }

    /// Who looks on.
    pub fn other(&mut self) -> &mut X {
        &mut self.simulation.observer().1
    }

    /// The replication with this index. Depends on nothing but the plan, the seed and the index.
    ///
    /// # Errors
    /// As [`Simulation::run`].
    ///
    /// # Panics
    /// In debug and test builds, where a law is broken.
    pub fn replicate(&mut self, seed: u64, index: u64) -> Result<Replication, Ended> {
        match self.plan.of_replication(seed, index)? {
            Cow::Borrowed(plan) if std::ptr::eq(plan, self.plan) => self.run(seed, index),
            // Events by chance and worlds make a plan of its own for each replication.
            plan @ (Cow::Borrowed(_) | Cow::Owned(_)) => {
                let other = std::mem::take(self.other());
                let mut simulator = Simulator::beside(&plan, other).stopped_by(self.stop);
                simulator.simulation.inherit(&mut self.simulation);
                let replication = simulator.run(seed, index);
                self.simulation.inherit(&mut simulator.simulation);
                let other = std::mem::take(simulator.other());
                drop(simulator);
                *self.other() = other;
                replication
            }
        }
    }

    fn run(&mut self, seed: u64, index: u64) -> Result<Replication, Ended> {
        self.clear();
        self.simulation.run(seed, index)?;
        Ok(found(&mut self.simulation.observer().0, seed, index))
    }

    fn clear(&mut self) {
        #[cfg(debug_assertions)]
        {
            self.simulation.observer().0.0.clear();
            self.simulation.observer().0.1.clear();
        }
        #[cfg(not(debug_assertions))]
        self.simulation.observer().0.clear();
    }

    /// Takes over what another of the same scenario has found out about its long run.
    pub fn inherit<Y: Observer + Default>(&mut self, other: &mut Simulator<'_, Y>) {
        self.simulation.inherit(&mut other.simulation);
    }
}

impl<'p, X: Observer + Default + Clone> Simulator<'p, X> {
    /// The replication with this index of the very plan, in which events have happened by chance already; halted
    /// at these midnights, which come in order.
    ///
    /// # Errors
    /// As [`replicate`](Self::replicate).
    pub fn replicate_by_way_of(
        &mut self,
        (seed, index): (u64, u64),
        midnights: &[Time],
        mut halted: impl FnMut(&Halt<'_, 'p, X>),
    ) -> Result<Replication, Ended> {
        self.clear();
        self.simulation.run_by_way_of(seed, index, midnights, |midway| halted(&Halt(midway)))?;
        Ok(found(&mut self.simulation.observer().0, seed, index))
    }
}

/// What was counted.
#[cfg(debug_assertions)]
fn found(watch: &mut Watch<'_>, seed: u64, index: u64) -> Replication {
    let replication = watch.0.replication(Luck::new(seed, index));
    let broken = watch.1.broken(&replication);
    assert!(broken.is_empty(), "seed {seed}, replication {index}: {}", broken.join("; "));
    replication
}

/// What was counted.
#[cfg(not(debug_assertions))]
fn found(watch: &mut Watch<'_>, seed: u64, index: u64) -> Replication {
    watch.replication(Luck::new(seed, index))
}

/// A replication halted at a midnight.
#[derive(Debug)]
pub struct Halt<'r, 'p, X>(&'r Midway<'r, Both<Watch<'p>, X>>);

impl<'p, X: Observer + Clone> Halt<'_, 'p, X> {
    /// The midnight.
    pub fn at(&self) -> Time {
        self.0.at()
    }

    /// Whether the same replication of a plan that parts from this one so would be where this one is.
    pub fn is_also_of(&self, parting: &Parting) -> bool {
        self.0.is_also_of(parting)
    }

    /// All that is needed to go on.
    pub fn begun(&self) -> Begun<'p, X> {
        Begun(self.0.kept())
    }
}

/// The beginning of a replication, to be gone on with.
#[derive(Clone, Debug)]
pub struct Begun<'p, X>(Kept<Both<Watch<'p>, X>>);

impl<'p, X: Observer> Begun<'p, X> {
    /// The replication of a plan of which [`is_also_of`](Halt::is_also_of) held, and who looked on.
    ///
    /// # Errors
    /// As [`Simulator::replicate`].
    pub fn finish(
        mut self,
        plan: &'p Plan,
        (seed, index): (u64, u64),
        stop: Option<&AtomicBool>,
    ) -> Result<(Replication, X), Ended> {
        let watch = &mut self.0.observer.0;
        #[cfg(debug_assertions)]
        {
            watch.0.go_on_in(plan);
            watch.1.go_on_in(plan);
        }
        #[cfg(not(debug_assertions))]
        watch.go_on_in(plan);
        let Both(mut watch, other) = self.0.finish(plan, stop)?;
        Ok((found(&mut watch, seed, index), other))
    }
}

/// Runs one replication and checks the laws, whatever the build.
///
/// # Errors
/// Every law that is broken, in words; or why the replication did not come to its end.
pub fn checked(plan: &Plan, seed: u64, index: u64) -> Result<Replication, Vec<String>> {
    let plan = plan.of_replication(seed, index).map_err(|why| vec![why.to_string()])?;
    let watch = Both(Recorder::new(&plan), Laws::new(&plan));
    let mut simulation = Simulation::new(&plan, watch);
    simulation.run(seed, index).map_err(|ended| vec![ended.to_string()])?;
    let replication = simulation.observer().0.replication(Luck::new(seed, index));
    let broken = simulation.observer().1.broken(&replication);
    if broken.is_empty() { Ok(replication) } else { Err(broken) }
}
