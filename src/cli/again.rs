//! An answer that is repeated with a longer warm-up: the flag that switches it off, and how it is done.

use std::sync::atomic::AtomicBool;

use clap::Args;

use super::Exit;
use super::messages::complain;
use super::study::Study;
use crate::experiment::Progress;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::experiment::stands::{Again, TIMES, runs};

/// The flag, as it is typed.
const NO_REPEAT: &str = "--no-repeat";

/// Whether an answer is repeated.
#[derive(Debug, Args)]
pub struct Repeating {
    /// Do not repeat the answer with a longer warm-up
    ///
    /// Where a place needs longer to settle than the warm-up (W10), the answer is repeated with four times
    /// the warm-up. With this it is not, and whether it stands is not known.
    #[arg(long)]
    pub no_repeat: bool,
}

impl Repeating {
    /// What is asked beside the scenarios, where it changes results.
    pub fn asked(&self, needed: bool) -> Option<&'static str> {
        (needed && self.no_repeat).then_some(NO_REPEAT)
    }

    /// In a shard, the runs of a repeat that do not depend on what is repeated: it need not wait for the other shards.
    pub fn beforehand(
        &self,
        study: &Study<'_>,
        (needed, had): (bool, u64),
        work: impl FnOnce((u64, Points), (usize, &dyn Progress, &AtomicBool)) -> Result<(), NotReplicated>,
    ) -> Result<(), Exit> {
        if !needed || self.no_repeat || !study.is_shard() {
            return Ok(());
        }
        study.beforehand(|how| {
            how.1.stage("longer warm-up", false);
            work((runs(had), study.points()), how)
        })
    }

    /// Repeats an answer on fewer runs than it `had`, where there is a need.
    pub fn again<T>(
        &self,
        study: &Study<'_>,
        (needed, had): (bool, u64),
        work: impl FnOnce((u64, Points), (usize, &dyn Progress, &AtomicBool)) -> Result<Again<T>, NotReplicated>,
    ) -> Result<Again<T>, Exit> {
        if !needed {
            return Ok(Again::NotNeeded);
        }
        if self.no_repeat {
            return Ok(Again::Off);
        }
        let runs = runs(had);
        if !study.is_quiet() {
            complain(&format!(
                "a place needs longer to settle than the warm-up (W10): the answer is repeated with {TIMES} times the \
                 warm-up on {runs} of the runs ({NO_REPEAT} leaves that out)"
            ));
        }
        study.run(|how| {
            how.1.stage("longer warm-up", false);
            work((runs, study.points()), how)
        })
    }
}
