//! `wardflow plan`: what a scheduler needs to run a study in shards and to merge it, in a folder. Runs nothing.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::delivery::parted;
use super::help::command;
use super::messages::{complain, faulty, refused, say, unread};
use super::new::write;
use super::parse::{explained, parsed};
use super::study::Call;
use super::terminal::{USUAL, width};
use super::{Does, Exit};
use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::table::Table;
use crate::experiment::kept::Share;
use crate::report::plan::national::{self, NotLaid, Overlay};
use crate::report::plan::{Planned, Scheduler, TRUST, TRUSTS};
use crate::report::study::File;
use crate::report::words::{count, wrapped};
use crate::scenario::{MOST_TEXT, read_plain};

/// Into how many shards a study is shared out where nothing is typed.
const SHARDS: u64 = 16;
/// The same of each trust, which are many already.
const SHARDS_OF_TRUST: u64 = 1;
/// The most rounds that are planned ahead.
const MOST_ROUNDS: u32 = 20;
/// The most tasks of a round: as many as shards of a study.
const MOST_TASKS: u64 = Share::MOST;
/// Flags that the plan itself gives.
const OWN: [&str; 4] = ["--shard", "--round", "--resume", "--json"];

/// What `plan` is told.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag that is typed or not")]
#[command(group = clap::ArgGroup::new("scheduler").args(["slurm", "hyperqueue", "kubernetes"]).required(true))]
pub struct Plan {
    /// For Slurm: an array of jobs, and a merge that waits for it
    #[arg(long)]
    pub slurm: bool,

    /// For HyperQueue: an array of tasks, then the merge
    #[arg(long)]
    pub hyperqueue: bool,

    /// For Kubernetes: an indexed Job, then the merge
    ///
    /// With a volume that all pods see.
    #[arg(long, requires = "image")]
    pub kubernetes: bool,

    /// With --kubernetes: the container image with wardflow in it
    #[arg(long, value_name = "IMAGE", requires = "kubernetes")]
    pub image: Option<String>,

    /// With --kubernetes: the claim of the volume for the study
    #[arg(long, value_name = "NAME", requires = "kubernetes", default_value = "wardflow")]
    pub claim: String,

    /// Into how many shards [default: 16; with --national 1 for each trust]
    #[arg(long, value_name = "N", value_parser = shards)]
    pub shards: Option<u64>,

    /// How many rounds of shards, where later runs depend on earlier
    ///
    /// As of calibrate (6), and with --runs auto; docs/scale.md has a table. What is left the merge runs.
    #[arg(long, value_name = "R", default_value = "1", value_parser = rounds)]
    pub rounds: u32,

    /// The study of every acute trust of England
    ///
    /// With a folder for each: the scenario that `wardflow new --trust` makes, and the options. {trust} in the command
    /// stands for that folder; where it is not there, the scenario and the options are put behind the command's name.
    /// Without a command it is compare, or run where there are no options.
    #[arg(long)]
    pub national: bool,

    /// With --national: an option for every trust; may be repeated
    ///
    /// A file that extends "scenario.json", which is the trust's own.
    #[arg(long, value_name = "FILE", requires = "national")]
    pub option: Vec<PathBuf>,

    /// The folder to make [default: plan; with --national national]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// No page; files are still written
    #[arg(long, short)]
    pub quiet: bool,

    /// Write into the folder even if it holds something
    #[arg(long)]
    pub force: bool,

    /// The command to run, as it would be typed on one machine
    ///
    /// Behind --, without the word wardflow. Its --out is where the merge delivers.
    #[arg(value_name = "COMMAND", last = true, required_unless_present = "national")]
    pub command: Vec<OsString>,
}

