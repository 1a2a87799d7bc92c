//! Which days of a return are left out, and what is only named. Four rules leave out, in this order: zeros that
//! mean nothing was returned, figures that repeat others to the digit, figures far from those of the same
//! weekdays round them, and remainders below 0. Steps of level are named and never removed. Each file here is
//! one rule; `docs/import.md` states them for readers.

mod around;
mod implausible;
mod repeats;
mod steps;
mod zeros;

use jiff::civil::Date;

use super::fault::Note;
use super::series::{Daily, WORDS};

/// Leaves out what the rules leave out, and adds a note for each rule that found something.
pub fn clean(daily: &mut Daily) {
    let follows = follows(daily);
    zeros::leave_out(daily);
    repeats::leave_out(daily);
    implausible::leave_out(daily, follows);
    below_nothing(daily, follows);
    daily.notes.extend(steps::found(daily));
}

/// Whether those who remain are the first less the second figure on every day: then they are no figure of
/// their own.
fn follows(daily: &Daily) -> bool {
    (0..daily.days()).all(|i| match (daily.nctr[i], daily.discharged[i], daily.remaining[i]) {
        (Some(nctr), Some(discharged), Some(remaining)) => (nctr - discharged - remaining).abs() < 1e-6,
        _ => true,
    })
}

/// What could not remain: more were discharged than had no criteria to reside.
fn below_nothing(daily: &mut Daily, follows: bool) {
    let days: Vec<usize> =
        (0..daily.days()).filter(|&i| daily.remaining[i].is_some_and(|x| x < 0.0)).collect();
    if days.is_empty() {
        return;
    }
    let dates = dates(daily, &days);
    let words = if follows {
        "with more discharged than had no criteria to reside; who remain is left out"
    } else {
        "with fewer than 0 remaining, left out"
    };
    daily.notes.push(Note::of_days("remaining-below-0", &dates, false, words));
    for i in days {
        daily.remaining[i] = None;
    }
}

fn dates(daily: &Daily, days: &[usize]) -> Vec<Date> {
    days.iter().map(|i| daily.date(*i)).collect()
}

/// The middle of these values; `None` for none.
fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    Some(if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) })
}

/// The name of a series, by its place.
fn named(series: usize) -> &'static str {
    WORDS[series]
}

#[cfg(test)]
mod tests;
