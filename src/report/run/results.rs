//! `results.json` of a run: every outcome of the whole and of its parts. The layout is relied on from
//! outside.

use serde_json::{Map, Value, json};

use super::{Run, flow};
use crate::experiment::precision::OUTCOMES;
use crate::experiment::unpriced::without_price;
use crate::experiment::{Estimate, grouped};
use crate::measures::outcome::{self, Key, Outcome};
use crate::report::json::{estimate, of_scenario, reached, warning};
use crate::scenario::Reasons;
use crate::scenario::names::Named;

/// The whole of `results.json`.
pub fn results(run: &Run<'_>) -> Value {
    let (found, names) = (run.findings, &run.scenario.names);
    let reasons = Reasons::of(&run.scenario.plan);
    let by_reason = reasons.all().zip(&found.reasons);
    let own = json!({
        "runs": found.runs,
        "seed": found.seed,
        "start": found.start.to_string(),
        "days": found.days,
        "outcomes": table(outcome::SYSTEM, &found.system),
        "pathways": tables(&names.pathways, outcome::PATHWAY, &found.pathways),
        "groups": tables(&names.groups, outcome::GROUP, &found.groups),
        "services": tables(&names.services, outcome::SERVICE, &found.services),
        "steps": tables(&names.steps, outcome::STEP, &found.steps),
        "reasons": by_reason
            .map(|(reason, e)| (reasons.key(reason, names), estimate(e)))
            .collect::<Map<_, _>>(),
        "national_groups": grouped::national_groups(run.scenario, run.replications)
            .into_iter()
            .map(|(name, e)| (name.to_owned(), estimate(&e)))
            .collect::<Map<_, _>>(),
        "payers": grouped::payers(run.scenario, run.replications)
            .into_iter()
            .map(|(name, e)| (name, estimate(&e)))
            .collect::<Map<_, _>>(),
        "warnings": found.warnings.iter().map(warning).collect::<Vec<_>>(),
    });
    let mut results = of_scenario(run.scenario, own);
    results["flow"] = flow::numbers(run);
    if !names.gives_way.is_empty() {
        results["gives_way"] = tables(&names.gives_way, outcome::RULE, &found.gives_way).into();
    }
    if !names.diversions.is_empty() {
        results["diversions"] = tables(&names.diversions, outcome::DIVERSION, &found.diversions).into();
    }
    if !names.funds.is_empty() {
        results["funds"] = tables(&names.funds, outcome::FUND, &found.funds).into();
    }
    let without: Vec<String> = without_price(run.scenario).into_iter().map(|one| one.label).collect();
    if !without.is_empty() {
        results["not_priced"] = without.into();
    }
    if let Some(of) = &found.reached {
        results["precision"] = reached(of, OUTCOMES.iter().map(|watched| watched.outcome().name.to_owned()));
    }
    results
}

fn tables(names: &[Named], outcomes: &[Outcome], found: &[Vec<Estimate>]) -> Map<String, Value> {
    names.iter().zip(found).map(|(name, found)| (name.key.clone(), table(outcomes, found))).collect()
}

fn table(outcomes: &[Outcome], found: &[Estimate]) -> Value {
    outcomes.iter().zip(found).map(|(o, e)| (o.name.to_owned(), estimate(e))).collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::System;
    use crate::report::json::text;

    #[test]
    fn results_hold_every_outcome_once_in_the_order_of_the_contract() {
        let (scenario, replications, findings) = made_up(20);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let value = results(&run);
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "schema",
                "scenario",
                "wardflow",
                "runs",
                "seed",
                "start",
                "days",
                "outcomes",
                "pathways",
                "groups",
                "services",
                "steps",
                "reasons",
                "national_groups",
                "payers",
                "warnings",
                "flow"
            ]
        );
        assert_eq!(value["outcomes"].as_object().unwrap().len(), outcome::SYSTEM.len());
        assert_eq!(value["start"], "2024-10-01");
        assert_eq!(value["outcomes"]["nctr_bed_days"]["unit"], "bed-days");
        assert_eq!(value["outcomes"]["nctr_bed_days"]["n"], 20);
        assert!(value["outcomes"]["nctr_bed_days"]["range90"][1].is_f64());
        assert_eq!(value["outcomes"]["acute_occupancy"]["mean"], Value::Null);
        assert!(value["pathways"]["p1"]["delay_days_mean"]["mean"].is_f64());
        assert!(value["services"]["home_care"]["utilisation"]["mean"].is_f64());
        assert!(value["steps"]["therapy"]["elapsed_days_mean"]["mean"].is_f64());
        assert!(value["reasons"]["capacity:home_care"]["mean"].is_f64());
        assert!(value["national_groups"]["capacity"]["precision95"].is_array());
        assert!(value["national_groups"]["not grouped"]["mean"].is_f64());
        assert_eq!(value["payers"], serde_json::json!({}), "nothing has a cost");
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_numbers() {
        let (scenario, replications, findings) = made_up(20);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let read: Value = serde_json::from_str(&text(&results(&run))).unwrap();
        assert_eq!(read, results(&run));
        assert_eq!(read["outcomes"]["discharges"]["mean"].as_f64(), findings.system(System::Discharges).mean);
    }
}
