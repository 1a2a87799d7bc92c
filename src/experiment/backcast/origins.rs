//! From which past days forecasts are tried.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::experiment::worlds::history::{History, WEEK};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// The first of each month.
    Month,
    /// Every seven days, counted back from the end.
    Week,
}

/// Days of which the first week after them is over, from one date to another; without a first date those of the
/// year before the last.
pub fn origins(history: &History, every: Every, from: Option<Date>, to: Option<Date>) -> Vec<usize> {
    let Some(latest) = history.days().checked_sub(WEEK) else { return Vec::new() };
    let last = to.map_or(history.last(), |to| to.min(history.last()));
    let first = from.unwrap_or_else(|| last.saturating_sub(364.days()));
    let is_asked = |day: &usize| (first..=last).contains(&history.date(*day));
    let is_turn = |day: &usize| match every {
        Every::Month => history.date(*day).day() == 1,
        Every::Week => (latest - day).is_multiple_of(WEEK),
    };
    (0..=latest).filter(|day| is_turn(day) && is_asked(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn without_dates_they_are_the_first_days_of_the_months_of_the_last_year() {
        let days = 731;
        let all = vec![Some(1.0); days];
        let history = History { first: date(2023, 4, 1), remaining: all.clone(), discharged: all };
        assert_eq!(history.last(), date(2025, 3, 31));
        let dates = |every, from, to| -> Vec<Date> {
            origins(&history, every, from, to).into_iter().map(|day| history.date(day)).collect()
        };
        let months = dates(Every::Month, None, None);
        assert_eq!((months.len(), months[0], months[11]), (12, date(2024, 4, 1), date(2025, 3, 1)));
        let weeks = dates(Every::Week, Some(date(2025, 3, 1)), None);
        assert_eq!(weeks, [date(2025, 3, 4), date(2025, 3, 11), date(2025, 3, 18), date(2025, 3, 25)]);
        let some = dates(Every::Month, Some(date(2023, 5, 2)), Some(date(2023, 7, 1)));
        assert_eq!(some, [date(2023, 6, 1), date(2023, 7, 1)]);
    }
}
