//! Unit costs: of the hospital and of services.

use super::Setup;
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::plan::{Costs, ServiceCost};
use crate::scenario::typed::{self, Amount, Pounds};

fn pounds(typed: Option<Pounds>) -> f64 {
    typed.map_or(0.0, |pounds| pounds.0)
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

/// What a service costs.
pub fn service(path: &Path, typed: &typed::Service, found: &mut Found) -> ServiceCost {
    if typed.cost_per_place.is_some() && typed.places.as_ref().is_none_or(Amount::is_unlimited) {
        found.warn("W12", &path.key("cost_per_place"), "the places are unlimited, so this does nothing");
    }
    ServiceCost {
        per_person_day: pounds(typed.cost_per_day),
        per_place_day: pounds(typed.cost_per_place),
        set_up: pounds(typed.set_up_cost),
    }
}
