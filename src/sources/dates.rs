//! Days and months as files have them: ISO, dd/mm/yyyy, 01-Jan-25, numbers and dates of a workbook; `May 2024`,
//! `May-24`, `2024-05`, `2024-25 Q1`. Which of day and month comes first is settled for a column, not for a cell.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

use super::cells::Cell;

/// Dates before and after these are slips of a key and not dates.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Which comes first in 03/04/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day, as in Britain.
    DayFirst,
    /// The month, as in America.
    MonthFirst,
}

/// What says in these texts which comes first: the one that is above 12. The day where nothing says it; the
/// error is one text of each kind.
pub fn order<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Order, [String; 2]> {
    let (mut day, mut month) = (None, None);
    for text in texts {
        let Some([first, second, _]) = three_numbers(text) else { continue };
        if first > 31 {
            continue;
        }
        if first > 12 && second <= 12 {
            day.get_or_insert(text);
        } else if second > 12 && first <= 12 {
            month.get_or_insert(text);
        }
    }
    match (day, month) {
        (Some(day), Some(month)) => Err([day.to_owned(), month.to_owned()]),
        (None, Some(_)) => Ok(Order::MonthFirst),
        _ => Ok(Order::DayFirst),
    }
}

/// The three numbers that the first word of a text is made of.
fn three_numbers(text: &str) -> Option<[i32; 3]> {
    let word = text.split_whitespace().next()?.split('T').next()?;
    let mut parts = word.split(['/', '-', '.']);
    let mut next = || parts.next().filter(|p| !p.is_empty() && p.len() <= 4)?.parse::<i32>().ok();
    let three = [next()?, next()?, next()?];
    parts.next().is_none().then_some(three)
}

/// The moment that a cell says; midnight where it says a day.
pub fn moment(cell: &Cell, order: Order) -> Option<DateTime> {
    match cell {
        Cell::Blank => None,
        Cell::Date(at) => Some(*at),
        Cell::Number(x) => of_number(*x),
        Cell::Text(text) => of_text(text, order),
    }
}

/// The day that a cell says.
pub fn day(cell: &Cell, order: Order) -> Option<Date> {
    moment(cell, order).map(DateTime::date)
}

/// The day with this number in a workbook: 1 January 1900 is 1, and there is a 29 February 1900.
pub fn of_number(x: f64) -> Option<DateTime> {
    // From 1 March 1954 to 2100: a smaller number is a figure and not a date.
    const FROM: f64 = 19_784.0;
    const TO: f64 = 73_415.0;
    if !(FROM..TO).contains(&x) {
        return None;
    }
    let whole = x.floor();
    let seconds = ((x - whole) * 86_400.0).round() as i64;
    let midnight = date(1899, 12, 30).checked_add((whole as i64).days()).ok()?.at(0, 0, 0, 0);
    midnight.checked_add(seconds.seconds()).ok()
}

fn of_text(text: &str, order: Order) -> Option<DateTime> {
    let text = text.trim();
    let (first, rest) = split(text);
    let time = clock(rest)?;
    day_of(&first, order).map(|day| day.to_datetime(time))
}

/// The words that are the date, and what follows.
fn split(text: &str) -> (String, &str) {
    if let Some((day, time)) = text.split_once('T')
        && day.len() == 10
        && day.as_bytes()[4] == b'-'
    {
        return (day.to_owned(), time.trim_end_matches('Z'));
    }
    // A time begins at the first word with a colon in it.
    match text.split_whitespace().find(|word| word.contains(':')) {
        Some(time) => {
            let at = time.as_ptr() as usize - text.as_ptr() as usize;
            (text[..at].trim_end().to_owned(), &text[at..])
        }
        None => (text.to_owned(), ""),
    }
}

/// A time of day; midnight where there is none, nothing where it is no time.
fn clock(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let small = text.trim().to_lowercase();
    let (digits, later) = match (small.strip_suffix("am"), small.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim_end().to_owned(), Some(0)),
        (_, Some(rest)) => (rest.trim_end().to_owned(), Some(12)),
        _ => (small, None),
    };
    let mut parts = digits.split(':');
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = parts.next().map_or(Some(0), |s| s.split('.').next()?.parse().ok())?;
    if let Some(later) = later {
        hour = hour % 12 + later;
    }
    Time::new(hour, minute, second, 0).ok()
}

