//! Commands that are killed or interrupted while they run, and gone on with: the bytes of a command that
//! never was, whatever the moment, and what was finished is not lost.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::place::{Contents, PROGRAM, Place, err};

const HAMLET: &str = r#"{
  "name": "Hamlet", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "28d" },
  "groups": { "home": { "arrivals": { "per_day": 5 }, "enters": "ready", "needs": { "p1": 1 } },
              "bed": { "arrivals": { "per_day": 2.4 }, "enters": "ready", "needs": { "p2": 1 } } },
  "pathways": { "p1": { "services": ["visits"] }, "p2": { "services": ["beds"] } },
  "services": { "visits": { "places": 52, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 60 },
                "beds": { "places": 25, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 150 } },
  "costs": { "acute_bed_day": 400 },
  "provenance": { "services.beds.places": { "kind": "assumed", "source": "invented", "range": [22, 28] } }
}"#;
const MORE: &str = r#"{ "extends": "hamlet.json", "services": { "visits": { "places": 56 } } }"#;

/// Every command that simulates much, in two shapes where the number of runs may be left to it.
const COMMANDS: [&str; 17] = [
    "run hamlet.json --runs 40",
    "run hamlet.json --runs auto --precision 8%",
    "compare hamlet.json more.json --runs 20",
    "compare hamlet.json more.json --runs auto --precision 10% --most-runs 60",
    "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15",
    "sweep hamlet.json --vary services.visits.places=52,56 --runs auto --by acute_bed_days --precision 10% --most-runs 60",
    "exchange hamlet.json --give services.visits.places --for services.beds.places --amounts 1,4 --for-amounts 1,3 --runs 12",
    "marginal hamlet.json --runs 12",
    "optimise hamlet.json --vary services.visits.places=50..56:2 --vary services.beds.places=25,28 --target nctr_people<=60 --minimise cost_total --most-runs 100 --runs 10",
    "sensitivity hamlet.json --runs 15",
    "causes hamlet.json --runs 8",
    "warm-up hamlet.json --runs 6",
    "learn hamlet.json more.json --worlds worlds.csv --runs 20",
    "calibrate hamlet.json --observed return.csv --fit services.visits.places=50..58 --runs 48",
    "backcast hamlet.json --observed return.csv --members 20",
    "forecast hamlet.json --observed return.csv --members 20 --weeks 2",
    "dashboard hamlet.json --observed return.csv --to 2025-03-02 --runs 40",
];
const LIKE_ALL: &str = "--seed 3 --threads 2 --charts none --out out";

/// A folder with a hamlet and an option for it, and commands that write to `out`.
struct Hamlet(Place);

impl std::ops::Deref for Hamlet {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Hamlet {
    fn new() -> Self {
        // Long enough to be cut off, however fast the build.
        let days = if cfg!(debug_assertions) { "\"days\": 91" } else { "\"days\": 1092" };
        let hamlet = HAMLET.replace("\"days\": 91", days);
        let seen = crate::ahead::daily_return(if cfg!(debug_assertions) { 91 } else { 1092 });
        let worlds = "world,weight,services.beds.places\n1,1,22\n2,1,25\n3,1,28\n";
        Self(Place::with(&[
            ("hamlet.json", &hamlet),
            ("more.json", MORE),
            ("return.csv", &seen),
            ("worlds.csv", worlds),
        ]))
    }

    fn command(&self, words: &str) -> Command {
        let mut command = self.0.command(words);
        command.args(LIKE_ALL.split_whitespace());
        command
    }

    fn output(&self, words: &str) -> Output {
        self.command(words).output().unwrap()
    }

