//! The pictures of README and docs are of the scenarios that are shipped today. `docs/pictures.json`
//! lists them, each with the command that makes it and, once made, with its source line and its hash.
//!
//! The quick check runs each command with as few runs as it takes and compares what stands in the source
//! line before the number of runs: version, scenario, fingerprints. The long one makes every picture again
//! and compares the bytes; with `WARDFLOW_RENEW=pictures` it puts them in place and writes the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use std::process::Command;

use crate::place::PROGRAM;

const LIST: &str = "docs/pictures.json";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One command of the list.
struct Made {
    command: String,
    /// The files in the repository by the names that the command gives them.
    charts: BTreeMap<String, String>,
    /// Source line and hash of each file; none before it was first made so.
    kept: BTreeMap<String, Kept>,
}

#[derive(Clone, Debug, PartialEq)]
struct Kept {
    source: String,
    hash: String,
}

impl Kept {
    fn of(name: &str, bytes: &[u8]) -> Self {
        Self { source: source(name, bytes), hash: blake3::hash(bytes).to_hex().to_string() }
    }
}

fn list() -> Vec<Made> {
    let text = fs::read(root().join(LIST)).unwrap();
    let all: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let words = |map: &Value| -> BTreeMap<String, String> {
        let each = map.as_object().unwrap().iter();
        each.map(|(name, word)| (name.clone(), word.as_str().unwrap().to_owned())).collect()
    };
    let kept = |one: &Value| -> BTreeMap<String, Kept> {
        let each = one["kept"].as_object().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        each.map(|(file, kept)| {
            (file.clone(), Kept { source: text(&kept["source"]), hash: text(&kept["hash"]) })
        })
        .collect()
    };
    all.iter()
        .map(|one| Made {
            command: one["command"].as_str().unwrap().to_owned(),
            charts: words(&one["charts"]),
            kept: kept(one),
        })
        .collect()
}

fn write(list: &[Made]) {
    let all = list.iter().map(|made| {
        let kept = made.kept.iter();
        let kept: Map<String, Value> =
            kept.map(|(f, k)| (f.clone(), json!({ "source": k.source, "hash": k.hash }))).collect();
        json!({ "command": made.command, "charts": made.charts, "kept": kept })
    });
    let text = serde_json::to_string_pretty(&all.collect::<Vec<_>>()).unwrap();
    fs::write(root().join(LIST), text + "\n").unwrap();
}

/// The charts that the command makes with these words added to it, by name; all of the one ending, where
/// that is asked. With few runs some are not drawn: where nothing is clear there is no rate.
fn run(made: &Made, more: &str, ending: Option<&str>) -> BTreeMap<String, Vec<u8>> {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let mut command = Command::new(PROGRAM);
    command.current_dir(root()).args(made.command.split_whitespace()).args(more.split_whitespace());
    let output =
        command.args(["--quiet", "--charts", ending.unwrap_or("all"), "--out"]).arg(&out).output().unwrap();
    // 4: done, but a target was not reached, as with few runs it may not be.
    assert!(
        matches!(output.status.code(), Some(0 | 4)),
        "{}: {}",
        made.command,
        String::from_utf8_lossy(&output.stderr)
    );
    let read = |name: &String| {
        if is_form(name) {
            return Some((name.clone(), fs::read(out.join(name)).ok()?));
        }
        let path = out.join("charts").join(name);
        let path = ending.map_or(path.clone(), |ending| path.with_extension(ending));
        Some((name.clone(), fs::read(path).ok()?))
    };
    made.charts.keys().filter_map(read).collect()
}

/// Whether a file is no chart but a form of the report.
fn is_form(name: &str) -> bool {
    ["html", "pdf", "xlsx"].iter().any(|ending| Path::new(name).extension().is_some_and(|own| own == *ending))
}

/// What a picture or a page says of where it comes from; empty for one that says nothing, as papers and workbooks
/// are packed.
fn source(name: &str, bytes: &[u8]) -> String {
    if Path::new(name).extension().is_some_and(|ending| ending == "html") {
        let text = String::from_utf8_lossy(bytes);
        let from = text.find("Source: ").map_or("", |at| &text[at..]);
        return from[..from.find('<').unwrap_or(from.len())].to_owned();
    }
    if is_form(name) {
        return String::new();
    }
    if Path::new(name).extension().is_some_and(|ending| ending == "png") {
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let chunks = &reader.info().utf8_text;
        let found = chunks.iter().find(|chunk| chunk.keyword == "Source");
        return found.map_or_else(String::new, |chunk| chunk.get_text().unwrap());
    }
    let text = std::str::from_utf8(bytes).unwrap();
    let description = text.split_once("<desc").and_then(|(_, rest)| rest.split_once("</desc>"));
    let found = description.and_then(|(words, _)| words.rfind("Source: ").map(|at| words[at..].to_owned()));
    found.unwrap_or_default()
}

