//! `--set PATH=VALUE`: one value of a scenario, changed from outside.
//!
//! Knows where a name must exist already, and no more of the vocabulary. `document` applies it.

use super::fault::{Fault, Faults, Found};
use super::node::{Entry, Node, Origin, Value};
use super::parse;
use super::path::{Path, nearest};

/// A value to set, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The dotted key.
    pub path: String,
    /// The value: JSON if it reads as such, else a text.
    pub value: String,
}

/// Sections whose keys people name: a setting changes what is there and adds nothing.
const NAMED: [&str; 6] = ["groups", "events", "steps", "pathways", "services", "triggers"];

/// The most keys of a path.
const DEEPEST: usize = 64;

/// Words of a timetable; a number set on one becomes its base.
const TIMETABLE: [&str; 4] = ["base", "changes", "by_month", "closures"];

impl Setting {
    /// From `PATH=VALUE`.
    ///
    /// # Errors
    /// Where there is no `=` or no path.
    pub fn parse(text: &str) -> Result<Self, Faults> {
        let fault = |what: &str| {
            Fault::new(&Origin::whole(&format!("--set {text}")), &Path::root(), what)
                .expected("PATH=VALUE, as in services.x.places=12")
                .into()
        };
        let (path, value) = text.split_once('=').ok_or_else(|| fault("there is no \"=\""))?;
        let (path, value) = (path.trim(), value.trim());
        if path.is_empty() || path.split('.').any(str::is_empty) {
            return Err(fault("the path is not complete"));
        }
        if path.split('.').count() > DEEPEST {
            return Err(fault("the path leads deeper than any scenario"));
        }
        Ok(Self { path: path.to_owned(), value: value.to_owned() })
    }

    /// Where faults of its value stand.
    pub fn origin(&self) -> Origin {
        Origin::whole(&format!("--set {}", self.path))
    }

    fn node(&self) -> Node {
        let origin = self.origin();
        let mut aside = Found::default();
        match parse::parse("--set", self.value.as_bytes(), &mut aside) {
            Some(node) if aside.is_sound() => node.with_origin(&origin),
            _ => Node { value: Value::Text(self.value.clone()), origin },
        }
    }

    /// Merges it over a scenario.
    pub fn apply(&self, root: Node, found: &mut Found) -> Node {
        let keys: Vec<&str> = self.path.split('.').collect();
        if let Err(fault) = self.reach(&root, &keys) {
            found.fault(*fault);
            return root;
        }
        let value = self.node();
        let is_timetable = root
            .find(&Path::of(&self.path))
            .and_then(Node::entries)
            .is_some_and(|entries| entries.iter().any(|e| TIMETABLE.contains(&e.key.as_str())));
        if is_timetable && value.number().is_some() {
            return over(root, keys.into_iter().chain(["base"]), value);
        }
        // What stood there goes first: a distribution set is not mixed with the one before it.
        let nothing = Node { origin: self.origin(), value: Value::Null };
        let cleared = over(root, keys.iter().copied(), nothing);
        over(cleared, keys.into_iter(), value)
    }

    /// Whether the path leads through maps and names that exist.
    fn reach(&self, root: &Node, keys: &[&str]) -> Result<(), Box<Fault>> {
        let (mut node, mut path) = (Some(root), Path::root());
        for (depth, key) in keys.iter().enumerate() {
            if let Some(list) = node.filter(|n| matches!(n.value, Value::List(_))) {
                let what = format!("{path} is {}", list.shown());
                let fault = Fault::new(&self.origin(), &Path::of(&self.path), what);
                return Err(fault.expected("a path to the whole list, with a list as its value").into());
            }
            let next = node.and_then(|n| n.get(key));
            if depth == 1 && NAMED.contains(&keys[0]) && next.is_none() {
                let names = node.and_then(Node::entries).unwrap_or_default().iter().map(|e| e.key.as_str());
                let what = format!("there is no \"{key}\" in {path}");
                let fault = Fault::new(&self.origin(), &Path::of(&self.path), what);
                return Err(fault.expected("a name that the scenario has").hint(nearest(key, names)).into());
            }
            node = next;
            path = path.key(key);
        }
        Ok(())
    }
}

/// A value at a path, merged over a scenario.
fn over<'k>(root: Node, keys: impl DoubleEndedIterator<Item = &'k str>, value: Node) -> Node {
    let patch = keys.rev().fold(value, |node, key| {
        let origin = node.origin.clone();
        let entry = Entry { key: key.to_owned(), origin: origin.clone(), node };
        Node { origin, value: Value::Map(vec![entry]) }
    });
    patch.merged_over(Some(root))
}
