//! A table in plain text. Knows nothing of what stands in it.

use std::fmt::Write;

use super::words::wrapped;

/// A table in text: the first column on the left, numbers on the right.
pub(super) struct Grid {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(super) fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|s| (*s).to_owned()).collect(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(super) fn rows(&mut self, rows: impl IntoIterator<Item = Vec<String>>) {
        self.rows.extend(rows);
    }

    /// Lines with a header, nothing where there are no rows. The first column is at most so wide as
    /// said, the others as their cells need; two spaces are between them.
    pub(super) fn lines(&self, at_most: &[usize]) -> Vec<String> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let widths: Vec<usize> = (at_most.iter().enumerate())
            .map(|(i, most)| all().map(|row| row[i].chars().count()).max().unwrap_or(0).min(*most))
            .collect();
        let rule = "-".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1));
        let mut lines = all().flat_map(|row| row_lines(row, &widths)).collect::<Vec<_>>();
        lines.insert(row_lines(&self.header, &widths).len(), rule);
        lines
    }
}

/// One row: the first cell goes on below where it is too long.
fn row_lines(row: &[String], widths: &[usize]) -> Vec<String> {
    let (Some((first, others)), Some((width, widths))) = (row.split_first(), widths.split_first()) else {
        return Vec::new();
    };
    let indent = &first[..first.len() - first.trim_start().len()];
    let mut lines: Vec<String> =
        wrapped(first, indent, *width).iter().map(|line| cut(line, *width)).collect();
    if let Some(top) = lines.first_mut() {
        let mut line = format!("{top:<width$}");
        for (cell, width) in others.iter().zip(widths) {
            let _ = write!(line, "  {cell:>width$}");
        }
        line.truncate(line.trim_end().len());
        *top = line;
    }
    lines
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
