//! Unit costs of the hospital and of work, in sentences.

use super::words::Costs;
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{all_of, capital, number, quoted};
use crate::scenario::names::Named;

/// What an hour on duty costs, in the hub and for steps.
fn on_duty(teller: &mut Teller<'_>) -> Vec<String> {
    let hub = teller.file.hub.as_ref().and_then(|hub| hub.cost_per_hour);
    let mut all: Vec<(String, String, f64)> =
        hub.map(|cost| ("hub".to_owned(), "the hub".to_owned(), cost.0)).into_iter().collect();
    for (key, step) in teller.file.steps.iter().flatten() {
        if let Some(cost) = step.cost_per_hour {
            all.push((format!("steps.{key}"), label(&teller.names.steps, key), cost.0));
        }
    }
    all.into_iter()
        .map(|(path, what, cost)| {
            let mark = teller.cite(&[&format!("{path}.cost_per_hour")]);
            format!("an hour of each person on duty for {what} costs £{}{mark}", number(cost))
        })
        .collect()
}

/// What is paid for beside.
fn programmes(teller: &mut Teller<'_>, costs: &Costs) -> Vec<String> {
    let each = costs.programmes.iter().flatten().map(|(key, typed)| {
        let mark = teller.cite(&[&format!("costs.programmes.{key}")]);
        let name = quoted(&Named::new(key, typed.label.as_deref()).label);
        let pounds = [(typed.cost_per_year, "a year"), (typed.set_up_cost, "once")];
        let pounds: Vec<String> = (pounds.into_iter())
            .filter_map(|(pounds, per)| Some(format!("£{} {per}", number(pounds?.0))))
            .collect();
        let payer = typed.paid_by.as_ref().map_or_else(String::new, |payer| format!(", paid by {payer}"));
        let covers = match typed.covers.as_deref().unwrap_or_default() {
            [] => String::new(),
            paths => format!(" for {}", all_of(paths)),
        };
        format!("{name} costs {}{payer}{covers}{mark}", all_of(&pounds))
    });
    each.collect()
}

/// Unit costs of the hospital and of work.
pub fn costs(teller: &mut Teller<'_>) -> Vec<String> {
    let none = Costs::default();
    let costs = teller.file.costs.as_ref().unwrap_or(&none);
    let mut said = Vec::new();
    for (pounds, word, what) in [
        (costs.acute_bed_day, "acute_bed_day", "in an acute bed"),
        (costs.escalation_bed_day, "escalation_bed_day", "in an escalation bed"),
        (
            costs.open_acute_bed_day,
            "open_acute_bed_day",
            "of each core acute bed that is open, in use or not,",
        ),
    ] {
        if let Some(pounds) = pounds {
            let mark = teller.cite(&[&format!("costs.{word}")]);
            said.push(format!("a day {what} costs £{}{mark}", number(pounds.0)));
        }
    }
    said.extend(on_duty(teller));
    said.extend(programmes(teller, costs));
    if said.is_empty() {
        return Vec::new();
    }
    let year = costs.price_year.as_ref().map_or_else(String::new, |year| format!(" Prices are of {year}."));
    vec![format!(
        "{}. A bed that becomes free is filled by another patient: no money comes back.{year}",
        capital(&all_of(&said))
    )]
}
