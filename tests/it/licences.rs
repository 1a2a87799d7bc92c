//! Whose work is in the program: `THIRD-PARTY.md` lists what it is built with on any system, and the
//! licence of the font stands beside ours. With `WARDFLOW_RENEW=licences` the list is made again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const LIST: &str = "THIRD-PARTY.md";
const HOW: &str = "WARDFLOW_RENEW=licences cargo test --test it licences, where crates can be fetched";

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_default()
}

/// A crate: its name and version.
type Crate = (String, String);

/// What the lock file says: each crate with the crates that it needs.
fn locked() -> BTreeMap<Crate, Vec<String>> {
    let mut all = BTreeMap::new();
    for block in read("Cargo.lock").split("[[package]]").skip(1) {
        let word = |key: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
            line.trim_end_matches('"').to_owned()
        };
        let list = block.split_once("dependencies = [").map_or("", |(_, list)| list);
        let needs = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        all.insert((word("name"), word("version")), needs);
    }
    all
}

/// The crates that the program itself names, tests and benches left out.
fn named() -> Vec<String> {
    let (mut names, mut inside) = (Vec::new(), false);
    for line in read("Cargo.toml").lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]"
                || (line.starts_with("[target.") && line.ends_with(".dependencies]"));
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside && !line.starts_with('#')) {
            names.push(name.trim().to_owned());
        }
    }
    names
}

/// Every crate that the program needs, on whatever system and by whatever way.
fn needed() -> BTreeSet<Crate> {
    let locked = locked();
    let (mut all, mut ahead) = (BTreeSet::new(), named());
    assert!(ahead.len() > 20, "{ahead:?}");
    while let Some(need) = ahead.pop() {
        // `name`, or `name version` where there are several.
        let (name, version) = need.split_once(' ').unwrap_or((&need, ""));
        let found: Vec<_> =
            locked.iter().filter(|((n, v), _)| n == name && (version.is_empty() || v == version)).collect();
        assert!(!found.is_empty(), "{need} stands in Cargo.toml and not in Cargo.lock");
        for (one, needs) in found {
            if all.insert(one.clone()) {
                ahead.extend(needs.iter().cloned());
            }
        }
    }
    all
}

fn renewed() -> String {
    let ended = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--all-features", "--format-version", "1"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&ended.stdout).expect("what cargo metadata says");
    let word = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let mut page = String::from(
        "# What wardflow is built with\n\nEvery crate that is part of the program on some system, or in a build with the feature \
         `parquet`, with the licence that it\nstates. Made by a test from `Cargo.lock` and `cargo metadata`; the test fails \
         where it is not current. Where licences\nare joined by OR, any of them may be chosen. The font Noto Sans comes with `notosans`: \
         [LICENSE-NotoSans-OFL](LICENSE-NotoSans-OFL).\n\n| crate | version | licence | where |\n|---|---|---|---|\n",
    );
    let needed = needed();
    for package in told["packages"].as_array().unwrap() {
        let (name, version) = (word(package, "name"), word(package, "version"));
        if needed.contains(&(name.clone(), version.clone())) {
            let (licence, place) =
                (word(package, "license").replace('/', " OR "), word(package, "repository"));
            let place = if place.is_empty() { format!("https://crates.io/crates/{name}") } else { place };
            writeln!(page, "| {name} | {version} | {} | <{place}> |", licence.replace("  ", " ")).unwrap();
        }
    }
    page
}

#[test]
fn everything_that_the_program_is_built_with_stands_in_the_list_of_licences() {
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "licences") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST), renewed()).unwrap();
    }
    let list = read(LIST);
    let rows: Vec<Vec<&str>> = (list.lines().filter(|line| line.starts_with("| ")).skip(1))
        .map(|line| line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let told: BTreeSet<Crate> = rows.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    assert_eq!(told, needed(), "{LIST} is not current; make it again: {HOW}");
    for row in &rows {
        assert_eq!(row.len(), 4, "{row:?}: no licence is known");
        // What may be passed on with a program under MIT or Apache-2.0.
        let free = ["MIT", "Apache-2.0", "BSD", "ISC", "Zlib", "Unicode-3.0", "Unlicense", "CC0-1.0", "0BSD"];
        assert!(free.iter().any(|free| row[2].contains(free)), "{row:?}");
    }
}

#[test]
fn the_font_has_its_licence_and_its_copyright_beside_it() {
    let licence = read("LICENSE-NotoSans-OFL");
    assert!(licence.contains("SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007"));
    for part in ["PREAMBLE", "PERMISSION & CONDITIONS", "TERMINATION", "DISCLAIMER"] {
        assert!(licence.contains(part), "{part}");
    }
    let copyright = licence.lines().find(|line| line.starts_with("Copyright")).unwrap();
    let in_font: Vec<u8> = copyright.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        assert!(font.windows(in_font.len()).any(|part| part == in_font), "the font says something else");
    }
    for page in ["README.md", LIST] {
        assert!(read(page).contains("LICENSE-NotoSans-OFL"), "{page}");
    }
    assert!(read("README.md").contains(LIST));
}
