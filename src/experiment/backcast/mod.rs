//! wip
pub mod rules;
pub mod score;
