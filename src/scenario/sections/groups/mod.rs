//! Who comes: groups of people who arrive alike.

pub mod arrivals;
pub mod day_file;
pub mod month_file;
pub mod plan;
pub mod tell;
mod whole;
pub mod words;
