//! The numbers behind measures by day: a row a day, a column for every line and band.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::axis::drawable;
use super::cells::{self, Cells, NONE, or};
use super::fan::{BandNames, Fan, FanDay, HALF, NINE_IN_TEN, Series, in_force, runs, tallest};
use super::frame::Frame;
use super::text;
use crate::report::block::Table;

/// A column: the figure of each day that has one.
#[derive(Clone, Debug)]
pub struct Column {
    header: String,
    /// Its name where there is little room.
    short: String,
    cells: BTreeMap<Date, String>,
}

impl Column {
    fn new(header: &str, short: &str, cells: BTreeMap<Date, String>) -> Self {
        Self { header: header.to_owned(), short: short.to_owned(), cells }
    }

    /// The same of one of many panels.
    pub fn of(self, panel: &str) -> Self {
        Self { header: format!("{panel}: {}", self.header), ..self }
    }

    /// What it says of a day: `median 93`.
    pub fn told(&self, date: Date) -> Option<String> {
        let cell = self.cells.get(&date).filter(|cell| *cell != NONE)?;
        Some(format!("{} {cell}", self.short))
    }
}

/// What the lines of a series are called.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// What is counted.
    pub measure: &'a str,
    /// Median and bands.
    pub names: &'a BandNames,
    /// The capacity, where it has no name of its own.
    pub capacity: &'a str,
    /// The second line, where it has none.
    pub second: &'a str,
}

/// The numbers behind a fan.
pub fn table(fan: &Fan) -> Table {
    let named = Named { measure: &fan.measure, names: &fan.names, capacity: "", second: "" };
    by_day(&fan.frame, &columns(&fan.series, &named))
}

/// These columns, a row for every day that one of them has.
pub fn by_day(frame: &Frame, columns: &[Column]) -> Table {
    let dates = dates(columns);
    let row = |date: &Date| {
        let cell = |column: &Column| column.cells.get(date).cloned().unwrap_or_else(|| NONE.to_owned());
        std::iter::once(date.to_string()).chain(columns.iter().map(cell)).collect()
    };
    let rows = dates.iter().map(row).collect();
    let header = std::iter::once("Date".to_owned()).chain(columns.iter().map(|column| column.header.clone()));
    cells::table(frame, header.collect(), rows)
}

/// Every day that one of these columns has, in order.
pub fn dates(columns: &[Column]) -> Vec<Date> {
    let mut dates: Vec<Date> = columns.iter().flat_map(|column| column.cells.keys().copied()).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// A column for every line and band of a series.
pub fn columns(series: &Series, named: &Named<'_>) -> Vec<Column> {
    let days: Vec<FanDay> = runs(&series.days).concat();
    let others = series.other.as_ref().map(|other| runs(&other.days).concat()).unwrap_or_default();
    let before = series.before.as_ref();
    let points = before.iter().flat_map(|before| &before.points).map(|point| point.0);
    let dates = days.iter().chain(&others).map(|day| day.date).chain(points);
    let (Some(first), Some(last)) = (dates.clone().min(), dates.clone().max()) else { return Vec::new() };
    let dates: Vec<Date> = dates.collect();
    let cells = Cells::of(named.measure, [tallest(days.iter().chain(&others), series, first, last)]);
    let made = Made { cells, named };

    let mut columns = Vec::new();
    if let Some(before) = before {
        let shown = before.points.iter().filter(|point| drawable(point.1).is_some());
        let all = || shown.clone().map(|point| point.0);
        columns.push(made.column(or(&before.label, "Before"), shown.clone().copied()));
        // What holds on a day: none on the days before the last step that have no limits of their own.
        let on = |date: Date| {
            let earlier = before.earlier.iter().find(|level| (level.from..level.to).contains(&date));
            let now = before.from.is_none_or(|from| date >= from);
            earlier
                .map(|level| (level.mean, level.limits))
                .or_else(|| now.then_some((before.mean.1, before.limits.1)))
                .unwrap_or((f64::NAN, [f64::NAN; 2]))
        };
        columns.push(made.column(or(&before.mean.0, "Mean"), all().map(|date| (date, on(date).0))));
        columns.push(made.bands(or(&before.limits.0, "Limits"), all().map(|date| (date, on(date).1))));
        if !before.flagged.is_empty() {
            let said = before.flagged.iter().map(|(date, flag)| (*date, flag.words().to_owned())).collect();
            columns.push(Column::new("Sign of change", "sign of change:", said));
        }
    }
    columns.extend(made.fan(or(&named.names.median, "Median"), &days, series.other.is_none(), ""));
    if let Some(other) = &series.other {
        let label = or(&other.label, "Option");
        columns.extend(made.fan(label, &others, false, label));
    }
    if let Some(steps) = &series.capacity {
        let held = in_force(steps, first, last);
        let label = or(&steps.label, or(named.capacity, "Places"));
        let mut column = Column::new(label, label, BTreeMap::new());
        for &date in &dates {
            let Some((_, amount)) = held.iter().rev().find(|(from, _)| *from <= date) else { continue };
            let limit = drawable(*amount).map_or_else(|| "no limit".to_owned(), |limit| cells.write(limit));
            column.cells.insert(date, limit);
        }
        columns.push(column);
    }
    if let Some(line) = &series.second {
        let label = or(&line.label, or(named.second, "Second line"));
        let within = line.days.iter().filter(|day| (first..=last).contains(&day.0)).copied();
        columns.push(made.column(label, within));
    }
    columns
}

/// What columns are made with.
struct Made<'a> {
    cells: Cells,
    named: &'a Named<'a>,
}

impl Made<'_> {
    fn column(&self, header: &str, days: impl Iterator<Item = (Date, f64)>) -> Column {
        let cells = days.map(|(date, amount)| (date, self.cells.known(drawable(amount)))).collect();
        Column::new(header, header, cells)
    }

    fn bands(&self, header: &str, days: impl Iterator<Item = (Date, [f64; 2])>) -> Column {
        let cells = days.map(|(date, [low, high])| {
            let ends = drawable(low).zip(drawable(high));
            (date, self.cells.range(ends))
        });
        Column::new(header, header, cells.collect())
    }

    /// Median and bands; the middle one only where it is drawn.
    fn fan(&self, median: &str, days: &[FanDay], half: bool, of: &str) -> Vec<Column> {
        let measure = text::clean(self.named.measure);
        let header = if measure.is_empty() { median.to_owned() } else { format!("{median} ({measure})") };
        let line = self.column(&header, days.iter().map(|day| (day.date, day.p50)));
        let mut columns = vec![Column { short: median.to_owned(), ..line }];
        let names = self.named.names;
        let bands =
            [(half, HALF, "50% band", &names.half), (true, NINE_IN_TEN, "90% band", &names.nine_in_ten)];
        for (drawn, bounds, short, name) in bands {
            let name = or(name, short);
            if drawn && days.iter().any(|day| bounds.is_on(day)) {
                let header = if of.is_empty() { name.to_owned() } else { format!("{of}: {name}") };
                let days = days.iter().map(|day| {
                    let ends = [(bounds.low)(day), (bounds.high)(day)];
                    (day.date, if bounds.is_on(day) { ends } else { [f64::NAN; 2] })
                });
                columns.push(Column { short: short.to_owned(), ..self.bands(&header, days) });
            }
        }
        columns
    }
}
