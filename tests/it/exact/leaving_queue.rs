//! Emergencies who leave the queue for a bed: when, who, and what others notice of it.

use serde_json::{Value, json};

use crate::support::{assert_near, at, minutes, tell, tell_with};

/// One bed, taken until `free`, and people who leave the queue for it by this rule.
#[allow(clippy::needless_pass_by_value)] // Written where it is given.
fn case(free: &str, leaves: Value) -> Value {
    json!({
        "groups": { "ill": { "stay": { "fixed": "2d" }, "leaves_bed_queue": leaves } },
        "hospital": { "beds": 1 },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": free } } }
    })
}

#[test]
fn somebody_who_has_waited_so_long_goes_home_untreated() {
    let story = tell_with(&case("5d", json!({ "after": "6h" })), &[("ill", &[1])]);
    let came = story.moments("arrived")[0];
    assert_eq!(story.moments("left the bed queue"), [came + minutes(360)]);
    assert_near(story.diverted("people"), 1.0);
    assert_eq!(story.diverted("not_taken"), None);
    for name in ["admissions", "still_waiting_bed", "bed_wait_over_12h", "electives_cancelled"] {
        assert_near(story.outcome(name), 0.0);
    }
    assert_near(story.outcome("hours_with_bed_queue"), 6.0);
}

#[test]
fn a_bed_in_time_is_taken_and_without_a_time_only_one_that_is_free() {
    let story = tell_with(&case("1d", json!({ "after": "26h" })), &[("ill", &[1])]);
    assert_eq!(story.when("admitted"), ["day 1 00:00"]);
    assert_near(story.diverted("people"), 0.0);
    let story = tell_with(&case("5d", json!({})), &[("ill", &[1, 0, 0, 0, 0, 1])]);
    assert_eq!(story.moments("left the bed queue"), story.moments("arrived")[..1]);
    assert_eq!(story.moments("admitted"), story.moments("arrived")[1..]);
}

#[test]
fn planned_people_do_not_leave_by_it_and_who_comes_back_does() {
    let mut text = case("5d", json!({ "after": "6h" }));
    text["groups"]["ill"]["kind"] = json!("elective");
    let story = tell_with(&text, &[("ill", &[1])]);
    assert_eq!(story.when("admitted"), ["day 5 00:00"]);
    // Back from a service while the bed is taken by another.
    let mut text = case("1d", json!({ "after": "6h" }));
    text["groups"]["ill"]["needs"] = json!({ "p1": 1 });
    text["groups"]["other"] = json!({ "stay": { "fixed": "9d" } });
    text["initial"]["hospital"]["group"] = json!("ill");
    text["pathways"] = json!({ "p1": { "services": ["team"] } });
    text["services"] = json!({ "team": { "stay": { "fixed": "3d" }, "exits": { "hospital": 1 } } });
    let story = tell_with(&text, &[("other", &[0, 1])]);
    assert_eq!(story.moments("left the bed queue"), [at(4, 6, 0)]);
}

#[test]
fn whoever_overflows_waits_from_then_on() {
    let mut text = case("5d", json!({ "after": "6h" }));
    text["groups"]["ill"]["instead_of_admission"] = json!({ "team": { "waits": "2h" } });
    text["services"] = json!({ "team": { "places": 0, "stay": { "fixed": "1d" } } });
    let story = tell_with(&text, &[("ill", &[1])]);
    let came = story.moments("arrived")[0];
    assert_eq!(story.moments("left the bed queue"), [came + minutes(480)]);
}

#[test]
fn deaths_that_follow_from_long_waits_are_expected_by_the_share_that_is_given() {
    let mut text = case("1d", json!({ "share": 0 }));
    text["groups"]["ill"]["stay"] = json!({ "fixed": "6h" });
    // Three who come on the first day have the bed one after the other from the second on.
    let mut deaths = |over: &str| {
        text["hospital"]["bed_wait_harm"] = json!({ "over": over, "harmed": 0.25 });
        tell_with(&text, &[("ill", &[3])]).outcome("bed_wait_deaths")
    };
    assert_near(deaths("0h"), 0.75);
    assert_near(deaths("9d"), 0.0);
    let waits: Vec<_> = {
        let story = tell_with(&text, &[("ill", &[3])]);
        let pairs = story.moments("admitted").into_iter().zip(story.moments("arrived"));
        pairs.map(|(admitted, arrived)| admitted.since(arrived).0).collect()
    };
    let longest = *waits.iter().max().unwrap();
    let over = |ms: u64| format!("{}min", ms as f64 / 60_000.0);
    text["hospital"]["bed_wait_harm"]["over"] = json!(over(longest));
    assert_near(tell_with(&text, &[("ill", &[3])]).outcome("bed_wait_deaths"), 0.0);
    text["hospital"]["bed_wait_harm"]["over"] = json!(over(longest - 1));
    assert_near(tell_with(&text, &[("ill", &[3])]).outcome("bed_wait_deaths"), 0.25);
    text["hospital"].as_object_mut().unwrap().remove("bed_wait_harm");
    assert_eq!(tell_with(&text, &[("ill", &[3])]).outcome("bed_wait_deaths"), None);
}

#[test]
fn of_nobody_or_at_no_rate_it_changes_nothing() {
    let mut text = case("5d", json!({}));
    text["groups"]["ill"]["arrivals"] = json!({ "per_day": 0.6 });
    let leaves = text["groups"]["ill"].as_object_mut().unwrap().remove("leaves_bed_queue");
    assert!(leaves.is_some());
    let none = tell(&text);
    for leaves in [json!({ "share": 0 }), json!({ "per_day": 0 }), json!({ "after": "3000d" })] {
        text["groups"]["ill"]["leaves_bed_queue"] = leaves;
        let story = tell(&text);
        assert_eq!(story.told, none.told);
        assert_eq!(story.found.system, none.found.system);
    }
}
