//! A file from its path to what is in it: which kind it is, whose figures, and what was left out. The one entrance
//! for those who do not know beforehand what a file holds.

use std::path::Path;

use super::clean;
use super::daily::{self, Daily};
use super::extract::{self, Extract};
use super::fault::{Fault, Note};
use super::keys::nearest;
use super::months::{self, Months};
use super::organisation::{Organisation, choose};
use super::role::Role;
use super::shares::{self, Shares};
use super::sheet;
use super::table::{Table, tables};

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A daily return in any layout.
    Daily,
    /// Figures by the month.
    Months,
    /// Reasons of delay.
    Reasons,
    /// Bands of delay.
    Bands,
    /// Stays from a patient administration system.
    Stays,
    /// Who is in today.
    Census,
}

impl Kind {
    /// All of them, in the order in which a table is tried.
    pub const ALL: [Self; 6] =
        [Self::Stays, Self::Census, Self::Daily, Self::Reasons, Self::Bands, Self::Months];

    /// Its word for `--as`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Months => "months",
            Self::Reasons => "reasons",
            Self::Bands => "bands",
            Self::Stays => "stays",
            Self::Census => "census",
        }
    }

    /// What it is, for people.
    pub fn told(self) -> &'static str {
        match self {
            Self::Daily => "a daily discharge return",
            Self::Months => "figures by the month",
            Self::Reasons => "reasons of delay",
            Self::Bands => "bands of delay",
            Self::Stays => "a patient administration extract, one stay a row",
            Self::Census => "a list of who is in, one person a row",
        }
    }

    fn is(self, table: &Table) -> bool {
        match self {
            Self::Daily => daily::is_daily(table),
            Self::Months => months::is_months(table),
            Self::Reasons => shares::is_reasons(table),
            Self::Bands => shares::is_bands(table),
            Self::Stays => extract::is_extract(table),
            Self::Census => extract::is_census(table),
        }
    }

    fn needs(self) -> &'static str {
        match self {
            Self::Daily => "columns date, nctr and discharged, or a column for each day",
            Self::Months => "columns month and beds available, beds occupied, occupancy or admissions",
            Self::Reasons => "columns reason and count",
            Self::Bands => "columns band and percent",
            Self::Stays => "columns admission date and discharge date",
            Self::Census => "a column admission date, and none with a discharge date",
        }
    }
}

/// What is asked beside the file.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// Whose figures.
    pub trust: Option<&'a str>,
    /// Which sheet.
    pub sheet: Option<&'a str>,
    /// Which kind, where the headings do not say it.
    pub kind: Option<Kind>,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A daily return, cleaned; and as it was returned.
    Daily(Daily),
    /// Figures by the month.
    Months(Months),
    /// Reasons of delay.
    Reasons(Shares),
    /// Bands of delay.
    Bands(Shares),
    /// Stays.
    Stays(Extract),
    /// Who is in.
    Census(Extract),
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The file as typed, with its sheet.
    pub shown: String,
    /// How it was written.
    pub written: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// What it is.
    pub kind: Kind,
    /// How the table is laid out, where a kind comes in several ways.
    pub layout: &'static str,
    /// The line of its heading.
    pub heading: u32,
    /// How many rows it has below it.
    pub rows: usize,
    /// Whose figures are used.
    pub organisation: Option<Organisation>,
    /// Everybody who is in it.
    pub organisations: Vec<Organisation>,
    /// What is in it.
    pub piece: Piece,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// The kind of this word. The error names the nearest.
pub fn kind_of(word: &str) -> Result<Kind, String> {
    let known = Kind::ALL.iter().find(|kind| kind.word() == word.to_lowercase());
    known.copied().ok_or_else(|| {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let hint = nearest(word, words.iter().copied());
        let hint = hint.map_or_else(String::new, |hint| format!("; did you mean \"{hint}\"?"));
        format!("there is no kind \"{word}\"; expected one of {}{hint}", words.join(", "))
    })
}

