//! The file in which an unfinished command keeps what it has finished, so that the same command can go on
//! from there however it ended.
//!
//! It lies beside the folder of the results, is made when the first piece of work is done, grows by a line
//! for each, and goes when the folder is in place. The same command without `--resume` begins anew, and
//! replaces it once something of its own is there; anything else at that name is left as it is. `lines`
//! says what stands in it. What cannot be written is told once, and work goes on without.

mod lines;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use lines::{Asked, CHECK, END, Lines, MOST_LINE, NotRead, checked, read};

use super::words::count;
use crate::experiment::kept::Keep;
use crate::scenario::why;

/// Where something is told while work goes on.
pub type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// What an unfinished command keeps, and what was kept of it earlier.
pub struct Journal {
    path: PathBuf,
    asked: Asked,
    tell: Tell,
    inner: Mutex<Inner>,
}

/// The file, or how it will come to be.
enum Place {
    /// Nothing is there yet.
    Absent,
    /// What is there is replaced once something of ours is finished. Held, so that nobody else writes it.
    Old { held: Option<File> },
    /// It is ours and locked. It ends here.
    Ours { file: File, end: u64, held: Option<File> },
    /// Nothing is kept.
    Off,
}

struct Inner {
    place: Place,
    /// Where each piece of earlier lies in the file: its line, and how long that is.
    earlier: BTreeMap<(String, u64), (u64, usize)>,
    kept: u64,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal")
            .field("path", &self.path)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

impl Journal {
    /// Looks what is at this path. With `resume` what the same command kept there is gone on from; a file
    /// that is anything else, or damaged, is refused with what to do. Without, such a file is left alone,
    /// but for `force`, and nothing is kept. Nothing is written yet. `tell` is for warnings, now and later.
    pub fn begin(
        path: PathBuf,
        asked: Asked,
        (resume, force): (bool, bool),
        tell: Tell,
    ) -> Result<Self, String> {
        let (place, earlier) = match (look(&path, &asked), resume) {
            (Ok(None), _) => {
                if resume {
                    tell(&format!("{}: there is nothing to resume; everything is run anew", path.display()));
                }
                (Place::Absent, BTreeMap::new())
            }
            (Ok(Some((file, Lines { end: 0, .. }))), true) => {
                tell(&format!("{}: there is nothing to resume; everything is run anew", path.display()));
                (Place::Old { held: Some(file) }, BTreeMap::new())
            }
            (Ok(Some((file, lines))), true) => {
                // What was cut off while it was written was never kept.
                let cut = file.set_len(lines.end);
                cut.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
                (Place::Ours { file, end: lines.end, held: None }, lines.pieces)
            }
            (Ok(Some((file, lines))), false) => {
                if !lines.pieces.is_empty() {
                    tell(&format!(
                        "{} kept in {} from when this command was interrupted; without --resume everything is run anew",
                        are(lines.pieces.len() as u64),
                        path.display()
                    ));
                }
                (Place::Old { held: Some(file) }, BTreeMap::new())
            }
            (Err(not), true) => return Err(format!("{} {}", path.display(), not.to_resume())),
            (Err(not @ (NotRead::Other(_) | NotRead::Damaged(_))), false) if force => {
                tell(&format!("{} {}", path.display(), not.replaced()));
                (Place::Old { held: None }, BTreeMap::new())
            }
            (Err(not), false) => {
                tell(&format!("{} {}", path.display(), not.in_the_way()));
                (Place::Off, BTreeMap::new())
            }
        };
        let kept = earlier.len() as u64;
        Ok(Self { path, asked, tell, inner: Mutex::new(Inner { place, earlier, kept }) })
    }

    /// How many pieces are there, and where.
    pub fn kept(&self) -> (u64, &Path) {
        (self.inner().kept, &self.path)
    }

