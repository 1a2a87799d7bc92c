//! The journey as a whole: one replication of a plan after another. `run` keeps the clock.

use std::sync::atomic::AtomicBool;

use super::halted::Halted;
use super::long_run::SeenFor;
use super::observer::Observer;
use super::run::Run;
use crate::base::Time;
use crate::scenario::plan::{NoPlan, Parting, Plan};

/// Why a replication did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The stop flag was set.
    #[error("interrupted")]
    Stopped,
    /// There is no plan of it.
    #[error("{0}")]
    NoPlan(#[from] NoPlan),
    /// Something was to happen before now: a mistake in the model.
    #[error("the clock would go back: {what} was to happen at {at}, when it was {now} already")]
    ClockBack {
        /// The event.
        what: String,
        /// When it was to happen.
        at: Time,
        /// What the time was.
        now: Time,
    },
}

/// A simulation of one plan, used for one replication after another.
///
/// Replications depend on nothing but the plan, the seed and their index.
#[derive(Debug)]
pub struct Simulation<'p, O> {
    plan: &'p Plan,
    observer: O,
    stop: Option<&'p AtomicBool>,
    /// How people who are ready wait in the long run; kept from one replication to the next.
    seen: SeenFor,
}

impl<'p, O: Observer> Simulation<'p, O> {
    /// Of this plan, told to `observer`.
    pub fn new(plan: &'p Plan, observer: O) -> Self {
        Self { plan, observer, stop: None, seen: None }
    }

    /// Ends a replication at a midnight after this flag was set.
    #[must_use]
    pub fn until(mut self, stop: Option<&'p AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// Takes over what another of the same scenario has found out about its long run.
    pub fn inherit<P: Observer>(&mut self, other: &mut Simulation<'_, P>) {
        self.seen = other.seen.take();
    }

    /// Who is told.
    pub fn observer(&mut self) -> &mut O {
        &mut self.observer
    }

    /// Runs one replication from its first midnight to its end.
    ///
    /// # Errors
    /// Where the stop flag is set, or something was to happen before now; what the observer was told
    /// is then of no use.
    pub fn run(&mut self, seed: u64, replication: u64) -> Result<(), Ended> {
        self.run_by_way_of(seed, replication, &[], |_| {})
    }

    /// The same, halted at each of these midnights, which come in order, before anything of it has happened.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_by_way_of(
        &mut self,
        seed: u64,
        replication: u64,
        midnights: &[Time],
        mut halted: impl FnMut(&Midway<'_, O>),
    ) -> Result<(), Ended> {
        let mut run = Run::new(self.plan, &mut self.observer, self.stop, seed, replication);
        run.seen = self.seen.take();
        let begun = run.begin();
        self.seen = run.seen.take();
        begun?;
        for &midnight in midnights {
            run.run_until(midnight)?;
            halted(&Midway(&run));
        }
        run.finish()
    }
}

/// A replication that is halted at a midnight.
#[derive(Debug)]
pub struct Midway<'r, O>(&'r Run<'r, O>);

impl<O: Observer + Clone> Midway<'_, O> {
    /// The midnight.
    pub fn at(&self) -> Time {
        self.0.now
    }

    /// Whether the same replication of a plan that parts from this one so would be where this one is.
    pub fn is_also_of(&self, parting: &Parting) -> bool {
        self.0.is_also_of(parting)
    }

    /// All that is needed to go on, with what the observer has seen.
    pub fn kept(&self) -> Kept<O> {
        Kept { state: self.0.halted(), observer: self.0.observer.clone() }
    }
}

/// A replication that was halted, to be gone on with.
#[derive(Clone, Debug)]
pub struct Kept<O> {
    state: Halted,
    /// Who was told.
    pub observer: O,
}

impl<O: Observer> Kept<O> {
    /// Goes on in this plan, of which [`is_also_of`](Midway::is_also_of) held, to the end; the observer is told on.
    ///
    /// # Errors
    /// As [`Simulation::run`].
    pub fn finish(self, plan: &Plan, stop: Option<&AtomicBool>) -> Result<O, Ended> {
        let Self { state, mut observer } = self;
        Run::going_on(plan, &mut observer, stop, state).finish()?;
        Ok(observer)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::model::observer::Change;
    use crate::model::run::{Event, rank};
    use crate::scenario::{Scenario, built_in};

    fn baseline() -> Scenario {
        Scenario::built_in(built_in::BASELINE, &[]).expect("no faults")
    }

    #[test]
    fn a_replication_in_which_something_would_happen_before_now_ends_with_its_cause() {
        let scenario = baseline();
        let mut nobody = ();
        let mut run = Run::new(&scenario.plan, &mut nobody, None, 1, 0);
        run.begin().expect("nothing is before the start");
        run.run_until(Time::midnight(2)).expect("nothing is wrong yet");
        run.agenda.advance(run.now);
        run.schedule(Time::midnight(1), rank::ROUND, Event::Midnight);
        let ended = run.run_until(Time::midnight(9)).expect_err("the clock went back");
        let (at, now) = (Time::midnight(1), Time::midnight(2));
        assert_eq!(ended, Ended::ClockBack { what: "Midnight".to_owned(), at, now });
        let said =
            "the clock would go back: Midnight was to happen at day 1 00:00, when it was day 2 00:00 already";
        assert_eq!(ended.to_string(), said);
        assert_eq!(Simulation::new(&scenario.plan, ()).run(1, 0), Ok(()), "the next replication is its own");
    }

    #[test]
    fn a_replication_stops_at_the_midnight_after_it_is_told_to() {
        struct StopsAt<'a>(&'a AtomicBool, u32, Time);
        impl Observer for StopsAt<'_> {
            fn changed(&mut self, now: Time, _: Change<'_>) {
                self.2 = now;
                self.0.fetch_or(now.day() >= self.1, Ordering::Relaxed);
            }
        }
        let (scenario, stop) = (baseline(), AtomicBool::new(false));
        let mut simulation =
            Simulation::new(&scenario.plan, StopsAt(&stop, 3, Time::START)).until(Some(&stop));
        assert_eq!(simulation.run(1, 0), Err(Ended::Stopped));
        assert_eq!(simulation.observer().2.day(), 3);
    }
}
