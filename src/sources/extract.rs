//! Rows of people: an extract of stays from a patient administration system, or a list of who is in today. When
//! each came, left and was ready, how they came and where they went; from it stays, shares, profiles and a census.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Time};

use super::dates::{Order, moment};
use super::fault::{Fault, Note};
use super::fit::{SHORTEST, Stay};
use super::keys::tidy;
use super::months::are;
use super::role::Role;
use super::table::Table;

/// One stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// When it began.
    pub came: DateTime,
    /// When it ended.
    pub left: Option<DateTime>,
    /// When the person was ready to leave.
    pub ready: Option<DateTime>,
    /// How they came, where they went, and what else is told, by what it is.
    pub told: BTreeMap<Role, String>,
}

/// The people of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Extract {
    /// Each stay in the order of the file.
    pub people: Vec<Person>,
    /// The last moment in it: those still in have been there up to it.
    pub up_to: DateTime,
    /// Whether times of day are given.
    pub hours: bool,
    /// What was left out or doubted.
    pub notes: Vec<Note>,
}

/// What is told of people beside their times.
const TOLD: [Role; 9] = [
    Role::Method,
    Role::Destination,
    Role::Specialty,
    Role::Age,
    Role::Ward,
    Role::Pathway,
    Role::WaitsFor,
    Role::Reason,
    Role::Group,
];

/// Whether a table has a stay in each row.
pub fn is_extract(table: &Table) -> bool {
    table.has(Role::Admitted) && table.has(Role::Left)
}

/// Whether a table lists who is in.
pub fn is_census(table: &Table) -> bool {
    table.has(Role::Admitted) && !table.has(Role::Left)
}

/// How the person came, by the first sign of the national code: 11 to 13 planned, 21 to 28 and 2A to 2D as an
/// emergency, 31 and 32 to give birth, 81 to 83 otherwise.
pub fn method(code: &str) -> &'static str {
    let small = code.trim().to_lowercase();
    match small.chars().next() {
        Some('1') => "elective",
        Some('2') => "emergency",
        Some('3') => "maternity",
        Some('8') => "transfer or birth",
        _ if small.contains("emergency") || small.contains("non-elective") => "emergency",
        _ if small.contains("elective") || small.contains("planned") => "elective",
        _ if small.contains("matern") => "maternity",
        _ => "other",
    }
}

/// Reads the people of a table. The error says why not.
#[allow(clippy::too_many_lines, reason = "one pass over the rows, a rule after the other")]
pub fn read(table: &Table) -> Result<Extract, Fault> {
    let came = table
        .find(Role::Admitted)
        .ok_or_else(|| table.fault("no column says when people came").expected("a column admitted"))?;
    let (left, ready, id) = (table.find(Role::Left), table.find(Role::Ready), table.find(Role::Id));
    let order = |at: Option<usize>| at.map_or(Ok(Order::DayFirst), |at| table.order(at));
    let (came_order, left_order, ready_order) = (order(Some(came))?, order(left)?, order(ready)?);
    let columns: Vec<(Role, usize)> =
        TOLD.iter().filter_map(|role| Some((*role, table.find(*role)?))).collect();
    let mut notes = table.notes.clone();
    let (mut people, mut last): (Vec<Person>, Option<DateTime>) = (Vec::new(), None);
    let mut seen = BTreeSet::new();
    let (mut undated, mut backwards, mut twice, mut unready) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut day_only = BTreeSet::new();
    for row in &table.rows {
        let time = |at: Option<usize>, order| match at.map(|at| row.cell(at)) {
            None => Ok(None),
            Some(cell) if cell.is_blank() || cell.figure() == super::cells::Figure::Missing => Ok(None),
            Some(cell) => moment(cell, order).map(Some).ok_or_else(|| tidy(&cell.text())),
        };
        let (began, ended) = match (time(Some(came), came_order), time(left, left_order)) {
            (Ok(Some(began)), Ok(ended)) => (began, ended),
            (Ok(None), _) => {
                undated.push((row.line, "blank".to_owned()));
                continue;
            }
            (Err(text), _) | (_, Err(text)) => {
                undated.push((row.line, format!("\"{text}\"")));
                continue;
            }
        };
        if ended.is_some_and(|ended| ended < began) {
            backwards.push(row.line);
            continue;
        }
        let number = id.map(|id| row.cell(id).text()).filter(|id| !id.is_empty());
        if let Some(number) = number
            && !seen.insert((number, began, ended))
        {
            twice.push(row.line);
            continue;
        }
        let ready = if let Ok(ready) = time(ready, ready_order) {
            ready
        } else {
            unready.push(row.line);
            None
        };
        // A day without an hour may be the day of either end.
        let before = |ready: DateTime| ready.date() < began.date();
        let behind = |ready: DateTime| ended.is_some_and(|ended| ready.date() > ended.date());
        let ready = ready.filter(|&ready| {
            let odd = before(ready) || behind(ready);
            if odd {
                unready.push(row.line);
            }
            !odd
        });
        for at in [Some(began), ended, ready].into_iter().flatten() {
            last = last.max(Some(at));
            if at.time() != Time::midnight() {
                day_only.insert(true);
            }
        }
        let told = columns.iter().filter_map(|(role, at)| {
            let text = tidy(&row.cell(*at).text());
            (!text.is_empty()).then_some((*role, text))
        });
        people.push(Person { came: began, left: ended, ready, told: told.collect() });
    }
    let mut tell = |rule, lines: &[u32], kept, words: &str| {
        if let [first, ..] = lines {
            notes.push(Note::new(
                rule,
                lines.len(),
                kept,
                format!("{} {words}, as in line {first}", are(lines.len(), "row")),
            ));
        }
    };
    let lines: Vec<u32> = undated.iter().map(|(line, _)| *line).collect();
    let what = undated.first().map_or("", |(_, text)| text.as_str());
    tell(
        "no-day",
        &lines,
        false,
        &format!("left out without a day of admission or with one that cannot be read ({what})"),
    );
    tell("backwards", &backwards, false, "left out: the discharge comes before the admission");
    tell("twice", &twice, false, "left out: the same stay stands in the file before");
    tell("ready", &unready, false, "kept without the day of readiness, which is outside the stay or no day");
    let Some(up_to) = last else {
        return Err(table
            .fault("no row has a day of admission that can be read")
            .expected("as in 05/01/2025 23:50 or 2025-01-05"));
    };
    let hours = day_only.contains(&true);
    let open = people.iter().filter(|person| person.left.is_none()).count();
    if open > 0 && left.is_some() {
        let text = format!(
            "{} without a discharge: people still in, counted as there up to the last moment in the file, {}",
            are(open, "row"),
            shown(up_to)
        );
        notes.push(Note::new("still-in", open, true, text));
    }
    Ok(Extract { people, up_to, hours, notes })
}

