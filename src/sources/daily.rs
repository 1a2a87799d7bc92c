//! Daily returns: people without criteria to reside, those discharged and those who remain, a figure a day. From
//! any of the layouts in which they come, long, wide or a metric a row, to one series; `clean` says what of it
//! is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;

use super::cells::{Cell, Figure};
use super::clean;
use super::dates::{Order, day};
use super::fault::{Fault, Note};
use super::keys::{key, tidy};
use super::organisation::{Columns, Organisation, choose};
use super::role::{Role, role};
pub use super::series::{Daily, WORDS};
use super::sheet::{Row, read as open};
use super::table::{Table, tables};

/// The most days from the first to the last: more is a slip in a date.
const MOST_DAYS: i32 = 20_000;

/// What a return holds.
pub const FIGURES: [Role; 3] = [Role::Nctr, Role::Discharged, Role::Remaining];
/// Reads one trust's daily return from a file in any of the layouts, and leaves out what the rules of
/// [`clean`] leave out. `trust` is a code or a name where the file holds several. The error says why not.
pub fn read(path: &Path, trust: Option<&str>) -> Result<Daily, Fault> {
    let mut daily = read_as_returned(path, trust)?;
    clean::clean(&mut daily);
    Ok(daily)
}

/// The same with all that was returned, before anything is left out.
pub fn read_as_returned(path: &Path, trust: Option<&str>) -> Result<Daily, Fault> {
    let book = open(path)?;
    let all = tables(&book, None)?;
    let table = all.iter().find(|table| is_daily(table)).ok_or_else(|| {
        let first = &all[0];
        first
            .fault(format!("this is no daily return: its columns are {}", first.listed()))
            .expected("date, nctr and discharged, a column for each, or for each day")
    })?;
    let returned = returned(table)?;
    let (organisation, totals) =
        choose(&table.shown, &returned.organisations(), trust).map(|(o, n)| (o.clone(), n))?;
    let mut daily = returned.of(&organisation, &table.shown)?;
    daily.notes.splice(0..0, totals);
    Ok(daily)
}

/// Whether a table is a daily return.
pub fn is_daily(table: &Table) -> bool {
    is_long(table) || is_national(table) || is_wide(table)
}

/// A row a day, or a trust and a day.
pub fn is_long(table: &Table) -> bool {
    let figures = FIGURES.iter().filter(|role| table.has(**role)).count();
    figures >= 1 && day_column(table).is_some()
}

/// A row a metric, a trust and a day.
pub fn is_national(table: &Table) -> bool {
    let Some(metric) = table.find(Role::Metric) else { return false };
    table.has(Role::Value)
        && day_column(table).is_some()
        && table.rows.iter().any(|row| metric_of(row, metric, table).is_some())
}

/// Columns for each day.
pub fn is_wide(table: &Table) -> bool {
    let days: Vec<_> = table.columns.iter().filter(|column| column.day.is_some()).collect();
    days.len() >= 2
        && (days.iter().any(|column| column.role.is_some_and(|role| FIGURES.contains(&role)))
            || table.has(Role::Metric))
}

/// The column with a day in each row: the one called so, or months that are days.
fn day_column(table: &Table) -> Option<usize> {
    let at = table.find(Role::Date).or_else(|| table.find(Role::Month))?;
    let order = table.order(at).unwrap_or(Order::DayFirst);
    let days: BTreeSet<Date> = table.rows.iter().filter_map(|row| day(row.cell(at), order)).collect();
    let cells = table.rows.iter().filter(|row| !row.cell(at).is_blank()).count();
    // Months written as their first days are months.
    let apart = days.iter().filter(|day| day.day() != 1).count();
    let are_days = days.len() * 2 > days.len().min(cells) && (apart > 0 || days.len() < 2);
    (are_days && !days.is_empty()).then_some(at)
}

/// Which figure a row holds where a metric is named in each.
fn metric_of(row: &Row, metric: usize, table: &Table) -> Option<Role> {
    let text = row.cell(metric).text();
    let group = table.find(Role::MetricGroup).map(|at| key(&row.cell(at).text())).unwrap_or_default();
    let of_stays =
        group.starts_with("length of stay") || group.contains("reason") || group.contains("pathway");
    role(&text).filter(|role| !of_stays && (FIGURES.contains(role) || *role == Role::DischargedPart))
}

/// A day's figures as they stand.
#[derive(Clone, Debug, Default)]
struct Day {
    /// Those of [`FIGURES`].
    figures: [Option<f64>; 3],
    /// Parts of those discharged, by metric.
    parts: BTreeMap<String, f64>,
}

