//! What a daily return of the hospital's own says in place of the table: people remaining, and how much single days
//! stray. Knows no file; `sources` has read and judged the return.

use jiff::civil::{Date, date};
use serde_json::json;

use super::Baseline;
use super::table::{Column, Trust};
use crate::experiment::worlds::history::{WEEK, mean_of, week_from};
use crate::sources::Daily;

/// The year of the table.
const YEAR: [Date; 2] = [date(2024, 4, 1), date(2025, 3, 31)];
/// Fewer reported days than this of a year are not enough to follow.
const LEAST_DAYS: usize = 182;
/// Means that differ by less than this share agree.
const AGREE: f64 = 0.05;
/// Discharges that differ by less than this share agree.
const DISCHARGES_AGREE: f64 = 0.15;
/// What days stray by in the model itself, where the return adds nothing: this over the square root of people
/// remaining (0.53, 0.49 and 0.89 in runs of scenarios of `new` with 209, 91 and 29 remaining).
const OWN: f64 = 0.5;
/// The least and the greatest spread that are believed.
const SPREADS: [f64; 2] = [0.01, 0.6];
/// The range of a spread reaches from this to that share of what the return shows.
const RANGE: [f64; 2] = [0.3, 1.4];
/// The greatest spread that is looked at in any case.
const USUAL_MOST: f64 = 0.2;

/// A year of a hospital's own return.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// The first and the last day that count.
    pub days: [Date; 2],
    /// How many of them were reported.
    pub reported: usize,
    /// People remaining a day.
    pub remaining: f64,
    /// People with no criteria to reside a day.
    pub nctr: Option<f64>,
    /// Discharges a day.
    pub discharged: Option<f64>,
    /// How far single days stray from their week, as a share, beyond what a hospital of this size does by itself.
    pub spread: f64,
}

impl Returned {
    /// The table's year of a return, or where too little of that was reported its last year; the error says what is
    /// missing.
    pub fn of(daily: &Daily) -> Result<Self, String> {
        let last = daily.remaining.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let year = |from: usize, to: usize| -> Option<(usize, usize)> {
            let reported = daily.remaining.get(from..to)?.iter().flatten().count();
            (reported >= LEAST_DAYS).then_some((from, to))
        };
        let day = |wanted: Date| usize::try_from((wanted - daily.first).get_days()).unwrap_or(0);
        let of_table = year(day(YEAR[0]).min(last), (day(YEAR[1]) + 1).min(last));
        let (from, to) = of_table.or_else(|| year(last.saturating_sub(365), last)).ok_or_else(|| {
            format!(
                "people remaining were reported on {} days of the last year; expected at least {LEAST_DAYS}",
                daily.remaining[last.saturating_sub(365)..last].iter().flatten().count()
            )
        })?;
        let mean = |series: &[Option<f64>]| mean_of(&series[from..to], LEAST_DAYS);
        let remaining =
            mean(&daily.remaining).filter(|x| *x > 0.0).ok_or("nobody remains on any day of it")?;
        let shown = strays(&daily.remaining[from..to]).unwrap_or(0.0);
        let own = OWN / remaining.sqrt();
        let spread = (shown * shown - own * own).max(0.0).sqrt().clamp(SPREADS[0], SPREADS[1]);
        Ok(Self {
            days: [daily.date(from), daily.date(to - 1)],
            reported: daily.remaining[from..to].iter().flatten().count(),
            remaining,
            nctr: mean(&daily.nctr),
            discharged: mean(&daily.discharged),
            spread,
        })
    }

    /// The table's row with people remaining as returned where both disagree, and what to say of it.
    pub fn over(&self, trust: &Trust) -> (Trust, Vec<String>) {
        let mut said = Vec::new();
        let mut own = trust.clone();
        let days = format!("{} days from {} to {}", self.reported, self.days[0], self.days[1]);
        let apart = |there: f64, here: f64, by: f64| (here / there - 1.0).abs() > by;
        if let Some(there) = trust.get(Column::Remaining)
            && apart(there, self.remaining, AGREE)
        {
            said.push(format!(
                "People remaining: {there:.1} a day in the table, {:.1} on the daily return given ({days}). The return is followed.",
                self.remaining
            ));
            own.set(Column::Remaining, self.remaining);
            if let Some(nctr) = self.nctr {
                own.set(Column::Nctr, nctr);
            }
        }
        if let (Some(there), Some(here)) = (trust.get(Column::Discharged), self.discharged)
            && apart(there, here, DISCHARGES_AGREE)
        {
            said.push(format!(
                "Discharges: {there:.1} a day in the table, {here:.1} on the daily return given ({days}). The table is followed; `calibrate` holds months of the return against the scenario."
            ));
        }
        (own, said)
    }

