//! How far answers depend on uncertain figures: each input moved alone over its range, and, where asked,
//! all of them moved along random trajectories.
//!
//! `inputs` finds what can be moved, `morris` draws the trajectories; every point runs on the same people.
//! Knows nothing of how results are shown.

mod inputs;
pub mod morris;

use std::sync::atomic::AtomicBool;

pub use inputs::{Input, Inputs, NotMoved, Why, inputs};
use morris::{Screened, Trajectory};

use super::compare::{Difference, same_days};
use super::lead::{Lead, worlds_of};
use super::points::Points;
use super::precision::Reached;
use super::replicate::{NotReplicated, Progress};
use super::sweep::{Found, Point, Runs, sweep};
use super::vary::MOST_POINTS;
use crate::measures::Replication;
use crate::measures::outcome::SYSTEM;
use crate::scenario::{Faults, Figure, Scenario, Setting, Variants};

/// One end of an input's range.
#[derive(Clone, Debug)]
pub struct End {
    /// The value there.
    pub value: Figure,
    /// Which point it is; or why there is none.
    pub point: Result<usize, String>,
}

/// Trajectories through all ranges.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The trajectories, whole numbers rounded.
    pub trajectories: Vec<Trajectory>,
    /// For each the points of its places; or why there is none.
    pub places: Vec<Vec<Result<usize, String>>>,
}

impl Screening {
    /// How many places make no scenario, and why the first does not.
    pub fn faulty(&self) -> Option<(usize, &str)> {
        let mut wrong = self.places.iter().flatten().filter_map(|place| place.as_ref().err());
        let first = wrong.next()?;
        Some((wrong.count() + 1, first))
    }
}

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Design {
    /// The inputs.
    pub inputs: Vec<Input>,
    /// The low and the high end of each.
    pub ends: Vec<[End; 2]>,
    /// Trajectories, where asked.
    pub screening: Option<Screening>,
    /// Every point of both.
    pub points: Vec<Point>,
}

/// There would be more points than anyone should wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} inputs make more than {MOST_POINTS} points; expected fewer --trajectories or fewer inputs")]
pub struct TooMany(usize);

/// The points of these inputs: both ends of each, and so many trajectories. An end that makes no sound
/// scenario has none, and the others go on.
///
/// # Errors
/// Where there would be too many points.
pub fn design(
    variants: &Variants,
    inputs: Vec<Input>,
    trajectories: Option<usize>,
    seed: u64,
) -> Result<Design, TooMany> {
    let count = inputs.len();
    if count * 2 + trajectories.unwrap_or(0) * (count + 1) > MOST_POINTS {
        return Err(TooMany(count));
    }
    let mut points = Vec::new();
    let mut end = |input: &Input, share: f64| {
        let value = input.at(share);
        let point = point(variants, input.settings(&value), &mut points);
        End { value, point }
    };
    let ends = inputs.iter().map(|input| [end(input, 0.0), end(input, 1.0)]).collect();
    let screening = trajectories.map(|n| {
        let mut trajectories = morris::design(count, n, seed);
        let places = trajectories.iter_mut().map(|walk| {
            let place = |shares: &mut Vec<f64>| {
                let mut settings = Vec::new();
                for (input, share) in inputs.iter().zip(shares) {
                    let value = input.at(*share);
                    *share = input.share(&value);
                    settings.extend(input.settings(&value));
                }
                point(variants, settings, &mut points)
            };
            walk.points.iter_mut().map(place).collect()
        });
        let places = places.collect();
        Screening { trajectories, places }
    });
    Ok(Design { inputs, ends, screening, points })
}

/// Adds a point where its settings make a scenario that can be set beside the baseline.
fn point(variants: &Variants, settings: Vec<Setting>, points: &mut Vec<Point>) -> Result<usize, String> {
    let scenario = variants.with(&settings).map_err(|faults| in_short(&faults))?;
    if let Some(why) = same_days(variants.base(), &scenario) {
        return Err(why);
    }
    points.push(Point { settings, scenario });
    Ok(points.len() - 1)
}

/// The first fault, and how many there are beside it.
pub(super) fn in_short(faults: &Faults) -> String {
    match faults.all() {
        [] => "it is faulty".to_owned(),
        [only] => only.to_string(),
        [first, others @ ..] => format!("{first} (and {} more)", others.len()),
    }
}

/// What moving one input alone changes, by outcome. `None` where an end has no point, or an outcome no
/// value.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Against the scenario as it is, at the low and at the high end.
    pub ends: [Vec<Option<Difference>>; 2],
    /// From the low to the high end.
    pub across: Vec<Option<Difference>>,
}

