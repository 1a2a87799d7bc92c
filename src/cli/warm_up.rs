//! `wardflow warm-up`: how long a run remembers how it started.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Exit;
use super::arguments;
use super::common::replications;
use super::finish::{Clock, Made};
use super::messages::{faulty, scenario, settings, warn};
use super::study::{Kind, Study, fixed};
use crate::experiment::warm_up::warm_up as from_both_starts;
use crate::report::source::{Source, runs_of_each};
use crate::report::warm_up::{WarmedUp, files, page, picture};
use crate::scenario::Setting;

/// Does what was typed; `words` are for the manifest.
pub fn warm_up(typed: &arguments::WarmUp, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::WarmUp, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    fixed(common)?;
    let settings = settings(&common.set, common.quiet).map_err(|faults| faulty(&faults, None))?;
    let file = typed.scenario.as_ref();
    let read = scenario(file, &settings).map_err(|faults| faulty(&faults, file.map(PathBuf::as_path)))?;
    let fingerprint = WarmedUp::fingerprint(&read);
    let kind = Kind {
        command: "warm-up",
        name: format!("{}-warm-up", read.stem),
        fingerprint: &fingerprint,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    if !common.quiet {
        warn(&read.warnings);
    }

    let how = replications(common);
    let longer = |days: u32| {
        let days = Setting::replace("calendar.days", &days.to_string());
        let all: Vec<Setting> = settings.iter().cloned().chain([days]).collect();
        scenario(file, &all).map(|scenario| scenario.plan)
    };
    let found = clock.simulating(|| {
        study.run(|(_, progress, stop)| from_both_starts(&read, &longer, (how, study.keep()), progress, stop))
    })?;
    if !common.quiet {
        warn(found.warning().as_slice());
    }

    let all = WarmedUp { scenario: &read, found: &found };
    let made = Made {
        results: files::results(&all),
        files: vec![("warm-up.csv".to_owned(), files::by_day(&all))],
        pictures: picture::pictures(&all),
        source: Source { scenario: &read, runs: runs_of_each([how.runs], "start"), seed: how.seed },
    };
    let manifest = |names: &[String]| {
        files::manifest(&all, &clock.circumstances(words, file.map(PathBuf::as_path), common), names)
    };
    study.finish(common, made, manifest, |written, width| page(&all, written, width))
}
