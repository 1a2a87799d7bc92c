//! The engine: an agenda with its clock, a pool with its limits, a ledger of days ahead, a waiting line,
//! a crew at work.
//!
//! Generic: it would serve a bakery. Knows nothing of patients, hospitals or pathways; what happens
//! at an event is told in `model`. Read `agenda` first.

pub mod agenda;
pub mod crew;
pub mod ledger;
pub mod line;
pub mod pool;

pub use agenda::Agenda;
pub use crew::Crew;
pub use ledger::Ledger;
pub use line::Line;
pub use pool::Pool;
