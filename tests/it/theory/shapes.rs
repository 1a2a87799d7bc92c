//! Insensitivity: where nobody waits, only the mean of a stay counts. With beds for everybody the
//! number there is Poisson (Palm 1943); with few beds and people who go away, losses are Erlang's
//! (Sevastyanov 1957). Every family of stays that can be typed.

use wardflow::measures::Place;

use super::erlang::Mmc;
use super::study::{LEVEL, Study, agrees_throughout};

/// Stays of six hours on average.
const STAYS: [&str; 12] = [
    r#"{ "fixed": "6h" }"#,
    r#"{ "exponential": { "mean": "6h" } }"#,
    r#"{ "lognormal": { "mean": "6h", "sigma": 1.1 } }"#,
    r#"{ "lognormal": { "mean": "6h", "median": "5h" } }"#,
    r#"{ "gamma": { "mean": "6h", "sd": "9h" } }"#,
    r#"{ "weibull": { "mean": "6h", "shape": 0.7 } }"#,
    r#"{ "erlang": { "mean": "6h", "shape": 3 } }"#,
    r#"{ "poisson": { "mean": "0.25d" } }"#,
    r#"{ "uniform": { "min": "1h", "max": "11h" } }"#,
    r#"{ "triangular": { "min": "0h", "mode": "3h", "max": "15h" } }"#,
    r#"{ "empirical": ["1h", "2h", "15h"] }"#,
    r#"{ "bands": [{ "share": 0.5, "from": "0h", "to": "4h" }, { "share": 0.5, "from": "4h", "to": "16h" }] }"#,
];

#[test]
pub fn people_in_unlimited_beds_are_poisson_for_every_family_of_stays() {
    const MEAN: f64 = 6.0;
    let (mut means, mut spreads) = (Vec::new(), Vec::new());
    for stay in STAYS {
        let seen = Study::of(
            &format!(
                r#"{{ "name": "beds for everybody", "calendar": {{ "start": "2024-01-01", "days": 730, "warm_up": "30d" }},
                      "groups": {{ "everyone": {{ "arrivals": {{ "per_day": 24 }}, "stay": {stay} }} }} }}"#
            ),
            24,
        );
        let shares = seen.shares(Place::Hospital);
        let moment = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
            shares.iter().map(|s| s.iter().enumerate().map(|(n, p)| of(n as f64) * p).sum()).collect()
        };
        means.push(moment(&|n| n));
        spreads.push(moment(&|n| (n - MEAN).powi(2)));
    }
    agrees_throughout("mean", &means, &[MEAN; STAYS.len()], LEVEL);
    agrees_throughout("variance", &spreads, &[MEAN; STAYS.len()], 0.015);
}

#[test]
pub fn losses_are_erlangs_for_every_family_of_stays() {
    let q = Mmc { arrivals_per_day: 12.0, service_days: 0.25, servers: 4 };
    let lost: Vec<Vec<f64>> = STAYS
        .iter()
        .map(|stay| {
            let seen = Study::of(
                &format!(
                    r#"{{ "name": "losses", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
                          "groups": {{ "planned": {{ "kind": "elective", "arrivals": {{ "per_day": 12 }},
                                                     "elective": {{ "gives_up_at": "arrival" }}, "stay": {stay} }} }},
                          "hospital": {{ "beds": 4 }} }}"#
                ),
                24,
            );
            let (lost, admitted) = (seen.system("electives_cancelled"), seen.system("admissions"));
            lost.iter().zip(admitted).map(|(lost, admitted)| lost / (lost + admitted)).collect()
        })
        .collect();
    agrees_throughout("share lost", &lost, &[q.blocking(); STAYS.len()], LEVEL);
}
