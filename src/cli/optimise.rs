//! `wardflow optimise`: the cheapest mix that meets a target.

use std::ffi::OsString;

use super::Exit;
use super::arguments;
use super::common::replications;
use super::finish::{Clock, Made};
use super::messages::complain;
use super::study::{Study, axes, fixed, points, variants};
use crate::experiment::optimise::{self, Asked, FRESH, Target};
use crate::experiment::vary::Design;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::manifest::{fingerprint, of_study};
use crate::report::optimise::{Optimised, files, page, picture};

/// Does what was typed; `words` are for the manifest.
pub fn optimise(typed: &arguments::Optimise, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Optimise, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    fixed(common)?;
    let targets: Result<Vec<Target>, String> = typed.target.iter().map(|text| Target::parse(text)).collect();
    let targets = targets.map_err(|what| {
        complain(&format!("error: {what}"));
        Exit::Wrong
    })?;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    let axes = axes(&typed.vary)?;
    let points = points(&variants, &axes, Design::Grid, common)?;
    let asked = Asked {
        targets,
        minimise: index_of(SYSTEM, &typed.minimise),
        confidence: typed.confidence.0,
        tolerance: typed.tolerance,
        most: common.most_runs.get(),
        fresh: replications(common).runs,
    };

    let print = format!(
        "{} {:?} {} {} {:?}",
        fingerprint(std::iter::once(base).chain(points.iter().map(|point| &point.scenario))),
        typed.target,
        typed.minimise,
        asked.confidence,
        asked.tolerance
    );
    let print = blake3::hash(print.as_bytes()).to_hex().to_string();
    let study = Study::begin(common, typed.resume, &format!("optimise-{}", base.stem), &print)?;
    let (mut search, mut fresh) = (study.points(), study.fresh(FRESH));
    let found = clock.simulating(|| {
        study.run([&mut search, &mut fresh], |stores, how| {
            let [search, fresh] = stores;
            optimise::optimise(base, &points, &asked, (search, fresh), how)
        })
    })?;

    let all =
        Optimised { base, axes: &axes, points: &points, asked: &asked, found: &found, seed: search.seed() };
    let made = Made {
        results: files::results(&all),
        files: vec![("points.csv".to_owned(), files::table(&all))],
        pictures: picture::picture(&all).into_iter().collect(),
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        let replications = search.replications().chain(fresh.replications());
        of_study(base, (&print, all.seed, asked.fresh), replications, &how, names)
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(if said == Exit::Done && !all.is_met() { Exit::Missed } else { said })
}
