//! What changes to a scenario do to delayed bed-days, beside what they did in the first baseline:
//! `cargo run --release --example effects -- docs/effects.json 200`. The file names the scenario and the changes. After
//! the number of replications and the seed may stand settings that hold in the baseline and in every row:
//! `PATH=VALUE`.
//!
//! Every change is in force since before the warm-up ("as if always so") and is compared with the
//! baseline replication by replication. Prints the Markdown table of `docs/effects.md`.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use wardflow::{Difference, Replications, Scenario, Setting, System, compare, run};

/// The file: a scenario, and changes to it.
#[derive(Deserialize)]
struct Table {
    scenario: String,
    rows: Vec<Row>,
}

/// A change, and what it did to delayed bed-days in the first baseline: mean, and the 95% interval of the mean.
#[derive(Deserialize)]
struct Row {
    change: String,
    settings: Vec<String>,
    first: [f64; 3],
}

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let file = words.next().context("effects FILE [RUNS [SEED [PATH=VALUE...]]]")?;
    let table: Table = serde_json::from_slice(&std::fs::read(&file).context(file)?)?;
    let number = |word: Option<String>, default| {
        word.map_or(Ok(default), |number| number.parse().with_context(|| format!("not a number: {number}")))
    };
    let (runs, seed) = (number(words.next(), 200)?, number(words.next(), 1)?);
    let how = Replications::new(runs).with_seed(seed);
    let everywhere: Vec<String> = words.collect();
    let scenario = |settings: &[String]| -> anyhow::Result<Scenario> {
        let settings = everywhere.iter().chain(settings).map(|text| Setting::parse(text));
        Ok(Scenario::open(Path::new(&table.scenario), &settings.collect::<Result<Vec<_>, _>>()?)?)
    };
    let base = scenario(&[])?;
    let bed_days = run(&base, how)?.system(System::NctrBedDays);
    println!("Baseline: {} delayed bed-days {}.", whole(bed_days.mean), interval(bed_days.range90));
    println!();
    println!(
        "| change | delayed bed-days | single years | people | occupancy, points | bed wait, hours | first baseline |"
    );
    println!("|---|---|---|---|---|---|---|");
    for row in &table.rows {
        let found = compare(&base, &[&scenario(&row.settings)?], how)?;
        let by = |outcome: System| found.change(0, outcome);
        let mean = |outcome: System| by(outcome).map_or(f64::NAN, |change: Difference| change.mean);
        let beds = by(System::NctrBedDays).context("bed-days in both")?;
        let [first, low, high] = row.first;
        println!(
            "| {} | {} {} | {} | {:+.1} | {:+.1} | {:+.1} | {} {} |",
            row.change,
            whole(Some(beds.mean)),
            interval(beds.precision95),
            interval(beds.range90),
            mean(System::NctrPeople),
            100.0 * mean(System::AcuteOccupancy),
            mean(System::BedWaitHoursMean),
            whole(Some(first)),
            interval(Some([low, high])),
        );
    }
    Ok(())
}

fn whole(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |v| format!("{v:+.0}"))
}

fn interval(ends: Option<[f64; 2]>) -> String {
    ends.map_or("–".to_owned(), |[low, high]| format!("[{low:+.0}, {high:+.0}]"))
}
