//! What a hospital's daily return counted, on days in a row. Knows no file.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::sources::Daily;

/// A week with fewer reported days than this has no mean.
const LEAST_DAYS_OF_WEEK: usize = 4;
/// Days of a week.
pub const WEEK: usize = 7;

/// A daily return: one entry a day, `None` where it was not reported or was left out as implausible.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The day of the first entry.
    pub first: Date,
    /// People past ready who remain at the end of the day.
    pub remaining: Vec<Option<f64>>,
    /// Discharges of the day.
    pub discharged: Vec<Option<f64>>,
}

impl From<&Daily> for History {
    fn from(daily: &Daily) -> Self {
        Self { first: daily.first, remaining: daily.remaining.clone(), discharged: daily.discharged.clone() }
    }
}

impl History {
    /// How many days it has.
    pub fn days(&self) -> usize {
        self.remaining.len()
    }

    /// The date of a day.
    pub fn date(&self, day: usize) -> Date {
        // A history is years long, and dates hold thousands.
        self.first.saturating_add(i64::try_from(day).unwrap_or(i64::from(i32::MAX)).days())
    }

    /// The last day.
    pub fn last(&self) -> Date {
        self.date(self.days().saturating_sub(1))
    }

    /// Which day a date is; before the first or after the last is none.
    pub fn day(&self, date: Date) -> Option<usize> {
        let days = (date - self.first).get_days();
        usize::try_from(days).ok().filter(|&day| day < self.days())
    }

    /// What was known on the morning of a day: the days before it.
    #[must_use]
    pub fn before(&self, day: usize) -> Self {
        let day = day.min(self.days());
        Self {
            first: self.first,
            remaining: self.remaining[..day].to_vec(),
            discharged: self.discharged[..day].to_vec(),
        }
    }

    /// The days from one date to another, both of them among it.
    #[must_use]
    pub fn between(&self, from: Date, to: Date) -> Self {
        let start = self.day(from.max(self.first)).unwrap_or(self.days());
        let end = self.day(to.min(self.last())).map_or(start, |day| day + 1).max(start);
        Self {
            first: self.date(start),
            remaining: self.remaining[start..end].to_vec(),
            discharged: self.discharged[start..end].to_vec(),
        }
    }
}

/// The mean of the seven days from this one on; `None` where fewer than four of them were reported, or where
/// days are missing at the end.
pub fn week_from(series: &[Option<f64>], day: usize) -> Option<f64> {
    mean_of(series.get(day..day + WEEK)?, LEAST_DAYS_OF_WEEK)
}

/// The mean of what was reported, where at least so many days were.
pub fn mean_of(days: &[Option<f64>], least: usize) -> Option<f64> {
    let (sum, count) = days.iter().flatten().fold((0.0, 0_usize), |(sum, count), x| (sum + x, count + 1));
    (count >= least.max(1)).then(|| sum / count as f64)
}

/// What is left of a simulated series where the observed one has gaps.
pub fn masked(simulated: &[f32], observed: &[Option<f64>]) -> Vec<Option<f64>> {
    simulated.iter().zip(observed).map(|(&x, seen)| seen.map(|_| f64::from(x))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn counts() -> History {
        let remaining = (0..20).map(|day| (day != 3).then(|| f64::from(day))).collect();
        History { first: date(2024, 4, 1), remaining, discharged: vec![Some(1.0); 20] }
    }

    #[test]
    fn a_week_is_the_mean_of_its_reported_days() {
        let history = counts();
        assert_eq!(week_from(&history.remaining, 0), Some((0.0 + 1.0 + 2.0 + 4.0 + 5.0 + 6.0) / 6.0));
        assert_eq!(week_from(&history.remaining, 13), Some(16.0));
        assert_eq!(week_from(&history.remaining, 14), None, "it ends after the history");
        assert_eq!(week_from(&[None, None, None, None, Some(1.0), Some(2.0), Some(3.0)], 0), None);
    }

    #[test]
    fn dates_and_days_agree() {
        let history = counts();
        assert_eq!((history.day(date(2024, 4, 1)), history.day(date(2024, 4, 21))), (Some(0), None));
        assert_eq!(history.day(date(2024, 3, 31)), None);
        assert_eq!((history.last(), history.before(5).days()), (date(2024, 4, 20), 5));
        let part = history.between(date(2024, 4, 3), date(2024, 4, 30));
        assert_eq!((part.first, part.days(), part.remaining[0]), (date(2024, 4, 3), 18, Some(2.0)));
    }
}
