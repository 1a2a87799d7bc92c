//! The contents of the files of a trade.

use std::io;

use serde_json::{Value, json};

use super::Traded;
use crate::base::ratio::{Ratio, RatioInterval};
use crate::experiment::exchange::Meaning;
use crate::experiment::stands::Judged;
use crate::report::csv::{Table, number};
use crate::report::growing::{NO_EQUILIBRIUM, column, newly, tell};
use crate::report::json::{difference, of_study, ratio};
use crate::report::{doubt, money, stands};
use crate::scenario::unstable::Unstable;

/// The whole of `results.json`.
pub fn results(all: &Traded<'_>) -> Value {
    let given = all.trade.give_amounts.len();
    let clear = all.clear();
    let base = Unstable::of(all.base);
    let side = |path: &str, amounts: &[f64], first: usize| -> Value {
        let each = amounts.iter().enumerate().map(|(i, amount)| {
            let mut value = json!({
                "amount": amount,
                "effect": all.effect(first + i).as_ref().map(difference),
                "clear_adjusted": clear[first + i],
                "money": all.money[first + i].as_ref().map(|m| stands::money_json(all.again, m, all.price_again(first + i))),
            });
            tell(&mut value, &newly(&base, &Unstable::of(&all.points[first + i].scenario)));
            if let Some(effect) = all.effect_again(first + i) {
                value["longer_warm_up"] = stands::judged(all.again, effect);
            }
            if first == 0 {
                value["equal_effect"] = all.exchange.equal.get(i).map(|_| equal(all, i)).into();
                // Against the first amount bought alone.
                let told = |of: &[Option<Ratio>]| of[i].as_ref().filter(|_| !all.rate_falls(i)).map(ratio);
                value["worth"] = told(&all.exchange.worth).into();
                value["needed_for_one"] = told(&all.exchange.needed).into();
            }
            value
        });
        json!({ "path": path, "amounts": each.collect::<Vec<_>>() })
    };
    let mut results = of_study(json!({
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint },
        "runs": all.runs,
        "seed": all.store.seed(),
        "on": all.on.typed(&all.base.names),
        "unit": all.on().unit,
        "meaning": meaning(all.exchange.meaning),
        "runs_with_a_value": all.exchange.complete,
        "not_priced": all.unpriced.iter().map(|one| &one.label).collect::<Vec<_>>(),
        "answer": all.exchange.headline().map(|i| equal(all, i)),
        "give": side(&all.trade.give, &all.trade.give_amounts, 0),
        "buy": side(&all.trade.buy, &all.trade.buy_amounts, given),
    }));
    if let Some(repeated) = stands::repeated(all.again, all.answer_stands()) {
        results["longer_warm_up"] = repeated;
    }
    results
}

/// Whether the rate means anything, in one word.
pub fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Sound => "sound",
        Meaning::BoughtUnclear => "what is bought has no clear effect",
        Meaning::GivenUnclear => "what is given has no clear effect",
        Meaning::Opposite => "opposite effects",
        Meaning::GivenTurns => "the effect of what is given turns back",
        Meaning::BoughtTurns => "the effect of what is bought turns back",
    }
}

/// What is bought with an amount given at equal effect: how many, the rate, and the next one of each. What
/// lies beyond the largest amount bought is null.
fn equal(all: &Traded<'_>, i: usize) -> Value {
    let found = all.exchange.equal[i];
    let (rate, [low, high]) = all.rate(i);
    let falls = all.rate_falls(i);
    let told = |n: Option<f64>| n.filter(|_| !falls);
    let judged = all.rate_again(i).copied().unwrap_or_default();
    // That of the answer brings the others down.
    let judged = Judged { stands: if falls { Some(false) } else { judged.stands }, ..judged };
    let given_for_one = json!({ "value": rate, "low": low, "high": high });
    json!({
        "given": all.trade.give_amounts[i],
        "bought": told(found.value),
        "bought_low": told(found.low),
        "bought_high": told(found.high),
        "beyond_what_was_bought": found.value.is_none(),
        "given_for_one": stands::rate_json(all.again, given_for_one, &judged),
        "next": all.exchange.marginal[i].filter(|_| !falls).map(|next| json!({
            "given_between": next.given,
            "bought_between": next.bought,
            "given_for_one": ratio(&next.rate),
        })),
        "spent_on_given": all.money[i].as_ref().map(|money| money.spent.mean).filter(|_| all.unpriced.is_empty()),
        "spent_on_bought": told(found.value).and_then(|n| all.spent_on(n)).filter(|_| all.unpriced.is_empty()),
    })
}

