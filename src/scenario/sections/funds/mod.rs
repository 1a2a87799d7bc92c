//! Funds: money for a year, and what it pays for.

pub mod plan;
pub mod tell;
pub mod words;
