//! The one way in which a report is delivered: its files into their folder, all or none, and the page or the
//! JSON to stdout.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Exit;
use super::flags::Common;
use super::messages::{complain, interrupted, not_written, say};
use super::terminal::width;
use crate::report::charts::render_all;
use crate::report::folder::{Folder, MANIFEST};
use crate::report::json;
use crate::report::manifest::{Circumstances, manifest};
use crate::report::study::{Report, source};
use crate::report::words::count;

/// What every study writes.
pub const RESULTS: &str = "results.json";
/// Where in the folder charts are.
pub const CHARTS: &str = "charts/";

/// Writes a report and says where: the JSON, the page, or nothing, as was asked. `how` tells the
/// circumstances up to now.
pub fn deliver(
    mut folder: Folder,
    report: &dyn Report,
    common: &Common,
    how: impl FnOnce() -> Circumstances,
    stop: &AtomicBool,
) -> Result<Exit, Exit> {
    let results = json::text(&report.results());
    folder.add(RESULTS, results.as_bytes()).map_err(|error| not_written(&error))?;
    for file in report.files() {
        let bytes = file.bytes.map_err(|error| {
            complain(&format!("error: cannot make {}: {error}", file.name));
            Exit::Failed
        })?;
        folder.add(&file.name, &bytes).map_err(|error| not_written(&error))?;
    }
    draw(&mut folder, report, common, stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let manifest = manifest(report, (folder.fingerprint(), common.seed), &how(), &names);
    let path = folder.finish(manifest).map_err(|error| not_written(&error))?;
    let said = if common.json {
        say(&results)
    } else if common.quiet {
        Exit::Done
    } else {
        say(&report.page(width()).ended(&written(&path, &names)))
    };
    Ok(if said == Exit::Done && !report.is_met() { Exit::Missed } else { said })
}

/// Where there are more files than these, those in folders of their own are counted.
const MOST_NAMED: usize = 30;

/// Where the files are, in a sentence.
fn written(path: &Path, names: &[String]) -> String {
    let (drawn, others): (Vec<&str>, Vec<&str>) =
        names.iter().map(String::as_str).partition(|name| name.starts_with(CHARTS));
    let (inside, others): (Vec<&str>, Vec<&str>) =
        others.into_iter().partition(|name| name.contains('/') && names.len() > MOST_NAMED);
    let folders = inside.iter().filter_map(|name| name.split('/').next());
    let counted = |folder: &&str| {
        let files = inside.iter().filter(|name| name.split('/').next() == Some(folder)).count();
        format!(", in {folder}/ {}", count(files as u64, "file"))
    };
    let mut once: Vec<&str> = Vec::new();
    for folder in folders {
        if !once.contains(&folder) {
            once.push(folder);
        }
    }
    let inside: String = once.iter().map(counted).collect();
    let drawn = match drawn.len() {
        0 => String::new(),
        n => format!(", and in {CHARTS} {}", count(n as u64, "picture")),
    };
    format!("Written to {}: {}{inside}{drawn}", path.display(), others.join(", "))
}

/// Adds the charts that were asked for, each with its source. They are made on as many threads as runs are.
fn draw(folder: &mut Folder, report: &dyn Report, common: &Common, stop: &AtomicBool) -> Result<(), Exit> {
    let formats = common.charts.formats();
    if formats.is_empty() {
        return Ok(());
    }
    let source = source(report, common.seed).line(folder.fingerprint());
    let pictures = report.pictures();
    let charts: Vec<_> = pictures.iter().map(|one| (one.name, one.chart.with_source(&source))).collect();
    let (names, wanted): (Vec<String>, Vec<_>) = charts
        .iter()
        .flat_map(|(name, chart)| formats.iter().map(move |&format| (name, chart, format)))
        .map(|(name, chart, format)| (format!("{CHARTS}{name}.{}", format.extension()), (chart, format)))
        .unzip();
    let made = render_all(&wanted, common.replications().threads, || !stop.load(Ordering::Relaxed));
    for (name, picture) in names.iter().zip(made) {
        // It came to none any more: an interrupt, of which who asked for this finds out.
        let Some(picture) = picture else { break };
        let bytes = picture.map_err(|error| {
            complain(&format!("error: cannot draw {name}: {error}"));
            Exit::Failed
        })?;
        folder.add(name, &bytes).map_err(|error| not_written(&error))?;
    }
    Ok(())
}
