//! Worlds from a CSV file: `world`, `weight` and a column for each path.

use super::{World, Worlds};
use crate::scenario::text::csv_file::CsvFile;
use crate::scenario::{Found, Operation, Path};

/// The most worlds of a file.
const MOST_WORLDS: usize = 100_000;
/// The columns before those of the paths.
pub const COLUMNS: [&str; 2] = ["world", "weight"];

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
    fn a_weight_that_is_no_number_is_told_with_its_line() {
        let mut found = Found::default();
        assert!(read("w.csv", b"world,weight,a.b\n1,x,3\n", &mut found).is_none());
        let said = found.finish().err().map(|faults| faults.to_string()).unwrap_or_default();
        assert!(said.contains("w.csv") && said.contains("\"x\" is not a weight"), "{said}");
    }
}
