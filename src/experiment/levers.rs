//! What could be added to: every capacity of a scenario that is limited. The marginal value of each is
//! what one more of it changes.

use serde_json::Value;

use crate::scenario::{Scenario, Setting};

/// A capacity that could be added to.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Its dotted key.
    pub path: String,
    /// How much more of it stands for one.
    pub amount: f64,
}

impl Lever {
    /// One more of it, over the whole timetable or roster.
    pub fn one_more(&self) -> Setting {
        Setting::add(&self.path, self.amount)
    }
}

/// Ten hours a week are about one more person's care.
const HOURS: f64 = 10.0;

/// Every limited capacity: acute beds, people on duty and pieces of work a day in the hub and for steps,
/// and of services places, starts a week, hours a week and visits a day.
pub fn levers(scenario: &Scenario) -> Vec<Lever> {
    let mut all = Vec::new();
    let root = &scenario.resolved;
    let mut add = |path: String, amount: f64, at: &Value| {
        let limited = match at {
            Value::Number(_) => true,
            // A timetable or a roster.
            Value::Object(_) => at.get("base").is_none_or(Value::is_number),
            _ => false,
        };
        if limited {
            all.push(Lever { path, amount });
        }
    };
    add("hospital.beds".to_owned(), 1.0, &root["hospital"]["beds"]);
    for key in ["staff", "per_day"] {
        add(format!("hub.{key}"), 1.0, &root["hub"][key]);
    }
    for name in &scenario.names.steps {
        for key in ["staff", "per_day"] {
            add(format!("steps.{}.{key}", name.key), 1.0, &root["steps"][&name.key][key]);
        }
    }
    for name in &scenario.names.services {
        for (key, amount) in
            [("places", 1.0), ("starts_per_week", 1.0), ("hours_per_week", HOURS), ("visits_per_day", 1.0)]
        {
            add(format!("services.{}.{key}", name.key), amount, &root["services"][&name.key][key]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limited_capacity_is_a_lever_and_an_unlimited_one_is_none() {
        let text = r#"{
          "name": "Ward", "calendar": { "start": "2025-01-06", "days": 7 },
          "groups": { "all": { "arrivals": { "per_day": 3 }, "needs": { "p2": 1 } } },
          "hospital": { "beds": { "base": 20, "changes": [{ "from": "start", "to": 25 }] } },
          "hub": { "sees": ["p2"], "staff": { "mon-fri": 2, "hours": "09:00-17:00" }, "assessment": { "fixed": "1h" } },
          "steps": { "papers": { "per_day": 4, "takes": { "fixed": "1h" } }, "drugs": { "takes": { "fixed": "1h" } } },
          "pathways": { "p2": { "services": ["beds", "visits"] } },
          "services": { "beds": { "places": "unlimited", "starts_per_week": 7, "stay": { "fixed": "6d" } },
                        "visits": { "hours_per_week": 90, "care": { "first": 9 }, "stay": { "fixed": "6d" } } }
        }"#;
        let scenario = Scenario::from_json(text).expect("a scenario");
        let found: Vec<(String, f64)> = levers(&scenario).into_iter().map(|l| (l.path, l.amount)).collect();
        let expected = [
            ("hospital.beds", 1.0),
            ("hub.staff", 1.0),
            ("steps.papers.per_day", 1.0),
            ("services.beds.starts_per_week", 1.0),
            ("services.visits.hours_per_week", 10.0),
        ];
        assert_eq!(found, expected.map(|(path, amount)| (path.to_owned(), amount)));
    }
}
