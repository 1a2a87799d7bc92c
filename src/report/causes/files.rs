//! The contents of the files of causes by removal.

use std::io;

use serde_json::{Map, Value, json};

use super::Lifted;
use crate::experiment::causes::{OUTCOMES, Saved};
use crate::measures::outcome::Key;
use crate::report::csv::{Table, ends, number};
use crate::report::doubt;
use crate::report::json::{difference, estimate, of_study, reached, settings};
use crate::scenario::constraints::Part;

/// The whole of `results.json`. What is saved counts upwards: the baseline minus the lifted scenario.
pub fn results(all: &Lifted<'_>) -> Value {
    let found = all.found;
    let of_base = OUTCOMES.map(|one| (one.outcome().name.to_owned(), estimate(one.of(&found.base.system))));
    let each = all.design.constraints.iter().zip(&all.design.alone).zip(&found.each);
    let causes = each.map(|((constraint, point), cause)| {
        let mut told = json!({
            "label": constraint.label,
            "part": part(constraint.part),
            "lifted_by": settings(&constraint.lift),
            "booked": estimate(&cause.booked),
            "saved": saved(&cause.saved),
        });
        if let Some(left) = &cause.left {
            told["alone_left"] = estimate(left);
        }
        if let Some(behind) = &cause.behind {
            told["alone_left_minus_saved"] = difference(behind);
        }
        if constraint.part == Part::Finding {
            told["waiting_to_be_found"] = estimate(&all.unseen());
        }
        if let Err(why) = point {
            told["fault"] = why.clone().into();
        }
        (constraint.key.clone(), told)
    });
    let mut results = of_study(json!({
        "seed": all.how.seed,
        "start": all.base.plan.calendar.start().to_string(),
        "days": all.base.plan.calendar.measured_days(),
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint, "runs": found.base.runs,
                  "outcomes": of_base.into_iter().collect::<Map<_, _>>() },
        "causes": causes.collect::<Map<_, _>>(),
        "together": saved(&found.together),
        "alone_added_up": saved(&found.added),
        "together_minus_added_up": saved(&found.hidden),
    }));
    if let Some(left) = &found.left_added {
        results["alone_left_added_up"] = estimate(left);
    }
    if let Some(rest) = &found.rest {
        results["left_when_all_are_lifted"] = estimate(rest);
    }
    if let Err(why) = &all.design.together {
        results["together_fault"] = why.clone().into();
    }
    if let Some(of) = &found.reached {
        results["precision"] = reached(of, std::iter::once(OUTCOMES[0].outcome().name.to_owned()));
    }
    results
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Delay => "delay",
        Part::Finding => "finding",
        Part::Beside => "beside",
    }
}

fn saved(found: &Saved) -> Map<String, Value> {
    OUTCOMES
        .iter()
        .zip(found)
        .filter_map(|(one, d)| Some((one.outcome().name.to_owned(), difference(d.as_ref()?))))
        .collect()
}

/// `causes.csv`: one row for each constraint, in the order of the way out.
pub fn table(all: &Lifted<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let of_outcomes = OUTCOMES.iter().map(|one| one.outcome().name).flat_map(|name| {
        ["saved", "saved_low95", "saved_high95", "saved_sd", "saved_clear"]
            .map(|what| format!("{name}_{what}"))
    });
    let first = ["cause", "label", "part", "booked", "booked_low95", "booked_high95"].map(str::to_owned);
    let last = ["alone_left", "alone_left_minus_saved", "alone_left_minus_saved_clear", "fault"];
    let last = last.map(str::to_owned);
    let base = all.base;
    let doubts = doubt::columns(base, "booked_").into_iter().chain(
        OUTCOMES.iter().flat_map(|one| doubt::columns(base, &format!("{}_saved_", one.outcome().name))),
    );
    out.row(first.into_iter().chain(of_outcomes).chain(last).chain(doubts))?;
    for ((constraint, point), cause) in
        all.design.constraints.iter().zip(&all.design.alone).zip(&all.found.each)
    {
        let mut row =
            vec![constraint.key.clone(), constraint.label.clone(), part(constraint.part).to_owned()];
        row.push(number(cause.booked.mean));
        row.extend(ends(cause.booked.precision95));
        for d in &cause.saved {
            row.push(number(d.map(|d| d.mean)));
            row.extend(ends(d.and_then(|d| d.precision95)));
            row.push(number(d.map(|d| d.sd)));
            row.push(d.map_or_else(String::new, |d| d.clear.to_string()));
        }
        row.push(number(cause.left.as_ref().and_then(|left| left.mean)));
        row.push(number(cause.behind.map(|d| d.mean)));
        row.push(cause.behind.map_or_else(String::new, |d| d.clear.to_string()));
        row.push(point.as_ref().err().cloned().unwrap_or_default());
        row.extend(doubt::cells(base, cause.booked.doubt));
        row.extend(cause.saved.iter().flat_map(|d| doubt::cells(base, d.and_then(|d| d.doubt))));
        out.row(row)?;
    }
    out.finish()
}
