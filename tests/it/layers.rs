//! The layers: a module uses only what stands to its left, and no place has a name outside the
//! scenarios.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module with those that it may use.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("base", &[]),
    ("engine", &["base"]),
    ("scenario", &["base"]),
    ("model", &["base", "engine", "scenario"]),
    ("measures", &["base", "scenario", "model"]),
    ("experiment", &["base", "scenario", "model", "measures"]),
    ("report", &["base", "scenario", "measures", "experiment"]),
    ("cli", &["base", "engine", "scenario", "model", "measures", "experiment", "report"]),
];

/// Names of places and of their services, which belong to scenarios.
const PLACES: [&str; 9] = [
    "milton keynes",
    "milton-keynes",
    "milton_keynes",
    "home first",
    "home_first",
    "seacole",
    "maple centre",
    "maple_centre",
    "maple",
];

/// The one file that says which scenario is built in.
const BUILT_IN: &str = "scenario/built_in.rs";

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, into) } else { into.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    files.sort();
    assert!(files.len() > 40, "only {} files of source found", files.len());
    let relative = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

/// The text without comments and without what stands between quotes.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some(hashes) = raw_string(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = &rest[2 + hashes..];
            rest = body.find(&end).map_or("", |at| &body[at + end.len()..]);
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            rest = end.map_or("", |end| &rest[end + 2..]);
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            rest = rest[2..].find('\'').map_or("", |end| &rest[end + 3..]);
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    code
}

/// How many hashes a raw string that begins here has.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.chars().take_while(|&c| c == '#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The modules of the crate that a file names, by `crate::`, `wardflow::` or by going up to it.
fn used(file: &str, text: &str) -> Vec<String> {
    let code = code_of(text);
    let mut found = Vec::new();
    let mut collect = |root: &str| {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let after = &code[at + root.len()..];
            // `crate::a::…`, or several in one: `crate::{a::…, b}`.
            match after.strip_prefix('{') {
                Some(several) => found.extend(heads(several)),
                None => found.extend(head(after)),
            }
        }
    };
    collect("crate::");
    collect("wardflow::");
    let depth = file.matches('/').count() - usize::from(file.ends_with("/mod.rs"));
    collect(&"super::".repeat(depth + 1));
    found
}

fn head(path: &str) -> Option<String> {
    let name: String = path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of a list in braces, whatever nests inside it.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut all, mut fresh) = (1, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && (c.is_alphabetic() || c == '_') => {
                all.extend(head(&list[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    all
}

fn module_of(file: &str) -> Option<&str> {
    file.split_once('/').map(|(module, _)| module)
}

#[test]
fn no_module_uses_one_to_its_right() {
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for (file, text) in sources() {
        // `lib.rs` names all modules and `main.rs` starts the commands.
        let Some(module) = module_of(&file) else { continue };
        let (_, may) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{file}: no place is laid down for the module {module}"));
        for name in used(&file, &text) {
            if name == module || !MAY_USE.iter().any(|(other, _)| *other == name) {
                continue;
            }
            arrows += 1;
            if !may.contains(&name.as_str()) {
                wrong.push(format!("{file} uses {name}, which does not stand to the left of {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(arrows > 50, "only {arrows} arrows found, so the reader of paths is at fault");
}

#[test]
fn every_module_of_the_crate_has_its_layer() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or(line.trim().strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    assert!(modules.len() >= MAY_USE.len(), "{modules:?}");
    for module in modules {
        assert!(MAY_USE.iter().any(|(name, _)| *name == module), "{module} has no layer");
    }
}

#[test]
fn no_place_is_named_outside_the_built_in_scenario() {
    let mut named = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| file != BUILT_IN) {
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            if let Some(place) = PLACES.iter().find(|place| line.contains(**place)) {
                named.push(format!("{file}:{}: {place}", number + 1));
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
    assert!(sources().iter().any(|(file, _)| file == BUILT_IN), "{BUILT_IN} is where it should be");
}

#[test]
fn the_reader_of_paths_finds_arrows_in_all_their_forms() {
    let text = r##"
        use crate::base::{Span, Time};
        use crate::{model::Simulation, scenario::{Plan, names::Names}};
        // use crate::cli::run;
        fn f() -> crate::report::Table { let s = "crate::engine::Pool"; let c = '"'; g(r#"crate::engine::x"#, s) }
        use super::super::experiment::Runs;
    "##;
    assert_eq!(used("measures/deep/file.rs", text), ["base", "model", "scenario", "report"]);
    assert_eq!(used("measures/file.rs", text).last().map(String::as_str), Some("experiment"));
}
