//! A scenario with some of its values varied: every point of a design on the same people, each beside
//! the scenario as it is.
//!
//! `vary` says what is varied, `points` runs it. Knows nothing of how results are shown.

pub mod again;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Estimate;
use super::compare::{Difference, Differences, differences_of_system, same_days, same_period};
use super::lead::{Lead, worlds_of};
use super::money::Money;
use super::points::{Part, Points};
use super::precision::{Asked, Reached, each_until_precise};
use super::replicate::{NotReplicated, Progress};
use super::unpriced::{Unpriced, buys_escalation, has_prices, unpriced};
use crate::measures::Replication;
use crate::measures::outcome::{Key, SYSTEM, System};
use crate::scenario::unstable::Unstable;
use crate::scenario::{Fault, Faults, Scenario, Setting, Variants};

/// So many scenarios are made at a time where each is needed only while it is run.
const AT_A_TIME: usize = 16;

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
    /// Against the scenario as it is, of the whole system; `None` where the days differ, so that nothing
    /// can be paired.
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

impl Sweep {
    /// The points with the least and the greatest mean of an outcome; one where they are the same, none where
    /// none has a mean.
    pub fn ends(&self, outcome: usize) -> Vec<usize> {
        let mean = |i: usize| self.points[i].system[outcome].mean;
        let mut known: Vec<(usize, f64)> =
            (0..self.points.len()).filter_map(|i| Some((i, mean(i)?))).collect();
        known.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut ends: Vec<usize> = known.first().into_iter().chain(known.last()).map(|(i, _)| *i).collect();
        ends.dedup();
        ends
    }
}

/// How many replications of each point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Runs {
    /// So many.
    Number(u64),
    /// Until this outcome of each is known so precisely.
    Until(Asked, usize),
}

/// What to do where days are varied.
pub const OTHER_DAYS: &str = "totals over other days are figures of something else, so they are not set side by side; run each with --set, and compare what is an average";

