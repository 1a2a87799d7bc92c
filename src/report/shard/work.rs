//! One shard at work: what it finishes is kept beside its file as it comes, and its file is written at the end, whole
//! or not at all.
//!
//! There are no locks that a lost machine could hold. Whoever makes a shard keeps its pieces in a file of its own, and
//! takes those that others of the same shard have left; two who make it at once end with the same bytes, and the last
//! to be named is the one that stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::file::{Not, read, write};
use super::header::told_apart;
use super::{Header, Together, UNFINISHED, patiently};
use crate::experiment::kept::{Keep, Share};
use crate::report::journal::{MOST_LINE, Tell};
use crate::scenario::open_plain;

/// How a shard begins.
pub enum Begun {
    /// It is there already, with so many pieces.
    There(PathBuf, u64),
    /// It is to be made.
    Work(Box<Work>),
}

/// A shard at work.
pub struct Work {
    folder: PathBuf,
    header: Header,
    earlier: Option<Arc<Together>>,
    tell: Tell,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Files with pieces of this shard.
    files: Vec<File>,
    /// Which of them is ours, where it ends, and whether it can still be written.
    own: Option<(usize, u64)>,
    is_off: bool,
    pieces: BTreeMap<(String, u64), Place>,
    /// What the command asked for: what the shard's file is to hold.
    asked: BTreeSet<(String, u64)>,
    /// How many were there from before.
    before: u64,
}

/// Where a piece is.
#[derive(Clone, Debug)]
enum Place {
    /// In a file: its line, and how long that is.
    Written { file: usize, at: u64, length: usize },
    /// It could not be written.
    Held(Arc<str>),
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("folder", &self.folder)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl Work {
    /// Begins in this folder, with the pieces of earlier rounds and what others left of this shard. What is whole is
    /// not made again, but for `force`; what is something else is refused, with what to do.
    pub fn begin(
        folder: &Path,
        header: Header,
        earlier: Option<Arc<Together>>,
        force: bool,
        tell: Tell,
    ) -> Result<Begun, String> {
        let path = header.path(folder);
        let shown = path.display();
        if fs::symlink_metadata(&path).is_ok() {
            match read(&path) {
                Ok(there) if there.header.is_beside(&header) && !force => {
                    return Ok(Begun::There(path, there.lines.len() as u64));
                }
                _ if force && !path.is_file() => {
                    return Err(format!("{shown} is no plain file; name another --out, or remove it"));
                }
                _ if force => {}
                Ok(there) => {
                    return Err(format!(
                        "{shown} is a shard of another command: it was made {}; name another --out, or add --force to \
                         replace it",
                        told_apart(&there.header.asked, &header.asked)
                    ));
                }
                Err((not @ (Not::CutOff | Not::Damaged(_)), Some(there))) if there.is_beside(&header) => {
                    tell(&format!("{shown} {}; it is made again", not.told()));
                }
                Err((not, _)) => {
                    return Err(format!(
                        "{shown} {}; name another --out, or add --force to replace it",
                        not.told()
                    ));
                }
            }
        }
        patiently(|| fs::create_dir_all(folder))
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let work =
            Self { folder: folder.to_owned(), header, earlier, tell, inner: Mutex::new(Inner::default()) };
        if !force {
            work.take_what_is_left();
        }
        Ok(Begun::Work(Box::new(work)))
    }

    /// Its file.
    pub fn path(&self) -> PathBuf {
        self.header.path(&self.folder)
    }

    /// Which one it is.
    pub fn share(&self) -> Share {
        self.header.share
    }

    /// How many pieces were there when it began, and how many are there now.
    pub fn kept(&self) -> (u64, u64) {
        let inner = self.inner();
        (inner.before, inner.pieces.len() as u64)
    }

    /// Writes its file, and removes what was kept for it; how many pieces it holds. Where another has just done the
    /// same, that is as good.
    pub fn finish(&self) -> Result<u64, String> {
        let made = self.made();
        let pieces = match made {
            Ok(pieces) => pieces,
            Err(error) => match read(&self.path()) {
                Ok(there) if there.header.is_beside(&self.header) => there.lines.len() as u64,
                _ => return Err(format!("{} cannot be written: {error}", self.path().display())),
            },
        };
        // On systems where a folder can be synced, its name lasts.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        // Left behind they do no harm.
        self.left().iter().for_each(|path| drop(fs::remove_file(path)));
        Ok(pieces)
    }

    fn made(&self) -> io::Result<u64> {
        let mut made = self.new_file()?;
        let mut inner = self.inner();
        let asked = std::mem::take(&mut inner.asked);
        let lines = asked.iter().map(|key| {
            let place = inner.pieces.get(key).cloned().ok_or(io::ErrorKind::NotFound)?;
            inner.line(&place)
        });
        let pieces = write(made.as_file_mut(), &self.header, lines);
        inner.asked = asked;
        let pieces = pieces?;
        patiently(|| made.as_file().sync_all())?;
        made.persist(self.path()).map_err(|error| error.error)?;
        Ok(pieces)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the files beside it begin with.
    fn begins(&self) -> String {
        self.header.stem() + "."
    }

    /// A new file beside it, with the rights of any new file.
    fn new_file(&self) -> io::Result<tempfile::NamedTempFile> {
        let begins = self.begins();
        let mut named = tempfile::Builder::new();
        named.prefix(&begins).suffix(UNFINISHED).rand_bytes(8);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            named.permissions(fs::Permissions::from_mode(0o666));
        }
        patiently(|| named.tempfile_in(&self.folder))
    }

    /// The files in which pieces of this shard were kept.
    fn left(&self) -> Vec<PathBuf> {
        let begins = self.begins();
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let mut all: Vec<PathBuf> = entries
            .filter(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with(&begins) && name.ends_with(UNFINISHED)
            })
            .map(|entry| entry.path())
            .collect();
        all.sort();
        all
    }

