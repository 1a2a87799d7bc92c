//! What each kind of value may look like, collected under its name: the `$defs` of the schema.
//!
//! Sections, choices and numbers come from the tables of `sections`; `kinds`, `amounts` and
//! `distributions` beside this file describe the rest. Knows no word of the vocabulary.

use serde_json::{Map, Value, json};

use super::table::Word;

/// A kind of value that says what it may look like.
pub trait Describe {
    /// Its schema: a reference to a definition in `all`, or a schema of its own.
    fn describe(all: &mut Definitions) -> Value;
}

/// A function that describes a kind.
pub type Described = fn(&mut Definitions) -> Value;

/// Every definition so far, in the order in which it is first needed.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    all: Map<String, Value>,
    /// The words of each section, by its definition.
    #[cfg(test)]
    pub words: Vec<(String, &'static [Word])>,
}

impl Definitions {
    /// Refers to a definition, which is made once.
    pub fn define(&mut self, name: &str, of: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.all.contains_key(name) {
            // Its place first: what it needs comes after it.
            self.all.insert(name.to_owned(), Value::Null);
            let made = of(self);
            self.all.insert(name.to_owned(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// A section with a fixed set of words. Each may be `null`, which takes it away.
    pub fn section(&mut self, name: &str, says: &str, words: &'static [Word], values: &[Described]) -> Value {
        self.define(&snake(name), |all| {
            #[cfg(test)]
            all.words.push((snake(name), words));
            let properties: Map<String, Value> = words
                .iter()
                .zip(values)
                .map(|(word, value)| (word.key.to_owned(), described(or_null(value(all)), &word.told())))
                .collect();
            json!({
                "title": in_words(name),
                "description": says.trim(),
                "type": "object",
                "properties": properties,
                "additionalProperties": false,
            })
        })
    }

    /// A choice between words.
    pub fn choice(&mut self, name: &str, says: &str, words: &[(&str, &str)]) -> Value {
        self.define(&snake(name), |_| {
            let words: Vec<Value> = words
                .iter()
                .map(|(word, says)| json!({ "const": word, "description": says.trim() }))
                .collect();
            json!({ "title": in_words(name), "description": says.trim(), "oneOf": words })
        })
    }

    /// A number in a range.
    pub fn number(&mut self, name: &str, title: &str, says: &str, from: f64, to: f64) -> Value {
        self.define(&snake(name), |_| {
            json!({
                "title": title,
                "description": says.trim(),
                "type": "number",
                "minimum": bound(from),
                "maximum": bound(to),
            })
        })
    }

    /// Takes a definition out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.all.shift_remove(name)
    }

    /// The definition of this name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.all.get_mut(name)
    }

    /// Takes one out, and the others with it.
    pub fn into_parts(mut self, name: &str) -> (Value, Map<String, Value>) {
        (self.all.shift_remove(name).unwrap_or_default(), self.all)
    }
}

/// A whole number without a point.
pub fn bound(x: f64) -> Value {
    if x.fract() == 0.0 { (x as i64).into() } else { x.into() }
}

/// The schema with what the key says of it.
pub fn described(schema: Value, says: &str) -> Value {
    let mut all = Map::new();
    all.insert("description".to_owned(), says.trim().into());
    if let Value::Object(schema) = schema {
        all.extend(schema);
    }
    all.into()
}

/// The schema, or `null`.
pub fn or_null(mut schema: Value) -> Value {
    match schema.as_object_mut() {
        // Anything is `null` too.
        Some(all) if all.is_empty() => schema,
        Some(all) if all.get("type").is_some_and(Value::is_string) => {
            let kind = all["type"].take();
            all["type"] = json!([kind, "null"]);
            schema
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

/// `InitialHospital` as `initial_hospital`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `InitialHospital` as `initial hospital`.
fn in_words(name: &str) -> String {
    snake(name).replace('_', " ")
}
