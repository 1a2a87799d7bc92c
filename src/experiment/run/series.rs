//! Measures that only a series of days shows, computed within one replication. Knows a calendar and
//! a replication; `observed` compares them with what was observed.

use jiff::civil::Date;

use crate::base::Calendar;
use crate::base::calendar::Day;
use crate::base::special::squared;
use crate::measures::{DailyMeasure, Replication};

/// A measure of a series of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMeasure {
    /// Discharges a day.
    DischargesPerDay,
    /// Discharges on a weekend day over those on a weekday, bank holidays left out.
    DischargesWeekendRatio,
    /// Discharges on a bank holiday over those on a weekday that is none.
    DischargesBankHolidayRatio,
    /// Variance over mean of a day's discharges within the same weekday of the same quarter, bank
    /// holidays left out: the sum of squares within, over its degrees of freedom, over the mean.
    DischargesVarianceOverMean,
    /// The standard deviation of people remaining within a calendar month, pooled over the months.
    NctrRemainingWithinMonthSd,
    /// The correlation of people remaining with the day before.
    NctrRemainingLag1,
    /// The greatest departure of a weekday's mean from the mean, over the mean.
    NctrRemainingWeekdayShape,
    /// The mean of 7 to 16 January over that of the 23 to 29 December before, less 1.
    NctrRemainingChristmasRise,
    /// Emergency arrivals a day in November to January over those in August.
    EmergencyArrivalsWinterToAugust,
}

impl DayMeasure {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::DischargesPerDay,
        Self::DischargesWeekendRatio,
        Self::DischargesBankHolidayRatio,
        Self::DischargesVarianceOverMean,
        Self::NctrRemainingWithinMonthSd,
        Self::NctrRemainingLag1,
        Self::NctrRemainingWeekdayShape,
        Self::NctrRemainingChristmasRise,
        Self::EmergencyArrivalsWinterToAugust,
    ];

    /// What it is, in words.
    pub fn says(self) -> &'static str {
        match self {
            Self::DischargesPerDay => "Discharges a day",
            Self::DischargesWeekendRatio => {
                "Discharges on a weekend day over those on a weekday, bank holidays left out"
            }
            Self::DischargesBankHolidayRatio => {
                "Discharges on a bank holiday over those on a weekday that is none"
            }
            Self::DischargesVarianceOverMean => {
                "Variance over mean of a day's discharges within the same weekday of the same quarter"
            }
            Self::NctrRemainingWithinMonthSd => {
                "Standard deviation of people remaining within a calendar month, pooled over the months"
            }
            Self::NctrRemainingLag1 => "Correlation of people remaining with the day before",
            Self::NctrRemainingWeekdayShape => {
                "The greatest departure of a weekday's mean from the mean, over the mean"
            }
            Self::NctrRemainingChristmasRise => {
                "The mean of 7 to 16 January over that of the 23 to 29 December before, less 1"
            }
            Self::EmergencyArrivalsWinterToAugust => {
                "Emergency arrivals a day in November to January over those in August"
            }
        }
    }

    /// Its name in a file of observed figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::DischargesPerDay => "discharges_per_day",
            Self::DischargesWeekendRatio => "discharges_weekend_ratio",
            Self::DischargesBankHolidayRatio => "discharges_bank_holiday_ratio",
            Self::DischargesVarianceOverMean => "discharges_variance_over_mean",
            Self::NctrRemainingWithinMonthSd => "nctr_remaining_within_month_sd",
            Self::NctrRemainingLag1 => "nctr_remaining_lag1",
            Self::NctrRemainingWeekdayShape => "nctr_remaining_weekday_shape",
            Self::NctrRemainingChristmasRise => "nctr_remaining_christmas_rise",
            Self::EmergencyArrivalsWinterToAugust => "emergency_arrivals_winter_to_august",
        }
    }

    /// Its unit, in words.
    pub fn unit(self) -> &'static str {
        match self {
            Self::DischargesPerDay => "people a day",
            Self::NctrRemainingWithinMonthSd => "people",
            Self::NctrRemainingWeekdayShape | Self::NctrRemainingChristmasRise => "share",
            Self::DischargesWeekendRatio
            | Self::DischargesBankHolidayRatio
            | Self::DischargesVarianceOverMean
            | Self::NctrRemainingLag1
            | Self::EmergencyArrivalsWinterToAugust => "ratio",
        }
    }

    fn series(self) -> DailyMeasure {
        match self {
            Self::DischargesPerDay
            | Self::DischargesWeekendRatio
            | Self::DischargesBankHolidayRatio
            | Self::DischargesVarianceOverMean => DailyMeasure::Discharges,
            Self::NctrRemainingWithinMonthSd
            | Self::NctrRemainingLag1
            | Self::NctrRemainingWeekdayShape
            | Self::NctrRemainingChristmasRise => DailyMeasure::NctrRemaining,
            Self::EmergencyArrivalsWinterToAugust => DailyMeasure::EmergencyArrivals,
        }
    }
}

