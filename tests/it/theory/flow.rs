//! Conservation of flow: what comes into each place goes on from it, so the flows solve the traffic
//! equations, and with exponential times each place is as if it stood alone (J. R. Jackson, Networks of
//! waiting lines, Operations Research 5, 1957). People come back to hospital from a service, and some
//! go on to another.

use wardflow::measures::{DailyMeasure, Place};

use super::erlang::Mmc;
use super::study::{LEVEL, Study, WAIT, agrees};

const NEW: f64 = 18.0;
const TO_CARE: f64 = 0.6;
const BACK: f64 = 0.25;
const ONWARD: f64 = 0.2;
const DAYS: u32 = 1460;

#[test]
pub fn flows_solve_the_traffic_equations_and_each_place_is_as_if_alone() {
    // λ beds = new + back × λ care; λ care = share × λ beds; λ homes = onward × λ care.
    let beds = NEW / (1.0 - TO_CARE * BACK);
    let (care, homes) = (TO_CARE * beds, ONWARD * TO_CARE * beds);
    let scenario = format!(
        r#"{{ "name": "network", "calendar": {{ "start": "2024-01-01", "days": {DAYS}, "warm_up": "30d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {NEW} }},
                                          "stay": {{ "exponential": {{ "mean": "0.12d" }} }},
                                          "needs": {{ "p0": {}, "p1": {TO_CARE} }} }} }},
              "hospital": {{ "beds": 4 }},
              "pathways": {{ "p1": {{ "services": ["care"] }} }},
              "services": {{
                  "care": {{ "places": "unlimited", "stay": {{ "exponential": {{ "mean": "0.3d" }} }},
                             "exits": {{ "independent": {}, "hospital": {BACK}, "care_home": {ONWARD} }} }},
                  "homes": {{ "places": "unlimited", "stay": {{ "exponential": {{ "mean": "0.5d" }} }} }} }},
              "onward": {{ "care_home": {{ "service": "homes" }} }} }}"#,
        1.0 - TO_CARE,
        1.0 - BACK - ONWARD
    );
    let seen = Study::of(&scenario, 48);
    let a_day = |all: Vec<f64>| -> Vec<f64> { all.iter().map(|n| n / f64::from(DAYS)).collect() };
    agrees("admissions a day", &a_day(seen.system("admissions")), beds, LEVEL);
    agrees("discharges a day", &a_day(seen.system("discharges")), beds, LEVEL);
    agrees("starts in care a day", &a_day(seen.service("care", "starts")), care, LEVEL);
    agrees("starts in homes a day", &a_day(seen.service("homes", "starts")), homes, LEVEL);
    for (pathway, flow) in [("p0", (1.0 - TO_CARE) * beds), ("p1", care)] {
        agrees(
            &format!("discharges a day on {pathway}"),
            &a_day(seen.pathway(pathway, "discharges")),
            flow,
            LEVEL,
        );
    }

    let q = Mmc { arrivals_per_day: beds, service_days: 0.12, servers: 4 };
    agrees("acute_occupancy", &seen.system("acute_occupancy"), q.utilisation(), LEVEL);
    agrees("people queueing for a bed", &seen.daily_mean(DailyMeasure::BedQueue), q.queue(), WAIT);
    agrees("bed_wait_hours_mean", &seen.system("bed_wait_hours_mean"), 24.0 * q.wait_days(), WAIT);
    for (service, people) in [("care", 0.3 * care), ("homes", 0.5 * homes)] {
        agrees(&format!("people in {service}"), &seen.service(service, "people_mean"), people, LEVEL);
        let shares = seen.shares(Place::Service(seen.service_index(service)));
        let spread: Vec<f64> = shares
            .iter()
            .map(|s| s.iter().enumerate().map(|(n, p)| (n as f64 - people).powi(2) * p).sum())
            .collect();
        agrees(&format!("variance in {service}, as of Poisson"), &spread, people, LEVEL);
    }
}
