//! Lines and offers: who gets which place, and what it is to hold one.

use serde_json::{Value, json};

use crate::support::{assert_near, tell};

/// People who need `p2`, with these services in this order; the stay of all ends at 10:00.
fn case(services: &Value, order: &[&str], people: u32) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": order } },
        "services": services,
        "initial": { "hospital": { "people": people, "residual": { "fixed": "10h" } } }
    })
}

#[test]
fn a_held_place_is_nobody_elses_and_counts_in_utilisation_but_not_in_people() {
    let mut text = case(&json!({ "beds": { "places": 1, "stay": { "fixed": "24h" } } }), &["beds"], 2);
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "2h" } } });
    let story = tell(&text);
    assert_eq!(story.when("held beds"), ["day 0 10:00", "day 1 12:00"]);
    assert_eq!(story.when("started beds"), ["day 0 12:00", "day 1 14:00"]);
    let expected = [("step:transport", 240), ("capacity:beds", 26 * 60)];
    assert_eq!(story.reasons(), expected.map(|(key, n)| (key.to_owned(), n)));
    let hours = 28.0 * 24.0;
    assert_near(story.of_service("beds", "people_mean"), 48.0 / hours);
    assert_near(story.of_service("beds", "utilisation"), 52.0 / hours);
    assert_near(story.of_service("beds", "wait_days_mean"), 13.0 / 24.0);
    assert_near(story.of_service("beds", "queue_mean"), 26.0 / hours);
}

#[test]
fn where_several_have_room_the_first_of_the_pathway_is_taken() {
    let services = json!({ "alpha": { "places": 1, "stay": { "fixed": "9d" } },
                           "zeta": { "places": 1, "stay": { "fixed": "9d" } } });
    let story = tell(&case(&services, &["zeta", "alpha"], 3));
    assert_eq!(story.when("left for zeta"), ["day 0 10:00", "day 9 10:00"]);
    assert_eq!(story.when("left for alpha"), ["day 0 10:00"]);
    // The third waits for both and is booked to the first.
    assert_eq!(story.reasons(), [("capacity:zeta".to_owned(), 9 * 1440)]);
}

#[test]
fn the_first_offer_is_taken_though_a_better_place_is_free_later() {
    let mut text = case(
        &json!({ "best": { "places": 1, "stay": { "fixed": "9d" } },
                 "other": { "places": 1, "stay": { "fixed": "9d" } } }),
        &["best", "other"],
        1,
    );
    text["initial"]["services"] = json!({
        "best": { "people": 1, "residual": { "fixed": "13h" } },
        "other": { "people": 1, "residual": { "fixed": "12h" } }
    });
    let story = tell(&text);
    assert_eq!(story.when("left for other"), ["day 0 12:00"]);
    assert_eq!(story.reasons(), [("capacity:best".to_owned(), 120)]);
}

#[test]
fn of_two_places_free_at_one_moment_the_better_one_goes_to_whom_waits_longest() {
    // Services are looked at by name, so `alpha` comes first; the pathway prefers `zeta`.
    let mut text = case(
        &json!({ "alpha": { "places": 1, "stay": { "fixed": "9d" } },
                 "zeta": { "places": 1, "stay": { "fixed": "9d" } } }),
        &["zeta", "alpha"],
        2,
    );
    text["initial"]["hospital"]["ready"] = json!(1);
    text["initial"]["services"] = json!({
        "alpha": { "people": 1, "residual": { "fixed": "20h" } },
        "zeta": { "people": 1, "residual": { "fixed": "20h" } }
    });
    let story = tell(&text);
    assert_eq!(story.when("left for zeta"), ["day 0 20:00"]);
    assert_eq!(story.when("left for alpha"), ["day 0 20:00"]);
    let first_ready = story.to_whom("ready")[0];
    assert_eq!(story.to_whom("left for zeta"), [first_ready]);
}

#[test]
fn whom_a_step_still_holds_keeps_the_turn_and_is_passed_over() {
    // The older one has a step that takes 15 hours from the decision; the younger has none.
    let mut text = json!({
        "groups": {
            "slow": { "needs": { "p2": 1.0 }, "traits": { "choosy": 1.0 } },
            "swift": { "needs": { "p2": 1.0 } }
        },
        "steps": { "choice": { "starts": "decision", "takes": { "fixed": "15h" },
                               "concerns": { "traits": ["choosy"] } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "10h" } } },
        "initial": {
            "hospital": { "people": 3, "ready": 1, "group": "slow", "residual": { "fixed": "2h" } },
            "services": { "beds": { "people": 1, "residual": { "fixed": "6h" } } }
        }
    });
    // One slow person ready at 00:00 and free to go at 15:00, two at 02:00, free at 17:00.
    let story = tell(&text);
    assert_eq!(story.when("started beds"), ["day 0 15:00", "day 1 01:00", "day 1 11:00"]);
    assert_eq!(story.to_whom("started beds")[0], story.to_whom("ready")[0]);
    // With somebody swift in line since the start the place goes there while the slow wait, and
    // comes back to the slow in their turn.
    text["initial"]["hospital"]["ready"] = json!(2);
    text["initial"]["services"]["beds"]["queue"] = json!(1);
    text["initial"]["services"]["beds"]["group"] = json!("swift");
    let story = tell(&text);
    assert_eq!(story.when("started beds"), ["day 0 06:00", "day 0 16:00", "day 1 02:00"]);
    let groups: Vec<u8> = story.to_whom("started beds").iter().map(|who| who.0).collect();
    assert_eq!(groups, [1, 0, 0]);
}