/// A day and its value.
type Dated = (Day, f64);

/// The measure in one replication; `None` where the days it needs are not measured.
pub fn value(measure: DayMeasure, calendar: &Calendar, r: &Replication) -> Option<f64> {
    let row = DailyMeasure::all(0).iter().position(|m| *m == measure.series())?;
    let first = calendar.first_measured_day();
    let days: Vec<Dated> =
        (first..).zip(r.daily.get(row)?).map(|(d, x)| (calendar.day(d), f64::from(*x))).collect();
    of_days(measure, &days)
}

fn of_days(measure: DayMeasure, days: &[Dated]) -> Option<f64> {
    let weekend = |d: &Day| d.weekday >= 5;
    match measure {
        DayMeasure::DischargesPerDay => mean(days, |_| true),
        DayMeasure::DischargesWeekendRatio => ratio(
            mean(days, |d| weekend(d) && !d.bank_holiday),
            mean(days, |d| !weekend(d) && !d.bank_holiday),
        ),
        DayMeasure::DischargesBankHolidayRatio => {
            ratio(mean(days, |d| d.bank_holiday), mean(days, |d| !weekend(d) && !d.bank_holiday))
        }
        DayMeasure::DischargesVarianceOverMean => {
            let ordinary: Vec<Dated> = days.iter().filter(|(d, _)| !d.bank_holiday).copied().collect();
            let variance =
                variance_within(&ordinary, |d| (d.date.year(), (d.month - 1) / 3 * 7 + d.weekday))?;
            ratio(Some(variance), mean(&ordinary, |_| true))
        }
        DayMeasure::NctrRemainingWithinMonthSd => {
            variance_within(days, |d| (d.date.year(), d.month)).map(f64::sqrt)
        }
        DayMeasure::NctrRemainingLag1 => lag1(days),
        DayMeasure::NctrRemainingWeekdayShape => {
            let all = mean(days, |_| true)?;
            let departures = (0..7).map(|weekday| {
                ratio(mean(days, |d| d.weekday == weekday), Some(all)).map(|ratio| (ratio - 1.0).abs())
            });
            departures.collect::<Option<Vec<_>>>().map(|all| all.into_iter().fold(0.0, f64::max))
        }
        DayMeasure::NctrRemainingChristmasRise => {
            // The first Christmas with both spans measured in full.
            let year = days.iter().map(|(d, _)| d.date.year()).find(|year| {
                let has = |date| days.iter().any(|(d, _)| d.date == date);
                has(Date::constant(*year, 12, 23))
                    && year.checked_add(1).is_some_and(|next| has(Date::constant(next, 1, 16)))
            })?;
            let within = |from: Date, to: Date| mean(days, |d| d.date >= from && d.date <= to);
            let before = within(Date::constant(year, 12, 23), Date::constant(year, 12, 29));
            let after = within(Date::constant(year + 1, 1, 7), Date::constant(year + 1, 1, 16));
            ratio(after, before).map(|ratio| ratio - 1.0)
        }
        DayMeasure::EmergencyArrivalsWinterToAugust => {
            ratio(mean(days, |d| matches!(d.month, 11 | 12 | 1)), mean(days, |d| d.month == 8))
        }
    }
}

fn mean(days: &[Dated], which: impl Fn(&Day) -> bool) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_u32);
    for (_, x) in days.iter().filter(|(day, _)| which(day)) {
        sum += x;
        n += 1;
    }
    (n > 0).then(|| sum / f64::from(n))
}

fn ratio(of: Option<f64>, over: Option<f64>) -> Option<f64> {
    over.filter(|over| *over > 0.0).and_then(|over| Some(of? / over))
}