impl Moved {
    /// How far apart an outcome can be: the span of both ends and the scenario as it is.
    pub fn swing(&self, outcome: usize) -> f64 {
        let means = self.ends.iter().filter_map(|end| end[outcome].map(|d| d.mean));
        let (low, high) = means.fold((0.0_f64, 0.0_f64), |(l, h), x| (l.min(x), h.max(x)));
        high - low
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The outcomes, as indices in [`SYSTEM`]; the first ranks.
    pub on: Vec<usize>,
    /// The scenario as it is.
    pub base: Found,
    /// For each input of the design.
    pub moved: Vec<Moved>,
    /// The inputs, the one with the widest swing of the first outcome first.
    pub order: Vec<usize>,
    /// Which input moves the first outcome furthest from one end to the other, as far as that is clear.
    pub lead: Option<Lead>,
    /// For each outcome and input what the trajectories tell, where there are any.
    pub screened: Option<Vec<Vec<Option<Screened>>>>,
    /// Where the number of replications was left to it: of the scenario that is known least well.
    pub reached: Option<Reached>,
}

impl Sensitivity {
    /// The inputs by what the trajectories tell of the first outcome, the one that matters most first.
    pub fn screened_order(&self) -> Vec<usize> {
        let first = self.screened.as_ref().and_then(|all| all.first()).map_or(&[][..], Vec::as_slice);
        let mut order: Vec<usize> = (0..first.len()).collect();
        let size = |&i: &usize| first[i].map_or(-1.0, |one| one.mu_star);
        order.sort_by(|a, b| size(b).total_cmp(&size(a)));
        order
    }
}

/// Runs a design and takes the differences of these outcomes.
///
/// # Errors
/// As [`Points::run`].
pub fn sensitivity(
    base: &Scenario,
    design: &Design,
    on: &[usize],
    runs: Runs,
    store: &mut Points,
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Sensitivity, NotReplicated> {
    let found = sweep(base, &design.points, runs, store, how)?;
    let of = |point: Option<&usize>| point.map_or(&[][..], |&p| store.of(&design.points[p].scenario));
    let moved: Vec<Moved> = design
        .ends
        .iter()
        .map(|[low, high]| {
            let (low, high) = (of(low.point.as_ref().ok()), of(high.point.as_ref().ok()));
            let before = store.of(base);
            Moved {
                ends: [differences(before, low, on), differences(before, high, on)],
                across: differences(low, high, on),
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..moved.len()).collect();
    order.sort_by(|&a, &b| moved[b].swing(0).total_cmp(&moved[a].swing(0)));
    let screened = design.screening.as_ref().map(|screening| {
        let one = |&outcome: &usize| {
            let effects = morris::effects(&screening.trajectories, |t, step| {
                let places = &screening.places[t];
                let [before, after] = [&places[step], &places[step + 1]];
                let [before, after] = [of(before.as_ref().ok()), of(after.as_ref().ok())];
                let change = differences(before, after, &[outcome])[0]?;
                Some((change.mean, change.sd / (change.n as f64).sqrt()))
            });
            morris::screen(design.inputs.len(), &effects)
        };
        on.iter().map(one).collect()
    });
    let all = std::iter::once(&found.base).chain(&found.points);
    let reached = least_known(all.filter_map(|one| one.reached.clone()));
    let across = |[low, high]: &[End; 2]| -> Vec<Option<f64>> {
        let ends = [low, high].map(|end| of(end.point.as_ref().ok()));
        let outcome = |r: &Replication| on.first().and_then(|&first| r.system[first]);
        ends[0].iter().zip(ends[1]).map(|(low, high)| Some(outcome(high)? - outcome(low)?)).collect()
    };
    let lead = Lead::largest(&design.ends.iter().map(across).collect::<Vec<_>>(), &worlds_of(store.of(base)));
    Ok(Sensitivity { on: on.to_vec(), base: found.base, moved, order, lead, screened, reached })
}

/// The one that is known least well.
pub(super) fn least_known(all: impl Iterator<Item = Reached>) -> Option<Reached> {
    let worst = |reached: &Reached| {
        let precision = reached.precision.iter().flatten().copied().fold(0.0, f64::max);
        (!reached.met, precision)
    };
    all.max_by(|a, b| {
        let ((missed_a, a), (missed_b, b)) = (worst(a), worst(b));
        missed_a.cmp(&missed_b).then(a.total_cmp(&b))
    })
}

/// The differences of some outcomes of the system, replication by replication.
pub(super) fn differences(
    before: &[Replication],
    after: &[Replication],
    on: &[usize],
) -> Vec<Option<Difference>> {
    let one = |&outcome: &usize| {
        Difference::over(SYSTEM[outcome].unit, before, after, |b, a| (b.system[outcome], a.system[outcome]))
    };
    on.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::experiment::vary::Axis;
    use crate::measures::outcome::{Key, System};
    use crate::scenario::SourceKind;

    /// Beds are short; where the trait is looked at, nobody asks.
    const WARD: &str = r#"{
      "name": "Ward", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "60d" },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 }, "traits": { "left_handed": 0.1 } } },
      "steps": { "letter": { "takes": { "fixed": "1d" } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } } } },
      "provenance": {
        "services.beds.places": { "kind": "assumed", "source": "a", "range": [18, 24] },
        "groups.all.traits.left_handed": { "kind": "assumed", "source": "b", "range": [0, 0.2] },
        "steps.letter.takes.fixed": { "kind": "fitted", "source": "c", "range": ["0.9d", "1.2d"] } }
    }"#;

    fn ward(vary: &[&str], trajectories: Option<usize>, threads: usize) -> (Design, Sensitivity) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ward.json");
        std::fs::write(&file, WARD).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let varied: Vec<Axis> = vary.iter().map(|text| Axis::parse(text).expect("an axis")).collect();
        let kinds = [SourceKind::Assumed, SourceKind::Fitted];
        let inputs = inputs(variants.base(), &kinds, &varied, false).moved;
        let design = design(&variants, inputs, trajectories, 1).expect("few points");
        let on = [System::NctrBedDays.index(), System::Discharges.index()];
        let mut store = Points::new(1);
        let how = (threads, &Silent as &dyn Progress, &AtomicBool::new(false));
        let found = sensitivity(variants.base(), &design, &on, Runs::Number(10), &mut store, how);
        (design, found.expect("it runs"))
    }

    #[test]
    fn what_matters_comes_first_and_what_nothing_looks_at_changes_exactly_nothing() {
        let (design, found) = ward(&[], None, 2);
        let keys: Vec<String> = found.order.iter().map(|&i| design.inputs[i].key()).collect();
        assert_eq!(
            keys,
            ["services.beds.places", "steps.letter.takes.fixed", "groups.all.traits.left_handed"]
        );
        let places = &found.moved[found.order[0]];
        let [fewer, more] = [places.ends[0][0].expect("known"), places.ends[1][0].expect("known")];
        assert!(fewer.clear && more.clear && fewer.mean > 0.0 && more.mean < 0.0, "{places:?}");
        assert!((places.swing(0) - (fewer.mean - more.mean)).abs() < 1e-9);
        let nothing = &found.moved[found.order[2]];
        for d in nothing.ends.iter().flatten().chain(&nothing.across).flatten() {
            assert_eq!((d.mean, d.sd, d.clear), (0.0, 0.0, false));
        }
        assert!(nothing.swing(0).abs() <= 0.0);
    }

    #[test]
    fn two_identical_ends_differ_by_nothing() {
        let (_, found) = ward(&["services.beds.places=18..18"], None, 2);
        let places = &found.moved[2];
        let across = places.across[0].expect("known");
        assert_eq!((across.mean, across.sd), (0.0, 0.0));
        assert_eq!(places.ends[0], places.ends[1]);
    }

    #[test]
    fn an_end_that_makes_no_scenario_is_told_and_the_rest_goes_on() {
        let (design, found) = ward(&["groups.all.traits.left_handed=0.1..1.5"], None, 2);
        let at = design.inputs.iter().position(|i| i.kind.is_none()).expect("typed");
        let why = design.ends[at][1].point.as_ref().expect_err("a share above 1");
        assert!(why.contains("1.5 is out of range"), "{why}");
        assert!(found.moved[at].ends[0][0].is_some() && found.moved[at].ends[1][0].is_none());
        assert!(found.moved[at].across[0].is_none());
    }

    #[test]
    fn trajectories_rank_as_the_ends_do_and_threads_change_nothing() {
        let (design, found) = ward(&[], Some(4), 3);
        let screened = found.screened.as_ref().expect("asked");
        assert_eq!(design.points.len(), 6 + 4 * 4);
        let key = |i: usize| design.inputs[i].key();
        let order = found.screened_order();
        assert_eq!(key(order[0]), "services.beds.places");
        let nothing = screened[0][order[2]].expect("moved");
        assert_eq!((nothing.n, nothing.mu, nothing.mu_star, nothing.sigma), (4, 0.0, 0.0, 0.0));
        let places = screened[0][order[0]].expect("moved");
        assert!(places.mu < 0.0 && places.sigma > 0.0 && places.luck < places.mu_star, "{places:?}");
        let (_, again) = ward(&[], Some(4), 1);
        assert_eq!((again.moved, again.screened), (found.moved.clone(), found.screened.clone()));
        let places = design.inputs.iter().position(|i| i.key() == "services.beds.places").expect("there");
        let walks = &design.screening.as_ref().expect("asked").trajectories;
        assert!(walks.iter().flat_map(|w| &w.points).all(|p| ((p[places] * 6.0).fract()).abs() < 1e-9));
    }
}
