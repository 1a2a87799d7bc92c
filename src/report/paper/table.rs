//! A table on paper: how wide its columns are, how its cells break, and its head, which is shown again on the next
//! page. A table that is wider than the paper is cut into several with the same first column. Knows nothing of PDF.
//! Next: `figure.rs`.

use super::flow::{Flow, Ink, Keep, Of, Row, baseline};
use super::letters::{Letters, tidy};
use super::style::{CAPTION, CELL, CELL_HEAD, HEIGHT, Look, PALE, RULE, WIDTH};
use super::tags::Kind;
use crate::report::block::Table;
use crate::report::charts::style::TEXT;
use crate::report::charts::{Area, Face};

/// White space between two columns.
const BETWEEN: f64 = 12.0;
/// White space above and below the words of a cell, and at the sides of a table.
const PAD: f64 = 3.5;
/// A row of a table that belongs to the row above.
const INDENT: f64 = 10.0;
/// A row with more lines is broken.
const MOST_LINES: usize = 40;
/// No column needs to be narrower for the sake of its longest word than this.
const NARROWEST: f64 = 30.0;
/// Nor wider.
const WIDEST_WORD: f64 = 130.0;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Column {
    left: f64,
    width: f64,
    /// Whether figures stand in it, so that their ends stand below one another.
    figures: bool,
}

/// The table with the first of its rows; `summary` says what it shows to those who do not see it.
pub fn table(flow: &mut Flow, table: &Table, most: usize) {
    if table.header.is_empty() {
        return;
    }
    for (number, part) in parted(table, flow.letters).iter().enumerate() {
        let caption = match number {
            0 => tidy(&part.title),
            _ => format!("{}, further columns", tidy(table.caption())),
        };
        one(flow, part, &caption, most);
    }
}

fn one(flow: &mut Flow, table: &Table, caption: &str, most: usize) {
    let columns = columns(table, flow.letters);
    let summary = if caption.is_empty() { tidy(table.caption()) } else { caption.to_owned() };
    let part = flow.tree.add(None, Kind::Table(summary));
    if !caption.is_empty() {
        let words = flow.tree.add(Some(part), Kind::Caption);
        flow.lines(words, caption, 0.0, WIDTH, CAPTION, Keep::WithNext);
        flow.gap(3.0);
    }
    let shown = table.rows.len().min(most);
    let head = head(flow, part, &columns, &table.header);
    let repeated = (head.height < HEIGHT / 3.0).then_some(flow.heads.len());
    flow.heads.push(Row {
        ink: head.ink.iter().map(|(_, ink)| (Of::Nothing, ink.clone())).collect(),
        ..head.clone()
    });
    flow.push(Row { stays: shown > 0, ..head });
    for (number, cells) in table.rows.iter().take(most).enumerate() {
        let rows = body(flow, part, &columns, cells);
        let broken = rows.len() > 1;
        for row in rows {
            // Neither the first nor the last row stands alone.
            let stays = !broken && number + 1 < shown && (number == 0 || number + 2 == shown);
            flow.push(Row { head: repeated, stays, ..row });
        }
    }
    flow.gap(10.0);
}

/// The head of a table.
fn head(flow: &mut Flow, table: usize, columns: &[Column], header: &[String]) -> Row {
    let row = flow.tree.add(Some(table), Kind::Row);
    let lines: Vec<Vec<String>> = columns
        .iter()
        .zip(header)
        .map(|(column, text)| flow.letters.at_most(text, column.width, CELL_HEAD.face, MOST_LINES))
        .collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(0);
    let height = 2.0 * PAD + most as f64 * CELL_HEAD.line;
    let right = right_edge(columns);
    let mut ink = vec![(Of::Nothing, block(0.0, right, 0.0, height, PALE))];
    for (column, lines) in columns.iter().zip(&lines) {
        let part = flow.tree.add(Some(row), Kind::ColumnHead);
        // The heads of columns stand on the rows.
        let top = PAD + (most - lines.len()) as f64 * CELL_HEAD.line;
        ink.extend(cell(flow.letters, column, 0.0, top, lines, CELL_HEAD).map(|ink| (Of::Part(part), ink)));
    }
    ink.push((Of::Nothing, block(0.0, right, height - 0.8, height, TEXT)));
    Row { height, ink, ..Row::default() }
}

