//! `wardflow compare`: options beside a baseline, with the same people in every scenario.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments;
use super::common::{asked, draw, ended, interrupted, not_replicated, out, replications, until_interrupted};
use super::messages::{complain, faulty, not_written, say, scenario, settings, warn};
use super::progress;
use crate::experiment::compare::{compare as side_by_side, same_days};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::compare::{Compared, files, own_stems, page, picture};
use crate::report::folder::{Folder, MANIFEST};
use crate::report::json;
use crate::report::manifest::Circumstances;
use crate::report::pictures::Picture;
use crate::scenario::Scenario;

/// Does what was typed; `words` are for the manifest.
pub fn compare(typed: &arguments::Compare, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Compare, words: &[OsString]) -> Result<Exit, Exit> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let stop = until_interrupted();
    let common = &typed.common;
    let scenarios = scenarios(typed)?;
    let stems = own_stems(&scenarios);
    let fingerprint = Compared::fingerprint(&scenarios);
    let mut folder = Folder::prepare(&out(common, "compare", &fingerprint), &fingerprint, common.force)
        .map_err(|error| not_written(&error))?;

    let how = replications(common);
    let watched = progress::for_stderr(common.quiet);
    let simulating = Instant::now();
    let borrowed: Vec<&Scenario> = scenarios.iter().collect();
    let comparison =
        side_by_side(&borrowed, index_of(SYSTEM, &typed.by), (how, asked(common)), watched.as_ref(), &stop);
    drop(watched);
    let comparison = comparison.map_err(|error| not_replicated(&error))?;
    let how = Replications { runs: comparison.replications[0].len() as u64, ..how };
    let simulating_seconds = simulating.elapsed().as_secs_f64();

    let findings: Vec<Findings> = (scenarios.iter().zip(&comparison.replications))
        .map(|(scenario, found)| Findings::of(&scenario.plan, how, found, &scenario.warnings))
        .collect();
    let all =
        Compared { scenarios: &scenarios, stems: &stems, findings: &findings, comparison: &comparison, how };
    let results = json::text(&files::results(&all));
    folder.add("results.json", results.as_bytes()).map_err(|error| not_written(&error))?;
    let tables = std::iter::once(("differences".to_owned(), files::table_of_differences(&all)));
    for (name, made) in
        tables.map(|(name, made)| (format!("{name}.csv"), made)).chain(files::tables_of_each(&all))
    {
        let bytes = made.map_err(|error| not_made(&name, &error))?;
        folder.add(&name, &bytes).map_err(|error| not_written(&error))?;
    }
    let pictures = [Picture { name: picture::NAME, chart: picture::differences(&all) }];
    draw(&mut folder, &pictures, common.charts, &stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let circumstances = Circumstances {
        command: words.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
        file: Some(typed.base.display().to_string()),
        settings: common.set.clone(),
        threads: how.threads,
        started,
        simulating_seconds,
        wall_seconds: clock.elapsed().as_secs_f64(),
    };
    let manifest = json::text(&files::manifest(&all, &circumstances, &names));
    let path = folder.finish(manifest.as_bytes()).map_err(|error| not_written(&error))?;
    let reached = comparison.reached.as_ref();
    if common.json {
        return Ok(ended(say(&results), reached));
    }
    if common.quiet {
        return Ok(ended(Exit::Done, reached));
    }
    let written = format!("Written to {}: {}", path.display(), names.join(", "));
    Ok(ended(say(&page(&all, &written)), reached))
}

/// The scenarios that were typed, the baseline first; every fault of all of them.
fn scenarios(typed: &arguments::Compare) -> Result<Vec<Scenario>, Exit> {
    let settings = settings(&typed.common.set).map_err(|faults| faulty(&faults, None))?;
    let files: Vec<&PathBuf> = std::iter::once(&typed.base).chain(&typed.options).collect();
    let read: Vec<Option<Scenario>> = files
        .iter()
        .map(|file| {
            scenario(Some(*file), &settings).map_err(|faults| faulty(&faults, Some(file.as_path()))).ok()
        })
        .collect();
    let scenarios: Vec<Scenario> = read.into_iter().collect::<Option<_>>().ok_or(Exit::Wrong)?;
    let mut wrong = false;
    for (file, option) in files.iter().zip(&scenarios).skip(1) {
        if let Some(why) = same_days(&scenarios[0], option) {
            complain(&format!("error: {} cannot be compared: {why}", file.display()));
            wrong = true;
        }
    }
    if wrong {
        return Err(Exit::Wrong);
    }
    if !typed.common.quiet {
        let mut told = Vec::new();
        for scenario in &scenarios {
            // What several scenarios share is said once.
            let new: Vec<_> = scenario.warnings.iter().filter(|w| !told.contains(*w)).cloned().collect();
            warn(&new);
            told.extend(new);
        }
    }
    Ok(scenarios)
}

fn not_made(name: &str, error: &io::Error) -> Exit {
    complain(&format!("error: cannot make {name}: {error}"));
    Exit::Failed
}
