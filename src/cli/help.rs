//! Help as wide as the page: examples, exit codes and usage lines, which are printed as they stand.

use clap::{Command, CommandFactory};

use super::Arguments;
use super::exit::EXIT_CODES;
use crate::report::words::wrapped;
use crate::scenario::built_in;

/// The headings of the flags of a study, in this order, each with the flags below it by their names; those of none
/// are of what is run.
const HEADINGS: [(&str, &[&str]); 4] = [
    (WHAT_IS_RUN, &[]),
    (
        "How sure",
        &[
            "runs",
            "precision",
            "most_runs",
            "seed",
            "repeat",
            "no_repeat",
            "confidence",
            "tolerance",
            "chance",
            "require_skill",
        ],
    ),
    ("What is written", &["out", "charts", "report", "json", "quiet", "verbose", "force"]),
    ("How it runs", &["dry_run", "resume", "shard", "round", "threads", "help"]),
];
const WHAT_IS_RUN: &str = "What is run";
/// Flags that the short help leaves out, so that it stays on one screen.
const RARE: [&str; 9] =
    ["step", "precision", "most_runs", "shard", "round", "threads", "force", "tolerance", "trajectories"];

/// What may be typed, with help of this width.
pub fn command(width: usize) -> Command {
    let mut all =
        Arguments::command().after_long_help(format!("{ENVIRONMENT}\n\n{EXIT_CODES}")).term_width(width);
    all.build();
    let mut all = fitted(all, width);
    for sub in all.get_subcommands_mut() {
        let own = grouped(std::mem::take(sub));
        let ended = match own.get_name() {
            "help" => own.about("Print this, or the help of a command"),
            "run" => own.after_long_help(format!("{}\n\n{EXIT_CODES}", scenarios())),
            _ => own.after_long_help(EXIT_CODES),
        };
        *sub = fitted(ended, width);
    }
    all
}

/// What of the environment is looked at; flags come before it.
const ENVIRONMENT: &str = "\
Environment:
  COLUMNS           how wide pages are, from 60 to 100
  NO_COLOR          help without colour; so does TERM=dumb, with which progress is told in lines
  CLICOLOR_FORCE    help with colour even where no terminal is
  WARDFLOW_REPORT   as --report, where that is not typed
  WARDFLOW_VERBOSE  as --verbose, where it is neither empty nor 0";

/// The flags of a study below their headings, which say what each is for.
fn grouped(command: Command) -> Command {
    let is_study = command.get_arguments().any(|arg| arg.get_id() == "resume");
    command.mut_args(|arg| {
        let arg = if arg.get_action().takes_values() { arg.allow_negative_numbers(true) } else { arg };
        if !is_study || arg.is_positional() {
            return arg;
        }
        let id = arg.get_id().as_str().to_owned();
        let heading = HEADINGS.iter().find(|(_, ids)| ids.contains(&id.as_str()));
        let heading = heading.map_or(WHAT_IS_RUN, |(heading, _)| heading);
        arg.help_heading(heading).hide_short_help(RARE.contains(&id.as_str()))
    })
}

fn fitted(mut command: Command, width: usize) -> Command {
    let usage = command.render_usage().to_string();
    if usage.chars().count() > width {
        let words = usage.trim_start_matches("Usage: ");
        let lines = wrapped(words, "       ", width).join("\n");
        command = command.override_usage(lines.trim_start().to_owned());
    }
    if let Some(text) = command.get_before_long_help().map(ToString::to_string) {
        command = command.before_long_help(fit(&text, width));
    }
    if let Some(text) = command.get_after_long_help().map(ToString::to_string) {
        command = command.after_long_help(fit(&text, width));
    }
    if let Some(text) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(fit(&text, width));
    }
    command
}

/// The scenarios that need no file.
fn scenarios() -> String {
    let each: Vec<String> =
        built_in::described().map(|(name, what)| format!("  {name:<34}  {what}")).collect();
    format!("Built-in scenarios, which need no file:\n{}", each.join("\n"))
}

/// Lines of at most `width` characters. What stands after two spaces explains what stands before them:
/// it keeps its column where that leaves it room, else it goes below.
fn fit(text: &str, width: usize) -> String {
    text.lines().flat_map(|line| fit_line(line, width)).collect::<Vec<_>>().join("\n")
}

