//! What a command may ask for, and what would be misread without a word: refused, with what to do.

use std::fmt::Write as _;
use std::process::Output;

use wardflow::report::run::observed;
use wardflow::scenario::{Memory, Scenario};

use crate::place::Place;

const TOWN: &str = r#"{
  "name": "town", "calendar": { "start": "2024-01-01", "days": 28 },
  "groups": { "all": { "arrivals": { "per_day": 3 }, "stay": { "fixed": "2d" }, "needs": { "p1": 1 } } },
  "pathways": { "p1": { "services": ["care"] } }, "hospital": { "beds": 20 }, "costs": { "acute_bed_day": 400 },
  "services": { "care": { "places": 12, "stay": { "fixed": "3d" }, "cost_per_place": 100 } }
}"#;

fn run(words: &str) -> Output {
    Place::with(&[("town.json", TOWN)]).run(words)
}

/// What is said of a command that is wrong.
fn refused(words: &str) -> String {
    Place::with(&[("town.json", TOWN)]).refused(words)
}

#[test]
fn no_command_takes_more_runs_threads_or_points_than_can_be_held() {
    for words in [
        "run town.json --runs 10000000000",
        "run town.json --runs auto --most-runs 10000000000",
        "run town.json --runs 2 --threads 10000000000",
        "warm-up town.json --runs 10000000000",
        "causes town.json --runs 18446744073709551615",
        "sensitivity town.json --global --trajectories 60000",
    ] {
        let said = refused(words);
        assert!(
            said.contains("expected a number from 1 to")
                || said.contains("expected a whole number from 2 to 1000"),
            "{words}: {said}"
        );
    }
    let vary = "--vary services.care.places=0..1999:1";
    for words in [
        format!("sweep town.json {vary} --runs 1000000"),
        "exchange town.json --give services.care.places --for hospital.beds --amounts 1..30 --runs 1000000"
            .to_owned(),
        "exchange town.json --give services.care.places --for hospital.beds --amounts 1..30:1 --runs 1000000"
            .to_owned(),
    ] {
        let said = refused(&words);
        let expected = ["too many runs of", "expected at most", "expected numbers above 0"];
        assert!(expected.iter().any(|what| said.contains(what)), "{words}: {said}");
    }
    for words in [
        "sweep town.json --vary services.care.places=0..1000000000:0.001",
        "sweep town.json --vary services.care.places=0..99:1 --vary hospital.beds=0..99:1",
        "sweep town.json --vary services.care.places=0..99 --design lhs:10000000000",
        "exchange town.json --give services.care.places --for hospital.beds --amounts 1..1000000000:0.001",
    ] {
        assert!(refused(words).contains("2000"), "{words}");
    }
}

#[test]
fn days_cannot_be_varied_as_their_totals_are_of_something_else() {
    for words in [
        "sweep town.json --vary calendar.days=28,56 --runs 2",
        "sweep town.json --vary calendar.days*=1,2 --runs 2",
        "sweep town.json --vary calendar.start=2024-01-01,2024-02-01 --runs 2",
        "sweep town.json --vary calendar.days=28..56 --design lhs:3 --runs 2",
        "optimise town.json --vary calendar.days=28,56 --target nctr_bed_days<=9",
        "exchange town.json --give calendar.days --for hospital.beds --runs 2",
        "sensitivity town.json --vary calendar.days=28..56 --runs 2",
    ] {
        let said = refused(words);
        assert!(
            said.contains("it measures") && said.contains("the scenario as it is 28 days"),
            "{words}: {said}"
        );
        assert!(said.contains("run each with --set"), "{words}: {said}");
    }
    // A longer warm-up measures the same days.
    let ended = run("sweep town.json --vary calendar.warm_up=0d,14d --runs 2 --charts none --quiet");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn a_path_that_is_varied_twice_is_refused_by_every_command_that_varies() {
    for twice in [
        "--vary hospital.beds=20,25 --vary hospital.beds=30,35",
        "--vary hospital.beds=20,25 --vary hospital.beds+=1,2",
        "--vary hospital.beds+=0,1 --vary hospital.beds*=1,2",
    ] {
        for command in ["sweep town.json", "optimise town.json --target nctr_bed_days<=9"] {
            let said = refused(&format!("{command} {twice} --runs 2"));
            assert!(said.contains("hospital.beds: this path is varied twice"), "{said}");
        }
    }
    let said =
        refused("sensitivity town.json --vary hospital.beds=20..25 --vary hospital.beds+=1..2 --runs 2");
    assert!(said.contains("varied twice"), "{said}");
    let said =
        refused("sweep town.json --vary services.care={},{\"places\":3} --vary services.care.places=1,2");
    assert!(said.contains("one lies in the other"), "{said}");
}

#[test]
fn a_setting_that_a_later_one_overrides_is_told() {
    let said = |words: &str| String::from_utf8(run(words).stderr).unwrap();
    let twice = "--set hospital.beds=30 --set hospital.beds+=2 --set hospital.beds=40";
    let told = said(&format!("check town.json {twice}"));
    let of =
        |what: &str| format!("warning: --set {what} does nothing: --set hospital.beds=40 comes after it");
    assert!(told.contains(&of("hospital.beds=30")) && told.contains(&of("hospital.beds+=2")), "{told}");
    assert!(!said(&format!("run town.json --runs 1 --charts none --quiet {twice}")).contains("does nothing"));
    let built_on = "--set hospital.beds=30 --set hospital.beds+=2 --set services.care.places=3";
    assert!(!said(&format!("check town.json {built_on}")).contains("does nothing"));
}

#[test]
fn a_census_and_observed_figures_are_read_as_far_as_their_bounds() {
    let census = |people: usize| {
        let mut rows = "where,since,group\n".to_owned();
        (0..people).for_each(|_| writeln!(rows, "hospital,2023-12-31,all").unwrap());
        let text = TOWN.replace(r#""costs""#, r#""initial": { "census": "people.csv" }, "costs""#);
        let files = [("a.json".to_owned(), text), ("people.csv".to_owned(), rows)];
        let loaded = Scenario::load(&Memory(files.into()), "a.json", &[]);
        loaded.map(|scenario| scenario.plan.initial.census.len()).map_err(|faults| faults.to_string())
    };
    assert_eq!(census(1000), Ok(1000));
    let told = census(200_001).unwrap_err();
    let said = [
        "people.csv line 200002",
        "more than 200000 people are in the census",
        "expected at most 200000 rows",
    ];
    assert!(said.iter().all(|what| told.contains(what)), "{told}");
    assert_eq!(told.lines().count(), 1, "nothing after it is looked at: {told}");

    let scenario = Scenario::from_json(TOWN).unwrap();
    let figures = |rows: usize| {
        let heading = "measure,label,observed,accept_low,accept_high,source\n".to_owned();
        observed::read((heading + &"nctr_bed_days,days,1,,,x\n".repeat(rows)).as_bytes(), &scenario)
    };
    // All of one measure, which is another fault.
    let told = figures(10_000).unwrap_err();
    assert!(told.iter().all(|fault| !fault.what.contains("more than")), "{}", told[0]);
    let told = figures(10_001).unwrap_err();
    let bound =
        told.iter().any(|fault| fault.line == Some(10_002) && fault.what.contains("more than 10000 rows"));
    assert!(bound, "{}", told[0]);
}
