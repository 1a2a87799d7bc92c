//! The commands: what is typed becomes a study, what was found goes to stdout, what went wrong to
//! stderr, and how it ended becomes the exit code. Knows nothing of how anything is computed.
//!
//! The list below is all commands in the order of the help; each has a file of its own with its flags. `study`
//! is what those that simulate share, `delivery` their end; `flags` and `scenario` what is typed of several.

mod again;
mod ahead;
mod assure;
mod backcast;
mod calibrate;
mod caller;
mod causes;
mod check;
mod compare;
mod completions;
mod dashboard;
mod delivery;
mod exchange;
mod exit;
mod flags;
mod forecast;
mod help;
mod import;
mod interrupts;
mod learn;
mod man;
mod marginal;
mod measured;
mod merge;
mod messages;
mod mistyped;
mod new;
mod observed;
mod optimise;
mod options;
mod parse;
mod place;
mod plan;
mod progress;
mod rehearsal;
mod report;
mod run;
mod scenario;
mod schema;
mod sensitivity;
mod study;
mod sweep;
mod terminal;
mod trace;
mod warm_up;
mod worlds;

use std::ffi::OsString;

use clap::builder::ArgPredicate;
use clap::{Parser, Subcommand};

use crate::report::words::wrapped;
pub use caller::{Caller, called};
pub use exit::Exit;
use study::Call;

/// A command: its flags, examples for its help, and what it does.
trait Does: clap::Args {
    /// Examples, each with what it is for.
    const EXAMPLES: &str;

    /// Does what was typed. The error is how it ended where it was not done.
    fn does(&self, call: &Call) -> Result<Exit, Exit>;
}

/// Makes of the list of commands what may be typed, and who does it.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident($flags:ty),)*) => {
        /// The commands.
        #[derive(Debug, Subcommand)]
        enum Command {
            $($(#[$about])* #[command(before_long_help = <$flags as Does>::EXAMPLES)] $name($flags),)*
        }

        impl Command {
            fn does(&self, call: &Call) -> Result<Exit, Exit> {
                match self {
                    $(Self::$name(typed) => typed.does(call),)*
                }
            }
        }
    };
}

/// How many runs each of many options has where nothing is typed: few enough for a table of all of them while
/// somebody waits, and enough for what is large.
const RUNS_OF_MANY: &str = "40";

commands! {
    /// Simulate a scenario: a page on stdout, files in a folder
    Run(run::Run),
    /// Set options beside a baseline, with the same people in each
    #[command(group = clap::ArgGroup::new("many").args(["all", "list"]))]
    #[command(mut_arg("runs", |runs| runs.default_value_ifs([
        ("all", ArgPredicate::Equals("true".into()), Some(RUNS_OF_MANY)),
        ("list", ArgPredicate::IsPresent, Some(RUNS_OF_MANY)),
    ])))]
    Compare(compare::Compare),
    /// Vary values of a scenario: every point with the same people
    Sweep(sweep::Sweep),
    /// Find how many of one thing do as much as one of another
    ///
    /// Bridging or beds?
    Exchange(exchange::Exchange),
    /// Find what one more of each place, bed and person changes
    ///
    /// And at what price.
    Marginal(marginal::Marginal),
    /// Find the cheapest mix that meets a target
    ///
    /// And how sure that is. --runs are for the figures of what is chosen, not for the search.
    Optimise(optimise::Optimise),
    /// Find whether the warm-up is long enough
    ///
    /// And how long runs remember how they started.
    #[command(mut_arg("runs", |runs| runs.default_value("20")))]
    WarmUp(warm_up::WarmUp),
    /// Find how far answers depend on each uncertain figure
    ///
    /// Each is moved over its range.
    Sensitivity(sensitivity::Sensitivity),
    /// Find where delay comes from, and what each removal saves
    ///
    /// Each thing that people wait for is removed, alone and together.
    Causes(causes::Causes),
    /// Try forecasts from past days: how good they were
    ///
    /// Of people remaining, with only what was known on each day.
    #[command(mut_arg("runs", |runs| runs.default_value("200").visible_alias("members")))]
    Backcast(backcast::Backcast),
    /// Forecast people remaining from the last day reported
    ///
    /// With the score of such forecasts.
    #[command(mut_arg("runs", |runs| runs.default_value("200").visible_alias("members")))]
    Forecast(forecast::Forecast),
    /// Show what happened and what is expected, on one screen
    ///
    /// Five measures for a steering group, and what to look at in its meeting.
    Dashboard(dashboard::Dashboard),
    /// Find the sets of figures that fit what was observed
    ///
    /// A best scenario, and worlds.
    #[command(mut_arg("runs", |runs| runs.default_value("400")))]
    Calibrate(calibrate::Calibrate),
    /// Find which figure, better known, would most improve a choice
    ///
    /// What better data is worth to a choice of options.
    #[command(group = clap::ArgGroup::new("many").args(["all", "list"]))]
    Learn(learn::Learn),
    /// Print one run event by event, or one person's story
    Trace(trace::Trace),
    /// Read what trusts and NHS England publish
    ///
    /// Series, shares, stays, a census, and what was left out.
    Import(import::Import),
    /// Make a folder with a running scenario; run nothing
    ///
    /// From figures published for a trust, or from one of your own.
    New(new::New),
    /// Write what a cluster needs to run a study; run nothing
    ///
    /// In shards, with Slurm, HyperQueue or Kubernetes; of one study, or of every acute trust of England.
    Plan(plan::Plan),
    /// Make the results of a study that was run in shards
    ///
    /// Of the files that it wrote with --shard I/N, wherever each was run: the same bytes as on one machine.
    Merge(merge::Merge),
    /// Make the report of a finished study again; run nothing
    ///
    /// Page, paper and workbook, from what stands in its folder.
    Report(report::Report),
    /// Write the assurance pack of a finished study; run nothing
    ///
    /// With blanks for people to fill in and sign.
    Assure(assure::Assure),
    /// Look for every fault in scenario files; run nothing
    Check(check::Check),
    /// Print the JSON Schema of the scenario file, for editors
    Schema(schema::Schema),
    /// Print a script that completes commands and flags in a shell
    Completions(completions::Completions),
    /// Print the manual page of a command, or write all of them
    Man(man::Man),
}

