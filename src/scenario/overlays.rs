//! Which scenarios extend another one: what lies beside a file in its folder, what the binary holds beside a
//! built-in one, and what a list of scenarios names. Reads no more of a file than what it extends.
//!
//! `text/document` reads scenarios in full; `cli/compare` sets what is found here beside its baseline.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::built_in::{self, BuiltIn, PREFIX};
use super::text::files::{Files as _, beside};
use super::text::parse::{LARGEST, parse};
use super::{Fault, Faults, Found, Path as Place, Scenario};
use crate::base::near::nearest_file;
use crate::base::plain::{read_plain, why};
use crate::scenario::text::node::Origin;

/// The ending of a scenario's file.
const ENDING: &str = ".json";
/// The longest list: more than anybody compares, and little to read.
const LONGEST_LIST: usize = 1 << 20;

/// Every scenario that extends `base`, itself or by way of others, in the order of their names: files of the
/// folder of a file, built-in ones of a built-in one. A file of the folder that cannot be read is a fault.
///
/// # Errors
/// The faults of every file that is no JSON, and why the folder cannot be listed.
pub fn beside_base(base: &Path) -> Result<Vec<PathBuf>, Faults> {
    let shown = base.to_string_lossy();
    if let Some(name) = shown.strip_prefix(PREFIX) {
        let of =
            |name: &str| Some((format!("{name}{ENDING}"), BuiltIn.read(&format!("{name}{ENDING}")).ok()?));
        let mut found = Found::default();
        let extends = extends(built_in::names().filter_map(of), ToOwned::to_owned, &mut found);
        found.finish()?;
        let all = over(&extends, &format!("{name}{ENDING}"));
        return Ok(all
            .iter()
            .map(|name| format!("{PREFIX}{}", name.trim_end_matches(ENDING)).into())
            .collect());
    }
    let folder = base.parent().filter(|folder| !folder.as_os_str().is_empty());
    let at = |name: &str| folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let mut found = Found::default();
    let mut texts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in names(folder.unwrap_or(Path::new("."))).map_err(|error| of_file(base, &why(&error)))? {
        match read_plain(&at(&name), LARGEST) {
            Ok(text) => {
                texts.insert(name, text);
            }
            Err(error) => found.fault(fault(&at(&name), &why(&error))),
        }
    }
    let extends = extends(texts.into_iter(), |name| at(name).display().to_string(), &mut found);
    found.finish()?;
    let own = base.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(over(&extends, &own).into_iter().map(|name| at(&name)).collect())
}

/// The scenarios that a file names, one in each line: paths from the folder of the file, or built-in ones with
/// `builtin:` before their name or without. Empty lines and what follows `#` are left out.
///
/// # Errors
/// Why the file cannot be read, that it names none, and lines that name a scenario twice.
pub fn listed(list: &Path) -> Result<Vec<PathBuf>, Faults> {
    let bytes = read_plain(list, LONGEST_LIST).map_err(|error| {
        let near = Some(list).filter(|_| error.kind() == ErrorKind::NotFound).and_then(nearest_file);
        Faults::from(fault(list, &why(&error)).hint(near))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| of_file(list, "this is no text saved as UTF-8"))?;
    let folder = list.parent().unwrap_or(Path::new(""));
    let mut all: Vec<PathBuf> = Vec::new();
    let mut found = Found::default();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let named = line.split('#').next().unwrap_or_default().trim();
        if named.is_empty() {
            continue;
        }
        let path = if named.starts_with(PREFIX) { PathBuf::from(named) } else { folder.join(named) };
        let bare = built_in::names().any(|name| name == named) && !path.exists();
        let path = if bare { PathBuf::from(format!("{PREFIX}{named}")) } else { path };
        if all.contains(&path) {
            let twice =
                Fault { line: Some(number as u32 + 1), ..fault(list, &format!("{named} stands here twice")) };
            found.fault(twice.expected("each scenario once"));
        } else {
            all.push(path);
        }
    }
    found.finish()?;
    if all.is_empty() {
        let none = fault(list, "it names no scenario");
        return Err(none.expected("the path of a scenario, or builtin:NAME, in each line").into());
    }
    Ok(all)
}

/// Words about a scenario, which change nothing of it.
const WORDS: [&str; 4] = ["description", "name", "notes", "provenance"];

/// The paths whose values differ between two scenarios, in order: each as deep as both have maps.
pub fn changed(base: &Scenario, option: &Scenario) -> Vec<String> {
    let mut all = Vec::new();
    differing("", &base.resolved, &option.resolved, &mut all);
    all.retain(|path| !WORDS.iter().any(|word| path == word || path.starts_with(&format!("{word}."))));
    all
}

fn differing(at: &str, before: &Value, after: &Value, all: &mut Vec<String>) {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        if before != after {
            all.push(at.to_owned());
        }
        return;
    };
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        match (old.get(key), new.get(key)) {
            (Some(before), Some(after)) => differing(&path, before, after, all),
            _ => all.push(path),
        }
    }
}

fn fault(file: &Path, what: &str) -> Fault {
    Fault::new(&Origin::whole(&file.display().to_string()), &Place::root(), what)
}