/// The variance within classes of days, pooled over them.
fn variance_within<K: Ord>(days: &[Dated], class: impl Fn(&Day) -> K) -> Option<f64> {
    let mut classes: std::collections::BTreeMap<K, Vec<Dated>> = std::collections::BTreeMap::new();
    for dated in days {
        classes.entry(class(&dated.0)).or_default().push(*dated);
    }
    let (mut squares, mut freedom) = (0.0, 0);
    for class in classes.values() {
        let centre = mean(class, |_| true)?;
        squares += class.iter().map(|(_, x)| squared(x - centre)).sum::<f64>();
        freedom += class.len() - 1;
    }
    (freedom > 0).then(|| squares / freedom as f64)
}

/// The autocorrelation at one day: the sum of products of neighbours' departures from the mean over
/// the sum of squares.
fn lag1(days: &[Dated]) -> Option<f64> {
    let centre = mean(days, |_| true)?;
    let products: f64 = days.windows(2).map(|w| (w[0].1 - centre) * (w[1].1 - centre)).sum();
    let squares: f64 = days.iter().map(|(_, x)| squared(x - centre)).sum();
    (squares > 0.0).then(|| products / squares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A year of days from April with the given value for each.
    fn year(of: impl Fn(&Day) -> f64) -> Vec<Dated> {
        let holidays = [date(2024, 12, 25), date(2024, 12, 26)];
        let calendar = Calendar::new(date(2024, 4, 1), 0, 365, &holidays).unwrap();
        calendar.days()[..365].iter().map(|day| (*day, of(day))).collect()
    }

    fn close(found: Option<f64>, expected: f64) {
        assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?} is not {expected}");
    }

    #[test]
    fn ratios_of_kinds_of_days() {
        let days = year(|d| match (d.bank_holiday, d.weekday) {
            (true, _) => 30.0,
            (false, 5 | 6) => 40.0,
            _ => 80.0,
        });
        close(of_days(DayMeasure::DischargesWeekendRatio, &days), 0.5);
        close(of_days(DayMeasure::DischargesBankHolidayRatio, &days), 0.375);
        close(of_days(DayMeasure::DischargesVarianceOverMean, &days), 0.0);
        assert_eq!(of_days(DayMeasure::DischargesBankHolidayRatio, &days[..60]), None, "no such day");
    }

    #[test]
    fn spread_within_weekdays_and_months() {
        // Every other week 10 more: within a weekday of a quarter the variance is that of ±5.
        let days = year(|d| 50.0 + 10.0 * f64::from(u8::from(d.date.day_of_year() / 7 % 2 == 0)));
        let found = of_days(DayMeasure::DischargesVarianceOverMean, &days).unwrap();
        assert!((found - 25.0 / 55.0).abs() < 0.06, "{found}");
        let days = year(|d| 100.0 * f64::from(d.month) + if d.date.day() % 2 == 0 { 3.0 } else { -3.0 });
        let found = of_days(DayMeasure::NctrRemainingWithinMonthSd, &days).unwrap();
        assert!((found - 3.0).abs() < 0.08, "{found}");
    }

    #[test]
    fn correlation_and_shape() {
        let days = year(|d| if d.date.day_of_year() % 2 == 0 { 1.0 } else { -1.0 });
        assert!(of_days(DayMeasure::NctrRemainingLag1, &days).unwrap() < -0.98);
        let days = year(|d| if d.weekday == 0 { 107.0 } else { 100.0 });
        let found = of_days(DayMeasure::NctrRemainingWeekdayShape, &days).unwrap();
        assert!((found - 6.0 / 101.0).abs() < 1e-3, "{found}");
        assert_eq!(of_days(DayMeasure::NctrRemainingLag1, &year(|_| 5.0)), None);
    }

    #[test]
    fn seasons() {
        let days = year(|d| match d.month {
            11 | 12 | 1 => 60.0,
            8 => 50.0,
            _ => 1.0,
        });
        close(of_days(DayMeasure::EmergencyArrivalsWinterToAugust, &days), 1.2);
        let days = year(|d| match (d.month, d.date.day()) {
            (12, 23..=29) => 60.0,
            (1, 7..=16) => 90.0,
            _ => 1.0,
        });
        close(of_days(DayMeasure::NctrRemainingChristmasRise, &days), 0.5);
        assert_eq!(
            of_days(DayMeasure::NctrRemainingChristmasRise, &days[..280]),
            None,
            "cut before 16 January"
        );
    }
}
