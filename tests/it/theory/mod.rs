//! The simulator against queueing theory: cases with an exact answer, at a fixed seed.
//!
//! An estimate must lie within three standard errors of the exact value, and its standard error must
//! be small, so that a test cannot pass by being vague. Knows the simulator from outside only.
//! Every test prints what it saw: `cargo test theory -- --nocapture`. Read `study` next.

mod arrivals;
mod chain;
mod classes;
pub mod erlang;
mod flow;
mod general;
mod little;
mod occupancy;
mod rates;
mod seen;
mod shapes;
pub mod study;
mod tandem;
mod varying;
mod waiting;
