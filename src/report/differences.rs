//! Differences from a baseline as words and figures with a sign; what every page of an experiment
//! shares.

use super::charts::{NOT_CLEAR, NOT_CLEAR_AMONG};
use super::words::Grain;
use crate::experiment::compare::Difference;
use crate::measures::Outcome;
use crate::measures::outcome::{Key, SYSTEM, System, position};

/// What the letters stand for, said once on each page and chart.
pub(super) const NCTR: &str = "NCTR: no criteria to reside, well enough to leave hospital.";
/// Outcomes shown for each option beside the one that ranks them.
pub(super) const ROWS: &[System] = &[
    System::NctrRemaining,
    System::NctrBedDays,
    System::DelayDaysMean,
    System::DelayDaysP90,
    System::Discharges,
    System::AcuteOccupancy,
    System::BedWaitHoursMean,
    System::ElectivesCancelled,
    System::WaitingInCommunity,
    System::CareHomeAdmissions,
    System::CostTotal,
];

/// An outcome in words, as its differences are shown.
pub(super) fn words_of(outcome: &Outcome) -> &'static str {
    if *outcome == *System::AcuteOccupancy.outcome() { "Acute beds in use (points)" } else { outcome.words }
}

/// The same by name; a name that is none as it stands.
pub(super) fn words_of_name(name: &str) -> &str {
    position(SYSTEM, name).map_or(name, |i| words_of(&SYSTEM[i]))
}

/// What the letters stand for, where one of the texts has them.
pub(super) fn letters(texts: &[&str]) -> &'static str {
    if texts.iter().any(|text| text.contains("NCTR")) { NCTR } else { "" }
}

/// An outcome as an axis names it, with its unit, and what one of it counts there: a share in percent, a
/// difference of shares in percentage points.
pub(super) fn on_axis(outcome: &Outcome, difference: bool) -> (String, f64) {
    with_unit(words_of(outcome), outcome, difference)
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

/// The same within a sentence that says the side: `about 1,120 (970 to 1,270)`.
pub(super) fn about(d: &Difference) -> String {
    let grain = grain(d);
    let range = d.precision95.map_or_else(String::new, |[low, high]| {
        let (low, high) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
        format!(" ({})", grain.range([low, high]))
    });
    format!("about {}{range}", grain.show(d.mean.abs()))
}

/// An outcome with its letters spelt out: `Bed-days with no criteria to reside`.
pub(super) fn plainly(words: &str) -> String {
    words.replace("NCTR", "no criteria to reside")
}

/// The same within a sentence, at its first use: `bed-days with no criteria to reside (NCTR: well enough to leave
/// hospital)`.
pub(super) fn in_a_sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
        .replace("NCTR", "no criteria to reside (NCTR: well enough to leave hospital)")
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
    if clear { "clear" } else { NOT_CLEAR }
}

/// The same of one option among several: clear by itself, and with all of them taken together.
pub(super) fn verdict_among(clear: bool, with_all: bool) -> &'static str {
    if clear && !with_all { NOT_CLEAR_AMONG } else { verdict(with_all) }
}
