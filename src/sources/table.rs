//! The table of a sheet: its heading, found below titles, with what each column means; its rows; and what stands
//! below it. Columns of a wide file have a day in their heading, or in the row above it.

use jiff::civil::Date;

use super::cells::Cell;
use super::dates::{Order, day, order};
use super::fault::{Fault, Note};
use super::keys::tidy;
use super::role::{Role, nearest_name, role};
use super::sheet::{Book, Row, Sheet};

/// So far down the heading is looked for, in rows that are not blank.
const DEEPEST_HEADING: usize = 60;
/// So many headings are listed in a fault.
const MOST_LISTED: usize = 12;

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading, with plain blanks and dashes.
    pub heading: String,
    /// The heading without the day in it.
    pub measure: String,
    /// What it means.
    pub role: Option<Role>,
    /// The day that the heading names.
    pub day: Option<Date>,
}

/// A table with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The file, with the sheet where it is a workbook.
    pub shown: String,
    /// The line of the heading.
    pub line: u32,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What was noticed so far.
    pub notes: Vec<Note>,
    /// Why the days of the heading cannot be told, if so.
    pub undated: Option<Fault>,
}

impl Table {
    /// Where the first column with this meaning stands that names no day.
    pub fn find(&self, wanted: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(wanted) && column.day.is_none())
    }

    /// Whether there is a column with this meaning.
    pub fn has(&self, wanted: Role) -> bool {
        self.find(wanted).is_some()
    }

    /// All its headings that say something, the first of many.
    pub fn listed(&self) -> String {
        let names: Vec<&str> =
            self.columns.iter().map(|c| c.heading.as_str()).filter(|heading| !heading.is_empty()).collect();
        let shown = names[..names.len().min(MOST_LISTED)].join(", ");
        if names.len() > MOST_LISTED {
            format!("{shown} and {} more", names.len() - MOST_LISTED)
        } else {
            shown
        }
    }

    /// Which of day and month comes first in this column. The error names a cell of each kind.
    pub fn order(&self, column: usize) -> Result<Order, Fault> {
        let texts = self.rows.iter().filter_map(|row| match row.cell(column) {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        });
        order(texts).map_err(|[day, month]| {
            let heading = &self.columns[column].heading;
            let what = format!("the column \"{heading}\" has dates with the day first (\"{day}\") and with the month first (\"{month}\")");
            Fault::new(&self.shown, what).at(self.line).expected("one order in a column: dd/mm/yyyy or yyyy-mm-dd")
        })
    }

    /// A fault of the heading.
    pub fn fault(&self, what: impl Into<String>) -> Fault {
        Fault::new(&self.shown, what).at(self.line)
    }
}

/// The tables of a file, those sheets left out in which there is none: covers and notes. With `wanted` only that
/// sheet. The error lists what was there instead.
pub fn tables(book: &Book, wanted: Option<&str>) -> Result<Vec<Table>, Fault> {
    let names: Vec<&str> = book.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    if let Some(wanted) = wanted
        && !names.iter().any(|name| tidy(name).eq_ignore_ascii_case(&tidy(wanted)))
    {
        if names.is_empty() {
            return Ok(book.sheets.iter().filter_map(of_sheet).collect());
        }
        let fault = Fault::new(&book.shown, format!("there is no sheet \"{wanted}\""));
        return Err(fault.expected(format!("one of {}", names.join(", "))));
    }
    let is_wanted = |sheet: &&Sheet| {
        wanted.is_none_or(|wanted| {
            sheet.name.as_deref().is_some_and(|name| tidy(name).eq_ignore_ascii_case(&tidy(wanted)))
        })
    };
    let found: Vec<Table> = book.sheets.iter().filter(is_wanted).filter_map(of_sheet).collect();
    if found.is_empty() {
        return Err(without_heading(book));
    }
    Ok(found)
}

fn without_heading(book: &Book) -> Fault {
    let sheet = book.sheets.iter().max_by_key(|sheet| sheet.rows.len());
    let row = sheet.and_then(|sheet| sheet.rows.iter().max_by_key(|row| texts(row)));
    let names: Vec<String> = row.map_or_else(Vec::new, |row| {
        row.cells
            .iter()
            .filter(|cell| !cell.is_blank())
            .take(MOST_LISTED)
            .map(|cell| tidy(&cell.text()))
            .collect()
    });
    let what = format!("no heading is known in it; what looks most like one is {}", names.join(", "));
    let hint = names.iter().find_map(|name| nearest_name(name)).map(str::to_owned);
    let fault = Fault::new(sheet.map_or(&book.shown, |sheet| &sheet.shown), what);
    let fault = row.map_or(fault.clone(), |row| fault.at(row.line));
    fault.expected("headings such as date, nctr, discharged; --as says what kind of file this is").hint(hint)
}

fn texts(row: &Row) -> usize {
    row.cells
        .iter()
        .take(MOST_LISTED)
        .filter(|cell| matches!(cell, Cell::Text(text) if text.chars().any(char::is_alphabetic)))
        .count()
}

