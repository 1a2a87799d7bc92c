//! Any bytes as a census. The first byte chooses whether they are taken as they are, or as text that a
//! spreadsheet saved in another encoding.

use super::csv::With;

const TOWN: &str = r#"{ "name": "town", "calendar": { "start": "2024-09-24", "days": 5 },
    "groups": { "older": { "arrivals": { "per_day": 3 }, "stay": { "fixed": "2d" }, "needs": { "p0": 0.5, "p1": 0.5 },
                           "traits": { "far": 0.1 } },
                "home": { "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "p1": 1 } } },
    "pathways": { "p1": { "services": ["care", "abroad"], "bridge": "over" } },
    "services": { "care": { "places": 3, "stay": { "lognormal": { "mean": "9d", "sigma": 0.8 } } },
                  "abroad": { "places": 2, "stay": { "gamma": { "mean": "9d", "sd": "4d" } } },
                  "over": { "bridge": true, "places": 3, "respond_within": "4h" } },
    "initial": { "census": "people.csv" } }"#;

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let text = || String::from_utf8_lossy(bytes).into_owned();
    let bytes = match which % 4 {
        0 => text().encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => [vec![0xfe, 0xff], text().encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
        _ => bytes.to_vec(),
    };
    super::try_files(&With(TOWN, &bytes), "scenario.json", &[]);
}
