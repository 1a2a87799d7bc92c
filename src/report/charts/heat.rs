//! A grid of cells with the number in each, the darker the more. Knows nothing of what is varied. Next:
//! `tornado.rs`.

use std::collections::BTreeMap;

use super::cells::{self, Cells, joined, or};
use super::drawing::{Anchor, Area, Drawing};
use super::figures::Figures;
use super::frame::{self, Foot, Frame, OUTLINE, Sample};
use super::span::finite;
use super::style::{Colour, GRID, GROUND, LABEL, QUIET_TEXT, SMALL, STEPS, Sheet, TEXT, ink_on};
use super::text;
use crate::report::block::Table;

/// A chart of two things varied at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// The words round it.
    pub frame: Frame,
    /// What is varied from column to column.
    pub across: String,
    /// What is varied from row to row.
    pub down: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the rows, from above.
    pub rows: Vec<String>,
    /// The numbers, by row; `None`, or what is not finite, is an empty cell.
    pub cells: Vec<Vec<Option<f64>>>,
    /// What the numbers count, with their unit.
    pub unit: String,
    /// Row and column of a cell that is outlined.
    pub marked: Option<(usize, usize)>,
    /// What the outline means.
    pub mark: String,
    /// Rows and columns of cells whose number has a sign behind it.
    pub signed: Vec<(usize, usize)>,
    /// That sign.
    pub sign: String,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// More rows and columns than these are not drawn, and the note says so.
const MOST_ROWS: usize = 40;
const MOST_COLUMNS: usize = 24;
/// So many columns have room on a narrow sheet.
const FEW_COLUMNS: usize = 6;
const WIDEST_LABEL: f64 = 220.0;
/// The same on a narrow sheet.
const NARROW_LABEL: f64 = 100.0;
const WIDEST_CELL: f64 = 130.0;
/// What stands for a number that has no room.
const CUT: &str = "…";
/// White between cells; an outline fills it.
const GAP: f64 = 3.0;

/// Names and numbers as they are drawn.
struct Layout<'a> {
    chart: &'a Heat,
    rows: Vec<Vec<String>>,
    columns: Vec<Vec<String>>,
    down: Vec<String>,
    /// The least and the greatest number.
    range: (f64, f64),
    figures: Figures,
    /// Left upper corner of the first cell.
    corner: (f64, f64),
    /// Width and height of a cell with the gap beside it.
    pitch: (f64, f64),
}

/// Draws the chart.
pub(super) fn draw(chart: &Heat, sheet: Sheet) -> Drawing {
    // Many columns have no room for their numbers; as rows they have.
    if sheet.is_narrow() && chart.columns.len() > chart.rows.len().max(FEW_COLUMNS) {
        return draw_upright(&turned(chart), sheet);
    }
    draw_upright(chart, sheet)
}

/// Rows as columns and columns as rows.
fn turned(chart: &Heat) -> Heat {
    let column = |column: usize| (0..chart.rows.len()).map(|row| number(chart, row, column)).collect();
    Heat {
        across: chart.down.clone(),
        down: chart.across.clone(),
        columns: chart.rows.clone(),
        rows: chart.columns.clone(),
        cells: (0..chart.columns.len()).map(column).collect(),
        marked: chart.marked.map(|(row, column)| (column, row)),
        signed: chart.signed.iter().map(|&(row, column)| (column, row)).collect(),
        ..chart.clone()
    }
}

