//! The hospital of a plan: beds, rounds, hours, and what waiting does. `plan` says where it belongs.

use crate::base::{Limit, Span, Time, Timetable};
use crate::scenario::plan::index::PathwayIndex;

/// The hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct Hospital {
    /// Acute beds.
    pub beds: Timetable<Limit>,
    /// When people are admitted: always, but for closures.
    pub admits: Timetable<bool>,
    /// Board rounds in the order of time; none: people are recorded as ready at once.
    pub rounds: Vec<BoardRound>,
    /// The standard deviation of the day's shift of the rounds' logit.
    pub round_spread: f64,
    /// When people may leave the ward.
    pub discharge_hours: Timetable<bool>,
    /// How long a bed is neither free nor in use after a patient has left it.
    pub turnaround: Span,
    /// Beds that open when the core beds are full.
    pub escalation: Escalation,
}

/// Beds that open, all at once, when the core beds are full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Escalation {
    /// How many; 0 for none.
    pub beds: u32,
    /// They open when more than this share of the core beds is in use.
    pub open_above: f64,
    /// They close when less than this share of the core beds is in use.
    pub close_below: f64,
}

/// A board round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoardRound {
    /// When.
    pub at: Time,
    /// The chance that it finds a waiting patient.
    pub reach: f64,
}

/// What waiting past ready does to people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deconditioning {
    /// The chance at each full day of needing one step more.
    pub step_up_per_day: f64,
    /// What each day adds to the factor on the later stay.
    pub stay_factor_per_day: f64,
    /// The pathway one step up, by pathway: itself where there is none.
    pub one_step_up: Vec<PathwayIndex>,
}
