//! What trusts and NHS England publish, read as it comes: daily returns, months, extracts, lists of today.
//!
//! Knows nothing of scenarios. Read `daily` first: from a path to a series of days with what was left out and
//! why. `sheet` is a file as cells, `table` finds the heading, `role` what headings mean, `clean` the rules by
//! which days are left out; `docs/import.md` states them all.

#![allow(clippy::cast_possible_wrap, reason = "days, weeks and rows are few")]

pub mod cells;
pub mod clean;
pub mod daily;
pub mod dates;
pub mod decode;
pub mod extract;
pub mod fault;
pub mod fit;
pub mod holidays;
pub mod import;
pub mod keys;
pub mod measured;
pub mod months;
pub mod observed;
pub mod organisation;
pub mod profile;
pub mod role;
pub mod series;
pub mod shares;
pub mod sheet;
pub mod table;
pub mod waiting;

pub use daily::Daily;
pub use fault::{Fault, Note};
