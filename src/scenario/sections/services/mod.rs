//! Services: places that people leave for.

pub mod care;
pub mod plan;
pub mod priority;
pub mod starts;
pub mod tell;
pub mod words;