fn draw_upright(chart: &Heat, sheet: Sheet) -> Drawing {
    let (rows, columns) = (chart.rows.len().min(MOST_ROWS), chart.columns.len().min(MOST_COLUMNS));
    let mut note = chart.note.clone();
    for (drawn, all, kind) in [(columns, chart.columns.len(), "columns"), (rows, chart.rows.len(), "rows")] {
        if drawn < all {
            note = format!("The first {drawn} of {all} {kind} are drawn. {note}");
        }
    }
    let numbers = (0..rows).flat_map(|row| (0..columns).filter_map(move |column| number(chart, row, column)));
    let range = numbers.fold(None, |range: Option<(f64, f64)>, x| {
        Some(range.map_or((x, x), |(least, greatest)| (least.min(x), greatest.max(x))))
    });
    let mut drawing = Drawing::on(sheet, sheet.height());
    let foot = Foot::new(sheet, &chart.frame, &note);
    let marked = chart.marked.is_some_and(|(row, column)| row < rows && column < columns);
    if let Some(range) = range {
        let figures = Figures::of_marks(&chart.unit, range.0.abs().max(range.1.abs()));
        let top = frame::head(&mut drawing, &chart.frame, &key(chart, range, &figures, marked)) + 12.0;
        let layout = Layout::new(chart, sheet, (rows, columns), (range, figures), (top, foot.height()));
        let bottom = layout.corner.1 + layout.pitch.1 * rows as f64;
        drawing.height = (bottom + 4.0 + foot.height()).ceil().max(sheet.height() * 0.5);
        layout.draw(&mut drawing, top);
        layout.tell(&mut drawing);
    } else {
        let top = frame::head(&mut drawing, &chart.frame, &[]) + 12.0;
        let bottom = sheet.height() - foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
    }
    foot.draw(&mut drawing);
    drawing
}

/// The numbers behind the chart, as its cells hold them.
pub(super) fn table(chart: &Heat) -> Table {
    let all = chart.cells.iter().flatten().flatten().copied();
    let cells = Cells::of(&chart.unit, all);
    let corner = match [&chart.down, &chart.across].map(|name| text::clean(name)) {
        [down, across] if down.is_empty() => across,
        [down, across] if across.is_empty() => down,
        [down, across] => format!("{down} (down), {across} (across)"),
    };
    let named = |(i, name): (usize, &String)| or(name, &(i + 1).to_string()).to_owned();
    let columns = chart.columns.iter().enumerate().map(named);
    let header = std::iter::once(or(&corner, "Measure").to_owned()).chain(columns);
    let cell = |row: usize, column: usize| {
        let sign = if chart.signed.contains(&(row, column)) { chart.sign.as_str() } else { "" };
        let mark = if chart.marked == Some((row, column)) { text::clean(&chart.mark) } else { String::new() };
        let mark = if mark.is_empty() { mark } else { format!(" ({mark})") };
        format!("{}{sign}{mark}", cells.known(number(chart, row, column)))
    };
    let row = |(row, name): (usize, &String)| {
        let cells = (0..chart.columns.len()).map(|column| cell(row, column));
        std::iter::once(name.clone()).chain(cells).collect()
    };
    let rows = chart.rows.iter().enumerate().map(row).collect();
    let table = cells::table(&chart.frame, header.collect(), rows);
    Table { title: joined([&chart.unit, &table.title]), ..table }
}

fn number(chart: &Heat, row: usize, column: usize) -> Option<f64> {
    chart.cells.get(row)?.get(column).copied().flatten().and_then(finite)
}

fn key(
    chart: &Heat,
    (least, greatest): (f64, f64),
    figures: &Figures,
    marked: bool,
) -> Vec<(Sample, String)> {
    let (least, greatest) = (figures.write(least), figures.write(greatest));
    let least_and_greatest = if least == greatest {
        format!("{least} everywhere")
    } else {
        format!("{least} (light) to {greatest} (dark)")
    };
    let unit = text::shorten(&chart.unit, 400.0, SMALL);
    let words = if unit.is_empty() { least_and_greatest } else { format!("{unit}: {least_and_greatest}") };
    let mut key = vec![(Sample::Steps(&STEPS), words)];
    if marked && !text::clean(&chart.mark).is_empty() {
        key.push((Sample::Outline, chart.mark.clone()));
    }
    key
}

