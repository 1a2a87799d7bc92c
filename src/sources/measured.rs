//! A table of a hospital's own measures: a row a day, a column `date` and a column for each measure, by the names that
//! a caller knows. Knows no measure itself.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::fault::Fault;

/// The most days from the first to the last: more is a slip in a date.
const MOST_DAYS: i32 = 20_000;
/// The column of days.
const DATE: &str = "date";

/// A table that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The first day.
    pub first: Date,
    /// For each column whose name is known: which name, and its days, `None` where a cell is empty.
    pub columns: Vec<(usize, Vec<Option<f64>>)>,
}

/// Reads a table, where an empty name is that of no column; `None` where it has no column `date`, or none of these names. Other columns are passed over.
///
/// # Errors
/// The first cell that is no date or no number of 0 or more, days that stand there twice, and days that lie decades apart.
pub fn read(file: &str, bytes: &[u8], names: &[String]) -> Result<Option<Measured>, Fault> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut table =
        ::csv::ReaderBuilder::new().flexible(true).trim(::csv::Trim::All).from_reader(text.as_bytes());
    let Ok(header) = table.headers().cloned() else { return Ok(None) };
    let Some(at) = header.iter().position(|name| name.eq_ignore_ascii_case(DATE)) else { return Ok(None) };
    let known: Vec<(usize, usize)> = (header.iter().enumerate())
        .filter_map(|(column, name)| {
            Some((column, names.iter().position(|known| !known.is_empty() && known == name)?))
        })
        .collect();
    if known.is_empty() {
        return Ok(None);
    }
    let mut rows: BTreeMap<Date, Vec<Option<f64>>> = BTreeMap::new();
    for record in table.records() {
        let record = record.map_err(|error| Fault::new(file, format!("is no table: {error}")))?;
        let line = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let typed = record.get(at).unwrap_or("");
        let date: Date = typed.parse().map_err(|_| {
            let what = format!("\"{typed}\" in the column {DATE} is no day");
            Fault::new(file, what).at(line).expected("one as in 2024-10-01")
        })?;
        let mut cells = Vec::with_capacity(known.len());
        for (column, name) in &known {
            cells.push(figure(record.get(*column).unwrap_or("")).map_err(|typed| {
                let what = format!("\"{typed}\" in the column {} is no figure", names[*name]);
                Fault::new(file, what).at(line).expected("a number of 0 or more, or nothing")
            })?);
        }
        if rows.insert(date, cells).is_some() {
            return Err(Fault::new(file, format!("{date} stands there twice"))
                .at(line)
                .expected("a row a day"));
        }
    }
    let (Some(first), Some(last)) = (rows.keys().next().copied(), rows.keys().next_back().copied()) else {
        return Err(Fault::new(file, "has no day in it").expected("a row a day"));
    };
    let days = (last - first).get_days() + 1;
    if days > MOST_DAYS {
        let what = format!("its days go from {first} to {last}, which is {days} days");
        return Err(Fault::new(file, what).expected(format!("at most {MOST_DAYS}: a date is wrong")));
    }
    let series = |i: usize| {
        let on = |day: i32| rows.get(&first.saturating_add(i64::from(day).days())).and_then(|cells| cells[i]);
        (0..days).map(on).collect()
    };
    let columns = known.iter().enumerate().map(|(i, (_, name))| (*name, series(i))).collect();
    Ok(Some(Measured { first, columns }))
}

/// A cell; the error is what stands there.
fn figure(cell: &str) -> Result<Option<f64>, &str> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0).map(Some).ok_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn of(text: &str) -> Result<Option<Measured>, String> {
        let names = ["beds", "queue"].map(str::to_owned);
        read("x.csv", text.as_bytes(), &names).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_column_is_found_by_its_name_and_days_without_a_row_or_figure_are_open() {
        let found =
            of("note,queue,date\na,3,2025-01-03\nb,,2025-01-02\nc,1.5,2025-01-05\n").unwrap().unwrap();
        let days = vec![None, Some(3.0), None, Some(1.5)];
        assert_eq!(found, Measured { first: date(2025, 1, 2), columns: vec![(1, days)] });
    }

    #[test]
    fn what_is_no_such_table_is_left_to_others() {
        assert_eq!(
            read("x.csv", b"date,\n2025-01-01,3\n", &[String::new()]),
            Ok(None),
            "an empty name is none"
        );
        for text in ["", "a,b\n1,2\n", "date,nctr\n2025-01-01,3\n", "queue\n1\n"] {
            assert_eq!(of(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn every_fault_names_its_line_and_what_was_expected() {
        for (text, said) in [
            (
                "date,beds\n2025-01-01,1\n2025-01-02,many\n",
                "x.csv line 3: \"many\" in the column beds is no figure; expected",
            ),
            ("date,beds\n2025-01-01,-1\n", "line 2: \"-1\""),
            ("date,beds\n1/1/2025,1\n", "\"1/1/2025\" in the column date is no day; expected one as in"),
            ("date,beds\n2025-01-01,1\n2025-01-01,1\n", "line 3: 2025-01-01 stands there twice"),
            ("date,beds\n", "no day in it"),
            ("date,beds\n1025-01-01,1\n2025-01-01,1\n", "a date is wrong"),
        ] {
            let found = of(text).unwrap_err();
            assert!(found.contains(said), "{found}");
        }
    }
}
