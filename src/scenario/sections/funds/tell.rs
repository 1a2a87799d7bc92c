//! Funds, in sentences.

use super::plan::not_priced;
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{all_of, number, percent};
use crate::scenario::names::Named;

/// Money for a year, and what it pays for.
pub fn funds(teller: &mut Teller<'_>) -> Vec<String> {
    let all: Vec<_> = teller.file.funds.iter().flatten().collect();
    let mut items = Vec::new();
    for (key, fund) in all {
        let mark = teller.cite(&[&format!("funds.{key}.per_year")]);
        let name = Named::new(key, fund.label.as_deref()).label;
        let pounds = fund.per_year.map_or(0.0, |pounds| pounds.0);
        let mut pays: Vec<String> = Vec::new();
        let of = |share: f64, what: String| {
            if share >= 1.0 { what } else { format!("{} of {what}", percent(share)) }
        };
        if let Some(typed) = &fund.pays_for {
            for (key, share) in typed.services.iter().flatten() {
                pays.push(of(share.0, label(&teller.names.services, key)));
            }
            for (key, share) in typed.steps.iter().flatten() {
                let step = label(&teller.names.steps, key);
                pays.push(of(share.0, format!("the people on duty for {step}")));
            }
            pays.extend(typed.hub.map(|share| of(share.0, "the people on duty in the hub".to_owned())));
            let beds = typed.escalation_beds;
            pays.extend(beds.map(|share| of(share.0, "days in escalation beds".to_owned())));
        }
        let cited = teller.cite(&[&format!("funds.{key}.pays_for")]);
        let without = if not_priced(teller.file, fund).is_empty() {
            ""
        } else {
            " Not all of that has a price, so what is left of it cannot be told."
        };
        items.push(format!(
            "{name}: £{}{mark} for a year. It pays for {}{cited}.{without}",
            number(pounds),
            all_of(&pays)
        ));
    }
    items
}
