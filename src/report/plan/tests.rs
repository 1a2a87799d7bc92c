//! Scripts are run with a program that only says with which words it was called.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

fn planned(words: &[&str], trusts: &[&str]) -> Planned {
    Planned {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        delivery: vec!["--charts".to_owned(), "none".to_owned()],
        results: "what was found".to_owned(),
        folder: "my plan".to_owned(),
        from: None,
        shards: 16,
        rounds: 1,
        threads: 2,
        trusts: trusts.iter().map(|code| (*code).to_owned()).collect(),
    }
}

/// A folder with the files of a plan, and programs that say their words, one a line, in a file of their name.
fn written(planned: &Planned, scheduler: &Scheduler) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let put = |path: &Path, bytes: &[u8]| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for file in planned.files(scheduler) {
        put(&place.path().join(&planned.folder).join(file.name), &file.bytes.unwrap());
    }
    let list = planned.trusts.join("\n") + "\n";
    put(&place.path().join(&planned.folder).join(TRUSTS), list.as_bytes());
    for name in ["wardflow", "sbatch", "hq", "kubectl"] {
        let says = format!(
            "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done >>\"$SAID/{name}\"\necho >>\"$SAID/{name}\"\necho 7\n"
        );
        let path = place.path().join("bin").join(name);
        put(&path, says.as_bytes());
        assert!(Command::new("chmod").arg("+x").arg(path).status().unwrap().success());
    }
    place
}

/// What `name` was called with by a script, call by call.
fn called(place: &tempfile::TempDir, script: &str, words: &[&str], name: &str) -> Vec<Vec<String>> {
    let path = format!("{}:{}", place.path().join("bin").display(), std::env::var("PATH").unwrap());
    let ran = Command::new("sh")
        .arg(place.path().join(script))
        .args(words)
        .env("PATH", path)
        .env("SAID", place.path())
        .env("SLURM_ARRAY_TASK_ID", "5")
        .current_dir(if script.ends_with(".sbatch") { place.path() } else { Path::new("/") })
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = fs::read_to_string(place.path().join(name)).unwrap();
    said.trim_end_matches('\n').split("\n\n").map(|call| call.lines().map(str::to_owned).collect()).collect()
}

const ODD: [&str; 6] = ["compare", "it's $HOME.json", "`id`", "--set", "a.b=\"{c} \\ *\"", "$(id)"];

#[test]
#[cfg(unix)]
fn words_reach_the_program_as_they_were_typed_whatever_a_shell_would_make_of_them() {
    let planned = planned(&ODD, &[]);
    let place = written(&planned, &Scheduler::Slurm);
    let shard = called(&place, "my plan/shard.sh", &["3", "2"], "wardflow");
    let own = ["--shard", "3/16", "--round", "2", "--threads", "2", "--out", "my plan/shards"];
    assert_eq!(shard, [ODD.iter().chain(&own).map(|word| (*word).to_owned()).collect::<Vec<_>>()]);
    fs::remove_file(place.path().join("wardflow")).unwrap();
    let merge = called(&place, "my plan/merge.sh", &[], "wardflow");
    let own = ["merge", "my plan/shards", "--threads", "2", "--out", "what was found", "--charts", "none"];
    assert_eq!(merge, [own]);
}

#[test]
#[cfg(unix)]
fn tasks_of_trusts_are_all_shards_of_one_after_those_of_the_other() {
    let planned =
        planned(&["compare", "{trust}/scenario.json", "x{trust}y z", "--runs", "9"], &["r1f", "ra9", "rd8"]);
    assert_eq!((planned.tasks(), planned.studies()), (48, 3));
    let place = written(&planned, &Scheduler::HyperQueue);
    for (task, trust, shard) in
        [("1", "r1f", "1/16"), ("16", "r1f", "16/16"), ("17", "ra9", "1/16"), ("48", "rd8", "16/16")]
    {
        let _ = fs::remove_file(place.path().join("wardflow"));
        let said = called(&place, "my plan/shard.sh", &[task], "wardflow").remove(0);
        assert_eq!(said[1], format!("my plan/{trust}/scenario.json"), "{task}");
        assert_eq!(said[2], format!("xmy plan/{trust}y z"), "{task}");
        assert_eq!(said[5..9], ["--shard", shard, "--round", "1"], "{task}");
        assert_eq!(said[12], format!("my plan/shards/{trust}"), "{task}");
    }
    let _ = fs::remove_file(place.path().join("wardflow"));
    let merge = called(&place, "my plan/merge.sh", &["2"], "wardflow").remove(0);
    assert!(merge[1] == "my plan/shards/ra9" && merge[5] == "what was found/ra9", "{merge:?}");
}

