//! The one reader of CSV files: arrivals by the day, a census, observed figures. It finds the heading
//! and its columns and hands out the rows, each with the line that an editor shows; what is wrong with
//! the file as a whole is told here, what its cells mean is for those who asked.

use csv::StringRecord;
use std::fmt::Write as _;

use super::fault::{Fault, Found};
use super::node::{Origin, show_text};
use super::parse::text_of;
use super::path::Path;
use crate::base::near::nearest;

/// The most columns of a file.
pub const MOST_COLUMNS: usize = 10_000;
/// So many names of columns are listed in a fault.
const MOST_LISTED: usize = 12;
/// So far down the heading is looked for, to say where it stands.
const DEEPEST_HEADING: usize = 40;
/// What to do with a file of another kind.
const AS_CSV: &str = "the sheet saved as \"CSV UTF-8 (comma delimited)\"";

/// A CSV file whose heading has been read.
pub struct CsvFile<'a> {
    origin: Origin,
    path: Path,
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    names: StringRecord,
    heading: u32,
    seen: Seen,
    sound: bool,
}

/// A row that has as many cells as the heading, not all of them blank.
pub struct Row {
    /// The line in which it begins, as an editor shows it.
    pub line: u32,
    cells: StringRecord,
}

impl Row {
    /// A cell without the blanks round it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }
}

/// How far lines have been counted: a byte, and the line that begins or goes on there.
#[derive(Clone, Copy)]
struct Seen {
    byte: usize,
    line: u32,
}

