//! What one more of each capacity changes: the list of prices that a steering group can act on, as a page,
//! files and a chart.

mod files;
mod page;
mod picture;

use serde_json::Value;

use crate::experiment::compare::Difference;
use crate::experiment::lead::Lead;
use crate::experiment::levers::Lever;
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::stands::{Again, Judged, all_stand};
use crate::experiment::sweep::again::SweptAgain;
use crate::experiment::sweep::{Later, Sweep};
use crate::measures::outcome::{Key, System};
use crate::report::differences::words_of;
use crate::report::page::Page;
use crate::report::paths::so_many;
use crate::report::source::runs_of_each;
use crate::report::stands;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Marginal<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What one more was added to.
    pub levers: &'a [Lever],
    /// The scenario with each.
    pub points: &'a [Later],
    /// What was found for each.
    pub found: &'a Sweep,
    /// What each costs and avoids.
    pub money: &'a [Option<Money>],
    /// Which saves most delayed bed-days, as far as that is clear.
    pub lead: Option<&'a Lead>,
    /// Whether the change of bed-days is clear with all of them taken together (Holm).
    pub clear: &'a [bool],
    /// How many replications.
    pub runs: u64,
    /// Every replication.
    pub store: &'a Points,
    /// The same with a longer warm-up, where a place needs longer to settle.
    pub again: &'a Again<SweptAgain>,
}

impl Report for Marginal<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        Ran::of(
            self.runs,
            runs_of_each([self.runs], "point"),
            self.store.replications().chain(self.again.replications()),
        )
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        vec![File::of("marginal.csv", files::table(self))]
    }

    fn pictures(&self) -> Vec<Picture> {
        vec![picture::picture(self)]
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn front(&self) -> Front {
        Front::answering(page::answers(self), self.standing())
    }
}

impl Marginal<'_> {
    fn label(&self, i: usize) -> String {
        so_many(self.base, &self.levers[i].path, self.levers[i].amount)
    }

    fn change(&self, i: usize, outcome: System) -> Option<Difference> {
        self.found.points[i].differences.as_ref().and_then(|d| *outcome.of(&d.system))
    }

    /// The change of bed-days at both warm-ups.
    fn effect_again(&self, i: usize) -> Option<&Judged> {
        self.again.found()?.effects.get(i)
    }

    /// Pounds for a bed-day avoided at both warm-ups.
    fn price_again(&self, i: usize) -> Option<&Judged> {
        self.again.found()?.prices.get(i)?.as_ref()
    }

    /// Whether the change of bed-days by one more of it is known not to stand.
    fn falls(&self, i: usize) -> bool {
        self.effect_again(i).is_some_and(Judged::falls)
    }

    /// Whether its price does not stand, as none does where what it is made of does not.
    fn price_falls(&self, i: usize) -> bool {
        self.price_again(i).is_some_and(Judged::falls)
    }

    /// Whether what the answer names stands: that which saves most, and the others that clearly save.
    fn answer_stands(&self) -> Option<bool> {
        let found = self.again.found()?;
        all_stand(self.savers().into_iter().map(|i| found.effects[i].stands))
    }

    /// What is said of it, in sentences.
    fn standing(&self) -> Vec<String> {
        let falls = self.again.done().map_or_else(Vec::new, |done| {
            let told = |i: usize| {
                let (what, who) = (System::NctrBedDays.outcome(), self.label(i));
                let does = if (self.levers[i].amount - 1.0).abs() < 1e-9 { "does" } else { "do" };
                let what = (words_of(what), what.unit);
                stands::effect(done, (&who, does), what, self.effect_again(i)?)
            };
            self.savers().into_iter().filter_map(told).collect()
        });
        let by = self.savers().into_iter().filter_map(|i| self.effect_again(i));
        stands::said(self.again, self.answer_stands(), falls, by)
    }

    /// Those that clearly save bed-days, the most first.
    fn savers(&self) -> Vec<usize> {
        let saves =
            |i: &usize| self.clear[*i] && self.change(*i, System::NctrBedDays).is_some_and(|d| d.mean < 0.0);
        self.ranked().into_iter().filter(saves).collect()
    }

    /// Whether one of several clearly saves more than every other.
    fn is_first(&self, i: usize) -> bool {
        self.levers.len() > 1 && self.lead.is_some_and(|lead| lead.first == i && lead.is_clear())
    }

    /// By bed-days saved, the most first.
    fn ranked(&self) -> Vec<usize> {
        let key = |&i: &usize| self.change(i, System::NctrBedDays).map_or(f64::INFINITY, |d| d.mean);
        let mut order: Vec<usize> = (0..self.levers.len()).collect();
        order.sort_by(|a, b| key(a).total_cmp(&key(b)));
        order
    }
}
