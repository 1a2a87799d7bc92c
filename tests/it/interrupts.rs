//! What an interrupt does: the first one ends what is in hand, the second one ends it at once. Signals are
//! sent once the command has said something, so that no test rests on how fast it is.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use crate::place::PROGRAM;

/// One replication of it takes hours: a thousand planned people an hour are cancelled and come again.
const GIANT: &str = r#"{
  "name": "giant", "calendar": { "start": "2024-01-01", "days": 3650 },
  "groups": { "planned": { "kind": "elective", "arrivals": { "per_day": 600 }, "stay": { "fixed": "9d" },
                           "elective": { "gives_up_at": "arrival", "rebooked_after": "61min" } } },
  "hospital": { "beds": 1 }, "pathways": { "p1": { "services": ["care"] } },
  "services": { "care": { "places": 9, "stay": { "fixed": "3d" } } }
}"#;

struct Begun {
    child: Child,
    said: BufReader<ChildStderr>,
}

impl Begun {
    fn new(folder: &Path, words: &str) -> Self {
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder).args(words.split_whitespace());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        Self { child, said }
    }

    fn send(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Reads on until a line has this in it.
    fn until(&mut self, what: &str) {
        let mut all = String::new();
        while !all.lines().last().is_some_and(|line| line.contains(what)) {
            assert!(self.said.read_line(&mut all).unwrap() > 0, "\"{what}\" was never said: {all}");
        }
    }

    /// Its exit code, and what it has said since. A minute is not what is tested: it only ends a test
    /// that would never end.
    fn ended(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > Duration::from_mins(1) {
                self.child.kill().unwrap();
                panic!("it goes on for ever");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let mut said = String::new();
        self.said.read_to_string(&mut said).unwrap();
        (status.code(), said)
    }
}

fn giant() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("giant.json"), GIANT).unwrap();
    folder
}

#[test]
fn the_first_interrupt_ends_a_replication_that_takes_hours() {
    let commands = [
        "run giant.json --runs 1",
        "warm-up giant.json --runs 1",
        "compare giant.json giant.json --runs 1",
        "sweep giant.json --vary hospital.beds=1,2 --runs 1",
        "trace giant.json",
    ];
    for (words, signal) in commands.into_iter().zip(["-INT", "-TERM", "-HUP", "-INT", "-INT"]) {
        let folder = giant();
        let mut begun = Begun::new(folder.path(), words);
        begun.until("warning");
        begun.send(signal);
        let (code, said) = begun.ended();
        assert_eq!(code, Some(130), "{words}: {said}");
        // Before anything is made it ends at once and says nothing.
        let told = said.contains("Once more ends it at once") && said.contains("interrupted; nothing");
        assert!(told || !said.contains("interrupted"), "{words}: {said}");
        let results =
            fs::read_dir(folder.path()).unwrap().flatten().flat_map(|e| fs::read_dir(e.path())).count();
        assert_eq!(results, 0, "{words} left something");
    }
}

#[test]
fn the_second_interrupt_ends_a_command_at_once_whatever_it_does() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody reads on: it can never finish writing.
    let mut begun = Begun::new(folder.path(), "trace --quiet --warm-up");
    let mut out = begun.child.stdout.take().unwrap();
    out.read_exact(&mut [0; 100]).unwrap();
    begun.send("-INT");
    begun.until("Once more ends it at once");
    assert!(begun.child.try_wait().unwrap().is_none(), "it still writes");
    begun.send("-INT");
    assert_eq!(begun.ended().0, Some(130));
}

#[test]
fn the_second_interrupt_is_heard_where_nobody_reads_what_is_said() {
    let folder = tempfile::tempdir().unwrap();
    // Both ways out are one pipe, which is full.
    let script = format!("exec '{PROGRAM}' trace --warm-up 2>&1");
    let mut child = Command::new("sh")
        .current_dir(folder.path())
        .args(["-c", &script])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 100]).unwrap();
    let mut signals = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        assert!(signals < 1000, "it hears no interrupt");
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        signals += u32::from(sent.success());
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(130));
}
