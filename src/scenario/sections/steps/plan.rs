//! The steps of a plan. `plan` says where they belong.

use super::words::StepStarts;
use crate::base::{Distribution, NameHash, Timetable};
use crate::scenario::plan::who::Who;
use crate::scenario::plan::work::Work;

/// Named work on the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whom it concerns.
    pub concerns: Who,
    /// When it starts.
    pub starts: StepStarts,
    /// The share that needs none of it.
    pub skipped: f64,
    /// How long it takes, in days of its hours.
    pub takes: Distribution,
    /// What events make of a step that begins then.
    pub factor: Timetable<f64>,
    /// Who does it.
    pub work: Work,
}
