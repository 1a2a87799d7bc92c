//! Every number that a report says stands in `results.json` and in the workbook: a check of a finished folder,
//! and the proof that it finds a number that was made up.
//!
//! A number of a sentence that says from what it was made must be found at those places. What is no number of a
//! result (dates, versions, names, words of the method) is told by the rules of `without_words` alone.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use calamine::{Data, Reader, Xlsx};
use regex::Regex;
use serde_json::{Value, json};
use wardflow::report::brief::Brief;

use crate::place::Place;

/// Words of the program in which numbers stand: they are part of a definition, not found by a run.
const WORDS: [&str; 17] = [
    r"\b95% interval",
    r"\b(50|90|95)% bands?\b",
    r"\((50|90|95)%\)",
    r"\b9 in 10\b",
    r"\b5th to 95th\b",
    r"\b95% (of|sure|confidence)",
    r"\bexcludes 0\b",
    r"\b(4|24) hours\b",
    r"\b(7|14|21)[ -]days?\b",
    r"\b7, 14 (or|and) 21 days\b",
    r"\bof 100 people\b",
    r"\[note \d+\]",
    r"\bmore than 92%",
    r"\bover 92% of beds",
    r"\baged 65 and over",
    r"\beach 100,000 people",
    r"times 365\.25/\d+",
];
const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|November|December";

/// A number as it is written.
#[derive(Clone, Debug)]
struct Written {
    text: String,
    value: f64,
    /// How far it may be from what was rounded.
    within: f64,
    percent: bool,
}

/// What is taken out of a text before its numbers are read: dates, times, versions, words of the method.
static RULES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let mut rules: Vec<String> = vec![
        format!(r"\b\d{{1,2}} ({MONTHS})( \d{{4}})?"),
        format!(r"\b({MONTHS}) \d{{4}}"),
        r"\b\d{4}-\d{2}-\d{2}\b".to_owned(),
        r"\b\d{4}/\d{2}\b".to_owned(),
        r"\b\d{1,2}:\d{2}\b".to_owned(),
        r"\b\d+\.\d+\.\d+\b".to_owned(),
        r"`[^`]*`".to_owned(),
        r"https?://\S+".to_owned(),
        // A word with a digit in it is a name (P1, 0a1b2c3d), and 5th is no number of a result.
        r"\b[A-Za-z_][\w.]*\d\w*|\b[0-9a-f]{8,}\b|\b\d+(st|nd|rd|th)\b".to_owned(),
    ];
    rules.extend(WORDS.map(str::to_owned));
    rules.iter().map(|rule| Regex::new(rule).unwrap()).collect()
});

/// A number as reports write them.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(£?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%|m\b|bn\b|k\b)?").unwrap());

/// The text without what is no number of a result: the names of what was simulated, and what `RULES` say.
fn without_words(text: &str, names: &[String]) -> String {
    let mut text = text.to_owned();
    for name in names {
        text = text.replace(name.as_str(), " ");
    }
    for rule in RULES.iter() {
        text = rule.replace_all(&text, " ").into_owned();
    }
    text
}

/// The numbers of a text.
fn written(text: &str) -> Vec<Written> {
    let all = NUMBER.captures_iter(text).map(|found| {
        let part = |n: usize| found.get(n).map_or("", |part| part.as_str());
        let digits = part(2).replace(',', "");
        let decimals = part(3).len().saturating_sub(1);
        let scale = match (part(1), part(4)) {
            ("£", "k") => 1e3,
            ("£", "m") => 1e6,
            ("£", "bn") => 1e9,
            _ => 1.0,
        };
        let value: f64 = format!("{digits}{}", part(3)).parse().unwrap();
        // Figures of one row are rounded alike, to two digits or more of each; the noughts behind them say how.
        let noughts = digits.len() - digits.trim_end_matches('0').len();
        let rounded = if decimals == 0 { noughts.min(digits.len().saturating_sub(2)) } else { 0 };
        let step =
            10f64.powi(i32::try_from(rounded).unwrap()) * 0.1f64.powi(i32::try_from(decimals).unwrap());
        Written {
            text: found[0].to_owned(),
            value: value * scale,
            within: (0.5 * step * scale) * (1.0 + 1e-6) + 1e-9,
            percent: part(4) == "%",
        }
    });
    all.collect()
}

