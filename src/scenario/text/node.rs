//! A JSON value in which every part knows where it was typed.
//!
//! Merging keeps the origins, so that a fault in a merged scenario still points to the line that
//! brought it in. Knows no word of the vocabulary. `parse` makes nodes, `values` read them.

use std::collections::HashMap;
use std::sync::Arc;

use super::path::Path;

/// Where a value was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file as shown to people, or the setting of the command line.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1, in characters.
    pub column: Option<u32>,
}

impl Origin {
    /// Of a file as a whole, or of a setting.
    pub fn whole(file: &str) -> Self {
        Self { file: file.into(), line: None, column: None }
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it was typed.
    pub origin: Origin,
    /// What was typed.
    pub value: Value,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; finite.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order typed; no key twice.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was typed.
    pub origin: Origin,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The entries, if it is a map.
    pub fn entries(&self) -> Option<&[Entry]> {
        if let Value::Map(entries) = &self.value { Some(entries) } else { None }
    }

    /// The value of a key, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        if let Value::Number(x) = self.value { Some(x) } else { None }
    }

    /// What stands at a path.
    pub fn find(&self, path: &Path) -> Option<&Self> {
        let (node, whole) = self.walk(path);
        whole.then_some(node)
    }

    /// Where the value at a path was typed or, if it was not, what holds the place it would have.
    pub fn origin_of(&self, path: &Path) -> &Origin {
        &self.walk(path).0.origin
    }

    fn walk(&self, path: &Path) -> (&Self, bool) {
        let mut node = self;
        for part in path.as_str().split('.').filter(|part| !part.is_empty()) {
            let mut pieces = part.split('[');
            let key = pieces.next().unwrap_or_default();
            match node.get(key) {
                Some(found) => node = found,
                None => return (node, false),
            }
            for index in pieces {
                let i: Option<usize> = index.trim_end_matches(']').parse().ok();
                match (&node.value, i) {
                    (Value::List(list), Some(i)) if i < list.len() => node = &list[i],
                    _ => return (node, false),
                }
            }
        }
        (node, true)
    }

    /// The same with one origin for every part.
    #[must_use]
    pub fn with_origin(self, origin: &Origin) -> Self {
        let value = match self.value {
            Value::List(list) => Value::List(list.into_iter().map(|n| n.with_origin(origin)).collect()),
            Value::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|e| Entry { origin: origin.clone(), node: e.node.with_origin(origin), ..e })
                    .collect(),
            ),
            plain => plain,
        };
        Self { origin: origin.clone(), value }
    }

    /// In a few words, for a fault: `"twelve"`, `12.5`, `a list`.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(b) => b.to_string(),
            Value::Number(x) => show_number(*x),
            Value::Text(text) => show_text(text),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }

    /// As plain JSON with the keys in alphabetical order and whole numbers without a point, so that
    /// two files that say the same give the same text.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(b) => (*b).into(),
            Value::Number(x) if x.fract() == 0.0 && x.abs() < 9e15 => (*x as i64).into(),
            Value::Number(x) => (*x).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(list) => list.iter().map(Self::to_json).collect::<Vec<_>>().into(),
            Value::Map(entries) => {
                let mut sorted: Vec<&Entry> = entries.iter().collect();
                sorted.sort_by(|a, b| a.key.cmp(&b.key));
                let map: serde_json::Map<_, _> =
                    sorted.into_iter().map(|e| (e.key.clone(), e.node.to_json())).collect();
                map.into()
            }
        }
    }

    /// Merged over `base` as in RFC 7396: maps are merged key by key, `null` removes, all else
    /// replaces.
    pub fn merged_over(self, base: Option<Self>) -> Self {
        let Value::Map(patch) = self.value else { return self };
        let mut entries = match base.map(|b| b.value) {
            Some(Value::Map(entries)) => entries,
            _ => Vec::new(),
        };
        let mut at: HashMap<String, usize> =
            entries.iter().enumerate().map(|(i, e)| (e.key.clone(), i)).collect();
        for Entry { key, origin, node } in patch {
            if let Some(&i) = at.get(&key) {
                let empty = Self { origin: origin.clone(), value: Value::Null };
                let below = std::mem::replace(&mut entries[i].node, empty);
                // What is removed goes at the end, so that all others keep their places until then.
                let node = if node.value == Value::Null { node } else { node.merged_over(Some(below)) };
                entries[i] = Entry { key, origin, node };
            } else if node.value != Value::Null {
                at.insert(key.clone(), entries.len());
                entries.push(Entry { key, origin, node: node.merged_over(None) });
            }
        }
        entries.retain(|e| e.node.value != Value::Null);
        Self { origin: self.origin, value: Value::Map(entries) }
    }
}

/// A number as a person would type it.
pub fn show_number(x: f64) -> String {
    if x != 0.0 && (x.abs() >= 1e15 || x.abs() < 1e-6) { format!("{x:e}") } else { x.to_string() }
}

/// A text in quotes, cut where it is long.
pub fn show_text(text: &str) -> String {
    const LONGEST: usize = 40;
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if one_line.chars().count() > LONGEST {
        let cut: String = one_line.chars().take(LONGEST).collect();
        format!("\"{cut}…\"")
    } else {
        format!("\"{one_line}\"")
    }
}
