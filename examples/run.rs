//! Runs a scenario and reads what it found: `cargo run --release --example run -- scenarios/winter.json 20`.
//! Without words it runs the built-in baseline.

use std::path::Path;

use anyhow::Context;
use wardflow::{Key, Replications, Results, Scenario, System, run};

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let scenario = match words.next() {
        Some(file) => Scenario::open(Path::new(&file), &[])?,
        None => Scenario::baseline(&[])?,
    };
    let runs = words.next().map_or(Ok(20), |number| number.parse()).context("how many runs")?;
    let found = run(&scenario, Replications::new(runs))?;
    println!("{}, {runs} runs", found.names.scenario);
    for outcome in [System::NctrRemaining, System::NctrBedDays, System::Discharges, System::CostTotal] {
        tell(&found, outcome);
    }
    for warning in &scenario.warnings {
        println!("{warning}");
    }
    Ok(())
}

/// One outcome in a line: its mean, how sure that is, and how much single runs vary.
fn tell(found: &Results, outcome: System) {
    let (estimate, row) = (found.system(outcome), outcome.outcome());
    match (estimate.mean, estimate.precision95) {
        (Some(mean), Some([low, high])) => {
            println!("{}: {mean:.1} {} (95%: {low:.1} to {high:.1})", row.words, row.unit);
        }
        (Some(mean), None) => println!("{}: {mean:.1} {}", row.words, row.unit),
        (None, _) => println!("{}: no value in any run", row.words),
    }
}
