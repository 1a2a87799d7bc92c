//! The simulator against queueing theory: cases with an exact answer, at a fixed seed.
//!
//! An estimate must lie within three standard errors of the exact value, and its standard error must
//! be small, so that a test cannot pass by being vague. Knows the simulator from outside only.
//! Every test prints what it saw: `cargo test theory -- --nocapture`. Read `study` next.

pub mod arrivals;
pub mod chain;
pub mod classes;
pub mod diversions;
pub mod doubt;
pub mod erlang;
pub mod flow;
pub mod general;
pub mod little;
pub mod occupancy;
pub mod patience;
pub mod rates;
pub mod seen;
pub mod shapes;
pub mod study;
pub mod tandem;
pub mod varying;
pub mod waiting;
