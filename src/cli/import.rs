//! `wardflow import`: files as trusts and NHS England publish them, to series, shares and stays in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::messages::{complain, not_written, refused, say};
use super::study::Call;
use super::terminal::width;
use super::{Does, Exit, interrupts};
use crate::report::folder::{Folder, Identity, Request};
use crate::report::import::{FILES, files, page, summary};
use crate::report::json::{SCHEMA, text};
use crate::report::version::VERSION;
use crate::sources::import::{Asked, Imported, Kind, import, kind_of};

/// Where files land without `--out`.
const OUTPUT: &str = "output";

/// What `import` is told.
#[derive(Debug, Args)]
pub struct Import {
    /// Files as published or saved: CSV or workbooks
    ///
    /// CSV may have any encoding.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Whose figures, where a file holds several trusts
    ///
    /// By code or name.
    #[arg(long, value_name = "CODE")]
    pub trust: Option<String>,

    /// Which sheet of a workbook
    ///
    /// [default: the first with a heading that is known]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,

    /// What the files are, where it is not found
    ///
    /// daily, months, reasons, bands, stays or census [default: found from the headings]
    #[arg(long = "as", value_name = "KIND", value_parser = kind_of)]
    pub kind: Option<Kind>,

    // What stands in `<>` is for a reader of help, and no HTML.
    #[allow(rustdoc::invalid_html_tags)]
    /// The folder for files [default: output/import-<code>]
    ///
    /// The code is the first 8 digits of the fingerprint of the files.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Print import.json on stdout and nothing else there
    ///
    /// Files are still written.
    #[arg(long)]
    pub json: bool,

    /// No page; files are still written
    #[arg(long, short)]
    pub quiet: bool,

    /// Replace what the folder holds, even if it is something else
    #[arg(long)]
    pub force: bool,
}

impl Does for Import {
    const EXAMPLES: &str = "\
Examples:
  wardflow import daily.csv                     what is in it, what was left out and why
  wardflow import daily.xlsx --trust RXX        one organisation of several
  wardflow import daily.csv reasons.csv bands.csv --out ours
  wardflow import extract.csv --as stays        stays fitted, profiles, who is still in
Layouts, rules and traps: docs/import.md.";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let stop = interrupts::until_heard();
        let asked = Asked { trust: self.trust.as_deref(), sheet: self.sheet.as_deref(), kind: self.kind };
        let mut all = Vec::new();
        let mut faulty = false;
        for file in &self.files {
            match import(file, &asked) {
                Ok(one) => all.push(one),
                Err(fault) => {
                    complain(&format!("error: {fault}"));
                    faulty = true;
                }
            }
        }
        if faulty {
            return Err(Exit::Wrong);
        }
        one_of_each(&all)?;
        let fingerprint = fingerprint(&all);
        let path = self.out.clone().unwrap_or_else(|| {
            Path::new(OUTPUT).join(format!("import-{}", fingerprint.get(..8).unwrap_or(&fingerprint)))
        });
        let run = Identity {
            fingerprint: fingerprint.clone(),
            request: Request { seed: 0, runs: 0, precision: None },
        };
        let mut folder = Folder::prepare(&path, run, self.force)
            .and_then(|folder| folder.expects(&FILES).map(|()| folder))
            .map_err(|error| not_written(&error))?;
        let made = files(&all).map_err(|error| {
            complain(&format!("error: cannot make the files: {error}"));
            Exit::Failed
        })?;
        for (name, bytes) in &made {
            folder.add(name, bytes).map_err(|error| not_written(&error))?;
        }
        if stop.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(super::messages::interrupted());
        }
        let names: Vec<&str> = made.iter().map(|(name, _)| *name).collect();
        let words: Vec<String> = call.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let manifest = json!({
            "schema": SCHEMA, "wardflow": VERSION, "command": words, "files": names, "fingerprint": fingerprint,
        });
        let path = folder.finish(manifest).map_err(|error| not_written(&error))?;
        Ok(if self.json {
            let names: Vec<&str> = names.iter().copied().filter(|name| *name != "import.json").collect();
            say(&text(&summary(&all, &names)))
        } else if self.quiet {
            Exit::Done
        } else {
            let written = format!("Files in {}: {}.", path.display(), names.join(", "));
            say(&page(&all).ended(width(), &written))
        })
    }
}

/// Of the files and of what was asked of them.
fn fingerprint(all: &[Imported]) -> String {
    let mut hasher = blake3::Hasher::new();
    for one in all {
        hasher.update(one.fingerprint.as_bytes());
        hasher.update(one.kind.word().as_bytes());
        let whose = one.organisation.as_ref().map_or("", |one| one.code.as_str());
        hasher.update(
            format!("\n{whose}\n{}\n", one.shown.rsplit("sheet ").next().unwrap_or_default()).as_bytes(),
        );
    }
    hasher.finalize().to_hex().to_string()
}

/// Refuses two files of one kind: their figures would stand in one table.
fn one_of_each(all: &[Imported]) -> Result<(), Exit> {
    let mut first: BTreeMap<Kind, &str> = BTreeMap::new();
    for one in all {
        if let Some(other) = first.insert(one.kind, &one.shown) {
            let what = one.kind.told();
            return Err(refused(&format!(
                "{other} and {} are both {what}; expected one file of a kind: import them one by one",
                one.shown
            )));
        }
    }
    Ok(())
}
