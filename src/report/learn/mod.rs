//! What better data is worth to a choice, as a page and files.

mod files;
mod page;

use serde_json::{Map, Value as Json, json};

use crate::experiment::compare::Comparison;
use crate::experiment::decide::{Decision, Table};
use crate::experiment::learn::{Learned, Survey, learn};
use crate::report::page::Page;
use crate::report::source::runs_of_each;
use crate::report::study::{File, Picture, Ran, Report};
use crate::scenario::Scenario;

/// Days of a year, to which worth is scaled.
const YEAR: f64 = 365.25;

/// What there is to report. The first scenario is the baseline.
pub struct Learnt<'a> {
    scenarios: &'a [Scenario],
    stems: &'a [String],
    labels: Vec<String>,
    comparison: &'a Comparison,
    surveys: Vec<Survey>,
    /// By the outcome, and in pounds.
    found: Vec<(&'a Table, Learned)>,
}

impl<'a> Learnt<'a> {
    /// From a comparison in several worlds.
    pub fn of(
        scenarios: &'a [Scenario],
        (stems, labels): (&'a [String], Vec<String>),
        comparison: &'a Comparison,
        surveys: Vec<Survey>,
        seed: u64,
    ) -> Self {
        let tables = comparison.decision.iter().flat_map(|decision| [&decision.pounds, &decision.outcome]);
        let figures = comparison.decision.as_ref().map(|decision| &decision.figures);
        let found = tables.flatten().zip(figures.into_iter().cycle());
        let found = found.map(|(table, figures)| (table, learn(table, figures, &surveys, seed))).collect();
        Self { scenarios, stems, labels, comparison, surveys, found }
    }

    /// The decision that is to be made.
    fn decision(&self) -> Option<&Decision> {
        self.comparison.decision.as_ref()
    }

    /// From worth over the measured days to that of a year.
    fn a_year(&self) -> f64 {
        YEAR / f64::from(self.base().plan.calendar.measured_days())
    }
}

impl Report for Learnt<'_> {
    fn base(&self) -> &Scenario {
        &self.scenarios[0]
    }

    fn ran(&self) -> Ran {
        let runs = self.comparison.replications[0].len() as u64;
        Ran::of(runs, runs_of_each([runs], "scenario"), self.comparison.replications.iter().flatten())
    }

    fn results(&self) -> Json {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("learn.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        page::picture(self).into_iter().collect()
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn repeated(&self) -> Map<String, Json> {
        let each = self.stems.iter().zip(self.scenarios).map(|(stem, scenario)| {
            let told = json!({ "fingerprint": scenario.fingerprint, "scenario": scenario.resolved });
            (stem.clone(), told)
        });
        let scenarios = Json::Object(each.collect());
        std::iter::once(("scenarios".to_owned(), scenarios)).collect()
    }
}
