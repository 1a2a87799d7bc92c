//! How each outcome is counted: exact integrals by day, delays and reasons, one replication's result.

pub mod outcome;
pub mod replication;
#[allow(missing_docs, clippy::all, clippy::pedantic)]
pub mod stub; // STUB

pub use outcome::Outcome;
pub use replication::{DailyMeasure, Place, Replication};
pub use stub::Simulator; // STUB