/// `exchange.csv`: one row for each amount.
#[allow(clippy::too_many_lines, reason = "one line for each column")]
pub fn table(all: &Traded<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let mut header: Vec<String> = [
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
        "equal",
        "equal_low95",
        "equal_high95",
        "given_for_one",
        "given_for_one_low95",
        "given_for_one_high95",
        "next_given_for_one",
        "next_low95",
        "next_high95",
        "clear_adjusted",
    ]
    .map(str::to_owned)
    .to_vec();
    let base = Unstable::of(all.base);
    let points = all.points.iter().map(|point| newly(&base, &Unstable::of(&point.scenario)));
    let grows = column(points.collect());
    header.extend(doubt::columns(all.base, "effect_"));
    header.extend(grows.iter().map(|_| NO_EQUILIBRIUM.to_owned()));
    if all.again.is_needed() {
        header.extend(["effect", "rate", "price"].into_iter().flat_map(stands::columns));
        header.push("stands_why".to_owned());
    }
    out.row(header)?;
    let clear = all.clear();
    let given = all.trade.give_amounts.len();
    let sides = (all.trade.give_amounts.iter().map(|a| ("give", &all.trade.give, a)))
        .chain(all.trade.buy_amounts.iter().map(|a| ("buy", &all.trade.buy, a)));
    for (point, (side, path, amount)) in sides.enumerate() {
        let effect = all.effect(point);
        let worth = if point < given && !all.rate_falls(point) { all.exchange.worth[point] } else { None };
        let ends = worth.and_then(|w| w.interval.ends());
        let kind = worth.map_or("", |w| match w.interval {
            RatioInterval::Between(..) => "between",
            RatioInterval::Outside(..) => "outside",
            RatioInterval::Anything => "anything",
        });
        let cost = all.money[point].as_ref();
        let price_falls = all.price_again(point).is_some_and(Judged::falls);
        let equal = all.exchange.equal.get(point).filter(|_| point < given && !all.rate_falls(point));
        let (rate, [low, high]) = equal.map_or((None, [None; 2]), |_| all.rate(point));
        let next = equal.and(all.exchange.marginal.get(point).copied().flatten()).map(|next| next.rate);
        let next_ends = next.and_then(|next| next.interval.ends());
        let mut row: Vec<String> = [
            side,
            path,
            &amount.to_string(),
            &all.on.typed(&all.base.names),
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
            &number(cost.and_then(|m| m.price).filter(|_| !price_falls).map(|p| p.value)),
            &cost.map_or_else(String::new, |m| money::cell(&m.unpriced)),
            &number(equal.and_then(|e| e.value)),
            &number(equal.and_then(|e| e.low)),
            &number(equal.and_then(|e| e.high)),
            &number(rate),
            &number(low),
            &number(high),
            &number(next.map(|next| next.value)),
            &number(next_ends.map(|e| e[0])),
            &number(next_ends.map(|e| e[1])),
            &effect.map_or_else(String::new, |_| clear[point].to_string()),
        ]
        .map(str::to_owned)
        .to_vec();
        row.extend(doubt::cells(all.base, effect.and_then(|d| d.doubt)));
        row.extend(grows.as_ref().map(|cells| cells[point].clone()));
        if all.again.is_needed() {
            let rate = all.rate_again(point).filter(|_| point < given);
            let judged = [all.effect_again(point), rate, all.price_again(point)];
            row.extend(stands::cells_of(all.again, judged, true));
        }
        out.row(row)?;
    }
    out.finish()
}
