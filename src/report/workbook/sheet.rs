//! One sheet: a title, lines about it, and one table that is marked as such. Knows nothing of what is in it.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatUnderline, Table, TableColumn, TableStyle, Url,
    Worksheet, XlsxError,
};

use super::cells::{Cell, Cells};
use super::names;
use crate::base::visible::visible;
use crate::report::shown::{Kind, Look};
use crate::report::words::wrapped;

/// Lines above the table are no longer than this, so that they end within the window.
const LINE: usize = 110;
/// A column is at most so wide, in characters; text wraps.
const WIDEST: usize = 46;
/// One of sentences.
const SENTENCES: usize = 90;
const NARROWEST: usize = 9;
/// Rows of a long table that widths are taken from.
const LOOKED_AT: usize = 500;
/// What a spreadsheet takes in one cell, less room for what stands for control characters.
const LONGEST: usize = 32_000;
/// Of a line of text, and of the tallest row that there may be, in points.
const HEIGHT: f64 = 15.0;
const TALLEST: f64 = 405.0;
/// From so many columns on, the first one stays in view.
const MANY: usize = 6;
/// A4, in Excel's list of papers.
const A4: u8 = 9;

/// A sheet to be written.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) title: String,
    /// What stands between title and table, a line each.
    pub(super) lines: Vec<String>,
    pub(super) cells: Cells,
    /// Whether its header offers to filter.
    pub(super) filter: bool,
}

impl Sheet {
    /// As a worksheet, the `number`th of its book; all but the first lead back to `cover`.
    pub(super) fn write(&self, number: usize, cover: &str) -> Result<Worksheet, XlsxError> {
        let mut out = Worksheet::new();
        out.set_name(&self.name)?;
        out.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        out.set_footer("&L&A&RPage &P of &N");
        let styles = Styles::new();
        out.write_string_with_format(0, 0, text(&self.title), &styles.title)?;
        let mut row = 1;
        for line in self.lines.iter().flat_map(|line| wrapped(&visible(line), "", LINE)) {
            out.write_string(row, 0, line)?;
            row += 1;
        }
        if self.name != cover {
            link(&mut out, (row, 0), cover, &format!("Back to “{cover}”"), &styles.link)?;
            row += 1;
        }
        let header = names::headers(&self.cells.header);
        self.table(&mut out, (row, number), &header, styles)?;
        let kept = u16::from(header.len() >= MANY);
        out.set_freeze_panes(row + 1, kept)?;
        out.set_repeat_rows(row, row)?;
        Ok(out)
    }

    fn table(
        &self,
        out: &mut Worksheet,
        (top, number): (u32, usize),
        header: &[String],
        mut styles: Styles,
    ) -> Result<(), XlsxError> {
        let shape =
            |column: usize| Shape::of(&header[column], &self.cells.rows.iter().map(|row| &row[column]));
        let shapes: Vec<Shape> = (0..header.len()).map(shape).collect();
        for (column, shape) in (0..).zip(&shapes) {
            out.set_column_width(column, shape.width as f64 + 2.0)?;
        }
        let columns: Vec<TableColumn> = header
            .iter()
            .zip(&shapes)
            .enumerate()
            .map(|(column, (name, shape))| {
                let format = match column {
                    _ if shape.numbers => &styles.header_of_numbers,
                    0 => &styles.header,
                    _ => &styles.header_beside,
                };
                TableColumn::new().set_header(text(name)).set_header_format(format)
            })
            .collect();
        let header_lines =
            header.iter().zip(&shapes).map(|(name, shape)| wrapped(name, "", shape.width).len());
        out.set_row_height(top, HEIGHT * header_lines.max().unwrap_or(1) as f64)?;
        let last = top + self.cells.rows.len() as u32;
        let table = Table::new()
            .set_name(names::table(number, &self.name))
            .set_style(TableStyle::Light1)
            .set_autofilter(self.filter)
            .set_alt_text_title(text(&self.title))
            .set_columns(&columns);
        out.add_table(top, 0, last, header.len().saturating_sub(1) as u16, &table)?;
        for (row, cells) in (top + 1..).zip(&self.cells.rows) {
            for ((column, cell), shape) in (0..).zip(cells).zip(&shapes) {
                styles.write(out, (row, column), cell, shape)?;
            }
            // Not every program makes room for text that wraps.
            let most =
                cells.iter().zip(&shapes).filter(|(_, shape)| shape.wraps).map(|(cell, shape)| match cell {
                    Cell::Text(text, _) => lines(text, shape.width),
                    _ => 1,
                });
            if let Some(most) = most.max().filter(|&most| most > 1) {
                out.set_row_height(row, (HEIGHT * most as f64).min(TALLEST))?;
            }
        }
        Ok(())
    }
}

