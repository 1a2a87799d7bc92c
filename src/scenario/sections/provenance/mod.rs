//! Where figures come from.

pub mod build;
pub mod changed;
pub mod ledger;
pub mod words;
