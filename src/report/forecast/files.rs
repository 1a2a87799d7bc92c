//! The contents of the files of a forecast. The layout of `results.json` is relied on from outside.

use std::io;

use serde_json::{Map, Value, json};

use super::Forecasted;
use crate::experiment::worlds::history::WEEK;
use crate::report::backcast::files::{EDGES, scores_json};
use crate::report::csv::Table;
use crate::report::json::of_scenario;

/// The whole of `results.json`.
pub fn results(all: &Forecasted<'_>) -> Value {
    let (score, origin) = (&all.score, all.forecast.origin);
    let date = |day: usize| score.history.date(day).to_string();
    let row = |first: usize, last: usize, numbers: &[f64; 5]| {
        let numbers = EDGES.iter().zip(numbers).map(|(name, x)| ((*name).to_owned(), json!(x)));
        let dates = [("from", first), ("to", last)].map(|(name, day)| (name.to_owned(), json!(date(day))));
        Value::Object(dates.into_iter().chain(numbers).collect::<Map<_, _>>())
    };
    let weeks = all.weeks();
    let weeks = weeks.iter().enumerate().map(|(i, numbers)| {
        let first = origin + WEEK * i;
        row(first, first + WEEK - 1, numbers)
    });
    let days = all.days();
    let days = days.iter().enumerate().map(|(i, numbers)| row(origin + i, origin + i, numbers));
    let own = json!({
        "members": score.how.runs,
        "seed": score.how.seed,
        "worlds": score.worlds,
        "observed": { "first": date(0), "last": score.history.last().to_string() },
        "from": date(origin),
        "weeks": weeks.collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
        "baseline": all.level().map(|level| json!({
            "weeks": level.points, "mean": level.mean, "lower_limit": level.limits[0], "upper_limit": level.limits[1],
        })),
        "score": {
            "origins": score.found.origins.iter().map(|&day| date(day)).collect::<Vec<_>>(),
            "scores": scores_json(score),
        },
    });
    of_scenario(score.scenario, own)
}

/// `forecast.csv`: one row for each week, then one for each day.
pub fn forecast(all: &Forecasted<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(["scale", "from", "to"].into_iter().chain(EDGES))?;
    let (weeks, days) = (all.weeks(), all.days());
    for (scale, length, rows) in [("week", WEEK, &weeks), ("day", 1, &days)] {
        for (i, numbers) in rows.iter().enumerate() {
            let first = all.forecast.origin + length * i;
            let dates = [first, first + length - 1].map(|day| all.score.history.date(day).to_string());
            let numbers = numbers.iter().map(ToString::to_string);
            out.row(std::iter::once(scale.to_owned()).chain(dates).chain(numbers))?;
        }
    }
    out.finish()
}
