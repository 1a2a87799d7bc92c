//! What happens to the files of a run when something goes wrong: killed, disk full, not allowed, two
//! at once. Old results stay whole, and no half file ever has a final name.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const RIVERSIDE: &str = r#"{
  "name": "Riverside",
  "calendar": { "start": "2024-10-01", "days": 28 },
  "groups": { "everyone": { "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                            "needs": { "p0": 0.7, "p1": 0.3 } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["beds"] } },
  "services": { "beds": { "setting": "bed", "places": 12, "stay": { "exponential": { "mean": "5d" } } } }
}"#;

/// The files of a folder, with what is in them; of the manifest only what does not change between
/// two runs of the same command.
type Held = BTreeMap<PathBuf, Vec<u8>>;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("riverside.json"), RIVERSIDE).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("wardflow"));
        command.current_dir(self.path()).args(words.split_whitespace());
        command
    }

    /// A run that ends well.
    fn run(&self, words: &str) {
        let ended = self.command(words).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
    }

    /// The same from a shell that first does something to what the program may do.
    fn after(&self, first: &str, words: &str) -> Output {
        let program = assert_cmd::cargo::cargo_bin("wardflow");
        let script = format!("{first} && exec '{}' {words}", program.display());
        Command::new("sh").current_dir(self.path()).args(["-c", &script]).output().unwrap()
    }

    fn held(&self, folder: &str) -> Held {
        let root = self.path().join(folder);
        let (mut held, mut ahead) = (Held::new(), vec![root.clone()]);
        while let Some(below) = ahead.pop() {
            for entry in fs::read_dir(below).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    ahead.push(path);
                } else {
                    let bytes = fs::read(&path).unwrap();
                    let name = path.strip_prefix(&root).unwrap().to_owned();
                    let manifest = name == Path::new("manifest.json");
                    held.insert(name, if manifest { unchanging(&bytes) } else { bytes });
                }
            }
        }
        held
    }
}

/// A manifest, which must be whole, without times.
fn unchanging(manifest: &[u8]) -> Vec<u8> {
    let whole: Value = serde_json::from_slice(manifest).expect("a whole manifest");
    serde_json::to_vec(&[&whole["fingerprint"], &whole["seed"], &whole["files"]]).unwrap()
}

fn said(ended: &Output) -> String {
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_run_whole_or_the_new_one() {
    let place = Place::new();
    place.run("run riverside.json --quiet --runs 20 --seed 1 --out o");
    let old = place.held("o");
    let began = Instant::now();
    place.run("run riverside.json --quiet --runs 20 --seed 2 --out other");
    let long = began.elapsed();
    let new = place.held("other");
    assert!(old.len() > 8 && old != new);
    // Moments all over a run and a little beyond, most of them while files are made and put in place.
    let mut luck = 20_241_001_u64;
    for _ in 0..20 {
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
        let left = place.held("o");
        assert!(left == old || left == new, "a mixture: {:?}", left.keys());
        assert!(left == new || !ended.success(), "done, and the new run is not there");
    }
    // What the killed ones left hidden goes with the next one.
    place.run("run riverside.json --quiet --runs 20 --seed 2 --out o --force");
    let hidden = |name: &str| name.starts_with(".wardflow-");
    let names = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| hidden(&name.to_string_lossy())));
    assert_eq!(place.held("o"), new);
}

#[test]
fn where_files_cannot_grow_the_old_run_stays_and_the_message_says_what_to_do() {
    let place = Place::new();
    place.run("run riverside.json --quiet --runs 5 --charts none --out o");
    let old = place.held("o");
    // As on a full disk: writing beyond eight blocks fails.
    let ended = place.after(
        "trap '' XFSZ && ulimit -f 8",
        "run riverside.json --quiet --runs 200 --seed 2 --out o --force",
    );
    assert_eq!(ended.status.code(), Some(1), "{}", said(&ended));
    assert!(said(&ended).contains("error: cannot write"), "{}", said(&ended));
    assert!(said(&ended).contains("hint: make room on the disk"), "{}", said(&ended));
    assert_eq!(place.held("o"), old);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2, "nothing hidden is left");
}

#[test]
fn where_nothing_may_be_written_the_message_names_the_folder_and_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let shut = place.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        // Whoever may do everything is not stopped by rights; a device is no folder for anybody.
        let ended = place.command("run riverside.json --quiet --runs 2 --out /dev/null/o").output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{}", said(&ended));
        assert!(said(&ended).contains("/dev/null"), "{}", said(&ended));
        return;
    }
    let ended = place.command("run riverside.json --quiet --runs 2 --out shut/o").output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", said(&ended));
    assert!(said(&ended).contains("cannot write into"), "{}", said(&ended));
    assert!(said(&ended).contains("hint: name a folder that you may write into with --out"));
}

#[test]
fn two_runs_into_one_folder_leave_one_of_them_whole() {
    let place = Place::new();
    let runs: Vec<_> = [1, 2]
        .map(|seed| format!("run riverside.json --quiet --runs 10 --seed {seed} --out o --force"))
        .iter()
        .map(|words| place.command(words).spawn().unwrap())
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let both = place.held("o");
    let alone = |seed| {
        place.run(&format!("run riverside.json --quiet --runs 10 --seed {seed} --out alone{seed}"));
        place.held(&format!("alone{seed}"))
    };
    assert!(both == alone(1) || both == alone(2));
}
