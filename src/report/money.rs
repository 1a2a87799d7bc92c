//! Money as a reader should see it: what has no price is "not priced" and never nothing.

use serde_json::{Map, Value, json};

use super::differences::signed;
use super::words::{Grain, in_a_row};
use crate::base::ratio::Ratio;
use crate::experiment::compare::Difference;
use crate::experiment::money::Money;
use crate::experiment::unpriced::Unpriced;
use crate::report::json::{difference, ratio};
use crate::scenario::Scenario;

/// For a cell, where anything that differs has no price.
pub(super) const NOT_PRICED: &str = "not priced";
/// How many things without a price are named in a sentence.
const NAMED: usize = 4;

/// What is spent, for a cell: with its sign, or that it is not priced.
pub(super) fn spent(money: &Money) -> String {
    if money.unpriced.is_empty() { pounds(&money.spent) } else { NOT_PRICED.to_owned() }
}

/// A difference in pounds with its sign.
pub(super) fn pounds(d: &Difference) -> String {
    signed(Grain::of("£", d.mean), d.mean)
}

/// What is spent, for a file: empty where it is not all priced.
pub(super) fn spent_if_priced(money: &Money) -> Option<f64> {
    money.unpriced.is_empty().then_some(money.spent.mean)
}

/// Pounds for a bed-day avoided, for a cell: a dash where none is clearly avoided, or not all is priced.
pub(super) fn price(money: &Money) -> String {
    let price = money.clear_price().filter(|_| money.spent.mean.abs() > 0.0);
    price.map_or_else(
        || "-".to_owned(),
        |price| {
            let shown = Grain::of("£", price.value).show(price.value.abs());
            if price.value < 0.0 { format!("−{shown}") } else { shown }
        },
    )
}

/// Pounds for each bed-day avoided, with its range, in words.
pub(super) fn for_each_bed_day(price: &Ratio) -> String {
    let pounds = |x: f64| Grain::of("£", x).show(x);
    let range = price.interval.ends();
    let range =
        range.map_or_else(String::new, |[low, high]| format!(" ({} to {})", pounds(low), pounds(high)));
    format!("{}{range} for each bed-day avoided", pounds(price.value))
}

/// What differs and has no price, in a sentence; nothing where all has.
pub(super) fn not_priced(money: &Money) -> Option<String> {
    let named = named(&money.unpriced)?;
    Some(format!(
        "Not priced, so neither what is spent nor pounds for a bed-day avoided can be given: {named}."
    ))
}

/// Services without a price that are used more or less, as the end of a sentence; mostly empty.
pub(super) fn without_use(money: &Money) -> String {
    named(&money.unpriced_use)
        .map_or_else(String::new, |named| format!(", without the use of {named}, which is not priced"))
}

/// What a scenario has without a price, in a sentence about its cost; nothing where all has one.
pub(super) fn cost_is_without(scenario: &Scenario) -> Option<String> {
    let without = crate::experiment::unpriced::without_price(scenario);
    let year = scenario.file.costs.as_ref().and_then(|costs| costs.price_year.as_deref());
    let year = year.map_or_else(String::new, |year| format!(" Prices are of {year}."));
    Some(format!("The cost leaves out what has no price in the file: {}.{year}", named(&without)?))
}

/// What an option costs and avoids. Where anything that differs has no price, what is spent is null, and
/// what is spent as far as it is priced stands beside it.
pub(super) fn json(money: &Money) -> Value {
    let [avoids_dearer, avoids_cheaper, worse_dearer, worse_cheaper] = money.quarters;
    let priced = money.unpriced.is_empty();
    let single_runs = json!({
        "avoided_for_more": avoids_dearer, "avoided_for_less": avoids_cheaper,
        "not_avoided_for_more": worse_dearer, "not_avoided_for_less": worse_cheaper,
    });
    let labels = |all: &[Unpriced]| all.iter().map(|one| one.label.clone()).collect::<Vec<_>>();
    json!({
        "spent": priced.then(|| difference(&money.spent)),
        "spent_on_what_is_priced": difference(&money.spent),
        "not_priced": labels(&money.unpriced),
        "not_priced_use": labels(&money.unpriced_use),
        "priced_in_use": labels(&money.in_use),
        "bed_days_avoided": difference(&money.avoided),
        "worth_of_bed_days": money.worth.as_ref().map(difference),
        "pounds_per_bed_day_avoided": money.price.as_ref().map(ratio),
        "single_runs": priced.then_some(single_runs),
        "payers": money.payers.iter().map(|(payer, d)| (payer.clone(), difference(d))).collect::<Map<_, _>>(),
    })
}

/// What has no price in the difference of an outcome; nothing for outcomes that are not in pounds.
pub(super) fn unpriced_of<'m>(unit: &str, money: Option<&'m Money>) -> &'m [Unpriced] {
    money.filter(|_| unit == "£").map_or(&[], |money| &money.unpriced)
}

/// The difference of an outcome in pounds, with what has no price in it.
pub(super) fn with_not_priced(mut difference: Value, unit: &str, money: Option<&Money>) -> Value {
    let unpriced = unpriced_of(unit, money);
    if !unpriced.is_empty() {
        let labels: Vec<&str> = unpriced.iter().map(|one| one.label.as_str()).collect();
        difference["not_priced"] = json!(labels);
    }
    difference
}

/// What has no price, as one cell of a file.
pub(super) fn cell(all: &[Unpriced]) -> String {
    all.iter().map(|one| one.label.as_str()).collect::<Vec<_>>().join("; ")
}

/// The names of what has no price: "a, b and c"; nothing where there is nothing.
pub(super) fn named(all: &[Unpriced]) -> Option<String> {
    let mut labels: Vec<String> = all.iter().take(NAMED).map(|one| one.label.clone()).collect();
    if all.len() > NAMED + 1 {
        labels.push(format!("{} others", all.len() - NAMED));
    } else {
        labels.extend(all.get(NAMED).map(|one| one.label.clone()));
    }
    (!labels.is_empty()).then(|| in_a_row(&labels))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_price_is_named_like_a_list_and_the_many_are_counted() {
        let all = |n: usize| -> Vec<Unpriced> {
            let one = |i| Unpriced { path: String::new(), label: format!("l{i}") };
            (0..n).map(one).collect()
        };
        let told = |n| named(&all(n));
        assert_eq!(told(0), None);
        assert_eq!(told(1).as_deref(), Some("l0"));
        assert_eq!(told(3).as_deref(), Some("l0, l1 and l2"));
        assert_eq!(told(5).as_deref(), Some("l0, l1, l2, l3 and l4"));
        assert_eq!(told(9).as_deref(), Some("l0, l1, l2, l3 and 5 others"));
    }
}
