//! Work on the way out: hours, staff, numbers a day, whom it concerns, and what a delay is booked to.

use serde_json::{Value, json};

use wardflow::report::diagram::mermaid;
use wardflow::scenario::plan::StepStarts;

use crate::support::{Story, tell};

/// People whose stay ends so long after the first midnight and who go home once these steps are done.
fn case(steps: &Value, people: u32, ready: u32, ends: &str) -> Value {
    json!({
        "groups": { "people": {} },
        "steps": steps,
        "initial": { "hospital": { "people": people, "ready": ready, "residual": { "fixed": ends } } }
    })
}

fn leaving(steps: &Value, people: u32, ends: &str) -> Vec<String> {
    tell(&case(steps, people, 0, ends)).when("left for home")
}

fn booked(story: &Story) -> Vec<(String, u64)> {
    story.reasons()
}

#[test]
fn a_step_holds_the_patient_for_as_long_as_it_takes() {
    let steps = json!({ "letter": { "starts": "ready", "takes": { "fixed": "90min" } } });
    let story = tell(&case(&steps, 1, 0, "10h"));
    assert_eq!(story.when("left for home"), ["day 0 11:30"]);
    assert_eq!(booked(&story), [("step:letter".to_owned(), 90)]);
}

#[test]
fn hours_of_work_count_only_inside_the_hours() {
    let steps = json!({ "review": { "takes": { "fixed": "4h" }, "hours": "09:00-17:00" } });
    assert_eq!(leaving(&steps, 1, "15h"), ["day 1 11:00"]);
    assert_eq!(leaving(&steps, 1, "13h"), ["day 0 17:00"]);
    assert_eq!(leaving(&steps, 1, "5h"), ["day 0 13:00"]);
}

#[test]
fn a_day_of_work_is_one_open_day() {
    let steps = json!({ "review": { "takes": { "fixed": "1d" }, "hours": { "mon-fri": "09:00-17:00" } } });
    // Half a day is gone by 13:00; the rest is the next morning, or Monday's after a Friday.
    assert_eq!(leaving(&steps, 1, "13h"), ["day 1 13:00"]);
    assert_eq!(leaving(&steps, 1, "109h"), ["day 7 13:00"]);
    assert_eq!(leaving(&steps, 1, "9h"), ["day 0 17:00"]);
}

#[test]
fn a_day_of_work_on_a_short_day_is_that_short_day() {
    let hours = json!({ "mon": "09:00-17:00", "tue": "09:00-11:00", "wed": "09:00-17:00" });
    let steps = json!({ "review": { "takes": { "fixed": "2d" }, "hours": hours } });
    assert_eq!(leaving(&steps, 1, "9h"), ["day 1 11:00"]);
    // Half of Monday, all of Tuesday, half of Wednesday.
    assert_eq!(leaving(&steps, 1, "13h"), ["day 2 13:00"]);
}

#[test]
fn staff_work_through_their_line_in_order() {
    let steps = json!({ "review": { "takes": { "fixed": "3h" }, "staff": { "mon-sun": 1, "hours": "08:00-18:00" } } });
    let story = tell(&case(&steps, 3, 0, "10h"));
    // 10:00 to 13:00, to 16:00, and two hours today and one tomorrow.
    assert_eq!(story.when("left for home"), ["day 0 13:00", "day 0 16:00", "day 1 09:00"]);
    assert_eq!(booked(&story), [("step:review".to_owned(), (3 + 6 + 23) * 60)]);
}

#[test]
fn a_job_that_ends_as_the_staff_fall_is_done() {
    // The first is begun at 00:00 on Monday and takes 60 hours, the second at 04:00 on Tuesday and
    // takes 20, to the midnight at which only one stays on duty.
    let steps = json!({ "review": { "takes": { "fixed": "20h" },
                                    "staff": { "base": 2, "changes": [{ "from": "2024-01-03", "to": 1 }] } } });
    let mut text = case(&steps, 2, 1, "28h");
    text["events"] = json!({ "slow": { "from": "2024-01-01", "to": "2024-01-01", "step_factor": 3.0 } });
    assert_eq!(tell(&text).when("left for home"), ["day 2 00:00", "day 2 12:00"]);
}

