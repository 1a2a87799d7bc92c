//! Every overlay of the baseline: that it asks a question, runs, explains itself and changes only what it names;
//! and what is made from the list of them: what is built in, and the catalogue.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "files as the project names them")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use wardflow::measures::checked;
use wardflow::scenario::{Memory, Scenario, Setting, overlays};

/// The baseline, whose overlays these are.
const BASELINE: &str = "milton-keynes.json";
/// What says something to people and nothing to the model.
const WORDS: [&str; 7] = ["$schema", "extends", "provenance", "name", "label", "description", "notes"];
/// The source of what has none.
const NO_SOURCE: &str = "given by this scenario";
/// What makes the list and the catalogue again.
const RENEW: &str = "WARDFLOW_RENEW=catalogue cargo test --test it the_catalogue";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn folder() -> PathBuf {
    root().join("scenarios")
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The files of a folder as text, by name: an overlay can be tried without one of its changes.
fn texts() -> BTreeMap<String, String> {
    let files =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let named = |path: PathBuf| {
        let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), text)
    };
    files.map(named).collect()
}

/// A change that an overlay names: its keys from the root, and what stands there.
type Named = (Vec<String>, Value);

/// Every figure that a file names: what is no map, and a map with nothing in it. A list is one figure.
fn named(value: &Value, at: &[String], all: &mut Vec<Named>) {
    match value.as_object().filter(|map| !map.is_empty()) {
        Some(map) => {
            for (key, below) in map.iter().filter(|(key, _)| !WORDS.contains(&key.as_str())) {
                named(below, &[at, std::slice::from_ref(key)].concat(), all);
            }
        }
        None => all.push((at.to_vec(), value.clone())),
    }
}

fn find<'v>(value: &'v Value, keys: &[String]) -> Option<&'v Value> {
    keys.iter().try_fold(value, |at, key| at.get(key))
}

/// A file without what stands at these keys, and without what then has nothing in it.
fn without(value: &Value, keys: &[String]) -> Value {
    let mut map = value.as_object().cloned().unwrap_or_default();
    match keys {
        [] => {}
        [key] => {
            map.remove(key);
        }
        [key, deeper @ ..] => {
            let below = map.get(key).map(|below| without(below, deeper));
            match below {
                Some(below) if below.as_object().is_some_and(Map::is_empty) => map.remove(key),
                Some(below) => map.insert(key.clone(), below),
                None => None,
            };
        }
    }
    Value::Object(map)
}

/// The sentences of a scenario without the numbers of their sources, and without what follows from them.
fn sentences(scenario: &Scenario) -> BTreeSet<String> {
    let parts = scenario.explain().parts.into_iter().filter(|part| part.title != "How full it must become");
    parts.flat_map(|part| part.items).map(|text| uncited(&text)).collect()
}

/// A text without numbers in brackets.
fn uncited(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(" [") {
        out.push_str(before);
        match behind.split_once(']') {
            Some((inside, after)) if inside.chars().all(|c| c.is_ascii_digit() || ", ?–-".contains(c)) => {
                rest = after;
            }
            _ => {
                out.push_str(" [");
                rest = behind;
            }
        }
    }
    out + rest
}

