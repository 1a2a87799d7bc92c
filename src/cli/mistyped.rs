//! What is said of words that are no command line: the flag, what is wrong with it, what was expected and the
//! nearest word, in the same voice as every other error.

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::base::near::nearest;

/// Where there are more words than these to choose from, the nearest is named and not all.
const MOST_WORDS: usize = 12;

/// Says what is wrong: the error, and in further lines where to look it up. `command` is the one that was typed.
pub fn told(error: &Error, all: &Command, command: Option<&str>) -> String {
    let told = Mistyped { error, all, command };
    let (what, hint) = told.said();
    let lines = [Some(format!("error: {what}")), hint.map(|hint| format!("hint: {hint}"))];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

struct Mistyped<'a> {
    error: &'a Error,
    all: &'a Command,
    command: Option<&'a str>,
}

impl Mistyped<'_> {
    fn said(&self) -> (String, Option<String>) {
        let (flag, value) = (self.flag(), self.text(ContextKind::InvalidValue).unwrap_or_default());
        let said = match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                let word = self.text(ContextKind::InvalidSubcommand).unwrap_or_default();
                let near = nearest(&word, self.all.get_subcommands().map(Command::get_name));
                return (
                    format!("there is no command \"{word}\"{}", meant(near)),
                    Some("`wardflow help` lists the commands".to_owned()),
                );
            }
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                return (
                    "there is no command".to_owned(),
                    Some("`wardflow help` lists the commands".to_owned()),
                );
            }
            ErrorKind::UnknownArgument if !flag.starts_with('-') => {
                Some(format!("\"{flag}\" is one word too many{}", self.expected_usage()))
            }
            ErrorKind::UnknownArgument => {
                let near = nearest(&flag, self.flags().iter().map(String::as_str));
                let near = near.or_else(|| self.text(ContextKind::SuggestedArg));
                Some(format!("{flag}: there is no such flag{}", meant(near)))
            }
            ErrorKind::InvalidValue if value.is_empty() && !self.has(ContextKind::ValidValue) => {
                Some(format!("{flag}: there is no value; expected {}", self.value_name()))
            }
            ErrorKind::InvalidValue => Some(self.not_one_of(&flag, &value)),
            ErrorKind::ValueValidation => {
                let why = std::error::Error::source(self.error).map(ToString::to_string);
                Some(format!("{flag} {value}: {}", why.unwrap_or_default()))
            }
            ErrorKind::NoEquals => Some(format!("{flag}: a value follows \"=\"; expected {flag}=VALUE")),
            ErrorKind::TooManyValues => Some(format!("{flag} {value}: it takes no value here")),
            ErrorKind::ArgumentConflict => {
                let others = self.texts(ContextKind::PriorArg);
                let others: Vec<String> = others.iter().map(|other| bare(other)).collect();
                Some(if others.is_empty() || others.contains(&flag) {
                    format!("{flag} stands twice; expected it once")
                } else {
                    format!("{flag} cannot stand beside {}", listed(&others, "or"))
                })
            }
            ErrorKind::MissingRequiredArgument => {
                let missing = self.texts(ContextKind::InvalidArg);
                let missing: Vec<String> = missing.iter().map(|missing| bare(missing)).collect();
                let verb = if missing.len() == 1 { "is" } else { "are" };
                Some(format!("{} {verb} missing{}", listed(&missing, "and"), self.expected_usage()))
            }
            _ => None,
        };
        let said = said.unwrap_or_else(|| {
            let plain = self.error.render().to_string();
            let first = plain.lines().next().unwrap_or_default();
            first.trim_start_matches("error: ").to_owned()
        });
        let look = self.command.map(|command| format!("`wardflow {command} -h` shows what may be typed"));
        (said, look.or_else(|| Some("`wardflow help` lists the commands".to_owned())))
    }

    /// A value that is none of the words that may stand there.
    fn not_one_of(&self, flag: &str, value: &str) -> String {
        let words = self.texts(ContextKind::ValidValue);
        let near = nearest(value, words.iter().map(String::as_str));
        if value.is_empty() {
            let quoted = quoted(&words);
            return match words.len() {
                ..=MOST_WORDS => format!("{flag}: there is no value; expected {quoted}"),
                _ => format!("{flag}: there is no value; expected {}", self.value_name()),
            };
        }
        if words.len() > MOST_WORDS {
            let what = self.value_name().to_lowercase();
            let with: Vec<String> = words.iter().filter(|word| word.contains(value)).cloned().collect();
            let expected = match (&near, what.as_str()) {
                (None, _) if (1..=MOST_WORDS).contains(&with.len()) => {
                    format!("; expected {}", quoted(&with))
                }
                (_, "outcome") => "; expected one as in results.json".to_owned(),
                _ => String::new(),
            };
            return format!("{flag} {value}: there is no such {what}{expected}{}", meant(near));
        }
        format!("{flag} {value}: this is not one of the words; expected {}{}", quoted(&words), meant(near))
    }

    /// What may be typed, from the usage.
    fn expected_usage(&self) -> String {
        let usage = self.command.and_then(|name| self.all.find_subcommand(name)).map(|command| {
            let usage = command.clone().render_usage().to_string();
            usage.trim_start_matches("Usage: ").split_whitespace().collect::<Vec<_>>().join(" ")
        });
        usage.map_or_else(String::new, |usage| format!("; expected {usage}"))
    }

    /// All flags of the command.
    fn flags(&self) -> Vec<String> {
        let command = self.command.and_then(|name| self.all.find_subcommand(name)).unwrap_or(self.all);
        command.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect()
    }

    fn has(&self, kind: ContextKind) -> bool {
        self.texts(kind).iter().any(|text| !text.is_empty())
    }

    fn texts(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(one)) => vec![one.clone()],
            Some(ContextValue::Strings(all)) => all.clone(),
            _ => Vec::new(),
        }
    }

    fn text(&self, kind: ContextKind) -> Option<String> {
        self.texts(kind).into_iter().next()
    }

    /// The flag that it is about, as it is typed.
    fn flag(&self) -> String {
        self.text(ContextKind::InvalidArg).map_or_else(String::new, |arg| bare(&arg))
    }

    /// What its value is called in the help: `DIR`.
    fn value_name(&self) -> String {
        let arg = self.text(ContextKind::InvalidArg).unwrap_or_default();
        let inside = arg.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>'));
        inside.map_or_else(|| "a value".to_owned(), |(name, _)| name.to_owned())
    }
}