fn day_of(text: &str, order: Order) -> Option<Date> {
    let small = text.to_lowercase().replace(',', " ");
    let parts: Vec<&str> = small.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.')).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    // A weekday in front says nothing new.
    let parts = match parts.as_slice() {
        [weekday, rest @ ..] if rest.len() == 3 && is_weekday(weekday) => rest,
        all => all,
    };
    let [a, b, c] = parts else {
        return match parts {
            [one] if one.len() == 8 => {
                let (year, rest) = one.split_at_checked(4)?;
                let (month, day) = rest.split_at_checked(2)?;
                new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            _ => None,
        };
    };
    if let Some(month) = month_named(b) {
        return new(year_of(c)?, month, ordinal(a)?);
    }
    if let Some(month) = month_named(a) {
        return new(year_of(c)?, month, ordinal(b)?);
    }
    let (first, second): (i8, i8) = if a.len() == 4 {
        return new(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
    } else {
        (a.parse().ok()?, b.parse().ok()?)
    };
    let year = year_of(c)?;
    match order {
        Order::DayFirst => new(year, second, first),
        Order::MonthFirst => new(year, first, second),
    }
}

fn ordinal(text: &str) -> Option<i8> {
    text.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()
}

fn is_weekday(word: &str) -> bool {
    let all = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && all.iter().any(|day| day.starts_with(word))
}

fn new(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|date| YEARS.contains(&date.year()))
}

/// A year of four digits, or of two in this century.
fn year_of(text: &str) -> Option<i16> {
    match text.len() {
        4 => text.parse().ok(),
        2 => text.parse::<i16>().ok().map(|year| 2000 + year),
        _ => None,
    }
}

fn month_named(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|month| word == *month || word.len() >= 3 && month.starts_with(word))?;
    Some(at as i8 + 1)
}

/// A month, or a quarter of one of the years that begin in April.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its first day.
    pub from: Date,
    /// How many months: 1, 3 or 12.
    pub months: u8,
}

impl Period {
    /// As in `2025-01`, or `2024-04 to 2024-06`.
    pub fn text(&self) -> String {
        let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
        if self.months == 1 {
            return month(self.from);
        }
        let last = self.from.checked_add((i64::from(self.months) - 1).months()).unwrap_or(self.from);
        format!("{} to {}", month(self.from), month(last))
    }

    /// How many days it has.
    pub fn days(&self) -> f64 {
        let next = self.from.checked_add(i64::from(self.months).months()).unwrap_or(self.from);
        f64::from((next - self.from).get_days())
    }
}

/// The month or quarter that a cell says: `May 2024`, `May-24`, `2024-05`, `05/2024`, a date (its month), `2024-25 Q1`
/// (April to June 2024), `2024-25`.
pub fn period(cell: &Cell, order: Order) -> Option<Period> {
    let of = |from: Date| Some(Period { from: from.first_of_month(), months: 1 });
    if let Some(day) = day(cell, order) {
        return of(day);
    }
    let Cell::Text(text) = cell else { return None };
    let small = text.to_lowercase().replace(['\u{2013}', '\u{2014}', '\u{2011}', '\u{2010}'], "-");
    let parts: Vec<&str> =
        small.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '_' | '\'')).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [a, b] => {
            if let Some(month) = month_named(a) {
                return of(new(year_of(b)?, month, 1)?);
            }
            if let Some(month) = month_named(b) {
                return of(new(year_of(a)?, month, 1)?);
            }
            let (first, second) = (a.parse::<i16>().ok()?, b.parse::<i16>().ok()?);
            if a.len() == 4 && follows(first, b) && !(b.len() == 2 && (1..=12).contains(&second)) {
                return Some(Period { from: new(first, 4, 1)?, months: 12 });
            }
            if a.len() == 4 && (1..=12).contains(&second) {
                return of(new(first, second as i8, 1)?);
            }
            if b.len() == 4 && (1..=12).contains(&first) {
                return of(new(second, first as i8, 1)?);
            }
            None
        }
        [a, b, c] => {
            let (year, next, quarter) = match (quarter(c), quarter(a)) {
                (Some(quarter), _) => (a, b, quarter),
                (_, Some(quarter)) => (b, c, quarter),
                _ => return None,
            };
            let first: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
            if !follows(first, next) {
                return None;
            }
            let from = new(first, 4, 1)?.checked_add((3 * (i64::from(quarter) - 1)).months()).ok()?;
            Some(Period { from, months: 3 })
        }
        _ => None,
    }
}

