//! A scenario with some values varied, as a page, files and charts. `page` makes the text, `files` the
//! contents of files, `picture` the charts.

mod files;
mod page;
mod picture;
mod standing;

use serde_json::Value;

use crate::experiment::points::Points;
use crate::experiment::stands::Again;
use crate::experiment::sweep::again::SweptAgain;
use crate::experiment::sweep::{At, Costs, Point, Sweep};
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::report::page::Page;
use crate::report::paths::settings_in_words;
use crate::report::source::runs_of_each;
use crate::report::steadiness::note_of_several;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::scenario::Scenario;
use crate::scenario::unstable::{Unstable, Unsteady};

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Swept<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What is varied.
    pub axes: &'a [Axis],
    /// The points, in the order of the design.
    pub points: &'a [Point],
    /// What was found at each.
    pub found: &'a Sweep,
    /// The outcome that page and charts show, as an index in [`SYSTEM`].
    pub by: usize,
    /// Whether that outcome was asked for, or is the usual one.
    pub asked: bool,
    /// Whether the least and the greatest of it clearly differ.
    pub apart: bool,
    /// Where costs are least.
    pub costs: &'a Costs,
    /// Every replication.
    pub store: &'a Points,
    /// The points of the least and the greatest mean, where they were to be looked at again.
    pub ends: &'a [usize],
    /// These with a longer warm-up, where a place needs longer to settle.
    pub again: &'a Again<SweptAgain>,
}

impl Report for Swept<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        let in_words = runs_of_each(self.store.runs(), "point");
        Ran::of(self.found.base.runs, in_words, self.store.replications().chain(self.again.replications()))
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("sweep.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        Front::answering(page::answers(self), self.standing())
    }

    fn is_met(&self) -> bool {
        let all = self.found.points.iter().chain([&self.found.base]);
        all.map(|found| &found.reached).all(|reached| reached.as_ref().is_none_or(|of| of.met))
    }
}

impl Swept<'_> {
    fn by(&self) -> &'static Outcome {
        &SYSTEM[self.by]
    }

    /// Whether a point is the scenario as it is.
    fn is_base(&self, point: usize) -> bool {
        self.points[point].scenario.fingerprint == self.base.fingerprint
    }

    /// The estimates of a point, or of the scenario as it is.
    fn system(&self, at: At) -> &[crate::experiment::Estimate] {
        match at {
            At::Today => &self.found.base.system,
            At::Point(point) => &self.found.points[point].system,
        }
    }

    /// A point in words, or that it is the scenario as it is.
    fn place(&self, at: At) -> String {
        match at {
            At::Today => "as it is".to_owned(),
            At::Point(point) if self.is_base(point) => {
                format!("as it is, {}", settings_in_words(self.base, &self.points[point].settings))
            }
            At::Point(point) => settings_in_words(self.base, &self.points[point].settings),
        }
    }

    /// What has no price in the difference of a point from the scenario as it is.
    fn unpriced(&self, point: usize, unit: &str) -> &[crate::experiment::unpriced::Unpriced] {
        let differences = self.found.points[point].differences.as_ref();
        crate::report::money::unpriced_of(unit, differences.and_then(|d| d.money.as_ref()))
    }

    /// Whether an outcome is not steady at a point.
    fn unsteady(&self, point: usize, outcome: usize) -> Option<Unsteady> {
        Unstable::of(&self.points[point].scenario).outcome(SYSTEM[outcome].name)
    }

    /// What to know of an outcome before points are set side by side.
    fn steady(&self, outcome: usize) -> Option<String> {
        let points = self.points.iter().map(|point| &point.scenario);
        note_of_several(std::iter::once(self.base).chain(points), SYSTEM[outcome].name)
    }

    /// Points by the mean of the outcome that is shown, the least first.
    fn ranked(&self) -> Vec<usize> {
        let key = |&i: &usize| self.found.points[i].system[self.by].mean.unwrap_or(f64::INFINITY);
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|a, b| key(a).total_cmp(&key(b)));
        order
    }
}
