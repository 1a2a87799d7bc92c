//! `--set PATH=VALUE`: one value of a scenario, changed from outside; `+=` and `*=` change what stands
//! there, a whole timetable or roster at once.
//!
//! Knows where a name must exist already, and no more of the vocabulary. `document` applies it.

use std::fmt;
use std::sync::Arc;

use super::fault::{Fault, Faults, Found};
use super::node::{Entry, Node, Origin, Value};
use super::parse;
use super::path::Path;
use crate::base::near::nearest;
use crate::scenario::values::roster::is_roster;

/// A value to set, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The dotted key.
    pub path: String,
    /// What is done there.
    pub operation: Operation,
    /// The value: JSON if it reads as such, else a text.
    pub value: String,
    /// Where it lies beneath some of the files; `None` where it lies over all of them.
    pub beneath: Option<Beneath>,
}

/// Where a setting lies that is not over everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beneath {
    /// The file that it lies over, as people are told of it; what extends that file lies over it. A scenario that
    /// does not extend it has it over the file that extends nothing.
    pub over: Arc<str>,
    /// Where it stands, for people.
    pub from: Arc<str>,
}

/// What a setting does at its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operation {
    /// `=`: the value replaces what stands there; a number on a timetable becomes its base.
    #[default]
    Replace,
    /// `+=`: the value is added to what stands there: a number, each amount of a timetable, each day of a
    /// roster on which anybody is on duty, or a length of time in the same unit.
    Add,
    /// `*=`: what stands there is multiplied, in the same way.
    Multiply,
}

