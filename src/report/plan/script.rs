//! What a task does: `shard.sh` makes the shard with a number, `merge.sh` the results of all. Each goes to the folder from
//! which the study was planned, so that every scheduler only needs to start it with a number.

use super::{Planned, SHARDS, TRUST, TRUSTS};
use crate::report::version::PROGRAM;
use crate::report::words::shell_word;

/// What begins every script: it ends at the first thing that goes wrong.
pub const HEAD: &str = "#!/bin/sh";
/// The program, which may lie elsewhere on the machines that run it.
const CALL: &str = r#"exec "${WARDFLOW:-wardflow}""#;

/// A word as a shell takes it, which no program takes for a flag.
pub fn word(path: &str) -> String {
    if path.starts_with('-') { shell_word(&format!("./{path}")) } else { shell_word(path) }
}

/// A word in which the shell puts the folder of a trust where that is meant.
fn of_trust(text: &str) -> String {
    let mut pieces = text.split(TRUST);
    let quoted = |piece: &str| if piece.is_empty() { String::new() } else { shell_word(piece) };
    let Some(first) = pieces.next().filter(|first| first.len() < text.len()) else { return shell_word(text) };
    pieces.fold(quoted(first), |all, piece| format!("{all}\"$trust\"{}", quoted(piece)))
}

/// Goes to where the study was planned, from the script's own place.
pub fn go(planned: &Planned) -> String {
    if let Some(from) = &planned.from {
        return format!("set -eu\ncd {}\n", word(from));
    }
    let deep = planned.folder.split('/').filter(|part| !part.is_empty() && *part != ".").count();
    let up = vec![".."; deep].join("/");
    format!("set -eu\ncd \"$(dirname -- \"$0\")\"/{}\n", if up.is_empty() { "." } else { &up })
}

/// Looks up the trust with a number, an arithmetic expression of the shell.
fn look_up(planned: &Planned, number: &str) -> String {
    let (list, folder) = (word(&planned.at(TRUSTS)), word(&planned.folder));
    format!("code=$(sed -n \"{number}p\" {list})\ntrust={folder}/$code\n")
}

/// The script of a shard.
pub fn shard(planned: &Planned) -> (String, String) {
    let (shards, threads) = (planned.shards, planned.threads);
    let quoted: fn(&str) -> String = if planned.trusts.is_empty() { shell_word } else { of_trust };
    let words: Vec<String> = planned.words.iter().map(|word| quoted(word)).collect();
    let words = words.join(" ");
    let out = word(&planned.at(SHARDS));
    let round = r#"--round "${2:-1}""#;
    let go = go(planned);
    let text = if planned.trusts.is_empty() {
        format!(
            "{HEAD}\n# Made by {PROGRAM}. Makes the shard whose number, from 1 to {shards}, stands behind it, and behind that its round.\n\
             # One that is there already is not made again, and one that was begun is gone on with.\n{go}\
             {CALL} {words} \\\n    --shard \"$1/{shards}\" {round} --threads {threads} --out {out}\n"
        )
    } else {
        let (tasks, trusts) = (planned.tasks(), planned.trusts.len());
        let found = look_up(planned, &format!("$((($1 - 1) / {shards} + 1))"));
        format!(
            "{HEAD}\n# Made by {PROGRAM}. Makes a shard of a trust: task 1 to {tasks}, for each of {trusts} trusts {shards} in a row. Behind that\n\
             # number stands the round. One that is there already is not made again, and one that was begun is gone on with.\n{go}\
             {found}{CALL} {words} \\\n    --shard \"$((($1 - 1) % {shards} + 1))/{shards}\" {round} --threads {threads} --out {out}/\"$code\"\n"
        )
    };
    ("shard.sh".to_owned(), text)
}

/// The script of the merge.
pub fn merge(planned: &Planned) -> (String, String) {
    let delivery: Vec<String> = planned.delivery.iter().map(|word| shell_word(word)).collect();
    let delivery = if delivery.is_empty() { String::new() } else { format!(" {}", delivery.join(" ")) };
    let (shards, results) = (word(&planned.at(SHARDS)), word(&planned.results));
    let threads = planned.threads;
    let go = go(planned);
    let text = if planned.trusts.is_empty() {
        format!(
            "{HEAD}\n# Made by {PROGRAM}. Makes the results of all shards; where one is missing it is named, with the command that makes it.\n\
             {go}{CALL} merge {shards} --threads {threads} --out {results}{delivery}\n"
        )
    } else {
        let found = look_up(planned, "$1");
        format!(
            "{HEAD}\n# Made by {PROGRAM}. Makes the results of the trust whose number, from 1 to {}, stands behind it.\n\
             {go}{found}{CALL} merge {shards}/\"$code\" --threads {threads} --out {results}/\"$code\"{delivery}\n",
            planned.trusts.len()
        )
    };
    ("merge.sh".to_owned(), text)
}
