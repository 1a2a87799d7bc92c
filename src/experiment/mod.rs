//! Replications of a plan, in parallel and in a fixed order, and what they estimate.
//!
//! Knows neither file formats nor terminals: progress goes through a port. `run` holds what every study
//! needs, and no study; `price` counts the money of a difference, `settings` say what could be changed. Each
//! of the others is a study: `compare` sets options beside a baseline, `sweep` runs many points, `warm_up`
//! says how long a run remembers its start. `baseline` makes a scenario from published figures and runs nothing; `spc`
//! says of what was reported whether it has changed.

pub mod backcast;
pub mod baseline;
pub mod calibrate;
pub mod causes;
pub mod compare;
pub mod dashboard;
pub mod decide;
pub mod exchange;
pub mod forecast;
pub mod learn;
pub mod library;
pub mod optimise;
pub mod price;
pub mod run;
pub mod sensitivity;
pub mod settings;
pub mod spc;
pub mod stands;
pub mod sweep;
pub mod warm_up;
pub mod worlds;

pub use price::{money, unpriced};
#[cfg(test)]
pub(crate) use run::testing;
pub use run::{Band, Estimate, Findings, Progress, Replications, Silent};
pub use run::{
    address, estimate, family, findings, grouped, kept, lead, observed, points, precision, replicate, series,
};
pub use settings::{levers, vary};