/// A table as days of organisations.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    days: BTreeMap<Organisation, BTreeMap<Date, Day>>,
    order: Vec<Organisation>,
    odd: Odd,
    notes: Vec<Note>,
}

/// What is no figure, counted for each organisation.
#[derive(Clone, Debug, Default)]
struct Odd {
    held_back: BTreeMap<Organisation, BTreeSet<Date>>,
    missing: BTreeMap<Organisation, BTreeSet<Date>>,
    negative: BTreeMap<Organisation, BTreeSet<Date>>,
    texts: BTreeMap<Organisation, Vec<(u32, String)>>,
    twice: BTreeMap<Organisation, BTreeSet<Date>>,
}

impl Returned {
    /// All organisations in the order of the file.
    pub fn organisations(&self) -> Vec<Organisation> {
        self.order.clone()
    }

    /// How many days of figures an organisation has.
    pub fn days_of(&self, organisation: &Organisation) -> usize {
        self.days.get(organisation).map_or(0, BTreeMap::len)
    }

    fn put(&mut self, whose: &Organisation, date: Date, what: (Role, &str), cell: &Cell, line: u32) {
        if !self.days.contains_key(whose) {
            self.order.push(whose.clone());
        }
        let (role, metric) = what;
        let day = self.days.entry(whose.clone()).or_default().entry(date).or_default();
        let note = |all: &mut BTreeMap<Organisation, BTreeSet<Date>>| {
            all.entry(whose.clone()).or_default().insert(date);
        };
        let x = match cell.figure() {
            Figure::Is(x) if x >= 0.0 => x,
            Figure::Is(_) => return note(&mut self.odd.negative),
            Figure::HeldBack => return note(&mut self.odd.held_back),
            Figure::Missing => return note(&mut self.odd.missing),
            Figure::Percent(_) | Figure::None => {
                self.odd.texts.entry(whose.clone()).or_default().push((line, cell.text()));
                return;
            }
        };
        let before = if role == Role::DischargedPart {
            day.parts.insert(metric.to_owned(), x)
        } else {
            let at = FIGURES.iter().position(|one| *one == role).unwrap_or(0);
            day.figures[at].replace(x)
        };
        if before.is_some_and(|before| before.to_bits() != x.to_bits()) {
            note(&mut self.odd.twice);
        }
    }

    /// The series of one organisation, with notes of what is no figure. The error says why there is none.
    pub fn of(&self, whose: &Organisation, file: &str) -> Result<Daily, Fault> {
        let days = self.days.get(whose);
        let span = days.and_then(|days| Some((*days.keys().next()?, *days.keys().next_back()?)));
        let Some((first, last)) = span else {
            return Err(Fault::new(file, format!("{} has no day in it", whose.shown())));
        };
        let count = (last - first).get_days() + 1;
        if count > MOST_DAYS {
            let what = format!("its days go from {first} to {last}, which is {count} days");
            return Err(Fault::new(file, what).expected(format!("at most {MOST_DAYS}: a date is wrong")));
        }
        let empty = BTreeMap::new();
        let days = days.unwrap_or(&empty);
        let parts: BTreeSet<&String> = days.values().flat_map(|day| day.parts.keys()).collect();
        let figures: Vec<[Option<f64>; 3]> = (0..count)
            .map(|i| {
                let date = first.checked_add(i64::from(i).days()).unwrap_or(first);
                days.get(&date).map_or([None; 3], |day| whole(day, &parts))
            })
            .collect();
        let series = |at: usize| figures.iter().map(|day| day[at]).collect::<Vec<_>>();
        let mut daily = Daily {
            first,
            nctr: series(0),
            discharged: series(1),
            remaining: series(2),
            notes: self.notes.clone(),
        };
        self.tell(whose, days, &mut daily);
        Ok(daily)
    }

    fn tell(&self, whose: &Organisation, days: &BTreeMap<Date, Day>, daily: &mut Daily) {
        let mut dated = |rule, all: &BTreeMap<Organisation, BTreeSet<Date>>, kept, words: &str| {
            let dates: Vec<Date> = all.get(whose).into_iter().flatten().copied().collect();
            if !dates.is_empty() {
                daily.notes.push(Note::of_days(rule, &dates, kept, words));
            }
        };
        dated("missing", &self.odd.missing, false, "with nothing returned (blank, NA, -)");
        dated("held-back", &self.odd.held_back, false, "with a figure held back (*, [c])");
        dated("negative", &self.odd.negative, false, "with a figure below 0, left out");
        dated(
            "twice",
            &self.odd.twice,
            true,
            "stand in the file twice with differing figures; the later line is used",
        );
        if let Some(texts) = self.odd.texts.get(whose)
            && let [(line, text), ..] = texts.as_slice()
        {
            let text = format!(
                "{} no figure and are left out, as \"{}\" in line {line}",
                if texts.len() == 1 { "1 cell is".to_owned() } else { format!("{} cells are", texts.len()) },
                tidy(text)
            );
            daily.notes.push(Note::new("no-figure", texts.len(), false, text));
        }
        let there: Vec<Date> = days.keys().copied().collect();
        let gaps: Vec<Date> = (0..daily.days())
            .map(|i| daily.date(i))
            .filter(|date| there.binary_search(date).is_err())
            .collect();
        if !gaps.is_empty() {
            daily.notes.push(Note::of_days("no-row", &gaps, false, "in no row"));
        }
    }
}

