//! What follows on the exits of services.

pub mod plan;
pub mod tell;
pub mod words;
