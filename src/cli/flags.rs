//! Flags that several commands have, with what may follow them. What one command alone has stands beside it.

#![allow(rustdoc::invalid_html_tags, reason = "the words in angle brackets are for the help")]

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::str::FromStr;
use std::thread::available_parallelism;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::Exit;
use super::messages::refused;
use crate::experiment::kept::Share;
use crate::experiment::precision::Asked;
use crate::experiment::{Replications, sweep};
use crate::measures::outcome::SYSTEM;
use crate::report::charts::Format;
use crate::report::folder::Request;
use crate::report::forms::Form;

/// The help of a scenario that has to be named.
pub const BASE: &str = "The scenario's file, or builtin:NAME";
/// The help of one that may be left out.
pub const SCENARIO: &str = "The scenario's file, or builtin:NAME [default: the built-in baseline]";

/// The names of outcomes of the whole system.
pub fn outcomes() -> PossibleValuesParser {
    PossibleValuesParser::new(SYSTEM.iter().map(|outcome| outcome.name))
}

/// Flags that mean the same for every command that simulates.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag that is typed or not")]
pub struct Common {
    /// Change one value: hospital.beds=500; may be repeated
    ///
    /// PATH is the key's place in the scenario, as in services.bridging.places=12. PATH+=N adds to what stands
    /// there, PATH*=F multiplies it, for a whole timetable or roster at once.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,

    /// How many runs, or auto for enough
    ///
    /// A run (replication) is one simulated period, with luck of its own. With auto there are as many as it takes
    /// until averages are known as precisely as --precision asks.
    #[arg(long, value_name = "N|auto", default_value = "100")]
    pub runs: Runs,

    /// With --runs auto: how precisely averages are known
    ///
    /// How far the 95% interval of an average may reach to each side, as a share of it, as 5% or 0.05.
    #[arg(long, value_name = "SHARE", default_value = "5%")]
    pub precision: Precision,

    /// With --runs auto: at most this many runs
    ///
    /// If they are not enough, the exit code is 4.
    #[arg(long, value_name = "N", default_value = "2000", value_parser = runs)]
    pub most_runs: NonZeroU64,

    /// The seed of all luck
    ///
    /// The same seed gives the same bytes.
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    pub seed: u64,

    /// The folder for files [default: output/<name>-<code>]
    ///
    /// A folder that holds another run, also one of another seed or number of runs, needs --force. The code is the
    /// first 8 digits of the fingerprint of what is run.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Which charts: none, svg, png or all
    ///
    /// SVG is for documents and web pages, PNG for slides.
    #[arg(long, value_name = "KIND", value_enum, hide_possible_values = true, default_value_t = Charts::All)]
    pub charts: Charts,

    /// Which forms of the report: none, html, pdf, xlsx or all
    ///
    /// Several with commas between: html,xlsx. The page is for a screen, the paper for a board, the workbook for whoever
    /// works on with the numbers; `wardflow report` makes them later from what is written anyhow.
    #[arg(
        long,
        value_name = "FORM",
        value_enum,
        hide_possible_values = true,
        value_delimiter = ',',
        default_value = "all",
        env = "WARDFLOW_REPORT",
        hide_env = true
    )]
    pub report: Vec<Forms>,

    /// Print results.json on stdout and nothing else there
    ///
    /// Files are still written.
    #[arg(long)]
    pub json: bool,

    /// No progress, warnings or page; files are written
    #[arg(long, short)]
    pub quiet: bool,

    /// The long page, with every table
    ///
    /// --quiet is stronger.
    #[arg(long, short, env = "WARDFLOW_VERBOSE", hide_env = true,
          value_parser = clap::builder::FalseyValueParser::new())]
    pub verbose: bool,

    /// Replace what the folder holds, even another run
    #[arg(long)]
    pub force: bool,

    /// Say what would be run and how long it takes; run nothing
    ///
    /// The scenarios are checked, and a run of the first is timed. Nothing is written.
    #[arg(long)]
    pub dry_run: bool,

    /// Go on from what an interrupted one had finished
    ///
    /// Type the same command again with it. Without it everything is run anew.
    #[arg(long)]
    pub resume: bool,

    /// Do one of N parts of the runs, as in 3/16
    ///
    /// Each on any machine, into the folder of --out, a file for each; `wardflow merge` makes the results of all of
    /// them. Once more it goes on from where it was.
    #[arg(long, value_name = "I/N", conflicts_with_all = ["resume", "json", "dry_run"])]
    pub shard: Option<Share>,

    /// With --shard: which runs, where later ones depend on earlier
    ///
    /// A shard ends where it needs what other shards find. Once all of round 1 are there, those of round 2 go on from
    /// them; `wardflow merge` runs what is left by itself.
    #[arg(long, value_name = "R", requires = "shard", default_value_t = 1, value_parser = round)]
    pub round: u32,

    /// Runs at the same time [default: one for each core]
    ///
    /// Results do not depend on it.
    #[arg(long, value_name = "T", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
}

