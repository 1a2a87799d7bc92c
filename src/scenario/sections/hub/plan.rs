//! The hub of a plan. `plan` says where it belongs.

use crate::base::{Distribution, Span};
use crate::scenario::plan::index::{PathwayIndex, Set};
use crate::scenario::plan::work::Work;

/// The work that decides pathways.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// The pathways it sees.
    pub sees: Set,
    /// The share that it may work on before they are ready.
    pub ahead_share: f64,
    /// How long before the end of the acute stay.
    pub ahead_by: Span,
    /// Who does it.
    pub work: Work,
    /// How long an assessment takes, in days of its hours.
    pub assessment: Distribution,
    /// For each need: cumulative share and pathway decided; the last share is 1.
    pub decides: Vec<Vec<(f64, PathwayIndex)>>,
}
