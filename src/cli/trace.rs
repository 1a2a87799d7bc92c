//! `wardflow trace`: one replication event by event, as CSV, or one person's story in words.

use std::path::PathBuf;

use super::Exit;
use super::arguments;
use super::common::{not_replicated, until_interrupted};
use super::messages::{complain, faulty, not_written, say, scenario, settings, warn};
use super::terminal::{USUAL, width};
use crate::experiment::replicate::NotReplicated;
use crate::measures::log::{Entry, by_person, log};
use crate::report::folder::write_file;
use crate::report::trace::story::story;
use crate::report::trace::{HEADER, csv, find};
use crate::scenario::Scenario;

/// Does what was typed.
pub fn trace(typed: &arguments::Trace) -> Exit {
    attempt(typed).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Trace) -> Result<Exit, Exit> {
    let stop = until_interrupted();
    let settings = settings(&typed.set, typed.quiet).map_err(|faults| faulty(&faults, None))?;
    let file = typed.scenario.as_ref();
    let scenario = scenario(file, &settings).map_err(|faults| faulty(&faults, file.map(PathBuf::as_path)))?;
    if !typed.quiet {
        warn(&scenario.warnings);
    }
    let entries = log(&scenario.plan, typed.seed, typed.replication, Some(&stop))
        .map_err(|ended| not_replicated(&NotReplicated::of(ended, typed.seed, typed.replication)))?;
    // A log begins with its header; a story with nothing that would tell it from another text.
    let (text, ours) = match &typed.patient {
        Some(called) => (tell(typed, &scenario, &entries, called)?, String::new()),
        None => (table(typed, &scenario, &entries)?, HEADER.join(",")),
    };
    let Some(path) = &typed.out else { return Ok(say(&text)) };
    write_file(path, text.as_bytes(), ours.as_bytes(), typed.force).map_err(|error| not_written(&error))?;
    Ok(Exit::Done)
}

fn table(typed: &arguments::Trace, scenario: &Scenario, entries: &[Entry]) -> Result<String, Exit> {
    let from = scenario.plan.calendar.measured_from();
    let first = if typed.warm_up { 0 } else { entries.partition_point(|entry| entry.at < from) };
    let made = csv(scenario, &entries[first..]).map(String::from_utf8);
    let Ok(Ok(text)) = made else {
        complain("error: cannot make the log");
        return Err(Exit::Failed);
    };
    Ok(text)
}

fn tell(
    typed: &arguments::Trace,
    scenario: &Scenario,
    entries: &[Entry],
    called: &str,
) -> Result<String, Exit> {
    let person = find(scenario, entries, called).map_err(|nearest| {
        let hint = nearest.map_or_else(
            || "nobody is in it".to_owned(),
            |nearest| {
                format!("the nearest is \"{nearest}\"; the column `patient` of the log names everybody")
            },
        );
        let (seed, replication) = (typed.seed, typed.replication);
        complain(&format!(
            "error: nobody is called \"{called}\" in replication {replication} of seed {seed}; {hint}"
        ));
        Exit::Wrong
    })?;
    let lines = by_person(entries).remove(&person).unwrap_or_default();
    let luck = format!("replication {} of seed {}", typed.replication, typed.seed);
    // A file is as wide as if nobody looked on.
    let width = if typed.out.is_some() { USUAL } else { width() };
    Ok(story(scenario, person, &lines, &luck, width))
}
