//! The plan in plain sentences that a commissioner can check, each figure with its source.
//!
//! It tells what stands in the file, not what follows from it in a run; only the last part computes:
//! how full each place must become. The `tell` of each section makes its sentences, `loads` the last ones,
//! `kinds` and `words` their parts, `sources` the numbers in brackets.

#![allow(clippy::format_push_string, reason = "sentences are put together; writing to a text cannot fail")]

pub mod kept;
pub mod kinds;
mod loads;
pub mod sources;
pub mod teller;
pub mod words;

use super::Scenario;
use super::sections::file::File;
use super::sections::{
    calendar, costs, events, funds, groups, hospital, hub, initial, onward, pathways, services, steps,
    triggers,
};
use crate::base::visible::on_one_line;
use sources::Sources;
pub use sources::{Cited, NO_SOURCE};
use teller::Teller;

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

impl Scenario {
    /// The scenario in sentences.
    pub fn explain(&self) -> Explanation {
        let mut teller = Teller {
            file: &self.file,
            plan: &self.plan,
            names: &self.names,
            sources: Sources::new(&self.provenance),
        };
        let parts = vec![
            Part { title: "What is simulated", items: calendar::tell::days(&mut teller) },
            Part { title: "Who comes", items: groups::tell::groups(&mut teller) },
            Part { title: "Dated events", items: events::tell::events(&mut teller) },
            Part { title: "The hospital", items: hospital::tell::hospital(&mut teller) },
            Part { title: "Who decides where people go", items: hub::tell::hub(&mut teller) },
            Part { title: "Work on the way out", items: steps::tell::steps(&mut teller) },
            Part { title: "Pathways: who goes where", items: pathways::tell::pathways(&mut teller) },
            Part { title: "Services", items: services::tell::services(&mut teller) },
            Part {
                title: "Capacity that opens on a condition",
                items: triggers::tell::triggers(&mut teller),
            },
            Part { title: "What follows a service", items: onward::tell::onward(&mut teller) },
            Part { title: "Costs", items: costs::tell::costs(&mut teller) },
            Part { title: "Funds", items: funds::tell::funds(&mut teller) },
            Part { title: "Who is there at the start", items: initial::tell::initial(&mut teller) },
            Part { title: "How full it must become", items: loads::loads(&teller) },
            Part { title: "Worlds", items: worlds(&self.file) },
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

/// In which worlds studies run.
fn worlds(file: &File) -> Vec<String> {
    let told = |named: &String| {
        format!(
            "Studies run in the worlds of {}: sets of figures that all fit what was observed. The figures above are those \
             of the scenario as it stands, which `--worlds none` runs.",
            on_one_line(named)
        )
    };
    file.worlds.iter().map(told).collect()
}
