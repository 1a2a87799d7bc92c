//! Each feedback at its neutral setting changes nothing at all; each alone moves the outcomes in the
//! direction it must, on paired replications, with an interval that excludes nothing happening.

use serde_json::{Map, Value, json};
use wardflow::base::statistics::Moments;
use wardflow::scenario::Scenario;

use crate::theory::study::Study;

use crate::place::Place;

/// A small town: everything of the main job, and nothing of the feedbacks.
fn town() -> Value {
    json!({
        "name": "town",
        "calendar": { "start": "2024-10-01", "days": 120, "warm_up": "90d", "bank_holidays": ["2024-12-25", "2024-12-26"] },
        "groups": {
            "older": { "arrivals": { "per_day": 6, "variance_over_mean": 1.3, "per_group": true,
                                     "by_weekday": [1.06, 1.03, 1.01, 1.0, 1.02, 0.94, 0.94] },
                       "stay": { "lognormal": { "mean": "5.7d", "sigma": 0.9 } },
                       "needs": { "p0": 0.72, "p1": 0.20, "p2": 0.05, "p3": 0.03 },
                       "traits": { "out_of_area": 0.2 }, "dies_in_hospital": 0.06 },
            "planned": { "kind": "elective", "arrivals": { "per_day": 2.5, "by_weekday": [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0] },
                         "stay": { "lognormal": { "mean": "2.3d", "sigma": 0.8 } },
                         "needs": { "p0": 0.97, "p1": 0.03 } },
            "from_home": { "enters": "community", "arrivals": { "per_day": 0.2 }, "needs": { "p1": 1.0 } }
        },
        "events": { "influenza": { "groups": ["older"], "from": "2024-12-20", "peak": "2025-01-02", "to": "2025-01-25",
                                   "uplift": 0.3 } },
        "hospital": { "beds": 62, "discharge_hours": "08:00-22:00",
                      "board_rounds": { "mon-fri": { "at": ["09:30", "13:00"], "reach": 0.6 },
                                        "sat-sun": { "at": ["10:30"], "reach": 0.5 }, "spread": 0.3 } },
        "hub": { "sees": ["p1", "p2", "p3"], "staff": { "mon-fri": 2, "sat-sun": 1, "hours": "08:00-18:00" },
                 "referred_ahead": { "share": 0.3, "by": "1d" }, "assessment": { "gamma": { "mean": "5h", "sd": "3h" } },
                 "wrong_pathway": { "p1": { "p2": 0.05 } } },
        "steps": {
            "review": { "concerns": { "pathways": ["p1", "p2"] }, "order": 1, "staff": { "mon-fri": 2, "hours": "08:00-16:30" },
                        "takes": { "gamma": { "mean": "4h", "sd": "2h" } } },
            "arrange": { "concerns": { "pathways": ["p1", "p2", "p3"] }, "starts": "decision", "hours": { "mon-fri": "09:00-17:00" },
                         "takes": { "lognormal": { "mean": "2d", "sigma": 0.8 } } },
            "transport": { "concerns": { "pathways": ["p1", "p2", "p3"] }, "starts": "offer", "takes": { "fixed": "2h" } }
        },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["elsewhere", "helpers"], "bridge": "bridge" },
                      "p2": { "services": ["elsewhere", "beds"] }, "p3": { "services": ["homes"] } },
        "services": {
            "elsewhere": { "accepts": { "traits": ["out_of_area"] }, "stay": { "fixed": "20d" } },
            "helpers": { "places": 24, "starts_per_week": 10, "admits": "08:00-18:00", "accepts": { "not_traits": ["out_of_area"] },
                         "stay": { "lognormal": { "mean": "16d", "sigma": 0.9 } }, "cost_per_day": 117 },
            "beds": { "setting": "bed", "places": 10, "admits": "09:00-18:00", "accepts": { "not_traits": ["out_of_area"] },
                      "stay": { "lognormal": { "mean": "25d", "sigma": 0.5 } }, "cost_per_day": 150 },
            "homes": { "setting": "bed", "permanent": true, "starts_per_week": 2.5, "spread": "free" },
            "bridge": { "bridge": true, "places": 1, "respond_within": "4h", "admits": "08:00-20:00", "longest_stay": "14d" }
        },
        "costs": { "acute_bed_day": 395 }
    })
}

