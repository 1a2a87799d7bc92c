//! What is typed of observed figures: files with a daily return, and tables of single figures.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::Exit;
use super::messages::{complain, refused, unread};
use crate::experiment::observed::{Observed, all_measures};
use crate::experiment::worlds::history::History;
use crate::report::run::observed;
use crate::scenario::{LARGEST, Scenario, read_plain};
use crate::sources::daily;

/// Fewer days than these tell nothing.
const LEAST_DAYS: usize = 56;

/// Where observed figures stand.
#[derive(Debug, Args)]
pub struct Observations {
    /// What was observed; may be repeated
    ///
    /// A daily return (`date`, `nctr`, `discharged`, or any layout that `import` reads), or a table of
    /// figures as for `run --observed`.
    #[arg(long, value_name = "FILE")]
    pub observed: Vec<PathBuf>,

    /// Which trust, where a file holds several
    #[arg(long, value_name = "CODE", requires = "observed")]
    pub trust: Option<String>,

    /// Only days from this date on, as 2024-10-01
    #[arg(long, value_name = "DATE", value_parser = date, requires = "observed")]
    pub from: Option<Date>,

    /// Only days up to this date
    #[arg(long, value_name = "DATE", value_parser = date, requires = "observed")]
    pub to: Option<Date>,
}

impl Observations {
    /// Whether nothing was typed.
    pub fn is_none(&self) -> bool {
        self.observed.is_empty()
    }
}

/// What was observed.
pub struct Seen {
    /// The daily return.
    pub history: History,
    /// What its reader said of it.
    pub notes: Vec<String>,
    /// Single figures.
    pub table: Vec<Observed>,
    /// A fingerprint of all.
    pub fingerprint: String,
}

/// Reads what was observed. There has to be a daily return.
pub fn observations(typed: &Observations, scenario: &Scenario) -> Result<Seen, Exit> {
    let mut hasher = blake3::Hasher::new();
    let (mut table, mut returned) = (Vec::new(), None);
    for file in &typed.observed {
        let bytes = read_plain(file, LARGEST).map_err(|error| unread(file, &error))?;
        hasher.update(&bytes);
        if is_table(&bytes) {
            table.extend(read_table(file, &bytes, scenario)?);
            continue;
        }
        if returned.is_some() {
            return Err(refused(&format!("{}: this is a second daily return; expected one", file.display())));
        }
        let read = daily::read(file, typed.trust.as_deref());
        returned = Some(read.map_err(|fault| refused(&fault.to_string()))?);
    }
    let Some(daily) = returned else {
        return Err(refused(
            "--observed: there is no daily return among the files; expected one with the columns date, nctr and discharged",
        ));
    };
    let whole = History::from(&daily);
    let [from, to] = [typed.from.unwrap_or(whole.first), typed.to.unwrap_or(whole.last())];
    let history = whole.between(from, to);
    let reported = history.remaining.iter().flatten().count();
    if reported < LEAST_DAYS {
        let what = format!("--observed: {reported} days with people remaining between {from} and {to}");
        return Err(refused(&format!("{what}; expected at least {LEAST_DAYS}")));
    }
    hasher.update(format!("{from} {to} {:?}", typed.trust).as_bytes());
    Ok(Seen {
        history,
        notes: daily.notes.iter().map(|note| format!("{note}.")).collect(),
        table,
        fingerprint: hasher.finalize().to_hex().to_string(),
    })
}

/// Whether a file is a table of single figures: its first line names the column of measures.
fn is_table(bytes: &[u8]) -> bool {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(first);
    text.trim_start_matches('\u{feff}')
        .split(',')
        .any(|name| name.trim().trim_matches('"') == observed::COLUMNS[0])
}

/// Reads a table of single figures; says every fault.
pub fn read_table(file: &Path, bytes: &[u8], scenario: &Scenario) -> Result<Vec<Observed>, Exit> {
    observed::read(bytes, scenario).map_err(|faults| {
        for fault in &faults {
            refused(&format!("{}{}{fault}", file.display(), if fault.line.is_some() { " " } else { ": " }));
        }
        if faults.iter().any(|fault| fault.what.contains("there is no measure")) {
            complain(&format!("hint: {}; `wardflow schema --measures` says more", all_measures()));
        }
        Exit::Wrong
    })
}

/// Refuses what is not a plain range.
pub fn only(flag: &str, typed: &[String]) -> Result<(), Exit> {
    for text in typed {
        let is_range =
            text.split_once('=').is_some_and(|(_, range)| range.contains("..") && !range.contains(':'));
        if !is_range {
            return Err(refused(&format!(
                "{flag} {text}: this is not a plain range; expected PATH=A..B, as in services.x.places=10..20"
            )));
        }
    }
    Ok(())
}

/// A date as typed.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("\"{text}\" is not a date; expected one as in 2024-04-01"))
}
