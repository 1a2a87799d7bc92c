//! What commands that simulate share: a study, and what is typed of the scenario and its points. What is
//! finished is kept beside the folder of the results as it comes, and `--resume` goes on from there.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::Exit;
use super::arguments::{Common, Runs};
use super::common::{
    asked, folder, not_replicated, not_too_many, replications, unfinished, until_interrupted,
};
use super::finish::{Made, finish};
use super::messages::{complain, faulty, settings, warn};
use super::progress;
use crate::experiment::Progress;
use crate::experiment::kept::Keep;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::experiment::sweep::{self, Point};
use crate::experiment::vary::{Axis, Design, NotVaried, apart};
use crate::report::folder::Folder;
use crate::report::journal::{Asked, Journal, are};
use crate::scenario::{OVERRIDDEN, Scenario, Variants, Warning};

/// A command at work: where its results will be, and where what is finished is kept until they are.
pub struct Study {
    stop: Arc<AtomicBool>,
    folder: Folder,
    threads: usize,
    quiet: bool,
    journal: Arc<Journal>,
    seed: u64,
}

/// What a study is.
pub struct Kind<'a> {
    /// The command's word.
    pub command: &'static str,
    /// What its folder is called where nothing is typed.
    pub name: String,
    /// The fingerprint of all that its results depend on, but for runs and seed.
    pub fingerprint: &'a str,
    /// Whether it looks for how many runs it needs, whatever is typed.
    pub searches: bool,
    /// Whether an earlier one is to be gone on from.
    pub resume: bool,
}

impl Study {
    /// Begins, where its folder may be written; with `resume` from what an interrupted one of the same
    /// folder has kept.
    pub fn begin(common: &Common, kind: &Kind<'_>) -> Result<Self, Exit> {
        // Before anything is made: an interrupt clears up after itself.
        let stop = until_interrupted();
        let folder = folder(common, &kind.name, kind.fingerprint)?;
        let path = unfinished(common, &kind.name, kind.fingerprint);
        let quiet = common.quiet;
        let tell = move |text: &str| {
            if !quiet {
                complain(&format!("warning: {text}"));
            }
        };
        let how = (kind.resume, common.force);
        let journal = Journal::begin(path, asked_for(common, kind), how, Box::new(tell));
        let journal = journal.map_err(|why| {
            complain(&format!("error: {why}"));
            Exit::Wrong
        })?;
        let how = replications(common);
        Ok(Self { stop, folder, threads: how.threads, quiet, journal: Arc::new(journal), seed: how.seed })
    }

    /// Points of the seed that was asked.
    pub fn points(&self) -> Points {
        Points::kept(self.seed, Arc::<Journal>::clone(&self.journal))
    }

    /// Does the work. What is finished is kept, so that an interrupted one can be gone on from.
    pub fn run<T>(
        &self,
        work: impl FnOnce((usize, &dyn Progress, &AtomicBool)) -> Result<T, NotReplicated>,
    ) -> Result<T, Exit> {
        let watched = progress::for_stderr(self.quiet);
        let result = work((self.threads, watched.as_ref(), &self.stop));
        drop(watched);
        result.map_err(|error| match error {
            NotReplicated::Interrupted => self.interrupted(),
            error => {
                let exit = not_replicated(&error);
                tell_kept(&self.journal);
                exit
            }
        })
    }

    /// Where pieces of work are kept.
    pub fn keep(&self) -> &dyn Keep {
        self.journal.as_ref()
    }

    fn interrupted(&self) -> Exit {
        let kept = kept(&self.journal);
        complain(&kept.map_or_else(
            || "interrupted; nothing was written".to_owned(),
            |kept| format!("interrupted; no results were written. {kept}"),
        ));
        Exit::Interrupted
    }

