//! What delay would go if each thing that people wait for were lifted: every constraint alone, all
//! together, and all but one, on the same people.
//!
//! Beside it stands what the model books to the same constraint. The two differ: a reason says what
//! came first, lifting says what would be saved. `scenario::constraints` finds them.

use crate::base::Position;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Estimate;
use super::compare::{Difference, same_days};
use super::lead::{Lead, worlds_of};
use super::points::Points;
use super::precision::Reached;
use super::replicate::{NotReplicated, Progress};
use super::sensitivity::{differences, in_short, least_known};
use super::sweep::{Found, Later, Runs, sweep_in_turn};
use crate::measures::Replication;
use crate::measures::outcome::{Key, SYSTEM, System};
use crate::scenario::constraints::{Constraint, Part, constraints};
use crate::scenario::{Setting, Variants};

/// The outcomes that are followed: delayed bed-days, and all acute bed-days.
pub const OUTCOMES: [System; 2] = [System::NctrBedDays, System::AcuteBedDays];

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Design {
    /// The constraints, in the order of the way out; those that stand beside last.
    pub constraints: Vec<Constraint>,
    /// For each the point at which it alone is lifted; or why it cannot be.
    pub alone: Vec<Result<usize, String>>,
    /// For each that does not stand beside the point at which it alone is left.
    pub left: Vec<Option<usize>>,
    /// The point at which all are lifted; or why they cannot be.
    pub together: Result<usize, String>,
    /// Every point.
    pub points: Vec<Later>,
}

/// The points of a scenario.
pub fn design(variants: &Variants) -> Design {
    let constraints = constraints(variants.base());
    let mut points = Vec::new();
    let mut point = |settings: Vec<Arc<Setting>>| {
        let all: Vec<Setting> = settings.iter().map(|setting| Setting::clone(setting)).collect();
        let scenario = variants.with(&all).map_err(|faults| in_short(&faults))?;
        if let Some(why) = same_days(variants.base(), &scenario) {
            return Err(why);
        }
        points.push(Later::of(settings, &scenario));
        Ok(points.len() - 1)
    };
    let lifts: Vec<Vec<Arc<Setting>>> =
        constraints.iter().map(|c| c.lift.iter().cloned().map(Arc::new).collect()).collect();
    let alone: Vec<Result<usize, String>> = lifts.iter().map(|lift| point(lift.clone())).collect();
    // What cannot be lifted stays in all others.
    let lifted = |but: Option<usize>| -> Vec<Arc<Setting>> {
        let all = (0..constraints.len()).filter(|&i| constraints[i].part != Part::Beside && alone[i].is_ok());
        all.filter(|&i| Some(i) != but).flat_map(|i| lifts[i].clone()).collect()
    };
    let together = point(lifted(None));
    let left = (0..constraints.len())
        .map(|i| {
            (constraints[i].part != Part::Beside && alone[i].is_ok())
                .then(|| point(lifted(Some(i))).ok())
                .flatten()
        })
        .collect();
    Design { constraints, alone, left, together, points }
}

/// What lifting saves: the baseline minus the lifted scenario, of each of [`OUTCOMES`].
pub type Saved = Vec<Option<Difference>>;

/// One constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Bed-days that the model books to it.
    pub booked: Estimate,
    /// What lifting it alone saves.
    pub saved: Saved,
    /// Delayed bed-days that are left where it is the only one.
    pub left: Option<Estimate>,
    /// What it adds to delay as the only one left, minus what lifting it alone saves. Above 0, it lies
    /// behind others, and its days only go when they go too; below 0, lifting others would save the same
    /// days. `None` for what is no part of the delay.
    pub behind: Option<Difference>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Causes {
    /// The scenario as it is.
    pub base: Found,
    /// For each constraint of the design.
    pub each: Vec<Cause>,
    /// What lifting all but those that stand beside saves.
    pub together: Saved,
    /// What each adds as the only one left, added up.
    pub left_added: Option<Estimate>,
    /// What lifting each alone saves, added up; of delayed bed-days without those that only find people.
    pub added: Saved,
    /// All together minus added up. Days that lie behind others and days that several would save may
    /// cancel in it: look at each.
    pub hidden: Saved,
    /// Delayed bed-days that are left when all are lifted.
    pub rest: Option<Estimate>,
    /// Which of those that make delay saves most delayed bed-days alone, as far as that is clear.
    pub lead: Option<Lead>,
    /// Where the number of replications was left to it: of the scenario that is known least well.
    pub reached: Option<Reached>,
}

