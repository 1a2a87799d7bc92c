//! For HyperQueue: an array of tasks, one for each shard, and the merge once all are done.

use super::script::{HEAD, go, word};
use super::{LOGS, Planned, SUBMIT};
use crate::report::version::PROGRAM;

/// The file.
pub fn files(planned: &Planned) -> [(String, String); 1] {
    [(SUBMIT.to_owned(), submit(planned))]
}

/// What to type next.
pub fn next(submit: &str) -> Vec<(String, &'static str)> {
    vec![
        (
            format!("sh {submit}"),
            "submits the shards, waits for them and has them merged; what stands behind it goes to hq submit",
        ),
        ("hq job list".to_owned(), "what waits and what runs"),
    ]
}

fn submit(planned: &Planned) -> String {
    let rounds: Vec<String> = (1..=planned.rounds).map(|round| round.to_string()).collect();
    let [shard, merge, logs] = ["shard.sh", "merge.sh", LOGS].map(|name| word(&planned.at(name)));
    let log = |name: &str| word(&format!("{}/{name}", planned.at(LOGS)));
    format!(
        "{HEAD}\n\
         # Made by {PROGRAM}. Submits {tasks} shards, one a task, waits for them, and has them merged. Tasks of a worker that is lost\n\
         # are done by others. What stands behind it goes to hq submit. Once more it does what is not done.\n\
         {go}mkdir -p {logs}\n\
         for round in {rounds}; do\n\
         \x20   hq submit --wait --name {shard_name} --array 1-{tasks} --cpus {cpus} --cwd \"$PWD\" \\\n\
         \x20       --stdout {out} --stderr {err} \"$@\" \\\n\
         \x20       -- sh -c 'exec sh \"$0\" \"$HQ_TASK_ID\" \"$1\"' {shard} \"$round\"\n\
         done\n\
         hq submit --wait --name {merge_name} --array 1-{studies} --cpus {cpus} --cwd \"$PWD\" \\\n\
         \x20   --stdout {merge_out} --stderr {merge_err} \"$@\" \\\n\
         \x20   -- sh -c 'exec sh \"$0\" \"$HQ_TASK_ID\"' {merge}\n",
        tasks = planned.tasks(),
        studies = planned.studies(),
        cpus = planned.threads,
        go = go(planned),
        rounds = rounds.join(" "),
        shard_name = planned.name("shard"),
        merge_name = planned.name("merge"),
        out = log("shard-%{TASK_ID}.out"),
        err = log("shard-%{TASK_ID}.log"),
        merge_out = log("merge-%{TASK_ID}.out"),
        merge_err = log("merge-%{TASK_ID}.log"),
    )
}