/// Simulates hospital discharge: who waits in a hospital bed without needing it, and for what.
#[derive(Debug, Parser)]
#[command(name = "wardflow", version, disable_help_subcommand = false, subcommand_required = true)]
#[command(infer_long_args = false)]
struct Arguments {
    /// What to do.
    #[command(subcommand)]
    command: Command,

    /// With --version: licences, and what the program is built with
    #[arg(long, short)]
    #[allow(dead_code, reason = "looked for among the words, since --version ends before it is read")]
    verbose: bool,
}

/// What `wardflow` says without a command.
const SHORT_HELP: &str = "\
wardflow simulates hospital discharge: who waits in a hospital bed without needing it, and for what.
`wardflow run` runs the built-in baseline, shows what it found and writes its files into a folder.
`wardflow help` lists the commands and `wardflow help run` explains one.
";

/// Does what these words say, as a program of its own; the first is the program's name.
pub fn main(words: impl IntoIterator<Item = OsString>) -> Exit {
    interrupts::hear();
    done(words.into_iter().collect())
}

/// The same, whoever hears of it.
fn done(words: Vec<OsString>) -> Exit {
    if words.len() < 2 {
        let width = terminal::width();
        let lines: Vec<String> = SHORT_HELP.lines().flat_map(|line| wrapped(line, "", width)).collect();
        messages::complain(&lines.join("\n"));
        return Exit::Wrong;
    }
    match parse::parsed(&words) {
        Ok((typed, name, idle)) => {
            for warning in idle {
                messages::complain(&format!("warning: {warning}"));
            }
            typed.command.does(&Call::now(&name, words)).unwrap_or_else(|exit| exit)
        }
        Err(error) => parse::explained(&error, &words),
    }
}

/// Whether these words are a command line; the first is the program's name. Runs nothing; the error is
/// what would be complained of, help included.
pub fn understood(words: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let words: Vec<OsString> = words.into_iter().collect();
    parse::parsed(&words).map(|_| ()).map_err(|error| parse::why_not(&error, &words))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use flags::Runs;

    fn typed(words: &str) -> Command {
        Arguments::try_parse_from(words.split_whitespace()).unwrap().command
    }

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_run_needs_no_scenario() {
        let Command::Run(run) = typed("wardflow run") else { unreachable!("run was typed") };
        assert!(run.scenario.is_none() && run.observed.is_none() && !run.common.resume);
    }

    #[test]
    fn a_warm_up_is_looked_for_with_fewer_runs() {
        let Command::WarmUp(warm_up) = typed("wardflow warm-up") else { unreachable!("warm-up was typed") };
        assert_eq!(warm_up.common.runs, Runs::Number(std::num::NonZeroU64::new(20).expect("not 0")));
    }

    #[test]
    fn many_options_have_fewer_runs_where_nothing_is_typed() {
        let runs = |words: &str| {
            let Command::Compare(compare) = typed(words) else { unreachable!("compare was typed") };
            compare.common.replications().runs
        };
        assert_eq!(runs("wardflow compare a b"), 100);
        assert_eq!(runs("wardflow compare a --all"), 40);
        assert_eq!(runs("wardflow compare --list f"), 40);
        assert_eq!(runs("wardflow compare --all --runs 7"), 7);
        for wrong in
            ["compare", "compare a", "compare a b --all", "compare a b --repeat", "compare --all --list f"]
        {
            let words = format!("wardflow {wrong}");
            assert!(Arguments::try_parse_from(words.split_whitespace()).is_err(), "{wrong}");
        }
    }
}