    /// Whether people remaining of this row are those of the return.
    pub fn is_followed(&self, trust: &Trust) -> bool {
        trust.get(Column::Remaining) == Some(self.remaining)
    }

    /// Where figures of it are from.
    pub fn source(&self) -> String {
        format!(
            "The hospital's daily return, {} days from {} to {}",
            self.reported, self.days[0], self.days[1]
        )
    }

    /// Puts how much days stray into a scenario, with its range.
    pub fn put(&self, baseline: &mut Baseline) {
        const PATH: &str = "hospital.daily_return.spread";
        let round = |x: f64| (x * 1e4).round() / 1e4;
        let high = (self.spread * RANGE[1]).max(USUAL_MOST);
        let low = (self.spread * RANGE[0]).min(SPREADS[0]);
        baseline.scenario["hospital"]["daily_return"]["spread"] = json!(round(self.spread));
        let entry = &mut baseline.scenario["provenance"][PATH];
        entry["kind"] = "derived".into();
        entry["source"] = format!(
            "{}: how far single days lie from the mean of their week, weekdays taken out, less what people who come and go make by themselves",
            self.source()
        )
        .into();
        entry["range"] = json!([round(low), round(high)]);
    }
}

/// How far days lie from the mean of their week, less what weekdays differ: a standard deviation, as a share.
fn strays(days: &[Option<f64>]) -> Option<f64> {
    let mut of_day: [Vec<f64>; WEEK] = Default::default();
    for week in days.chunks_exact(WEEK) {
        let Some(mean) = week_from(week, 0).filter(|mean| *mean > 0.0) else { continue };
        for (all, x) in of_day.iter_mut().zip(week) {
            all.extend(x.map(|x| x / mean - 1.0));
        }
    }
    let (mut sum, mut freedom) = (0.0, 0.0);
    for all in of_day.iter().filter(|all| all.len() > 1) {
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        sum += all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        freedom += (all.len() - 1) as f64;
    }
    // The mean of seven takes a seventh with it.
    (freedom > 0.0).then(|| (sum / freedom * 7.0 / 6.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Luck, standard};
    use crate::experiment::baseline::table::Table;

    fn daily(first: Date, remaining: Vec<Option<f64>>) -> Daily {
        let discharged = vec![Some(30.0); remaining.len()];
        let nctr = remaining.iter().map(|x| x.map(|x| x + 30.0)).collect();
        Daily { first, nctr, discharged, remaining, notes: Vec::new() }
    }

    #[test]
    fn the_tables_year_counts_and_days_stray_as_they_were_made_to() {
        let normal = |day: usize| standard::normal(&mut Luck::new(1, day as u64).generator());
        // Sundays are higher, and each day strays by a tenth; the year before lies elsewhere.
        let day = |day: usize| {
            let level = if day < 365 { 400.0 } else { 100.0 };
            Some(level * (1.0 + 0.1 * normal(day)) * if day % 7 == 6 { 1.2 } else { 1.0 })
        };
        let found = Returned::of(&daily(date(2023, 4, 2), (0..730).map(day).collect())).expect("a year");
        assert_eq!(found.days, [date(2024, 4, 1), date(2025, 3, 31)]);
        assert!((found.remaining - 102.9).abs() < 1.5, "{}", found.remaining);
        assert!((found.spread - 0.087).abs() < 0.012, "{}", found.spread);
    }

    #[test]
    fn a_return_of_other_years_counts_by_its_last_and_a_short_one_is_refused() {
        let found = Returned::of(&daily(date(2025, 6, 1), vec![Some(50.0); 300])).expect("enough");
        assert_eq!((found.days, found.reported), ([date(2025, 6, 1), date(2026, 3, 27)], 300));
        assert!((found.spread - SPREADS[0]).abs() < 1e-12, "days are all alike");
        let why = Returned::of(&daily(date(2025, 6, 1), vec![Some(50.0); 100])).expect_err("too short");
        assert!(why.contains("100 days") && why.contains("182"), "{why}");
    }

    #[test]
    fn a_table_that_disagrees_is_named_and_not_followed() {
        let table = Table::built_in();
        let trust = table.find("RD8").expect("a trust");
        let there = trust.get(Column::Remaining).expect("a figure");
        let like = |x: f64| Returned::of(&daily(date(2024, 4, 1), vec![Some(x); 365])).expect("a year");
        let (same, said) = like(there * 1.03).over(trust);
        assert_eq!(same.get(Column::Remaining), Some(there));
        assert!(said.iter().all(|text| !text.starts_with("People remaining")), "{said:?}");
        let far = like(there * 1.5);
        let (other, said) = far.over(trust);
        assert!(said[0].contains("The return is followed") && far.is_followed(&other), "{said:?}");
    }
}
