//! Where people come in: by admission, ready, from home, or there at the start.

use serde_json::json;

use crate::support::{assert_near, at, scenario, story, tell, tell_with};

#[test]
fn people_from_home_wait_at_home_and_count_in_the_services_only() {
    let story = tell_with(
        &json!({
            "groups": { "home": { "enters": "community", "needs": { "step_up": 1.0 } } },
            "hub": { "sees": ["step_up"], "assessment": { "fixed": "1d" } },
            "steps": { "arrange": { "starts": "decision", "takes": { "fixed": "1d" } },
                       "transport": { "starts": "offer", "takes": { "fixed": "1d" } } },
            "pathways": { "step_up": { "services": ["care"] } },
            "services": { "care": { "places": 1, "stay": { "fixed": "5d" } } },
            "initial": { "services": { "care": { "people": 1, "residual": { "fixed": "2d" } } } }
        }),
        &[("home", &[1])],
    );
    let came = story.moments("arrived")[0];
    assert_eq!(story.when("started care"), ["day 2 00:00"]);
    let waited = at(2, 0, 0).since(came).days();
    assert_near(story.outcome("waiting_in_community"), waited / 28.0);
    assert_near(story.of_service("care", "wait_days_mean"), waited);
    assert_near(story.of_service("care", "starts"), 1.0);
    assert_near(story.of_service("care", "people_mean"), 7.0 / 28.0);
    for name in ["admissions", "discharges", "acute_bed_days", "nctr_bed_days", "still_waiting"] {
        assert_near(story.outcome(name), 0.0);
    }
    assert!(story.moments("into hospital").is_empty() && story.moments("ready").is_empty());
}

#[test]
fn the_line_of_a_service_is_shared_by_time_of_referral_and_of_readiness() {
    // The ward's person is ready at 10:00 on Tuesday, the one at home was referred on Monday.
    let story = tell_with(
        &json!({
            "groups": { "home": { "enters": "community", "needs": { "p1": 1.0 } }, "ward": { "needs": { "p1": 1.0 } } },
            "pathways": { "p1": { "services": ["care"] } },
            "services": { "care": { "places": 1, "stay": { "fixed": "5d" } } },
            "initial": { "hospital": { "people": 1, "group": "ward", "residual": { "fixed": "34h" } },
                         "services": { "care": { "people": 1, "group": "ward", "residual": { "fixed": "3d" } } } }
        }),
        &[("home", &[1])],
    );
    let groups: Vec<u8> = story.to_whom("started care").iter().map(|who| who.0).collect();
    assert_eq!(groups, [0, 1]);
    assert_eq!(story.when("left for care"), ["day 8 00:00"]);
}

#[test]
fn people_who_enter_ready_count_in_hospital_and_delay_but_not_as_admissions() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "enters": "ready", "needs": { "p2": 1.0 } } },
            "hospital": { "board_rounds": { "mon-sun": { "at": ["13:00"] } } },
            "pathways": { "p2": { "services": ["beds"] } },
            "services": { "beds": { "places": 1, "stay": { "fixed": "9d" } } },
            "initial": { "services": { "beds": { "people": 1, "residual": { "fixed": "2d" } } } }
        }),
        &[("people", &[1])],
    );
    let came = story.moments("arrived")[0];
    assert_eq!(story.moments("ready"), [came], "no round is waited for");
    let waited = at(2, 0, 0).since(came).days();
    assert_near(story.outcome("nctr_bed_days"), waited);
    assert_near(story.outcome("acute_bed_days"), waited);
    assert_near(story.outcome("delay_days_mean"), waited);
    assert_near(story.outcome("discharges"), 1.0);
    assert_near(story.outcome("admissions"), 0.0);
    assert_eq!(story.outcome("bed_wait_hours_mean"), None);
    assert_near(story.outcome("bed_wait_over_12h"), 0.0);
}