/// As in `2025-01-05 23:50`.
pub fn shown(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// From one moment to another, in days.
pub fn days(from: DateTime, to: DateTime) -> f64 {
    let minutes = to.duration_since(from).as_secs() as f64 / 60.0;
    minutes / 1440.0
}

impl Extract {
    /// The groups of stays that are fitted: everybody, and by how they came where that is told.
    pub fn stays(&self) -> Vec<(String, Vec<Stay>)> {
        let of = |person: &Person| Stay {
            days: days(person.came, person.left.unwrap_or(self.up_to)).max(SHORTEST),
            ended: person.left.is_some(),
        };
        let mut groups: BTreeMap<&str, Vec<Stay>> = BTreeMap::new();
        for person in &self.people {
            if let Some(code) = person.told.get(&Role::Method) {
                groups.entry(method(code)).or_default().push(of(person));
            }
        }
        let all = ("all".to_owned(), self.people.iter().map(of).collect());
        let several = groups.len() > 1;
        let apart = groups.into_iter().filter(|_| several).map(|(name, stays)| (name.to_owned(), stays));
        std::iter::once(all).chain(apart).collect()
    }

    /// Shares of what is told, most first.
    pub fn shares(&self, role: Role) -> Vec<(String, usize, f64)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in self.people.iter().filter_map(|person| person.told.get(&role)) {
            *counts.entry(text).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        let mut shares: Vec<(String, usize, f64)> =
            counts.into_iter().map(|(name, n)| (name.to_owned(), n, n as f64 / all.max(1) as f64)).collect();
        shares.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        shares
    }

    /// Admissions of each day from the first to the last, with their moments.
    pub fn admissions(&self) -> (Date, Vec<Option<f64>>) {
        let first = self.people.iter().map(|person| person.came.date()).min().unwrap_or(self.up_to.date());
        let last = self.people.iter().map(|person| person.came.date()).max().unwrap_or(first);
        let n = (last - first).get_days().clamp(0, 20_000) as usize + 1;
        let mut counts = vec![Some(0.0); n];
        for person in &self.people {
            let day = (person.came.date() - first).get_days() as usize;
            if let Some(Some(count)) = counts.get_mut(day) {
                *count += 1.0;
            }
        }
        (first, counts)
    }

    /// How many come in each hour of the day; nothing where hours are not told.
    pub fn by_hour(&self) -> Option<Vec<f64>> {
        if !self.hours {
            return None;
        }
        let mut hours = [0.0; 24];
        for person in &self.people {
            hours[person.came.hour() as usize % 24] += 1.0;
        }
        let mean = hours.iter().sum::<f64>() / 24.0;
        (mean > 0.0).then(|| hours.iter().map(|x| x / mean).collect())
    }

    /// From readiness to discharge, in whole days, of those who left and whose readiness is told.
    pub fn delays(&self) -> Vec<f64> {
        let of = |person: &Person| Some(f64::from((person.left?.date() - person.ready?.date()).get_days()));
        self.people.iter().filter_map(of).collect()
    }

    /// Those still in.
    pub fn still_in(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.left.is_none())
    }
}
