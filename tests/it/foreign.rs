//! Text that is not ours: a scenario whose names, labels, notes and sources hold control sequences,
//! formulae and markup, through every command. None of it reaches a terminal, a spreadsheet, a page or
//! a picture as anything but text.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::place::{PROGRAM, Place};

/// Everything that may stand in a text and should not act.
const ACTS: &str = "\u{1b}[31mX\u{1b}]0;t\u{7}\u{9b}2J\u{7f}\u{202e}\u{2028}\r\n<script>&\"'`$(id)` ]]> --> # [a](b) | %%{init}%%";

fn text(begin: &str) -> String {
    format!("{begin}{ACTS}")
}

fn hostile() -> Value {
    let arrivals = json!({ "per_day": 4 });
    json!({
        "name": text("=1+1"), "description": text("# big "),
        "calendar": { "start": "2025-01-06", "days": 14, "warm_up": "7d" },
        "groups": { "-all": { "label": text("=cmd|' /C calc'!A0"), "arrivals": arrivals, "stay": { "exponential": { "mean": "3d" } },
                              "needs": { "-p0": 0.5, "p1": 0.5 } } },
        "hospital": { "label": text("-2+3"), "beds": 30, "board_rounds": { "mon-sun": { "at": ["10:00"], "reach": 0.5 } } },
        "hub": { "label": text("@hub"), "sees": ["p1"], "staff": 2, "assessment": { "fixed": "1h" } },
        "steps": { "-s": { "label": text("@SUM(1)"), "starts": "ready", "takes": { "fixed": "5h" } } },
        "pathways": { "-p0": { "label": text("> "), "services": [] },
                      "p1": { "label": text("+HYPERLINK(1)"), "services": ["-care", "more"] } },
        "services": { "-care": { "label": text("=1+1</text>"), "places": 9, "stay": { "fixed": "3d" }, "cost_per_place": 100, "paid_by": text("=p") },
                      "more": { "places": 3, "stay": { "fixed": "3d" } } },
        "costs": { "acute_bed_day": 400 },
        "provenance": { "services.-care.places": { "kind": "assumed", "source": text("=a"), "range": [8, 10] },
                        "services.more.places": { "kind": "assumed", "source": text("1. "), "range": [2, 4] } }
    })
}

const OBSERVED: &str = "measure,label,observed,accept_low,accept_high,source\n";

/// A folder with a hostile scenario, an option with an odd name, and observed figures.
struct Odd(Place);

impl std::ops::Deref for Odd {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Odd {
    fn new() -> Self {
        let place = Self(Place::with(&[]));
        let at = |name: &str| place.at(name);
        fs::write(at("town.json"), hostile().to_string()).unwrap();
        let more = json!({ "extends": "town.json", "name": text("-more"), "services": { "-care": { "places": 12 } } });
        // Names of files may hold nearly anything too.
        let odd = if cfg!(unix) { "=odd\u{1b}[2J<b>&.json" } else { "=odd.json" };
        fs::write(at(odd), more.to_string()).unwrap();
        let seen = format!(
            "{OBSERVED}nctr_people,\"=x{}\",3,1,9,\"@y\u{1b}[2J\"\n",
            ACTS.replace(['"', '\u{7}', '\r', '\n'], "")
        );
        fs::write(at("seen.csv"), seen).unwrap();
        fs::write(at("worlds.csv"), "world,weight,services.-care.places\n1,1,12\n2,1,15\n").unwrap();
        fs::write(at("return.csv"), crate::ahead::daily_return(150)).unwrap();
        place
    }

    fn odd(&self) -> String {
        let names = fs::read_dir(self.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        names.into_iter().find(|name| name.starts_with('=')).unwrap()
    }

    /// What the command said on both streams; `ODD` stands for the oddly named file.
    fn run(&self, words: &str) -> (Option<i32>, Vec<u8>, Vec<u8>) {
        let odd = self.odd();
        let words = words.split(' ').map(|word| word.replace("ODD", &odd));
        let mut command = Command::new(PROGRAM);
        // The forms of a report have tests of their own for what a scenario says.
        let command = command.env("WARDFLOW_REPORT", "none").env("WARDFLOW_VERBOSE", "1");
        let ended = command.current_dir(self.path()).args(words).output().unwrap();
        (ended.status.code(), ended.stdout, ended.stderr)
    }

    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let (mut all, mut ahead) = (Vec::new(), vec![self.path().join(folder)]);
        while let Some(below) = ahead.pop() {
            for entry in fs::read_dir(below).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { ahead.push(path) } else { all.push(path) }
            }
        }
        all
    }
}

