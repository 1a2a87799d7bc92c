//! Steps of level: a series lies elsewhere from one day to the next and stays there. Means of eight weeks on
//! either side differ by far more than such means do elsewhere in the series, and ten days on either side show
//! most of it already, which a slow drift does not. Named and never removed; a fit should not cross one.
//!
//! Two-sample windows as in Basseville and Nikiforov, Detection of Abrupt Changes (1993), chapter 2, with medians
//! for means and the usual difference of the same series as the yardstick; the day is the one that parts the two
//! sides with the least sum of squares.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::{median, named};
use crate::sources::fault::Note;
use crate::sources::holidays::is_near_one;
use crate::sources::series::Daily;

/// Returned days on either side.
const WIDE: usize = 56;
/// Days on either side that show whether it is sharp.
const NEAR: usize = 10;
/// The least size, as a share of the higher level.
const LEAST: f64 = 0.2;
/// The least size in usual differences.
const UNUSUAL: f64 = 3.5;
/// The share of it that the nearest days show.
const SHARP: f64 = 0.7;
/// Steps of several series within so many days are one.
const TOGETHER: i32 = 10;
/// From this day on pathways and reasons of the daily discharge return are other ones (NHS England).
const NEW_DEFINITIONS: Date = date(2024, 5, 27);

struct Step {
    date: Date,
    series: usize,
    from: f64,
    to: f64,
}

pub fn found(daily: &Daily) -> Vec<Note> {
    let mut steps: Vec<Step> = (0..3).flat_map(|at| of_series(daily, at)).collect();
    steps.sort_by_key(|step| (step.date, step.series));
    let mut notes = Vec::new();
    let last = daily.date(daily.days().saturating_sub(1));
    let enough = |days: i32| days >= 28;
    if enough((NEW_DEFINITIONS - daily.first).get_days()) && enough((last - NEW_DEFINITIONS).get_days()) {
        let text = format!(
            "the definitions of the daily return change on {NEW_DEFINITIONS}: compare levels across that day with care"
        );
        notes.push(Note::new("definitions", 1, true, text).on(NEW_DEFINITIONS));
    }
    let mut groups: Vec<Vec<Step>> = Vec::new();
    for step in steps {
        match groups.last_mut() {
            Some(group) if (step.date - group[0].date).get_days() <= TOGETHER => {
                if group.iter().all(|one| one.series != step.series) {
                    group.push(step);
                }
            }
            _ => groups.push(vec![step]),
        }
    }
    for group in groups {
        let told: Vec<String> = group
            .iter()
            .map(|step| {
                let change = 100.0 * (step.to - step.from) / step.from.max(1.0);
                format!(
                    "{} from {:.0} to {:.0} ({:+.0}%)",
                    named(step.series),
                    step.from.max(0.0),
                    step.to.max(0.0),
                    change.max(-100.0)
                )
            })
            .collect();
        let day = group[0].date;
        notes.push(
            Note::new("step", 1, true, format!("a step about {day}: {}; kept", told.join(", "))).on(day),
        );
    }
    notes
}

fn of_series(daily: &Daily, at: usize) -> Vec<Step> {
    let values = daily.series()[at];
    let mut by_weekday: BTreeMap<i8, Vec<f64>> = BTreeMap::new();
    let mut days: Vec<(usize, i8, f64)> = Vec::new();
    for (i, x) in values.iter().enumerate() {
        let date = daily.date(i);
        if let Some(x) = x
            && !is_near_one(date)
        {
            let weekday = date.weekday().to_monday_zero_offset();
            days.push((i, weekday, *x));
            by_weekday.entry(weekday).or_default().push(*x);
        }
    }
    let mut all: Vec<f64> = days.iter().map(|(_, _, x)| *x).collect();
    let Some(usual) = median(&mut all) else { return Vec::new() };
    // What a weekday has more than others is taken off.
    let more: BTreeMap<i8, f64> =
        by_weekday.into_iter().filter_map(|(w, mut xs)| Some((w, median(&mut xs)? - usual))).collect();
    let level: Vec<f64> = days.iter().map(|(_, w, x)| x - more.get(w).copied().unwrap_or(0.0)).collect();
    let middle = |from: usize, to: usize| median(&mut level[from..to].to_vec()).unwrap_or(0.0);
    if level.len() < 2 * WIDE + NEAR {
        return Vec::new();
    }
    let places: Vec<(usize, f64, f64)> =
        (WIDE..=level.len() - WIDE).map(|i| (i, middle(i - WIDE, i), middle(i, i + WIDE))).collect();
    let mut sizes: Vec<f64> = places.iter().map(|(_, before, after)| (after - before).abs()).collect();
    let typical = median(&mut sizes).unwrap_or(0.0) / 0.6745;
    let mut candidates: Vec<(f64, usize, f64, f64)> = places
        .iter()
        .filter_map(|&(i, before, after)| {
            let size = after - before;
            let near = middle(i, i + NEAR) - middle(i - NEAR, i);
            let large = size.abs() >= LEAST * before.max(after) && size.abs() >= UNUSUAL * typical.max(1.0);
            (large && near * size > 0.0 && near.abs() >= SHARP * size.abs()).then_some((
                size.abs(),
                i,
                before,
                after,
            ))
        })
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<(usize, f64, f64)> = Vec::new();
    for (_, i, before, after) in candidates {
        if kept.iter().all(|(other, ..)| other.abs_diff(i) > WIDE) {
            kept.push((i, before, after));
        }
    }
    kept.sort_by_key(|(i, ..)| *i);
    let parting = |i: usize, before: f64, after: f64| {
        let squares = |at: usize| -> f64 {
            let off = |x: f64, from: f64| (x - from) * (x - from);
            level[i - WIDE..at].iter().map(|x| off(*x, before)).sum::<f64>()
                + level[at..(i + WIDE).min(level.len())].iter().map(|x| off(*x, after)).sum::<f64>()
        };
        (i - 21..=(i + 21).min(level.len() - 1))
            .min_by(|a, b| squares(*a).total_cmp(&squares(*b)))
            .unwrap_or(i)
    };
    kept.into_iter()
        .map(|(i, from, to)| Step { date: daily.date(days[parting(i, from, to)].0), series: at, from, to })
        .collect()
}
