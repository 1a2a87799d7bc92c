//! The two orders of many options in files: in `results.json`, and `ranking.csv` with a row for each option.

use std::io;

use serde_json::{Value, json};

use super::{Compared, Many};
use crate::experiment::compare::{Comparison, Worth};
use crate::report::csv::{Table, number};
use crate::report::json::{difference, ratio};
use crate::report::money::{cell, spent_if_priced};

/// Every option in the order by the outcome.
pub fn ranked(all: &Compared<'_>) -> Value {
    let worths = all.comparison.by_pounds();
    let of = |option: usize| {
        let found = &all.comparison.options[option];
        json!({
            "option": all.stems[option + 1],
            "label": all.labels[option + 1],
            "difference": all.ranking(option).map(difference),
            "clear_adjusted": found.clear_adjusted,
            "by_pounds": worth_of(&worths, option).map(Worth::word),
        })
    };
    all.comparison.ranked().into_iter().map(of).collect::<Vec<_>>().into()
}

/// Those with a price for a bed-day avoided, the cheapest first.
pub fn by_pounds(all: &Compared<'_>) -> Value {
    let worths = all.comparison.by_pounds();
    let rivals = Comparison::rivals_by_pounds(&worths);
    let of = |(option, worth): (usize, Worth)| {
        let money = all.comparison.options[option].money.as_ref();
        let each = if let Worth::Price(price) = worth { Some(ratio(&price)) } else { None };
        json!({
            "option": all.stems[option + 1],
            "by_pounds": worth.word(),
            "pounds_per_bed_day_avoided": each,
            "bed_days_avoided": money.map(|money| difference(&money.avoided)),
            "spent": money.map(|money| difference(&money.spent)),
            "may_be_as_cheap_as_the_first": rivals.contains(&option),
        })
    };
    worths.iter().copied().filter(|(_, worth)| worth.is_ranked()).map(of).collect::<Vec<_>>().into()
}

/// What is no option of this baseline.
pub fn left_out(many: &Many) -> Value {
    let each = many.left_out.iter();
    each.map(|(path, why)| json!({ "scenario": path.display().to_string(), "why": why }))
        .collect::<Vec<_>>()
        .into()
}

/// `ranking.csv`.
pub fn table(all: &Compared<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(
        [
            "rank",
            "option",
            "label",
            "outcome",
            "mean",
            "low95",
            "high95",
            "clear_adjusted",
            "rank_by_pounds",
            "by_pounds",
            "pounds_per_bed_day_avoided",
            "pounds_low95",
            "pounds_high95",
            "bed_days_avoided",
            "spent",
            "not_priced",
        ]
        .map(str::to_owned)
        .to_vec(),
    )?;
    let worths = all.comparison.by_pounds();
    for (rank, option) in all.comparison.ranked().into_iter().enumerate() {
        let found = &all.comparison.options[option];
        let (d, money) = (all.ranking(option), found.money.as_ref());
        let worth = worth_of(&worths, option);
        let by_pounds = worths.iter().position(|(at, worth)| *at == option && worth.is_ranked());
        let price = worth.and_then(|worth| if let Worth::Price(price) = worth { Some(price) } else { None });
        let ends = price.and_then(|price| price.interval.ends());
        let ends_of = |at: usize| number(d.and_then(|d| d.precision95.map(|ends| ends[at])));
        out.row(vec![
            (rank + 1).to_string(),
            all.stems[option + 1].clone(),
            all.labels[option + 1].clone(),
            all.by().name.to_owned(),
            number(d.map(|d| d.mean)),
            ends_of(0),
            ends_of(1),
            found.clear_adjusted.to_string(),
            by_pounds.map_or_else(String::new, |at| (at + 1).to_string()),
            worth.map_or("", Worth::word).to_owned(),
            number(price.map(|price| price.value)),
            number(ends.map(|ends| ends[0])),
            number(ends.map(|ends| ends[1])),
            number(money.map(|money| money.avoided.mean)),
            number(money.and_then(spent_if_priced)),
            cell(money.map_or(&[], |money| &money.unpriced)),
        ])?;
    }
    out.finish()
}

fn worth_of(worths: &[(usize, Worth)], option: usize) -> Option<Worth> {
    worths.iter().find(|(at, _)| *at == option).map(|(_, worth)| *worth)
}
