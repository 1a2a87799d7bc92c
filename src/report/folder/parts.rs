//! What all that is done with a folder shares: the names of our own files, why it was not done, and how a
//! file is written down.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file that says which run a folder holds.
pub const MANIFEST: &str = "manifest.json";
/// What our own hidden files begin with; a folder with nothing else counts as empty.
pub const HIDDEN: &str = ".wardflow-";
/// Stands for the manifest while files are moved in, so that a run cut off just then is known.
pub const MOVING: &str = ".wardflow-moving";

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

/// Of what the system says: what was tried, and with which file or folder.
pub fn io_error(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    move |source| FolderError::Io { what, path: path.to_owned(), source }
}

/// Refuses a folder for what it holds.
pub fn refused<T>(path: &Path, what: impl Into<String>) -> Result<T, FolderError> {
    Err(FolderError::Refused { path: path.to_owned(), what: what.into() })
}

/// Writes a file down to the disk.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(io_error("make", parent))?;
    }
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(io_error("write", path))
}
