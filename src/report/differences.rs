//! Differences from a baseline as words and figures with a sign; what every page of an experiment
//! shares.

use super::words::Grain;
use crate::experiment::compare::Difference;
use crate::measures::Outcome;
use crate::scenario::names::in_words;

/// What the letters stand for, said once on each page and chart.
pub(super) const NCTR: &str = "NCTR: no criteria to reside, well enough to leave hospital.";
/// Outcomes shown for each option beside the one that ranks them.
pub(super) const ROWS: &[(&str, &str)] = &[
    ("nctr_remaining", "People with NCTR at midnight"),
    ("nctr_bed_days", "Bed-days with NCTR"),
    ("delay_days_mean", "Days from ready to leaving, mean"),
    ("delay_days_p90", "Nine in ten leave within (days)"),
    ("discharges", "People who left hospital alive"),
    ("acute_occupancy", "Acute beds in use (points)"),
    ("bed_wait_hours_mean", "Hours an emergency waits for a bed"),
    ("electives_cancelled", "Planned admissions cancelled"),
    ("waiting_in_community", "People waiting outside hospital"),
    ("care_home_admissions", "New care home residents"),
    ("cost_total", "Cost of beds and services"),
];
/// The others, where they are asked for.
const OTHERS: &[(&str, &str)] = &[
    ("admissions", "People admitted"),
    ("acute_bed_days", "Acute bed-days in use"),
    ("days_over_92_percent", "Days with over 92% of beds in use"),
    ("escalation_bed_days", "Escalation bed-days in use"),
    ("bed_wait_over_4h", "Emergencies that wait over 4 hours for a bed"),
    ("bed_wait_over_12h", "Emergencies that wait over 12 hours for a bed"),
    ("hours_with_bed_queue", "Hours with people waiting for a bed"),
    ("electives_cancelled_people", "People whose planned admission is cancelled"),
    ("nctr_people", "People with NCTR, average of whole days"),
    ("nctr_share_of_beds", "Share of occupied beds with NCTR"),
    ("nctr_return", "People with NCTR at midnight and those who left that day"),
    ("round_wait_hours_mean", "Hours until a board round finds who is well enough"),
    ("round_wait_people", "People well enough, not found by a round yet"),
    ("delay_days_p50", "Half leave within (days)"),
    ("delay_days_p95", "19 in 20 leave within (days)"),
    ("still_waiting", "People with NCTR at the end"),
    ("still_waiting_days", "Days waited by those with NCTR at the end"),
    ("still_waiting_bed", "People waiting for an acute bed at the end"),
    ("still_waiting_bed_hours", "Hours waited by those waiting for a bed at the end"),
    ("electives_still_waiting", "Planned people waiting for a bed at the end"),
    ("deadlock_days", "Days on which services stand still, full of each other's people"),
    ("discharged_on_ready_day", "Share who leave on the day they are ready"),
    ("discharged_before_noon", "Share who leave before noon"),
    ("discharged_by_17", "Share who leave by 17:00"),
    ("delay_band_0", "Share who leave on the day they are ready"),
    ("delay_band_1", "Share who leave 1 day late"),
    ("delay_band_2_3", "Share who leave 2 or 3 days late"),
    ("delay_band_4_6", "Share who leave 4 to 6 days late"),
    ("delay_band_7_13", "Share who leave 7 to 13 days late"),
    ("delay_band_14_20", "Share who leave 14 to 20 days late"),
    ("delay_band_21_more", "Share who leave 21 or more days late"),
    ("delayed_days_mean", "Days late, of those who leave later"),
    ("stays_7_days", "People in hospital 7 days or longer"),
    ("stays_14_days", "People in hospital 14 days or longer"),
    ("stays_21_days", "People in hospital 21 days or longer"),
    ("bridged", "People on bridging care"),
    ("bridging_days_mean", "Days on bridging care, mean"),
    ("late_responses", "Late responses of bridging care"),
    ("wrong_pathway", "Share sent on a pathway that they do not need"),
    ("stepped_up", "Steps up in need while waiting"),
    ("usual_residence", "Share who go back to where they lived"),
    ("readmissions_30d", "Readmitted within 30 days"),
    ("home_at_91_days", "At home 91 days after reablement"),
    ("cost_spent", "Spent on services, places, open beds and staff"),
];

