//! Options beside a baseline, as a page, files and charts. `page` makes the text, `files` the contents
//! of files, `picture` the chart.

pub mod files;
mod page;
pub mod picture;

pub use page::page;

use super::words::Grain;
use crate::experiment::compare::{Comparison, Difference, Differences};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::scenario::Scenario;
use crate::scenario::names::in_words;

/// What the letters stand for, said once on each page and chart.
const NCTR: &str = "NCTR: no criteria to reside, well enough to leave hospital.";
/// Outcomes shown for each option beside the one that ranks them.
const ROWS: &[(&str, &str)] = &[
    ("nctr_bed_days", "Bed-days with NCTR"),
    ("nctr_people", "People with NCTR at any moment"),
    ("delay_days_mean", "Days from ready to leaving, mean"),
    ("delay_days_p90", "Nine in ten leave within (days)"),
    ("discharges", "People who left hospital alive"),
    ("acute_occupancy", "Acute beds in use (points)"),
    ("bed_wait_hours_mean", "Hours an emergency waits for a bed"),
    ("electives_cancelled", "Planned admissions cancelled"),
    ("waiting_in_community", "People waiting outside hospital"),
    ("care_home_admissions", "New care home residents"),
    ("cost_total", "Cost of beds and services"),
];
/// What there is to report. The first scenario is the baseline.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The scenarios.
    pub scenarios: &'a [Scenario],
    /// A name of its own for each, from its file.
    pub stems: &'a [String],
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

    /// How a reader should name a scenario: its name; with the name of its file where others have the
    /// same.
    fn label(&self, scenario: usize) -> &str {
        let name = &self.scenarios[scenario].names.scenario;
        let same = self.scenarios.iter().filter(|other| other.names.scenario == *name).count();
        if same > 1 || name.is_empty() { &self.stems[scenario] } else { name }
    }

    /// A fingerprint of all scenarios in their order.
    pub fn fingerprint(scenarios: &[Scenario]) -> String {
        let mut hasher = blake3::Hasher::new();
        for scenario in scenarios {
            hasher.update(scenario.fingerprint.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
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

/// An outcome in words.
fn words_of(name: &str) -> String {
    let known = ROWS.iter().find(|(row, _)| *row == name);
    known.map_or_else(|| in_words(name), |(_, words)| (*words).to_owned())
}

/// A difference with its sign: `+35`, `−1,090`, `0`.
fn signed(grain: Grain, x: f64) -> String {
    let text = grain.show(x.abs());
    match x {
        _ if !text.contains(|c: char| ('1'..='9').contains(&c)) => "0".to_owned(),
        x if x < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

/// How finely a difference is shown: percentage points and hours as they are.
fn grain(difference: &Difference) -> Grain {
    let [low, high] = difference.precision95.unwrap_or([difference.mean; 2]);
    let size = difference.mean.abs().max(low.abs()).max(high.abs());
    if difference.unit == "share" { Grain::finer("share", size) } else { Grain::of(difference.unit, size) }
}

/// A range with signs.
fn signed_range(grain: Grain, range: Option<[f64; 2]>) -> String {
    range.map_or_else(
        || "-".to_owned(),
        |[low, high]| format!("{} to {}", signed(grain, low), signed(grain, high)),
    )
}