#[test]
fn a_step_that_outlasts_the_wait_for_a_place_is_what_holds_the_patient() {
    let mut text = case(&json!({ "beds": { "places": 1, "stay": { "fixed": "9d" } } }), &["beds"], 1);
    text["steps"] = json!({ "arrange": { "starts": "decision", "takes": { "fixed": "14h" } } });
    text["initial"]["services"] = json!({ "beds": { "people": 1, "residual": { "fixed": "20h" } } });
    let story = tell(&text);
    // The place is free at 20:00 and nobody holds it until the step is done at midnight.
    assert_eq!(story.when("held beds"), ["day 1 00:00"]);
    assert_eq!(story.when("left for beds"), ["day 1 00:00"]);
    assert_eq!(story.reasons(), [("step:arrange".to_owned(), 14 * 60)]);
}

#[test]
fn a_place_that_is_free_after_the_steps_is_booked_to_capacity_only_from_then() {
    let mut text = case(&json!({ "beds": { "places": 1, "stay": { "fixed": "9d" } } }), &["beds"], 1);
    text["steps"] = json!({ "review": { "starts": "ready", "takes": { "fixed": "3h" } },
                            "arrange": { "starts": "decision", "takes": { "fixed": "5h" } } });
    text["initial"]["services"] = json!({ "beds": { "people": 1, "residual": { "fixed": "20h" } } });
    let mut found = tell(&text).reasons();
    found.sort();
    let expected = [("capacity:beds", 300), ("step:arrange", 120), ("step:review", 180)];
    assert_eq!(found, expected.map(|(key, n)| (key.to_owned(), n)));
}

#[test]
fn people_of_other_areas_go_to_a_service_of_their_own_after_their_step() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 }, "traits": { "out_of_area": 1.0 } } },
        "steps": { "agreement": { "starts": "decision", "takes": { "fixed": "30h" },
                                  "concerns": { "traits": ["out_of_area"] } } },
        "pathways": { "p2": { "services": ["beds", "elsewhere"] } },
        "services": { "beds": { "places": 5, "stay": { "fixed": "9d" }, "accepts": { "not_traits": ["out_of_area"] } },
                      "elsewhere": { "accepts": { "traits": ["out_of_area"] } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("left for elsewhere"), ["day 1 16:00"]);
    assert!(story.moments("left for beds").is_empty());
    assert_eq!(story.reasons(), [("step:agreement".to_owned(), 30 * 60)]);
}

#[test]
fn the_first_service_that_accepts_is_what_a_wait_is_booked_to() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } }, "few": { "arrivals": { "per_day": 0.0 } } },
        "pathways": { "p2": { "services": ["special", "beds"] } },
        "services": { "special": { "places": 5, "stay": { "fixed": "9d" }, "accepts": { "groups": ["few"] } },
                      "beds": { "places": 1, "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } },
                     "services": { "beds": { "people": 1, "residual": { "fixed": "20h" } } } }
    }));
    assert_eq!(story.reasons(), [("capacity:beds".to_owned(), 600)]);
}

#[test]
fn a_pathway_without_services_has_its_offer_at_the_decision() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "hub": { "assessment": { "fixed": "2h" } },
        "steps": { "transport": { "starts": "offer", "takes": { "fixed": "1h" } } },
        "pathways": { "p1": { "services": [] } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("left for home"), ["day 0 13:00"]);
    let expected = [("hub_assessment", 120), ("step:transport", 60)];
    assert_eq!(story.reasons(), expected.map(|(key, n)| (key.to_owned(), n)));
}

#[test]
fn people_who_wait_from_the_start_in_two_lines_leave_both_when_one_has_room() {
    // Four people of one group, alike in everything, stand in the lines of both services.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["one", "two"] } },
        "services": { "one": { "places": 1, "stay": { "fixed": "3d" } },
                      "two": { "places": 1, "stay": { "fixed": "2d" } } },
        "initial": { "hospital": { "people": 6, "ready": 6 },
                     "services": { "one": { "people": 1, "queue": 2, "residual": { "fixed": "1d" } },
                                   "two": { "people": 1, "queue": 2, "residual": { "fixed": "2d" } } } }
    }));
    // `one` is free on days 1, 4, 7, …, `two` on days 2, 4, 6, …; on day 4 both.
    assert_eq!(story.when("started one"), ["day 1 00:00", "day 4 00:00", "day 7 00:00"]);
    assert_eq!(story.when("started two"), ["day 2 00:00", "day 4 00:00", "day 6 00:00"]);
    let mut people = story.to_whom("started one");
    people.extend(story.to_whom("started two"));
    people.sort();
    people.dedup();
    assert_eq!(people.len(), 6, "everybody starts once");
}
