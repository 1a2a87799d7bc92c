//! How many instructions pieces of work take: `cargo bench --profile long --bench instructions`.
//!
//! Unlike times, the counts hold on a busy machine: valgrind counts what this program executes. Each piece of
//! work runs twice, some of it and more of it; the difference leaves out the start. Ends with 1 where
//! a piece takes more than `TOLERANCE` beyond what stands in `benches/instructions.json` for this build
//! (`debug`: as the tests are built, quick to have; `long`; `release`). `WARDFLOW_RENEW=instructions` with the same
//! command writes what is found there instead. Where a count has risen, `callgrind_annotate` shows where.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wardflow::experiment::Findings;
use wardflow::measures::Simulator;
use wardflow::report::charts::{Format, render};
use wardflow::report::study::Report;
use wardflow::report::{Run, json as as_text};
use wardflow::scenario::Scenario;
use wardflow::{Replications, Setting};

#[path = "../examples/scaling/made.rs"]
mod made;

const LIST: &str = "benches/instructions.json";
const RENEW: &str = "WARDFLOW_RENEW=instructions cargo bench --profile long --bench instructions";
/// So much more than the list says is let pass.
const TOLERANCE: f64 = 0.015;
/// The same where the list was made with another toolchain, whose programs are not the same.
const OTHER_TOOLCHAIN: f64 = 0.10;

/// A piece of work: its name, what it does so many times, and the two numbers of times that are counted.
struct Work {
    name: &'static str,
    does: fn(u64) -> Result<()>,
    times: (u64, u64),
}

const ALL: &[Work] = &[
    Work { name: "a replication of the reference network", does: reference, times: (1, 4) },
    Work { name: "a replication of the built-in baseline", does: baseline, times: (1, 2) },
    Work { name: "loading the built-in baseline", does: load_baseline, times: (0, 1) },
    Work { name: "loading a file that extends it", does: load_winter, times: (0, 1) },
    Work { name: "tables and page of a run", does: tables, times: (0, 1) },
    Work { name: "charts of a run as SVG", does: vectors, times: (0, 1) },
    // Not without optimised libraries: that takes minutes.
    #[cfg(not(debug_assertions))]
    Work { name: "charts of a run as PNG", does: pixels, times: (0, 1) },
];

/// A scenario in two sizes: an event of the large one may take so many times the instructions of an event of the
/// small one.
struct Growth {
    name: &'static str,
    small: fn() -> Scenario,
    large: fn() -> Scenario,
    most: f64,
}

const GROWTHS: &[Growth] = &[
    Growth {
        name: "40 times the people",
        small: || made::network(520, 30, 1),
        large: || made::network(20_800, 30, 1),
        most: 1.2,
    },
    Growth {
        // Everybody stands in 8 lines instead of one.
        name: "40 times the services",
        small: || made::services(10),
        large: || made::services(400),
        most: 2.6,
    },
    Growth {
        name: "16 times the groups",
        small: || made::network(520, 90, 1),
        large: || made::network(520, 90, 16),
        most: 1.2,
    },
    Growth {
        name: "8 times the days",
        small: || made::network(520, 90, 1),
        large: || made::network(520, 720, 1),
        most: 1.15,
    },
    Growth { name: "4 times the line", small: || line(0, 100), large: || line(0, 400), most: 1.3 },
    Growth { name: "4 times the line, hours", small: || line(1, 100), large: || line(1, 400), most: 1.3 },
    Growth {
        name: "4 times the line, whole plans",
        small: || line(2, 100),
        large: || line(2, 400),
        most: 1.6,
    },
    Growth {
        name: "4 times the line, hospital first",
        small: || line(3, 100),
        large: || line(3, 400),
        most: 1.3,
    },
    Growth { name: "4 times the line, ageing", small: || line(4, 100), large: || line(4, 400), most: 1.3 },
    Growth { name: "4 times the line, a trait", small: || line(5, 100), large: || line(5, 400), most: 1.3 },
];

fn line(kind: usize, days: u32) -> Scenario {
    made::growing(&made::lines()[kind].1, days)
}

fn in_repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// So many replications; their events.
fn events(scenario: &Scenario, times: u64) -> Result<u64> {
    let mut simulator = Simulator::new(&scenario.plan);
    (0..times).map(|index| Ok(black_box(simulator.replicate(1, index)?).events)).sum()
}

