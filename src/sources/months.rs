//! Figures by the month: beds and who is in them, admissions. Slips of a thousand, occupancies that contradict
//! their beds, quarters beside months and a year copied from the one before are found here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::cells::Figure;
use super::dates::{Order, Period, period};
use super::fault::{Fault, Note};
use super::keys::tidy;
use super::organisation::{Columns, Organisation, choose};
use super::role::Role;
use super::table::Table;

/// What a file of months may hold.
pub const FIGURES: [Role; 6] = [
    Role::BedsAvailable,
    Role::BedsOccupied,
    Role::Occupancy,
    Role::EmergencyAdmissions,
    Role::ElectiveAdmissions,
    Role::Admissions,
];
/// Names of columns in `monthly.csv`, in the order of [`FIGURES`].
pub const NAMES: [&str; 6] = [
    "beds_available",
    "beds_occupied",
    "occupancy",
    "emergency_admissions",
    "elective_admissions",
    "admissions",
];
/// A stated occupancy may differ so much from that of its beds: both are rounded.
const OCCUPANCY_WITHIN: f64 = 0.015;
/// Below this share of the middle of all months, or above 1 and this share, a month is a slip.
const HALF: f64 = 0.5;
/// So many months in a row that equal those of the year before are copied.
const COPIED: usize = 2;

/// One organisation's months.
#[derive(Clone, Debug, PartialEq)]
pub struct Months {
    /// Months, or longer periods where there are no months.
    pub periods: Vec<Period>,
    /// A series for each of [`FIGURES`] that the file has, with its heading.
    pub series: Vec<(Role, String, Vec<Option<f64>>)>,
    /// What was left out or doubted.
    pub notes: Vec<Note>,
}

impl Months {
    /// The mean of a series over the months that have it, each by its days.
    pub fn mean(&self, role: Role) -> Option<f64> {
        let (_, _, values) = self.series.iter().find(|(one, ..)| *one == role)?;
        let (mut sum, mut days) = (0.0, 0.0);
        for (period, x) in self.periods.iter().zip(values) {
            if let Some(x) = x {
                sum += x * period.days();
                days += period.days();
            }
        }
        (days > 0.0).then(|| sum / days)
    }
}

/// Whether a table is one of months.
pub fn is_months(table: &Table) -> bool {
    (table.has(Role::Month) || table.has(Role::Date)) && FIGURES.iter().any(|role| table.has(*role))
}

