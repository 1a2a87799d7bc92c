//! Capacity of a plan that opens on a condition. `plan` says where it belongs.

use crate::base::Span;
use crate::scenario::plan::index::ServiceIndex;

/// Capacity that opens on a condition and closes by its own. Both are looked at each midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trigger {
    /// What is looked at.
    pub measure: Measure,
    /// It opens above this.
    pub above: f64,
    /// For how long it must have been above.
    pub held_for: Span,
    /// From the decision until it is open.
    pub mobilise: Span,
    /// What opens.
    pub adds: Adds,
    /// It closes below this; none: at or below what it opens above.
    pub below: Option<f64>,
    /// For how long it must have been below.
    pub below_for: Span,
}

/// What a trigger looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// People in acute beds ÷ core beds.
    HospitalOccupancy,
    /// People past their discharge-ready date in acute beds.
    Nctr,
    /// People waiting for an acute bed.
    BedQueue,
    /// People waiting for a service.
    Queue(ServiceIndex),
}

/// What a trigger opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// Acute beds.
    Beds(u32),
    /// Places of a service.
    Places(ServiceIndex, u32),
}
