//! Quantities, calendar, timetables, distributions, keyed luck and statistics.
//!
//! Knows nothing else of ours. Read `time` and `timetable` first: one is the clock, the other is
//! the one mechanism for everything that changes on a calendar (amounts, hours, rosters, rounds).

pub mod anytime;
pub mod calendar;
pub mod distribution;
pub mod indexed;
pub mod limit;
pub mod luck;
pub mod margins;
pub mod matrix;
pub mod near;
pub mod opinion;
pub mod plain;
pub mod ratio;
pub mod special;
pub mod standard;
pub mod statistics;
pub mod time;
pub mod timetable;
pub mod visible;
pub mod working_time;

pub use calendar::Calendar;
pub use distribution::Distribution;
pub use indexed::{Indexed, Position};
pub use limit::Limit;
pub use luck::{Luck, NameHash};
pub use time::{Span, Time};
pub use timetable::Timetable;
pub use working_time::WorkingTime;