fn replicate(scenario: &Scenario, times: u64) -> Result<()> {
    events(scenario, times).map(drop)
}

fn reference(times: u64) -> Result<()> {
    replicate(&Scenario::open(&in_repository("scenarios/reference-d2a.json"), &[])?, times)
}

/// With its own warm-up; where laws are checked too, which takes long, with a short one.
fn baseline(times: u64) -> Result<()> {
    let short = [Setting::parse("calendar.warm_up=28d")?];
    replicate(&Scenario::baseline(if cfg!(debug_assertions) { &short } else { &[] })?, times)
}

fn load_baseline(times: u64) -> Result<()> {
    for _ in 0..times {
        black_box(Scenario::baseline(&[])?);
    }
    Ok(())
}

fn load_winter(times: u64) -> Result<()> {
    for _ in 0..times {
        black_box(Scenario::open(&in_repository("scenarios/winter.json"), &[])?);
    }
    Ok(())
}

/// Does something so many times with what 100 runs of the built-in baseline found. Two of them were simulated,
/// after four weeks: files are as long as those of different ones.
fn found(times: u64, then: fn(&Run<'_>) -> Result<()>) -> Result<()> {
    let scenario = Scenario::baseline(&[Setting::parse("calendar.warm_up=28d")?])?;
    let mut simulator = Simulator::new(&scenario.plan);
    let two = [simulator.replicate(1, 0)?, simulator.replicate(1, 1)?];
    let replications: Vec<_> = two.iter().cycle().take(100).cloned().collect();
    let how = Replications::new(100);
    let findings = Findings::of(&scenario.plan, how, &replications, &scenario.warnings);
    let run = Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
    (0..times).try_for_each(|_| then(&run))
}

fn tables(times: u64) -> Result<()> {
    found(times, |run| {
        black_box(Findings::of(
            &run.scenario.plan,
            Replications::new(run.findings.runs),
            run.replications,
            &[],
        ));
        black_box(as_text::text(&run.results()));
        for file in run.files() {
            black_box(file.bytes?);
        }
        black_box(run.page().ended(100, ""));
        Ok(())
    })
}

fn vectors(times: u64) -> Result<()> {
    found(times, |run| draw(run, Format::Svg))
}

#[cfg(not(debug_assertions))]
fn pixels(times: u64) -> Result<()> {
    found(times, |run| draw(run, Format::Png))
}

fn draw(run: &Run<'_>, format: Format) -> Result<()> {
    for picture in run.pictures() {
        black_box(render(&picture.chart, format)?);
    }
    Ok(())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // As this program calls itself under valgrind.
    if let [word, name, times] = words.as_slice()
        && word == "work"
    {
        work(name, times.parse().expect("how often")).unwrap_or_else(|error| panic!("{error}"));
        return ExitCode::SUCCESS;
    }
    let well = judged().and_then(|well| Ok(well & (cfg!(debug_assertions) || flat()?)));
    match well {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does a piece of work so many times, or replications of a size; of these it prints the events.
fn work(name: &str, times: u64) -> Result<()> {
    if let Some(work) = ALL.iter().find(|work| work.name == name) {
        return (work.does)(times);
    }
    let (name, size) = name.split_once(": ").context("a size")?;
    let growth = GROWTHS.iter().find(|growth| growth.name == name).context("a piece of work")?;
    let scenario = if size == "large" { growth.large } else { growth.small };
    println!("{}", events(&scenario(), times)?);
    Ok(())
}

/// Whether an event costs as much in a large scenario as in a small one.
fn flat() -> Result<bool> {
    let all = at_once(GROWTHS, |growth| {
        let each = |size: &str| -> Result<f64> {
            let of = format!("{}: {size}", growth.name);
            let [(less, few), (more, many)] = [count(&of, 1)?, count(&of, 2)?];
            Ok((more - less) as f64 / (many.context("events")? - few.context("events")?) as f64)
        };
        Ok([each("small")?, each("large")?])
    })?;
    println!("\ninstructions an event, in a small scenario and in a large one");
    let mut well = true;
    for (growth, [small, large]) in GROWTHS.iter().zip(all) {
        let ratio = large / small;
        let steep = ratio > growth.most;
        let word = if steep { format!("   MORE THAN {}", growth.most) } else { String::new() };
        println!("{:<42}{small:>15.0}{large:>15.0}  {ratio:.4}{word}", growth.name);
        well &= !steep;
    }
    Ok(well)
}

/// Counts everything and compares it with the list, or renews that. Whether nothing has risen.
fn judged() -> Result<bool> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("LEFT OUT: valgrind is not installed, so no instructions were counted");
        return Ok(true);
    }
    let counts = counts()?;
    let (build, toolchain) = (build()?, toolchain()?);
    let text = std::fs::read_to_string(in_repository(LIST)).unwrap_or_else(|_| "{}".to_owned());
    let mut list: Value = serde_json::from_str(&text).context(LIST)?;
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "instructions") {
        list[&build] = json!({ "toolchain": toolchain, "counts": counts });
        std::fs::write(in_repository(LIST), serde_json::to_string_pretty(&list)? + "\n")?;
    }
    let of_build = &list[&build];
    if of_build.is_null() {
        bail!("{LIST} has nothing on the build \"{build}\"; {RENEW}");
    }
    let same = of_build["toolchain"] == toolchain.as_str();
    let tolerance = if same { TOLERANCE } else { OTHER_TOOLCHAIN };
    if !same {
        let made = &of_build["toolchain"];
        println!(
            "the list was made with {made} and this is \"{toolchain}\": up to {OTHER_TOOLCHAIN} more is let pass"
        );
    }
    let mut well = true;
    println!("instructions, build \"{build}\"");
    for work in ALL {
        let now = counts[work.name];
        let Some(before) = of_build["counts"][work.name].as_u64() else {
            println!("{:<42}{now:>15}   not in the list; {RENEW}", work.name);
            well = false;
            continue;
        };
        let ratio = now as f64 / before as f64;
        let word = if ratio > 1.0 + tolerance {
            well = false;
            "   MORE THAN BEFORE"
        } else if ratio < 1.0 - tolerance {
            "   fewer: renew the list, so that it stays so"
        } else {
            ""
        };
        println!("{:<42}{now:>15}{before:>15}  {ratio:.4}{word}", work.name);
    }
    if !well {
        println!("where it is worth it, the list is renewed: {RENEW}");
    }
    Ok(well)
}

