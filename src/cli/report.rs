//! `wardflow report`: the report of a finished study once more, without simulating.

use std::path::PathBuf;

use clap::Args;

use super::messages::{complain, not_written, say};
use super::study::Call;
use super::{Does, Exit};
use crate::report::brief::{Brief, FINDINGS, SCHEMA};
use crate::report::folder::Finished;
use crate::report::forms::{Form, forms, is_table};
use crate::report::words::in_a_row;

/// What `report` is told.
#[derive(Debug, Args)]
pub struct Report {
    /// The folder of a finished study
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// Say nothing of what was written
    #[arg(long, short)]
    pub quiet: bool,
}

impl Does for Report {
    const EXAMPLES: &str = "\
Examples:
  wardflow report output/my-winter-1a2b3c4d   report.html, report.pdf and results.xlsx, made again";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let mut finished = Finished::open(&self.folder).map_err(|error| not_written(&error))?;
        let bytes = finished.read(FINDINGS).map_err(|error| not_written(&error))?;
        let brief = read(&bytes).map_err(|why| {
            complain(&format!("error: {}: {why}", self.folder.join(FINDINGS).display()));
            Exit::Wrong
        })?;
        if !finished.is_as_written(FINDINGS) {
            complain(&format!(
                "warning: {FINDINGS} was changed after the study wrote it; the report says what stands there now"
            ));
        }
        let mut tables = Vec::new();
        for name in finished.names().into_iter().filter(|name| is_table(name)) {
            tables.push((name.to_owned(), finished.read(name).map_err(|error| not_written(&error))?));
        }
        let mut files = Vec::new();
        for file in forms(Form::ALL, &brief, &tables) {
            let bytes = file.bytes.map_err(|error| {
                complain(&format!("error: cannot make {}: {error}", file.name));
                Exit::Failed
            })?;
            files.push((file.name, bytes));
        }
        finished.put(&files).map_err(|error| not_written(&error))?;
        if self.quiet {
            return Ok(Exit::Done);
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        Ok(say(&format!("Written to {}: {}\n", self.folder.display(), in_a_row(&names))))
    }
}

/// A brief as it was written.
pub(super) fn read(bytes: &[u8]) -> Result<Brief, String> {
    let brief: Brief =
        serde_json::from_slice(bytes).map_err(|error| format!("is not what a study writes: {error}"))?;
    if brief.schema != SCHEMA {
        return Err(format!(
            "has layout {}, and this program reads layout {SCHEMA}: use version {} of wardflow, or repeat the study",
            brief.schema, brief.wardflow
        ));
    }
    Ok(brief)
}