/// Whether this is the year after, in two digits or four.
fn follows(year: i16, next: &str) -> bool {
    next.parse::<i16>().is_ok_and(|next| next == year + 1 || next == (year + 1) % 100)
}

fn quarter(word: &str) -> Option<u8> {
    let digit = word
        .strip_prefix("quarter")
        .or_else(|| word.strip_prefix("qtr"))
        .or_else(|| word.strip_prefix('q'))?;
    digit.parse().ok().filter(|q| (1..=4).contains(q))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Option<Date> {
        day(&Cell::of(text), Order::DayFirst)
    }

    #[test]
    fn days_are_read_in_every_way_they_are_written() {
        let first = Some(date(2025, 1, 3));
        for text in [
            "2025-01-03",
            "03/01/2025",
            "3/1/25",
            "03-Jan-25",
            "3 January 2025",
            "03.01.2025",
            "Fri 3 Jan 2025",
            "2025/01/03",
            "20250103",
            "January 3, 2025",
            "3rd Jan 2025",
            "2025-01-03T07:15:00",
            "03/01/2025 23:59",
            "03-Jan-2025 11:05 pm",
        ] {
            assert_eq!(says(text), first, "{text}");
        }
        for none in
            ["", "45", "2025", "31/02/2025", "13/13/2025", "May 2024", "03/01/2025 25:00", "1/2/3", "65-74"]
        {
            assert_eq!(says(none), None, "{none}");
        }
        let at = moment(&Cell::of("03/01/2025 23:59"), Order::DayFirst).unwrap();
        assert_eq!(at, date(2025, 1, 3).at(23, 59, 0, 0));
    }

    #[test]
    fn numbers_of_a_workbook_are_days_where_they_can_be() {
        // 45658 is 1 January 2025 in every spreadsheet.
        assert_eq!(day(&Cell::Number(45658.0), Order::DayFirst), Some(date(2025, 1, 1)));
        let noon = moment(&Cell::Number(45658.5), Order::DayFirst);
        assert_eq!(noon, Some(date(2025, 1, 1).at(12, 0, 0, 0)));
        assert_eq!(day(&Cell::Number(152.0), Order::DayFirst), None, "a figure");
    }

    #[test]
    fn a_day_above_twelve_says_which_comes_first() {
        assert_eq!(order(["01/02/2025", "13/02/2025"].into_iter()), Ok(Order::DayFirst));
        assert_eq!(order(["01/02/2025", "02/13/2025"].into_iter()), Ok(Order::MonthFirst));
        assert_eq!(order(["01/02/2025"].into_iter()), Ok(Order::DayFirst));
        assert!(order(["13/02/2025", "02/13/2025"].into_iter()).is_err());
    }

    #[test]
    fn months_and_quarters_are_read_in_every_way_they_are_written() {
        let says = |text: &str| period(&Cell::of(text), Order::DayFirst).map(|p| p.text());
        for text in
            ["May 2024", "May-24", "2024-05", "05/2024", "2024 May", "01/05/2024", "May '24", "MAY\u{2013}24"]
        {
            assert_eq!(says(text).as_deref(), Some("2024-05"), "{text}");
        }
        assert_eq!(says("2024-25 Q1").as_deref(), Some("2024-04 to 2024-06"));
        assert_eq!(says("Q4 2024/25").as_deref(), Some("2025-01 to 2025-03"));
        assert_eq!(says("2024-25").as_deref(), Some("2024-04 to 2025-03"));
        for none in ["2024-26 Q1", "Q5 2024-25", "Total", "65-74"] {
            assert_eq!(says(none), None, "{none}");
        }
    }
}
