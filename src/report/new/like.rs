//! A scenario of one's own, scaled to another hospital: its files and its page.

use serde_json::Value;

use super::{OBSERVED, SCENARIO, observed, text};
use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::like::Scaled;
use crate::experiment::baseline::targets::Target;
use crate::report::page::Page;
use crate::report::study::File;

/// The files: what was published for a trust stands beside it as far as this scenario has names for it.
pub fn files(scaled: &Scaled, baseline: Option<&Baseline>) -> Vec<File> {
    let mut all = vec![File::of(SCENARIO, Ok(text::typed(&scaled.scenario).into_bytes()))];
    if let Some(baseline) = baseline {
        let has = |target: &&Target| match target.measure.split_once(':') {
            Some(("pathway_per_week", pathway)) => scaled.scenario["pathways"].get(pathway).is_some(),
            Some(("reason_share", _)) => false,
            _ => true,
        };
        all.push(File::of(OBSERVED, observed(baseline.targets.iter().filter(has))));
    }
    all
}

/// The page, without where the files are.
pub fn page(scaled: &Scaled) -> Page {
    let name = scaled.scenario["name"].as_str().unwrap_or_default();
    let mut page = Page::of(name);
    page.say("Scaled: people who come, beds, places and people on duty. Lengths, shares, hours and prices are as they were.");
    page.points(
        scaled
            .figures
            .iter()
            .map(|(path, before, after)| format!("{path}: {} from {}", told(after), told(before))),
    );
    if !scaled.left.is_empty() {
        page.paragraph("Left away:");
        page.points(scaled.left.iter().cloned());
    }
    page
}

/// An amount as it is told: what it is before dated changes; of a roster people on the days named.
fn told(value: &Value) -> String {
    match value.get("base").unwrap_or(value) {
        Value::Object(days) => {
            let people = days.iter().filter(|(_, people)| people.is_number());
            people.map(|(day, people)| format!("{day} {people}")).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
