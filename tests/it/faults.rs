//! What happens to the files of a run when something goes wrong: killed, disk full, not allowed, two
//! at once. Old results stay whole, and no half file ever has a final name.

#![cfg(unix)]

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::place::{PROGRAM, Place, err};

const RIVERSIDE: &str = r#"{
  "name": "Riverside",
  "calendar": { "start": "2024-10-01", "days": 28 },
  "groups": { "everyone": { "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                            "needs": { "p0": 0.7, "p1": 0.3 } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["beds"] } },
  "services": { "beds": { "setting": "bed", "places": 12, "stay": { "exponential": { "mean": "5d" } } } }
}"#;

fn place() -> Place {
    Place::with(&[("riverside.json", RIVERSIDE)])
}

/// The command from a shell that first does something to what the program may do.
fn after(place: &Place, first: &str, words: &str) -> Output {
    let script = format!("{first} && exec '{PROGRAM}' {words}");
    Command::new("sh").current_dir(place.path()).args(["-c", &script]).output().unwrap()
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_run_whole_or_the_new_one() {
    let place = place();
    place.done("run riverside.json --quiet --runs 20 --seed 1 --out o");
    let old = place.contents("o");
    let began = Instant::now();
    place.done("run riverside.json --quiet --runs 20 --seed 2 --out other");
    let long = began.elapsed();
    let new = place.contents("other");
    assert!(old.len() > 8 && old != new);
    // Moments all over a run and a little beyond, most of them while files are made and put in place.
    let mut luck = 20_241_001_u64;
    for _ in 0..8 {
        luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (luck >> 40) as f64 / f64::from(1 << 24);
        let mut child = place
            .command("run riverside.json --quiet --runs 20 --seed 2 --out o --force")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_secs_f64(long.as_secs_f64() * 1.1 * share));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let left = place.contents("o");
        assert!(left == old || left == new, "a mixture: {:?}", left.keys());
        assert!(left == new || !ended.success(), "done, and the new run is not there");
    }
    // What the killed ones left hidden goes with the next one.
    place.done("run riverside.json --quiet --runs 20 --seed 2 --out o --force");
    let hidden = |name: &str| name.starts_with(".wardflow-");
    let names = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| hidden(&name.to_string_lossy())));
    assert_eq!(place.contents("o"), new);
}

#[test]
fn where_files_cannot_grow_the_old_run_stays_and_the_message_says_what_to_do() {
    let place = place();
    place.done("run riverside.json --quiet --runs 5 --charts none --out o");
    let old = place.contents("o");
    // As on a full disk: writing beyond eight blocks fails.
    let ended = after(
        &place,
        "trap '' XFSZ && ulimit -f 8",
        "run riverside.json --quiet --runs 200 --seed 2 --out o --force",
    );
    assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
    assert!(err(&ended).contains("error: cannot write"), "{}", err(&ended));
    assert!(err(&ended).contains("hint: make room on the disk"), "{}", err(&ended));
    assert_eq!(place.contents("o"), old);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2, "nothing hidden is left");
}

#[test]
fn where_nothing_may_be_written_the_message_names_the_folder_and_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    let shut = place.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        // Whoever may do everything is not stopped by rights; a device is no folder for anybody.
        let ended = place.command("run riverside.json --quiet --runs 2 --out /dev/null/o").output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{}", err(&ended));
        assert!(err(&ended).contains("/dev/null"), "{}", err(&ended));
        return;
    }
    let ended = place.command("run riverside.json --quiet --runs 2 --out shut/o").output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
    assert!(err(&ended).contains("cannot write into"), "{}", err(&ended));
    assert!(err(&ended).contains("hint: name a folder that you may write into with --out"));
}

#[test]
fn two_runs_into_one_folder_leave_one_of_them_whole() {
    let place = place();
    let runs: Vec<_> = [1, 2]
        .map(|seed| format!("run riverside.json --quiet --runs 10 --seed {seed} --out o --force"))
        .iter()
        .map(|words| place.command(words).spawn().unwrap())
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let both = place.contents("o");
    let alone = |seed| {
        place.done(&format!("run riverside.json --quiet --runs 10 --seed {seed} --out alone{seed}"));
        place.contents(&format!("alone{seed}"))
    };
    assert!(both == alone(1) || both == alone(2));
}
