//! What a person costs, from a ward to a country: `cargo run --release --example scaling`.
//!
//! Prints a table for each way in which a scenario grows: people, services, groups, days, replications, and
//! the length of lines. Costs are processor time, the least of several, so that what else the machine does is left
//! out; the ratios hold on a busy machine too, the nanoseconds are this machine's. `docs/performance.md` shows them.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use wardflow::measures::Simulator;
use wardflow::scenario::Scenario;

mod made;

/// Each is measured so often.
const TIMES: u32 = 3;
/// So many people at least, in as many replications as that takes.
const PEOPLE: u64 = 60_000;

/// One size of a scenario: how it is called, and what it costs.
struct Row {
    size: String,
    people: u64,
    events: u64,
    nanoseconds: f64,
}

fn main() -> Result<()> {
    let beds = [20_u32, 100, 520, 2_600, 13_000, 100_000];
    let rows = beds.map(|beds| of(&thousands(beds), &made::network(beds, 90, 1), 0));
    table("People: the reference network with so many acute beds", "beds", rows)?;
    let rows = [1_u32, 10, 100, 1_000].map(|n| of(&thousands(n), &made::services(n as usize), 0));
    table("Services: 300 people a day among so many", "services", rows)?;
    let rows = [1_u32, 4, 16, 60].map(|n| of(&thousands(n), &made::network(520, 90, n), 0));
    table("Groups: the people of the reference network in so many", "groups", rows)?;
    let rows = [90_u32, 365, 1_460, 5_840].map(|days| of(&thousands(days), &made::network(520, days, 1), 0));
    table("Days: the reference network, measured for so many", "days", rows)?;
    let rows = [8_u32, 64, 512].map(|n| of(&thousands(n), &made::network(520, 90, 1), u64::from(n)));
    table("Replications: the reference network, so many one after another", "replications", rows)?;
    for (name, service) in made::lines() {
        let rows =
            [100_u32, 200, 400, 800].map(|days| of(&thousands(days), &made::growing(&service, days), 0));
        table(&format!("A line that grows by some 20 people a day: {name}"), "days", rows)?;
    }
    Ok(())
}

/// What a scenario costs, in so many replications; in as many as make enough people where that is 0.
fn of(size: &str, scenario: &Scenario, replications: u64) -> Result<Row> {
    let mut simulator = Simulator::new(&scenario.plan);
    let first = simulator.replicate(1, 0)?;
    let number = if replications > 0 { replications } else { PEOPLE.div_ceil(first.people.max(1)) };
    let mut row = Row { size: size.to_owned(), people: 0, events: 0, nanoseconds: f64::INFINITY };
    for _ in 0..TIMES {
        let (mut people, mut events) = (0, 0);
        let began = processor_time();
        for index in 0..number {
            let found = black_box(simulator.replicate(1, index)?);
            people += found.people;
            events += found.events;
        }
        let taken = processor_time() - began;
        row = Row { people, events, nanoseconds: row.nanoseconds.min(taken), ..row };
    }
    Ok(row)
}

/// Nanoseconds that this thread has run; where the system does not tell, those on the clock.
fn processor_time() -> f64 {
    thread_local! {
        static BEGAN: Instant = Instant::now();
    }
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = told.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    run.unwrap_or_else(|| BEGAN.with(Instant::elapsed).as_secs_f64() * 1e9)
}

fn table<const N: usize>(title: &str, of: &str, rows: [Result<Row>; N]) -> Result<()> {
    println!("**{title}**\n\n| {of} | people | ns a person | ns an event | an event, of the first |");
    println!("|--:|--:|--:|--:|--:|");
    let mut first = None;
    for row in rows {
        let Row { size, people, events, nanoseconds } = row?;
        let each = nanoseconds / events as f64;
        let ratio = each / *first.get_or_insert(each);
        let person = nanoseconds / people as f64;
        println!("| {size} | {} | {person:.0} | {each:.0} | {ratio:.2} |", thousands(people));
    }
    println!();
    Ok(())
}

/// A whole number with commas.
fn thousands(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
