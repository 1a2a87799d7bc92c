//! `wardflow sensitivity` and `wardflow causes` from the command line: what they leave on disk, what
//! they say, and the same bytes whatever the threads. What they compute is tested beside their code.

use std::process::Output;

use serde_json::{Value, json};
use wardflow::experiment::sensitivity::{Why, inputs};
use wardflow::scenario::{Scenario, SourceKind, Variants};

use crate::place::Place;

/// A step and a service that people wait for, and a trait that nobody looks at.
fn riverside() -> Value {
    json!({
        "name": "Riverside",
        "calendar": { "start": "2024-10-01", "days": 60, "warm_up": "30d" },
        "groups": { "everyone": { "arrivals": { "per_day": 12 }, "stay": { "exponential": { "mean": "3d" } },
                                  "needs": { "p0": 0.6, "p1": 0.4 }, "traits": { "tall": 0.3 } } },
        "hospital": { "beds": 80, "board_rounds": { "mon-sun": { "at": ["10:00"] } }, "discharge_hours": "08:00-20:00" },
        "hub": { "staff": { "mon-fri": 2, "hours": "08:00-18:00" }, "assessment": { "fixed": "1h" } },
        "steps": { "therapy": { "starts": "ready", "takes": { "exponential": { "mean": "6h" } } },
                   "letter": { "label": "Letters", "starts": "ready", "order": 2, "takes": { "fixed": "3h" } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["team"] } },
        "services": { "team": { "label": "The team", "places": 46, "admits": "09:00-17:00",
                                "stay": { "exponential": { "mean": "9d" } } } },
        "provenance": {
            "services.team.places": { "kind": "assumed", "source": "a guess", "range": [42, 50] },
            "steps.therapy.takes.exponential.mean": { "kind": "fitted", "source": "a fit", "range": ["5h", "8h"] },
            "groups.everyone.traits.tall": { "kind": "assumed", "source": "a guess", "range": [0.1, 1.5] },
            "hub": { "kind": "assumed", "source": "not published" },
            "calendar": { "kind": "stated", "source": "a choice" } }
    })
}

fn place() -> Place {
    Place::with(&[("base.json", &riverside().to_string())])
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    text
}

#[test]
fn a_sensitivity_analysis_ranks_inputs_and_tells_what_it_did_not_move() {
    let place = place();
    let flags = "--runs 10 --on nctr_bed_days --on discharges --global --trajectories 3 --out o";
    let page = said(&place.run(&format!("sensitivity base.json {flags}")));
    for part in [
        "Riverside: 3 inputs moved over their ranges",
        "“The team: places” (42 to 50:",
        "No scenario with groups.everyone.traits.tall at 1.5",
        "no range is stated",
        "Change of: People who left hospital",
        "Morris screening, 3 trajectories",
        "moved alone",
        "Written to o",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    let results = place.json("o/results.json");
    let inputs = results["inputs"].as_array().unwrap();
    assert_eq!(inputs[0]["paths"], json!(["services.team.places"]));
    let ends =
        ["low", "high"].map(|end| inputs[0][end]["differences"]["nctr_bed_days"]["mean"].as_f64().unwrap());
    assert!(ends[0] > 0.0 && ends[1] < 0.0, "{ends:?}");
    let tall = inputs.iter().find(|input| input["label"] == "Everyone: traits, tall").unwrap();
    assert_eq!(tall["low"]["differences"]["nctr_bed_days"]["mean"], 0.0);
    assert!(tall["high"]["fault"].as_str().unwrap().contains("1.5 is out of range"), "{tall}");
    assert_eq!(results["not_moved"][0]["path"], "hub");
    let first = &results["morris"]["inputs"][0];
    assert!(first["outcomes"]["nctr_bed_days"]["mu_star"].as_f64().unwrap() > 0.0, "{first}");
    assert!(results["morris"]["faulty_places"].as_u64().unwrap() > 0);
    for file in ["sensitivity.csv", "morris.csv", "charts/tornado.svg", "charts/morris.png", "manifest.json"]
    {
        assert!(place.at("o").join(file).exists(), "{file}");
    }
    let rows = place.text("o/sensitivity.csv");
    assert_eq!(rows.lines().count(), 1 + 3 * 2 * 2, "{rows}");
}

#[test]
fn neither_analysis_depends_on_threads() {
    let place = place();
    for command in ["sensitivity base.json --global --trajectories 2", "causes base.json"] {
        let all = |threads: u32| {
            let flags = format!("--runs 6 --threads {threads} --charts none --json --quiet --out o{threads}");
            place.run(&format!("{command} {flags} --force")).stdout
        };
        let one = all(1);
        assert!(!one.is_empty() && one == all(3), "{command}");
    }
}

#[test]
fn what_is_typed_for_a_range_must_be_one_and_lead_somewhere() {
    let place = place();
    for (words, why) in [
        ("--vary services.team.places=1,2", "this is not a plain range; expected PATH=A..B"),
        ("--vary services.team.places=1..9:2", "this is not a plain range"),
        ("--vary services.teem.places=1..9", "did you mean \"team\"?"),
        ("--kinds derived", "there is nothing to move"),
        ("--on nctr", "nctr_bed_days"),
        ("--global --trajectories 900", "more than 2000 points"),
    ] {
        let ended = place.run(&format!("sensitivity base.json {words} --runs 2 --out p"));
        let complained = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.code() == Some(2) && complained.contains(why), "{words}: {complained}");
    }
    assert!(!place.at("p").exists());
}

