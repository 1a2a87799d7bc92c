//! A scenario with some of its values varied: every point of a design on the same people, each beside
//! the scenario as it is.
//!
//! `vary` says what is varied, `points` runs it. Knows nothing of how it is told.

use std::sync::atomic::AtomicBool;

use super::Estimate;
use super::compare::{Difference, Differences, differences, same_days};
use super::points::Points;
use super::precision::{Asked, Reached, each_until_precise};
use super::replicate::{NotReplicated, Progress};
use crate::measures::Replication;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::scenario::{Faults, Scenario, Setting, Variants};

/// A point of a design.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is set there, one for each axis.
    pub settings: Vec<Setting>,
    /// The scenario that comes of it.
    pub scenario: Scenario,
}

/// What was found at a point.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many replications.
    pub runs: u64,
    /// In the order of [`SYSTEM`].
    pub system: Vec<Estimate>,
    /// Against the scenario as it is; `None` where the days differ, so that nothing can be paired.
    pub differences: Option<Differences>,
    /// Where the number of replications was left to it.
    pub reached: Option<Reached>,
}

/// What a sweep found.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The scenario as it is.
    pub base: Found,
    /// Each point.
    pub points: Vec<Found>,
}

/// How many replications of each point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Runs {
    /// So many.
    Number(u64),
    /// Until this outcome of each is known so precisely.
    Until(Asked, usize),
}

/// The points with these settings.
///
/// # Errors
/// Every fault of the first point that has any.
pub fn points(variants: &Variants, design: Vec<Vec<Setting>>) -> Result<Vec<Point>, Faults> {
    let point = |settings: Vec<Setting>| {
        let scenario = variants.with(&settings)?;
        Ok(Point { settings, scenario })
    };
    design.into_iter().map(point).collect()
}

/// Runs every point, and the scenario as it is.
///
/// # Errors
/// As [`Points::run`].
pub fn sweep(
    base: &Scenario,
    design: &[Point],
    runs: Runs,
    store: &mut Points,
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
) -> Result<Sweep, NotReplicated> {
    let all: Vec<&Scenario> = std::iter::once(base).chain(design.iter().map(|p| &p.scenario)).collect();
    let reached: Vec<Option<Reached>> = match runs {
        Runs::Number(runs) => {
            let wanted: Vec<(&Scenario, u64)> = all.iter().map(|scenario| (*scenario, runs)).collect();
            store.run(&wanted, threads, progress, stop)?;
            vec![None; all.len()]
        }
        Runs::Until(asked, outcome) => {
            let values = |r: &Replication| vec![r.system[outcome]];
            let reached = each_until_precise(store, &all, asked, values, (threads, progress, stop))?;
            reached.into_iter().map(Some).collect()
        }
    };
    let mut found = all.iter().zip(reached).map(|(scenario, reached)| found(base, scenario, store, reached));
    let Some(of_base) = found.next() else { unreachable!("the baseline is the first") };
    Ok(Sweep { base: of_base, points: found.collect() })
}

fn found(base: &Scenario, scenario: &Scenario, store: &Points, reached: Option<Reached>) -> Found {
    let replications = store.of(scenario);
    let paired = same_days(base, scenario).is_none();
    Found {
        runs: replications.len() as u64,
        system: estimates(replications),
        differences: paired.then(|| differences((base, store.of(base)), (scenario, replications), None)),
        reached,
    }
}

fn estimates(replications: &[Replication]) -> Vec<Estimate> {
    let each = SYSTEM.iter().enumerate();
    each.map(|(i, o)| Estimate::of(o.unit, replications.iter().map(|r| r.system[i]))).collect()
}

/// The point of least total cost, and how far that is sure.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheapest {
    /// Its index.
    pub point: usize,
    /// Points whose cost is not clearly higher: the paired difference's 95% interval holds 0.
    pub rivals: Vec<usize>,
}

/// The point of least total cost; `None` where nothing costs anything, or all the same.
pub fn cheapest(design: &[Point], found: &Sweep, store: &Points) -> Option<Cheapest> {
    let cost = index_of(SYSTEM, "cost_total");
    let costs: Vec<f64> = found.points.iter().map(|point| point.system[cost].mean).collect::<Option<_>>()?;
    let (point, least) = costs.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?;
    if costs.iter().all(|c| (c - least).abs() <= 0.0) {
        return None;
    }
    let best = store.of(&design[point].scenario);
    let rivals = (0..design.len()).filter(|&i| i != point).filter(|&i| {
        let other = store.of(&design[i].scenario);
        let pairs = best.iter().zip(other).map(|(a, b)| (a.system[cost], b.system[cost]));
        Difference::of("£", pairs).is_some_and(|d| !d.clear)
    });
    Some(Cheapest { point, rivals: rivals.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::experiment::vary::{Axis, Design};

    const WARD: &str = r#"{
      "name": "Ward", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "60d" },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } }, "cost_per_place": 150 } },
      "costs": { "acute_bed_day": 400 }
    }"#;

    fn run(axis: &str, runs: Runs) -> (Vec<Point>, Sweep, Points) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ward.json");
        std::fs::write(&file, WARD).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let varied = [Axis::parse(axis).expect("an axis")];
        let design = points(&variants, Design::Grid.points(&varied, 1).expect("a grid")).expect("points");
        let mut store = Points::new(1);
        let how = (2, &Silent as &dyn Progress, &AtomicBool::new(false));
        let found = sweep(variants.base(), &design, runs, &mut store, how).expect("it runs");
        (design, found, store)
    }

    #[test]
    fn more_places_mean_shorter_lines_and_the_same_point_differs_in_nothing() {
        let (_, found, store) = run("services.beds.places=20..26:2", Runs::Number(10));
        let days = index_of(SYSTEM, "nctr_bed_days");
        let means: Vec<f64> = found.points.iter().map(|p| p.system[days].mean.expect("a mean")).collect();
        assert!(means.windows(2).all(|w| w[1] < w[0]), "{means:?}");
        assert_eq!(store.total(), 40, "the first point is the scenario as it is and runs once");
        let same = found.points[0].differences.as_ref().expect("the same days");
        assert!(same.system.iter().flatten().all(|d| d.mean == 0.0 && d.sd == 0.0));
        let clear = found.points[3].differences.as_ref().and_then(|d| d.system[days]).expect("a difference");
        assert!(clear.clear && clear.mean < 0.0);
    }

    #[test]
    fn the_least_cost_lies_where_a_place_costs_what_it_saves() {
        let (design, found, store) = run("services.beds.places=18..30:3", Runs::Number(20));
        let cheapest = cheapest(&design, &found, &store).expect("costs");
        assert!((1..=3).contains(&cheapest.point), "{cheapest:?}");
        assert!(!cheapest.rivals.contains(&0), "18 places for a load of 18: the line never ends");
    }

    #[test]
    fn each_point_runs_as_long_as_its_precision_takes() {
        let asked = Asked { precision: 0.1, least: 20, most: 200 };
        let days = index_of(SYSTEM, "acute_bed_days");
        let (_, found, _) = run("services.beds.places=20,40", Runs::Until(asked, days));
        let easy = found.points[1].reached.as_ref().expect("asked");
        let [tight, loose] = [found.points[0].runs, found.points[1].runs];
        assert!(tight > loose || easy.met, "{tight} and {loose}");
        assert!(found.points.iter().all(|p| p.runs >= 25 && p.runs <= 200));
    }
}
