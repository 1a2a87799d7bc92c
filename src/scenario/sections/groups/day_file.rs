//! CSV files with a `date` column and a number for each day. Only rows of simulated days are looked
//! at: files of published figures go on before and after, with gaps. `month_file` has those with a
//! `month` column.

use jiff::civil::Date;

use crate::scenario::build::setup::Setup;
use crate::scenario::text::csv_file::{CsvFile, Row};
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::show_text;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::{date, rounded};

/// The most people a day.
const MOST: f64 = 10_000.0;
/// So many days in a row without anybody are looked at.
const SHORTEST_GAP: usize = 7;
/// So many gaps are told.
const MOST_GAPS: usize = 3;

/// What is asked of a file, and where it is named.
pub struct DayFile<'a> {
    /// Where the scenario names the file.
    pub path: &'a Path,
    /// The column; left out: the only one beside `date`.
    pub column: Option<&'a str>,
    /// Whether these are counts: whole numbers, as observed.
    pub counts: bool,
    /// The file's own path, as shown to people.
    pub shown: &'a str,
}

/// The columns that are read, and the name of the second one.
pub struct Columns {
    /// Of dates or months.
    pub dates: usize,
    /// Of numbers.
    pub numbers: usize,
    name: String,
}

impl Columns {
    /// Those of a file: `dates` by name, and `column`, or the only other one.
    pub fn of(file: &CsvFile<'_>, dates: &str, column: Option<&str>, found: &mut Found) -> Option<Self> {
        let at = file.need(dates, found)?;
        if let Some(name) = column {
            return Some(Self { dates: at, numbers: file.need(name, found)?, name: name.to_owned() });
        }
        let others: Vec<(usize, &str)> =
            file.names().enumerate().filter(|&(i, name)| i != at && !name.is_empty()).collect();
        if let [(numbers, name)] = others[..] {
            return Some(Self { dates: at, numbers, name: name.to_owned() });
        }
        let fault = file.fault(None, format!("the file has {} columns", others.len() + 1));
        found.fault(if others.is_empty() {
            fault.expected(format!("one beside \"{dates}\", with a number of people"))
        } else {
            fault.expected(format!("\"column\" beside the file's name, to say which of {}", file.listed()))
        });
        None
    }

    /// The number of people of a row; `counts`: a whole one.
    pub fn people(&self, file: &CsvFile<'_>, row: &Row, most: f64, counts: bool) -> Result<f64, Box<Fault>> {
        let number = row.cell(self.numbers);
        let wrong =
            |what: String, expected: &str| Err(Box::new(file.fault(Some(row.line), what).expected(expected)));
        let shown = show_text(number);
        match number.parse::<f64>() {
            Ok(x) if !(0.0..=most).contains(&x) => {
                wrong(format!("{shown} is out of range"), &format!("from 0 to {most} people"))
            }
            Ok(x) if counts && x.fract() != 0.0 => {
                wrong(format!("{shown} is not a whole number"), "a count of people")
            }
            Ok(x) => Ok(x),
            Err(_) if number.is_empty() => {
                wrong(format!("column {} is empty", show_text(&self.name)), "a number of people")
            }
            Err(_) if number.replace([',', ' ', '\u{a0}'], "").parse::<f64>().is_ok() => {
                wrong(format!("{shown} is not a number"), "a number of people without \",\" or blanks in it")
            }
            Err(_) => wrong(format!("{shown} is not a number"), "a number of people"),
        }
    }
}

