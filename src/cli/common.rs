//! What commands that simulate share: threads, interrupts, where files go, charts.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::{self, available_parallelism};
use std::time::Duration;

use super::Exit;
use super::arguments::{Charts, Common, Runs};
use super::messages::{complain, not_written};
use crate::experiment::Replications;
use crate::experiment::precision::{Asked, Reached};
use crate::experiment::replicate::NotReplicated;
use crate::report::charts::{Format, render};
use crate::report::folder::{Folder, Identity, Request, another_request};
use crate::report::pictures::Picture;
use crate::report::source::Source;

/// What is said after the first interrupt.
const ENDING: &str = "interrupted; ending what is in hand. Once more ends it at once";
/// So long it is waited for that to be read.
const UNREAD: Duration = Duration::from_millis(100);
/// The most runs of all scenarios of a command together.
pub const MOST_TOGETHER: u64 = 20_000_000;
/// Where runs land without `--out`.
const OUTPUT: &str = "output";
/// Where in the folder charts are.
pub const CHARTS: &str = "charts/";

/// The flag of the process that an interrupt raises, from the moment at which somebody looks at it.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on an interrupt ends the process at once with its own exit code, until somebody looks at the flag
/// of [`until_interrupted`]; then the first raises that, and a second ends the process at once, whatever
/// it does. A request to terminate and a terminal that is closed count as interrupts.
pub fn hear_interrupts() {
    // Without a handler an interrupt ends the process at once, which leaves no half file either.
    let _ = ctrlc::set_handler(|| {
        let Some(stop) = STOP.get().filter(|stop| !stop.load(Ordering::Relaxed)) else {
            process::exit(i32::from(Exit::Interrupted as u8));
        };
        // From elsewhere: where what is said is not read, this never ends, and the next interrupt has to be heard.
        let (told, wait) = mpsc::channel();
        thread::spawn(move || {
            complain(ENDING);
            let _ = told.send(());
        });
        let _ = wait.recv_timeout(UNREAD);
        stop.store(true, Ordering::Relaxed);
    });
}

/// A flag that an interrupt raises: what is in hand comes to its end or is given up.
pub fn until_interrupted() -> Arc<AtomicBool> {
    Arc::clone(STOP.get_or_init(Arc::default))
}

/// Adds the charts that were asked for, each with its source.
pub fn draw(
    folder: &mut Folder,
    pictures: &[Picture],
    source: &Source<'_>,
    charts: Charts,
    stop: &AtomicBool,
) -> Result<(), Exit> {
    let formats = [(Format::Svg, charts.svg()), (Format::Png, charts.png())];
    let wanted: Vec<Format> = formats.into_iter().filter_map(|(format, on)| on.then_some(format)).collect();
    let source = source.line(folder.fingerprint());
    for picture in pictures {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let chart = picture.chart.with_source(&source);
        for &format in &wanted {
            let name = format!("{CHARTS}{}.{}", picture.name, format.extension());
            let bytes = render(&chart, format).map_err(|error| {
                complain(&format!("error: cannot draw {name}: {error}"));
                Exit::Failed
            })?;
            folder.add(&name, &bytes).map_err(|error| not_written(&error))?;
        }
    }
    Ok(())
}

/// The folder for the files of a run of this fingerprint: as typed, or by name and fingerprint. Where
/// that holds the same scenario with another seed or number of runs, these are named as well: what
/// nobody has named is not refused.
pub fn folder(common: &Common, name: &str, fingerprint: &str) -> Result<Folder, Exit> {
    let run = Identity { fingerprint: fingerprint.to_owned(), request: request(common) };
    let path = common.out.clone().unwrap_or_else(|| {
        let stem = stem(name, fingerprint);
        let plain = Path::new(OUTPUT).join(&stem);
        if !common.force && another_request(&plain, &run) {
            return Path::new(OUTPUT).join(format!("{stem}-{}", run.request.stem()));
        }
        plain
    });
    let draws = common.charts.svg() || common.charts.png();
    let usual = if draws { &["results.json", CHARTS][..] } else { &["results.json"] };
    let prepared = Folder::prepare(&path, run, common.force);
    let with_room = prepared.and_then(|folder| folder.expects(usual).map(|()| folder));
    with_room.map_err(|error| not_written(&error))
}

/// What files are called where nothing is typed: by name and fingerprint.
fn stem(name: &str, fingerprint: &str) -> String {
    format!("{}-{}", shortened(name), fingerprint.get(..8).unwrap_or(fingerprint))
}

