//! Ways out of hospital.

pub mod build;
pub mod plan;
pub mod tell;
pub mod words;
