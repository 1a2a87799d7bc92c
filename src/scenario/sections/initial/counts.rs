//! Counts of those who are ready at the start: by reason, and by band of delay, each in a CSV file. Only what the
//! days of the run depend on is found here; `waiting` finds what the names mean and makes people of the counts.

use super::rows::MOST_AT_THE_START;
use crate::scenario::text::csv_file::CsvFile;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Origin, show_text};
use crate::scenario::text::path::Path;
use crate::sources::shares::band;

/// Where the scenario names the files.
pub const REASONS: &str = "initial.waiting.by_reason";
pub const BANDS: &str = "initial.waiting.by_band";

/// The most rows of either file.
const MOST_ROWS: usize = 1_000;
/// The longest mean of an open band beyond its first day, and the most days ago that somebody of it became ready.
const LONGEST_MEAN: f64 = 365.0;
const LONGEST_AGO: u32 = 3_000;
/// How long before somebody became ready the run knows of the stay.
const STAY_BEFORE: u32 = 90;

/// So many wait for a reason.
#[derive(Debug)]
pub struct OfReason {
    pub(super) line: u32,
    pub(super) reason: String,
    /// Empty: any.
    pub(super) pathway: String,
    /// Empty: any.
    pub(super) group: String,
    pub(super) people: u32,
}

/// So many have been ready since so many midnights.
#[derive(Clone, Debug, PartialEq)]
pub struct OfBand {
    /// From 1.
    pub(super) from: u32,
    /// `None` where it is open.
    pub(super) to: Option<u32>,
    pub(super) people: u32,
}

/// The counts of both files.
#[derive(Debug)]
pub struct Counts {
    shown: String,
    pub(super) reasons: Vec<OfReason>,
    /// In order, the shortest first.
    pub(super) bands: Vec<OfBand>,
}

impl Counts {
    /// Reads both files, each with its path for people.
    pub fn read(reasons: (&str, &[u8]), bands: (&str, &[u8]), found: &mut Found) -> Option<Self> {
        let of_reasons = self::reasons(reasons, found);
        let bands = self::bands(bands, found);
        Some(Self { shown: reasons.0.to_owned(), reasons: of_reasons?, bands: bands? })
    }

    /// A fault of a row of the reasons.
    pub(super) fn fault(&self, line: u32, what: impl Into<String>) -> Fault {
        Fault::new(&Origin { line: Some(line), ..Origin::whole(&self.shown) }, &Path::of(REASONS), what)
    }

    /// How many there are by reason.
    pub fn people(&self) -> u32 {
        self.reasons.iter().map(|row| row.people).fold(0, u32::saturating_add)
    }

    /// The mean of how many days beyond its first midnights people of the open band have been ready: as if it begins as
    /// dense as the band before it ends and thins out at an even rate. Without people in that band, as long again
    /// as its bound.
    pub fn beyond(&self) -> Option<f64> {
        let open = self.bands.iter().find(|band| band.to.is_none())?;
        let before =
            self.bands.iter().find(|band| band.to.is_some_and(|to| to + 1 == open.from) && band.people > 0);
        let mean = before.map_or(f64::from(open.from), |before| {
            let days = f64::from(open.from - before.from);
            f64::from(open.people) * days / f64::from(before.people)
        });
        Some(mean.clamp(1.0, LONGEST_MEAN))
    }

    /// How many days ago the first of them may have become ready.
    pub fn longest_ago(&self) -> u32 {
        const MEANS: f64 = 8.0;
        let last = |band: &OfBand| match band.to {
            Some(to) => to,
            None => band.from.saturating_add((MEANS * self.beyond().unwrap_or_default()) as u32),
        };
        self.bands.iter().map(last).max().unwrap_or(0).min(LONGEST_AGO)
    }

    /// How many days before the run its clock has to begin.
    pub fn lead(&self) -> u32 {
        self.longest_ago() + STAY_BEFORE
    }
}

/// The people of a cell.
fn people(text: &str) -> Option<u32> {
    text.parse().ok().filter(|&n: &u32| u64::from(n) <= MOST_AT_THE_START)
}

fn reasons((shown, bytes): (&str, &[u8]), found: &mut Found) -> Option<Vec<OfReason>> {
    const COLUMNS: [&str; 5] = ["reason", "people", "pathway", "group", "notes"];
    const NEEDED: [&str; 2] = ["reason", "people"];
    let mut file = CsvFile::open(shown, &Path::of(REASONS), bytes, &NEEDED, found)?;
    let columns = file.columns(COLUMNS, &NEEDED, "counts by reason", found)?;
    let (mut all, mut sound) = (Vec::new(), true);
    while let Some(row) = file.next(found) {
        let [reason, n, pathway, group, _] = columns.map(|at| at.map(|i| row.cell(i)).unwrap_or_default());
        if all.len() == MOST_ROWS {
            found.fault(file.fault(Some(row.line), format!("there are more than {MOST_ROWS} rows")));
            return None;
        }
        let Some(people) = people(n) else {
            found.fault(not_people(&file, row.line, n));
            sound = false;
            continue;
        };
        all.push(OfReason {
            line: row.line,
            reason: reason.to_owned(),
            pathway: pathway.to_owned(),
            group: group.to_owned(),
            people,
        });
    }
    (sound && file.is_sound()).then_some(all)
}