/// A row of a table: one row, or several where it is higher than anyone can read.
fn body(flow: &mut Flow, table: usize, columns: &[Column], cells: &[String]) -> Vec<Row> {
    let row = flow.tree.add(Some(table), Kind::Row);
    let indent = if cells.first().is_some_and(|cell| cell.starts_with("  ")) { INDENT } else { 0.0 };
    let mut parts = Vec::new();
    let mut lines = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        let kind = if number == 0 { Kind::RowHead } else { Kind::Cell };
        parts.push(flow.tree.add(Some(row), kind));
        let room = column.width - if number == 0 { indent } else { 0.0 };
        let text = cells.get(number).map_or("", String::as_str);
        lines.push(flow.letters.wrapped(text, room, CELL.face));
    }
    let most = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let right = right_edge(columns);
    (0..most)
        .step_by(MOST_LINES)
        .map(|first| {
            let here = (most - first).min(MOST_LINES);
            let height = 2.0 * PAD + here as f64 * CELL.line;
            let mut ink = Vec::new();
            for (number, column) in columns.iter().enumerate() {
                let of = Of::Part(parts[number]);
                let taken: Vec<String> = lines[number].iter().skip(first).take(here).cloned().collect();
                let indent = if number == 0 { indent } else { 0.0 };
                ink.extend(cell(flow.letters, column, indent, PAD, &taken, CELL).map(|ink| (of, ink)));
            }
            ink.push((Of::Nothing, block(0.0, right, height - 0.4, height, RULE)));
            Row { height, ink, ..Row::default() }
        })
        .collect()
}

/// The lines of a cell.
fn cell(
    letters: Letters,
    column: &Column,
    indent: f64,
    top: f64,
    lines: &[String],
    look: Look,
) -> impl Iterator<Item = Ink> {
    let ink = |(number, text): (usize, &String)| {
        let end = column.left + column.width - letters.width(text.trim_end(), look.face);
        let x = if column.figures { end } else { column.left + indent };
        let y = top + number as f64 * look.line + baseline(look);
        Ink::Text { at: (x, y), text: text.clone(), face: look.face, colour: look.colour }
    };
    lines.iter().enumerate().map(ink).collect::<Vec<_>>().into_iter()
}

fn block(left: f64, right: f64, top: f64, bottom: f64, colour: crate::report::charts::Colour) -> Ink {
    Ink::Block { area: Area { left, top, right, bottom }, colour }
}

fn right_edge(columns: &[Column]) -> f64 {
    columns.last().map_or(0.0, |column| column.left + column.width + PAD)
}

/// What a column would like to be wide, and what it must be: as wide as its longest word, or with `whole` as its
/// longest figure, so that no range is broken.
fn needs(table: &Table, number: usize, letters: Letters, whole: bool) -> (f64, f64) {
    let head = table.header.get(number).map_or("", String::as_str);
    let (mut likes, mut must) = (letters.width(&tidy(head), CELL_HEAD.face), 0.0_f64);
    // A head may have several lines without harm.
    likes = likes.min(90.0);
    let mut whole_figure = 0.0_f64;
    let mut word = |text: &str, face: Face| {
        must = must.max(letters.widest_word(text, face).clamp(NARROWEST, WIDEST_WORD));
    };
    word(&tidy(head), CELL_HEAD.face);
    for row in &table.rows {
        let Some(text) = row.get(number) else { continue };
        let indent = if number == 0 && text.starts_with("  ") { INDENT } else { 0.0 };
        let text = tidy(text);
        let wide = letters.width(&text, CELL.face);
        likes = likes.max(indent + wide);
        word(&text, CELL.face);
        if whole && number > 0 && is_figure(&text) {
            whole_figure = whole_figure.max(wide);
        }
    }
    let must = must.max(whole_figure);
    (likes.max(must), must)
}

/// How wide `columns` are together, with the white space between and beside them.
fn together(widths: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = widths.fold((0.0, 0_usize), |(sum, count), width| (sum + width, count + 1));
    sum + count.saturating_sub(1) as f64 * BETWEEN + 2.0 * PAD
}

/// The columns side by side: each as wide as it likes where there is room, else what it must have and its share of
/// what is left.
fn columns(table: &Table, letters: Letters) -> Vec<Column> {
    let all = |whole| -> Vec<(f64, f64)> {
        (0..table.header.len()).map(|number| needs(table, number, letters, whole)).collect()
    };
    let mut needs = all(true);
    if together(needs.iter().map(|&(_, must)| must)) > WIDTH {
        needs = all(false);
    }
    let likes = together(needs.iter().map(|&(likes, _)| likes));
    let must = together(needs.iter().map(|&(_, must)| must));
    let share = if likes > WIDTH { ((WIDTH - must) / (likes - must)).clamp(0.0, 1.0) } else { 1.0 };
    // Words are broken where even what must be is too wide.
    let squeezed = if must > WIDTH { WIDTH / must } else { 1.0 };
    let mut left = PAD;
    needs
        .iter()
        .enumerate()
        .map(|(number, &(likes, must))| {
            let width = (must + (likes - must) * share) * squeezed;
            let column = Column { left, width, figures: number > 0 && has_figures(table, number) };
            left += width + BETWEEN * squeezed;
            column
        })
        .collect()
}