/// Sets the value at a dotted path.
fn set(text: &mut Value, path: &str, value: Value) {
    let (parents, last) = path.rsplit_once('.').unwrap();
    let mut at = text;
    for key in parents.split('.') {
        at = at.as_object_mut().unwrap().entry(key).or_insert_with(|| Value::Object(Map::new()));
    }
    at[last] = value;
}

fn with(changes: &[(&str, Value)]) -> Value {
    let mut text = town();
    for (path, value) in changes {
        set(&mut text, path, value.clone());
    }
    text
}

/// Every feedback, said and set to nothing.
fn neutral() -> Vec<(&'static str, Value)> {
    vec![
        (
            "groups.older.while_waiting",
            json!({ "recovers_per_day": 0.0, "unwell_per_day": 0.0, "unwell_stay": { "fixed": "5d" },
                                               "dies_per_day": 0.0 }),
        ),
        ("groups.older.readmitted_30d", json!(0.0)),
        ("groups.planned.elective", json!({ "before_emergencies": false })),
        ("hospital.turnaround", json!("0h")),
        ("hospital.escalation", json!({ "beds": 0, "open_above": 0.99, "close_below": 0.95 })),
        ("hospital.kept", json!({ "planned": { "places": 0, "accepts": { "groups": ["planned"] } } })),
        (
            "services.helpers.kept",
            json!({ "home": { "places": 0, "accepts": { "groups": ["from_home"] }, "others": "when_none_of_them_waits" } }),
        ),
        (
            "services.bridge.kept",
            json!({ "near": { "places": 0, "accepts": { "not_traits": ["out_of_area"] } } }),
        ),
        ("hospital.pressure", json!({ "reference": 0.9, "rounds": 0, "stays": 0 })),
        ("hospital.deconditioning", json!({ "step_up_per_day": 0.0, "stay_factor_per_day": 0.0 })),
        (
            "services.helpers.exits",
            json!({ "independent": 1.0, "hospital": 0.0, "long_term_care": 0.0, "care_home": 0.0, "died": 0.0 }),
        ),
        ("services.beds.exits", json!({ "independent": 1.0 })),
        ("services.beds.permanent", json!(false)),
        ("services.beds.reablement", json!(false)),
        ("onward.long_term_care", json!({ "wait": { "fixed": "0d" } })),
        ("onward.care_home", json!({ "service": "homes" })),
        ("costs.escalation_bed_day", json!(480)),
    ]
}

/// `results.json` and the other files that a run writes, without the line of the fingerprint.
fn files_of(text: &Value) -> Vec<(String, String)> {
    let place = Place::with(&[("town.json", &text.to_string())]);
    place.done("run town.json --runs 12 --seed 5 --charts none --quiet --out o");
    ["results.json", "runs.csv", "daily.csv", "occupancy.csv"]
        .map(|name| {
            let text = place.text(&format!("o/{name}"));
            let lines: Vec<&str> = text.lines().filter(|line| !line.contains("\"fingerprint\"")).collect();
            assert!(lines.len() > 5, "{name}: {text}");
            (name.to_owned(), lines.join("\n"))
        })
        .into()
}

#[test]
fn every_feedback_set_to_nothing_leaves_every_file_as_it_is() {
    let plain = files_of(&town());
    assert_eq!(plain, files_of(&with(&neutral())));
    // The comparison sees a difference where there is one.
    assert_ne!(plain, files_of(&with(&[("hospital.turnaround", json!("2h"))])));
}

