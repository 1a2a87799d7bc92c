//! Worlds as a CSV file: `world`, `weight` and a column for each path.

use std::io;

use crate::experiment::worlds::{World, Worlds};
use crate::scenario::csv_file::CsvFile;
use crate::scenario::{Found, Operation, Path};

/// The most worlds of a file.
const MOST_WORLDS: usize = 100_000;
/// The columns before those of the paths.
const COLUMNS: [&str; 2] = ["world", "weight"];

/// As a CSV file.
///
/// # Errors
/// None but of memory.
pub fn csv(worlds: &Worlds) -> io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let signs = worlds.paths.iter().map(|(path, does)| (path, does.sign().trim_end_matches('=')));
    let names = signs.map(|(path, sign)| format!("{path}{sign}"));
    csv.write_record(COLUMNS.iter().map(|name| (*name).to_owned()).chain(names))?;
    for (i, world) in worlds.all.iter().enumerate() {
        let first = [(i + 1).to_string(), world.weight.to_string()];
        csv.write_record(first.iter().chain(&world.values))?;
    }
    csv.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

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
    let columns: Vec<usize> = (0..head.len()).filter(|&i| !COLUMNS.contains(&head[i].as_str())).collect();
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
    Some(Worlds { paths, all })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_are_written_and_read_back() {
        let worlds = Worlds {
            paths: vec![
                ("services.x.places".to_owned(), Operation::Replace),
                ("steps.y.takes.fixed".to_owned(), Operation::Multiply),
            ],
            all: vec![
                World { weight: 0.25, values: vec!["12".to_owned(), "1.5".to_owned()] },
                World { weight: 0.75, values: vec!["14".to_owned(), "0.5".to_owned()] },
            ],
        };
        let bytes = csv(&worlds).expect("bytes");
        let mut found = Found::default();
        assert_eq!(read("w.csv", &bytes, &mut found), Some(worlds));
        assert!(found.finish().is_ok());
    }

    #[test]
    fn a_weight_that_is_no_number_is_told_with_its_line() {
        let mut found = Found::default();
        assert!(read("w.csv", b"world,weight,a.b\n1,x,3\n", &mut found).is_none());
        let said = found.finish().err().map(|faults| faults.to_string()).unwrap_or_default();
        assert!(said.contains("w.csv") && said.contains("\"x\" is not a weight"), "{said}");
    }
}
