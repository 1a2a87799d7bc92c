//! Small multiples: many fans of one kind side by side, with one key. Next: `mod.rs`.

use super::cells::or;
use super::drawing::{Anchor, Area, Drawing};
use super::fan::{
    self, BandNames, CAPACITY_WIDTH, MEDIAN_WIDTH, Named, PANEL_COLUMN, SECOND_WIDTH, Series, Told,
};
use super::frame::{self, Foot, Frame, Sample};
use super::style::{CAPACITY, MEDIAN, PANEL_TITLE, QUIET_TEXT, SECOND, SMALL, Sheet, TEXT};
use super::text;
use crate::report::block::Table;

/// One panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Its title (the place).
    pub title: String,
    /// What its axis counts ("People"), under the title.
    pub measure: String,
    /// Its days, with what was before them; an option beside them is not drawn.
    pub series: Series,
}

/// A chart of many panels, each with an axis of its own from zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panels {
    /// The words round it.
    pub frame: Frame,
    /// What median and bands are called.
    pub names: BandNames,
    /// What capacity is called in the key ("Places").
    pub capacity_name: String,
    /// What the second line is called in the key.
    pub second_name: String,
    /// The panels.
    pub panels: Vec<Panel>,
    /// A line under the chart; empty for none.
    pub note: String,
}

/// More panels than these are not drawn, and the note says so.
const MOST: usize = 24;
const COLUMNS: usize = 2;
const GAP: f64 = 36.0;
const TITLE_HEIGHT: f64 = 38.0;
const LEAST_HEIGHT: f64 = 250.0;
const SPACE_BELOW: f64 = 16.0;

/// Draws the chart.
pub(super) fn draw(chart: &Panels, sheet: Sheet) -> Drawing {
    let panels = chart.panels.get(..MOST).unwrap_or(&chart.panels);
    let mut note = chart.note.clone();
    if chart.panels.len() > MOST {
        note = format!("The first {MOST} of {} panels are drawn. {note}", chart.panels.len());
    }
    let mut drawing = Drawing::on(sheet, sheet.height());
    let top = frame::head(&mut drawing, &chart.frame, &key(chart, panels)) + 16.0;
    let foot = Foot::new(sheet, &chart.frame, &note);
    if panels.is_empty() {
        let area =
            Area { left: sheet.margin(), top, right: sheet.right(), bottom: sheet.height() - foot.height() };
        frame::nothing(&mut drawing, area);
    }
    let columns = panels.len().clamp(1, if sheet.is_narrow() { 1 } else { COLUMNS });
    let rows = panels.len().div_ceil(columns).max(1);
    let height = ((sheet.height() - top - foot.height()) / rows as f64).max(LEAST_HEIGHT);
    drawing.height = sheet.height().max(top + height * rows as f64 + foot.height()).ceil();
    let width = (sheet.room() - GAP * (columns - 1) as f64) / columns as f64;
    for (i, panel) in panels.iter().enumerate() {
        let left = sheet.margin() + (i % columns) as f64 * (width + GAP);
        let top = top + (i / columns) as f64 * height;
        let area = Area { left, top, right: left + width, bottom: top + height - SPACE_BELOW };
        draw_panel(&mut drawing, chart, panel, area);
    }
    foot.draw(&mut drawing);
    drawing
}

/// The numbers behind the chart: a row a day, the panels beside one another.
pub(super) fn table(chart: &Panels) -> Table {
    let columns = chart.panels.iter().flat_map(|panel| {
        let series = shown(panel);
        let named = named(chart, panel);
        let title = or(&panel.title, "Panel").to_owned();
        fan::columns(&series, &named).into_iter().map(move |column| column.of(&title))
    });
    fan::by_day(&chart.frame, &columns.collect::<Vec<_>>())
}

fn named<'a>(chart: &'a Panels, panel: &'a Panel) -> Named<'a> {
    Named {
        measure: &panel.measure,
        names: &chart.names,
        capacity: &chart.capacity_name,
        second: &chart.second_name,
    }
}

/// What of a panel is drawn.
fn shown(panel: &Panel) -> Series {
    Series { other: None, ..panel.series.clone() }
}

fn draw_panel(drawing: &mut Drawing, chart: &Panels, panel: &Panel, area: Area) {
    let baseline = area.top + PANEL_TITLE.size;
    let title = text::shorten(&panel.title, area.width(), PANEL_TITLE);
    drawing.text(&title, (area.left, baseline), Anchor::Start, PANEL_TITLE, TEXT);
    let baseline = baseline + SMALL.line();
    // Beside it, above the plot, a day may be named.
    let room = if panel.series.before.is_some() { area.width() / 2.0 } else { area.width() };
    let measure = text::shorten(&panel.measure, room, SMALL);
    drawing.text(&measure, (area.left, baseline), Anchor::Start, SMALL, QUIET_TEXT);
    let told = Told { named: named(chart, panel), of: &panel.title, column: PANEL_COLUMN };
    fan::plot_series(drawing, Area { top: area.top + TITLE_HEIGHT, ..area }, &shown(panel), &told);
}

fn key(chart: &Panels, panels: &[Panel]) -> Vec<(Sample, String)> {
    let line = |colour, width| Sample::Line { colour, width };
    let any = |drawn: fn(&Series) -> bool| panels.iter().any(|panel| drawn(&panel.series));
    let mut key = fan::before_key(panels.iter().filter_map(|panel| panel.series.before.as_ref()));
    if any(|series| !fan::runs(&series.days).is_empty()) {
        key.push((line(MEDIAN, MEDIAN_WIDTH), chart.names.median.clone()));
    }
    key.extend(fan::band_key(&chart.names, panels.iter().flat_map(|panel| &panel.series.days)));
    if any(fan::has_capacity) {
        key.push((Sample::Dashes { colour: CAPACITY, width: CAPACITY_WIDTH }, chart.capacity_name.clone()));
    }
    if any(|series| series.second.is_some()) {
        key.push((line(SECOND, SECOND_WIDTH), chart.second_name.clone()));
    }
    key.retain(|(_, name)| !name.is_empty());
    key
}
