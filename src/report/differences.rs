//! Differences from a baseline as words and figures with a sign; what every page of an experiment
//! shares.

use super::words::Grain;
use crate::experiment::compare::Difference;
use crate::scenario::names::in_words;

/// What the letters stand for, said once on each page and chart.
pub(super) const NCTR: &str = "NCTR: no criteria to reside, well enough to leave hospital.";
/// Outcomes shown for each option beside the one that ranks them.
pub(super) const ROWS: &[(&str, &str)] = &[
    ("nctr_bed_days", "Bed-days with NCTR"),
    ("nctr_people", "People with NCTR at any moment"),
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
/// Outcomes that have words and are not shown unasked.
const OTHERS: &[(&str, &str)] = &[("cost_spent", "To be spent on services, beds and staff")];

/// An outcome in words.
pub(super) fn words_of(name: &str) -> String {
    let known = ROWS.iter().chain(OTHERS).find(|(row, _)| *row == name);
    known.map_or_else(|| in_words(name), |(_, words)| (*words).to_owned())
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
