//! `wardflow causes`: what delay would go if each thing that people wait for were lifted.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Exit;
use super::arguments;
use super::common::{asked, ended, out, replications};
use super::finish::{Clock, Made, finish};
use super::messages::not_written;
use super::study::Study;
use super::sweep::variants;
use crate::experiment::causes::{self, OUTCOMES};
use crate::experiment::sweep::Runs;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::causes::{Lifted, files, page, picture};
use crate::report::folder::Folder;
use crate::scenario::built_in;

/// Does what was typed; `words` are for the manifest.
pub fn causes(typed: &arguments::Causes, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Causes, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let baseline = || PathBuf::from(format!("{}{}", built_in::PREFIX, built_in::BASELINE));
    let variants = variants(&typed.scenario.clone().unwrap_or_else(baseline), common)?;
    let base = variants.base();
    let design = causes::design(&variants);

    let fingerprint = files::fingerprint(base, &design);
    let path = out(common, &format!("causes-{}", base.stem), &fingerprint);
    let folder = Folder::prepare(&path, &fingerprint, common.force).map_err(|error| not_written(&error))?;
    let study = Study::begin(common, typed.resume, &path);
    let mut store = study.points();
    let how = replications(common);
    let by = index_of(SYSTEM, OUTCOMES[0]);
    let runs = asked(common).map_or(Runs::Number(how.runs), |asked| Runs::Until(asked, by));
    let found = clock.simulating(|| {
        study.run([&mut store], |stores, how| causes::causes(base, &design, runs, stores[0], how))
    })?;

    let all = Lifted { base, design: &design, found: &found, store: &store, how };
    let made = Made {
        results: files::results(&all),
        files: vec![("causes.csv".to_owned(), files::table(&all))],
        pictures: picture::pictures(&all),
    };
    let manifest = |names: &[String]| {
        let file = typed.scenario.as_deref();
        files::manifest(&all, &clock.circumstances(words, file, common, study.threads()), names)
    };
    let said = finish(folder, common, made, manifest, |written| page(&all, written), &study.stop)?;
    study.done();
    Ok(ended(said, found.reached.as_ref()))
}
