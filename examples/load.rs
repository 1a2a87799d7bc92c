//! Loads a scenario, changes it, and says what is wrong with it or where its figures come from:
//! `cargo run --example load -- scenarios/winter.json hospital.beds=490`.

use std::path::Path;

use anyhow::Context;
use wardflow::{Faults, Scenario, Setting};

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let file = words.next().context("load SCENARIO [PATH=VALUE...]")?;
    match load(&file, words) {
        Ok(scenario) => {
            println!("{}, fingerprint {}", scenario.names.scenario, &scenario.fingerprint[..16]);
            for figure in &scenario.provenance {
                println!("{}: {:?}, {}", figure.path, figure.kind, figure.source);
            }
        }
        // Each fault says where it is, what is wrong, and what was expected.
        Err(faults) => println!("{faults}"),
    }
    Ok(())
}

fn load(file: &str, settings: impl Iterator<Item = String>) -> Result<Scenario, Faults> {
    let settings: Vec<Setting> = settings.map(|text| Setting::parse(&text)).collect::<Result<_, _>>()?;
    Scenario::open(Path::new(file), &settings)
}
