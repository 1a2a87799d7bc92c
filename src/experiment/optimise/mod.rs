//! The cheapest mix that meets a target: which point of a grid, how surely, and what would tip the
//! choice. `selection` is the procedure; the chosen mix is estimated again on replications that had no
//! part in choosing it.

pub mod again;
pub mod edges;
pub mod selection;
pub mod target;

use std::sync::atomic::AtomicBool;

use super::Estimate;
use super::address::Address;
use super::compare::Difference;
use super::decide::Table;
use super::points::{Part, Points};
use super::replicate::{NotReplicated, Progress};
use super::run::doubt::InWorld;
use super::sweep::Point;
use crate::base::statistics::{Moments, student_t, wilson95};
use crate::measures::Replication;
use crate::measures::outcome::{Key, SYSTEM, System};
use crate::scenario::Scenario;
use crate::scenario::worlds::IN_A_ROW;
use selection::{Rule, Selection, Values, Verdict, select};
pub use target::{Side, Target};

/// Replications from this number on are for the estimate of what was chosen.
pub const FRESH: u64 = 1 << 32;
/// This share of a target does not matter.
const OF_TARGET: f64 = 0.02;
/// This share of the range of costs does not matter.
const OF_COSTS: f64 = 0.02;
/// This much of a chance does not matter.
const OF_CHANCE: f64 = 0.05;
/// So many mixes at most are set beside each other by what choosing them loses.
const MOST_LOST: usize = 8;
/// Replications of every point before anything is judged, and added to one at a time at least.
const FIRST: u64 = 10;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Every one must be met.
    pub targets: Vec<Target>,
    /// The outcome to be least.
    pub minimise: Address,
    /// How sure the choice, and each target, shall be.
    pub confidence: f64,
    /// Differences of what is minimised up to this do not matter; `None`: a fiftieth of its range over
    /// the points.
    pub tolerance: Option<f64>,
    /// At most so many replications of one point.
    pub most: u64,
    /// Replications of what was chosen, not used in choosing.
    pub fresh: u64,
    /// All targets must be met together in at least this share of single replications, over worlds and luck;
    /// `None`: each on average.
    pub chance: Option<f64>,
}

impl Asked {
    /// Whether a replication meets every target; `None` where one has no value.
    fn meets(&self, r: &Replication) -> Option<bool> {
        let each = self.targets.iter().map(|target| Some(target.beyond(target.outcome.value(r)?) <= 0.0));
        each.collect::<Option<Vec<bool>>>().map(|each| each.into_iter().all(|met| met))
    }

    /// How far a replication lies beyond a target: where a chance is asked, what it leaves of that.
    pub(super) fn beyond(&self, target: &Target, r: &Replication) -> Option<f64> {
        match self.chance {
            None => target.outcome.value(r).map(|x| target.beyond(x)),
            Some(chance) => self.meets(r).map(|met| chance - f64::from(u8::from(met))),
        }
    }
}

/// Means over the replications of the search.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// In the order of [`SYSTEM`], over the point's own replications.
    pub system: Vec<Option<f64>>,
    /// Of what is minimised, set beside the chosen point (the one with most replications where none is
    /// chosen): its mean over all of its replications, and the mean difference over those that both have.
    /// Points have different numbers of replications, and all have the same people.
    pub minimised: Option<f64>,
    /// Of each target's outcome, the same.
    pub targets: Vec<Option<f64>>,
    /// The share of its own replications that meet all targets, of those that have a value for each.
    pub chance: Option<f64>,
}

/// Whether a target holds on fresh replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holds {
    /// Below (for `<=`) or above this the mean lies with the asked confidence; `None` below two
    /// replications with a value.
    pub bound: Option<f64>,
    /// Whether that meets the target.
    pub holds: bool,
    /// How many replications have a value.
    pub n: usize,
}

