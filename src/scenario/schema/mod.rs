//! The JSON Schema (2020-12) of the scenario file, made from the words of all `sections`, so that an editor
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
use crate::scenario::values::definitions::{Definitions, Describe};

/// The schema.
pub fn schema() -> Value {
    let mut all = Definitions::default();
    let _ = File::describe(&mut all);
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