impl Does for Plan {
    const EXAMPLES: &str = "\
Examples:
  wardflow plan --slurm --shards 16 -- compare a.json b.json --runs 400
  wardflow plan --hyperqueue --rounds 6 -- calibrate a.json --observed daily.csv
  wardflow plan --kubernetes --image registry/wardflow:0.1 -- run a.json --runs 10000
  wardflow plan --slurm --national --option bridging.json -- compare --runs 100    every trust";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let options = self.options()?;
        let typed = self.typed()?;
        let typed = if self.national { national::words(typed, &options) } else { typed };
        let (words, once) = checked(&typed, self.national)?;
        let folder =
            self.out.clone().unwrap_or_else(|| if self.national { "national" } else { "plan" }.into());
        let (folder, from) = self.place(&folder)?;
        let trusts = if self.national { trusts(&options)? } else { Vec::new() };
        let usual = if self.national { SHARDS_OF_TRUST } else { SHARDS };
        let flag = |name: &str| {
            once.iter().rev().find(|(flag, _)| *flag == name).and_then(|(_, value)| value.clone())
        };
        let delivers = |(flag, _): &&(&str, Option<String>)| !["--out", "--threads"].contains(flag);
        let planned = Planned {
            words,
            delivery: once
                .iter()
                .filter(delivers)
                .flat_map(|(flag, value)| std::iter::once((*flag).to_owned()).chain(value.clone()))
                .collect(),
            results: flag("--out").unwrap_or_else(|| format!("{folder}/results")),
            folder,
            from,
            shards: self.shards.unwrap_or(usual),
            rounds: self.rounds,
            threads: flag("--threads").and_then(|threads| threads.parse().ok()).unwrap_or(1),
            trusts: trusts.iter().map(|(code, _)| code.clone()).collect(),
        };
        if planned.tasks() > MOST_TASKS {
            return Err(refused(&format!(
                "--shards {}: these are {} of {}; expected at most {}",
                planned.shards,
                count(planned.tasks(), "task"),
                count(planned.studies(), "trust"),
                MOST_TASKS / planned.studies()
            )));
        }
        let scheduler = self.scheduler();
        let mut files = planned.files(&scheduler);
        if self.national {
            let list = planned.trusts.join("\n") + "\n";
            files.push(File::of(TRUSTS, Ok(list.into_bytes())));
        }
        let own: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        files.extend(trusts.into_iter().flat_map(|(_, files)| files));
        let path = self.out.clone().unwrap_or_else(|| PathBuf::from(&planned.folder));
        write(&path, files, self.force)?;
        if self.quiet {
            return Ok(Exit::Done);
        }
        Ok(say(&page(&planned, &scheduler, &own)))
    }
}

/// What was planned, where it is, and what to type next.
fn page(planned: &Planned, scheduler: &Scheduler, own: &[String]) -> String {
    let (shards, studies) = (planned.shards, planned.studies());
    let each = if planned.trusts.is_empty() {
        count(shards, "shard")
    } else {
        format!(
            "{} for each of {}: {}",
            count(shards, "shard"),
            count(studies, "trust"),
            count(planned.tasks(), "task")
        )
    };
    let rounds = if planned.rounds == 1 { String::new() } else { format!(", in {} rounds", planned.rounds) };
    let cores = if planned.threads == 1 { "1 core".to_owned() } else { format!("{} cores", planned.threads) };
    let folders = if planned.trusts.is_empty() { "" } else { ", and a folder for each trust" };
    let width = width();
    let mut lines = wrapped(
        &format!(
            "Planned: {} in {each}{rounds}, each on {cores}, and then the merge into {}. Nothing was run.",
            planned.command(),
            planned.results
        ),
        "",
        width,
    );
    lines.extend(wrapped(&format!("Written to {}: {}{folders}", planned.folder, own.join(", ")), "", width));
    lines.push(
        "\nNext, where these files are seen at the same places by all machines that run them:".to_owned(),
    );
    for (words, what) in planned.next(scheduler) {
        lines.push(format!("  {words}"));
        lines.extend(wrapped(what, "      ", width));
    }
    lines.join("\n") + "\n"
}

