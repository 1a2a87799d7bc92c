//! The Python package is built by itself (`python/check`); what it shares with the program is looked at here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The crates of a lock file with their versions.
fn locked(name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = read(name);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for block in text.split("[[package]]").skip(1) {
        let word = |key: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
            line.trim_end_matches('"').to_owned()
        };
        all.entry(word("name")).or_default().insert(word("version"));
    }
    all
}

/// What the program needs by its own entry in a lock file.
fn needs(name: &str) -> BTreeSet<String> {
    let text = read(name);
    let own = text.split("[[package]]").find(|block| block.contains("\nname = \"wardflow\"\n")).unwrap();
    own.split('"').skip(1).step_by(2).map(|need| need.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn the_python_package_is_built_with_the_crates_of_the_program_and_names_what_it_adds() {
    let (ours, theirs) = (locked("Cargo.lock"), locked("python/Cargo.lock"));
    let readme = read("python/README.md");
    assert!(theirs.len() > 50, "{theirs:?}");
    for (name, versions) in theirs {
        match ours.get(&name) {
            Some(known) => assert!(
                versions.is_subset(known),
                "{name} {versions:?}, the program {known:?}: cargo update --manifest-path python/Cargo.toml"
            ),
            None => assert!(
                name == "wardflow-python" || readme.contains(&format!("`{name}`")),
                "python/README.md does not name {name}"
            ),
        }
    }
    // A crate that the program has got since, and not one of a build that is asked for.
    let manifest = read("Cargo.toml");
    let missing: Vec<String> = needs("Cargo.lock")
        .into_iter()
        .filter(|need| {
            let (_, own) = manifest.split_once("[dependencies]").unwrap();
            let own = own.split("\n[dev-dependencies]").next().unwrap();
            let named =
                |line: &str| line.starts_with(&format!("{need} = ")) && !line.contains("optional = true");
            own.lines().any(named)
        })
        .filter(|need| !needs("python/Cargo.lock").contains(need))
        .collect();
    assert_eq!(missing, [""; 0], "cargo metadata --manifest-path python/Cargo.toml renews its lock file");
}
