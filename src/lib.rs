//! Hospital discharge flow: who waits in a hospital bed without needing it, for what, how long,
//! and what would change it.
//!
//! Data flows one way, and a module imports only from its left:
//!
//! ```text
//!  base ─► scenario ─► model ─► measures ─► experiment ─► report ─► cli ─► main
//!               engine ─┘
//! ```
//!
//! - [`base`]: quantities, calendar, timetables, distributions, keyed luck, statistics;
//! - [`scenario`]: the file as a person types it, its faults, the checked plan;
//! - [`engine`]: agenda, pool and line; knows no word of hospitals;
//! - [`model`]: what happens to a patient;
//! - [`measures`]: how each outcome is counted;
//! - [`experiment`]: replications and what they estimate;
//! - [`report`]: tables, charts and files;
//! - [`cli`]: the commands.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare approximately"))]

pub mod base;
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod measures;
pub mod model;
pub mod report;
pub mod scenario;
