//! Pipes, devices and sockets in the place of files: refused at once wherever a file is read or
//! written, and left as they are. A pipe that nobody writes to would else be waited for without end.

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command as System, Stdio};
use std::time::Duration;

use assert_cmd::Command;

use crate::place::PROGRAM;

const WARD: &str = r#"{
  "name": "Ward", "calendar": { "start": "2024-01-01", "days": 7 },
  "groups": { "all": { "arrivals": { "per_day": 2 }, "stay": { "fixed": "2d" }, "needs": { "p1": 1 } } },
  "pathways": { "p1": { "services": ["care"] } },
  "services": { "care": { "places": 9, "stay": { "fixed": "3d" } } }
}"#;

/// A folder with a scenario, and with things in it that are no files: their names.
struct Place {
    folder: tempfile::TempDir,
    _socket: UnixListener,
}

const ODD: [(&str, &str); 3] = [("pipe", "a pipe"), ("zero", "a device"), ("socket", "a socket")];

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("ward.json"), WARD).unwrap();
        assert!(System::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        symlink("/dev/zero", at("zero")).unwrap();
        let socket = UnixListener::bind(at("socket")).unwrap();
        Self { folder, _socket: socket }
    }

    /// How the command ended and what it said on stderr. One that hangs is ended.
    fn run(&self, words: &str) -> (Option<i32>, String) {
        let mut command = Command::new(PROGRAM);
        let command = command.current_dir(self.folder.path()).args(words.split_whitespace());
        let ended = command.timeout(Duration::from_mins(1)).output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    }

    fn is_as_it_was(&self) -> bool {
        let kind = |name: &str| fs::metadata(self.folder.path().join(name)).unwrap().file_type();
        kind("pipe").is_fifo() && kind("zero").is_char_device() && kind("socket").is_socket()
    }
}

#[test]
fn nothing_but_plain_files_is_read() {
    let place = Place::new();
    let at = |name: &str| place.folder.path().join(name);
    for (name, what) in ODD {
        let town = WARD.replacen(r#"{ "per_day": 2 }"#, &format!(r#"{{ "daily_counts": "{name}" }}"#), 1);
        fs::write(at("day.json"), town).unwrap();
        fs::write(at("extends.json"), format!(r#"{{ "extends": "{name}" }}"#)).unwrap();
        fs::write(
            at("census.json"),
            format!(r#"{{ "extends": "ward.json", "initial": {{ "census": "{name}" }} }}"#),
        )
        .unwrap();
        for words in [
            format!("run {name} --out o"),
            format!("check {name}"),
            format!("trace {name}"),
            format!("compare ward.json {name} --out o"),
            format!("sweep {name} --vary services.care.places=1,2 --out o"),
            format!("run ward.json --observed {name} --runs 1 --out o"),
            "check day.json".to_owned(),
            "check extends.json".to_owned(),
            "check census.json".to_owned(),
        ] {
            let (code, said) = place.run(&words);
            assert_eq!(code, Some(2), "{words}: {said}");
            // A link to a device leads out of the folder, and is not even looked at.
            let beside = name == "zero" && words.starts_with("check ") && !words.ends_with("zero");
            let expected = if beside { "leads out of this folder" } else { what };
            assert!(said.contains(expected), "{words}: {said}");
            assert!(beside || said.contains("write what it gives to a file first"), "{words}: {said}");
        }
    }
    assert!(place.is_as_it_was() && !at("o").exists());
}

#[test]
fn what_a_shell_puts_in_the_place_of_a_file_is_refused_with_what_to_do() {
    let place = Place::new();
    let program = PROGRAM;
    let mut child = System::new(program)
        .current_dir(place.folder.path())
        .args(["check", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Held open: whoever read it would wait.
    let open = child.stdin.take();
    let ended = child.wait_with_output().unwrap();
    drop(open);
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("a pipe is not a plain file; write what it gives to a file first"), "{said}");
}

#[test]
fn nothing_but_plain_files_and_folders_is_written_and_nothing_else_is_replaced() {
    let place = Place::new();
    for (name, _) in ODD.into_iter().chain([("/dev/null", ""), ("/dev/full", "")]) {
        for force in ["", " --force"] {
            for words in [
                format!("run ward.json --runs 1 --charts none --out {name}{force}"),
                format!(
                    "sweep ward.json --vary services.care.places=1,2 --runs 1 --charts none --out {name}{force}"
                ),
            ] {
                let (code, said) = place.run(&words);
                assert_eq!(code, Some(2), "{words}: {said}");
                assert!(said.contains("is not a folder; name one"), "{words}: {said}");
            }
            let (code, said) = place.run(&format!("trace ward.json --out {name}{force}"));
            assert_eq!(code, Some(2), "{name}: {said}");
            assert!(said.contains("name a file, or leave --out away"), "{name}: {said}");
        }
    }
    assert!(place.is_as_it_was());
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert!(fs::metadata(Path::new("/dev/full")).is_ok_and(|there| there.file_type().is_char_device()));
}

#[test]
fn what_is_in_the_way_of_results_is_told_before_anything_is_simulated() {
    let place = Place::new();
    let at = |name: &str| place.folder.path().join(name);
    let (code, said) = place.run("run ward.json --runs 1 --charts none --out out");
    assert_eq!(code, Some(0), "{said}");
    symlink(at("."), at("out/charts")).unwrap();
    for (name, charts) in [("charts", "svg"), ("results.json", "none")] {
        if name == "results.json" {
            fs::remove_file(at("out/results.json")).unwrap();
            assert!(System::new("mkfifo").arg(at("out/results.json")).status().unwrap().success());
        }
        // So many that they would take for ever.
        let (code, said) =
            place.run(&format!("run ward.json --runs 1000000 --charts {charts} --out out --force"));
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(
            said.contains(&format!("holds {name}, which is not a plain file or folder of a run")),
            "{said}"
        );
    }
}

#[test]
fn a_scenario_with_a_very_long_name_has_a_folder_of_its_own() {
    let place = Place::new();
    let long = format!("{}.json", "x".repeat(250));
    fs::write(place.folder.path().join(&long), WARD).unwrap();
    for words in ["run", "sweep --vary services.care.places=1,2"] {
        let (code, said) = place.run(&format!("{words} {long} --runs 1 --charts none --quiet"));
        assert_eq!(code, Some(0), "{words}: {said}");
    }
    assert_eq!(fs::read_dir(place.folder.path().join("output")).unwrap().count(), 2);
}
