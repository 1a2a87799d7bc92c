//! Hostile input at the program's door: mutated scenarios and odd command lines, each in a process of
//! its own under limits. `cargo run --release --example hostile -- target/release/wardflow [SCENARIOS]
//! [COMMANDS] [SEED] [--only KIND:NUMBER]`.
//!
//! Every process may use 60 seconds of processor time (240 in a debug build) and 1 GiB of memory, ends with 0, 1, 2, 4 or 130,
//! says something where it fails, never panics, and loses nothing beside the folder it is given. What
//! is tried depends on the seed alone, so a case can be looked at again with `--only`. Ends with 1
//! where anything was found. `scenarios.rs` mutates, `lines.rs` makes command lines, `child.rs` runs.

mod child;
mod lines;
mod scenarios;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// What chooses each case.
pub type Chance = Xoshiro256PlusPlus;

/// What a case found out: how the process ended, and what was wrong with that.
pub struct Tried {
    /// The exit codes.
    pub codes: Vec<i32>,
    /// What it did wrong, with what was typed.
    pub wrong: Vec<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let only = words.iter().position(|word| word == "--only").map(|at| words.split_off(at));
    let only = only.and_then(|mut words| words.pop());
    let mut words = words.into_iter();
    let program = words.next().context("hostile PROGRAM [SCENARIOS] [COMMANDS] [SEED]")?;
    let program = Path::new(&program).canonicalize().with_context(|| format!("no program {program}"))?;
    let mut number = |otherwise: u64| -> anyhow::Result<u64> {
        words.next().map_or(Ok(otherwise), |word| word.parse().with_context(|| word.clone()))
    };
    let (cases, commands, seed) = (number(10_000)?, number(2_000)?, number(1)?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = scenarios::Seeds::read(root)?;

    let mut found = 0;
    found += many("scenario", cases, seed, only.as_deref(), |place, chance| {
        scenarios::case(&program, &seeds, place, chance)
    })?;
    found += many("command", commands, seed, only.as_deref(), |place, chance| {
        lines::case(&program, &seeds, place, chance)
    })?;
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Tries many cases on every core and says how they ended; how many were wrong.
fn many(
    kind: &str,
    count: u64,
    seed: u64,
    only: Option<&str>,
    case: impl Fn(&Path, &mut Chance) -> anyhow::Result<Tried> + Sync,
) -> anyhow::Result<usize> {
    let numbers: Vec<u64> = match only {
        Some(only) => {
            only.strip_prefix(&format!("{kind}:")).map(str::parse).transpose()?.into_iter().collect()
        }
        None => (0..count).collect(),
    };
    let began = Instant::now();
    let (next, codes, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(0));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let places: Vec<tempfile::TempDir> =
        (0..workers).map(|_| tempfile::tempdir()).collect::<Result<_, _>>()?;
    let work = |place: PathBuf| -> anyhow::Result<()> {
        while let Some(&n) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut chance = Chance::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(n));
            let tried = case(&place, &mut chance)?;
            codes.lock().map_err(|_| anyhow::anyhow!("a worker failed"))?.extend(tried.codes);
            for one in tried.wrong {
                println!("\n{kind}:{n}: {one}");
                *wrong.lock().map_err(|_| anyhow::anyhow!("a worker failed"))? += 1;
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> =
            places.iter().map(|place| scope.spawn(|| work(place.path().to_owned()))).collect();
        hands.into_iter().try_for_each(|hand| {
            let ended = hand.join().map_err(|_| anyhow::anyhow!("a worker failed"))?;
            ended.context("the harness itself")
        })
    })?;
    let mut codes = codes.into_inner()?;
    codes.sort_unstable();
    let wrong = wrong.into_inner()?;
    ensure!(numbers.is_empty() || !codes.is_empty(), "nothing ran");
    let ended: Vec<String> =
        codes.chunk_by(|a, b| a == b).map(|same| format!("{} × {}", same.len(), same[0])).collect();
    println!(
        "{} {kind}s in {:.0} s: exit codes {}; wrong: {wrong}",
        numbers.len(),
        began.elapsed().as_secs_f64(),
        ended.join(", ")
    );
    Ok(wrong)
}
