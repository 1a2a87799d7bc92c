//! Hospital discharge flow: who waits in a hospital bed without needing it, for what, how long,
//! and what would change it.
//!
//! A [`Scenario`] is a file that says who comes, how long they stay and what they leave for. [`run`] simulates it
//! many times; [`compare`] does the same for a baseline and options on the same people. Every outcome is an
//! [`Estimate`] with its uncertainty, and is named by [`System`], [`Leavers`], [`PerService`], [`PerRule`],
//! [`PerDiversion`], [`PerFund`] or [`PerStep`].
//!
//! ```
//! use wardflow::{Replications, Scenario, Setting, System, compare, run};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A baseline comes with the library; `Scenario::open` reads a file of your own.
//! let days = [Setting::parse("calendar.days=14")?, Setting::parse("calendar.warm_up=28d")?];
//! let today = Scenario::baseline(&days)?;
//! let found = run(&today, Replications::new(4))?;
//! let bed_days = found.system(System::NctrBedDays);
//! println!("{:.0} bed-days with no criteria to reside, 95% {:.0?}", bed_days.mean.unwrap(), bed_days.precision95.unwrap());
//!
//! // An option is another scenario: here the same one with ten more acute beds.
//! let settings = [&days[..], &[Setting::parse("hospital.beds+=10")?]].concat();
//! let more = Scenario::baseline(&settings)?;
//! let change = compare(&today, &[&more], Replications::new(4))?.change(0, System::NctrBedDays).unwrap();
//! println!("ten more beds: {:+.0} bed-days, 95% {:.0?}", change.mean, change.precision95.unwrap());
//! # Ok(())
//! # }
//! ```
//!
//! The same seed gives the same numbers on every machine and any number of threads. What a scenario may say is
//! in `docs/scenario.md`, what each outcome counts in `docs/model.md`, and how far both can be trusted in
//! `docs/validation.md`. `examples/` holds a program for each of the steps above.
//!
//! The modules behind this page are for the program `wardflow` and its tests; they are left out of these pages,
//! and change without notice. `ARCHITECTURE.md` leads through them.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare approximately"))]

#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod experiment;
#[doc(hidden)]
pub mod measures;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod sources;

pub use experiment::compare::Difference;
pub use experiment::library::{Compared, NotRun, Results, compare, run};
pub use experiment::{Estimate, Replications};
pub use measures::outcome::{
    Better, Key, Leavers, Outcome, PerDiversion, PerFund, PerRule, PerService, PerStep, System,
};
pub use scenario::{Fault, Faults, Scenario, Setting, Warning};
