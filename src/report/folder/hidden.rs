//! The hidden place in which the files of a run are made.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::inside::Inside;
use super::parts::{FolderError, HIDDEN, io_error};

/// Held for as long as the run lives.
const ALIVE: &str = "alive";
/// The same before it is locked.
const BEGUN: &str = "begun";
/// A place without it that is as old as this is not just being made.
const ABANDONED: Duration = Duration::from_hours(24);
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
        // It gets its name once it is locked: others take for dead what has the name and no lock.
        let begun = place.path().join(BEGUN);
        let alive = File::create(&begun)?;
        // Where files cannot be locked nothing is ever cleared.
        let _ = alive.lock();
        fs::rename(&begun, place.path().join(ALIVE))?;
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
        let Some(inside) = ours.then(|| Inside::open(&place).ok()).flatten() else { continue };
        match inside.plain(ALIVE) {
            Ok(alive) => {
                if alive.try_lock().is_ok() && is_place(&place) {
                    let _ = fs::remove_dir_all(&place);
                }
            }
            // It is not ours, or is just being made, or was left then.
            Err(_) => clear_begun(&place, &inside),
        }
    }
}

/// Removes a place that was left while it was made, long ago: it holds the one file at most.
fn clear_begun(place: &Path, inside: &Inside) {
    let age = |of: fs::Metadata| of.modified().ok().and_then(|at| at.elapsed().ok());
    let is_old =
        |path: &Path| fs::symlink_metadata(path).ok().and_then(age).is_some_and(|age| age > ABANDONED);
    let Ok(begun) = inside.plain(BEGUN) else { return };
    let empty = begun.metadata().is_ok_and(|of| of.len() == 0);
    if empty && is_old(place) && is_old(&place.join(BEGUN)) && begun.try_lock().is_ok() {
        let is_begun = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() == BEGUN);
        if fs::read_dir(place).is_ok_and(|mut entries| entries.all(is_begun)) {
            let _ = inside.remove(BEGUN);
            // Goes only where nothing else has come.
            let _ = fs::remove_dir(place);
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

    #[test]
    fn a_place_that_is_just_being_made_is_not_cleared_by_another_run() {
        let place = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let hidden = Hidden::inside(place.path()).unwrap();
                        fs::write(hidden.files().join("a"), "a").unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_place_that_was_left_while_it_was_made_goes_after_a_day() {
        let place = tempfile::tempdir().unwrap();
        let made = |name: &str, files: &[(&str, &str)], days: u64| {
            let folder = place.path().join(name);
            fs::create_dir(&folder).unwrap();
            let then = std::time::SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
            for (file, text) in files {
                fs::write(folder.join(file), text).unwrap();
                File::options().write(true).open(folder.join(file)).unwrap().set_modified(then).unwrap();
            }
            File::open(&folder).unwrap().set_modified(then).unwrap();
            folder
        };
        let old = made(".wardflow-old", &[(BEGUN, "")], 3);
        let kept = [
            made(".wardflow-new", &[(BEGUN, "")], 0),
            made(".wardflow-empty", &[], 3),
            made(".wardflow-text", &[(BEGUN, "mine")], 3),
            made(".wardflow-more", &[(BEGUN, ""), ("notes.txt", "")], 3),
            made("begun", &[(BEGUN, "")], 3),
        ];
        clear(place.path());
        assert!(!old.exists());
        for folder in kept {
            assert!(folder.is_dir(), "{}", folder.display());
        }
        assert!(place.path().join(".wardflow-new").join(BEGUN).exists());
    }
}
