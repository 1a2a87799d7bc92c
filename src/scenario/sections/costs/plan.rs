//! Unit costs of the hospital, in a plan, and how they are checked.

use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::quantities::pounds;

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

/// What the hospital costs.
pub fn hospital(setup: Setup<'_>, found: &mut Found) -> Costs {
    let Some(typed) = &setup.file.costs else { return Costs::default() };
    let beds = setup.file.hospital.as_ref().and_then(|hospital| hospital.beds.as_ref());
    if typed.open_acute_bed_day.is_some() && beds.is_none_or(Amount::is_unlimited) {
        found.warn(
            "W12",
            &Path::of("costs.open_acute_bed_day"),
            "the acute beds are unlimited, so this does nothing",
        );
    }
    Costs {
        acute_bed_day: pounds(typed.acute_bed_day),
        escalation_bed_day: pounds(typed.escalation_bed_day),
        open_acute_bed_day: pounds(typed.open_acute_bed_day),
    }
}
