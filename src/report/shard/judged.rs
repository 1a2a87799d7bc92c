//! Which files are the shards of one command, and what is wrong with the others: all of it in one go, with the command
//! that puts it right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::file::{Not, Whole, read};
use super::header::told_apart;
use super::{ENDING, Header, UNFINISHED};
use crate::experiment::kept::Share;
use crate::report::journal::Asked;
use crate::scenario::why;

/// So many faults are told one by one.
const MOST_TOLD: usize = 20;

/// Files that were looked at.
#[derive(Debug, Default)]
pub struct Looked {
    /// Whole shards.
    pub whole: BTreeMap<PathBuf, Whole>,
    /// Others, with the header where at least that is whole.
    broken: BTreeMap<PathBuf, (Not, Option<Box<Header>>)>,
    /// Folders that were named.
    folders: Vec<PathBuf>,
}

impl Looked {
    /// Looks at what is there and was not found whole yet.
    pub fn look(&mut self, paths: &[PathBuf]) -> Result<(), Vec<String>> {
        let (mut files, mut wrong) = (BTreeSet::new(), Vec::new());
        self.folders.clear();
        for path in paths {
            if !path.is_dir() {
                files.insert(path.clone());
                continue;
            }
            self.folders.push(path.clone());
            match fs::read_dir(path) {
                Ok(entries) => files.extend(
                    entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_named_so(path)),
                ),
                Err(error) => wrong.push(format!("{}: {}", path.display(), why(&error))),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.broken.clear();
        let new: Vec<PathBuf> = files.into_iter().filter(|path| !self.whole.contains_key(path)).collect();
        let read: Vec<_> = new.into_par_iter().map(|path| (read(&path), path)).collect();
        for (read, path) in read {
            match read {
                Ok(whole) => drop(self.whole.insert(path, whole)),
                Err(broken) => drop(self.broken.insert(path, broken)),
            }
        }
        Ok(())
    }
}

/// Whether a file is called as shards are.
fn is_named_so(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(ENDING.as_bytes()))
}

/// What was looked at, judged.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The files, one for each shard.
    pub chosen: Vec<PathBuf>,
    /// How many shards each round has.
    pub rounds: BTreeMap<u32, u64>,
    /// What is worth a word.
    pub notes: Vec<String>,
    /// All that is wrong.
    wrong: Vec<String>,
    /// Files that are no whole shards and were told.
    told: BTreeSet<PathBuf>,
}

type There<'a> = (&'a PathBuf, &'a Whole);
type Broken<'a> = (&'a PathBuf, &'a Not, Option<&'a Header>);

/// Judges what was looked at, of all rounds before `before` where that is given; `expected` is what they should be of,
/// where that is known. The error is all that is wrong, a line for each.
pub fn judge(looked: &Looked, before: Option<u32>, expected: Option<&Asked>) -> Result<Verdict, Vec<String>> {
    let counts = |header: &Header| before.is_none_or(|before| header.round < before);
    let whole: Vec<There<'_>> = looked.whole.iter().filter(|(_, whole)| counts(&whole.header)).collect();
    let broken: Vec<Broken<'_>> = (looked.broken.iter())
        .map(|(path, (not, header))| (path, not, header.as_deref()))
        .filter(|(_, _, header)| header.is_none_or(counts))
        .collect();
    let Some(asked) = expected.or_else(|| most(whole.iter().map(|(_, whole)| &whole.header.asked))) else {
        if broken.is_empty() {
            let folders: Vec<String> = looked.folders.iter().map(|path| path.display().to_string()).collect();
            return Err(vec![format!(
                "{}: there are no shards; expected files that end in {ENDING}, as a command with --shard I/N makes them",
                folders.join(", ")
            )]);
        }
        return Err(few(broken.iter().map(|(path, not, header)| again(path, not, *header)).collect()));
    };
    let (own, foreign): (Vec<_>, Vec<_>) =
        whole.into_iter().partition(|(_, whole)| whole.header.asked == *asked);
    let told = |(path, whole): &There<'_>| {
        format!(
            "{} is a shard of another command: it was made {}; leave it out, or move it away",
            path.display(),
            told_apart(&whole.header.asked, asked)
        )
    };
    let mut verdict = Verdict { wrong: foreign.iter().map(told).collect(), ..Verdict::default() };
    let mut by_round: BTreeMap<u32, Vec<There<'_>>> = BTreeMap::new();
    for one in own {
        by_round.entry(one.1.header.round).or_default().push(one);
    }
    let last = before.map_or_else(|| by_round.keys().last().copied().unwrap_or(1), |before| before - 1);
    for round in 1..=last {
        let there = by_round.remove(&round).unwrap_or_default();
        verdict.round((round, last), there, &broken, looked.folders.first().map(PathBuf::as_path));
    }
    let others = broken.iter().filter(|(path, ..)| !verdict.told.contains(*path));
    let others: Vec<String> = others.map(|(path, not, header)| again(path, not, *header)).collect();
    verdict.wrong.extend(others);
    if verdict.wrong.is_empty() { Ok(verdict) } else { Err(few(verdict.wrong)) }
}

