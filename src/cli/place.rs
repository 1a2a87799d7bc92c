//! Where files go: the folder of the results, that of shards, and the file of what is unfinished.

use std::path::{Path, PathBuf};

use super::Exit;
use super::delivery::{CHARTS, RESULTS};
use super::flags::Common;
use super::messages::not_written;
use crate::report::folder::{Folder, Identity, another_request};

/// Where runs land without `--out`.
const OUTPUT: &str = "output";

/// The folder for the files of a run of this fingerprint: as typed, or by name and fingerprint. Where
/// that holds the same scenario with another seed or number of runs, these are named as well: what
/// nobody has named is not refused.
pub fn folder(common: &Common, name: &str, fingerprint: &str) -> Result<Folder, Exit> {
    let run = Identity { fingerprint: fingerprint.to_owned(), request: common.request() };
    let path = path(common, name, fingerprint);
    let draws = !common.charts.formats().is_empty();
    let usual = if draws { &[RESULTS, CHARTS][..] } else { &[RESULTS] };
    let prepared = Folder::prepare(&path, run, common.force);
    let with_room = prepared.and_then(|folder| folder.expects(usual).map(|()| folder));
    with_room.map_err(|error| not_written(&error))
}

/// Where that folder is.
pub fn path(common: &Common, name: &str, fingerprint: &str) -> PathBuf {
    let run = Identity { fingerprint: fingerprint.to_owned(), request: common.request() };
    common.out.clone().unwrap_or_else(|| {
        let stem = stem(name, fingerprint);
        let plain = Path::new(OUTPUT).join(&stem);
        if !common.force && another_request(&plain, &run) {
            return Path::new(OUTPUT).join(format!("{stem}-{}", run.request.stem()));
        }
        plain
    })
}

/// What files are called where nothing is typed: by name and fingerprint.
fn stem(name: &str, fingerprint: &str) -> String {
    format!("{}-{}", shortened(name), fingerprint.get(..8).unwrap_or(fingerprint))
}

/// A name that no system finds too long for that of a folder, whatever stands behind it. Cut in the middle,
/// as scenarios are told apart by how they begin, and commands by how they end.
fn shortened(name: &str) -> String {
    const BEGINNING: usize = 60;
    const END: usize = 20;
    if name.len() <= BEGINNING + END {
        return name.to_owned();
    }
    let between = |at: &usize| name.is_char_boundary(*at);
    let begins = (0..=BEGINNING).rev().find(between).unwrap_or(0);
    let ends = (name.len() - END..name.len()).find(between).unwrap_or(name.len());
    format!("{}-{}", &name[..begins], &name[ends..])
}

/// The file in which an unfinished command keeps what is finished: beside its folder, as typed. Without one it
/// names what was asked, whatever folder the results will go to.
pub fn unfinished(common: &Common, name: &str, fingerprint: &str) -> PathBuf {
    let named = |path: &Path| {
        let mut file = path.file_name()?.to_owned();
        file.push(".unfinished.json");
        Some(path.with_file_name(file))
    };
    let Some(out) = &common.out else {
        let (stem, asked) = (stem(name, fingerprint), common.request().stem());
        return Path::new(OUTPUT).join(format!("{stem}-{asked}.unfinished.json"));
    };
    // What ends in no name, as `.`, has one once it is followed.
    let followed = || named(&out.canonicalize().ok()?);
    named(out).or_else(followed).unwrap_or_else(|| PathBuf::from("wardflow.unfinished.json"))
}

/// The folder for shards: as typed, or beside where the results would be.
pub fn shards(common: &Common, name: &str, fingerprint: &str) -> PathBuf {
    common.out.clone().unwrap_or_else(|| {
        let (stem, asked) = (stem(name, fingerprint), common.request().stem());
        Path::new(OUTPUT).join(format!("{stem}-{asked}.shards"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_how_it_begins_and_ends() {
        for name in ["", "winter-warm-up", &"x".repeat(80)] {
            assert_eq!(shortened(name), name);
        }
        let long = shortened(&format!("sweep-{}-warm-up", "x".repeat(300)));
        assert!(long.len() <= 81 && long.starts_with("sweep-x") && long.ends_with("x-warm-up"), "{long}");
        for before in 0..4 {
            let name = shortened(&format!("{}{}", "x".repeat(before), "€".repeat(90)));
            assert!(name.len() <= 81 && name.contains("€-€"), "{name}");
        }
    }
}