    /// Removes it: what it holds is no longer needed.
    pub fn remove(&self) {
        let mut inner = self.inner();
        if let Place::Ours { file, .. } = &inner.place
            && is_at(file, &self.path)
        {
            // Left behind it does no harm: it is looked at only with --resume.
            let _ = fs::remove_file(&self.path);
        }
        inner.place = Place::Off;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the file with its first piece, whole or not at all.
    fn make(&self, line: &str, place: Place) -> io::Result<Place> {
        let near = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(near)?;
        let text = format!("{}{line}", self.asked.first_line());
        let written = |mut file: File| -> io::Result<File> {
            // Where files cannot be locked, two commands at once are told apart by nothing.
            let _ = file.try_lock();
            file.write_all(text.as_bytes()).map(|()| file)
        };
        let (file, held) = if let Place::Old { held } = place {
            let made = tempfile::Builder::new().prefix(".wardflow-").tempfile_in(near)?;
            let file = written(made.as_file().try_clone()?)?;
            made.persist(&self.path).map_err(|error| error.error)?;
            (file, held)
        } else {
            let file = OpenOptions::new().read(true).write(true).create_new(true).open(&self.path)?;
            let made = written(file).inspect_err(|_| drop(fs::remove_file(&self.path)))?;
            (made, None)
        };
        Ok(Place::Ours { file, end: text.len() as u64, held })
    }
}

impl Keep for Journal {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        let mut inner = self.inner();
        let key = (part.to_owned(), index);
        let &(at, length) = inner.earlier.get(&key)?;
        let Place::Ours { file, .. } = &mut inner.place else { return None };
        let mut line = vec![0; length];
        file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut line)).ok()?;
        drop(inner);
        // Once more: somebody may have written into it since.
        let piece = self.asked.piece(&line)?;
        (piece.part == part && piece.index == index).then_some(piece.bytes)
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        let line = self.asked.line(part, index, piece);
        let mut inner = self.inner();
        let place = std::mem::replace(&mut inner.place, Place::Off);
        let next = match place {
            Place::Off => return,
            // It could not be read again.
            _ if line.len() as u64 > MOST_LINE => {
                Err(io::Error::other(format!("a run takes more than {} MB", MOST_LINE >> 20)))
            }
            Place::Ours { mut file, end, held } => append(&mut file, end, &line).map(|()| Place::Ours {
                file,
                end: end + line.len() as u64,
                held,
            }),
            place => self.make(&line, place),
        };
        match next {
            Ok(place) => {
                inner.place = place;
                inner.kept += 1;
            }
            Err(error) => {
                let kept = inner.kept;
                drop(inner);
                (self.tell)(&format!(
                    "{} cannot be written: {error}; {}",
                    self.path.display(),
                    match kept {
                        0 => "what is finished from now on is not kept".to_owned(),
                        n => format!("{} kept there, and what is finished from now on is not", are(n)),
                    }
                ));
            }
        }
    }
}

/// `1 run is`, `2 runs are`.
pub fn are(runs: u64) -> String {
    format!("{} {}", count(runs, "run"), if runs == 1 { "is" } else { "are" })
}

/// Adds a line at the end, whole or not at all.
fn append(file: &mut File, end: u64, line: &str) -> io::Result<()> {
    let written = file.seek(SeekFrom::Start(end)).and_then(|_| file.write_all(line.as_bytes()));
    if written.is_err() {
        // Half a line at the end is taken for none, should this fail too.
        let _ = file.set_len(end);
    }
    written
}

/// The file at this path, locked, and what it holds of what is asked; `None` where there is none.
fn look(path: &Path, asked: &Asked) -> Result<Option<(File, Lines)>, NotRead> {
    let unread = |error: io::Error| NotRead::Unread(why(&error));
    let is_file = |of: &fs::Metadata| of.is_file();
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unread(error)),
        Ok(of) if !is_file(&of) => return Err(NotRead::NoFile),
        Ok(_) => {}
    }
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(unread)?;
    if !file.metadata().is_ok_and(|of| is_file(&of)) {
        return Err(NotRead::NoFile);
    }
    // Where files cannot be locked, two commands at once are told apart by nothing.
    if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
        return Err(NotRead::Busy);
    }
    if !is_at(&file, path) {
        // Whoever had it has just finished or replaced it.
        return Err(NotRead::Busy);
    }
    let lines = read(&mut BufReader::new(&mut file), asked)?;
    Ok(Some((file, lines)))
}

/// Whether this file is still the one at this path.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let which = |of: fs::Metadata| (of.dev(), of.ino());
        file.metadata().ok().map(which) == fs::symlink_metadata(path).ok().map(which)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

#[cfg(test)]
mod tests;
