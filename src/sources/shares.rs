//! Shares: why people wait, by reason and national group, and how long, by band. Totals beside their parts are
//! taken out and compared with them; published rounding is put right.

use std::collections::BTreeMap;

use super::cells::Figure;
use super::dates::{Order, Period, period};
use super::fault::{Fault, Note};
use super::keys::{key, tidy};
use super::months::{are, many, organisations};
use super::organisation::{Columns, Organisation, choose};
use super::role::Role;
use super::table::Table;

/// Bands of delay as `delay_band_share` names them, with their first day.
pub const BANDS: [(&str, u32); 7] =
    [("0", 0), ("1", 1), ("2_3", 2), ("4_6", 4), ("7_13", 7), ("14_20", 14), ("21_more", 21)];
/// Published shares may sum to so much more or less than 1.
const ROUNDING: f64 = 0.005;

/// One share.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// What it is of.
    pub name: String,
    /// The national group of a reason; the band as measures name it.
    pub group: String,
    /// The figure, summed over the periods.
    pub figure: f64,
    /// Of all.
    pub share: f64,
}

/// Shares of one organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Each, in the order of the file.
    pub all: Vec<Share>,
    /// The months that they are of, where the file says it.
    pub periods: Vec<Period>,
    /// What was left out or put right.
    pub notes: Vec<Note>,
}

/// Whether a table holds reasons.
pub fn is_reasons(table: &Table) -> bool {
    table.has(Role::Reason) && (table.has(Role::Count) || table.has(Role::Share) || table.has(Role::Value))
}

/// Whether a table holds bands of delay.
pub fn is_bands(table: &Table) -> bool {
    let Some(at) = table.find(Role::Band) else { return false };
    (table.has(Role::Share) || table.has(Role::Count) || table.has(Role::Value))
        && table.rows.iter().any(|row| band(&row.cell(at).text()).is_some())
}

/// The band that a text names: `2-3 days`, `21 days or more`, `7+`; its first and last day.
pub fn band(text: &str) -> Option<(u32, Option<u32>)> {
    let text = key(text);
    if ["no delay", "not delayed", "same day", "on the day", "discharged on date ready"]
        .contains(&text.as_str())
    {
        return Some((0, Some(0)));
    }
    let open = text.contains('+') || text.contains("more") || text.contains("over") || text.contains("plus");
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    match (numbers.as_slice(), open) {
        ([from], true) => Some((*from, None)),
        ([one], false) => Some((*one, Some(*one))),
        ([from, to], false) if from <= to => Some((*from, Some(*to))),
        _ => None,
    }
}

