//! The one way in which scenarios reach files: a port, so that nothing else knows whether they lie
//! in a folder, in memory or in the binary. See `document` for what is read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::fault::{Fault, Faults};
use super::node::Origin;
use super::parse::LARGEST;
use super::path::Path as Place;
use crate::base::near::nearest_file;
use crate::base::plain::read_plain;

/// Where files are read from.
pub trait Files {
    /// The content of a file. The path is relative, with `/` between its parts.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The path of a file as people are told of it.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }

    /// The path of another file, where it may be meant by one which is not there.
    fn near(&self, _path: &str) -> Option<String> {
        None
    }
}

/// Files of a folder and of those in it. A link that leads out of the folder is refused: who opens
/// somebody else's scenario opens what lies beside it, and nothing else.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let folder = if self.0.as_os_str().is_empty() { Path::new(".") } else { &self.0 };
        let file = folder.join(path).canonicalize()?;
        if !file.starts_with(folder.canonicalize()?) {
            return Err(io::Error::other("it is a link that leads out of this folder"));
        }
        read_plain(&file, LARGEST)
    }

    fn near(&self, path: &str) -> Option<String> {
        let near = nearest_file(&self.0.join(path))?;
        Some(renamed(path, &near))
    }
}

/// A file that a person named, wherever it lies, and the folder that it stands in.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Opened<'a> {
    pub name: &'a str,
    pub file: &'a Path,
    pub folder: Folder,
}

impl<'a> Opened<'a> {
    /// The file at this path.
    ///
    /// # Errors
    /// Where the path names no file.
    pub fn of(path: &'a Path) -> Result<Self, Faults> {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            let shown = path.to_string_lossy();
            let fault = Fault::new(&Origin::whole(&shown), &Place::root(), "this is not the name of a file");
            return Err(fault.into());
        };
        Ok(Self {
            name,
            file: path,
            folder: Folder(path.parent().map_or_else(PathBuf::new, Path::to_path_buf)),
        })
    }
}

impl Files for Opened<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if path == self.name { read_plain(self.file, LARGEST) } else { self.folder.read(path) }
    }

    /// As typed, and others from where that one lies.
    fn shown(&self, path: &str) -> String {
        let shown = if path == self.name { self.file.to_owned() } else { self.folder.0.join(path) };
        shown.to_string_lossy().into_owned()
    }

    fn near(&self, path: &str) -> Option<String> {
        self.folder.near(path)
    }
}

/// A path, `/` between its parts, to the file of another one's name.
pub fn renamed(path: &str, other: &str) -> String {
    let name = other.rsplit(std::path::is_separator).next().unwrap_or(other);
    path.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// Files held in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, String>);

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The path of a file named in another one, from the folder of that other one; `None` if it leaves
/// that folder.
pub fn beside(naming: &str, named: &str) -> Option<String> {
    if named.is_empty() || named.contains(['\\', ':', '\0']) || named.starts_with('/') {
        return None;
    }
    let mut inside: Vec<&str> = Vec::new();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                inside.pop()?;
            }
            part => inside.push(part),
        }
    }
    if inside.is_empty() {
        return None;
    }
    let folder = naming.rsplit_once('/').map(|(folder, _)| folder);
    let inside = inside.join("/");
    Some(folder.map_or_else(|| inside.clone(), |folder| format!("{folder}/{inside}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_beside_the_one_that_names_it() {
        assert_eq!(beside("winter.json", "base.json").as_deref(), Some("base.json"));
        assert_eq!(beside("a/b/winter.json", "data/../base.json").as_deref(), Some("a/b/base.json"));
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for named in
            ["../base.json", "a/../../b.json", "/etc/hosts", "c:/x.json", "..\\x.json", "", ".", "a/.."]
        {
            assert_eq!(beside("a/winter.json", named), None, "{named}");
        }
    }
}
