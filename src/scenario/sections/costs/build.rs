//! Unit costs of the hospital.

use super::plan::Costs;
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::quantities::pounds;

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
