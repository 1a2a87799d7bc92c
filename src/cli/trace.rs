//! `wardflow trace`: one replication event by event, as CSV, or one person's story in words.

use std::path::PathBuf;

use clap::Args;

use super::flags::{SCENARIO, whole};
use super::messages::{complain, not_replicated, not_written, say, warn};
use super::scenario::{read, settings};
use super::study::Call;
use super::terminal::{USUAL, width};
use super::{Does, Exit, interrupts};
use crate::experiment::replicate::NotReplicated;
use crate::measures::log::{Entry, Person, by_person, log};
use crate::report::charts::{Format, render};
use crate::report::folder::write_file;
use crate::report::trace::days::days;
use crate::report::trace::story::story;
use crate::report::trace::{HEADER, csv, find};
use crate::scenario::Scenario;

/// What `trace` is told.
#[derive(Debug, Args)]
pub struct Trace {
    #[arg(help = SCENARIO)]
    pub scenario: Option<PathBuf>,

    /// Which run, as numbered in runs.csv, from 0 on
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole)]
    pub replication: u64,

    /// The seed of all random draws, as for `run`
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    pub seed: u64,

    /// Tell the story of one person instead
    ///
    /// The warm-up included; ID as in the column `patient`.
    #[arg(long, value_name = "ID")]
    pub patient: Option<String>,

    /// Events of the warm-up too
    #[arg(long)]
    pub warm_up: bool,

    /// Write into this file; with --patient, FILE.svg gets a picture
    ///
    /// [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Change one value, as in hospital.beds=500; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,

    /// No warnings
    #[arg(long, short)]
    pub quiet: bool,

    /// Replace the file even if it is no such log
    #[arg(long)]
    pub force: bool,
}

impl Does for Trace {
    const EXAMPLES: &str = "\
Examples:
  wardflow trace > log.csv                      the built-in baseline, first run, measured days
  wardflow trace my.json --replication 7 --warm-up --out log.csv
  wardflow trace my.json --patient older_frail-2025-01-07-3
  wardflow trace my.json --patient older_frail-2025-01-07-3 --out days.svg
Columns: time, patient, group, event, place, also_waiting_for, reason, pathway, activity, lifecycle.";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let stop = interrupts::until_heard();
        let settings = settings(&self.set, self.quiet)?;
        let scenario = read(self.scenario.as_deref(), &settings)?;
        if !self.quiet {
            warn(&scenario.warnings);
        }
        let entries = log(&scenario.plan, self.seed, self.replication, Some(&stop))
            .map_err(|ended| not_replicated(&NotReplicated::of(ended, self.seed, self.replication)))?;
        if let (Some(called), Some(path)) = (&self.patient, &self.out)
            && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"))
        {
            let picture = self.draw(&scenario, &entries, called)?;
            write_file(path, &picture, b"<svg ", self.force).map_err(|error| not_written(&error))?;
            return Ok(Exit::Done);
        }
        // A log begins with its header; a story with nothing that would tell it from another text.
        let (text, ours) = match &self.patient {
            Some(called) => (self.tell(&scenario, &entries, called)?, String::new()),
            None => (self.table(&scenario, &entries)?, HEADER.join(",")),
        };
        let Some(path) = &self.out else { return Ok(say(&text)) };
        write_file(path, text.as_bytes(), ours.as_bytes(), self.force)
            .map_err(|error| not_written(&error))?;
        Ok(Exit::Done)
    }
}

impl Trace {
    fn table(&self, scenario: &Scenario, entries: &[Entry]) -> Result<String, Exit> {
        let from = scenario.plan.calendar.measured_from();
        let first = if self.warm_up { 0 } else { entries.partition_point(|entry| entry.at < from) };
        let made = csv(scenario, &entries[first..]).map(String::from_utf8);
        let Ok(Ok(text)) = made else {
            complain("error: cannot make the log");
            return Err(Exit::Failed);
        };
        Ok(text)
    }

    /// Who is called so.
    fn find(&self, scenario: &Scenario, entries: &[Entry], called: &str) -> Result<Person, Exit> {
        find(scenario, entries, called).map_err(|nearest| {
            let hint = nearest.map_or_else(
                || "no one is in it".to_owned(),
                |nearest| {
                    format!(
                        "the nearest is \"{nearest}\"; the column `patient` of the log lists every person"
                    )
                },
            );
            let (seed, replication) = (self.seed, self.replication);
            complain(&format!(
                "error: no person is called \"{called}\" in replication {replication} of seed {seed}; {hint}"
            ));
            Exit::Wrong
        })
    }

    /// The picture of a person's days.
    fn draw(&self, scenario: &Scenario, entries: &[Entry], called: &str) -> Result<Vec<u8>, Exit> {
        let person = self.find(scenario, entries, called)?;
        let lines = by_person(entries).remove(&person).unwrap_or_default();
        let chart = days(scenario, person, &lines, self.replication, self.seed);
        render(&chart, Format::Svg).map_err(|error| {
            complain(&format!("error: {error}"));
            Exit::Failed
        })
    }

    fn tell(&self, scenario: &Scenario, entries: &[Entry], called: &str) -> Result<String, Exit> {
        let person = self.find(scenario, entries, called)?;
        let lines = by_person(entries).remove(&person).unwrap_or_default();
        let luck = format!("replication {} of seed {}", self.replication, self.seed);
        // A file is as wide as if nobody looked on.
        let width = if self.out.is_some() { USUAL } else { width() };
        Ok(story(scenario, person, &lines, &luck, width))
    }
}