/// The points with these settings.
///
/// # Errors
/// Every fault of the first point that has any.
pub fn points(variants: &Variants, design: Vec<Vec<Setting>>) -> Result<Vec<Point>, Faults> {
    let point = |settings: Vec<Setting>| {
        let scenario = variants.with(&settings).map_err(|faults| {
            let varied = |path: &str| settings.iter().any(|setting| setting.path == path);
            faults.of_flags(|path| varied(path).then_some("--vary"))
        })?;
        if let Some(why) = same_period(variants.base(), &scenario) {
            let path = settings.iter().map(|setting| setting.path.as_str()).collect::<Vec<_>>().join(", ");
            let what = format!("{why}: {OTHER_DAYS}");
            let file = variants.file().display().to_string();
            let fault = Fault { file, line: None, column: None, path, what, expected: None, hint: None };
            return Err(fault.into());
        }
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

/// A point whose scenario is made when it is run and not kept: a design with a point for each service
/// would hold the whole file as often as it has services.
#[derive(Clone, Debug)]
pub struct Later {
    /// What is set there; points may share it.
    pub settings: Vec<Arc<Setting>>,
    /// The fingerprint of its scenario.
    pub fingerprint: String,
    /// What is not steady there.
    pub unstable: Unstable,
}

impl Later {
    /// The point with these settings, whose scenario is this.
    pub fn of(settings: Vec<Arc<Setting>>, scenario: &Scenario) -> Self {
        Self { settings, fingerprint: scenario.fingerprint.clone(), unstable: Unstable::of(scenario) }
    }

    /// The same of a point that is there.
    pub fn at(point: &Point) -> Self {
        Self::of(point.settings.iter().cloned().map(Arc::new).collect(), &point.scenario)
    }

    fn all(&self) -> Vec<Setting> {
        self.settings.iter().map(|setting| Setting::clone(setting)).collect()
    }

    fn scenario(&self, variants: &Variants) -> Result<Scenario, NotReplicated> {
        let scenario = variants.with(&self.all()).ok();
        scenario
            .filter(|made| made.fingerprint == self.fingerprint)
            .ok_or_else(|| NotReplicated::Changed { file: variants.file().display().to_string() })
    }
}

/// The points of a design whose scenarios are made when they are run; each must be sound now.
///
/// # Errors
/// Every fault of the first point that has any.
pub fn later(variants: &Variants, design: Vec<Vec<Setting>>) -> Result<Vec<Later>, Faults> {
    let point = |settings: Vec<Setting>| {
        let scenario = variants.with(&settings)?;
        Ok(Later::of(settings.into_iter().map(Arc::new).collect(), &scenario))
    };
    design.into_iter().map(point).collect()
}

/// Runs the scenario as it is and every point, some at a time. Of each point the outcomes of the whole
/// system stay in the store; `look` sees all of it first, with the scenario.
///
/// # Errors
/// As [`Points::run`]; and where the file is no longer what it was.
pub fn sweep_in_turn(
    variants: &Variants,
    design: &[Later],
    runs: Runs,
    store: &mut Points,
    (threads, progress, stop): (usize, &dyn Progress, &AtomicBool),
    mut look: impl FnMut(usize, &Scenario, &Points),
) -> Result<Sweep, NotReplicated> {
    let base = variants.base();
    let (mut of_base, mut points) = (None, Vec::with_capacity(design.len()));
    let each = match runs {
        Runs::Number(runs) => runs,
        Runs::Until(asked, _) => asked.least,
    };
    let mut chunks = design.chunks(AT_A_TIME);
    let (share, mut passed) = (store.share(), 0);
    // Without any point the scenario as it is runs alone.
    let mut next = Some(chunks.next().unwrap_or(&[]));
    while let Some(chunk) = next {
        let made: Result<Vec<Point>, NotReplicated> = (chunk.iter())
            .map(|later| Ok(Point { settings: later.all(), scenario: later.scenario(variants)? }))
            .collect();
        let made = made?;
        let ahead = (design.len() - points.len() - passed - chunk.len()) as u64;
        let done = store.total() + share.count(passed as u64 * each);
        let told = Part { progress, done, further: share.count(ahead * each) };
        let found = match sweep(base, &made, runs, store, (threads, &told, stop)) {
            // Points do not wait for each other: what is ours of the others is done too.
            Err(NotReplicated::Elsewhere) => {
                passed += chunk.len();
                next = chunks.next();
                continue;
            }
            found => found?,
        };
        for (i, point) in made.iter().enumerate() {
            look(points.len() + i, &point.scenario, store);
        }
        of_base.get_or_insert(found.base);
        points.extend(found.points);
        let again =
            |fingerprint: &str| design[points.len()..].iter().any(|one| one.fingerprint == fingerprint);
        for later in
            chunk.iter().filter(|one| one.fingerprint != base.fingerprint && !again(&one.fingerprint))
        {
            store.leave_system(&later.fingerprint);
        }
        next = chunks.next();
    }
    match of_base {
        Some(base) if passed == 0 => Ok(Sweep { base, points }),
        _ => Err(NotReplicated::Elsewhere),
    }
}

fn found(base: &Scenario, scenario: &Scenario, store: &Points, reached: Option<Reached>) -> Found {
    let replications = store.of(scenario);
    let paired = || {
        let money = Money::of((base, store.of(base)), (scenario, replications));
        Differences { money, ..differences_of_system(store.of(base), replications) }
    };
    Found {
        runs: replications.len() as u64,
        system: estimates(replications),
        differences: same_days(base, scenario).is_none().then(paired),
        reached,
    }
}

fn estimates(replications: &[Replication]) -> Vec<Estimate> {
    let each = SYSTEM.iter().enumerate();
    each.map(|(i, o)| Estimate::over(o.unit, replications, |r| r.system[i])).collect()
}

/// Whether the points with the least and the greatest mean of an outcome clearly differ in it.
pub fn are_apart(design: &[Point], found: &Sweep, store: &Points, outcome: usize) -> bool {
    let mean = |i: &usize| found.points[*i].system[outcome].mean;
    let by_mean = |a: &usize, b: &usize| mean(a).unwrap_or(0.0).total_cmp(&mean(b).unwrap_or(0.0));
    let known = || (0..design.len()).filter(|i| mean(i).is_some());
    let (Some(low), Some(high)) = (known().min_by(by_mean), known().max_by(by_mean)) else { return false };
    let of = |i: usize| store.of(&design[i].scenario);
    let pair = |low: &Replication, high: &Replication| (low.system[outcome], high.system[outcome]);
    Difference::over("", of(low), of(high), pair).is_some_and(|d| d.clear)
}

/// What was compared: a point of the design, or the scenario as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The scenario as it is.
    Today,
    /// A point, by its index.
    Point(usize),
}

/// Where a cost is least, and how far that is sure. The scenario as it is always counts among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheapest {
    /// Where.
    pub at: At,
    /// Others whose cost is not clearly higher: the paired differences, all taken together.
    pub rivals: Vec<At>,
}

/// What the points of a sweep cost.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// What differs between the points and has no price: then nothing is the cheapest.
    pub unpriced: Vec<Unpriced>,
    /// Where the total cost is least, with every bed-day in hospital at its price. `None` where it is the
    /// same everywhere, or not priced.
    pub total: Option<Cheapest>,
    /// The same of what has to be spent, without bed-days in use.
    pub spent: Option<Cheapest>,
}

/// What the points cost; where days in escalation beds are what differs, only the total counts.
pub fn costs(base: &Scenario, design: &[Point], store: &Points) -> Costs {
    let mut missing: Vec<Unpriced> = Vec::new();
    if !has_prices(base) {
        return Costs::default();
    }
    for point in design {
        for one in unpriced(base, &point.scenario) {
            if !missing.contains(&one) {
                missing.push(one);
            }
        }
    }
    if !missing.is_empty() {
        return Costs { unpriced: missing, ..Costs::default() };
    }
    let beyond = design.iter().any(|point| buys_escalation(base, &point.scenario));
    let cheapest = |outcome| cheapest(base, design, store, outcome);
    Costs {
        unpriced: missing,
        total: cheapest(System::CostTotal),
        spent: cheapest(System::CostSpent).filter(|_| !beyond),
    }
}

