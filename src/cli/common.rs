//! What commands that simulate share: threads, interrupts, where files go, charts.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

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

/// Where runs land without `--out`.
const OUTPUT: &str = "output";
/// Where in the folder charts are.
pub const CHARTS: &str = "charts/";

/// A flag that an interrupt raises.
pub fn until_interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&stop);
    // Without a handler an interrupt ends the process at once, which leaves no half file either.
    let _ = ctrlc::set_handler(move || heard.store(true, Ordering::Relaxed));
    stop
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
        let short = fingerprint.get(..8).unwrap_or(fingerprint);
        let plain = PathBuf::from(OUTPUT).join(format!("{name}-{short}"));
        if !common.force && another_request(&plain, &run) {
            return PathBuf::from(OUTPUT).join(format!("{name}-{short}-{}", run.request.stem()));
        }
        plain
    });
    Folder::prepare(&path, run, common.force).map_err(|error| not_written(&error))
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

/// Says why there are no replications.
pub fn not_replicated(error: &NotReplicated) -> Exit {
    match error {
        NotReplicated::Interrupted => interrupted(),
        NotReplicated::Threads { .. } => {
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