/// A flag without what follows it, `--runs` of `--runs <N|auto>`; the name of what is no flag, `FILE` of `<FILE>...`; of
/// several of which one is needed, each.
fn bare(arg: &str) -> String {
    if let Some(several) =
        arg.strip_prefix('<').and_then(|arg| arg.strip_suffix('>')).filter(|arg| arg.starts_with("--"))
    {
        // A value may have the same sign between its words, and flags begin with theirs.
        let each = several.split("|--").map(|one| bare(&format!("--{}", one.trim_start_matches('-'))));
        return listed(&each.collect::<Vec<_>>(), "or");
    }
    if arg.starts_with('-') {
        return arg.split([' ', '[', '=']).next().unwrap_or(arg).to_owned();
    }
    let name = arg.trim_end_matches("...");
    let inside = |open, close| name.strip_prefix(open).and_then(|name: &str| name.strip_suffix(close));
    inside('<', '>').or_else(|| inside('[', ']')).unwrap_or(arg).to_owned()
}

/// The word that may be meant.
fn meant(near: Option<String>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}

fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    listed(&quoted, "or")
}

/// `a, b and c`.
fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parsed;
    use std::ffi::OsString;

    fn said(words: &str) -> String {
        let words: Vec<OsString> =
            std::iter::once("wardflow").chain(words.split_whitespace()).map(OsString::from).collect();
        super::super::parse::why_not(&parsed(&words).expect_err("is no command line"), &words)
    }

    #[test]
    fn a_slip_of_the_finger_gets_the_word_that_was_meant() {
        for (typed, expected) in [
            ("comapre", "error: there is no command \"comapre\"; did you mean \"compare\"?"),
            ("help comapre", "error: there is no command \"comapre\"; did you mean \"compare\"?"),
            ("run --rnus 3", "error: --rnus: there is no such flag; did you mean \"--runs\"?"),
            (
                "run --charts pgn",
                "error: --charts pgn: this is not one of the words; expected \"none\", \"svg\", \"png\" or \
                 \"all\"; did you mean \"png\"?",
            ),
            (
                "compare a b --by nctr_beds",
                "error: --by nctr_beds: there is no such outcome; expected one as in results.json; did you mean \
                 \"nctr_bed_days\"?",
            ),
            (
                "compare a b --by remaining",
                "error: --by remaining: there is no such outcome; expected \"nctr_remaining\"",
            ),
            (
                "import a --as dayly",
                "error: --as dayly: there is no kind \"dayly\"; expected one of stays, census, daily, reasons, bands, \
                 months; did you mean \"daily\"?",
            ),
        ] {
            assert_eq!(said(typed).lines().next(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_missing_too_much_or_twice_is_said_in_the_same_voice() {
        for (typed, expected) in [
            ("run --runs", "error: --runs: there is no value; expected N|auto"),
            ("run --runs 0", "error: --runs 0: expected a number from 1 to 1000000, or auto"),
            ("run --seed -1", "error: --seed -1: expected a whole number from 0 to 18446744073709551615"),
            ("run --seed 1 --seed 2", "error: --seed stands twice; expected it once"),
            ("run a b", "error: \"b\" is one word too many; expected wardflow run [OPTIONS] [SCENARIO]"),
            ("run --json=yes", "error: --json yes: it takes no value here"),
            ("check", "error: FILE is missing; expected wardflow check [OPTIONS] <FILE>..."),
            (
                "exchange a",
                "error: --give and --for are missing; expected wardflow exchange [OPTIONS] --give <PATH> \
                 --for <PATH> <BASE>",
            ),
            ("check a --explain --diagram", "error: --explain cannot stand beside --diagram"),
            ("compare a b --all", "error: OPTION cannot stand beside --all"),
            (
                "compare --repeat a b",
                "error: --all or --list is missing; expected wardflow compare [OPTIONS] [BASE] [OPTION]...",
            ),
            (
                "completions bsh",
                "error: SHELL bsh: this is not one of the words; expected \"bash\", \"elvish\", \"fish\", \"powershell\" \
                 or \"zsh\"; did you mean \"bash\"?",
            ),
            ("run --nothing-like-it", "error: --nothing-like-it: there is no such flag"),
        ] {
            let said = said(typed);
            assert_eq!(said.lines().next(), Some(expected), "{typed}");
            let look = said.lines().nth(1).expect("where to look it up");
            assert!(look.starts_with("hint: `wardflow ") && said.lines().count() == 2, "{said}");
        }
    }
}
