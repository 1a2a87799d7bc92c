//! How many of one buys what the other does, as a page, files and charts.

mod files;
mod page;
mod picture;
mod standing;

use serde_json::Value;

use crate::base::ratio::{Ratio, RatioInterval};
use crate::base::statistics::holm;
use crate::experiment::address::Address;
use crate::experiment::compare::Difference;
use crate::experiment::exchange::again::TradedAgain;
use crate::experiment::exchange::equal::Equal;
use crate::experiment::exchange::{Exchange, Trade};
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::stands::Again;
use crate::experiment::sweep::Point;
use crate::experiment::unpriced::Unpriced;
use crate::measures::outcome::Outcome;
use crate::report::addresses::within;
use crate::report::page::Page;
use crate::report::paths::{in_plural, one_of, so_many};
use crate::report::source::runs_of_each;
use crate::report::study::{File, Front, Picture, Ran, Report};
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
    /// What differs between the points and has no price.
    pub unpriced: &'a [Unpriced],
    /// The outcome that judges the trade.
    pub on: Address,
    /// Whether the outcome was asked for, or is the usual one.
    pub asked: bool,
    /// How many replications.
    pub runs: u64,
    /// Every replication.
    pub store: &'a Points,
    /// The same with a longer warm-up, where a place needs longer to settle.
    pub again: &'a Again<TradedAgain>,
}

impl Report for Traded<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        Ran::of(
            self.runs,
            runs_of_each([self.runs], "amount"),
            self.store.replications().chain(self.again.replications()),
        )
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("exchange.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        Front::answering(page::answer(self), self.standing())
    }
}

impl Traded<'_> {
    fn on(&self) -> &'static Outcome {
        self.on.outcome()
    }

    /// The outcome in words, within a sentence.
    fn outcome(&self) -> String {
        within(self.on, &self.base.names)
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
        self.exchange.effects[point]
    }

    /// For each point, whether its effect is clear with all amounts of the same thing taken together
    /// (Holm), as it must be for a rate.
    fn clear(&self) -> Vec<bool> {
        let p: Vec<Option<f64>> =
            self.exchange.effects.iter().map(|effect| effect.as_ref().and_then(|d| d.p)).collect();
        let (given, bought) = p.split_at(self.trade.give_amounts.len().min(p.len()));
        [given, bought].into_iter().flat_map(|side| holm(side, 0.05)).collect()
    }

    /// The most that was bought.
    fn most_bought(&self) -> f64 {
        self.trade.buy_amounts.last().copied().unwrap_or(0.0)
    }

    /// What the amount given with this index does as much as, in a sentence: `8 places of … do what 5 places
    /// of … do`.
    fn sentence(&self, i: usize) -> String {
        let amount = self.trade.give_amounts[i];
        let given = so_many(self.base, &self.trade.give, amount);
        let bought = |n: f64| so_many(self.base, &self.trade.buy, n);
        match self.exchange.equal[i].value.map(rounded) {
            Some(n) => format!("{given} {} what {} {}", verb(amount), bought(n), verb(n)),
            None => format!(
                "{given} {} more than {} {}",
                verb(amount),
                bought(self.most_bought()),
                verb(self.most_bought())
            ),
        }
    }

    /// How many given stand for one bought at equal effect; the least and the most that the data do not
    /// exclude, where they have an end.
    fn rate(&self, i: usize) -> (Option<f64>, [Option<f64>; 2]) {
        let (amount, equal) = (self.trade.give_amounts[i], self.exchange.equal[i]);
        let over = |n: Option<f64>| n.filter(|n| *n > 0.0).map(|n| amount / n);
        (over(equal.value), [over(equal.high), over(equal.low)])
    }

    /// What so many bought would cost to run and set up, by straight lines between those measured.
    fn spent_on(&self, n: f64) -> Option<f64> {
        let given = self.trade.give_amounts.len();
        let (mut from, mut before) = (0.0, 0.0);
        for (i, amount) in self.trade.buy_amounts.iter().enumerate() {
            let spent = self.money[given + i].as_ref()?.spent.mean;
            if n <= *amount {
                return Some(before + (n - from) / (amount - from) * (spent - before));
            }
            (from, before) = (*amount, spent);
        }
        None
    }
}

fn verb(amount: f64) -> &'static str {
    if (amount - 1.0).abs() < 1e-9 { "does" } else { "do" }
}

/// So many, as finely as anybody reads it.
fn rounded(n: f64) -> f64 {
    let step = if n.abs() < 1.0 { 100.0 } else { 10.0 };
    (n * step).round() / step
}

/// How many do as much, as far as it is known: `4.1 to 6`, `4.1 to more than 5`.
fn sure_of(equal: &Equal, most: f64) -> String {
    match (equal.low.map(rounded), equal.high.map(rounded)) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} to more than {most}"),
        (None, _) => format!("surely more than {most}"),
    }
}

/// How far a rate is known, from the ends that it has.
fn sure_of_rate([low, high]: [Option<f64>; 2]) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", rate(low), rate(high)),
        (None, Some(high)) => format!("{} or less", rate(high)),
        (Some(low), None) => format!("{} or more", rate(low)),
        (None, None) => "not known".to_owned(),
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
