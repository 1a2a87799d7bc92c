//! The JSON Schema and the reference of the scenario file: current, and true of every shipped file.

use std::fs;
use std::path::{Path, PathBuf};

use std::process::Command;

use serde_json::{Value, json};

use crate::place::PROGRAM;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn printed(words: &[&str]) -> String {
    let ended = Command::new(PROGRAM).arg("schema").args(words).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    String::from_utf8(ended.stdout).unwrap()
}

fn is_current(file: &str, words: &[&str]) {
    let committed = fs::read_to_string(root().join(file)).unwrap_or_default().replace('\r', "");
    let renew = format!("cargo run -- schema {} > {file}", words.join(" ")).replace("  ", " ");
    assert!(committed == printed(words), "{file} is stale; renew it with: {renew}");
}

#[test]
fn the_journey_in_the_model_page_is_the_one_that_the_plan_makes() {
    let drawn = Command::new(PROGRAM)
        .current_dir(root())
        .args(["check", "scenarios/milton-keynes.json", "--diagram"])
        .output()
        .unwrap();
    let drawn = String::from_utf8(drawn.stdout).unwrap();
    let page = fs::read_to_string(root().join("docs/model.md")).unwrap().replace('\r', "");
    assert!(drawn.starts_with("flowchart LR\n"), "{drawn}");
    assert!(
        page.contains(&format!("```mermaid\n{drawn}```\n")),
        "docs/model.md is stale; put there between ```mermaid and ```:\n{drawn}"
    );
}

#[test]
fn the_outcomes_in_the_model_page_are_those_of_the_code() {
    let (begins, ends) = ("schema -->\n", "<!-- end of outcomes -->");
    let file = root().join("docs/model.md");
    let page = fs::read_to_string(&file).unwrap().replace('\r', "");
    let (before, rest) = page.split_once(begins).expect("where outcomes begin");
    let (_, after) = rest.split_once(ends).expect("where they end");
    let told = wardflow::report::measures::outcomes_in_full();
    let made = format!("{before}{begins}{told}\n{ends}{after}");
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "outcomes") {
        fs::write(&file, made).unwrap();
    } else {
        assert!(page == made, "docs/model.md is stale; WARDFLOW_RENEW=outcomes cargo test --test it schema");
    }
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Every shipped scenario, and the one that uses every word.
fn scenarios() -> Vec<PathBuf> {
    let shipped = fs::read_dir(root().join("scenarios")).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = shipped
        .filter(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("schema.json"))
        .collect();
    all.push(root().join("src/scenario/vocabulary.json"));
    all.sort();
    all
}

#[test]
fn the_committed_schema_is_the_one_that_the_program_prints() {
    is_current("scenarios/schema.json", &[]);
}

#[test]
fn the_committed_reference_is_the_one_that_the_program_prints() {
    is_current("docs/scenario.md", &["--markdown"]);
    is_current("docs/observed.md", &["--measures"]);
}

#[test]
fn every_shipped_scenario_names_the_schema_and_obeys_it() {
    let schema: Value = serde_json::from_str(&printed(&[])).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let all = scenarios();
    assert!(all.len() >= 8, "{all:?}");
    for path in all {
        let scenario = json_of(&path);
        assert_eq!(scenario["$schema"], "schema.json", "{}", path.display());
        let faults: Vec<String> =
            validator.iter_errors(&scenario).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
    }
}

#[test]
fn the_schema_finds_slips_of_the_finger_and_values_of_the_wrong_kind() {
    let schema: Value = serde_json::from_str(&printed(&[])).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let sound = json_of(&root().join("src/scenario/vocabulary.json"));
    assert!(validator.is_valid(&sound));
    for (pointer, key, value) in [
        ("", "servcies", json!({})),
        ("/calendar", "warm_up", json!(14)),
        ("/calendar", "start", json!("1 October 2024")),
        ("/groups/frail", "dies_in_hospital", json!(1.2)),
        ("/groups/frail", "kind", json!("urgent")),
        ("/groups/frail/stay", "lognorm", json!({ "mean": "5d" })),
        ("/groups/frail/stay/lognormal", "mean", json!("5 days")),
        ("/groups/frail/arrivals", "by_weekday", json!("level")),
        ("/hospital", "beds", json!(12.5)),
        ("/hospital/board_rounds", "monday", json!({ "at": ["09:30"] })),
        ("/hospital", "discharge_hours", json!("8-18")),
        ("/hub/staff", "mon-fir", json!(3)),
        ("/steps/therapy", "national_group", json!("hospital")),
        ("/services/visits", "exits", json!({ "cured": 1 })),
        ("/services/visits/places", "bse", json!(40)),
        ("/services/visits", "places", json!({ "base": "many" })),
        ("/services", "a place", json!({})),
        ("/onward", "died", json!({})),
        ("/provenance/hub.assessment", "range", json!([1])),
    ] {
        let mut wrong = sound.clone();
        wrong.pointer_mut(pointer).unwrap()[key] = value;
        assert!(!validator.is_valid(&wrong), "{pointer} {key}");
    }
}

#[test]
fn an_overlay_may_hold_parts_of_sections_and_take_keys_away() {
    let schema: Value = serde_json::from_str(&printed(&[])).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let overlay = json!({
        "extends": "baseline.json",
        "groups": { "frail": { "stay": { "lognormal": { "sigma": 0.8 } }, "readmitted_30d": null }, "planned": null },
        "hospital": { "board_rounds": { "sat-sun": null } },
        "services": { "visits": { "stay": { "lognormal": null, "fixed": "9d" } } }
    });
    assert!(validator.is_valid(&overlay));
    let alone = json!({ "name": "Nothing" });
    assert!(!validator.is_valid(&alone), "without a file that it extends it needs days and people");
}