#[test]
#[cfg(unix)]
fn slurm_is_given_arrays_that_it_takes_and_a_merge_that_waits_for_all_of_them() {
    let mut planned = planned(&ODD, &[]);
    (planned.shards, planned.rounds) = (2500, 2);
    let place = written(&planned, &Scheduler::Slurm);
    let said = called(&place, "my plan/submit.sh", &["--partition=a b"], "sbatch");
    assert_eq!(said.len(), 7, "three arrays a round, and the merge");
    let arrays: Vec<&String> = said.iter().flatten().filter(|word| word.starts_with("--array")).collect();
    assert_eq!(
        arrays,
        ["--array=1-1000", "--array=1-1000", "--array=1-500"].repeat(2).iter().collect::<Vec<_>>()
    );
    let ends = |n: usize| said[n][said[n].len() - 3..].to_vec();
    assert_eq!(ends(2), ["my plan/shards.sbatch", "2000", "1"]);
    assert_eq!(ends(3), ["my plan/shards.sbatch", "0", "2"]);
    assert!(said.iter().all(|call| call.contains(&"--partition=a b".to_owned())), "{said:?}");
    for (call, waits) in said.iter().zip([0, 0, 0, 1, 1, 1, 1]) {
        assert_eq!(
            call.iter().filter(|word| *word == "--dependency=afterok:7:7:7").count(),
            waits,
            "{call:?}"
        );
    }
    let task = called(&place, "my plan/shards.sbatch", &["2000", "2"], "wardflow");
    assert!(task[0].contains(&"2005/2500".to_owned()), "{task:?}");
}

#[test]
#[cfg(unix)]
fn hyperqueue_and_kubernetes_are_given_a_task_for_each_shard_and_then_the_merge() {
    let planned = planned(&ODD, &[]);
    let place = written(&planned, &Scheduler::HyperQueue);
    let said = called(&place, "my plan/submit.sh", &[], "hq");
    assert_eq!(said.len(), 2);
    assert!(
        said[0].contains(&"1-16".to_owned()) && said[0].contains(&"my plan/shard.sh".to_owned()),
        "{said:?}"
    );
    assert!(
        said[1].contains(&"1-1".to_owned()) && said[1].contains(&"my plan/merge.sh".to_owned()),
        "{said:?}"
    );
    let kubernetes = Scheduler::Kubernetes { image: "i".to_owned(), claim: "c".to_owned() };
    let place = written(&planned, &kubernetes);
    let said = called(&place, "my plan/submit.sh", &["--namespace=n"], "kubectl");
    let jobs: Vec<&String> = said.iter().filter(|call| call[1] == "wait").map(|call| &call[3]).collect();
    assert_eq!(jobs, ["job/wardflow-compare-shard", "job/wardflow-compare-merge"]);
    assert!(said.iter().all(|call| call[0] == "--namespace=n"), "{said:?}");
}

#[test]
fn a_text_in_yaml_is_what_it_was_and_kubernetes_replaces_nothing_in_it() {
    let mut planned = planned(&["run"], &[]);
    planned.folder = "a: \"$(HOME)\" # é\u{7f}\u{1f600}".to_owned();
    let files = planned.files(&Scheduler::Kubernetes { image: "x:1".to_owned(), claim: "c".to_owned() });
    let text = files.into_iter().find(|file| file.name == "shards.yaml").unwrap().bytes.unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(r#"- "a: \"$$(HOME)\" # \u00e9\u007f\U0001f600/shard.sh""#), "{text}");
    assert!(
        text.contains("\n  completions: 16\n") && text.contains("\n  completionMode: \"Indexed\"\n"),
        "{text}"
    );
    assert!(text.contains(r#""exec sh \"$$0\" \"$$((JOB_COMPLETION_INDEX + 1))\" \"$$1\"""#), "{text}");
}
