//! A command that simulates, from its folder to its delivery. What is finished is kept beside the folder of
//! the results as it comes, and `--resume` goes on from there.

use std::cell::Cell;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::caller::{caller, told};
use super::delivery::deliver;
use super::flags::{Common, Runs};
use super::messages::{complain, complaining, not_replicated, refused};
use super::place::{self, folder, unfinished};
pub use super::rehearsal::Work;
use super::rehearsal::rehearse;
use super::{interrupts, progress};
use crate::experiment::Progress;
use crate::experiment::kept::Keep;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::report::folder::Folder;
use crate::report::journal::{self, Asked, Journal};
use crate::report::manifest::Circumstances;
use crate::report::study::Report;
use crate::scenario::built_in;

/// What was typed, and when.
pub struct Call {
    /// The command's word.
    pub command: String,
    /// All words, the program's name first.
    pub words: Vec<OsString>,
    started: Timestamp,
    since: Instant,
}

impl Call {
    /// These words, typed now.
    pub fn now(command: &str, words: Vec<OsString>) -> Self {
        Self { command: command.to_owned(), words, started: Timestamp::now(), since: Instant::now() }
    }

    /// A study of this command is so called where nothing is typed.
    pub fn name(&self, scenario: &str) -> String {
        format!("{}-{scenario}", self.command)
    }
}

/// A command at work: where its results will be, and where what is finished is kept until they are.
pub struct Study<'a> {
    call: &'a Call,
    common: &'a Common,
    file: Option<&'a Path>,
    stop: Arc<AtomicBool>,
    folder: Folder,
    journal: Arc<Journal>,
    simulating: Cell<f64>,
}

/// What a study is.
pub struct Kind<'a> {
    /// The scenario's file as typed.
    pub file: Option<&'a Path>,
    /// What its folder is called where nothing is typed.
    pub name: String,
    /// The fingerprint of all that its results depend on, but for runs and seed.
    pub fingerprint: &'a str,
    /// Whether it looks for how many runs it needs, whatever is typed.
    pub searches: bool,
    /// What it would simulate.
    pub work: Work<'a>,
}

impl<'a> Study<'a> {
    /// Begins, where its folder may be written; with `--resume` from what an interrupted one of the same
    /// folder has kept.
    pub fn begin(call: &'a Call, common: &'a Common, kind: &Kind<'a>) -> Result<Self, Exit> {
        // Before anything is made: an interrupt clears up after itself.
        let stop = interrupts::until_heard();
        if common.dry_run {
            let file = kind
                .file
                .map_or_else(|| built_in::typed(built_in::BASELINE), |file| file.display().to_string());
            let to = place::path(common, &kind.name, kind.fingerprint);
            return Err(rehearse(&kind.work, common, (&file, &to, kind.searches), &stop));
        }
        let folder = folder(common, &kind.name, kind.fingerprint)?;
        let path = unfinished(common, &kind.name, kind.fingerprint);
        let (quiet, complain) = (common.quiet, complaining());
        let tell = move |text: &str| {
            if !quiet {
                complain(&format!("warning: {text}"));
            }
        };
        let how = (common.resume, common.force);
        let journal = Journal::begin(path, asked_for(call, common, kind), how, Box::new(tell));
        let journal = Arc::new(journal.map_err(|why| refused(&why))?);
        Ok(Self { call, common, file: kind.file, stop, folder, journal, simulating: Cell::new(0.0) })
    }

    /// Points of the seed that was asked.
    pub fn points(&self) -> Points {
        Points::kept(self.common.seed, Arc::<Journal>::clone(&self.journal))
    }

    /// Whether nothing is said but results.
    pub fn is_quiet(&self) -> bool {
        self.common.quiet
    }

    /// Does the work. What is finished is kept, so that an interrupted one can be gone on from.
    pub fn run<T>(
        &self,
        work: impl FnOnce((usize, &dyn Progress, &AtomicBool)) -> Result<T, NotReplicated>,
    ) -> Result<T, Exit> {
        let since = Instant::now();
        let watched = progress::for_stderr(self.common.quiet);
        let result = work((self.common.replications().threads, watched.as_ref(), &self.stop));
        drop(watched);
        self.simulating.set(self.simulating.get() + since.elapsed().as_secs_f64());
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

    /// Delivers what was found. What was kept is then no longer needed; where it cannot be written, it stays.
    pub fn deliver(self, report: &dyn Report) -> Result<Exit, Exit> {
        let Self { call, common, file, stop, folder, journal, simulating } = self;
        let how = || Circumstances {
            study: call.command.clone(),
            command: call.words.iter().map(|word| told(&word.to_string_lossy())).collect(),
            file: file.map(|file| told(&file.to_string_lossy())),
            settings: common.set.clone(),
            threads: common.replications().threads,
            started: call.started,
            simulating_seconds: simulating.get(),
            wall_seconds: call.since.elapsed().as_secs_f64(),
        };
        let delivered = deliver(folder, report, common, how, &stop);
        match delivered {
            Ok(_) => journal.remove(),
            Err(_) => tell_kept(&journal),
        }
        delivered
    }
}

/// How to go on from what is kept, if anything is.
fn kept(of: &Journal) -> Option<String> {
    let (kept, path) = of.kept();
    let how = "the same command with --resume goes on from there";
    (kept > 0).then(|| format!("{} kept in {}: {how}", journal::are(kept), path.display()))
}

fn tell_kept(journal: &Journal) {
    if let Some(kept) = kept(journal) {
        complain(&kept);
    }
}

/// What was asked, as far as pieces of work depend on it.
fn asked_for(call: &Call, common: &Common, kind: &Kind<'_>) -> Asked {
    let runs = match common.runs {
        Runs::Number(number) => number.to_string(),
        Runs::Auto => "auto".to_owned(),
    };
    let mut pairs = vec![
        ("wardflow", call.command.clone()),
        ("scenario", kind.fingerprint.to_owned()),
        ("--seed", common.seed.to_string()),
        ("--runs", runs),
    ];
    let asked = common.asked();
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
    let called = caller().and_then(|caller| caller.program());
    let program = called.map_or_else(std::env::current_exe, Ok).and_then(|path| Ok((path.metadata()?, path)));
    let told = program.map(|(of, path)| format!("{} {} {:?}", path.display(), of.len(), of.modified().ok()));
    blake3::hash(told.unwrap_or_default().as_bytes()).to_hex().to_string()
}
