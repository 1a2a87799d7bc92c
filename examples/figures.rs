//! Holds the figures of a document against what its own commands print today.
//!
//! ```text
//! cargo run --release --example figures -- docs/bridging-or-beds.md README.md
//! ```
//!
//! Every `wardflow` command in an `sh` block is run, once, with its files under `target/figures`; what it
//! prints and writes is cut into rows of numbers: a line of a table, a sentence, a row of a CSV file, an
//! object of a JSON file. Every figure of the document, with the range behind it, must then stand in one
//! row, rounded as it is in the document: in a section that has commands in those of that section, else
//! in those of the whole document. A table with a column `--set` stands for its section's last command
//! with each row's settings. What comes from elsewhere stands in a comment of the section:
//!
//! ```text
//! <!-- figures: given 2.0, £28.53; sum 3*57*182 + 3*150*182 = 113,022 -->
//! ```
//!
//! Ends with 1 and a list of the figures that are not found. Where all are, `docs/figures.json` keeps what
//! two runs of each scenario gave, so that a quick test notices when the documents need this again.

#![allow(
    clippy::cast_possible_wrap,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::float_cmp,
    clippy::unreadable_literal,
    reason = "figures as documents print them, and files as the project names them"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use regex::Regex;

/// A number as it is printed: its value and what the last printed digit stands for.
#[derive(Clone, Debug, PartialEq)]
struct Printed {
    value: f64,
    unit: f64,
}

/// A figure of a document: a number, and the ends of the range behind it.
#[derive(Clone, Debug)]
struct Figure {
    line: usize,
    text: String,
    numbers: Vec<Printed>,
}

/// A part of a document under one heading.
#[derive(Default)]
struct Section {
    commands: Vec<Vec<String>>,
    figures: Vec<Figure>,
    given: Vec<Printed>,
    wrong_sums: Vec<String>,
}

type Rows = Vec<Vec<f64>>;

/// The patterns that cut figures out of text.
struct Patterns {
    figure: Regex,
    number: Regex,
    ignored: Regex,
}

impl Patterns {
    fn new() -> Self {
        const NUMBER: &str = r"[+−-]?£?\d[\d,]*(?:\.\d+)?(?:%|m\b)?";
        let range = format!(r"(?:\s*\(({NUMBER}) to ({NUMBER})\))?");
        let made = |pattern: &str| Regex::new(pattern).expect("a pattern");
        Self {
            figure: made(&format!(r"({NUMBER}){range}")),
            number: made(NUMBER),
            // Code, targets of links, dates, years, pathways, names with digits, `95% interval`.
            ignored: made(concat!(
                r"`[^`]*`|\]\([^)]*\)|https?://\S+|\b\d{1,2} (?:January|February|March|April|May|June|July|August",
                r"|September|October|November|December)\b|\b(?:19|20)\d\d(?:/\d\d)?\b|\b[A-Za-z]+\d+\b|95% interval",
                r"|95% confidence|\b\d+ runs\b|seed \d+|pathways? \d|\b\d+:\d\d\b|v?\d+\.\d+\.\d+",
            )),
        }
    }

    fn printed(text: &str) -> Option<Printed> {
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let value: f64 = digits.trim_end_matches('.').parse().ok()?;
        let decimals = digits.trim_end_matches('.').split_once('.').map_or(0, |(_, d)| d.len());
        let mut unit = libm::pow(10.0, -(decimals as f64));
        if decimals == 0 {
            // Of a whole number the zeros at its end may be rounded ones, but for the first two digits.
            let whole = digits.trim_end_matches('.');
            let zeros = whole.len() - whole.trim_end_matches('0').len();
            unit = libm::pow(10.0, zeros.min(whole.len().saturating_sub(2)) as f64);
        }
        let scale = if text.ends_with('m') { 1e6 } else { 1.0 };
        Some(Printed { value: value * scale, unit: unit * scale })
    }

