//! What may be typed. Help, errors and suggestions come from here.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::measures::outcome::SYSTEM;
use crate::scenario::SourceKind;

/// The end of every long help.
pub const EXIT_CODES: &str = "\
Exit codes:
  0   done
  1   the run failed
  2   wrong command or faulty scenario; nothing was run
  4   finished, but the asked precision or target was not reached
  130 interrupted";

const RUN_EXAMPLES: &str = "\
Examples:
  wardflow run                                  the built-in baseline, 100 runs
  wardflow run builtin:winter                   a harder winter, built in too
  wardflow run my.json --runs 400 --out results/mine
  wardflow run my.json --runs auto --precision 2%   until the averages are known to 2%
  wardflow run my.json --set hospital.beds=500 --set services.bridging.places=10
  wardflow run my.json --observed observed.csv  the run beside what was observed
  wardflow run my.json --json --quiet           only results.json, on stdout";

const TRACE_EXAMPLES: &str = "\
Examples:
  wardflow trace > log.csv                      the built-in baseline, first run, measured days
  wardflow trace my.json --replication 7 --warm-up --out log.csv
  wardflow trace my.json --patient older_frail-2025-01-07-3
Columns: time, patient, group, event, place, also_waiting_for, reason, pathway, activity, lifecycle.";