fn fit_line(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width {
        return vec![line.to_owned()];
    }
    let body = line.trim_start();
    let indent = &line[..line.len() - body.len()];
    let below = format!("{indent}    ");
    let Some((first, what)) = body.split_once("  ") else { return typed(body, indent, width) };
    let what = what.trim_start();
    let column = &line[..line.len() - what.len()];
    if column.chars().count() <= width / 3 {
        let mut lines = wrapped(what, &" ".repeat(column.chars().count()), width);
        if let Some(top) = lines.first_mut() {
            top.replace_range(..column.len(), column);
        }
        return lines;
    }
    let mut lines = typed(first, indent, width);
    lines.extend(wrapped(what, &below, width));
    lines
}

/// A command that goes on in the next line, as a shell takes it; plain text where it is not indented.
fn typed(words: &str, indent: &str, width: usize) -> Vec<String> {
    if indent.is_empty() {
        return wrapped(words, "", width);
    }
    let mut lines = wrapped(words, indent, width - 2);
    for line in lines.iter_mut().skip(1) {
        *line = format!("{indent}    {}", line.trim_start());
    }
    // The further indent may have made one too long.
    if lines.iter().skip(1).any(|line| line.chars().count() > width - 2) {
        lines = wrapped(words, indent, width - 6);
        for line in lines.iter_mut().skip(1) {
            *line = format!("{indent}    {}", line.trim_start());
        }
    }
    let last = lines.len() - 1;
    for line in &mut lines[..last] {
        line.push_str(" \\");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_help_is_wider_than_the_page() {
        for width in [60, 80, 100] {
            let mut all = command(width);
            let root = all.render_long_help().to_string();
            let mut texts = vec![root, all.render_help().to_string()];
            for sub in all.get_subcommands_mut() {
                texts.extend([sub.render_long_help().to_string(), sub.render_help().to_string()]);
            }
            for line in texts.iter().flat_map(|text| text.lines()) {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn the_short_help_of_every_command_is_one_screen() {
        let mut all = command(80);
        let mut texts = vec![("wardflow".to_owned(), all.render_help().to_string())];
        for sub in all.get_subcommands_mut() {
            texts.push((sub.get_name().to_owned(), sub.render_help().to_string()));
        }
        assert!(texts.len() > 20);
        for (name, text) in texts {
            assert!(text.lines().count() <= 40, "{name}: {} lines\n{text}", text.lines().count());
        }
    }

    #[test]
    fn the_flags_of_a_study_stand_below_their_headings_in_one_order() {
        let mut all = command(100);
        let names: Vec<&str> = HEADINGS.iter().map(|(heading, _)| *heading).collect();
        for sub in all.get_subcommands_mut() {
            let help = sub.render_long_help().to_string();
            if !help.contains("--resume") {
                continue;
            }
            let found: Vec<&str> = help
                .lines()
                .filter_map(|line| names.iter().find(|name| line == format!("{name}:")))
                .copied()
                .collect();
            assert_eq!(found, names, "{}\n{help}", sub.get_name());
            assert!(help.starts_with("Examples:"), "{help}");
        }
    }

    #[test]
    fn every_flag_has_help_that_begins_with_a_short_line() {
        let all = command(100);
        for sub in all.get_subcommands() {
            for arg in sub.get_arguments().filter(|arg| sub.get_name() != "help" && !arg.is_hide_set()) {
                let short = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!((5..=70).contains(&short.len()), "{} {}: {short}", sub.get_name(), arg.get_id());
            }
        }
    }

    #[test]
    fn examples_that_are_too_long_can_still_be_typed() {
        let line = "  wardflow run my.json --set hospital.beds=500 --set services.bridging.places=10";
        assert_eq!(
            fit(line, 60),
            "  wardflow run my.json --set hospital.beds=500 --set \\\n      services.bridging.places=10"
        );
        let explained = "  wardflow run my.json --observed observed.csv  the run beside what was observed";
        assert_eq!(
            fit(explained, 60),
            "  wardflow run my.json --observed observed.csv\n      the run beside what was observed"
        );
        assert_eq!(fit(explained, 100), explained);
    }

    #[test]
    fn the_help_of_run_lists_the_built_in_scenarios() {
        let mut all = command(100);
        let help = all.find_subcommand_mut("run").unwrap().render_long_help().to_string();
        for name in built_in::names() {
            assert!(help.contains(&format!("{}{name} ", built_in::PREFIX)), "{name} in\n{help}");
        }
    }
}