#[test]
fn when_staff_fall_the_step_begun_last_pauses() {
    let steps = json!({ "review": { "takes": { "fixed": "26h" },
                                    "staff": { "base": 2, "changes": [{ "from": "2024-01-02", "to": 1 }] } } });
    let story = tell(&case(&steps, 2, 1, "4h"));
    assert_eq!(story.when("left for home"), ["day 1 02:00", "day 1 08:00"]);
}

#[test]
fn a_number_a_day_limits_what_begins_from_midnight_to_midnight() {
    let steps = json!({ "transport": { "starts": "offer", "takes": { "fixed": "1h" }, "per_day": 2 } });
    let story = tell(&case(&steps, 5, 0, "10h"));
    let expected = ["day 0 11:00", "day 0 11:00", "day 1 01:00", "day 1 01:00", "day 2 01:00"];
    assert_eq!(story.when("left for home"), expected);
}

#[test]
fn a_number_a_day_waits_for_opening() {
    let steps = json!({ "transport": { "starts": "offer", "takes": { "fixed": "1h" }, "per_day": 1,
                                       "hours": "09:00-17:00" } });
    assert_eq!(leaving(&steps, 2, "10h"), ["day 0 11:00", "day 1 10:00"]);
}

#[test]
fn people_who_are_there_at_the_start_use_up_the_first_day_like_others() {
    let steps = json!({ "transport": { "starts": "offer", "takes": { "fixed": "1h" }, "per_day": 1 } });
    let story = tell(&case(&steps, 3, 3, "10h"));
    assert_eq!(story.when("left for home"), ["day 0 01:00", "day 1 01:00", "day 2 01:00"]);
}

#[test]
fn a_skipped_share_of_one_needs_none_of_it_and_of_nothing_all_of_it() {
    for (skipped, leaves) in [(1.0, "day 0 10:00"), (0.0, "day 0 13:00")] {
        let steps = json!({ "review": { "takes": { "fixed": "3h" }, "skipped": skipped } });
        assert_eq!(leaving(&steps, 1, "10h"), [leaves]);
    }
}

#[test]
fn a_step_that_concerns_no_share_of_people_delays_nobody() {
    for (share, leaves) in [(0.0, "day 0 10:00"), (1.0, "day 0 13:00")] {
        let steps = json!({ "review": { "takes": { "fixed": "3h" }, "concerns": { "share": share } } });
        assert_eq!(leaving(&steps, 1, "10h"), [leaves]);
    }
}

#[test]
fn a_step_concerns_people_by_need_at_ready_and_by_decision_later() {
    for (starts, concerned) in [("ready", "p1"), ("decision", "p2"), ("offer", "p2")] {
        for pathway in ["p1", "p2"] {
            let story = tell(&json!({
                "groups": { "people": { "needs": { "p1": 1.0 } } },
                "hub": { "sees": [], "wrong_pathway": { "p1": { "p2": 1.0 } } },
                "steps": { "review": { "starts": starts, "takes": { "fixed": "3h" },
                                       "concerns": { "pathways": [pathway] } } },
                "pathways": { "p1": { "services": [] }, "p2": { "services": [] } },
                "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
            }));
            let leaves = if pathway == concerned { "day 0 13:00" } else { "day 0 10:00" };
            assert_eq!(story.when("left for home"), [leaves], "{starts} {pathway}");
        }
    }
}

