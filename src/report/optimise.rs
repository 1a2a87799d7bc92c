//! The cheapest mix that meets a target, as a page, files and charts.

pub mod files;
mod page;
pub mod picture;

pub use page::page;

use super::differences::words_of;
use super::sweep::settings_in_words;
use super::words::Grain;
use crate::experiment::optimise::{Asked, Optimum, Side, Target};
use crate::experiment::sweep::Point;
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Optimised<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What is varied.
    pub axes: &'a [Axis],
    /// The points.
    pub points: &'a [Point],
    /// What was asked.
    pub asked: &'a Asked,
    /// What was found.
    pub found: &'a Optimum,
    /// The seed of all luck.
    pub seed: u64,
}

impl Optimised<'_> {
    fn minimised(&self) -> &'static Outcome {
        &SYSTEM[self.asked.minimise]
    }

    fn label(&self, point: usize) -> String {
        settings_in_words(self.base, &self.points[point].settings)
    }

    /// Whether the choice is sure, and each target holds with the asked confidence.
    pub fn is_met(&self) -> bool {
        let holds =
            self.found.chosen.as_ref().is_some_and(|chosen| chosen.holds.iter().all(|(_, holds)| *holds));
        holds && self.found.selection.decided
    }
}

/// A target in words: `Nine in ten leave within (days) at most 2`.
fn target_in_words(target: &Target) -> String {
    let side = if target.side == Side::AtMost { "at most" } else { "at least" };
    let outcome = &SYSTEM[target.outcome];
    format!(
        "{} {side} {}",
        words_of(outcome.name),
        Grain::finer(outcome.unit, target.value).show(target.value)
    )
}
