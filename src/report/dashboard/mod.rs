//! What a steering group has on one screen: a few measures as they were reported, judged by statistical process
//! control, and what is expected of them. `words` names measures, `said` makes the sentences, `page` the page, `files`
//! the files, `picture` the chart, `since` reads the last one.

mod files;
mod page;
mod picture;
mod said;
pub mod since;
mod words;

use jiff::civil::Date;
use serde_json::Value;

use crate::experiment::dashboard::{MEETING, Panel, Reported};
use crate::experiment::spc::Spc;
use crate::experiment::spc::rules::{Side, Signal};
use crate::measures::Replication;
use crate::measures::outcome::Better;
use crate::report::charts::Flag;
use crate::report::page::Page;
use crate::report::run::files::measure_name;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::report::words::count;
use crate::scenario::Scenario;
use since::Since;
use words::{Told, told};

/// What there is to report.
pub struct Dashboard<'a> {
    /// The scenario that was run.
    pub scenario: &'a Scenario,
    /// Its replications, in their order.
    pub replications: &'a [Replication],
    /// The seed of all luck.
    pub seed: u64,
    /// What was reported.
    pub reported: &'a Reported,
    /// The measures, in the order in which they were asked.
    pub panels: &'a [Panel],
    /// The first and the last day of the fixed baseline.
    pub baseline: Option<[Date; 2]>,
    /// Days from which on the process is known to be another.
    pub steps: &'a [Date],
    /// The dashboard of the last meeting.
    pub since: Option<&'a Since>,
}

impl Dashboard<'_> {
    /// A measure as files name it.
    fn name(&self, panel: &Panel) -> String {
        measure_name(panel.measure, &self.scenario.names)
    }

    /// A measure in words.
    fn told(&self, panel: &Panel) -> Told {
        told(panel.measure, &self.scenario.names)
    }

    /// Whether the runs begin with people who were counted.
    fn is_counted(&self) -> bool {
        self.scenario.resolved.get("initial").is_some_and(|initial| !initial.is_null())
    }

    /// The first day of which signs of change are for this meeting, among the days that were reported.
    fn meeting_from(&self) -> usize {
        let usual = self.reported.days.saturating_sub(MEETING);
        self.since.map_or(usual, |since| usize::try_from(self.reported.day(since.today)).unwrap_or(0))
    }

    /// Signs of change that are for this meeting.
    fn recent<'b>(&self, panel: &'b Panel) -> impl Iterator<Item = &'b Signal> {
        panel.signals_from(self.meeting_from())
    }

    /// How many measures have enough history to be judged.
    fn judged(&self) -> usize {
        self.panels.iter().filter(|panel| panel.spc.as_ref().and_then(Spc::now).is_some()).count()
    }

    /// How many measures have a sign of change that means this.
    fn with(&self, flag: Flag) -> usize {
        self.panels.iter().filter(|panel| self.change(panel) == Some(flag)).count()
    }

    /// What the latest sign of change for this meeting means; `None` where there is none.
    fn change(&self, panel: &Panel) -> Option<Flag> {
        let better = self.told(panel).better;
        self.recent(panel).last().map(|signal| flag(better, signal.side))
    }
}

/// What a sign of change means where this is better.
fn flag(better: Better, side: Side) -> Flag {
    match (better, side) {
        (Better::Neither, _) => Flag::Change,
        (Better::Higher, Side::High) | (Better::Lower, Side::Low) => Flag::Improvement,
        (Better::Higher, Side::Low) | (Better::Lower, Side::High) => Flag::Concern,
    }
}

impl Report for Dashboard<'_> {
    fn base(&self) -> &Scenario {
        self.scenario
    }

    fn ran(&self) -> Ran {
        let runs = self.replications.len() as u64;
        Ran::of(runs, count(runs, "run"), self.replications)
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of(since::FILE, files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        vec![picture::picture(self)]
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        page::front(self)
    }
}
