//! `wardflow compare`: options beside a baseline, with the same people in every scenario.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Exit;
use super::arguments;
use super::common::{asked, ended, not_too_many, replications};
use super::finish::{Clock, Made};
use super::messages::{Told, complain, faulty, scenario, settings, warn_of_several};
use super::study::{Kind, Study};
use crate::experiment::compare::{compare as side_by_side, same_days};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::compare::{Compared, files, labels, own_stems, page, picture};
use crate::report::manifest::{asked_of, fingerprint};
use crate::report::source::{Source, runs_of_each};
use crate::scenario::Scenario;

/// By what options are ranked where nothing is typed.
const BY: &str = "nctr_bed_days";

/// Does what was typed; `words` are for the manifest.
pub fn compare(typed: &arguments::Compare, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Compare, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let scenarios = scenarios(typed)?;
    not_too_many(scenarios.len(), common)?;
    let stems = own_stems(&scenarios);
    let by_asked = (typed.by != BY).then(|| format!("--by {}", typed.by));
    let fingerprint = asked_of(fingerprint(&scenarios), by_asked.as_slice());
    let kind = Kind {
        command: "compare",
        name: "compare".to_owned(),
        fingerprint: &fingerprint,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;

    let how = replications(common);
    let borrowed: Vec<&Scenario> = scenarios.iter().collect();
    let by = index_of(SYSTEM, &typed.by);
    let comparison = clock.simulating(|| {
        study.run(|(_, progress, stop)| {
            side_by_side(&borrowed, by, (how, asked(common), study.keep()), progress, stop)
        })
    })?;
    let how = Replications { runs: comparison.replications[0].len() as u64, ..how };
    let findings: Vec<Findings> = (scenarios.iter().zip(&comparison.replications))
        .map(|(scenario, found)| {
            let mut findings = Findings::of(&scenario.plan, how, found, &scenario.warnings);
            findings.warn_of_standstill(&scenario.names);
            findings
        })
        .collect();
    let labels = labels(&scenarios, &stems);
    let all = Compared {
        scenarios: &scenarios,
        stems: &stems,
        labels: &labels,
        findings: &findings,
        comparison: &comparison,
        how,
    };
    let tables = [("differences.csv".to_owned(), files::table_of_differences(&all))];
    let made = Made {
        results: files::results(&all),
        files: tables.into_iter().chain(files::tables_of_each(&all)).collect(),
        pictures: picture::pictures(&all),
        source: Source {
            scenario: &scenarios[0],
            runs: runs_of_each([how.runs], "scenario"),
            seed: how.seed,
        },
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        let mut manifest = files::manifest(&all, &how, names);
        manifest["fingerprint"] = fingerprint.clone().into();
        manifest
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(ended(said, comparison.reached.as_ref()))
}

/// The scenarios that were typed, the baseline first; every fault of all of them.
fn scenarios(typed: &arguments::Compare) -> Result<Vec<Scenario>, Exit> {
    let settings = settings(&typed.common.set, typed.common.quiet).map_err(|faults| faulty(&faults, None))?;
    let files: Vec<&PathBuf> = std::iter::once(&typed.base).chain(&typed.options).collect();
    let mut told = Told::default();
    let mut scenarios = Vec::new();
    for file in &files {
        match scenario(Some(*file), &settings) {
            Ok(scenario) => scenarios.push(scenario),
            Err(faults) => told.faulty(&faults, Some(file.as_path())),
        }
    }
    if scenarios.len() < files.len() {
        return Err(told.end());
    }
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
        let stems = own_stems(&scenarios);
        let each = stems.iter().zip(&scenarios).map(|(stem, s)| (stem.as_str(), s.warnings.as_slice()));
        warn_of_several(&each.collect::<Vec<_>>());
    }
    Ok(scenarios)
}
