//! `--dry-run`: what a study would run, how long that would take and where its files would go; nothing is run but
//! a run or two to time them, and nothing is written.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::Exit;
use super::flags::{Common, Runs};
use super::messages::{not_replicated, say};
use super::progress::{doing, lasting};
use super::terminal::width;
use crate::experiment::replicate::replicate;
use crate::experiment::{Replications, Silent};
use crate::report::words::{count, period, thousands, wrapped};
use crate::scenario::Plan;

/// What a study would simulate.
pub struct Work<'a> {
    /// The scenario of which a run is timed; the others are much like it.
    pub plan: &'a Plan,
    /// How many scenarios have as many runs as is typed.
    pub scenarios: usize,
    /// The days of a run, where it is not over those of its scenario.
    pub days: Option<usize>,
}

/// A run is timed until this has passed, in seconds.
const LONG_ENOUGH: f64 = 0.3;
/// At most so many runs are timed.
const MOST: u64 = 5;
/// What is kept of a run until all are done, in bytes for each measured day, as the built-in baseline takes; it goes
/// when the results are written.
const KEPT_A_DAY: f64 = 350.0;

/// Says what would be run. The error of a run that fails is said.
pub fn rehearse(
    work: &Work<'_>,
    common: &Common,
    (file, to, searches): (&str, &Path, bool),
    stop: &AtomicBool,
) -> Exit {
    let how = common.replications();
    let calendar = &work.plan.calendar;
    let own = (calendar.warm_up_days() + calendar.measured_days()) as usize;
    let days = work.days.unwrap_or(own);
    let measured = work.days.unwrap_or(calendar.measured_days() as usize);
    let seconds = if work.scenarios == 0 {
        0.0
    } else {
        match timed(work.plan, common, stop) {
            Ok(seconds) => seconds * days as f64 / own.max(1) as f64,
            Err(exit) => return exit,
        }
    };
    let each = if searches { common.most_runs.get() } else { how.runs };
    let at_most = searches || common.runs == Runs::Auto;
    let runs = each.saturating_mul(work.scenarios as u64);
    let all = runs as f64;
    let left = all * seconds / (how.threads.max(1) as u64).min(runs.max(1)) as f64;
    let upper = if at_most { "at most " } else { "" };
    let runs_told = format!(
        "{upper}{} ({upper}{} of {})",
        many(runs, "run"),
        count(each, "run"),
        count(work.scenarios as u64, "scenario")
    );
    let span = match work.days {
        Some(days) => many(days as u64, "day"),
        None => format!(
            "{}, after {} of warm-up",
            period(calendar.start(), calendar.measured_days()),
            count(u64::from(calendar.warm_up_days()), "day")
        ),
    };
    let rows = [
        ("scenario", file.to_owned()),
        ("runs", if runs == 0 { "none: nothing is simulated".to_owned() } else { runs_told }),
        ("each run", span),
        ("luck", format!("seed {}", how.seed)),
        (
            "time",
            format!(
                "{upper}about {} on {}{}",
                lasting(left),
                count(how.threads as u64, "thread"),
                if work.scenarios > 1 { ", less where scenarios share how they begin" } else { "" }
            ),
        ),
        (
            "disk",
            format!(
                "a few MB for the files, and up to about {} while it runs",
                size(all * measured as f64 * KEPT_A_DAY)
            ),
        ),
        (
            "files",
            format!("in {}{}", to.display(), if to.exists() { ", which is there already" } else { "" }),
        ),
    ];
    let lines = rows.iter().flat_map(|(what, text)| {
        let mut lines = wrapped(text, "            ", width());
        if let Some(first) = lines.first_mut() {
            first.replace_range(..12, &format!("  {what:<10}"));
        }
        lines
    });
    let lines: Vec<String> = lines.collect();
    say(&format!("Nothing was run. Without --dry-run this would be:\n{}\n", lines.join("\n")))
}

/// The seconds that a run takes on one thread.
fn timed(plan: &Plan, common: &Common, stop: &AtomicBool) -> Result<f64, Exit> {
    let _told = doing(common.quiet, "timing a run".to_owned());
    let (since, mut runs) = (Instant::now(), 0);
    while runs == 0 || (runs < MOST && since.elapsed().as_secs_f64() < LONG_ENOUGH) {
        let one = Replications { runs: 1, seed: common.seed, threads: 1 };
        replicate(plan, one, &Silent, stop).map_err(|error| not_replicated(&error))?;
        runs += 1;
    }
    Ok(since.elapsed().as_secs_f64() / runs as f64)
}

fn many(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n as f64, 0), if n == 1 { "" } else { "s" })
}

fn size(bytes: f64) -> String {
    match bytes {
        _ if bytes >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        _ if bytes >= 1e6 => format!("{:.0} MB", bytes / 1e6),
        _ => format!("{:.0} kB", bytes / 1e3),
    }
}
