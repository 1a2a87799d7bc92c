//! `wardflow check`: every fault of every file, and what a sound one would run. Runs nothing.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::messages::{Told, complain, say, warn_of_several};
use super::scenario::settings;
use super::study::Call;
use super::terminal::width;
use super::{Does, Exit};
use crate::report::words::{count, period, wrapped};
use crate::report::{diagram, explain};
use crate::scenario::{InWorlds, MOST_TEXT, Scenario, read_plain};

/// What `check` is told.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Say in sentences what each comes to, with sources
    #[arg(long)]
    pub explain: bool,

    /// Print only the journey, as a Mermaid flowchart
    #[arg(long, conflicts_with = "explain")]
    pub diagram: bool,

    /// Change one value first, as in hospital.beds=500
    ///
    /// May be repeated.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

impl Does for Check {
    const EXAMPLES: &str = "\
Examples:
  wardflow check my.json
  wardflow check my.json --explain              the plan in sentences, with sources
  wardflow check my.json --diagram > journey.mmd  the journey as a Mermaid flowchart
  wardflow check scenarios/*.json";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let settings = settings(&self.set, false)?;
        let (mut page, mut wrong, mut sound) = (Vec::new(), 0, Vec::new());
        let mut told = Told::default();
        for file in &self.files {
            match Scenario::open_in(file, &settings, &InWorlds::AsNamed) {
                Ok(scenario) => {
                    sound.push((file.display().to_string(), scenario.warnings.clone()));
                    if self.diagram {
                        page.push(diagram::mermaid(&scenario.plan, &scenario.names));
                        continue;
                    }
                    let text = format!("{}: no faults. {}", file.display(), summary(&scenario));
                    page.push(wrapped(&text, "", width()).join("\n") + "\n");
                    if self.explain {
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
            return Ok(said);
        }
        if self.files.len() > 1 {
            complain(&format!("{wrong} of {} have faults", count(self.files.len() as u64, "file")));
        }
        Err(Exit::Wrong)
    }
}

/// Whether a file says of itself that it is a JSON Schema. One larger than any scenario is not looked at.
fn is_schema(file: &Path) -> bool {
    #[derive(Deserialize)]
    struct Read {
        #[serde(rename = "$schema")]
        schema: String,
    }
    let is_map = |bytes: &Vec<u8>| bytes.trim_ascii_start().starts_with(b"{");
    let bytes = read_plain(file, MOST_TEXT).ok().filter(is_map);
    // The rest of it is passed over and not kept.
    let read = bytes.and_then(|bytes| serde_json::from_slice::<Read>(&bytes).ok());
    read.is_some_and(|read| read.schema.starts_with("https://json-schema.org/"))
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_schema_is_known_by_its_word_and_nothing_larger_than_a_scenario_is_looked_at() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.json");
        let word = "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"";
        let wide = format!("{{{word}, \"enum\": [{}0]}}", "0,".repeat(MOST_TEXT / 2));
        for (text, is) in [
            (format!("{{{word}}}"), true),
            (format!("\n {{ \"title\": [[1], {{}}], {word}, \"type\": \"object\" }}"), true),
            ("{\"$schema\": \"schema.json\"}".to_owned(), false),
            ("{\"$schema\": 1}".to_owned(), false),
            ("[\"https://json-schema.org/\"]".to_owned(), false),
            ("{".to_owned(), false),
            (wide, false),
        ] {
            fs::write(&file, &text).unwrap();
            assert_eq!(is_schema(&file), is, "{}", &text[..text.len().min(99)]);
        }
        assert!(!is_schema(&place.path().join("none.json")));
    }
}
