//! Choosing under doubt: what each option is worth in each world that fits, in how many it is the best, what a wrong
//! choice would cost, and which figures turn the choice round.
//!
//! `table` holds the worth of options by world, `turns` finds what turns a choice. Knows no file and no page.

mod table;
mod turns;

pub use table::{Regret, Share, Table};
pub use turns::{Figures, Turn, turns};

use crate::experiment::price::money::more_spent;
use crate::experiment::run::doubt::InWorld;
use crate::measures::Replication;
use crate::measures::outcome::{Better, Key, SYSTEM, System};
use crate::scenario::{Laid, Scenario};

/// What is to be known of a choice between options, the scenario as it is among them as the first.
#[derive(Clone, Debug)]
pub struct Decision {
    /// By the outcome by which options are ranked; `None` where that is neither better high nor low, or where any
    /// option has no value of it.
    pub outcome: Option<Table>,
    /// Pounds: what bed-days avoided are worth less what is spent, against the scenario as it is. `None` where
    /// anything that differs has no price, or bed-days have none.
    pub pounds: Option<Table>,
    /// More spent in each world than in the scenario as it is; `None` where anything that differs has no price.
    pub spent: Option<Table>,
    /// Delayed bed-days avoided in each world.
    pub avoided: Option<Table>,
    /// The figures of each world.
    pub figures: Figures,
}

impl Decision {
    /// Of a baseline and options with their replications in the same worlds; `priced`: whether all that differs has a
    /// price. `None` where there are not several worlds.
    pub fn of(
        scenarios: &[&Scenario],
        replications: &[&[Replication]],
        priced: bool,
        by: usize,
    ) -> Option<Self> {
        let base = *scenarios.first()?;
        let laid: &Laid = base.worlds.as_deref()?;
        let before = *replications.first()?;
        let of_all = |value: &dyn Fn(usize, &Replication, &Replication) -> Option<f64>| {
            let option = |(i, after): (usize, &&[Replication])| -> Option<Vec<InWorld>> {
                before.iter().zip(*after).map(|(b, a)| Some((b.world, value(i, b, a)?))).collect()
            };
            let each: Option<Vec<Vec<InWorld>>> = replications.iter().enumerate().map(option).collect();
            Table::of(&each?)
        };
        let side = match SYSTEM[by].better {
            Better::Lower => Some(-1.0),
            Better::Higher => Some(1.0),
            Better::Neither => None,
        };
        let outcome = side
            .and_then(|side| of_all(&|_, b, a| Some(side * (a.system[by]? - b.system[by]?))))
            .map(|table| table.measured_in(SYSTEM[by].unit));
        let spends: Vec<_> = scenarios.iter().map(|option| more_spent(base, option)).collect();
        let days = System::NctrBedDays.index();
        let saves = |b: &Replication, a: &Replication| Some(b.system[days]? - a.system[days]?);
        let spent = if priced { of_all(&|i, b, a| spends[i](b, a)) } else { None };
        let unit_cost = |world: u32| base.plan.costs_in(world).acute_bed_day;
        let pounds = (priced && base.plan.costs.acute_bed_day > 0.0)
            .then(|| of_all(&|i, b, a| Some(saves(b, a)? * unit_cost(b.world) - spends[i](b, a)?)))
            .flatten();
        let pound = |table: Table| table.measured_in("£");
        Some(Self {
            outcome,
            pounds: pounds.map(pound),
            spent: spent.map(pound),
            avoided: of_all(&|_, b, a| saves(b, a)).map(|table| table.measured_in("bed-days")),
            figures: Figures::of(&laid.worlds),
        })
    }

    /// In which worlds a bed-day avoided costs less with one option than with another. What avoids none has no
    /// price and is never the cheaper; of two that cost nothing more the one that saves more money is.
    pub fn cheaper(&self, option: usize, than: usize) -> Option<Share> {
        let (spent, avoided) = (self.spent.as_ref()?, self.avoided.as_ref()?);
        let price = |option: usize, w: usize| match (spent.values[option][w], avoided.values[option][w]) {
            (_, days) if days <= 0.0 => f64::INFINITY,
            (pounds, _) if pounds <= 0.0 => pounds,
            (pounds, days) => pounds / days,
        };
        Some(spent.share(|w| {
            let (one, other) = (price(option, w), price(than, w));
            if one.is_infinite() && other.is_infinite() {
                std::cmp::Ordering::Equal
            } else {
                other.total_cmp(&one)
            }
        }))
    }
}
