//! What is varied and has no price: more of it looks free and is not.

use crate::scenario::Scenario;

/// Whether nothing in the scenario says what more of this costs.
pub fn is_unpriced(scenario: &Scenario, path: &str) -> bool {
    let (plan, names) = (&scenario.plan, &scenario.names);
    let parts: Vec<&str> = path.split('.').collect();
    let index =
        |named: &[crate::scenario::names::Named], key: &str| named.iter().position(|name| name.key == key);
    match parts.as_slice() {
        // A price by itself.
        ["costs", ..]
        | [.., "cost_per_day" | "cost_per_place" | "cost_per_hour" | "set_up_cost" | "open_acute_bed_day"] => {
            false
        }
        ["hospital", "beds", ..] => plan.costs.open_acute_bed_day <= 0.0,
        ["hub", "staff", ..] => plan.hub.work.cost_per_hour <= 0.0,
        ["steps", key, "staff", ..] => {
            index(&names.steps, key).is_none_or(|s| plan.steps[s].work.cost_per_hour <= 0.0)
        }
        ["services", key, "places" | "starts_per_week" | "hours_per_week" | "visits_per_day", ..] => {
            index(&names.services, key).is_none_or(|s| plan.services[s].cost.is_none())
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_beds_and_services_are_priced_only_where_the_scenario_says_what_they_cost() {
        let text = r#"{
          "name": "Ward", "calendar": { "start": "2025-01-06", "days": 7 },
          "groups": { "all": { "arrivals": { "per_day": 3 }, "needs": { "p2": 1 } } },
          "hospital": { "beds": 20 }, "costs": { "acute_bed_day": 400 },
          "hub": { "sees": ["p2"], "staff": 2, "assessment": { "fixed": "1h" }, "cost_per_hour": 20 },
          "steps": { "papers": { "staff": 4, "takes": { "fixed": "1h" } } },
          "pathways": { "p2": { "services": ["beds", "visits"] } },
          "services": { "beds": { "places": 5, "stay": { "fixed": "6d" } },
                        "visits": { "places": 9, "stay": { "fixed": "6d" }, "cost_per_place": 60 } }
        }"#;
        let scenario = Scenario::from_json(text).expect("a scenario");
        for (path, unpriced) in [
            ("hospital.beds", true),
            ("hub.staff", false),
            ("steps.papers.staff", true),
            ("services.beds.places", true),
            ("services.visits.places", false),
            ("services.visits.cost_per_place", false),
            ("costs.acute_bed_day", false),
            ("hub.assessment.fixed", true),
        ] {
            assert_eq!(is_unpriced(&scenario, path), unpriced, "{path}");
        }
    }
}
