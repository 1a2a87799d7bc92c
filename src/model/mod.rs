//! What happens to a patient, from the door to home.
//!
//! The story in the order of a stay: `arrivals` brings people to the door, `hospital` finds them a bed, `rounds` find
//! them ready, `hub` decides their pathway, `steps` (at a `desk` each, as the hub) are the work on the way out, `matching`
//! finds them a place, `bridging` takes them home while they wait, `giving_way` lets them take something else,
//! `diversions` lead them round an acute bed, `leaving` sees them out, `service` looks after them, `after` leads on from
//! there and back. `pressure` is what a full hospital does, `elective` cancels planned people, `waiting` is what the wait
//! does to people; `priority` says who comes first in a line, `triggers` which capacity opens on a condition, `kept` who
//! may use places that are kept for some people, `standstill` which services block each other.
//!
//! Care that is limited: `spell` is that of one stay, `care` and `whole_plans` say what must fit, `book` what is promised
//! of it and to whom, `left_ahead` what that leaves on the days to come.
//!
//! `initial`, `census` and `long_run` place who is there at the start, `booking` says why somebody waits. `journey` runs
//! one replication after another, `run` keeps the clock and the order of one instant; each place's state is private to
//! the file that tells what happens there (`hospital`, `rounds`, `desk`, `services`, `people`, `triggers`). `halted` keeps
//! all of a run at a midnight, to go on from there in another plan, and `ahead` how far it has looked beyond that.
//! `observer` is the port through which changes are told; how anything is counted is no concern of this module.

#![deny(clippy::wildcard_enum_match_arm)] // A new place or change is thought of everywhere.
#![allow(clippy::inline_always)] // What is told folds away only where it is told.

mod after;
mod ahead;
mod arrivals;
mod book;
mod booking;
mod bridging;
mod care;
mod census;
mod desk;
mod diversions;
mod elective;
mod event;
mod giving_way;
mod halted;
mod hospital;
mod hub;
mod initial;
mod journey;
mod kept;
mod leaving;
mod left_ahead;
mod long_run;
mod matching;
mod observer;
mod open_steps;
mod patient;
mod people;
mod pressure;
mod priority;
mod rounds;
mod run;
mod service;
mod services;
mod spell;
mod standstill;
mod steps;
mod triggers;
mod waiting;
mod whole_plans;

pub use journey::{Ended, Kept, Midway, Simulation};
pub use observer::{Both, Change, Count, Desk, Left, Observer};
pub use patient::{Patient, Whereabouts};
