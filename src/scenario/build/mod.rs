//! What sections are built with: the days, the names, amounts over time, hours and work. Each section has its
//! own `build`, which uses these.

pub mod amounts;
pub mod diversions;
pub mod hours;
pub mod index;
pub mod kept;
pub mod profile;
pub mod setup;
pub mod week;
pub mod work;
