//! What was imported, as a page and as files: series, months, observed figures, profiles, stays, shares, a census
//! and what was left out. Computes nothing about a hospital; `sources` has read and judged the files.

mod files;
mod page;
mod waiting;

pub use files::{FILES, daily_table, files, summary};
pub use page::page;
