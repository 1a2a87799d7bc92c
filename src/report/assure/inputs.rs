//! What went into a study, read from its manifest: the scenarios as they ran, and each figure with its source.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use super::{Finished, word};
use crate::report::words::capital;

/// How many characters of a figure are shown.
const SHOWN: usize = 48;

/// A scenario as it ran.
pub(super) struct Ran<'a> {
    pub(super) label: String,
    pub(super) fingerprint: &'a str,
    pub(super) file: &'a Value,
}

/// A figure with its source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Input {
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) source: String,
    /// What it is, where it is one word.
    pub(super) value: String,
    pub(super) range: Option<String>,
    pub(super) fitted_to: Option<Date>,
    /// The option in which it stands so; nothing where it is the baseline's.
    pub(super) of: Option<String>,
}

/// All that went in.
pub(super) struct Inputs<'a> {
    /// The baseline first.
    pub(super) scenarios: Vec<Ran<'a>>,
    pub(super) figures: Vec<Input>,
    /// How many figures of the baseline have no source.
    pub(super) names_sources: bool,
}

impl<'a> Inputs<'a> {
    /// Nothing where there is no scenario.
    pub(super) fn of(of: &'a Finished) -> Option<Self> {
        let mut scenarios: Vec<(String, Ran<'a>)> = Vec::new();
        if let Some(all) = of.manifest["scenarios"].as_object() {
            scenarios.extend(all.iter().filter(|(_, one)| one["scenario"].is_object()).map(|(stem, one)| {
                let file = &one["scenario"];
                (stem.clone(), Ran { label: label(file, stem), fingerprint: word(one, "fingerprint"), file })
            }));
        } else {
            let file = Some(&of.manifest["scenario"]).filter(|file| file.is_object())?;
            let fingerprint = [&of.results["scenario"], &of.results["base"]]
                .into_iter()
                .find_map(|one| one["fingerprint"].as_str())
                .unwrap_or_else(|| word(&of.manifest, "fingerprint"));
            scenarios.push((String::new(), Ran { label: label(file, "the scenario"), fingerprint, file }));
        }
        let base = word(&of.results, "base");
        scenarios.sort_by_key(|(stem, _)| stem != base);
        let scenarios: Vec<Ran<'a>> = scenarios.into_iter().map(|(_, ran)| ran).collect();
        let first = scenarios.first()?;
        let mut figures = figures(first.file, None);
        let known: BTreeMap<String, Input> =
            figures.iter().map(|one| (one.path.clone(), one.clone())).collect();
        for option in &scenarios[1..] {
            figures.extend(self::figures(option.file, Some(&option.label)).into_iter().filter(|one| {
                let as_in_base = Input { of: None, ..one.clone() };
                known.get(&one.path) != Some(&as_in_base)
            }));
        }
        let names_sources = !figures.is_empty();
        Some(Self { scenarios, figures, names_sources })
    }

    pub(super) fn base(&self) -> &Ran<'a> {
        // There is one, or there were no inputs.
        &self.scenarios[0]
    }

    /// How many figures are of a kind.
    pub(super) fn count(&self, kind: &str) -> usize {
        self.figures.iter().filter(|one| one.kind == kind).count()
    }
}

/// Something with a name of its own, else its key in words.
pub(super) fn label(of: &Value, key: &str) -> String {
    let named = of["label"].as_str().or_else(|| of["name"].as_str());
    named.map_or_else(|| capital(&key.replace('_', " ")), str::to_owned)
}

fn figures(file: &Value, of: Option<&str>) -> Vec<Input> {
    let all = file["provenance"].as_object().into_iter().flatten();
    let read = |(path, entry): (&String, &Value)| Input {
        path: path.clone(),
        kind: word(entry, "kind").to_owned(),
        source: word(entry, "source").to_owned(),
        value: at(file, path).and_then(shown).unwrap_or_default(),
        range: entry["range"]
            .as_array()
            .filter(|ends| ends.len() == 2)
            .and_then(|ends| Some(format!("{} to {}", shown(&ends[0])?, shown(&ends[1])?))),
        fitted_to: word(entry, "fitted_to").parse().ok(),
        of: of.map(str::to_owned),
    };
    all.map(read).collect()
}

/// What stands at a dotted key.
fn at<'a>(file: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(file, |value, key| value.get(key))
}

/// A value in one short word; nothing for one that is a table of its own.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => return None,
        other => other.to_string(),
    };
    (text.chars().count() <= SHOWN).then_some(text)
}
