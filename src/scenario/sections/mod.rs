//! The sections of a scenario file, a folder for each. In a folder, as far as the section has them:
//!
//! - `words`: the words of the section, with what they mean and their defaults;
//! - `plan`: what the model runs on, and how it is built of these words; every fault on the way is told;
//! - `tell`: the section in sentences.
//!
//! `file` holds the words of the file as a whole.

#![allow(clippy::format_push_string, reason = "sentences are put together; writing to a text cannot fail")]

pub mod calendar;
pub mod costs;
pub mod events;
pub mod file;
pub mod funds;
pub mod groups;
pub mod hospital;
pub mod hub;
pub mod initial;
pub mod onward;
pub mod pathways;
pub mod provenance;
pub mod services;
pub mod steps;
#[cfg(test)]
mod tests;
pub mod triggers;
