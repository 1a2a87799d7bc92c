//! The commands: what is typed becomes a run, what was found goes to stdout, what went wrong to
//! stderr, and how it ended becomes the exit code. Knows nothing of how anything is computed.
//!
//! `arguments` says what may be typed; each command has a file of its own.

mod arguments;
mod causes;
mod check;
mod common;
mod compare;
mod exchange;
mod exit;
mod finish;
mod help;
mod messages;
mod optimise;
mod progress;
mod run;
mod schema;
mod sensitivity;
mod study;
mod sweep;
mod terminal;
mod trace;
mod warm_up;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;

use clap::{ArgMatches, FromArgMatches};

use crate::base::visible::is_hidden;
use crate::report::words::wrapped;
use arguments::{Arguments, Command};
pub use exit::Exit;

/// What `wardflow` says without a command.
const SHORT_HELP: &str = "\
wardflow simulates hospital discharge: who waits in a hospital bed without needing it, and for what.
`wardflow run` runs the built-in baseline, shows what it found and writes its files into a folder.
`wardflow help` lists the commands and `wardflow help run` explains one.
";

/// Does what these words say; the first is the program's name.
pub fn main(words: impl IntoIterator<Item = OsString>) -> Exit {
    let words: Vec<OsString> = words.into_iter().collect();
    if words.len() < 2 {
        let width = terminal::width();
        let lines: Vec<String> = SHORT_HELP.lines().flat_map(|line| wrapped(line, "", width)).collect();
        messages::complain(&lines.join("\n"));
        return Exit::Wrong;
    }
    common::hear_interrupts();
    let typed = parsed(&words).map(|(typed, idle)| {
        for warning in idle {
            messages::complain(&format!("warning: {warning}"));
        }
        typed
    });
    match typed {
        Ok(Arguments { command: Command::Run(typed) }) => run::run(&typed, &words),
        Ok(Arguments { command: Command::Compare(typed) }) => compare::compare(&typed, &words),
        Ok(Arguments { command: Command::Exchange(typed) }) => exchange::exchange(&typed, &words),
        Ok(Arguments { command: Command::Marginal(typed) }) => exchange::marginal(&typed, &words),
        Ok(Arguments { command: Command::Optimise(typed) }) => optimise::optimise(&typed, &words),
        Ok(Arguments { command: Command::Sweep(typed) }) => sweep::sweep(&typed, &words),
        Ok(Arguments { command: Command::Sensitivity(typed) }) => sensitivity::sensitivity(&typed, &words),
        Ok(Arguments { command: Command::Causes(typed) }) => causes::causes(&typed, &words),
        Ok(Arguments { command: Command::WarmUp(typed) }) => warm_up::warm_up(&typed, &words),
        Ok(Arguments { command: Command::Trace(typed) }) => trace::trace(&typed),
        Ok(Arguments { command: Command::Check(typed) }) => check::check(&typed),
        Ok(Arguments { command: Command::Schema(typed) }) => schema::schema(&typed),
        Err(error) => {
            // With its colours, unless a word that it repeats has something of that kind in it.
            let plain = error.render().to_string();
            if !plain.contains(is_hidden) {
                // Only a closed pipe can fail here, and that is no error.
                let _ = error.print();
            } else if error.use_stderr() {
                messages::complain(plain.trim_end());
            } else {
                messages::say(&plain);
            }
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done,
                _ => Exit::Wrong,
            }
        }
    }
}

/// Whether these words are a command line; the first is the program's name. Runs nothing; the error is
/// what would be complained of, help included.
pub fn understood(words: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let words: Vec<OsString> = words.into_iter().collect();
    parsed(&words).map(|_| ()).map_err(|error| error.to_string())
}

/// What was typed, and which of it does nothing.
fn parsed(words: &[OsString]) -> Result<(Arguments, Vec<String>), clap::Error> {
    let mut command = help::command(terminal::width());
    let matches = command.try_get_matches_from_mut(words)?;
    let typed = Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok((typed, idle(&matches)))
}

/// Flags that were typed and mean something with `--runs auto` only, without it.
fn idle(matches: &ArgMatches) -> Vec<String> {
    let Some((command, typed)) = matches.subcommand() else { return Vec::new() };
    let runs = typed.try_get_one::<arguments::Runs>("runs").ok().flatten();
    let quiet = typed.try_get_one::<bool>("quiet").ok().flatten() == Some(&true);
    if quiet || !matches!(runs, Some(arguments::Runs::Number(_))) {
        return Vec::new();
    }
    let flags = [("precision", "--precision"), ("most_runs", "--most-runs")].into_iter();
    // A search has its own most runs, whatever is typed.
    let flags = flags.filter(|(_, flag)| (command, *flag) != ("optimise", "--most-runs"));
    let typed = flags.filter(|(id, _)| typed.value_source(id) == Some(ValueSource::CommandLine));
    typed.map(|(_, flag)| format!("{flag} does nothing without --runs auto")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_runs_auto_only_is_told_without_it() {
        let idle = |words: &str| {
            let words: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
            parsed(&words).expect("a command").1
        };
        let told = |flag: &str| vec![format!("{flag} does nothing without --runs auto")];
        assert_eq!(idle("wardflow run --precision 2%"), told("--precision"));
        assert_eq!(idle("wardflow run --runs 5 --most-runs 9"), told("--most-runs"));
        assert_eq!(
            idle("wardflow optimise a --vary a=1 --target a<=1 --most-runs 9 --precision 5%"),
            told("--precision")
        );
        for sound in [
            "run",
            "run --runs auto --precision 2% --most-runs 9",
            "run --precision 2% -q",
            "trace",
            "check a",
        ] {
            assert_eq!(idle(&format!("wardflow {sound}")), Vec::<String>::new(), "{sound}");
        }
    }
}
