//! How fast the simulator is, on one thread with all measures:
//! `cargo run --release --example rate -- scenarios/reference-d2a.json 200`.
//!
//! Prints people and events of all replications, warm-up included, and the wall time. Reading the
//! scenario and one replication to warm up are not timed.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use wardflow::measures::Simulator;
use wardflow::scenario::Scenario;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().context("rate SCENARIO [REPLICATIONS]")?;
    let replications: u64 = match arguments.next() {
        Some(number) => number.parse().with_context(|| format!("replications: {number}"))?,
        None => 100,
    };
    let scenario = Scenario::open(Path::new(&file), &[])?;
    let mut simulator = Simulator::new(&scenario.plan);
    simulator.replicate(1, replications)?;

    let began = Instant::now();
    let (mut people, mut events) = (0, 0);
    for index in 0..replications {
        let replication = simulator.replicate(1, index)?;
        people += replication.people;
        events += replication.events;
    }
    let seconds = began.elapsed().as_secs_f64();

    println!("replications  {replications}");
    println!("people        {people}");
    println!("events        {events}");
    println!("seconds       {seconds:.3}");
    println!("people/s      {:.0}", people as f64 / seconds);
    println!("ns/event      {:.1}", seconds * 1e9 / events as f64);
    Ok(())
}
