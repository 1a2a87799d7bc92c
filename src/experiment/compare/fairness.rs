//! Who waits longer: delay after ready and waits at home by pathway, group and trait, in a baseline and with an
//! option, and which of these differences are clear with all of them taken together.
//!
//! Knows nothing of how that is shown; `measures::seen` counts.

use super::{Difference, LEVEL};
use crate::base::statistics::holm;
use crate::experiment::Estimate;
use crate::measures::Replication;
use crate::measures::outcome::{Key, Outcome, PerWaiter, WAITER};
use crate::scenario::Scenario;
use crate::scenario::names::Named;

/// The outcomes of which somebody can have more or less than others.
pub const WAITS: [PerWaiter; 2] = [PerWaiter::DelayDaysMean, PerWaiter::HomeWaitDaysMean];

/// By what people are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Their pathway.
    Pathway,
    /// Their group.
    Group,
    /// A trait that they have.
    Trait,
}

impl Kind {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pathway => "pathway",
            Self::Group => "group",
            Self::Trait => "trait",
        }
    }
}

/// People of a kind who are in both scenarios.
#[derive(Clone, Debug)]
pub struct Waiters {
    /// By what they are told apart.
    pub kind: Kind,
    /// Who they are.
    pub name: Named,
    /// In the baseline and with the option, in the order of [`WAITER`].
    pub levels: [Vec<Estimate>; 2],
    /// Option minus baseline, in the same order.
    pub differences: Vec<Option<Difference>>,
    /// For each of [`WAITS`], whether it differs with all kinds of people and all options taken together.
    pub clear: [bool; 2],
}

impl Waiters {
    /// The difference in one of [`WAITS`], where it is clear.
    pub fn clear_difference(&self, wait: usize) -> Option<&Difference> {
        self.differences[WAITS[wait].index()].as_ref().filter(|_| self.clear[wait])
    }
}

/// Who there is in a scenario, in the order of [`Replication::waiters`].
fn who(scenario: &Scenario) -> Vec<(Kind, Named)> {
    let names = &scenario.names;
    let pathways = names.pathways.iter().map(|name| (Kind::Pathway, name.clone()));
    let groups = names.groups.iter().map(|name| (Kind::Group, name.clone()));
    let traits = names.traits.iter().map(|name| (Kind::Trait, Named::new(name, None)));
    pathways.chain(groups).chain(traits).collect()
}

/// Everybody who is in both scenarios; what is clear is not yet said.
pub fn waiters(
    (base, before): (&Scenario, &[Replication]),
    (option, after): (&Scenario, &[Replication]),
) -> Vec<Waiters> {
    let others = who(option);
    let level = |all: &[Replication], at: usize| -> Vec<Estimate> {
        let each = WAITER.iter().enumerate();
        each.map(|(o, of)| Estimate::over(of.unit, all, |r| r.waiters.get(at)?[o])).collect()
    };
    let of = |(i, (kind, name)): (usize, (Kind, Named))| {
        let j = others.iter().position(|(other, own)| *other == kind && own.key == name.key)?;
        let difference = |(o, of): (usize, &Outcome)| {
            let at = |r: &Replication, i: usize| r.waiters.get(i).and_then(|row| row[o]);
            Difference::over(of.unit, before, after, |b, a| (at(b, i), at(a, j)))
        };
        let differences = WAITER.iter().enumerate().map(difference).collect();
        let levels = [level(before, i), level(after, j)];
        Some(Waiters { kind, name, levels, differences, clear: [false; 2] })
    };
    who(base).into_iter().enumerate().filter_map(of).collect()
}

/// Says which differences are clear, with all of these taken together (Holm).
pub fn judge(all: &mut [&mut Waiters]) {
    let p = |waiters: &Waiters, wait: PerWaiter| waiters.differences[wait.index()].and_then(|d| d.p);
    let claims: Vec<Option<f64>> =
        all.iter().flat_map(|waiters| WAITS.map(|wait| p(waiters, wait))).collect();
    let clear = holm(&claims, LEVEL);
    for (waiters, clear) in all.iter_mut().zip(clear.chunks(WAITS.len())) {
        waiters.clear = [clear[0], clear[1]];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: &str = r#"{ "calendar": { "start": "2025-01-06", "days": 28 },
        "groups": { "old": { "arrivals": { "per_day": 2 }, "stay": { "fixed": "1d" }, "needs": { "p1": 1 }, "traits": { "far": 0.5 } },
                    "young": { "arrivals": { "per_day": 2 }, "stay": { "fixed": "1d" }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": { "places": 9, "stay": { "fixed": "4d" } } } }"#;

    /// A replication in which each kind of people has these days of delay.
    fn replication(days: [f64; 4]) -> Replication {
        let row = |days: f64| vec![Some(9.0), Some(5.0), Some(days), None];
        Replication { waiters: days.into_iter().map(row).collect(), ..Replication::default() }
    }

    fn named(all: &[Waiters]) -> Vec<(Kind, &str, [bool; 2])> {
        all.iter().map(|one| (one.kind, one.name.key.as_str(), one.clear)).collect()
    }

    #[test]
    fn pathways_groups_and_traits_stand_beside_each_other_and_only_what_differs_is_clear() {
        let town = Scenario::from_json(TOWN).expect("a town");
        let luck = [0.1, -0.1, 0.2, -0.2, 0.05, -0.05, 0.15, -0.15];
        let before: Vec<Replication> = luck.iter().map(|x| replication([3.0 + x; 4])).collect();
        let after: Vec<Replication> =
            luck.iter().map(|x| replication([3.0 - x, 4.0 + x * 1.1, 2.0 + x, 3.0 + x])).collect();
        let mut all = waiters((&town, &before), (&town, &after));
        judge(&mut all.iter_mut().collect::<Vec<_>>());
        let expected = [
            (Kind::Pathway, "p1", [false, false]),
            (Kind::Group, "old", [true, false]),
            (Kind::Group, "young", [true, false]),
            (Kind::Trait, "far", [false, false]),
        ];
        assert_eq!(named(&all), expected);
        let longer = all[1].clear_difference(0).expect("clear");
        assert!((longer.mean - 1.0).abs() < 1e-9 && all[2].clear_difference(0).is_some_and(|d| d.mean < 0.0));
        assert_eq!(all[1].levels[0][PerWaiter::HomeWaitDaysMean.index()].mean, None, "nobody waits at home");
    }

    #[test]
    fn who_is_in_one_scenario_only_is_not_compared() {
        let town = Scenario::from_json(TOWN).expect("a town");
        let other = Scenario::from_json(&TOWN.replace("\"young\"", "\"middle\"")).expect("a town");
        let (before, after) = ([replication([1.0; 4])], [replication([2.0; 4])]);
        let all = waiters((&town, &before), (&other, &after));
        let keys: Vec<&str> = all.iter().map(|one| one.name.key.as_str()).collect();
        assert_eq!(keys, ["p1", "old", "far"]);
    }
}