impl Written {
    fn is_among(&self, numbers: &[f64]) -> bool {
        // The distance is the same whichever sign: "1,120 fewer" is −1120.
        let near = |x: f64| (x.abs() - self.value).abs() <= self.within;
        let shares = |x: f64| (x.abs() * 100.0 - self.value).abs() <= self.within;
        numbers.iter().any(|&x| near(x) || ((self.percent || self.value <= 100.0) && shares(x)))
    }
}

/// Every number below a value.
fn numbers(value: &Value, all: &mut Vec<f64>) {
    match value {
        Value::Number(number) => all.extend(number.as_f64()),
        Value::Array(values) => values.iter().for_each(|value| numbers(value, all)),
        Value::Object(values) => values.values().for_each(|value| numbers(value, all)),
        _ => {}
    }
}

fn numbers_of(value: &Value) -> Vec<f64> {
    let mut all = Vec::new();
    numbers(value, &mut all);
    all
}

/// Names of what was simulated that have a digit in them: strings of the manifest and keys of the results.
fn names(manifest: &Value) -> Vec<String> {
    fn walk(value: &Value, all: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => {
                all.insert(text.clone());
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, all)),
            Value::Object(values) => {
                for (key, value) in values {
                    // Sources are sentences, and no report quotes a part of one as its own.
                    if matches!(key.as_str(), "label" | "name") || value.is_object() || value.is_array() {
                        walk(value, all);
                    }
                }
            }
            _ => {}
        }
    }
    let mut all = BTreeSet::new();
    walk(manifest, &mut all);
    let named = |text: &String| {
        text.contains(|c: char| c.is_ascii_digit()) && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
    };
    // The longest first, so that a name within another leaves nothing of it.
    let mut all: Vec<String> = all.into_iter().filter(named).collect();
    all.sort_by_key(|name| std::cmp::Reverse(name.len()));
    all
}

/// A text of a report with the places that it says its numbers are at.
struct Said {
    text: String,
    of: Vec<String>,
    of_a_chart: bool,
    /// What is told beside a figure comes from elsewhere: the level from which a change is counted.
    beside: bool,
}

