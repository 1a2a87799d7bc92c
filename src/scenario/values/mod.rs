//! What the words of a file are made of: tables of words with their readers, and a type for each quantity.
//!
//! Decoding goes on after a fault, so that one look shows all of them. A value that is faulty reads
//! as left out. Knows what a value may look like, not what it means beside others.

pub mod amount;
pub mod definitions;
pub mod distribution;
pub mod duration;
pub mod families;
pub mod hours;
pub mod lists;
pub mod quantities;
pub mod roster;
pub mod table;
pub mod week;