/// A day's three figures: those discharged from their parts where all are there, and what is the difference of
/// the two others.
fn whole(day: &Day, parts: &BTreeSet<&String>) -> [Option<f64>; 3] {
    let [nctr, discharged, remaining] = day.figures;
    let summed =
        (!parts.is_empty() && day.parts.len() == parts.len()).then(|| day.parts.values().sum::<f64>());
    let discharged = discharged.or(summed);
    let nctr = nctr.or_else(|| Some(remaining? + discharged?));
    let remaining = remaining.or_else(|| Some(nctr? - discharged?));
    [nctr, discharged, remaining]
}

/// The days of a table. The error says why it cannot be read.
pub fn returned(table: &Table) -> Result<Returned, Fault> {
    let mut found = Returned { notes: table.notes.clone(), ..Returned::default() };
    let whose = Columns::of(table);
    if is_wide(table) {
        if let Some(fault) = &table.undated {
            return Err(fault.clone());
        }
        wide(table, &whose, &mut found);
        return Ok(found);
    }
    let at =
        day_column(table).ok_or_else(|| table.fault("no column holds a day").expected("a column date"))?;
    let order = table.order(at)?;
    let metric = table.find(Role::Metric).filter(|_| is_national(table));
    let value = table.find(Role::Value).unwrap_or(0);
    let columns: Vec<(Role, usize)> =
        FIGURES.iter().filter_map(|role| Some((*role, table.find(*role)?))).collect();
    let mut undated: Vec<&Row> = Vec::new();
    let mut other: BTreeMap<String, usize> = BTreeMap::new();
    for row in &table.rows {
        let Some(date) = day(row.cell(at), order) else {
            undated.push(row);
            continue;
        };
        let organisation = whose.read(row);
        if let Some(metric) = metric {
            let name = tidy(&row.cell(metric).text());
            match metric_of(row, metric, table) {
                Some(role) => found.put(&organisation, date, (role, &key(&name)), row.cell(value), row.line),
                None => *other.entry(name).or_default() += 1,
            }
        } else {
            for (role, column) in &columns {
                found.put(&organisation, date, (*role, ""), row.cell(*column), row.line);
            }
        }
    }
    if let [first, ..] = undated.as_slice() {
        let text = format!(
            "{} without a day in the column \"{}\", as \"{}\" in line {}",
            if undated.len() == 1 { "1 row".to_owned() } else { format!("{} rows", undated.len()) },
            table.columns[at].heading,
            tidy(&first.cell(at).text()),
            first.line
        );
        found.notes.push(Note::new("no-day", undated.len(), false, text));
    }
    if !other.is_empty() {
        let rows = other.values().sum();
        let names: Vec<&str> = other.keys().map(String::as_str).collect();
        let shown = names[..names.len().min(4)].join("; ");
        let more = if names.len() > 4 { format!(" and {} more", names.len() - 4) } else { String::new() };
        let text = format!("{rows} rows hold other metrics and are not used here: {shown}{more}");
        found.notes.push(Note::new("other-metrics", rows, false, text));
    }
    Ok(found)
}

/// Columns for each day: the measure in the heading, or named in each row.
fn wide(table: &Table, whose: &Columns, found: &mut Returned) {
    let metric = table.find(Role::Metric);
    for row in &table.rows {
        let organisation = whose.read(row);
        let of_row = metric.and_then(|metric| metric_of(row, metric, table));
        for (at, column) in table.columns.iter().enumerate() {
            let Some(date) = column.day else { continue };
            let Some(role) =
                column.role.or(of_row).filter(|r| FIGURES.contains(r) || *r == Role::DischargedPart)
            else {
                continue;
            };
            let part = metric.map_or_else(|| column.measure.clone(), |metric| row.cell(metric).text());
            found.put(&organisation, date, (role, &key(&part)), row.cell(at), row.line);
        }
    }
}
