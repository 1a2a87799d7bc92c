//! Tests of the whole: one binary, so that everything is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod commands;
mod schema;
