//! Options beside a baseline, as a page, files and charts. `page` makes the text, `files` the contents
//! of files, `picture` the chart.

pub mod files;
mod page;
pub mod picture;

pub use page::page;

use super::steadiness::between;
use crate::experiment::compare::{Comparison, Difference, Differences};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::scenario::Scenario;
use crate::scenario::names::in_words;
use crate::scenario::unstable::Unsteady;

/// What there is to report. The first scenario is the baseline.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The scenarios.
    pub scenarios: &'a [Scenario],
    /// A name of its own for each, from its file.
    pub stems: &'a [String],
    /// How a reader should name each.
    pub labels: &'a [String],
    /// What each found.
    pub findings: &'a [Findings],
    /// What the options change.
    pub comparison: &'a Comparison,
    /// How many replications, of which seed.
    pub how: Replications,
}

impl Compared<'_> {
    /// The outcome by which options are ranked.
    fn by(&self) -> &'static Outcome {
        &SYSTEM[self.comparison.by]
    }

    /// The difference of an option in the outcome by which options are ranked.
    fn ranking(&self, option: usize) -> Option<&Difference> {
        self.comparison.options[option].system[self.comparison.by].as_ref()
    }

    /// What an option changes, and how a reader should name it.
    fn option(&self, option: usize) -> (&Differences, &str) {
        (&self.comparison.options[option], self.label(option + 1))
    }

    /// How a reader should name a scenario.
    fn label(&self, scenario: usize) -> &str {
        &self.labels[scenario]
    }

    /// Whether what an option changes of an outcome is not steady.
    fn unsteady(&self, option: usize, outcome: &str) -> Option<Unsteady> {
        between(&self.scenarios[0], &self.scenarios[option + 1], outcome)
    }
}

/// How a reader should name scenarios: by their names; with those of their files where several have the
/// same, as overlays that do not name themselves have.
pub fn labels(scenarios: &[Scenario], stems: &[String]) -> Vec<String> {
    let name = |scenario: &Scenario| scenario.names.scenario.clone();
    let same = |one: &Scenario| scenarios.iter().filter(|other| name(other) == name(one)).count() > 1;
    let told = |(scenario, stem): (&Scenario, &String)| match name(scenario) {
        name if name == *stem => in_words(&stem.replace('-', "_")),
        name if same(scenario) => format!("{name} ({stem})"),
        name => name,
    };
    scenarios.iter().zip(stems).map(told).collect()
}

/// Names of their own for scenarios, from their files: a second `winter` is `winter-2`.
pub fn own_stems(scenarios: &[Scenario]) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for scenario in scenarios {
        let mut stem = scenario.stem.clone();
        let mut n = 1;
        while own.contains(&stem) {
            n += 1;
            stem = format!("{}-{n}", scenario.stem);
        }
        own.push(stem);
    }
    own
}