/// Whether most cells of a column are figures.
fn has_figures(table: &Table, number: usize) -> bool {
    let filled = table.rows.iter().filter_map(|row| row.get(number)).filter(|cell| !tidy(cell).is_empty());
    let (mut figures, mut all) = (0, 0);
    for text in filled {
        all += 1;
        figures += usize::from(is_figure(text));
    }
    all == 0 || 2 * figures > all
}

/// Whether a cell is a figure, as `−1,270 to −970` and `9.9 days` are and `100 of each scenario` is not.
fn is_figure(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches(['−', '+', '£', '-', '<', '>', '≤', '≥', '(', '~']);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters < 8 && (first.is_empty() || first.starts_with(|c: char| c.is_ascii_digit()))
}

/// The table in parts that are not too wide, each with the first column.
fn parted(table: &Table, letters: Letters) -> Vec<Table> {
    let must: Vec<f64> =
        (0..table.header.len()).map(|number| needs(table, number, letters, false).1).collect();
    let mut parts: Vec<Vec<usize>> = vec![vec![0]];
    for number in 1..must.len() {
        let Some(part) = parts.last_mut() else { break };
        let wide = together(part.iter().chain([&number]).map(|&at| must[at]));
        if wide > WIDTH && part.len() > 1 {
            parts.push(vec![0, number]);
        } else {
            part.push(number);
        }
    }
    let taken = |cells: &[String], part: &[usize]| {
        part.iter().map(|&at| cells.get(at).cloned().unwrap_or_default()).collect::<Vec<String>>()
    };
    let one = |part: &Vec<usize>| Table {
        title: table.title.clone(),
        header: taken(&table.header, part),
        rows: table.rows.iter().map(|row| taken(row, part)).collect(),
    };
    parts.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(header: &[&str], rows: &[&[&str]]) -> Table {
        let cells = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        Table {
            title: String::new(),
            header: cells(header),
            rows: rows.iter().map(|row| cells(row)).collect(),
        }
    }

    fn right(table: &Table) -> f64 {
        right_edge(&columns(table, Letters::read().unwrap()))
    }

    #[test]
    fn no_table_is_wider_than_the_text() {
        let long = "a long name of an option that goes on ".repeat(6);
        let wide = "w".repeat(200);
        for table in [
            made(&["Option", "mean"], &[&["Bridging", "−1,120"]]),
            made(&["Option", &long, "mean"], &[&[&long, &long, "1"]]),
            made(&[&wide, &wide], &[&[&wide, &wide]]),
        ] {
            assert!(right(&table) <= WIDTH + 0.01, "{}", right(&table));
        }
    }

    #[test]
    fn a_table_with_too_many_columns_is_parted_and_loses_none() {
        let names: Vec<String> = (0..14).map(|n| format!("heading{n:02}")).collect();
        let header: Vec<&str> = names.iter().map(String::as_str).collect();
        let parts = parted(&made(&header, &[&header]), Letters::read().unwrap());
        assert!(parts.len() > 1);
        for part in &parts {
            assert_eq!(part.header[0], "heading00");
            assert!(right(part) <= WIDTH + 0.01);
            assert_eq!(part.header, part.rows[0]);
        }
        let others: Vec<_> = parts.iter().flat_map(|part| part.header[1..].iter().cloned()).collect();
        assert_eq!(others, names[1..]);
    }

    #[test]
    fn a_range_is_not_broken_where_words_can_be() {
        let long = "a long name of an option that goes on ".repeat(6);
        let table = made(&["Option", "how sure of it", "verdict"], &[&[&long, "−1,270 to −970", &long]]);
        let letters = Letters::read().unwrap();
        let column = columns(&table, letters)[1];
        assert_eq!(letters.wrapped("−1,270 to −970", column.width + 0.01, CELL.face).len(), 1);
    }

    #[test]
    fn figures_end_below_one_another_and_words_begin_so() {
        let table =
            made(&["", "mean", "verdict"], &[&["a", "−1,120", "clear"], &["b", "-", "no clear difference"]]);
        let found: Vec<_> = columns(&table, Letters::read().unwrap()).iter().map(|c| c.figures).collect();
        assert_eq!(found, [false, true, false]);
    }

    #[test]
    fn a_cell_without_end_becomes_rows_that_fit_a_page() {
        let long = "word ".repeat(3_000);
        let mut flow = Flow::new(Letters::read().unwrap());
        super::table(&mut flow, &made(&["A", "B"], &[&["a", &long]]), 9);
        assert!(flow.rows.len() > 3);
        assert!(flow.rows.iter().all(|row| row.height < HEIGHT));
    }
}
