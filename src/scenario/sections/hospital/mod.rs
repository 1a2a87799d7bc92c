//! The hospital: beds, board rounds, hours, and what waiting does.

pub mod daily_return;
pub mod plan;
pub mod tell;
pub mod words;
