//! The hidden place in which the files of a run are made.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::inside::Inside;
use super::{FolderError, HIDDEN, io_error};

/// Held for as long as the run lives.
const ALIVE: &str = "alive";
/// Where in it the files are made.
const FILES: &str = "files";

/// A folder beside the run's own. It goes with the run; one that was left by a run that was killed
/// goes with the next.
#[derive(Debug)]
pub struct Hidden {
    files: PathBuf,
    _place: TempDir,
    _alive: File,
}

impl Hidden {
    /// On the disk of `path`: beside it, so that both can be exchanged; inside it where nothing may
    /// be made beside it.
    pub fn near(path: &Path) -> Result<Self, FolderError> {
        // A path such as `.` or one that ends in `..` has its parent only once it is followed.
        let followed = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let above =
            followed.ancestors().skip(1).map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p });
        let beside = above.into_iter().find(|p| p.is_dir()).unwrap_or(Path::new("."));
        match Self::inside(beside) {
            Err(_) if path.is_dir() => Self::inside(path).map_err(io_error("write into", path)),
            made => made.map_err(io_error("write into", beside)),
        }
    }

    /// In this folder.
    pub fn inside(folder: &Path) -> io::Result<Self> {
        clear(folder);
        let place = tempfile::Builder::new().prefix(HIDDEN).tempdir_in(folder)?;
        let alive = File::create(place.path().join(ALIVE))?;
        // Where files cannot be locked nothing is ever cleared.
        let _ = alive.lock();
        // Made the plain way, so that it has the rights of any new folder.
        let files = place.path().join(FILES);
        fs::create_dir(&files)?;
        Ok(Self { files, _place: place, _alive: alive })
    }

    /// Where the files are made.
    pub fn files(&self) -> &Path {
        &self.files
    }
}

/// Removes hidden places of runs that live no more: folders of that name with nothing in them but what
/// such a place has. A link to one is none.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(HIDDEN)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        let place = entry.path();
        // Without the file it is not ours, or is just being made.
        let alive = ours.then(|| Inside::open(&place).and_then(|inside| inside.plain(ALIVE)).ok()).flatten();
        let Some(alive) = alive else { continue };
        if alive.try_lock().is_ok() && is_place(&place) {
            let _ = fs::remove_dir_all(&place);
        }
    }
}

/// Whether a folder has what a hidden place has, and nothing else.
fn is_place(folder: &Path) -> bool {
    let plain = |name: &str, kind: fs::FileType| match name {
        ALIVE => kind.is_file(),
        FILES => kind.is_dir(),
        _ => false,
    };
    let mut entries = fs::read_dir(folder).into_iter().flatten();
    entries.all(|entry| {
        entry.and_then(|e| Ok(plain(&e.file_name().to_string_lossy(), e.file_type()?))).unwrap_or(false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_goes_with_the_next_and_a_living_one_stays() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let dead = place.path().join(".wardflow-dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(ALIVE), "").unwrap();
        let other = place.path().join(".wardflow-notes");
        fs::create_dir(&other).unwrap();
        let living = Hidden::near(&out).unwrap();
        let next = Hidden::near(&out).unwrap();
        assert!(living.files().is_dir() && next.files().is_dir() && other.is_dir());
        assert!(!dead.exists());
        drop((living, next));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "the notes");
    }
}