impl Causes {
    /// The constraints, the one that saves most delayed bed-days first, those that cannot be lifted last.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.each.len()).collect();
        let saved = |&i: &usize| self.each[i].saved[0].map_or(f64::NEG_INFINITY, |d| d.mean);
        order.sort_by(|a, b| saved(b).total_cmp(&saved(a)));
        order
    }
}

/// Runs a design.
///
/// # Errors
/// As [`Points::run`].
pub fn causes(
    variants: &Variants,
    design: &Design,
    runs: Runs,
    store: &mut Points,
    how: (usize, &dyn Progress, &AtomicBool),
) -> Result<Causes, NotReplicated> {
    let base = variants.base();
    let found = sweep_in_turn(variants, &design.points, runs, store, how, |_, _, _| {})?;
    let store = &*store;
    let on = OUTCOMES.map(Key::index);
    let of = |point: usize| store.named(&design.points[point].fingerprint);
    let before = store.of(base);
    // Lifted first: what is saved counts upwards.
    let saved = |point: &Result<usize, String>| match point {
        Ok(point) => differences(of(*point), before, &on),
        Err(_) => vec![None; on.len()],
    };
    let delayed = |point: usize| Estimate::over("bed-days", of(point), |r| r.system[on[0]]);
    let nctr = |all: &[Replication], r: usize| all.get(r)?.system[on[0]];
    let together = design.together.as_ref().ok().map(|&point| of(point));
    // Of one replication: what it adds as the only one left.
    let adds = |i: usize, r: usize| Some(nctr(of(design.left[i]?), r)? - nctr(together?, r)?);
    let behind = |i: usize| {
        let alone = of(*design.alone[i].as_ref().ok()?);
        let less = |r: usize| Some(nctr(before, r)? - nctr(alone, r)?);
        let is_delay = design.constraints[i].part == Part::Delay;
        let pairs = (0..before.len()).map(|r| (before[r].world, (less(r), adds(i, r))));
        is_delay.then(|| Difference::in_worlds("bed-days", pairs)).flatten()
    };
    let each: Vec<Cause> = (design.constraints.iter().enumerate())
        .map(|(i, constraint)| {
            let days = |r: &Replication| {
                constraint.reasons.iter().map(|reason| r.reasons[reason.position()]).sum::<f64>()
            };
            Cause {
                booked: Estimate::over("bed-days", before, |r| Some(days(r))),
                saved: saved(&design.alone[i]),
                left: design.left[i].map(delayed),
                behind: behind(i),
            }
        })
        .collect();
    // Finding people earlier makes them delayed earlier: no saving of delay, but one of bed-days.
    let counts =
        |part: Part, outcome: usize| part == Part::Delay || part == Part::Finding && outcome != on[0];
    let lifted: Vec<(Part, &[Replication])> = (design.constraints.iter().zip(&design.alone))
        .filter_map(|(constraint, point)| Some((constraint.part, of(*point.as_ref().ok()?))))
        .collect();
    let sum = |r: usize, outcome: usize| -> Option<f64> {
        let own = lifted.iter().filter(|(part, _)| counts(*part, outcome));
        own.map(|(_, all)| Some(before[r].system[outcome]? - all.get(r)?.system[outcome]?)).sum()
    };
    let added = |outcome: &usize| {
        let pairs = (0..before.len()).map(|r| (before[r].world, (Some(0.0), sum(r, *outcome))));
        Difference::in_worlds(SYSTEM[*outcome].unit, pairs)
    };
    let hidden = |outcome: &usize| {
        let all = together?;
        let less = |r: usize| Some(before[r].system[*outcome]? - all.get(r)?.system[*outcome]?);
        let pairs = (0..before.len()).map(|r| (before[r].world, (sum(r, *outcome), less(r))));
        Difference::in_worlds(SYSTEM[*outcome].unit, pairs)
    };
    let delays: Vec<usize> = (0..design.constraints.len())
        .filter(|&i| design.constraints[i].part == Part::Delay && design.left[i].is_some())
        .collect();
    let left_added = together.map(|_| {
        let sum = |r: usize| delays.iter().map(|&i| adds(i, r)).sum::<Option<f64>>();
        Estimate::in_worlds("bed-days", (0..before.len()).map(|r| (before[r].world, sum(r))))
    });
    let (added, hidden) = (on.iter().map(added).collect(), on.iter().map(hidden).collect());
    let reached = std::iter::once(&found.base).chain(&found.points).filter_map(|one| one.reached.clone());
    let alone = |i: usize| -> Vec<Option<f64>> {
        let part = design.constraints[i].part;
        let Some(alone) = design.alone[i].as_ref().ok().filter(|_| part == Part::Delay) else {
            return Vec::new();
        };
        // The least change is the greatest saving.
        (0..before.len()).map(|r| Some(nctr(of(*alone), r)? - nctr(before, r)?)).collect()
    };
    Ok(Causes {
        lead: Lead::least(&(0..design.constraints.len()).map(alone).collect::<Vec<_>>(), &worlds_of(before)),
        each,
        together: saved(&design.together),
        left_added,
        added,
        hidden,
        rest: design.together.as_ref().ok().map(|&point| delayed(point)),
        reached: least_known(reached),
        base: found.base,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replicate::Silent;
    use crate::measures::outcome::{Key, System};

    /// `steps` and `services` in a ward that people enter ready to leave.
    fn ward(inside: &str, threads: usize) -> (Design, Causes) {
        ward_with(inside, r#"["beds"]"#, threads)
    }

    fn ward_with(inside: &str, services: &str, threads: usize) -> (Design, Causes) {
        let text = format!(
            r#"{{ "name": "Ward", "calendar": {{ "start": "2025-01-06", "days": 91, "warm_up": "60d" }},
                 "groups": {{ "all": {{ "arrivals": {{ "per_day": 3 }}, "enters": "ready", "needs": {{ "p2": 1 }} }} }},
                 "pathways": {{ "p2": {{ "services": {services} }} }}, {inside} }}"#
        );
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ward.json");
        std::fs::write(&file, text).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let design = design(&variants);
        let how = (threads, &Silent as &dyn Progress, &AtomicBool::new(false));
        let found = causes(&variants, &design, Runs::Number(8), &mut Points::new(1), how);
        (design, found.expect("it runs"))
    }

    fn cause<'a>(design: &Design, found: &'a Causes, key: &str) -> &'a Cause {
        let at = design.constraints.iter().position(|c| c.key == key).expect(key);
        &found.each[at]
    }

    #[test]
    fn where_one_service_is_the_only_constraint_lifting_it_saves_all_and_the_others_nothing() {
        // The second service has more places than anybody asks for, the step concerns nobody.
        let (design, found) = ward(
            r#""hub": { "staff": 1000 }, "steps": { "letter": { "concerns": { "share": 0 }, "takes": { "fixed": "2d" } } },
               "services": { "beds": { "places": 20, "stay": { "exponential": { "mean": "6d" } } },
                             "flats": { "places": 1000, "stay": { "fixed": "9d" } } }"#,
            2,
        );
        let days = System::NctrBedDays.index();
        let all = found.base.system[days].mean.expect("a mean");
        let beds = cause(&design, &found, "capacity:beds");
        let saved = beds.saved[0].expect("known");
        assert!(all > 0.0 && saved.clear && (saved.mean - all).abs() < 1e-6, "{saved:?} of {all}");
        assert!((beds.booked.mean.expect("a mean") - all).abs() < 1e-6);
        for key in ["hub", "step:letter", "capacity:flats"] {
            let cause = cause(&design, &found, key);
            let saved = cause.saved[0].expect("known");
            assert_eq!((saved.mean, saved.sd, cause.booked.mean), (0.0, 0.0, Some(0.0)), "{key}");
            assert_eq!(
                cause.left.as_ref().and_then(|left| left.mean),
                Some(0.0),
                "{key} alone delays no one"
            );
        }
        assert_eq!(beds.left.as_ref().and_then(|left| left.mean), Some(all));
        let [together, added, hidden] = [&found.together, &found.added, &found.hidden].map(|all| all[0]);
        assert_eq!(together, added);
        assert_eq!(hidden.map(|d| (d.mean, d.sd)), Some((0.0, 0.0)));
        assert_eq!(found.rest.and_then(|rest| rest.mean), Some(0.0));
        assert_eq!(
            found.order()[0],
            design.constraints.iter().position(|c| c.key == "capacity:beds").expect("there")
        );
    }

    #[test]
    fn two_steps_side_by_side_save_nothing_alone_and_all_together() {
        let step = r#"{ "takes": { "fixed": "2d" }, "order": "#;
        let (design, found) = ward(
            &format!(
                r#""steps": {{ "one": {step} 1 }}, "other": {step} 2 }} }},
                   "services": {{ "beds": {{ "stay": {{ "fixed": "6d" }} }} }}"#
            ),
            2,
        );
        let [one, other] = ["step:one", "step:other"].map(|key| cause(&design, &found, key));
        for step in [one, other] {
            assert_eq!(step.saved[0].map(|d| d.mean), Some(0.0));
        }
        assert!(one.booked.mean > Some(0.0) && other.booked.mean == Some(0.0), "booked to the first");
        let hidden = found.hidden[0].expect("known");
        assert_eq!(Some(hidden), found.together[0]);
        assert!(hidden.clear && hidden.mean > 0.0);
        assert_eq!(one.left, other.left);
        let behind = one.behind.expect("known");
        assert!(
            behind.clear && Some(behind.mean) == one.left.as_ref().and_then(|left| left.mean),
            "{behind:?}"
        );
    }

    #[test]
    fn two_services_that_take_the_same_people_each_save_what_either_would() {
        let team = r#"{ "places": 10, "stay": { "exponential": { "mean": "6d" } } }"#;
        let text = format!(r#""services": {{ "beds": {team}, "flats": {team} }}"#);
        let (design, found) = ward_with(&text, r#"["beds", "flats"]"#, 2);
        let [beds, flats] = ["capacity:beds", "capacity:flats"].map(|key| cause(&design, &found, key));
        let days = found.base.system[System::NctrBedDays.index()].mean.expect("a mean");
        for service in [beds, flats] {
            let [saved, behind] = [service.saved[0], service.behind].map(|d| d.expect("known").mean);
            assert!((saved - days).abs() < 1e-6 && (behind + days).abs() < 1e-6, "{saved} {behind} {days}");
            assert_eq!(service.left.as_ref().and_then(|left| left.mean), Some(0.0));
        }
        let hidden = found.hidden[0].expect("known");
        assert!(hidden.clear && (hidden.mean + days).abs() < 1e-6, "{hidden:?}");
        assert_eq!(found.left_added.and_then(|added| added.mean), Some(0.0));
    }

    #[test]
    fn what_is_booked_adds_up_to_all_delay_and_threads_change_nothing() {
        let inside = r#""hub": { "staff": { "mon-fri": 1, "hours": "09:00-17:00" }, "assessment": { "fixed": "1h" } },
               "hospital": { "discharge_hours": "08:00-20:00" },
               "steps": { "letter": { "takes": { "fixed": "6h" } } },
               "services": { "beds": { "places": 21, "admits": "10:00-16:00", "stay": { "exponential": { "mean": "6d" } } } }"#;
        let (design, found) = ward(inside, 3);
        let days = found.base.system[System::NctrBedDays.index()].mean.expect("a mean");
        let booked: f64 = (design.constraints.iter().zip(&found.each))
            .filter(|(constraint, _)| constraint.part != Part::Beside)
            .filter_map(|(_, cause)| cause.booked.mean)
            .sum();
        assert!((booked - days).abs() < 1e-6 * days, "{booked} of {days}");
        assert!(found.rest.as_ref().and_then(|rest| rest.mean).expect("a mean") < 1e-9, "nothing is left");
        let (_, again) = ward(inside, 1);
        assert_eq!((again.each, again.together, again.hidden), (found.each, found.together, found.hidden));
    }
}
