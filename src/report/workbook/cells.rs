//! Tables as spreadsheets want them: each column of one kind, ranges in two columns, units in the header, marks
//! where there is nothing. From tables as a page shows them and from CSV files. Next: `sheet`.

use jiff::civil::Date;

use crate::report::block::Table;
use crate::report::csv::field::{Field, as_text, day};
use crate::report::shown::{Figure, Kind, Look, Said, said};

/// A table whose cells have kinds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// A text, `true` where it belongs to the row above.
    Text(String, bool),
    /// A number, and how it is shown where it is not as it comes.
    Number(f64, Option<Look>),
    /// A day.
    Day(Date),
    /// `[x]`: not available.
    Missing,
    /// `[z]`: not applicable.
    NotApplicable,
    /// The name of a sheet, which leads there.
    Sheet(String),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into(), false)
    }
}

/// What a column needs.
#[derive(Clone, Copy, Default)]
struct Parts {
    one: bool,
    range: bool,
}

/// A table as a page shows it.
pub(super) fn of_table(table: &Table) -> Cells {
    let width = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(0);
    let mut cells = Cells { header: Vec::new(), rows: vec![Vec::new(); table.rows.len()] };
    for column in 0..width {
        let texts: Vec<&str> =
            table.rows.iter().map(|row| row.get(column).map_or("", String::as_str)).collect();
        let header = table.header.get(column).map_or("", String::as_str);
        add_column(&mut cells, header, &texts, column == 0);
    }
    cells
}

fn add_column(cells: &mut Cells, header: &str, texts: &[&str], first: bool) {
    let mut all: Vec<Said> = texts.iter().map(|text| said(text)).collect();
    // A first column says what rows are: numbers only where all are, as on an axis.
    if first && !all.iter().all(|said| matches!(said, Said::One(figure) if figure.look.unit.is_empty())) {
        for said in all.iter_mut().filter(|said| !matches!(said, Said::Nothing)) {
            *said = Said::Words;
        }
    }
    let parts = all.iter().fold(Parts::default(), |parts, said| match said {
        Said::Range(_) => Parts { range: true, ..parts },
        Said::Within(..) => Parts { one: true, range: true },
        _ => parts,
    });
    let common = common_unit(&all);
    let unit = common
        .as_deref()
        .filter(|unit| !header.contains(unit))
        .map_or_else(String::new, |unit| format!(" ({unit})"));
    let shown = |figure: &Figure| {
        let mut look = figure.look.clone();
        if common.is_some() {
            look.unit.clear();
        }
        Cell::Number(figure.value, Some(look))
    };
    if parts.one || !parts.range {
        cells.header.push(format!("{header}{unit}"));
    }
    if parts.range {
        cells.header.extend(["low", "high"].map(|end| format!("{header}: {end}{unit}")));
    }
    for (row, (said, text)) in cells.rows.iter_mut().zip(all.iter().zip(texts)) {
        let day = day(text.trim());
        let ends = |ends: &[Figure; 2]| ends.each_ref().map(shown);
        match (said, parts.range) {
            (Said::Range(both), _) => {
                if parts.one {
                    row.push(Cell::NotApplicable);
                }
                row.extend(ends(both));
            }
            (Said::Within(one, both), _) => {
                row.push(shown(one));
                row.extend(ends(both));
            }
            (said, with_range) => {
                let cell = match said {
                    Said::Nothing => Cell::NotApplicable,
                    Said::NoFigure => Cell::Missing,
                    Said::One(figure) => shown(figure),
                    _ => day.map_or_else(
                        || Cell::Text(text.trim().to_owned(), text.starts_with("  ")),
                        Cell::Day,
                    ),
                };
                // What is the same from end to end is so at both; words stand once.
                let again = match &cell {
                    Cell::Text(..) | Cell::Day(_) => Cell::NotApplicable,
                    cell if parts.one => {
                        if matches!(cell, Cell::Missing) {
                            Cell::Missing
                        } else {
                            Cell::NotApplicable
                        }
                    }
                    cell => cell.clone(),
                };
                row.push(cell);
                let more = if !with_range {
                    0
                } else if parts.one {
                    2
                } else {
                    1
                };
                row.extend(std::iter::repeat_n(again, more));
            }
        }
    }
}

/// What all figures of a column count, if they count the same; nothing where they have no unit.
fn common_unit(all: &[Said]) -> Option<String> {
    let figures = all.iter().flat_map(|said| match said {
        Said::One(one) => vec![one],
        Said::Range(both) => both.iter().collect(),
        Said::Within(one, both) => std::iter::once(one).chain(both).collect(),
        _ => Vec::new(),
    });
    // A zero is zero in any unit.
    let mut units = figures.filter(|figure| figure.value.abs() > 0.0 || !unit_of(&figure.look).is_empty());
    let first = unit_of(&units.next()?.look);
    (!first.is_empty() && units.all(|figure| unit_of(&figure.look) == first)).then_some(first)
}

fn unit_of(look: &Look) -> String {
    match look {
        _ if !look.unit.is_empty() => look.unit.clone(),
        _ if look.kind == Kind::Percent => "%".to_owned(),
        _ if look.kind == Kind::Pounds => "£".to_owned(),
        _ => String::new(),
    }
}

/// A CSV file. Columns keep their names; an empty field is a figure that there is not.
pub(super) fn of_csv(bytes: &[u8], most_rows: usize) -> Result<Option<Cells>, ::csv::Error> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header: Vec<String> = reader.headers()?.iter().map(as_text).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        if rows.len() == most_rows {
            return Ok(None);
        }
        let mut row: Vec<Cell> = record.iter().map(of_field).take(header.len()).collect();
        row.resize(header.len(), Cell::Missing);
        rows.push(row);
    }
    Ok(Some(Cells { header, rows }))
}

fn of_field(field: &str) -> Cell {
    match Field::of(field) {
        Field::Nothing => Cell::Missing,
        Field::Number(number) => Cell::Number(number, None),
        Field::Day(day) => Cell::Day(day),
        Field::Text(text) => Cell::text(text),
    }
}
