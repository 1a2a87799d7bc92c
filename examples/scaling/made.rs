//! Scenarios of any size, the same each time: a network from a ward to a country, more services, more groups,
//! more days, and lines that grow without end.

use serde_json::{Map, Value, json};
use wardflow::Scenario;

fn scenario(text: &Value) -> Scenario {
    Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The reference network with so many beds and all else in proportion, for so many measured days after 60 days
/// of warm-up; its people in so many groups that are alike, or in as many as hold them.
pub fn network(beds: u32, days: u32, groups: u32) -> Scenario {
    let times = f64::from(beds) / 520.0;
    // At most 700 come on a day in one group.
    let groups = groups.max((55.0 * times / 600.0).ceil() as u32);
    let whole = |x: f64| (x * times).round().max(1.0);
    let group = json!({
        "arrivals": { "per_day": 55.0 * times / f64::from(groups) },
        "stay": { "lognormal": { "mean": "5.5d", "median": "3d" } },
        "needs": { "p0": 0.75, "p1": 0.16, "p2": 0.09 }
    });
    let all: Map<String, Value> = (0..groups).map(|g| (format!("g{g}"), group.clone())).collect();
    scenario(&json!({
        "name": "Network", "calendar": { "start": "2024-01-01", "days": days, "warm_up": "60d" },
        "groups": all,
        "hospital": { "beds": beds },
        "hub": { "sees": ["p1", "p2"], "staff": whole(12.0), "assessment": { "exponential": { "mean": "0.5d" } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["home"] }, "p2": { "services": ["beds"] } },
        "services": {
            "home": { "places": whole(190.0), "stay": { "lognormal": { "mean": "21d", "median": "17d" } } },
            "beds": { "places": whole(120.0), "stay": { "lognormal": { "mean": "22d", "median": "18d" } } }
        }
    }))
}

/// As many people a day whatever the number of services, which they share in proportion; up to 50 pathways.
pub fn services(number: usize) -> Scenario {
    let pathways = number.min(50);
    let on =
        |p: usize| -> Vec<String> { (p..number).step_by(pathways).map(|s| format!("s{s:04}")).collect() };
    let needs: Map<String, Value> =
        (0..pathways).map(|p| (format!("p{p}"), json!(1.0 / pathways as f64))).collect();
    let ways: Map<String, Value> =
        (0..pathways).map(|p| (format!("p{p}"), json!({ "services": on(p) }))).collect();
    let places = (2_000 / number).max(1) + 1;
    let service = json!({ "places": places, "stay": { "exponential": { "mean": "6d" } } });
    let all: Map<String, Value> = (0..number).map(|s| (format!("s{s:04}"), service.clone())).collect();
    scenario(&json!({
        "name": "Services", "calendar": { "start": "2025-01-06", "days": 90, "warm_up": "30d" },
        "groups": { "all": { "arrivals": { "per_day": 300 }, "enters": "ready", "needs": needs } },
        "pathways": ways, "services": all
    }))
}

/// What lines are made of: the name, and the service before which it grows.
pub fn lines() -> Vec<(&'static str, Value)> {
    let stay = json!({ "lognormal": { "mean": "16d", "sigma": 0.8 } });
    let mut all = vec![
        ("first come, first served", json!({ "places": 200 })),
        ("hours that must fit", json!({ "hours_per_week": 2000, "care": { "first": 14, "last": 5 } })),
        (
            "whole plans that must fit",
            json!({ "visits_per_day": 400, "care": { "first": 3, "last": 1, "rule": "whole_plan_fits" } }),
        ),
        ("hospital before bridged", json!({ "places": 200, "priority": "hospital_before_bridged" })),
        ("ageing", json!({ "places": 200, "priority": { "ageing": 0.5 } })),
        ("a trait first", json!({ "places": 200, "priority": { "trait_first": "frail" } })),
    ];
    for (_, service) in &mut all {
        service["stay"] = stay.clone();
    }
    all
}

/// A line before one service that grows by some 20 people a day, for so many days.
pub fn growing(service: &Value, days: u32) -> Scenario {
    scenario(&json!({
        "name": "Growing",
        "calendar": { "start": "2024-01-01", "days": days },
        "groups": { "all": { "arrivals": { "per_day": 30 }, "stay": { "exponential": { "mean": "3d" } },
                             "needs": { "p1": 1 }, "traits": { "frail": 0.3 } },
                    "home": { "enters": "community", "arrivals": { "per_day": 5 }, "needs": { "p1": 1 } } },
        "steps": { "arrange": { "starts": "decision", "concerns": { "share": 0.5 },
                                "takes": { "exponential": { "mean": "20d" } } } },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": service }
    }))
}
