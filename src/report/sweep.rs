//! A scenario with some values varied, as a page, files and charts. `page` makes the text, `files` the
//! contents of files, `picture` the charts.

pub mod files;
mod page;
pub mod picture;

pub use page::page;

use super::paths::setting_in_words;
use super::steadiness::note_of_several;
use crate::experiment::sweep::{At, Costs, Point, Sweep};
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::scenario::Scenario;
use crate::scenario::Setting;
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
    /// The seed of all luck.
    pub seed: u64,
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

/// A point in words: `12 places of “Visits”, 1 more person on duty in the hub`.
pub fn settings_in_words(scenario: &Scenario, settings: &[Setting]) -> String {
    let each = settings.iter().map(|setting| setting_in_words(scenario, setting));
    each.collect::<Vec<_>>().join(", ")
}

/// What is set, without its path: `12`, `+ 1`, `− 1`, `× 0.5`.
pub fn value_in_words(setting: &Setting) -> String {
    use crate::scenario::Operation;
    match (setting.operation, setting.value.strip_prefix('-')) {
        (Operation::Replace, _) => setting.value.clone(),
        (Operation::Add, Some(less)) => format!("− {less}"),
        (Operation::Add, None) => format!("+ {}", setting.value),
        (Operation::Multiply, _) => format!("× {}", setting.value),
    }
}
