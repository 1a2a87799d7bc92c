//! The folder of a run. Files are made in a hidden place on the same disk and put in place at the
//! end: where the system can, the whole folder in one stroke (`exchange`); elsewhere each file whole,
//! the manifest last, so that a folder with a manifest holds one finished run and nothing of any
//! other. Nothing is written or removed through a link that lies in the folder, and nothing is removed
//! but what a run wrote and nobody has changed since. Knows nothing of what is in the files; `holds`
//! says what a folder holds, `inside` does what is done in one.

mod exchange;
mod finished;
mod hidden;
mod holds;
mod inside;
mod parts;
mod read;
mod request;
mod single;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::json::text;
pub use finished::Finished;
use hidden::Hidden;
pub use holds::another_request;
use holds::{Holds, may_replace};
use inside::{Inside, There};
pub use parts::{FolderError, MANIFEST};
use parts::{HIDDEN, MOVING, io_error, put, refused};
pub use request::{Identity, Request};
pub use single::write_file;

/// A folder about to be written.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    run: Identity,
    force: bool,
    hidden: Hidden,
    names: Vec<String>,
    hashes: BTreeMap<String, String>,
}

impl Folder {
    /// Looks whether this run may go to `path`, and makes a hidden place for its files. Nothing is
    /// made at `path` yet.
    pub fn prepare(path: &Path, run: Identity, force: bool) -> Result<Self, FolderError> {
        may_replace(path, &run, force)?;
        let hidden = Hidden::near(path)?;
        let path = path.to_owned();
        Ok(Self { path, run, force, hidden, names: Vec::new(), hashes: BTreeMap::new() })
    }

    /// Refuses where these files, and those in these folders (with `/` behind), will find no room: before any
    /// work is done. What comes into the folder later is found at the end.
    pub fn expects(&self, names: &[&str]) -> Result<(), FolderError> {
        if !self.path.is_dir() {
            return Ok(());
        }
        let old = may_replace(&self.path, &self.run, self.force)?;
        let inside = Inside::open(&self.path).map_err(io_error("read", &self.path))?;
        let own = self.names.iter().map(String::as_str).chain([MANIFEST, MOVING]);
        self.has_room(own.chain(names.iter().copied()), &inside, &old)
    }

