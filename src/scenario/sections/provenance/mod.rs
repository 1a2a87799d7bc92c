//! Where figures come from.

pub mod build;
pub mod changed;
pub mod elicited;
pub mod judgement;
pub mod ledger;
pub mod words;
