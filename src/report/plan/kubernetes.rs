//! For Kubernetes: an indexed Job, whose pods each make a shard, and a Job that merges them. Both see the study on one
//! volume. `submit.sh` starts the second once the first is complete, as Jobs do not wait for each other.

use serde_json::{Value, json};

use super::script::{HEAD, go, word};
use super::{Planned, SUBMIT};
use crate::report::version::PROGRAM;

/// Where the volume is seen in a pod.
const STUDY: &str = "/study";
/// A pod that fails is tried again so often, on average over all of a Job.
const TRIES: u64 = 3;
/// What a wrong command ends with: to try it again is no use.
const WRONG: u32 = 2;

/// The files.
pub fn files(planned: &Planned, image: &str, claim: &str) -> Vec<(String, String)> {
    let job = |what: &str, script: &str, tasks: u64, round: Option<u32>| {
        let index = "exec sh \"$0\" \"$((JOB_COMPLETION_INDEX + 1))\" \"$1\"";
        let round = round.unwrap_or(1).to_string();
        // Kubernetes itself looks for $(NAME) in these words; $$ is what it takes for a plain sign.
        let words = ["sh", "-c", index, &planned.at(script), &round].map(|word| word.replace('$', "$$"));
        let cpu = planned.threads.to_string();
        let manifest = json!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": { "name": what, "labels": { "app.kubernetes.io/name": "wardflow" } },
            "spec": {
                "completionMode": "Indexed",
                "completions": tasks,
                "parallelism": tasks,
                "backoffLimit": tasks * TRIES,
                "podFailurePolicy": { "rules": [
                    { "action": "FailJob", "onExitCodes": { "operator": "In", "values": [WRONG] } },
                    { "action": "Ignore", "onPodConditions": [{ "type": "DisruptionTarget", "status": "True" }] },
                ] },
                "template": { "spec": {
                    "restartPolicy": "Never",
                    "containers": [{
                        "name": "wardflow",
                        "image": image,
                        "workingDir": STUDY,
                        "command": words,
                        "resources": { "requests": { "cpu": cpu } },
                        "volumeMounts": [{ "name": "study", "mountPath": STUDY }],
                    }],
                    "volumes": [{ "name": "study", "persistentVolumeClaim": { "claimName": claim } }],
                } },
            },
        });
        format!("# Made by {PROGRAM}.\n{}", yaml(&manifest))
    };
    let mut all = Vec::new();
    for round in 1..=planned.rounds {
        let text = job(&shards(planned, round), "shard.sh", planned.tasks(), Some(round));
        all.push((file(round), text));
    }
    all.push(("merge.yaml".to_owned(), job(&planned.name("merge"), "merge.sh", planned.studies(), None)));
    all.push((SUBMIT.to_owned(), submit(planned)));
    all
}

/// What to type next.
pub fn next(planned: &Planned, submit: &str) -> Vec<(String, &'static str)> {
    let files = if planned.trusts.is_empty() { "the scenario files and this folder" } else { "this folder" };
    let first = if files == "this folder" {
        "put this folder onto the claimed volume, at the same place as here"
    } else {
        "put the scenario files and this folder onto the claimed volume, at the same places as here"
    };
    vec![
        ("kubectl cp …".to_owned(), first),
        (
            format!("sh {submit}"),
            "starts the shards, waits, and has them merged; what stands behind it goes to kubectl, as --namespace=flow",
        ),
        ("kubectl get pods -l app.kubernetes.io/name=wardflow".to_owned(), "what waits and what runs"),
    ]
}

/// What the Job of a round is called.
fn shards(planned: &Planned, round: u32) -> String {
    if planned.rounds == 1 { planned.name("shard") } else { planned.name(&format!("shard-round-{round}")) }
}

/// The file of a round.
fn file(round: u32) -> String {
    if round == 1 { "shards.yaml".to_owned() } else { format!("shards-round-{round}.yaml") }
}

fn submit(planned: &Planned) -> String {
    let mut steps: Vec<String> = (1..=planned.rounds)
        .map(|round| format!("finish {} {} \"$@\"", shards(planned, round), word(&planned.at(&file(round)))))
        .collect();
    steps.push(format!("finish {} {} \"$@\"", planned.name("merge"), word(&planned.at("merge.yaml"))));
    format!(
        "{HEAD}\n\
         # Made by {PROGRAM}. Starts each Job once the one before it is complete. What stands behind it goes to kubectl, as\n\
         # --namespace=flow. Once more it does what is not done: a shard that is there is not made again.\n\
         {go}finish() {{\n\
         \x20   job=$1 file=$2\n\
         \x20   shift 2\n\
         \x20   kubectl \"$@\" delete --ignore-not-found --filename \"$file\"\n\
         \x20   kubectl \"$@\" create --filename \"$file\"\n\
         \x20   until kubectl \"$@\" wait --for=condition=complete \"job/$job\" --timeout=30s 2>/dev/null; do\n\
         \x20       failed=$(kubectl \"$@\" get \"job/$job\" --output='jsonpath={{.status.conditions[?(@.type==\"Failed\")].status}}')\n\
         \x20       if [ \"$failed\" = True ]; then\n\
         \x20           echo \"$job failed; kubectl logs job/$job says why\" >&2\n\
         \x20           exit 1\n\
         \x20       fi\n\
         \x20   done\n\
         }}\n\
         {}\n",
        steps.join("\n"),
        go = go(planned),
    )
}

/// As YAML: maps and lists one entry a line, every text in double quotes.
fn yaml(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

fn write(value: &Value, deep: usize, out: &mut String) {
    let inner = "  ".repeat(deep);
    let below = |value: &Value, out: &mut String| {
        if matches!(value, Value::Object(_) | Value::Array(_)) {
            out.push('\n');
            write(value, deep + 1, out);
        } else {
            out.push(' ');
            write(value, deep, out);
            out.push('\n');
        }
    };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                out.extend([&inner, key, ":"]);
                below(value, out);
            }
        }
        Value::Array(all) => {
            for value in all {
                out.extend([&inner, "-"]);
                below(value, out);
            }
        }
        Value::String(text) => out.push_str(&quoted(text)),
        other => out.push_str(&other.to_string()),
    }
}

/// A text in double quotes, in which YAML reads every letter as it is.
fn quoted(text: &str) -> String {
    let letter = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        c if u32::from(c) <= 0xFFFF => format!("\\u{:04x}", u32::from(c)),
        c => format!("\\U{:08x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}
