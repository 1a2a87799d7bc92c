//! A row of equal parts for each of several things, filled where a part is its own: the worlds in which each option
//! is the best. Knows nothing of worlds. Next: `dots.rs`.

use jiff::ToSpan;
use jiff::civil::Date;

use super::axis::days_between;
use super::cells::{self, NONE, or};
use super::days::{Across, date_axis};
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{self, Foot, Frame};
use super::style::{BAR, BAR_EDGE, GRID, LABEL, MUTED, NUMBER, QUIET_TEXT, SECOND, SMALL, Sheet, TEXT};
use super::text;
use crate::report::block::Table;

/// Rows of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// The words round it.
    pub frame: Frame,
    /// The rows.
    pub rows: Vec<StripRow>,
    /// What the parts are, under the rows.
    pub measure: String,
    /// The days over which the parts of every row lie, where they are parts of days.
    pub days: Option<StripDays>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// Days over which parts lie.
#[derive(Clone, Debug, PartialEq)]
pub struct StripDays {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// A moment, in days from the first midnight, with its words.
    pub mark: Option<(f64, String)>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StripRow {
    /// What it belongs to.
    pub label: String,
    /// For each part, whether it is its own.
    pub parts: Vec<bool>,
    /// How many that are, in words.
    pub told: String,
}

/// More rows than these are not drawn, and the note says so.
const MOST: usize = 40;
const WIDEST_LABEL: f64 = 280.0;
const WIDEST_TOLD: f64 = 170.0;

/// The numbers behind the chart: how many parts are a row's own, and which, counted from 1.
pub(super) fn table(chart: &Strip) -> Table {
    let [much, which] = if chart.days.is_some() { ["How long", "When"] } else { ["How many", "Which"] };
    let header = [or(&chart.measure, "Measure"), much, which].map(str::to_owned).into();
    let row = |row: &StripRow| {
        let name = |part: usize| match &chart.days {
            Some(days) => days.of_part(part, row.parts.len()).to_string(),
            None => (part + 1).to_string(),
        };
        let which = runs(&row.parts).into_iter().map(|(from, to)| match [name(from), name(to - 1)] {
            [one, other] if one == other => one,
            [from, to] => format!("{from} to {to}"),
        });
        let which: Vec<String> = which.collect();
        let own = row.parts.iter().filter(|own| **own).count();
        let told = if text::clean(&row.told).is_empty() {
            format!("{own} of {}", row.parts.len())
        } else {
            row.told.clone()
        };
        vec![row.label.clone(), told, if which.is_empty() { NONE.to_owned() } else { which.join(", ") }]
    };
    cells::table(&chart.frame, header, chart.rows.iter().map(row).collect())
}

impl StripDays {
    /// The day of a part of so many.
    fn of_part(&self, part: usize, parts: usize) -> Date {
        let days = i64::from(days_between(self.first, self.last).max(0)) + 1;
        let day = i64::try_from(part).unwrap_or(0) * days / i64::try_from(parts.max(1)).unwrap_or(1);
        self.first.saturating_add(day.days())
    }
}

/// Draws the chart.
pub(super) fn draw(chart: &Strip, sheet: Sheet) -> Drawing {
    let rows: Vec<&StripRow> = chart.rows.iter().take(MOST).collect();
    let mut note = chart.note.clone();
    if chart.rows.len() > MOST {
        note = format!("The first {MOST} of {} are drawn. {note}", chart.rows.len());
    }
    let mut drawing = Drawing::on(sheet, sheet.height());
    let marked = chart.days.as_ref().is_some_and(|days| days.mark.is_some());
    let above = if marked { SMALL.line() + 4.0 } else { 0.0 };
    let top = frame::head(&mut drawing, &chart.frame, &[]) + 16.0 + above;
    let foot = Foot::new(sheet, &chart.frame, &note);
    if rows.is_empty() {
        let bottom = sheet.height() - foot.height();
        frame::nothing(&mut drawing, Area { left: sheet.margin(), top, right: sheet.right(), bottom });
        foot.draw(&mut drawing);
        return drawing;
    }
    let narrow = sheet.is_narrow();
    let room = rows.iter().map(|row| text::width(&row.told, NUMBER)).fold(0.0, f64::max).min(WIDEST_TOLD);
    let widest = if narrow { sheet.room() - room - 16.0 } else { sheet.part(WIDEST_LABEL) };
    let labels: Vec<Vec<String>> = rows.iter().map(|row| text::wrap(&row.label, widest, LABEL, 3)).collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let pitch = if narrow { lines * LABEL.line() + 40.0 } else { (lines * LABEL.line() + 14.0).max(44.0) };
    let dates = if chart.days.is_some() { 12.0 + 2.0 * SMALL.line() } else { 0.0 };
    let below = 2.0 * SMALL.line() + dates;
    drawing.height =
        (top + pitch * rows.len() as f64 + below + foot.height()).ceil().max(sheet.height() * 0.4);
    let widest = labels.iter().flatten().map(|line| text::width(line, LABEL)).fold(0.0, f64::max);
    let (left, right) = if narrow {
        (sheet.margin(), sheet.right())
    } else {
        (sheet.margin() + widest + 16.0, sheet.right() - room - 16.0)
    };
    let table = table(chart);
    for (i, row) in rows.iter().enumerate() {
        let (above, below) = (top + i as f64 * pitch, top + (i + 1) as f64 * pitch);
        let middle = if narrow { below - 24.0 } else { above + 0.5 * pitch };
        drawing.series(&row.label, |drawing| {
            let area = Area { left, top: middle - 12.0, right, bottom: middle + 12.0 };
            drawing.block(area, MUTED, GRID);
            for (from, to) in runs(&row.parts) {
                let at = |part: usize| left + (right - left) * part as f64 / row.parts.len() as f64;
                drawing.block(Area { left: at(from), right: at(to), ..area }, BAR, BAR_EDGE);
            }
            let height = labels[i].len().saturating_sub(1) as f64 * LABEL.line();
            let told = text::shorten(&row.told, WIDEST_TOLD, NUMBER);
            if narrow {
                let first = middle - 18.0 - height;
                drawing.lines(&labels[i], (left, first), Anchor::Start, LABEL, TEXT);
                drawing.text(&told, (right, middle - 18.0), Anchor::End, NUMBER, TEXT);
            } else {
                let first = middle - height / 2.0 + LABEL.size * 0.36;
                drawing.lines(&labels[i], (sheet.margin() + widest, first), Anchor::End, LABEL, TEXT);
                let at = (right + 16.0, middle + NUMBER.size * 0.36);
                drawing.text(&told, at, Anchor::Start, NUMBER, TEXT);
            }
        });
        let area = Area { left: sheet.margin(), top: above, right: sheet.right(), bottom: below };
        drawing.tip(area, &cells::told(&table, i), &row.label);
    }
    let bottom = top + pitch * rows.len() as f64;
    if let Some(days) = &chart.days {
        draw_days(&mut drawing, days, Area { left, top, right, bottom });
    }
    let under = bottom + dates + SMALL.line();
    let measure = text::shorten(&chart.measure, right - left, SMALL);
    drawing.text(&measure, (left, under), Anchor::Start, SMALL, QUIET_TEXT);
    foot.draw(&mut drawing);
    drawing
}

/// Dates below the rows, and an upright rule over all of them with its words above.
fn draw_days(drawing: &mut Drawing, days: &StripDays, plot: Area) {
    let across = Across::whole(days.first, days.last, plot);
    date_axis(drawing, plot, &across, days.first, days.last);
    let Some((at, words)) = &days.mark else { return };
    let sheet = drawing.sheet();
    let words = text::shorten(words, sheet.room(), SMALL);
    let x = across.at(days.first, *at);
    drawing.rule((x, plot.top - 2.0), (x, plot.bottom), SECOND, 1.5);
    let half = text::width(&words, SMALL) / 2.0;
    let middle = x.min(sheet.right() - half).max(sheet.margin() + half);
    drawing.text(&words, (middle, plot.top - 6.0), Anchor::Middle, SMALL, TEXT);
}

/// Parts in a row that are filled, from and up to.
fn runs(parts: &[bool]) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for (i, _) in parts.iter().enumerate().filter(|(_, own)| **own) {
        match all.last_mut() {
            Some((_, to)) if *to == i => *to = i + 1,
            _ => all.push((i, i + 1)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::drawing::check::{tidy, words as words_of};

    #[test]
    fn parts_in_a_row_are_one_block() {
        assert_eq!(runs(&[true, true, false, true]), [(0, 2), (3, 4)]);
        assert!(runs(&[false, false]).is_empty() && runs(&[]).is_empty());
    }

    #[test]
    fn rows_are_drawn_with_their_names_and_nothing_leaves_the_picture() {
        let row = |label: &str, parts: Vec<bool>| StripRow {
            label: label.to_owned(),
            told: format!("{} of {}", parts.iter().filter(|own| **own).count(), parts.len()),
            parts,
        };
        let long = "An option whose name goes on for much longer than anybody would like to read on a chart";
        let rows = vec![row(long, vec![true; 83]), row("Beds", vec![false; 100]), row("None", Vec::new())];
        let chart = Strip { rows, measure: "one part a world".to_owned(), ..Strip::default() };
        let drawing = draw(&chart, Sheet::WIDE);
        tidy(&drawing);
        let words = words_of(&drawing);
        assert!(words.contains("83 of 83") && words.contains("0 of 100"), "{words}");
        tidy(&draw(&Strip::default(), Sheet::WIDE));
        tidy(&draw(&chart, Sheet::NARROW));
    }

    #[test]
    fn parts_of_days_have_dates_below_and_a_moment_is_marked() {
        let (first, last) = (Date::constant(2024, 12, 30), Date::constant(2025, 1, 8));
        let parts = (0..40).map(|part| (4..13).contains(&part)).collect();
        let row = StripRow { label: "In an acute bed".to_owned(), parts, told: "2 days 6 hours".to_owned() };
        let mark = Some((3.25, "ready to leave".to_owned()));
        let days = Some(StripDays { first, last, mark });
        let chart = Strip { rows: vec![row], days, ..Strip::default() };
        for sheet in [Sheet::WIDE, Sheet::NARROW] {
            let drawing = draw(&chart, sheet);
            tidy(&drawing);
            let words = words_of(&drawing);
            assert!(
                words.contains("ready to leave") && words.contains("Jan") && words.contains("2025"),
                "{words}"
            );
        }
        let table = table(&chart);
        assert_eq!(table.header[1..], ["How long", "When"]);
        assert_eq!(table.rows[0][1..], ["2 days 6 hours", "2024-12-31 to 2025-01-02"]);
    }
}
