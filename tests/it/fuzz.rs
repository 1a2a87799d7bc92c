//! The fuzz targets hold for every seed, so that they compile and mean something with every change;
//! and the words they are given are those of the schema.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wardflow::scenario::schema;

#[path = "../../fuzz/bodies/mod.rs"]
mod bodies;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

#[test]
fn every_target_holds_for_every_seed() {
    for (name, run) in bodies::ALL {
        let folder = root().join("seeds").join(name);
        let mut seeds: Vec<PathBuf> = fs::read_dir(&folder)
            .map(|all| all.map(|seed| seed.unwrap().path()).collect())
            .unwrap_or_default();
        if *name == "scenario" {
            seeds.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/vocabulary.json"));
        }
        assert!(!seeds.is_empty(), "{name} has no seeds");
        seeds.sort();
        for seed in seeds {
            println!("{}", seed.display());
            run(&fs::read(seed).unwrap());
        }
        run(b"");
    }
}

#[test]
fn every_target_is_declared_described_and_run() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (page, script) = (root().join("README.md"), root().join("run"));
    let (page, script) = (fs::read_to_string(page).unwrap(), fs::read_to_string(script).unwrap());
    let list =
        script.split_once("targets=(").and_then(|(_, rest)| rest.lines().find(|l| l.contains("settings")));
    for (name, _) in bodies::ALL {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name} is not in Cargo.toml");
        assert!(page.contains(&format!("| `{name}` |")), "{name} is not in the README's table");
        assert!(script.contains(name), "fuzz/run leaves {name} out: {list:?}");
        assert!(root().join("targets").join(format!("{name}.rs")).is_file(), "there is no target {name}");
    }
    let files = fs::read_dir(root().join("targets")).unwrap().count();
    assert_eq!(files, bodies::ALL.len(), "a target stands in no list");
}

/// Values that stand in the way, and words of what is typed beside scenarios.
const OTHERS: &[&str] = &[
    "unlimited",
    "start",
    "builtin:",
    "0d",
    "1min",
    "3650d",
    "p0",
    "bank_holiday",
    "mon-sun",
    "24:00",
    "2024-12-25",
    "1e308",
    "-1",
    "1e-300",
    "1000000",
    "null",
    "../",
    "base.json",
    "rates.csv",
    "=== ",
    "date,",
    "<=",
    ">=",
    "+=",
    "..",
    ":1",
    "lhs:",
    "grid",
    "nctr_remaining",
    "services.",
    ".utilisation",
    "--set\\x0a",
    "--vary\\x0a",
    "--target\\x0a",
    "--runs=",
    "\\xff\\xfe",
    "where,since,group,pathway,ready,waiting_for,traits\\x0a",
    "link/",
    "\\\"files\\\":",
    "\\\"found\\\":",
];

/// Keys and fixed texts of a schema.
fn words(value: &Value, keys: &mut BTreeSet<String>, texts: &mut BTreeSet<String>) {
    if let Value::Object(map) = value {
        if let Some(Value::Object(properties)) = map.get("properties") {
            keys.extend(properties.keys().cloned());
        }
        let fixed = map.get("enum").and_then(Value::as_array).into_iter().flatten().chain(map.get("const"));
        texts.extend(fixed.filter_map(Value::as_str).map(str::to_owned));
        map.values().for_each(|value| words(value, keys, texts));
    } else if let Value::Array(list) = value {
        for value in list {
            words(value, keys, texts);
        }
    }
}

/// The names that the scenario with every word gives to things.
fn names(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            names(value, keys);
        }),
        Value::Array(list) => list.iter().for_each(|value| names(value, keys)),
        _ => {}
    }
}

#[test]
fn the_dictionary_is_made_from_the_schema() {
    let (mut keys, mut texts) = (BTreeSet::new(), BTreeSet::new());
    words(&schema::schema(), &mut keys, &mut texts);
    names(&serde_json::from_str(bodies::EVERY_WORD).unwrap(), &mut keys);
    let plain = |word: &&String| word.chars().all(|c| c.is_ascii_alphanumeric() || "$_-. ".contains(c));
    let mut made =
        String::from("# The words of a scenario, and values that stand in the way. Made by a test.\n");
    for key in keys.iter().filter(plain) {
        let _ = writeln!(made, "\"\\\"{key}\\\":\"");
    }
    for text in texts.iter().filter(plain) {
        let _ = writeln!(made, "\"\\\"{text}\\\"\"");
    }
    for other in OTHERS {
        let _ = writeln!(made, "\"{other}\"");
    }
    let file = root().join("words.dict");
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "words") {
        fs::write(&file, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&file).unwrap() == made,
        "fuzz/words.dict is stale: WARDFLOW_RENEW=words cargo test --test it the_dictionary"
    );
}
