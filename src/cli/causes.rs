//! `wardflow causes`: what delay would go if each thing that people wait for were lifted.

use std::ffi::OsString;

use super::Exit;
use super::arguments;
use super::common::{asked, ended, not_too_many, replications};
use super::finish::{Clock, Made};
use super::study::{Kind, Study, variants};
use crate::experiment::causes::{self, OUTCOMES};
use crate::experiment::sweep::Runs;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::causes::{Lifted, files, page, picture};
use crate::report::source::{Source, runs_of_each};

/// Does what was typed; `words` are for the manifest.
pub fn causes(typed: &arguments::Causes, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Causes, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let variants = variants(typed.scenario.as_deref(), common)?;
    let base = variants.base();
    let design = causes::design(&variants);
    not_too_many(1 + design.points.len(), common)?;

    let fingerprint = files::fingerprint(base, &design);
    let kind = Kind {
        command: "causes",
        name: format!("causes-{}", base.stem),
        fingerprint: &fingerprint,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let mut store = study.points();
    let how = replications(common);
    let by = index_of(SYSTEM, OUTCOMES[0]);
    let runs = asked(common).map_or(Runs::Number(how.runs), |asked| Runs::Until(asked, by));
    let found =
        clock.simulating(|| study.run(|how| causes::causes(&variants, &design, runs, &mut store, how)))?;

    let all = Lifted { base, design: &design, found: &found, store: &store, how };
    let made = Made {
        results: files::results(&all),
        files: vec![("causes.csv".to_owned(), files::table(&all))],
        pictures: picture::pictures(&all),
        source: Source { scenario: base, runs: runs_of_each(store.runs(), "scenario"), seed: how.seed },
    };
    let manifest = |names: &[String]| {
        let file = typed.scenario.as_deref();
        files::manifest(&all, &clock.circumstances(words, file, common), names)
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(ended(said, found.reached.as_ref()))
}