impl Common {
    /// The forms of the report that are wanted.
    pub fn forms(&self) -> Vec<Form> {
        let wanted = |form: &Form| {
            self.report.iter().any(|typed| match typed {
                Forms::None => false,
                Forms::Html => *form == Form::Html,
                Forms::Pdf => *form == Form::Pdf,
                Forms::Xlsx => *form == Form::Xlsx,
                #[cfg(feature = "parquet")]
                Forms::Parquet => *form == Form::Parquet,
                Forms::All => true,
            })
        };
        Form::ALL.iter().copied().filter(wanted).collect()
    }

    /// What precision is asked, where the number of runs is left to it.
    pub fn asked(&self) -> Option<Asked> {
        let most = self.most_runs.get();
        (self.runs == Runs::Auto).then_some(Asked {
            precision: self.precision.0,
            least: Asked::LEAST.min(most),
            most,
        })
    }

    /// How many replications, from which seed, on how many threads; as many as the most where the number
    /// is left to the precision.
    pub fn replications(&self) -> Replications {
        let runs = match self.runs {
            Runs::Number(number) => number.get(),
            Runs::Auto => self.most_runs.get(),
        };
        let threads = self.threads.or_else(|| available_parallelism().ok());
        Replications { runs, seed: self.seed, threads: threads.map_or(1, Into::into) }
    }

    /// The runs of each of several scenarios; where their number is left to the precision, that of the
    /// outcome `by` decides.
    pub fn runs_by(&self, by: usize) -> sweep::Runs {
        let fixed = sweep::Runs::Number(self.replications().runs);
        self.asked().map_or(fixed, |asked| sweep::Runs::Until(asked, by))
    }

    /// What is asked of a study beside its scenarios.
    pub fn request(&self) -> Request {
        let how = self.replications();
        Request { seed: how.seed, runs: how.runs, precision: self.asked().map(|asked| asked.precision) }
    }

    /// Refuses `--runs auto`, where what is asked is no average that could be known so precisely.
    pub fn fixed(&self) -> Result<(), Exit> {
        if self.asked().is_none() {
            return Ok(());
        }
        Err(refused("--runs auto: this command does not take it; expected a number of runs"))
    }

    /// Refuses more runs of so many scenarios than can be held.
    pub fn not_too_many(&self, scenarios: usize) -> Result<(), Exit> {
        let runs = self.replications().runs;
        if (scenarios as u64).saturating_mul(runs) <= MOST_TOGETHER {
            return Ok(());
        }
        let flag = if self.runs == Runs::Auto { "--most-runs" } else { "--runs" };
        let most = MOST_TOGETHER / scenarios as u64;
        Err(refused(&format!(
            "{flag} {runs}: these are too many runs of {scenarios} scenarios; expected at most {most}"
        )))
    }
}

/// How many runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// So many.
    Number(NonZeroU64),
    /// As many as the precision takes.
    Auto,
}

/// The most runs of a scenario: a thousand times more than anyone needs.
pub const MOST_RUNS: u64 = 1_000_000;
/// The most runs of all scenarios of a command together.
pub const MOST_TOGETHER: u64 = 20_000_000;
/// The most rounds of shards.
pub const MOST_ROUNDS: u32 = 1000;
/// The most runs at the same time.
pub const MOST_THREADS: usize = 1024;

fn runs(text: &str) -> Result<NonZeroU64, String> {
    let number = text.parse().ok().filter(|number: &NonZeroU64| number.get() <= MOST_RUNS);
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_RUNS}"))
}

pub fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("expected a whole number from 0 to {}", u64::MAX))
}

fn round(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_ROUNDS).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_ROUNDS}"))
}

pub fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse().ok().filter(|number: &NonZeroUsize| number.get() <= MOST_THREADS);
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_THREADS}"))
}

impl FromStr for Runs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        runs(text).map(Self::Number).map_err(|expected| format!("{expected}, or auto"))
    }
}

/// A share above 0 and below 1, as `5%` or `0.05`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision(pub f64);

impl FromStr for Precision {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, times) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 0.01));
        let share = number.trim().parse::<f64>().ok().map(|number| number * times);
        let known = share.filter(|share| *share > 0.0 && *share < 1.0);
        known.map(Self).ok_or("expected a share above 0 and below 1, as 5% or 0.05")
    }
}