impl DayFile<'_> {
    /// The number of each simulated day; `None` where something is wrong.
    pub fn read(&self, setup: Setup<'_>, bytes: &[u8], found: &mut Found) -> Option<Vec<f64>> {
        let needed: Vec<&str> = std::iter::once("date").chain(self.column).collect();
        let mut file = CsvFile::open(self.shown, self.path, bytes, &needed, found)?;
        let columns = Columns::of(&file, "date", self.column, found)?;
        let (first, days) = (setup.calendar.first_day() as usize, setup.calendar.days_to_end() as usize);
        let mut all: Vec<Option<f64>> = vec![None; days];
        let mut sound = true;
        while let Some(row) = file.next(found) {
            match self.row(setup, &file, &row, &columns) {
                Err(fault) => {
                    found.fault(*fault);
                    sound = false;
                }
                Ok(None) => {}
                Ok(Some((day, number))) => {
                    if all[day].replace(number).is_some() {
                        let date = setup.calendar.day(day as u32).date;
                        let fault = file.fault(Some(row.line), format!("{date} appears twice"));
                        found.fault(fault);
                        sound = false;
                    }
                }
            }
        }
        if !sound || !file.is_sound() || found.is_faulty(&Path::of("calendar")) {
            return None;
        }
        if let Some(fault) = missing(setup, &file, &all[first..]) {
            found.fault(fault);
            return None;
        }
        if all[first..].iter().flatten().all(|&people| people <= 0.0) {
            found.warn("W31", self.path, "no one comes on any day: is this the column that was meant?");
        } else if self.counts {
            self.warn_of_gaps(setup, &all[first..], found);
        }
        // Days before the run are asked of nobody; they have the mean of the others.
        let mean = all[first..].iter().flatten().sum::<f64>() / (days - first).max(1) as f64;
        all[..first].fill(Some(mean));
        Some(all.into_iter().flatten().collect())
    }

    /// The simulated day of a row and its number; `None` for a day outside the run.
    fn row(
        &self,
        setup: Setup<'_>,
        file: &CsvFile<'_>,
        row: &Row,
        columns: &Columns,
    ) -> Result<Option<(usize, f64)>, Box<Fault>> {
        let day = Self::day(file, row, columns.dates)?;
        let run = setup.calendar.first_day() as usize..setup.calendar.days_to_end() as usize;
        let Some(day) = usize::try_from(setup.calendar.number_of(day)).ok().filter(|day| run.contains(day))
        else {
            return Ok(None);
        };
        columns.people(file, row, MOST, self.counts).map(|number| Some((day, number)))
    }

    fn day(file: &CsvFile<'_>, row: &Row, dates: usize) -> Result<Date, Box<Fault>> {
        let text = row.cell(dates);
        date(text).ok_or_else(|| {
            let what = if text.is_empty() {
                "column \"date\" is empty".to_owned()
            } else {
                format!("{} is not a date", show_text(text))
            };
            file.fault(Some(row.line), what).expected("a date as in \"2024-10-01\"").into()
        })
    }

    /// Points out days in a row without anybody that chance does not explain: most likely nothing was
    /// reported.
    fn warn_of_gaps(&self, setup: Setup<'_>, counts: &[Option<f64>], found: &mut Found) {
        let counts: Vec<f64> = counts.iter().flatten().copied().collect();
        let date = |day: usize| setup.calendar.day(setup.calendar.first_day() + day as u32).date;
        let told: Vec<String> = gaps(&counts)
            .into_iter()
            .map(|(from, to)| format!("from {} to {} ({} days)", date(from), date(to), to - from + 1))
            .collect();
        if told.is_empty() {
            return;
        }
        let more = told.len().saturating_sub(MOST_GAPS);
        let shown = told.into_iter().take(MOST_GAPS).collect::<Vec<_>>().join(", ");
        let more = if more > 0 { format!(" and {more} times more") } else { String::new() };
        let busy: Vec<f64> = counts.into_iter().filter(|&n| n > 0.0).collect();
        let mean = rounded((busy.iter().sum::<f64>() / busy.len().max(1) as f64 * 10.0).round() / 10.0);
        let text = format!(
            "no one comes {shown}{more}, and {mean} a day on the other days with people: were figures not reported?"
        );
        found.warn("W31", self.path, text);
    }
}

/// Runs of days without anybody, first and last, that would be a surprise at the mean of the other
/// days. At either end of the file, where a service may open or close, the surprise must be greater.
fn gaps(counts: &[f64]) -> Vec<(usize, usize)> {
    let (total, days) = (counts.iter().sum::<f64>(), counts.len());
    let mut all = Vec::new();
    let mut from = 0;
    while from < days {
        let length = counts[from..].iter().take_while(|&&n| n <= 0.0).count();
        let to = from + length;
        if length >= SHORTEST_GAP && length < days {
            let mean = total / (days - length) as f64;
            // How many such runs there would be by chance, at most.
            let by_chance = days as f64 * libm::exp(-mean * length as f64);
            let bound = if from == 0 || to == days { 0.05 } else { 1.0 };
            if by_chance < bound {
                all.push((from, to - 1));
            }
        }
        from = to.max(from) + 1;
    }
    all
}

/// A simulated day without a row.
fn missing(setup: Setup<'_>, file: &CsvFile<'_>, simulated: &[Option<f64>]) -> Option<Fault> {
    let day = simulated.iter().position(Option::is_none)?;
    let number = simulated.iter().filter(|n| n.is_none()).count();
    let date = |day: usize| setup.calendar.day(setup.calendar.first_day() + day as u32).date;
    let what = if number == simulated.len() {
        "there is no row for any simulated day".to_owned()
    } else {
        let more = if number > 1 { format!(" and {} more days", number - 1) } else { String::new() };
        format!("there is no row for {}{more}", date(day)).replace("and 1 more days", "and 1 more day")
    };
    let (first, last) = (date(0), date(simulated.len() - 1));
    Some(file.fault(None, what).expected(format!("every day from {first} to {last}, warm-up included")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_without_anybody_among_busy_days_is_no_chance() {
        let counts = |busy: f64, before: usize, zeros: usize, after: usize| {
            [vec![busy; before], vec![0.0; zeros], vec![busy; after]].concat()
        };
        assert_eq!(gaps(&counts(50.0, 20, 7, 20)), [(20, 26)]);
        assert_eq!(gaps(&counts(50.0, 20, 6, 20)), []);
        assert_eq!(gaps(&counts(50.0, 20, 14, 0)), [(20, 33)], "not reported yet");
        assert_eq!(gaps(&counts(50.0, 0, 14, 20)), [(0, 13)]);
        assert_eq!(gaps(&counts(0.0, 20, 7, 20)), [], "no one ever comes");
        let twice = [counts(9.0, 3, 8, 3), counts(9.0, 0, 7, 1)].concat();
        assert_eq!(gaps(&twice), [(3, 10), (14, 20)]);
    }

    #[test]
    fn weeks_without_anybody_are_usual_where_few_come() {
        // One person on every tenth day: nine days between two of them are nothing odd.
        let rare: Vec<f64> = (0..200).map(|day| if day % 10 == 0 { 1.0 } else { 0.0 }).collect();
        assert_eq!(gaps(&rare), []);
    }
}
