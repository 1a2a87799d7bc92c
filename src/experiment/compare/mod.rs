//! Options beside a baseline: every scenario has the same people, so a difference is taken replication by
//! replication and shared luck cancels out. Knows nothing of how results are shown; read `difference` next.

pub mod again;
pub mod fairness;
mod people;
mod ranks;

use crate::scenario::plan::GroupIndex;
use std::sync::atomic::AtomicBool;

pub use crate::experiment::run::difference::Difference;
pub use fairness::Waiters;
pub use people::Moved;
pub use ranks::Worth;

use super::decide::Decision;
use super::family::{Family, Workspace};
use super::kept::{Keep, Shape, or_try};
use super::lead::{Lead, worlds_of};
use super::money::Money;
use super::precision::{Asked, Reached, until_precise};
use super::replicate::{NotReplicated, Progress, Replications, shared_in_order};
use crate::base::statistics::holm;
use crate::measures::Replication;
use crate::measures::delayed::Delayed;
use crate::measures::outcome::{self, Outcome};
use crate::model::Ended;
use crate::scenario::names::Named;
use crate::scenario::{Reasons, Scenario};

/// The level of every interval and claim.
const LEVEL: f64 = 0.05;

/// Something that both scenarios have, with what an option changes of it.
#[derive(Clone, Debug)]
pub struct Part<T> {
    /// Its key, and the words for it.
    pub name: Named,
    /// The differences.
    pub differences: T,
}

/// What an option changes. An outcome that has no value in either scenario has no difference.
#[derive(Clone, Debug)]
pub struct Differences {
    /// In the order of [`outcome::SYSTEM`].
    pub system: Vec<Option<Difference>>,
    /// By pathway of both, in the order of [`outcome::PATHWAY`].
    pub pathways: Vec<Part<Vec<Option<Difference>>>>,
    /// By group of both, in the order of [`outcome::GROUP`].
    pub groups: Vec<Part<Vec<Option<Difference>>>>,
    /// By service of both, in the order of [`outcome::SERVICE`].
    pub services: Vec<Part<Vec<Option<Difference>>>>,
    /// Bed-days by reason of either; a reason that one of them does not know counts as 0 there.
    pub reasons: Vec<Part<Difference>>,
    /// By fund of both, in the order of [`outcome::FUND`].
    pub funds: Vec<Part<Vec<Option<Difference>>>>,
    /// Who waits longer or less: by pathway, group and trait of both.
    pub waiters: Vec<Waiters>,
    /// What it costs and avoids, where anything costs.
    pub money: Option<Money>,
    /// Person by person, where people were followed.
    pub moved: Option<Moved>,
    /// Whether the outcome by which options are ranked differs, with all options taken together
    /// (Holm).
    pub clear_adjusted: bool,
}

/// Options beside a baseline.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The replications of the baseline, then of each option.
    pub replications: Vec<Vec<Replication>>,
    /// What each option changes, in the order in which they were given.
    pub options: Vec<Differences>,
    /// The outcome by which options are ranked, as an index in [`outcome::SYSTEM`].
    pub by: usize,
    /// Where the number of replications was left to it: the precision of each option's difference in
    /// that outcome.
    pub reached: Option<Reached>,
    /// What is to be known of the choice, where there are several worlds.
    pub decision: Option<Decision>,
}

impl Comparison {
    /// The options by the outcome, the least difference first; those without one last.
    pub fn ranked(&self) -> Vec<usize> {
        let key = |&i: &usize| self.options[i].system[self.by].map_or(f64::INFINITY, |d| d.mean);
        let mut order: Vec<usize> = (0..self.options.len()).collect();
        order.sort_by(|a, b| key(a).total_cmp(&key(b)));
        order
    }
}

impl Comparison {
    /// Which of these options changes the outcome most, and which may change it as much: an index in
    /// `among`.
    pub fn lead(&self, among: &[usize]) -> Option<Lead> {
        let effect = |&option: &usize| {
            let pairs = self.replications[0].iter().zip(&self.replications[option + 1]);
            pairs.map(|(b, a)| Some(a.system[self.by]? - b.system[self.by]?)).collect()
        };
        Lead::largest(&among.iter().map(effect).collect::<Vec<_>>(), &worlds_of(&self.replications[0]))
    }
}

/// One replication of every scenario, and who was moved by each option.
type Both = (Vec<Replication>, Vec<people::Counts>);

