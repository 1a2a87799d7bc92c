//! What can be known before anything is run: which of the observed figures contradict each other by Little's law.

use super::super::worlds::history::{History, mean_of};
use crate::experiment::observed::Observed;

/// Two accounts of one number that differ by more than this factor contradict each other.
const APART: f64 = 1.25;

/// Two accounts of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// What the number is.
    pub of: &'static str,
    /// Each account: in words, and its number.
    pub accounts: [(String, f64); 2],
}

/// The contradictions among what was observed.
pub fn contradictions(history: &History, table: &[Observed]) -> Vec<Contradiction> {
    let figure = |name: &str| table.iter().find(|row| row.name == name).and_then(|row| row.observed);
    let of_days = |days: &[Option<f64>]| mean_of(days, 30);
    let (remaining, discharged) = (of_days(&history.remaining), of_days(&history.discharged));
    let mut all = Vec::new();
    let mut hold = |of, first: Option<(String, f64)>, second: Option<(String, f64)>| {
        if let (Some(a), Some(b)) = (first, second)
            && (a.1 > b.1 * APART || b.1 > a.1 * APART)
        {
            all.push(Contradiction { of, accounts: [a, b] });
        }
    };
    let told = |what: &str, x: Option<f64>| x.map(|x| (what.to_owned(), x));
    let daily = told("the daily return counts", remaining);
    let little = figure("share_delayed").zip(figure("delayed_days_mean")).and_then(|(share, days)| {
        let a_day = figure("discharges_per_day").or(discharged)?;
        let text =
            format!("{a_day:.1} discharges a day × {:.1}% delayed × {days:.1} days make", share * 100.0);
        Some((text, a_day * share * days))
    });
    let table_says = told("the table says", figure("nctr_remaining"));
    hold("people remaining", daily.clone().or_else(|| table_says.clone()), little);
    hold("people remaining", daily, table_says);
    hold(
        "discharges a day",
        told("the daily return counts", discharged),
        told("the table says", figure("discharges_per_day")),
    );
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::observed::Measure;
    use jiff::civil::date;

    fn row(name: &str, observed: f64) -> Observed {
        Observed {
            measure: Measure::ShareDelayed,
            name: name.to_owned(),
            label: String::new(),
            observed: Some(observed),
            accept: [None, None],
            source: String::new(),
        }
    }

    #[test]
    fn ready_dates_that_imply_other_people_than_the_daily_return_are_told() {
        let history = History {
            first: date(2024, 4, 1),
            remaining: vec![Some(98.0); 60],
            discharged: vec![Some(79.8); 60],
        };
        let table = [row("share_delayed", 0.1145), row("delayed_days_mean", 6.54)];
        let found = contradictions(&history, &table);
        assert_eq!(found.len(), 1);
        assert!((found[0].accounts[1].1 - 59.76).abs() < 0.01, "{found:?}");
        let agree = [row("share_delayed", 0.1145), row("delayed_days_mean", 10.5)];
        assert!(contradictions(&history, &agree).is_empty());
        assert!(contradictions(&history, &[]).is_empty());
    }
}