    /// Writes what was made and says where. What was kept is then no longer needed; where it cannot be
    /// written, it stays.
    pub fn finish(
        self,
        common: &Common,
        made: Made<'_>,
        manifest: impl FnOnce(&[String]) -> Value,
        page: impl FnOnce(&str, usize) -> String,
    ) -> Result<Exit, Exit> {
        let written = finish(self.folder, common, made, manifest, page, &self.stop);
        match written {
            Ok(_) => self.journal.remove(),
            Err(_) => tell_kept(&self.journal),
        }
        written
    }
}

/// How to go on from what is kept, if anything is.
fn kept(journal: &Journal) -> Option<String> {
    let (kept, path) = journal.kept();
    let how = "the same command with --resume goes on from there";
    (kept > 0).then(|| format!("{} kept in {}: {how}", are(kept), path.display()))
}

fn tell_kept(journal: &Journal) {
    if let Some(kept) = kept(journal) {
        complain(&kept);
    }
}

/// What was asked, as far as pieces of work depend on it.
fn asked_for(common: &Common, kind: &Kind<'_>) -> Asked {
    let runs = match common.runs {
        Runs::Number(number) => number.to_string(),
        Runs::Auto => "auto".to_owned(),
    };
    let mut pairs = vec![
        ("wardflow", kind.command.to_owned()),
        ("scenario", kind.fingerprint.to_owned()),
        ("--seed", common.seed.to_string()),
        ("--runs", runs),
    ];
    let asked = asked(common);
    if let Some(asked) = asked {
        pairs.push(("--precision", asked.precision.to_string()));
    }
    if asked.is_some() || kind.searches {
        pairs.push(("--most-runs", common.most_runs.to_string()));
    }
    Asked::of(&build(), &pairs)
}

/// Which build this is: pieces that another has kept are not taken, since it may count otherwise. Told by
/// the program's place, size and date, which cost nothing to look up.
fn build() -> String {
    let program = std::env::current_exe().and_then(|path| Ok((path.metadata()?, path)));
    let told = program.map(|(of, path)| format!("{} {} {:?}", path.display(), of.len(), of.modified().ok()));
    blake3::hash(told.unwrap_or_default().as_bytes()).to_hex().to_string()
}

/// The scenario that was typed, or the built-in baseline, with what may be changed of it.
pub fn variants(base: Option<&Path>, common: &Common) -> Result<Variants, Exit> {
    let settings = settings(&common.set, common.quiet).map_err(|faults| faulty(&faults, None))?;
    let variants = Variants::of(base, settings).map_err(|faults| faulty(&faults, base))?;
    if !common.quiet {
        warn(&variants.base().warnings);
    }
    Ok(variants)
}

/// The axes that were typed.
pub fn axes(typed: &[String]) -> Result<Vec<Axis>, Exit> {
    let axes: Vec<Axis> = typed
        .iter()
        .map(|text| Axis::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(&error))?;
    apart(&axes).map_err(|error| wrong(&error))?;
    Ok(axes)
}

/// The points of a design, each a sound scenario.
pub fn points(
    variants: &Variants,
    axes: &[Axis],
    design: Design,
    common: &Common,
) -> Result<Vec<Point>, Exit> {
    let settings = design.points(axes, common.seed).map_err(|error| wrong(&error))?;
    not_too_many(settings.len() + 1, common)?;
    let points =
        sweep::points(variants, settings).map_err(|faults| faulty(&faults, Some(variants.file())))?;
    tell_overridden(variants.base(), &points, common);
    Ok(points)
}

/// Warns of values that are varied and that a dated change overrides: once each, however many points.
pub fn tell_overridden(base: &Scenario, points: &[Point], common: &Common) {
    let mut told: Vec<Warning> = Vec::new();
    for warning in points.iter().flat_map(|point| &point.scenario.warnings) {
        let new = !told.contains(warning) && !base.warnings.contains(warning);
        if warning.code == OVERRIDDEN && new {
            told.push(warning.clone());
        }
    }
    if !common.quiet {
        warn(&told);
    }
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
