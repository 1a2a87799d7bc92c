//! Tests of the whole: one binary, so that everything is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]
#![allow(clippy::disallowed_methods, reason = "tests compare approximately")]

mod ahead;
mod bounds;
mod calibrate;
mod capacity;
mod chance;
mod charts;
mod commands;
mod compare;
mod compare_all;
#[cfg(unix)]
mod devices;
mod documents;
mod elicited;
mod every_command;
mod exact;
mod fairness;
mod family;
mod faults;
mod fitted_worlds;
mod foreign;
mod funds;
mod fuzz;
mod help;
mod hostile;
mod import;
mod inputs;
mod interrupted;
mod interrupts;
mod journey;
mod kept;
mod laws;
mod levers;
mod licences;
mod memory;
mod modules;
mod new;
mod overlays;
mod pages;
mod paired;
mod pictures;
mod place;
mod planning;
mod properties;
mod random;
mod reference;
mod resumed;
mod same_bytes;
mod same_people;
mod schema;
mod sensitivity;
mod simultaneous;
mod staffing;
mod stands;
mod statistics;
mod support;
mod table;
mod theory;
mod trace;
mod triggers;
mod validation;
mod warm_up;
mod worlds;
