//! The small parsers, through the one door they have: any text as a length of time, a date, hours, a
//! day's name, a percentile's name, a priority, a path of a source. The first line chooses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

fn scenario(which: usize, text: &str) -> Value {
    let mut all = json!({
        "name": "texts",
        "calendar": { "start": "2024-01-01", "days": 4 },
        "groups": { "all": { "arrivals": { "per_day": 2 }, "stay": { "fixed": "1d" }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "places": 3, "stay": { "fixed": "1d" } } },
        "steps": { "review": { "takes": { "fixed": "1h" } } }
    });
    let (care, group) = ("care", "all");
    match which % 14 {
        0 => all["groups"][group]["stay"] = json!({ "fixed": text }),
        1 => all["groups"][group]["stay"] = json!({ "lognormal": { "mean": text, "median": "1d" } }),
        2 => all["groups"][group]["stay"] = json!({ "lognormal": { "p10": "1h", text: "3d" } }),
        3 => all["calendar"]["start"] = json!(text),
        4 => all["calendar"]["bank_holidays"] = json!([text]),
        5 => all["calendar"]["warm_up"] = json!(text),
        6 => all["services"][care]["admits"] = json!(text),
        7 => all["services"][care]["admits"] = json!({ text: "08:00-18:00" }),
        8 => all["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": [text] } } }),
        9 => all["steps"]["review"]["staff"] = json!({ text: 2, "hours": "08:00-18:00" }),
        10 => all["provenance"] = json!({ text: { "kind": "assumed" } }),
        11 => all["services"][care]["priority"] = json!(text),
        12 => {
            all["groups"][group] =
                json!({ "kind": "elective", "elective": { "gives_up_at": text, "rebooked_after": "2d" } });
        }
        _ => all["services"][text] = json!({ "places": 1, "stay": { "fixed": "1d" } }),
    }
    all
}

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(which) = text.bytes().next() else { return };
    if let Some(rest) = text.get(1..) {
        let text = scenario(usize::from(which), rest).to_string();
        super::try_out(BTreeMap::from([("scenario.json".to_owned(), text)]), "scenario.json", &[]);
    }
}