    fn figures(&self, line: usize, text: &str) -> Vec<Figure> {
        let text = self.ignored.replace_all(text, " ");
        let of = |found: regex::Captures<'_>| {
            let numbers = found.iter().skip(1).flatten().filter_map(|m| Self::printed(m.as_str())).collect();
            Figure { line, text: found[0].to_owned(), numbers }
        };
        self.figure.captures_iter(&text).map(of).collect()
    }

    fn rows(&self, text: &str) -> Rows {
        let numbers = |part: &str| -> Vec<f64> {
            self.number.find_iter(part).filter_map(|m| Self::printed(m.as_str())).map(|p| p.value).collect()
        };
        // Lines for tables, paragraphs for sentences that go over several lines.
        let sentences = text.split("\n\n").filter(|part| !part.contains("----")).map(numbers);
        let items = text.split("\n  * ").map(numbers);
        text.lines().map(numbers).chain(sentences).chain(items).filter(|row| !row.is_empty()).collect()
    }
}

impl Printed {
    /// Whether a number of the output is this one, rounded; signs are words in a document ("fewer").
    fn is(&self, x: f64) -> bool {
        let close = |x: f64| (x.abs() - self.value).abs() <= 0.5000001 * self.unit;
        close(x) || close(100.0 * x)
    }
}

fn read(document: &Path, patterns: &Patterns) -> std::io::Result<Vec<Section>> {
    let text = std::fs::read_to_string(document)?;
    let mut sections = vec![Section::default()];
    let (mut code, mut settings) = (None::<bool>, None::<usize>);
    let mut lines = text.lines().enumerate();
    while let Some((i, line)) = lines.next() {
        let section = sections.last_mut().expect("at least one");
        if let Some(fence) = line.strip_prefix("```") {
            code = if code.is_some() { None } else { Some(fence == "sh") };
        } else if let Some(shell) = code {
            if shell && (line.starts_with("wardflow ") || line.starts_with("cargo run --release -- ")) {
                let line = line.split(" #").next().unwrap_or_default().split(" >").next().unwrap_or_default();
                let command = words(line);
                if can_run(&command) {
                    section.commands.push(command);
                }
            }
        } else if line.starts_with('#') {
            sections.push(Section::default());
            settings = None;
        } else if let Some(comment) = line.strip_prefix("<!-- figures:") {
            let mut comment = comment.to_owned();
            while !comment.contains("-->") {
                let Some((_, more)) = lines.next() else { break };
                comment = comment + " " + more;
            }
            section.exceptions(comment.trim_end_matches("-->"), patterns);
        } else {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            if line.starts_with('|') && settings.is_none() {
                settings = cells.iter().position(|cell| *cell == "`--set`");
            } else if let Some(column) = settings.filter(|_| line.starts_with('|')) {
                section.with_settings(cells.get(column).copied().unwrap_or_default());
            } else {
                settings = None;
            }
            let of = if line.starts_with('|') { line.to_owned() } else { without_mark(line).to_owned() };
            section.figures.extend(patterns.figures(i + 1, &of));
        }
    }
    Ok(sections)
}

/// Whether a command simulates for itself, and all its scenarios are there: a reader's own are not. Shards and what is
/// merged of them have no figures of their own.
fn can_run(command: &[String]) -> bool {
    const OTHERS: [&str; 4] = ["check", "schema", "trace", "merge"];
    let scenarios = command.iter().filter(|word| word.ends_with(".json"));
    command.get(1).is_some_and(|word| !OTHERS.contains(&word.as_str()))
        && !command.iter().any(|word| word == "--shard")
        && scenarios.into_iter().all(|file| Path::new(file).exists())
}

/// A line without the number of a list.
fn without_mark(line: &str) -> &str {
    match line.trim_start().split_once(". ") {
        Some((mark, rest)) if mark.len() <= 2 && mark.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => line,
    }
}

/// The words of a command as a shell takes them: quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.replace("cargo run --release -- ", "wardflow ").chars() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) if word.is_empty() => {}
            (' ', None) => all.push(std::mem::take(&mut word)),
            (c, _) => word.push(c),
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

impl Section {
    fn exceptions(&mut self, comment: &str, patterns: &Patterns) {
        for part in comment.split(';').map(str::trim) {
            if let Some(given) = part.strip_prefix("given ") {
                let all = patterns.number.find_iter(given);
                self.given.extend(all.filter_map(|m| Patterns::printed(m.as_str())));
            } else if let Some((terms, result)) = part.strip_prefix("sum ").and_then(|s| s.split_once('=')) {
                let Some(result) = Patterns::printed(result.trim()) else { continue };
                if result.is(sum(terms)) {
                    self.given.push(result);
                } else {
                    self.wrong_sums.push(format!("{part}, and it is {}", sum(terms)));
                }
            }
        }
    }

