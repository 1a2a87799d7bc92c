//! Who is there at the start of the run. `plan` says where it belongs.

use super::{GroupIndex, PathwayIndex};
use crate::base::Distribution;

/// Who is there at the start of the run.
#[derive(Clone, Debug, Default)]
pub struct Initial {
    /// People in their acute stay.
    pub acute: u32,
    /// Discharge-ready people in acute beds who wait for the hub or a service.
    pub ready: u32,
    /// How the rest of an acute stay is drawn.
    pub residual: Residual,
    /// For each service.
    pub services: Vec<InitialService>,
    /// Cumulative weight and group for people in acute beds; empty where nobody is there.
    pub groups: Vec<(f64, GroupIndex)>,
}

/// Who is in a service, and waits for it, at the start of the run.
#[derive(Clone, Debug, Default)]
pub struct InitialService {
    /// People in it.
    pub people: u32,
    /// People waiting for it.
    pub queue: u32,
    /// How the rest of a stay is drawn.
    pub residual: Residual,
    /// Cumulative weight, group and pathway of its people; empty where nobody is there.
    pub who: Vec<(f64, GroupIndex, PathwayIndex)>,
}

/// How the rest of a stay is drawn for somebody who is there at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Residual {
    /// The time so far is a draw of the stay; the rest is drawn given that it is longer.
    #[default]
    Conditional,
    /// Long stays are found more often; the time so far is a level share of the stay.
    LengthBiased,
    /// Level between the lesser of one day and the stay, and the stay.
    Uniform,
    /// Drawn from a distribution of its own.
    Drawn(Distribution),
}
