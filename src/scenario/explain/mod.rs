//! The plan in plain sentences that a commissioner can check, each figure with its source.
//!
//! It tells what stands in the file, not what follows from it in a run; only the last parts compute:
//! how full each place must become. `people`, `events`, `hospital`, `work`, `services`, `triggers` and
//! `start` make the sentences, `kinds` and `words` their parts, `sources` the numbers in brackets.

#![allow(clippy::format_push_string, reason = "sentences are put together; writing to a text cannot fail")]

mod events;
mod hospital;
mod kinds;
mod people;
mod services;
mod sources;
mod start;
mod triggers;
mod words;
mod work;

use super::Scenario;
use super::names::{Named, Names};
use super::plan::Plan;
use super::typed::File;
pub(super) use kinds::hours as hours_in_words;
pub use sources::{Cited, NO_SOURCE};

/// A scenario in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The parts in order.
    pub parts: Vec<Part>,
    /// The sources that are cited, from 1 on.
    pub sources: Vec<Cited>,
    /// Whether a figure has no source, and is marked with [`NO_SOURCE`].
    pub missing: bool,
}

/// One thing explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub title: &'static str,
    /// Paragraphs.
    pub items: Vec<String>,
}

/// What every part can see.
struct Teller<'a> {
    file: &'a File,
    plan: &'a Plan,
    names: &'a Names,
    sources: sources::Sources<'a>,
}

impl Teller<'_> {
    /// The mark of the sources behind figures at these paths.
    fn cite(&mut self, paths: &[&str]) -> String {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        self.sources.cite(&paths)
    }

    /// The same for what is no figure, and needs no source.
    fn cite_if_any(&mut self, path: &str) -> String {
        if self.sources.knows(path) { self.cite(&[path]) } else { String::new() }
    }
}

/// The label of a key; the key itself where nothing has it.
fn label(names: &[Named], key: &str) -> String {
    names.iter().find(|name| name.key == key).map_or_else(|| key.to_owned(), |name| name.label.clone())
}

/// The labels of keys.
fn labels(names: &[Named], keys: Option<&Vec<String>>) -> Vec<String> {
    keys.into_iter().flatten().map(|key| label(names, key)).collect()
}

impl Scenario {
    /// The scenario in sentences.
    pub fn explain(&self) -> Explanation {
        let mut teller = Teller {
            file: &self.file,
            plan: &self.plan,
            names: &self.names,
            sources: sources::Sources::new(&self.provenance),
        };
        let parts = vec![
            Part { title: "What is simulated", items: start::days(&mut teller) },
            Part { title: "Who comes", items: people::groups(&mut teller) },
            Part { title: "Dated events", items: events::events(&mut teller) },
            Part { title: "The hospital", items: hospital::hospital(&mut teller) },
            Part { title: "Who decides where people go", items: hospital::hub(&mut teller) },
            Part { title: "Work on the way out", items: work::steps(&mut teller) },
            Part { title: "Pathways: who goes where", items: work::pathways(&mut teller) },
            Part { title: "Services", items: services::services(&mut teller) },
            Part { title: "Capacity that opens on a condition", items: triggers::triggers(&mut teller) },
            Part { title: "What follows a service", items: services::onward(&mut teller) },
            Part { title: "Costs", items: start::costs(&mut teller) },
            Part { title: "Who is there at the start", items: start::initial(&mut teller) },
            Part { title: "How full it must become", items: start::loads(&teller) },
        ];
        let (sources, missing) = teller.sources.finish();
        Explanation {
            parts: parts.into_iter().filter(|part| !part.items.is_empty()).collect(),
            sources,
            missing,
        }
    }
}

#[cfg(test)]
mod tests;