    fn with_settings(&mut self, cell: &str) {
        let Some(mut command) = self.commands.first().cloned() else { return };
        if let Some(at) = command.iter().position(|word| word == "--set") {
            command.truncate(at);
        }
        for setting in cell.split('`').skip(1).step_by(2) {
            command.extend(["--set".to_owned(), setting.trim_matches('\'').to_owned()]);
        }
        self.commands.push(command);
    }
}

/// A sum of products and quotients, as in `3*57*182 + 100/4`.
fn sum(terms: &str) -> f64 {
    let term = |term: &str| -> f64 {
        let mut value = 1.0;
        for factor in term.split('*') {
            let mut parts = factor.split('/').map(|x| x.trim().replace(',', "").parse().unwrap_or(f64::NAN));
            value *= parts.next().unwrap_or(f64::NAN);
            value = parts.fold(value, |value, x: f64| value / x);
        }
        value
    };
    terms.replace(" - ", " + -1*").split(" + ").map(term).sum()
}

/// Runs a command, unless this program has run it before, and cuts what it printed and wrote into rows.
fn run(program: &Path, command: &[String], patterns: &Patterns) -> Result<Rows, String> {
    let mut hash = blake3::Hasher::new();
    hash.update(&std::fs::read(program).map_err(|e| format!("{}: {e}", program.display()))?);
    let made = PathBuf::from("target/figures/made").join(&hash.finalize().to_hex()[..16]);
    hash.update(command.join(" ").as_bytes());
    for scenario in command.iter().filter(|word| word.ends_with(".json")) {
        hash.update(&std::fs::read(scenario).map_err(|e| format!("{scenario}: {e}"))?);
    }
    let folder = PathBuf::from("target/figures").join(&hash.finalize().to_hex()[..16]);
    let page = folder.join("page.txt");
    if !page.exists() {
        eprintln!("running {}", command.join(" "));
        let files = folder.join("files");
        let mut process = Command::new(program);
        let words = below(&made, &command[1..]);
        process.args(&words);
        if !words.iter().any(|word| word == "--out") {
            process.arg("--out").arg(&files).args(["--charts", "svg", "--force"]);
        } else if words[0] == "merge" {
            process.arg("--force");
        }
        let found = process.output().map_err(|e| e.to_string())?;
        if !matches!(found.status.code(), Some(0 | 4)) {
            let told = String::from_utf8_lossy(&found.stderr);
            return Err(format!("{} ended with {}:\n{told}", command.join(" "), found.status));
        }
        std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        std::fs::write(&page, found.stdout).map_err(|e| e.to_string())?;
    }
    let text = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let mut rows = patterns.rows(&text(&page));
    for entry in std::fs::read_dir(folder.join("files")).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => {
                let of = |line: &str| line.split(',').filter_map(|cell| cell.parse().ok()).collect();
                rows.extend(text(&path).lines().map(of));
            }
            Some("json") => {
                if let Ok(value) = serde_json::from_str(&text(&path)) {
                    objects(&value, &mut rows);
                }
            }
            _ => {}
        }
    }
    for scenario in command.iter().filter(|word| word.ends_with(".json")) {
        rows.extend(patterns.rows(&text(Path::new(scenario))));
    }
    Ok(rows)
}

/// The same words, with the folder that a command makes, and those that others have made before it, in one of its own.
fn below(made: &Path, command: &[String]) -> Vec<String> {
    let own = |word: &str| made.join(word);
    let mut words: Vec<String> = Vec::new();
    for word in command {
        let makes = words.last().is_some_and(|before| before == "--out");
        let was_made = !Path::new(word).exists() && own(word).is_dir();
        words.push(if makes || was_made { own(word).display().to_string() } else { word.clone() });
    }
    words
}

