//! `wardflow sensitivity`: how far answers lean on figures that nobody is sure of.

use std::ffi::OsString;

use super::Exit;
use super::arguments::{self, Kind};
use super::common::{asked, ended, not_too_many, replications};
use super::finish::{Clock, Made};
use super::messages::{complain, faulty};
use super::study::{Kind as Studied, Study, axes, tell_overridden, variants};
use crate::experiment::compare::same_period;
use crate::experiment::levers::usual_outcome;
use crate::experiment::sensitivity::{self, Input, Inputs, inputs};
use crate::experiment::sweep::{OTHER_DAYS, Runs};
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Key, SYSTEM, System, index_of};
use crate::report::manifest::asked_of;
use crate::report::sensitivity::{Probed, files, page, picture};
use crate::report::source::{Source, runs_of_each};
use crate::scenario::{SourceKind, Variants};

/// Does what was typed; `words` are for the manifest.
pub fn sensitivity(typed: &arguments::Sensitivity, words: &[OsString]) -> Exit {
    attempt(typed, words).unwrap_or_else(|exit| exit)
}

fn attempt(typed: &arguments::Sensitivity, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    let varied = axes(&typed.vary)?;
    let Inputs { moved, not_moved } = of_scenario(typed, &variants, &varied)?;
    let usual = |input: &Input| usual_outcome(input.paths.iter().map(String::as_str));
    let usual = match moved.split_first() {
        Some((first, others)) if others.iter().all(|other| usual(other) == usual(first)) => usual(first),
        _ => System::NctrBedDays,
    };
    let trajectories = typed.global.then_some(usize::from(typed.trajectories));
    let design = sensitivity::design(&variants, moved, trajectories, common.seed).map_err(|error| {
        complain(&format!("error: {error}"));
        Exit::Wrong
    })?;
    not_too_many(1 + design.points.len(), common)?;
    tell_overridden(base, &design.points, common);
    let asked_on = typed.on.iter().map(|name| index_of(SYSTEM, name));
    let usual = usual.index();
    let on: Vec<usize> = asked_on.chain(Some(usual).filter(|_| typed.on.is_empty())).collect();

    let fingerprint = asked_of(files::fingerprint(base, &design), &asked_beside(typed, &on, usual));
    let kind = Studied {
        command: "sensitivity",
        name: format!("sensitivity-{}", base.stem),
        fingerprint: &fingerprint,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let mut store = study.points();
    let how = replications(common);
    let runs = asked(common).map_or(Runs::Number(how.runs), |asked| Runs::Until(asked, on[0]));
    let found = clock.simulating(|| {
        study.run(|how| sensitivity::sensitivity(base, &design, &on, runs, &mut store, how))
    })?;

    let all = Probed { base, design: &design, not_moved: &not_moved, found: &found, store: &store, how };
    let tables = [("sensitivity.csv", Some(files::table(&all))), ("morris.csv", files::morris(&all))];
    let tables = tables.into_iter().filter_map(|(name, made)| Some((name.to_owned(), made?)));
    let made = Made {
        results: files::results(&all),
        files: tables.collect(),
        pictures: picture::pictures(&all),
        source: Source { scenario: base, runs: runs_of_each(store.runs(), "point"), seed: how.seed },
    };
    let manifest = |names: &[String]| {
        let mut manifest =
            files::manifest(&all, &clock.circumstances(words, Some(&typed.base), common), names);
        manifest["fingerprint"] = fingerprint.clone().into();
        manifest
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(ended(said, found.reached.as_ref()))
}

/// What is asked beside the points and changes results, as far as it is not what holds by itself.
fn asked_beside(typed: &arguments::Sensitivity, on: &[usize], usual: usize) -> Vec<String> {
    let followed = on.iter().filter(|_| on != [usual]).map(|&on| format!("--on {}", SYSTEM[on].name));
    // Which figures are not moved, and why, is told too.
    let kinds = format!("--kinds {:?}", typed.kinds);
    let all = [Kind::Stated, Kind::Derived, Kind::Assumed, Kind::Fitted];
    let mut asked: Vec<String> = followed.collect();
    asked.extend((!all.iter().all(|kind| typed.kinds.contains(kind))).then_some(kinds));
    asked.extend(typed.apart.then(|| "--apart".to_owned()));
    asked.extend(typed.global.then(|| format!("--global --trajectories {}", typed.trajectories)));
    asked.extend(typed.vary.iter().map(|vary| format!("--vary {vary}")));
    asked
}

/// What is moved of a scenario. What was typed must lead somewhere.
fn of_scenario(typed: &arguments::Sensitivity, variants: &Variants, varied: &[Axis]) -> Result<Inputs, Exit> {
    let wrong = |text: String| {
        complain(&format!("error: {text}"));
        Exit::Wrong
    };
    for (axis, text) in varied.iter().zip(&typed.vary) {
        if axis.ends().is_none() || !axis.values.is_empty() {
            return Err(wrong(format!(
                "--vary {text}: this is no plain range; expected PATH=A..B, as in services.x.places=10..20"
            )));
        }
    }
    let kinds: Vec<SourceKind> = typed.kinds.iter().map(|&kind| kind.into()).collect();
    let inputs = inputs(variants.base(), &kinds, varied, typed.apart);
    for input in inputs.moved.iter().filter(|input| input.kind.is_none()) {
        // A path that leads nowhere is a slip; an end that is out of range is told and left out.
        let ends = [0.0, 1.0].map(|share| variants.with(&input.settings(&input.at(share))));
        if let [Err(faults), Err(_)] = &ends {
            let varied = |path: &str| input.paths.iter().any(|own| own == path).then_some("--vary");
            return Err(faulty(&faults.clone().of_flags(varied), Some(variants.file())));
        }
        if let Some(why) = ends.iter().flatten().find_map(|end| same_period(variants.base(), end)) {
            let paths = input.paths.join(", ");
            return Err(wrong(format!("--vary {paths}: {why}: {OTHER_DAYS}")));
        }
    }
    if inputs.moved.is_empty() {
        return Err(wrong(format!(
            "{}: there is nothing to move; expected entries with a \"range\" in its provenance, or --vary PATH=A..B",
            variants.file().display()
        )));
    }
    Ok(inputs)
}
