//! Compares a scenario with options on the same people:
//! `cargo run --release --example compare -- scenarios/winter.json scenarios/bridging.json`.

use std::path::Path;

use anyhow::{Context, ensure};
use wardflow::{Replications, Scenario, System, compare};

fn main() -> anyhow::Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    ensure!(files.len() > 1, "compare BASELINE OPTION [OPTION...]");
    let scenarios: Vec<Scenario> =
        files.iter().map(|file| Scenario::open(Path::new(file), &[])).collect::<Result<_, _>>()?;
    let (baseline, options) = scenarios.split_first().context("a baseline")?;
    let options: Vec<&Scenario> = options.iter().collect();
    let found = compare(baseline, &options, Replications::new(20))?;
    for (i, option) in options.iter().enumerate() {
        let Some(change) = found.change(i, System::NctrBedDays) else { continue };
        let sure = change
            .precision95
            .map_or(String::new(), |[low, high]| format!(" (95%: {low:+.0} to {high:+.0})"));
        let clear = if change.clear { "" } else { ", no clear difference" };
        println!("{}: {:+.0} {}{sure}{clear}", option.names.scenario, change.mean, change.unit);
    }
    Ok(())
}
