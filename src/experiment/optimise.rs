//! The least dear mix that meets a target: which point of a grid, how surely, and what would tip the
//! choice. `selection` is the procedure; the chosen mix is estimated again on replications that had no
//! part in choosing it.

pub mod selection;

use std::sync::atomic::AtomicBool;

use super::compare::Difference;
use super::points::Points;
use super::replicate::{NotReplicated, Progress};
use super::sweep::Point;
use super::{Estimate, replicate::Silent};
use crate::base::statistics::{Moments, student_t};
use crate::measures::Replication;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::scenario::{Scenario, nearest};
use selection::{Rule, Selection, Values, Verdict, select};

/// Replications from this number on are for the estimate of what was chosen.
pub const FRESH: u64 = 1 << 32;
/// This share of a target does not matter.
const OF_TARGET: f64 = 0.02;
/// This share of the range of costs does not matter.
const OF_COSTS: f64 = 0.02;

/// Which side of a value an outcome must lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `<=`.
    AtMost,
    /// `>=`.
    AtLeast,
}

/// What an outcome must come to, on average over years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The index of the outcome in [`SYSTEM`].
    pub outcome: usize,
    /// On which side.
    pub side: Side,
    /// Of what.
    pub value: f64,
}

impl Target {
    /// From `OUTCOME<=X` or `OUTCOME>=X`.
    ///
    /// # Errors
    /// Where it is neither, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: String| {
            format!("--target {text}: {what}; expected OUTCOME<=X or OUTCOME>=X, as in delay_days_p90<=2")
        };
        let split = [("<=", Side::AtMost), (">=", Side::AtLeast)];
        let found = split.into_iter().find_map(|(sign, side)| Some((text.split_once(sign)?, side)));
        let ((name, value), side) = found.ok_or_else(|| wrong("there is no <= or >=".to_owned()))?;
        let (name, value) = (name.trim(), value.trim());
        let outcome = SYSTEM.iter().position(|o| o.name == name).ok_or_else(|| {
            let near = nearest(name, SYSTEM.iter().map(|o| o.name));
            let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
            wrong(format!("there is no outcome \"{name}\"{near}"))
        })?;
        let number = value
            .strip_suffix('%')
            .map_or_else(|| value.parse(), |v| v.trim().parse::<f64>().map(|x| x / 100.0));
        let value = number.ok().filter(|x: &f64| x.is_finite());
        let value = value.ok_or_else(|| wrong("its value is not a number".to_owned()))?;
        Ok(Self { outcome, side, value })
    }

    /// How far beyond the target a value is; 0 or less meets it.
    pub fn beyond(&self, value: f64) -> f64 {
        match self.side {
            Side::AtMost => value - self.value,
            Side::AtLeast => self.value - value,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Every one must be met.
    pub targets: Vec<Target>,
    /// The outcome to be least, as an index in [`SYSTEM`].
    pub minimise: usize,
    /// How sure the choice, and each target, shall be.
    pub confidence: f64,
    /// Differences of what is minimised up to this do not matter; `None`: a fiftieth of its range over
    /// the points.
    pub tolerance: Option<f64>,
    /// At most so many replications of one point.
    pub most: u64,
    /// Replications of what was chosen, not used in choosing.
    pub fresh: u64,
}

/// A point estimated on fresh replications.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// In the order of [`SYSTEM`].
    pub system: Vec<Estimate>,
    /// For each target: the bound below (for `<=`) or above which the mean lies with the asked
    /// confidence, and whether the target holds there.
    pub holds: Vec<(f64, bool)>,
    /// The share of single runs that meet every target, with its 95% interval (Wilson).
    pub single_years: (f64, [f64; 2]),
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Optimum {
    /// What was done with each point.
    pub selection: Selection,
    /// Means of each point over the replications of the search, in the order of [`SYSTEM`].
    pub means: Vec<Vec<Option<f64>>>,
    /// Points that no other beats in both what is minimised and the first target, by these means; the
    /// cheapest first.
    pub frontier: Vec<usize>,
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
}

/// Searches the points for the least dear one that meets the targets.
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
    let first = 20.min(asked.most);
    let wanted: Vec<(&Scenario, u64)> = points.iter().map(|point| (&point.scenario, first)).collect();
    store.run(&wanted, threads, progress, stop)?;
    let cost = |design: usize, store: &Points| mean(store.of(&points[design].scenario), asked.minimise);
    let costs: Vec<f64> = (0..points.len()).filter_map(|design| cost(design, store)).collect();
    let range = costs.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        - costs.iter().copied().fold(f64::INFINITY, f64::min);
    let cost_tolerance = asked.tolerance.unwrap_or(OF_COSTS * range).max(1e-9);
    let target_tolerances: Vec<f64> =
        asked.targets.iter().map(|target| (OF_TARGET * target.value.abs()).max(1e-9)).collect();
    let rule = Rule {
        first,
        lot: 10,
        most: asked.most,
        confidence: asked.confidence,
        cost_tolerance,
        target_tolerances: target_tolerances.clone(),
    };
    // The store is asked for more and read in turn.
    let shared = std::cell::RefCell::new(store);
    let more = |designs: &[usize], runs: u64| {
        let wanted: Vec<(&Scenario, u64)> = designs.iter().map(|&d| (&points[d].scenario, runs)).collect();
        shared.borrow_mut().run(&wanted, threads, &Silent, stop)
    };
    let value = |design: usize, i: u64| {
        let store = shared.borrow();
        values(&store.of(&points[design].scenario)[i as usize], asked)
    };
    let selection = select(&rule, points.len(), more, value)?;
    let store = shared.into_inner();

    let means: Vec<Vec<Option<f64>>> = (points.iter())
        .map(|point| (0..SYSTEM.len()).map(|o| mean(store.of(&point.scenario), o)).collect())
        .collect();
    let next = runner_up(&selection, &means, asked);
    let wanted: Vec<(&Scenario, u64)> = (selection.chosen.iter().chain(&next))
        .map(|&design| &points[design].scenario)
        .chain([base])
        .map(|scenario| (scenario, asked.fresh))
        .collect();
    fresh.run(&wanted, threads, progress, stop)?;
    let of = |scenario: &Scenario| estimated(fresh.of(scenario), asked);
    let dearer = |design: usize| {
        let chosen = fresh.of(&points[selection.chosen?].scenario);
        let pairs = chosen.iter().zip(fresh.of(&points[design].scenario));
        Difference::of(
            SYSTEM[asked.minimise].unit,
            pairs.map(|(a, b)| (a.system[asked.minimise], b.system[asked.minimise])),
        )
    };
    Ok(Optimum {
        frontier: frontier(&means, asked),
        base: of(base),
        chosen: selection.chosen.map(|design| of(&points[design].scenario)),
        next: next.map(|design| (design, of(&points[design].scenario), dearer(design))),
        spent: selection.designs.iter().map(|design| design.runs).sum(),
        tolerances: (cost_tolerance, target_tolerances),
        means,
        selection,
    })
}

