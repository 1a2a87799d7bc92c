//! Replications of a plan, in parallel and in a fixed order, and what they estimate.
//!
//! Knows neither file formats nor terminals: progress goes through a port. Read `replicate` first,
//! then `findings`; `compare` sets options beside a baseline,
//! `precision` says how many replications are enough, `warm_up` how long a run remembers its start.

pub mod address;
pub mod causes;
pub mod compare;
pub mod estimate;
pub mod exchange;
pub mod findings;
pub mod grouped;
pub mod kept;
pub mod lead;
pub mod levers;
pub mod library;
pub mod money;
pub mod observed;
pub mod optimise;
pub mod points;
pub mod precision;
pub mod replicate;
pub mod sensitivity;
pub mod series;
pub mod sweep;
#[cfg(test)]
pub(crate) mod testing;
pub mod unpriced;
pub mod vary;
pub mod warm_up;

pub use estimate::Estimate;
pub use findings::{Band, Findings};
pub use replicate::{Progress, Replications, Silent, replicate};