impl Operation {
    /// As typed between path and value.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Replace => "=",
            Self::Add => "+=",
            Self::Multiply => "*=",
        }
    }

    /// A path as typed before `=`, without the sign that may end it.
    pub fn split(path: &str) -> (&str, Self) {
        let path = path.trim();
        let signed = [('+', Self::Add), ('*', Self::Multiply)];
        let found = signed.into_iter().find_map(|(sign, op)| Some((path.strip_suffix(sign)?.trim_end(), op)));
        found.unwrap_or((path, Self::Replace))
    }

    fn of(self, a: f64, b: f64) -> f64 {
        let x = match self {
            Self::Replace => b,
            Self::Add => a + b,
            Self::Multiply => a * b,
        };
        // 0.1 + 0.2 is 0.3 to whoever typed it.
        format!("{x:.12e}").parse().unwrap_or(x)
    }
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
        let ((path, operation), value) = (Operation::split(path), value.trim());
        if path.is_empty() || path.split('.').any(str::is_empty) {
            return Err(fault("the path is not complete"));
        }
        if Self::is_too_deep(path) {
            return Err(fault("the path leads deeper than any scenario"));
        }
        Ok(Self { path: path.to_owned(), operation, value: value.to_owned(), beneath: None })
    }

    /// Whether a path has more keys than any scenario is deep.
    pub fn is_too_deep(path: &str) -> bool {
        path.split('.').count() > DEEPEST
    }

    /// The value in place of what stands at the path.
    pub fn replace(path: &str, value: &str) -> Self {
        Self { path: path.to_owned(), operation: Operation::Replace, value: value.to_owned(), beneath: None }
    }

    /// So much added to what stands at the path.
    pub fn add(path: &str, amount: f64) -> Self {
        Self { path: path.to_owned(), operation: Operation::Add, value: amount.to_string(), beneath: None }
    }

    /// Whether nothing is left of what an earlier one did.
    pub fn overrides(&self, earlier: &Self) -> bool {
        // Maps are laid over each other, key by key.
        let whole = self.operation == Operation::Replace && !self.value.starts_with('{');
        whole && self.path.trim() == earlier.path.trim()
    }

    /// Where faults of its value stand.
    pub fn origin(&self) -> Origin {
        match &self.beneath {
            None => Origin::whole(&format!("--set {}", self.path)),
            Some(beneath) => Origin::whole(&beneath.from),
        }
    }

    /// What stands there, changed by it.
    fn changed(&self, root: &Node) -> Result<Node, Box<Fault>> {
        let fault = |what: String| Fault::new(&self.origin(), &Path::of(&self.path), what);
        let Some(below) = root.find(&Path::of(&self.path)) else {
            return Err(fault(format!("{} is not given, so there is nothing to change", self.path)).into());
        };
        let figure = Figure::of(&self.value);
        let Some(figure) = figure else {
            let what = format!("\"{}\" is not a number", self.value);
            return Err(fault(what).expected("a number, or a length of time as in 2d").into());
        };
        self.change(below, &figure).ok_or_else(|| {
            let what = format!(
                "{} is {}, to which \"{}{}\" cannot be done",
                self.path,
                below.shown(),
                self.operation.sign(),
                self.value
            );
            let wanted = "a number, a timetable or a roster there; or a length of time in the same unit";
            fault(what).expected(wanted).into()
        })
    }

    fn change(&self, node: &Node, by: &Figure) -> Option<Node> {
        let number = |x: f64| (by.unit.is_empty()).then(|| self.operation.of(x, by.number));
        let value = match &node.value {
            Value::Number(x) => Value::Number(number(*x)?),
            Value::Text(text) => {
                let stands = Figure::of(text).filter(|stands| !stands.unit.is_empty())?;
                let same =
                    stands.unit == by.unit || (self.operation == Operation::Multiply && by.unit.is_empty());
                let x = same.then(|| self.operation.of(stands.number, by.number))?;
                Value::Text(Figure { number: x, ..stands }.to_string())
            }
            Value::Map(entries) if days_of_a_roster(entries) => {
                let each = entries.iter().map(|entry| match entry.node.value {
                    _ if entry.key == "changes" => self.changes(entry, by),
                    // On a day on which nobody works there still is nobody.
                    Value::Number(on_duty) if on_duty > 0.0 => self.with(entry, by),
                    _ => Some(entry.clone()),
                });
                Value::Map(each.collect::<Option<_>>()?)
            }
            Value::Map(entries) if TIMETABLE.iter().any(|key| node.get(key).is_some()) => {
                let each = entries.iter().map(|entry| match entry.key.as_str() {
                    "base" => self.with(entry, by),
                    "changes" => self.changes(entry, by),
                    _ => Some(entry.clone()),
                });
                Value::Map(each.collect::<Option<_>>()?)
            }
            _ => return None,
        };
        Some(Node { origin: self.origin(), value })
    }

    fn with(&self, entry: &Entry, by: &Figure) -> Option<Entry> {
        Some(Entry { key: entry.key.clone(), origin: self.origin(), node: self.change(&entry.node, by)? })
    }

    /// The dated changes of a timetable.
    fn changes(&self, entry: &Entry, by: &Figure) -> Option<Entry> {
        let Value::List(changes) = &entry.node.value else { return None };
        let each = changes.iter().map(|change| {
            let entries = change.entries()?.iter();
            let all = entries.map(|e| if e.key == "to" { self.with(e, by) } else { Some(e.clone()) });
            Some(Node { origin: self.origin(), value: Value::Map(all.collect::<Option<_>>()?) })
        });
        let value = Value::List(each.collect::<Option<_>>()?);
        Some(Entry { node: Node { origin: self.origin(), value }, ..entry.clone() })
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
        if self.operation != Operation::Replace {
            return match self.changed(&root) {
                Ok(value) => self.put(root, &keys, value),
                Err(fault) => {
                    found.fault(*fault);
                    root
                }
            };
        }
        let value = self.node();
        let is_timetable = root.find(&Path::of(&self.path)).and_then(Node::entries).is_some_and(|entries| {
            entries.iter().any(|e| TIMETABLE.contains(&e.key.as_str())) && !days_of_a_roster(entries)
        });
        if is_timetable && value.number().is_some() {
            return over(root, keys.into_iter().chain(["base"]), value);
        }
        self.put(root, &keys, value)
    }

    /// The timetable whose base it has replaced, in the scenario that it was applied to.
    pub fn base_of(&self, root: &Node) -> Option<Path> {
        let path = Path::of(self.path.strip_suffix(".base").unwrap_or(&self.path));
        let replaced = self.operation == Operation::Replace && self.node().entries().is_none();
        (replaced && root.find(&path)?.get("base").is_some()).then_some(path)
    }

    /// A value in place of what stood there: a distribution set is not mixed with the one before it.
    fn put(&self, root: Node, keys: &[&str], value: Node) -> Node {
        let nothing = Node { origin: self.origin(), value: Value::Null };
        let cleared = over(root, keys.iter().copied(), nothing);
        over(cleared, keys.iter().copied(), value)
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

/// A number as typed, with the unit of a length of time if it has one: `12`, `5.5d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number.
    pub number: f64,
    /// `d`, `h`, `min`, `w`, or nothing.
    pub unit: String,
}

impl Figure {
    /// From its text; `None` where that is no such number.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, unit) = text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()));
        let number: f64 = number.trim().parse().ok()?;
        let known = matches!(unit, "" | "d" | "h" | "min" | "w");
        (known && number.is_finite()).then(|| Self { number, unit: unit.to_owned() })
    }

    /// Of a value in a file: a number, or a length of time as text. `None` where it is neither.
    pub fn typed(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Number(number) => Some(Self { number: number.as_f64()?, unit: String::new() }),
            serde_json::Value::String(text) => Self::of(text).filter(|figure| !figure.unit.is_empty()),
            _ => None,
        }
    }

    /// The ends of a range in a file, the least first.
    pub fn ends(range: &serde_json::Value) -> Option<[Self; 2]> {
        let [one, other] = range.as_array()?.as_slice() else { return None };
        let (one, other) = (Self::typed(one)?, Self::typed(other)?);
        Some(if one.number > other.number { [other, one] } else { [one, other] })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit)
    }
}

/// Whether these are the people on duty by day.
fn days_of_a_roster(entries: &[Entry]) -> bool {
    is_roster(entries.iter().map(|entry| entry.key.as_str()))
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
