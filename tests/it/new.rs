//! `wardflow new`: every trust's row becomes a scenario without faults, whose balance is exact.

use std::path::Path;

use assert_cmd::Command;
use wardflow::experiment::baseline::Baseline;
use wardflow::experiment::baseline::table::{Column, Table};
use wardflow::report::new::files;
use wardflow::{Scenario, System};

/// Warnings that say what is meant: services with slightly less room than is asked for.
const MEANT: [&str; 1] = ["W02"];

fn program() -> Command {
    Command::cargo_bin("wardflow").unwrap()
}

fn scenario(baseline: &Baseline) -> Scenario {
    let text = files(baseline).remove(0).bytes.unwrap();
    Scenario::from_json(&String::from_utf8(text).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_trust_makes_a_scenario_without_faults_or_warnings_that_matter() {
    let table = Table::built_in();
    assert_eq!(table.0.len(), 119);
    for trust in &table.0 {
        let baseline = Baseline::of(&table, trust).unwrap();
        let sound = scenario(&baseline);
        let odd: Vec<String> =
            sound.warnings.iter().filter(|w| !MEANT.contains(&w.code)).map(ToString::to_string).collect();
        assert_eq!(odd, [""; 0], "{}", trust.code);
        assert!(sound.plan.groups.len() == 3 && baseline.targets.len() > 6, "{}", trust.code);
    }
}

#[test]
fn every_figure_that_fitting_may_move_is_there_within_its_range() {
    let table = Table::built_in();
    let baseline = Baseline::of(&table, table.find("RD8").unwrap()).unwrap();
    let provenance = baseline.scenario["provenance"].as_object().unwrap();
    let moves: Vec<&String> =
        provenance.iter().filter(|(_, of)| of.get("calibrate").is_some()).map(|(path, _)| path).collect();
    assert!((6..=8).contains(&moves.len()), "{moves:?}");
    for (path, of) in provenance {
        let Some([low, high]) = of.get("range").and_then(|r| r.as_array()).map(Vec::as_slice) else { continue };
        let value = path.split('.').try_fold(&baseline.scenario, |at, key| at.get(key)).unwrap_or_else(|| panic!("{path}"));
        if let (Some(low), Some(value), Some(high)) = (low.as_f64(), value.as_f64(), high.as_f64()) {
            assert!((low..=high).contains(&value), "{path}: {value} not in {low} to {high}");
        }
    }
}

#[test]
fn a_folder_is_written_whole_checks_runs_and_is_not_overwritten_unasked() {
    let place = tempfile::tempdir().unwrap();
    let at = |words: &[&str]| program().args(words).current_dir(place.path()).output().unwrap();
    let said = at(&["new", "--trust", "R1F"]);
    let page = String::from_utf8(said.stdout).unwrap();
    assert!(said.status.success() && page.contains("Isle of Wight") && page.contains("wardflow run r1f.json"), "{page}");
    for file in ["scenario.json", "r1f.json", "observed.csv", "README.md"] {
        assert!(place.path().join("r1f").join(file).is_file(), "{file}");
    }
    let checked = at(&["check", "r1f/r1f.json"]);
    assert!(checked.status.success());
    let run = at(&["run", "r1f/r1f.json", "--runs", "2", "--observed", "r1f/observed.csv", "--charts", "none"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let again = at(&["new", "--trust", "R1F"]);
    let why = String::from_utf8(again.stderr).unwrap();
    assert!(again.status.code() == Some(2) && why.contains("--force"), "{why}");
    assert!(at(&["new", "--trust", "R1F", "--force", "-q"]).status.success());
    assert!(at(&["new", "--trust", "R1F", "--out", "other", "-q"]).status.success());
    assert!(Path::new(&place.path().join("other/scenario.json")).is_file());
}

#[test]
fn a_trust_is_found_by_code_and_name_and_the_nearest_is_named() {
    let place = tempfile::tempdir().unwrap();
    let told = |typed: &str| {
        let out = program().args(["new", "x", "--trust", typed, "-q"]).current_dir(place.path()).output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    assert_eq!(told("isle wight").0, Some(0));
    let (code, why) = told("RD88");
    assert!(code == Some(2) && why.contains("RD8"), "{why}");
    let (code, why) = told("university");
    assert!(code == Some(2) && why.contains("several"), "{why}");
    let list = program().args(["new", "--trusts"]).output().unwrap();
    assert_eq!(String::from_utf8(list.stdout).unwrap().lines().count(), 119);
}

#[test]
fn a_run_of_what_is_written_has_the_published_people_remaining_in_beds_and_discharges() {
    let table = Table::built_in();
    for code in ["R1F", "RD8"] {
        let baseline = Baseline::of(&table, table.find(code).unwrap()).unwrap();
        let found = wardflow::run(&scenario(&baseline), wardflow::Replications::new(8)).unwrap();
        let near = |outcome: System, days: f64, published: f64, within: f64| {
            let mean = found.system(outcome).mean.unwrap() / days;
            assert!((mean / published - 1.0).abs() < within, "{code}: {mean} and {published}");
        };
        let of = |column: Column| baseline.trust.get(column).unwrap();
        near(System::NctrRemaining, 1.0, of(Column::Remaining), 0.25);
        near(System::Discharges, 365.0, of(Column::Discharged), 0.05);
        near(System::AcuteBedDays, 365.0, of(Column::Occupied), 0.06);
    }
}