/// What is wrong with an overlay, in sentences; nothing where it changes only what it names.
fn wrong_with(files: &BTreeMap<String, String>, name: &str, each: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let file: Value = serde_json::from_str(&files[name]).unwrap();
    let load = |name: &str, text: Option<String>| {
        let mut files = files.clone();
        files.extend(text.map(|text| (name.to_owned(), text)));
        Scenario::load(&Memory(files), name, &[])
    };
    match file["description"].as_str() {
        Some(text) if text.trim_end().ends_with('?') => {}
        found => wrong.push(format!("its description is no question: {found:?}")),
    }
    let option = match load(name, None) {
        Ok(option) => option,
        Err(faults) => return vec![faults.to_string()],
    };
    let below = load(file["extends"].as_str().unwrap(), None).unwrap_or_else(|faults| panic!("{faults}"));
    let changed = overlays::changed(&below, &option);
    if changed.is_empty() {
        wrong.push("it changes nothing".to_owned());
    }
    let mut all = Vec::new();
    named(&file, &[], &mut all);
    let told = sentences(&option);
    for (number, (keys, value)) in all.iter().enumerate() {
        let path = keys.join(".");
        // A figure that becomes a timetable says again what it begins with.
        let begins = keys.last().is_some_and(|key| key == "base")
            && find(&below.resolved, &keys[..keys.len() - 1]).is_some_and(|before| !before.is_object());
        match find(&below.resolved, keys) {
            Some(before) if before == value && !begins => {
                wrong.push(format!("{path} is as it was: {value}"));
                continue;
            }
            None if value.is_null() => {
                wrong.push(format!("{path} is taken away and was never there"));
                continue;
            }
            _ => {}
        }
        // Which days are simulated is the frame of a scenario and no figure of it.
        if keys[0] == "calendar" || number % each != 0 {
            continue;
        }
        // The overlay without this change says something else; where it is no scenario without it, it is needed.
        // What the overlay itself adds may say what would hold without a word.
        let added = find(&below.resolved, &keys[..keys.len() - 1]).is_none();
        let as_it_would_be =
            |without: &Scenario| added && format!("{:?}", without.plan) == format!("{:?}", option.plan);
        if let Ok(without) = load(name, Some(without(&file, keys).to_string()))
            && !begins
            && sentences(&without) == told
            && !as_it_would_be(&without)
        {
            wrong.push(format!("its explanation does not name the change of {path}"));
        }
    }
    for path in changed {
        let is_named = all.iter().any(|(keys, _)| {
            let own = keys.join(".");
            own == path || path.starts_with(&format!("{own}.")) || own.starts_with(&format!("{path}."))
        });
        if !is_named {
            wrong.push(format!("it changes {path} and does not name it"));
        }
    }
    let calendar = |path: &str| path == "calendar" || path.starts_with("calendar.");
    for figure in option.provenance.iter().filter(|p| p.source == NO_SOURCE && !calendar(&p.path)) {
        // What was given below is that file's to say.
        if !below.provenance.iter().any(|p| p.path == figure.path && p.source == NO_SOURCE) {
            wrong.push(format!("{} has no provenance", figure.path));
        }
    }
    wrong
}

