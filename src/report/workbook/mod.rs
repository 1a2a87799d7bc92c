//! `results.xlsx`: a brief and the study's CSV files as a workbook that an analyst takes apart. A cover with
//! contents, notes, every sentence, every table and the table behind every chart, then the files. One table a
//! sheet, numbers as numbers. The same brief gives the same bytes.
//!
//! `cells` gives cells their kinds, `sheet` writes one sheet, `names` names them, `notes` says what is meant.

mod cells;
mod names;
mod notes;
mod sheet;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::block::{Block, Part, Table};
use super::brief::{Brief, Sentence};
use super::words::thousands;
use cells::{Cell, Cells};
use names::Names;
use notes::noted;
use sheet::Sheet;

/// The file.
pub const WORKBOOK: &str = "results.xlsx";

/// Files with more rows are left out: they are for programs, and slow in a spreadsheet.
const MOST_ROWS: usize = 20_000;
/// All files together have at most so many cells: a workbook is made and opened while somebody waits. Those of one
/// folder are taken together or not at all, the smallest first.
const MOST_CELLS: usize = 150_000;

const COVER: &str = "Cover";
const NOTES: &str = "Notes";
const FINDINGS: &str = "Findings";
/// A place for what only a person can fill in.
const CONTACT: &str = "Contact: [name and address of who answers questions about this workbook]";

/// Why there is no workbook. None of these depends on the numbers in it.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// The workbook of a brief and of `files`: the study's CSV files by name.
///
/// # Errors
/// Where a sheet cannot be written.
pub fn workbook(brief: &Brief, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book { names: Names::default(), sheets: Vec::new() };
    for kept in [COVER, NOTES, FINDINGS] {
        book.names.sheet(kept);
    }
    book.tiles(brief);
    let options = book.sheets.len();
    for table in &brief.options {
        book.table(if options == book.sheets.len() { "Options" } else { table.caption() }, table, &[]);
    }
    let of_part = |part: &Part, book: &mut Book| -> Vec<(String, String)> {
        let before = book.sheets.len();
        book.part(part);
        let sheets = book.sheets[before..].iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>();
        texts(part).map(|text| (text.to_owned(), sheets.first().cloned().unwrap_or_default())).collect()
    };
    let mut said: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for part in brief.rests_on.iter().chain(&brief.detail) {
        said.push((part.heading.clone(), of_part(part, &mut book)));
    }
    for part in &brief.method {
        of_part(part, &mut book);
    }
    for figure in &brief.figures {
        let lines = [figure.subtitle.as_str(), figure.source.as_str()];
        let name = format!("Chart {}", figure.name.replace(['-', '_'], " "));
        let table = Table { title: figure.title.clone(), ..figure.table.clone() };
        book.table(&name, &table, &lines);
    }
    if let Some(replay) = &brief.replay {
        book.table("One run by week", &replay.weeks, &[&replay.note]);
    }
    let first = book.sheets.get(options).map(|sheet| sheet.name.clone()).unwrap_or_default();
    let findings = findings(brief, &first, said);
    let left_out = book.files(files);
    let notes = Sheet {
        name: NOTES.to_owned(),
        title: "Notes".to_owned(),
        lines: vec![
            "What marks, ranges and words mean, how this was made and how to make it again.".to_owned(),
        ],
        cells: notes::notes(brief, &left_out),
        filter: false,
    };
    book.sheets.splice(0..0, [notes, findings]);
    let cover = cover(brief, &book.sheets);
    book.sheets.insert(0, cover);
    book.write(brief)
}

/// The sheets that there are so far.
struct Book {
    names: Names,
    sheets: Vec<Sheet>,
}

impl Book {
    /// A sheet for a table, where it has rows.
    fn table(&mut self, name: &str, table: &Table, lines: &[&str]) {
        if table.rows.is_empty() || table.header.is_empty() {
            return;
        }
        let mut cells = cells::of_table(table);
        cells.header = cells.header.iter().map(|header| noted(header)).collect();
        let mut lines: Vec<String> =
            lines.iter().filter(|line| !line.is_empty()).map(|&line| line.to_owned()).collect();
        if cells.header.iter().any(|header| header.contains("[note ")) {
            lines.push(format!("[note 1] and the like stand in the sheet “{NOTES}”."));
        }
        let title = table.caption().to_owned();
        self.sheets.push(Sheet { name: self.names.sheet(name), title, lines, cells, filter: true });
    }

    /// A sheet for each table of a part.
    fn part(&mut self, part: &Part) {
        let tables = || {
            part.blocks
                .iter()
                .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        };
        let alone = tables().count() == 1;
        for table in tables() {
            let name = if part.heading.is_empty() { table.caption() } else { &part.heading };
            let title = match table.caption() {
                caption if part.heading.is_empty() || caption == part.heading => caption.to_owned(),
                _ if alone && table.title.is_empty() => part.heading.clone(),
                caption => format!("{}: {caption}", part.heading),
            };
            self.table(name, &Table { title, ..table.clone() }, &[]);
        }
    }

    /// The figures of the first page.
    fn tiles(&mut self, brief: &Brief) {
        let header =
            ["What", "Figure", "Range", "What the range is", "Beside it", "What it means", "In results.json"];
        let rows = brief.tiles.iter().map(|tile| {
            // A range may be said with what it is.
            let (range, what) = tile.range.split_once([':', ';']).unwrap_or((&tile.range, ""));
            let (range, what) = if super::shown::range(range).is_some() {
                (range, what.trim())
            } else {
                ("", tile.range.as_str())
            };
            [&tile.label, &tile.figure, range, what, &tile.beside, tile.change.words(), &tile.of]
                .map(str::to_owned)
                .to_vec()
        });
        let table = Table {
            title: "The first page in figures".to_owned(),
            header: header.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        };
        self.table("In figures", &table, &[]);
    }

