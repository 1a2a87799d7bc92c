//! Commands that run many points: what is finished when they are interrupted is kept beside their
//! folder, and `--resume` goes on from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::Exit;
use super::arguments::Common;
use super::common::{not_replicated, replications, until_interrupted};
use super::messages::{complain, not_written};
use super::progress;
use crate::experiment::Progress;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::report::folder::write_file;
use crate::report::words::count;

/// What a kept file holds.
#[derive(Deserialize, Serialize)]
struct Kept {
    unfinished: String,
    points: Vec<Points>,
}

/// The points of a command, some of them perhaps from before.
pub struct Study {
    /// The flag that an interrupt raises.
    pub stop: Arc<AtomicBool>,
    threads: usize,
    quiet: bool,
    kept: PathBuf,
    earlier: Vec<Points>,
    seed: u64,
}

impl Study {
    /// Begins; with `resume` from what an interrupted one of the same folder has kept.
    pub fn begin(common: &Common, resume: bool, folder: &Path) -> Self {
        let mut name = folder.as_os_str().to_owned();
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
        Self {
            stop: until_interrupted(),
            threads: how.threads,
            quiet: common.quiet,
            kept,
            earlier,
            seed: how.seed,
        }
    }

    /// How many replications at the same time.
    pub fn threads(&self) -> usize {
        self.threads
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

    /// Everything is written: what was kept is no longer needed.
    pub fn done(&self) {
        if read(&self.kept).is_ok() {
            // Left behind it does no harm: it is looked at only with --resume.
            let _ = fs::remove_file(&self.kept);
        }
    }
}

fn version() -> String {
    format!("wardflow {}", env!("CARGO_PKG_VERSION"))
}

fn read(path: &Path) -> Result<Vec<Points>, String> {
    let bytes = fs::read(path).map_err(|_| "there is nothing to resume".to_owned())?;
    let kept: Kept =
        serde_json::from_slice(&bytes).map_err(|_| "this holds no unfinished runs".to_owned())?;
    if kept.unfinished == version() {
        Ok(kept.points)
    } else {
        Err(format!("this was kept by {}", kept.unfinished))
    }
}
