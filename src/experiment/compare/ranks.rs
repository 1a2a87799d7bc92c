//! The order of options by pounds for each bed-day avoided, as far as that can be told from luck: with many
//! options some seem to help by chance, so what is called clear is clear with all of them taken together.
//!
//! The order by an outcome is [`Comparison::ranked`]. Knows nothing of how either is shown.

use super::{Comparison, LEVEL};
use crate::base::ratio::Ratio;
use crate::base::statistics::holm;
use crate::experiment::money::Money;

/// What an option costs for what it avoids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Worth {
    /// It clearly avoids bed-days and clearly costs less.
    CostsLess,
    /// It clearly avoids bed-days, and what is spent is not clearly more or less.
    NotClearlyMore,
    /// It clearly avoids bed-days for so many pounds each.
    Price(Ratio),
    /// It clearly avoids bed-days, and something that it changes has no price.
    NotPriced,
    /// It is not clear that it avoids or adds any.
    NotClear,
    /// It clearly adds bed-days.
    Adds,
}

impl Worth {
    /// Its word in files; part of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::CostsLess => "costs_less",
            Self::NotClearlyMore => "not_clearly_more",
            Self::Price(_) => "price",
            Self::NotPriced => "not_priced",
            Self::NotClear => "not_clear",
            Self::Adds => "adds_bed_days",
        }
    }

    /// Whether it stands in the order by pounds.
    pub fn is_ranked(self) -> bool {
        matches!(self, Self::CostsLess | Self::NotClearlyMore | Self::Price(_))
    }

    /// The order of kinds, then within a kind.
    fn key(self, money: Option<&Money>) -> (u8, f64) {
        let spent = money.map_or(0.0, |money| money.spent.mean);
        match self {
            Self::CostsLess => (0, spent),
            Self::NotClearlyMore => (1, spent),
            Self::Price(price) => (2, price.value),
            Self::NotPriced => (3, 0.0),
            Self::NotClear => (4, 0.0),
            Self::Adds => (5, 0.0),
        }
    }
}

impl Comparison {
    /// Every option with its worth, the cheapest for a bed-day avoided first: what costs less by how much less,
    /// then by pounds for each. Those that have no such price come last, by bed-days. Empty where nothing costs
    /// anything.
    pub fn by_pounds(&self) -> Vec<(usize, Worth)> {
        let money = |option: usize| self.options[option].money.as_ref();
        if (0..self.options.len()).all(|option| money(option).is_none()) {
            return Vec::new();
        }
        let together = |of: fn(&Money) -> Option<f64>| {
            let claims: Vec<Option<f64>> = self.options.iter().map(|o| of(o.money.as_ref()?)).collect();
            holm(&claims, LEVEL)
        };
        let avoids = together(|money| money.avoided.p);
        let spends = together(|money| money.spent.p.filter(|_| money.unpriced.is_empty()));
        let worth = |option: usize| {
            let Some(money) = money(option).filter(|_| avoids[option]) else { return Worth::NotClear };
            match money.clear_price() {
                _ if money.avoided.mean < 0.0 => Worth::Adds,
                _ if !money.unpriced.is_empty() => Worth::NotPriced,
                Some(_) if spends[option] && money.spent.mean < 0.0 => Worth::CostsLess,
                Some(price) if spends[option] => Worth::Price(price),
                _ => Worth::NotClearlyMore,
            }
        };
        let mut all: Vec<(usize, Worth)> =
            (0..self.options.len()).map(|option| (option, worth(option))).collect();
        let key = |&(option, worth): &(usize, Worth)| {
            let money = money(option);
            let (kind, within) = worth.key(money);
            (kind, within, money.map_or(0.0, |money| -money.avoided.mean))
        };
        all.sort_by(|a, b| {
            let ((kind_a, in_a, days_a), (kind_b, in_b, days_b)) = (key(a), key(b));
            kind_a.cmp(&kind_b).then(in_a.total_cmp(&in_b)).then(days_a.total_cmp(&days_b))
        });
        all
    }