/// Runs the baseline and every option on the same people and takes the differences of the options.
/// The first scenario is the baseline; all must have the same days (see [`same_days`]). Where a
/// precision is asked, it is that of each option's difference in the outcome by which they are ranked.
/// Each replication of all scenarios is kept when it is done.
///
/// # Errors
/// As [`replicate`](super::replicate::replicate).
pub fn compare<'p>(
    scenarios: &[&'p Scenario],
    by: usize,
    (how, asked, keep): (Replications, Option<Asked>, &dyn Keep),
    progress: &dyn Progress,
    stop: &'p AtomicBool,
) -> Result<Comparison, NotReplicated> {
    let groups: Vec<Vec<Option<GroupIndex>>> =
        scenarios.iter().map(|scenario| people::groups_of(scenarios[0], scenario)).collect();
    let family = Family::of(scenarios.iter().map(|scenario| &scenario.plan), stop);
    let all: Vec<usize> = (0..scenarios.len()).collect();
    let shapes: Vec<Shape> = scenarios.iter().map(|scenario| Shape::of(&scenario.plan)).collect();
    let fits = |(found, moved): &Both| {
        found.len() == shapes.len()
            && shapes.iter().zip(found).all(|(shape, found)| shape.holds(found))
            && moved.len() + 1 == shapes.len()
    };
    let seed = how.seed;
    // One replication of all scenarios at a time: who was delayed need not be kept.
    let run = |workspace: &mut Workspace<'p, Delayed>, index: u64| -> Result<Both, Ended> {
        let mut found = Vec::with_capacity(all.len());
        let mut delayed = Vec::with_capacity(all.len());
        for ((replication, mut who), groups) in
            family.replicate(workspace, (seed, index), &all)?.into_iter().zip(&groups)
        {
            found.push(replication);
            delayed.push(people::as_in_baseline(who.take(), groups));
        }
        let moved: Vec<people::Counts> =
            delayed[1..].iter().map(|option| people::Counts::of(&delayed[0], option)).collect();
        Ok((found, moved))
    };
    let one = |workspace: &mut Workspace<'p, Delayed>, (index, ours): (u64, bool)| {
        or_try(keep, (("compare", index), ours), fits, || run(workspace, index))
    };
    let how = (how, keep.share());
    let (runs, reached) = match asked {
        None => (shared_in_order(how, progress, stop, Workspace::default, one)?, None),
        Some(asked) => {
            let (runs, reached) =
                until_precise(asked, how, progress, stop, Workspace::default, one, |(found, _)| {
                    let of = |r: &Replication| r.system[by];
                    found[1..].iter().map(|option| Some(of(option)? - of(&found[0])?)).collect()
                })?;
            (runs, Some(reached))
        }
    };
    let mut replications: Vec<Vec<Replication>> = scenarios.iter().map(|_| Vec::new()).collect();
    let mut moved: Vec<Vec<people::Counts>> = scenarios[1..].iter().map(|_| Vec::new()).collect();
    for (found, counts) in runs {
        replications.iter_mut().zip(found).for_each(|(all, one)| all.push(one));
        moved.iter_mut().zip(counts).for_each(|(all, one)| all.push(one));
    }
    let mut options: Vec<Differences> = (1..scenarios.len())
        .map(|i| {
            differences(
                (scenarios[0], &replications[0]),
                (scenarios[i], &replications[i]),
                Some(Moved::of(&moved[i - 1], &worlds_of(&replications[0]))),
            )
        })
        .collect();
    let claims: Vec<Option<f64>> = options.iter().map(|o| o.system[by].and_then(|d| d.p)).collect();
    for (option, clear) in options.iter_mut().zip(holm(&claims, LEVEL)) {
        option.clear_adjusted = clear;
    }
    fairness::judge(&mut options.iter_mut().flat_map(|option| &mut option.waiters).collect::<Vec<_>>());
    let decision = {
        let of: Vec<&[Replication]> = replications.iter().map(Vec::as_slice).collect();
        let priced = options.iter().all(|o| o.money.as_ref().is_some_and(|money| money.unpriced.is_empty()));
        Decision::of(scenarios, &of, priced, by)
    };
    Ok(Comparison { replications, options, by, reached, decision })
}

/// Why two scenarios cannot be compared day by day and person by person; `None` where they can.
pub fn same_days(base: &Scenario, option: &Scenario) -> Option<String> {
    let (a, b) = (&base.plan.calendar, &option.plan.calendar);
    let days = |c: &crate::base::Calendar| {
        format!("{} days from {} after {} of warm-up", c.measured_days(), c.start(), c.warm_up_days())
    };
    let same = (a.start(), a.measured_days(), a.warm_up_days(), a.first_day())
        == (b.start(), b.measured_days(), b.warm_up_days(), b.first_day());
    (!same).then(|| format!("it measures {}, the baseline {}", days(b), days(a)))
}

