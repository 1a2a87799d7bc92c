//! Unit costs of the hospital, in a plan. `plan` says where they belong.

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
