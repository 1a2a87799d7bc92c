//! What a study found, as data: the answer, the tiles, the tables and charts, what they rest on and how to repeat
//! them. Every form of a report is made from a [`Brief`] and from nothing else, so the terminal, `report.html`,
//! `report.pdf` and `results.xlsx` say the same sentences. It is kept as `findings.json`, from which
//! `wardflow report` makes the others again without simulating.
//!
//! `figure` is a chart with its table, `replay` one run day by day; text and tables are `block`s.

pub mod figure;
pub mod replay;
#[cfg(test)]
pub mod sample;

use serde::{Deserialize, Serialize};

use super::block::{Part, Table};
pub use figure::Figure;
pub use replay::Replay;

/// The layout's number; raised when a reader of the old one would go wrong.
pub const SCHEMA: u32 = 1;

/// The file that holds it.
pub const FINDINGS: &str = "findings.json";

/// What a study found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The number of this layout.
    pub schema: u32,
    /// The version that made it.
    pub wardflow: String,
    /// The command: `compare`.
    pub study: String,
    /// What was studied: the name of the scenario, or of the baseline with its options.
    pub title: String,
    /// Period and runs: `182 days from 1 October 2024 to 31 March 2025, 100 runs of each`.
    pub ran: String,
    /// The answer in one sentence, with its range.
    pub answer: Sentence,
    /// What has to be known with it, the most important first; at most three stand on the first page.
    pub caveats: Vec<Sentence>,
    /// What else is said in sentences, the most important first.
    pub points: Vec<Sentence>,
    /// At most three; as change from the baseline where there is one.
    pub tiles: Vec<Tile>,
    /// The figure that stands on the first page, by its name.
    pub chart: Option<String>,
    /// The options, or the outcomes of one scenario.
    pub options: Vec<Table>,
    /// What it rests on: score, doubts, what is left out.
    pub rests_on: Vec<Part>,
    /// Details, in their order: by pathway, service, reason, group.
    pub detail: Vec<Part>,
    /// Every chart.
    pub figures: Vec<Figure>,
    /// One run, day by day, where a study shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<Replay>,
    /// How it was made, and what words mean.
    pub method: Vec<Part>,
    /// Commands that make it again, one to a line.
    pub commands: Vec<String>,
    /// Version, seed, fingerprint and runs, each with its name.
    pub made_of: Vec<(String, String)>,
}

/// A sentence that a rule made from numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The words.
    pub text: String,
    /// The numbers that it was made from, as JSON pointers into `results.json`
    /// (`/outcomes/nctr_bed_days`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
}

/// A figure for the first page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// What it counts: `Bed-days with no criteria to reside`.
    pub label: String,
    /// The figure: `1,120 fewer`.
    pub figure: String,
    /// Its range and what that is: `95% sure: 970 to 1,270 fewer`.
    pub range: String,
    /// What is to be seen beside it: `17,000 without it: 6.6% fewer`.
    pub beside: String,
    /// Whether it is better.
    pub change: Change,
    /// Where its number is in `results.json`.
    pub of: String,
}

/// What a change means for people, in words, never as red or green.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// No change is spoken of: a level.
    #[default]
    Level,
    /// Clearly better.
    Improvement,
    /// Clearly worse.
    Concern,
    /// The interval holds zero.
    NoClearDifference,
}

impl Change {
    /// In words, for the reader; nothing for a level.
    pub fn words(self) -> &'static str {
        match self {
            Self::Level => "",
            Self::Improvement => "better",
            Self::Concern => "worse",
            Self::NoClearDifference => "no clear difference",
        }
    }

    /// A shape that stands beside the words, so that colour says nothing alone; nothing for a level. No arrow, which
    /// would be read as a rise or a fall.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Level => "",
            Self::Improvement => "●",
            Self::Concern => "■",
            Self::NoClearDifference => "◆",
        }
    }
}

impl Sentence {
    /// A sentence and the numbers it was made from.
    pub fn of(text: impl Into<String>, of: &[&str]) -> Self {
        Self { text: text.into(), of: of.iter().map(|&at| at.to_owned()).collect() }
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { text, of: Vec::new() }
    }
}

impl Brief {
    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}