    /// Takes the pieces that others of this shard have left, as far as they are whole.
    fn take_what_is_left(&self) {
        let mut inner = self.inner();
        for path in self.left() {
            let Ok(file) = open_plain(&path) else { continue };
            let mut from = BufReader::with_capacity(1 << 20, file);
            let mut line = Vec::new();
            let first = self.header.asked.first_line();
            let mut next = |line: &mut Vec<u8>| {
                line.clear();
                from.by_ref().take(MOST_LINE).read_until(b'\n', line).unwrap_or(0)
            };
            let mut at = next(&mut line) as u64;
            // One of another command, or of which not even that is whole.
            if line != first.as_bytes() {
                continue;
            }
            let file = inner.files.len();
            loop {
                let length = next(&mut line);
                // Whoever wrote it may be at it, or was lost in the middle of a line.
                let Some(piece) = self.header.asked.piece(&line) else { break };
                inner.pieces.insert((piece.part, piece.index), Place::Written { file, at, length });
                at += length as u64;
            }
            inner.files.push(from.into_inner());
        }
        inner.before = inner.pieces.len() as u64;
    }
}

impl Keep for Work {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        if let Some(piece) = self.earlier.as_ref().and_then(|earlier| earlier.piece(part, index)) {
            return Some(piece);
        }
        let mut inner = self.inner();
        let key = (part.to_owned(), index);
        let place = inner.pieces.get(&key)?.clone();
        let line = inner.line(&place).ok()?;
        let piece =
            self.header.asked.piece(&line).filter(|piece| piece.part == part && piece.index == index)?;
        inner.asked.insert(key);
        Some(piece.bytes)
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        let line = self.header.asked.line(part, index, piece);
        let mut inner = self.inner();
        let key = (part.to_owned(), index);
        let written = if inner.is_off {
            None
        } else {
            match self.append(&mut inner, &line) {
                Ok(place) => Some(place),
                Err(error) => {
                    inner.is_off = true;
                    (self.tell)(&format!(
                        "what is finished cannot be kept in {}: {error}; work goes on, and is lost should it be interrupted",
                        self.folder.display()
                    ));
                    None
                }
            }
        };
        inner.pieces.insert(key.clone(), written.unwrap_or_else(|| Place::Held(line.into())));
        inner.asked.insert(key);
    }

    fn share(&self) -> Share {
        self.header.share
    }
}

impl Work {
    /// Adds a line to our own file, which is made with the first.
    fn append(&self, inner: &mut Inner, line: &str) -> io::Result<Place> {
        if line.len() as u64 > MOST_LINE {
            return Err(io::Error::other(format!("a run takes more than {} MB", MOST_LINE >> 20)));
        }
        let (file, at) = if let Some(own) = inner.own {
            own
        } else {
            let mut made = self.new_file()?;
            let first = self.header.asked.first_line();
            made.write_all(first.as_bytes())?;
            let (made, _) = made.keep().map_err(|error| error.error)?;
            inner.files.push(made);
            (inner.files.len() - 1, first.len() as u64)
        };
        let own = &mut inner.files[file];
        own.seek(SeekFrom::Start(at))?;
        own.write_all(line.as_bytes())?;
        inner.own = Some((file, at + line.len() as u64));
        Ok(Place::Written { file, at, length: line.len() })
    }
}

impl Inner {
    fn line(&mut self, place: &Place) -> io::Result<Vec<u8>> {
        match place {
            Place::Held(line) => Ok(line.as_bytes().to_vec()),
            Place::Written { file, at, length } => {
                let mut line = vec![0; *length];
                let file = &mut self.files[*file];
                file.seek(SeekFrom::Start(*at))?;
                file.read_exact(&mut line)?;
                Ok(line)
            }
        }
    }
}
