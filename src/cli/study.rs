//! A command that simulates, from its folder to its delivery. What is finished is kept beside the folder of
//! the results as it comes, and `--resume` goes on from there. With `--shard` it is one of several that do a part each,
//! and `merge` is the command once more with what they found (`sharded`).

mod sharded;

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
use sharded::Merged;

use crate::experiment::Progress;
use crate::experiment::kept::Keep;
use crate::experiment::points::Points;
use crate::experiment::replicate::NotReplicated;
use crate::report::folder::Folder;
use crate::report::journal::{self, Asked, Journal, Tell};
use crate::report::manifest::Circumstances;
use crate::report::shard::{self, Header, Together};
use crate::report::study::Report;
use crate::scenario::built_in;

/// What was typed, and when.
pub struct Call {
    /// The command's word.
    pub command: String,
    /// All words, the program's name first.
    pub words: Vec<OsString>,
    /// The shards whose results are asked for.
    shards: Option<Arc<Together>>,
    /// Whether it is only looked at, and ends where it would begin.
    planned: bool,
    started: Timestamp,
    since: Instant,
}

impl Call {
    /// These words, typed now.
    pub fn now(command: &str, words: Vec<OsString>) -> Self {
        let (started, since) = (Timestamp::now(), Instant::now());
        Self { command: command.to_owned(), words, shards: None, planned: false, started, since }
    }

    /// A command that is planned and not run: all that it reads is checked, and then it ends.
    pub fn planning(command: &str, words: Vec<OsString>) -> Self {
        Self { planned: true, ..Self::now(command, words) }
    }

    /// The command of these shards, which is asked for by way of this one.
    pub fn merging(&self, command: &str, words: Vec<OsString>, shards: Arc<Together>) -> Self {
        let (started, since) = (self.started, self.since);
        Self { command: command.to_owned(), words, shards: Some(shards), planned: false, started, since }
    }

    /// A study of this command is so called where nothing is typed.
    pub fn name(&self, scenario: &str) -> String {
        format!("{}-{scenario}", self.command)
    }

    fn typed(&self) -> Vec<String> {
        self.words.iter().map(|word| word.to_string_lossy().into_owned()).collect()
    }
}

/// A command at work: where its results will be, and where what is finished is kept until they are.
pub struct Study<'a> {
    call: &'a Call,
    common: &'a Common,
    file: Option<&'a Path>,
    stop: Arc<AtomicBool>,
    to: To,
    simulating: Cell<f64>,
}

/// What a command makes.
enum To {
    /// Its results.
    Results { folder: Folder, journal: Arc<Journal>, merged: Option<Arc<Merged>> },
    /// One shard.
    Shard(Arc<shard::Work>),
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
        if call.planned {
            return Err(Exit::Done);
        }
        // Before anything is made: an interrupt clears up after itself.
        let stop = interrupts::until_heard();
        if common.dry_run {
            let file = kind
                .file
                .map_or_else(|| built_in::typed(built_in::BASELINE), |file| file.display().to_string());
            let to = place::path(common, &kind.name, kind.fingerprint);
            return Err(rehearse(&kind.work, common, (&file, &to, kind.searches), &stop));
        }
        let pairs = asked_for(call, common, kind);
        let to = match common.shard {
            Some(share) => To::Shard(Arc::from(sharded::begin(call, common, kind, (share, &pairs))?)),
            None => results(call, common, kind, &pairs)?,
        };
        Ok(Self { call, common, file: kind.file, stop, to, simulating: Cell::new(0.0) })
    }

    /// Points of the seed that was asked.
    pub fn points(&self) -> Points {
        let keep: Arc<dyn Keep> = match &self.to {
            To::Results { merged: Some(merged), .. } => Arc::<Merged>::clone(merged),
            To::Results { journal, .. } => Arc::<Journal>::clone(journal),
            To::Shard(work) => Arc::<shard::Work>::clone(work),
        };
        Points::kept(self.common.seed, keep)
    }

    /// Whether only a part of the runs is done.
    pub fn is_shard(&self) -> bool {
        matches!(self.to, To::Shard(_))
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
        result.map_err(|error| match (error, &self.to) {
            (NotReplicated::Interrupted, _) => self.interrupted(),
            (NotReplicated::Elsewhere, To::Shard(work)) => {
                sharded::finished(work, self.common).unwrap_or_else(|exit| exit)
            }
            (error, to) => {
                let exit = not_replicated(&error);
                to.tell_kept();
                exit
            }
        })
    }

    /// Does work of a shard that waits for nothing, before what may end it.
    pub fn beforehand(
        &self,
        work: impl FnOnce((usize, &dyn Progress, &AtomicBool)) -> Result<(), NotReplicated>,
    ) -> Result<(), Exit> {
        self.run(|how| match work(how) {
            Err(NotReplicated::Elsewhere) => Ok(()),
            done => done,
        })
    }

    /// Where pieces of work are kept.
    pub fn keep(&self) -> &dyn Keep {
        match &self.to {
            To::Results { merged: Some(merged), .. } => merged.as_ref(),
            To::Results { journal, .. } => journal.as_ref(),
            To::Shard(work) => work.as_ref(),
        }
    }

    fn interrupted(&self) -> Exit {
        complain(&self.to.kept().map_or_else(
            || "interrupted; nothing was written".to_owned(),
            |kept| format!("interrupted; no results were written. {kept}"),
        ));
        Exit::Interrupted
    }

    /// Delivers what was found. What was kept is then no longer needed; where it cannot be written, it stays.
    pub fn deliver(self, report: &dyn Report) -> Result<Exit, Exit> {
        let Self { call, common, file, stop, to, simulating } = self;
        let (folder, journal, merged) = match to {
            To::Results { folder, journal, merged } => (folder, journal, merged),
            // A shard that found all there is.
            To::Shard(work) => return sharded::finished(&work, common),
        };
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
        if let Some(merged) = merged.filter(|_| !common.quiet) {
            merged.tell();
        }
        let delivered = deliver(folder, report, common, how, &stop);
        match delivered {
            Ok(_) => journal.remove(),
            Err(_) => tell_kept(&journal),
        }
        delivered
    }
}