/// Asserts that nothing in it is for a terminal.
#[track_caller]
fn is_plain(bytes: &[u8], whose: &str) {
    let text = std::str::from_utf8(bytes).unwrap();
    let acts = |c: char| (c.is_control() && c != '\n') || ('\u{2028}'..='\u{202e}').contains(&c);
    if let Some(at) = text.find(acts) {
        let around: String =
            text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{whose}: {:?} after {around:?}", text[at..].chars().next());
    }
}

const COMMANDS: [&str; 15] = [
    "run town.json --observed seen.csv",
    "run ODD",
    "compare town.json ODD",
    "sweep town.json --vary services.-care.places=12..18:3",
    "exchange town.json --give services.-care.places --for hospital.beds --amounts 3,6 --for-amounts 2",
    "marginal town.json",
    "optimise town.json --vary services.-care.places=9,12 --target nctr_people<=100",
    "sensitivity town.json",
    "causes town.json",
    "warm-up town.json",
    "learn town.json ODD --worlds worlds.csv",
    "calibrate town.json --observed return.csv --fit services.-care.places=9..20",
    "backcast town.json --observed return.csv",
    "forecast town.json --observed return.csv",
    "dashboard town.json --observed return.csv --to 2025-01-09 --measures nctr_remaining,queue:-care",
];

#[test]
fn nothing_that_a_scenario_says_acts_on_a_terminal_a_spreadsheet_a_page_or_a_picture() {
    let place = Odd::new();
    for (i, words) in COMMANDS.into_iter().enumerate() {
        for (json, charts) in [("", "svg"), (" --json", "none")] {
            let out = format!("o{i}{}", json.trim());
            let (code, said, told) =
                place.run(&format!("{words} --runs 3 --charts {charts} --out {out}{json}"));
            assert!(matches!(code, Some(0 | 4)), "{words}: {}", String::from_utf8_lossy(&told));
            is_plain(&said, words);
            is_plain(&told, words);
            if !json.is_empty() {
                serde_json::from_slice::<Value>(&said).unwrap();
            }
            let mut kinds = (0, 0);
            for file in place.files(&out) {
                let (bytes, whose) = (fs::read(&file).unwrap(), format!("{words} {}", file.display()));
                match file.extension().and_then(|ending| ending.to_str()) {
                    Some("csv") => kinds.0 += cells_are_texts_or_numbers(&bytes, &whose),
                    Some("svg") => {
                        kinds.1 += 1;
                        is_plain(&bytes, &whose);
                        is_well_formed(std::str::from_utf8(&bytes).unwrap(), &whose);
                    }
                    Some("md") => {
                        is_plain(&bytes, &whose);
                        let page = String::from_utf8(bytes).unwrap();
                        assert!(!page.contains("<script") && !page.contains("](b)"), "{whose}");
                        // The page has one heading of its own, and a scenario adds none.
                        assert_eq!(page.lines().filter(|line| line.starts_with("# ")).count(), 1, "{whose}");
                    }
                    Some("json") => {
                        is_plain(&bytes, &whose);
                        serde_json::from_slice::<Value>(&bytes).unwrap();
                    }
                    other => panic!("{whose}: {other:?}"),
                }
            }
            // What is worth nothing is not drawn.
            let drawn = charts != "none" && !words.starts_with("learn");
            assert!(kinds.0 > 0 && (kinds.1 > 0 || !drawn), "{words}");
        }
    }
}

