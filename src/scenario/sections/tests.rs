//! No word is forgotten: each stands in the file of every word, changes the plan or its names, and is told.

use serde_json::Value;

use super::file::File;
use crate::scenario::Scenario;
use crate::scenario::schema::schema;
use crate::scenario::values::definitions::{Definitions, Describe};

/// Uses every word but those of files beside it.
const VOCABULARY: &str = include_str!("../vocabulary.json");

/// Words that cannot stand in it: of files beside the scenario, which a text alone cannot have, and in the
/// place of others that do.
const NOT_HERE: [(&str, &str); 12] = [
    ("arrivals", "column"),
    ("arrivals", "daily_counts"),
    ("arrivals", "daily_rates"),
    ("arrivals", "monthly_counts"),
    ("arrivals", "share"),
    ("hub", "hours"),
    ("initial", "census"),
    ("initial", "waiting"),
    ("initial_hospital", "group"),
    ("initial_waiting", "by_band"),
    ("initial_waiting", "by_reason"),
    ("initial_waiting", "notes"),
];

/// Words that the plan does not hold: of sources, for sentences alone; and a group that could be
/// no other.
const NOT_IN_PLAN: [(&str, &str); 16] = [
    ("costs", "price_year"),
    ("file", "provenance"),
    ("file", "worlds"),
    ("initial_service", "group"),
    ("judgement", "quantiles"),
    ("judgement", "weight"),
    ("programme", "covers"),
    ("programme", "label"),
    ("programme", "paid_by"),
    ("source", "calibrate"),
    ("source", "elicited"),
    ("source", "fitted_to"),
    ("source", "kind"),
    ("source", "range"),
    ("source", "source"),
    ("trigger", "label"),
];

/// Words that are not told: the name is the title, steps are told in their order, and a
/// range, whether `calibrate` moves it, and up to when it was fitted is for studies.
const NOT_TOLD: [(&str, &str); 5] = [
    ("file", "name"),
    ("source", "calibrate"),
    ("source", "fitted_to"),
    ("source", "range"),
    ("step", "order"),
];

/// A word where it stands in the file: its section, its key, and the keys that lead to it.
struct Place {
    section: String,
    key: String,
    at: Vec<String>,
}

/// Every word of a value in the file, and of what stands in it.
fn places(schema: &Value, kind: &Value, value: &Value, at: &[String], all: &mut Vec<Place>) {
    for (i, below) in value.as_array().into_iter().flatten().enumerate() {
        let at = [at, &[i.to_string()]].concat();
        for (_, kind) in kinds(schema, kind) {
            if let Some(kind) = kind.get("items") {
                places(schema, kind, below, &at, all);
            }
        }
    }
    let Some(entries) = value.as_object() else { return };
    for (key, below) in entries {
        let at = [at, std::slice::from_ref(key)].concat();
        for (section, kind) in kinds(schema, kind) {
            let word = kind["properties"].get(key);
            if word.is_some() {
                all.push(Place { section, key: key.clone(), at: at.clone() });
            }
            if let Some(kind) = word.or(kind.get("additionalProperties")) {
                places(schema, kind, below, &at, all);
            }
        }
    }
}

/// What a value may be, with the names of definitions.
fn kinds<'s>(schema: &'s Value, kind: &'s Value) -> Vec<(String, &'s Value)> {
    if let Some(name) = kind["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let inner = kinds(schema, &schema["$defs"][name]);
        return inner.into_iter().map(|(_, kind)| (name.to_owned(), kind)).collect();
    }
    if let Some(ways) = kind["anyOf"].as_array().filter(|_| kind.get("properties").is_none()) {
        return ways.iter().flat_map(|way| kinds(schema, way)).collect();
    }
    vec![(String::new(), kind)]
}

fn without(file: &Value, at: &[String]) -> Value {
    let mut file = file.clone();
    let (key, above) = at.split_last().unwrap();
    let holder = above.iter().fold(&mut file, |value, key| match value {
        Value::Array(list) => &mut list[key.parse::<usize>().unwrap()],
        value => &mut value[key.as_str()],
    });
    holder.as_object_mut().unwrap().remove(key);
    file
}

fn in_plan(scenario: &Scenario) -> String {
    format!("{:?} {:?}", scenario.plan.of_replication(1, 0), scenario.names)
}

fn told(scenario: &Scenario) -> String {
    format!("{:?}", scenario.explain())
}

#[test]
fn every_word_changes_the_plan_and_is_told() {
    let mut all = Definitions::default();
    let _ = File::describe(&mut all);
    let schema = schema();
    let sections = |name: &str| name == "file" || schema["$defs"].get(name).is_some();
    let words: Vec<(&str, &str, bool)> = all
        .words
        .iter()
        .filter(|(section, _)| sections(section))
        .flat_map(|(section, words)| {
            words.iter().map(move |word| (section.as_str(), word.key, word.for_people))
        })
        .collect();
    assert!(words.len() > 140, "{}", words.len());
    let file: Value = serde_json::from_str(VOCABULARY).unwrap();
    let mut places = Vec::new();
    self::places(&schema, &schema, &file, &[], &mut places);
    for place in places.iter_mut().filter(|place| place.at.len() == 1) {
        "file".clone_into(&mut place.section);
    }
    let whole = Scenario::from_json(VOCABULARY).unwrap();
    let (plan, text) = (in_plan(&whole), told(&whole));
    let mut faults = Vec::new();
    for (section, key, for_people) in words {
        if NOT_HERE.contains(&(section, key)) {
            continue;
        }
        let here = || places.iter().filter(|place| place.section == section && place.key == key);
        if here().count() == 0 {
            faults.push(format!("{section}.{key} does not stand in the file of every word"));
            continue;
        }
        if for_people {
            continue;
        }
        let (mut changes, mut is_told) =
            (NOT_IN_PLAN.contains(&(section, key)), NOT_TOLD.contains(&(section, key)));
        for place in here() {
            if changes && is_told {
                break;
            }
            if let Ok(scenario) = Scenario::from_json(&without(&file, &place.at).to_string()) {
                changes |= in_plan(&scenario) != plan;
                is_told |= told(&scenario) != text;
            } else {
                // It must be there, so it is read.
                (changes, is_told) = (true, true);
            }
        }
        if !changes {
            faults.push(format!("{section}.{key} changes nothing in the plan or its names"));
        }
        if !is_told {
            faults.push(format!("{section}.{key} is not told"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
