//! Giving way: whose clock runs when, the first offer, the kept turn, and two rules at once.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, tell, tell_census, tell_with};

/// People who are ready at the start, so many, of whom none has a place before the one in it leaves after `free`.
#[allow(clippy::needless_pass_by_value)] // Written where it is given.
fn case(people: u32, free: &str, rules: Value) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["ward"], "gives_way": rules } },
        "services": {
            "ward": { "setting": "bed", "places": 1, "stay": { "fixed": "20d" } },
            "home_care": { "places": "unlimited", "stay": { "fixed": "4d" } },
            "spot": { "setting": "bed", "bridge": true, "places": 1, "respond": { "fixed": "0h" } }
        },
        "initial": { "hospital": { "people": people, "residual": { "fixed": "0d" } },
                     "services": { "ward": { "people": 1, "residual": { "fixed": free } } } }
    })
}

fn of_rule(story: &Story, outcome: usize) -> Option<f64> {
    story.found.gives_way[0][outcome]
}

#[test]
fn somebody_who_gives_way_takes_the_other_service_at_that_moment_and_stays_there_by_its_factor() {
    let rule = json!({ "instead": { "after": "3d", "to": "home_care", "stay_factor": 1.5 } });
    let story = tell(&case(1, "10d", rule));
    assert_eq!(story.when("left for home_care"), ["day 3 00:00"]);
    assert_eq!(story.when("ended home_care"), ["day 9 00:00"]);
    // The wait is booked to what was waited for first.
    assert_eq!(story.reasons(), [("capacity:ward".to_owned(), 3 * 1440)]);
    assert_near(of_rule(&story, 0), 1.0);
    assert_near(of_rule(&story, 2), 6.0);
    assert_near(story.of_service("home_care", "wait_days_mean"), 0.0);
}

#[test]
fn the_first_offer_wins_also_at_the_very_moment_of_giving_way() {
    for (free, to, at) in [
        ("2d", "ward", "day 2 00:00"),
        // The place comes free at the moment of giving way: it is the one of one's own.
        ("3d", "ward", "day 3 00:00"),
        ("73h", "home_care", "day 3 00:00"),
    ] {
        let story = tell(&case(1, free, json!({ "instead": { "after": "3d", "to": "home_care" } })));
        assert_eq!(story.when(&format!("left for {to}")), [at], "free after {free}");
        assert_near(of_rule(&story, 0), if to == "ward" { 0.0 } else { 1.0 });
    }
    // Home without a service is no different.
    let story = tell(&case(1, "3d", json!({ "tired": { "after": "3d", "to": "home" } })));
    assert_eq!(story.when("left for ward"), ["day 3 00:00"]);
    let story = tell(&case(1, "73h", json!({ "tired": { "after": "3d", "to": "home" } })));
    assert_eq!(story.when("left for home"), ["day 3 00:00"]);
    assert_near(of_rule(&story, 0), 1.0);
}

#[test]
fn a_rule_with_a_queue_is_looked_at_once_and_only_above_it_is_it_followed() {
    let rule = |people: u32| {
        json!({ "instead": { "after": "1d", "when_queue_above": { "service": "ward", "people": people },
                             "to": "home_care" } })
    };
    // Three wait, counting themselves: more than two, and then two are left, which is not.
    let story = tell(&case(3, "10d", rule(2)));
    assert_eq!(story.when("left for home_care"), ["day 1 00:00"]);
    assert_eq!(story.when("left for ward"), ["day 10 00:00"]);
    assert_near(of_rule(&story, 0), 1.0);
    let story = tell(&case(3, "10d", rule(0)));
    assert_eq!(story.when("left for home_care"), ["day 1 00:00"; 3]);
    let story = tell(&case(3, "10d", rule(3)));
    assert!(story.when("left for home_care").is_empty());
    assert_near(of_rule(&story, 0), 0.0);
}

#[test]
fn at_once_means_after_the_offers_of_that_moment() {
    let story = tell(&case(1, "0d", json!({ "tired": { "to": "home" } })));
    assert_eq!(story.when("left for ward"), ["day 0 00:00"]);
    let story = tell(&case(2, "0d", json!({ "tired": { "to": "home" } })));
    assert_eq!(story.when("left for ward"), ["day 0 00:00"]);
    assert_eq!(story.when("left for home"), ["day 0 00:00"], "the second finds it full");
}

