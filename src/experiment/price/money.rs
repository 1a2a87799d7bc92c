//! What an option costs beside what it avoids: pounds for a delayed bed-day avoided, and who pays.
//!
//! An acute bed that becomes free is filled by another patient, so a bed-day avoided has a value and no
//! refund: what is spent and what bed-days are worth are kept apart. Where something that differs has no
//! price, there is no price of a bed-day avoided: `unpriced` finds it.

use super::unpriced::{Unpriced, buys_escalation, has_prices, priced_in_use, unpriced, without_price};
use crate::base::ratio::Ratio;
use crate::experiment::run::difference::Difference;
use crate::experiment::run::doubt::means;
use crate::experiment::run::grouped::payers_of_each;
use crate::measures::Replication;
use crate::measures::outcome::{Key, PerService, System};
use crate::scenario::Scenario;

/// What an option costs and avoids, against a baseline with the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// What differs and has no price, so that what is spent is not all of it.
    pub unpriced: Vec<Unpriced>,
    /// Services without a price that are clearly used more or less: what is spent is without them.
    pub unpriced_use: Vec<Unpriced>,
    /// Capacities that differ and cost only what more people use.
    pub in_use: Vec<Unpriced>,
    /// More spent on services, open beds and staff, as far as they have a price: everything but acute
    /// bed-days. Days in escalation beds count where these beds are what differs. Pounds.
    pub spent: Difference,
    /// Fewer delayed bed-days.
    pub avoided: Difference,
    /// What the bed-days avoided are worth at the unit cost of an acute bed-day, in pounds; `None` where
    /// the baseline gives no such cost.
    pub worth: Option<Difference>,
    /// Pounds spent for each delayed bed-day avoided; the interval is Fieller's. `None` where anything
    /// that differs has no price.
    pub price: Option<Ratio>,
    /// Shares of single runs: bed-days avoided for more money, for less; none avoided for more money,
    /// for less.
    pub quarters: [f64; 4],
    /// More paid, by who pays.
    pub payers: Vec<(String, Difference)>,
}

/// What is spent in a replication beside acute bed-days.
pub fn spent(r: &Replication) -> Option<f64> {
    r.system[System::CostSpent.index()]
}

/// What days in escalation beds cost in a replication.
fn beyond(of: &Scenario, r: &Replication) -> Option<f64> {
    let price = of.plan.costs_in(r.world).escalation_bed_day;
    Some(r.system[System::EscalationBedDays.index()]? * price)
}

/// What is spent and avoided in a pair of replications, with their world.
type Pair = (u32, (f64, f64));

/// How much more is spent in one replication of an option than in that of a baseline, as in [`Money::spent`].
pub fn more_spent<'s>(
    base: &'s Scenario,
    option: &'s Scenario,
) -> impl Fn(&Replication, &Replication) -> Option<f64> + 's {
    let escalation = buys_escalation(base, option);
    let all =
        move |of: &Scenario, r: &Replication| Some(spent(r)? + if escalation { beyond(of, r)? } else { 0.0 });
    move |b, a| Some(all(option, a)? - all(base, b)?)
}

impl Money {
    /// Of replications in pairs; `None` where neither scenario has costs, or there are no pairs.
    pub fn of(
        (base, before): (&Scenario, &[Replication]),
        (option, after): (&Scenario, &[Replication]),
    ) -> Option<Self> {
        if !has_prices(base) && !has_prices(option) {
            return None;
        }
        let unpriced = unpriced(base, option);
        let days = System::NctrBedDays.index();
        let more_spent = more_spent(base, option);
        let in_worlds: Vec<Pair> = (before.iter().zip(after))
            .filter_map(|(b, a)| {
                let spent = more_spent(b, a)?;
                Some((b.world, (spent, b.system[days]? - a.system[days]?)))
            })
            .collect();
        let pairs: Vec<(f64, f64)> = in_worlds.iter().map(|(_, pair)| *pair).collect();
        let of = |unit, value: &dyn Fn(&Pair) -> f64| {
            Difference::in_worlds(unit, in_worlds.iter().map(|one| (one.0, (Some(0.0), Some(value(one))))))
        };
        let unit_cost = |world: u32| base.plan.costs_in(world).acute_bed_day;
        let quarter = |avoids: bool, dearer: bool| {
            let within = pairs
                .iter()
                .filter(|(spent, avoided)| (*avoided > 0.0) == avoids && (*spent > 0.0) == dearer);
            within.count() as f64 / pairs.len().max(1) as f64
        };
        let unpriced_use = unpriced_use((base, before), (option, after), &unpriced);
        Some(Self {
            spent: of("£", &|(_, (spent, _))| *spent)?,
            avoided: of("bed-days", &|(_, (_, avoided))| *avoided)?,
            worth: (base.plan.costs.acute_bed_day > 0.0)
                .then(|| of("£", &|(world, (_, avoided))| avoided * unit_cost(*world)))
                .flatten(),
            price: means(&in_worlds).ratio().filter(|_| unpriced.is_empty()),
            quarters: [
                quarter(true, true),
                quarter(true, false),
                quarter(false, true),
                quarter(false, false),
            ],
            payers: payers((base, before), (option, after)),
            unpriced,
            unpriced_use,
            in_use: priced_in_use(base, option),
        })
    }