/// A row for every object of a JSON file: its own numbers and those of its lists.
fn objects(value: &serde_json::Value, rows: &mut Rows) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let own = map.values().flat_map(|v| match v {
                Value::Array(list) => list.iter().filter_map(Value::as_f64).collect(),
                other => other.as_f64().into_iter().collect::<Vec<_>>(),
            });
            rows.push(own.collect());
            map.values().for_each(|v| objects(v, rows));
        }
        Value::Array(list) => list.iter().for_each(|v| objects(v, rows)),
        _ => {}
    }
}

/// Keeps what two runs of each scenario of these commands give, beside what other documents' gave.
fn keep<'a>(program: &Path, commands: impl Iterator<Item = &'a Vec<String>>) -> Result<(), String> {
    let kept = Path::new("docs/figures.json");
    let text = std::fs::read_to_string(kept).unwrap_or_else(|_| "{}".to_owned());
    let mut all: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|e| e.to_string())?;
    let scenarios =
        commands.flatten().filter(|word| word.starts_with("scenarios/") && word.ends_with(".json"));
    for scenario in scenarios.collect::<std::collections::BTreeSet<_>>() {
        let mut process = Command::new(program);
        process.args(["run", scenario, "--runs", "2", "--json", "--quiet", "--charts", "none"]);
        let found = process.args(["--out", "target/figures/two", "--force"]).output();
        let stdout = found.map_err(|e| e.to_string())?.stdout;
        let results: serde_json::Value = serde_json::from_slice(&stdout).map_err(|e| e.to_string())?;
        let mut means = serde_json::Map::new();
        for name in ["nctr_bed_days", "nctr_remaining", "bed_wait_hours_mean", "cost_spent", "cost_total"] {
            means.insert(name.to_owned(), results["outcomes"][name]["mean"].clone());
        }
        all.insert(scenario.clone(), means.into());
    }
    let text = serde_json::to_string_pretty(&all).map_err(|e| e.to_string())?;
    std::fs::write(kept, text + "\n").map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    let mut program = PathBuf::from("target/release/wardflow");
    let mut documents = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--program" => program = arguments.next().map(PathBuf::from).unwrap_or_default(),
            _ => documents.push(PathBuf::from(argument)),
        }
    }
    let patterns = Patterns::new();
    let (mut faults, mut figures) = (0, 0);
    let mut done: BTreeMap<Vec<String>, Rows> = BTreeMap::new();
    for document in &documents {
        let sections = match read(document, &patterns) {
            Ok(sections) => sections,
            Err(error) => {
                eprintln!("{}: {error}", document.display());
                return ExitCode::from(2);
            }
        };
        let mut whole: Rows = Vec::new();
        let mut told = Vec::new();
        for command in sections.iter().flat_map(|section| &section.commands) {
            if done.contains_key(command) {
                continue;
            }
            match run(&program, command, &patterns) {
                Ok(rows) => {
                    done.insert(command.clone(), rows);
                }
                Err(error) => told.push(error),
            }
        }
        for command in sections.iter().flat_map(|section| &section.commands) {
            whole.extend(done.get(command).into_iter().flatten().cloned());
        }
        for section in &sections {
            told.extend(section.wrong_sums.iter().map(|sum| format!("wrong sum: {sum}")));
            let own: Vec<&Vec<f64>> = section.commands.iter().filter_map(|c| done.get(c)).flatten().collect();
            let rows: Vec<&Vec<f64>> = if own.is_empty() { whole.iter().collect() } else { own };
            for figure in &section.figures {
                figures += 1;
                let given = |n: &Printed| section.given.iter().any(|g| g.value == n.value);
                let stands = |row: &Vec<f64>| figure.numbers.iter().all(|n| row.iter().any(|x| n.is(*x)));
                if !figure.numbers.iter().all(given) && !rows.iter().any(|row| stands(row)) {
                    told.push(format!("line {}: {} stands in no output", figure.line, figure.text));
                }
            }
        }
        for line in &told {
            println!("{}: {line}", document.display());
        }
        faults += told.len();
    }
    println!("{figures} figures in {} documents, {faults} not current", documents.len());
    if faults > 0 {
        return ExitCode::FAILURE;
    }
    match keep(&program, done.keys()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("docs/figures.json: {error}");
            ExitCode::FAILURE
        }
    }
}
