//! `wardflow new`: a folder with a running scenario. Runs nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::messages::{complain, faulty, not_written, refused, say};
use super::scenario::{read, settings};
use super::study::Call;
use super::terminal::width;
use super::{Does, Exit};
use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::like::{self, Scaled};
use crate::experiment::baseline::table::{NotFound, Table, Trust};
use crate::report::folder::{Folder, FolderError, Identity, Request};
use crate::report::new;
use crate::report::study::File;
use crate::scenario::{Memory, Scenario};
use crate::sources::{Daily, daily};

/// What `new` is told.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make [default: the trust's code]
    ///
    /// In small letters.
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,

    /// The acute trust whose published figures it is made from
    ///
    /// Of England: its code, its name or a part of that.
    #[arg(long, value_name = "CODE|NAME")]
    pub trust: Option<String>,

    /// With --trust: the hospital's own daily return
    ///
    /// In any layout that `import` reads; people remaining come from it where the published table disagrees,
    /// and how much single days stray.
    #[arg(long, value_name = "FILE", requires = "trust", conflicts_with = "like")]
    pub daily: Option<PathBuf>,

    /// List the trusts: code, name and region
    #[arg(long, conflicts_with_all = ["trust", "dir", "out"])]
    pub trusts: bool,

    /// The folder to make, as DIR
    #[arg(long, value_name = "DIR", conflicts_with = "dir")]
    pub out: Option<PathBuf>,

    /// A scenario of your own, scaled
    ///
    /// People who come, beds, places and people on duty in proportion to the adult beds of --trust, or to
    /// `--set hospital.beds=N`.
    #[arg(long, value_name = "FILE")]
    pub like: Option<PathBuf>,

    /// With --like: change one value of it; may be repeated
    ///
    /// As in hospital.beds=600.
    #[arg(long, value_name = "PATH=VALUE", requires = "like")]
    pub set: Vec<String>,

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
  wardflow new --trust RD8 --daily returns.csv  people remaining from your own daily return
  wardflow new mine --trust \"isle of wight\"
  wardflow new theirs --like my.json --trust RA9  your scenario, as large as another hospital
  wardflow new mine                             a starter with comments, every figure to be replaced
  wardflow new --trusts                         code, name and region of every trust";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let table = Table::built_in();
        if self.trusts {
            let lines = table.0.iter().map(|one| format!("{}  {}  ({})\n", one.code, one.name, one.region));
            return Ok(say(&lines.collect::<String>()));
        }
        let trust =
            self.trust.as_deref().map(|typed| table.find(typed).map_err(|error| not_found(typed, &error)));
        let trust = trust.transpose()?;
        let daily =
            self.daily.as_deref().zip(trust).map(|(file, trust)| self.daily(file, trust)).transpose()?;
        let made = trust.map(|trust| match (&daily, &self.daily) {
            (Some(daily), Some(file)) => Baseline::with_daily(&table, trust, daily)
                .map_err(|why| refused(&format!("{}: {why}", file.display()))),
            _ => Baseline::of(&table, trust).map_err(|why| refused(&why)),
        });
        let baseline = made.transpose()?;
        let named = self.dir.clone().or_else(|| self.out.clone());
        let code = baseline.as_ref().map(|one| one.trust.code.to_lowercase());
        let Some(folder) = named.or_else(|| code.clone().map(PathBuf::from)) else {
            refused("there is no folder to make; expected DIR, or --trust CODE");
            complain("hint: `wardflow new --trusts` lists the trusts");
            return Err(Exit::Wrong);
        };
        let (files, page, next) = match (&self.like, &baseline) {
            (Some(like), baseline) => {
                let scaled = self.scaled(like, baseline.as_ref())?;
                (
                    new::like::files(&scaled, baseline.as_ref()),
                    new::like::page(&scaled),
                    new::next("scenario"),
                )
            }
            (None, Some(baseline)) => {
                let code = code.unwrap_or_default();
                (new::files(baseline, daily.as_ref()), new::page(baseline), new::next(&code))
            }
            (None, None) => (new::starter::files(), new::starter::page(), new::next("scenario")),
        };
        let has_observed = files.iter().any(|file| file.name == new::OBSERVED);
        let files = write(&folder, files, self.force)?;
        let written = format!("Written to {}: {}", folder.display(), files.join(", "));
        if self.quiet {
            return Ok(Exit::Done);
        }
        let can = |line: &String| has_observed || !line.contains(new::OBSERVED);
        let next: Vec<String> =
            next.iter().filter(|line| can(line)).map(|line| format!("  {line}")).collect();
        Ok(say(&format!(
            "{}\nNext, in {}:\n{}\n",
            page.ended(width(), &written),
            folder.display(),
            next.join("\n")
        )))
    }
}