    fn start(&self, words: &str) -> Child {
        self.command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn state(&self) -> PathBuf {
        self.path().join("out.unfinished.json")
    }

    /// How many runs are kept.
    fn kept(&self) -> usize {
        let text = fs::read(self.state()).unwrap_or_default();
        text.split(|c| *c == b'\n').count().saturating_sub(2)
    }

    fn size(&self) -> u64 {
        fs::metadata(self.state()).map_or(0, |of| of.len())
    }

    fn left(&self) -> Contents {
        self.contents("out")
    }

    /// What lies in the place.
    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

fn ends_well(ended: &Output) {
    // A precision or a target may not be reached.
    assert!(matches!(ended.status.code(), Some(0 | 4)), "{}", err(ended));
}

/// What a command leaves that nobody disturbs, and how large its state became as far as was seen.
fn undisturbed(words: &str) -> (Contents, u64) {
    let place = Hamlet::new();
    let (mut child, mut most) = (place.start(words), 0);
    while child.try_wait().unwrap().is_none() {
        most = place.size().max(most);
        std::thread::sleep(Duration::from_micros(200));
    }
    assert!(!place.state().exists(), "{words}: it goes when the folder is in place");
    (place.left(), most)
}

/// Sends a signal once the state has grown so large; whether that was before the end. What the command
/// said stands beside it.
fn cut(place: &Hamlet, words: &str, signal: &str, size: u64) -> (bool, String) {
    let mut child = place.start(words);
    while child.try_wait().unwrap().is_none() && place.size() < size {
        std::thread::sleep(Duration::from_micros(100));
    }
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
    assert!(sent.is_ok());
    let status = child.wait().unwrap();
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    let early = if signal == "-KILL" { status.code().is_none() } else { status.code() == Some(130) };
    (early, text)
}

/// How many runs a command had told as done.
fn told(text: &str) -> usize {
    let done = text.lines().filter_map(|line| line.split(" of ").next()?.rsplit(' ').next()?.parse().ok());
    done.max().unwrap_or(0)
}

/// Kills or interrupts a command at a moment, goes on, and compares.
fn disturbed(words: &str, signal: &str, (whole, most): (&Contents, u64), share: f64) {
    let mut size = (most as f64 * share) as u64 + 1;
    let place = loop {
        let place = Hamlet::new();
        let (early, text) = cut(&place, words, signal, size);
        if early {
            assert!(place.kept() >= told(&text), "{words}: {} kept of\n{text}", place.kept());
            if signal == "-INT" {
                let last = text.lines().last().unwrap_or_default();
                let runs = if place.kept() == 1 { "run is" } else { "runs are" };
                let kept = format!("{} {runs} kept in out.unfinished.json", place.kept());
                let told = last.starts_with(&kept) || last.contains(&format!(" {kept}"));
                assert!(place.kept() == 0 || told, "{words}: {last}");
            }
            break place;
        }
        // It was over too soon.
        assert!(size > 0, "{words}: over before anything can be sent");
        size /= 2;
    };
    let ended = place.output(&format!("{words} --resume"));
    ends_well(&ended);
    assert!(place.left() == *whole, "{words}: {signal} at {size} of {most} bytes\n{}", err(&ended));
    assert_eq!(place.names(), ["hamlet.json", "more.json", "out", "return.csv", "worlds.csv"], "{words}");
}

#[test]
fn every_command_that_is_killed_or_interrupted_goes_on_to_the_same_bytes() {
    for (i, words) in COMMANDS.iter().enumerate() {
        let (whole, most) = undisturbed(words);
        let signal = if i % 2 == 0 { "-KILL" } else { "-INT" };
        disturbed(words, signal, (&whole, most), 0.5);
    }
}

/// Takes some minutes.
#[test]
#[ignore = "long"]
fn every_command_goes_on_to_the_same_bytes_from_three_moments_of_each_kind_of_end() {
    let mut luck = 20_250_106_u64;
    for words in COMMANDS {
        let (whole, most) = undisturbed(words);
        for signal in ["-KILL", "-INT"] {
            for _ in 0..3 {
                luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let share = (luck >> 40) as f64 / f64::from(1 << 24);
                disturbed(words, signal, (&whole, most), share);
            }
        }
        println!("{words}: 6 moments, {most} bytes of state");
    }
}

/// A state of 20 or so runs of this sweep, killed in the middle.
fn a_state(words: &str) -> Hamlet {
    let (_, most) = undisturbed(words);
    let mut size = most / 2;
    loop {
        let place = Hamlet::new();
        if cut(&place, words, "-KILL", size).0 && place.kept() > 3 {
            return place;
        }
        size = size * 3 / 4 + 2000;
    }
}

#[test]
fn a_state_of_another_command_seed_number_of_runs_or_scenario_is_refused_with_what_to_do() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15";
    let place = a_state(words);
    let state = fs::read(place.state()).unwrap();
    fs::write(place.path().join("out2.unfinished.json"), &state).unwrap();
    let resumed = |words: &str| {
        let ended = place.output(&format!("{words} --resume"));
        assert_eq!(ended.status.code(), Some(2), "{words}: {}", err(&ended));
        assert!(ended.stdout.is_empty() && !place.path().join("out").exists(), "{words}");
        assert_eq!(fs::read(place.state()).unwrap(), state, "{words}: it stays");
        err(&ended)
    };
    for (words, why) in [
        (
            "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 16",
            "was kept for --runs 15, and now there is --runs 16",
        ),
        (
            "sweep hamlet.json --vary services.visits.places=52,54,56 --runs auto",
            "was kept for --runs 15, and now there is --runs auto",
        ),
        (
            "sweep hamlet.json --vary services.visits.places=52,54,57 --runs 15",
            "was kept for another scenario or other settings",
        ),
        ("run hamlet.json --runs 15", "was kept by wardflow sweep, and this is run"),
    ] {
        let said = resumed(words);
        assert!(said.contains("error: out.unfinished.json ") && said.contains(why), "{said}");
        assert!(said.contains("without --resume this one is run anew"), "{said}");
    }
    // Without --resume it stays as well, and is told of.
    let ended = place.output("sweep hamlet.json --vary services.visits.places=52,54,56 --runs 2");
    ends_well(&ended);
    assert!(err(&ended).contains("warning: out.unfinished.json was kept for --runs 15"), "{}", err(&ended));
    assert_eq!(fs::read(place.state()).unwrap(), state);
}

#[test]
fn a_damaged_state_is_refused_and_never_taken_for_numbers() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15";
    let (whole, _) = undisturbed(words);
    let place = a_state(words);
    let state = fs::read(place.state()).unwrap();
    let mut luck = 7_u64;
    let mut next = |n: usize| {
        luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (luck >> 33) as usize % n
    };
    let (mut refused, mut taken) = (0, 0);
    for _ in 0..24 {
        let mut bad = state.clone();
        match next(3) {
            0 => bad.truncate(next(state.len())),
            1 => bad[next(state.len())] ^= 1 << next(8),
            _ => bad[next(state.len())] = b"0123456789abcdef\n"[next(17)],
        }
        fs::write(place.state(), &bad).unwrap();
        let ended = place.output(&format!("{words} --resume"));
        match ended.status.code() {
            Some(0) => {
                assert!(place.left() == whole);
                taken += 1;
                fs::remove_dir_all(place.path().join("out")).unwrap();
            }
            Some(2) => {
                assert!(err(&ended).contains("out.unfinished.json"), "{}", err(&ended));
                assert!(!err(&ended).contains("panicked"), "{}", err(&ended));
                refused += 1;
            }
            other => panic!("{other:?}: {}", err(&ended)),
        }
    }
    assert!(refused > 4 && taken > 2, "{refused} refused, {taken} taken");
}

#[test]
fn what_is_kept_stays_where_the_results_cannot_be_written_and_is_gone_on_from() {
    let words = "run hamlet.json --runs 40";
    let (whole, _) = undisturbed(words);
    let place = Hamlet::new();
    // As on a full disk: no file may be larger than 40 KiB, which is less than the table of days.
    let script = format!("trap '' XFSZ && ulimit -f 80 && exec '{PROGRAM}' {words} {LIKE_ALL}");
    let full = Command::new("sh").current_dir(place.path()).args(["-c", &script]).output().unwrap();
    let told = err(&full);
    assert_eq!(full.status.code(), Some(1), "{told}");
    assert_eq!(told.matches("warning: out.unfinished.json cannot be written: ").count(), 1, "{told}");
    assert!(told.contains("error: cannot write"), "{told}");
    assert_eq!(
        place.kept() > 0,
        told.contains("the same command with --resume goes on from there"),
        "{told}"
    );
    assert!(place.kept() > 0 || !cfg!(debug_assertions), "a piece is small enough");
    ends_well(&place.output(&format!("{words} --resume")));
    assert!(place.left() == whole && !place.state().exists());
}

#[test]
fn the_same_command_without_resume_says_that_it_could_go_on_and_begins_anew() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15";
    let (whole, _) = undisturbed(words);
    let place = a_state(words);
    let kept = place.kept();
    let ended = place.output(words);
    ends_well(&ended);
    let warning = format!(
        "warning: {kept} runs are kept in out.unfinished.json from when this command was interrupted"
    );
    assert!(err(&ended).contains(&warning), "{}", err(&ended));
    assert!(place.left() == whole && !place.state().exists());
    let ended = place.output(&format!("{words} --resume"));
    assert!(err(&ended).contains("out.unfinished.json: there is nothing to resume; everything is run anew"));
}