/// The instructions of each piece of work, by name.
fn counts() -> Result<BTreeMap<&'static str, u64>> {
    let each = at_once(ALL, |work| {
        let [less, more] = [count(work.name, work.times.0)?.0, count(work.name, work.times.1)?.0];
        Ok((work.name, more.saturating_sub(less) / (work.times.1 - work.times.0)))
    })?;
    Ok(each.into_iter().collect())
}

/// Counts, two at a time, in their order.
fn at_once<W: Sync, T: Send>(all: &[W], of: impl Fn(&W) -> Result<T> + Sync) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(at) else { return found };
            found.push((at, of(one)));
        }
    };
    let mut found: Vec<(usize, Result<T>)> = std::thread::scope(|scope| {
        let other = scope.spawn(take);
        let own = take();
        own.into_iter().chain(other.join().expect("a count")).collect()
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, one)| one).collect()
}

/// All instructions of this program doing a piece of work so many times, and the number that it prints, if any.
fn count(name: &str, times: u64) -> Result<(u64, Option<u64>)> {
    let ended = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["work", name, &times.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if !ended.status.success() {
        bail!("{name}: {said}");
    }
    let line = said.lines().find_map(|line| line.split_once("Collected :"));
    let number = line.and_then(|(_, number)| number.trim().parse().ok());
    let number = number.with_context(|| format!("{name}: valgrind told no count: {said}"))?;
    Ok((number, String::from_utf8_lossy(&ended.stdout).trim().parse().ok()))
}

/// How this program was built: the name of its folder below `target/`.
fn build() -> Result<String> {
    let program = std::env::current_exe()?;
    let folder = program.parent().and_then(Path::parent).and_then(Path::file_name);
    Ok(folder.context("no folder of the build")?.to_string_lossy().into_owned())
}

fn toolchain() -> Result<String> {
    let told = Command::new("rustc").arg("--version").output().context("rustc")?;
    let version = String::from_utf8_lossy(&told.stdout);
    let short = version.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(format!("{short}, {}", std::env::consts::ARCH))
}
