//! The JSON Schema (2020-12) of the scenario file, made from the words of `typed`, so that an editor
//! completes and explains every key; and `reference`, the same as a page for people.
//!
//! It says what a value may look like. What must stand together, and what a name must name, is for
//! `check`: a file that extends another may hold any part of a section.

mod amounts;
mod distributions;
pub mod kinds;
pub mod reference;

use serde_json::{Map, Value, json};

use crate::scenario::sections::file::File;
use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};

/// A word and what it says.
type Said = (&'static str, &'static str);

/// Maps whose keys are words of ours, though their table says that people name them: definition,
/// key, words.
const FIXED_KEYS: [(&str, &str, &[Said]); 2] = [
    (
        "service",
        "exits",
        &[
            ("independent", "Needs no more."),
            ("long_term_care", "Long-term care at home."),
            ("care_home", "A care home."),
            ("hospital", "Back to hospital."),
            ("died", "Died."),
        ],
    ),
    (
        "file",
        "onward",
        &[
            ("long_term_care", "After an exit to long-term care at home."),
            ("care_home", "After an exit to a care home."),
        ],
    ),
];

/// The schema.
pub fn schema() -> Value {
    let mut all = Definitions::default();
    let _ = File::describe(&mut all);
    for (definition, key, words) in FIXED_KEYS {
        if let Some(property) =
            all.get_mut(definition).and_then(|d| d.pointer_mut(&format!("/properties/{key}")))
        {
            fix_keys(property, words);
        }
    }
    let (file, definitions) = all.into_parts("file");
    let mut properties = Map::new();
    for (key, value) in [
        ("$schema", json!({ "description": "This schema, for editors.", "type": "string" })),
        (
            "extends",
            json!({
                "description": "The file under which this one is laid, beside it or below it; or builtin: and the name \
                                of a built-in scenario. Here null takes a key away.",
                "type": ["string", "null"],
                "examples": ["baseline.json"],
            }),
        ),
    ] {
        properties.insert(key.to_owned(), value);
    }
    if let Some(words) = file["properties"].as_object() {
        properties.extend(words.clone());
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wardflow scenario",
        "description": "A scenario of hospital discharge. What is left out changes nothing. `wardflow check FILE` tells \
                        every fault, also those that a schema cannot see.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "anyOf": [{ "required": ["extends"] }, { "required": ["calendar", "groups"] }],
        "$defs": definitions,
    })
}

/// The schema as text, as it is committed.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// Makes a map by free names one by these words.
fn fix_keys(property: &mut Value, words: &[Said]) {
    let says = property["description"].as_str().unwrap_or_default().to_owned();
    let value = property["additionalProperties"].clone();
    let keys: Map<String, Value> =
        words.iter().map(|(key, says)| ((*key).to_owned(), described(value.clone(), says))).collect();
    let map = json!({ "type": "object", "properties": keys, "additionalProperties": false });
    *property = described(or_null(map), &says);
}
