//! `results.json`: what was found, with neither time, path, machine nor number of threads, so that
//! the same run always writes the same bytes. The layout is relied on from outside.

use serde_json::{Map, Value, json};

use super::Run;
use crate::base::visible::in_json;
use crate::experiment::precision::{OUTCOMES, Reached};
use crate::experiment::unpriced::without_price;
use crate::experiment::{Estimate, grouped};
use crate::measures::outcome::{self, Key, Outcome};
use crate::scenario::names::Named;
use crate::scenario::{Reasons, Warning};

/// The layout's number; raised when a reader of the old one would go wrong.
pub const SCHEMA: u32 = 1;

/// The whole of `results.json`.
pub fn results(run: &Run<'_>) -> Value {
    let (found, names) = (run.findings, &run.scenario.names);
    let reasons = Reasons::of(&run.scenario.plan);
    let by_reason = found.reasons.iter().enumerate();
    let mut results = json!({
        "schema": SCHEMA,
        "scenario": { "name": names.scenario, "fingerprint": run.scenario.fingerprint },
        "wardflow": env!("CARGO_PKG_VERSION"),
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
            .map(|(i, e)| (reasons.key(crate::scenario::Reason(i as u16), names), estimate(e)))
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
    let without: Vec<String> = without_price(run.scenario).into_iter().map(|one| one.label).collect();
    if !without.is_empty() {
        results["not_priced"] = without.into();
    }
    if let Some(of) = &found.reached {
        results["precision"] = reached(of, OUTCOMES.iter().map(|watched| watched.outcome().name.to_owned()));
    }
    results
}

/// The precision that was asked and reached, by what was watched.
pub(super) fn reached(of: &Reached, names: impl Iterator<Item = String>) -> Value {
    json!({
        "asked": of.asked.precision,
        "met": of.met,
        "most_runs": of.asked.most,
        "reached": names.zip(&of.precision).map(|(name, p)| (name, json!(p))).collect::<Map<_, _>>(),
    })
}

/// JSON as text: indented, with a line end; nothing in it that a terminal would obey.
pub fn text(value: &Value) -> String {
    in_json(&format!("{value:#}\n")).into_owned()
}

fn tables(names: &[Named], outcomes: &[Outcome], found: &[Vec<Estimate>]) -> Map<String, Value> {
    names.iter().zip(found).map(|(name, found)| (name.key.clone(), table(outcomes, found))).collect()
}

fn table(outcomes: &[Outcome], found: &[Estimate]) -> Value {
    outcomes.iter().zip(found).map(|(o, e)| (o.name.to_owned(), estimate(e))).collect::<Map<_, _>>().into()
}

pub(super) fn estimate(e: &Estimate) -> Value {
    json!({
        "unit": e.unit,
        "mean": e.mean,
        "precision95": e.precision95,
        "range90": e.range90,
        "sd": e.sd,
        "n": e.n,
        "skew": e.skew,
    })
}

pub(super) fn warning(w: &Warning) -> Value {
    json!({ "code": w.code, "path": w.path, "text": w.text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::System;

    #[test]
    fn results_hold_every_outcome_once_in_the_order_of_the_contract() {
        let (scenario, replications, findings) = made_up(20);
        let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
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
                "warnings"
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
        let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
        let read: Value = serde_json::from_str(&text(&results(&run))).unwrap();
        assert_eq!(read, results(&run));
        assert_eq!(read["outcomes"]["discharges"]["mean"].as_f64(), findings.system(System::Discharges).mean);
    }
}