/// A name that no system finds too long for that of a folder, whatever stands behind it. Cut in the middle,
/// as scenarios are told apart by how they begin, and commands by how they end.
fn shortened(name: &str) -> String {
    const BEGINNING: usize = 60;
    const END: usize = 20;
    if name.len() <= BEGINNING + END {
        return name.to_owned();
    }
    let between = |at: &usize| name.is_char_boundary(*at);
    let begins = (0..=BEGINNING).rev().find(between).unwrap_or(0);
    let ends = (name.len() - END..name.len()).find(between).unwrap_or(name.len());
    format!("{}-{}", &name[..begins], &name[ends..])
}

/// The file in which an unfinished command keeps what is finished: beside its folder, as typed. Without one it
/// names what was asked, whatever folder the results will go to.
pub fn unfinished(common: &Common, name: &str, fingerprint: &str) -> PathBuf {
    let named = |path: &Path| {
        let mut file = path.file_name()?.to_owned();
        file.push(".unfinished.json");
        Some(path.with_file_name(file))
    };
    let Some(out) = &common.out else {
        let (stem, asked) = (stem(name, fingerprint), request(common).stem());
        return Path::new(OUTPUT).join(format!("{stem}-{asked}.unfinished.json"));
    };
    // What ends in no name, as `.`, has one once it is followed.
    let followed = || named(&out.canonicalize().ok()?);
    named(out).or_else(followed).unwrap_or_else(|| PathBuf::from("wardflow.unfinished.json"))
}

/// What is asked of a run beside its scenario.
fn request(common: &Common) -> Request {
    let how = replications(common);
    Request { seed: how.seed, runs: how.runs, precision: asked(common).map(|asked| asked.precision) }
}

/// How many replications run at the same time.
fn threads(common: &Common) -> usize {
    common.threads.or_else(|| available_parallelism().ok()).map_or(1, Into::into)
}

/// What precision is asked, where the number of runs is left to it.
pub fn asked(common: &Common) -> Option<Asked> {
    let most = common.most_runs.get();
    (common.runs == Runs::Auto).then_some(Asked {
        precision: common.precision.0,
        least: Asked::LEAST.min(most),
        most,
    })
}

/// How many replications, from which seed, on how many threads; as many as the most where the number
/// is left to the precision.
pub fn replications(common: &Common) -> Replications {
    let runs = match common.runs {
        Runs::Number(number) => number.get(),
        Runs::Auto => common.most_runs.get(),
    };
    Replications { runs, seed: common.seed, threads: threads(common) }
}

/// How a command ends that has done all, but for the precision that was asked.
pub fn ended(said: Exit, reached: Option<&Reached>) -> Exit {
    match reached {
        Some(reached) if !reached.met && said == Exit::Done => Exit::Missed,
        _ => said,
    }
}

/// Refuses more runs of so many scenarios than can be held.
pub fn not_too_many(scenarios: usize, common: &Common) -> Result<(), Exit> {
    let runs = replications(common).runs;
    if (scenarios as u64).saturating_mul(runs) <= MOST_TOGETHER {
        return Ok(());
    }
    let flag = if common.runs == Runs::Auto { "--most-runs" } else { "--runs" };
    let most = MOST_TOGETHER / scenarios as u64;
    complain(&format!(
        "error: {flag} {runs}: these are too many runs of {scenarios} scenarios; expected at most {most}"
    ));
    Err(Exit::Wrong)
}

/// Says why there are no replications.
pub fn not_replicated(error: &NotReplicated) -> Exit {
    match error {
        NotReplicated::Interrupted => interrupted(),
        NotReplicated::Failed { .. } | NotReplicated::Threads { .. } | NotReplicated::Changed { .. } => {
            complain(&format!("error: {error}"));
            Exit::Failed
        }
    }
}

/// Says that nothing was written.
pub fn interrupted() -> Exit {
    complain("interrupted; nothing was written");
    Exit::Interrupted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_how_it_begins_and_ends() {
        for name in ["", "winter-warm-up", &"x".repeat(80)] {
            assert_eq!(shortened(name), name);
        }
        let long = shortened(&format!("sweep-{}-warm-up", "x".repeat(300)));
        assert!(long.len() <= 81 && long.starts_with("sweep-x") && long.ends_with("x-warm-up"), "{long}");
        for before in 0..4 {
            let name = shortened(&format!("{}{}", "x".repeat(before), "€".repeat(90)));
            assert!(name.len() <= 81 && name.contains("€-€"), "{name}");
        }
    }
}
