//! Whole scenarios: what loads, and what comes out of it.

use super::*;
use crate::base::Time;
use crate::base::distribution::Family;
use crate::scenario::plan::{Enters, UNLIMITED};

#[test]
fn the_reference_network_becomes_a_plan() {
    let scenario = Scenario::from_json(include_str!("../../scenarios/reference-d2a.json")).unwrap();
    let plan = &scenario.plan;
    assert_eq!((plan.calendar.warm_up_days(), plan.calendar.measured_days()), (60, 365));
    assert_eq!(plan.groups.len(), 1);
    let group = &plan.groups[0];
    assert!(!group.elective && group.enters == Enters::Admission);
    assert!(group.arrivals.per_day.len() == 425 && group.arrivals.per_day.iter().all(|&rate| rate == 55.0));
    assert_eq!(group.needs, [(0.75, 0), (0.91, 1), (1.0, 2)]);
    let Family::Lognormal { mu, sigma } = group.stay.family() else { panic!("{:?}", group.stay) };
    assert!((mu - 3f64.ln()).abs() < 1e-12 && (sigma - (2.0 * (5.5f64 / 3.0).ln()).sqrt()).abs() < 1e-12);
    assert_eq!(plan.hospital.beds.value_at(Time::START), 520);
    assert_eq!((plan.hub.sees.0, plan.hub.work.staff.value_at(Time::midnight(9))), (0b110, 12));
    assert_eq!(plan.hub.work.per_day.value_at(Time::START), UNLIMITED);
    let keys: Vec<&str> = scenario.names.services.iter().map(|n| n.key.as_str()).collect();
    assert_eq!(keys, ["beds", "home"]);
    assert_eq!(plan.pathways[1].services, [1]);
    assert!(plan.services[1].at_home && !plan.services[0].at_home);
    assert_eq!(scenario.fingerprint.len(), 64);
}
