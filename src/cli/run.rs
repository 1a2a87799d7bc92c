//! `wardflow run`: simulates a scenario, writes the files of the run, prints the page or the JSON.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Exit;
use super::arguments;
use super::common::{asked, ended, replications};
use super::finish::{Clock, Made};
use super::messages::{complain, faulty, scenario, settings, warn};
use super::study::{Kind, Study};
use crate::experiment::observed::{Observed, all_measures, compare};
use crate::experiment::precision::replicate_until;
use crate::experiment::replicate::replicate_kept;
use crate::experiment::{Findings, Replications};
use crate::report::manifest::manifest;
use crate::report::pictures::pictures;
use crate::report::source::Source;
use crate::report::words::count;
use crate::report::{Run, csv, json, observed, stress, table};
use crate::scenario::{LARGEST, Scenario, read_plain, why};

/// Does what was typed; `words` are for the manifest.
pub fn run(typed: &arguments::Run, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Run, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let settings = settings(&common.set, common.quiet).map_err(|faults| faulty(&faults, None))?;
    let file = typed.scenario.as_ref();
    let scenario = scenario(file, &settings).map_err(|faults| faulty(&faults, file.map(PathBuf::as_path)))?;
    let kind = Kind {
        command: "run",
        name: scenario.stem.clone(),
        fingerprint: &scenario.fingerprint,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let observed = observed(typed, &scenario)?;
    if !common.quiet {
        warn(&scenario.warnings);
    }

    let how = replications(common);
    let (replications, reached) = clock.simulating(|| {
        study.run(|(_, progress, stop)| match asked(common) {
            Some(asked) => replicate_until(&scenario.plan, asked, (how, study.keep()), progress, stop)
                .map(|(replications, reached)| (replications, Some(reached))),
            None => replicate_kept(&scenario.plan, how, study.keep(), progress, stop).map(|all| (all, None)),
        })
    })?;
    let how = Replications { runs: replications.len() as u64, ..how };

    let mut findings = Findings::of(&scenario.plan, how, &replications, &scenario.warnings);
    findings.reached = reached;
    findings.warn_of_standstill(&scenario.names);
    if !common.quiet {
        warn(&findings.warnings[scenario.warnings.len()..]);
    }
    let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
    let compared = compare(&scenario.plan, &replications, &observed);
    let mut files = vec![
        ("daily.csv".to_owned(), csv::daily(&run)),
        ("runs.csv".to_owned(), csv::runs(&run)),
        ("occupancy.csv".to_owned(), csv::occupancy(&run)),
    ];
    if !compared.is_empty() {
        files.push(("observed.csv".to_owned(), observed::csv(&compared)));
    }
    files.push(("stress-des.md".to_owned(), Ok(stress::page(&run).into_bytes())));
    let source = Source { scenario: &scenario, runs: count(how.runs, "run"), seed: how.seed };
    let made = Made { results: json::results(&run), files, pictures: pictures(&run), source };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, file.map(PathBuf::as_path), common);
        manifest(&run, &how, names)
    };
    let page = |written: &str, width| table::page(&run, &compared, written, width);
    let said = study.finish(common, made, manifest, page)?;
    Ok(ended(said, findings.reached.as_ref()))
}

/// The observed figures that the run is to be compared with, if any.
fn observed(typed: &arguments::Run, scenario: &Scenario) -> Result<Vec<Observed>, Exit> {
    let Some(file) = &typed.observed else { return Ok(Vec::new()) };
    let wrong = |what: &str| {
        complain(&format!("error: {}{what}", file.display()));
        Exit::Wrong
    };
    let bytes =
        read_plain(file, LARGEST).map_err(|error| wrong(&format!(" cannot be read: {}", why(&error))))?;
    observed::read(&bytes, scenario).map_err(|faults| {
        for fault in &faults {
            wrong(&format!("{}{fault}", if fault.line.is_some() { " " } else { ": " }));
        }
        if faults.iter().any(|fault| fault.what.contains("there is no measure")) {
            complain(&format!("hint: {}; `wardflow schema --measures` says more", all_measures()));
        }
        Exit::Wrong
    })
}