/// Every text of findings in which numbers of results stand; method and commands are no findings.
fn said(findings: &Value) -> Vec<Said> {
    fn texts(value: &Value, key: &str, all: &mut Vec<Said>) {
        match value {
            Value::String(text) if !["name", "source", "of", "change"].contains(&key) => {
                all.push(Said {
                    text: text.clone(),
                    of: Vec::new(),
                    of_a_chart: false,
                    beside: key == "beside",
                });
            }
            Value::Array(values) => values.iter().for_each(|value| texts(value, key, all)),
            Value::Object(values) => {
                let of = |value: &Value| value.as_str().map(str::to_owned);
                let of: Vec<String> = match values.get("of") {
                    Some(Value::Array(of_all)) => of_all.iter().filter_map(of).collect(),
                    Some(one) => of(one).into_iter().collect(),
                    None => Vec::new(),
                };
                let before = all.len();
                for (key, value) in values.iter().filter(|(key, _)| *key != "drawn" && *key != "narrow") {
                    texts(value, key, all);
                }
                for said in all[before..].iter_mut().filter(|said| !said.beside) {
                    said.of.extend(of.iter().filter(|at| !at.is_empty()).cloned());
                }
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    for key in ["answer", "caveats", "points", "tiles", "options", "rests_on", "detail", "figures", "replay"]
    {
        let before = all.len();
        texts(&findings[key], key, &mut all);
        all[before..].iter_mut().for_each(|said| said.of_a_chart = matches!(key, "figures" | "replay"));
    }
    all
}

/// A workbook's numbers, and the sentences that it repeats.
struct Book {
    numbers: Vec<f64>,
    sentences: BTreeSet<String>,
}

fn of_workbook(bytes: Vec<u8>) -> Book {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (mut numbers, mut sentences) = (Vec::new(), BTreeSet::new());
    for name in book.sheet_names() {
        for cell in book.worksheet_range(&name).unwrap().rows().flatten() {
            match (cell, name.as_str()) {
                (Data::String(text), "Findings") => {
                    sentences.insert(text.clone());
                }
                (_, "Cover" | "Notes" | "Findings") => {}
                (Data::Float(x), _) => numbers.push(*x),
                (Data::Int(x), _) => numbers.push(*x as f64),
                _ => {}
            }
        }
    }
    Book { numbers, sentences }
}

/// The numbers of the study's tables, which hold the days that charts show.
fn of_tables(folder: &Path, manifest: &Value) -> Vec<f64> {
    let files = manifest["files"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let texts = files
        .filter(|name| wardflow::report::forms::is_table(name))
        .map(|name| fs::read_to_string(folder.join(name)).unwrap());
    texts
        .flat_map(|text| text.split([',', '\n']).filter_map(|cell| cell.parse().ok()).collect::<Vec<f64>>())
        .collect()
}

/// What a folder says that cannot be found: each number with its text and where it is not.
pub fn lacking(folder: &Path) -> Vec<String> {
    let read = |name: &str| fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let json = |name: &str| -> Value { serde_json::from_slice(&read(name)).unwrap() };
    let (findings, results) = (json("findings.json"), json("results.json"));
    let manifest = json("manifest.json");
    let names = names(&manifest);
    let book = of_workbook(read("results.xlsx"));
    let everywhere = numbers_of(&results);
    let drawn: Vec<f64> = everywhere.iter().copied().chain(of_tables(folder, &manifest)).collect();
    // What a whole study has once: runs, seed, days.
    let once: Vec<f64> = results.as_object().unwrap().values().filter_map(Value::as_f64).collect();
    let mut lacking = Vec::new();
    for Said { text, of, of_a_chart, .. } in said(&findings) {
        let mut there = once.clone();
        for at in &of {
            match results.pointer(at) {
                Some(value) => numbers(value, &mut there),
                None => lacking.push(format!("results.json has nothing at {at}, of: {text}")),
            }
        }
        let there = match of_a_chart {
            true => &drawn,
            false if of.is_empty() => &everywhere,
            false => &there,
        };
        for number in written(&without_words(&text, &names)) {
            if !number.is_among(there) {
                let at = if of.is_empty() { "results.json".to_owned() } else { of.join(", ") };
                lacking.push(format!("{} is not in {at}: {text}", number.text));
            }
            if !number.is_among(&book.numbers) && !book.sentences.contains(&text) {
                lacking.push(format!("{} is not in the workbook: {text}", number.text));
            }
        }
    }
    lacking
}

/// Every text of a JSON value.
fn texts(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => all.extend([text.as_str(), "\n"]),
        Value::Array(values) => values.iter().for_each(|value| texts(value, all)),
        Value::Object(values) => values.values().for_each(|value| texts(value, all)),
        _ => {}
    }
}

/// Numbers that a page shows and its findings do not say, as texts.
pub fn only_on_page(folder: &Path) -> Vec<String> {
    let read =
        |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let findings: Value = serde_json::from_str(&read("findings.json")).unwrap();
    let mut known = String::new();
    texts(&findings, &mut known);
    let of =
        |text: &str| -> BTreeSet<String> { written(text).into_iter().map(|number| number.text).collect() };
    let mut page = read("report.html");
    for part in [
        "(?s)<script.*?</script>",
        "(?s)<style.*?</style>",
        "(?s)<svg.*?</svg>",
        "(?s)<[^>]*>",
        "&#?[0-9a-z]+;",
    ] {
        page = Regex::new(part).unwrap().replace_all(&page, " ").into_owned();
    }
    of(&page).difference(&of(&known)).cloned().collect()
}

/// A finished folder made by hand, in which the answer says `answer`.
fn folder(answer: &str) -> Place {
    let findings = json!({
        "schema": 1, "wardflow": "0.1.0", "study": "compare", "title": "North 2 and 1 option",
        "ran": "182 days from 1 October 2024", "answer": { "text": answer, "of": ["/differences/bridging"] },
        "caveats": [], "points": [], "chart": null, "rests_on": [], "detail": [], "figures": [], "method": [],
        "tiles": [{ "label": "Bed-days", "figure": "1,120 fewer", "range": "970 to 1,270", "beside": "",
                    "change": "improvement", "of": "/differences/bridging" }],
        "options": [{ "header": ["Option", "mean", "cost"], "rows": [["North 2", "−1,120", "£1.23m"], ["P1", "94%", "-"]] }],
        "commands": ["wardflow compare a b --runs 7777"], "made_of": [],
    });
    let results = json!({
        "runs": 100, "seed": 1,
        "differences": { "bridging": { "mean": -1119.7, "precision95": [-1271.2, -969.6] }, "beds": { "mean": 1410.0 } },
        "cost": 1_234_567.8, "share": 0.9412,
    });
    let brief: Brief = serde_json::from_value(findings.clone()).unwrap();
    let book = wardflow::report::workbook::workbook(&brief, &[]).unwrap();
    let place = Place::with(&[]);
    place.write("findings.json", findings.to_string());
    place.write("results.json", results.to_string());
    place.write("manifest.json", json!({ "scenario": { "name": "North 2" } }).to_string());
    place.write("results.xlsx", book);
    place
}

#[test]
fn numbers_that_were_found_are_there_and_one_that_was_made_up_is_not() {
    let fine = "In North 2 about 1,120 fewer bed-days (970 to 1,270, the 95% interval) from 1 October 2024 in 100 runs.";
    assert_eq!(lacking(folder(fine).path()), [""; 0]);
    let found = lacking(folder("About 1,130 fewer bed-days in 83 of 100 runs.").path());
    for what in ["1,130 is not in /differences/bridging", "83 is not in /differences/bridging"] {
        assert!(found.iter().any(|one| one.starts_with(what)), "{what}: {found:#?}");
    }
    // A workbook that holds nothing of it.
    let place = folder(fine);
    place.write("results.xlsx", wardflow::report::workbook::workbook(&Brief::default(), &[]).unwrap());
    let found = self::lacking(place.path());
    for what in
        ["1,120 is not in the workbook", "£1.23m is not in the workbook", "94% is not in the workbook"]
    {
        assert!(found.iter().any(|one| one.starts_with(what)), "{what}: {found:#?}");
    }
    // It is somewhere, but not where the sentence says.
    let elsewhere = lacking(folder("About 1,410 fewer bed-days.").path());
    assert!(elsewhere[0].starts_with("1,410 is not in /differences/bridging"), "{elsewhere:#?}");
}

#[test]
fn a_page_says_no_number_of_its_own() {
    let place = folder("About 1,120 fewer bed-days.");
    place.write(
        "report.html",
        "<style>a{width:99px}</style><p>About 1,120 fewer: £1.23m</p><svg><text>55</text></svg>",
    );
    assert_eq!(only_on_page(place.path()), [""; 0]);
    place.write("report.html", "<p>About 1,125 fewer</p>");
    assert_eq!(only_on_page(place.path()), ["1,125"]);
}

const TOWN: &str = r#"{
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

#[test]
fn every_number_of_a_report_stands_in_results_and_in_the_workbook() {
    let place = Place::with(&[
        ("riverside.json", TOWN),
        (
            "beds.json",
            r#"{ "extends": "riverside.json", "name": "More beds", "services": { "beds": { "places": 9 } } }"#,
        ),
        (
            "staff.json",
            r#"{ "extends": "riverside.json", "name": "Fewer visits", "services": { "home_care": { "places": 14 } } }"#,
        ),
    ]);
    for study in ["compare riverside.json beds.json staff.json", "run riverside.json"] {
        place.done(&format!("{study} --runs 20 --charts none --report all --force --out out"));
        let lacking = lacking(&place.at("out"));
        assert!(lacking.is_empty(), "{study}: {lacking:#?}");
    }
}
