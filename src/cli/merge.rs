//! `wardflow merge`: the results of a command whose work was shared out.
//!
//! It is the command of the shards once more, with their pieces in place of runs: what it delivers is what that command
//! delivers on one machine. What no shard has it runs itself.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::flags::{Charts, Forms, threads};
use super::messages::{complain, refused, say};
use super::parse::{explained, parsed};
use super::study::Call;
use super::{Does, Exit};
use crate::report::shard::Together;
use crate::report::words::count;

/// What `merge` is told.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag that is typed or not")]
pub struct Merge {
    /// The folder of the shards, or their files
    #[arg(value_name = "SHARDS", required = true)]
    pub shards: Vec<PathBuf>,

    /// The folder for files [default: as the command's own]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Which charts: none, svg, png or all
    #[arg(long, value_name = "KIND", value_enum, hide_possible_values = true)]
    pub charts: Option<Charts>,

    /// Which forms of the report: none, html, pdf, xlsx or all
    ///
    /// Several with commas between: html,xlsx.
    #[arg(long, value_name = "FORM", value_enum, hide_possible_values = true, value_delimiter = ',')]
    pub report: Vec<Forms>,

    /// Print results.json on stdout and nothing else there
    ///
    /// Files are still written.
    #[arg(long)]
    pub json: bool,

    /// No progress, warnings or page; files are written
    #[arg(long, short)]
    pub quiet: bool,

    /// The long page, with every table
    #[arg(long, short)]
    pub verbose: bool,

    /// Replace what the folder holds, even another run
    #[arg(long)]
    pub force: bool,

    /// Look whether all shards are there and whole; run and write nothing
    #[arg(long, conflicts_with = "json")]
    pub dry_run: bool,

    /// Runs at the same time [default: one for each core]
    ///
    /// Of those that no shard has. Results do not depend on it.
    #[arg(long, value_name = "T", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
}

impl Does for Merge {
    const EXAMPLES: &str = "\
Examples:
  wardflow merge shards --out results    after `wardflow compare a.json b.json --shard I/16 --out shards` for each I
  wardflow merge shards --dry-run        are all there and whole?";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        if let Some(gone) = self.shards.iter().find(|path| !path.exists()) {
            return Err(refused(&format!("{}: there is no such file or folder", gone.display())));
        }
        let shards = Together::open(&self.shards, None, None).map_err(|wrong| {
            for line in &wrong {
                complain(&format!("error: {line}"));
            }
            Exit::Wrong
        })?;
        if !self.quiet {
            for note in shards.notes() {
                complain(&format!("note: {note}"));
            }
        }
        if self.dry_run {
            return Ok(say(&format!("{}: all are there and whole\n", told(&shards))));
        }
        let words = self.words(shards.first().words.clone(), call);
        let (typed, name, _) = parsed(&words).map_err(|error| explained(&error, &words))?;
        if !self.quiet {
            complain(&format!("merging {}", told(&shards)));
        }
        typed.command.does(&call.merging(&name, words, Arc::new(shards)))
    }
}

/// How many there are, of what.
fn told(shards: &Together) -> String {
    let rounds = match shards.rounds() {
        1 => String::new(),
        n => format!(" in {n} rounds"),
    };
    format!("{}{rounds} with {}", count(shards.shards() as u64, "shard"), count(shards.len(), "run"))
}

impl Merge {
    /// The command of the shards, delivered as is asked here.
    fn words(&self, command: Vec<String>, call: &Call) -> Vec<OsString> {
        let mut delivered: Vec<OsString> = Vec::new();
        let mut add = |flag: &str, value: Option<OsString>| {
            delivered.push(flag.into());
            delivered.extend(value);
        };
        if let Some(out) = &self.out {
            add("--out", Some(out.into()));
        }
        if let Some(threads) = self.threads {
            add("--threads", Some(threads.to_string().into()));
        }
        let word = |value: clap::builder::PossibleValue| OsString::from(value.get_name());
        if let Some(charts) = self.charts.and_then(|charts| charts.to_possible_value()) {
            add("--charts", Some(word(charts)));
        }
        for form in self.report.iter().filter_map(ValueEnum::to_possible_value) {
            add("--report", Some(word(form)));
        }
        for (flag, typed) in [
            ("--json", self.json),
            ("--quiet", self.quiet),
            ("--verbose", self.verbose),
            ("--force", self.force),
        ] {
            if typed {
                add(flag, None);
            }
        }
        let program = call.words.first().cloned().unwrap_or_default();
        let mut words = command.into_iter().map(OsString::from);
        // Behind the command's name: what follows may end in words that are no flags.
        std::iter::once(program).chain(words.next()).chain(delivered).chain(words).collect()
    }
}