/// The words that results depend on, and the flags of one time beside them, of a command that can be shared out; all
/// that it reads has been looked at, but for the files of trusts, which are not there yet.
#[allow(clippy::type_complexity, reason = "as the words are parted")]
fn checked(
    typed: &[String],
    national: bool,
) -> Result<(Vec<String>, Vec<(&'static str, Option<String>)>), Exit> {
    let words: Vec<String> = std::iter::once("wardflow".to_owned()).chain(typed.iter().cloned()).collect();
    let (lasting, once) = parted(&words);
    let own = once.iter().map(|(flag, _)| *flag).find(|flag| OWN.contains(flag));
    let own = own.or_else(|| lasting.iter().any(|word| word == "--dry-run").then_some("--dry-run"));
    if let Some(flag) = own {
        return Err(refused(&format!(
            "{flag} cannot stand in a command that is planned; expected what would be typed for all of it on one machine"
        )));
    }
    let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let (read, name, _) = parsed(&words).map_err(|error| explained(&error, &words))?;
    let all = command(USUAL);
    let shares = |name: &str| {
        all.find_subcommand(name)
            .is_some_and(|command| command.get_arguments().any(|arg| arg.get_id() == "shard"))
    };
    if !shares(&name) {
        let known: Vec<&str> =
            all.get_subcommands().map(clap::Command::get_name).filter(|name| shares(name)).collect();
        return Err(refused(&format!(
            "{name}: this command simulates nothing that could be shared out; expected one of {}",
            known.join(", ")
        )));
    }
    if lasting.first() != Some(&name) {
        return Err(refused(&format!("expected the command's name first, as in -- {name} …")));
    }
    if !national {
        match read.command.does(&Call::planning(&name, words)) {
            Ok(Exit::Done) | Err(Exit::Done) => {}
            Ok(exit) | Err(exit) => return Err(exit),
        }
    }
    Ok((lasting, once))
}

/// Every trust: its code and its files.
fn trusts(options: &[Overlay]) -> Result<Vec<(String, Vec<File>)>, Exit> {
    let table = Table::built_in();
    let of = |trust| {
        let baseline = Baseline::of(&table, trust).map_err(|why| refused(&why))?;
        national::files(&baseline, options).map_err(|why| match why {
            NotLaid::Taken(name) => refused(&format!("--option {name}: a trust's folder has a file of this name; expected another")),
            NotLaid::Alone(name) => {
                refused(&format!("--option {name}: it stands by itself; expected \"extends\": \"scenario.json\", which is each trust's own"))
            }
            NotLaid::Faulty(trust, faults) => {
                let exit = faulty(&faults, None);
                complain(&format!("hint: this is over the scenario of {trust}"));
                exit
            }
        })
    };
    table.0.iter().map(of).collect()
}

impl Plan {
    fn scheduler(&self) -> Scheduler {
        if self.slurm {
            Scheduler::Slurm
        } else if self.hyperqueue {
            Scheduler::HyperQueue
        } else {
            let image = self.image.clone().unwrap_or_default();
            Scheduler::Kubernetes { image, claim: self.claim.clone() }
        }
    }

    /// The options of trusts.
    fn options(&self) -> Result<Vec<Overlay>, Exit> {
        let read = |path: &PathBuf| {
            let bytes = read_plain(path, MOST_TEXT).map_err(|error| unread(path, &error))?;
            let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
            let name = name.ok_or_else(|| {
                refused(&format!("{}: expected a file with a name in Unicode", path.display()))
            })?;
            let text = String::from_utf8(bytes)
                .map_err(|_| refused(&format!("{}: this is no text in UTF-8", path.display())))?;
            Ok(Overlay { name, text })
        };
        let all: Vec<Overlay> = self.option.iter().map(read).collect::<Result<_, Exit>>()?;
        for (i, one) in all.iter().enumerate() {
            if all[..i].iter().any(|other| other.name.eq_ignore_ascii_case(&one.name)) {
                return Err(refused(&format!(
                    "--option {}: two options have this name; expected a name of its own for each",
                    one.name
                )));
            }
        }
        Ok(all)
    }

    /// The words of the command.
    fn typed(&self) -> Result<Vec<String>, Exit> {
        let text = |word: &OsString| {
            let text = word.to_str().map(str::to_owned).filter(|text| !text.contains(['\n', '\r', '\0']));
            text.ok_or_else(|| {
                refused(&format!(
                    "{}: expected words in Unicode, each in one line, as they go into scripts",
                    word.display()
                ))
            })
        };
        let words: Vec<String> = self.command.iter().map(text).collect::<Result<_, Exit>>()?;
        if !self.national && words.iter().any(|word| word.contains(TRUST)) {
            complain(&format!("warning: {TRUST} stands for a trust's folder with --national only"));
        }
        Ok(words)
    }

    /// The folder of the plan as scripts name it, and where they go first, if that is not simply above it.
    fn place(&self, folder: &Path) -> Result<(String, Option<String>), Exit> {
        let parts: Option<Vec<&str>> = folder
            .components()
            .filter(|part| *part != Component::CurDir)
            .map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        let named = |text: &str| !text.is_empty() && !text.contains(['\n', '\r', '\0']);
        if let Some(below) = parts.map(|parts| parts.join("/")).filter(|below| named(below)) {
            return Ok((below, None));
        }
        let shown = folder.display();
        if self.kubernetes {
            return Err(refused(&format!(
                "--out {shown}: expected a folder below this one, as both go onto the volume"
            )));
        }
        let here = std::env::current_dir().ok().and_then(|here| here.to_str().map(str::to_owned));
        match (folder.to_str(), here) {
            (Some(folder), Some(here)) if named(folder) && named(&here) => {
                Ok((folder.to_owned(), Some(here)))
            }
            _ => Err(refused(&format!(
                "--out {shown}: expected a folder with a name in Unicode and in one line"
            ))),
        }
    }
}

fn shards(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| (1..=Share::MOST).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {}", Share::MOST))
}

fn rounds(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_ROUNDS).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_ROUNDS}"))
}
