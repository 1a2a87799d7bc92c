//! Plain files, read up to a bound: the one way in which anything of ours opens a file to read it. Knows no
//! format.

use std::fs::{File, FileType, Metadata};
use std::io::Read as _;
use std::path::Path;
use std::{fs, io};

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

/// Why a file cannot be read, in a person's words.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    }
}
