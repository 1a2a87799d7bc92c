//! A table in plain text, as wide as its cells need and never wider than the page. Knows nothing of
//! what stands in it.

use super::block::{Block, Table};
use super::words::wrapped;

/// Between two columns.
const GAP: usize = 2;
/// The first column is not made narrower than this to save the others.
const FIRST_AT_LEAST: usize = 18;
/// Before the figures of a row where they stand below its label.
const BELOW: &str = "      ";

/// A table while it is written.
pub(super) struct Grid(Table);

impl Grid {
    pub(super) fn new(header: &[&str]) -> Self {
        Self(Table {
            title: String::new(),
            header: header.iter().map(|s| (*s).to_owned()).collect(),
            rows: Vec::new(),
        })
    }

    /// The same with a title above it, where the first header does not say what the table shows.
    pub(super) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.0.title);
        self
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.0.rows.push(cells);
    }

    pub(super) fn rows(&mut self, rows: impl IntoIterator<Item = Vec<String>>) {
        self.0.rows.extend(rows);
    }

    /// The table as a list of one block; nothing where it has no rows.
    pub(super) fn blocks(&self) -> Vec<Block> {
        if self.0.rows.is_empty() { Vec::new() } else { vec![Block::Table(self.0.clone())] }
    }
}

/// Lines with a header, nothing where there are no rows; none is longer than `width`. Columns are as wide as their
/// cells need. Where that is too much, the header wraps, then the first column, then cells; where even that is not
/// enough, the figures of a row stand below its label, each after its header.
pub(super) fn lines(table: &Table, width: usize) -> Vec<String> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let Some(widths) = widths(table, width) else { return stacked(table, width) };
    let all = || std::iter::once(&table.header).chain(&table.rows);
    let rule = "-".repeat(total(&widths));
    let mut lines = all().flat_map(|row| row_lines(row, &widths)).collect::<Vec<_>>();
    lines.insert(row_lines(&table.header, &widths).len(), rule);
    lines
}

/// The widths of the columns, if they fit side by side.
fn widths(table: &Table, width: usize) -> Option<Vec<usize>> {
    let all = || std::iter::once(&table.header).chain(&table.rows);
    let columns = 1..table.header.len();
    let most = |column: usize, of: fn(&str) -> usize| all().map(|row| of(&row[column])).max().unwrap_or(0);
    let label = most(0, length);
    let beside = |label: usize, others: &[usize]| {
        std::iter::once(label).chain(others.iter().copied()).collect::<Vec<usize>>()
    };
    let plain = beside(label, &columns.clone().map(|c| most(c, length)).collect::<Vec<_>>());
    if total(&plain) <= width {
        return Some(plain);
    }
    let body = |column: usize| table.rows.iter().map(|row| length(&row[column])).max().unwrap_or(0);
    let mut others: Vec<usize> =
        columns.clone().map(|c| body(c).max(longest_word(&table.header[c]))).collect();
    let words: Vec<usize> = columns
        .map(|c| {
            let cells = table.rows.iter().map(|row| least_width(&row[c]));
            cells.max().unwrap_or(0).max(longest_word(&table.header[c]))
        })
        .collect();
    let least = label.min(FIRST_AT_LEAST);
    while total(&beside(least, &others)) > width {
        // The widest cells break between words first.
        let widest = (0..others.len()).filter(|&i| others[i] > words[i]).max_by_key(|&i| others[i])?;
        others[widest] -= 1;
    }
    let label = label.min(width - total(&beside(0, &others)));
    Some(beside(label, &others))
}

