//! `wardflow sweep`: a scenario with some of its values varied, every point with the same people.

use std::ffi::OsString;

use super::Exit;
use super::arguments::{self, Common};
use super::common::{asked, out, replications};
use super::finish::{Clock, Made, finish};
use super::messages::{complain, faulty, not_written, settings, warn};
use super::study::Study;
use crate::experiment::sweep::{self, Point, Runs, Sweep};
use crate::experiment::vary::{Axis, Design, NotVaried};
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::folder::Folder;
use crate::report::manifest::{fingerprint, of_study};
use crate::report::sweep::{Swept, files, page, picture};
use crate::scenario::Variants;

/// Does what was typed; `words` are for the manifest.
pub fn sweep(typed: &arguments::Sweep, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Sweep, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let variants = variants(&typed.base, common)?;
    let base = variants.base();
    let axes = axes(&typed.vary)?;
    let design: Design = typed.design.parse().map_err(|error| wrong(&error))?;
    let points = points(&variants, &axes, design, common)?;
    let by = index_of(SYSTEM, &typed.by);

    let print = fingerprint(std::iter::once(base).chain(points.iter().map(|point| &point.scenario)));
    let path = out(common, &format!("sweep-{}", base.stem), &print);
    let folder = Folder::prepare(&path, &print, common.force).map_err(|error| not_written(&error))?;
    let study = Study::begin(common, typed.resume, &path);
    let mut store = study.points();
    let runs = asked(common).map_or(Runs::Number(replications(common).runs), |asked| Runs::Until(asked, by));
    let found = clock.simulating(|| {
        study.run([&mut store], |stores, how| sweep::sweep(base, &points, runs, stores[0], how))
    })?;

    let cheapest = sweep::cheapest(&points, &found, &store);
    let all = Swept {
        base,
        axes: &axes,
        points: &points,
        found: &found,
        by,
        cheapest: cheapest.as_ref(),
        seed: store.seed(),
    };
    let made = Made {
        results: files::results(&all),
        files: vec![("sweep.csv".to_owned(), files::table(&all))],
        pictures: picture::pictures(&all),
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common, study.threads());
        of_study(base, (&print, all.seed, found.base.runs), store.replications(), &how, names)
    };
    let said = finish(folder, common, made, manifest, |written| page(&all, written), &study.stop)?;
    study.done();
    Ok(if said == Exit::Done && !precise(&found) { Exit::Missed } else { said })
}

/// Whether each point is known as precisely as was asked.
fn precise(found: &Sweep) -> bool {
    found.points.iter().chain([&found.base]).all(|point| point.reached.as_ref().is_none_or(|r| r.met))
}

/// The scenario that was typed, with what may be changed of it.
pub fn variants(base: &std::path::Path, common: &Common) -> Result<Variants, Exit> {
    let settings = settings(&common.set).map_err(|faults| faulty(&faults, None))?;
    let variants = Variants::of(Some(base), settings).map_err(|faults| faulty(&faults, Some(base)))?;
    if !common.quiet {
        warn(&variants.base().warnings);
    }
    Ok(variants)
}

/// The axes that were typed.
pub fn axes(typed: &[String]) -> Result<Vec<Axis>, Exit> {
    typed.iter().map(|text| Axis::parse(text).map_err(|error| wrong(&error))).collect()
}

/// The points of a design, each a sound scenario.
pub fn points(
    variants: &Variants,
    axes: &[Axis],
    design: Design,
    common: &Common,
) -> Result<Vec<Point>, Exit> {
    let settings = design.points(axes, common.seed).map_err(|error| wrong(&error))?;
    sweep::points(variants, settings).map_err(|faults| faulty(&faults, Some(variants.file())))
}

/// Refuses `--runs auto`, where what is asked is no average that could be known so precisely.
pub fn fixed(common: &Common) -> Result<(), Exit> {
    if asked(common).is_none() {
        return Ok(());
    }
    complain("error: --runs auto is not for this command; expected a number of runs");
    Err(Exit::Wrong)
}

/// Says what is wrong with what is varied.
pub fn wrong(error: &NotVaried) -> Exit {
    complain(&format!("error: {error}"));
    Exit::Wrong
}
