//! What was known on the morning of a day, as a few dozen means of stretches of days: single days of the last
//! half week, and weeks before. All in logarithms. Knows nothing of a simulation but its mean by day.

use crate::experiment::worlds::history::History;

/// Fewer people than this count as so many: logarithms need it.
const LEAST_PEOPLE: f64 = 0.5;
/// How many of the last days stand alone.
const SINGLE_DAYS: usize = 3;
/// A stretch of a week needs so many reported days.
const LEAST_OF_WEEK: usize = 3;
/// So many days before the origin tell what a weekday adds.
const WEEKDAYS_FROM: usize = 182;
/// A weekday with so many reported days is believed by half.
const HALF_BELIEVED: f64 = 2.0;

/// The logarithm of a number of people.
pub fn log(people: f64) -> f64 {
    libm::log(people.max(LEAST_PEOPLE))
}

/// Days in a row of which some were reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The reported days.
    pub days: Vec<usize>,
    /// The mean over them of ln observed − ln expected.
    pub above: f64,
}

/// What was known on the morning of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The day: what came before it was known.
    pub origin: usize,
    /// The latest first.
    pub stretches: Vec<Stretch>,
    /// What each day of the week adds to the expected logarithm, the origin's first.
    pub weekdays: [f64; 7],
    /// The expected logarithm of each day.
    pub expected: Vec<f64>,
}

impl Known {
    /// Of a history up to `origin`, beside the mean logarithm of each day in a simulation; looks back so many days.
    pub fn of(history: &History, origin: usize, expected: Vec<f64>, back: usize) -> Self {
        let above = |day: usize| {
            let seen = history.remaining.get(day).copied().flatten();
            Some(log(seen?) - expected.get(day)?)
        };
        let weekdays = weekdays(origin, &above);
        let of_weekday = |day: usize| weekdays[(day + 7 * origin.div_ceil(7) - origin) % 7];
        let mut stretches = Vec::new();
        let mut end = origin;
        let least = origin.saturating_sub(back);
        while end > least {
            let age = origin - end;
            let length = if age < SINGLE_DAYS { 1 } else { 7 - age % 7 };
            let start = end.saturating_sub(length).max(least);
            let days: Vec<usize> = (start..end).filter(|&day| above(day).is_some()).collect();
            if days.len() >= LEAST_OF_WEEK.min(length) {
                let sum: f64 = days.iter().filter_map(|&day| Some(above(day)? - of_weekday(day))).sum();
                stretches.push(Stretch { above: sum / days.len() as f64, days });
            }
            end = start;
        }
        Self { origin, stretches, weekdays, expected }
    }

    /// What the weekday of a day adds.
    pub fn weekday(&self, day: usize) -> f64 {
        self.weekdays[(day + 7 * self.origin.div_ceil(7) - self.origin) % 7]
    }
}

/// By how much each weekday lies above its week, the origin's weekday first.
fn weekdays(origin: usize, above: &impl Fn(usize) -> Option<f64>) -> [f64; 7] {
    let mut sums = [(0.0, 0.0); 7];
    for week in 1..=WEEKDAYS_FROM / 7 {
        let Some(start) = origin.checked_sub(7 * week) else { break };
        let days: Vec<(usize, f64)> = (0..7).filter_map(|i| Some((i, above(start + i)?))).collect();
        if days.len() < 5 {
            continue;
        }
        let mean = days.iter().map(|(_, x)| x).sum::<f64>() / days.len() as f64;
        for (i, x) in days {
            sums[i].0 += x - mean;
            sums[i].1 += 1.0;
        }
    }
    let found = sums.map(|(sum, n)| sum / (n + HALF_BELIEVED));
    let mean = found.iter().sum::<f64>() / 7.0;
    found.map(|x| x - mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_days_stand_alone_and_then_come_weeks() {
        let remaining: Vec<Option<f64>> = (0..40).map(|day| (day != 38).then_some(100.0)).collect();
        let history = History { first: date(2024, 1, 1), discharged: vec![None; 40], remaining };
        let known = Known::of(&history, 40, vec![0.0; 40], 364);
        let days: Vec<Vec<usize>> = known.stretches.iter().map(|s| s.days.clone()).collect();
        assert_eq!(days[..3], [vec![39], vec![37], vec![33, 34, 35, 36]]);
        assert_eq!(days[3], (26..33).collect::<Vec<_>>());
        assert!(known.stretches.iter().all(|s| (s.above - libm::log(100.0)).abs() < 1e-12));
        assert!(known.weekdays.iter().all(|x| x.abs() < 1e-12), "{:?}", known.weekdays);
    }

    #[test]
    fn a_weekday_that_is_always_higher_is_taken_out() {
        let day = |day: usize| Some(if day % 7 == 3 { 120.0 } else { 100.0 });
        let remaining: Vec<Option<f64>> = (0..200).map(day).collect();
        let history = History { first: date(2024, 1, 1), discharged: vec![None; 200], remaining };
        let known = Known::of(&history, 200, vec![0.0; 260], 364);
        let higher = known.weekday(206) - known.weekday(207);
        assert_eq!(206 % 7, 3);
        // 26 weeks are believed to 26 ÷ 28.
        assert!((higher - libm::log(1.2) * 26.0 / 28.0).abs() < 1e-9, "{higher}");
        assert!((known.weekday(199) - known.weekday(206)).abs() < 1e-12);
    }
}
