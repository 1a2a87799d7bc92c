//! The pieces of all shards of a command, each when it is asked for.
//!
//! Only where each piece lies is held, so that memory grows with their number and not with what they found. `judged` says
//! which files belong together, and whether all are there and whole. Nothing is ever written here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::file::Whole;
use super::header::told_apart;
use super::judged::{Looked, Verdict, few, judge};
use super::{Header, waited};
use crate::report::journal::Asked;
use crate::report::words::count;
use crate::scenario::open_plain;

/// So many files are open at a time.
const MOST_OPEN: usize = 64;

/// All shards of a command.
#[derive(Debug)]
pub struct Together {
    first: Header,
    /// How many shards each round has.
    rounds: BTreeMap<u32, u64>,
    files: Vec<PathBuf>,
    /// Where the pieces of each part lie, by their numbers.
    pieces: BTreeMap<String, Vec<(u64, At)>>,
    notes: Vec<String>,
    open: Mutex<Vec<(u32, File)>>,
}

/// Where a piece lies.
#[derive(Clone, Copy, Debug)]
struct At {
    file: u32,
    from: u64,
    length: u32,
}

impl Together {
    /// The shards in these folders and files, of all rounds before `before` where that is given; `expected` is what
    /// they should be of, where that is known. The error is all that is wrong, a line for each.
    pub fn open(
        paths: &[PathBuf],
        before: Option<u32>,
        expected: Option<&Asked>,
    ) -> Result<Self, Vec<String>> {
        let (mut looked, mut tried) = (Looked::default(), 0);
        loop {
            looked.look(paths)?;
            let judged = judge(&looked, before, expected);
            // What another machine has just written may not be seen at once.
            if judged.is_ok() || !waited(tried) {
                return Self::of(looked, judged?);
            }
            tried += 1;
        }
    }

    fn of(mut looked: Looked, judged: Verdict) -> Result<Self, Vec<String>> {
        let Verdict { chosen, rounds, notes, .. } = judged;
        let wholes: Vec<(PathBuf, Whole)> = chosen
            .into_iter()
            .filter_map(|path| looked.whole.remove(&path).map(|whole| (path, whole)))
            .collect();
        let Some(first) = wholes.first().map(|(_, whole)| whole.header.clone()) else {
            return Err(vec!["there are no shards".to_owned()]);
        };
        let mut pieces: BTreeMap<String, Vec<(u64, At)>> = BTreeMap::new();
        let mut files = Vec::with_capacity(wholes.len());
        for (path, whole) in wholes {
            let file = u32::try_from(files.len()).unwrap_or(u32::MAX);
            for line in whole.lines {
                let part = &whole.parts[line.part as usize];
                let at = At { file, from: line.at, length: line.length };
                match pieces.get_mut(part) {
                    Some(of_part) => of_part.push((line.index, at)),
                    None => drop(pieces.insert(part.clone(), vec![(line.index, at)])),
                }
            }
            files.push(path);
        }
        let open = Mutex::new(Vec::new());
        let mut all = Self { first, rounds, files, pieces, notes, open };
        all.once()?;
        Ok(all)
    }

    /// Leaves each piece once; the error is those of which two shards found something else.
    fn once(&mut self) -> Result<(), Vec<String>> {
        let mut parts = std::mem::take(&mut self.pieces);
        let mut wrong = Vec::new();
        for of_part in parts.values_mut() {
            of_part.sort_by_key(|(index, at)| (*index, at.file));
            of_part.dedup_by(|(index, at), (earlier, kept)| {
                if index != earlier {
                    return false;
                }
                let same = at.length == kept.length && self.line(*at).ok() == self.line(*kept).ok();
                if !same {
                    let [one, other] = [kept, at].map(|at| self.files[at.file as usize].display().to_string());
                    wrong.push(format!(
                        "{one} and {other} found different things in run {index}: one of the two machines counts \
                         otherwise; remove both, and make both shards on one that is sound"
                    ));
                }
                true
            });
            of_part.shrink_to_fit();
        }
        self.pieces = parts;
        wrong.dedup();
        if wrong.is_empty() { Ok(()) } else { Err(few(wrong)) }
    }

    /// Of which command they are.
    pub fn first(&self) -> &Header {
        &self.first
    }

    /// How many files there are.
    pub fn shards(&self) -> usize {
        self.files.len()
    }

    /// How many rounds there are.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// How many pieces there are.
    pub fn len(&self) -> u64 {
        self.pieces.values().map(|of_part| of_part.len() as u64).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What is worth a word though nothing is wrong.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Refuses shards of something else than what is asked now.
    pub fn are_of(&self, asked: &Asked) -> Result<(), String> {
        if self.first.asked == *asked {
            return Ok(());
        }
        let folder = self.files[0].parent().unwrap_or(Path::new(".")).display();
        Err(format!(
            "the shards in {folder} were made {}: what the command reads has changed since, or other files lie where it \
             is run; put those back, or make all {} again with --force",
            told_apart(&self.first.asked, asked),
            count(self.files.len() as u64, "shard")
        ))
    }

    /// What was found of this piece, if it is there.
    pub fn piece(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        let of_part = self.pieces.get(part)?;
        let found = of_part.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        let line = self.line(of_part[found].1).ok()?;
        let piece = self.first.asked.piece(&line)?;
        (piece.part == part && piece.index == index).then_some(piece.bytes)
    }

    fn line(&self, at: At) -> io::Result<Vec<u8>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let there = open.iter().position(|(file, _)| *file == at.file);
        let used = match there {
            Some(there) => open.remove(there),
            None => (at.file, open_plain(&self.files[at.file as usize])?),
        };
        if open.len() == MOST_OPEN {
            open.remove(0);
        }
        // The one that was asked for last stands last.
        open.push(used);
        let (_, file) = open.last_mut().ok_or(io::ErrorKind::NotFound)?;
        let mut line = vec![0; at.length as usize];
        file.seek(SeekFrom::Start(at.from))?;
        file.read_exact(&mut line)?;
        Ok(line)
    }
}
