//! Worlds from a CSV file: `world`, `weight`, where it is told `fitted_to` (the last day of what they were fitted to), and
//! a column for each path.

use jiff::civil::Date;

use super::{World, Worlds};
use crate::scenario::text::csv_file::CsvFile;
use crate::scenario::{Found, Operation, Path};

/// The most worlds of a file.
const MOST_WORLDS: usize = 100_000;
/// The columns before those of the paths that a file has to have.
pub const COLUMNS: [&str; 2] = ["world", "weight"];
/// The column of the last day that worlds were fitted to; a file may be without it.
pub const FITTED_TO: &str = "fitted_to";

/// From a CSV file, whose name faults tell.
///
/// # Errors
/// Every line that cannot be read.
pub fn read(name: &str, bytes: &[u8], found: &mut Found) -> Option<Worlds> {
    let mut file = CsvFile::open(name, &Path::root(), bytes, &COLUMNS, found)?;
    let head: Vec<String> = file.names().map(str::to_owned).collect();
    // All other columns are paths.
    let Some(weight) = file.find(COLUMNS[1], found) else {
        let fault = file.fault(Some(1), "this is no file of worlds: the column \"weight\" is left out");
        found.fault(fault.expected("world, weight and a column for each path"));
        return None;
    };
    let columns: Vec<usize> =
        (0..head.len()).filter(|&i| head[i] != FITTED_TO && !COLUMNS.contains(&head[i].as_str())).collect();
    let last = head.iter().position(|name| name == FITTED_TO);
    let mut fitted_to: Option<Date> = None;
    let paths = columns.iter().map(|&i| Operation::split(&head[i])).map(|(p, o)| (p.to_owned(), o)).collect();
    let mut all = Vec::new();
    while let Some(row) = file.next(found) {
        let text = row.cell(weight);
        let weight = text.parse::<f64>().ok().filter(|w| w.is_finite() && *w >= 0.0);
        let Some(weight) = weight else {
            let fault = file.fault(Some(row.line), format!("column \"weight\": \"{text}\" is not a weight"));
            found.fault(fault.expected("a number of 0 or more"));
            continue;
        };
        let told = last.map_or("", |last| row.cell(last));
        if let Ok(day) = told.parse() {
            fitted_to = fitted_to.max(Some(day));
        } else if !told.is_empty() {
            let what = format!("column \"{FITTED_TO}\": \"{told}\" is not a date");
            found.fault(file.fault(Some(row.line), what).expected("a date, as 2024-03-31"));
        }
        if all.len() >= MOST_WORLDS {
            let fault = file.fault(Some(row.line), format!("there are more than {MOST_WORLDS} worlds"));
            found.fault(fault.expected(format!("at most {MOST_WORLDS}")));
            return None;
        }
        all.push(World { weight, values: columns.iter().map(|&i| row.cell(i).to_owned()).collect() });
    }
    let total: f64 = all.iter().map(|world| world.weight).sum();
    if all.is_empty() || total <= 0.0 {
        found.fault(file.fault(None, "there are no worlds with a weight").expected("one row a world"));
        return None;
    }
    for world in &mut all {
        world.weight /= total;
    }
    Some(Worlds { paths, all, fitted_to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_that_is_no_number_is_told_with_its_line() {
        let mut found = Found::default();
        assert!(read("w.csv", b"world,weight,a.b\n1,x,3\n", &mut found).is_none());
        let said = found.finish().err().map(|faults| faults.to_string()).unwrap_or_default();
        assert!(said.contains("w.csv") && said.contains("\"x\" is not a weight"), "{said}");
    }

    #[test]
    fn a_last_day_that_is_no_date_is_told_with_its_line() {
        let mut found = Found::default();
        read("w.csv", b"world,weight,fitted_to,a.b\n1,1,soon,3\n", &mut found);
        let said = found.finish().err().map(|faults| faults.to_string()).unwrap_or_default();
        assert!(said.contains("w.csv") && said.contains("\"soon\" is not a date"), "{said}");
    }
}
