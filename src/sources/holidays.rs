//! The days on which hospitals in England work as on a Sunday or nearly so: bank holidays by rule, those given
//! once, and the days of Christmas. Scenarios state their own; this is for judging what was returned.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Bank holidays that no rule gives, and those moved from where the rule has them.
const ONCE: [Date; 6] = [
    date(2020, 5, 8),
    date(2022, 6, 2),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
    date(2011, 4, 29),
];
/// What the rule has and was moved.
const MOVED: [Date; 2] = [date(2020, 5, 4), date(2022, 5, 30)];

/// Easter Sunday of a year: the rule of J. Meeus, Astronomical Algorithms (1991), after *Nature* of 20 April 1876.
#[allow(clippy::many_single_char_names, reason = "the letters of the book")]
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// Whether a day is a bank holiday in England.
pub fn is_bank_holiday(day: Date) -> bool {
    if ONCE.contains(&day) {
        return true;
    }
    if MOVED.contains(&day) {
        return false;
    }
    let (month, of_month, weekday) = (day.month(), day.day(), day.weekday());
    let monday = weekday == Weekday::Monday;
    let from_easter = easter(day.year()).map_or(99, |easter| (day - easter).get_days());
    let weekend = |date: Date| matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    // On a weekend it moves to the next working day.
    let new_year = month == 1 && (of_month == 1 && !weekend(day) || monday && matches!(of_month, 2 | 3));
    let christmas = month == 12
        && (matches!(of_month, 25 | 26) && !weekend(day)
            || matches!(of_month, 27 | 28) && matches!(weekday, Weekday::Monday | Weekday::Tuesday));
    let mondays = monday && (month == 5 && (of_month <= 7 || of_month >= 25) || month == 8 && of_month >= 25);
    matches!(from_easter, -2 | 1) || new_year || christmas || mondays
}

/// Whether a day is within one of a bank holiday, or in the days of Christmas: its figures are those of another
/// weekday, or what was put off.
pub fn is_near_one(day: Date) -> bool {
    let season = day.month() == 12 && day.day() >= 21 || day.month() == 1 && day.day() <= 4;
    let near = |by: i64| day.checked_add(by.days()).is_ok_and(is_bank_holiday);
    season || (-1..=1).any(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bank_holidays_are_those_of_the_published_lists() {
        // England and Wales as gov.uk lists them (Open Government Licence v3.0).
        let of = |year: i16| {
            let first = date(year, 1, 1);
            let all = first.series(1.day()).take_while(|d| d.year() == year).filter(|d| is_bank_holiday(*d));
            all.map(|d| (d.month(), d.day())).collect::<Vec<_>>()
        };
        assert_eq!(
            of(2022),
            [(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)]
        );
        assert_eq!(of(2023), [(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]);
        assert_eq!(of(2025), [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]);
        assert_eq!(of(2020), [(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)]);
    }
}