    /// Of those with a price, the options whose range overlaps that of the cheapest, so that they may be as cheap.
    pub fn rivals_by_pounds(ranked: &[(usize, Worth)]) -> Vec<usize> {
        let priced = ranked.iter().filter_map(|(option, worth)| match worth {
            Worth::Price(price) => Some((*option, price.interval.ends())),
            _ => None,
        });
        let mut priced = priced;
        let Some((_, first)) = priced.next() else { return Vec::new() };
        let overlaps = |ends: &Option<[f64; 2]>| match (first, ends) {
            (Some([_, high]), Some([low, _])) => *low <= high,
            _ => true,
        };
        priced.filter(|(_, ends)| overlaps(ends)).map(|(option, _)| option).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ratio::RatioInterval;
    use crate::experiment::compare::{Difference, Differences, differences_of_system};
    use crate::experiment::unpriced::Unpriced;

    const LUCK: [f64; 6] = [1.0, -1.0, 2.0, -2.0, 0.5, -0.5];

    fn around(mean: f64, spread: f64) -> Vec<(f64, f64)> {
        LUCK.iter().map(|x| (0.0, mean + spread * x)).collect()
    }

    fn difference(unit: &'static str, pairs: &[(f64, f64)]) -> Difference {
        Difference::of(unit, pairs.iter().map(|(a, b)| (Some(*a), Some(*b)))).expect("pairs")
    }

    /// An option that spends and avoids about so much, by so much from run to run.
    fn option((spent, by): (f64, f64), (avoided, days): (f64, f64), priced: bool) -> Differences {
        let (spent, avoided) = (around(spent, by), around(avoided, days));
        let pairs: Vec<(f64, f64)> = spent.iter().zip(&avoided).map(|(s, a)| (s.1, a.1)).collect();
        let unpriced = Unpriced { path: "hub.staff".to_owned(), label: "people".to_owned() };
        let money = Money {
            unpriced: if priced { Vec::new() } else { vec![unpriced] },
            unpriced_use: Vec::new(),
            in_use: Vec::new(),
            spent: difference("£", &spent),
            avoided: difference("bed-days", &avoided),
            worth: None,
            price: Ratio::of(&pairs).filter(|_| priced),
            quarters: [0.0; 4],
            payers: Vec::new(),
        };
        Differences { money: Some(money), ..differences_of_system(&[], &[]) }
    }

    fn ranked(options: Vec<Differences>) -> Vec<(usize, &'static str)> {
        let comparison =
            Comparison { replications: Vec::new(), options, by: 0, reached: None, decision: None };
        comparison.by_pounds().into_iter().map(|(option, worth)| (option, worth.word())).collect()
    }

    #[test]
    fn the_cheapest_for_a_bed_day_comes_first_and_what_has_no_price_last() {
        let all = vec![
            option((9000.0, 10.0), (300.0, 2.0), true),
            option((900.0, 10.0), (0.2, 9.0), true),
            option((-500.0, 10.0), (100.0, 2.0), true),
            option((1.0, 90.0), (100.0, 2.0), true),
            option((0.0, 0.0), (100.0, 2.0), false),
            option((2000.0, 10.0), (100.0, 2.0), true),
            option((2000.0, 10.0), (-100.0, 2.0), true),
        ];
        let order = ranked(all);
        let expected = [
            (2, "costs_less"),
            (3, "not_clearly_more"),
            (5, "price"),
            (0, "price"),
            (4, "not_priced"),
            (1, "not_clear"),
            (6, "adds_bed_days"),
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn with_many_options_a_clear_one_alone_is_not_clear_any_more() {
        // Five degrees of freedom: p is about 0.02.
        let alone = || option((900.0, 1.0), (2.0, 1.0), true);
        let nothing = || option((0.0, 1.0), (0.0, 9.0), true);
        assert_eq!(ranked(vec![alone()])[0].1, "price");
        let many = std::iter::once(alone()).chain((0..30).map(|_| nothing())).collect();
        assert!(ranked(many).iter().all(|(_, word)| *word == "not_clear"));
    }

    #[test]
    fn the_cheapest_has_rivals_where_ranges_overlap_or_are_open() {
        let price = |value, interval| Worth::Price(Ratio { value, interval });
        let between = |value: f64, low, high| price(value, RatioInterval::Between(low, high));
        let of = |all: &[Worth]| {
            let ranked: Vec<(usize, Worth)> = all.iter().copied().enumerate().collect();
            Comparison::rivals_by_pounds(&ranked)
        };
        assert_eq!(of(&[between(5.0, 4.0, 6.0), between(7.0, 6.5, 8.0), between(8.0, 5.5, 9.0)]), [2]);
        assert_eq!(of(&[between(5.0, 4.0, 6.0), price(7.0, RatioInterval::Anything)]), [1]);
        assert_eq!(of(&[Worth::CostsLess, between(7.0, 6.5, 8.0)]), [0; 0], "one price has no rival");
        assert_eq!(of(&[]), [0; 0]);
    }
}
