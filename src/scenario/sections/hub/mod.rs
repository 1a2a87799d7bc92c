//! The hub that decides pathways.

pub mod build;
pub mod plan;
pub mod tell;
pub mod words;