#[test]
fn people_who_enter_ready_pass_the_hub_and_the_steps() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "enters": "ready", "needs": { "p2": 1.0 } } },
            "hub": { "sees": ["p2"], "assessment": { "fixed": "2h" } },
            "steps": { "review": { "starts": "ready", "takes": { "fixed": "3h" } },
                       "transport": { "starts": "offer", "takes": { "fixed": "4h" } } },
            "pathways": { "p2": { "services": ["beds"] } },
            "services": { "beds": { "stay": { "fixed": "9d" } } }
        }),
        &[("people", &[1])],
    );
    let expected = [("hub_assessment", 120), ("step:review", 60), ("step:transport", 240)];
    assert_eq!(story.reasons(), expected.map(|(key, n)| (key.to_owned(), n)));
}

#[test]
fn the_fixed_rest_of_a_stay_ends_at_its_minute() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 3, "ready": 1, "residual": { "fixed": "34h" } },
                     "services": { "beds": { "people": 2, "residual": { "fixed": "90min" } } } }
    }));
    assert_eq!(story.when("ready"), ["day 0 00:00", "day 1 10:00", "day 1 10:00"]);
    assert_eq!(story.when("ended beds")[..2], ["day 0 01:30", "day 0 01:30"]);
    assert_eq!(story.moments("into hospital").len(), 3);
    assert_near(story.outcome("admissions"), 0.0);
}

#[test]
fn a_level_rest_lies_between_one_day_and_the_whole_stay() {
    let text = json!({
        "calendar": { "days": 14 },
        "groups": { "people": { "stay": { "fixed": "10d" } } },
        "initial": { "hospital": { "people": 400, "residual": "uniform" } }
    });
    let ready = tell(&text).moments("ready");
    assert_eq!(ready.len(), 400);
    assert!(ready[0] >= at(1, 0, 0) && ready[399] <= at(10, 0, 0));
    let mean = ready.iter().map(|t| t.since(at(0, 0, 0)).days()).sum::<f64>() / 400.0;
    assert!((mean - 5.5).abs() < 4.0 * 2.6 / 20.0, "{mean}");
    // A stay below one day is left whole.
    let mut short = text;
    short["groups"]["people"]["stay"] = json!({ "fixed": "6h" });
    assert!(tell(&short).moments("ready").iter().all(|t| *t == at(0, 6, 0)));
}

#[test]
fn the_rest_of_an_exponential_stay_is_as_long_as_a_new_one() {
    for residual in ["conditional", "length_biased"] {
        let text = json!({
            "calendar": { "days": 200 },
            "groups": { "people": { "stay": { "exponential": { "mean": "5d" } } } },
            "initial": { "hospital": { "people": 2000, "residual": residual } }
        });
        let ready = tell(&text).moments("ready");
        assert_eq!(ready.len(), 2000);
        let mean = ready.iter().map(|t| t.since(at(0, 0, 0)).days()).sum::<f64>() / 2000.0;
        assert!((mean - 5.0).abs() < 4.0 * 5.0 / 2000f64.sqrt(), "{residual}: {mean}");
    }
}

#[test]
fn nobody_who_is_there_at_the_start_has_come_to_the_end_of_the_longest_stay() {
    // One in six stays comes to its bound; all of a fixed one do.
    for (stay, within) in [
        (json!({ "lognormal": { "mean": "28d", "sigma": 0.6, "at_most": "42d" } }), 42),
        (json!({ "fixed": "10d" }), 10),
    ] {
        let text = json!({
            "calendar": { "days": 50 },
            "groups": { "people": { "stay": stay } },
            "initial": { "hospital": { "people": 400 } }
        });
        let ready = tell(&text).moments("ready");
        assert_eq!(ready.len(), 400);
        assert!(ready[399] <= at(within, 0, 0));
        let first = ready.iter().filter(|t| **t < at(0, 1, 0)).count();
        assert!(first < 8, "{first} of 400 leave in the first hour");
    }
}

