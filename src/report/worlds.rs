//! Worlds as a CSV file: `world`, `weight` and a column for each path.

use std::io;

use crate::scenario::Worlds;
use crate::scenario::worlds::COLUMNS;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::worlds::read;
    use crate::scenario::{Found, Operation, World};

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
}
