//! What is wrong with a scenario, and what is legal but odd: one wording for both.
//!
//! Everything that reads or checks puts what it finds into [`Found`]; only at the end does it
//! become an error. Knows no word of the vocabulary.

use std::fmt;

use super::alike::Alike;
use super::node::{Node, Origin};
use super::path::Path;
use crate::base::visible::on_one_line;

/// One thing that is wrong, with its place and a way to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, or the setting of the command line, in which it stands.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1, in characters.
    pub column: Option<u32>,
    /// The dotted key; empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub expected: Option<String>,
    /// The nearest word that would be right.
    pub hint: Option<String>,
}

impl Fault {
    /// At a place of a file.
    pub fn new(origin: &Origin, path: &Path, what: impl Into<String>) -> Self {
        Self {
            file: origin.file.to_string(),
            line: origin.line,
            column: origin.column,
            path: path.as_str().to_owned(),
            what: what.into(),
            expected: None,
            hint: None,
        }
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
        if let Some(column) = self.column {
            write!(text, " column {column}")?;
        }
        if !self.path.is_empty() && !self.file.ends_with(&format!(" {}", self.path)) {
            write!(text, " · {}", self.path)?;
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

/// Every fault of a scenario, at least one, in the order of the files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// All of them.
    pub fn all(&self) -> &[Fault] {
        &self.0
    }
}

impl Faults {
    /// The same, where settings were typed with another flag: the flag by its path.
    #[must_use]
    pub fn of_flags<'f>(mut self, flag: impl Fn(&str) -> Option<&'f str>) -> Self {
        for fault in &mut self.0 {
            let typed = ["--set ", "--vary "].iter().find_map(|set| fault.file.strip_prefix(set));
            let told = typed.and_then(|path| Some((flag(path)?, path)));
            if let Some((flag, path)) = told {
                fault.file = format!("{flag} {path}");
            }
        }
        self
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Something legal but odd.
///
/// | code | what |
/// |---|---|
/// | W01 | more work than capacity: waiting grows without end |
/// | W02 | nearly as much work as capacity, or more where people leave the line by themselves |
/// | W03 | a date outside the run |
/// | W04 | bank holidays that leave out a long warm-up |
/// | W05 | factors whose mean is not 1 |
/// | W06 | something left out that is seldom meant to be |
/// | W07 | an event that cannot change observed counts |
/// | W08 | an event that changes nothing |
/// | W09 | work that nobody ever does |
/// | W10 | a warm-up too short to settle |
/// | W11 | a source for a figure that is not there |
/// | W12 | a word that does nothing where it stands |
/// | W13 | hours that never meet |
/// | W14 | services whose leavers need each other's places |
/// | W15 | more people than places, or than are needed, at the start |
/// | W16 | a value set from outside that a dated change overrides |
/// | W17 | care of one person that no day has room for |
/// | W18 | more places kept for some people than there are |
/// | W30 | shares that sum to nearly 1, as published ones do, and are scaled |
/// | W31 | days without anybody in observed counts, where that is not chance; none on any day |
/// | W32 | a census that is empty or old, or in which people stay longer than they can; counts that differ in all |
/// | W50 | too few runs for the precision, said after a run |
/// | W51 | services that stand still for good, said after a run |
/// | W60 | a warm-up that coupling shows to be too short, said by `warm-up` |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its code: `W01`.
    pub code: &'static str,
    /// The dotted key.
    pub path: String,
    /// What is odd.
    pub text: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&on_one_line(&format!("{} {}: {}", self.code, self.path, self.text)))
    }
}

/// More faults than this are not worth telling at once.
const MOST: usize = 500;
/// More like faults than this are counted and not kept.
const MOST_ALIKE: usize = 100;

/// What has been found so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Each with its group of like ones.
    faults: Vec<(Fault, usize)>,
    alike: Alike,
    warnings: Vec<Warning>,
    /// Shares that were scaled to sum to 1: where they stand, and their sum.
    scaled: Vec<(String, f64)>,
}

impl Found {
    /// A fault.
    pub fn fault(&mut self, fault: Fault) {
        if self.faults.len() >= MOST || self.faults.iter().any(|(known, _)| *known == fault) {
            return;
        }
        let (group, count) = self.alike.add(&fault);
        if count <= MOST_ALIKE {
            self.faults.push((fault, group));
        }
    }

    /// A fault at a value.
    pub fn wrong(&mut self, node: &Node, path: &Path, what: impl Into<String>, expected: impl Into<String>) {
        self.fault(Fault::new(&node.origin, path, what).expected(expected));
    }

    /// A warning.
    pub fn warn(&mut self, code: &'static str, path: &Path, text: impl Into<String>) {
        self.warnings.push(Warning { code, path: path.as_str().to_owned(), text: text.into() });
    }

    /// Shares that sum to nearly 1, as published ones do, and are scaled: said once for all.
    pub fn scaled(&mut self, path: &Path, sum: f64) {
        if !self.scaled.iter().any(|(known, _)| known == path.as_str()) {
            self.scaled.push((path.as_str().to_owned(), sum));
        }
    }

    /// Whether a fault has been found at this place or in it: then nothing more can be said of it.
    pub fn is_faulty(&self, path: &Path) -> bool {
        self.faults.iter().any(|(f, _)| path.holds(&f.path))
    }

    /// Whether nothing is wrong so far.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// The warnings if nothing is wrong, else every fault.
    pub fn finish(mut self) -> Result<Vec<Warning>, Faults> {
        if self.faults.is_empty() {
            self.warnings.extend(of_scaled(&self.scaled));
            return Ok(self.warnings);
        }
        // Files in the order in which they were found faulty, each from its top.
        let mut files: Vec<String> = Vec::new();
        for (fault, _) in &self.faults {
            if !files.contains(&fault.file) {
                files.push(fault.file.clone());
            }
        }
        self.faults.sort_by_key(|(f, _)| {
            (files.iter().position(|file| *file == f.file), f.line.unwrap_or(0), f.column.unwrap_or(0))
        });
        Err(Faults(self.alike.told(self.faults)))
    }
}

/// The one warning of shares that were scaled.
fn of_scaled(scaled: &[(String, f64)]) -> Option<Warning> {
    let [(path, sum), others @ ..] = scaled else { return None };
    let told = |sum: f64| format!("{}%", (1e6 * sum).round() / 1e4);
    let all: Vec<String> = others.iter().map(|(path, sum)| format!("{path} ({})", told(*sum))).collect();
    let others = if all.is_empty() { String::new() } else { format!("; so are those of {}", all.join(", ")) };
    let text = format!("the shares sum to {} and are scaled to 100%{others}", told(*sum));
    Some(Warning { code: "W30", path: path.clone(), text })
}
