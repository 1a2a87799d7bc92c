//! Which source stands behind a figure: numbers in brackets, and the list that they lead to.
//!
//! A source counts for its path and for what stands below it, and the longest path counts most.

use crate::scenario::sections::provenance::build::Provenance;
use crate::scenario::sections::provenance::words::SourceKind;
use crate::scenario::text::path::Path;

/// A source that was cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// What kind of figure it stands for.
    pub kind: SourceKind,
    /// Where the figure stands, or why it was assumed.
    pub source: String,
}

/// The sources of a scenario, numbered as they are cited.
#[derive(Debug)]
pub struct Sources<'a> {
    all: &'a [Provenance],
    cited: Vec<Cited>,
    missing: bool,
}

/// What stands behind a figure without a source.
pub const NO_SOURCE: &str = "[?]";

impl<'a> Sources<'a> {
    /// Of these entries.
    pub fn new(all: &'a [Provenance]) -> Self {
        Self { all, cited: Vec::new(), missing: false }
    }

    /// The mark behind figures that stand at these paths: ` [1]`, ` [2, 5]`; empty in a scenario
    /// that names no source at all.
    pub fn cite(&mut self, paths: &[String]) -> String {
        if self.all.is_empty() {
            return String::new();
        }
        let mut numbers: Vec<usize> = Vec::new();
        let mut missing = false;
        for path in paths {
            let found = self.behind(path);
            missing |= found.is_empty();
            for cited in found {
                let number = self.number(cited);
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
        self.missing |= missing;
        if numbers.is_empty() {
            return format!(" {NO_SOURCE}");
        }
        format!(" [{}{}]", runs(&mut numbers), if missing { ", ?" } else { "" })
    }

    /// Whether something stands behind what stands at a path.
    pub fn knows(&self, path: &str) -> bool {
        !self.behind(path).is_empty()
    }

    /// The sources behind what stands at a path: those of its parts, or else the nearest above.
    fn behind(&self, path: &str) -> Vec<Cited> {
        let path = Path::of(path);
        let entries = || self.all.iter().map(|entry| (Path::of(&entry.path), entry));
        let above = entries()
            .filter(|(at, _)| path.is_in(at))
            .max_by_key(|(at, _)| at.as_str().len())
            .map(|(_, entry)| entry);
        let below = entries().filter(|(at, _)| at.is_in(&path) && *at != path).map(|(_, entry)| entry);
        let cited = |entry: &Provenance| Cited { kind: entry.kind, source: entry.source.clone() };
        above.into_iter().chain(below).map(cited).collect()
    }

    fn number(&mut self, cited: Cited) -> usize {
        if let Some(i) = self.cited.iter().position(|known| *known == cited) {
            return i + 1;
        }
        self.cited.push(cited);
        self.cited.len()
    }

    /// What was cited, from 1 on, and whether a figure had no source.
    pub fn finish(self) -> (Vec<Cited>, bool) {
        (self.cited, self.missing)
    }
}

/// Numbers in order, several that follow each other as `28–37`.
fn runs(numbers: &mut [usize]) -> String {
    numbers.sort_unstable();
    let mut all: Vec<(usize, usize)> = Vec::new();
    for &mut number in numbers {
        match all.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => all.push((number, number)),
        }
    }
    let said = all.into_iter().map(|(from, to)| match to - from {
        0 => from.to_string(),
        1 => format!("{from}, {to}"),
        _ => format!("{from}–{to}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, kind: SourceKind, source: &str) -> Provenance {
        Provenance {
            path: path.to_owned(),
            kind,
            source: source.to_owned(),
            range: None,
            calibrate: false,
            fitted_to: None,
        }
    }

    fn cite(sources: &mut Sources<'_>, paths: &[&str]) -> String {
        sources.cite(&paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_longest_path_counts_and_parts_bring_their_own() {
        let all = [
            entry("services.a", SourceKind::Assumed, "guess"),
            entry("services.a.stay.lognormal.mean", SourceKind::Derived, "sum"),
            entry("services.a.places", SourceKind::Stated, "plan"),
        ];
        let mut sources = Sources::new(&all);
        assert_eq!(cite(&mut sources, &["services.a.places"]), " [1]");
        assert_eq!(cite(&mut sources, &["services.a.stay"]), " [2, 3]");
        assert_eq!(cite(&mut sources, &["services.a.admits"]), " [2]");
        assert_eq!(cite(&mut sources, &["services.ab.places"]), " [?]");
        assert_eq!(cite(&mut sources, &["services.a.places", "hub"]), " [1, ?]");
        let (cited, missing) = sources.finish();
        assert_eq!(cited.iter().map(|c| c.source.as_str()).collect::<Vec<_>>(), ["plan", "guess", "sum"]);
        assert!(missing);
    }

    #[test]
    fn a_scenario_without_sources_has_no_marks() {
        let mut sources = Sources::new(&[]);
        assert_eq!(cite(&mut sources, &["hub"]), "");
    }
}
