//! How good forecasts of several hospitals are: `wardflow new` and `wardflow backcast` for each daily return in a
//! folder, whose files are named by the trust's code, and a table over all of them in shares of what came.
//!
//! `cargo run --profile long --example skill -- target/long/wardflow FOLDER OUT [flags of backcast]`

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

const WEEKS: [&str; 4] = ["1", "2", "4", "8"];
const RULES: [&str; 3] = ["last_value", "same_week_last_year", "mean_of_eight_weeks"];

/// Of one week ahead over all hospitals.
#[derive(Clone, Copy, Default)]
struct Sum {
    forecasts: f64,
    mae: f64,
    crps: f64,
    within50: f64,
    within90: f64,
    rules: [f64; 3],
    attainable: f64,
}

fn done(program: &Path, words: &[&str]) -> Result<()> {
    let status = Command::new(program).args(words).status()?;
    ensure!(matches!(status.code(), Some(0 | 4)), "{words:?} ended with {status}");
    Ok(())
}

/// Adds the scores of a hospital, in shares of the mean of what came; prints them.
fn add(code: &str, found: &Value, sums: &mut [Sum; 4]) -> Result<()> {
    let scores = &found["scores"]["week"];
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let all = WEEKS.map(|week| &scores[week]);
    let (came, n) = all.iter().fold((0.0, 0.0), |(came, n), lead| {
        (came + number(&lead["observed_mean"]) * number(&lead["forecasts"]), n + number(&lead["forecasts"]))
    });
    if n <= 0.0 {
        bail!("{code}: nothing was scored");
    }
    let mean = came / n;
    print!("{code} {mean:5.0} ");
    for (lead, sum) in all.iter().zip(sums) {
        let (n, forecast) = (number(&lead["forecasts"]), &lead["forecast"]);
        sum.forecasts += n;
        sum.mae += n * number(&forecast["mae"]) / mean;
        sum.crps += n * number(&forecast["crps"]) / mean;
        sum.within50 += n * number(&forecast["coverage50"]);
        sum.within90 += n * number(&forecast["coverage90"]);
        sum.attainable += n * number(&lead["attainable"]["mae"]) / mean;
        for (rule, name) in sum.rules.iter_mut().zip(RULES) {
            *rule += n * number(&lead["rules"][name]["mae"]) / mean;
        }
        let best = RULES.iter().map(|name| number(&lead["rules"][name]["mae"])).fold(f64::MAX, f64::min);
        let (mae, best) = (number(&forecast["mae"]) / mean, best / mean);
        print!(" | {mae:.3} {best:.3} {:3.0}%", 100.0 * number(&forecast["coverage90"]));
    }
    println!();
    Ok(())
}

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [program, folder, out, flags @ ..] = words.as_slice() else {
        bail!("expected: PROGRAM FOLDER OUT [flags of backcast]");
    };
    let (program, out) = (Path::new(program), Path::new(out));
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    let mut sums = [Sum::default(); 4];
    println!(
        "trust, people remaining; at 1, 2, 4 and 8 weeks: error, that of the best rule, in the 90% band"
    );
    for file in files {
        let code = file.file_stem().and_then(|stem| stem.to_str()).context("a file without a name")?;
        let (at, results) = (out.join(code.to_lowercase()), out.join(format!("{code}-backcast")));
        let [at_text, file_text, results_text] =
            [&at, &file, &results].map(|path| path.display().to_string());
        if !at.exists() {
            done(program, &["new", &at_text, "--trust", code, "--quiet"])?;
        }
        let scenario = at.join(format!("{}.json", code.to_lowercase())).display().to_string();
        let mut typed = vec!["backcast", &scenario, "--observed", &file_text, "--out", &results_text];
        typed.extend(["--force", "--quiet", "--charts", "none"]);
        typed.extend(flags.iter().map(String::as_str));
        done(program, &typed)?;
        add(code, &serde_json::from_slice(&fs::read(results.join("results.json"))?)?, &mut sums)?;
    }
    println!("\nover all: error, CRPS, in 50%, in 90%; errors of the rules; attainable");
    for (week, sum) in WEEKS.iter().zip(sums) {
        let mean = |x: f64| x / sum.forecasts.max(1.0);
        println!(
            "{week} weeks: {:.4} {:.4} {:.0}% {:.0}%; {}; {:.4} ({} forecasts)",
            mean(sum.mae),
            mean(sum.crps),
            100.0 * mean(sum.within50),
            100.0 * mean(sum.within90),
            sum.rules.map(|rule| format!("{:.4}", mean(rule))).join(" "),
            mean(sum.attainable),
            sum.forecasts
        );
    }
    Ok(())
}
