//! What was expected at the last meeting beside what came. Knows no file.

use jiff::civil::Date;

use super::Reported;

/// What was expected of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The day.
    pub date: Date,
    /// The 90% band of single runs.
    pub band: [f64; 2],
}

/// How what came lay beside what was expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Days with both.
    pub days: usize,
    /// Days below the band.
    pub below: usize,
    /// Days above it.
    pub above: usize,
}

impl Held {
    /// Days within the band.
    pub fn within(self) -> usize {
        self.days - self.below - self.above
    }

    /// Whether more than a quarter of the days lay outside a band that nine in ten should be in.
    pub fn has_left(self) -> bool {
        4 * (self.below + self.above) > self.days
    }
}

/// Counts the days.
pub fn held(expected: &[Expected], reported: &Reported, series: &[Option<f64>]) -> Held {
    let mut found = Held::default();
    for day in expected {
        let at = usize::try_from(reported.day(day.date)).ok();
        let Some(came) = at.and_then(|at| series.get(at)).copied().flatten() else { continue };
        found.days += 1;
        found.below += usize::from(came < day.band[0]);
        found.above += usize::from(came > day.band[1]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_within_below_and_above_the_band_and_days_not_reported_are_not() {
        let series: Vec<Option<f64>> = vec![Some(9.0), Some(10.0), None, Some(21.0), Some(20.0)];
        let reported = Reported { first: date(2025, 1, 1), days: 5, series: Vec::new() };
        let expected: Vec<Expected> =
            (1..=9).map(|day| Expected { date: date(2025, 1, day), band: [10.0, 20.0] }).collect();
        let found = held(&expected, &reported, &series);
        assert_eq!(found, Held { days: 4, below: 1, above: 1 });
        assert!(found.within() == 2 && found.has_left());
        assert!(!Held { days: 8, below: 1, above: 1 }.has_left());
        assert!(!Held::default().has_left());
    }
}