/// A source line up to its fingerprints: without the number of runs and the seed.
fn before_runs(source: &str) -> &str {
    let end = source.find(", fingerprint ").map(|at| at + ", fingerprint ".len());
    end.map_or(source, |from| source[from..].find(',').map_or(source, |at| &source[..from + at]))
}

fn files(folder: &str, ending: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let path = |name: PathBuf| format!("{folder}/{}", name.file_name().unwrap().to_string_lossy());
    let pictures = entries.map(|entry| entry.unwrap().path()).filter(|path| {
        let own = path.extension().map(|found| found.to_string_lossy().into_owned());
        path.is_file() && own.as_deref() == Some(ending)
    });
    pictures.map(path).collect()
}

#[test]
fn every_picture_that_is_shipped_is_listed_with_the_command_that_makes_it() {
    let listed: BTreeSet<String> = list().iter().flat_map(|made| made.charts.values().cloned()).collect();
    let gallery = ["png", "html", "pdf", "xlsx"].map(|ending| files("output/gallery", ending));
    let shipped = std::iter::once(files("docs/bridging-or-beds", "svg"));
    let shipped: BTreeSet<String> = shipped.chain(gallery).flatten().collect();
    assert_eq!(listed, shipped);
    let pages = ["README.md", "docs/bridging-or-beds.md", "output/gallery/README.md"];
    let text = pages.map(|file| fs::read_to_string(root().join(file)));
    let text: String = text.map(Result::unwrap).concat().replace(['\'', '"'], "");
    for made in list() {
        assert!(
            text.contains(&format!("wardflow {}", made.command)) || made.command == "run",
            "{}",
            made.command
        );
    }
}

/// What is wrong with the pictures of one command.
fn outdated(made: &Made) -> Vec<String> {
    // As few runs as make every chart, and the kind that is drawn quickest.
    let today = run(made, "--runs 2 --most-runs 2", Some("svg"));
    let mut wrong = Vec::new();
    for (name, file) in &made.charts {
        let found = Kept::of(file, &fs::read(root().join(file)).unwrap());
        if Some(&found) != made.kept.get(file) {
            wrong.push(format!("{file} is not the picture that {LIST} tells of"));
        }
        // What is packed says nothing of itself; the page beside it does.
        if is_form(name) && found.source.is_empty() {
            continue;
        }
        // All charts of a command have the same source.
        let drawn = today.iter().find(|(name, _)| !is_form(name)).map(|(_, bytes)| bytes).expect("a chart");
        let now = source("today.svg", today.get(name).filter(|_| !is_form(name)).unwrap_or(drawn));
        // How far a search may go is part of what is asked of it, and differs here.
        let of = |source| {
            let whole = before_runs(source);
            if made.command.contains("optimise ") { whole.split(" (whole study").next() } else { Some(whole) }
        };
        if !found.source.contains(", fingerprint ") || of(&found.source) != of(&now) {
            wrong.push(format!("{file} is of another scenario or version: {}; today {now}", found.source));
        }
    }
    wrong
}

#[test]
fn pictures_are_of_the_scenarios_that_are_shipped_today() {
    let list = list();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let made = list.iter().filter(|made| !made.kept.is_empty());
        let checks: Vec<_> = made.map(|made| scope.spawn(move || outdated(made))).collect();
        checks.into_iter().flat_map(|check| check.join().unwrap()).collect()
    });
    assert!(
        wrong.is_empty(),
        "{}\nmake them again: \
         WARDFLOW_RENEW=pictures cargo test --profile long --test it every_picture_is_made -- --ignored",
        wrong.join("\n")
    );
}

#[test]
#[ignore = "makes every picture of README and docs: minutes"]
fn every_picture_is_made_again_by_its_command() {
    let renew = std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "pictures");
    let mut list = list();
    let mut differ = Vec::new();
    for made in list.iter_mut().filter(|made| renew || !made.kept.is_empty()) {
        println!("wardflow {}", made.command);
        let charts = run(made, "", None);
        for (name, file) in &made.charts {
            let bytes = &charts[name];
            if renew {
                fs::write(root().join(file), bytes).unwrap();
                made.kept.insert(file.clone(), Kept::of(file, bytes));
            } else if fs::read(root().join(file)).unwrap() != *bytes {
                differ.push(file.clone());
            }
        }
    }
    if renew {
        write(&list);
    }
    assert!(differ.is_empty(), "not what the program makes today: {}", differ.join(", "));
}

#[test]
fn a_source_line_is_compared_up_to_its_fingerprints() {
    let line =
        "Source: wardflow 0.1.0, A, B and C, fingerprint 01234567 (whole study 89abcdef), 20 runs, seed 1";
    assert_eq!(
        before_runs(line),
        "Source: wardflow 0.1.0, A, B and C, fingerprint 01234567 (whole study 89abcdef)"
    );
    assert_eq!(before_runs("none"), "none");
    let svg = b"<svg><desc id=\"d\">One. Source: two, fingerprint 3, 4 runs</desc></svg>";
    assert_eq!(source("a.svg", svg), "Source: two, fingerprint 3, 4 runs");
}