#[test]
fn what_is_kept_lies_beside_the_folder_however_that_was_typed() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15 --charts none --quiet";
    for (typed, kept) in [
        ("new/", "new.unfinished.json"),
        ("empty/.", "empty.unfinished.json"),
        ("./deep/there/", "deep/there.unfinished.json"),
    ] {
        let place = Hamlet::new();
        fs::create_dir(place.path().join("empty")).unwrap();
        fs::create_dir(place.path().join("deep")).unwrap();
        fs::write(place.path().join(kept), "{}").unwrap();
        let told = place.run(&format!("{words} --out {typed} --resume"));
        assert_eq!(told.status.code(), Some(2), "{typed}: {}", err(&told));
        assert!(err(&told).contains("holds no unfinished runs; name another --out"), "{}", err(&told));
        fs::remove_file(place.path().join(kept)).unwrap();
        ends_well(&place.run(&format!("{words} --out {typed}")));
        assert!(place.path().join(typed).join("results.json").exists(), "{typed}");
    }
    // In the folder that one works in as well.
    let place = Hamlet::new();
    let within = place.path().join("within");
    fs::create_dir(&within).unwrap();
    let words = words.replace("hamlet.json", "../hamlet.json");
    let ended = Command::new(PROGRAM)
        .current_dir(&within)
        .args(words.split_whitespace().chain(["--out", "."]))
        .output()
        .unwrap();
    ends_well(&ended);
    assert!(within.join("results.json").exists());
}

