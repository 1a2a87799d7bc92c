//! The one way in which a report is delivered: its files into their folder, all or none, and the page or the
//! JSON to stdout.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Exit;
use super::caller::caller;
use super::flags::Common;
use super::messages::{complain, interrupted, not_written, say};
use super::progress::doing;
use super::terminal::width;
use crate::report::brief::{Brief, FINDINGS};
use crate::report::charts::render_all;
use crate::report::folder::{Folder, MANIFEST};
use crate::report::forms::{NAMES, forms, is_table};
use crate::report::json;
use crate::report::making::{With, brief};
use crate::report::manifest::{Circumstances, manifest};
use crate::report::study::{File, Report, source};
use crate::report::words::{count, shell_word};

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
    let writing = doing(common.quiet, "writing results and tables".to_owned());
    let results = json::text(&json::whole(report));
    folder.add(RESULTS, results.as_bytes()).map_err(|error| not_written(&error))?;
    let mut tables = Vec::new();
    for file in report.files() {
        let (name, bytes) = add(&mut folder, file)?;
        if is_table(&name) {
            tables.push((name, bytes));
        }
    }
    drop(writing);
    let writing = doing(common.quiet, "making the report".to_owned());
    let how = how();
    let brief = told(&folder, report, common, &how)?;
    folder.add(FINDINGS, json::compact(&brief).as_bytes()).map_err(|error| not_written(&error))?;
    for form in forms(&common.forms(), &brief, &tables) {
        add(&mut folder, form)?;
    }
    drop(writing);
    draw(&mut folder, report, common, stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let names: Vec<String> = folder.names().iter().cloned().chain([MANIFEST.to_owned()]).collect();
    let manifest = manifest(report, (folder.fingerprint(), common.seed), &how, &names);
    let path = folder.finish(manifest).map_err(|error| not_written(&error))?;
    let said = if let Some(caller) = caller() {
        caller.found(&report.page().whole(width()));
        Exit::Done
    } else if common.json {
        say(&results)
    } else if common.quiet {
        Exit::Done
    } else {
        let (page, written) = (report.page(), written(&path, &names));
        say(&if common.verbose {
            page.ended(width(), &written)
        } else {
            page.screen(width(), &written, &rest(&names))
        })
    };
    Ok(if said == Exit::Done && !report.is_met() { Exit::Missed } else { said })
}

/// Where what the screen leaves out can be read, in a sentence.
fn rest(names: &[String]) -> String {
    match NAMES.iter().find(|form| names.iter().any(|name| name == *form)) {
        Some(form) => {
            format!("More, with every table and chart: {form}. With --verbose all tables stand here.")
        }
        None => "More tables stand here with --verbose.".to_owned(),
    }
}

/// Adds a file that was made, if it could be.
fn add(folder: &mut Folder, file: File) -> Result<(String, Vec<u8>), Exit> {
    let bytes = file.bytes.map_err(|error| {
        complain(&format!("error: cannot make {}: {error}", file.name));
        Exit::Failed
    })?;
    folder.add(&file.name, &bytes).map_err(|error| not_written(&error))?;
    Ok((file.name, bytes))
}

/// What the study found, as data, from which every form of the report is made.
fn told(folder: &Folder, report: &dyn Report, common: &Common, how: &Circumstances) -> Result<Brief, Exit> {
    let source = source(report, common.seed).line(folder.fingerprint());
    let with = With {
        study: &how.study,
        source: &source,
        command: typed_again(&how.command),
        fingerprint: folder.fingerprint(),
        seed: common.seed,
    };
    brief(report, with).map_err(|error| {
        complain(&format!("error: cannot make the report: {error}"));
        Exit::Failed
    })
}

/// Flags that say where files go, what is printed and how many work at a time: they change no result.
const OF_THIS_TIME: &[(&str, bool)] = &[
    ("--out", true),
    ("--threads", true),
    ("--charts", true),
    ("--report", true),
    ("--json", false),
    ("--quiet", false),
    ("-q", false),
    ("--verbose", false),
    ("-v", false),
    ("--force", false),
    ("--resume", false),
    ("--shard", true),
    ("--round", true),
];

/// The command that makes the same results again.
fn typed_again(words: &[String]) -> String {
    let words = lasting(words);
    let all: Vec<String> = words.iter().map(|word| shell_word(word)).collect();
    std::iter::once("wardflow".to_owned()).chain(all).collect::<Vec<_>>().join(" ")
}

/// The words that results depend on; of `words` the first is the program's name, which is none of them.
pub fn lasting(words: &[String]) -> Vec<String> {
    parted(words).0
}

/// The same, and beside them each flag of one time with its value.
pub fn parted(words: &[String]) -> (Vec<String>, Vec<(&'static str, Option<String>)>) {
    let (mut all, mut once) = (Vec::new(), Vec::new());
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let (flag, value) =
            word.split_once('=').map_or((word.as_str(), None), |(flag, value)| (flag, Some(value)));
        match OF_THIS_TIME.iter().find(|(name, _)| *name == flag) {
            Some((name, true)) => {
                once.push((*name, value.map(str::to_owned).or_else(|| words.next().cloned())));
            }
            Some((name, false)) => once.push((*name, None)),
            None => all.push(word.clone()),
        }
    }
    (all, once)
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
    let _drawing = doing(common.quiet, format!("drawing {}", count(wanted.len() as u64, "picture")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_repeats_a_study_has_no_flag_that_changes_no_result() {
        let again = |words: &str| typed_again(&words.split('|').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            again("/bin/wardflow|run|my winter.json|--out|x y|--threads=3|-q"),
            "wardflow run 'my winter.json'"
        );
        assert_eq!(again("w|run|--set|a.b*=2|--runs|7|--json"), "wardflow run --set 'a.b*=2' --runs 7");
        assert_eq!(again("w|run|--shard|2/4|--round=3|a.json"), "wardflow run a.json");
        assert_eq!(again("w|compare|it's.json"), "wardflow compare 'it'\\''s.json'");
    }
}