impl Verdict {
    /// Judges the whole shards of a round, of which `broken` are no others. What is missing goes to `folder`, or to
    /// where the others are.
    fn round(
        &mut self,
        (round, last): (u32, u32),
        all: Vec<There<'_>>,
        broken: &[Broken<'_>],
        folder: Option<&Path>,
    ) {
        let sizes: Vec<u64> = all.iter().map(|(_, whole)| whole.header.share.of()).collect();
        let Some(&of) = most(sizes.iter()) else {
            if broken.iter().all(|(.., header)| header.is_none_or(|header| header.round != round)) {
                self.wrong.push(format!(
                    "no shard of round {round} is there; expected all rounds from 1 to {last}"
                ));
            }
            return;
        };
        self.rounds.insert(round, of);
        let there = self.once(of, all);
        let Some((beside, model)) = there.values().next().copied() else { return };
        let folder = folder.or_else(|| beside.parent()).filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        for share in (1..=of).filter(|number| !there.contains_key(number)).filter_map(|n| Share::new(n, of)) {
            let header = Header { share, ..model.header.clone() };
            let named = header.path(folder);
            let is_it = |(path, _, found): &&Broken<'_>| {
                found.map_or(**path == named, |found| found.share == share && found.round == round)
            };
            if let Some((path, not, _)) = broken.iter().find(is_it) {
                self.told.insert((*path).clone());
                self.wrong.push(again(path, not, Some(&header)));
                continue;
            }
            let (what, does) = if is_begun(folder, &header.stem()) {
                ("is not finished", "goes on with it")
            } else {
                ("is missing", "makes it")
            };
            let of_round = if last > 1 { format!(" of round {round}") } else { String::new() };
            self.wrong.push(format!("shard {share}{of_round} {what}; `{}` {does}", header.command(folder)));
        }
        self.chosen.extend(there.into_values().map(|(path, _)| path.clone()));
    }

    /// Each shard of a round once, by its number.
    fn once<'a>(&mut self, of: u64, all: Vec<There<'a>>) -> BTreeMap<u64, There<'a>> {
        let mut there: BTreeMap<u64, There<'a>> = BTreeMap::new();
        for (path, whole) in all {
            let (share, shown) = (whole.header.share, path.display());
            if share.of() != of {
                self.wrong.push(format!(
                    "{shown} is shard {share}, and the others are of {of}; leave it out, or move it away"
                ));
                continue;
            }
            match there.get(&share.number()) {
                None => drop(there.insert(share.number(), (path, whole))),
                Some((other, same)) if same.check == whole.check => {
                    self.notes.push(format!("{} and {shown} are the same shard; one is taken", other.display()));
                }
                Some((other, _)) => self.wrong.push(format!(
                    "{} and {shown} are both shard {share} and differ: one of them was not made by this command on a \
                     sound machine; remove both, and make the shard again",
                    other.display()
                )),
            }
        }
        there
    }
}

/// What is wrong with a file, and the command that makes it again.
fn again(path: &Path, not: &Not, header: Option<&Header>) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let what = not.told();
    match (not, header) {
        (Not::CutOff | Not::Damaged(_) | Not::Unread(_), Some(header)) => {
            format!("{} {what}; `{} --force` makes it again", path.display(), header.command(folder))
        }
        (Not::CutOff | Not::Damaged(_) | Not::Unread(_), None) => {
            format!("{} {what}; make this shard again with --force, or move it away", path.display())
        }
        (Not::Shard, Some(header)) => {
            format!("{} {what}; move it away, and `{}` makes it", path.display(), header.command(folder))
        }
        (Not::Shard, None) => format!("{} {what}; leave it out, or move it away", path.display()),
        (Not::Version(_), _) => {
            format!("{} {what}; merge with that version, or make all shards again", path.display())
        }
    }
}

/// Whether a shard of this name is begun and not finished.
fn is_begun(folder: &Path, stem: &str) -> bool {
    let begins = format!("{stem}.");
    fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(&begins) && name.ends_with(UNFINISHED)
    })
}

/// The one that there are most of; the first of several.
fn most<'a, T: PartialEq>(all: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let mut counted: Vec<(&T, u64)> = Vec::new();
    for one in all {
        match counted.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counted.push((one, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max()?;
    counted.into_iter().find(|(_, count)| *count == most).map(|(one, _)| one)
}

/// The first of many faults, and how many others there are.
pub fn few(mut all: Vec<String>) -> Vec<String> {
    let others = all.len().saturating_sub(MOST_TOLD);
    if others > 1 {
        all.truncate(MOST_TOLD);
        all.push(format!("and {others} others"));
    }
    all
}