/// The overlays of the baseline, by the names of their files.
fn names() -> Vec<String> {
    let all = overlays::beside_base(&folder().join(BASELINE)).unwrap_or_else(|faults| panic!("{faults}"));
    all.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_overlay_asks_a_question_explains_every_fourth_change_and_changes_only_what_it_names() {
    sound(4);
}

#[test]
#[ignore = "long: a scenario is read for each change"]
fn every_overlay_asks_a_question_explains_itself_and_changes_only_what_it_names() {
    sound(1);
}

/// Of every overlay one change of so many is tried for whether the explanation speaks of it.
fn sound(each: usize) {
    let (files, names) = (texts(), names());
    assert!(names.len() >= 8, "{names:?}");
    let each = names.iter().flat_map(|name| {
        let wrong = wrong_with(&files, name, each);
        wrong.into_iter().map(move |why| format!("scenarios/{name}: {why}"))
    });
    let wrong: Vec<String> = each.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_overlay_runs_and_keeps_the_laws() {
    let short = [Setting::parse("calendar.warm_up=28d").unwrap()];
    for name in names() {
        let path = folder().join(&name);
        // One that says who is there when the run begins has no warm-up.
        let settings = if json_of(&path)["initial"].is_null() { &short[..] } else { &[] };
        let scenario = Scenario::open(&path, settings).unwrap_or_else(|faults| panic!("{faults}"));
        let found =
            checked(&scenario.plan, 1, 0).unwrap_or_else(|broken| panic!("{name}: {}", broken.join("; ")));
        assert!(found.people > 0, "{name}");
    }
}

#[test]
fn an_empty_change_one_without_source_and_one_that_is_not_explained_are_noticed() {
    let base = r#"{ "calendar": { "start": "2025-01-06", "days": 28 },
        "groups": { "all": { "arrivals": { "per_day": 5 }, "stay": { "fixed": "4d" }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": { "places": 20, "stay": { "fixed": "9d" } } },
        "provenance": { "services.team": { "kind": "assumed", "source": "guess" } } }"#;
    let wrong = |option: &str| {
        let option = format!(r#"{{ "extends": "base.json", {option} }}"#);
        let files = [("base.json", base), ("option.json", &option)];
        wrong_with(&files.map(|(name, text)| (name.to_owned(), text.to_owned())).into(), "option.json", 1)
            .join("; ")
    };
    let sound = r#""description": "What then?", "services": { "team": { "places": 25 } },
        "provenance": { "services.team.places": { "kind": "assumed", "source": "A size to try" } }"#;
    assert_eq!(wrong(sound), "");
    assert!(wrong(&sound.replace('?', ".")).contains("its description is no question"));
    assert!(wrong(&sound.replace("25", "20")).contains("services.team.places is as it was: 20"));
    assert!(wrong(r#""description": "And?", "notes": "Nothing""#).contains("it changes nothing"));
    assert!(
        wrong(&sound.replace("services.team.places\": {", "hub\": {"))
            .contains("services.team.places has no provenance")
    );
    assert!(
        wrong(&sound.replace("\"places\": 25", "\"places\": 25, \"cap\": null"))
            .contains("services.team.cap is taken away")
    );
    // The base of a timetable may be said again; an explanation does not speak of words.
    let timetable = r#"{ "base": 20, "changes": [{ "from": "start", "to": 25 }] }"#;
    assert_eq!(wrong(&sound.replace("25", timetable)), "");
    assert_eq!(uncited("20 places [2, 5] from [then] on [?]"), "20 places from [then] on");
    // What is said of a scenario does not speak of who pays: a change of that alone would go unnoticed.
    let payer =
        sound.replace("\"places\": 25", "\"paid_by\": \"council\"").replace("team.places", "team.paid_by");
    let said = wrong(&payer);
    assert!(
        said.is_empty() || said.contains("its explanation does not name the change of services.team.paid_by"),
        "{said}"
    );
}

/// A file as it should be, renewed where that is asked.
fn current(path: &Path, text: &str) {
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "catalogue") {
        fs::write(path, text).unwrap();
    }
    let found = fs::read_to_string(path).unwrap();
    assert!(found == text, "{} is not current: {RENEW}", path.display());
}

/// A list of names in the file that says what is built in, from after this line.
fn with_list(text: &str, after: &str, names: &[String]) -> String {
    let (before, behind) = text.split_once(after).unwrap_or_else(|| panic!("{after}"));
    let (_, behind) = behind.split_once("];").unwrap();
    let one =
        format!("files![{}];", names.iter().map(|name| format!("\"{name}\",")).collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let lines = lines.concat();
    // As it is formatted.
    let list = if after.len() + one.len() <= 110 { one } else { format!("files![\n{lines}];") };
    format!("{before}{after}{list}{behind}")
}

#[test]
fn the_catalogue_and_what_is_built_in_are_made_from_the_folder() {
    let names = names();
    let all: Vec<String> = std::iter::once(BASELINE.to_owned()).chain(names.clone()).collect();
    let beside: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".csv"))
        .filter(|csv| {
            all.iter()
                .any(|name| fs::read_to_string(folder().join(name)).unwrap().contains(&format!("\"{csv}\"")))
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let path = root().join("src/scenario/built_in/shipped.rs");
    let text = fs::read_to_string(&path).unwrap();
    let text = with_list(&text, "const SCENARIOS: &[(&str, &str)] = ", &all);
    current(&path, &with_list(&text, "const BESIDE: &[(&str, &str)] = ", &beside));

    let base = Scenario::open(&folder().join(BASELINE), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let same_days = |name: &&String| {
        let option = Scenario::open(&folder().join(name), &[]).unwrap_or_else(|faults| panic!("{faults}"));
        wardflow::experiment::compare::same_days(&base, &option).is_none()
    };
    let (options, periods): (Vec<&String>, Vec<&String>) = names.iter().partition(same_days);
    let others: Vec<String> = texts()
        .into_keys()
        .filter(|name| name.ends_with(".json") && name != "schema.json" && !all.contains(name))
        .collect();
    let baseline = BASELINE.to_owned();
    let table = |title: &str, names: &[&String]| {
        let row = |name: &&String| {
            let text = json_of(&folder().join(name))["description"].as_str().unwrap_or_default().to_owned();
            format!("| [`{name}`]({name}) | {text} |\n")
        };
        format!(
            "### {title}\n\n| file | question |\n|---|---|\n{}\n",
            names.iter().map(row).collect::<String>()
        )
    };
    let catalogue = [
        table("The baseline", &[&baseline]),
        table("Options: overlays of the baseline, for the same winter", &options),
        table("The baseline in other periods", &periods),
        table("Other places and published models", &others.iter().collect::<Vec<_>>()),
    ];
    let path = folder().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (begins, ends) = ("<!-- catalogue -->\n", "<!-- end of the catalogue -->\n");
    let (before, behind) = text.split_once(begins).expect(begins);
    let (_, behind) = behind.split_once(ends).expect(ends);
    let note = format!("<!-- Made from the files' own descriptions: `{RENEW}` -->\n\n");
    current(&path, &format!("{before}{begins}{note}{}{ends}{behind}", catalogue.concat()));
}

#[test]
fn the_document_of_levers_is_made_of_the_scenarios_as_they_are() {
    let text = fs::read_to_string(root().join("docs/levers.md")).unwrap();
    let again = "cargo run --release --example levers";
    let (_, prints) = text.rsplit_once("<!-- of these scenarios:\n").expect("fingerprints at its end");
    let told: BTreeMap<&str, &str> = prints.lines().filter_map(|line| line.split_once(' ')).collect();
    let base = Scenario::open(&folder().join(BASELINE), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    for name in std::iter::once(BASELINE.to_owned()).chain(names()) {
        let scenario = Scenario::open(&folder().join(&name), &[]).unwrap_or_else(|faults| panic!("{faults}"));
        if wardflow::experiment::compare::same_days(&base, &scenario).is_none() {
            assert!(
                name == BASELINE || text.contains(&format!("*{}*", scenario.names.description)),
                "{name}: {again}"
            );
            wanted.insert(name, scenario.fingerprint[..16].to_owned());
        }
    }
    let told: BTreeMap<String, String> =
        told.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    assert_eq!(told, wanted, "{again}");
}

#[test]
fn no_source_names_a_service_of_the_baseline() {
    let baseline = json_of(&folder().join(BASELINE));
    let services = baseline["services"].as_object().unwrap();
    // Names of the place itself; the others are common words, such as a care home.
    let of_the_place = ["Seacole", "Maple", "Home First", "Milton Keynes"];
    for name in of_the_place.iter().take(3) {
        let labels = services.values().filter_map(|service| service["label"].as_str());
        assert!(labels.into_iter().any(|label| label.contains(name)), "{name} is a service of the baseline");
    }
    let mut folders = vec![root().join("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_lowercase();
            read += 1;
            for name in of_the_place {
                assert!(!text.contains(&name.to_lowercase()), "{} names {name}", path.display());
            }
        }
    }
    assert!(read > 300, "{read}");
}
