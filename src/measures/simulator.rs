//! The model with its recorder: one replication after another.

use std::borrow::Cow;

use super::laws::Laws;
use super::recorder::Recorder;
use super::replication::Replication;
use crate::model::Simulation;
use crate::scenario::Plan;

/// Runs replications of one plan and keeps its memory from one to the next. In debug and test
/// builds the laws that every replication obeys are checked at its end.
#[derive(Debug)]
pub struct Simulator<'p> {
    plan: &'p Plan,
    simulation: Simulation<'p, Watch<'p>>,
}

#[cfg(debug_assertions)]
type Watch<'p> = crate::model::Both<Recorder<'p>, Laws<'p>>;
#[cfg(not(debug_assertions))]
type Watch<'p> = Recorder<'p>;

impl<'p> Simulator<'p> {
    /// Of this plan.
    pub fn new(plan: &'p Plan) -> Self {
        #[cfg(debug_assertions)]
        let watch = crate::model::Both(Recorder::new(plan), Laws::new(plan));
        #[cfg(not(debug_assertions))]
        let watch = Recorder::new(plan);
        Self { plan, simulation: Simulation::new(plan, watch) }
    }

    /// The replication with this index. Depends on nothing but the plan, the seed and the index.
    ///
    /// # Panics
    /// In debug and test builds, where a law is broken.
    pub fn replicate(&mut self, seed: u64, index: u64) -> Replication {
        match self.plan.of_replication(seed, index) {
            Cow::Borrowed(_) => self.run(seed, index),
            // Events by chance make a plan of its own for each replication.
            Cow::Owned(plan) => Simulator::new(&plan).run(seed, index),
        }
    }

    fn run(&mut self, seed: u64, index: u64) -> Replication {
        #[cfg(debug_assertions)]
        {
            self.simulation.observer().0.clear();
            self.simulation.observer().1.clear();
            self.simulation.run(seed, index);
            let replication = self.simulation.observer().0.replication();
            let broken = self.simulation.observer().1.broken(&replication);
            assert!(broken.is_empty(), "seed {seed}, replication {index}: {}", broken.join("; "));
            replication
        }
        #[cfg(not(debug_assertions))]
        {
            self.simulation.observer().clear();
            self.simulation.run(seed, index);
            self.simulation.observer().replication()
        }
    }
}

/// Runs one replication and checks the laws, whatever the build.
///
/// # Errors
/// Every law that is broken, in words.
pub fn checked(plan: &Plan, seed: u64, index: u64) -> Result<Replication, Vec<String>> {
    let plan = plan.of_replication(seed, index);
    let watch = crate::model::Both(Recorder::new(&plan), Laws::new(&plan));
    let mut simulation = Simulation::new(&plan, watch);
    simulation.run(seed, index);
    let replication = simulation.observer().0.replication();
    let broken = simulation.observer().1.broken(&replication);
    if broken.is_empty() { Ok(replication) } else { Err(broken) }
}
