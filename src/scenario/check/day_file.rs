//! CSV files with a `date` column and a number for each day.

use jiff::civil::Date;

use super::Setup;
use crate::scenario::fault::{Fault, Found};
use crate::scenario::node::{Origin, show_text};
use crate::scenario::parse::text_of;
use crate::scenario::path::{Path, nearest};
use crate::scenario::typed::date;

/// The most columns of a file.
const MOST_COLUMNS: usize = 10_000;

/// What is asked of a file, and where it is named.
pub struct DayFile<'a> {
    /// Where the scenario names the file.
    pub path: &'a Path,
    /// The column; left out: the only one beside `date`.
    pub column: Option<&'a str>,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// The file's own path, as shown to people.
    pub shown: &'a str,
}

impl DayFile<'_> {
    fn fault(&self, line: Option<u64>, what: impl Into<String>) -> Fault {
        let origin = Origin { line: line.map(|l| l as u32), ..Origin::whole(self.shown) };
        Fault::new(&origin, self.path, what)
    }

    /// The number of each simulated day; `None` where something is wrong.
    pub fn read(&self, setup: Setup<'_>, bytes: &[u8], found: &mut Found) -> Option<Vec<f64>> {
        let text = text_of(&Origin::whole(self.shown), bytes, found)?;
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => {
                found.fault(self.fault(None, format!("this is no CSV file: {error}")));
                return None;
            }
        };
        if headers.len() > MOST_COLUMNS {
            let fault = self.fault(Some(1), format!("the file has {} columns", headers.len()));
            found.fault(fault.expected(format!("at most {MOST_COLUMNS}")));
            return None;
        }
        let dates = self.find_column(&headers, "date", found)?;
        let numbers = match self.column {
            Some(name) => self.find_column(&headers, name, found)?,
            None if headers.len() == 2 => 1 - dates,
            None => {
                let fault = self.fault(None, format!("the file has {} columns", headers.len()));
                found.fault(fault.expected("\"column\" beside the file's name, to say which"));
                return None;
            }
        };
        let days = setup.calendar.days_to_end() as usize;
        let mut all: Vec<Option<f64>> = vec![None; days];
        let mut sound = true;
        for record in reader.records() {
            match self.row(record, dates, numbers) {
                Err(fault) => {
                    found.fault(*fault);
                    sound = false;
                }
                Ok((line, date, number)) => {
                    let Some(day) =
                        usize::try_from(setup.calendar.number_of(date)).ok().filter(|&d| d < days)
                    else {
                        continue;
                    };
                    if all[day].replace(number).is_some() {
                        found.fault(self.fault(Some(line), format!("{date} stands twice")));
                        sound = false;
                    }
                }
            }
        }
        if !sound || found.is_faulty(&Path::of("calendar")) {
            return None;
        }
        // Days before the run are asked of nobody; they have the mean of the others.
        let first = setup.calendar.first_day() as usize;
        let mean = all[first..].iter().flatten().sum::<f64>() / (days - first).max(1) as f64;
        all[..first].fill(Some(mean));
        if let Some(day) = all.iter().position(Option::is_none) {
            let what = format!("there is no row for {}", setup.calendar.day(day as u32).date);
            let (first, last) =
                (setup.calendar.day(first as u32).date, setup.calendar.day(days as u32 - 1).date);
            found.fault(
                self.fault(None, what)
                    .expected(format!("every day from {first} to {last}, warm-up included")),
            );
            return None;
        }
        Some(all.into_iter().flatten().collect())
    }

    fn find_column(&self, headers: &csv::StringRecord, name: &str, found: &mut Found) -> Option<usize> {
        let at = headers.iter().position(|header| header == name);
        if at.is_none() {
            let hint = nearest(name, headers.iter());
            found.fault(self.fault(Some(1), format!("there is no column {}", show_text(name))).hint(hint));
        }
        at
    }

    fn row(
        &self,
        record: Result<csv::StringRecord, csv::Error>,
        dates: usize,
        numbers: usize,
    ) -> Result<(u64, Date, f64), Box<Fault>> {
        const MOST: f64 = 10_000.0;
        let record = record.map_err(|error| {
            let line = error.position().map(csv::Position::line);
            let what = match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("the row has {len} cells, the heading {expected_len}")
                }
                _ => format!("the row cannot be read: {error}"),
            };
            self.fault(line, what)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let (day, number) = (record.get(dates).unwrap_or_default(), record.get(numbers).unwrap_or_default());
        let day = date(day).ok_or_else(|| {
            self.fault(Some(line), format!("{} is not a date", show_text(day)))
                .expected("a date as in \"2024-10-01\"")
        })?;
        let wrong = |what: &str, expected: &str| {
            let fault = self.fault(Some(line), format!("{} {what}", show_text(number)));
            Err(Box::new(fault.expected(expected.to_owned())))
        };
        match number.parse::<f64>() {
            Ok(x) if !(0.0..=MOST).contains(&x) => wrong("is out of range", "from 0 to 10000 people"),
            Ok(x) if self.whole && x.fract() != 0.0 => wrong("is not a whole number", "a count of people"),
            Ok(x) => Ok((line, day, x)),
            Err(_) => wrong("is not a number", "a number of people"),
        }
    }
}
