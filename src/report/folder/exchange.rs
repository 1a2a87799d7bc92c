//! One folder put in the place of another in one stroke, so that whoever looks, and whoever is killed
//! in between, finds the old run whole or the new one.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{HIDDEN, MANIFEST, MOVING};

/// Puts `new` in the place of `old`, with what others have put into `old` beside the files of the run
/// that was there. Whether it did: not where the system cannot, nor where `old` is the folder that
/// we work in, which has to stay what it is.
pub fn in_one_stroke(new: &Path, old: &Path, of_old_run: &[String]) -> bool {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(place), Ok(here)) = (old.canonicalize(), here) else { return false };
    if here.starts_with(&place) || !keep_others(&place, new, of_old_run).unwrap_or(false) {
        return false;
    }
    let rights = fs::metadata(&place).and_then(|old| fs::set_permissions(new, old.permissions()));
    if rights.is_err() || exchanged(new, &place).is_err() {
        return false;
    }
    // Makes the new names last on systems where a folder can be synced.
    for folder in [Some(place.as_path()), place.parent()].into_iter().flatten() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    true
}

/// Gives what is not the old run's a second name in the new folder. Whether all could be: links and
/// devices cannot, nor what the new run has a name for.
fn keep_others(old: &Path, new: &Path, of_old_run: &[String]) -> io::Result<bool> {
    let mut ahead = vec![String::new()];
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
                if !of_old_run.iter().any(|file| Path::new(file).starts_with(&name)) {
                    fs::create_dir_all(new.join(&name))?;
                }
                ahead.push(name);
                continue;
            }
            let to = new.join(&name);
            if name == MANIFEST || name == MOVING || of_old_run.contains(&name) || to.exists() {
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
