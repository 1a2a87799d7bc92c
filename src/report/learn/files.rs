//! The contents of the files of `learn`.

use std::io;

use serde_json::{Map, Value as Json, json};

use super::Learnt;
use crate::experiment::learn::Value;
use crate::report::csv::{Table, number};
use crate::report::json::of_study;

/// `bed_days` and `pounds` in the names of columns.
fn unit(of: &str) -> &str {
    if of == "£" { "pounds" } else { "outcome" }
}

fn told(value: Value, times: f64) -> Json {
    json!({
        "a_year": value.mean * times,
        "interval95": value.interval95.map(|end| end * times),
    })
}

/// The whole of `results.json`.
pub fn results(all: &Learnt<'_>) -> Json {
    let times = all.a_year();
    let figures = all.decision().map(|decision| decision.figures.paths.as_slice()).unwrap_or_default();
    let each = all.found.iter().map(|(table, found)| {
        let of_figures = figures.iter().zip(&found.figures).map(|((path, ..), (value, clear))| {
            let mut told = told(*value, times);
            told["clear"] = (*clear).into();
            (path.clone(), told)
        });
        let surveys = all.surveys.iter().zip(&found.surveys).map(|(survey, value)| {
            let mut told = told(*value, times);
            told["path"] = survey.path.clone().into();
            told["error"] = survey.error.into();
            told
        });
        let value = json!({
            "unit": table.unit,
            "best": all.stems[found.best],
            "everything_a_year": found.everything * times,
            "figures": of_figures.collect::<Map<_, _>>(),
            "surveys": surveys.collect::<Vec<_>>(),
        });
        (unit(table.unit).to_owned(), value)
    });
    of_study(json!({
        "runs": all.comparison.replications[0].len(),
        "base": all.stems[0],
        "options": all.stems[1..],
        "worlds": all.found.first().map(|(table, _)| table.worlds.len()),
        "value": each.collect::<Map<_, _>>(),
    }))
}

/// `learn.csv`: a row for each figure, then each survey.
pub fn table(all: &Learnt<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let times = all.a_year();
    let mut header = ["path", "survey_error"].map(str::to_owned).to_vec();
    for (table, _) in &all.found {
        let unit = unit(table.unit);
        header.extend(["a_year", "low95", "high95", "clear"].map(|column| format!("{unit}_{column}")));
    }
    out.row(&header)?;
    let cells = |value: Value| {
        [value.mean, value.interval95[0], value.interval95[1]].map(|x| number(Some(x * times)))
    };
    let figures = all.decision().map(|decision| decision.figures.paths.as_slice()).unwrap_or_default();
    for (i, (path, ..)) in figures.iter().enumerate() {
        let mut row = vec![path.clone(), String::new()];
        for (_, found) in &all.found {
            let (value, clear) = found.figures[i];
            row.extend(cells(value));
            row.push(clear.to_string());
        }
        out.row(&row)?;
    }
    for (i, survey) in all.surveys.iter().enumerate() {
        let mut row = vec![survey.path.clone(), survey.error.to_string()];
        for (_, found) in &all.found {
            row.extend(cells(found.surveys[i]));
            row.push(String::new());
        }
        out.row(&row)?;
    }
    out.finish()
}
