//! The command line, understood: what was typed, and which of it does nothing.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};

use super::caller::caller;
use super::flags::Runs;
use super::messages::{complain, say};
use super::{Arguments, Exit, help, mistyped, terminal};
use crate::report::version;

/// What the program is called in help and faults, whatever its file is called.
const NAME: &str = "wardflow";

/// What was typed, the command's word, and which of it does nothing; `words` begin with the program's name.
pub fn parsed(words: &[OsString]) -> Result<(Arguments, String, Vec<String>), clap::Error> {
    let mut command = help::command(terminal::width());
    let named = std::iter::once(OsString::from(NAME)).chain(words.iter().skip(1).cloned());
    let matches = command.try_get_matches_from_mut(named)?;
    let typed = Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    let name = matches.subcommand_name().unwrap_or_default().to_owned();
    Ok((typed, name, idle(&matches)))
}

/// Says why words are no command line, or the help or the version that they ask for.
pub fn explained(error: &clap::Error, words: &[OsString]) -> Exit {
    match error.kind() {
        ErrorKind::DisplayVersion if words.iter().any(|word| word == "--verbose" || word == "-v") => {
            say(&version::in_full())
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            if caller().is_some() {
                return say(&error.to_string());
            }
            // With its colours where a person looks on; only a closed pipe can fail here, and that is no error.
            let _ = error.print();
            Exit::Done
        }
        _ => {
            complain(&why_not(error, words));
            Exit::Wrong
        }
    }
}

/// Why words are no command line; the help, where they ask for it.
pub fn why_not(error: &clap::Error, words: &[OsString]) -> String {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return error.to_string();
    }
    let all = help::command(terminal::USUAL);
    let is_command = |word: &&str| all.find_subcommand(word).is_some();
    let command = words.iter().skip(1).filter_map(|word| word.to_str()).find(is_command);
    mistyped::told(error, &all, command.filter(|word| *word != "help"))
}

/// Flags that were typed and mean something with `--runs auto` only, without it.
fn idle(matches: &ArgMatches) -> Vec<String> {
    let Some((command, typed)) = matches.subcommand() else { return Vec::new() };
    let runs = typed.try_get_one::<Runs>("runs").ok().flatten();
    let quiet = typed.try_get_one::<bool>("quiet").ok().flatten() == Some(&true);
    if quiet || !matches!(runs, Some(Runs::Number(_))) {
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
            parsed(&words).expect("a command").2
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