/// A point estimated on fresh replications.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// In the order of [`SYSTEM`].
    pub system: Vec<Estimate>,
    /// What is minimised.
    pub minimised: Estimate,
    /// Each target's outcome.
    pub targets: Vec<Estimate>,
    /// For each target, whether it holds.
    pub holds: Vec<Holds>,
    /// The share of single runs that meet every target, of those that have a value for each, with its 95%
    /// interval (Wilson); `None` where there is no such run.
    pub single_years: Option<(f64, [f64; 2])>,
    /// How many runs that are.
    pub complete: usize,
}

/// What choosing one of some points loses against knowing the world, in pounds with bed-days at their price.
#[derive(Clone, Debug)]
pub struct Lost {
    /// The points; `None` is the scenario as it is.
    pub points: Vec<Option<usize>>,
    /// What each is worth in each world: less `cost_total`, against the first.
    pub table: Table,
}

/// The cheapest point when money is counted the other way: acute bed-days in use at their price where the
/// choice is by what is spent, and the other way round.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherView {
    /// What is least there.
    pub minimise: Address,
    /// The point; perhaps the chosen one.
    pub point: usize,
    /// How many replications of the search both it and the chosen one have; all that follows is over these.
    pub runs: usize,
    /// Its `cost_spent` beyond that of the chosen one, and its `cost_total`.
    pub differences: [Option<Difference>; 2],
    /// Means of `cost_spent` and `cost_total` of the chosen one, then of this one.
    pub means: [[f64; 2]; 2],
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Optimum {
    /// What was done with each point.
    pub selection: Selection,
    /// Of each point, over the replications of the search.
    pub means: Vec<Searched>,
    /// The scenario as it is, over replications of the search, and the point that is the same, if any.
    pub today: (Searched, Option<usize>),
    /// Points that no other beats in both what is minimised and the first target, by these means; the
    /// cheapest first.
    pub frontier: Vec<usize>,
    /// Money counted the other way; `None` where nothing is chosen, what is minimised is no money of the
    /// whole system, or bed-days in use have no price.
    pub other_view: Option<OtherView>,
    /// What did not matter: of what is minimised, and of each target.
    pub tolerances: (f64, Vec<f64>),
    /// The scenario as it is, the chosen point and the next one, on fresh replications.
    pub base: Estimated,
    /// The chosen one.
    pub chosen: Option<Estimated>,
    /// The cheapest other that may meet the targets, and what it costs more, paired.
    pub next: Option<(usize, Estimated, Option<Difference>)>,
    /// Replications spent in the search.
    pub spent: u64,
    /// What choosing loses, on fresh replications; `None` without worlds or prices of bed-days.
    pub lost: Option<Lost>,
}

