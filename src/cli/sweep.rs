//! `wardflow sweep`: a scenario with some of its values varied, every point with the same people.

use std::ffi::OsString;

use super::Exit;
use super::arguments;
use super::common::{asked, replications};
use super::finish::{Clock, Made};
use super::study::{Kind, Study, axes, points, variants, wrong};
use crate::experiment::levers::usual_outcome;
use crate::experiment::sweep::{self, Runs, Sweep};
use crate::experiment::vary::Design;
use crate::measures::outcome::{Key, SYSTEM, index_of};
use crate::report::manifest::{asked_of, fingerprint, of_study};
use crate::report::source::{Source, runs_of_each};
use crate::report::sweep::{Swept, files, page, picture};

/// Does what was typed; `words` are for the manifest.
pub fn sweep(typed: &arguments::Sweep, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Sweep, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    let axes = axes(&typed.vary)?;
    let design: Design = typed.design.parse().map_err(|error| wrong(&error))?;
    let points = points(&variants, &axes, design, common)?;
    let usual = usual_outcome(axes.iter().map(|axis| axis.path.as_str()));
    let by = typed.by.as_deref().map_or(usual.index(), |name| index_of(SYSTEM, name));

    let print = fingerprint(std::iter::once(base).chain(points.iter().map(|point| &point.scenario)));
    let by_asked = typed.by.iter().filter(|_| by != usual.index()).map(|by| format!("--by {by}"));
    let print = asked_of(print, &by_asked.collect::<Vec<_>>());
    let kind = Kind {
        command: "sweep",
        name: format!("sweep-{}", base.stem),
        fingerprint: &print,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let mut store = study.points();
    let runs = asked(common).map_or(Runs::Number(replications(common).runs), |asked| Runs::Until(asked, by));
    let found = clock.simulating(|| study.run(|how| sweep::sweep(base, &points, runs, &mut store, how)))?;

    let costs = sweep::costs(base, &points, &store);
    let all = Swept {
        base,
        axes: &axes,
        points: &points,
        found: &found,
        by,
        asked: typed.by.is_some(),
        apart: sweep::are_apart(&points, &found, &store, by),
        costs: &costs,
        seed: store.seed(),
    };
    let made = Made {
        results: files::results(&all),
        files: vec![("sweep.csv".to_owned(), files::table(&all))],
        pictures: picture::pictures(&all),
        source: Source { scenario: base, runs: runs_of_each(store.runs(), "point"), seed: all.seed },
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        of_study(base, (&print, all.seed, found.base.runs), store.replications(), &how, names)
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(if said == Exit::Done && !precise(&found) { Exit::Missed } else { said })
}

/// Whether each point is known as precisely as was asked.
fn precise(found: &Sweep) -> bool {
    found.points.iter().chain([&found.base]).all(|point| point.reached.as_ref().is_none_or(|r| r.met))
}
