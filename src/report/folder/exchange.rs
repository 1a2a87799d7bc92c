//! One folder put in the place of another in one stroke, so that whoever looks, and whoever is killed
//! in between, finds the old run whole or the new one.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::parts::{HIDDEN, MANIFEST, MOVING};

/// Puts `new` in the place of `old`, with what others have put into `old`: all but the files in `gone`.
/// The folder keeps its owner, group and rights. Whether it did: not where the system cannot, nor where
/// `old` is the folder that we work in, which has to stay what it is, nor where nobody may write to it.
pub fn in_one_stroke(new: &Path, old: &Path, gone: &[String]) -> bool {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(place), Ok(here)) = (old.canonicalize(), here) else { return false };
    if here.starts_with(&place) || !keep_others(&place, new, gone).unwrap_or(false) {
        return false;
    }
    if keep_rights(&place, new).is_err() || exchanged(new, &place).is_err() {
        return false;
    }
    // Makes the new names last on systems where a folder can be synced.
    for folder in [Some(place.as_path()), place.parent()].into_iter().flatten() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    true
}

/// Gives a new folder the owner, group and rights of an old one. Fails where we may not, and where the
/// old one is not to be written to: then what is done has to be done in the old one, or not at all.
fn keep_rights(old: &Path, new: &Path) -> io::Result<()> {
    let rights = fs::metadata(old)?;
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        use std::os::unix::fs::{MetadataExt, chown};
        access(old, Access::WRITE_OK | Access::EXEC_OK)?;
        let made = fs::metadata(new)?;
        if (made.uid(), made.gid()) != (rights.uid(), rights.gid()) {
            chown(new, Some(rights.uid()), Some(rights.gid()))?;
        }
    }
    fs::set_permissions(new, rights.permissions())
}

/// Gives what is not gone a second name in the new folder. Whether all could be: links and
/// devices cannot, nor what the new run has a name for.
fn keep_others(old: &Path, new: &Path, gone: &[String]) -> io::Result<bool> {
    let (mut ahead, mut kept) = (vec![String::new()], Vec::new());
    while let Some(below) = ahead.pop() {
        for entry in fs::read_dir(old.join(&below))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { return Ok(false) };
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                // The hidden place of a run that is at work.
                if name.starts_with(HIDDEN) {
                    return Ok(false);
                }
                let (to, within) = (new.join(&name), entry.path());
                let only_gone = gone.iter().any(|file| Path::new(file).starts_with(&name));
                if !only_gone {
                    fs::create_dir_all(&to)?;
                }
                ahead.push(name);
                kept.push((within, to));
                continue;
            }
            let to = new.join(&name);
            if name == MANIFEST || name == MOVING || gone.contains(&name) || to.exists() {
                continue;
            }
            if !kind.is_file() {
                return Ok(false);
            }
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::hard_link(entry.path(), to)?;
        }
    }
    // Last, as a folder may be closed to writing.
    for (within, to) in kept.into_iter().rev().filter(|(_, to)| to.is_dir()) {
        keep_rights(&within, &to)?;
    }
    Ok(true)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchanged(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchanged(_new: &Path, _old: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_run_takes_the_place_of_the_old_one_and_the_files_of_others_stay() {
        let place = tempfile::tempdir().unwrap();
        let (new, old) = (place.path().join("new"), place.path().join("old"));
        for (file, text) in
            [("old/a.csv", "1"), ("old/charts/b.svg", "1"), ("old/charts/mine.txt", "x"), ("new/a.csv", "2")]
        {
            let file = place.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let done = in_one_stroke(&new, &old, &["a.csv".to_owned(), "charts/b.svg".to_owned()]);
        if !done {
            // A file system without the call; the slow way is tested with the folder.
            return;
        }
        assert_eq!(fs::read_to_string(old.join("a.csv")).unwrap(), "2");
        assert_eq!(fs::read_to_string(old.join("charts/mine.txt")).unwrap(), "x");
        assert!(!old.join("charts/b.svg").exists());
        assert_eq!(fs::read_to_string(new.join("a.csv")).unwrap(), "1", "the old run, whole, to be removed");
    }
}
