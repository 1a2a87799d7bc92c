//! The assurance pack: written from a finished folder, kept from being lost, and its list of cases that of
//! `docs/validation.md`.

use std::fs;
use std::path::Path;

use regex::Regex;
use serde_json::{Value, json};

use crate::place::{Place, err};

const CASES: &str = "docs/validation.json";

const RIVERSIDE: &str = r#"{
  "name": "Riverside",
  "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "28d" },
  "groups": { "everyone": { "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                            "needs": { "p0": 0.7, "p1": 0.3 } } },
  "hospital": { "beds": 60 },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["beds"] } },
  "services": { "beds": { "setting": "bed", "places": 12, "stay": { "exponential": { "mean": "5d" } } } },
  "provenance": { "services.beds.places": { "kind": "assumed", "source": "a guess", "range": [9, 15] } }
}"#;

#[test]
fn a_pack_is_written_into_the_folder_and_what_people_filled_in_is_not_lost() {
    let place = Place::with(&[("riverside.json", RIVERSIDE)]);
    place.done("run riverside.json --runs 3 --charts none --out out");
    assert!(place.done("assure out").contains("assurance.md"));
    let page = place.text("out/assurance.md");
    assert!(page.starts_with("# Assurance pack") && page.contains("| a guess |"), "{page}");
    let told = place.json("out/manifest.json");
    assert!(told["files"].as_array().unwrap().contains(&"assurance.md".into()), "{}", told["files"]);
    // As it was written, it may be written again; filled in, not.
    place.done("assure out");
    assert_eq!(place.text("out/assurance.md"), page);
    place.write(
        "out/assurance.md",
        page.replace("**[to be filled in: the level of assurance chosen, and why]**", "Low."),
    );
    let said = place.refused("assure out");
    assert!(said.contains("people may have filled it in") && said.contains("--force"), "{said}");
    assert!(place.text("out/assurance.md").contains("Low."));
    assert_eq!(place.done("assure out --out -"), page);
    place.done("assure out --out pack.md --quiet");
    assert_eq!(place.text("pack.md"), page);
    assert!(place.refused("assure out --out pack.md").contains("pack.md"));
    place.done("assure out --force");
    assert_eq!(place.text("out/assurance.md"), page);
}

#[test]
fn a_folder_without_a_study_is_refused_with_what_is_expected() {
    let place = Place::with(&[("riverside.json", RIVERSIDE)]);
    fs::create_dir(place.at("empty")).unwrap();
    for (folder, says) in
        [("none", "is no folder"), ("empty", "has no manifest.json"), ("riverside.json", "is no folder")]
    {
        let ended = place.run(&format!("assure {folder}"));
        assert_ne!(ended.status.code(), Some(0), "{folder}");
        assert!(err(&ended).contains(says), "{folder}: {}", err(&ended));
    }
}

/// The table of `docs/validation.md`.
fn cases() -> Vec<Value> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md")).unwrap();
    let row = Regex::new(r"(?m)^\| \[(\w+) (.*?)\]\(#\w+\) \| (.*?) \| .*? \| .*? \| (.*?) \| `").unwrap();
    let found = row
        .captures_iter(&page)
        .map(|found| json!({ "name": found[1], "title": found[2], "source": found[3], "verdict": found[4] }));
    found.collect()
}

#[test]
fn the_cases_of_a_pack_are_those_of_the_validation_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CASES);
    let told: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let cases = cases();
    assert!(cases.len() > 30, "{cases:?}");
    if told["cases"] == Value::Array(cases.clone()) {
        let told = &wardflow::report::assure::CASES;
        assert_eq!(told.cases.len(), cases.len());
        assert!(told.changed.parse::<jiff::civil::Date>().is_ok(), "{}", told.changed);
        return;
    }
    assert!(
        std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "assurance"),
        "{CASES} is stale; WARDFLOW_RENEW=assurance cargo test --test it assure"
    );
    let lines: Vec<String> = cases.iter().map(|case| format!("    {case}")).collect();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let text = format!("{{\n  \"changed\": \"{today}\",\n  \"cases\": [\n{}\n  ]\n}}\n", lines.join(",\n"));
    fs::write(path, text).unwrap();
}