/// Each row as its label and, below it, its figures.
fn stacked(table: &Table, width: usize) -> Vec<String> {
    let mut lines = wrapped(&table.header[0], "", width);
    lines.push("-".repeat(width));
    for row in &table.rows {
        lines.extend(wrapped(&row[0], indent(&row[0]), width));
        let cells = table.header.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
        let told: Vec<String> = cells
            .map(|(name, cell)| if name.is_empty() { cell.clone() } else { format!("{name}: {cell}") })
            .collect();
        if !told.is_empty() {
            lines.extend(wrapped(&told.join("; "), BELOW, width));
        }
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(length).max().unwrap_or(0)
}

/// The least width at which a cell takes no more than two lines.
fn least_width(text: &str) -> usize {
    let widths = longest_word(text)..=length(text);
    widths.into_iter().find(|&width| wrapped(text, "", width).len() <= 2).unwrap_or(0)
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * (widths.len() - 1)
}

/// The spaces that a text begins with.
fn indent(text: &str) -> &str {
    &text[..text.len() - text.trim_start().len()]
}

/// One row: a cell that is too long goes on below.
fn row_lines(row: &[String], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> =
        row.iter().zip(widths).map(|(cell, width)| wrapped(cell, indent(cell), *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |i: usize| {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let text = cell.get(i).map_or("", String::as_str);
            let gap = if column == 0 { "" } else { "  " };
            // The first column on the left, the others on the right.
            let spaces = " ".repeat(width.saturating_sub(length(text)));
            let parts = if column == 0 { [gap, text, &spaces] } else { [gap, &spaces, text] };
            line.extend(parts);
        }
        line.truncate(line.trim_end().len());
        line
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&["Service", "in use", "how sure of it"]);
        grid.row(["  Beds by the river and in town", "94%", "33,500 to 46,600"].map(str::to_owned).to_vec());
        grid.row(["Visits", "7%", "9 to 10"].map(str::to_owned).to_vec());
        grid
    }

    #[test]
    fn a_table_is_as_wide_as_its_cells_where_there_is_room() {
        assert_eq!(
            lines(&grid().0, 100),
            [
                "Service                          in use    how sure of it",
                "---------------------------------------------------------",
                "  Beds by the river and in town     94%  33,500 to 46,600",
                "Visits                               7%           9 to 10",
            ]
        );
    }

    #[test]
    fn labels_wrap_first_and_then_cells() {
        assert_eq!(
            lines(&grid().0, 48),
            [
                "Service                     in    how sure of it",
                "                           use",
                "------------------------------------------------",
                "  Beds by the river and    94%  33,500 to 46,600",
                "  in town",
                "Visits                      7%           9 to 10",
            ]
        );
        assert_eq!(
            lines(&grid().0, 38),
            [
                "Service              in    how sure of",
                "                    use             it",
                "--------------------------------------",
                "  Beds by the       94%      33,500 to",
                "  river and in                  46,600",
                "  town",
                "Visits               7%        9 to 10",
            ]
        );
    }

    #[test]
    fn where_columns_do_not_fit_figures_stand_below_their_label() {
        assert_eq!(
            lines(&grid().0, 32),
            [
                "Service",
                "--------------------------------",
                "  Beds by the river and in town",
                "      in use: 94%; how sure of",
                "      it: 33,500 to 46,600",
                "Visits",
                "      in use: 7%; how sure of",
                "      it: 9 to 10",
            ]
        );
    }

    #[test]
    fn no_line_is_longer_than_the_page_whatever_stands_in_the_cells() {
        let long = "Rehabilitation-in-a-place-with-a-very-long-name of/its/own";
        for columns in 1..12 {
            let header: Vec<&str> = std::iter::repeat_n("how sure of it", columns).collect();
            let mut grid = Grid::new(&header);
            for cell in ["−1,234,567,890.5 to +1,234,567,890.5", "-", "", long] {
                let mut row = vec![cell.to_owned(); columns];
                row[0] = format!("  {long} {long}");
                grid.row(row);
            }
            for width in [60, 80, 100] {
                for line in lines(&grid.0, width) {
                    assert!(length(&line) <= width && line == line.trim_end(), "{width}: {line}");
                }
            }
        }
    }
}