/// Which forms of the report to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Forms {
    /// No report
    None,
    /// A page for a screen
    Html,
    /// A paper for a board
    Pdf,
    /// A workbook
    Xlsx,
    /// The tables once more, for programs
    #[cfg(feature = "parquet")]
    Parquet,
    /// All of them
    All,
}

/// Which charts to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Charts {
    /// No charts
    None,
    /// For documents and web pages
    Svg,
    /// For slides
    Png,
    /// Both kinds
    All,
}

impl Charts {
    /// The formats that are wanted.
    pub fn formats(self) -> &'static [Format] {
        match self {
            Self::None => &[],
            Self::Svg => &[Format::Svg],
            Self::Png => &[Format::Png],
            Self::All => &[Format::Svg, Format::Png],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Arguments;
    use clap::Parser;

    fn common(words: &str) -> Result<Common, clap::Error> {
        #[derive(Debug, Parser)]
        struct Only {
            #[command(flatten)]
            common: Common,
        }
        let words = format!("wardflow {words}");
        Only::try_parse_from(words.split_whitespace()).map(|typed| typed.common)
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let common = common("").unwrap();
        assert_eq!(
            (common.runs, common.seed, common.charts),
            (Runs::Number(NonZeroU64::new(100).expect("not 0")), 1, Charts::All)
        );
        assert!(common.out.is_none() && common.threads.is_none());
    }

    #[test]
    fn runs_are_a_number_or_auto_and_a_precision_is_a_share() {
        let asked = |words: &str| common(words).map(|common| (common.runs, common.precision.0));
        assert_eq!(asked("--runs auto --precision 2%").unwrap(), (Runs::Auto, 0.02));
        assert_eq!(asked("--runs auto --precision 0.02").unwrap(), (Runs::Auto, 0.02));
        for wrong in ["--runs 0", "--runs many", "--precision 0", "--precision 100%", "--precision five"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn runs_and_threads_have_bounds_that_the_fault_and_the_reference_name() {
        let told = |words: &str| {
            let words = format!("wardflow run {words}");
            let typed = Arguments::try_parse_from(words.split_whitespace());
            typed.err().map(|error| (error.exit_code(), error.to_string()))
        };
        for sound in ["--runs 1000000", "--most-runs 1000000", "--threads 1024", "--threads 1"] {
            assert_eq!(told(sound), None, "{sound}");
        }
        for (flag, most) in [("--runs", 1_000_000), ("--most-runs", 1_000_000), ("--threads", 1024)] {
            for number in [0, most + 1, 10_000_000_000, u64::MAX] {
                let (code, text) = told(&format!("{flag} {number}")).expect("refused");
                assert!(code == 2 && text.contains(&format!("from 1 to {most}")), "{code}: {text}");
            }
        }
        let page = include_str!("../scenario/schema/reference.md").replace(',', "");
        let (points, together) = (crate::experiment::vary::MOST_POINTS, MOST_TOGETHER);
        for row in [
            format!("| `--runs` `--most-runs` | {MOST_RUNS} |"),
            format!("| `--threads` | {MOST_THREADS} |"),
            format!("| points of a command; runs of all of them together | {points}; {together} |"),
            format!("| rows of a file of observed figures | {} |", crate::report::run::observed::MOST_ROWS),
            "| `--trajectories` | 1000 |".to_owned(),
        ] {
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn whole_numbers_are_refused_with_their_bounds_and_trajectories_without_what_has_them() {
        let told = |words: &str| {
            let typed = Arguments::try_parse_from(words.split_whitespace());
            typed.err().map(|error| error.to_string())
        };
        let most = "expected a whole number from 0 to 18446744073709551615";
        for (words, expected) in [
            ("wardflow run --seed 18446744073709551616", most),
            ("wardflow run --seed=-1", most),
            ("wardflow trace --seed 1.5", most),
            ("wardflow trace --replication 18446744073709551616", most),
            ("wardflow sensitivity a --global --trajectories 1", "expected a whole number from 2 to 1000"),
            ("wardflow sensitivity a --global --trajectories 99999", "from 2 to 1000"),
            ("wardflow sensitivity a --trajectories 4", "--global"),
        ] {
            let told = told(words).expect("refused");
            assert!(told.contains(expected), "{words}: {told}");
        }
        for sound in
            ["run --seed 18446744073709551615", "sensitivity a", "sensitivity a --global --trajectories 2"]
        {
            assert_eq!(told(&format!("wardflow {sound}")), None, "{sound}");
        }
    }
}
