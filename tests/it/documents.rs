//! The documents' figures against the program, cheaply: they were checked in full when what two runs of
//! each scenario gave was kept in `docs/figures.json`.

use std::path::Path;

use serde_json::Value;

use crate::place::PROGRAM;

/// What makes the documents current, and keeps that they are.
const CHECK: &str = "bring the figures up to date and run: cargo run --release --example figures -- \
                     docs/bridging-or-beds.md README.md";

#[test]
fn two_runs_of_each_scenario_in_the_documents_give_what_they_gave_when_the_figures_were_checked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/figures.json")).unwrap();
    let kept: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    assert!(!kept.is_empty());
    let folder = tempfile::tempdir().unwrap();
    for (scenario, means) in kept {
        let found = std::process::Command::new(PROGRAM)
            .current_dir(root)
            .args(["run", &scenario, "--runs", "2", "--json", "--quiet", "--charts", "none", "--force"])
            .arg("--out")
            .arg(folder.path().join("two"))
            .output()
            .unwrap();
        let results: Value = serde_json::from_slice(&found.stdout).unwrap();
        for (name, mean) in means.as_object().unwrap() {
            assert_eq!(&results["outcomes"][name]["mean"], mean, "{scenario}, {name}: {CHECK}");
        }
    }
}
