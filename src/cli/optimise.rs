//! `wardflow optimise`: the cheapest mix that meets a target.

use std::ffi::OsString;

use super::Exit;
use super::arguments;
use super::common::replications;
use super::finish::{Clock, Made};
use super::messages::complain;
use super::study::{Kind, Study, axes, fixed, points, variants};
use crate::experiment::address::Address;
use crate::experiment::optimise::edges::edges;
use crate::experiment::optimise::{self, Asked, FRESH, Target};
use crate::experiment::unpriced::unpriced_of_several;
use crate::experiment::vary::Design;
use crate::report::manifest::{asked_of, fingerprint, of_study};
use crate::report::optimise::{Optimised, files, page, picture};
use crate::report::source::Source;
use crate::report::words::count;

/// The most runs of a mix where none are typed.
const MOST: u64 = 2000;

/// Does what was typed; `words` are for the manifest.
pub fn optimise(typed: &arguments::Optimise, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Optimise, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    fixed(common)?;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    let refused = |what: String| {
        complain(&format!("error: {what}"));
        Exit::Wrong
    };
    let targets = typed.target.iter().map(|text| Target::parse(text, &base.names));
    let targets = targets.collect::<Result<Vec<Target>, String>>().map_err(refused)?;
    let minimise = Address::parse(&typed.minimise, &base.names);
    let minimise = minimise.map_err(|what| refused(format!("--minimise {}: {what}", typed.minimise)))?;
    let axes = axes(&typed.vary)?;
    let points = points(&variants, &axes, Design::Grid, common)?;
    let asked = Asked {
        targets,
        minimise,
        confidence: typed.confidence.0,
        tolerance: typed.tolerance.map(|tolerance| tolerance.0),
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
    let most = (asked.most != MOST).then(|| format!("--most-runs {}", asked.most));
    let print = asked_of(blake3::hash(print.as_bytes()).to_hex().to_string(), most.as_slice());
    let kind = Kind {
        command: "optimise",
        name: format!("optimise-{}", base.stem),
        fingerprint: &print,
        searches: true,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let (mut search, mut fresh) = (study.points(), study.points().fresh(FRESH));
    let found = clock.simulating(|| {
        study.run(|how| optimise::optimise(base, &points, &asked, (&mut search, &mut fresh), how))
    })?;

    let edges = found.selection.chosen.map(|chosen| edges(&variants, &axes, &points[chosen]));
    let unpriced = unpriced_of_several(base, points.iter().map(|point| &point.scenario));
    let all = Optimised {
        base,
        axes: &axes,
        points: &points,
        asked: &asked,
        found: &found,
        edges: &edges.unwrap_or_default(),
        unpriced: &unpriced,
        seed: search.seed(),
    };
    let made = Made {
        results: files::results(&all),
        files: vec![("points.csv".to_owned(), files::table(&all))],
        pictures: picture::picture(&all).into_iter().collect(),
        source: Source {
            scenario: base,
            runs: format!("{} in the search", count(found.spent, "run")),
            seed: all.seed,
        },
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        let replications = search.replications().chain(fresh.replications());
        of_study(base, (&print, all.seed, asked.fresh), replications, &how, names)
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(if said == Exit::Done && !all.is_met() { Exit::Missed } else { said })
}
