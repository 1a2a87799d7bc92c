//! Which sources stand, file after file and setting after setting. A source belongs to the figure beside
//! which it was typed: where a later file or a setting changes the figure, it is that of the change.
//! `changed` finds what a file or setting changes.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use super::changed;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::{LONGEST_PATH, Path};

/// The source of what a file changes without a source of its own.
pub const BY_SCENARIO: &str = "given by this scenario";
/// The source of what a setting changes.
pub const BY_SETTING: &str = "given on the command line";

/// Which sources stand, file after file and setting after setting.
#[derive(Clone, Debug, Default)]
pub struct Ledger(pub(super) BTreeMap<String, Standing>);

/// What stands behind a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// The entry of `provenance` with this path.
    Typed,
    /// As an entry above, which came with the change.
    Like(String),
    /// A change without a source.
    Given(&'static str),
}

impl Ledger {
    /// Whether a source stands for what has this path.
    pub fn holds(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// A file or a setting that made `after` of `before`; `stated` are the paths whose entries it has, and
    /// `given` is the source of its other changes.
    pub fn change(&mut self, before: Option<&Node>, after: &Node, stated: &[String], given: &'static str) {
        let changes = before.map(|before| changed::changes(before, after)).unwrap_or_default();
        let at =
            |path: &str| (before.and_then(|node| node.find(&Path::of(path))), after.find(&Path::of(path)));
        let touched: HashSet<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        let above_touched: HashSet<&str> = changes.iter().flat_map(|change| upto(&change.path)).collect();
        let stated: HashSet<&str> = stated.iter().map(String::as_str).collect();
        let above_stated: HashSet<&str> = stated.iter().flat_map(|path| upto(path)).collect();
        // What stands at or below a change is about a figure that is gone. What stands above it stays
        // for what is left; of a timetable the base is the figure.
        let mut figures: HashSet<String> = HashSet::new();
        let mut keep = |path: &str| {
            if upto(path).any(|part| touched.contains(part)) {
                return false;
            }
            if !above_touched.contains(path) {
                return true;
            }
            match at(path) {
                (Some(old), Some(new)) if changed::base(old) == changed::base(new) => {
                    changed::keeps(old, new)
                }
                (Some(_), Some(_)) => {
                    figures.insert(path.to_owned());
                    false
                }
                _ => false,
            }
        };
        // What neither holds a change nor lies in one is left as it is, without a look at it.
        let below = touched.iter().flat_map(|touched| {
            let from = (Bound::Included(*touched), Bound::Unbounded);
            let below = self.0.range::<str, _>(from).map(|(path, _)| path.as_str());
            below.take_while(move |path| path.starts_with(touched))
        });
        let near: HashSet<&str> = below.chain(above_touched.iter().copied()).collect();
        let gone: Vec<String> =
            near.into_iter().filter(|path| self.holds(path) && !keep(path)).map(str::to_owned).collect();
        for path in &gone {
            self.0.remove(path);
        }
        // Nothing asks where no source was typed.
        let older: HashSet<String> =
            if stated.is_empty() { HashSet::new() } else { self.0.keys().cloned().collect() };
        self.0.extend(stated.iter().map(|path| ((*path).to_owned(), Standing::Typed)));
        let holder = |path: &str| upto(path).filter(|part| stated.contains(part)).last().map(str::to_owned);
        for change in &changes {
            // A change as a whole, or the figures in it where some have a source of their own.
            let within =
                above_stated.contains(change.path.as_str()) && !stated.contains(change.path.as_str());
            let whole = if change.figures.is_empty() { &[] } else { std::slice::from_ref(&change.path) };
            for path in if within { &change.figures } else { whole } {
                let path = upto(path).find(|part| figures.contains(*part)).unwrap_or(path);
                let standing = match holder(path) {
                    None => Standing::Given(given),
                    // An older entry between them would be the nearer one.
                    Some(own)
                        if upto(path).any(|part| {
                            part.len() > own.len() && older.contains(part) && !stated.contains(part)
                        }) =>
                    {
                        Standing::Like(own)
                    }
                    Some(_) => continue,
                };
                self.0.insert(path.to_owned(), standing);
            }
        }
    }
}

/// A dotted key after all that it stands in, from the widest on; one that is too long to be a figure's
/// stands in nothing.
fn upto(path: &str) -> impl Iterator<Item = &str> {
    let looked_at = if path.len() > LONGEST_PATH { "" } else { path };
    let ends = looked_at.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(end, _)| end);
    ends.chain([path.len()]).map(|end| &path[..end])
}

/// The paths of which a file states the source.
pub fn stated(file: &Node) -> Vec<String> {
    let entries = file.get("provenance").and_then(Node::entries).unwrap_or_default();
    entries.iter().filter(|e| e.node.entries().is_some()).map(|e| e.key.clone()).collect()
}
