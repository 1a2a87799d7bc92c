//! The days of the run.

pub mod build;
pub mod tell;
pub mod words;
