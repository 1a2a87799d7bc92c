//! Where each figure of a scenario comes from, by its path, as the scenario's own `provenance` says it.

use serde_json::{Map, Value, json};

/// Sources by path.
#[derive(Clone, Debug, Default)]
pub struct Sources(Map<String, Value>);

impl Sources {
    /// Stands in a publication.
    pub fn stated(&mut self, path: &str, source: &str) {
        self.add(path, "stated", source, None);
    }

    /// Arithmetic on published figures.
    pub fn derived(&mut self, path: &str, source: &str, range: Option<Value>) {
        self.add(path, "derived", source, range);
    }

    /// Without a source.
    pub fn assumed(&mut self, path: &str, source: &str) {
        self.add(path, "assumed", source, None);
    }

    /// Without a source, with the range in which it may lie.
    pub fn ranged(&mut self, path: &str, source: &str, range: Value) {
        self.add(path, "assumed", source, Some(range));
    }

    /// Marks a figure that fitting may move.
    pub fn moves(&mut self, path: &str) {
        if let Some(Value::Object(entry)) = self.0.get_mut(path) {
            entry.insert("calibrate".to_owned(), Value::Bool(true));
        }
    }

    fn add(&mut self, path: &str, kind: &str, source: &str, range: Option<Value>) {
        let mut entry = json!({ "kind": kind, "source": source });
        if let Some(range) = range {
            entry["range"] = range;
        }
        self.0.insert(path.to_owned(), entry);
    }

    /// The whole, by path.
    pub fn finished(self) -> Value {
        Value::Object(self.0)
    }
}
