//! Days whose people remaining cannot be believed: below half or above one and a half times the median of the
//! four weeks round them. They are a difference of two counts, so that what is a small slip in one of these is a
//! large one in them.

use crate::experiment::worlds::history::History;

/// So many days to each side.
const SIDE: usize = 14;
/// Believed from this share of the median on.
const LEAST: f64 = 0.5;
/// Believed up to this share of the median.
const MOST: f64 = 1.5;

/// The same without what cannot be believed.
#[must_use]
pub fn clean(history: &History) -> History {
    let all = &history.remaining;
    let believed = |day: usize| {
        let x = all[day].filter(|x| *x > 0.0)?;
        let round = &all[day.saturating_sub(SIDE)..(day + SIDE + 1).min(all.len())];
        let mut round: Vec<f64> = round.iter().flatten().copied().filter(|x| *x > 0.0).collect();
        round.sort_by(f64::total_cmp);
        let median = f64::midpoint(round[(round.len() - 1) / 2], round[round.len() / 2]);
        (LEAST * median..=MOST * median).contains(&x).then_some(x)
    };
    History { remaining: (0..all.len()).map(believed).collect(), ..history.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_of_zero_or_of_twice_its_month_is_left_out() {
        let mut remaining = vec![Some(100.0); 60];
        (remaining[20], remaining[30], remaining[40]) = (Some(0.0), Some(200.0), Some(149.0));
        let history = History { first: date(2024, 1, 1), discharged: vec![None; 60], remaining };
        let cleaned = clean(&history).remaining;
        let out: Vec<usize> = (0..60).filter(|&day| cleaned[day].is_none()).collect();
        assert_eq!(out, [20, 30]);
    }
}
