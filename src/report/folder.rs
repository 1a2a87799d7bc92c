//! The folder of a run. Files are made in a hidden place on the same disk and put in place at the
//! end: where the system can, the whole folder in one stroke (`exchange`); elsewhere each file whole,
//! the manifest last, so that a folder with a manifest holds one finished run and nothing of any
//! other. Knows nothing of what is in the files.

mod exchange;
mod hidden;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use hidden::Hidden;

/// The file that says which run a folder holds.
pub const MANIFEST: &str = "manifest.json";
/// What our own hidden files begin with; a folder with nothing else counts as empty.
const HIDDEN: &str = ".wardflow-";
const LOCK: &str = ".wardflow-lock";
/// Stands for the manifest while files are moved in, so that a run cut off just then is known.
const MOVING: &str = ".wardflow-moving";

/// Why a folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is, or holds, something that must not be replaced unasked.
    #[error("{path} {what}", path = path.display())]
    Refused {
        /// The folder.
        path: PathBuf,
        /// What it holds, and what to do.
        what: String,
    },
    /// The system refused.
    #[error("cannot {what} {path}: {source}", path = path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn io_error(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    move |source| FolderError::Io { what, path: path.to_owned(), source }
}

/// A folder about to be written.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    fingerprint: String,
    force: bool,
    hidden: Hidden,
    names: Vec<String>,
}

/// What a folder holds.
enum Holds {
    Nothing,
    Run { fingerprint: String, files: Vec<String> },
    Other,
}

impl Folder {
    /// Looks whether a run of this fingerprint may go to `path`, and makes a hidden place for its
    /// files. Nothing is made at `path` yet.
    pub fn prepare(path: &Path, fingerprint: &str, force: bool) -> Result<Self, FolderError> {
        may_replace(path, fingerprint, force)?;
        let hidden = Hidden::near(path)?;
        let (path, fingerprint) = (path.to_owned(), fingerprint.to_owned());
        Ok(Self { path, fingerprint, force, hidden, names: Vec::new() })
    }

    /// Adds a file; `name` may hold folders, as in `charts/delay.svg`.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        put(&self.hidden.files().join(name), bytes)?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// The fingerprint of what is to be held.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The files added so far, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the files will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds the manifest and moves everything into place, instead of the files of the run that was
    /// there. Two runs that finish at once wait for each other.
    pub fn finish(mut self, manifest: &[u8]) -> Result<PathBuf, FolderError> {
        self.add(MANIFEST, manifest)?;
        fs::create_dir_all(&self.path).map_err(io_error("make", &self.path))?;
        let held = hold(&self.path).map_err(io_error("lock", &self.path))?;
        let moved = self.replace();
        drop(held);
        moved.map(|()| self.path)
    }

    fn replace(&self) -> Result<(), FolderError> {
        // Once more: another run may have come first.
        let old = match may_replace(&self.path, &self.fingerprint, self.force)? {
            Holds::Run { files, .. } => files,
            Holds::Nothing | Holds::Other => Vec::new(),
        };
        if exchange::in_one_stroke(self.hidden.files(), &self.path, &old) {
            return Ok(());
        }
        let files: Vec<&String> = self.names.iter().chain(&old).collect();
        let moving = json!({ "fingerprint": self.fingerprint, "files": files }).to_string();
        put(&self.hidden.files().join(MOVING), moving.as_bytes())?;
        self.move_in(MOVING)?;
        match fs::remove_file(self.path.join(MANIFEST)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(io_error("replace", &self.path)(e)),
            _ => {}
        }
        for name in old.iter().filter(|name| !self.names.contains(name) && stays_inside(name)) {
            let stale = self.path.join(name);
            let _ = fs::remove_file(&stale);
            // Goes only if it is empty now.
            let _ = stale.parent().filter(|parent| *parent != self.path).map(fs::remove_dir);
        }
        for name in &self.names {
            self.move_in(name)?;
        }
        let _ = fs::remove_file(self.path.join(MOVING));
        // Makes the new names last on systems where a folder can be synced.
        let _ = File::open(&self.path).and_then(|folder| folder.sync_all());
        Ok(())
    }

    fn move_in(&self, name: &str) -> Result<(), FolderError> {
        let (from, to) = (self.hidden.files().join(name), self.path.join(name));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(io_error("make", parent))?;
        }
        fs::rename(&from, &to).map_err(io_error("write", &to))
    }
}

