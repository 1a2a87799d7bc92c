//! How good forecasts were, as a page, files and charts. `page` makes the text, `files` the contents of files,
//! `picture` the charts; `forecast` shows the same table before what it forecasts.

pub(super) mod files;
pub(super) mod page;
pub(super) mod picture;

use jiff::civil::Date;
use serde_json::Value;

use crate::experiment::Replications;
use crate::experiment::backcast::{Backcast, Lead, Scale};
use crate::experiment::worlds::ensemble::Counted;
use crate::experiment::worlds::history::History;
use crate::report::page::Page;
use crate::report::study::{File, Picture, Ran, Report};
use crate::scenario::Scenario;

/// What was asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The weeks ahead that are scored.
    pub weeks: &'a [usize],
    /// By what share the error has to lie below that of the best simple rule, where it has to.
    pub skill: Option<f64>,
}

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Backcasted<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What was reported.
    pub history: &'a History,
    /// What was found.
    pub found: &'a Backcast,
    /// How many sets of figures the runs share.
    pub worlds: usize,
    /// Whether they come from a file.
    pub calibrated: bool,
    /// The last day that the figures of the runs were fitted to, where it is told.
    pub fitted_to: Option<Date>,
    /// How it was run.
    pub how: Replications,
    /// How much was simulated.
    pub counted: Counted,
    /// What was asked.
    pub asked: Asked<'a>,
}

/// Weeks ahead at which skill is required.
const REQUIRED: [usize; 2] = [4, 8];

impl Backcasted<'_> {
    /// The scores of means of weeks.
    pub(super) fn weeks(&self) -> impl Iterator<Item = &Lead> {
        self.found.leads.iter().filter(|lead| lead.scale == Scale::Weeks)
    }

    /// The leads at which skill is required: 4 and 8 weeks, or the last where neither is scored.
    pub(super) fn required(&self) -> Vec<&Lead> {
        let named: Vec<&Lead> = self.weeks().filter(|lead| REQUIRED.contains(&lead.week)).collect();
        if named.is_empty() { self.weeks().last().into_iter().collect() } else { named }
    }

    /// How many forecasts were made from days that the figures were fitted to.
    pub(super) fn knew(&self) -> usize {
        let known = |day: &&usize| self.fitted_to.is_some_and(|to| self.history.date(**day) <= to);
        self.found.origins.iter().filter(known).count()
    }

    /// Those of them that miss what was asked; without forecasts nothing is shown.
    pub(super) fn missed(&self) -> Vec<&Lead> {
        let Some(share) = self.asked.skill else { return Vec::new() };
        let misses = |lead: &&Lead| lead.beside_best_rule().is_none_or(|beside| beside >= 1.0 - share);
        self.required().into_iter().filter(misses).collect()
    }
}

impl Report for Backcasted<'_> {
    fn base(&self) -> &Scenario {
        self.scenario
    }

    fn ran(&self) -> Ran {
        let Counted { runs, people, events } = self.counted;
        Ran { runs, in_words: crate::report::words::count(runs, "run"), people, events }
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("scores.csv", files::scores(self)), File::of("origins.csv", files::origins(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn is_met(&self) -> bool {
        self.missed().is_empty()
    }
}
