//! Sums over what belongs together: bed-days by the groups of the national return, money by who pays.
//!
//! Sums are made in each replication, so that their intervals are right. `findings` holds the rest.

use std::collections::BTreeMap;

use super::Estimate;
use crate::measures::Replication;
use crate::measures::outcome::{Key, PerService, System};
use crate::scenario::plan::Costs;
use crate::scenario::sections::costs::plan::Programme;
use crate::scenario::{NationalGroup, Reasons, Scenario};

/// What is called so that no step or service names.
const NOT_GROUPED: &str = "not grouped";
const NOT_STATED: &str = "not stated";
/// Who pays for acute beds and for work on the way out.
const HOSPITAL: &str = "hospital";

/// Bed-days with no criteria to reside by the five groups of the national return, in its order, and
/// those of steps that name no group, if there are such. Means sum to `nctr_bed_days`.
pub fn national_groups(scenario: &Scenario, replications: &[Replication]) -> Vec<(&'static str, Estimate)> {
    let reasons = Reasons::of(&scenario.plan);
    let of: Vec<Option<NationalGroup>> =
        reasons.all().map(|reason| reasons.national_group(reason, &scenario.names)).collect();
    let mut groups: Vec<(&'static str, Option<NationalGroup>)> =
        NationalGroup::ALL.iter().map(|(word, group)| (*word, Some(*group))).collect();
    if of.contains(&None) {
        groups.push((NOT_GROUPED, None));
    }
    let sum = |replication: &Replication, group| {
        replication.reasons.iter().zip(&of).filter(|(_, of)| **of == group).map(|(days, _)| days).sum::<f64>()
    };
    groups
        .into_iter()
        .map(|(word, group)| {
            (word, Estimate::over("bed-days", replications, |replication| Some(sum(replication, group))))
        })
        .collect()
}

/// Cost by who pays: acute beds and staff of the hub and of steps under `hospital`, each service under what its `paid_by` says, and the
/// others under `not stated`. Means sum to `cost_total`. Who pays for nothing is left out.
pub fn payers(scenario: &Scenario, replications: &[Replication]) -> Vec<(String, Estimate)> {
    let each = payers_of_each(scenario, replications).into_iter();
    let worlds = || replications.iter().map(|r| r.world);
    each.map(|(payer, pounds)| (payer, Estimate::in_worlds("£", worlds().zip(pounds)))).collect()
}

/// The same, replication by replication.
pub(in crate::experiment) fn payers_of_each(
    scenario: &Scenario,
    replications: &[Replication],
) -> Vec<(String, Vec<Option<f64>>)> {
    let plan = &scenario.plan;
    let mut payers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut unnamed = Vec::new();
    for (s, _) in plan.services.iter().enumerate().filter(|(_, service)| !service.cost.is_none()) {
        match scenario.names.payers.get(s).and_then(Option::as_deref) {
            Some(payer) => payers.entry(payer).or_default().push(s),
            None => unnamed.push(s),
        }
    }
    let programmes = programmes(scenario);
    for payer in programmes.keys() {
        payers.entry(payer).or_default();
    }
    let costs = Costs { programmes: Programme::default(), ..plan.costs };
    if costs != Costs::default() || plan.works().any(|work| work.cost_per_hour > 0.0) {
        payers.entry(HOSPITAL).or_default();
    }
    if !unnamed.is_empty() {
        payers.entry(NOT_STATED).or_default().extend(unnamed);
    }
    let total = |r: &Replication| *System::CostTotal.of(&r.system);
    let cost = PerService::Cost.index();
    // What is not care is beds and staff.
    let others = |r: &Replication| {
        let care = r.services.iter().map(|service| service[cost]).sum::<Option<f64>>()?;
        Some(total(r)? - care - programmes.values().sum::<f64>())
    };
    payers
        .into_iter()
        .map(|(payer, services)| {
            let sum = |r: &Replication| {
                let care = services.iter().map(|&s| r.services[s][cost]).sum::<Option<f64>>()?;
                let programmes = programmes.get(payer).copied().unwrap_or_default();
                Some(care + programmes + if payer == HOSPITAL { others(r)? } else { 0.0 })
            };
            (payer.to_owned(), replications.iter().map(sum).collect())
        })
        .collect()
}

/// What the programmes cost in the measured days, by who pays.
fn programmes(scenario: &Scenario) -> BTreeMap<&str, f64> {
    let days = f64::from(scenario.plan.calendar.measured_days());
    let mut all = BTreeMap::new();
    for programme in
        scenario.file.costs.iter().flat_map(|costs| costs.programmes.iter().flatten()).map(|(_, p)| p)
    {
        *all.entry(programme.paid_by.as_deref().unwrap_or(NOT_STATED)).or_default() +=
            Programme::of(programme).pounds(days);
    }
    all
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::experiment::{Replications, Silent, replicate};

    const RIVERSIDE: &str = r#"{
      "name": "Riverside", "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "14d" },
      "groups": { "all": { "arrivals": { "per_day": 9 }, "stay": { "fixed": "3d" }, "needs": { "p0": 0.5, "p1": 0.5 } } },
      "hospital": { "beds": 60, "discharge_hours": "08:00-18:00" },
      "hub": { "sees": ["p1"], "staff": 3, "assessment": { "fixed": "4h" } },
      "steps": { "therapy": { "takes": { "fixed": "6h" }, "national_group": "hospital process" },
                 "papers": { "takes": { "fixed": "9h" } } },
      "pathways": { "p0": { "services": [] }, "p1": { "services": ["visits", "rehab"] } },
      "services": { "visits": { "places": 20, "stay": { "fixed": "6d" }, "cost_per_day": 50, "paid_by": "council" },
                    "rehab": { "places": 9, "stay": { "fixed": "9d" }, "cost_per_day": 100 } },
      "costs": { "acute_bed_day": 400 }
    }"#;

    fn run() -> (Scenario, Vec<Replication>) {
        let scenario = Scenario::from_json(RIVERSIDE).unwrap();
        let how = Replications { runs: 4, seed: 1, threads: 1 };
        let all = replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).unwrap();
        (scenario, all)
    }

    fn mean_of(all: &[Replication], outcome: System) -> f64 {
        all.iter().map(|r| outcome.of(&r.system).unwrap()).sum::<f64>() / all.len() as f64
    }

    #[test]
    fn national_groups_sum_to_the_delay_and_hold_their_reasons() {
        let (scenario, all) = run();
        let groups = national_groups(&scenario, &all);
        let words: Vec<&str> = groups.iter().map(|(word, _)| *word).collect();
        let in_order = [
            "hospital process",
            "wellbeing concerns",
            "care transfer hub process",
            "interface process",
            "capacity",
            "not grouped",
        ];
        assert_eq!(words, in_order);
        let means: Vec<f64> = groups.iter().map(|(_, e)| e.mean.unwrap()).collect();
        assert!((means.iter().sum::<f64>() - mean_of(&all, System::NctrBedDays)).abs() < 1e-6);
        for held in [0, 2, 4, 5] {
            assert!(means[held] > 0.0, "{means:?}");
        }
        assert!(means[1].abs() + means[3].abs() < 1e-12, "{means:?}");
    }

    #[test]
    fn payers_sum_to_the_total_cost() {
        let (scenario, all) = run();
        let payers = payers(&scenario, &all);
        let names: Vec<&str> = payers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["council", "hospital", "not stated"]);
        let sum: f64 = payers.iter().map(|(_, e)| e.mean.unwrap()).sum();
        assert!((sum / mean_of(&all, System::CostTotal) - 1.0).abs() < 1e-12);
        assert!(
            (payers[1].1.mean.unwrap() / (400.0 * mean_of(&all, System::AcuteBedDays)) - 1.0).abs() < 1e-12
        );
        assert!(payers[0].1.precision95.is_some() && payers[0].1.unit == "£");
    }

    #[test]
    fn without_costs_nobody_pays_and_with_groups_for_all_steps_none_is_left() {
        let text = RIVERSIDE
            .replace(r#""cost_per_day": 50, "#, "")
            .replace(r#", "cost_per_day": 100"#, "")
            .replace(r#""costs": { "acute_bed_day": 400 }"#, r#""costs": {}"#)
            .replace(
                r#"{ "fixed": "9h" } }"#,
                r#"{ "fixed": "9h" }, "national_group": "interface process" }"#,
            );
        let scenario = Scenario::from_json(&text).unwrap();
        assert!(payers(&scenario, &[]).is_empty());
        assert_eq!(national_groups(&scenario, &[]).len(), 5);
    }
}
