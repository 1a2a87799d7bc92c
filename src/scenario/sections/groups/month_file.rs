//! CSV files with a `month` column and a count for each month, as published: months without a count
//! are left out, or `NA`. Only rows of simulated months are looked at.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::day_file::Columns;
use crate::scenario::build::setup::Setup;
use crate::scenario::text::csv_file::{CsvFile, Row};
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::show_text;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::date;

/// The most people a month.
const MOST: f64 = 310_000.0;
/// The beginnings of the months' names.
const NAMES: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// The rest of them.
const REST: [&str; 12] =
    ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];

/// What is asked of a file, and where it is named.
pub struct MonthFile<'a> {
    /// Where the scenario names the file.
    pub path: &'a Path,
    /// The column; left out: the only one beside `month`.
    pub column: Option<&'a str>,
    /// The file's own path, as shown to people.
    pub shown: &'a str,
}

/// The count of each simulated month that has one, by its first day.
pub type Months = BTreeMap<Date, f64>;

impl MonthFile<'_> {
    /// The counts of simulated months; `None` where something is wrong.
    pub fn read(&self, setup: Setup<'_>, bytes: &[u8], found: &mut Found) -> Option<Months> {
        let needed: Vec<&str> = std::iter::once("month").chain(self.column).collect();
        let mut file = CsvFile::open(self.shown, self.path, bytes, &needed, found)?;
        let columns = Columns::of(&file, "month", self.column, found)?;
        let simulated = simulated(setup);
        let (mut all, mut sound) = (Months::new(), true);
        while let Some(row) = file.next(found) {
            match Self::row(&file, &row, &columns, &simulated) {
                Err(fault) => {
                    found.fault(*fault);
                    sound = false;
                }
                Ok(None) => {}
                Ok(Some((first, count))) => {
                    if all.insert(first, count).is_some() {
                        let what = format!("{} appears twice", typed(first));
                        found.fault(file.fault(Some(row.line), what));
                        sound = false;
                    }
                }
            }
        }
        (sound && file.is_sound()).then_some(())?;
        let none: Vec<String> =
            all.iter().filter(|(_, count)| **count <= 0.0).map(|(month, _)| typed(*month)).collect();
        if !none.is_empty() {
            let text = format!("no one comes in {}: were figures not reported?", listed(&none));
            found.warn("W31", self.path, text);
        }
        Some(all)
    }

    /// The first day of a row's month and its count; `None` for a month outside the run, or without count.
    fn row(
        file: &CsvFile<'_>,
        row: &Row,
        columns: &Columns,
        simulated: &[Date],
    ) -> Result<Option<(Date, f64)>, Box<Fault>> {
        let text = row.cell(columns.dates);
        let first = month(text).ok_or_else(|| {
            let what = if text.is_empty() {
                "column \"month\" is empty".to_owned()
            } else {
                format!("{} is not a month", show_text(text))
            };
            file.fault(Some(row.line), what).expected("a month as in \"2024-10\", or \"October 2024\"")
        })?;
        if !simulated.contains(&first) || matches!(row.cell(columns.numbers), "" | "NA") {
            return Ok(None);
        }
        columns.people(file, row, MOST, true).map(|count| Some((first, count)))
    }
}

/// The first days of the months that have simulated days, in order.
pub fn simulated(setup: Setup<'_>) -> Vec<Date> {
    let days = setup.calendar.first_day()..setup.calendar.days_to_end();
    let mut all: Vec<Date> = days.map(|day| setup.calendar.day(day).date.first_of_month()).collect();
    all.dedup();
    all
}

/// The days of a month.
pub fn days(first: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take(first.days_in_month() as usize)
}

/// A month as it is typed: `2024-10`.
pub fn typed(first: Date) -> String {
    format!("{:04}-{:02}", first.year(), first.month())
}

/// Some of many, in a row.
pub fn listed(all: &[String]) -> String {
    const MOST: usize = 4;
    let shown = all.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        1 => format!("{shown} and 1 more month"),
        more => format!("{shown} and {more} more months"),
    }
}

/// The first day of a month in one of the ways in which it is published: `2024-10`, `2024-10-01`,
/// `October 2024`, `Oct 2024`, `Oct-24`.
fn month(text: &str) -> Option<Date> {
    if let Some(first) = date(&format!("{text}-01")).or_else(|| date(text).filter(|date| date.day() == 1)) {
        return Some(first);
    }
    let (name, year) = text.rsplit_once(['-', ' '])?;
    let name = name.trim_end().to_ascii_lowercase();
    let number = NAMES.iter().zip(REST).position(|(short, rest)| {
        name.strip_prefix(short).is_some_and(|more| more.is_empty() || more == rest)
    })? + 1;
    let digits = year.bytes().all(|b| b.is_ascii_digit());
    let year = match year.len() {
        4 if digits => year.to_owned(),
        2 if digits => format!("20{year}"),
        _ => return None,
    };
    date(&format!("{year}-{number:02}-01"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_they_are_published() {
        let october = date("2024-10-01");
        for text in
            ["2024-10", "2024-10-01", "October 2024", "Oct 2024", "Oct-24", "OCTOBER-2024", "oct  2024"]
        {
            assert_eq!(month(text), october, "{text}");
        }
        for text in
            ["2024-10-02", "2024-13", "2024-25 Q1", "Octob 2024", "10/2024", "Oct", "", "2024", "Oct-204"]
        {
            assert_eq!(month(text), None, "{text}");
        }
        for (number, (short, rest)) in (1..).zip(NAMES.iter().zip(REST)) {
            assert_eq!(month(&format!("{short}{rest} 2023")), date(&format!("2023-{number:02}-01")));
        }
        assert_eq!(days(date("2024-02-01").unwrap()).count(), 29);
    }
}