/// What a column looks like.
struct Shape {
    width: usize,
    /// Whether it has any number, so that marks stand on the right.
    numbers: bool,
    wraps: bool,
}

impl Shape {
    fn of<'a>(header: &str, cells: &(impl Iterator<Item = &'a Cell> + Clone)) -> Self {
        let longest = cells.clone().take(LOOKED_AT).map(length).max().unwrap_or(0);
        let numbers = cells.clone().any(|cell| matches!(cell, Cell::Number(..) | Cell::Day(_)));
        let words = header.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        // A header takes up to three lines.
        let least = words.max(header.chars().count().div_ceil(3) + 2).max(NARROWEST);
        let most = if longest > 2 * WIDEST { SENTENCES } else { WIDEST };
        Self { width: longest.max(least).min(most), numbers, wraps: longest > most }
    }
}

/// About how many characters a cell shows.
fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text, below) => text.chars().count() + if *below { 2 } else { 0 },
        Cell::Sheet(name) => name.chars().count(),
        Cell::Number(number, None) => number.to_string().len().min(12),
        Cell::Number(number, Some(look)) => {
            let scaled =
                if look.kind == Kind::Percent { number * 100.0 } else { number / power(look.noughts) };
            format!("{scaled:.0}").len() * 4 / 3 + look.decimals + look.unit.chars().count() + 3
        }
        Cell::Day(_) => 10,
        Cell::Missing | Cell::NotApplicable => 3,
    }
}

fn power(noughts: u8) -> f64 {
    10_u64.pow(noughts.into()) as f64
}

/// How many lines a text takes in a column; a little too many rather than too few, as letters are of unlike width.
fn lines(text: &str, width: usize) -> usize {
    wrapped(text, "", (width * 19 / 20).max(1)).len()
}

/// A text as a cell takes it.
fn text(text: &str) -> String {
    let shown = visible(text);
    if shown.chars().count() <= LONGEST {
        return shown.into_owned();
    }
    shown.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}

fn link(
    out: &mut Worksheet,
    (row, column): (u32, u16),
    sheet: &str,
    shown: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let url = Url::new(format!("internal:'{}'!A1", sheet.replace('\'', "''"))).set_text(shown);
    out.write_url_with_format(row, column, url, format)?;
    Ok(())
}

/// The formats of a sheet.
struct Styles {
    title: Format,
    link: Format,
    header: Format,
    header_of_numbers: Format,
    header_beside: Format,
    plain: Format,
    wrapped: Format,
    /// Text in a column that is not the first, a little to the right, so that it does not touch a number.
    beside: Format,
    beside_wrapped: Format,
    below: Format,
    mark: Format,
    day: Format,
    numbers: BTreeMap<Look, Format>,
}