/// Writes one file, whole or not at all. A file that is there is replaced if it begins with `ours`, or
/// with `force`.
pub fn write_file(path: &Path, bytes: &[u8], ours: &[u8], force: bool) -> Result<(), FolderError> {
    let refused = |what: &str| Err(FolderError::Refused { path: path.to_owned(), what: what.to_owned() });
    if path.is_dir() {
        return refused("is a folder; name a file");
    }
    if path.exists() && !force {
        let mut start = vec![0; ours.len()];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
        if ours.is_empty() || read.is_err() || start != ours {
            return refused("is another file; name a new one, or add --force to replace it");
        }
    }
    let near = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(near).map_err(io_error("make", near))?;
    let hidden =
        tempfile::Builder::new().prefix(HIDDEN).tempdir_in(near).map_err(io_error("write into", near))?;
    let made = hidden.path().join("file");
    put(&made, bytes)?;
    fs::rename(&made, path).map_err(io_error("write", path))
}

/// Writes a file down to the disk.
fn put(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(io_error("make", parent))?;
    }
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(io_error("write", path))
}

/// What the folder holds, where it may be replaced.
fn may_replace(path: &Path, fingerprint: &str, force: bool) -> Result<Holds, FolderError> {
    let refused = |what: &str| Err(FolderError::Refused { path: path.to_owned(), what: what.to_owned() });
    let holds = look(path).map_err(io_error("read", path))?;
    match &holds {
        Holds::Nothing => {}
        _ if !path.is_dir() => return refused("is a file; name a folder"),
        _ if force => {}
        Holds::Run { fingerprint: other, .. } if other == fingerprint => {}
        Holds::Run { .. } => {
            return refused(
                "holds a run of another scenario or of other settings; name another folder, or add --force to replace it",
            );
        }
        Holds::Other => {
            return refused(
                "holds files that are not of a finished run; name another folder, or add --force to write into it",
            );
        }
    }
    Ok(holds)
}

fn look(path: &Path) -> io::Result<Holds> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Holds::Nothing),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => return Ok(Holds::Other),
        Err(e) => return Err(e),
    };
    let mut empty = true;
    for entry in entries {
        empty &= entry?.file_name().to_string_lossy().starts_with(HIDDEN);
    }
    if empty {
        return Ok(Holds::Nothing);
    }
    let read = |name| serde_json::from_slice::<Value>(&fs::read(path.join(name)).ok()?).ok();
    // The manifest twice: it may have come into place while we looked for what stands for it.
    let Some(manifest) = [MANIFEST, MOVING, MANIFEST].into_iter().find_map(read) else {
        return Ok(Holds::Other);
    };
    let Some(fingerprint) = manifest["fingerprint"].as_str() else { return Ok(Holds::Other) };
    let files = manifest["files"].as_array().into_iter().flatten();
    Ok(Holds::Run {
        fingerprint: fingerprint.to_owned(),
        files: files.filter_map(|f| f.as_str().map(str::to_owned)).collect(),
    })
}

