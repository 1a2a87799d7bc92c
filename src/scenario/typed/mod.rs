//! The file as a person types it: one table of words for each section, one type for each quantity.
//!
//! Decoding goes on after a fault, so that one look shows all of them. A value that is faulty reads
//! as left out. Knows what a value may look like, not what it means beside others: that is `check`.

pub mod amount;
pub mod capacity;
pub mod distribution;
pub mod duration;
pub mod families;
pub mod hours;
pub mod people;
pub mod places;
pub mod quantities;
pub mod table;

pub use amount::{Amount, Closed, Level, Moment, PerDay, Rise};
pub use capacity::*;
pub use distribution::Lengths;
pub use duration::{Duration, Unit};
pub use hours::{Hours, HoursText, Staff};
pub use people::*;
pub use places::*;
pub use quantities::*;
pub use table::{Decode, Vocabulary, Word};