#[test]
fn each_feedback_set_to_nothing_leaves_every_replication_equal() {
    const RUNS: u64 = 3;
    let study = |text: &Value| Study::of(&text.to_string(), RUNS).each(|r| r.events as f64);
    let plain = study(&town());
    for change in neutral() {
        assert_eq!(plain, study(&with(std::slice::from_ref(&change))), "{}: so many events", change.0);
    }
    let all = |text: &Value| {
        let scenario = Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        (0..RUNS).map(|i| wardflow::measures::checked(&scenario.plan, 1, i).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(all(&town()), all(&with(&neutral())));
}

/// The paired difference in an outcome that some changes make, over what others make.
fn moves(what: &str, outcome: &str, over: &[(&str, Value)], changes: &[(&str, Value)]) -> [f64; 2] {
    const RUNS: u64 = 60;
    let both: Vec<_> = over.iter().chain(changes).cloned().collect();
    let (base, other) = (Study::of(&with(over).to_string(), RUNS), Study::of(&with(&both).to_string(), RUNS));
    let (before, after) = (base.system(outcome), other.system(outcome));
    let differences: Vec<f64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
    let interval = Moments::of(&differences).interval95().unwrap();
    println!(
        "{what:<40} {outcome:<22} {:>10.2} {:+.3} [{:+.3}, {:+.3}]",
        Moments::of(&before).mean,
        Moments::of(&differences).mean,
        interval[0],
        interval[1]
    );
    interval
}

fn raises(what: &str, outcome: &str, over: &[(&str, Value)], changes: &[(&str, Value)]) {
    let [low, high] = moves(what, outcome, over, changes);
    assert!(low > 0.0, "{what}: {outcome} moves by {low} to {high}");
}

fn lowers(what: &str, outcome: &str, over: &[(&str, Value)], changes: &[(&str, Value)]) {
    let [low, high] = moves(what, outcome, over, changes);
    assert!(high < 0.0, "{what}: {outcome} moves by {low} to {high}");
}

#[test]
fn readmissions_raise_admissions_and_delayed_bed_days() {
    let change = [("groups.older.readmitted_30d", json!(0.1))];
    raises("readmissions", "admissions", &[], &change);
    raises("readmissions", "nctr_bed_days", &[], &change);
    raises("readmissions", "readmissions_30d", &[], &change);
}

#[test]
fn deconditioning_raises_needs_and_stays() {
    let step_up = [("hospital.deconditioning.step_up_per_day", json!(0.03))];
    raises("a step up", "stepped_up", &[], &step_up);
    // Before the decision it changes the pathway, where a decision takes days.
    let slow = [
        ("hub.sees", json!(["p0", "p1", "p2", "p3"])),
        ("hub.staff", json!(50)),
        ("hub.assessment", json!({ "fixed": "30h" })),
    ];
    raises("a step up before the decision", "nctr_bed_days", &slow, &step_up);
    raises(
        "longer stays",
        "nctr_bed_days",
        &[],
        &[("hospital.deconditioning.stay_factor_per_day", json!(0.03))],
    );
}

#[test]
fn exit_block_raises_delayed_bed_days() {
    let exits = [("services.beds.exits", json!({ "independent": 0.7, "care_home": 0.3 }))];
    raises("exit block", "nctr_bed_days", &exits, &[("onward.care_home", json!({ "service": "homes" }))]);
    raises(
        "onward wait",
        "nctr_bed_days",
        &exits,
        &[("onward.care_home", json!({ "wait": { "fixed": "7d" } }))],
    );
}

#[test]
fn returns_from_a_service_raise_admissions() {
    let back = [("services.helpers.exits", json!({ "independent": 0.85, "hospital": 0.15 }))];
    raises("back to hospital", "admissions", &[], &back);
}

#[test]
fn escalation_beds_lower_waits_for_a_bed_and_turnaround_raises_them() {
    let escalation = [("hospital.escalation", json!({ "beds": 4, "open_above": 0.98, "close_below": 0.9 }))];
    lowers("escalation", "bed_wait_hours_mean", &[], &escalation);
    raises("escalation", "escalation_bed_days", &[], &escalation);
    let turnaround = [("hospital.turnaround", json!("4h"))];
    raises("turnaround", "bed_wait_hours_mean", &[], &turnaround);
    lowers("turnaround", "acute_occupancy", &[], &turnaround);
}

#[test]
fn dying_and_recovering_lower_delayed_bed_days_and_being_unwell_again_lengthens_stays() {
    lowers(
        "recovers",
        "nctr_bed_days",
        &[],
        &[("groups.older.while_waiting", json!({ "recovers_per_day": 0.02 }))],
    );
    lowers("dies", "nctr_bed_days", &[], &[("groups.older.while_waiting", json!({ "dies_per_day": 0.02 }))]);
    let unwell = json!({ "unwell_per_day": 0.03, "unwell_stay": { "fixed": "5d" } });
    raises("unwell again", "stays_21_days", &[], &[("groups.older.while_waiting", unwell.clone())]);
    lowers("unwell again", "delay_days_mean", &[], &[("groups.older.while_waiting", unwell)]);
}

#[test]
fn planned_people_who_go_first_or_give_up_move_the_waits_of_emergencies() {
    raises(
        "planned first",
        "bed_wait_hours_mean",
        &[],
        &[("groups.planned.elective", json!({ "before_emergencies": true }))],
    );
    let gives_up = json!({ "gives_up_at": "20:00", "rebooked_after": "14d" });
    raises("giving up", "electives_cancelled", &[], &[("groups.planned.elective", gives_up)]);
}
