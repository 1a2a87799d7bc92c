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

use clap::FromArgMatches;
use clap::error::ErrorKind;

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
    match parsed(&words) {
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

fn parsed(words: &[OsString]) -> Result<Arguments, clap::Error> {
    let mut command = help::command(terminal::width());
    let matches = command.try_get_matches_from_mut(words)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}
