//! What waiting past ready does to needs and to later stays.

use serde_json::{Value, json};

use super::seen::seen;
use crate::support::{Story, assert_near, tell};

/// Somebody with this need is ready at 10:00 on Monday; the hub decides after `assessment`; whoever
/// stands at a trial needs one step more.
fn ladder(need: &str, assessment: &str) -> Value {
    json!({
        "groups": { "people": { "needs": { need: 1.0 } } },
        "hospital": { "deconditioning": { "step_up_per_day": 1.0 } },
        "hub": { "sees": ["p0", "p1", "p2", "p3"], "assessment": { "fixed": assessment } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["helpers"] }, "p2": { "services": ["beds"] },
                      "p3": { "services": ["homes"] } },
        "services": { "helpers": {}, "beds": {}, "homes": {} },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    })
}

fn harmed(story: &Story) -> Vec<String> {
    seen(story).told.into_iter().filter(|t| t.contains("stepped up")).collect()
}

#[test]
fn each_full_day_before_the_decision_is_one_trial_for_one_step_more() {
    for (need, assessment, decided, leaves, steps) in [
        ("p0", "1439min", "decided p0", "left for home", 0.0),
        ("p0", "1440min", "decided p0", "left for home", 0.0),
        ("p0", "1441min", "decided p1", "left for helpers", 1.0),
        ("p0", "2879min", "decided p1", "left for helpers", 1.0),
        ("p0", "2881min", "decided p2", "left for beds", 2.0),
        ("p0", "4321min", "decided p3", "left for homes", 3.0),
        ("p0", "9000min", "decided p3", "left for homes", 3.0),
        ("p1", "1441min", "decided p2", "left for beds", 1.0),
    ] {
        let story = tell(&ladder(need, assessment));
        assert_eq!(story.moments(decided).len(), 1, "{need}, {assessment}: {:?}", story.told);
        assert_eq!(story.moments(leaves).len(), 1, "{need}, {assessment}");
        assert_near(story.outcome("wrong_pathway"), 0.0);
        // Nobody was decided for less than was needed, but every step up counts.
        assert_near(story.outcome("stepped_up"), steps);
    }
}

#[test]
fn a_chance_of_nothing_changes_no_need() {
    let mut text = ladder("p0", "9000min");
    text["hospital"]["deconditioning"]["step_up_per_day"] = json!(0.0);
    assert_eq!(tell(&text).moments("decided p0").len(), 1);
}

/// Decided for pathway 1 at 10:00 on Monday; the only place is free after `free`.
fn waits(free: &str) -> Value {
    let mut text = ladder("p1", "0h");
    text["services"]["helpers"] = json!({ "places": 1, "stay": { "fixed": "10d" } });
    text["initial"]["services"] = json!({ "helpers": { "people": 1, "residual": { "fixed": free } } });
    text
}

#[test]
fn a_step_after_the_decision_is_harm_and_reroutes_nobody() {
    let both = ["day 1 10:00 stepped up", "day 2 10:00 stepped up"];
    for (free, harm) in [("33h", &[][..]), ("35h", &both[..1]), ("90h", &both[..])] {
        let story = tell(&waits(free));
        assert_eq!(story.moments("left for helpers").len(), 1, "{free}");
        assert_eq!(story.moments("decided p1").len(), 1);
        // Each step counts; after the last there is none.
        assert_eq!(harmed(&story), harm, "{free}");
        assert_near(story.outcome("stepped_up"), harm.len() as f64);
    }
}

#[test]
fn a_later_stay_is_longer_by_its_share_for_each_day_past_ready() {
    // Ready at 10:00 on Monday, gone at 22:00 on Wednesday: two days and a half.
    let case = |share: f64| {
        let mut text = waits("70h");
        text["hospital"]["deconditioning"] = json!({ "stay_factor_per_day": share });
        let story = tell(&text);
        assert_eq!(story.when("started helpers"), ["day 2 22:00"]);
        story.when("ended helpers").pop().unwrap()
    };
    assert_eq!(case(0.0), "day 12 22:00");
    // 10 days × (1 + 0.1 × 2.5) is 12 days and a half.
    assert_eq!(case(0.1), "day 15 10:00");
    assert_eq!(case(0.4), "day 22 22:00");
}

#[test]
fn whoever_waits_at_home_or_not_at_all_stays_as_long_as_without() {
    let mut text = waits("70h");
    text["hospital"]["deconditioning"] = json!({ "stay_factor_per_day": 0.5 });
    text["groups"]["people"]["enters"] = json!("community");
    text["groups"]["people"]["needs"] = json!({ "p1": 1.0 });
    text["initial"] =
        json!({ "services": { "helpers": { "people": 1, "queue": 1, "residual": { "fixed": "70h" } } } });
    assert_eq!(tell(&text).when("ended helpers"), ["day 2 22:00", "day 12 22:00"]);
    let mut text = ladder("p1", "0h");
    text["hospital"]["deconditioning"] = json!({ "stay_factor_per_day": 0.5 });
    text["services"]["helpers"] = json!({ "stay": { "fixed": "10d" } });
    assert_eq!(tell(&text).when("ended helpers"), ["day 10 10:00"]);
}
