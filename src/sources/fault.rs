//! What keeps a file from being read, and what was noticed in one: one wording for both. Knows nothing of
//! scenarios, whose own faults look the same.

use std::fmt;

use jiff::civil::Date;

use crate::base::visible::on_one_line;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, with its sheet where it is a workbook.
    pub file: String,
    /// The line or the row of the sheet, from 1.
    pub line: Option<u32>,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub expected: Option<String>,
    /// The nearest word that would be right.
    pub hint: Option<String>,
}

impl Fault {
    /// Of a file as a whole.
    pub fn new(file: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, what: what.into(), expected: None, hint: None }
    }

    /// In this line.
    #[must_use]
    pub fn at(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// With what would be right.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// With the nearest word, if there is one.
    #[must_use]
    pub fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

/// One line, whatever stands in the file that it quotes.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        let mut text = self.file.clone();
        if let Some(line) = self.line {
            write!(text, " line {line}")?;
        }
        write!(text, ": {}", self.what)?;
        if let Some(expected) = &self.expected {
            write!(text, "; expected {expected}")?;
        }
        if let Some(hint) = &self.hint {
            write!(text, "; did you mean \"{hint}\"?")?;
        }
        f.write_str(&on_one_line(&text))
    }
}

impl std::error::Error for Fault {}

/// What was done with figures that are not what they seem, or a doubt about figures that were kept. All that
/// is alike is one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The rule, as `docs/import.md` states it.
    pub rule: &'static str,
    /// The first day, where days are meant.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// How many days, cells or rows.
    pub count: usize,
    /// In words.
    pub text: String,
    /// Whether the figures stay in.
    pub kept: bool,
    /// The first and last days of each stretch, where days are meant.
    pub spans: Vec<(Date, Date)>,
}

impl Note {
    /// A note of rows or cells.
    pub fn new(rule: &'static str, count: usize, kept: bool, text: impl Into<String>) -> Self {
        Self { rule, from: None, to: None, count, text: text.into(), kept, spans: Vec::new() }
    }

    /// Of these days, in their order; `words` follow how many there are, and which they are follows them.
    pub fn of_days(rule: &'static str, days: &[Date], kept: bool, words: &str) -> Self {
        let spans = spans(days);
        let text = format!("{} {words}: {}", count(days.len()), listed(&spans));
        let (from, to) = (days.first().copied(), days.last().copied());
        Self { rule, from, to, count: days.len(), text, kept, spans }
    }

    /// Of one moment.
    #[must_use]
    pub fn on(mut self, day: Date) -> Self {
        (self.from, self.to, self.spans) = (Some(day), Some(day), vec![(day, day)]);
        self
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&on_one_line(&self.text))
    }
}

/// So many stretches of days are named in a sentence.
const MOST_NAMED: usize = 4;

/// As in `1 day`, `12 days`.
fn count(days: usize) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// The stretches that days in their order make.
pub fn spans(days: &[Date]) -> Vec<(Date, Date)> {
    let mut spans: Vec<(Date, Date)> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some((_, to)) if to.tomorrow().is_ok_and(|next| next == *day) => *to = *day,
            _ => spans.push((*day, *day)),
        }
    }
    spans
}

fn listed(spans: &[(Date, Date)]) -> String {
    let shown: Vec<String> = spans
        .iter()
        .take(MOST_NAMED)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from} to {to}") })
        .collect();
    let more = spans.len().saturating_sub(MOST_NAMED);
    shown.join(", ") + &if more == 0 { String::new() } else { format!(" and {more} more") }
}