/// An outcome in words.
pub(super) fn words_of(name: &str) -> String {
    let known = ROWS.iter().chain(OTHERS).find(|(row, _)| *row == name);
    known.map_or_else(|| in_words(name), |(_, words)| (*words).to_owned())
}

/// What the letters stand for, where one of the texts has them.
pub(super) fn letters(texts: &[&str]) -> &'static str {
    if texts.iter().any(|text| text.contains("NCTR")) { NCTR } else { "" }
}

/// An outcome as an axis names it, with its unit, and what one of it counts there: a share in percent, a
/// difference of shares in percentage points.
pub(super) fn on_axis(outcome: &Outcome, difference: bool) -> (String, f64) {
    with_unit(&words_of(outcome.name), outcome, difference)
}

/// The same in other words, as for an outcome of a part.
pub(super) fn with_unit(words: &str, outcome: &Outcome, difference: bool) -> (String, f64) {
    let plain = words.split(" (").next().unwrap_or(words);
    match outcome.unit {
        "share" if difference => (format!("{plain} (percentage points)"), 100.0),
        "share" => (format!("{plain} (%)"), 100.0),
        // Most words name their unit.
        unit if plain.to_lowercase().contains(unit) => (plain.to_owned(), 1.0),
        unit => (format!("{plain} ({unit})"), 1.0),
    }
}

/// What stands behind a number of an outcome at a mark; nothing for money, which has its sign before it.
pub(super) fn at_mark(outcome: &Outcome, difference: bool) -> &'static str {
    match outcome.unit {
        "£" => "",
        "share" if difference => "points",
        "share" => "%",
        unit => unit,
    }
}

/// A difference with its sign: `+35`, `−1,090`, `0`.
pub(super) fn signed(grain: Grain, x: f64) -> String {
    let text = grain.show(x.abs());
    match x {
        _ if !text.contains(|c: char| ('1'..='9').contains(&c)) => "0".to_owned(),
        x if x < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

/// How finely a difference is shown: percentage points and hours as they are.
pub(super) fn grain(difference: &Difference) -> Grain {
    let [low, high] = difference.precision95.unwrap_or([difference.mean; 2]);
    let size = difference.mean.abs().max(low.abs()).max(high.abs());
    if difference.unit == "share" { Grain::finer("share", size) } else { Grain::of(difference.unit, size) }
}

/// A range with signs.
pub(super) fn signed_range(grain: Grain, range: Option<[f64; 2]>) -> String {
    range.map_or_else(
        || "-".to_owned(),
        |[low, high]| format!("{} to {}", signed(grain, low), signed(grain, high)),
    )
}

/// `1,120 fewer, 970 to 1,270`.
pub(super) fn about_so_many(d: &Difference) -> String {
    let grain = grain(d);
    let side = if d.mean < 0.0 { "less" } else { "more" };
    let range = d.precision95.map_or_else(String::new, |[low, high]| {
        let (low, high) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
        format!(", {}", grain.range([low, high]))
    });
    format!("about {} {side}{range}", grain.show(d.mean.abs()))
}

/// Bed-days as so many beds on every day.
pub(super) fn beds(d: &Difference, days: u32) -> String {
    let beds = d.mean.abs() / f64::from(days);
    let shown = Grain::of("beds", beds).show(beds);
    if d.mean < 0.0 {
        format!("as if {shown} beds were free on every day")
    } else {
        format!("as if {shown} beds were lost on every day")
    }
}

/// Whether a difference is clear, in words.
pub(super) fn verdict(clear: bool) -> &'static str {
    if clear { "clear" } else { "no clear difference" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::outcome::SYSTEM;

    #[test]
    fn every_outcome_has_words_of_its_own() {
        let all: Vec<&str> = ROWS.iter().chain(OTHERS).map(|(name, _)| *name).collect();
        for outcome in SYSTEM {
            assert!(all.contains(&outcome.name), "{}", outcome.name);
        }
        let words: Vec<String> = SYSTEM.iter().map(|outcome| words_of(outcome.name)).collect();
        assert!(words.iter().all(|text| !text.contains('_')), "{words:?}");
    }
}