impl Styles {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color(Color::RGB(0x00_E8_ED_EE))
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(15),
            link: top().set_font_color(Color::RGB(0x00_5E_B8)).set_underline(FormatUnderline::Single),
            header_of_numbers: header.clone().set_align(FormatAlign::Right),
            header_beside: header.clone().set_align(FormatAlign::Left).set_indent(1),
            header,
            plain: top(),
            wrapped: top().set_text_wrap(),
            beside: top().set_align(FormatAlign::Left).set_indent(1),
            beside_wrapped: top().set_align(FormatAlign::Left).set_text_wrap().set_indent(1),
            below: top().set_align(FormatAlign::Left).set_text_wrap().set_indent(2),
            mark: top().set_align(FormatAlign::Right),
            day: top().set_align(FormatAlign::Right).set_num_format("yyyy-mm-dd"),
            numbers: BTreeMap::new(),
        }
    }

    fn write(
        &mut self,
        out: &mut Worksheet,
        (row, column): (u32, u16),
        cell: &Cell,
        shape: &Shape,
    ) -> Result<(), XlsxError> {
        let mark = match column {
            _ if shape.numbers => &self.mark,
            0 => &self.plain,
            _ => &self.beside,
        };
        match cell {
            Cell::Text(words, below) => {
                let format = match below {
                    true => &self.below,
                    false if shape.numbers && !shape.wraps => &self.mark,
                    false if column == 0 && shape.wraps => &self.wrapped,
                    false if column == 0 => &self.plain,
                    false if shape.wraps => &self.beside_wrapped,
                    false => &self.beside,
                };
                out.write_string_with_format(row, column, text(words), format)?;
            }
            Cell::Number(number, None) => {
                out.write_number_with_format(row, column, *number, &self.plain)?;
            }
            Cell::Number(number, Some(look)) => {
                if !self.numbers.contains_key(look) {
                    self.numbers.insert(look.clone(), self.plain.clone().set_num_format(number_format(look)));
                }
                out.write_number_with_format(row, column, *number, &self.numbers[look])?;
            }
            Cell::Day(day) => {
                let day = rust_xlsxwriter::ExcelDateTime::from_ymd(
                    day.year().unsigned_abs(),
                    day.month().unsigned_abs(),
                    day.day().unsigned_abs(),
                )?;
                out.write_datetime_with_format(row, column, &day, &self.day)?;
            }
            Cell::Missing => {
                out.write_string_with_format(row, column, "[x]", mark)?;
            }
            Cell::NotApplicable => {
                out.write_string_with_format(row, column, "[z]", mark)?;
            }
            Cell::Sheet(name) => link(out, (row, column), name, name, &self.link)?,
        }
        Ok(())
    }
}

/// The format of a spreadsheet that shows a number as the page does.
fn number_format(look: &Look) -> String {
    let whole = if look.commas { "#,##0" } else { "0" };
    let point = if look.decimals > 0 { "." } else { "" };
    let pounds = if look.kind == Kind::Pounds { "\"£\"" } else { "" };
    let percent = if look.kind == Kind::Percent { "%" } else { "" };
    // A comma behind the digits leaves three noughts out.
    let (out, letter) = match look.noughts {
        3 => (",", "\"k\""),
        6 => (",,", "\"m\""),
        9 => (",,,", "\"bn\""),
        12 => (",,,,", "\"tn\""),
        _ => ("", ""),
    };
    let unit = if look.unit.is_empty() { String::new() } else { format!("\" {}\"", look.unit) };
    let plain = format!("{pounds}{whole}{point}{}{out}{letter}{percent}{unit}", "0".repeat(look.decimals));
    if look.signed { format!("+{plain};-{plain};0") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::shown::figure;

    #[test]
    fn numbers_are_shown_as_on_the_page() {
        let format = |text: &str| figure(text).map(|figure| number_format(&figure.look)).unwrap_or_default();
        assert_eq!(format("1,120"), "#,##0");
        assert_eq!(format("9.4%"), "#,##0.0%");
        assert_eq!(format("£1.23m"), "\"£\"#,##0.00,,\"m\"");
        assert_eq!(format("+80"), "+#,##0;-#,##0;0");
        assert_eq!(format("2024"), "0");
        assert_eq!(format("9.9 days"), "#,##0.0\" days\"");
    }
}
