//! Chance as asked: each distribution, the counts and times of arrivals, the intervals of estimates,
//! and the keyed generator below them all, at fixed seeds.
//!
//! A test gives the chance to see so much or more by accident. It passes where that is at least as
//! great as that of three standard errors (0.27%), shared among all that a test looks at. Read
//! `tools` next.

mod arrivals;
mod coverage;
mod independence;
mod keys;
mod people;
mod repeated;
mod samplers;
mod tools;
