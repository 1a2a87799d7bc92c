//! The scenario: the file as a person types it, its faults, and the checked plan.
//!
//! The way of a file: `files` finds it, `document` reads it and merges what it `extends`, `typed`
//! holds it as typed, `check` finds every fault and builds the [`Plan`]. Knows nothing of events.

pub mod names;
pub mod plan;
pub mod reason;
#[allow(missing_docs, clippy::all, clippy::pedantic)]
pub mod stub; // STUB
#[allow(missing_docs)]
pub mod built_in {
    pub const BASELINE: &str = "milton-keynes";
} // STUB

pub use names::Names;
pub use plan::Plan;
pub use reason::{Reason, Reasons};
pub use stub::{Fault, Faults, Scenario, Setting, Warning}; // STUB
