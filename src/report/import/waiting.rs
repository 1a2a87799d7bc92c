//! Who waits on a day, where both reasons and bands of delay were given: the two files of `initial.waiting`, and what
//! is said of them.

use std::io;

use crate::report::csv::Table;
use crate::report::words::count;
use crate::sources::import::{Imported, Piece};
use crate::sources::waiting::{Waiting, of};

/// The names of both files.
pub(super) const NAMES: [&str; 2] = ["waiting-reasons.csv", "waiting-bands.csv"];

/// The counts of reasons and bands, or why there are none; nothing where one of the two was not given.
fn waiting(all: &[Imported]) -> Option<Result<Waiting, &'static str>> {
    let reasons =
        all.iter().find_map(|one| if let Piece::Reasons(shares) = &one.piece { Some(shares) } else { None });
    let bands =
        all.iter().find_map(|one| if let Piece::Bands(shares) = &one.piece { Some(shares) } else { None });
    Some(of(reasons?, bands?))
}

/// Both files.
pub(super) fn tables(all: &[Imported]) -> io::Result<[Option<Vec<u8>>; 2]> {
    let Some(Ok(found)) = waiting(all) else { return Ok([None, None]) };
    let mut reasons = Table::new();
    reasons.row(["reason", "people", "pathway", "notes"])?;
    for one in &found.reasons {
        reasons.row([one.name.as_str(), &one.people.to_string(), &one.pathway, ""])?;
    }
    let mut bands = Table::new();
    bands.row(["band", "people"])?;
    for (name, people) in &found.bands {
        bands.row([name.as_str(), &people.to_string()])?;
    }
    Ok([Some(reasons.finish()?), Some(bands.finish()?)])
}

/// What is said of them.
pub(super) fn said(all: &[Imported]) -> Option<String> {
    Some(match waiting(all)? {
        Err(why) => format!("{} and {} are not written: {why}", NAMES[0], NAMES[1]),
        Ok(found) => {
            let people: u32 = found.reasons.iter().map(|one| one.people).sum();
            let months = if found.months > 1 {
                format!(", the mean of {}", count(found.months as u64, "month"))
            } else {
                String::new()
            };
            let bands = if found.same_people {
                "bands are of the same people, as they sum alike"
            } else {
                "bands were of people who left, and those of who waits follow from them"
            };
            format!(
                "{} and {} are for `initial.waiting` ({}{months}; {bands}): reasons are the publication's, of which a scenario knows the national group before the dash; put its own `step:...` or `capacity:...` where you know it",
                NAMES[0],
                NAMES[1],
                if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
            )
        }
    })
}
