//! The scenario with the best figures, as a file on top of the one that was calibrated.

use std::io;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Fitted;
use crate::experiment::calibrate::past::path;
use crate::report::words::period;
use crate::scenario::Figure;

/// How a scenario names the one that it is put on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    named: String,
}

impl Base {
    /// The file as typed, or a built-in scenario, seen from a folder: a relative path where there is one.
    pub fn of(file: &Path, folder: &Path) -> Self {
        let text = file.to_string_lossy();
        let named = if text.starts_with(crate::scenario::built_in::PREFIX) {
            text.into_owned()
        } else {
            relative(file, folder).to_string_lossy().replace('\\', "/")
        };
        Self { named }
    }
}

/// A path as seen from a folder that need not exist yet.
fn relative(file: &Path, folder: &Path) -> PathBuf {
    let whole = |path: &Path| std::path::absolute(path).map(|path| plain(&path));
    let (Ok(file), Ok(folder)) = (whole(file), whole(folder)) else { return file.to_path_buf() };
    let (mut to, mut from) = (file.components().peekable(), folder.components().peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    from.map(|_| Component::ParentDir).chain(to).collect()
}

/// Without steps up and back.
fn plain(path: &Path) -> PathBuf {
    let mut made = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                made.pop();
            }
            other => made.push(other),
        }
    }
    made
}

/// The whole file.
pub fn overlay(all: &Fitted<'_>) -> io::Result<Vec<u8>> {
    let mut root = Map::new();
    root.insert("extends".to_owned(), all.file.named.clone().into());
    root.insert("name".to_owned(), format!("{}, calibrated", all.base.names.scenario).into());
    let over = all.over();
    let days = period(over.first, over.days as u32);
    let note = format!(
        "Calibrated on the daily return of {days}; worlds.csv beside it holds the other sets of figures that fit."
    );
    root.insert("notes".to_owned(), json!({ "calibrated": note }));
    let mut provenance = Map::new();
    for j in 0..all.parameters().len() {
        let [_, low, high] = all.values(j);
        for path in &all.parameters()[j].input.paths {
            let Some(stands) = standing(&all.best.resolved, path) else { continue };
            put(&mut root, path, stands.clone());
            let source = format!(
                "Fitted to the daily return of {days}, among {} worlds that fit",
                all.found.worlds.len()
            );
            let entry = json!({ "kind": "fitted", "source": source, "range": [ends(&low), ends(&high)], "calibrate": true });
            let moves = all.parameters()[j].input.operation == crate::scenario::Operation::Replace;
            let mut entry = entry;
            if !moves || ends(&low) == ends(&high) {
                // A range of factors is none of what stands there.
                if let Value::Object(entry) = &mut entry {
                    entry.remove("range");
                    entry.remove("calibrate");
                }
            }
            provenance.insert(path.clone(), entry);
        }
    }
    for past in &all.found.pasts {
        let path = path(&past.event);
        put(&mut root, &path, past.value(all.history));
        let source = format!("Learned from the daily return of {days}: what the figures do not explain");
        provenance.insert(path, json!({ "kind": "fitted", "source": source }));
    }
    root.insert("provenance".to_owned(), Value::Object(provenance));
    let mut bytes = serde_json::to_vec_pretty(&Value::Object(root)).map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
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
    fn a_file_is_named_as_seen_from_the_folder() {
        let seen = |file: &str, folder: &str| Base::of(Path::new(file), Path::new(folder)).named;
        assert_eq!(seen("rd8/rd8.json", "output/calibrate-rd8"), "../../rd8/rd8.json");
        assert_eq!(seen("./rd8.json", "./here"), "../rd8.json");
        assert_eq!(seen("/a/b/x.json", "/a/c/../b"), "x.json");
        assert_eq!(seen("builtin:riverside", "x"), "builtin:riverside");
    }
}
