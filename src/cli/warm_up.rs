//! `wardflow warm-up`: how long a run remembers how it started.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments;
use super::common::{draw, interrupted, not_replicated, out, replications, until_interrupted};
use super::messages::{complain, faulty, not_written, say, scenario, settings, warn};
use super::progress;
use crate::experiment::warm_up::warm_up as from_both_starts;
use crate::report::folder::{Folder, MANIFEST};
use crate::report::json;
use crate::report::manifest::Circumstances;
use crate::report::warm_up::{WarmedUp, files, page, picture};
use crate::scenario::Setting;

/// Does what was typed; `words` are for the manifest.
pub fn warm_up(typed: &arguments::WarmUp, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::WarmUp, words: &[OsString]) -> Result<Exit, Exit> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let stop = until_interrupted();
    let common = &typed.common();
    let settings = settings(&common.set).map_err(|faults| faulty(&faults, None))?;
    let file = typed.scenario.as_ref();
    let read = scenario(file, &settings).map_err(|faults| faulty(&faults, file.map(PathBuf::as_path)))?;
    let fingerprint = WarmedUp::fingerprint(&read);
    let place = out(common, &format!("{}-warm-up", read.stem), &fingerprint);
    let mut folder =
        Folder::prepare(&place, &fingerprint, common.force).map_err(|error| not_written(&error))?;
    if !common.quiet {
        warn(&read.warnings);
    }

    let how = replications(common);
    let longer = |days: u32| {
        let days = Setting::replace("calendar.days", &days.to_string());
        let all: Vec<Setting> = settings.iter().cloned().chain([days]).collect();
        scenario(file, &all).map(|scenario| scenario.plan)
    };
    let watched = progress::for_stderr(common.quiet);
    let simulating = Instant::now();
    let found = from_both_starts(&read, &longer, how, watched.as_ref(), &stop);
    drop(watched);
    let found = found.map_err(|error| not_replicated(&error))?;
    let simulating_seconds = simulating.elapsed().as_secs_f64();
    if !common.quiet {
        warn(found.warning().as_slice());
    }

    let all = WarmedUp { scenario: &read, found: &found };
    let results = json::text(&files::results(&all));
    folder.add("results.json", results.as_bytes()).map_err(|error| not_written(&error))?;
    let table = files::by_day(&all).map_err(|error| {
        complain(&format!("error: cannot make warm-up.csv: {error}"));
        Exit::Failed
    })?;
    folder.add("warm-up.csv", &table).map_err(|error| not_written(&error))?;
    draw(&mut folder, &picture::pictures(&all), common.charts, &stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let circumstances = Circumstances {
        command: words.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
        file: file.map(|file| file.display().to_string()),
        settings: common.set.clone(),
        threads: how.threads,
        started,
        simulating_seconds,
        wall_seconds: clock.elapsed().as_secs_f64(),
    };
    let manifest = json::text(&files::manifest(&all, &circumstances, &names));
    let path = folder.finish(manifest.as_bytes()).map_err(|error| not_written(&error))?;
    if common.json {
        return Ok(say(&results));
    }
    if common.quiet {
        return Ok(Exit::Done);
    }
    Ok(say(&page(&all, &format!("Written to {}: {}", path.display(), names.join(", ")))))
}