#[test]
fn nothing_that_is_checked_traced_or_mistyped_acts_on_a_terminal() {
    let place = Odd::new();
    let at = |name: &str| place.at(name);
    fs::write(at("bad.json"), format!("{{\"name\": 3, {}: 1}}", json!(text("groups")))).unwrap();
    fs::write(at("worse.json"), "{\"a\u{9b}2J\u{202e}\": x}").unwrap();
    let bare = json!({ "extends": text("x") }).to_string();
    fs::write(at("far.json"), bare).unwrap();
    let patient = {
        let (_, log, _) = place.run("trace town.json");
        cells_are_texts_or_numbers(&log, "trace");
        is_plain(&log, "trace");
        let log = String::from_utf8(log).unwrap();
        let name = log.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
        name.trim_start_matches('\'').to_owned()
    };
    let acts = "\u{1b}[2J\u{9b}\u{202e}";
    for (words, codes) in [
        ("check town.json ODD".to_owned(), 0),
        ("check town.json --explain".to_owned(), 0),
        ("check town.json --diagram".to_owned(), 0),
        (format!("trace town.json --patient={patient}"), 0),
        (format!("trace town.json --patient={acts}"), 2),
        ("check bad.json worse.json far.json".to_owned(), 2),
        (format!("check {acts}"), 2),
        (format!("run {acts} --out o"), 2),
        (format!("run town.json --set {acts}=1"), 2),
        (format!("run town.json --set name={acts} --runs 1 --charts none --out o"), 0),
        (format!("run town.json --observed {acts}"), 2),
        (format!("run town.json --{acts}"), 2),
        (acts.to_owned(), 2),
        (format!("run town.json --runs {acts}"), 2),
        (format!("sweep town.json --vary {acts}=1,2"), 2),
        (format!("sweep town.json --vary services.-care.places={acts},2"), 2),
        (format!("optimise town.json --vary services.-care.places=9,12 --target {acts}<=3"), 2),
        (format!("compare town.json ODD --by {acts}"), 2),
        (format!("run town.json --runs 1 --charts none --out {acts}"), 0),
        (format!("run town.json --runs 2 --charts none --out {acts}"), 2),
        (format!("trace town.json --out {acts}"), 2),
    ] {
        let (code, said, told) = place.run(&words);
        assert_eq!(code, Some(codes), "{words:?}: {}", String::from_utf8_lossy(&told));
        is_plain(&said, &words);
        is_plain(&told, &words);
        assert!(codes == 0 || !told.is_empty(), "{words:?}");
    }
    let (_, drawn, _) = place.run("check town.json --diagram");
    let drawn = String::from_utf8(drawn).unwrap();
    assert!(!drawn.contains("<script") && !drawn.contains("%%{") && !drawn.contains('`'), "{drawn}");
}

/// How many cells there are; none of them is what a spreadsheet would run.
#[track_caller]
fn cells_are_texts_or_numbers(bytes: &[u8], whose: &str) -> usize {
    let mut count = 0;
    for row in csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).records() {
        for cell in &row.unwrap() {
            count += 1;
            let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
            let runs = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(number || !runs, "{whose}: {cell:?}");
            assert!(!cell.contains(|c: char| c.is_control() && c != '\n'), "{whose}: {cell:?}");
        }
    }
    count
}

/// Asserts that a picture is XML: elements closed in their order, attributes quoted, no mark that is not
/// escaped, and nothing in it that would run.
#[track_caller]
fn is_well_formed(svg: &str, whose: &str) {
    let (mut open, mut rest) = (Vec::new(), svg);
    while let Some(at) = rest.find('<') {
        let between = &rest[..at];
        assert!(!between.contains("]]>"), "{whose}: {between}");
        for part in between.split('&').skip(1) {
            let entity = part.split_once(';').map(|(entity, _)| entity);
            assert!(
                entity
                    .is_some_and(|e| ["amp", "lt", "gt", "quot", "apos"].contains(&e) || e.starts_with('#')),
                "{whose}: &{part}"
            );
        }
        let end = rest[at..].find('>').unwrap_or_else(|| panic!("{whose}: a tag without end"));
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        assert_eq!(tag.matches('"').count() % 2, 0, "{whose}: <{tag}>");
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
        let known =
            ["svg", "title", "desc", "rect", "text", "polyline", "polygon", "line", "circle", "path", "g"];
        assert!(known.contains(&name), "{whose}: <{tag}>");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{whose}: <{tag}>");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{whose}: {open:?} {rest:?}");
}