const CHECK_EXAMPLES: &str = "\
Examples:
  wardflow check my.json
  wardflow check my.json --explain              the plan in sentences, with sources
  wardflow check my.json --diagram > journey.mmd  the journey as a Mermaid flowchart
  wardflow check scenarios/*.json";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  wardflow schema > scenarios/schema.json           then \"$schema\": \"schema.json\" in a scenario beside it
  wardflow schema --markdown > docs/scenario.md";

const COMPARE_EXAMPLES: &str = "\
Examples:
  wardflow compare mine.json bridging.json more-beds.json    which helps most, and how surely
  wardflow compare mine.json weekends.json --by delay_days_p90 --runs 200";

const SWEEP_EXAMPLES: &str = "\
Examples:
  wardflow sweep mine.json --vary services.bridging.places=0..20:5
  wardflow sweep mine.json --vary services.bridging.places=0,5,10 --vary hub.staff+=0..2:1
  wardflow sweep mine.json --vary steps.therapy.takes.gamma.mean*=0.5..1.5:0.25 --by delay_days_p90
  wardflow sweep mine.json --vary hospital.beds=470..500 --vary hub.staff+=-1..2 --design lhs:30";

const EXCHANGE_EXAMPLES: &str = "\
Examples:
  wardflow exchange mine.json --give services.bridging.places --for services.rehab_beds.places
  wardflow exchange mine.json --give services.bridging.places --for hospital.beds --amounts 5..20:5
  wardflow exchange mine.json --give hub.staff --for steps.therapy.staff --amounts 1..3:1 --on delay_days_p90";

const MARGINAL_EXAMPLES: &str = "\
Examples:
  wardflow marginal mine.json                   what one more of each would change
  wardflow marginal mine.json --runs 400        the same, more surely";

const OPTIMISE_EXAMPLES: &str = "\
Examples:
  wardflow optimise mine.json --vary services.bridging.places=0..20:5 \
      --vary services.rehab_beds.places+=0..8:2 --target 'delay_days_p90<=2'
  wardflow optimise mine.json --vary hub.staff+=0..4:1 --target 'nctr_remaining<=80' --confidence 0.9";

const WARM_UP_EXAMPLES: &str = "\
Examples:
  wardflow warm-up                              is the warm-up of the built-in baseline long enough?
  wardflow warm-up my.json --runs 100           how long would be, more surely";

const SENSITIVITY_EXAMPLES: &str = "\
Examples:
  wardflow sensitivity mine.json                the tornado: every figure with a range in provenance
  wardflow sensitivity mine.json --vary services.beds.places=10..20 --on delay_days_p90
  wardflow sensitivity mine.json --global --runs 20    Morris screening too, over all ranges at once";

const CAUSES_EXAMPLES: &str = "\
Examples:
  wardflow causes                               the built-in baseline
  wardflow causes mine.json --runs 200";

/// Simulates hospital discharge: who waits in a hospital bed without needing it, and for what.
#[derive(Debug, Parser)]
#[command(name = "wardflow", version, after_help = EXIT_CODES)]
#[command(disable_help_subcommand = false, subcommand_required = true, infer_long_args = false)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate a scenario: a page on stdout, files in a folder
    #[command(before_long_help = RUN_EXAMPLES, after_long_help = EXIT_CODES)]
    Run(Run),
    /// Set options beside a baseline, with the same people in every scenario
    #[command(before_long_help = COMPARE_EXAMPLES, after_long_help = EXIT_CODES)]
    Compare(Compare),
    /// Vary values of a scenario: every point with the same people
    #[command(before_long_help = SWEEP_EXAMPLES, after_long_help = EXIT_CODES)]
    Sweep(Sweep),
    /// Find out how many of one buys what one of the other does: bridging or beds?
    #[command(before_long_help = EXCHANGE_EXAMPLES, after_long_help = EXIT_CODES)]
    Exchange(Exchange),
    /// Find out what one more of each place, bed and person on duty changes, and at what price
    #[command(before_long_help = MARGINAL_EXAMPLES, after_long_help = EXIT_CODES)]
    Marginal(Marginal),
    /// Find the cheapest mix that meets a target, and how sure that is; --runs are for the figures of
    /// what is chosen, not for the search
    #[command(before_long_help = OPTIMISE_EXAMPLES, after_long_help = EXIT_CODES)]
    Optimise(Optimise),
    /// Find out how long runs remember how they started, and whether the warm-up is long enough
    #[command(before_long_help = WARM_UP_EXAMPLES, after_long_help = EXIT_CODES)]
    #[command(mut_arg("runs", |runs| runs.default_value("20")))]
    WarmUp(WarmUp),
    /// Move uncertain figures over their ranges: how far answers lean on each
    #[command(before_long_help = SENSITIVITY_EXAMPLES, after_long_help = EXIT_CODES)]
    Sensitivity(Sensitivity),
    /// Lift each thing that people wait for: where delay comes from, booked beside saved
    #[command(before_long_help = CAUSES_EXAMPLES, after_long_help = EXIT_CODES)]
    Causes(Causes),
    /// Print one run event by event, or tell what happened to one person
    #[command(before_long_help = TRACE_EXAMPLES, after_long_help = EXIT_CODES)]
    Trace(Trace),
    /// Look for every fault in scenario files; run nothing
    #[command(before_long_help = CHECK_EXAMPLES, after_long_help = EXIT_CODES)]
    Check(Check),
    /// Print the JSON Schema of the scenario file, for editors
    #[command(before_long_help = SCHEMA_EXAMPLES, after_long_help = EXIT_CODES)]
    Schema(Schema),
}

/// What `run` is told.
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario's file, or builtin:NAME; without one, the built-in baseline
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub common: Common,

    /// Compare with what was observed: a CSV file with the columns `measure`, `label`, `observed`,
    /// `accept_low`, `accept_high`, `source`; `wardflow schema --measures` lists the measures
    #[arg(long, value_name = "FILE")]
    pub observed: Option<PathBuf>,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `compare` is told.
#[derive(Debug, Args)]
pub struct Compare {
    /// The baseline: a scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// The options: scenarios with the same days
    #[arg(required = true, value_name = "OPTION")]
    pub options: Vec<PathBuf>,

    #[command(flatten)]
    pub common: Common,

    /// The outcome by which options are ranked, as named in results.json
    #[arg(long, value_name = "OUTCOME", default_value = "nctr_bed_days", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(SYSTEM.iter().map(|outcome| outcome.name)))]
    pub by: String,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `sweep` is told.
#[derive(Debug, Args)]
pub struct Sweep {
    /// The scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// What is varied: PATH=LIST, or PATH=A..B:STEP; `+=` and `*=` change what stands there; may be
    /// repeated, for every combination
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    pub vary: Vec<String>,

    /// Which points: grid for every combination, or lhs:N for N points spread evenly (Latin hypercube;
    /// ranges need no step)
    #[arg(long, value_name = "DESIGN", default_value = "grid")]
    pub design: String,

    #[command(flatten)]
    pub common: Common,

    /// The outcome that page and charts show, as named in results.json; the files hold all
    /// [default: `bed_wait_hours_mean` where acute beds are varied, else `nctr_bed_days`]
    #[arg(long, value_name = "OUTCOME", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(SYSTEM.iter().map(|outcome| outcome.name)))]
    pub by: Option<String>,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `exchange` is told.
#[derive(Debug, Args)]
pub struct Exchange {
    /// The scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// What is given, as in services.bridging.places; added to its whole timetable
    #[arg(long, value_name = "PATH")]
    pub give: String,

    /// What is bought with it, as in `services.rehab_beds.places`
    #[arg(long = "for", value_name = "PATH")]
    pub buy: String,

    /// How much more is given: the points of the curve
    #[arg(long, value_name = "AMOUNTS", default_value = "2..10:2")]
    pub amounts: String,

    /// How much more is bought: the points of the other curve
    #[arg(long, value_name = "AMOUNTS", default_value = "1..5:1")]
    pub for_amounts: String,

    /// The outcome that judges the trade, of the whole system or of a part, as in
    /// `pathways.p2.delay_days_mean` [default: `bed_wait_hours_mean` where acute beds are traded, else
    /// `nctr_bed_days`]
    #[arg(long, value_name = "OUTCOME")]
    pub on: Option<String>,

    #[command(flatten)]
    pub common: Common,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `marginal` is told.
#[derive(Debug, Args)]
pub struct Marginal {
    /// The scenario's file, or builtin:NAME
    pub base: PathBuf,

    #[command(flatten)]
    pub common: Common,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `optimise` is told.
#[derive(Debug, Args)]
pub struct Optimise {
    /// The scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// What may be chosen: PATH=LIST or PATH=A..B:STEP; `+=` and `*=` change what stands there; may be
    /// repeated
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    pub vary: Vec<String>,

    /// What must hold on average: OUTCOME<=X or OUTCOME>=X, of the whole system or of a part, as in
    /// `pathways.p1.delay_days_p90<=5` or `services.x.wait_days_mean<=3`; shares as 0.92 or 92%; may be
    /// repeated, and all must hold
    #[arg(long, value_name = "TARGET", required = true)]
    pub target: Vec<String>,

    /// The outcome to be least, of the whole system or of a part: as it stands the money to be spent,
    /// without bed-days in use; `cost_total` counts these at their price
    #[arg(long, value_name = "OUTCOME", default_value = "cost_spent")]
    pub minimise: String,

    /// How sure the choice and the target shall be: from 50% to 99.99%
    #[arg(long, value_name = "SHARE", default_value = "95%")]
    pub confidence: Confidence,

    /// A difference of what is minimised that does not matter [default: a fiftieth of its range over the
    /// mixes]
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub tolerance: Option<Tolerance>,

    #[command(flatten)]
    pub common: Common,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// Flags that mean the same for every command that simulates.
#[derive(Debug, Args)]
pub struct Common {
    /// How many runs (replications), or `auto`: until the averages are known as precisely as asked
    #[arg(long, value_name = "N|auto", default_value = "100")]
    pub runs: Runs,

    /// With `--runs auto`: how far the 95% interval of an average may reach to each side, as a share of
    /// it
    #[arg(long, value_name = "SHARE", default_value = "5%")]
    pub precision: Precision,

    /// With `--runs auto`: never more runs than these; where they do not suffice the exit code is 4
    #[arg(long, value_name = "N", default_value = "2000", value_parser = runs)]
    pub most_runs: NonZeroU64,

    /// The seed of all luck; the same seed gives the same results
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    pub seed: u64,

    /// How many runs at the same time; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "T", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,

    /// The folder for the files; one with another run, of another seed or number of runs too, only with
    /// --force [default: output/<name>-<fingerprint>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Change one value of the scenario, as in services.bridging.places=12; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,

    /// Which charts to draw
    #[arg(long, value_name = "KIND", value_enum, default_value_t = Charts::All)]
    pub charts: Charts,

    /// Print the results as JSON on stdout, and nothing else there; files are still written
    #[arg(long)]
    pub json: bool,

    /// No progress, warnings or page; files are still written
    #[arg(long, short)]
    pub quiet: bool,

    /// Replace what the folder holds, even if it is another run
    #[arg(long)]
    pub force: bool,
}

/// How many runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// So many.
    Number(NonZeroU64),
    /// As many as the precision takes.
    Auto,
}

/// The most runs of a scenario: a thousand times more than anybody needs.
pub const MOST_RUNS: u64 = 1_000_000;
/// The most runs at the same time.
pub const MOST_THREADS: usize = 1024;

fn runs(text: &str) -> Result<NonZeroU64, String> {
    let number = text.parse().ok().filter(|number: &NonZeroU64| number.get() <= MOST_RUNS);
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_RUNS}"))
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("expected a whole number from 0 to {}", u64::MAX))
}

fn trajectories(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number: &u16| (2..=1000).contains(number));
    number.ok_or_else(|| "expected a whole number from 2 to 1000".to_owned())
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
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

/// How sure a choice shall be: a share from a half to all but a ten-thousandth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence(pub f64);

impl FromStr for Confidence {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let share = text.parse::<Precision>().ok().map(|Precision(share)| share);
        let known = share.filter(|share| (0.5..=0.9999).contains(share));
        known.map(Self).ok_or("expected a share from 50% to 99.99%, as 95% or 0.95")
    }
}

/// An amount that does not matter: a number from 0 on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance(pub f64);

impl FromStr for Tolerance {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let amount = text.trim().parse::<f64>().ok();
        let known = amount.filter(|amount| amount.is_finite() && *amount >= 0.0);
        known.map(Self).ok_or("expected a number from 0 on")
    }
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
    /// Whether SVG files are wanted.
    pub fn svg(self) -> bool {
        matches!(self, Self::Svg | Self::All)
    }

    /// Whether PNG files are wanted.
    pub fn png(self) -> bool {
        matches!(self, Self::Png | Self::All)
    }
}

/// What `trace` is told.
#[derive(Debug, Args)]
pub struct Trace {
    /// The scenario's file, or builtin:NAME; without one, the built-in baseline
    pub scenario: Option<PathBuf>,

    /// Which run (replication), as numbered in runs.csv, from 0 on
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole)]
    pub replication: u64,

    /// The seed of all luck, as for `run`
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    pub seed: u64,

    /// Tell the story of one person instead, warm-up included; ID as in the column `patient`
    #[arg(long, value_name = "ID")]
    pub patient: Option<String>,

    /// Events of the warm-up too, not only of the measured days
    #[arg(long)]
    pub warm_up: bool,

    /// Write into this file, whole or not at all [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Change one value of the scenario, as in services.bridging.places=12; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,

    /// No warnings
    #[arg(long, short)]
    pub quiet: bool,

    /// Replace the file even if it is no such log
    #[arg(long)]
    pub force: bool,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Say in plain sentences what each scenario comes to, every figure with its source
    #[arg(long)]
    pub explain: bool,

    /// Print only the journey as a Mermaid flowchart, made from the plan
    #[arg(long, conflicts_with = "explain")]
    pub diagram: bool,

    /// Change one value of each scenario first, as in hospital.beds=500; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// What `schema` is told.
#[derive(Debug, Args)]
pub struct Schema {
    /// The same as a page for people, in Markdown
    #[arg(long)]
    pub markdown: bool,

    /// Instead, the columns and measures of a file for --observed, in Markdown
    #[arg(long, conflicts_with = "markdown")]
    pub measures: bool,
}

/// What `warm-up` is told.
#[derive(Debug, Args)]
pub struct WarmUp {
    /// The scenario's file, or builtin:NAME; without one, the built-in baseline
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub common: Common,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// What `sensitivity` is told.
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// The scenario's file, or builtin:NAME
    pub base: PathBuf,

    /// Move this over this range too, or instead of the range in provenance: PATH=A..B; `+=` and `*=`
    /// change what stands there; may be repeated
    #[arg(long, value_name = "PATH=A..B")]
    pub vary: Vec<String>,

    /// Only figures of these kinds, with commas between
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',')]
    #[arg(default_values_t = [Kind::Stated, Kind::Derived, Kind::Assumed, Kind::Fitted])]
    pub kinds: Vec<Kind>,

    /// Move each figure by itself, even where several rest on the same words of one source
    #[arg(long)]
    pub apart: bool,

    /// Morris screening too: how much each figure matters anywhere in all ranges
    #[arg(long)]
    pub global: bool,

    /// With --global: how many trajectories; each takes one point more than there are figures
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = trajectories, requires = "global")]
    pub trajectories: u16,

    #[command(flatten)]
    pub common: Common,

    /// The outcomes to follow, as named in results.json; may be repeated, the first one ranks
    /// [default: `nctr_bed_days`; `bed_wait_hours_mean` where nothing but acute beds is moved]
    #[arg(long, value_name = "OUTCOME", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(SYSTEM.iter().map(|outcome| outcome.name)))]
    pub on: Vec<String>,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

/// Kinds of figures in provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A published source says so
    Stated,
    /// Arithmetic on what published sources say
    Derived,
    /// A judgement without a source
    Assumed,
    /// Moved until the model met what was observed
    Fitted,
}

impl From<Kind> for SourceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Stated => Self::Stated,
            Kind::Derived => Self::Derived,
            Kind::Assumed => Self::Assumed,
            Kind::Fitted => Self::Fitted,
        }
    }
}

/// What `causes` is told.
#[derive(Debug, Args)]
pub struct Causes {
    /// The scenario's file, or builtin:NAME; without one, the built-in baseline
    pub scenario: Option<PathBuf>,

    #[command(flatten)]
    pub common: Common,

    /// Go on from what the same command had finished when it was interrupted
    #[arg(long)]
    pub resume: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let typed = Arguments::try_parse_from(["wardflow", "run"]).unwrap();
        let Command::Run(run) = typed.command else { unreachable!("run was typed") };
        assert_eq!(
            (run.common.runs, run.common.seed, run.common.charts),
            (Runs::Number(NonZeroU64::new(100).expect("not 0")), 1, Charts::All)
        );
        assert!(run.scenario.is_none() && run.common.out.is_none() && run.common.threads.is_none());
    }

    #[test]
    fn a_warm_up_is_looked_for_with_fewer_runs() {
        let typed = Arguments::try_parse_from(["wardflow", "warm-up"]).unwrap();
        let Command::WarmUp(warm_up) = typed.command else { unreachable!("warm-up was typed") };
        assert_eq!(warm_up.common.runs, Runs::Number(NonZeroU64::new(20).expect("not 0")));
    }

    #[test]
    fn runs_are_a_number_or_auto_and_a_precision_is_a_share() {
        let asked = |words: &str| {
            let words = format!("wardflow run {words}");
            Arguments::try_parse_from(words.split_whitespace()).map(|typed| match typed.command {
                Command::Run(run) => (run.common.runs, run.common.precision.0),
                _ => unreachable!("run was typed"),
            })
        };
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
        let (points, together) = (crate::experiment::vary::MOST_POINTS, super::super::common::MOST_TOGETHER);
        for row in [
            format!("| `--runs` `--most-runs` | {MOST_RUNS} |"),
            format!("| `--threads` | {MOST_THREADS} |"),
            format!("| points of a command; runs of all of them together | {points}; {together} |"),
            format!("| rows of a file of observed figures | {} |", crate::report::observed::MOST_ROWS),
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

    #[test]
    fn a_confidence_is_at_least_a_half_and_a_tolerance_is_not_below_0() {
        let asked = |words: &str| {
            let words = format!("wardflow optimise a.json --vary a=1 --target b<=1 {words}");
            Arguments::try_parse_from(words.split_whitespace()).map(|typed| match typed.command {
                Command::Optimise(typed) => {
                    (typed.minimise, typed.confidence.0, typed.tolerance.map(|t| t.0))
                }
                _ => unreachable!("optimise was typed"),
            })
        };
        let (minimise, confidence, tolerance) = asked("").unwrap();
        assert_eq!((minimise.as_str(), tolerance), ("cost_spent", None));
        assert!((confidence - 0.95).abs() < 1e-12);
        assert_eq!(
            asked("--confidence 0.9 --tolerance 500").unwrap(),
            ("cost_spent".to_owned(), 0.9, Some(500.0))
        );
        assert_eq!(asked("--tolerance 0").unwrap().2, Some(0.0));
        for wrong in [
            "--confidence 1e-200",
            "--confidence NaN",
            "--confidence 49%",
            "--confidence 100%",
            "--confidence 1e300%",
            "--tolerance=-1",
            "--tolerance -1",
            "--tolerance NaN",
            "--tolerance inf",
        ] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_help_is_wider_than_100_characters() {
        let mut command = Arguments::command();
        command.build();
        for sub in command.get_subcommands_mut() {
            let help = sub.render_long_help().to_string();
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{line}");
            }
        }
    }
}
