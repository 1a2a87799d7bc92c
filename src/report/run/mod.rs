//! A scenario that was run, as a page, files and charts. `front` says what stands first, `page` makes the text from the sentences of
//! `headline`, `files` the tables, `pictures` the charts, `flow` the one of all places, `replay` the first of its runs day by day, `stress` a description of the model, `observed` the
//! run beside what was observed.

pub mod files;
mod flow;
mod front;
pub mod headline;
mod national;
pub mod observed;
mod outcomes;
pub mod page;
pub mod pictures;
mod replay;
pub mod results;
mod sheet;
pub mod stress;
mod way;

use serde_json::Value;

use crate::experiment::Findings;
use crate::experiment::observed::Compared;
use crate::measures::Replication;
use crate::report::brief::Replay;
use crate::report::page::Page;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::report::words::count;
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The scenario that was run.
    pub scenario: &'a Scenario,
    /// Its replications, in their order.
    pub replications: &'a [Replication],
    /// What they found.
    pub findings: &'a Findings,
    /// The same beside what was observed; nothing where nothing was.
    pub observed: &'a [Compared],
}

impl Report for Run<'_> {
    fn base(&self) -> &Scenario {
        self.scenario
    }

    fn ran(&self) -> Ran {
        let runs = self.findings.runs;
        Ran::of(runs, count(runs, "run"), self.replications)
    }

    fn results(&self) -> Value {
        results::results(self)
    }

    fn files(&self) -> Vec<File> {
        let mut made = vec![
            File::of("daily.csv", files::daily(self)),
            File::of("runs.csv", files::runs(self)),
            File::of("occupancy.csv", files::occupancy(self)),
        ];
        if let Some(replay) = self.replay() {
            made.push(File::of("replay.csv", replay::file(&replay)));
        }
        if !self.observed.is_empty() {
            made.push(File::of("observed.csv", observed::csv(self.observed)));
        }
        made.push(File::of("stress-des.md", Ok(stress::page(self).into_bytes())));
        made
    }

    fn pictures(&self) -> Vec<Picture> {
        pictures::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        front::front(self)
    }

    fn replay(&self) -> Option<Replay> {
        replay::replay(self)
    }

    fn is_met(&self) -> bool {
        self.findings.reached.as_ref().is_none_or(|reached| reached.met)
    }
}
