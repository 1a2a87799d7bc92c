//! The integration tests: one program, a module for each kind of truth.

mod theory;
