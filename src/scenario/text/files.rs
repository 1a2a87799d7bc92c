//! The one way in which scenarios reach files: a port, so that nothing else knows whether they lie
//! in a folder, in memory or in the binary. See `document` for what is read.

use std::collections::BTreeMap;
use std::fs::{File, FileType, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::parse::LARGEST;

/// Where files are read from.
pub trait Files {
    /// The content of a file. The path is relative, with `/` between its parts.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The path of a file as people are told of it.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
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
}

/// A file that a person named, wherever it lies, and the folder that it stands in.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Opened<'a> {
    pub name: &'a str,
    pub file: &'a Path,
    pub folder: Folder,
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
}

/// The content of a plain file of at most so many bytes, whatever links lead to it. Everything that is
/// read goes through here: a pipe, a device or a socket may never end, and opening it may wait for
/// ever or do something, so it is never opened.
///
/// # Errors
/// What the system says; a file that is no plain one, or is larger.
pub fn read_plain(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    read_at_most(open_plain(path)?, most)
}

/// A plain file opened for reading.
///
/// # Errors
/// What the system says; a file that is no plain one.
pub fn open_plain(path: &Path) -> io::Result<File> {
    must_be_plain(&fs::metadata(path)?)?;
    let mut options = File::options();
    options.read(true);
    // Something else may have come into its place since: then opening must not wait.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits().cast_signed(),
    );
    let file = options.open(path)?;
    must_be_plain(&file.metadata()?)?;
    Ok(file)
}

/// All of an opened file, where that is at most so many bytes: some have no length until they end.
///
/// # Errors
/// What the system says; more than so many.
pub fn read_at_most(file: File, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::Error::other(format!("larger than {} MB", most >> 20)));
    }
    Ok(bytes)
}

/// Refuses folders and what is not held on a disk.
///
/// # Errors
/// What it is instead.
pub fn must_be_plain(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if metadata.is_file() {
        return Ok(());
    }
    let what = what_else(metadata.file_type());
    Err(io::Error::other(format!(
        "{what} is not a plain file; write what it gives to a file first, and name that"
    )))
}

/// What somebody would call that which is neither file nor folder.
fn what_else(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_symlink() { "a link" } else { "this" }
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
