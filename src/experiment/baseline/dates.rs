//! What comes every year: bank holidays of England, and what a winter brings, from 2021 to 2027.

use serde_json::{Map, Value, json};

use super::sources::Sources;

/// Bank holidays in England from 2021 to 2027 (GOV.UK; the same rules to the end of 2027).
pub const BANK_HOLIDAYS: [&str; 59] = [
    "2021-01-01",
    "2021-04-02",
    "2021-04-05",
    "2021-05-03",
    "2021-05-31",
    "2021-08-30",
    "2021-12-27",
    "2021-12-28",
    "2022-01-03",
    "2022-04-15",
    "2022-04-18",
    "2022-05-02",
    "2022-06-02",
    "2022-06-03",
    "2022-08-29",
    "2022-09-19",
    "2022-12-26",
    "2022-12-27",
    "2023-01-02",
    "2023-04-07",
    "2023-04-10",
    "2023-05-01",
    "2023-05-08",
    "2023-05-29",
    "2023-08-28",
    "2023-12-25",
    "2023-12-26",
    "2024-01-01",
    "2024-03-29",
    "2024-04-01",
    "2024-05-06",
    "2024-05-27",
    "2024-08-26",
    "2024-12-25",
    "2024-12-26",
    "2025-01-01",
    "2025-04-18",
    "2025-04-21",
    "2025-05-05",
    "2025-05-26",
    "2025-08-25",
    "2025-12-25",
    "2025-12-26",
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-04",
    "2026-05-25",
    "2026-08-31",
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
    "2027-12-27",
    "2027-12-28",
];

/// The first and the last day of events that are always on.
pub const ALWAYS: [&str; 2] = ["2020-01-01", "2028-12-31"];

/// A winter's events: what each is called, its label, its effect, and its range.
const WINTER: [(&str, &str, &str, [f64; 2]); 4] = [
    ("discharge_push", "A push to discharge before Christmas", "step_factor", [0.25, 1.0]),
    ("holiday_starts", "Fewer starts over Christmas and New Year", "starts_factor", [0.4, 1.0]),
    ("influenza", "Influenza after Christmas", "uplift", [0.0, 0.35]),
    ("less_planned", "Less planned surgery over Christmas", "uplift", [-0.8, 0.0]),
];

/// The events of the winters from 2021/22 to 2026/27.
pub fn winters(steps: &[&str], services: &[&str], sources: &mut Sources) -> Map<String, Value> {
    let mut all = Map::new();
    for year in 2021..=2026 {
        for (key, label, effect, range) in WINTER {
            let next = year + 1;
            let label = format!("{label} {year}");
            let event = match key {
                "discharge_push" => json!({ "label": label, "steps": steps, "from": format!("{year}-12-11"),
                    "to": format!("{year}-12-24"), "step_factor": 0.6 }),
                "holiday_starts" => {
                    json!({ "label": label, "services": services, "from": format!("{year}-12-24"),
                    "to": format!("{next}-01-04"), "starts_factor": 0.6 })
                }
                "influenza" => json!({ "label": label, "groups": ["longer"], "from": format!("{year}-12-20"),
                    "peak": format!("{next}-01-03"), "to": format!("{next}-02-05"), "uplift": 0.15 }),
                _ => json!({ "label": label, "groups": ["planned"], "from": format!("{year}-12-18"),
                    "to": format!("{next}-01-03"), "uplift": -0.4 }),
            };
            let key = format!("{key}_{year}");
            sources.assumed(
                &format!("events.{key}"),
                "Dates and strength as of a usual winter in England; nothing of it is published for a trust",
            );
            sources.ranged(
                &format!("events.{key}.{effect}"),
                "As of a usual winter. Range assumed: from nothing to about twice as strong",
                json!(range),
            );
            all.insert(key, event);
        }
    }
    all
}
