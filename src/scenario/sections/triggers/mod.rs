//! Capacity that opens on a condition.

pub mod plan;
pub mod tell;
pub mod words;
