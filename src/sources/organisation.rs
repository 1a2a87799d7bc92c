//! Whose figures a row holds: the organisations of a file, totals of several apart from trusts, and the one that
//! is meant.

use super::fault::{Fault, Note};
use super::keys::{key, nearest, tidy};
use super::role::Role;
use super::sheet::Row;
use super::table::Table;

/// So many are listed in a fault.
const MOST_LISTED: usize = 20;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Organisation {
    /// Its code, in capitals; its name where there is no code; empty where the file has neither.
    pub code: String,
    /// Its name, where there is one beside the code.
    pub name: String,
    /// Whether it is England, a region or a system: a total of others.
    pub total: bool,
}

impl Organisation {
    /// As in `XAA (A made-up trust)`.
    pub fn shown(&self) -> String {
        if self.name.is_empty() { self.code.clone() } else { format!("{} ({})", self.code, self.name) }
    }
}

/// Where a table says whose a row is.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    level: Option<usize>,
    code: Option<usize>,
    name: Option<usize>,
}

impl Columns {
    /// Of this table.
    pub fn of(table: &Table) -> Self {
        Self {
            level: table.find(Role::Level),
            code: table.find(Role::OrgCode),
            name: table.find(Role::OrgName),
        }
    }

    /// Whose this row is.
    pub fn read(&self, row: &Row) -> Organisation {
        let text = |at: Option<usize>| at.map(|at| tidy(&row.cell(at).text())).unwrap_or_default();
        let (level, code, name) = (key(&text(self.level)), text(self.code), text(self.name));
        let (code, name) = if code.is_empty() || code == "-" { (name, String::new()) } else { (code, name) };
        let total = is_total(&code, &name)
            || !level.is_empty()
                && !["trust", "provider", "organisation", "acute trust", "nhs trust", "org"]
                    .contains(&level.as_str());
        let code = if code.len() <= 5 { code.to_uppercase() } else { code };
        Organisation { code, name, total }
    }
}

/// Whether a code or name is that of a total: England, a region, everything.
fn is_total(code: &str, name: &str) -> bool {
    let totals = [
        "eng",
        "england",
        "national",
        "total",
        "all",
        "all trusts",
        "england total",
        "grand total",
        "e92000001",
    ];
    [key(code), key(name)].iter().any(|k| totals.contains(&k.as_str()) || k.starts_with("england "))
        || code.len() == 3 && code.starts_with('Y') && code[1..].bytes().all(|b| b.is_ascii_digit())
}

/// The one that is meant: the one that is asked for, or the only trust of the file. The note says which totals
/// stand beside it. The error lists all where there are several.
pub fn choose<'o>(
    file: &str,
    all: &'o [Organisation],
    trust: Option<&str>,
) -> Result<(&'o Organisation, Option<Note>), Fault> {
    let trusts: Vec<&Organisation> = all.iter().filter(|one| !one.total).collect();
    let chosen = match (trust, all) {
        (_, []) => {
            return Err(Fault::new(file, "no row in it has figures").expected("rows below the heading"));
        }
        // A file that names nobody is whoever it is said to be.
        (_, [one]) if one.code.is_empty() => one,
        (Some(trust), _) => {
            let wanted = key(trust);
            all.iter().find(|one| key(&one.code) == wanted || key(&one.name) == wanted).ok_or_else(|| {
                let fault = Fault::new(file, format!("there is no organisation \"{trust}\" in it"));
                let codes = trusts.iter().map(|one| one.code.as_str());
                let hint = nearest(&trust.to_uppercase(), codes).map(str::to_owned);
                fault
                    .expected(format!("one of {}", listed(&trusts)))
                    .hint(hint.filter(|_| trusts.len() > MOST_LISTED))
            })?
        }
        (None, [one]) => one,
        (None, _) => match trusts.as_slice() {
            [one] => one,
            [] => {
                let every: Vec<&Organisation> = all.iter().collect();
                let fault = Fault::new(file, format!("it holds totals and no trust: {}", listed(&every)));
                return Err(fault.expected("--trust with one of these codes"));
            }
            several => {
                let what = format!("it holds {} organisations: {}", several.len(), listed(several));
                return Err(Fault::new(file, what).expected("--trust with one of these codes"));
            }
        },
    };
    let others: Vec<&Organisation> = all.iter().filter(|one| one.total && *one != chosen).collect();
    let note = (!others.is_empty()).then(|| {
        let text = format!("rows of {} are totals beside trusts and are not used", listed(&others));
        Note::new("totals", others.len(), false, text)
    });
    Ok((chosen, note))
}

fn listed(all: &[&Organisation]) -> String {
    let shown: Vec<String> = all.iter().take(MOST_LISTED).map(|one| one.shown()).collect();
    let more = all.len().saturating_sub(MOST_LISTED);
    shown.join(", ") + &if more == 0 { String::new() } else { format!(" and {more} more") }
}
