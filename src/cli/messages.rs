//! What is said on stdout and stderr. A reader who hangs up is no error; faults are drawn with
//! their line where a person looks on, and stand in one line each where a program does.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use ariadne::{Config, IndexType, Label, Report, ReportKind, Source};

use super::Exit;
use super::caller::{Caller, caller};
use crate::base::visible::visible;
use crate::experiment::replicate::NotReplicated;
use crate::report::folder::FolderError;
use crate::scenario::{Fault, Faults, MOST_TEXT, Warning, line_starts, nearest_file, read_plain, why};

/// Prints on stdout; what a terminal would obey is shown instead.
pub fn say(text: &str) -> Exit {
    let text = visible(text);
    if let Some(caller) = caller() {
        caller.said(&text);
        return Exit::Done;
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Done,
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Exit::Done,
        Err(e) => {
            complain(&format!("error: cannot write to stdout: {e}"));
            Exit::Failed
        }
    }
}

/// Prints a line on stderr, as `say` does; where that is closed there is nobody left to tell.
pub fn complain(text: &str) {
    complain_to(caller().as_deref(), text);
}

/// The same for other threads, which do not know who has called this one.
pub fn complaining() -> impl Fn(&str) + Send + Sync {
    let caller = caller();
    move |text| complain_to(caller.as_deref(), text)
}

fn complain_to(caller: Option<&dyn Caller>, text: &str) {
    let text = visible(text);
    match caller {
        Some(caller) => caller.complained(&text),
        None => drop(writeln!(io::stderr().lock(), "{text}")),
    }
}

/// Hands a fault to a caller, beside what is said of it.
fn hand(fault: &Fault) {
    if let Some(caller) = caller() {
        caller.faulty(fault);
    }
}

/// Says why a command is not done.
pub fn refused(why: &str) -> Exit {
    complain(&format!("error: {why}"));
    Exit::Wrong
}

/// Says why a file that was named cannot be read, and which may be meant.
pub fn unread(file: &Path, error: &io::Error) -> Exit {
    let near = Some(file).filter(|_| error.kind() == ErrorKind::NotFound).and_then(nearest_file);
    let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
    refused(&format!("{}: {}{near}", file.display(), why(error)))
}

/// Says that nothing was written.
pub fn interrupted() -> Exit {
    complain("interrupted; nothing was written");
    Exit::Interrupted
}

/// Says why there are no replications.
pub fn not_replicated(error: &NotReplicated) -> Exit {
    match error {
        NotReplicated::Interrupted => interrupted(),
        NotReplicated::NoPlan(faults) => {
            complain(&faults.to_string());
            Exit::Wrong
        }
        NotReplicated::Failed { .. }
        | NotReplicated::Threads { .. }
        | NotReplicated::Changed { .. }
        | NotReplicated::Elsewhere => {
            complain(&format!("error: {error}"));
            Exit::Failed
        }
    }
}

/// Prints warnings on stderr.
pub fn warn(warnings: &[Warning]) {
    for warning in warnings {
        complain(&format!("warning: {warning}"));
    }
}

/// Prints the warnings of several scenarios on stderr, each once with those that it is about.
pub fn warn_of_several(all: &[(&str, &[Warning])]) {
    for line in warnings_once(all) {
        complain(&line);
    }
}

/// So many scenarios are named after a warning of theirs.
const NAMED: usize = 5;

fn warnings_once(all: &[(&str, &[Warning])]) -> Vec<String> {
    let mut told: Vec<(&Warning, Vec<&str>)> = Vec::new();
    for (label, warnings) in all {
        for warning in *warnings {
            match told.iter_mut().find(|(known, _)| *known == warning) {
                Some((_, labels)) => labels.push(label),
                None => told.push((warning, vec![label])),
            }
        }
    }
    let line = |(warning, labels): (&Warning, Vec<&str>)| match labels.len() {
        _ if all.len() == 1 => format!("warning: {warning}"),
        2 if all.len() == 2 => format!("warning: {warning} (in both scenarios)"),
        n if n == all.len() => format!("warning: {warning} (in all {n} scenarios)"),
        n if n > NAMED + 1 => {
            format!("warning: {warning} (in {} and {} others)", labels[..NAMED].join(", "), n - NAMED)
        }
        _ => format!("warning: {warning} (in {})", labels.join(", ")),
    };
    told.into_iter().map(line).collect()
}

/// Prints every fault on stderr.
pub fn faulty(faults: &Faults, file: Option<&Path>) -> Exit {
    let mut told = Told::default();
    told.faulty(faults, file);
    told.end()
}

/// The faults of several scenarios, of which some may rest on the same file: each is told once.
#[derive(Default)]
pub struct Told {
    all: Vec<Fault>,
}

