//! The scenario with the best figures, as a file that stands by itself: on top of a built-in one, else whole, with the
//! files that it names beside it.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Fitted;
use super::unobserved::Unobserved;
use crate::experiment::calibrate::past::path;
use crate::report::json::text;
use crate::report::study::File;
use crate::report::words::period;
use crate::scenario::{Figure, LARGEST, Operation, Scenario, built_in, read_plain};

/// What the best scenario is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A built-in scenario, by the name that `extends` takes.
    BuiltIn(String),
    /// A file of this folder.
    Of(PathBuf),
}

impl Base {
    /// The file as typed, or a built-in scenario.
    pub fn of(file: &Path) -> Self {
        let text = file.to_string_lossy();
        if text.starts_with(built_in::PREFIX) {
            return Self::BuiltIn(text.into_owned());
        }
        Self::Of(file.parent().map(Path::to_path_buf).unwrap_or_default())
    }
}

/// The files that the scenario names, to lie beside it.
pub fn beside(file: &Base, base: &Scenario) -> Vec<File> {
    let Base::Of(folder) = file else { return Vec::new() };
    let mut names = Vec::new();
    named(&base.resolved, &mut names);
    // It has worlds of its own.
    names.retain(|name| base.resolved.get("worlds") != Some(&Value::String(name.clone())));
    names.sort();
    names.dedup();
    let read = |name: String| {
        let bytes = read_plain(&folder.join(&name), LARGEST).ok()?;
        Some(File::of(name, Ok(bytes)))
    };
    names.into_iter().filter_map(read).collect()
}

/// Texts of a scenario that name a CSV file of its own folder.
fn named(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) if is_csv(text) => names.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|each| named(each, names)),
        Value::Object(all) => all.values().for_each(|each| named(each, names)),
        _ => {}
    }
}

fn is_csv(text: &str) -> bool {
    let ending = Path::new(text).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) && !text.contains(['/', '\\'])
}

/// A file that stands by itself, with what it is in its name, and notes that can be added to.
fn begun(file: &Base, base: &Scenario, what: &str) -> Map<String, Value> {
    let mut root = match (file, &base.resolved) {
        (Base::Of(_), Value::Object(whole)) => whole.clone(),
        (Base::BuiltIn(name), _) => Map::from_iter([("extends".to_owned(), name.clone().into())]),
        _ => Map::new(),
    };
    root.insert("worlds".to_owned(), "worlds.csv".into());
    root.insert("name".to_owned(), format!("{}, {what}", base.names.scenario).into());
    if let Some(text @ Value::String(_)) = root.get("notes").cloned() {
        root.insert("notes".to_owned(), json!({ "scenario": text }));
    }
    root
}

/// Takes the sources out.
fn sources(root: &mut Map<String, Value>) -> Map<String, Value> {
    match root.remove("provenance") {
        Some(Value::Object(there)) => there,
        _ => Map::new(),
    }
}

/// Whether people judged the figure at a path.
fn judged(base: &Scenario, path: &str) -> bool {
    base.provenance.iter().any(|entry| entry.path == path && entry.elicited.is_some())
}

/// The scenario with the median of every figure that is drawn.
pub fn medians(all: &Unobserved<'_>) -> Vec<u8> {
    let mut root = begun(all.file, all.base, "medians");
    let note = "The median of each figure that was drawn, compared with nothing that was observed; worlds.csv beside it \
                holds the draws.";
    put(&mut root, "notes.calibrated", note.into());
    let mut provenance = sources(&mut root);
    for input in all.parameters.iter().map(|parameter| &parameter.input) {
        for path in &input.paths {
            let Some(stands) = standing(&all.medians.resolved, path) else { continue };
            put(&mut root, path, stands.clone());
            let old = all.base.resolved.get("provenance").and_then(|all| all.get(path));
            let mut entry = match old {
                Some(Value::Object(old)) if input.kind.is_some() => old.clone(),
                _ => Map::new(),
            };
            let [low, high] = &input.ends;
            let source = match &input.elicited {
                Some(elicited) => format!("The median of what was judged by {}", elicited.by_whom()),
                None => format!("The middle of the range {low} to {high}"),
            };
            let before = entry.get("source").and_then(Value::as_str).filter(|text| !text.is_empty());
            let source =
                before.map_or_else(|| source.clone(), |before| format!("{source}; before: {before}"));
            entry.insert("kind".to_owned(), "assumed".into());
            entry.insert("source".to_owned(), source.into());
            if input.kind.is_none() && input.operation == Operation::Replace {
                entry.insert("range".to_owned(), json!([ends(low), ends(high)]));
                entry.insert("calibrate".to_owned(), true.into());
            }
            provenance.insert(path.clone(), Value::Object(entry));
        }
    }
    root.insert("provenance".to_owned(), Value::Object(provenance));
    text(&Value::Object(root)).into_bytes()
}

