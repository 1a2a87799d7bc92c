//! How each outcome is counted: exact integrals by day, delays and reasons, one replication's result.

pub mod outcome;
pub mod replication;

pub use outcome::Outcome;
pub use replication::{DailyMeasure, Place, Replication};