/// Reads shares by reason (`of` is [`Role::Reason`]) or by band ([`Role::Band`]). The error says why not.
#[allow(clippy::too_many_lines, reason = "one pass over the rows, a rule after the other")]
pub fn read(table: &Table, of: Role, trust: Option<&str>) -> Result<(Organisation, Shares), Fault> {
    let all = organisations(table);
    let (chosen, totals) = choose(&table.shown, &all, trust)?;
    let whose = Columns::of(table);
    let mut notes: Vec<Note> = totals.into_iter().chain(table.notes.clone()).collect();
    let needed = |role: Role, what: &str| {
        table.find(role).ok_or_else(|| {
            table
                .fault(format!("no column holds {what}"))
                .expected(format!("a column {what}; there are {}", table.listed()))
        })
    };
    let name = needed(of, if of == Role::Band { "a band" } else { "a reason" })?;
    let figure = [Role::Count, Role::Share, Role::Value].iter().find_map(|role| table.find(*role));
    let figure = figure.ok_or_else(|| {
        table.fault("no column holds a count or a share").expected("a column count or percent")
    })?;
    let month = table.find(Role::Month).or_else(|| table.find(Role::Date));
    let order = month.and_then(|at| table.order(at).ok()).unwrap_or(Order::DayFirst);
    // In the order of the file, by what the texts have in common.
    let mut order_of: Vec<(String, String)> = Vec::new();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut spelt: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut periods, mut total, mut dropped, mut held) = (Vec::new(), 0.0, 0, Vec::new());
    for row in table.rows.iter().filter(|row| whose.read(row) == *chosen) {
        let text = row.cell(name).text();
        let short = key(&text);
        if let Some(when) = month.and_then(|at| period(row.cell(at), order))
            && !periods.contains(&when)
        {
            periods.push(when);
        }
        let x = match row.cell(figure).figure() {
            Figure::Is(x) | Figure::Percent(x) if x >= 0.0 => x,
            _ => {
                held.push(format!("{} in line {}", tidy(&text), row.line));
                continue;
            }
        };
        if ["all", "total"].contains(&short.as_str())
            || short.starts_with("all reasons")
            || short.starts_with("total ")
            || short.starts_with("all ")
        {
            total += x;
            dropped += 1;
            continue;
        }
        if !sums.contains_key(&short) {
            order_of.push((short.clone(), tidy(&text)));
        }
        *sums.entry(short.clone()).or_default() += x;
        let spellings = spelt.entry(short).or_default();
        if !spellings.contains(&text) {
            spellings.push(text);
        }
    }
    let merged = spelt.values().filter(|all| all.len() > 1).count();
    if merged > 0 {
        let text =
            format!("{} spelt in several ways (dashes, blanks) and counted as one each", are(merged, "name"));
        notes.push(Note::new("spelling", merged, true, text));
    }
    if let [first, ..] = held.as_slice() {
        let text = format!(
            "{} no figure (*, [c], NA) and are left out, as {first}",
            are(held.len(), "cell").replace(" is", " holds").replace(" are", " hold")
        );
        notes.push(Note::new("held-back", held.len(), false, text));
    }
    let sum: f64 = sums.values().sum();
    if dropped > 0 {
        let agrees = (sum - total).abs() <= 0.005 * total.max(1.0);
        let text = format!(
            "{} the total beside its parts and {} not used; the parts sum to {sum} and it says {total}{}",
            are(dropped, "row").replace(" is", " holds").replace(" are", " hold"),
            if dropped == 1 { "is" } else { "are" },
            if agrees { "" } else { ", which differs: some are missing or counted twice" }
        );
        notes.push(Note::new("totals", dropped, !agrees, text));
    }
    let mut figures: Vec<(String, f64)> = order_of
        .into_iter()
        .map(|(short, shown)| (shown, sums.get(&short).copied().unwrap_or(0.0)))
        .collect();
    if of == Role::Band {
        unnested(&mut figures, &mut notes);
    }
    let sum: f64 = figures.iter().map(|(_, x)| x).sum();
    if sum <= 0.0 {
        return Err(table.fault(format!("{} has no figure above 0", chosen.shown())));
    }
    let percent = table.columns[figure].role == Some(Role::Share);
    let unit = if sum > 1.5 { 100.0 } else { 1.0 };
    if percent && sum.to_bits() != f64::to_bits(unit) {
        let off = (sum / unit - 1.0).abs();
        let shown = 100.0 * sum / unit;
        let text = if off <= ROUNDING {
            format!("the shares sum to {shown:.2}% as published; they are scaled to 100%")
        } else {
            format!(
                "the shares sum to {shown:.2}%, which is no rounding: some are missing or stand twice; scaled to 100%"
            )
        };
        notes.push(Note::new("sum", 1, true, text));
    }
    let all = figures
        .into_iter()
        .map(|(name, figure)| {
            let group = if of == Role::Band { band_key(&name) } else { group(&name) };
            Share { share: figure / sum, group, name, figure }
        })
        .collect();
    periods.sort_unstable();
    Ok((chosen.clone(), Shares { all, periods, notes }))
}

/// Open bands that hold one another, 7+ beside 14+ and 21+, become bands beside one another.
fn unnested(figures: &mut [(String, f64)], notes: &mut Vec<Note>) {
    let mut open: Vec<(u32, usize)> = figures
        .iter()
        .enumerate()
        .filter_map(|(i, (name, _))| match band(name) {
            Some((from, None)) => Some((from, i)),
            _ => None,
        })
        .collect();
    if open.len() < 2 {
        return;
    }
    open.sort_unstable();
    for pair in open.windows(2) {
        let [(from, at), (next, inside)] = [pair[0], pair[1]];
        figures[at].1 = (figures[at].1 - figures[inside].1).max(0.0);
        figures[at].0 = format!("{from}-{} days", next - 1);
    }
    let named: Vec<String> = open.iter().map(|(from, _)| format!("{from}+")).collect();
    let text = format!("{} hold one another; the differences are used", named.join(", "));
    notes.push(Note::new("nested", open.len(), true, text));
}

/// The band as measures name it; empty where it is none of those.
fn band_key(name: &str) -> String {
    let found = band(name);
    let at = found.and_then(|(from, to)| {
        let i = BANDS.iter().position(|(_, first)| *first == from)?;
        let last = BANDS.get(i + 1).map(|(_, next)| next - 1);
        (to == last).then_some(i)
    });
    at.map(|i| BANDS[i].0.to_owned()).unwrap_or_default()
}

/// The national group before the dash of a reason.
fn group(name: &str) -> String {
    name.split_once(" - ").map(|(group, _)| group.to_owned()).unwrap_or_default()
}

/// How many reasons or bands, for the page.
pub fn counted(shares: &Shares, of: Role) -> String {
    many(shares.all.len(), if of == Role::Band { "band" } else { "reason" })
}
