//! `wardflow run`: simulates a scenario, writes the files of the run, prints the page or the JSON.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::{self, Charts};
use super::common::{
    CHARTS, asked, draw, ended, interrupted, not_replicated, out, replications, until_interrupted,
};
use super::messages::{complain, faulty, not_written, say, scenario, settings, warn};
use super::progress;
use crate::experiment::observed::{Compared, Observed, compare};
use crate::experiment::precision::replicate_until;
use crate::experiment::{Findings, Replications, replicate};
use crate::report::folder::{Folder, FolderError, MANIFEST};
use crate::report::manifest::{Circumstances, manifest};
use crate::report::pictures::pictures;
use crate::report::words::count;
use crate::report::{Run, csv, json, observed, stress, table};
use crate::scenario::Scenario;

/// Does what was typed; `words` are for the manifest.
pub fn run(typed: &arguments::Run, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Run, words: &[OsString]) -> Result<Exit, Exit> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let stop = until_interrupted();
    let common = &typed.common;
    let settings = settings(&common.set).map_err(|faults| faulty(&faults, None))?;
    let file = typed.scenario.as_ref();
    let scenario = scenario(file, &settings).map_err(|faults| faulty(&faults, file.map(PathBuf::as_path)))?;
    let folder = Folder::prepare(
        &out(common, &scenario.stem, &scenario.fingerprint),
        &scenario.fingerprint,
        common.force,
    )
    .map_err(|error| not_written(&error))?;
    let observed = observed(typed, &scenario)?;
    if !common.quiet {
        warn(&scenario.warnings);
    }

    let how = replications(common);
    let watched = progress::for_stderr(common.quiet);
    let simulating = Instant::now();
    let found = match asked(common) {
        Some(asked) => replicate_until(&scenario.plan, asked, how, watched.as_ref(), &stop)
            .map(|(replications, reached)| (replications, Some(reached))),
        None => replicate(&scenario.plan, how, watched.as_ref(), &stop).map(|all| (all, None)),
    };
    drop(watched);
    let (replications, reached) = found.map_err(|error| not_replicated(&error))?;
    let how = Replications { runs: replications.len() as u64, ..how };
    let simulating_seconds = simulating.elapsed().as_secs_f64();

    let mut findings = Findings::of(&scenario.plan, how, &replications, &scenario.warnings);
    findings.reached = reached;
    if !common.quiet {
        warn(&findings.warnings[scenario.warnings.len()..]);
    }
    let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
    let circumstances = |wall_seconds| Circumstances {
        command: words.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
        file: file.map(|file| file.display().to_string()),
        settings: common.set.clone(),
        threads: how.threads,
        started,
        simulating_seconds,
        wall_seconds,
    };
    let compared = compare(&scenario.plan, &replications, &observed);
    let results = json::text(&json::results(&run));
    let written = write(folder, &run, &results, &compared, common.charts, &stop, || {
        circumstances(clock.elapsed().as_secs_f64())
    })?;
    let reached = findings.reached.as_ref();
    if common.json {
        return Ok(ended(say(&results), reached));
    }
    if common.quiet {
        return Ok(ended(Exit::Done, reached));
    }
    Ok(ended(say(&table::page(&run, &compared, &written)), reached))
}

/// Writes every file of a run, and says which and where.
fn write(
    mut folder: Folder,
    run: &Run<'_>,
    results: &str,
    compared: &[Compared],
    charts: Charts,
    stop: &AtomicBool,
    circumstances: impl FnOnce() -> Circumstances,
) -> Result<String, Exit> {
    let failed = |error: FolderError| not_written(&error);
    folder.add("results.json", results.as_bytes()).map_err(failed)?;
    let mut tables = vec![
        ("daily.csv", csv::daily(run)),
        ("runs.csv", csv::runs(run)),
        ("occupancy.csv", csv::occupancy(run)),
    ];
    if !compared.is_empty() {
        tables.push(("observed.csv", observed::csv(compared)));
    }
    for (name, made) in tables {
        let bytes = made.map_err(|error| {
            complain(&format!("error: cannot make {name}: {error}"));
            Exit::Failed
        })?;
        folder.add(name, &bytes).map_err(failed)?;
    }
    folder.add("stress-des.md", stress::page(run).as_bytes()).map_err(failed)?;
    draw(&mut folder, &pictures(run), charts, stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let manifest = json::text(&manifest(run, &circumstances(), &names));
    let path = folder.finish(manifest.as_bytes()).map_err(failed)?;
    let (drawn, others): (Vec<&str>, Vec<&str>) =
        names.iter().map(String::as_str).partition(|name| name.starts_with(CHARTS));
    let drawn = match drawn.len() {
        0 => String::new(),
        n => format!(", and in {CHARTS} {}", count(n as u64, "picture")),
    };
    Ok(format!("Written to {}: {}{drawn}", path.display(), others.join(", ")))
}

/// The observed figures that the run is to be compared with, if any.
fn observed(typed: &arguments::Run, scenario: &Scenario) -> Result<Vec<Observed>, Exit> {
    let Some(file) = &typed.observed else { return Ok(Vec::new()) };
    let wrong = |what: &str| {
        complain(&format!("error: {} {what}", file.display()));
        Exit::Wrong
    };
    let bytes = std::fs::read(file).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    observed::read(&bytes, scenario).map_err(|faults| {
        for fault in &faults {
            wrong(&fault.to_string());
        }
        Exit::Wrong
    })
}
