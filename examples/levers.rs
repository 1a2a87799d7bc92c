//! Every option of a baseline as a document: `cargo run --release --example levers` writes `docs/levers.md` from the
//! files of `scenarios/` and one comparison of them all. The document, the number of replications, the seed and the
//! baseline's file may follow: `-- docs/levers.md 40 1 scenarios/mine.json`.
//!
//! The text of each section is the overlay's own: its `description` and its `notes` (`what`, `how`, `left_out`), and
//! the figures with their sources from its `provenance`. Nothing in the document is written by hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use serde_json::Value;
use wardflow::experiment::Replications;
use wardflow::experiment::compare::{Comparison, Worth, compare, same_days};
use wardflow::experiment::kept::Nowhere;
use wardflow::experiment::replicate::Silent;
use wardflow::measures::outcome::{Key, System};
use wardflow::scenario::{Scenario, built_in, overlays};

/// Longer values are cut: they stand in the file.
const LONGEST: usize = 90;

/// An option with its file as typed.
struct Lever {
    path: PathBuf,
    file: Value,
    scenario: Scenario,
}

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let document = PathBuf::from(words.next().unwrap_or_else(|| "docs/levers.md".to_owned()));
    let number = |word: Option<String>, default| {
        word.map_or(Ok(default), |number| number.parse().with_context(|| format!("not a number: {number}")))
    };
    let (runs, seed): (u64, u64) = (number(words.next(), 40)?, number(words.next(), 1)?);
    let own = || format!("scenarios/{}.json", built_in::BASELINE);
    let base_path = PathBuf::from(words.next().unwrap_or_else(own));
    let base = Scenario::open(&base_path, &[])?;
    let (mut levers, mut left_out) = (Vec::new(), Vec::new());
    for path in overlays::beside_base(&base_path)? {
        let file =
            serde_json::from_slice(&std::fs::read(&path)?).with_context(|| path.display().to_string())?;
        let scenario = Scenario::open(&path, &[])?;
        match same_days(&base, &scenario) {
            None => levers.push(Lever { path, file, scenario }),
            Some(why) => left_out.push(format!("`{}` ({why})", name_of(&path))),
        }
    }
    let all: Vec<&Scenario> =
        std::iter::once(&base).chain(levers.iter().map(|lever| &lever.scenario)).collect();
    let threads = std::thread::available_parallelism().map_or(1, Into::into);
    let how = Replications { runs, seed, threads };
    let by = System::NctrBedDays.index();
    let found = compare(&all, by, (how, None, &Nowhere), &Silent, &AtomicBool::new(false))?;
    let text = page(&base, &base_path, &levers, &found, &left_out, (runs, seed));
    std::fs::write(&document, text).with_context(|| document.display().to_string())?;
    println!("{} options in {}", levers.len(), document.display());
    Ok(())
}

/// The document.
fn page(
    base: &Scenario,
    base_path: &Path,
    levers: &[Lever],
    found: &Comparison,
    left_out: &[String],
    (runs, seed): (u64, u64),
) -> String {
    let by_pounds = found.by_pounds();
    let ranked = found.ranked();
    let name = &base.names.scenario;
    let days = found.replications[0].iter().filter_map(|r| r.system[found.by]).collect::<Vec<_>>();
    let mean = days.iter().sum::<f64>() / days.len().max(1) as f64;
    let mut text = format!(
        "# Levers: what each option is, how it is modelled and what it does\n\n\
         <!-- Made by `cargo run --release --example levers` from the files in scenarios/. Change those, not this. -->\n\n\
         Made by `cargo run --release --example levers` from the files in `scenarios/`: {} options beside `{}` ({name}), \
         {runs} runs of each, seed {seed}, every option with the same people. The figure is the difference in bed-days \
         with no criteria to reside (`nctr_bed_days`) over {} days with the 95% interval of the mean; the baseline has \
         {}. *Clear* takes all options together (Holm's rule). The intervals cover chance only, not doubt about \
         the figures in the scenarios. Pounds for each bed-day avoided stand where bed-days are clearly avoided and all \
         that differs has a price; *not priced* does not mean free. `wardflow compare {} --all --worlds none` shows the same on one \
         page.\n\n\
         | option | bed-days (95%) | clear | spent more | £ for each bed-day avoided |\n|---|---|---|---|---|\n",
        levers.len(),
        name_of(base_path),
        base.plan.calendar.measured_days(),
        thousands(mean),
        base_path.display()
    );
    for &option in &ranked {
        let lever = &levers[option];
        let _ = writeln!(
            text,
            "| [{}](#{}) | {} | {} | {} | {} |",
            cell(&lever.scenario.names.scenario),
            stem(&lever.path),
            effect(found, option),
            if found.options[option].clear_adjusted { "yes" } else { "no" },
            spent(found, option),
            price(&by_pounds, option)
        );
    }
    if !left_out.is_empty() {
        let _ = write!(text, "\nLeft out, as they have other days: {}.\n", left_out.join("; "));
    }
    for &option in &ranked {
        section(&mut text, &levers[option], found, option, &by_pounds);
    }
    let mut prints: Vec<String> = levers.iter().map(|lever| print_of(&lever.path, &lever.scenario)).collect();
    prints.insert(0, print_of(base_path, base));
    let _ = write!(text, "\n<!-- of these scenarios:\n{}\n-->\n", prints.join("\n"));
    text
}

