//! How long a run remembers how it started, as a page, files and charts. `page` makes the text, `files`
//! the contents of files, `picture` the charts.

mod files;
mod page;
mod picture;

use crate::scenario::plan::ServiceIndex;
use serde_json::Value;

use crate::experiment::warm_up::WarmUp;
use crate::measures::midnights::Count;
use crate::report::page::Page;
use crate::report::source::runs_of_each;
use crate::report::study::{File, Picture, Ran, Report};
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct WarmedUp<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What was found.
    pub found: &'a WarmUp,
}

impl Report for WarmedUp<'_> {
    fn base(&self) -> &Scenario {
        self.scenario
    }

    fn ran(&self) -> Ran {
        let (runs, in_words) = (self.found.how.runs, runs_of_each([self.found.how.runs], "start"));
        Ran { runs, in_words, people: self.found.people, events: self.found.events }
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("warm-up.csv", files::by_day(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }
}

impl WarmedUp<'_> {
    /// A fingerprint of its own, so that the folder of a run is not taken for one of this.
    pub fn fingerprint(scenario: &Scenario) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"warm-up");
        hasher.update(scenario.fingerprint.as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// A count as in files: `line:home_care`.
    fn key(&self, count: Count) -> String {
        let service = |s: ServiceIndex| &self.scenario.names.services[s].key;
        match count {
            Count::InBeds => "in_beds".to_owned(),
            Count::PastReady => "past_ready".to_owned(),
            Count::BedQueue => "bed_queue".to_owned(),
            Count::People(s) => format!("people:{}", service(s)),
            Count::Line(s) => format!("line:{}", service(s)),
        }
    }

    /// A count in words, as in "what remembers longest is …".
    fn words(&self, count: Count) -> String {
        let service = |s: ServiceIndex| &self.scenario.names.services[s].label;
        match count {
            Count::InBeds => "people in acute beds".to_owned(),
            Count::PastReady => "people past ready in acute beds".to_owned(),
            Count::BedQueue => "the queue for an acute bed".to_owned(),
            Count::People(s) => format!("people in {}", service(s)),
            Count::Line(s) => format!("the queue for {}", service(s)),
        }
    }
}
