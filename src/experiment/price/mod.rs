//! What differs between scenarios in money, and what of it has no price.

pub mod money;
pub mod unpriced;