/// The whole file.
pub fn overlay(all: &Fitted<'_>) -> Vec<u8> {
    let mut root = begun(all.file, all.base, "calibrated");
    let over = all.over();
    let days = period(over.first, over.days as u32);
    let note = format!(
        "Calibrated on the daily return of {days}; worlds.csv beside it holds the other sets of figures that fit."
    );
    put(&mut root, "notes.calibrated", note.into());
    let mut provenance = sources(&mut root);
    for j in 0..all.parameters().len() {
        let [_, low, high] = all.values(j);
        for path in &all.parameters()[j].input.paths {
            let Some(stands) = standing(&all.best.resolved, path) else { continue };
            put(&mut root, path, stands.clone());
            let source = format!(
                "Fitted to the daily return of {days}, among {} worlds that fit",
                all.found.worlds.len()
            );
            let mut entry = Map::new();
            entry.insert("kind".to_owned(), "fitted".into());
            entry.insert("source".to_owned(), source.into());
            entry.insert("fitted_to".to_owned(), all.history.last().to_string().into());
            // A range of factors is none of what stands there.
            let stands_there = all.parameters()[j].input.operation == Operation::Replace;
            if stands_there && ends(&low) != ends(&high) {
                entry.insert("range".to_owned(), json!([ends(&low), ends(&high)]));
                entry.insert("calibrate".to_owned(), true.into());
            }
            // What people thought is in it already; below a file that extends another it would stay.
            if matches!(all.file, Base::BuiltIn(_)) && judged(all.base, path) {
                entry.insert("elicited".to_owned(), Value::Null);
            }
            provenance.insert(path.clone(), Value::Object(entry));
        }
    }
    let last = all.history.last().to_string();
    for past in &all.found.pasts {
        let path = path(&past.event);
        put(&mut root, &path, past.value(all.history));
        let source = format!("Learned from the daily return of {days}: what the figures do not explain");
        provenance.insert(path, json!({ "kind": "fitted", "source": source, "fitted_to": last }));
    }
    root.insert("provenance".to_owned(), Value::Object(provenance));
    text(&Value::Object(root)).into_bytes()
}

fn ends(figure: &Figure) -> Value {
    if figure.unit.is_empty() { json!(figure.number) } else { json!(figure.to_string()) }
}

fn standing<'v>(root: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(root, |node, key| node.get(key))
}

fn put(root: &mut Map<String, Value>, path: &str, value: Value) {
    let mut at = root;
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        if keys.peek().is_none() {
            at.insert(key.to_owned(), value);
            return;
        }
        let below = at.entry(key).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(below) = below else { return };
        at = below;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_in_scenario_is_extended_and_a_file_stands_by_itself() {
        assert_eq!(Base::of(Path::new("builtin:riverside")), Base::BuiltIn("builtin:riverside".to_owned()));
        assert_eq!(Base::of(Path::new("rd8/rd8.json")), Base::Of(PathBuf::from("rd8")));
        let mut names = Vec::new();
        named(&json!({ "a": { "daily_counts": "x.csv", "b": ["y.csv", "../z.csv", "text"] } }), &mut names);
        assert_eq!(names, ["x.csv", "y.csv"]);
    }

    #[test]
    fn a_value_is_put_where_it_stands_and_the_rest_stays() {
        let mut root = Map::from_iter([("a".to_owned(), json!({ "b": 1, "c": 2 }))]);
        put(&mut root, "a.b", json!(3));
        put(&mut root, "d.e", json!("4d"));
        assert_eq!(Value::Object(root), json!({ "a": { "b": 3, "c": 2 }, "d": { "e": "4d" } }));
    }
}
