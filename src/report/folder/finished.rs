//! The folder of a finished study, opened again: to read what it holds, and to put files beside it that are made from
//! it. Its manifest knows these as well.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::hidden::Hidden;
use super::inside::{Inside, There};
use super::parts::{FolderError, MANIFEST, io_error, put, refused};
use crate::report::json::text;
use crate::scenario::read_at_most;

/// The largest file that is read.
const LARGEST: usize = 256 << 20;

/// A finished study.
#[derive(Debug)]
pub struct Finished {
    path: PathBuf,
    inside: Inside,
    manifest: Map<String, Value>,
}

impl Finished {
    /// Opens the folder.
    ///
    /// # Errors
    /// Where it holds no finished study, or its manifest cannot be read.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        if !path.is_dir() {
            return refused(
                path,
                "is no folder; name the folder of a finished study, as a command prints it last",
            );
        }
        let inside = Inside::open(path).map_err(io_error("read", path))?;
        let told = inside.plain(MANIFEST).and_then(|file| read_at_most(file, LARGEST));
        let Ok(bytes) = told else {
            return refused(path, format!("has no {MANIFEST}; name the folder of a finished study"));
        };
        let Ok(Value::Object(manifest)) = serde_json::from_slice(&bytes) else {
            return refused(path, format!("has a {MANIFEST} that is none; repeat the study"));
        };
        Ok(Self { path: path.to_owned(), inside, manifest })
    }

    /// What the manifest says.
    pub fn manifest(&self) -> &Map<String, Value> {
        &self.manifest
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the study's files, as the manifest has them.
    pub fn names(&self) -> Vec<&str> {
        let files = self.manifest.get("files").and_then(Value::as_array);
        files.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// A file of the study.
    ///
    /// # Errors
    /// Where it is not there, is no plain file or cannot be read.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, FolderError> {
        match self.inside.plain(name).and_then(|file| read_at_most(file, LARGEST)) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => refused(
                &self.path,
                format!("has no {name}; repeat the study with this version of the program, which writes one"),
            ),
            Err(error) => Err(io_error("read", &self.path.join(name))(error)),
        }
    }

    /// Whether a file still holds what the study wrote.
    pub fn is_as_written(&self, name: &str) -> bool {
        let known = self.manifest.get("hashes").and_then(|hashes| hashes.get(name)).and_then(Value::as_str);
        known.is_some_and(|known| self.inside.hash(name).is_ok_and(|hash| hash == known))
    }

    /// Puts files into the folder, each whole or not at all, and then the manifest that knows them.
    ///
    /// # Errors
    /// Where something else than a plain file stands at a name, or the system refuses.
    pub fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), FolderError> {
        let hidden = Hidden::inside(&self.path).map_err(io_error("write into", &self.path))?;
        for (name, _) in files {
            if let There::Other(what) = self.inside.look(name) {
                return refused(&self.path, format!("holds {what}, which is not a plain file; move it away"));
            }
        }
        let take = |name: &str, bytes: &[u8]| {
            let made = hidden.files().join("made");
            put(&made, bytes)?;
            self.inside.take(&made, name).map_err(io_error("write", &self.path.join(name)))
        };
        let hashes = self.manifest.entry("hashes").or_insert_with(|| json!({}));
        for (name, bytes) in files {
            if let Value::Object(hashes) = hashes {
                hashes.insert(name.clone(), blake3::hash(bytes).to_hex().to_string().into());
            }
        }
        let names = self.manifest.entry("files").or_insert_with(|| json!([]));
        if let Value::Array(names) = names {
            for (name, _) in files {
                if !names.iter().any(|known| known == name) {
                    let last = names.iter().position(|known| known == MANIFEST).unwrap_or(names.len());
                    names.insert(last, name.clone().into());
                }
            }
        }
        for (name, bytes) in files {
            take(name, bytes)?;
        }
        take(MANIFEST, text(&Value::Object(self.manifest.clone())).as_bytes())
    }
}
