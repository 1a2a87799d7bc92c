//! Worlds as a CSV file: `world`, `weight`, where it is known `fitted_to` (the last day that they were fitted to), and a
//! column for each path.

use std::io;

use crate::scenario::Worlds;
use crate::scenario::worlds::{COLUMNS, FITTED_TO};

/// As a CSV file.
///
/// # Errors
/// None but of memory.
pub fn csv(worlds: &Worlds) -> io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let signs = worlds.paths.iter().map(|(path, does)| (path, does.sign().trim_end_matches('=')));
    let names = signs.map(|(path, sign)| format!("{path}{sign}"));
    let first = COLUMNS.iter().copied().chain(worlds.fitted_to.map(|_| FITTED_TO)).map(str::to_owned);
    csv.write_record(first.chain(names))?;
    let fitted_to = worlds.fitted_to.map(|day| day.to_string());
    for (i, world) in worlds.all.iter().enumerate() {
        let first = [(i + 1).to_string(), world.weight.to_string()];
        csv.write_record(first.iter().chain(&fitted_to).chain(&world.values))?;
    }
    csv.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::worlds::read;
    use crate::scenario::{Found, Operation, World};
    use jiff::civil::date;

    #[test]
    fn worlds_are_written_and_read_back() {
        let worlds = Worlds {
            fitted_to: None,
            paths: vec![
                ("services.x.places".to_owned(), Operation::Replace),
                ("steps.y.takes.fixed".to_owned(), Operation::Multiply),
            ],
            all: vec![
                World { weight: 0.25, values: vec!["12".to_owned(), "1.5".to_owned()] },
                World { weight: 0.75, values: vec!["14".to_owned(), "0.5".to_owned()] },
            ],
        };
        let mut found = Found::default();
        for to in [None, Some(date(2024, 3, 31))] {
            let worlds = Worlds { fitted_to: to, ..worlds.clone() };
            let bytes = csv(&worlds).expect("bytes");
            assert_eq!(read("w.csv", &bytes, &mut found), Some(worlds));
        }
        assert!(found.finish().is_ok());
    }
}