fn not_people(file: &CsvFile<'_>, line: u32, text: &str) -> Fault {
    let what = format!("\"people\": {} is not a number of people", show_text(text));
    file.fault(Some(line), what).expected(format!("a whole number, from 0 to {MOST_AT_THE_START}"))
}

fn bands((shown, bytes): (&str, &[u8]), found: &mut Found) -> Option<Vec<OfBand>> {
    const COLUMNS: [&str; 3] = ["band", "people", "notes"];
    const NEEDED: [&str; 2] = ["band", "people"];
    let mut file = CsvFile::open(shown, &Path::of(BANDS), bytes, &NEEDED, found)?;
    let columns = file.columns(COLUMNS, &NEEDED, "counts by band of delay", found)?;
    let (mut all, mut sound): (Vec<OfBand>, bool) = (Vec::new(), true);
    while let Some(row) = file.next(found) {
        let [name, n, _] = columns.map(|at| at.map(|i| row.cell(i)).unwrap_or_default());
        let mut wrong = |fault: Fault| {
            found.fault(fault);
            sound = false;
        };
        let (from, to) = match band(name) {
            Some((from, to)) if from >= 1 && to.unwrap_or(from) <= LONGEST_AGO => (from, to),
            _ => {
                let what = format!("\"band\": {} is not a band of delay", show_text(name));
                let expected = "days from 1 on, as in \"1\", \"2-3\" or \"21 or more\": who became ready on the day \
                                before the start has waited for 1";
                wrong(file.fault(Some(row.line), what).expected(expected));
                continue;
            }
        };
        let Some(people) = people(n) else {
            wrong(not_people(&file, row.line, n));
            continue;
        };
        let last = to.unwrap_or(u32::MAX);
        if all.iter().any(|other| other.from <= last && from <= other.to.unwrap_or(u32::MAX)) {
            let what = format!("\"band\": {} holds days that another row holds", show_text(name));
            wrong(file.fault(Some(row.line), what).expected("each day of delay in one band"));
            continue;
        }
        all.push(OfBand { from, to, people });
    }
    all.sort_by_key(|band| band.from);
    (sound && file.is_sound()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reasons: &str, bands: &str) -> Result<Counts, String> {
        let mut found = Found::default();
        let counts = Counts::read(("r.csv", reasons.as_bytes()), ("b.csv", bands.as_bytes()), &mut found);
        match found.finish() {
            Ok(_) => Ok(counts.unwrap()),
            Err(faults) => Err(faults.to_string()),
        }
    }

    #[test]
    fn an_open_band_begins_as_dense_as_the_one_before_ends() {
        let counts =
            read("reason,people\nhub,9\n", "band,people\n21 days or more,12\n14-20,6\n1 day,3\n").unwrap();
        // 6 over 7 days; 12 of them with a mean of 14 are as dense at the bound.
        assert_eq!(counts.beyond(), Some(14.0));
        assert_eq!(counts.longest_ago(), 21 + 8 * 14);
        let alone = read("reason,people\nhub,9\n", "band,people\n7+,9\n").unwrap();
        assert_eq!(alone.beyond(), Some(7.0));
    }

    #[test]
    fn what_is_wrong_with_counts_is_told_with_its_line() {
        for (reasons, bands, told) in [
            (
                "reason,people\nhub,2.5\n",
                "band,people\n1,2\n",
                "r.csv line 2 · initial.waiting.by_reason: \"people\": \"2.5\" is not a number of people; expected a whole number, from 0 to 200000",
            ),
            (
                "reason\nhub\n",
                "band,people\n1,2\n",
                "r.csv line 1 · initial.waiting.by_reason: the column \"people\" is left out",
            ),
            (
                "reason,people\nhub,2\n",
                "band,people\n0,2\n",
                "b.csv line 2 · initial.waiting.by_band: \"band\": \"0\" is not a band of delay; expected days from 1 on, as in \"1\", \"2-3\" or \"21 or more\": who became ready on the day before the start has waited for 1",
            ),
            (
                "reason,people\nhub,2\n",
                "band,people\n1-3,1\n3-4,1\n",
                "b.csv line 3 · initial.waiting.by_band: \"band\": \"3-4\" holds days that another row holds; expected each day of delay in one band",
            ),
        ] {
            assert_eq!(read(reasons, bands).unwrap_err(), told);
        }
    }
}
