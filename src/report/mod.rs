//! report

pub mod charts;
