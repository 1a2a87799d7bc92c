//! A file as sheets of rows of cells: CSV in any encoding, workbooks of any kind. Knows nothing of what the
//! columns mean; open `table` for the heading.

use std::io::{Cursor, ErrorKind};
use std::path::Path;

use calamine::{Data, Reader as _};

use super::cells::Cell;
use super::decode::{decoded, delimiter};
use super::fault::Fault;
use crate::base::near::nearest_file;
use crate::base::plain::{read_plain, why};

/// The largest file that is read.
pub const LARGEST: usize = 256 << 20;
/// The most rows of a sheet.
const MOST_ROWS: usize = 5_000_000;

/// A row and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line of the file, or the row of the sheet, from 1.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A cell; blank beyond the last.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Blank)
    }

    /// How many cells hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

/// A sheet of a workbook, or a whole CSV file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The file, with the sheet where it is a workbook.
    pub shown: String,
    /// The sheet's name; none for a CSV file.
    pub name: Option<String>,
    /// Its rows, those without anything left out.
    pub rows: Vec<Row>,
}

/// A file that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// The file as typed.
    pub shown: String,
    /// How it was written: the encoding and the sign between columns, or that it is a workbook.
    pub written: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its sheets, at least one.
    pub sheets: Vec<Sheet>,
}

/// Reads a file. The error says why it cannot be read.
pub fn read(path: &Path) -> Result<Book, Fault> {
    let shown = path.to_string_lossy().into_owned();
    let bytes = read_plain(path, LARGEST).map_err(|error| {
        let near = Some(path).filter(|_| error.kind() == ErrorKind::NotFound).and_then(nearest_file);
        Fault::new(&shown, why(&error)).hint(near)
    })?;
    of_bytes(&shown, &bytes)
}

/// The same from bytes.
pub fn of_bytes(shown: &str, bytes: &[u8]) -> Result<Book, Fault> {
    let fingerprint = blake3::hash(bytes).to_hex().to_string();
    let starts = |start: &[u8]| bytes.starts_with(start);
    for (start, what) in
        [(&b"%PDF-"[..], "a PDF"), (b"\x1f\x8b", "a compressed file (gzip)"), (b"PAR1", "a Parquet file")]
    {
        if starts(start) {
            return Err(Fault::new(shown, format!("this is {what}")).expected("CSV or a workbook"));
        }
    }
    let (written, sheets) = if starts(b"PK\x03\x04") || starts(b"\xd0\xcf\x11\xe0") {
        ("a workbook".to_owned(), workbook(shown, bytes)?)
    } else {
        text(shown, bytes)?
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Fault::new(shown, "nothing is in it").expected("a heading and rows below it"));
    }
    Ok(Book { shown: shown.to_owned(), written, fingerprint, sheets })
}

fn text(shown: &str, bytes: &[u8]) -> Result<(String, Vec<Sheet>), Fault> {
    let decoded = decoded(bytes);
    if decoded.text.contains('\0') {
        return Err(Fault::new(shown, "this is no text and no workbook").expected("CSV or a workbook"));
    }
    let delimiter = delimiter(&decoded.text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(decoded.text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text: decoded.text.as_bytes(), byte: 0, line: 1 };
    while reader.read_record(&mut record).map_err(|error| Fault::new(shown, error.to_string()))? {
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        let row = Row { line, cells: record.iter().map(Cell::of).collect() };
        if row.filled() > 0 {
            rows.push(row);
        }
        if rows.len() > MOST_ROWS {
            return Err(Fault::new(shown, format!("more than {MOST_ROWS} rows")));
        }
    }
    let between = match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "bars",
        _ => "commas",
    };
    let sheet = Sheet { shown: shown.to_owned(), name: None, rows };
    Ok((format!("{}, {between}", decoded.encoding), vec![sheet]))
}

/// Counts lines up to a byte; "\r\n" is one end.
struct Lines<'t> {
    text: &'t [u8],
    byte: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of the first character from this byte on that ends no line.
    fn of(&mut self, byte: u64) -> u32 {
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.byte, self.text.len());
        while self.text.get(to).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            to += 1;
        }
        let ends = (self.byte..to).filter(|&i| match self.text[i] {
            b'\n' => true,
            b'\r' => self.text.get(i + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count() as u32;
        self.byte = to;
        self.line
    }
}

fn workbook(shown: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let not_read = |error: calamine::Error| {
        Fault::new(shown, format!("this workbook cannot be read: {error}")).expected(
            "a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) without a password, or its sheet saved as CSV",
        )
    };
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(not_read)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // Sheets of charts hold no cells.
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (i, cells) in range.rows().enumerate() {
            let before = (0..left).map(|_| Cell::Blank);
            let cells = before.chain(cells.iter().map(of_workbook)).collect();
            let row = Row { line: top + i as u32 + 1, cells };
            if row.filled() > 0 {
                rows.push(row);
            }
        }
        sheets.push(Sheet { shown: format!("{shown} sheet \"{name}\""), name: Some(name), rows });
    }
    Ok(sheets)
}

fn of_workbook(data: &Data) -> Cell {
    match data {
        Data::Int(x) => Cell::Number(*x as f64),
        Data::Float(x) => Cell::Number(*x),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::of(text),
        Data::Bool(yes) => Cell::of(if *yes { "TRUE" } else { "FALSE" }),
        Data::DateTime(at) => {
            // Workbooks of old Macintoshes count from 1904; this has been allowed for by the reader.
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let on = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok();
            let time = jiff::civil::Time::new(hour as i8, minute as i8, second as i8, 0).ok();
            match (on, time) {
                (Some(on), Some(time)) if at.is_datetime() => Cell::Date(on.to_datetime(time)),
                _ => Cell::Number(at.as_f64()),
            }
        }
        // An error is a figure that is not there.
        Data::Error(_) => Cell::of("#N/A"),
        Data::Empty => Cell::Blank,
    }
}