/// Searches the points for the cheapest one that meets the targets.
///
/// # Errors
/// As [`Points::run`].
pub fn optimise(
    base: &Scenario,
    points: &[Point],
    asked: &Asked,
    (store, fresh): (&mut Points, &mut Points),
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<Optimum, NotReplicated> {
    // Replications in a row share a world: a draw is all of them together, so that draws are independent.
    let each = if base.worlds.is_some() { IN_A_ROW } else { 1 };
    let first = FIRST.min(asked.most).max(2).next_multiple_of(each);
    progress.stage("first look", false);
    let wanted: Vec<(&Scenario, u64)> = points.iter().map(|point| (&point.scenario, first)).collect();
    let told = Part { progress, done: store.total(), further: 0 };
    store.run(&wanted, threads, &told, stop)?;
    // Of the first look alone, however many there are.
    let looked_at = |point: &Point| asked.minimise.mean(&store.of(&point.scenario)[..first as usize]);
    let costs = points.iter().filter_map(looked_at);
    let (least, most) = costs.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    let range = if most > least { most - least } else { 0.0 };
    let cost_tolerance = asked.tolerance.unwrap_or(OF_COSTS * range).max(1e-9);
    let of_target = |target: &Target| match asked.chance {
        None => (OF_TARGET * target.value.abs()).max(1e-9),
        Some(_) => OF_CHANCE,
    };
    let target_tolerances: Vec<f64> = asked.targets.iter().map(of_target).collect();
    let rule = Rule {
        first: first / each,
        lot: FIRST / each,
        most: (asked.most / each).max(first / each),
        confidence: asked.confidence,
        cost_tolerance,
        target_tolerances: target_tolerances.clone(),
    };
    progress.stage("search", true);
    // The store is asked for more and read in turn.
    let shared = std::cell::RefCell::new(store);
    let more = |designs: &[(usize, u64)], further: u64| {
        let wanted = designs.iter().map(|&(design, draws)| (&points[design].scenario, draws * each));
        let wanted: Vec<(&Scenario, u64)> = wanted.collect();
        let mut store = shared.borrow_mut();
        let told = Part { progress, done: store.total(), further: further * each + 3 * asked.fresh };
        store.run(&wanted, threads, &told, stop)
    };
    let value = |design: usize, i: u64| {
        let store = shared.borrow();
        let all = store.of(&points[design].scenario);
        draw(&all[(i * each) as usize..((i + 1) * each) as usize], asked)
    };
    let mut selection = select(&rule, points.len(), more, value)?;
    selection.designs.iter_mut().for_each(|design| design.runs *= each);
    let store = shared.into_inner();

    let today = points.iter().position(|point| point.scenario.fingerprint == base.fingerprint);
    let runs = today.map_or(first, |point| selection.designs[point].runs);
    let told = Part { progress, done: store.total(), further: 0 };
    store.run(&[(base, runs)], threads, &told, stop)?;

    let of_most = || (0..points.len()).rev().max_by_key(|&design| selection.designs[design].runs);
    let beside =
        selection.chosen.or_else(of_most).map_or(&[][..], |design| store.of(&points[design].scenario));
    let searched = |scenario: &Scenario| searched(store.of(scenario), beside, asked);
    let means: Vec<Searched> = points.iter().map(|point| searched(&point.scenario)).collect();
    let today = (searched(base), today);
    let next = runner_up(&selection, &means, asked);
    let other_view = other_view(base, points, asked, (&selection, &means), store);
    progress.stage("fresh runs", false);
    let frontier = frontier(&means, asked);
    let beside = if base.worlds.is_some() {
        told_of(today.1, selection.chosen.into_iter().chain(next), &frontier)
    } else {
        Vec::new()
    };
    let wanted: Vec<(&Scenario, u64)> = (selection.chosen.iter().chain(&next).chain(beside.iter().flatten()))
        .map(|&design| &points[design].scenario)
        .chain([base])
        .map(|scenario| (scenario, asked.fresh))
        .collect();
    let told = Part { progress, done: store.total() + fresh.total(), further: 0 };
    fresh.run(&wanted, threads, &told, stop)?;
    let of = |scenario: &Scenario| estimated(fresh.of(scenario), asked);
    let dearer = |design: usize| {
        let chosen = fresh.of(&points[selection.chosen?].scenario);
        asked.minimise.difference(chosen, fresh.of(&points[design].scenario))
    };
    Ok(Optimum {
        lost: lost(base, points, &beside, fresh),
        frontier,
        base: of(base),
        chosen: selection.chosen.map(|design| of(&points[design].scenario)),
        next: next.map(|design| (design, of(&points[design].scenario), dearer(design))),
        spent: selection.designs.iter().map(|design| design.runs).sum(),
        tolerances: (cost_tolerance, target_tolerances),
        means,
        today,
        other_view,
        selection,
    })
}

/// The values of a draw: the means of its replications.
fn draw(all: &[Replication], asked: &Asked) -> Values {
    let mean = |of: &dyn Fn(&Replication) -> Option<f64>| {
        let known: Vec<f64> = all.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    Values {
        cost: mean(&|r| asked.minimise.value(r)),
        beyond: asked.targets.iter().map(|target| mean(&|r| asked.beyond(target, r))).collect(),
    }
}

fn searched(replications: &[Replication], beside: &[Replication], asked: &Asked) -> Searched {
    let mean = |o: usize| {
        let known: Vec<f64> = replications.iter().filter_map(|r| r.system[o]).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let mean_of = |outcome: Address| {
        if replications.len() >= beside.len() {
            return outcome.mean(replications);
        }
        let moved = || Some(outcome.mean(beside)? + outcome.difference(beside, replications)?.mean);
        moved().or_else(|| outcome.mean(replications))
    };
    Searched {
        system: (0..SYSTEM.len()).map(mean).collect(),
        minimised: mean_of(asked.minimise),
        targets: asked.targets.iter().map(|target| mean_of(target.outcome)).collect(),
        chance: {
            let met: Vec<bool> = replications.iter().filter_map(|r| asked.meets(r)).collect();
            (!met.is_empty()).then(|| met.iter().filter(|met| **met).count() as f64 / met.len() as f64)
        },
    }
}

/// Whether a point is not known to fail and meets every target by these means, set beside the chosen one.
fn may_meet(design: usize, selection: &Selection, means: &[Searched], asked: &Asked) -> bool {
    let mut each = asked.targets.iter().zip(&means[design].targets);
    selection.designs[design].verdict != Verdict::Fails
        && match asked.chance {
            Some(chance) => means[design].chance.is_some_and(|share| share >= chance),
            None => each.all(|(target, mean)| mean.is_some_and(|x| target.beyond(x) <= 0.0)),
        }
}

/// The cheapest point other than the chosen one that is not known to fail.
fn runner_up(selection: &Selection, means: &[Searched], asked: &Asked) -> Option<usize> {
    let cost = |&design: &usize| means[design].minimised.unwrap_or(f64::INFINITY);
    (0..means.len())
        .filter(|design| Some(*design) != selection.chosen)
        .filter(|&design| may_meet(design, selection, means, asked))
        .min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

fn other_view(
    base: &Scenario,
    points: &[Point],
    asked: &Asked,
    (selection, means): (&Selection, &[Searched]),
    store: &Points,
) -> Option<OtherView> {
    let (spent, total) = (Address::system(System::CostSpent), Address::system(System::CostTotal));
    let minimise = match asked.minimise {
        of if of == spent => total,
        of if of == total => spent,
        _ => return None,
    };
    let costs = base.plan.costs;
    if costs.acute_bed_day <= 0.0 && costs.escalation_bed_day <= 0.0 {
        return None;
    }
    let chosen = selection.chosen?;
    let of = |design: usize| store.of(&points[design].scenario);
    // Points have different numbers of runs: each is set beside the chosen one over those that both have.
    let beyond = |design: usize, what: Address| what.difference(of(chosen), of(design));
    let (point, _) = (0..points.len())
        .filter(|&design| design == chosen || may_meet(design, selection, means, asked))
        .filter_map(|design| Some((design, beyond(design, minimise)?.mean)))
        // The chosen one stays where another is no cheaper.
        .min_by(|a, b| a.1.total_cmp(&b.1).then((a.0 != chosen).cmp(&(b.0 != chosen))))?;
    let runs = of(chosen).len().min(of(point).len());
    let mean = |design: usize, what: Address| what.mean(&of(design)[..runs]).unwrap_or(f64::NAN);
    Some(OtherView {
        minimise,
        point,
        runs,
        differences: [spent, total].map(|what| beyond(point, what)),
        means: [chosen, point].map(|design| [spent, total].map(|what| mean(design, what))),
    })
}

fn frontier(means: &[Searched], asked: &Asked) -> Vec<usize> {
    let Some(target) = asked.targets.first() else { return Vec::new() };
    let beyond = |means: &Searched| match asked.chance {
        Some(chance) => means.chance.map(|share| chance - share),
        None => means.targets[0].map(|mean| target.beyond(mean)),
    };
    let place = |design: usize| Some((means[design].minimised?, beyond(&means[design])?));
    let mut all: Vec<(usize, f64, f64)> = (0..means.len())
        .filter_map(|design| place(design).map(|(cost, beyond)| (design, cost, beyond)))
        .collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2)));
    let mut least = f64::INFINITY;
    let mut frontier = Vec::new();
    for (design, _, beyond) in all {
        if beyond < least {
            least = beyond;
            frontier.push(design);
        }
    }
    frontier
}

fn estimated(replications: &[Replication], asked: &Asked) -> Estimated {
    let system = (SYSTEM.iter().enumerate())
        .map(|(i, o)| Estimate::over(o.unit, replications, |r| r.system[i]))
        .collect();
    let holds = asked.targets.iter().map(|target| {
        // Replications that share a world are one draw.
        let by_world = drawn(replications, |r| match asked.chance {
            None => target.outcome.value(r),
            Some(_) => asked.meets(r).map(|met| f64::from(u8::from(met))),
        });
        let moments = Moments::of(&by_world);
        let freedom = moments.n.checked_sub(1).filter(|freedom| *freedom > 0);
        let side = if target.side == Side::AtMost && asked.chance.is_none() { 1.0 } else { -1.0 };
        let bound = freedom
            .and_then(|freedom| student_t(freedom, asked.confidence))
            .map(|t| moments.mean + side * t * moments.standard_error());
        let holds = |bound: f64| match asked.chance {
            None => target.beyond(bound) <= 0.0,
            Some(chance) => bound >= chance,
        };
        let n = replications.iter().filter(|r| target.outcome.value(r).is_some()).count();
        Holds { bound, holds: bound.is_some_and(holds), n }
    });
    let each: Vec<bool> = replications.iter().filter_map(|r| asked.meets(r)).collect();
    let met = each.iter().filter(|met| **met).count();
    let by_draw = || {
        let draws = drawn(replications, |r| asked.meets(r).map(|met| f64::from(u8::from(met))));
        let share = met as f64 / each.len() as f64;
        let ends = Moments::of(&draws).interval95().unwrap_or([0.0, 1.0]);
        (share, ends.map(|end| end.clamp(0.0, 1.0)))
    };
    let in_worlds = replications.iter().any(|r| r.world > 0);
    let single = || if in_worlds { by_draw() } else { wilson(met, each.len()) };
    Estimated {
        system,
        minimised: asked.minimise.estimate(replications),
        targets: asked.targets.iter().map(|target| target.outcome.estimate(replications)).collect(),
        holds: holds.collect(),
        single_years: (!each.is_empty()).then(single),
        complete: each.len(),
    }
}

/// A value of each draw: the mean of replications in a row that share a world, or of each replication where there is
/// one world. Those without a value are left out.
fn drawn(replications: &[Replication], value: impl Fn(&Replication) -> Option<f64>) -> Vec<f64> {
    let each = if replications.iter().any(|r| r.world > 0) { IN_A_ROW as usize } else { 1 };
    let mean = |all: &[Replication]| {
        let known: Vec<f64> = all.iter().filter_map(&value).filter(|x| x.is_finite()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    replications.chunks(each).filter_map(mean).collect()
}

/// What choosing each of these points loses, on fresh replications, where there are worlds and bed-days have a price.
fn lost(base: &Scenario, points: &[Point], of: &[Option<usize>], fresh: &Points) -> Option<Lost> {
    base.worlds.as_ref().filter(|_| base.plan.costs.acute_bed_day > 0.0)?;
    let total = System::CostTotal.index();
    let before = fresh.of(base);
    let option = |point: &Option<usize>| -> Option<Vec<InWorld>> {
        let after = point.map_or(before, |point| fresh.of(&points[point].scenario));
        let worth =
            |(b, a): (&Replication, &Replication)| Some((b.world, b.system[total]? - a.system[total]?));
        before.iter().zip(after).map(worth).collect()
    };
    let all: Option<Vec<Vec<InWorld>>> = of.iter().map(option).collect();
    Some(Lost { points: of.to_vec(), table: Table::of(&all?)?.measured_in("£") })
}

/// The mixes whose loss is told: the scenario as it is, the chosen one, the next, and some of the frontier, from its
/// one end to its other.
fn told_of(
    today: Option<usize>,
    chosen: impl Iterator<Item = usize>,
    frontier: &[usize],
) -> Vec<Option<usize>> {
    let mut told: Vec<Option<usize>> = vec![None];
    let places = frontier.len().min(MOST_LOST);
    let spread = (0..places).map(|i| frontier[i * (frontier.len() - 1) / places.saturating_sub(1).max(1)]);
    for point in chosen.chain(spread) {
        if Some(point) != today && !told.contains(&Some(point)) && told.len() <= MOST_LOST {
            told.push(Some(point));
        }
    }
    told
}

/// A share with its 95% interval.
fn wilson(met: usize, of: usize) -> (f64, [f64; 2]) {
    let n = of.max(1) as f64;
    let share = met as f64 / n;
    (share, wilson95(share, n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::{Key, System};

    #[test]
    fn wilsons_interval_is_the_published_one() {
        // 15 of 148 (R. G. Newcombe, Statistics in Medicine 17, 1998): 0.1014, 0.0624 to 0.1605.
        let (share, [low, high]) = wilson(15, 148);
        assert!((share - 0.1014).abs() < 5e-5 && (low - 0.0624).abs() < 5e-5 && (high - 0.1605).abs() < 5e-5);
        let none = wilson(0, 20);
        assert!(none.0 == 0.0 && none.1[0] == 0.0 && none.1[1] > 0.1);
    }

    fn asked(targets: Vec<Target>) -> Asked {
        Asked {
            targets,
            minimise: Address::system(System::CostSpent),
            confidence: 0.95,
            tolerance: None,
            most: 100,
            fresh: 20,
            chance: None,
        }
    }

    fn at_most(outcome: System, value: f64) -> Target {
        Target { outcome: Address::system(outcome), side: Side::AtMost, value }
    }

    #[test]
    fn the_frontier_holds_what_no_other_beats_in_both() {
        let asked = asked(vec![at_most(System::NctrPeople, 5.0)]);
        let point = |target: f64, cost: f64| Searched {
            system: Vec::new(),
            minimised: Some(cost),
            targets: vec![Some(target)],
            chance: None,
        };
        let means = [point(9.0, 1.0), point(6.0, 3.0), point(7.0, 4.0), point(4.0, 6.0), point(4.0, 9.0)];
        assert_eq!(frontier(&means, &asked), [0, 1, 3]);
    }

    #[test]
    fn a_point_with_fewer_runs_stands_where_its_difference_from_the_chosen_one_puts_it() {
        let asked = asked(vec![at_most(System::NctrPeople, 100.0)]);
        let (_, chosen, _) = made_up(6);
        let people = System::NctrPeople.index();
        let mut other = chosen[..2].to_vec();
        for r in &mut other {
            r.system[people] = r.system[people].map(|x| x + 3.0);
        }
        let all = asked.targets[0].outcome.mean(&chosen).unwrap();
        let found = searched(&other, &chosen, &asked);
        assert!((found.targets[0].unwrap() - all - 3.0).abs() < 1e-9, "as if it had all the runs");
        assert_eq!(found.system[people], asked.targets[0].outcome.mean(&other), "over its own");
        assert_eq!(searched(&chosen, &other, &asked).targets[0], Some(all));
        for r in &mut other {
            r.system[people] = None;
        }
        assert_eq!(searched(&other, &chosen, &asked).targets[0], None);
    }

    #[test]
    fn one_run_shows_no_target_to_hold_and_runs_without_a_value_are_left_out() {
        let asked = asked(vec![at_most(System::NctrPeople, 100.0)]);
        let (_, mut all, _) = made_up(6);
        assert!(estimated(&all, &asked).holds[0].holds);
        let one = estimated(&all[..1], &asked);
        assert_eq!((one.holds[0].bound, one.holds[0].holds), (None, false));
        let people = System::NctrPeople.index();
        for r in &mut all[1..] {
            r.system[people] = None;
        }
        let left = estimated(&all, &asked);
        assert_eq!((left.holds[0].n, left.holds[0].holds, left.complete), (1, false, 1));
        all[0].system[people] = None;
        assert_eq!(estimated(&all, &asked).single_years, None);
    }
}
