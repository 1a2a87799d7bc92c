//! `wardflow assure`: the assurance pack of a finished study. Runs nothing.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::delivery::RESULTS;
use super::messages::{complain, not_written, refused, say};
use super::report::read;
use super::study::Call;
use super::{Does, Exit};
use crate::report::assure::{self, ASSURANCE, pack};
use crate::report::brief::FINDINGS;
use crate::report::folder::{Finished, write_file};

/// What `assure` is told.
#[derive(Debug, Args)]
pub struct Assure {
    /// The folder of a finished study.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// Write to this file, or to stdout where it is -
    ///
    /// [default: assurance.md in the folder]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Replace a pack in which people have filled in blanks, or another file
    #[arg(long)]
    pub force: bool,

    /// Say nothing of what was written.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Does for Assure {
    const EXAMPLES: &str = "\
Examples:
  wardflow assure output/my-winter-1a2b3c4d   assurance.md, with blanks for people to fill in and sign
  wardflow assure output/mine --out -             the same to stdout";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let mut finished = Finished::open(&self.folder).map_err(|error| not_written(&error))?;
        let results = finished.read(RESULTS).map_err(|error| not_written(&error))?;
        let results: Value = serde_json::from_slice(&results).map_err(|error| {
            refused(&format!("{}: is not what a study writes: {error}", self.folder.join(RESULTS).display()))
        })?;
        let findings = finished.read(FINDINGS).map_err(|error| not_written(&error))?;
        let findings = read(&findings)
            .map_err(|why| refused(&format!("{}: {why}", self.folder.join(FINDINGS).display())))?;
        let changed: Vec<&str> =
            [RESULTS, FINDINGS].into_iter().filter(|name| !finished.is_as_written(name)).collect();
        if !changed.is_empty() {
            complain(&format!(
                "warning: changed after the study wrote it: {}; the pack says what stands there now",
                changed.join(", ")
            ));
        }
        let manifest = Value::Object(finished.manifest().clone());
        let of = assure::Finished { results, manifest, findings: Some(findings) };
        let Some(text) = pack(&of) else {
            return Err(refused(&format!(
                "{}: its manifest holds no scenario, so nothing can be said of what went in; expected the folder of a \
                 study, such as `wardflow compare` writes",
                self.folder.display()
            )));
        };
        let place = match &self.out {
            Some(out) if out.as_os_str() == "-" => return Ok(say(&text)),
            Some(out) => {
                // What people filled in is not to be lost, so no file is ours to replace.
                write_file(out, text.as_bytes(), b"", self.force).map_err(|error| not_written(&error))?;
                out.display().to_string()
            }
            None => {
                let there = self.folder.join(ASSURANCE).symlink_metadata().is_ok();
                if there && !self.force && !finished.is_as_written(ASSURANCE) {
                    return Err(refused(&format!(
                        "{} was changed since it was written, so people may have filled it in; use --out FILE for \
                         another, or --force to replace it",
                        self.folder.join(ASSURANCE).display()
                    )));
                }
                finished
                    .put(&[(ASSURANCE.to_owned(), text.into_bytes())])
                    .map_err(|error| not_written(&error))?;
                self.folder.join(ASSURANCE).display().to_string()
            }
        };
        Ok(if self.quiet { Exit::Done } else { say(&format!("Written: {place}\n")) })
    }
}
