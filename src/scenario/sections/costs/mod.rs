//! Unit costs of the hospital.

pub mod plan;
pub mod tell;
pub mod words;
