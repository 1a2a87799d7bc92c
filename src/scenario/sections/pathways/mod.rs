//! Ways out of hospital.

pub mod acceptance;
pub mod gives_way;
pub mod plan;
pub mod tell;
pub mod words;
