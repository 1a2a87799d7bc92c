//! The text of a scenario and its reading: files, JSON, what a file extends, settings, and the faults that
//! are told of a place in it. Knows no word of the vocabulary.

pub mod alike;
pub mod csv_file;
pub mod document;
pub mod encoding;
pub mod fault;
pub mod files;
pub mod node;
pub mod parse;
pub mod part;
pub mod path;
pub mod setting;
