//! What of a trade stands with a longer warm-up.

use super::{Traded, rate};
use crate::experiment::stands::{Judged, all_stand};
use crate::report::paths::so_many;
use crate::report::stands;

impl Traded<'_> {
    /// The rate at an amount given, at both warm-ups; `None` where that was not looked at.
    pub(super) fn rate_again(&self, i: usize) -> Option<&Judged> {
        self.again.found()?.rates.get(i)
    }

    /// The effect of a point at both warm-ups.
    pub(super) fn effect_again(&self, point: usize) -> Option<&Judged> {
        self.again.found()?.effects.get(point)
    }

    /// Pounds for a bed-day avoided at both warm-ups.
    pub(super) fn price_again(&self, point: usize) -> Option<&Judged> {
        self.again.found()?.prices.get(point)?.as_ref()
    }

    /// Whether no rate at this amount given may be told: it does not stand, or that of the answer does not.
    pub(super) fn rate_falls(&self, i: usize) -> bool {
        let falls = |i: usize| self.rate_again(i).is_some_and(Judged::falls);
        falls(i) || self.exchange.headline().is_some_and(falls)
    }

    /// Whether the answer as a whole is no rate.
    pub(super) fn answer_falls(&self) -> bool {
        self.exchange.headline().map_or_else(|| self.rate_falls(0), |i| self.rate_falls(i))
    }

    /// Whether rates are told although nobody could look whether they stand.
    pub(super) fn is_unverified(&self) -> bool {
        self.again.is_needed() && self.again.found().is_none()
    }

    /// The points by which the whole answer is judged: the amount given at which it is told, else the
    /// largest, and the largest bought.
    fn told_at(&self) -> [usize; 2] {
        let given = self.trade.give_amounts.len();
        let at = self.exchange.headline().unwrap_or(given - 1);
        [at, given + self.trade.buy_amounts.len() - 1]
    }

    /// Whether the answer stands.
    pub(super) fn answer_stands(&self) -> Option<bool> {
        let found = self.again.found()?;
        let effects = self.told_at().map(|point| found.effects[point].stands);
        let headline = self.exchange.headline().and_then(|i| found.rates.get(i));
        all_stand(effects.into_iter().chain(headline.map(|rate| rate.stands)))
    }

    /// What is said of it, in sentences.
    pub(super) fn standing(&self) -> Vec<String> {
        let mut falls = Vec::new();
        if let Some(done) = self.again.done() {
            let headline = self.exchange.headline();
            falls.extend(headline.and_then(|i| {
                let judged = done.found.rates.get(i)?;
                stands::rate(done, "the rate of exchange", judged, |x| format!("{} for 1", rate(x)))
            }));
            let given = self.trade.give_amounts.len();
            for point in self.told_at() {
                let (path, amount) = match point.checked_sub(given) {
                    None => (&self.trade.give, self.trade.give_amounts[point]),
                    Some(i) => (&self.trade.buy, self.trade.buy_amounts[i]),
                };
                let who = so_many(self.base, path, amount);
                let what = (self.outcome(), self.on().unit);
                let judged = &done.found.effects[point];
                let told = stands::effect(done, (&who, super::verb(amount)), (&what.0, what.1), judged);
                falls.extend(told);
            }
            let rate = headline.and_then(|i| done.found.rates.get(i)).and_then(|rate| rate.stands);
            if !falls.is_empty() && rate == Some(true) {
                falls.push("The rate of exchange stands: both change alike.".to_owned());
            }
        }
        let by = self.told_at().into_iter().filter_map(|point| self.effect_again(point));
        stands::said(self.again, self.answer_stands(), falls, by)
    }
}
