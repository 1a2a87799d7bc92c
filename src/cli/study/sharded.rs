//! A study in shards: one of them at work, and all of them merged.

use std::num::NonZeroU64;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::Exit;
use super::super::delivery::lasting;
use super::super::flags::Common;
use super::super::messages::{complain, refused, say};
use super::super::place;
use super::{Call, Kind, warns};
use crate::experiment::kept::{Keep, Share};
use crate::report::journal::{self, Journal};
use crate::report::shard::{Begun, Header, Together, Work};
use crate::report::words::{count, shell_word};

/// Begins a shard. One that is there already is said and not made again.
pub fn begin(
    call: &Call,
    common: &Common,
    kind: &Kind<'_>,
    (share, pairs): (Share, &[(&str, String)]),
) -> Result<Box<Work>, Exit> {
    if let Some(word) = call.words.iter().find(|word| word.to_str().is_none()) {
        return Err(refused(&format!(
            "{}: a shard is repeated from its words, and this one is no text; expected files with names in Unicode",
            word.display()
        )));
    }
    let folder = place::shards(common, &kind.name, kind.fingerprint);
    let header =
        Header { asked: Header::asked(pairs), words: lasting(&call.typed()), share, round: common.round };
    let earlier = match common.round {
        1 => None,
        round => Some(Arc::new(earlier(&folder, round, &header)?)),
    };
    match Work::begin(&folder, header, earlier, common.force, warns(common.quiet)) {
        Ok(Begun::Work(work)) => {
            if let Some(kept) = NonZeroU64::new(work.kept().0).filter(|_| !common.quiet) {
                complain(&format!("shard {share} goes on from {}", count(kept.get(), "run")));
            }
            Ok(work)
        }
        Ok(Begun::There(path, pieces)) => {
            if !common.quiet {
                let pieces = count(pieces, "run");
                say(&format!("Shard {share} is there already: {pieces} in {}\n", path.display()));
            }
            Err(Exit::Done)
        }
        Err(why) => Err(refused(&why)),
    }
}

/// The shards of the rounds before this one.
fn earlier(folder: &Path, round: u32, header: &Header) -> Result<Together, Exit> {
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(refused(&format!(
            "--round {round}: {folder} is not there; expected the shards of round 1 in it"
        )));
    }
    Together::open(&[folder.to_owned()], Some(round), Some(&header.asked)).map_err(|wrong| {
        for line in wrong {
            refused(&format!("--round {round}: {line}"));
        }
        Exit::Wrong
    })
}

/// Writes the file of a shard that has done its part.
pub fn finished(work: &Work, common: &Common) -> Result<Exit, Exit> {
    let pieces = work.finish().map_err(|why| {
        complain(&format!("error: {why}"));
        if let Some(kept) = kept(work) {
            complain(&kept);
        }
        Exit::Failed
    })?;
    if common.quiet {
        return Ok(Exit::Done);
    }
    let (path, share) = (work.path(), work.share());
    let folder = shell_word(&path.parent().unwrap_or(Path::new(".")).display().to_string());
    Ok(say(&format!(
        "Shard {share}: {} in {}\nOnce all {} are there, `wardflow merge {folder}` makes the results.\n",
        count(pieces, "run"),
        path.display(),
        share.of()
    )))
}

/// How to go on from what a shard has kept, if anything.
pub fn kept(work: &Work) -> Option<String> {
    let (_, kept) = work.kept();
    let folder = work.path().parent().unwrap_or(Path::new(".")).display().to_string();
    (kept > 0)
        .then(|| format!("{} kept in {folder}: the same command goes on from there", journal::are(kept)))
}

/// What shards have found, and beside it what is run all the same.
#[derive(Debug)]
pub struct Merged {
    shards: Arc<Together>,
    journal: Arc<Journal>,
    run: AtomicU64,
}

impl Merged {
    /// Of these shards; what none of them has is kept in a journal.
    pub fn of(shards: Arc<Together>, journal: Arc<Journal>) -> Self {
        Self { shards, journal, run: AtomicU64::new(0) }
    }

    /// Says how much the shards did not have.
    pub fn tell(&self) {
        let run = self.run.load(Ordering::Relaxed);
        if run == 0 {
            return;
        }
        let next = self.shards.rounds() + 1;
        complain(&format!(
            "{} that no shard had, as they depend on what the shards found, {} done here; shards with --round {next} would \
             share them out",
            count(run, "run"),
            if run == 1 { "was" } else { "were" }
        ));
    }
}

impl Keep for Merged {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        self.shards.piece(part, index).or_else(|| self.journal.earlier(part, index))
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        self.run.fetch_add(1, Ordering::Relaxed);
        self.journal.keep(part, index, piece);
    }
}