impl<'a> Layout<'a> {
    fn new(
        chart: &'a Heat,
        sheet: Sheet,
        (rows, columns): (usize, usize),
        (range, figures): ((f64, f64), Figures),
        (top, foot): (f64, f64),
    ) -> Self {
        let widest = if sheet.is_narrow() { NARROW_LABEL } else { sheet.part(WIDEST_LABEL) };
        let lines = |name: &String| text::balanced(name, widest, LABEL, sheet.lines(3));
        let rows: Vec<Vec<String>> = chart.rows.iter().take(rows).map(lines).collect();
        let down = text::balanced(&chart.down, widest, SMALL, sheet.lines(3));
        let widest = rows.iter().flatten().map(|line| text::width(line, LABEL));
        let widest = widest.chain(down.iter().map(|line| text::width(line, SMALL))).fold(0.0, f64::max);
        let left = sheet.margin() + widest + if widest > 0.0 { 12.0 } else { 0.0 };
        let wide = ((sheet.right() - left) / columns as f64).min(WIDEST_CELL);
        let columns: Vec<Vec<String>> = chart
            .columns
            .iter()
            .take(columns)
            .map(|name| text::balanced(&short(name, wide - 6.0, sheet), wide - 6.0, SMALL, 3))
            .collect();
        let heading = columns.iter().map(Vec::len).max().unwrap_or(0).max(down.len().saturating_sub(1));
        let corner = (left, top + (1 + heading) as f64 * SMALL.line() + 8.0);
        let most = rows.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let least = (most * LABEL.line() + 10.0).max(32.0);
        let high = ((sheet.height() - corner.1 - foot - 4.0) / rows.len().max(1) as f64).min(56.0).max(least);
        Self { chart, rows, columns, down, range, figures, corner, pitch: (wide, high) }
    }

    /// Says what each cell holds.
    fn tell(&self, drawing: &mut Drawing) {
        let table = table(self.chart);
        for row in 0..self.rows.len() {
            for column in 0..self.columns.len() {
                let said = |name: &str, axis: &str| joined([axis, name]);
                let place = joined([
                    &said(or(&self.chart.rows[row], &(row + 1).to_string()), &self.chart.down),
                    &said(&table.header[column + 1], &self.chart.across),
                ]);
                let words = format!("{place}: {}", table.rows[row][column + 1]);
                drawing.tip(self.area(row, column), &words, "");
            }
        }
    }

    fn area(&self, row: usize, column: usize) -> Area {
        let (left, top) =
            (self.corner.0 + column as f64 * self.pitch.0, self.corner.1 + row as f64 * self.pitch.1);
        Area {
            left: left + GAP / 2.0,
            top: top + GAP / 2.0,
            right: left + self.pitch.0 - GAP / 2.0,
            bottom: top + self.pitch.1 - GAP / 2.0,
        }
    }

    fn draw(&self, drawing: &mut Drawing, top: f64) {
        let right = self.corner.0 + self.columns.len() as f64 * self.pitch.0;
        let across = text::shorten(&self.chart.across, drawing.sheet().right() - self.corner.0, SMALL);
        let last = self.corner.1 - 8.0;
        // A long name of a few narrow columns reaches beyond them.
        let middle =
            f64::midpoint(self.corner.0, right).max(self.corner.0 + text::width(&across, SMALL) / 2.0);
        drawing.text(&across, (middle, top + SMALL.size), Anchor::Middle, SMALL, QUIET_TEXT);
        let first = |lines: &[String]| last - lines.len().saturating_sub(1) as f64 * SMALL.line();
        let labels = self.corner.0 - 12.0;
        drawing.lines(&self.down, (labels, first(&self.down)), Anchor::End, SMALL, QUIET_TEXT);
        for (column, lines) in self.columns.iter().enumerate() {
            let area = self.area(0, column);
            let x = f64::midpoint(area.left, area.right);
            drawing.lines(lines, (x, first(lines)), Anchor::Middle, SMALL, TEXT);
        }
        for (row, lines) in self.rows.iter().enumerate() {
            let area = self.area(row, 0);
            let height = lines.len().saturating_sub(1) as f64 * LABEL.line();
            let first = f64::midpoint(area.top, area.bottom) - height / 2.0 + LABEL.size * 0.36;
            drawing.lines(lines, (labels, first), Anchor::End, LABEL, TEXT);
        }
        if let Some((row, column)) = self.chart.marked
            && row < self.rows.len()
            && column < self.columns.len()
        {
            frame::outline(drawing, grown(self.area(row, column), OUTLINE - 1.5));
        }
        let figures = self.fitting();
        let shades = self.shades(figures);
        // Better no numbers than some.
        let bare = drawing.sheet().is_narrow() && shades.contains_key(CUT);
        for row in 0..self.rows.len() {
            for column in 0..self.columns.len() {
                let marked = self.chart.marked == Some((row, column));
                let area = grown(self.area(row, column), if marked { -3.0 } else { 0.0 });
                let number = number(self.chart, row, column);
                if let Some(number) = number.filter(|_| bare) {
                    frame::cell(drawing, area, self.colour(number));
                    continue;
                }
                let number = number.map(|x| self.written(x, figures));
                let ink = number.as_ref().map(|text| ink_on(shades.get(text).copied().unwrap_or(GROUND)));
                draw_cell(drawing, area, number, &shades);
                if let Some(ink) = ink.filter(|_| self.chart.signed.contains(&(row, column))) {
                    let corner = (area.right - 4.0, area.top + SMALL.size);
                    drawing.text(&self.chart.sign, corner, Anchor::End, SMALL, ink);
                }
            }
        }
    }

