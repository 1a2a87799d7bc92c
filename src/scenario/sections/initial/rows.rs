//! The rows of a census: a CSV file with one person a row who is there at the start of the run. Only its
//! times are read here, as the days of the run depend on them; `census` finds what its words mean.

use jiff::civil::{Date, DateTime, Time as OfDay};

use crate::scenario::text::csv_file::CsvFile;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Origin, show_text};
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::date;

/// Where the scenario names the file.
pub const PATH: &str = "initial.census";

/// The columns that are read, and one for remarks.
const COLUMNS: [&str; 8] = ["where", "since", "group", "pathway", "ready", "waiting_for", "traits", "notes"];
/// Those without which a row says nothing.
const NEEDED: [&str; 3] = ["where", "since", "group"];

/// The rows of a census.
#[derive(Debug)]
pub struct Rows {
    shown: String,
    pub(super) has_traits: bool,
    pub(super) all: Vec<Row>,
}

/// One row: its cells by [`COLUMNS`], empty where left out, and its times.
#[derive(Debug)]
pub struct Row {
    pub(super) line: u32,
    cells: [String; COLUMNS.len()],
    /// `None` where it is faulty, which has been told.
    pub(super) times: Option<(DateTime, Option<DateTime>)>,
}

impl Row {
    pub(super) fn cell(&self, column: &str) -> &str {
        COLUMNS.iter().position(|name| *name == column).map_or("", |i| &self.cells[i])
    }

    /// The words of a cell with several, apart by semicolons.
    pub(super) fn words(&self, column: &str) -> impl Iterator<Item = &str> {
        self.cell(column).split(';').map(str::trim).filter(|word| !word.is_empty())
    }
}

impl Rows {
    /// Reads a file; `shown` is its path for people.
    pub fn read(shown: &str, bytes: &[u8], found: &mut Found) -> Option<Self> {
        let mut file = CsvFile::open(shown, &Path::of(PATH), bytes, &NEEDED, found)?;
        let columns = file.columns(COLUMNS, &NEEDED, "a census", found)?;
        let has_traits = columns[COLUMNS.iter().position(|name| *name == "traits")?].is_some();
        let mut rows = Self { shown: shown.to_owned(), has_traits, all: Vec::new() };
        let mut read = 0;
        while let Some(row) = file.next(found) {
            read += 1;
            if read > MOST_AT_THE_START {
                let what = format!("more than {MOST_AT_THE_START} people are in the census");
                found.fault(rows.fault(row.line, what).expected(format!("at most {MOST_AT_THE_START} rows")));
                return None;
            }
            let cells = columns.map(|at| at.map(|i| row.cell(i)).unwrap_or_default().to_owned());
            let row = Row { line: row.line, cells, times: None };
            let empty: Vec<&str> = NEEDED.into_iter().filter(|name| row.cell(name).is_empty()).collect();
            for name in &empty {
                found.fault(rows.fault(row.line, format!("{} is left out", show_text(name))));
            }
            let times = rows.times(&row, found);
            // A row without its words says nothing more.
            if empty.is_empty() || empty == ["since"] {
                rows.all.push(Row { times, ..row });
            }
        }
        Some(rows)
    }

    /// The first day on which somebody was there.
    pub fn earliest(&self) -> Option<Date> {
        let times = self.all.iter().filter_map(|row| row.times);
        times.map(|(since, ready)| since.min(ready.unwrap_or(since)).date()).min()
    }

    pub(super) fn fault(&self, line: u32, what: impl Into<String>) -> Fault {
        let origin = Origin { line: Some(line), ..Origin::whole(&self.shown) };
        Fault::new(&origin, &Path::of(PATH), what)
    }

    /// Both times of a row, where both can be read.
    fn times(&self, row: &Row, found: &mut Found) -> Option<(DateTime, Option<DateTime>)> {
        let mut read = |column: &str| {
            let text = Some(row.cell(column)).filter(|text| !text.is_empty())?;
            let moment = moment(text);
            if moment.is_none() {
                let what = format!("\"{column}\": {} is not a moment", show_text(text));
                let expected = "a date as in \"2025-01-07\", or with its hour as in \"2025-01-07 14:20\"";
                found.fault(self.fault(row.line, what).expected(expected));
            }
            Some(moment)
        };
        match (read("since"), read("ready")) {
            (Some(Some(since)), None) => Some((since, None)),
            (Some(Some(since)), Some(Some(ready))) => Some((since, Some(ready))),
            _ => None,
        }
    }
}

/// A date, which means its midnight, or a date with the hour.
pub fn moment(text: &str) -> Option<DateTime> {
    if let Some(date) = date(text) {
        return Some(date.to_datetime(OfDay::midnight()));
    }
    let (day, hour) = text.split_once([' ', 'T'])?;
    let plain = matches!(hour.len(), 5 | 8) && hour.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let hour: OfDay = plain.then(|| hour.parse().ok()).flatten()?;
    date(day).map(|date| date.to_datetime(hour))
}

/// The most people who are there at the start.
pub const MOST_AT_THE_START: u64 = 200_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates_with_or_without_their_hour() {
        let read = |text| moment(text).map(|at| at.to_string());
        assert_eq!(read("2025-01-07").as_deref(), Some("2025-01-07T00:00:00"));
        assert_eq!(read("2025-01-07 14:20").as_deref(), Some("2025-01-07T14:20:00"));
        assert_eq!(read("2025-01-07T14:20:30").as_deref(), Some("2025-01-07T14:20:30"));
        for wrong in ["", "07/01/2025", "2025-01-07 2pm", "2025-01-07 25:00", "2025-01-07 14", "2025-02-30"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