/// Whether a name in a manifest, which anybody may have edited, stays inside the folder.
fn stays_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Waits until nobody else moves files into this folder; for as long as the result lives, others
/// wait for us. The system
/// lets go of it where a run is cut off.
fn hold(folder: &Path) -> io::Result<File> {
    // Not every system locks folders; there a hidden file stays. It must not be removed: somebody
    // may be waiting for it.
    let file = if cfg!(unix) { File::open(folder)? } else { File::create(folder.join(LOCK))? };
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(fingerprint: &str, files: &[&str]) -> Vec<u8> {
        serde_json::json!({ "fingerprint": fingerprint, "files": files }).to_string().into_bytes()
    }

    fn write(path: &Path, fingerprint: &str, force: bool, files: &[&str]) -> Result<PathBuf, FolderError> {
        let mut folder = Folder::prepare(path, fingerprint, force)?;
        for name in files {
            folder.add(name, fingerprint.as_bytes())?;
        }
        folder.finish(&manifest(fingerprint, files))
    }

    fn held(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path)
            .into_iter()
            .flatten()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_absent_folder_is_made_with_its_parents() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("a/b");
        write(&out, "f1", false, &["results.json", "charts/x.svg"]).unwrap();
        assert_eq!(held(&out), ["charts", "manifest.json", "results.json"]);
        assert_eq!(held(place.path()), ["a"], "nothing hidden is left");
    }

    #[test]
    fn a_run_that_does_not_finish_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("a/b");
        let mut folder = Folder::prepare(&out, "f1", false).unwrap();
        folder.add("results.json", b"{}").unwrap();
        drop(folder);
        assert!(held(place.path()).is_empty());
    }

    #[test]
    fn an_unfinished_run_leaves_the_finished_one_that_was_there() {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), "f1", false, &["results.json"]).unwrap();
        let mut folder = Folder::prepare(place.path(), "f1", false).unwrap();
        folder.add("results.json", b"half").unwrap();
        drop(folder);
        assert_eq!(fs::read(place.path().join("results.json")).unwrap(), b"f1");
        assert_eq!(held(place.path()), ["manifest.json", "results.json"]);
    }

    #[test]
    fn the_same_run_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), "f1", false, &["results.json", "charts/x.svg"]).unwrap();
        fs::write(place.path().join("my notes.txt"), "mine").unwrap();
        write(place.path(), "f1", false, &["results.json"]).unwrap();
        assert_eq!(held(place.path()), ["manifest.json", "my notes.txt", "results.json"]);
    }

    #[test]
    fn another_run_is_refused_without_force_and_does_not_mix_with_it() {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), "f1", false, &["results.json", "daily.csv"]).unwrap();
        let refused = write(place.path(), "f2", false, &["results.json"]).unwrap_err();
        assert!(matches!(refused, FolderError::Refused { .. }), "{refused}");
        assert_eq!(fs::read(place.path().join("results.json")).unwrap(), b"f1");
        write(place.path(), "f2", true, &["results.json"]).unwrap();
        assert_eq!(held(place.path()), ["manifest.json", "results.json"]);
    }

    #[test]
    fn a_folder_of_other_things_is_refused_and_a_file_even_with_force() {
        let place = tempfile::tempdir().unwrap();
        let note = place.path().join("thesis.txt");
        fs::write(&note, "years of work").unwrap();
        assert!(matches!(write(place.path(), "f1", false, &["a"]), Err(FolderError::Refused { .. })));
        assert!(matches!(write(&note, "f1", true, &["a"]), Err(FolderError::Refused { .. })));
        write(place.path(), "f1", true, &["a"]).unwrap();
        assert_eq!(fs::read_to_string(note).unwrap(), "years of work");
    }

    #[test]
    fn a_run_that_comes_second_to_an_empty_folder_is_refused_at_the_end() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let late = Folder::prepare(&out, "f2", false).unwrap();
        write(&out, "f1", false, &["results.json"]).unwrap();
        assert!(matches!(late.finish(&manifest("f2", &[])), Err(FolderError::Refused { .. })));
        assert_eq!(held(&out), ["manifest.json", "results.json"]);
    }

    #[test]
    fn runs_that_finish_at_once_do_not_mix() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let files: Vec<String> = (0..40).map(|i| format!("{i}.csv")).collect();
        std::thread::scope(|scope| {
            for run in 0..6 {
                let (out, files) = (&out, &files);
                scope.spawn(move || {
                    let mut folder = Folder::prepare(out, "f1", false).unwrap();
                    for name in files {
                        folder.add(name, format!("run {run}").as_bytes()).unwrap();
                    }
                    folder.finish(&manifest("f1", &[])).unwrap();
                });
            }
        });
        let first = fs::read(out.join("0.csv")).unwrap();
        for name in &files {
            assert_eq!(fs::read(out.join(name)).unwrap(), first, "{name}");
        }
        assert!(out.join(MANIFEST).exists() && !out.join(MOVING).exists());
    }

    #[test]
    fn a_run_cut_off_while_it_was_moved_in_is_cleared_by_the_next() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join(MOVING), manifest("f1", &["a.csv", "b.csv"])).unwrap();
        fs::write(place.path().join("a.csv"), "half a run").unwrap();
        assert!(matches!(write(place.path(), "f2", false, &["b.csv"]), Err(FolderError::Refused { .. })));
        write(place.path(), "f1", false, &["b.csv"]).unwrap();
        assert_eq!(held(place.path()), ["b.csv", "manifest.json"]);
    }

    #[test]
    fn a_manifest_cannot_make_us_remove_files_elsewhere() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let outside = place.path().join("outside.txt");
        fs::write(&outside, "keep").unwrap();
        fs::create_dir(&out).unwrap();
        let absolute = outside.to_string_lossy().into_owned();
        fs::write(out.join(MANIFEST), manifest("f1", &["../outside.txt", &absolute])).unwrap();
        write(&out, "f1", false, &["a"]).unwrap();
        assert!(outside.exists());
    }
}
