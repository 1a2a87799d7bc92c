//! The model with its recorder: one replication after another.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use super::laws::Laws;
use super::recorder::Recorder;
use super::replication::Replication;
use crate::base::Luck;
use crate::model::{Both, Ended, Observer, Simulation};
use crate::scenario::Plan;

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
        match self.plan.of_replication(seed, index) {
            Cow::Borrowed(_) => self.run(seed, index),
            // Events by chance make a plan of its own for each replication.
            Cow::Owned(plan) => {
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
        #[cfg(debug_assertions)]
        {
            self.simulation.observer().0.0.clear();
            self.simulation.observer().0.1.clear();
            self.simulation.run(seed, index)?;
            let watch = &mut self.simulation.observer().0;
            let replication = watch.0.replication(Luck::new(seed, index));
            let broken = watch.1.broken(&replication);
            assert!(broken.is_empty(), "seed {seed}, replication {index}: {}", broken.join("; "));
            Ok(replication)
        }
        #[cfg(not(debug_assertions))]
        {
            self.simulation.observer().0.clear();
            self.simulation.run(seed, index)?;
            Ok(self.simulation.observer().0.replication(Luck::new(seed, index)))
        }
    }
}

/// Runs one replication and checks the laws, whatever the build.
///
/// # Errors
/// Every law that is broken, in words; or why the replication did not come to its end.
pub fn checked(plan: &Plan, seed: u64, index: u64) -> Result<Replication, Vec<String>> {
    let plan = plan.of_replication(seed, index);
    let watch = Both(Recorder::new(&plan), Laws::new(&plan));
    let mut simulation = Simulation::new(&plan, watch);
    simulation.run(seed, index).map_err(|ended| vec![ended.to_string()])?;
    let replication = simulation.observer().0.replication(Luck::new(seed, index));
    let broken = simulation.observer().1.broken(&replication);
    if broken.is_empty() { Ok(replication) } else { Err(broken) }
}