/// The organisations of a table, in the order of their rows.
pub fn organisations(table: &Table) -> Vec<Organisation> {
    let whose = Columns::of(table);
    let mut all: Vec<Organisation> = Vec::new();
    for row in &table.rows {
        let one = whose.read(row);
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// Reads the months of one organisation. The error says why not.
#[allow(clippy::too_many_lines, reason = "one pass over the rows, a rule after the other")]
pub fn read(table: &Table, trust: Option<&str>) -> Result<(Organisation, Months), Fault> {
    let all = organisations(table);
    let (chosen, totals) = choose(&table.shown, &all, trust)?;
    let at = table
        .find(Role::Month)
        .or_else(|| table.find(Role::Date))
        .ok_or_else(|| table.fault("no column holds a month").expected("a column month"))?;
    let order = table.order(at).unwrap_or(Order::DayFirst);
    let whose = Columns::of(table);
    let columns: Vec<(Role, usize)> =
        FIGURES.iter().filter_map(|role| Some((*role, table.find(*role)?))).collect();
    let mut notes: Vec<Note> = totals.into_iter().chain(table.notes.clone()).collect();
    let mut held: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut odd: Vec<String> = Vec::new();
    let mut rows: BTreeMap<Period, Vec<Option<f64>>> = BTreeMap::new();
    let mut undated = Vec::new();
    let age = table.find(Role::Age);
    let (all_ages, mut parts) = (age.map(|age| widest(table, age)), 0);
    for row in table.rows.iter().filter(|row| whose.read(row) == *chosen) {
        if let (Some(age), Some(all_ages)) = (age, &all_ages)
            && tidy(&row.cell(age).text()) != *all_ages
        {
            parts += 1;
            continue;
        }
        let Some(when) = period(row.cell(at), order) else {
            undated.push((row.line, tidy(&row.cell(at).text())));
            continue;
        };
        let mut values = Vec::new();
        for (role, column) in &columns {
            let heading = &table.columns[*column].heading;
            values.push(match row.cell(*column).figure() {
                Figure::Is(x) | Figure::Percent(x) if x < 0.0 => {
                    odd.push(format!("{heading} of {} ({x})", when.text()));
                    None
                }
                // 94.9 is a share in hundredths.
                Figure::Is(x) if *role == Role::Occupancy && x > 1.5 => Some(x / 100.0),
                Figure::Is(x) | Figure::Percent(x) => Some(x),
                Figure::None => {
                    odd.push(format!(
                        "{heading} of {} (\"{}\")",
                        when.text(),
                        tidy(&row.cell(*column).text())
                    ));
                    None
                }
                Figure::HeldBack | Figure::Missing => {
                    held.entry(*column).or_default().push(when.text());
                    None
                }
            });
        }
        if rows.insert(when, values).is_some() {
            notes.push(Note::new(
                "twice",
                1,
                true,
                format!("{} stands in the file twice; line {} is used", when.text(), row.line),
            ));
        }
    }
    if let Some(all_ages) = all_ages.filter(|_| parts > 0) {
        let text = format!("{parts} rows of other ages than \"{all_ages}\" are parts of it and are not used");
        notes.push(Note::new("totals", parts, false, text));
    }
    if let [(line, text), ..] = undated.as_slice() {
        let text = format!("{} without a month, as \"{text}\" in line {line}", many(undated.len(), "row"));
        notes.push(Note::new("no-month", undated.len(), false, text));
    }
    let told: Vec<String> = held
        .iter()
        .map(|(column, months)| format!("{} of {}", table.columns[*column].heading, months.join(", ")))
        .collect();
    if !told.is_empty() {
        let count = held.values().map(Vec::len).sum();
        let text = format!(
            "{} held back or not there (*, [c], NA, blank): {}",
            are(count, "figure"),
            told.join("; ")
        );
        notes.push(Note::new("held-back", count, false, text));
    }
    if !odd.is_empty() {
        let text = format!(
            "{} no number that can be meant, left out: {}",
            are(odd.len(), "cell"),
            odd[..odd.len().min(4)].join("; ")
        );
        notes.push(Note::new("no-figure", odd.len(), false, text));
    }
    months_alone(&mut rows, &mut notes);
    if rows.is_empty() {
        return Err(table
            .fault(format!("no row of {} has a month", chosen.shown()))
            .expected("as in May 2024, May-24 or 2024-25 Q1"));
    }
    let periods: Vec<Period> = rows.keys().copied().collect();
    let series = columns
        .iter()
        .enumerate()
        .map(|(i, (role, column))| {
            (*role, table.columns[*column].heading.clone(), rows.values().map(|row| row[i]).collect())
        })
        .collect();
    let mut months = Months { periods, series, notes };
    copied(&mut months);
    slips(&mut months);
    contradictions(&mut months);
    Ok((chosen.clone(), months))
}

/// The age that holds the others: all, else the adults', else the first.
fn widest(table: &Table, age: usize) -> String {
    let all: Vec<String> = table.rows.iter().map(|row| tidy(&row.cell(age).text())).collect();
    let find =
        |wanted: &[&str]| all.iter().find(|one| wanted.contains(&super::keys::key(one).as_str())).cloned();
    find(&["18+", "adult", "adults", "18 and over", "19+"])
        .or_else(|| find(&["all", "all ages", "total"]))
        .or_else(|| all.first().cloned())
        .unwrap_or_default()
}

/// `1 row`, `2 rows`.
pub(super) fn many(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// `1 row is`, `2 rows are`.
pub(super) fn are(n: usize, what: &str) -> String {
    format!("{} {}", many(n, what), if n == 1 { "is" } else { "are" })
}

/// Quarters and years beside months are their totals.
fn months_alone<T>(rows: &mut BTreeMap<Period, T>, notes: &mut Vec<Note>) {
    let lengths: BTreeSet<u8> = rows.keys().map(|period| period.months).collect();
    let (Some(shortest), true) = (lengths.first().copied(), lengths.len() > 1) else { return };
    let longer: Vec<Period> = rows.keys().copied().filter(|period| period.months != shortest).collect();
    let named: Vec<String> = longer.iter().take(4).map(Period::text).collect();
    let text = format!(
        "{} longer than the others, totals beside their parts, and not used: {}",
        are(longer.len(), "period"),
        named.join(", ")
    );
    notes.push(Note::new("totals", longer.len(), false, text));
    rows.retain(|period, _| period.months == shortest);
}

/// A year copied from the one before, to the digit.
fn copied(months: &mut Months) {
    for (_, heading, values) in &mut months.series {
        let before = |period: &Period| {
            let from = period.from.checked_sub(12.months()).ok()?;
            months.periods.iter().position(|other| other.from == from)
        };
        let same: Vec<bool> = (0..values.len())
            .map(|i| {
                before(&months.periods[i]).is_some_and(|j| {
                    values[i]
                        .is_some_and(|x| x >= 100.0 && values[j].is_some_and(|y| x.to_bits() == y.to_bits()))
                })
            })
            .collect();
        let runs: Vec<usize> = (0..same.len())
            .filter(|&i| {
                let from = (0..=i).rev().take_while(|j| same[*j]).count();
                let to = (i..same.len()).take_while(|j| same[*j]).count();
                same[i] && from + to > COPIED
            })
            .collect();
        if !runs.is_empty() {
            let named: Vec<String> = runs.iter().map(|i| months.periods[*i].text()).collect();
            let text =
                format!("{heading} of {} equals the year before to the digit; left out", named.join(", "));
            months.notes.push(Note::new("repeats", runs.len(), false, text));
            for i in runs {
                values[i] = None;
            }
        }
    }
}

/// Months far from all others.
fn slips(months: &mut Months) {
    for (_, heading, values) in &mut months.series {
        let mut some: Vec<f64> = values.iter().flatten().copied().collect();
        if some.len() < 3 {
            continue;
        }
        some.sort_unstable_by(f64::total_cmp);
        let middle = some[some.len() / 2];
        for (i, value) in values.iter_mut().enumerate() {
            if let Some(x) = *value
                && (x < HALF * middle || x > (1.0 + HALF) * middle)
            {
                let text = format!(
                    "{heading} of {} is {x}, far from the other months (their middle is {middle}); left out",
                    months.periods[i].text()
                );
                months.notes.push(Note::new("implausible", 1, false, text));
                *value = None;
            }
        }
    }
}

/// Occupancies that are not those of the beds beside them.
fn contradictions(months: &mut Months) {
    let find = |role: Role| months.series.iter().find(|(one, ..)| *one == role).map(|(_, _, values)| values);
    let (Some(open), Some(taken), Some(stated)) =
        (find(Role::BedsAvailable), find(Role::BedsOccupied), find(Role::Occupancy))
    else {
        return;
    };
    let mut differing = Vec::new();
    for (i, period) in months.periods.iter().enumerate() {
        if let (Some(open), Some(taken), Some(stated)) = (open[i], taken[i], stated[i])
            && open > 0.0
            && (taken / open - stated).abs() > OCCUPANCY_WITHIN
        {
            differing.push(format!(
                "{} ({:.1}% stated, {:.1}% by its beds)",
                period.text(),
                100.0 * stated,
                100.0 * taken / open
            ));
        }
    }
    if !differing.is_empty() {
        let text = format!(
            "the occupancy is not that of the beds beside it; both are kept: {}",
            differing.join(", ")
        );
        months.notes.push(Note::new("contradiction", differing.len(), true, text));
    }
}
