//! How amounts stand in the table behind a chart: as they are printed at its marks, and `-` where nothing is drawn.
//! Next: the charts, each with its own table.

use super::figures::Figures;
use super::frame::Frame;
use super::span::{Interval, finite};
use super::text;
use crate::report::block::Table;

/// What there is no figure for.
pub const NONE: &str = "-";

/// How the amounts of one column, or of several that are compared, are written.
#[derive(Clone, Copy, Debug)]
pub struct Cells {
    figures: Figures,
    signed: bool,
}

impl Cells {
    /// For these amounts of a measure, as fine as the greatest of them asks for.
    pub fn of(measure: &str, amounts: impl IntoIterator<Item = f64>) -> Self {
        let greatest = amounts.into_iter().filter_map(finite).map(f64::abs).fold(0.0, f64::max);
        Self { figures: Figures::of_marks(measure, greatest), signed: false }
    }

    /// For one amount and the ends of its range, rounded as they are in a sentence.
    pub fn of_row(measure: &str, amounts: impl IntoIterator<Item = f64>) -> Self {
        let greatest = amounts.into_iter().filter_map(finite).map(f64::abs).fold(0.0, f64::max);
        Self { figures: Figures::of_row(measure, greatest), signed: false }
    }

    /// For places along an axis, as fine as tells them apart.
    pub fn of_places(measure: &str, places: &[f64]) -> Self {
        Self { figures: Figures::of_points(measure, places), signed: false }
    }

    /// The same with a sign before each, where they are differences.
    pub fn signed(self, signed: bool) -> Self {
        Self { signed, ..self }
    }

    /// An amount; `-` where it is not finite.
    pub fn write(&self, amount: f64) -> String {
        match finite(amount) {
            None => NONE.to_owned(),
            Some(amount) if self.signed => self.figures.signed(amount),
            Some(amount) => self.figures.write(amount),
        }
    }

    /// An amount that may be missing.
    pub fn known(&self, amount: Option<f64>) -> String {
        amount.map_or_else(|| NONE.to_owned(), |amount| self.write(amount))
    }

    /// From one amount to another; `-` where either is missing.
    pub fn range(&self, ends: Option<(f64, f64)>) -> String {
        let ends = ends.and_then(|(low, high)| Some((finite(low)?, finite(high)?)));
        ends.map_or_else(
            || NONE.to_owned(),
            |(low, high)| format!("{} to {}", self.write(low.min(high)), self.write(low.max(high))),
        )
    }

    /// The same of an interval that may have no end on a side.
    pub fn open(&self, (low, high): Interval) -> String {
        match (low.and_then(finite), high.and_then(finite)) {
            (None, None) => NONE.to_owned(),
            (Some(low), None) => format!("{} or more", self.write(low)),
            (None, Some(high)) => format!("{} or less", self.write(high)),
            (Some(low), Some(high)) => self.range(Some((low, high))),
        }
    }
}

/// A table of these columns and rows, named after measure, place and period of its chart.
pub fn table(frame: &Frame, header: Vec<String>, rows: Vec<Vec<String>>) -> Table {
    let title = [&frame.subtitle, &frame.title].map(|words| text::clean(words));
    let title = title.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    let clean = |row: Vec<String>| -> Vec<String> { row.iter().map(|cell| text::clean(cell)).collect() };
    Table { title, header: clean(header), rows: rows.into_iter().map(clean).collect() }
}

/// A row as a sentence: `Bridging. Difference, bed-days: −1,120. Range: −1,280 to −960`.
pub fn told(table: &Table, row: usize) -> String {
    let Some((name, cells)) = table.rows.get(row).and_then(|row| row.split_first()) else {
        return String::new();
    };
    let said = table.header.iter().skip(1).zip(cells).filter(|(_, cell)| *cell != NONE && !cell.is_empty());
    let said = said.map(|(header, cell)| format!("{header}: {cell}"));
    let name = (!name.is_empty()).then(|| name.clone());
    name.into_iter().chain(said).collect::<Vec<_>>().join(". ")
}

/// The parts that there are, parted by commas: `Mean, days`.
pub fn joined(parts: [&str; 2]) -> String {
    let parts = parts.map(text::clean);
    let there: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    there.join(", ")
}

/// Words in the place of empty ones.
pub fn or<'a>(words: &'a str, otherwise: &'a str) -> &'a str {
    if text::clean(words).is_empty() { otherwise } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_no_figure_and_an_open_end_is_said() {
        let cells = Cells::of("People", [93.0, f64::NAN, 1_270.4]);
        assert_eq!([1_270.4, f64::NAN, f64::INFINITY].map(|x| cells.write(x)), ["1,270", "-", "-"]);
        assert_eq!(cells.range(Some((1_270.0, 970.0))), "970 to 1,270");
        assert_eq!([cells.range(None), cells.range(Some((f64::NAN, 3.0)))], ["-", "-"]);
        assert_eq!(cells.open((Some(3.0), Some(f64::INFINITY))), "3 or more");
        assert_eq!(cells.open((None, Some(3.0))), "3 or less");
        assert_eq!(cells.open((None, Some(f64::NAN))), "-");
        let table = Table {
            header: ["", "Mean", "Range"].map(str::to_owned).into(),
            rows: vec![["P1", "6.2", "-"].map(str::to_owned).into()],
            ..Table::default()
        };
        assert_eq!([told(&table, 0), told(&table, 1)], ["P1. Mean: 6.2", ""]);
        assert_eq!(cells.signed(true).range(Some((-40.0, 12.0))), "−40 to +12");
    }
}
