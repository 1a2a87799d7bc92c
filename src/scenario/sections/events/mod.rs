//! Dated effects, events that happen by chance, and those that drift.

pub mod build;
pub mod drift;
pub mod effects;
pub mod random;
pub mod scope;
pub mod tell;
pub mod words;