fn cheapest(base: &Scenario, design: &[Point], store: &Points, outcome: System) -> Option<Cheapest> {
    let cost = outcome.index();
    // A point that is the scenario as it is counts once.
    let today = design.iter().position(|point| point.scenario.fingerprint == base.fingerprint);
    let mut all: Vec<(At, &Scenario)> =
        design.iter().enumerate().map(|(i, point)| (At::Point(i), &point.scenario)).collect();
    if today.is_none() {
        all.push((At::Today, base));
    }
    let costs: Vec<Vec<Option<f64>>> = (all.iter())
        .map(|(_, scenario)| store.of(scenario).iter().map(|r| r.system[cost]).collect())
        .collect();
    if costs.iter().any(Vec::is_empty) || costs.windows(2).all(|pair| pair[0] == pair[1]) {
        return None;
    }
    let lead = Lead::least(&costs, &worlds_of(store.of(base)))?;
    let at = |i: &usize| all[*i].0;
    Some(Cheapest { at: at(&lead.first), rivals: lead.rivals.iter().map(at).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::experiment::vary::{Axis, Design};
    use crate::measures::outcome::{Key, System};

    const WARD: &str = r#"{
      "name": "Ward", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "60d" },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } }, "cost_per_place": 150 } },
      "costs": { "acute_bed_day": 400 }
    }"#;

    fn run(axis: &str, runs: Runs) -> (Vec<Point>, Sweep, Points) {
        let (_, design, found, store) = run_of(WARD, axis, runs);
        (design, found, store)
    }

    fn run_of(text: &str, axis: &str, runs: Runs) -> (Scenario, Vec<Point>, Sweep, Points) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ward.json");
        std::fs::write(&file, text).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let varied = [Axis::parse(axis).expect("an axis")];
        let design = points(&variants, Design::Grid.points(&varied, 1).expect("a grid")).expect("points");
        let mut store = Points::new(1);
        let how = (2, &Silent as &dyn Progress, &AtomicBool::new(false));
        let found = sweep(variants.base(), &design, runs, &mut store, how).expect("it runs");
        (variants.base().clone(), design, found, store)
    }

    #[test]
    fn more_places_mean_shorter_lines_and_the_same_point_differs_in_nothing() {
        let (_, found, store) = run("services.beds.places=20..26:2", Runs::Number(10));
        let days = System::NctrBedDays.index();
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
        let (base, design, _, store) = run_of(WARD, "services.beds.places=18..30:3", Runs::Number(20));
        let costs = costs(&base, &design, &store);
        let cheapest = costs.total.expect("costs");
        assert!((1..=3).map(At::Point).any(|at| at == cheapest.at), "{cheapest:?}");
        assert!(!cheapest.rivals.contains(&At::Point(0)), "18 places for a load of 18: the line never ends");
    }

    #[test]
    fn each_point_runs_as_long_as_its_precision_takes() {
        let asked = Asked { precision: 0.1, least: 20, most: 200 };
        let days = System::AcuteBedDays.index();
        let (_, found, _) = run("services.beds.places=20,40", Runs::Until(asked, days));
        let easy = found.points[1].reached.as_ref().expect("asked");
        let [tight, loose] = [found.points[0].runs, found.points[1].runs];
        assert!(tight > loose || easy.met, "{tight} and {loose}");
        assert!(found.points.iter().all(|p| p.runs >= 25 && p.runs <= 200));
    }

    #[test]
    fn today_is_the_cheapest_where_no_point_is() {
        let text = WARD.replace("\"cost_per_place\": 150", "\"cost_per_place\": 900");
        let (base, design, _, store) = run_of(&text, "services.beds.places=30,40", Runs::Number(20));
        let costs = costs(&base, &design, &store);
        let least = |at| Some(Cheapest { at, rivals: Vec::new() });
        assert_eq!((costs.total, costs.spent), (least(At::Today), least(At::Today)));
    }

    #[test]
    fn what_has_no_price_makes_nothing_the_cheapest() {
        let text = WARD.replace(", \"cost_per_place\": 150", "");
        let (base, design, found, store) = run_of(&text, "services.beds.places=20,24", Runs::Number(10));
        let costs = costs(&base, &design, &store);
        assert_eq!((costs.total, costs.spent), (None, None));
        assert_eq!(costs.unpriced[0].label, "places of “Beds”");
        let days = System::NctrBedDays.index();
        assert!(are_apart(&design, &found, &store, days));
        let two_alike = [design[0].clone(), design[0].clone()];
        let alike = Sweep { base: found.base.clone(), points: vec![found.points[0].clone(); 2] };
        assert!(!are_apart(&two_alike, &alike, &store, days));
    }
}
