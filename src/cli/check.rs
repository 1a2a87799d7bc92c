//! `wardflow check`: every fault of every file, and what a sound one would run. Runs nothing.

use std::path::Path;

use serde_json::Value;

use super::Exit;
use super::arguments;
use super::messages::{Told, complain, faulty, say, settings, warn_of_several};
use super::terminal::width;
use crate::report::words::{count, period, wrapped};
use crate::report::{diagram, explain};
use crate::scenario::{LARGEST, Scenario, read_plain};

/// Does what was typed.
pub fn check(typed: &arguments::Check) -> Exit {
    let settings = match settings(&typed.set, false) {
        Ok(settings) => settings,
        Err(faults) => return faulty(&faults, None),
    };
    let (mut page, mut wrong, mut sound) = (Vec::new(), 0, Vec::new());
    let mut told = Told::default();
    for file in &typed.files {
        match Scenario::open(file, &settings) {
            Ok(scenario) => {
                sound.push((file.display().to_string(), scenario.warnings.clone()));
                if typed.diagram {
                    page.push(diagram::mermaid(&scenario.plan, &scenario.names));
                    continue;
                }
                let text = format!("{}: no faults. {}", file.display(), summary(&scenario));
                page.push(wrapped(&text, "", width()).join("\n") + "\n");
                if typed.explain {
                    page.push(format!(
                        "\n{}\n",
                        explain::page(&scenario.names.scenario, &scenario.explain(), width())
                    ));
                }
            }
            // So that `check folder/*.json` works where editors have the schema beside the scenarios.
            Err(_) if is_schema(file) => {
                let text = format!("{}: a JSON Schema and no scenario; passed over.", file.display());
                page.push(wrapped(&text, "", width()).join("\n") + "\n");
            }
            Err(faults) => {
                wrong += 1;
                told.faulty(&faults, Some(file));
            }
        }
    }
    let warnings: Vec<_> = sound.iter().map(|(file, all)| (file.as_str(), all.as_slice())).collect();
    warn_of_several(&warnings);
    if wrong > 0 {
        told.end();
    }
    let said = say(&page.concat());
    if wrong == 0 {
        return said;
    }
    if typed.files.len() > 1 {
        complain(&format!("{wrong} of {} have faults", count(typed.files.len() as u64, "file")));
    }
    Exit::Wrong
}

/// Whether a file says of itself that it is a JSON Schema.
fn is_schema(file: &Path) -> bool {
    let value = read_plain(file, LARGEST).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let names = value.as_ref().and_then(|value| value["$schema"].as_str());
    names.is_some_and(|names| names.starts_with("https://json-schema.org/"))
}

/// What would run, in one line.
fn summary(scenario: &Scenario) -> String {
    let (plan, names) = (&scenario.plan, &scenario.names);
    let of = |n: usize, what: &str| count(n as u64, what);
    format!(
        "{}: {} after {} of warm-up; {}, {}, {}, {}; fingerprint {}.",
        names.scenario,
        period(plan.calendar.start(), plan.calendar.measured_days()),
        of(plan.calendar.warm_up_days() as usize, "day"),
        of(plan.groups.len(), "group"),
        of(plan.pathways.len(), "pathway"),
        of(plan.steps.len(), "step"),
        of(plan.services.len(), "service"),
        scenario.fingerprint.get(..8).unwrap_or(&scenario.fingerprint),
    )
}
