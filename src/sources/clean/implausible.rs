//! Figures that are far from those of the same weekdays round them: below half or above one and a half times what
//! is usual, and further from it than days of this hospital stray. Both have to hold: a small hospital may halve
//! on a quiet day, and a large one may stray by little.

use super::around::Around;
use super::{dates, named};
use crate::sources::fault::Note;
use crate::sources::series::Daily;

/// Below this share of the usual, or above 1 and this share.
const HALF: f64 = 0.5;
/// So many times what days stray.
const STRAYS: f64 = 5.0;

pub fn leave_out(daily: &mut Daily, follows: bool) {
    let series = if follows { 2 } else { 3 };
    let far: Vec<Vec<usize>> = (0..series)
        .map(|at| {
            let values = daily.series()[at];
            let around = Around::of(daily.first, values);
            let is_far = |x: f64, i: usize| {
                around.band(i).is_some_and(|band| {
                    x < HALF * band.low && band.low - x > STRAYS * band.stray
                        || x > (1.0 + HALF) * band.high && x - band.high > STRAYS * band.stray
                })
            };
            (0..values.len()).filter(|&i| values[i].is_some_and(|x| is_far(x, i))).collect()
        })
        .collect();
    for (at, days) in far.iter().enumerate() {
        if days.is_empty() {
            continue;
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for &i in days {
            let x = daily.series()[at][i].unwrap_or_default();
            (low, high) = (low.min(x), high.max(x));
        }
        let range = if (high - low).abs() < 1e-9 { format!("{low}") } else { format!("{low} to {high}") };
        let words = format!("with {} far from the same weekdays round it ({range}), left out", named(at));
        let note = Note::of_days("implausible", &dates(daily, days), false, &words);
        daily.notes.push(note);
    }
    for (at, days) in far.iter().enumerate() {
        for &i in days {
            match at {
                0 => daily.nctr[i] = None,
                1 => daily.discharged[i] = None,
                _ => daily.remaining[i] = None,
            }
            if follows {
                daily.remaining[i] = None;
            }
        }
    }
}