fn of_file(file: &Path, what: &str) -> Faults {
    fault(file, what).into()
}

/// The names of the scenario files in a folder, in order; those that are hidden are none.
fn names(folder: &Path) -> std::io::Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(ENDING) && !name.starts_with('.') && !folder.join(&name).is_dir() {
            all.insert(name);
        }
    }
    Ok(all)
}

/// What each of these files extends in its own folder, or in the binary; faults of those that are no JSON.
fn extends(
    files: impl Iterator<Item = (String, Vec<u8>)>,
    shown: impl Fn(&str) -> String,
    found: &mut Found,
) -> BTreeMap<String, String> {
    files
        .filter_map(|(name, text)| {
            let file = parse(&shown(&name), &text, found)?;
            let extended = beside(&name, file.get("extends")?.text()?)?;
            let ended = if extended.ends_with(ENDING) { extended } else { format!("{extended}{ENDING}") };
            Some((name, ended))
        })
        .collect()
}

/// Those that lead to `base`, in order.
fn over(extends: &BTreeMap<String, String>, base: &str) -> Vec<String> {
    let leads = |name: &&String| {
        let mut at = *name;
        // Files that extend each other in a circle lead nowhere.
        for _ in 0..=extends.len() {
            match extends.get(at) {
                Some(next) if next == base => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    };
    extends.keys().filter(|name| *name != base).filter(leads).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("written");
        }
        folder
    }

    fn stems(found: &[PathBuf]) -> Vec<String> {
        found.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn overlays_are_what_extends_the_base_itself_or_by_way_of_others() {
        let built_in = format!(r#"{{ "extends": "{PREFIX}{}" }}"#, built_in::BASELINE);
        let folder = folder(&[
            ("base.json", "{}"),
            ("b.json", r#"{ "extends": "base.json" } // with a comment"#),
            ("a.json", r#"{ "extends": "./b.json" }"#),
            ("other.json", r#"{ "extends": "elsewhere.json" }"#),
            ("built-in.json", &built_in),
            ("round.json", r#"{ "extends": "trip.json" }"#),
            ("trip.json", r#"{ "extends": "round.json" }"#),
            ("list.json", "[1, 2]"),
            (".hidden.json", "no JSON"),
            ("base.txt", "no JSON"),
        ]);
        let found = beside_base(&folder.path().join("base.json")).expect("no faults");
        assert_eq!(stems(&found), ["a.json", "b.json"]);
        assert_eq!(found[0], folder.path().join("a.json"));
        let of_b = beside_base(&folder.path().join("b.json")).expect("no faults");
        assert_eq!(stems(&of_b), ["a.json"]);
    }

    #[test]
    fn a_file_of_the_folder_that_is_no_json_is_a_fault_with_its_path() {
        let folder = folder(&[("base.json", "{}"), ("a.json", r#"{ "extends": "base.json" "#)]);
        let faults = beside_base(&folder.path().join("base.json")).expect_err("a fault").to_string();
        assert!(faults.contains("a.json line 1"), "{faults}");
        let none = beside_base(Path::new("no/such/folder/base.json")).expect_err("a fault").to_string();
        assert!(none.contains("no/such/folder/base.json"), "{none}");
    }

    #[test]
    fn built_in_overlays_are_those_of_the_binary() {
        let base = PathBuf::from(format!("{PREFIX}{}", built_in::BASELINE));
        let found = beside_base(&base).expect("no faults");
        assert_eq!(found.len() + 1, built_in::names().count(), "all but the baseline: {found:?}");
        assert!(found.iter().all(|path| path.to_string_lossy().starts_with(PREFIX)));
    }

    #[test]
    fn a_list_names_scenarios_from_its_own_folder_and_built_in_ones() {
        let built_in = built_in::names().nth(1).expect("another");
        let text = format!("# all of them\n\na.json  # first\n  sub/b.json\nbuiltin:{built_in}\n");
        let folder = folder(&[("list.txt", &text), ("bare.txt", built_in)]);
        let found = listed(&folder.path().join("list.txt")).expect("no faults");
        let of = |name: &str| folder.path().join(name);
        let known = PathBuf::from(format!("{PREFIX}{built_in}"));
        assert_eq!(found, [of("a.json"), of("sub/b.json"), known.clone()]);
        assert_eq!(listed(&of("bare.txt")).expect("no faults"), [known]);
    }

    #[test]
    fn a_list_of_nothing_and_one_that_repeats_itself_are_faults() {
        let folder = folder(&[("none.txt", "# none\n"), ("twice.txt", "a.json\n\na.json # again\n")]);
        let told = |name: &str| listed(&folder.path().join(name)).expect_err("a fault").to_string();
        assert!(told("none.txt").contains("it names no scenario"), "{}", told("none.txt"));
        assert!(
            told("twice.txt").contains("twice.txt line 3: a.json stands here twice"),
            "{}",
            told("twice.txt")
        );
        assert!(told("missing.txt").contains("there is no such file"), "{}", told("missing.txt"));
    }
}
