//! What a folder holds, by its manifest, which anybody may have edited: whether another run may be put
//! in its place, and which of its files a run of ours wrote.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::inside::Inside;
use super::parts::{FolderError, HIDDEN, MANIFEST, MOVING, io_error, refused};
use super::read::Read;
use super::request::{Identity, Request};
use crate::scenario::read_at_most;

/// The largest manifest. The scenario stands in it, and takes five times the space of its file there.
const LARGEST: usize = 64 << 20;

/// What a folder holds.
#[derive(Debug)]
pub enum Holds {
    /// Nothing, or there is no such folder.
    Nothing,
    /// A run.
    Run(Held),
    /// Something else.
    Other,
}

/// A run as its manifest tells of it.
#[derive(Debug)]
pub struct Held {
    fingerprint: String,
    request: Option<Request>,
    files: Vec<String>,
    /// What each file may hold: one hash, or several where a run was cut off while it was moved in.
    hashes: Vec<(String, Vec<String>)>,
}

impl Holds {
    /// The files that the manifest names.
    pub fn files(&self) -> &[String] {
        match self {
            Self::Run(held) => &held.files,
            Self::Nothing | Self::Other => &[],
        }
    }

    /// Names and hashes of files.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        let held = match self {
            Self::Run(held) => Some(held),
            Self::Nothing | Self::Other => None,
        };
        let all = held.into_iter().flat_map(|held| &held.hashes);
        all.flat_map(|(name, each)| each.iter().map(|hash| (name.as_str(), hash.as_str())))
    }

    /// The files that a run of ours wrote and that nobody has changed since: plain files in the folder
    /// that hold what the manifest says of them. A name alone proves nothing, as anybody may write it.
    pub fn unchanged(&self, inside: &Inside) -> Vec<String> {
        let mut hashes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, hash) in self.hashes() {
            hashes.entry(name).or_default().push(hash);
        }
        // Each is looked at once, however often it is named.
        let named =
            self.files().iter().filter_map(|name| hashes.remove(name.as_str()).map(|known| (name, known)));
        let is_ours = |(name, known): &(&String, Vec<&str>)| {
            inside.hash(name).is_ok_and(|hash| known.contains(&hash.as_str()))
        };
        named.filter(is_ours).map(|(name, _)| name.clone()).collect()
    }
}

/// Whether the folder holds a run of this fingerprint of which something else was asked.
pub fn another_request(path: &Path, run: &Identity) -> bool {
    let Ok(Holds::Run(held)) = look(path) else { return false };
    held.fingerprint == run.fingerprint && held.request.is_some_and(|request| request != run.request)
}

/// What the folder holds, where it may be replaced.
pub fn may_replace(path: &Path, run: &Identity, force: bool) -> Result<Holds, FolderError> {
    match fs::metadata(path) {
        Ok(there) if there.is_file() => return refused(path, "is a file; name a folder"),
        Ok(there) if !there.is_dir() => return refused(path, "is not a folder; name one"),
        Err(_) if fs::symlink_metadata(path).is_ok() => {
            return refused(path, "is a link to what is not there; name a folder");
        }
        _ => {}
    }
    let holds = look(path).map_err(io_error("read", path))?;
    match &holds {
        Holds::Other if !force => refused(
            path,
            "holds files that are not of a finished run; name another folder, or add --force to write into it",
        ),
        Holds::Run(held) if !force && held.fingerprint != run.fingerprint => refused(
            path,
            "holds a run of another scenario or of other settings; name another folder, or add --force to replace it",
        ),
        Holds::Run(Held { request: Some(other), .. }) if !force && *other != run.request => refused(
            path,
            format!(
                "holds a run of {}, and this is one of {}; name another folder, or add --force to replace it",
                other.words(),
                run.request.words()
            ),
        ),
        _ => Ok(holds),
    }
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
    let inside = Inside::open(path)?;
    let read = |name| {
        let bytes = inside.plain(name).and_then(|file| read_at_most(file, LARGEST)).ok()?;
        serde_json::from_slice::<Read>(&bytes).ok()
    };
    // The manifest twice: it may have come into place while we looked for what stands for it.
    let Some(manifest) = [MANIFEST, MOVING, MANIFEST].into_iter().find_map(read) else {
        return Ok(Holds::Other);
    };
    let request = manifest.request();
    let Read { fingerprint, files, hashes, .. } = manifest;
    Ok(Holds::Run(Held { fingerprint, request, files: files.0, hashes: hashes.0 }))
}
