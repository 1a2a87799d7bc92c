//! What every `results.json` has in common, with neither time, path, machine nor number of threads, so
//! that the same run always writes the same bytes. The layout is relied on from outside.

use serde_json::{Map, Value, json};

use super::study::Report;
use super::version::VERSION;
use crate::base::ratio::{Ratio, RatioInterval};
use crate::base::visible::in_json;
use crate::experiment::Estimate;
use crate::experiment::compare::Difference;
use crate::experiment::precision::Reached;
use crate::experiment::run::doubt::Doubt;
use crate::measures::outcome::SYSTEM;
use crate::scenario::{Scenario, Setting, SourceKind, Warning};

/// The layout's number; raised when a reader of the old one would go wrong.
pub const SCHEMA: u32 = 1;

/// The whole of `results.json` of one scenario: what every one begins with, and its own.
pub(super) fn of_scenario(scenario: &Scenario, own: Value) -> Value {
    let begins = json!({
        "schema": SCHEMA,
        "scenario": { "name": scenario.names.scenario, "fingerprint": scenario.fingerprint },
        "wardflow": VERSION,
    });
    followed(begins, own)
}

/// The same of a study of several.
pub(super) fn of_study(own: Value) -> Value {
    followed(json!({ "schema": SCHEMA, "wardflow": VERSION }), own)
}

/// `results.json` as it is written: what a study found, and of how many figures of its scenario which kind of source
/// is named.
pub fn whole(report: &dyn Report) -> Value {
    let sources = &report.base().provenance;
    let of = |kind| sources.iter().filter(|source| source.kind == kind).count();
    let (assumed, fitted) = (of(SourceKind::Assumed), of(SourceKind::Fitted));
    let provenance = json!({
        "figures": sources.len(),
        "stated": of(SourceKind::Stated),
        "derived": of(SourceKind::Derived),
        "assumed": assumed,
        "fitted": fitted,
        "assumed_or_fitted": assumed + fitted,
        "given": of(SourceKind::Given),
    });
    followed(report.results(), json!({ "provenance": provenance }))
}

fn followed(mut first: Value, then: Value) -> Value {
    if let (Value::Object(first), Value::Object(then)) = (&mut first, then) {
        first.extend(then);
    }
    first
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

/// Data as JSON on one line, with a line end; nothing in it that a terminal would obey.
pub fn compact<T: serde::Serialize>(data: &T) -> String {
    let text = serde_json::to_string(data).unwrap_or_default();
    in_json(&format!("{text}\n")).into_owned()
}

pub(super) fn estimate(e: &Estimate) -> Value {
    let told = json!({
        "unit": e.unit,
        "mean": e.mean,
        "precision95": e.precision95,
        "range90": e.range90,
        "sd": e.sd,
        "n": e.n,
        "skew": e.skew,
    });
    with_doubt(told, e.doubt.as_ref())
}

/// The same with the parts of its interval, where there are several worlds.
fn with_doubt(mut told: Value, doubt: Option<&Doubt>) -> Value {
    if let Some(doubt) = doubt {
        told["doubt"] = json!({
            "worlds": doubt.worlds,
            "luck95": doubt.luck95,
            "sd_within_a_world": doubt.within,
            "sd_between_worlds": doubt.between,
            "share_not_known": doubt.share(),
            "share_not_known95": doubt.share95(),
        });
    }
    told
}

pub(super) fn warning(w: &Warning) -> Value {
    json!({ "code": w.code, "path": w.path, "text": w.text })
}

/// One difference.
pub(super) fn difference(d: &Difference) -> Value {
    let told = json!({
        "unit": d.unit,
        "mean": d.mean,
        "precision95": d.precision95,
        "range90": d.range90,
        "sd": d.sd,
        "n": d.n,
        "clear": d.clear,
    });
    with_doubt(told, d.doubt.as_ref())
}

/// A ratio with its interval; an open end is null.
pub(super) fn ratio(ratio: &Ratio) -> Value {
    let (kind, low, high) = match ratio.interval {
        RatioInterval::Between(low, high) => ("between", Some(low), Some(high)),
        RatioInterval::Outside(low, high) => ("outside", Some(low), Some(high)),
        RatioInterval::Anything => ("anything", None, None),
    };
    json!({ "value": ratio.value, "interval95": kind, "low": low, "high": high })
}

/// The outcomes of the whole system, by name.
pub(super) fn outcomes(found: &[Estimate]) -> Map<String, Value> {
    SYSTEM.iter().zip(found).map(|(o, e)| (o.name.to_owned(), estimate(e))).collect()
}

/// Settings by path; a second one of a path has its number.
pub(super) fn settings(settings: &[Setting]) -> Map<String, Value> {
    settings.iter().map(|setting| (setting.path.clone(), setting.value.clone().into())).collect()
}