impl To {
    /// How to go on from what is kept, if anything is.
    fn kept(&self) -> Option<String> {
        match self {
            Self::Results { journal, merged: None, .. } => kept(journal, "with --resume "),
            Self::Results { journal, .. } => kept(journal, ""),
            Self::Shard(work) => sharded::kept(work),
        }
    }

    fn tell_kept(&self) {
        if let Some(kept) = self.kept() {
            complain(&kept);
        }
    }
}

/// Where the results will be, and where pieces come from.
fn results(call: &Call, common: &Common, kind: &Kind<'_>, pairs: &[(&str, String)]) -> Result<To, Exit> {
    if let Some(shards) = &call.shards {
        shards.are_of(&Header::asked(pairs)).map_err(|why| refused(&why))?;
    }
    let folder = folder(common, &kind.name, kind.fingerprint)?;
    let path = unfinished(common, &kind.name, kind.fingerprint);
    let asked = Asked::of(&build(), pairs);
    let begin = |resume: bool| {
        Journal::begin(path.clone(), asked.clone(), (resume, common.force), warns(common.quiet))
    };
    let Some(shards) = &call.shards else {
        let journal = Arc::new(begin(common.resume).map_err(|why| refused(&why))?);
        return Ok(To::Results { folder, journal, merged: None });
    };
    // Whatever it had to run itself before it was interrupted is there still.
    let resumed = path.exists().then(|| begin(true).ok()).flatten();
    let journal = Arc::new(resumed.map_or_else(|| begin(false), Ok).map_err(|why| refused(&why))?);
    let merged = Arc::new(Merged::of(Arc::clone(shards), Arc::clone(&journal)));
    Ok(To::Results { folder, journal, merged: Some(merged) })
}

/// Says warnings on stderr.
fn warns(quiet: bool) -> Tell {
    let complain = complaining();
    Box::new(move |text: &str| {
        if !quiet {
            complain(&format!("warning: {text}"));
        }
    })
}

/// How to go on from what is kept, if anything is; `how` with what more is to be typed.
fn kept(of: &Journal, how: &str) -> Option<String> {
    let (kept, path) = of.kept();
    let how = format!("the same command {how}goes on from there");
    (kept > 0).then(|| format!("{} kept in {}: {how}", journal::are(kept), path.display()))
}

fn tell_kept(journal: &Journal) {
    if let Some(kept) = kept(journal, "with --resume ") {
        complain(&kept);
    }
}

/// What was asked, as far as pieces of work depend on it.
fn asked_for(call: &Call, common: &Common, kind: &Kind<'_>) -> Vec<(&'static str, String)> {
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
    pairs
}

/// Which build this is: pieces that another has kept are not taken, since it may count otherwise. Told by
/// the program's place, size and date, which cost nothing to look up.
fn build() -> String {
    let called = caller().and_then(|caller| caller.program());
    let program = called.map_or_else(std::env::current_exe, Ok).and_then(|path| Ok((path.metadata()?, path)));
    let told = program.map(|(of, path)| format!("{} {} {:?}", path.display(), of.len(), of.modified().ok()));
    blake3::hash(told.unwrap_or_default().as_bytes()).to_hex().to_string()
}
