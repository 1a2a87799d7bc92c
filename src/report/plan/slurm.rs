//! For Slurm: an array of jobs, one for each shard, and the merge, which waits until all of them have ended well.

use super::script::{HEAD, go, word};
use super::{LOGS, Planned, SUBMIT};
use crate::report::version::PROGRAM;

/// The longest array that Slurm takes where nobody has set another `MaxArraySize`.
const LONGEST: u64 = 1000;

/// The files.
pub fn files(planned: &Planned) -> [(String, String); 3] {
    [
        ("shards.sbatch".to_owned(), shards(planned)),
        ("merge.sbatch".to_owned(), merge(planned)),
        (SUBMIT.to_owned(), submit(planned)),
    ]
}

/// What to type next.
pub fn next(submit: &str) -> Vec<(String, &'static str)> {
    vec![
        (
            format!("sh {submit}"),
            "submits the shards and their merge; what stands behind it goes to sbatch, as --partition=short",
        ),
        ("squeue --me".to_owned(), "what waits and what runs"),
    ]
}

/// What each job asks for: to be started again where its node is lost, and no word of an earlier try lost.
fn asks(planned: &Planned, what: &str) -> String {
    format!(
        "#SBATCH --job-name={}\n#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n",
        planned.name(what),
        planned.threads
    )
}

fn shards(planned: &Planned) -> String {
    format!(
        "{HEAD}\n{}# Made by {PROGRAM}. A job for each shard: behind the script stand the number of shards before this array, and the round.\n\
         exec sh {} \"$((SLURM_ARRAY_TASK_ID + ${{1:-0}}))\" \"${{2:-1}}\"\n",
        asks(planned, "shard"),
        word(&planned.at("shard.sh"))
    )
}

fn merge(planned: &Planned) -> String {
    format!(
        "{HEAD}\n{}# Made by {PROGRAM}. Waits until all shards are made.\nexec sh {} \"${{SLURM_ARRAY_TASK_ID:-1}}\"\n",
        asks(planned, "merge"),
        word(&planned.at("merge.sh"))
    )
}

fn submit(planned: &Planned) -> String {
    let rounds: Vec<String> = (1..=planned.rounds).map(|round| round.to_string()).collect();
    let (tasks, studies) = (planned.tasks(), planned.studies());
    let [shards, merge, logs] = ["shards.sbatch", "merge.sbatch", LOGS].map(|name| word(&planned.at(name)));
    // Slurm puts numbers in place of what stands behind a percent sign.
    let log = |name: &str| word(&format!("{}/{name}", planned.at(LOGS).replace('%', "%%")));
    let (array, name) = if planned.trusts.is_empty() {
        (String::new(), "merge.log")
    } else {
        (format!(" --array=1-{studies}"), "merge-%a.log")
    };
    format!(
        "{HEAD}\n\
         # Made by {PROGRAM}. Submits {tasks} shards as arrays of up to {LONGEST} jobs, and the merge for when all have ended well.\n\
         # What stands behind it goes to sbatch, as --partition=short --time=2:00:00. Once more it does what is not done.\n\
         {go}mkdir -p {logs}\n\
         after=\n\
         for round in {rounds}; do\n\
         \x20   made= first=0\n\
         \x20   while [ \"$first\" -lt {tasks} ]; do\n\
         \x20       many=$(({tasks} - first))\n\
         \x20       [ \"$many\" -le {LONGEST} ] || many={LONGEST}\n\
         \x20       job=$(sbatch --parsable ${{after:+\"$after\"}} --kill-on-invalid-dep=yes --array=\"1-$many\" --output={shard_log} \"$@\" \\\n\
         \x20           {shards} \"$first\" \"$round\")\n\
         \x20       made=$made:${{job%%;*}}\n\
         \x20       first=$((first + many))\n\
         \x20   done\n\
         \x20   after=--dependency=afterok$made\n\
         done\n\
         job=$(sbatch --parsable \"$after\" --kill-on-invalid-dep=yes{array} --output={merge_log} \"$@\" {merge})\n\
         echo \"shards: jobs ${{made#:}}; merge: job ${{job%%;*}}\"\n",
        go = go(planned),
        rounds = rounds.join(" "),
        shard_log = log("shard-%A-%a.log"),
        merge_log = log(name),
    )
}
