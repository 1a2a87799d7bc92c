//! The list of commands is the program's own, as its help prints it: whatever is on it is documented, and tried
//! wherever all commands are.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// Where every command stands: `"sweep",` or `` `sweep` ``.
const COMMANDS: [(&str, &str, &str); 2] =
    [("README.md", "`", "`"), ("examples/hostile/lines.rs", "\"", "\",")];
/// Where every command that simulates is run: interrupted and gone on from, over texts that are not ours, at
/// several widths, by several builds.
const STUDIES: [(&str, &str, &str); 4] = [
    ("tests/it/interrupted.rs", "\"", " "),
    ("tests/it/foreign.rs", "\"", " "),
    ("tests/it/pages.rs", "\"", " "),
    (".ci/same-bytes", "\"", " "),
];

fn said(words: &[&str]) -> String {
    let mut program = Command::cargo_bin("wardflow").unwrap();
    String::from_utf8(program.args(words).output().unwrap().stdout).unwrap()
}

/// The commands that the help lists, in its order.
fn listed() -> Vec<String> {
    let help = said(&["help"]);
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let list = list.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("    "));
    list.filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .filter(|name| name != "help")
        .collect()
}

fn lacking(commands: &[String], places: &[(&str, &str, &str)]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lacking = Vec::new();
    for (file, before, behind) in places {
        let text = fs::read_to_string(root.join(file)).unwrap();
        let missing = commands.iter().filter(|name| !text.contains(&format!("{before}{name}{behind}")));
        lacking.extend(missing.map(|name| format!("{name} in {file}")));
    }
    lacking
}

#[test]
fn every_command_is_documented_and_has_examples_that_can_be_typed() {
    let commands = listed();
    assert!(commands.len() >= 12 && commands[0] == "run", "{commands:?}");
    assert_eq!(lacking(&commands, &COMMANDS), [""; 0]);
    for name in &commands {
        let help = said(&["help", name]);
        let examples: Vec<&str> =
            help.lines().filter(|line| line.trim_start().starts_with("wardflow ")).collect();
        assert!(help.starts_with("Examples:") && !examples.is_empty(), "{name}: {help}");
        assert!(examples[0].trim_start().starts_with(&format!("wardflow {name}")), "{name}: {help}");
        assert!(help.contains("Exit codes:"), "{name}: {help}");
    }
}

#[test]
fn every_study_is_interrupted_and_tried_with_odd_texts_at_all_widths_and_by_all_builds() {
    let studies: Vec<String> =
        listed().into_iter().filter(|name| said(&["help", name]).contains("--resume")).collect();
    assert!(studies.len() >= 9, "{studies:?}");
    assert_eq!(lacking(&studies, &STUDIES), [""; 0]);
}
