//! Dated effects, and events that happen by chance.

pub mod build;
pub mod effects;
pub mod random;
pub mod scope;
pub mod tell;
pub mod words;
