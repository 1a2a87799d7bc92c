//! Options beside a baseline: the same people, differences of nothing that are exactly 0, and what a
//! comparison leaves on disk.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};
use wardflow::experiment::compare::{Comparison, compare};
use wardflow::experiment::kept::Nowhere;
use wardflow::experiment::replicate::Silent;
use wardflow::experiment::{Estimate, Replications, replicate};
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::scenario::Scenario;

use crate::place::Place;

pub fn riverside() -> Value {
    json!({
        "name": "Riverside",
        "calendar": { "start": "2024-10-01", "days": 60, "warm_up": "30d" },
        "groups": { "everyone": { "arrivals": { "per_day": 12 }, "stay": { "exponential": { "mean": "3d" } },
                                  "needs": { "p0": 0.6, "p1": 0.4 } } },
        "hospital": { "beds": 60 },
        "steps": { "therapy": { "starts": "ready", "takes": { "exponential": { "mean": "6h" } } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["team"], "bridge": "bridge" } },
        "services": { "team": { "places": 42, "stay": { "exponential": { "mean": "9d" } }, "cost_per_day": 100 },
                      "bridge": { "bridge": true, "places": 0 } },
        "costs": { "acute_bed_day": 400 }
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut text = riverside();
    *text.pointer_mut(pointer).unwrap() = value;
    text
}

fn compared(options: &[Value], runs: u64) -> Comparison {
    let read =
        |text: &Value| Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
    let all: Vec<Scenario> = std::iter::once(&riverside()).chain(options).map(read).collect();
    let how = Replications { runs, seed: 1, threads: 2 };
    let by = index_of(SYSTEM, "nctr_bed_days");
    compare(&all.iter().collect::<Vec<_>>(), by, (how, None, &Nowhere), &Silent, &AtomicBool::new(false))
        .unwrap()
}

#[test]
fn scenarios_that_differ_in_nothing_differ_by_exactly_nothing() {
    let found = compared(&[with("/name", json!("Another name"))], 6);
    let option = &found.options[0];
    let parts = option
        .pathways
        .iter()
        .chain(&option.groups)
        .chain(&option.services)
        .flat_map(|part| &part.differences);
    let reasons = option.reasons.iter().map(|part| part.differences);
    for difference in option.system.iter().chain(parts).flatten().copied().chain(reasons) {
        assert_eq!((difference.mean.to_bits(), difference.sd.to_bits()), (0, 0), "{difference:?}");
        assert!(!difference.clear);
    }
    assert!(!option.clear_adjusted && found.replications[0] == found.replications[1]);
    let moved = option.moved.as_ref().unwrap();
    assert_eq!((moved.no_longer.mean, moved.newly.mean), (Some(0.0), Some(0.0)));
}

#[test]
fn differences_are_those_of_two_runs_taken_one_by_one() {
    let more = with("/services/team/places", json!(46));
    let found = compared(&[more.clone(), with("/services/bridge/places", json!(4))], 20);
    let how = Replications { runs: 20, seed: 1, threads: 1 };
    let alone = |text: &Value| {
        let scenario = Scenario::from_json(&text.to_string()).unwrap();
        replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).unwrap()
    };
    assert!(found.replications[0] == alone(&riverside()) && found.replications[1] == alone(&more));
    for (i, outcome) in SYSTEM.iter().enumerate() {
        let pairs = found.replications[0].iter().zip(&found.replications[1]);
        let by_hand = Estimate::of(outcome.unit, pairs.map(|(b, o)| Some(o.system[i]? - b.system[i]?)));
        let difference = found.options[0].system[i];
        assert_eq!(difference.map(|d| d.mean), by_hand.mean, "{}", outcome.name);
        assert_eq!(difference.and_then(|d| d.precision95), by_hand.precision95, "{}", outcome.name);
    }
    // Both help, clearly, and the people who are helped are told apart.
    for option in &found.options {
        let days = option.system[found.by].unwrap();
        assert!(days.mean < 0.0 && days.clear && option.clear_adjusted, "{days:?}");
        let moved = option.moved.as_ref().unwrap();
        assert!(moved.no_longer.mean > moved.newly.mean);
    }
    // The variance of the paired difference is far below that of two independent runs.
    let spread = |all: &[wardflow::measures::Replication]| {
        Estimate::of("", all.iter().map(|r| r.system[found.by])).sd.powi(2)
    };
    let independent = spread(&found.replications[0]) + spread(&found.replications[1]);
    let paired = found.options[0].system[found.by].unwrap().sd.powi(2);
    assert!(paired < independent / 2.0, "{paired} and {independent}");
}

#[test]
fn runs_are_added_until_averages_and_differences_are_known_as_precisely_as_asked() {
    let place = Place::with(&[]);
    place.write("base.json", riverside().to_string());
    place.write("more.json", with("/services/team/places", json!(46)).to_string());
    let read = |out: &str| -> Value { place.json(&format!("{out}/results.json")) };
    let flags = "--quiet --charts none --runs auto";
    let ended = place.run(&format!("run base.json {flags} --precision 10% --out o"));
    let found = read("o");
    assert!(ended.status.success() && found["precision"]["met"] == true, "{}", found["precision"]);
    let runs = found["runs"].as_u64().unwrap();
    assert!((25..2000).contains(&runs), "{runs}");
    let days = &found["outcomes"]["nctr_bed_days"];
    let half = (days["precision95"][1].as_f64().unwrap() - days["precision95"][0].as_f64().unwrap()) / 2.0;
    assert!(half <= 0.1 * days["mean"].as_f64().unwrap());
    // Threads change nothing, and too few are said to be too few.
    place.run(&format!("run base.json {flags} --precision 10% --threads 1 --out p"));
    assert_eq!(read("p"), found);
    let ended = place.run(&format!("run base.json {flags} --precision 0.1% --most-runs 30 --out q"));
    assert_eq!((ended.status.code(), read("q")["runs"].as_u64()), (Some(4), Some(30)));

    let ended = place.run(&format!("compare base.json more.json {flags} --precision 20% --out r"));
    assert!(ended.status.success() && read("r")["precision"]["reached"]["more"].as_f64().unwrap() <= 0.2);
}

#[test]
fn a_comparison_leaves_a_page_and_files_for_every_scenario() {
    let place = Place::with(&[]);
    place.write("base.json", riverside().to_string());
    place.write("more.json", with("/services/team/places", json!(46)).to_string());
    place.write("later.json", with("/calendar/days", json!(61)).to_string());
    let ended = place.run("compare base.json more.json more.json --runs 20 --out o");
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    for part in [
        "and 2 options",
        "more-2",
        "Change of: Bed-days with NCTR",
        "Person by person",
        "clear",
        "Written to o",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
    let results: Value = place.json("o/results.json");
    let difference = &results["differences"]["more"]["outcomes"]["nctr_bed_days"];
    assert!(difference["mean"].as_f64().unwrap() < 0.0 && difference["clear_adjusted"].is_boolean());
    assert_eq!(results["differences"]["more"], results["differences"]["more-2"]);
    assert!(results["scenarios"]["base"]["outcomes"]["nctr_bed_days"]["mean"].is_f64());
    assert!(results["differences"]["more"]["services"]["team"]["utilisation"]["precision95"].is_array());
    for file in
        ["differences.csv", "runs/base.csv", "daily/more.csv", "charts/differences.svg", "manifest.json"]
    {
        assert!(place.at("o").join(file).exists(), "{file}");
    }
    let json = place.run("compare base.json more.json more.json --runs 20 --out o --json --quiet");
    assert_eq!(json.stdout, place.read("o/results.json"));

    let wrong = place.run("compare base.json later.json --runs 2 --out p");
    let why = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(why.contains("later.json: it cannot be compared: it measures 61 days"), "{why}");
    let wrong = place.run("compare base.json more.json --by nctr_bed_day --out p");
    let why = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(wrong.status.code() == Some(2) && why.contains("nctr_bed_days"), "{why}");
    assert!(!place.at("p").exists());
}

#[test]
fn the_answer_says_what_an_option_has_more_of_and_names_no_service_twice() {
    let place = Place::with(&[]);
    place.write("base.json", riverside().to_string());
    let more = |name: &str, places: Value| {
        let mut text = with("/services/team/places", places);
        text["name"] = name.into();
        text["services"]["team"]["label"] = "Visits".into();
        text
    };
    let dated = json!({ "base": 42, "changes": [{ "from": "2024-10-15", "to": 60 }] });
    for (name, places, told) in [
        ("Winter plan", json!(60), "“Winter plan” (places of “Visits” from 42 to 60)"),
        ("Visits", json!(60), "“Visits” (places from 42 to 60)"),
        ("Visits", dated, "“Visits” (places from 42 to 60)"),
    ] {
        place.write("more.json", more(name, places).to_string());
        let ended =
            place.run("compare base.json more.json --runs 20 --report none --charts none --out o --force");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let answer = place.json("o/findings.json")["answer"]["text"].to_string();
        assert!(answer.contains(told), "{told} in {answer}");
    }
}
