//! How many of one buys what the other does, as a page, files and charts; and what one more of each
//! capacity changes. `marginal` is the second.

pub mod files;
pub mod marginal;
mod page;
pub mod picture;

pub use page::page;

use super::paths::{in_plural, one_of};
use crate::base::ratio::{Ratio, RatioInterval};
use crate::experiment::compare::Difference;
use crate::experiment::exchange::{Exchange, Trade};
use crate::experiment::money::Money;
use crate::experiment::sweep::Point;
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::scenario::Scenario;

/// What there is to report of a trade.
#[derive(Clone, Copy)]
pub struct Traded<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What is given and bought.
    pub trade: &'a Trade,
    /// The points: amounts given, then amounts bought.
    pub points: &'a [Point],
    /// What was found.
    pub exchange: &'a Exchange,
    /// What each point costs and avoids.
    pub money: &'a [Option<Money>],
    /// The outcome that is judged, as an index in [`SYSTEM`].
    pub on: usize,
    /// Whether the outcome was asked for, or is the usual one.
    pub asked: bool,
    /// How many replications.
    pub runs: u64,
    /// The seed of all luck.
    pub seed: u64,
}

impl Traded<'_> {
    fn on(&self) -> &'static Outcome {
        &SYSTEM[self.on]
    }

    fn given(&self) -> String {
        in_plural(self.base, &self.trade.give)
    }

    fn bought(&self) -> String {
        in_plural(self.base, &self.trade.buy)
    }

    fn one_bought(&self) -> String {
        one_of(self.base, &self.trade.buy)
    }

    /// The effect of a point on the outcome.
    fn effect(&self, point: usize) -> Option<Difference> {
        self.exchange.found.points[point].differences.as_ref().and_then(|d| d.system[self.on])
    }
}

/// A rate: `2.1`, or `0.35`.
fn rate(x: f64) -> String {
    if x.abs() >= 10.0 {
        format!("{x:.0}")
    } else if x.abs() >= 1.0 {
        format!("{x:.1}")
    } else {
        format!("{x:.2}")
    }
}

/// What the data do not exclude, in words.
fn interval(ratio: &Ratio) -> String {
    match ratio.interval {
        RatioInterval::Between(low, high) => format!("{} to {}", rate(low), rate(high)),
        RatioInterval::Outside(_, high) if ratio.value >= high => format!("{} or more", rate(high)),
        RatioInterval::Outside(low, _) => format!("{} or less", rate(low)),
        RatioInterval::Anything => "anything".to_owned(),
    }
}
