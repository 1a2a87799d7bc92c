//! Zeros that mean that nothing was returned: of all figures of a day at once, or of one where a hospital of this
//! size hardly ever has none. Weeks of them are told apart from single days.

use super::around::Around;
use super::{dates, median, named};
use crate::sources::fault::Note;
use crate::sources::series::Daily;

/// Where the usual figure is below this, a day with nobody is no wonder.
const SURELY_SOME: f64 = 15.0;
/// From so many days on a stretch is told apart.
const A_WEEK: usize = 7;

pub fn leave_out(daily: &mut Daily) {
    let days = daily.days();
    let usual = |series: &[Option<f64>]| {
        let mut some: Vec<f64> = series.iter().flatten().copied().filter(|x| *x > 0.0).collect();
        median(&mut some).unwrap_or(0.0)
    };
    let usually = daily.series().map(usual);
    let largest = usually.iter().copied().fold(0.0, f64::max);
    let is_zero = |x: Option<f64>| x.is_some_and(|x| x <= 0.0);
    // All of them 0, where something is given at all.
    let nothing: Vec<usize> = (0..days)
        .filter(|&i| {
            let given = [daily.nctr[i], daily.discharged[i]];
            given.iter().any(Option::is_some)
                && given.iter().flatten().all(|x| *x <= 0.0)
                && !daily.remaining[i].is_some_and(|x| x > 0.0)
        })
        .filter(|_| largest >= SURELY_SOME)
        .collect();
    for &i in &nothing {
        (daily.nctr[i], daily.discharged[i], daily.remaining[i]) = (None, None, None);
    }
    // Judged by the same weekdays round it: few are discharged on Sundays.
    let mut single: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (at, zero) in single.iter_mut().enumerate() {
        let series = daily.series()[at];
        let around = Around::of(daily.first, series);
        *zero = (0..days)
            .filter(|&i| is_zero(series[i]) && around.band(i).is_some_and(|band| band.low >= SURELY_SOME))
            .collect();
    }
    let (weeks, scattered) = parted(&nothing);
    let mut tell = |rule, days: &[usize], words: &str| {
        if !days.is_empty() {
            let note = Note::of_days(rule, &dates(daily, days), false, words);
            daily.notes.push(note);
        }
    };
    tell("zero-weeks", &weeks, "in whole weeks of zeros: nothing was returned, so they are left out");
    tell("zeros", &scattered, "with nothing but zeros: nothing was returned, so they are left out");
    for (at, days) in single.iter().enumerate() {
        tell(
            "zeros",
            days,
            &format!("with 0 {} where the same weekdays have many: left out as not returned", named(at)),
        );
    }
    for (at, days) in single.iter().enumerate() {
        for &i in days {
            if at == 0 {
                daily.nctr[i] = None;
            } else {
                daily.discharged[i] = None;
            }
            daily.remaining[i] = None;
        }
    }
}

/// Those in stretches of a week and more, and the others.
fn parted(days: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut stretches: Vec<Vec<usize>> = Vec::new();
    for &day in days {
        match stretches.last_mut() {
            Some(last) if last.last() == Some(&(day.wrapping_sub(1))) => last.push(day),
            _ => stretches.push(vec![day]),
        }
    }
    let (long, short): (Vec<_>, Vec<_>) = stretches.into_iter().partition(|stretch| stretch.len() >= A_WEEK);
    (long.concat(), short.concat())
}
