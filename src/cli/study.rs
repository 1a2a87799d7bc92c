//! What commands that run many points of one scenario share: what is typed of it, and a study of the
//! points. What is finished when one is interrupted is kept beside its folder, and `--resume` goes on
//! from there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Exit;
use super::arguments::Common;
use super::common::{asked, folder, not_replicated, replications, until_interrupted};
use super::finish::{Made, finish};
use super::messages::{complain, faulty, not_written, settings, warn};
use super::progress;
use crate::experiment::Progress;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::experiment::sweep::{self, Point};
use crate::experiment::vary::{Axis, Design, NotVaried};
use crate::measures::outcome::SYSTEM;
use crate::report::folder::{Folder, write_file};
use crate::report::words::count;
use crate::scenario::{OVERRIDDEN, Scenario, Variants, Warning, why};

/// What a kept file holds.
#[derive(Deserialize, Serialize)]
struct Kept {
    unfinished: String,
    points: Vec<Points>,
}

/// The points of a command, some of them perhaps from before.
pub struct Study {
    stop: Arc<AtomicBool>,
    folder: Folder,
    threads: usize,
    quiet: bool,
    kept: PathBuf,
    earlier: Vec<Points>,
    seed: u64,
}

impl Study {
    /// Begins, where its folder may be written; with `resume` from what an interrupted one of the same
    /// folder has kept.
    pub fn begin(common: &Common, resume: bool, name: &str, fingerprint: &str) -> Result<Self, Exit> {
        let folder = folder(common, name, fingerprint)?;
        let mut name = folder.path().as_os_str().to_owned();
        name.push(".unfinished.json");
        let kept = PathBuf::from(name);
        let mut earlier = Vec::new();
        if resume {
            match read(&kept) {
                Ok(points) => earlier = points,
                Err(why) => complain(&format!("warning: {}: {why}; everything is run anew", kept.display())),
            }
        }
        let how = replications(common);
        Ok(Self {
            stop: until_interrupted(),
            folder,
            threads: how.threads,
            quiet: common.quiet,
            kept,
            earlier,
            seed: how.seed,
        })
    }

    /// Points of the seed that was asked, with all that was found before.
    pub fn points(&self) -> Points {
        self.with_earlier(Points::new(self.seed))
    }

    /// The same with other luck: replications are numbered from `first` on.
    pub fn fresh(&self, first: u64) -> Points {
        self.with_earlier(Points::fresh(self.seed, first))
    }

    fn with_earlier(&self, mut points: Points) -> Points {
        for earlier in &self.earlier {
            points.resume(earlier.clone());
        }
        points
    }

    /// Does the work; where it is interrupted, keeps what these points hold.
    pub fn run<const N: usize, T>(
        &self,
        mut points: [&mut Points; N],
        work: impl FnOnce(&mut [&mut Points; N], (usize, &dyn Progress, &AtomicBool)) -> Result<T, NotReplicated>,
    ) -> Result<T, Exit> {
        let watched = progress::for_stderr(self.quiet);
        let result = work(&mut points, (self.threads, watched.as_ref(), &self.stop));
        drop(watched);
        match result {
            Ok(found) => Ok(found),
            Err(NotReplicated::Interrupted) => Err(self.keep(&points)),
            Err(error) => Err(not_replicated(&error)),
        }
    }

    fn keep(&self, points: &[&mut Points]) -> Exit {
        let total: u64 = points.iter().map(|points| points.total()).sum();
        let kept =
            Kept { unfinished: version(), points: points.iter().map(|points| (**points).clone()).collect() };
        let written = serde_json::to_vec(&kept)
            .map_err(|error| complain(&format!("error: what was found cannot be kept: {error}")))
            .and_then(|bytes| {
                let ours = br#"{"unfinished":"wardflow "#;
                write_file(&self.kept, &bytes, ours, false).map_err(|error| {
                    not_written(&error);
                })
            });
        complain(&match written {
            Ok(()) => format!(
                "interrupted; no results were written. {} are kept in {}: the same command with --resume goes on from there",
                count(total, "run"),
                self.kept.display()
            ),
            Err(()) => "interrupted; nothing was written".to_owned(),
        });
        Exit::Interrupted
    }

    /// Writes what was made and says where. What was kept is then no longer needed.
    pub fn finish(
        self,
        common: &Common,
        made: Made<'_>,
        manifest: impl FnOnce(&[String]) -> Value,
        page: impl FnOnce(&str, usize) -> String,
    ) -> Result<Exit, Exit> {
        let said = finish(self.folder, common, made, manifest, page, &self.stop)?;
        if read(&self.kept).is_ok() {
            // Left behind it does no harm: it is looked at only with --resume.
            let _ = fs::remove_file(&self.kept);
        }
        Ok(said)
    }
}

fn version() -> String {
    format!("wardflow {}", env!("CARGO_PKG_VERSION"))
}

fn read(path: &Path) -> Result<Vec<Points>, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is nothing to resume".to_owned(),
        _ => why(&error),
    })?;
    let kept: Kept =
        serde_json::from_slice(&bytes).map_err(|_| "this holds no unfinished runs".to_owned())?;
    if kept.unfinished != version() {
        return Err(format!("this was kept by {}", kept.unfinished));
    }
    // Builds of one version may know different outcomes.
    let of_this_build = |points: &Points| points.replications().all(|r| r.system.len() == SYSTEM.len());
    if !kept.points.iter().all(of_this_build) {
        return Err("this was kept by another build".to_owned());
    }
    Ok(kept.points)
}

/// The scenario that was typed, or the built-in baseline, with what may be changed of it.
pub fn variants(base: Option<&Path>, common: &Common) -> Result<Variants, Exit> {
    let settings = settings(&common.set).map_err(|faults| faulty(&faults, None))?;
    let variants = Variants::of(base, settings).map_err(|faults| faulty(&faults, base))?;
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