#[test]
fn a_step_concerns_people_by_trait_and_group() {
    let case = |concerns: Value| {
        tell(&json!({
            "groups": { "people": { "traits": { "carer": 1.0 } }, "others": { "arrivals": { "per_day": 0.0 } } },
            "steps": { "review": { "takes": { "fixed": "3h" }, "concerns": concerns } },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
        }))
        .when("left for home")
    };
    for (concerns, hours) in [
        (json!({ "traits": ["carer"] }), "13"),
        (json!({ "not_traits": ["carer"] }), "10"),
        (json!({ "groups": ["people"] }), "13"),
        (json!({ "groups": ["others"] }), "10"),
        (json!({ "not_groups": ["people"] }), "10"),
        (json!({ "not_groups": ["others"], "traits": ["carer"] }), "13"),
    ] {
        assert_eq!(case(concerns.clone()), [format!("day 0 {hours}:00")], "{concerns}");
    }
}

#[test]
fn steps_run_side_by_side_and_the_first_unfinished_in_order_is_booked() {
    let steps = json!({
        "long": { "order": 2, "takes": { "fixed": "5h" } },
        "short": { "order": 1, "takes": { "fixed": "2h" } },
        "longest": { "order": 3, "starts": "decision", "takes": { "fixed": "6h" } }
    });
    let story = tell(&case(&steps, 1, 0, "10h"));
    assert_eq!(story.when("left for home"), ["day 0 16:00"]);
    let expected = [("step:short", 120), ("step:long", 180), ("step:longest", 60)];
    assert_eq!(booked(&story), expected.map(|(key, n)| (key.to_owned(), n)));
}

#[test]
fn without_an_order_steps_are_booked_by_name() {
    let steps = json!({ "b": { "takes": { "fixed": "5h" } }, "a": { "takes": { "fixed": "3h" } } });
    let story = tell(&case(&steps, 1, 0, "10h"));
    assert_eq!(booked(&story), [("step:a".to_owned(), 180), ("step:b".to_owned(), 120)]);
}

#[test]
fn the_hub_is_booked_before_a_step_that_runs_beside_it() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "hub": { "assessment": { "fixed": "2h" } },
        "steps": { "review": { "starts": "ready", "takes": { "fixed": "5h" } },
                   "arrange": { "starts": "decision", "takes": { "fixed": "4h" } },
                   "transport": { "starts": "offer", "takes": { "fixed": "1h" } } },
        "pathways": { "p1": { "services": ["beds"] } },
        "services": { "beds": { "stay": { "fixed": "30d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    // Hub 10 to 12, review to 15, arrangement (from 12) to 16, then the offer and transport to 17.
    assert_eq!(story.when("held beds"), ["day 0 16:00"]);
    assert_eq!(story.when("left for beds"), ["day 0 17:00"]);
    let expected =
        [("hub_assessment", 120), ("step:arrange", 60), ("step:review", 180), ("step:transport", 60)];
    let mut found = booked(&story);
    found.sort();
    assert_eq!(found, expected.map(|(key, n)| (key.to_owned(), n)));
}

#[test]
fn a_step_takes_the_factor_of_the_moment_it_begins() {
    let case = |from: &str, to: &str| {
        let mut text = case(&json!({ "review": { "takes": { "fixed": "20h" } } }), 1, 0, "10h");
        text["events"] = json!({ "week": { "from": from, "to": to, "step_factor": 0.5 } });
        tell(&text).when("left for home")
    };
    assert_eq!(case("2024-01-01", "2024-01-01"), ["day 0 20:00"]);
    assert_eq!(case("2024-01-02", "2024-01-02"), ["day 1 06:00"]);
}

#[test]
fn steps_of_every_kind_begin_once_and_are_drawn() {
    // Named by when they start, so that a kind that begins nowhere, or is drawn nowhere, is missed here.
    let steps: Value = StepStarts::ALL
        .iter()
        .map(|(word, _)| {
            let step =
                json!({ "label": format!("Work at {word}"), "starts": word, "takes": { "fixed": "1h" } });
            (format!("at_{word}"), step)
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "steps": steps,
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "5d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    let drawn = mermaid(&story.scenario.plan, &story.scenario.names);
    for (word, _) in StepStarts::ALL {
        assert_eq!(story.moments(&format!("done at_{word}")).len(), 1, "{word}");
        assert!(drawn.contains(&format!("Work at {word}")), "{word}: {drawn}");
    }
}
