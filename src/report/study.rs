//! The port between what a study found and its delivery: whatever implements [`Report`] can be written into
//! a folder, printed and repeated, by one way that knows no study. A new study is one more of these.

use std::io;

use serde_json::{Map, Value};

use super::brief::{Replay, Sentence, Tile};
use super::charts::Chart;
use super::page::Page;
use super::source::Source;
use crate::measures::Replication;
use crate::scenario::Scenario;

/// What a study has to tell.
pub trait Report {
    /// The scenario as it is, or the baseline of several.
    fn base(&self) -> &Scenario;

    /// How much was run.
    fn ran(&self) -> Ran;

    /// The whole of `results.json`: the same for the same scenario, seed and runs, whatever the machine.
    fn results(&self) -> Value;

    /// Other files, by their names in the folder.
    fn files(&self) -> Vec<File>;

    /// Charts; none where there is nothing to draw.
    fn pictures(&self) -> Vec<Picture>;

    /// The page: what was run, sentences and tables, without where the files are.
    fn page(&self) -> Page;

    /// What stands first in a report, where a study knows more than that its first sentence is the answer and its
    /// first chart the one to look at.
    fn front(&self) -> Front {
        Front::default()
    }

    /// One run, day by day; nothing where there is none to show.
    fn replay(&self) -> Option<Replay> {
        None
    }

    /// What `manifest.json` says of the scenario, so that the study can be repeated.
    fn repeated(&self) -> Map<String, Value> {
        repeated(self.base())
    }

    /// Whether the asked precision or target was reached.
    fn is_met(&self) -> bool {
        true
    }
}

/// What stands first in a report. What is left empty is taken from the page.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The answer in one sentence; where it is none, the first sentence of the page.
    pub answer: Option<String>,
    /// The numbers behind the answer, as JSON pointers into `results.json`.
    pub answer_of: Vec<String>,
    /// What has to be known with the answer, the most important first.
    pub caveats: Vec<Sentence>,
    /// At most three figures.
    pub tiles: Vec<Tile>,
    /// The chart to look at, by its name.
    pub chart: Option<&'static str>,
    /// What the answer rests on, beside the provenance of the scenario's figures.
    pub rests_on: Vec<Sentence>,
    /// Below which heading a chart belongs, by their names; the others stand together at the end.
    pub charts_below: Vec<(&'static str, &'static str)>,
}

impl Front {
    /// The first of these sentences is the answer, and whether it stands has to be known with it.
    pub(super) fn answering(answers: Vec<String>, standing: Vec<String>) -> Self {
        let answer = answers.into_iter().next();
        Self { answer, caveats: standing.into_iter().map(Sentence::from).collect(), ..Self::default() }
    }
}

/// How much was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Runs of the scenario as it is.
    pub runs: u64,
    /// Runs in words, at the foot of charts: `100 runs of each point`.
    pub in_words: String,
    /// People of all runs, warm-up included.
    pub people: u64,
    /// Events of all runs.
    pub events: u64,
}

impl Ran {
    /// So much, with the people and events of these replications.
    pub fn of<'a>(runs: u64, in_words: String, all: impl IntoIterator<Item = &'a Replication>) -> Self {
        let (people, events) = all.into_iter().fold((0, 0), |(p, e), r| (p + r.people, e + r.events));
        Self { runs, in_words, people, events }
    }
}

/// A file that a study made, or why it could not be made.
pub struct File {
    /// Its name in the folder, as in `runs.csv`.
    pub name: String,
    /// What is in it.
    pub bytes: io::Result<Vec<u8>>,
}

impl File {
    /// A file of this name.
    pub fn of(name: impl Into<String>, bytes: io::Result<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes }
    }
}

/// A chart and the name of its file, without ending.
pub struct Picture {
    /// As in `charts/nctr-by-day.svg`.
    pub name: &'static str,
    /// What is drawn.
    pub chart: Chart,
}

/// What repeats a study of one scenario: its name, and all that stands in it.
pub(super) fn repeated(base: &Scenario) -> Map<String, Value> {
    let name = base.names.scenario.clone().into();
    [("name".to_owned(), name), ("scenario".to_owned(), base.resolved.clone())].into_iter().collect()
}

/// Where the figures of a report's charts come from; `seed` is that of all luck.
pub fn source(report: &dyn Report, seed: u64) -> Source<'_> {
    Source { scenario: report.base(), runs: report.ran().in_words, seed }
}
