//! Unit costs of the hospital, in a plan, and how they are checked.

use super::words;
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
    /// All programmes.
    pub programmes: Programme,
}

/// What a programme costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Programme {
    /// Pounds a day.
    pub per_day: f64,
    /// Pounds once.
    pub once: f64,
}

impl Programme {
    /// Of what is typed.
    pub(crate) fn of(typed: &words::Programme) -> Self {
        const DAYS_OF_A_YEAR: f64 = 365.25;
        Self { per_day: pounds(typed.cost_per_year) / DAYS_OF_A_YEAR, once: pounds(typed.set_up_cost) }
    }

    /// What so many days of it cost.
    pub fn pounds(self, days: f64) -> f64 {
        self.per_day * days + self.once
    }
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
        programmes: programmes(setup, typed, found),
    }
}

/// All programmes together.
fn programmes(setup: Setup<'_>, typed: &words::Costs, found: &mut Found) -> Programme {
    let mut all = Programme::default();
    for (key, programme) in typed.programmes.iter().flatten() {
        let path = Path::of("costs").key("programmes").key(key);
        if !setup.has(&path.key("cost_per_year")) && !setup.has(&path.key("set_up_cost")) {
            let fault = setup.fault(&path, "it is not said what it costs");
            found.fault(fault.expected("\"cost_per_year\" or \"set_up_cost\", 0 where it costs nothing"));
        }
        for (i, covered) in programme.covers.iter().flatten().enumerate() {
            if !setup.has(&Path::of(covered)) {
                let fault =
                    setup.fault(&path.key("covers").index(i), format!("there is nothing at {covered}"));
                found.fault(fault.expected("the dotted path of something in the scenario, as in hub.staff"));
            }
        }
        let one = Programme::of(programme);
        all = Programme { per_day: all.per_day + one.per_day, once: all.once + one.once };
    }
    all
}
