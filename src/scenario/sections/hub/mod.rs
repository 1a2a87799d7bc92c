//! The hub that decides pathways.

pub mod plan;
pub mod tell;
pub mod words;
