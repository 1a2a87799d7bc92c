//! What every part of an explanation can see, and the labels that it needs.

use super::sources;
use super::words::quoted;
use crate::scenario::names::{Named, Names};
use crate::scenario::plan::Plan;
use crate::scenario::sections::file::File;

/// What every part can see.
pub struct Teller<'a> {
    /// As typed.
    pub(crate) file: &'a File,
    /// What it comes to.
    pub plan: &'a Plan,
    /// The words for its numbers.
    pub names: &'a Names,
    /// Where figures come from.
    pub sources: sources::Sources<'a>,
}

impl Teller<'_> {
    /// The mark of the sources behind figures at these paths.
    pub fn cite(&mut self, paths: &[&str]) -> String {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        self.sources.cite(&paths)
    }

    /// The same for what is no figure, and needs no source.
    pub fn cite_if_any(&mut self, path: &str) -> String {
        if self.sources.knows(path) { self.cite(&[path]) } else { String::new() }
    }
}

/// The label of a key; the key itself where nothing has it.
pub fn label(names: &[Named], key: &str) -> String {
    names.iter().find(|name| name.key == key).map_or_else(|| key.to_owned(), |name| name.label.clone())
}

/// The labels of keys.
pub fn labels(names: &[Named], keys: Option<&Vec<String>>) -> Vec<String> {
    keys.into_iter().flatten().map(|key| label(names, key)).collect()
}

/// The labels of pathways between quotation marks.
pub fn quoted_pathways(teller: &Teller<'_>, keys: Option<&Vec<String>>) -> Vec<String> {
    labels(&teller.names.pathways, keys).iter().map(|name| quoted(name)).collect()
}
