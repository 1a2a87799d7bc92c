//! The hospital of a plan: beds, rounds, hours and what they cost. `plan` says where it belongs.

use crate::base::{Limit, Span, Time, Timetable};

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
    /// How long a bed is neither free nor in use after somebody has left it.
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

/// Unit costs of the hospital, in pounds a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// An acute bed-day.
    pub acute_bed_day: f64,
    /// A bed-day in an escalation bed.
    pub escalation_bed_day: f64,
    /// A core acute bed that is open for a day, in use or not.
    pub open_acute_bed_day: f64,
}

impl Costs {
    /// What open beds add to the cost of bed-days in use: nothing where those have a price, which pays for
    /// the same staff and building.
    pub fn open_beds_beside(&self, open: f64) -> f64 {
        if self.acute_bed_day > 0.0 { 0.0 } else { open }
    }
}
