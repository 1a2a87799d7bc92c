//! The help as `docs/commands.md` shows it, completions and manual pages: all of one definition.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place::{PROGRAM, Place, err, out};

/// Where the help of every command stands.
const PAGE: &str = "docs/commands.md";

fn said(words: &str) -> String {
    let ended = Command::new(PROGRAM).env("COLUMNS", "80").args(words.split_whitespace()).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{words}: {}", err(&ended));
    out(&ended)
}

/// The commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = said("help");
    let list =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .filter(|name| name != "help")
        .collect()
}

fn page() -> String {
    let block = |help: &str| {
        let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        format!("```text\n{}\n```\n", lines.join("\n"))
    };
    let mut page = format!(
        "# The command line\n\nThe help of every command at 80 columns, as the program prints it. A test keeps this page \
         current;\n`WARDFLOW_RENEW=help cargo test --test it help` makes it again.\n\n{}",
        block(&said("--help"))
    );
    for name in commands() {
        page.extend(["\n## ", name.as_str(), "\n\n", block(&said(&format!("{name} --help"))).as_str()]);
    }
    page
}

#[test]
fn the_page_of_commands_is_the_help_that_the_program_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "help") {
        fs::write(&file, page()).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default().replace('\r', "");
    assert!(committed == page(), "{PAGE} is stale; WARDFLOW_RENEW=help cargo test --test it help");
}

#[test]
fn the_short_help_of_every_command_is_one_screen_of_80_columns() {
    for name in commands() {
        let help = said(&format!("{name} -h"));
        assert!(help.lines().count() <= 40, "{name}: {}\n{help}", help.lines().count());
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}

#[test]
fn help_has_colours_only_where_they_are_asked_for() {
    let coloured = |asked: &[(&str, &str)]| {
        let mut command = Command::new(PROGRAM);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"] {
            command.env_remove(name);
        }
        let ended = command.envs(asked.iter().copied()).args(["run", "-h"]).output().unwrap();
        ended.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[]), "into a pipe");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn completions_know_every_command_and_its_flags() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = said(&format!("completions {shell}"));
        for name in commands() {
            assert!(script.contains(&name), "{name} in the script for {shell}");
        }
        assert!(script.contains("most-runs"), "{shell}");
    }
    let refused = err(&Place::with(&[]).run("completions bsh"));
    assert!(refused.contains("did you mean \"bash\"?"), "{refused}");
}

#[test]
fn manual_pages_are_written_for_every_command_and_replace_nothing_else() {
    let place = Place::with(&[("man/wardflow-run.1", "mine\n")]);
    let refused = place.run("man --out man");
    assert!(refused.status.code() == Some(2) && err(&refused).contains("--force"), "{}", err(&refused));
    assert_eq!(place.text("man/wardflow-run.1"), "mine\n");
    for words in ["man --out man --force", "man --out man"] {
        assert_eq!(place.run(words).status.code(), Some(0), "{words}");
    }
    assert_eq!(place.held("man").len(), commands().len() + 1);
    let run = place.text("man/wardflow-run.1");
    assert_eq!(run, said("man run"));
    for part in
        [".SH EXAMPLES", ".SH \"EXIT CODES\"", "wardflow run my.json", "precision or target was not reached"]
    {
        assert!(run.contains(part), "{part} in\n{run}");
    }
    let refused = err(&place.run("man rnu"));
    assert!(refused.contains("did you mean \"run\"?"), "{refused}");
}