impl Seen {
    /// The line of the first character from a byte on that ends no line.
    fn line_of(&mut self, text: &str, byte: u64) -> u32 {
        let bytes = text.as_bytes();
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.byte, bytes.len());
        while bytes.get(to).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            to += 1;
        }
        let passed = &bytes[self.byte..to];
        // A line ends with either sign or with both: "\r\n" is one end.
        let ends = (0..passed.len()).filter(|&i| match passed[i] {
            b'\n' => true,
            b'\r' => bytes.get(self.byte + i + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count() as u32;
        self.byte = to;
        self.line
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.trim(csv::Trim::All).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Where a column stands: as typed, or else but for capitals.
fn places<'n>(names: &'n StringRecord, name: &str) -> Vec<(usize, &'n str)> {
    let all = |alike: &dyn Fn(&str) -> bool| {
        names.iter().enumerate().filter(|(_, known)| alike(known)).collect::<Vec<_>>()
    };
    let exact = all(&|known| known == name);
    if exact.is_empty() { all(&|known| known.to_lowercase() == name.to_lowercase()) } else { exact }
}

fn has(names: &StringRecord, needed: &[&str]) -> bool {
    needed.iter().all(|name| !places(names, name).is_empty())
}

/// Names in a row, the first of many.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let shown: Vec<String> =
        names.iter().take(MOST_LISTED).map(|n| show_text(n).trim_matches('"').to_owned()).collect();
    let more = names.len() - shown.len();
    shown.join(", ") + &if more == 0 { String::new() } else { format!(" and {more} more") }
}

impl<'a> CsvFile<'a> {
    /// Reads the heading; `shown` is the file's path for people, `path` where it is named. `None` where
    /// this is another kind of file, or the columns that are needed stand elsewhere in it.
    pub fn open(
        shown: &str,
        path: &Path,
        bytes: &'a [u8],
        needed: &[&str],
        found: &mut Found,
    ) -> Option<Self> {
        let origin = Origin::whole(shown);
        let text = text_of(&origin, path, bytes, AS_CSV, found)?;
        let mut reader = reader(text, b',');
        let names = reader.headers().cloned().unwrap_or_default();
        let mut seen = Seen { byte: 0, line: 1 };
        let heading = seen.line_of(text, names.position().map_or(0, csv::Position::byte));
        let file = Self { origin, path: path.clone(), text, reader, names, heading, seen, sound: true };
        if text.trim().is_empty() {
            let first = needed.first().copied().unwrap_or_default();
            let what = format!("the file is empty, so there is no column {}", show_text(first));
            let listed = needed.iter().copied();
            found.fault(file.fault(None, what).expected(format!("a heading with {}", self::listed(listed))));
            return None;
        }
        if file.names.len() > MOST_COLUMNS {
            let fault = file.fault(Some(heading), format!("the file has {} columns", file.names.len()));
            found.fault(fault.expected(format!("at most {MOST_COLUMNS}")));
            return None;
        }
        let otherwise = if has(&file.names, needed) { None } else { file.otherwise(needed) };
        if let Some(fault) = otherwise {
            found.fault(fault);
            return None;
        }
        Some(file)
    }

    /// A heading that is there, but apart by another sign or further down.
    fn otherwise(&self, needed: &[&str]) -> Option<Fault> {
        for (delimiter, shown) in [(b';', "\";\""), (b'\t', "tabs"), (b'|', "\"|\"")] {
            let mut other = reader(self.text, delimiter);
            let names = other.headers().cloned().unwrap_or_default();
            let alone = self.names.len() == 1 && names.len() > 1;
            if alone || names.len() > 1 && has(&names, needed) {
                let fault = self.fault(Some(self.heading), format!("the columns are separated by {shown}"));
                return Some(fault.expected(format!("commas: {AS_CSV}")));
            }
        }
        let mut below = reader(self.text, b',');
        let mut seen = Seen { byte: 0, line: 1 };
        let rows = below.records().take(DEEPEST_HEADING).flatten();
        for row in rows {
            let line = seen.line_of(self.text, row.position().map_or(0, csv::Position::byte));
            if has(&row, needed) {
                let fault = self.fault(Some(line), "the heading is here and not on the first line");
                return Some(fault.expected("nothing above it"));
            }
        }
        None
    }

    /// A fault of this file.
    pub fn fault(&self, line: Option<u32>, what: impl Into<String>) -> Fault {
        Fault::new(&Origin { line, ..self.origin.clone() }, &self.path, what)
    }

    /// A fault of the heading.
    pub fn fault_of_heading(&self, what: impl Into<String>) -> Fault {
        self.fault(Some(self.heading), what)
    }

    /// The names of the columns; blank where a column has none.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter()
    }

    /// The names that there are, for a fault.
    pub fn listed(&self) -> String {
        listed(self.names())
    }

    /// Where a column stands that must be there, once.
    pub fn need(&self, name: &str, found: &mut Found) -> Option<usize> {
        let at = self.find(name, found);
        if at.is_none() && places(&self.names, name).is_empty() {
            let fault = self.fault_of_heading(format!("there is no column {}", show_text(name)));
            let hint = nearest(name, self.names().filter(|name| !name.is_empty()));
            found.fault(match hint {
                None => fault.expected(format!("it among {}", self.listed())),
                hint => fault.hint(hint),
            });
        }
        at
    }

    /// Where a column stands that may be left out; twice is a fault.
    pub fn find(&self, name: &str, found: &mut Found) -> Option<usize> {
        match places(&self.names, name).as_slice() {
            [] => None,
            [(at, _)] => Some(*at),
            [_, (_, again), ..] => {
                let what = format!("the column {} appears twice", show_text(again));
                found.fault(self.fault_of_heading(what).expected("each name once"));
                None
            }
        }
    }

    /// Where the columns of a table stand that has these and no others; `of` says what it is. Told are
    /// columns that it does not have, those twice, and those left out that are needed.
    pub fn columns<const N: usize>(
        &self,
        known: [&str; N],
        needed: &[&str],
        of: &str,
        found: &mut Found,
    ) -> Option<[Option<usize>; N]> {
        if !known.iter().any(|name| has(&self.names, &[name])) {
            let fault =
                self.fault_of_heading(format!("this is another table: its columns are {}", self.listed()));
            found.fault(fault.expected(format!("{of}, with {}", known.join(", "))));
            return None;
        }
        let mut sound = true;
        for name in self.names().filter(|name| !name.is_empty()) {
            if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let fault = self.fault_of_heading(format!("there is no column {} in {of}", show_text(name)));
                found.fault(match nearest(name, known) {
                    None => fault.expected(format!("some of {}", known.join(", "))),
                    hint => fault.hint(hint),
                });
                sound = false;
            }
        }
        let columns = known.map(|name| {
            let at = self.find(name, found);
            let there = !places(&self.names, name).is_empty();
            if needed.contains(&name) && !there {
                found.fault(self.fault_of_heading(format!("the column {} is left out", show_text(name))));
            }
            sound &= at.is_some() || !there && !needed.contains(&name);
            at
        });
        sound.then_some(columns)
    }

    /// Whether all rows so far could be read.
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// The next row; those that cannot be read are told, those that are blank passed over.
    pub fn next(&mut self, found: &mut Found) -> Option<Row> {
        loop {
            let mut cells = StringRecord::new();
            let read = self.reader.read_record(&mut cells);
            let line = self.seen.line_of(self.text, cells.position().map_or(0, csv::Position::byte));
            match read {
                Ok(false) => return None,
                Ok(true) if cells.iter().all(str::is_empty) => {}
                Ok(true) => match self.odd_length(&cells, line) {
                    None => return Some(Row { line, cells }),
                    Some(what) => {
                        self.sound = false;
                        found.fault(self.fault(Some(line), what));
                    }
                },
                // Text in memory can be read; should it fail, going on would be endless.
                Err(error) => {
                    self.sound = false;
                    found.fault(self.fault(Some(line), format!("the row cannot be read: {error}")));
                    return None;
                }
            }
        }
    }

    /// What is wrong with a row whose cells are too few or too many; blank ones at its end are not.
    fn odd_length(&self, cells: &StringRecord, line: u32) -> Option<String> {
        let (len, wanted) = (cells.len(), self.names.len());
        if len == wanted || len > wanted && cells.iter().skip(wanted).all(str::is_empty) {
            return None;
        }
        let mut what =
            format!("the row has {len} {}, the heading {wanted}", if len == 1 { "cell" } else { "cells" });
        let end = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX).min(self.text.len());
        let taken = self.text.get(self.seen.byte..end).unwrap_or_default().trim_end();
        let further = taken.matches('\n').count() as u32;
        if further > 0 {
            let _ = write!(what, "; it goes on to line {}, as a quote is open", line + further);
        }
        Some(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], needed: &[&str]) -> (Vec<(u32, Vec<String>)>, Vec<String>) {
        let mut found = Found::default();
        let mut rows = Vec::new();
        if let Some(mut file) = CsvFile::open("a.csv", &Path::root(), bytes, needed, &mut found) {
            let columns: Vec<_> = needed.iter().map(|name| file.need(name, &mut found)).collect();
            let count = if columns.contains(&None) { 0 } else { file.names().count() };
            while let Some(row) = file.next(&mut found).filter(|_| count > 0) {
                rows.push((row.line, (0..count).map(|i| row.cell(i).to_owned()).collect()));
            }
        }
        let faults = found.finish().err();
        let faults = faults.iter().flat_map(crate::scenario::Faults::all).map(ToString::to_string).collect();
        (rows, faults)
    }

    fn lines(text: &str) -> Vec<u32> {
        let (rows, faults) = read(text.as_bytes(), &["date"]);
        assert_eq!(faults, [""; 0], "{text:?}");
        rows.into_iter().map(|(line, _)| line).collect()
    }

    fn only_fault(bytes: &[u8]) -> String {
        let (rows, faults) = read(bytes, &["date", "n"]);
        assert_eq!((rows.len(), faults.len()), (0, 1), "{faults:?}");
        faults.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn lines_are_those_that_an_editor_shows() {
        assert_eq!(lines("date,n\n1,2\n3,4\n"), [2, 3]);
        assert_eq!(lines("date,n\r\n1,2\r\n3,4\r\n"), [2, 3]);
        assert_eq!(lines("date,n\r1,2\r3,4"), [2, 3]);
        assert_eq!(lines("\n\ndate,n\n\n1,2\n\n\n3,4"), [5, 8]);
        assert_eq!(lines("\r\n\r\ndate,n\r\n\r\n1,2\r\n\r\n3,4"), [5, 7]);
        assert_eq!(lines("date,n\n1,\"a\nb\"\n3,4"), [2, 4]);
        assert_eq!(lines("date,n\r\n1,\"a\r\n\r\nb\"\r\n3,4"), [2, 5]);
        assert_eq!(lines("date,\"n\nm\"\n1,2\n"), [3]);
        assert_eq!(lines("date,n\n1,2\n,\n  \n3,4\n,,\n"), [2, 5], "blank rows say nothing");
    }

    #[test]
    fn a_heading_may_have_a_mark_quotes_blanks_and_capitals() {
        let (rows, faults) = read("\u{feff}\" Date \",\u{a0}N\n1, 2 \n".as_bytes(), &["date", "n"]);
        assert_eq!((rows, faults), (vec![(2, vec!["1".to_owned(), "2".to_owned()])], Vec::new()));
    }

    #[test]
    fn another_kind_of_file_is_named_with_what_to_save() {
        let save = "expected the sheet saved as \"CSV UTF-8 (comma delimited)\"";
        let utf16: Vec<u8> = "\u{feff}date,n\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, what) in [
            (b"PK\x03\x04....".as_slice(), "this is a workbook (or another zip file)"),
            (&utf16, "this is text in UTF-16 (\"Unicode text\")"),
            (
                b"date,n\n1,caf\xe9\n",
                "line 2: the file is not UTF-8 text; it may be in Windows-1252 or Latin-1",
            ),
        ] {
            let said = only_fault(bytes);
            assert!(said.contains(what) && said.ends_with(save), "{said}");
        }
    }

    #[test]
    fn columns_apart_by_another_sign_are_told() {
        let commas = "expected commas: the sheet saved as \"CSV UTF-8 (comma delimited)\"";
        assert_eq!(
            only_fault(b"date;n\n1;2\n"),
            format!("a.csv line 1: the columns are separated by \";\"; {commas}")
        );
        assert_eq!(
            only_fault(b"date\tn\n1\t2\n"),
            format!("a.csv line 1: the columns are separated by tabs; {commas}")
        );
        assert!(only_fault(b"day;people\n1;2\n").contains("separated by \";\""), "whatever the names");
        assert!(only_fault(b"date;n;a, b\n1;2;3\n").contains("separated by \";\""), "a comma in a name");
    }

    #[test]
    fn a_heading_that_is_not_there_is_told() {
        assert_eq!(
            only_fault(b""),
            "a.csv: the file is empty, so there is no column \"date\"; expected a heading with date, n"
        );
        assert_eq!(only_fault(b"\r\n \n"), only_fault(b""));
        assert_eq!(
            only_fault(b"date,dates,m\n"),
            "a.csv line 1: there is no column \"n\"; did you mean \"m\"?"
        );
        assert_eq!(
            only_fault(b"date,people,\n"),
            "a.csv line 1: there is no column \"n\"; expected it among date, people"
        );
        assert_eq!(
            only_fault(b"date,n,n\n1,2,3\n"),
            "a.csv line 1: the column \"n\" appears twice; expected each name once"
        );
        assert_eq!(
            only_fault(b"Return for January,\n\nDate,n\n1,2\n"),
            "a.csv line 3: the heading is here and not on the first line; expected nothing above it"
        );
    }

    #[test]
    fn a_row_of_another_length_is_told_with_the_quote_that_is_open() {
        assert_eq!(only_fault(b"date,n\n1\n"), "a.csv line 2: the row has 1 cell, the heading 2");
        assert_eq!(
            only_fault(b"date,n\r\n\"1,2\r\n3,4\r\n"),
            "a.csv line 2: the row has 1 cell, the heading 2; it goes on to line 3, as a quote is open"
        );
        assert_eq!(read(b"date,n\n1,2,,\n", &["date"]).1, [""; 0], "blank cells at the end say nothing");
    }
}
