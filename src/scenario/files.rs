//! The one way in which scenarios reach files: a port, so that nothing else knows whether they lie
//! in a folder, in memory or in the binary. See `document` for what is read.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::parse::LARGEST;

/// Where files are read from.
pub trait Files {
    /// The content of a file. The path is relative, with `/` between its parts.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// Files of a folder and of those in it.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let path = self.0.join(path);
        // A file beyond the limit is not worth its memory.
        if std::fs::metadata(&path)?.len() > LARGEST as u64 {
            return Err(io::Error::other(format!("larger than {} MB", LARGEST >> 20)));
        }
        std::fs::read(path)
    }
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

/// Why a file cannot be read, in a person's words.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    }
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
