//! The days of a run: dates, weekdays, months, bank holidays.

use jiff::ToSpan;
use jiff::civil::Date;

use super::time::Time;

/// Days kept beyond the end, so that the last week is a whole one.
const DAYS_BEYOND: u32 = 14;

/// What kind of day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// 0 is Monday.
    pub weekday: u8,
    /// 1 is January.
    pub month: u8,
    /// Whether it is a bank holiday.
    pub bank_holiday: bool,
}

/// The calendar of a run, from the first day of the warm-up to some days beyond the end. Day 0 is
/// the first simulated day or, where it is known since when people have been there, the day of the
/// first of them: on the days of this lead nothing happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    all: Vec<Day>,
    before: Day,
    lead: u32,
    warm_up: u32,
    measured: u32,
}

impl Calendar {
    /// `measured` days from `start`, after a warm-up of `warm_up` days.
    ///
    /// # Errors
    /// Where a day lies outside the years that dates can hold (−9999 to 9999).
    pub fn new(
        start: Date,
        warm_up: u32,
        measured: u32,
        bank_holidays: &[Date],
    ) -> Result<Self, jiff::Error> {
        Self::with_lead(start, 0, warm_up, measured, bank_holidays)
    }

    /// The same, and before the warm-up `lead` days that are not simulated.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_lead(
        start: Date,
        lead: u32,
        warm_up: u32,
        measured: u32,
        bank_holidays: &[Date],
    ) -> Result<Self, jiff::Error> {
        let first = start.checked_sub(i64::from(lead + warm_up).days())?;
        let count = lead + warm_up + measured + DAYS_BEYOND;
        first.checked_add(i64::from(count).days())?;
        let kind = |date: Date| Day {
            date,
            weekday: date.weekday().to_monday_zero_offset() as u8,
            month: date.month() as u8,
            bank_holiday: bank_holidays.contains(&date),
        };
        let all = first.series(1.day()).take(count as usize).map(kind).collect();
        Ok(Self { all, before: kind(first.yesterday()?), lead, warm_up, measured })
    }

    /// The same days, of which none but the measured ones are simulated.
    #[must_use]
    pub fn measured_alone(&self) -> Self {
        Self { lead: self.lead + self.warm_up, warm_up: 0, ..self.clone() }
    }

    /// All days, some beyond the end included.
    pub fn days(&self) -> &[Day] {
        &self.all
    }

    /// The day numbered `day`; days beyond those kept are the last one kept.
    pub fn day(&self, day: u32) -> Day {
        self.all[(day as usize).min(self.all.len() - 1)]
    }

    /// The day before the first of these.
    pub fn day_before(&self) -> Day {
        self.before
    }

    /// The number of days up to the end, with the lead and the warm-up.
    pub fn days_to_end(&self) -> u32 {
        self.lead + self.warm_up + self.measured
    }

    /// The number of the first simulated day.
    pub fn first_day(&self) -> u32 {
        self.lead
    }

    /// The first simulated moment.
    pub fn simulated_from(&self) -> Time {
        Time::midnight(self.lead)
    }

    /// The number of the first measured day.
    pub fn first_measured_day(&self) -> u32 {
        self.lead + self.warm_up
    }

    /// The number of measured days.
    pub fn measured_days(&self) -> u32 {
        self.measured
    }

    /// How many days the warm-up has.
    pub fn warm_up_days(&self) -> u32 {
        self.warm_up
    }

    /// The first measured moment.
    pub fn measured_from(&self) -> Time {
        Time::midnight(self.first_measured_day())
    }

    /// The end of the run, which is no longer measured.
    pub fn end(&self) -> Time {
        Time::midnight(self.days_to_end())
    }

    /// The first measured date.
    pub fn start(&self) -> Date {
        self.day(self.first_measured_day()).date
    }

    /// The number of the day with this date; negative before the run.
    pub fn number_of(&self, date: Date) -> i64 {
        i64::from((date - self.all[0].date).get_days())
    }

    /// A number for the date that is the same in every run, for keyed draws: days since 1970.
    pub fn date_key(&self, day: u32) -> u64 {
        let since = self.all[0].date - Date::constant(1970, 1, 1);
        (i64::from(since.get_days()) + i64::from(day)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_that_are_not_simulated_come_before_the_warm_up() {
        let c = Calendar::with_lead(date(2024, 10, 1), 3, 7, 28, &[]).unwrap();
        assert_eq!((c.start(), c.day(c.first_day()).date), (date(2024, 10, 1), date(2024, 9, 24)));
        assert_eq!((c.day(0).date, c.simulated_from()), (date(2024, 9, 21), Time::midnight(3)));
        assert_eq!((c.measured_from(), c.end()), (Time::midnight(10), Time::midnight(38)));
    }

    #[test]
    fn the_warm_up_comes_before_the_start() {
        let c = Calendar::new(date(2024, 10, 1), 365, 182, &[date(2024, 12, 25)]).unwrap();
        assert_eq!(c.day(0).date, date(2023, 10, 2));
        assert_eq!((c.start(), c.day(365).weekday, c.day(365).month), (date(2024, 10, 1), 1, 10));
        assert_eq!(c.end(), Time::midnight(547));
        assert_eq!(c.number_of(date(2024, 10, 2)), 366);
        assert!(c.day(365 + 85).bank_holiday && !c.day(365 + 84).bank_holiday);
        assert_eq!(c.date_key(365), 19_997);
    }
}
