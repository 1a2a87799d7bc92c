//! A study planned for many machines, as files that a scheduler takes: `shard.sh` and `merge.sh` say what a task does,
//! and `slurm`, `hyperqueue` and `kubernetes` who does it where and in which order. wardflow schedules nothing itself.
//!
//! `script` makes what is run, with every word as a shell takes it. Here is what is planned, whoever carries it out.

mod hyperqueue;
mod kubernetes;
pub mod national;
mod script;
mod slurm;
#[cfg(test)]
mod tests;

use super::study::File;

/// What stands in words for the folder of a trust.
pub const TRUST: &str = "{trust}";
/// The list of trusts: a code in each line, in the order of the tasks.
pub const TRUSTS: &str = "trusts.txt";
/// The folder of the shards, in that of the plan.
const SHARDS: &str = "shards";
/// The folder of what tasks say, in that of the plan.
const LOGS: &str = "logs";
/// What submits everything.
const SUBMIT: &str = "submit.sh";

/// What is planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The words of the command that results depend on, from its name on.
    pub words: Vec<String>,
    /// How the merge delivers: flags, with their values.
    pub delivery: Vec<String>,
    /// Where the merge delivers, from where the command is called; of several trusts the folder of all.
    pub results: String,
    /// The folder of the plan, from where the command is called.
    pub folder: String,
    /// Where the command is called, where that is not simply above the folder.
    pub from: Option<String>,
    /// Into how many shards a study is shared out.
    pub shards: u64,
    /// How many rounds of shards there are.
    pub rounds: u32,
    /// How many runs a task does at the same time.
    pub threads: usize,
    /// The codes of the trusts whose studies these are, in small letters; none where it is one study.
    pub trusts: Vec<String>,
}

/// Who carries it out.
#[derive(Clone, Debug)]
pub enum Scheduler {
    /// Slurm, with an array of jobs.
    Slurm,
    /// HyperQueue, with an array of tasks.
    HyperQueue,
    /// Kubernetes, with an indexed Job.
    Kubernetes {
        /// The image with the program.
        image: String,
        /// The claim of the volume that holds the study.
        claim: String,
    },
}

impl Planned {
    /// How many tasks a round has.
    pub fn tasks(&self) -> u64 {
        self.shards * self.studies()
    }

    /// How many studies there are, each with a merge of its own.
    pub fn studies(&self) -> u64 {
        self.trusts.len().max(1) as u64
    }

    /// The command's name.
    pub fn command(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// What its jobs are called.
    fn name(&self, what: &str) -> String {
        let several = if self.trusts.is_empty() { "" } else { "-trusts" };
        format!("wardflow-{}{several}-{what}", self.command())
    }

    /// Where something in the folder of the plan lies.
    fn at(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// The files, without those of trusts.
    pub fn files(&self, scheduler: &Scheduler) -> Vec<File> {
        let mut all = vec![script::shard(self), script::merge(self)];
        match scheduler {
            Scheduler::Slurm => all.extend(slurm::files(self)),
            Scheduler::HyperQueue => all.extend(hyperqueue::files(self)),
            Scheduler::Kubernetes { image, claim } => all.extend(kubernetes::files(self, image, claim)),
        }
        let text = |(name, text): (String, String)| File::of(name, Ok(text.into_bytes()));
        all.into_iter().map(text).collect()
    }

    /// What to type next, each with what it is for.
    pub fn next(&self, scheduler: &Scheduler) -> Vec<(String, &'static str)> {
        let submit = script::word(&self.at(SUBMIT));
        let mut all = match scheduler {
            Scheduler::Slurm => slurm::next(&submit),
            Scheduler::HyperQueue => hyperqueue::next(&submit),
            Scheduler::Kubernetes { .. } => kubernetes::next(self, &submit),
        };
        let shards = script::word(&self.at(SHARDS));
        match self.trusts.first() {
            None => all.push((
                format!("wardflow merge {shards} --dry-run"),
                "which shards are missing, with the command that makes each",
            )),
            Some(first) => all.push((
                format!("wardflow merge {shards}/{first} --dry-run"),
                "which shards of a trust are missing, with the command that makes each",
            )),
        }
        all
    }
}