    /// Adds a file; `name` may hold folders, as in `charts/delay.svg`.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        put(&self.hidden.files().join(name), bytes)?;
        self.names.push(name.to_owned());
        self.hashes.insert(name.to_owned(), blake3::hash(bytes).to_hex().to_string());
        Ok(())
    }

    /// The fingerprint of what is to be held.
    pub fn fingerprint(&self) -> &str {
        &self.run.fingerprint
    }

    /// The files added so far, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the files will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds the manifest, with what was asked and the hash of each file, and moves everything into
    /// place, instead of the files of the run that was there. Two runs that finish at once wait for
    /// each other.
    pub fn finish(mut self, mut manifest: Value) -> Result<PathBuf, FolderError> {
        manifest["request"] = self.run.request.json();
        manifest["hashes"] = json!(self.hashes);
        self.add(MANIFEST, text(&manifest).as_bytes())?;
        fs::create_dir_all(&self.path).map_err(io_error("make", &self.path))?;
        // The folder itself may be reached by a link: that is how it was named.
        let place = self.path.canonicalize().map_err(io_error("read", &self.path))?;
        let held = hold(&place).map_err(io_error("lock", &self.path))?;
        let moved = self.replace(&place);
        drop(held);
        moved.map(|()| self.path)
    }

    fn replace(&self, place: &Path) -> Result<(), FolderError> {
        // Once more: another run may have come first.
        let old = may_replace(&self.path, &self.run, self.force)?;
        let inside = Inside::open(place).map_err(io_error("read", &self.path))?;
        self.has_room(self.names.iter().map(String::as_str).chain([MOVING]), &inside, &old)?;
        let ours = old.unchanged(&inside);
        // Its rights are kept, and those of the files.
        for name in self.names() {
            let rights = inside.plain(name).and_then(|file| file.metadata());
            if let Ok(rights) = rights {
                let _ = fs::set_permissions(self.hidden.files().join(name), rights.permissions());
            }
        }
        if exchange::in_one_stroke(self.hidden.files(), place, &self.gone(&old, &ours)) {
            return Ok(());
        }
        self.one_by_one(&inside, &old, &ours)?;
        // Makes the new names last on systems where a folder can be synced.
        let _ = File::open(place).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// What of the old run does not stay: what it wrote, and what has a new file of its name.
    fn gone(&self, old: &Holds, ours: &[String]) -> Vec<String> {
        let replaced = old.files().iter().filter(|name| self.names.contains(name));
        ours.iter().chain(replaced).cloned().collect()
    }

    fn one_by_one(&self, inside: &Inside, old: &Holds, ours: &[String]) -> Result<(), FolderError> {
        let files: Vec<&String> = self.names.iter().chain(ours).collect();
        let mut hashes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, hash) in self.hashes.iter().map(|(n, h)| (n.as_str(), h.as_str())).chain(old.hashes()) {
            hashes.entry(name).or_default().push(hash);
        }
        let moving = json!({ "fingerprint": self.run.fingerprint, "request": self.run.request.json(),
                             "files": files, "hashes": hashes });
        put(&self.hidden.files().join(MOVING), moving.to_string().as_bytes())?;
        self.move_in(inside, MOVING)?;
        match inside.remove(MANIFEST) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(io_error("replace", &self.path)(e)),
            _ => {}
        }
        for name in ours.iter().filter(|name| !self.names.contains(name)) {
            let _ = inside.remove(name);
        }
        for name in &self.names {
            self.move_in(inside, name)?;
        }
        let _ = inside.remove(MOVING);
        Ok(())
    }

    fn move_in(&self, inside: &Inside, name: &str) -> Result<(), FolderError> {
        let from = self.hidden.files().join(name);
        inside.take(&from, name).map_err(io_error("write", &self.path.join(name)))
    }

    /// Refuses where a file of somebody else's, or anything but a plain file, has the name of one of
    /// ours. Nothing has been changed then.
    fn has_room<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        inside: &Inside,
        old: &Holds,
    ) -> Result<(), FolderError> {
        for name in names {
            if let Some(folder) = name.strip_suffix('/') {
                // Whatever is in it, it must be one.
                match inside.look(&format!("{folder}/{HIDDEN}")) {
                    There::Other(which) if which == folder => return self.no_room_for(&which),
                    _ => continue,
                }
            }
            let known = [MANIFEST, MOVING].contains(&name) || old.files().iter().any(|file| file == name);
            match inside.look(name) {
                There::Nothing => {}
                There::File if known || self.force => {}
                There::File => {
                    return refused(
                        &self.path,
                        format!(
                            "holds {name}, which the run there did not write; move it away, name another folder, or add --force to replace it"
                        ),
                    );
                }
                There::Other(which) => return self.no_room_for(&which),
            }
        }
        Ok(())
    }

    fn no_room_for(&self, which: &str) -> Result<(), FolderError> {
        refused(
            &self.path,
            format!(
                "holds {which}, which is not a plain file or folder of a run; move it away or name another folder"
            ),
        )
    }
}

/// Waits until nobody else moves files into this folder; for as long as the result lives, others
/// wait for us. The system lets go of it where a run is cut off.
#[cfg(unix)]
fn hold(folder: &Path) -> io::Result<File> {
    use std::os::unix::fs::MetadataExt;
    loop {
        let file = File::open(folder)?;
        file.lock()?;
        // Another run may have put its own folder here while we waited for this one.
        let (held, there) = (file.metadata()?, fs::metadata(folder)?);
        if (held.dev(), held.ino()) == (there.dev(), there.ino()) {
            return Ok(file);
        }
    }
}

/// The same where folders cannot be locked: there a hidden file stays. It must not be removed, as
/// somebody may be waiting for it.
#[cfg(not(unix))]
fn hold(folder: &Path) -> io::Result<File> {
    const LOCK: &str = ".wardflow-lock";
    let lock = folder.join(LOCK);
    if fs::symlink_metadata(&lock).is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::other(format!("{LOCK} is not a plain file")));
    }
    let file = File::options().write(true).create(true).truncate(false).open(lock)?;
    file.lock()?;
    Ok(file)
}
