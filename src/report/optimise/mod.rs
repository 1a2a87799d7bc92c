//! The cheapest mix that meets a target, as a page, files and charts.

mod files;
mod page;
mod picture;
mod standing;
mod tables;

use serde_json::Value;

use crate::experiment::address::Address;
use crate::experiment::optimise::again::ChosenAgain;
use crate::experiment::optimise::edges::Edge;
use crate::experiment::optimise::{Asked, Optimum, Side, Target};
use crate::experiment::points::Points;
use crate::experiment::stands::Again;
use crate::experiment::sweep::Point;
use crate::experiment::unpriced::Unpriced;
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Outcome, System};
use crate::report::addresses::named;
use crate::report::page::Page;
use crate::report::paths::settings_in_words;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::report::words::{Grain, count};
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
    /// Ends of what was offered at which the chosen point lies.
    pub edges: &'a [Edge],
    /// What differs between the points and has no price.
    pub unpriced: &'a [Unpriced],
    /// Every replication: of the search, and the fresh ones.
    pub stores: [&'a Points; 2],
    /// The same with a longer warm-up, where a place needs longer to settle.
    pub again: &'a Again<ChosenAgain>,
}

impl Report for Optimised<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        let in_words = format!("{} in the search", count(self.found.spent, "run"));
        let all = self.stores.iter().flat_map(|store| store.replications()).chain(self.again.replications());
        Ran::of(self.asked.fresh, in_words, all)
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("points.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::picture(self).into_iter().collect()
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        Front::answering(page::answer(self), self.standing())
    }

    /// Whether the choice is sure, and each target holds with the asked confidence.
    fn is_met(&self) -> bool {
        self.holds() && self.found.selection.decided
    }
}

impl Optimised<'_> {
    fn minimised(&self) -> &'static Outcome {
        self.asked.minimise.outcome()
    }

    /// A point in words.
    fn label(&self, point: usize) -> String {
        settings_in_words(self.base, &self.points[point].settings)
    }

    /// An outcome in words.
    fn named(&self, address: Address) -> String {
        named(address, &self.base.names)
    }

    /// A target in words: `Nine in ten leave within (days) at most 2`.
    fn target_in_words(&self, target: &Target) -> String {
        let side = if target.side == Side::AtMost { "at most" } else { "at least" };
        let value = match target.outcome.outcome().unit {
            // As it was typed, give or take a rounding.
            "share" => format!("{}%", (target.value * 1e8).round() / 1e6),
            "£" => Grain::finer("£", target.value).show(target.value),
            _ => target.value.to_string(),
        };
        format!("{} {side} {value}", self.named(target.outcome))
    }

    /// Whether each target is shown to hold.
    fn holds(&self) -> bool {
        self.found.chosen.as_ref().is_some_and(|chosen| chosen.holds.iter().all(|target| target.holds))
    }

    /// Whether pounds are minimised.
    fn is_money(&self) -> bool {
        self.minimised().unit == "£"
    }

    /// Whether all points cost the same.
    fn cost_alike(&self) -> bool {
        let mut costs = self.found.means.iter().map(|means| means.minimised);
        let first = costs.next().flatten();
        costs.all(|cost| cost.zip(first).is_none_or(|(a, b)| (a - b).abs() <= 1e-9 * b.abs()))
    }

    /// Whether the choice is a statement about money: pounds are minimised, everything that is varied has a
    /// price, and prices tell points apart.
    fn is_cheapest(&self) -> bool {
        self.is_money() && self.unpriced.is_empty() && (self.points.len() == 1 || !self.cost_alike())
    }

    /// What was found, in a few words for title and chart.
    fn title(&self) -> &'static str {
        let found = self.found;
        match (found.selection.chosen, self.holds()) {
            (Some(_), _) if self.choice_falls() => "a choice that does not stand with a longer warm-up",
            (None, _) if self.choice_falls() => "no choice that stands with a longer warm-up",
            (None, _) if found.selection.decided => "no mix meets the target",
            (None, _) => "no mix is shown to meet the target",
            (_, false) if self.is_money() => "a mix that may meet the target",
            _ if self.is_money() && !self.is_cheapest() => {
                "a mix that meets the target; which is cheapest is not known"
            }
            _ if self.is_money() && !found.selection.decided => {
                "a mix that meets the target, the cheapest so far"
            }
            _ if self.is_money() => "the cheapest mix that meets the target",
            (_, false) => "the mix with least of it that may meet the target",
            _ => "the mix with least of it that meets the target",
        }
    }

    /// What is minimised, in words.
    fn minimised_in_words(&self) -> String {
        if self.asked.minimise == Address::system(System::CostSpent) {
            "the money to be spent on services, beds and staff; bed-days freed are not counted as money"
                .to_owned()
        } else if self.asked.minimise == Address::system(System::CostTotal) {
            "the money to be spent on services, beds and staff, and acute bed-days in use at their price, which no \
             budget gets back: a bed that becomes free is filled by somebody else"
                .to_owned()
        } else {
            format!("“{}”", self.named(self.asked.minimise))
        }
    }
}
