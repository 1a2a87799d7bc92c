//! What is done in a folder that others may write to as well: no step goes through a link, whoever put
//! it there and when. Names have `/` between their parts and lead nowhere but down. Where the system
//! can, each part is opened from the one above it; elsewhere it is looked at first.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path};

use crate::scenario::must_be_plain;

/// What stands at a name.
#[derive(Debug)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A plain file.
    File,
    /// Something else, or something else on the way there: its name.
    Other(String),
}

/// A folder.
#[derive(Debug)]
pub struct Inside {
    folder: system::Folder,
}

impl Inside {
    /// Opens a folder; a link to one is followed, as somebody named it.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { folder: system::Folder::root(path)? })
    }

    /// What stands at this name.
    pub fn look(&self, name: &str) -> There {
        let Ok(parts) = parts(name) else { return There::Other(name.to_owned()) };
        let (last, above) = (parts[parts.len() - 1], &parts[..parts.len() - 1]);
        let mut held = None;
        for (i, part) in above.iter().enumerate() {
            match held.as_ref().unwrap_or(&self.folder).below(part) {
                Ok(next) => held = Some(next),
                Err(e) if e.kind() == io::ErrorKind::NotFound => return There::Nothing,
                Err(_) => return There::Other(parts[..=i].join("/")),
            }
        }
        match held.as_ref().unwrap_or(&self.folder).is_plain(last) {
            Ok(true) => There::File,
            Err(e) if e.kind() == io::ErrorKind::NotFound => There::Nothing,
            _ => There::Other(name.to_owned()),
        }
    }

    /// A plain file, opened for reading.
    pub fn plain(&self, name: &str) -> io::Result<File> {
        self.at(name, false, |folder, last| {
            // Looked at first, as opening a device may do something, and again once it is open.
            if !folder.is_plain(last)? {
                return Err(io::Error::other("this is not a plain file"));
            }
            let file = folder.open(last)?;
            must_be_plain(&file.metadata()?)?;
            Ok(file)
        })
    }

    /// The hash (BLAKE3) of what a plain file holds.
    pub fn hash(&self, name: &str) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(self.plain(name)?)?;
        Ok(hasher.finalize().to_hex().to_string())
    }

    /// Moves a file here from elsewhere on the same disk; folders on the way are made.
    pub fn take(&self, from: &Path, name: &str) -> io::Result<()> {
        self.at(name, true, |folder, last| folder.take(from, last))
    }

    /// Removes a file, and the folders that are then empty.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        self.at(name, false, system::Folder::remove)?;
        let mut rest = name;
        while let Some((above, _)) = rest.rsplit_once('/') {
            if self.at(above, false, system::Folder::remove_empty).is_err() {
                break;
            }
            rest = above;
        }
        Ok(())
    }

    /// What `work` does in the folder of this name with the last part of it.
    fn at<T>(
        &self,
        name: &str,
        make: bool,
        work: impl FnOnce(&system::Folder, &str) -> io::Result<T>,
    ) -> io::Result<T> {
        let parts = parts(name)?;
        let (last, above) = (parts[parts.len() - 1], &parts[..parts.len() - 1]);
        let mut held = None;
        for part in above {
            let folder = held.as_ref().unwrap_or(&self.folder);
            let next = match folder.below(part) {
                Err(e) if make && e.kind() == io::ErrorKind::NotFound => {
                    folder.make(part)?;
                    folder.below(part)?
                }
                next => next?,
            };
            held = Some(next);
        }
        work(held.as_ref().unwrap_or(&self.folder), last)
    }
}

/// The parts of a name, which anybody may have typed; at least one.
fn parts(name: &str) -> io::Result<Vec<&str>> {
    let all: Vec<&str> = name.split('/').collect();
    let plain = |part: &&str| {
        let mut components = Path::new(part).components();
        matches!(components.next(), Some(Component::Normal(whole)) if whole.to_str() == Some(*part))
            && components.next().is_none()
            && !part.contains('\0')
    };
    if all.iter().all(plain) { Ok(all) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

#[cfg(unix)]
mod system {
    use std::os::fd::OwnedFd;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, mkdirat, openat, renameat, statat, unlinkat};

    use super::{File, Path, fs, io};

    #[derive(Debug)]
    pub struct Folder(OwnedFd);

    impl Folder {
        pub fn root(path: &Path) -> io::Result<Self> {
            let file = File::open(path)?;
            if !file.metadata()?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            Ok(Self(file.into()))
        }

        pub fn below(&self, part: &str) -> io::Result<Self> {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            Ok(Self(openat(&self.0, part, flags, Mode::empty())?))
        }

        pub fn make(&self, part: &str) -> io::Result<()> {
            Ok(mkdirat(&self.0, part, Mode::from_raw_mode(0o777))?)
        }

        pub fn is_plain(&self, part: &str) -> io::Result<bool> {
            let there = statat(&self.0, part, AtFlags::SYMLINK_NOFOLLOW)?;
            Ok(FileType::from_raw_mode(there.st_mode) == FileType::RegularFile)
        }

        pub fn open(&self, part: &str) -> io::Result<File> {
            let flags =
                OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            Ok(fs::File::from(openat(&self.0, part, flags, Mode::empty())?))
        }

        pub fn take(&self, from: &Path, part: &str) -> io::Result<()> {
            Ok(renameat(CWD, from, &self.0, part)?)
        }

        pub fn remove(&self, part: &str) -> io::Result<()> {
            Ok(unlinkat(&self.0, part, AtFlags::empty())?)
        }

        pub fn remove_empty(&self, part: &str) -> io::Result<()> {
            Ok(unlinkat(&self.0, part, AtFlags::REMOVEDIR)?)
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::path::PathBuf;

    use super::{File, Path, fs, io};

    #[derive(Debug)]
    pub struct Folder(PathBuf);

    impl Folder {
        pub fn root(path: &Path) -> io::Result<Self> {
            if !fs::metadata(path)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            Ok(Self(path.to_owned()))
        }

        pub fn below(&self, part: &str) -> io::Result<Self> {
            let path = self.0.join(part);
            // Links, those between disks too, are no folders.
            if !fs::symlink_metadata(&path)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            Ok(Self(path))
        }

        pub fn make(&self, part: &str) -> io::Result<()> {
            fs::create_dir(self.0.join(part))
        }

        pub fn is_plain(&self, part: &str) -> io::Result<bool> {
            Ok(fs::symlink_metadata(self.0.join(part))?.is_file())
        }

        pub fn open(&self, part: &str) -> io::Result<File> {
            fs::File::open(self.0.join(part))
        }

        pub fn take(&self, from: &Path, part: &str) -> io::Result<()> {
            fs::rename(from, self.0.join(part))
        }

        pub fn remove(&self, part: &str) -> io::Result<()> {
            fs::remove_file(self.0.join(part))
        }

        pub fn remove_empty(&self, part: &str) -> io::Result<()> {
            fs::remove_dir(self.0.join(part))
        }
    }
}
