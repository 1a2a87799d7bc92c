//! The contents of the files of a search.

use std::io;

use serde_json::{Map, Value, json};

use super::Optimised;
use crate::experiment::optimise::selection::Verdict;
use crate::experiment::optimise::{Estimated, Side};
use crate::experiment::vary::Axis;
use crate::measures::outcome::SYSTEM;
use crate::report::compare::files::one;
use crate::report::json::SCHEMA;
use crate::report::sweep::files::{outcomes, settings};

/// The whole of `results.json`.
pub fn results(all: &Optimised<'_>) -> Value {
    let found = all.found;
    let mut results = json!({
        "schema": SCHEMA,
        "wardflow": env!("CARGO_PKG_VERSION"),
        "seed": all.seed,
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint, "fresh": estimated(&found.base) },
        "minimise": all.minimised().name,
        "targets": all.asked.targets.iter().zip(&found.tolerances.1).map(|(target, tolerance)| json!({
            "outcome": SYSTEM[target.outcome].name,
            "side": if target.side == Side::AtMost { "<=" } else { ">=" },
            "value": target.value,
            "tolerance": tolerance,
        })).collect::<Vec<_>>(),
        "confidence": all.asked.confidence,
        "tolerance": found.tolerances.0,
        "decided": found.selection.decided,
        "met": all.is_met(),
        "search_runs": found.spent,
        "fresh_runs": all.asked.fresh,
        "frontier": found.frontier,
        "points": (0..all.points.len()).map(|i| point(all, i)).collect::<Vec<_>>(),
    });
    if let (Some(chosen), Some(fresh)) = (found.selection.chosen, &found.chosen) {
        results["chosen"] = json!({ "point": chosen, "settings": settings(&all.points[chosen].settings), "fresh": estimated(fresh) });
    }
    if let Some((next, fresh, dearer)) = &found.next {
        results["next"] = json!({
            "point": next,
            "settings": settings(&all.points[*next].settings),
            "fresh": estimated(fresh),
            "difference_from_chosen": dearer.as_ref().map(one),
        });
    }
    results
}

fn estimated(of: &Estimated) -> Value {
    let (share, interval) = of.single_years;
    json!({
        "outcomes": outcomes(&of.system),
        "targets": of.holds.iter().map(|(bound, holds)| json!({ "bound": bound, "holds": holds })).collect::<Vec<_>>(),
        "single_runs_that_meet_all": { "share": share, "precision95": interval },
    })
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Meets => "meets",
        Verdict::Fails => "fails",
        Verdict::Open => "open",
    }
}

fn point(all: &Optimised<'_>, i: usize) -> Value {
    let judged = &all.found.selection.designs[i];
    let means = SYSTEM.iter().zip(&all.found.means[i]).map(|(o, mean)| (o.name.to_owned(), json!(mean)));
    json!({
        "settings": settings(&all.points[i].settings),
        "fingerprint": all.points[i].scenario.fingerprint,
        "runs": judged.runs,
        "targets": verdict(judged.verdict),
        "beaten_by": judged.beaten_by,
        "means": means.collect::<Map<_, _>>(),
    })
}

/// `points.csv`: one row for each mix, with the means of the search.
pub fn table(all: &Optimised<'_>) -> io::Result<Vec<u8>> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    let names: Vec<String> = all.axes.iter().map(Axis::name).collect();
    let plain = ["runs", "targets", "beaten_by", "chosen", "frontier"];
    let header = ["point"].into_iter().chain(names.iter().map(String::as_str)).chain(plain);
    out.write_record(header.chain(SYSTEM.iter().map(|o| o.name)))?;
    for (i, point) in all.points.iter().enumerate() {
        let judged = &all.found.selection.designs[i];
        let mut row = vec![i.to_string()];
        row.extend(point.settings.iter().map(|setting| setting.value.clone()));
        row.extend([
            judged.runs.to_string(),
            verdict(judged.verdict).to_owned(),
            judged.beaten_by.map_or_else(String::new, |other| other.to_string()),
            (all.found.selection.chosen == Some(i)).to_string(),
            all.found.frontier.contains(&i).to_string(),
        ]);
        row.extend(all.found.means[i].iter().map(|mean| mean.map_or_else(String::new, |x| x.to_string())));
        out.write_record(row)?;
    }
    out.into_inner().map_err(::csv::IntoInnerError::into_error)
}
