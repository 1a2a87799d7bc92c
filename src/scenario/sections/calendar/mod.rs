//! The days of the run.

pub mod plan;
pub mod tell;
pub mod words;
