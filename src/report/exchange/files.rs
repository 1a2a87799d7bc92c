//! The contents of the files of a trade.

use std::io;

use serde_json::{Value, json};

use super::Traded;
use crate::base::ratio::{Ratio, RatioInterval};
use crate::experiment::exchange::Meaning;
use crate::report::compare::files::one;
use crate::report::json::SCHEMA;
use crate::report::money;

/// The whole of `results.json`.
pub fn results(all: &Traded<'_>) -> Value {
    let given = all.trade.give_amounts.len();
    let side = |path: &str, amounts: &[f64], first: usize| -> Value {
        let each = amounts.iter().enumerate().map(|(i, amount)| {
            let mut value = json!({
                "amount": amount,
                "effect": all.effect(first + i).as_ref().map(one),
                "money": all.money[first + i].as_ref().map(money::json),
            });
            if first == 0 {
                value["worth"] = all.exchange.worth[i].as_ref().map(ratio).into();
                value["needed_for_one"] = all.exchange.needed[i].as_ref().map(ratio).into();
            }
            value
        });
        json!({ "path": path, "amounts": each.collect::<Vec<_>>() })
    };
    json!({
        "schema": SCHEMA,
        "wardflow": env!("CARGO_PKG_VERSION"),
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint },
        "runs": all.runs,
        "seed": all.seed,
        "on": all.on().name,
        "unit": all.on().unit,
        "meaning": meaning(all.exchange.meaning),
        "give": side(&all.trade.give, &all.trade.give_amounts, 0),
        "buy": side(&all.trade.buy, &all.trade.buy_amounts, given),
    })
}

/// Whether the rate means anything, in one word.
pub fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Sound => "sound",
        Meaning::BoughtUnclear => "what is bought has no clear effect",
        Meaning::GivenUnclear => "what is given has no clear effect",
        Meaning::Opposite => "opposite effects",
    }
}

/// A ratio with its interval; an open end is null.
pub fn ratio(ratio: &Ratio) -> Value {
    let (kind, low, high) = match ratio.interval {
        RatioInterval::Between(low, high) => ("between", Some(low), Some(high)),
        RatioInterval::Outside(low, high) => ("outside", Some(low), Some(high)),
        RatioInterval::Anything => ("anything", None, None),
    };
    json!({ "value": ratio.value, "interval95": kind, "low": low, "high": high })
}

/// `exchange.csv`: one row for each amount.
pub fn table(all: &Traded<'_>) -> io::Result<Vec<u8>> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    out.write_record([
        "side",
        "path",
        "amount",
        "outcome",
        "unit",
        "effect",
        "low95",
        "high95",
        "sd",
        "n",
        "clear",
        "worth",
        "worth_low95",
        "worth_high95",
        "worth_interval",
        "spent",
        "bed_days_avoided",
        "pounds_per_bed_day_avoided",
        "not_priced",
    ])?;
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let given = all.trade.give_amounts.len();
    let sides = (all.trade.give_amounts.iter().map(|a| ("give", &all.trade.give, a)))
        .chain(all.trade.buy_amounts.iter().map(|a| ("buy", &all.trade.buy, a)));
    for (point, (side, path, amount)) in sides.enumerate() {
        let effect = all.effect(point);
        let worth = if point < given { all.exchange.worth[point] } else { None };
        let ends = worth.and_then(|w| w.interval.ends());
        let kind = worth.map_or("", |w| match w.interval {
            RatioInterval::Between(..) => "between",
            RatioInterval::Outside(..) => "outside",
            RatioInterval::Anything => "anything",
        });
        let cost = all.money[point].as_ref();
        out.write_record([
            side,
            path,
            &amount.to_string(),
            all.on().name,
            all.on().unit,
            &number(effect.map(|d| d.mean)),
            &number(effect.and_then(|d| d.precision95).map(|r| r[0])),
            &number(effect.and_then(|d| d.precision95).map(|r| r[1])),
            &number(effect.map(|d| d.sd)),
            &effect.map_or_else(String::new, |d| d.n.to_string()),
            &effect.map_or_else(String::new, |d| d.clear.to_string()),
            &number(worth.map(|w| w.value)),
            &number(ends.map(|e| e[0])),
            &number(ends.map(|e| e[1])),
            kind,
            &number(cost.and_then(money::spent_if_priced)),
            &number(cost.map(|m| m.avoided.mean)),
            &number(cost.and_then(|m| m.price).map(|p| p.value)),
            &cost.map_or_else(String::new, |m| money::cell(&m.unpriced)),
        ])?;
    }
    out.into_inner().map_err(::csv::IntoInnerError::into_error)
}