/// Reads a file. The error says why not, and what would be right.
pub fn import(path: &Path, asked: &Asked<'_>) -> Result<Imported, Fault> {
    let book = sheet::read(path)?;
    let all = tables(&book, asked.sheet)?;
    let known: Vec<(Kind, &Table)> = all
        .iter()
        .filter_map(|table| match asked.kind {
            Some(kind) => kind.is(table).then_some((kind, table)),
            None => Kind::ALL.iter().find(|kind| kind.is(table)).map(|kind| (*kind, table)),
        })
        .collect();
    let Some(&(kind, table)) = known.first() else {
        let table = all.iter().max_by_key(|table| table.rows.len()).unwrap_or(&all[0]);
        let what = match asked.kind {
            Some(kind) => format!("this is not {}: its columns are {}", kind.told(), table.listed()),
            None => format!("it is not clear what this file is: its columns are {}", table.listed()),
        };
        let needs = asked.kind.map_or_else(
            || {
                "headings of a daily return, of months, reasons, bands, stays or people; --as says which"
                    .to_owned()
            },
            |kind| kind.needs().to_owned(),
        );
        return Err(table.fault(what).expected(needs));
    };
    let mut others: Vec<Note> = Vec::new();
    if known.len() > 1 {
        let named: Vec<String> = known[1..]
            .iter()
            .map(|(kind, table)| {
                format!("{} ({})", table.shown.rsplit("sheet ").next().unwrap_or(&table.shown), kind.told())
            })
            .collect();
        let text = format!(
            "other sheets hold tables as well and are not read: {}; --sheet names one",
            named.join(", ")
        );
        others.push(Note::new("other-sheets", named.len(), false, text));
    }
    let (piece, organisation, organisations, layout) = piece(kind, table, asked.trust)?;
    let mut notes = others;
    notes.extend(notes_of(&piece).iter().cloned());
    Ok(Imported {
        shown: table.shown.clone(),
        written: book.written.clone(),
        fingerprint: book.fingerprint.clone(),
        kind,
        layout,
        heading: table.line,
        rows: table.rows.len(),
        organisation,
        organisations,
        piece,
        notes,
    })
}

fn notes_of(piece: &Piece) -> &[Note] {
    match piece {
        Piece::Daily(daily) => &daily.notes,
        Piece::Months(months) => &months.notes,
        Piece::Reasons(shares) | Piece::Bands(shares) => &shares.notes,
        Piece::Stays(extract) | Piece::Census(extract) => &extract.notes,
    }
}

type Read = (Piece, Option<Organisation>, Vec<Organisation>, &'static str);

fn piece(kind: Kind, table: &Table, trust: Option<&str>) -> Result<Read, Fault> {
    let named = |one: Organisation| Some(one).filter(|one| !one.code.is_empty());
    let all = || months::organisations(table);
    Ok(match kind {
        Kind::Daily => {
            let returned = daily::returned(table)?;
            let organisations = returned.organisations();
            let (chosen, totals) = choose(&table.shown, &organisations, trust)?;
            let chosen = chosen.clone();
            let mut daily = returned.of(&chosen, &table.shown)?;
            daily.notes.splice(0..0, totals);
            clean::clean(&mut daily);
            let layout = if daily::is_wide(table) {
                "columns for each day"
            } else if daily::is_national(table) {
                "a metric in each row"
            } else {
                "a day in each row"
            };
            (Piece::Daily(daily), named(chosen), organisations, layout)
        }
        Kind::Months => {
            let (chosen, months) = months::read(table, trust)?;
            (Piece::Months(months), named(chosen), all(), "")
        }
        Kind::Reasons => {
            let (chosen, shares) = shares::read(table, Role::Reason, trust)?;
            (Piece::Reasons(shares), named(chosen), all(), "")
        }
        Kind::Bands => {
            let (chosen, shares) = shares::read(table, Role::Band, trust)?;
            (Piece::Bands(shares), named(chosen), all(), "")
        }
        Kind::Stays => (Piece::Stays(extract::read(table)?), None, Vec::new(), ""),
        Kind::Census => (Piece::Census(extract::read(table)?), None, Vec::new(), ""),
    })
}