    /// A sheet for each file; those that have none, with the reason.
    fn files(&mut self, files: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
        let mut left_out = Vec::new();
        let taken = taken(files);
        for (file, bytes) in files {
            let read = if taken.contains(&folder(file)) { cells::of_csv(bytes, MOST_ROWS) } else { Ok(None) };
            let why = match read {
                Ok(Some(cells)) if cells.rows.is_empty() => "It has no rows.".to_owned(),
                Ok(Some(cells)) => {
                    self.sheets.push(Sheet {
                        name: self.names.sheet(file),
                        title: format!("The file {file}"),
                        lines: vec![
                            "Every row as it stands in the file, not rounded; [x] is an empty field."
                                .to_owned(),
                        ],
                        cells,
                        filter: true,
                    });
                    continue;
                }
                Ok(None) => format!(
                    "It is too long: a file has at most {} rows here, and all together {} cells. Open the file itself.",
                    thousands(MOST_ROWS as f64, 0),
                    thousands(MOST_CELLS as f64, 0)
                ),
                Err(_) => "It is no table with a header.".to_owned(),
            };
            left_out.push((file.clone(), why));
        }
        left_out
    }

    fn write(self, brief: &Brief) -> Result<Vec<u8>, WorkbookError> {
        let mut out = Workbook::new();
        // A fixed date, so that the bytes are the same twice.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        out.set_properties(
            &DocProperties::new()
                .set_title(&brief.title)
                .set_subject(format!("wardflow {}: {}", brief.study, brief.ran))
                .set_author("wardflow")
                .set_comment(format!("Made by wardflow {}", brief.wardflow))
                .set_creation_datetime(&made),
        );
        for (i, sheet) in self.sheets.iter().enumerate() {
            out.push_worksheet(sheet.write(i + 1, COVER)?);
        }
        Ok(out.save_to_buffer()?)
    }
}

/// The folder that a file is in; of one in none its own name.
fn folder(file: &str) -> &str {
    file.split_once('/').map_or(file, |(folder, _)| folder)
}

/// The folders and files for which there is room.
fn taken(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    let mut sizes: Vec<(usize, &str)> = Vec::new();
    for (file, bytes) in files {
        let lines = bytes.split(|&byte| byte == b'\n').count();
        let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let columns = header.split(|&byte| byte == b',').count();
        match sizes.iter_mut().find(|(_, known)| *known == folder(file)) {
            Some((size, _)) => *size += lines * columns,
            None => sizes.push((lines * columns, folder(file))),
        }
    }
    sizes.sort_unstable();
    let mut all = 0;
    let fits = |(size, folder): (usize, _)| {
        all += size;
        (all <= MOST_CELLS).then_some(folder)
    };
    sizes.into_iter().map_while(fits).collect()
}

/// The texts of a part.
fn texts(part: &Part) -> impl Iterator<Item = &str> {
    part.blocks
        .iter()
        .flat_map(|block| match block {
            Block::Text(text) => std::slice::from_ref(text),
            Block::Points(points) => points,
            Block::Table(_) => &[],
        })
        .map(String::as_str)
}

/// Every sentence with its number and where its figures are.
fn findings(brief: &Brief, options: &str, parts: Vec<(String, Vec<(String, String)>)>) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |kind: &str, text: &str, of: &str, sheet: &str| {
        let of = if of.is_empty() { Cell::NotApplicable } else { Cell::text(of) };
        let sheet = if sheet.is_empty() { Cell::NotApplicable } else { Cell::Sheet(sheet.to_owned()) };
        let number = Cell::Number((rows.len() + 1) as f64, None);
        rows.push(vec![number, Cell::text(kind), Cell::text(text), of, sheet]);
    };
    let mut sentences = |kind: &str, all: &[Sentence]| {
        for sentence in all {
            add(
                kind,
                &sentence.text,
                &sentence.of.join(", "),
                if sentence.of.is_empty() { "" } else { options },
            );
        }
    };
    sentences("Answer", std::slice::from_ref(&brief.answer));
    sentences("To know before using this", &brief.caveats);
    sentences("Also found", &brief.points);
    for (heading, texts) in parts {
        for (text, sheet) in texts {
            add(&heading, &text, "", &sheet);
        }
    }
    let header =
        ["Number", "Where it is said", "Sentence", "Its figures in results.json", "Its figures here"];
    Sheet {
        name: FINDINGS.to_owned(),
        title: "What was found, in sentences".to_owned(),
        lines: Vec::new(),
        cells: Cells { header: header.map(str::to_owned).to_vec(), rows },
        filter: false,
    }
}

/// Title, answer and contents.
fn cover(brief: &Brief, sheets: &[Sheet]) -> Sheet {
    let mut lines = vec![brief.ran.clone(), brief.answer.text.clone()];
    lines.extend(brief.caveats.iter().take(1).map(|caveat| caveat.text.clone()));
    lines.push(CONTACT.to_owned());
    lines.push(format!("Made by wardflow {}. The sheets hold one table each:", brief.wardflow));
    let rows = sheets.iter().map(|sheet| {
        let rows = Cell::Number(sheet.cells.rows.len() as f64, None);
        vec![Cell::Sheet(sheet.name.clone()), Cell::text(&sheet.title), rows]
    });
    Sheet {
        name: COVER.to_owned(),
        title: brief.title.clone(),
        lines,
        cells: Cells {
            header: ["Sheet", "What it holds", "Rows"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        },
        filter: false,
    }
}
