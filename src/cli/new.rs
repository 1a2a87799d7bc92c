//! `wardflow new`: a folder with a running scenario. Runs nothing.

use std::path::{Path, PathBuf};

use clap::Args;

use super::messages::{complain, not_written, refused, say};
use super::study::Call;
use super::terminal::width;
use super::{Does, Exit};
use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::table::{NotFound, Table};
use crate::report::folder::{Folder, FolderError, Identity, Request};
use crate::report::new;
use crate::report::study::File;

/// What `new` is told.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make [default: the trust's code in small letters]
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,

    /// The acute trust in England whose published figures it is made from: its code, its name or a part of that
    #[arg(long, value_name = "CODE|NAME")]
    pub trust: Option<String>,

    /// List the trusts there are figures of: code, name and region
    #[arg(long, conflicts_with_all = ["trust", "dir", "out"])]
    pub trusts: bool,

    /// The folder to make, as DIR
    #[arg(long, value_name = "DIR", conflicts_with = "dir")]
    pub out: Option<PathBuf>,

    /// No page; files are still written
    #[arg(long, short)]
    pub quiet: bool,

    /// Write into the folder even if it holds something
    #[arg(long)]
    pub force: bool,
}

impl Does for New {
    const EXAMPLES: &str = "\
Examples:
  wardflow new --trust RD8                      a scenario from published figures, in the folder rd8
  wardflow new mine --trust \"isle of wight\"
  wardflow new --trusts                         code, name and region of every trust";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let table = Table::built_in();
        if self.trusts {
            let lines = table.0.iter().map(|one| format!("{}  {}  ({})\n", one.code, one.name, one.region));
            return Ok(say(&lines.collect::<String>()));
        }
        let Some(typed) = &self.trust else {
            return Err(refused("expected --trust CODE; `wardflow new --trusts` lists them"));
        };
        let trust = table.find(typed).map_err(|error| not_found(typed, &error))?;
        let baseline = Baseline::of(&table, trust).map_err(|why| refused(&why))?;
        let folder = self.dir.clone().or_else(|| self.out.clone());
        let folder = folder.unwrap_or_else(|| PathBuf::from(trust.code.to_lowercase()));
        let files = new::files(&baseline);
        let written = write(&folder, files, self.force)?;
        if self.quiet {
            return Ok(Exit::Done);
        }
        let next = new::next(&trust.code.to_lowercase()).map(|line| format!("  {line}\n")).concat();
        let page = new::page(&baseline, width()).ended(&written);
        Ok(say(&format!("{page}\nNext, in {}:\n{next}", folder.display())))
    }
}

fn not_found(typed: &str, error: &NotFound) -> Exit {
    let exit = match error {
        NotFound::Unknown(near) if near.is_empty() => refused(&format!("--trust {typed}: there is no such trust")),
        NotFound::Unknown(near) => {
            refused(&format!("--trust {typed}: there is no such trust; did you mean {}?", near.join(" or ")))
        }
        NotFound::Several(all) => refused(&format!("--trust {typed}: several are called so: {}", all.join(", "))),
    };
    complain("hint: `wardflow new --trusts` lists them");
    exit
}

/// Writes all files into a new or empty folder, or none; where they are, in a sentence.
fn write(folder: &Path, files: Vec<File>, force: bool) -> Result<String, Exit> {
    let is_taken = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if !force && is_taken() {
        return Err(refused(&format!(
            "{} holds files; name another folder, or add --force to write into it",
            folder.display()
        )));
    }
    let failed = |error: FolderError| not_written(&error);
    let mut all = Vec::new();
    for file in files {
        let bytes = file.bytes.map_err(|error| {
            complain(&format!("error: cannot make {}: {error}", file.name));
            Exit::Failed
        })?;
        all.push((file.name, bytes));
    }
    let mut hasher = blake3::Hasher::new();
    for (_, bytes) in &all {
        hasher.update(bytes);
    }
    let fingerprint = hasher.finalize().to_hex().to_string();
    let run = Identity { fingerprint: fingerprint.clone(), request: Request { seed: 0, runs: 0, precision: None } };
    let mut made = Folder::prepare(folder, run, force).map_err(failed)?;
    for (name, bytes) in &all {
        made.add(name, bytes).map_err(failed)?;
    }
    let names: Vec<String> = made.names().to_vec();
    let manifest = serde_json::json!({
        "wardflow": crate::report::version::VERSION, "files": names, "fingerprint": fingerprint,
    });
    made.finish(manifest).map_err(failed)?;
    Ok(format!("Written to {}: {}", folder.display(), names.join(", ")))
}
