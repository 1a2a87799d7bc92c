//! Who is there at the start of the run.

pub mod build;
pub mod census;
pub mod census_odd;
pub mod counts;
pub mod plan;
pub mod rows;
pub mod tell;
pub mod waiting;
pub mod words;