#[test]
fn a_file_of_somebody_else_stays_even_with_force_and_kept_runs_do_not_go_unsaid() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15";
    let place = Hamlet::new();
    fs::write(place.state(), "my notes").unwrap();
    let ended = place.output(&format!("{words} --force"));
    ends_well(&ended);
    assert_eq!(fs::read_to_string(place.state()).unwrap(), "my notes");
    assert!(
        err(&ended).contains("out.unfinished.json holds no unfinished runs; it stays"),
        "{}",
        err(&ended)
    );
    let place = a_state(words);
    let ended = place.output("sweep hamlet.json --vary services.visits.places=52,54,56 --runs 2 --force");
    ends_well(&ended);
    assert!(
        err(&ended).contains("was kept for --runs 15, and now there is --runs 2; it is replaced"),
        "{}",
        err(&ended)
    );
    assert!(!place.state().exists());
}

#[test]
fn without_a_named_folder_what_is_kept_is_found_whatever_was_run_in_between() {
    let words = "sweep hamlet.json --vary services.visits.places=52,54,56 --runs 15 --charts none";
    let place = Hamlet::new();
    let of = |words: &str| {
        let told = err(&place.run(&format!("{words} --resume")));
        told.lines().find(|line| line.contains("nothing to resume")).map(str::to_owned)
    };
    let first = of(words);
    // The same scenario with other runs has taken the plain name of the folder by now, or not.
    ends_well(&place.run(&words.replace("--runs 15", "--runs 2")));
    let again = of(words);
    assert!(first.is_some() && first == again, "{first:?} {again:?}");
    assert!(first.unwrap().contains("-seed-1-15-runs.unfinished.json"));
}
