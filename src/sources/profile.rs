//! What makes one day differ from another: factors of months, weekdays and bank holidays, and how far days spread
//! beyond chance, in the words that arrivals of a scenario have.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::holidays::is_bank_holiday;

/// Fewer days than this make no factors of weekdays.
const ENOUGH_DAYS: usize = 28;
/// A month needs so many days to have a factor.
const ENOUGH_OF_MONTH: usize = 20;
/// Fewer bank holidays than this make no factor.
const ENOUGH_HOLIDAYS: usize = 3;

/// The factors of a series; `None` where too little is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The mean of a day.
    pub per_day: Option<f64>,
    /// January to December over their mean.
    pub by_month: Option<Vec<f64>>,
    /// Monday to Sunday over their mean, bank holidays left out.
    pub by_weekday: Option<Vec<f64>>,
    /// A bank holiday over the days of its weekday.
    pub by_bank_holiday: Option<f64>,
    /// Variance over mean within a weekday of a quarter, bank holidays left out.
    pub variance_over_mean: Option<f64>,
}

/// Of a series of days.
pub fn of(first: Date, series: &[Option<f64>]) -> Profile {
    let days: Vec<(Date, f64)> = series
        .iter()
        .enumerate()
        .filter_map(|(i, x)| Some((first.checked_add((i as i64).days()).ok()?, (*x)?)))
        .collect();
    let per_day = mean(days.iter().map(|(_, x)| *x));
    if days.len() < ENOUGH_DAYS {
        return Profile { per_day, ..Profile::default() };
    }
    let ordinary: Vec<(Date, f64)> = days.iter().copied().filter(|(day, _)| !is_bank_holiday(*day)).collect();
    let weekday = |day: Date| day.weekday().to_monday_zero_offset();
    let of_weekday = |w: i8| mean(ordinary.iter().filter(|(day, _)| weekday(*day) == w).map(|(_, x)| *x));
    let by_weekday = over_their_mean((0..7).map(of_weekday));
    // A month is judged as if it had as many of each weekday.
    let month = |m: i8| {
        let own: Vec<f64> = ordinary
            .iter()
            .filter(|(day, _)| day.month() == m)
            .map(|(day, x)| x / by_weekday.as_ref().map_or(1.0, |w| w[weekday(*day) as usize].max(0.05)))
            .collect();
        (own.len() >= ENOUGH_OF_MONTH).then(|| mean(own.iter().copied())).flatten()
    };
    let by_month = over_their_mean((1..=12).map(month));
    let holidays: Vec<f64> = days
        .iter()
        .filter(|(day, _)| is_bank_holiday(*day))
        .filter_map(|(day, x)| Some(x / of_weekday(weekday(*day)).filter(|m| *m > 0.0)?))
        .collect();
    Profile {
        per_day,
        by_month,
        by_weekday,
        by_bank_holiday: (holidays.len() >= ENOUGH_HOLIDAYS)
            .then(|| mean(holidays.iter().copied()))
            .flatten(),
        variance_over_mean: dispersion(&ordinary),
    }
}

fn over_their_mean(all: impl Iterator<Item = Option<f64>>) -> Option<Vec<f64>> {
    let all: Vec<f64> = all.collect::<Option<_>>()?;
    let mean = mean(all.iter().copied()).filter(|mean| *mean > 0.0)?;
    Some(all.into_iter().map(|x| x / mean).collect())
}

pub(super) fn mean(all: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_u32);
    for x in all {
        sum += x;
        n += 1;
    }
    (n > 0).then(|| sum / f64::from(n))
}

/// The sum of squares within a weekday of a quarter, over its degrees of freedom, over the mean.
fn dispersion(days: &[(Date, f64)]) -> Option<f64> {
    let variance = within(days, |day| {
        i32::from((day.month() - 1) / 3) * 7
            + i32::from(day.weekday().to_monday_zero_offset())
            + 100 * i32::from(day.year())
    })?;
    mean(days.iter().map(|(_, x)| *x)).filter(|mean| *mean > 0.0).map(|mean| variance / mean)
}

/// The variance within classes of days, pooled over them.
pub(super) fn within(days: &[(Date, f64)], class: impl Fn(Date) -> i32) -> Option<f64> {
    let mut classes: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    for (day, x) in days {
        classes.entry(class(*day)).or_default().push(*x);
    }
    let (mut squares, mut freedom) = (0.0, 0);
    for class in classes.values() {
        let centre = mean(class.iter().copied())?;
        squares += class.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>();
        freedom += class.len() - 1;
    }
    (freedom >= 20).then(|| squares / freedom as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn factors_are_those_that_made_the_series() {
        let first = date(2023, 1, 1);
        let weekday = [1.2, 1.1, 1.1, 1.1, 1.1, 0.7, 0.7];
        let series: Vec<Option<f64>> = (0..731)
            .map(|i| {
                let day = first.checked_add(i64::from(i).days()).unwrap();
                let month = if day.month() == 1 { 1.5 } else { 1.0 };
                let w = if is_bank_holiday(day) { 0.5 } else { 1.0 };
                (i % 50 != 0)
                    .then_some(40.0 * month * w * weekday[day.weekday().to_monday_zero_offset() as usize])
            })
            .collect();
        let found = of(first, &series);
        let by_weekday = found.by_weekday.unwrap();
        for (found, made) in by_weekday.iter().zip(weekday) {
            assert!((found - made).abs() < 0.02, "{by_weekday:?}");
        }
        let by_month = found.by_month.unwrap();
        assert!((by_month[0] / by_month[5] - 1.5).abs() < 0.03, "{by_month:?}");
        assert!((found.by_bank_holiday.unwrap() - 0.5).abs() < 0.08, "{:?}", found.by_bank_holiday);
    }

    #[test]
    fn a_few_days_make_no_factors() {
        let found = of(date(2025, 1, 1), &[Some(3.0); 20]);
        assert_eq!(found, Profile { per_day: Some(3.0), ..Profile::default() });
    }
}