#[test]
fn people_may_be_at_the_start_in_a_service_that_only_follows_another() {
    let text = json!({
        "calendar": { "days": 16 },
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["beds"] } },
        "services": { "beds": { "stay": { "fixed": "9d" }, "exits": { "long_term_care": 1 } },
                      "visits": { "places": 5, "stay": { "fixed": "9d" } } },
        "onward": { "long_term_care": { "service": "visits" } },
        "initial": { "services": { "visits": { "people": 4, "residual": { "fixed": "4d" } } } }
    });
    let story = tell(&text);
    assert_near(story.of_service("visits", "people_mean"), 1.0);
}

#[test]
fn people_in_their_acute_stay_at_the_start_may_die_in_hospital_too() {
    let story = tell(&json!({
        "groups": { "people": { "dies_in_hospital": 1.0 } },
        "initial": { "hospital": { "people": 3, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("died"), ["day 0 10:00"; 3]);
    assert_near(story.outcome("discharges"), 0.0);
}

#[test]
fn people_who_are_ready_at_the_start_may_be_decided_wrongly_as_others() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "hub": { "assessment": { "fixed": "3h" }, "wrong_pathway": { "p1": { "p2": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] }, "p2": { "services": ["beds"] } },
        "services": { "care": { "stay": { "fixed": "9d" } }, "beds": { "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 1, "ready": 1 } }
    }));
    assert_eq!(story.when("left for beds"), ["day 0 03:00"]);
    assert_near(story.outcome("wrong_pathway"), 1.0);
}

#[test]
fn people_in_their_acute_stay_at_the_start_may_be_referred_ahead() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "hub": { "referred_ahead": { "share": 1.0, "by": "1d" }, "assessment": { "fixed": "30h" } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "82h" } } }
    }));
    // Begun a day before 10:00 on Thursday.
    assert_eq!(story.when("decided p1"), ["day 3 16:00"]);
}

#[test]
fn a_queue_at_the_start_may_be_offered_at_once_and_its_delay_runs_from_then() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "hub": { "sees": ["p2"], "assessment": { "fixed": "5h" } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "1d" } } },
        "initial": { "hospital": { "people": 2, "ready": 2 }, "services": { "beds": { "queue": 2 } } }
    }));
    assert_eq!(story.when("left for beds"), ["day 0 00:00", "day 1 00:00"]);
    assert_eq!(story.reasons(), [("capacity:beds".to_owned(), 1440)]);
    assert_near(story.outcome("discharges"), 2.0);
    assert_near(story.outcome("delay_days_mean"), 0.5);
}

#[test]
fn a_queue_at_the_start_stands_before_people_who_are_decided_later() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } }, "aged": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 2, "ready": 1, "group": "aged", "residual": { "fixed": "1min" } },
                     "services": { "beds": { "people": 1, "queue": 1, "group": "people", "residual": { "fixed": "1d" } } } }
    }));
    assert_eq!(story.to_whom("started beds")[0].0, 1, "whoever stands in the queue, by whatever group");
}

#[test]
fn everybody_who_is_there_at_the_start_is_a_person_of_its_own() {
    let text = json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["one", "two"] } },
        "services": { "one": { "places": 1, "stay": { "fixed": "3d" } }, "two": { "places": 1, "stay": { "fixed": "3d" } } },
        "initial": { "hospital": { "people": 9, "ready": 5, "residual": { "fixed": "10h" } },
                     "services": { "one": { "queue": 2 }, "two": { "queue": 2 } } }
    });
    let mut ready = story(scenario(&text), 1, 0).to_whom("ready");
    assert_eq!(ready.len(), 9);
    ready.sort();
    ready.dedup();
    assert_eq!(ready.len(), 9);
}

#[test]
fn who_is_ready_at_the_start_needs_something_that_is_waited_for() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p0": 0.9, "p1": 0.1 } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["care"] } },
        "services": { "care": { "places": 1, "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 20, "ready": 20 },
                     "services": { "care": { "people": 1, "residual": { "fixed": "100d" } } } }
    }));
    assert_eq!(story.to_whom("because capacity:care").len(), 20);
    assert!(story.moments("left for home").is_empty());
}
