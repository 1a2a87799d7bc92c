//! `wardflow man`: manual pages, made of the same definition as the help.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man as Page;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::messages::{complain, not_written, refused, say};
use super::study::Call;
use super::{Does, Exit, help, terminal};
use crate::base::near::nearest;
use crate::report::folder::write_file;
use crate::report::version::PROGRAM;
use crate::report::words::count;

/// How every manual page begins, so that apostrophes stay what they are; a file that begins otherwise is not replaced.
const BEGINS: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";
/// Whose manual it is, in its heading.
const MANUAL: &str = "wardflow manual";

/// A page has no date: the same version gives the same bytes.
const NO_DATE: &str = "\"\"";

/// What `man` is told.
#[derive(Debug, Args)]
pub struct Man {
    /// The command [default: wardflow itself]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,

    /// Write the pages of all commands into this folder
    ///
    /// As wardflow.1, wardflow-run.1 and so on; `man -l FILE` shows one.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,

    /// Replace files even if they are no manual pages
    #[arg(long)]
    pub force: bool,
}

impl Does for Man {
    const EXAMPLES: &str = "\
Examples:
  wardflow man run | man -l -                   the manual page of one command
  wardflow man --out ~/.local/share/man/man1    all of them, so that `man wardflow-run` finds its page";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        // As wide as if nobody looked on: what is filled in a page is filled by whoever shows it.
        let all = help::command(terminal::USUAL);
        let subs = || all.get_subcommands().filter(|sub| sub.get_name() != "help");
        let Some(folder) = &self.out else {
            let page = match &self.command {
                None => page(&all),
                Some(name) => {
                    let Some(sub) = subs().find(|sub| sub.get_name() == name) else {
                        let near = nearest(name, subs().map(Command::get_name));
                        let near =
                            near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
                        return Err(refused(&format!("there is no command \"{name}\"{near}")));
                    };
                    page(sub)
                }
            };
            return Ok(say(&page.map_err(|error| not_made(&error))?));
        };
        let mut written = 0;
        for command in std::iter::once(&all).chain(subs()) {
            let text = page(command).map_err(|error| not_made(&error))?;
            let file = folder.join(format!("{}.1", called(command)));
            write_file(&file, text.as_bytes(), BEGINS.as_bytes(), self.force)
                .map_err(|error| not_written(&error))?;
            written += 1;
        }
        Ok(say(&format!("Written to {}: {}\n", folder.display(), count(written, "manual page"))))
    }
}

fn not_made(error: &io::Error) -> Exit {
    complain(&format!("error: cannot make the manual page: {error}"));
    Exit::Failed
}

/// What a command is called in the manual: `wardflow-run`.
fn called(command: &Command) -> String {
    match command.get_name() {
        "wardflow" => "wardflow".to_owned(),
        name => format!("wardflow-{name}"),
    }
}

/// The page of a command: what it is, how it is typed, its flags below their headings, examples, how it ends.
fn page(command: &Command) -> io::Result<String> {
    let name = called(command);
    let examples = command.get_before_long_help().map(ToString::to_string);
    let endings = command.get_after_long_help().map(ToString::to_string);
    // What stands in columns is laid out below and not filled.
    let plain =
        command.clone().before_long_help(None::<&str>).after_long_help(None::<&str>).display_name(&name);
    let man = Page::new(plain).title(name.to_uppercase()).date(NO_DATE).source(PROGRAM).manual(MANUAL);
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.get_subcommands().next().is_some() {
        man.render_subcommands_section(&mut out)?;
    }
    for text in examples.iter().chain(&endings) {
        for part in text.split("\n\n") {
            as_it_stands(part).to_writer(&mut out)?;
        }
    }
    let text = String::from_utf8(out).map_err(io::Error::other)?;
    // Each part begins so, and once is enough.
    Ok(format!("{BEGINS}{}", text.replace(BEGINS, "")))
}

/// A part of the help whose first line is its heading, its other lines kept.
fn as_it_stands(part: &str) -> Roff {
    let (heading, lines) = part.split_once('\n').unwrap_or((part, ""));
    let mut roff = Roff::new();
    roff.control("SH", [heading.trim_end_matches(':').to_uppercase().as_str()]);
    roff.control("nf", []);
    for line in lines.lines() {
        let typed: Inline = if line.trim_start().starts_with("wardflow ") { bold(line) } else { roman(line) };
        roff.text([typed]);
    }
    roff.control("fi", []);
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_page_has_flags_examples_and_exit_codes_of_its_command() {
        let all = help::command(terminal::USUAL);
        let run = page(all.find_subcommand("run").expect("a command")).expect("a page");
        assert!(run.starts_with(BEGINS), "{run}");
        for part in [
            ".TH WARDFLOW-RUN 1",
            "wardflow\\-run \\- Simulate a scenario",
            ".SH SYNOPSIS",
            ".SH \"WHAT IS RUN\"",
            ".SH \"HOW SURE\"",
            "\\-\\-runs",
            ".SH EXAMPLES",
            "  4   finished",
        ] {
            assert!(run.contains(part), "{part} in\n{run}");
        }
        assert_eq!(run.matches(".ds Aq").count(), 2, "it begins once");
    }

    #[test]
    fn every_command_has_a_manual_page_of_its_own_name() {
        let all = help::command(terminal::USUAL);
        let names: Vec<String> = all.get_subcommands().map(called).collect();
        assert!(names.contains(&"wardflow-warm-up".to_owned()) && names.len() > 20, "{names:?}");
        for command in all.get_subcommands() {
            let text = page(command).expect("a page");
            assert!(text.contains(&format!(".TH {}", called(command).to_uppercase())), "{text}");
        }
    }
}
