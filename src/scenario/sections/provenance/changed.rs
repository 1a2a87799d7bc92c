//! What a file or a setting changes of the document below it, figure by figure. A list is one figure;
//! names and explanations are none. `provenance` asks.

use std::collections::{HashMap, HashSet};

use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::{LONGEST_PATH, Path};

/// Words that say something to people and nothing to the model.
const WORDS: [&str; 7] = ["$schema", "extends", "provenance", "name", "label", "description", "notes"];

/// A part of the document that is new, or other than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its dotted key.
    pub path: String,
    /// The figures in it now: itself, or all below; none where it was taken out.
    pub figures: Vec<String>,
}

/// What differs between two states of a document.
pub fn changes(before: &Node, after: &Node) -> Vec<Change> {
    let mut all = Vec::new();
    compare(before, after, &Path::root(), &mut all);
    all
}

/// Whether what stands under this key is a figure or holds some.
fn is_figure(path: &Path, key: &str) -> bool {
    !WORDS.contains(&key) && path.as_str().len() + key.len() < LONGEST_PATH
}

fn compare(before: &Node, after: &Node, path: &Path, all: &mut Vec<Change>) {
    let new = |node: &Node, at: &Path| {
        let mut figures = Vec::new();
        self::figures(node, at, &mut figures);
        Change { path: at.as_str().to_owned(), figures }
    };
    match (before.entries(), after.entries()) {
        (Some(old), Some(now)) => {
            let known: HashMap<&str, &Node> = old.iter().map(|e| (e.key.as_str(), &e.node)).collect();
            for entry in now.iter().filter(|entry| is_figure(path, &entry.key)) {
                let at = path.key(&entry.key);
                match known.get(entry.key.as_str()) {
                    Some(below) => compare(below, &entry.node, &at, all),
                    None => all.push(new(&entry.node, &at)),
                }
            }
            let left: HashSet<&str> = now.iter().map(|e| e.key.as_str()).collect();
            for entry in old.iter().filter(|e| is_figure(path, &e.key) && !left.contains(e.key.as_str())) {
                all.push(Change { path: path.key(&entry.key).as_str().to_owned(), figures: Vec::new() });
            }
        }
        // A number that became the base of a timetable is the same still.
        (None, Some(now)) if after.get("base").is_some_and(|base| same(before, base)) => {
            for entry in now.iter().filter(|entry| entry.key != "base" && is_figure(path, &entry.key)) {
                all.push(new(&entry.node, &path.key(&entry.key)));
            }
        }
        _ if same(before, after) => {}
        _ => all.push(new(after, path)),
    }
}

/// The figures at a path and below.
fn figures(node: &Node, path: &Path, all: &mut Vec<String>) {
    match node.entries() {
        Some(entries) => {
            for entry in entries.iter().filter(|entry| is_figure(path, &entry.key)) {
                figures(&entry.node, &path.key(&entry.key), all);
            }
        }
        None => all.push(path.as_str().to_owned()),
    }
}

/// Whether a figure of what stood here stands here still.
pub fn keeps(before: &Node, after: &Node) -> bool {
    match (before.entries(), after.entries()) {
        (Some(_), Some(now)) => now
            .iter()
            .filter(|entry| is_figure(&Path::root(), &entry.key))
            .any(|entry| before.get(&entry.key).is_some_and(|below| keeps(below, &entry.node))),
        (None, Some(_)) => after.get("base").is_some_and(|base| same(before, base)),
        _ => same(before, after),
    }
}

/// The number or text that stands here; of a timetable its base.
pub fn base(node: &Node) -> Option<&Value> {
    let node = node.get("base").unwrap_or(node);
    matches!(node.value, Value::Number(_) | Value::Text(_)).then_some(&node.value)
}

/// Whether two values say the same, wherever they were typed.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same(a, b))
        }
        (Value::Map(entries), Value::Map(others)) => {
            entries.len() == others.len()
                && entries.iter().all(|e| other.get(&e.key).is_some_and(|node| same(&e.node, node)))
        }
        (one, other) => one == other,
    }
}
