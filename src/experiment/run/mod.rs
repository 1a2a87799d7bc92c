//! Replications and what they estimate: `replicate` runs them in parallel and in a fixed order, `kept` keeps
//! them, `points` runs several scenarios, `together` those that share a beginning, `precision` says how many are enough; `estimate`, `difference` and
//! `lead` say what they tell, `doubt` how much of what is unsure is luck, `findings`, `grouped`, `series` and `observed` of what.

pub mod address;
pub mod difference;
pub mod doubt;
pub mod estimate;
pub mod family;
pub mod findings;
pub mod grouped;
pub mod kept;
pub mod lead;
pub mod observed;
pub mod points;
pub mod precision;
pub mod replicate;
pub mod series;
#[cfg(test)]
pub(crate) mod testing;
mod together;

pub use estimate::Estimate;
pub use findings::{Band, Findings};
pub use replicate::{Progress, Replications, Silent, replicate};