impl Told {
    /// Prints the faults of the scenario in `file` that are new.
    pub fn faulty(&mut self, faults: &Faults, file: Option<&Path>) {
        let mut new = false;
        for fault in faults.all() {
            if self.all.contains(fault) {
                continue;
            }
            new = true;
            self.all.push(fault.clone());
            hand(fault);
            complain(&format!("error: {fault}"));
            if caller().is_none()
                && io::stderr().is_terminal()
                && let Some(drawing) = drawn(fault)
            {
                complain(&drawing);
            }
        }
        if let Some(file) = file.filter(|_| !new) {
            complain(&format!("error: {}: it rests on what has faults above", file.display()));
        }
    }

    /// How the command ends.
    pub fn end(&self) -> Exit {
        if self.all.len() > 1 {
            complain(&format!("{} faults; nothing was run", self.all.len()));
        }
        Exit::Wrong
    }
}

/// Says why a folder was not written.
pub fn not_written(error: &FolderError) -> Exit {
    complain(&format!("error: {error}"));
    match error {
        FolderError::Refused { .. } => Exit::Wrong,
        FolderError::Io { source, .. } => {
            if let Some(hint) = hint(source.kind()) {
                complain(&format!("hint: {hint}; earlier results are as they were"));
            }
            Exit::Failed
        }
    }
}

/// What to do where the system refuses to write.
fn hint(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Some(
            "make room on the disk, name a folder on another one with --out, or draw no charts with --charts none",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Some("name a folder that you may write into with --out")
        }
        _ => None,
    }
}

/// The fault's line with a mark under its place; `None` where there is no such line to read.
fn drawn(fault: &Fault) -> Option<String> {
    let (line, column) = (fault.line? as usize, fault.column.unwrap_or(1) as usize);
    let text = String::from_utf8(read_plain(Path::new(&fault.file), MOST_TEXT).ok()?).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let start = *line_starts(text.as_bytes()).get(line.checked_sub(1)?)?;
    let before = text[..start].chars().count();
    let at = before + column.checked_sub(1)?;
    if at >= text.chars().count() {
        return None;
    }
    let file = fault.file.as_str();
    let label = fault.expected.as_ref().map_or_else(|| fault.what.clone(), |e| format!("expected {e}"));
    let mut out = Vec::new();
    Report::build(ReportKind::Error, (file, at..at + 1))
        .with_config(Config::default().with_color(false).with_index_type(IndexType::Char))
        .with_message(&fault.what)
        .with_label(Label::new((file, at..at + 1)).with_message(label))
        .finish()
        .write((file, Source::from(text)), &mut out)
        .ok()?;
    // Its first line repeats what stands above.
    let drawing = String::from_utf8(out).ok()?;
    drawing.split_once('\n').map(|(_, rest)| rest.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_that_several_scenarios_share_is_said_once() {
        let warning =
            |text: &str| Warning { code: "W01", path: "services.x".to_owned(), text: text.to_owned() };
        let (short, long) = ([warning("a")], [warning("a"), warning("b")]);
        assert_eq!(
            warnings_once(&[("base", &short), ("more", &long), ("less", &long)]),
            ["warning: W01 services.x: a (in all 3 scenarios)", "warning: W01 services.x: b (in more, less)"]
        );
        let others: Vec<(&str, &[Warning])> = (0..9)
            .map(|i| (["a", "b", "c", "d", "e", "f", "g"][i.min(6)], if i < 7 { &short[..] } else { &[] }))
            .collect();
        assert_eq!(warnings_once(&others), ["warning: W01 services.x: a (in a, b, c, d, e and 2 others)"]);
        assert_eq!(warnings_once(&[("base", &short)]), ["warning: W01 services.x: a"]);
        let both = [("base", short.as_slice()), ("more", short.as_slice())];
        assert_eq!(warnings_once(&both), ["warning: W01 services.x: a (in both scenarios)"]);
    }

    #[test]
    fn a_fault_is_drawn_under_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        std::fs::write(&file, "{\n  \"é\": 1, \"beds\": -3\n}\n").unwrap();
        let fault = Fault {
            file: file.display().to_string(),
            line: Some(2),
            column: Some(19),
            path: "beds".to_owned(),
            what: "-3 is below 0".to_owned(),
            expected: Some("a whole number".to_owned()),
            hint: None,
        };
        let drawing = drawn(&fault).unwrap();
        assert!(drawing.contains(":2:19") && drawing.contains("expected a whole number"), "{drawing}");
        let lines: Vec<&str> = drawing.lines().collect();
        let source = lines.iter().position(|line| line.contains("\"beds\": -3")).unwrap();
        let column = |line: &str, c: char| line.chars().position(|x| x == c);
        assert_eq!(
            column(lines[source], '-'),
            column(lines[source + 1], '┬').or(column(lines[source + 1], '│'))
        );
        assert_eq!(drawn(&Fault { line: Some(9), ..fault }), None);
    }
}
