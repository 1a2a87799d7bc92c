//! The contents of the files of a back-cast. The layout of `results.json` is relied on from outside.

use std::io;

use serde_json::{Map, Value, json};

use super::Backcasted;
use crate::experiment::backcast::rules::Rule;
use crate::experiment::backcast::score::Scores;
use crate::experiment::backcast::{Lead, Scale};
use crate::report::csv::{Table, ends, number};
use crate::report::json::of_scenario;

/// The edges of bands, as columns.
pub const EDGES: [&str; 5] = ["p5", "p25", "p50", "p75", "p95"];

/// The whole of `results.json`.
pub fn results(all: &Backcasted<'_>) -> Value {
    let date = |day: usize| all.history.date(day).to_string();
    let own = json!({
        "members": all.how.runs,
        "seed": all.how.seed,
        "worlds": all.worlds,
        "fitted_to": all.fitted_to.map(|day| day.to_string()),
        "forecasts_that_knew": all.knew(),
        "observed": { "first": date(0), "last": all.history.last().to_string() },
        "origins": all.found.origins.iter().map(|&day| date(day)).collect::<Vec<_>>(),
        "too_early": all.found.too_early.iter().map(|&day| date(day)).collect::<Vec<_>>(),
        "scores": scores_json(all),
        "bands_multiplied_by": all.found.wider,
        "required_skill": all.asked.skill,
        "met": all.missed().is_empty(),
    });
    of_scenario(all.scenario, own)
}

/// The scores, by scale and week ahead.
pub fn scores_json(all: &Backcasted<'_>) -> Value {
    let of = |scale: Scale| {
        let leads = all.found.leads.iter().filter(move |lead| lead.scale == scale);
        leads.map(|lead| (lead.week.to_string(), lead_json(lead))).collect::<Map<_, _>>()
    };
    Scale::BOTH.iter().map(|&scale| (scale.key().to_owned(), of(scale).into())).collect::<Map<_, _>>().into()
}

fn scores_of(scores: &Scores) -> Value {
    if scores.n == 0 {
        return Value::Null;
    }
    json!({
        "bias": scores.bias,
        "mae": scores.mae,
        "crps": scores.crps,
        "coverage50": scores.coverage50().value(),
        "coverage50_95": scores.coverage50().interval95(),
        "coverage90": scores.coverage90().value(),
        "coverage90_95": scores.coverage90().interval95(),
    })
}

fn lead_json(lead: &Lead) -> Value {
    let rules = Rule::ALL.into_iter().zip(lead.rules);
    let rules = rules.map(|(rule, of)| (rule.key().to_owned(), json!({ "bias": of.bias, "mae": of.mae })));
    json!({
        "forecasts": lead.scores.n,
        "observed_mean": lead.scores.came,
        "forecast": scores_of(&lead.scores),
        "rules": rules.collect::<Map<_, _>>(),
        "best_rule": lead.best_rule().0.key(),
        "mae_beside_best_rule": lead.beside_best_rule(),
        "not_moved_by_what_was_known": scores_of(&lead.without),
        "attainable": scores_of(&lead.attainable),
    })
}

/// `scores.csv`: one row for each week ahead and scale.
pub fn scores(all: &Backcasted<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let mut header: Vec<String> = ["scale", "week", "forecasts", "observed_mean", "bias", "mae", "crps"]
        .into_iter()
        .chain(["coverage50", "coverage50_low95", "coverage50_high95"])
        .chain(["coverage90", "coverage90_low95", "coverage90_high95"])
        .map(str::to_owned)
        .collect();
    for rule in Rule::ALL {
        header.extend([format!("{}_bias", rule.key()), format!("{}_mae", rule.key())]);
    }
    header
        .extend(["best_rule", "mae_beside_best_rule", "not_moved_mae", "not_moved_crps"].map(str::to_owned));
    header.extend(["attainable_mae", "attainable_crps"].map(str::to_owned));
    out.row(&header)?;
    for lead in &all.found.leads {
        let scores = &lead.scores;
        let some = |x: f64| number((scores.n > 0).then_some(x));
        let mut row = vec![lead.scale.key().to_owned(), lead.week.to_string(), scores.n.to_string()];
        row.extend([scores.came, scores.bias, scores.mae, scores.crps].map(some));
        for share in [scores.coverage50(), scores.coverage90()] {
            row.push(number(share.value()));
            row.extend(ends(share.interval95()));
        }
        for rule in lead.rules {
            row.extend([rule.bias, rule.mae].map(some));
        }
        row.extend([lead.best_rule().0.key().to_owned(), number(lead.beside_best_rule())]);
        row.extend([lead.without.mae, lead.without.crps].map(some));
        row.extend([lead.attainable.mae, lead.attainable.crps].map(some));
        out.row(&row)?;
    }
    out.finish()
}

/// `origins.csv`: one row for each origin and week ahead.
pub fn origins(all: &Backcasted<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let header = ["origin", "week", "from", "to"].into_iter().chain(EDGES).chain(["observed", "crps"]);
    out.row(header.chain(Rule::ALL.map(Rule::key)))?;
    for row in &all.found.rows {
        let date = |day: usize| all.history.date(day).to_string();
        let mut cells = vec![date(row.origin), row.week.to_string(), date(row.day), date(row.day + 6)];
        cells.extend(row.edges.map(|x| number(Some(x))));
        cells.push(number(row.case.as_ref().map(|case| case.came)));
        cells.push(number(row.case.as_ref().map(|case| case.crps)));
        cells.extend(row.rules.map(number));
        out.row(&cells)?;
    }
    out.finish()
}