/// A scenario and the beginning of its fingerprint, by which a test sees whether the document is of today.
fn print_of(path: &Path, scenario: &Scenario) -> String {
    format!("{} {}", name_of(path), scenario.fingerprint.get(..16).unwrap_or(&scenario.fingerprint))
}

fn section(
    text: &mut String,
    lever: &Lever,
    found: &Comparison,
    option: usize,
    by_pounds: &[(usize, Worth)],
) {
    let said = |key: &str| lever.file["notes"][key].as_str().or_else(|| lever.file[key].as_str());
    let _ = write!(
        text,
        "\n<a id=\"{}\"></a>\n\n## {}\n\n*{}* [`{}`](../scenarios/{})\n\n",
        stem(&lever.path),
        lever.scenario.names.scenario,
        lever.scenario.names.description,
        name_of(&lever.path),
        name_of(&lever.path)
    );
    let plain = lever.file["notes"].as_str();
    for (title, words) in [("What it is", said("what")), ("How it is modelled", said("how").or(plain))] {
        if let Some(words) = words {
            let _ = write!(text, "**{title}.** {words}\n\n");
        }
    }
    let figures = figures(lever);
    if !figures.is_empty() {
        let _ =
            write!(text, "| figure | value | kind | source | range |\n|---|---|---|---|---|\n{figures}\n");
    }
    let clear = if found.options[option].clear_adjusted { "This is clear" } else { "This is not clear" };
    let _ = writeln!(
        text,
        "**What it does to the winter.** {} bed-days. {clear} with all options taken together. {}",
        effect(found, option),
        pounds(found, option, by_pounds)
    );
    if let Some(words) = said("left_out") {
        let _ = write!(text, "\n**What is left out.** {words}\n");
    }
}

/// The overlay's own figures, a row for each source.
fn figures(lever: &Lever) -> String {
    let mut rows = String::new();
    for (path, source) in lever.file["provenance"].as_object().into_iter().flatten() {
        let value = path.split('.').try_fold(&lever.scenario.resolved, |at, key| at.get(key));
        let value = value.map_or_else(|| "taken away".to_owned(), |value| shortened(&plain(value)));
        let range = source["range"].as_array();
        let range =
            range.map_or_else(String::new, |ends| ends.iter().map(plain).collect::<Vec<_>>().join(" to "));
        let of = |key: &str| cell(source[key].as_str().unwrap_or_default());
        let _ = writeln!(
            rows,
            "| `{path}` | {} | {} | {} | {} |",
            cell(&value),
            of("kind"),
            of("source"),
            cell(&range)
        );
    }
    rows
}

/// The change of bed-days with its interval.
fn effect(found: &Comparison, option: usize) -> String {
    let Some(d) = found.options[option].system[found.by] else { return "–".to_owned() };
    let range = d
        .precision95
        .map_or_else(String::new, |[low, high]| format!(" ({} to {})", signed(low), signed(high)));
    format!("{}{range}", signed(d.mean))
}

fn spent(found: &Comparison, option: usize) -> String {
    match &found.options[option].money {
        Some(money) if money.unpriced.is_empty() => signed_pounds(money.spent.mean),
        Some(_) => "not priced".to_owned(),
        None => "–".to_owned(),
    }
}

fn worth(by_pounds: &[(usize, Worth)], option: usize) -> Option<Worth> {
    by_pounds.iter().find(|(at, _)| *at == option).map(|(_, worth)| *worth)
}

fn price(by_pounds: &[(usize, Worth)], option: usize) -> String {
    match worth(by_pounds, option) {
        Some(Worth::Price(price)) => {
            let range = price.interval.ends();
            let range = range.map_or_else(String::new, |[low, high]| {
                format!(" ({} to {})", thousands(low), thousands(high))
            });
            format!("{}{range}", thousands(price.value))
        }
        Some(Worth::CostsLess) => "costs less".to_owned(),
        Some(Worth::NotClearlyMore) => "not clearly more".to_owned(),
        Some(Worth::NotPriced) => "not priced".to_owned(),
        Some(Worth::NotClear | Worth::Adds) | None => "–".to_owned(),
    }
}

/// What it costs, in sentences.
fn pounds(found: &Comparison, option: usize, by_pounds: &[(usize, Worth)]) -> String {
    let Some(money) = &found.options[option].money else { return String::new() };
    if !money.unpriced.is_empty() {
        let named: Vec<&str> = money.unpriced.iter().map(|one| one.label.as_str()).collect();
        return format!("Not priced: {}.", named.join(", "));
    }
    let spent = format!("Spent: {}.", signed_pounds(money.spent.mean));
    match worth(by_pounds, option) {
        Some(Worth::Price(_)) => {
            format!("{spent} That is £{} for each bed-day avoided.", price(by_pounds, option))
        }
        Some(Worth::CostsLess) => format!("{spent} It avoids bed-days and costs less."),
        Some(Worth::NotClearlyMore) => {
            format!("{spent} It avoids bed-days, and what is spent is not clearly more or less.")
        }
        Some(Worth::Adds) => format!("{spent} It adds bed-days."),
        _ => spent,
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A value as it is typed, without quotation marks round a text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// A text that does not end the cell that it stands in.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn thousands(x: f64) -> String {
    let digits = format!("{:.0}", x.abs());
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if x < 0.0 && out != "0" { format!("−{out}") } else { out }
}

fn signed(x: f64) -> String {
    let text = thousands(x);
    if x > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn signed_pounds(x: f64) -> String {
    let sign = if x < 0.0 { "−" } else { "+" };
    format!("{sign}£{}", thousands(x.abs()))
}
