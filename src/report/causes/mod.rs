//! What delay would go if each thing that people wait for were lifted, as a page, files and a chart.
//! `page` makes the text, `files` the contents of files, `picture` the chart. Waiting to be found by a
//! board round is told beside the delay, of which it is no part.

mod files;
mod page;
mod picture;

use serde_json::Value;

use crate::experiment::causes::{Cause, Causes, Design};
use crate::experiment::points::Points;
use crate::experiment::{Estimate, Replications};
use crate::measures::outcome::{Key, System};
use crate::report::page::Page;
use crate::report::source::runs_of_each;
use crate::report::study::{File, Picture, Ran, Report};
use crate::scenario::Scenario;
use crate::scenario::constraints::{Constraint, Part};

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Lifted<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What was lifted.
    pub design: &'a Design,
    /// What was found.
    pub found: &'a Causes,
    /// Every replication.
    pub store: &'a Points,
    /// How many replications, of which seed.
    pub how: Replications,
}

impl Report for Lifted<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        let in_words = runs_of_each(self.store.runs(), "scenario");
        Ran::of(self.found.base.runs, in_words, self.store.replications())
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("causes.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn is_met(&self) -> bool {
        self.found.reached.as_ref().is_none_or(|reached| reached.met)
    }
}

impl<'a> Lifted<'a> {
    /// The constraints that are parts of these, the one that saves most first.
    fn ranked(&self, parts: &'a [Part]) -> impl Iterator<Item = (&'a Constraint, &'a Cause)> {
        let (constraints, each) = (&self.design.constraints, &self.found.each);
        let order = self.found.order().into_iter().map(|i| (&constraints[i], &each[i]));
        order.filter(|(constraint, _)| parts.contains(&constraint.part))
    }

    /// Acute bed-days that people wait to be found by a round: no delay, but time in a bed all the same.
    fn unseen(&self) -> Estimate {
        let i = System::RoundWaitPeople.index();
        let people = &self.found.base.system[i];
        let days = f64::from(self.base.plan.calendar.measured_days());
        let times = |range: Option<[f64; 2]>| range.map(|ends| ends.map(|x| x * days));
        Estimate {
            unit: "bed-days",
            mean: people.mean.map(|mean| mean * days),
            sd: people.sd * days,
            precision95: times(people.precision95),
            range90: times(people.range90),
            ..*people
        }
    }

    /// Whether the one that saves most on average clearly does.
    fn is_first(&self) -> bool {
        self.found.lead.as_ref().is_some_and(crate::experiment::lead::Lead::is_clear)
    }

    /// The delayed bed-days of the scenario as it is.
    fn delayed(&self) -> f64 {
        let first = crate::experiment::causes::OUTCOMES[0];
        first.of(&self.found.base.system).mean.unwrap_or(0.0)
    }
}