#[test]
fn on_a_spot_bed_the_turn_is_kept_and_the_bed_is_given_back() {
    let story = tell(&case(2, "5d", json!({ "spot": { "after": "1d", "to": "spot" } })));
    // Both ask for the one spot bed; the first has it, and has the place of the ward too when that comes free. Then
    // the second, who asked, has the spot bed.
    assert_eq!(story.when("left on spot"), ["day 1 00:00", "day 5 00:00"]);
    assert_eq!(story.when("started ward"), ["day 5 00:00", "day 25 00:00"]);
    let first = story.to_whom("left on spot")[0];
    assert_eq!(story.to_whom("started ward")[0], first);
    assert_near(of_rule(&story, 0), 2.0);
    assert_near(of_rule(&story, 2), 4.0 + 20.0);
    assert_near(story.of_service("spot", "wait_days_mean"), 2.0);
}

#[test]
fn a_spot_bed_leads_on_at_its_longest_stay() {
    let mut text = case(1, "20d", json!({ "spot": { "after": "1d", "to": "spot" } }));
    text["services"]["spot"]["longest_stay"] = json!("7d");
    text["services"]["spot"]["falls_back_to"] = json!("home_care");
    let story = tell(&text);
    assert_eq!(story.when("left on spot"), ["day 1 00:00"]);
    assert_eq!(story.when("started home_care"), ["day 8 00:00"]);
    assert_near(of_rule(&story, 2), 7.0);
}

#[test]
fn of_two_rules_the_first_that_has_room_wins() {
    let rules = json!({ "a_home_care": { "after": "3d", "to": "home_care" }, "b_home": { "after": "5d", "to": "home" } });
    let mut text = case(1, "20d", rules);
    let story = tell(&text);
    assert_eq!(story.when("left for home_care"), ["day 3 00:00"]);
    text["services"]["home_care"]["places"] =
        json!({ "base": 0, "changes": [{ "from": "2024-01-05", "to": 1 }] });
    assert_eq!(tell(&text).when("left for home_care"), ["day 4 00:00"], "it waits for both");
    text["services"]["home_care"]["places"] =
        json!({ "base": 0, "changes": [{ "from": "2024-01-15", "to": 1 }] });
    let story = tell(&text);
    assert_eq!(story.when("left for home"), ["day 5 00:00"]);
    assert_near(story.found.gives_way[0][0], 0.0);
    assert_near(story.found.gives_way[1][0], 1.0);
}

#[test]
fn two_rules_to_one_service_lead_there_once_with_the_factor_of_the_first() {
    let rules = json!({
        "a_later": { "after": "3d", "to": "home_care", "stay_factor": 2 },
        "b_sooner": { "after": "2d", "to": "home_care", "stay_factor": 0.5 }
    });
    let mut text = case(1, "20d", rules);
    text["services"]["home_care"]["places"] =
        json!({ "base": 0, "changes": [{ "from": "2024-01-05", "to": 1 }] });
    let story = tell(&text);
    assert_eq!(story.when("left for home_care"), ["day 4 00:00"]);
    assert_eq!(story.when("ended home_care"), ["day 6 00:00"]);
    assert_near(story.found.gives_way[1][0], 1.0);
    assert_near(story.of_service("home_care", "wait_days_mean"), 2.0);
}

#[test]
fn a_service_that_does_not_accept_somebody_is_not_given_way_to() {
    let mut text = case(1, "10d", json!({ "instead": { "after": "3d", "to": "home_care" } }));
    text["groups"]["others"] = json!({ "needs": { "p2": 1.0 } });
    text["services"]["home_care"]["accepts"] = json!({ "groups": ["others"] });
    let story = tell(&text);
    assert_eq!(story.when("left for ward"), ["day 10 00:00"]);
}

/// One person who needs a step of two days after the decision.
fn with_a_step(from: &str) -> Value {
    let rule = json!({ "instead": { "after": "3d", "from": from, "to": "home_care" } });
    let mut text = case(1, "10d", rule);
    text["steps"] = json!({ "papers": { "starts": "decision", "takes": { "fixed": "2d" } } });
    text
}

#[test]
fn the_clock_runs_from_the_moment_of_being_free_or_from_that_of_being_ready() {
    assert_eq!(tell(&with_a_step("free")).when("left for home_care"), ["day 5 00:00"]);
    assert_eq!(tell(&with_a_step("ready")).when("left for home_care"), ["day 3 00:00"]);
    // From ready it gives way before all is done, and leaves when it is.
    let mut text = with_a_step("ready");
    text["steps"]["papers"]["takes"] = json!({ "fixed": "6d" });
    assert_eq!(tell(&text).when("left for home_care"), ["day 6 00:00"]);
}