/// What makes a scenario as large as another.
const BEDS: &str = "hospital.beds=";

impl New {
    /// The daily return of a trust; says what was left out.
    fn daily(&self, file: &Path, trust: &Trust) -> Result<Daily, Exit> {
        let daily = daily::read(file, Some(&trust.code)).map_err(|fault| refused(&fault.to_string()))?;
        if !self.quiet {
            for note in &daily.notes {
                complain(&format!("note: {}: {note}", file.display()));
            }
        }
        Ok(daily)
    }

    /// The scenario of one's own, scaled and without faults.
    fn scaled(&self, file: &Path, baseline: Option<&Baseline>) -> Result<Scaled, Exit> {
        let own = read(Some(file), &[])?;
        let typed: Vec<String> = self.set.iter().filter(|text| !text.starts_with(BEDS)).cloned().collect();
        let asked = self.set.iter().rev().find_map(|text| text.strip_prefix(BEDS)?.parse::<f64>().ok());
        let beds = asked.or_else(|| baseline.map(|one| f64::from(one.balance.beds)));
        let Some(has) = like::beds(&own.resolved).filter(|_| beds.is_none_or(|beds| beds > 0.0)) else {
            return Err(refused(&format!(
                "{}: hospital.beds: expected a number of beds to scale by",
                file.display()
            )));
        };
        let factor = beds.map_or(1.0, |beds| beds / has);
        let mut scaled = like::scaled(&own.resolved, factor, &own.names.scenario)
            .map_err(|why| refused(&format!("{}: {why}", file.display())))?;
        if let Some(beds) = beds.filter(|_| scaled.scenario["hospital"]["beds"].is_number()) {
            scaled.scenario["hospital"]["beds"] = serde_json::json!(beds.round() as u64);
        }
        scaled.scenario["name"] = match baseline {
            Some(one) => format!("{}, as large as {}", own.names.scenario, one.trust.name).into(),
            None => format!("{}, scaled", own.names.scenario).into(),
        };
        let name = "scenario.json";
        let files = Memory(BTreeMap::from([(name.to_owned(), new::text::typed(&scaled.scenario))]));
        let settings = settings(&typed, self.quiet)?;
        let sound = Scenario::load(&files, name, &settings).map_err(|faults| faulty(&faults, None))?;
        scaled.scenario = sound.resolved;
        Ok(scaled)
    }
}

fn not_found(typed: &str, error: &NotFound) -> Exit {
    let exit = match error {
        NotFound::Unknown(near) if near.is_empty() => {
            refused(&format!("--trust {typed}: there is no such trust"))
        }
        NotFound::Unknown(near) => {
            refused(&format!("--trust {typed}: there is no such trust; did you mean {}?", near.join(" or ")))
        }
        NotFound::Several(all) => {
            refused(&format!("--trust {typed}: several are called so: {}", all.join(", ")))
        }
    };
    complain("hint: `wardflow new --trusts` lists the trusts");
    exit
}

/// Writes all files into a new or empty folder, or none; their names.
pub fn write(folder: &Path, files: Vec<File>, force: bool) -> Result<Vec<String>, Exit> {
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
    let run =
        Identity { fingerprint: fingerprint.clone(), request: Request { seed: 0, runs: 0, precision: None } };
    let mut made = Folder::prepare(folder, run, force).map_err(failed)?;
    for (name, bytes) in &all {
        made.add(name, bytes).map_err(failed)?;
    }
    let names: Vec<String> = made.names().to_vec();
    let manifest = serde_json::json!({
        "wardflow": crate::report::version::VERSION, "files": names, "fingerprint": fingerprint,
    });
    made.finish(manifest).map_err(failed)?;
    Ok(names)
}