/// Why totals of two scenarios are no two figures of one thing, whatever their warm-up; `None` where the
/// measured days are the same.
pub fn same_period(base: &Scenario, other: &Scenario) -> Option<String> {
    let (a, b) = (&base.plan.calendar, &other.plan.calendar);
    let days = |c: &crate::base::Calendar| format!("{} days from {}", c.measured_days(), c.start());
    let same = (a.start(), a.measured_days()) == (b.start(), b.measured_days());
    (!same).then(|| format!("it measures {}, the scenario as it is {}", days(b), days(a)))
}

/// What an option changes of a baseline with the same people, from replications in pairs. Where one has
/// more of them, those without a partner are left out.
pub fn differences(
    (base, before): (&Scenario, &[Replication]),
    (option, after): (&Scenario, &[Replication]),
    moved: Option<Moved>,
) -> Differences {
    let table = |outcomes: &[Outcome], of: &dyn Fn(&Replication, bool) -> Vec<Option<f64>>| {
        let pairs = before.iter().zip(after);
        let rows: Vec<(u32, [Vec<Option<f64>>; 2])> =
            pairs.map(|(b, a)| (b.world, [of(b, false), of(a, true)])).collect();
        let each = outcomes.iter().enumerate();
        let pairs = |i: usize| rows.iter().map(move |(world, [b, a])| (*world, (b[i], a[i])));
        each.map(|(i, o)| Difference::in_worlds(o.unit, pairs(i))).collect::<Vec<_>>()
    };
    let parts = |names: &[Named],
                 others: &[Named],
                 outcomes: &'static [Outcome],
                 of: fn(&Replication) -> &Vec<Vec<Option<f64>>>| {
        let both = names.iter().enumerate().filter_map(|(i, name)| {
            let j = others.iter().position(|other| other.key == name.key)?;
            let pick = move |r: &Replication, after: bool| of(r)[if after { j } else { i }].clone();
            Some(Part { name: name.clone(), differences: table(outcomes, &pick) })
        });
        both.collect::<Vec<_>>()
    };
    Differences {
        system: table(outcome::SYSTEM, &|r, _| r.system.clone()),
        pathways: parts(&base.names.pathways, &option.names.pathways, outcome::PATHWAY, |r| &r.pathways),
        groups: parts(&base.names.groups, &option.names.groups, outcome::GROUP, |r| &r.groups),
        services: parts(&base.names.services, &option.names.services, outcome::SERVICE, |r| &r.services),
        reasons: reasons((base, before), (option, after)),
        funds: parts(&base.names.funds, &option.names.funds, outcome::FUND, |r| &r.funds),
        waiters: fairness::waiters((base, before), (option, after)),
        money: Money::of((base, before), (option, after)),
        moved,
        clear_adjusted: false,
    }
}

/// The same of the outcomes of the whole system alone, without what it costs.
pub fn differences_of_system(before: &[Replication], after: &[Replication]) -> Differences {
    let each = outcome::SYSTEM.iter().enumerate();
    let of = |(i, o): (usize, &Outcome)| {
        Difference::over(o.unit, before, after, |b, a| (b.system[i], a.system[i]))
    };
    Differences {
        system: each.map(of).collect(),
        pathways: Vec::new(),
        groups: Vec::new(),
        services: Vec::new(),
        reasons: Vec::new(),
        funds: Vec::new(),
        waiters: Vec::new(),
        money: None,
        moved: None,
        clear_adjusted: false,
    }
}

fn reasons(
    (base, before): (&Scenario, &[Replication]),
    (option, after): (&Scenario, &[Replication]),
) -> Vec<Part<Difference>> {
    let named = |scenario: &Scenario| -> Vec<Named> {
        let reasons = Reasons::of(&scenario.plan);
        let all = reasons.all();
        all.map(|r| Named { key: reasons.key(r, &scenario.names), label: reasons.label(r, &scenario.names) })
            .collect()
    };
    let (of_base, of_option) = (named(base), named(option));
    let at = |names: &[Named], key: &str| names.iter().position(|name| name.key == key);
    let mut all = of_base.clone();
    all.extend(of_option.iter().filter(|name| at(&of_base, &name.key).is_none()).cloned());
    let found = all.into_iter().filter_map(|name| {
        let (i, j) = (at(&of_base, &name.key), at(&of_option, &name.key));
        let days = |r: &Replication, i: Option<usize>| Some(i.map_or(0.0, |i| r.reasons[i]));
        let differences = Difference::over("bed-days", before, after, |b, a| (days(b, i), days(a, j)))?;
        Some(Part { name, differences })
    });
    found.collect()
}