    /// How the numbers are written so that all fit their cells, or nearly all.
    fn fitting(&self) -> Figures {
        let numbers = || {
            (0..self.rows.len()).flat_map(move |row| {
                (0..self.columns.len()).filter_map(move |column| number(self.chart, row, column))
            })
        };
        let all_fit = numbers().all(|x| self.fits(&self.figures.write(x)));
        if all_fit { self.figures } else { self.figures.shorter() }
    }

    fn fits(&self, number: &str) -> bool {
        text::width(number, SMALL) <= self.pitch.0 - GAP - 2.0
    }

    /// A number as it stands in its cell.
    fn written(&self, number: f64, figures: Figures) -> String {
        let written = [figures.write(number), figures.rough().write(number)];
        written.into_iter().find(|text| self.fits(text)).unwrap_or_else(|| CUT.to_owned())
    }

    /// The colour of each number as it is written: what reads alike looks alike.
    fn shades(&self, figures: Figures) -> BTreeMap<String, Colour> {
        let mut least: BTreeMap<String, f64> = BTreeMap::new();
        for row in 0..self.rows.len() {
            for x in (0..self.columns.len()).filter_map(|column| number(self.chart, row, column)) {
                least.entry(self.written(x, figures)).and_modify(|least| *least = least.min(x)).or_insert(x);
            }
        }
        least.into_iter().map(|(text, x)| (text, self.colour(x))).collect()
    }

    fn colour(&self, number: f64) -> Colour {
        let (least, greatest) = self.range;
        let share = if greatest > least { (number - least) / (greatest - least) } else { 0.0 };
        let step = (share * STEPS.len() as f64) as usize;
        STEPS[step.min(STEPS.len() - 1)]
    }
}

/// The name of a column; its first letters on a narrow sheet where it would be broken within a word.
fn short(name: &str, room: f64, sheet: Sheet) -> String {
    let broken = name.split_whitespace().any(|word| text::width(word, SMALL) > room);
    if sheet.is_narrow() && broken { name.chars().take(3).collect() } else { name.to_owned() }
}

fn draw_cell(drawing: &mut Drawing, area: Area, number: Option<String>, shades: &BTreeMap<String, Colour>) {
    let at = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom) + SMALL.size * 0.36);
    let Some(number) = number else {
        drawing.block(area, GROUND, GRID);
        return drawing.text("–", at, Anchor::Middle, SMALL, QUIET_TEXT);
    };
    let colour = shades.get(&number).copied().unwrap_or(GROUND);
    frame::cell(drawing, area, colour);
    drawing.text(&number, at, Anchor::Middle, SMALL, ink_on(colour));
}

fn grown(area: Area, by: f64) -> Area {
    Area { left: area.left - by, top: area.top - by, right: area.right + by, bottom: area.bottom + by }
}
