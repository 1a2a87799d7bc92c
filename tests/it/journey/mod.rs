//! The whole journey, rule by rule: small cases counted by hand, queueing theory, and what each
//! feedback does. Knows the simulator from outside only. Read `seen` for what is watched here beside
//! `crate::support`.

mod deconditioning;
mod elective;
mod escalation;
mod exits;
mod feedback;
mod hazards;
pub mod kept;
pub mod pressure;
mod returning;
mod seen;
pub mod theory;
mod turnaround;