fn values(r: &Replication, asked: &Asked) -> Values {
    // A value that is not defined, as a mean over nobody, is met: nobody waits.
    let beyond =
        asked.targets.iter().map(|target| r.system[target.outcome].map_or(0.0, |x| target.beyond(x)));
    Values { cost: r.system[asked.minimise].unwrap_or(0.0), beyond: beyond.collect() }
}

fn mean(replications: &[Replication], outcome: usize) -> Option<f64> {
    let known: Vec<f64> = replications.iter().filter_map(|r| r.system[outcome]).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// The cheapest point other than the chosen one that is not known to fail.
fn runner_up(selection: &Selection, means: &[Vec<Option<f64>>], asked: &Asked) -> Option<usize> {
    let cost = |&design: &usize| means[design][asked.minimise].unwrap_or(f64::INFINITY);
    let likely = |&design: &usize| {
        asked.targets.iter().all(|t| means[design][t.outcome].is_none_or(|x| t.beyond(x) <= 0.0))
    };
    (0..means.len())
        .filter(|design| Some(*design) != selection.chosen)
        .filter(|&design| selection.designs[design].verdict != Verdict::Fails)
        .filter(|design| likely(design))
        .min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

fn frontier(means: &[Vec<Option<f64>>], asked: &Asked) -> Vec<usize> {
    let Some(target) = asked.targets.first() else { return Vec::new() };
    let place =
        |design: usize| Some((means[design][asked.minimise]?, target.beyond(means[design][target.outcome]?)));
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
        .map(|(i, o)| Estimate::of(o.unit, replications.iter().map(|r| r.system[i])))
        .collect();
    let holds = asked.targets.iter().map(|target| {
        let known: Vec<f64> = replications.iter().filter_map(|r| r.system[target.outcome]).collect();
        let moments = Moments::of(&known);
        let t =
            moments.n.checked_sub(1).and_then(|freedom| student_t(freedom, asked.confidence)).unwrap_or(0.0);
        let side = if target.side == Side::AtMost { 1.0 } else { -1.0 };
        let bound = moments.mean + side * t * moments.standard_error();
        (bound, target.beyond(bound) <= 0.0)
    });
    let met =
        replications.iter().filter(|r| values(r, asked).beyond.iter().all(|beyond| *beyond <= 0.0)).count();
    Estimated { system, holds: holds.collect(), single_years: wilson(met, replications.len()) }
}

/// A share with its 95% interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927).
fn wilson(met: usize, of: usize) -> (f64, [f64; 2]) {
    const Z: f64 = 1.959_963_984_540_054;
    let n = of.max(1) as f64;
    let share = met as f64 / n;
    let centre = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (share, [(centre - half).max(0.0), (centre + half).min(1.0)])
}

/// The usual outcome to be least.
pub fn usual() -> usize {
    index_of(SYSTEM, "cost_total")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_outcome_a_side_and_a_number() {
        let target = Target::parse("delay_days_p90 <= 2").expect("a target");
        assert_eq!(
            (SYSTEM[target.outcome].name, target.side, target.value),
            ("delay_days_p90", Side::AtMost, 2.0)
        );
        assert!((target.beyond(3.0) - 1.0).abs() < 1e-12 && target.beyond(1.0) < 0.0);
        let share = Target::parse("discharged_by_17>=70%").expect("a target");
        assert_eq!((share.side, share.value), (Side::AtLeast, 0.7));
        assert!(share.beyond(0.8) < 0.0);
        let error = Target::parse("delay_day_p90<=2").expect_err("no such outcome");
        assert!(error.contains("did you mean \"delay_days_p90\"?"), "{error}");
        for wrong in ["delay_days_p90", "delay_days_p90<2", "delay_days_p90<=two"] {
            assert!(Target::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn wilsons_interval_is_the_published_one() {
        // 15 of 148 (R. G. Newcombe, Statistics in Medicine 17, 1998): 0.1014, 0.0624 to 0.1605.
        let (share, [low, high]) = wilson(15, 148);
        assert!((share - 0.1014).abs() < 5e-5 && (low - 0.0624).abs() < 5e-5 && (high - 0.1605).abs() < 5e-5);
        let none = wilson(0, 20);
        assert!(none.0 == 0.0 && none.1[0] == 0.0 && none.1[1] > 0.1);
    }

    #[test]
    fn the_frontier_holds_what_no_other_beats_in_both() {
        let asked = Asked {
            targets: vec![Target { outcome: 0, side: Side::AtMost, value: 5.0 }],
            minimise: 1,
            confidence: 0.95,
            tolerance: None,
            most: 100,
            fresh: 20,
        };
        let point = |target: f64, cost: f64| vec![Some(target), Some(cost)];
        let means = [point(9.0, 1.0), point(6.0, 3.0), point(7.0, 4.0), point(4.0, 6.0), point(4.0, 9.0)];
        assert_eq!(frontier(&means, &asked), [0, 1, 3]);
    }
}
