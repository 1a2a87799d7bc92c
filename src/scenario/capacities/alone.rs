//! For tests: a town where one capacity of a service is the only one that limits it.

use std::collections::BTreeMap;

use super::OfService;
use crate::scenario::Scenario;
use crate::scenario::text::files::Memory;
use crate::scenario::text::setting::Setting;

/// Three people a day need a service in which they stay for nine days, and which only this limits.
pub fn town(kind: OfService, settings: &[Setting]) -> Scenario {
    let limit = match kind {
        OfService::Places => r#""places": 20"#,
        OfService::StartsPerWeek => r#""starts_per_week": 6"#,
        OfService::HoursPerWeek => r#""hours_per_week": 90, "care": { "first": 9 }"#,
        OfService::VisitsPerDay => r#""visits_per_day": 20, "care": { "first": 1 }"#,
    };
    let text = format!(
        r#"{{ "name": "Town", "calendar": {{ "start": "2025-01-06", "days": 28 }},
             "groups": {{ "all": {{ "arrivals": {{ "per_day": 3 }}, "enters": "ready", "needs": {{ "p1": 1 }} }} }},
             "pathways": {{ "p1": {{ "services": ["team"] }} }},
             "services": {{ "team": {{ {limit}, "stay": {{ "fixed": "9d" }} }} }} }}"#
    );
    let files = Memory(BTreeMap::from([("town.json".to_owned(), text)]));
    Scenario::load(&files, "town.json", settings).unwrap_or_else(|faults| panic!("{faults}"))
}