#[test]
fn the_clock_stands_still_while_somebody_is_ill_again() {
    for from in ["free", "ready"] {
        let mut text =
            case(1, "27d", json!({ "instead": { "after": "9d", "from": from, "to": "home_care" } }));
        text["groups"]["people"]["while_waiting"] =
            json!({ "unwell_per_day": 0.2, "unwell_stay": { "fixed": "2d" } });
        let story = tell(&text);
        let times = story.moments("ready");
        assert!(times.len() > 1, "it was ill again at least once: {times:?}");
        let ill = 2 * (times.len() as u64 - 1);
        assert_eq!(story.when("left for home_care"), [format!("day {} 00:00", 9 + ill)], "{from}");
    }
}

#[test]
fn who_stayed_because_the_queue_was_short_stays_after_being_ill_again_too() {
    let rule = json!({ "instead": { "after": "6h", "when_queue_above": { "service": "ward", "people": 1 },
                                    "to": "home_care" } });
    let mut text = case(1, "27d", rule);
    text["groups"]["people"]["while_waiting"] =
        json!({ "unwell_per_day": 0.2, "unwell_stay": { "fixed": "2d" } });
    text["initial"]["hospital"]["group"] = json!("people");
    // Others who wait for the same, from the second day on, and have no rule.
    text["groups"]["others"] = json!({ "enters": "ready", "needs": { "late": 1.0 } });
    text["pathways"]["late"] = json!({ "services": ["ward"] });
    let story = tell_with(&text, &[("others", &[0, 3])]);
    assert!(story.moments("ready").len() > 4, "ill again at least once: {:?}", story.when("ready"));
    assert!(story.when("left for home_care").is_empty());
    assert_near(of_rule(&story, 0), 0.0);
}

#[test]
fn people_at_home_give_way_as_those_in_hospital_do_and_need_no_bed() {
    let mut text = case(0, "10d", json!({ "tired": { "after": "3d", "to": "home" } }));
    text["groups"]["people"]["enters"] = json!("community");
    text["initial"] =
        json!({ "services": { "ward": { "people": 1, "queue": 1, "residual": { "fixed": "10d" } } } });
    let story = tell(&text);
    assert_eq!(story.when("waits outside no more"), ["day 3 00:00"]);
    assert_near(of_rule(&story, 0), 1.0);
    assert_near(story.outcome("discharges"), 0.0);
    text["pathways"]["p2"]["gives_way"] = json!({ "spot": { "after": "3d", "to": "spot" } });
    let story = tell(&text);
    assert_eq!(story.when("started spot"), ["day 3 00:00"]);
    assert_eq!(story.when("started ward"), ["day 10 00:00"]);
    assert_near(of_rule(&story, 2), 7.0);
    assert_near(story.outcome("waiting_in_community"), 10.0 / 28.0);
}

#[test]
fn on_a_bridge_of_its_own_somebody_gives_way_as_well() {
    let mut text = case(1, "20d", json!({ "tired": { "after": "5d", "to": "home" } }));
    text["pathways"]["p2"]["bridge"] = json!("bridge");
    text["services"]["bridge"] = json!({ "bridge": true, "places": 1, "respond": { "fixed": "0h" } });
    let story = tell(&text);
    assert_eq!(story.when("left on bridge"), ["day 0 00:00"]);
    assert_eq!(story.when("ended bridge"), ["day 5 00:00"]);
    assert_eq!(story.when("waits outside no more"), ["day 5 00:00"]);
    assert!(story.when("started ward").is_empty());
}

#[test]
fn a_rule_of_which_nobody_takes_part_changes_nothing() {
    let none = tell(&case(2, "5d", json!({})));
    for rule in [
        json!({ "never": { "share": 0, "to": "home_care" } }),
        json!({ "never": { "per_day": 0, "to": "spot" } }),
        json!({ "never": { "after": "3000d", "to": "home" } }),
    ] {
        let story = tell(&case(2, "5d", rule));
        assert_eq!(story.told, none.told);
        assert_eq!(story.found.system, none.found.system);
        assert_eq!(story.found.events, none.found.events);
    }
}

#[test]
fn whoever_is_there_at_the_start_has_waited_before_it() {
    let mut text = case(0, "20d", json!({ "instead": { "after": "3d", "to": "home_care" } }));
    text.as_object_mut().unwrap().remove("initial");
    text["services"]["ward"]["places"] = json!(0);
    let rows = "where,since,group,pathway,ready,waiting_for\nhospital,2023-12-30,people,p2,2023-12-31,ward\n";
    let story = tell_census(&text, rows);
    // Counted from the first day that the census knows of, 30 December.
    assert_eq!(story.when("left for home_care"), ["day 4 00:00"]);
}