/// The table of a sheet; nothing where no row looks like a heading.
fn of_sheet(sheet: &Sheet) -> Option<Table> {
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in sheet.rows.iter().take(DEEPEST_HEADING).enumerate() {
        let score = score(row);
        if score >= 2 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    let (_, at) = best?;
    let heading = &sheet.rows[at];
    let above = at.checked_sub(1).map(|above| &sheet.rows[above]);
    let columns = columns(heading, above);
    let undated = [Some(heading), above].into_iter().flatten().find_map(|row| undated(sheet, row));
    let needed = columns.iter().filter(|column| column.role.is_some()).count();
    let (mut rows, mut below): (Vec<Row>, Vec<&Row>) = (Vec::new(), Vec::new());
    for row in &sheet.rows[at + 1..] {
        // A row with one cell filled is no row of a table, but for a day on which nothing was returned.
        let is_day = |cell: &Cell| {
            [Order::DayFirst, Order::MonthFirst].iter().any(|order| day(cell, *order).is_some())
        };
        let dated = || row.cells.iter().any(is_day);
        if needed >= 2 && row.filled() < 2 && columns.len() > 1 && !dated() {
            below.push(row);
        } else {
            rows.push(row.clone());
        }
    }
    let mut notes = Vec::new();
    if let [first, ..] = below.as_slice() {
        let text =
            tidy(&first.cells.iter().find(|cell| !cell.is_blank()).map(Cell::text).unwrap_or_default());
        let many =
            if below.len() == 1 { "1 row holds".to_owned() } else { format!("{} rows hold", below.len()) };
        let text =
            format!("{many} a note and no figures, as in line {}: \"{}\"", first.line, shortened(&text));
        notes.push(Note::new("note-rows", below.len(), false, text));
    }
    Some(Table { shown: sheet.shown.clone(), line: heading.line, columns, rows, notes, undated })
}

fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

/// How many meanings a row has as a heading, each once; a row of figures has few.
fn score(row: &Row) -> usize {
    let mut roles = Vec::new();
    let mut days = 0;
    let order = order_of(row).unwrap_or(Order::DayFirst);
    for cell in &row.cells {
        let column = of_heading(cell, order);
        if column.day.is_some() {
            days += 1;
        }
        if let Some(role) = column.role
            && !roles.contains(&role)
        {
            roles.push(role);
        }
    }
    // A row below the heading holds one day; a heading of days holds several.
    // Days alone stand above the heading.
    roles.len() + if days >= 2 && !roles.is_empty() { days.min(50) } else { 0 }
}

fn columns(heading: &Row, above: Option<&Row>) -> Vec<Column> {
    let order = order_of(heading).unwrap_or(Order::DayFirst);
    let mut columns: Vec<Column> = heading.cells.iter().map(|cell| of_heading(cell, order)).collect();
    let over = above.and_then(|row| order_of(row).ok()).unwrap_or(Order::DayFirst);
    // A day over several columns stands over the first of them only.
    let over: Vec<Option<Date>> =
        (0..columns.len()).map(|at| above.and_then(|row| day(row.cell(at), over))).collect();
    let named = columns.iter().any(|column| column.day.is_some());
    if !named && over.iter().flatten().count() >= 1 {
        let mut last = None;
        for (column, over) in columns.iter_mut().zip(over) {
            last = over.or(last);
            column.day = last;
        }
    }
    columns
}

/// Which of day and month comes first in the headings of a row. The error is one of each kind.
fn order_of(row: &Row) -> Result<Order, [String; 2]> {
    let texts: Vec<String> = row
        .cells
        .iter()
        .filter_map(|cell| if let Cell::Text(text) = cell { Some(tidy(text)) } else { None })
        .collect();
    let words = texts.iter().flat_map(|text| text.split([' ', '_', '|']));
    order(words.map(|word| word.trim_matches(|c: char| !c.is_ascii_digit())))
}

/// Why the days in a row of headings cannot be told: some have the day first and some the month, or all are the first
/// of a month one way and days that follow one another the other.
fn undated(sheet: &Sheet, row: &Row) -> Option<Fault> {
    let fault = |what: String| {
        let expected = "one order, dd/mm/yyyy with a day above 12 among them, or yyyy-mm-dd";
        Some(Fault::new(&sheet.shown, what).at(row.line).expected(expected))
    };
    if let Err([first, month]) = order_of(row) {
        return fault(format!(
            "its headings have dates with the day first (\"{first}\") and with the month first (\"{month}\")"
        ));
    }
    let texts = || row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_)));
    let days = |order: Order| {
        let mut days: Vec<Date> = texts().filter_map(|cell| of_heading(cell, order).day).collect();
        days.dedup();
        days
    };
    let (by_day, by_month) = (days(Order::DayFirst), days(Order::MonthFirst));
    let follow = by_month.windows(2).all(|pair| pair[0].tomorrow().is_ok_and(|next| next == pair[1]));
    if by_day.len() >= 3
        && by_day.len() == by_month.len()
        && by_day != by_month
        && follow
        && by_day.iter().all(|day| day.day() == 1)
    {
        let first = tidy(&texts().find(|cell| of_heading(cell, Order::DayFirst).day.is_some())?.text());
        return fault(format!(
            "its headings from \"{first}\" on are {} months with the day first, or {} days in a row with the month first",
            by_day.len(),
            by_day.len()
        ));
    }
    None
}

/// What a heading says: a meaning, a day, or both.
fn of_heading(cell: &Cell, order: Order) -> Column {
    if !matches!(cell, Cell::Text(_)) {
        let heading = cell.text();
        return Column { heading, measure: String::new(), role: None, day: day(cell, Order::DayFirst) };
    }
    let heading = tidy(&cell.text());
    let plain = heading.replace(['_', '|'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    // A day of one to four words at the start or the end.
    for n in (1..=4.min(words.len())).rev() {
        let (front, rest) = words.split_at(n);
        let (head, back) = words.split_at(words.len() - n);
        for (date, rest) in [(front, rest), (back, head)] {
            let text = date.join(" ");
            let text = text.trim_matches(|c: char| matches!(c, ':' | '-' | ',' | '(' | ')'));
            if let Some(day) = day(&Cell::of(text), order) {
                let measure = rest.join(" ");
                return Column { role: role(&measure), measure, heading, day: Some(day) };
            }
        }
    }
    Column { role: role(&heading), measure: heading.clone(), heading, day: None }
}