    /// What a bed-day avoided costs, where all that differs has a price and it is clear that any is
    /// avoided.
    pub fn clear_price(&self) -> Option<Ratio> {
        self.price.filter(|_| self.avoided.clear && self.avoided.mean > 0.0)
    }
}

/// Services of both without any price that are clearly used more or less.
fn unpriced_use(
    (base, before): (&Scenario, &[Replication]),
    (option, after): (&Scenario, &[Replication]),
    known: &[Unpriced],
) -> Vec<Unpriced> {
    let index = |scenario: &Scenario, path: &str| {
        scenario.names.services.iter().position(|name| path.strip_prefix("services.") == Some(&name.key))
    };
    let (without, with) = (without_price(option), without_price(base));
    let in_both = without.into_iter().filter(|one| with.contains(one) && !known.contains(one));
    let moves = |one: &Unpriced| {
        let (Some(i), Some(j)) = (index(base, &one.path), index(option, &one.path)) else { return false };
        [PerService::Starts, PerService::PeopleMean].map(Key::index).into_iter().any(|o| {
            let difference = Difference::over("", before, after, |b, a| (b.services[i][o], a.services[j][o]));
            difference.is_some_and(|d| d.clear)
        })
    };
    in_both.filter(moves).collect()
}

fn payers(
    (base, before): (&Scenario, &[Replication]),
    (option, after): (&Scenario, &[Replication]),
) -> Vec<(String, Difference)> {
    let (of_base, of_option) = (payers_of_each(base, before), payers_of_each(option, after));
    let mut names: Vec<&String> = of_base.iter().chain(&of_option).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let pounds = |all: &[(String, Vec<Option<f64>>)], name: &str, i: usize| {
        let found = all.iter().find(|(payer, _)| payer == name);
        // Who pays for nothing pays nothing.
        found.map_or(Some(0.0), |(_, pounds)| pounds[i])
    };
    let pairs = before.len().min(after.len());
    let of = |name: &String| {
        let each =
            (0..pairs).map(|i| (before[i].world, (pounds(&of_base, name, i), pounds(&of_option, name, i))));
        Some((name.clone(), Difference::in_worlds("£", each)?))
    };
    names.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::experiment::{Replications, Silent, replicate};

    const WARD: &str = r#"{
      "name": "Ward", "calendar": { "start": "2025-01-06", "days": 50, "warm_up": "40d" },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } }, "cost_per_place": 150, "paid_by": "council" } },
      "costs": { "acute_bed_day": 400 }
    }"#;

    fn run(text: &str) -> (Scenario, Vec<Replication>) {
        let scenario = Scenario::from_json(text).expect("a scenario");
        let how = Replications { runs: 30, seed: 1, threads: 2 };
        let all = replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).expect("it runs");
        (scenario, all)
    }

    #[test]
    fn a_place_costs_its_days_and_a_bed_day_avoided_has_a_price() {
        let (base, before) = run(WARD);
        let (option, after) = run(&WARD.replace("\"places\": 20", "\"places\": 22"));
        let money = Money::of((&base, &before), (&option, &after)).expect("costs");
        assert!((money.spent.mean - 2.0 * 50.0 * 150.0).abs() < 1e-6 && money.spent.sd < 1e-6);
        let price = money.price.expect("a price");
        assert!((price.value - money.spent.mean / money.avoided.mean).abs() < 1e-9);
        assert!(
            money.avoided.clear && price.interval.ends().is_some_and(|[low, high]| low > 0.0 && high > low)
        );
        assert!((money.worth.expect("a unit cost").mean - 400.0 * money.avoided.mean).abs() < 1e-6);
        assert!((money.quarters.iter().sum::<f64>() - 1.0).abs() < 1e-12 && money.quarters[0] > 0.9);
        let paid: f64 = money.payers.iter().map(|(_, d)| d.mean).sum();
        let (b, a) = (System::CostTotal.index(), before.len() as f64);
        let total: f64 =
            before.iter().zip(&after).filter_map(|(x, y)| Some(y.system[b]? - x.system[b]?)).sum();
        assert!((paid - total / a).abs() < 1e-6, "payers share the whole difference");
    }

    #[test]
    fn without_costs_there_is_no_money() {
        let text = WARD.replace("\"cost_per_place\": 150, ", "").replace("\"acute_bed_day\": 400", "");
        let (base, before) = run(&text);
        assert_eq!(Money::of((&base, &before), (&base, &before)), None);
    }

    #[test]
    fn what_has_no_price_is_not_free_and_a_price_of_nothing_is() {
        let base = WARD.replace("\"cost_per_place\": 150, ", "");
        let change = |text: &str| text.replace("\"places\": 20", "\"places\": 22");
        let of = |before: &str, after: &str| {
            let ((base, before), (option, after)) = (run(before), run(after));
            Money::of((&base, &before), (&option, &after)).expect("costs")
        };
        let left_out = of(&base, &change(&base));
        assert_eq!((left_out.spent.mean, left_out.price), (0.0, None));
        assert_eq!(left_out.clear_price(), None);
        assert_eq!(left_out.unpriced[0].label, "places of “Beds”");
        let nothing = WARD.replace("\"cost_per_place\": 150", "\"cost_per_place\": 0");
        let given = of(&nothing, &change(&nothing));
        assert_eq!((given.unpriced.len(), given.price.map(|price| price.value)), (0, Some(0.0)));
    }

    #[test]
    fn escalation_beds_cost_what_days_in_them_cost() {
        let text = WARD
            .replace("\"enters\": \"ready\"", "\"stay\": { \"exponential\": { \"mean\": \"3d\" } }")
            .replace("\"costs\"", "\"hospital\": { \"beds\": 24, \"escalation\": { \"beds\": 1, \"open_above\": 0.9 } }, \"costs\"")
            .replace("\"acute_bed_day\": 400", "\"acute_bed_day\": 400, \"escalation_bed_day\": 500");
        let (base, before) = run(&text);
        let (option, after) = run(&text.replace("\"beds\": 1,", "\"beds\": 6,"));
        let money = Money::of((&base, &before), (&option, &after)).expect("costs");
        let days = System::EscalationBedDays.index();
        let more: f64 =
            before.iter().zip(&after).filter_map(|(b, a)| Some(a.system[days]? - b.system[days]?)).sum();
        assert!(more > 0.0 && money.unpriced.is_empty());
        assert!((money.spent.mean - 500.0 * more / before.len() as f64).abs() < 1e-6, "{:?}", money.spent);
    }

    #[test]
    fn services_without_a_price_that_are_used_more_are_named() {
        let text = WARD
            .replace("\"exits\"", "\"none\"")
            .replace("\"cost_per_place\"", "\"exits\": { \"care_home\": 1 }, \"cost_per_place\"")
            .replace("\"services\": { ", "\"onward\": { \"care_home\": { \"service\": \"home\" } }, \"services\": { \"home\": { \"permanent\": true }, ")
            .replace("\"places\": 20", "\"places\": 10");
        let (base, before) = run(&text);
        let (option, after) = run(&text.replace("\"places\": 10", "\"places\": 14"));
        let money = Money::of((&base, &before), (&option, &after)).expect("costs");
        let named: Vec<&str> = money.unpriced_use.iter().map(|one| one.label.as_str()).collect();
        assert_eq!((named, money.price.is_some()), (vec!["“Home”"], true));
    }
}
