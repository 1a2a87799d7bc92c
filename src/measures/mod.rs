//! How each outcome is counted: exact integrals by day, delays and reasons, one replication's result.
//!
//! `recorder` listens to the model, `tally` makes outcomes of what it heard, `outcome` names them,
//! `laws` checks what must hold in every replication, `log` tells what happened to whom, `delayed` who
//! was delayed, `midnights` how many stood where day by day. Knows nothing of other replications.

// Every listener says of every change what it does, so that a new one does not compile until each has.
#![deny(clippy::wildcard_enum_match_arm)]
#![allow(clippy::inline_always)] // What is told folds away only where it is told.

pub mod delayed;
mod delays;
pub mod laws;
pub mod log;
pub mod midnights;
pub mod outcome;
mod recorder;
pub mod replication;
mod seen;
mod simulator;
mod tally;
mod tracker;

pub use outcome::Outcome;
pub use recorder::Recorder;
pub use replication::{DailyMeasure, Place, Replication};
pub use simulator::{Begun, Halt, Simulator, checked};
