//! `wardflow plan`: a study for a cluster, whose scripts are run here one after the other.

use std::process::Command;

use crate::place::{PROGRAM, Place, err};

const HAMLET: &str = r#"{
  "name": "Hamlet", "calendar": { "start": "2025-01-06", "days": 28, "warm_up": "14d" },
  "groups": { "home": { "arrivals": { "per_day": 2.5 }, "enters": "ready", "needs": { "p1": 1 } } },
  "pathways": { "p1": { "services": ["visits"] } },
  "services": { "visits": { "places": 32, "stay": { "exponential": { "mean": "10d" } } } }
}"#;
const MORE: &str = r#"{ "extends": "it's a hamlet.json", "services": { "visits": { "places": 36 } } }"#;

fn place() -> Place {
    Place::with(&[("it's a hamlet.json", HAMLET), ("more.json", MORE)])
}

/// The program with these words, of which some hold spaces.
fn said(place: &Place, words: &[&str]) -> std::process::Output {
    place.command("").args(words).output().unwrap()
}

/// Runs a script of the plan with the program in place of the one that is installed.
#[track_caller]
fn script(place: &Place, words: &[&str]) {
    let ran =
        Command::new("sh").args(words).env("WARDFLOW", PROGRAM).current_dir(place.path()).output().unwrap();
    assert!(ran.status.success(), "{words:?}: {}", err(&ran));
}

#[test]
#[cfg(unix)]
fn the_scripts_of_a_plan_make_the_results_of_one_machine() {
    let place = place();
    let study = [
        "compare",
        "it's a hamlet.json",
        "more.json",
        "--runs",
        "5",
        "--no-repeat",
        "--charts",
        "none",
        "--threads",
        "1",
        "--report",
        "none",
    ];
    let alone = said(&place, &[&study[..], &["--out", "alone"]].concat());
    assert!(alone.status.success(), "{}", err(&alone));
    for scheduler in [&["--slurm"][..], &["--hyperqueue"], &["--kubernetes", "--image", "x"]] {
        let out = scheduler[0].trim_start_matches('-');
        let plan = [&["plan", "--shards", "3", "--out", out][..], scheduler, &["--"], &study].concat();
        let planned = said(&place, &plan);
        assert!(planned.status.success(), "{}", err(&planned));
        assert!(place.held(out).contains(&"submit.sh".to_owned()), "{:?}", place.held(out));
    }
    for number in ["3", "1", "2"] {
        script(&place, &["slurm/shard.sh", number]);
    }
    script(&place, &["slurm/merge.sh"]);
    assert_eq!(place.contents("slurm/results"), place.contents("alone"));
}

#[test]
#[cfg(unix)]
fn the_national_study_has_a_folder_for_each_trust_and_a_task_for_each_shard() {
    let place = Place::with(&[(
        "weekends.json",
        r#"{ "extends": "scenario.json", "name": "More room", "hospital": { "beds": 900 } }"#,
    )]);
    let page = place
        .done("plan --slurm --national --shards 2 --option weekends.json -- compare --runs 1 --no-repeat");
    assert!(page.contains("238 tasks"), "{page}");
    let list = place.text("national/trusts.txt");
    assert!(list.lines().count() == 119, "{list}");
    let at = list.lines().position(|code| code == "r1f").unwrap();
    for file in ["scenario.json", "weekends.json", "observed.csv"] {
        assert!(place.at(&format!("national/r1f/{file}")).is_file(), "{file}");
    }
    for task in [2 * at + 1, 2 * at + 2] {
        script(&place, &["national/shard.sh", &task.to_string()]);
    }
    assert_eq!(place.held("national/shards/r1f").len(), 2);
}

#[test]
fn a_plan_that_cannot_be_carried_out_is_refused_and_leaves_nothing() {
    let place = place();
    place.write("alone.json", HAMLET);
    place.write("odd.json", r#"{ "extends": "scenario.json", "hospital": { "bed": 900 } }"#);
    for (words, expected) in [
        ("plan -- run alone.json", "--slurm, --hyperqueue or --kubernetes"),
        ("plan --slurm", "COMMAND is missing"),
        ("plan --slurm -- rum alone.json", "did you mean \"run\"?"),
        ("plan --slurm -- run alone.json --rnus 3", "did you mean \"--runs\"?"),
        ("plan --slurm -- run gone.json", "gone.json"),
        ("plan --slurm -- check alone.json", "expected one of run, compare"),
        ("plan --slurm -- run alone.json --shard 1/2", "--shard cannot stand"),
        ("plan --slurm -- run alone.json --dry-run", "--dry-run cannot stand"),
        ("plan --slurm --shards 0 -- run alone.json", "from 1 to 100000"),
        ("plan --slurm --hyperqueue -- run alone.json", "cannot stand beside"),
        ("plan --kubernetes -- run alone.json", "--image"),
        ("plan --kubernetes --image x --out /tmp/wardflow-plan -- run alone.json", "onto the volume"),
        ("plan --slurm --national --shards 1000", "expected at most 840"),
        ("plan --slurm --national --option alone.json", "\"extends\": \"scenario.json\""),
        ("plan --slurm --national --option odd.json", "did you mean \"beds\"?"),
        ("plan --slurm --option odd.json -- run alone.json", "--national"),
    ] {
        let before = place.held(".");
        let why = place.refused(words);
        assert!(why.contains(expected), "{words}: {why}");
        assert_eq!(place.held("."), before, "{words}");
    }
}
