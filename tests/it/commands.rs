//! Whole commands: what they print, which files they leave, and how they end.

use std::fs;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::place::{PROGRAM, Place, err, out};

const RIVERSIDE: &str = r#"{
  "name": "Riverside",
  "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "28d" },
  "groups": { "everyone": { "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                            "needs": { "p0": 0.7, "p1": 0.3 } } },
  "hospital": { "beds": 60 },
  "steps": { "therapy": { "starts": "ready", "takes": { "fixed": "1d" } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["beds", "home_care"] } },
  "services": { "beds": { "setting": "bed", "places": 6, "stay": { "exponential": { "mean": "5d" } } },
                "home_care": { "setting": "home", "places": 20, "stay": { "exponential": { "mean": "9d" } } } }
}"#;

fn place() -> Place {
    Place::with(&[("riverside.json", RIVERSIDE)])
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

const FILES: [&str; 8] = [
    "daily.csv",
    "findings.json",
    "manifest.json",
    "occupancy.csv",
    "replay.csv",
    "results.json",
    "runs.csv",
    "stress-des.md",
];

#[test]
fn without_a_command_there_are_three_lines_of_help_and_exit_2() {
    let ended = place().run("");
    assert_eq!((code(&ended), out(&ended).as_str(), err(&ended).lines().count()), (2, "", 3));
    assert!(err(&ended).contains("wardflow run"));
}

#[test]
fn help_and_version_end_with_0() {
    let place = place();
    for words in ["--help", "help run", "run --help", "check -h", "--version", "-V"] {
        let ended = place.run(words);
        assert_eq!(code(&ended), 0, "{words}");
        assert!(out(&ended).lines().all(|line| line.chars().count() <= 100), "{words}");
    }
    assert!(out(&place.run("--version")).starts_with("wardflow 0."));
    let help = out(&place.run("run --help"));
    assert!(help.contains("the built-in baseline") && help.contains("130 interrupted"), "{help}");
}

#[test]
fn the_version_in_full_names_the_licences_and_every_crate_that_the_list_has() {
    let place = place();
    for words in ["--version --verbose", "-V -v"] {
        let said = out(&place.run(words));
        assert!(said.starts_with("wardflow 0.") && said.contains("Licence: MIT OR Apache-2.0"), "{said}");
        let list = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/THIRD-PARTY.md")).unwrap();
        for name in list.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()).skip(1) {
            assert!(said.contains(&format!("\n  {name} ")), "{name} in\n{said}");
        }
    }
}

#[test]
fn a_rehearsal_says_what_would_be_run_and_leaves_nothing() {
    let place = place();
    let ended = place.run("run riverside.json --dry-run --runs 30 --threads 2");
    let said = out(&ended);
    assert_eq!((code(&ended), place.held("").len()), (0, 1), "{said}{}", err(&ended));
    for part in [
        "Nothing was run",
        "riverside.json",
        "30 runs",
        "28 days",
        "seed 1",
        "2 threads",
        "output/riverside-",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    let ended = place.run("sweep riverside.json --vary hospital.beds=50,60,70 --dry-run --runs 30");
    assert!(out(&ended).contains("120 runs (30 runs of 4 scenarios)"), "{}", out(&ended));
    // What could not be run is refused as without it.
    assert_eq!(code(&place.run("run riverside.json --set hospital.bedz=1 --dry-run")), 2);
}

#[test]
fn a_mistyped_command_or_flag_is_answered_with_the_nearest_one() {
    let place = place();
    let (command, flag) = (place.run("chekc riverside.json"), place.run("run --rusn 5"));
    assert_eq!((code(&command), code(&flag)), (2, 2));
    assert!(err(&command).contains("did you mean \"check\"?"), "{}", err(&command));
    assert!(err(&flag).contains("did you mean \"--runs\"?"), "{}", err(&flag));
    assert_eq!(code(&place.run("run --runs 0")), 2);
    assert_eq!(code(&place.run("run --threads 0")), 2);
}

#[test]
fn a_run_prints_a_page_and_writes_its_files() {
    let place = place();
    let ended = place.run("run riverside.json --runs 20 --charts none");
    assert_eq!(code(&ended), 0, "{}", err(&ended));
    let page = out(&ended).split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        ["Riverside", "no criteria to reside", "how sure of it", "single runs vary", "Written to output"]
    {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    let folders: Vec<_> = fs::read_dir(place.path().join("output")).unwrap().map(|e| e.unwrap()).collect();
    assert_eq!(folders.len(), 1);
    let name = folders[0].file_name().to_string_lossy().into_owned();
    let results = place.json(&format!("output/{name}/results.json"));
    let fingerprint = results["scenario"]["fingerprint"].as_str().unwrap();
    assert_eq!(name, format!("riverside-{}", &fingerprint[..8]));
    assert_eq!(place.held(&format!("output/{name}")), FILES);
    assert_eq!((&results["schema"], &results["runs"]), (&Value::from(1), &Value::from(20)));
    assert!(results["outcomes"]["nctr_bed_days"]["range90"].is_array());
    let manifest = place.json(&format!("output/{name}/manifest.json"));
    assert_eq!(manifest["fingerprint"], fingerprint);
    assert_eq!(manifest["scenario"]["name"], "Riverside");
    assert_eq!(manifest["files"].as_array().unwrap().len(), FILES.len());
}

#[test]
fn without_a_folder_another_seed_or_number_of_runs_goes_to_one_of_its_own() {
    let place = place();
    for flags in ["--runs 3", "--runs 3 --seed 2", "--runs 3", "--runs 3 --seed 2", "--runs 4"] {
        let ended = place.run(&format!("run riverside.json --charts none -q {flags}"));
        assert_eq!(code(&ended), 0, "{}", err(&ended));
    }
    let folders = fs::read_dir(place.path().join("output")).unwrap();
    let mut endings: Vec<String> = folders
        .map(|folder| folder.unwrap().file_name().to_string_lossy()["riverside-01234567".len()..].to_owned())
        .collect();
    endings.sort();
    assert_eq!(endings, ["", "-seed-1-4-runs", "-seed-2-3-runs"]);
    let ended = place.run("run riverside.json --charts none -q --runs 5 --force");
    assert_eq!(code(&ended), 0);
    assert_eq!(fs::read_dir(place.path().join("output")).unwrap().count(), 3, "asked to replace");
}

#[test]
fn without_a_scenario_the_built_in_baseline_runs() {
    let place = place();
    let ended = place.run("run --runs 1 --charts none --out base --quiet");
    assert_eq!((code(&ended), out(&ended), err(&ended)), (0, String::new(), String::new()));
    assert_eq!(place.held("base"), FILES);
    assert_eq!(place.json("base/manifest.json")["file"], Value::Null);
}

#[test]
fn results_are_the_same_bytes_for_any_number_of_threads() {
    let place = place();
    for (threads, folder) in [(1, "one"), (2, "two"), (5, "five")] {
        let words =
            format!("run riverside.json --runs 25 --charts none -q --threads {threads} --out {folder}");
        assert_eq!(code(&place.run(&words)), 0);
    }
    for name in ["results.json", "daily.csv", "runs.csv", "occupancy.csv", "stress-des.md"] {
        let one = place.read(&format!("one/{name}"));
        assert!(one.len() > 100, "{name} holds something");
        for folder in ["two", "five"] {
            assert!(one == place.read(&format!("{folder}/{name}")), "{folder}/{name} differs");
        }
    }
    assert_eq!(place.json("five/manifest.json")["threads"], 5);
}

#[test]
fn the_seed_and_a_setting_change_the_results() {
    let place = place();
    for (flags, folder) in [("", "a"), ("--seed 2", "b"), ("--set services.home_care.places=3", "c")] {
        let words = format!("run riverside.json --runs 5 --charts none -q --out {folder} {flags}");
        assert_eq!(code(&place.run(&words)), 0, "{flags}");
    }
    let fingerprint =
        |folder| place.json(&format!("{folder}/results.json"))["scenario"]["fingerprint"].clone();
    assert_eq!(fingerprint("a"), fingerprint("b"), "the seed is no part of the scenario");
    assert_ne!(fingerprint("a"), fingerprint("c"));
    assert_ne!(place.read("a/runs.csv"), place.read("b/runs.csv"));
    assert_eq!(place.json("c/manifest.json")["settings"], serde_json::json!(["services.home_care.places=3"]));
}

#[test]
fn json_is_all_there_is_on_stdout_and_equals_the_file() {
    let place = place();
    for words in ["--json", "--json --quiet"] {
        let ended = place.run(&format!("run riverside.json --runs 3 --charts none --out o {words}"));
        assert_eq!(code(&ended), 0);
        assert_eq!(ended.stdout, place.read("o/results.json"), "{words}");
    }
    let text = place.text("o/results.json");
    for word in ["threads", "seconds", "NaN", place.path().to_str().unwrap()] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn progress_is_a_line_a_tenth_on_stderr_where_nobody_looks_on() {
    let place = place();
    let said = err(&place.run("run riverside.json --runs 40 --charts none --out o"));
    let lines: Vec<&str> = said.lines().filter(|line| line.contains(" of 40 runs")).collect();
    assert_eq!(lines.len(), 10, "{said}");
    assert!(lines[9].starts_with("40 of 40 runs") && lines[0].contains("to go"), "{said}");
    assert!(!said.contains('\u{1b}'), "no colours or cursor movements");
}

#[test]
fn another_run_is_refused_without_force_and_the_same_one_replaced() {
    let place = place();
    let run = |flags: &str| {
        let ended = place.run(&format!("run riverside.json --runs 2 --charts none -q --out o {flags}"));
        (code(&ended), err(&ended))
    };
    assert_eq!(run("").0, 0);
    assert_eq!(run("").0, 0, "the same run");
    let before = place.read("o/runs.csv");
    for (flags, expected) in [
        ("--runs 2 --seed 3", "holds a run of seed 1 with 2 runs, and this is one of seed 3 with 2 runs"),
        ("--runs 5", "with 5 runs"),
        ("--runs auto --most-runs 9", "with at most 9 runs for a precision of 5%"),
    ] {
        let ended = place.run(&format!("run riverside.json --charts none -q --out o {flags}"));
        assert_eq!(code(&ended), 2, "{flags}");
        assert!(err(&ended).contains(expected) && err(&ended).contains("--force"), "{}", err(&ended));
        assert_eq!(place.read("o/runs.csv"), before, "{flags}");
    }
    let (ended, said) = run("--set hospital.beds=50");
    assert_eq!(ended, 2);
    assert!(said.contains("--force"), "{said}");
    assert_eq!(place.read("o/runs.csv"), before);
    assert_eq!(run("--set hospital.beds=50 --force").0, 0);
    assert_eq!(place.held("o"), FILES);
    fs::create_dir(place.path().join("mine")).unwrap();
    place.write("mine/thesis.txt", "years");
    assert_eq!(code(&place.run("run riverside.json --runs 2 -q --out mine")), 2);
    assert_eq!(place.held("mine"), ["thesis.txt"]);
}

#[test]
fn a_faulty_scenario_ends_with_2_and_nothing_is_written() {
    let place = place();
    place.write("bad.json", "{ \"name\": ");
    for words in
        ["run bad.json --out o", "run absent.json --out o", "run riverside.json --set nothing --out o"]
    {
        let ended = place.run(words);
        assert_eq!((code(&ended), out(&ended)), (2, String::new()), "{words}");
        assert!(err(&ended).starts_with("error: "), "{}", err(&ended));
    }
    assert_eq!(place.held(""), ["bad.json", "riverside.json"]);
}

#[test]
fn a_run_is_compared_with_what_was_observed() {
    let place = place();
    let header = "measure,label,observed,accept_low,accept_high,source\n";
    let rows = "discharges_per_day,Discharges a day,8,0,1000000,invented\nhome_care.people_mean,At home,9,-2,-1,invented\n";
    place.write("seen.csv", format!("{header}{rows}"));
    let ended = place.run("run riverside.json --runs 20 --charts none --out o --observed seen.csv");
    assert_eq!(code(&ended), 0, "{}", err(&ended));
    assert!(out(&ended).contains("1 of 2 hold"), "{}", out(&ended));
    let file = place.text("o/observed.csv");
    assert!(file.lines().nth(1).unwrap().contains(",yes,") && file.lines().nth(2).unwrap().contains(",no,"));
    assert!(place.json("o/manifest.json")["files"].as_array().unwrap().contains(&"observed.csv".into()));
    place.write("seen.csv", format!("{header}dischages,x,1,0,2,s\nweather,x,1,0,2,s\n"));
    for file in ["seen.csv", "absent.csv"] {
        let ended = place.run(&format!("run riverside.json --out other --observed {file}"));
        assert_eq!((code(&ended), out(&ended)), (2, String::new()), "{file}");
        assert!(err(&ended).contains(&format!("error: {file}")), "{}", err(&ended));
    }
    assert_eq!(
        err(&place.run("run riverside.json --out other --observed seen.csv")).matches("line ").count(),
        2
    );
    assert!(!place.path().join("other").exists());
}

#[test]
fn check_says_what_would_run_or_every_fault() {
    let place = place();
    let ended = place.run("check riverside.json");
    assert_eq!(code(&ended), 0, "{}", err(&ended));
    assert!(out(&ended).starts_with("riverside.json: no faults. Riverside: 28 days from 1 October 2024"));
    place.write("bad.json", "{ \"name\": ");
    let ended = place.run("check bad.json riverside.json");
    assert_eq!(code(&ended), 2);
    assert!(err(&ended).contains("bad.json") && err(&ended).contains("1 of 2 files have faults"));
    assert!(out(&ended).contains("riverside.json: no faults"));
    assert_eq!(code(&place.run("check")), 2);
    assert_eq!(place.held(""), ["bad.json", "riverside.json"], "nothing was run");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = place();
    for words in ["run riverside.json --runs 2 --charts none --out o", "run --help", "check riverside.json"] {
        let mut child = std::process::Command::new(PROGRAM)
            .env("WARDFLOW_REPORT", "none")
            .current_dir(place.path())
            .args(words.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{words}");
    }
    assert_eq!(place.held("o"), FILES);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_leaves_nothing_but_what_resume_goes_on_from() {
    let place = place();
    let child = std::process::Command::new(PROGRAM)
        .current_dir(place.path())
        .args("run riverside.json --runs 1000000 --out o/deep".split_whitespace())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Its hidden folder shows that it listens.
    while fs::read_dir(place.path()).unwrap().count() < 2 {
        std::thread::yield_now();
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.unwrap().success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((code(&ended), out(&ended)), (130, String::new()));
    let said = err(&ended);
    let nothing = said.contains("interrupted; nothing was written");
    assert!(nothing || said.contains("interrupted; no results were written. "), "{said}");
    assert_eq!(place.path().join("o/deep.unfinished.json").exists(), !nothing, "{said}");
    assert!(!place.path().join("o/deep").exists());
}

#[test]
fn check_explains_the_plan_in_sentences_with_sources() {
    let place = place();
    let ended = place.run("check riverside.json --explain");
    assert_eq!(code(&ended), 0, "{}", err(&ended));
    let page = out(&ended);
    for part in ["Riverside\n", "Who comes\n", "8 people a day", "Services\n", "20 places, as if always so"] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    assert!(page.lines().skip(1).all(|line| line.chars().count() <= 100), "{page}");
    assert!(page.contains("No figure of this scenario names its source"));
}

#[test]
fn check_passes_over_the_schema_that_stands_beside_scenarios() {
    let place = place();
    place.write("schema.json", place.run("schema").stdout);
    let ended = place.run("check riverside.json schema.json");
    assert_eq!((code(&ended), err(&ended)), (0, String::new()));
    assert!(out(&ended).contains("schema.json: a JSON Schema and no scenario"));
}

#[test]
fn trace_prints_the_log_of_measured_days_or_tells_a_story() {
    let place = place();
    let ended = place.run("trace riverside.json");
    assert_eq!(code(&ended), 0, "{}", err(&ended));
    let log = out(&ended);
    assert!(log.starts_with("time,patient,group,event,place,"), "{log}");
    assert!(log.lines().nth(1).unwrap().starts_with("2024-10-01T"), "{log}");
    let whole = out(&place.run("trace riverside.json --warm-up"));
    let (_, measured) = log.split_once('\n').unwrap();
    assert!(whole.lines().nth(1).unwrap().starts_with("2024-09-03T") && whole.ends_with(measured));
    assert_ne!(log, out(&place.run("trace riverside.json --replication 1")));
    assert_ne!(log, out(&place.run("trace riverside.json --seed 2")));
    let told = place.run("trace riverside.json --patient everyone-2024-10-01-1");
    assert_eq!(code(&told), 0, "{}", err(&told));
    let story = out(&told);
    assert!(
        story.contains("On Tuesday 1 October 2024 at ") && story.contains("the person came to"),
        "{story}"
    );
    assert!(story.lines().all(|line| line.chars().count() <= 100), "{story}");
    let unknown = place.run("trace riverside.json --patient everyone-2024-10-01-99");
    assert_eq!((code(&unknown), out(&unknown)), (2, String::new()));
    assert!(err(&unknown).contains("the nearest is \"everyone-2024-10-01-9\""), "{}", err(&unknown));
}

#[test]
fn trace_writes_a_file_whole_and_replaces_only_a_log() {
    let place = place();
    let log = out(&place.run("trace riverside.json"));
    for _ in 0..2 {
        let ended = place.run("trace riverside.json --out made/log.csv");
        assert_eq!((code(&ended), out(&ended)), (0, String::new()), "{}", err(&ended));
        assert_eq!(place.text("made/log.csv"), log);
    }
    assert_eq!(place.held("made"), ["log.csv"], "nothing hidden is left");
    place.write("thesis.txt", "years");
    let ended = place.run("trace riverside.json --out thesis.txt");
    assert_eq!(code(&ended), 2);
    assert!(err(&ended).contains("--force"), "{}", err(&ended));
    assert_eq!(place.read("thesis.txt"), b"years");
    assert_eq!(code(&place.run("trace riverside.json --out made")), 2);
    assert_eq!(code(&place.run("trace absent.json")), 2);
    assert_eq!(code(&place.run("trace riverside.json --out thesis.txt --force")), 0);
}
