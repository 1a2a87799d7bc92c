//! One file that a person named, written whole or not at all. A device, a pipe or a folder is never
//! written to and never replaced.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::hidden::Hidden;
use super::parts::{FolderError, io_error, put, refused};
use crate::scenario::open_plain;

/// Writes one file, whole or not at all. A file that is there is replaced if it begins with `ours`, or
/// with `force`; a link to one stays, and what it leads to is replaced. Rights stay as they are.
pub fn write_file(path: &Path, bytes: &[u8], ours: &[u8], force: bool) -> Result<(), FolderError> {
    let there = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return refused(path, "is a folder; name a file"),
        Ok(there) if !there.is_file() => {
            return refused(
                path,
                "is a device or a pipe and is left alone; name a file, or leave --out away to write to stdout",
            );
        }
        Ok(there) => Some(there),
        Err(_) if fs::symlink_metadata(path).is_ok() => {
            return refused(path, "is a link to what is not there; name a file");
        }
        Err(_) => None,
    };
    if there.is_some() && !force {
        let mut start = vec![0; ours.len()];
        let read = open_plain(path).and_then(|mut file| file.read_exact(&mut start));
        if ours.is_empty() || read.is_err() || start != ours {
            return refused(path, "is another file; name a new one, or add --force to replace it");
        }
    }
    // A link is how the file was named, and stays.
    let place = match &there {
        Some(_) => path.canonicalize().map_err(io_error("read", path))?,
        None => path.to_owned(),
    };
    let near = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(near).map_err(io_error("make", near))?;
    let hidden = Hidden::inside(near).map_err(io_error("write into", near))?;
    let made = hidden.files().join("file");
    put(&made, bytes)?;
    if let Some(there) = there {
        let _ = fs::set_permissions(&made, there.permissions());
    }
    fs::rename(&made, &place).map_err(io_error("write", path))
}
