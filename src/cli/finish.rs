//! The end of every command that simulates: its files go into their folder, all or none, and the page
//! or the JSON to stdout.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use serde_json::Value;

use super::Exit;
use super::arguments::Common;
use super::common::{CHARTS, draw, interrupted, replications};
use super::messages::{complain, not_written, say};
use super::terminal::width;
use crate::report::folder::{Folder, MANIFEST};
use crate::report::json;
use crate::report::manifest::Circumstances;
use crate::report::pictures::Picture;
use crate::report::source::Source;
use crate::report::words::count;

/// When a command began, and how long it simulated.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Timestamp,
    since: Instant,
    simulating: f64,
}

impl Clock {
    /// Now.
    pub fn start() -> Self {
        Self { started: Timestamp::now(), since: Instant::now(), simulating: 0.0 }
    }

    /// What `work` returns; its time counts as simulating.
    pub fn simulating<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let since = Instant::now();
        let result = work();
        self.simulating += since.elapsed().as_secs_f64();
        result
    }

    /// The circumstances up to now, for the manifest.
    pub fn circumstances(&self, words: &[OsString], file: Option<&Path>, common: &Common) -> Circumstances {
        Circumstances {
            command: words.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
            file: file.map(|file| file.display().to_string()),
            settings: common.set.clone(),
            threads: replications(common).threads,
            started: self.started,
            simulating_seconds: self.simulating,
            wall_seconds: self.since.elapsed().as_secs_f64(),
        }
    }
}

/// What a command made.
pub struct Made<'a> {
    /// `results.json`.
    pub results: Value,
    /// Other files by name.
    pub files: Vec<(String, io::Result<Vec<u8>>)>,
    /// Charts.
    pub pictures: Vec<Picture>,
    /// Where the figures of charts come from.
    pub source: Source<'a>,
}

/// Writes what was made and says where: the JSON, the page, or nothing, as was asked.
pub fn finish(
    mut folder: Folder,
    common: &Common,
    made: Made<'_>,
    manifest: impl FnOnce(&[String]) -> Value,
    page: impl FnOnce(&str, usize) -> String,
    stop: &AtomicBool,
) -> Result<Exit, Exit> {
    let results = json::text(&made.results);
    folder.add("results.json", results.as_bytes()).map_err(|error| not_written(&error))?;
    for (name, bytes) in made.files {
        let bytes = bytes.map_err(|error| {
            complain(&format!("error: cannot make {name}: {error}"));
            Exit::Failed
        })?;
        folder.add(&name, &bytes).map_err(|error| not_written(&error))?;
    }
    draw(&mut folder, &made.pictures, &made.source, common.charts, stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let path = folder.finish(manifest(&names)).map_err(|error| not_written(&error))?;
    if common.json {
        return Ok(say(&results));
    }
    if common.quiet {
        return Ok(Exit::Done);
    }
    let (drawn, others): (Vec<&str>, Vec<&str>) =
        names.iter().map(String::as_str).partition(|name| name.starts_with(CHARTS));
    let drawn = match drawn.len() {
        0 => String::new(),
        n => format!(", and in {CHARTS} {}", count(n as u64, "picture")),
    };
    let written = format!("Written to {}: {}{drawn}", path.display(), others.join(", "));
    Ok(say(&page(&written, width())))
}