#[test]
fn causes_put_what_is_booked_beside_what_is_saved() {
    let place = place();
    let page = said(&place.run("causes base.json --runs 20 --out o"));
    for part in [
        "what each thing that people wait for adds to delay",
        "lifted alone, ",
        "All lifted together save",
        "not yet found” to “delayed”",
        "Capacity of The team",
        "For comparison",
        "Written to o",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    let results = place.json("o/results.json");
    let days = |value: &Value| value.as_f64().unwrap();
    let all = days(&results["base"]["outcomes"]["nctr_bed_days"]["mean"]);
    let causes = results["causes"].as_object().unwrap();
    let delay = || causes.values().filter(|cause| cause["part"] == "delay");
    let booked: f64 = delay().map(|cause| days(&cause["booked"]["mean"])).sum();
    assert!((booked - all).abs() < 1e-6 * all, "{booked} and {all}");
    let saved = |cause: &Value| days(&cause["saved"]["nctr_bed_days"]["mean"]);
    let added: f64 = delay().map(saved).sum();
    let together = days(&results["together"]["nctr_bed_days"]["mean"]);
    let hidden = days(&results["together_minus_added_up"]["nctr_bed_days"]["mean"]);
    assert!((together - added - hidden).abs() < 1e-6, "{together} {added} {hidden}");
    assert!((together - all).abs() < 1e-6 && days(&results["left_when_all_are_lifted"]["mean"]).abs() < 1e-6);
    // Letters are done while therapy goes on: booked to the first, hidden behind the other.
    assert!(hidden > 0.0);
    let rounds = &causes["board_rounds"];
    assert!(
        rounds["part"] == "finding" && days(&rounds["saved"]["acute_bed_days"]["mean"]) > 0.0,
        "{rounds}"
    );
    for file in ["causes.csv", "charts/causes.svg", "manifest.json"] {
        assert!(place.at("o").join(file).exists(), "{file}");
    }
}

#[test]
fn every_range_of_the_built_in_baseline_makes_sound_scenarios() {
    let variants = Variants::of(None, Vec::new()).unwrap();
    let base: &Scenario = variants.base();
    let kinds = [SourceKind::Stated, SourceKind::Derived, SourceKind::Assumed, SourceKind::Fitted];
    let found = inputs(base, &kinds, &[], false);
    assert!(found.moved.len() > 50, "{}", found.moved.len());
    assert!(found.not_moved.iter().all(|not| not.why != Why::NoFit), "{:?}", found.not_moved);
    for (number, input) in found.moved.iter().enumerate() {
        let base = input.base.as_ref().unwrap();
        let share = input.share(base);
        assert!(
            (0.0..=1.0).contains(&share) || base.unit != input.ends[0].unit,
            "{} lies outside",
            input.key()
        );
        // Both ends of each are tried by every `sensitivity` of the baseline.
        let end = (number % 2) as f64;
        let settings = input.settings(&input.at(end));
        variants.with(&settings).unwrap_or_else(|faults| panic!("{}: {faults}", input.key()));
    }
}
