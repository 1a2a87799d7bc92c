//! Named work on the way out.

pub mod plan;
pub mod tell;
pub mod words;
