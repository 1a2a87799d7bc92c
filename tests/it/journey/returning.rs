//! Coming back within 30 days, and being at home on day 91.

use serde_json::{Value, json};

use super::seen::{only_at, seen};
use crate::support::{Story, assert_near, at, minutes, tell, tell_with};

/// Somebody leaves hospital at 10:00 on Monday for a service of this stay, and comes back.
fn case(stay: &str, exits: &Value) -> Value {
    json!({
        "calendar": { "days": 60 },
        "groups": { "people": { "stay": { "fixed": "2d" }, "needs": { "p1": 1.0 }, "readmitted_30d": 1.0 } },
        "pathways": { "p1": { "services": ["helpers"] } },
        "services": { "helpers": { "setting": "home", "stay": { "fixed": stay }, "exits": exits } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    })
}

#[test]
fn whoever_is_readmitted_comes_back_at_any_time_within_30_days() {
    let mut text = case("1d", &json!({ "independent": 1.0 }));
    text["groups"]["people"]["stay"] = json!({ "fixed": "100d" });
    text["initial"]["hospital"]["people"] = json!(200);
    let story = tell(&text);
    let after: Vec<f64> = story.moments("arrived").iter().map(|t| t.since(at(0, 10, 0)).days()).collect();
    assert_eq!(after.len(), 200, "everybody comes back once");
    assert!(after.iter().all(|&days| days > 0.0 && days < 30.0));
    // Uniform over 30 days: mean 15, standard deviation 30 ÷ √12.
    let mean = after.iter().sum::<f64>() / 200.0;
    assert!((mean - 15.0).abs() < 3.0 * 8.66 / 200f64.sqrt(), "{mean}");
    assert_near(story.outcome("readmissions_30d"), 1.0);
    assert_near(story.outcome("admissions"), 200.0);
}

#[test]
fn each_discharge_may_be_followed_by_a_further_episode() {
    let mut text = case("1d", &json!({ "independent": 1.0 }));
    text["initial"]["hospital"]["people"] = json!(50);
    let story = tell(&text);
    let (came, left) = (story.moments("arrived"), story.moments("left for helpers"));
    assert_near(story.outcome("readmissions_30d"), 1.0);
    assert_near(story.outcome("discharges"), left.len() as f64);
    assert_near(story.outcome("admissions"), came.len() as f64);
    let foreseen = seen(&story).told.iter().filter(|t| t.contains("will come back")).count();
    assert_eq!(foreseen, left.len());
    let mut keys: Vec<_> = seen(&story).stays.iter().map(|&(key, _)| key).collect();
    assert_eq!(keys.iter().filter(|key| key.3 == 1).count(), 50);
    assert!(keys.iter().any(|key| key.3 == 3));
    // Nobody is twice in the same episode.
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), came.len());
}

#[test]
fn a_return_ends_the_service_stay_that_goes_on() {
    let story = tell(&case("200d", &json!({ "independent": 1.0 })));
    let came = story.moments("arrived")[0];
    assert!(came > at(0, 10, 0) && came < at(30, 10, 0));
    assert_eq!(story.moments("ended helpers")[0], came);
    // Two days in hospital, and the same service again.
    assert_eq!(story.moments("started helpers")[..2], [at(0, 10, 0), came + minutes(2 * 1440)]);
}

#[test]
fn a_return_after_the_service_stay_ends_nothing() {
    let story = tell(&case("1h", &json!({ "independent": 1.0 })));
    assert_eq!(story.when("ended helpers")[0], "day 0 11:00");
    assert!(story.moments("arrived")[0] > at(0, 11, 0));
    assert_eq!(story.moments("ended helpers").len(), story.moments("started helpers").len());
}

#[test]
fn a_return_gives_back_what_was_held_and_kept() {
    // After a day the person keeps its place, since "homes" is full; it comes back to hospital.
    let mut text = case("1h", &json!({ "care_home": 1.0 }));
    text["services"]["homes"] = json!({ "places": 0 });
    text["onward"] = json!({ "care_home": { "service": "homes" } });
    let story = tell(&text);
    let came = story.moments("arrived")[0];
    assert_eq!(story.moments("ended helpers")[0], came);
    assert_eq!(story.moments("started helpers")[1], came + minutes(2 * 1440));
    let blocked = came.since(at(0, 11, 0)).days();
    assert!(story.of_service("helpers", "exit_block_days").unwrap() >= blocked);
}

#[test]
fn a_return_from_a_bridge_ends_the_bridge() {
    let mut text = case("200d", &json!({ "independent": 1.0 }));
    text["services"]["helpers"]["places"] = json!(0);
    text["services"]["bridge"] =
        json!({ "bridge": true, "places": 1, "respond_within": "4h", "longest_stay": "90d" });
    text["pathways"]["p1"]["bridge"] = json!("bridge");
    let story = tell(&text);
    let came = story.moments("arrived")[0];
    assert_eq!(story.when("left on bridge")[0], "day 0 14:00");
    assert_eq!(story.moments("ended bridge")[0], came);
    assert_eq!(story.moments("waits outside no more")[0], came);
    // Home again after two days in hospital and four hours.
    assert_eq!(story.moments("left on bridge")[1], came + minutes(2 * 1440 + 240));
}

#[test]
fn readmissions_count_at_discharge_even_if_the_return_is_after_the_end() {
    let mut text = case("1d", &json!({ "independent": 1.0 }));
    text["calendar"] = json!({ "days": 1 });
    text["initial"]["hospital"]["people"] = json!(20);
    let story = tell(&text);
    assert_near(story.outcome("discharges"), 20.0);
    assert_near(story.outcome("readmissions_30d"), 1.0);
    assert!(story.moments("arrived").len() < 5);
    // And those of the warm-up are not counted, though they come back in the measured days.
    let mut text = case("1d", &json!({ "independent": 1.0 }));
    text["groups"]["people"]["stay"] = json!({ "fixed": "100d" });
    text["calendar"] = json!({ "start": "2024-01-02", "days": 40, "warm_up": "1d" });
    let story = tell(&text);
    assert_near(story.outcome("admissions"), 1.0);
    assert_eq!(story.outcome("readmissions_30d"), None);
}

#[test]
fn whoever_dies_in_hospital_or_in_the_service_does_not_come_back() {
    let mut text = case("1h", &json!({ "died": 1.0 }));
    text["initial"]["hospital"]["people"] = json!(20);
    let story = tell(&text);
    assert_eq!(story.moments("ended helpers").len(), 20);
    assert!(story.moments("arrived").is_empty(), "nobody comes back from the dead");
    let mut text = case("1h", &json!({ "independent": 1.0 }));
    text["groups"]["people"]["dies_in_hospital"] = json!(1.0);
    let story = tell_with(&text, &[("people", &[3])]);
    assert_eq!(story.moments("died").len(), 4);
    assert_eq!(story.moments("arrived").len(), 3);
}

#[test]
fn whoever_is_sent_back_from_the_service_comes_once_and_not_twice() {
    let mut text = case("1h", &json!({ "hospital": 1.0 }));
    text["groups"]["people"]["stay"] = json!({ "fixed": "100d" });
    text["initial"]["hospital"]["people"] = json!(20);
    let story = tell(&text);
    // All leave at 10:00, are back at 11:00, and are in hospital for the rest of the run.
    assert_eq!(story.moments("arrived"), [at(0, 11, 0); 20]);
    assert_near(story.outcome("admissions"), 20.0);
}

#[test]
fn a_share_of_nobody_comes_back() {
    let mut text = case("1d", &json!({ "independent": 1.0 }));
    text["groups"]["people"]["readmitted_30d"] = json!(0.0);
    let story = tell(&text);
    assert!(story.moments("arrived").is_empty());
    assert_eq!(story.outcome("readmissions_30d"), None, "it would rest on nothing");
}

#[test]
fn whoever_was_planned_comes_back_as_an_emergency() {
    let mut text = case("1h", &json!({ "independent": 1.0 }));
    text["groups"]["people"]["kind"] = json!("elective");
    text["groups"]["people"]["elective"] = json!({ "gives_up_at": "arrival" });
    text["hospital"] = json!({ "beds": 1 });
    text["groups"]["others"] = json!({ "arrivals": { "by_hour": only_at(11) }, "stay": { "fixed": "50d" } });
    text["initial"]["hospital"]["group"] = json!("people");
    let story = tell_with(&text, &[("others", &[1])]);
    let (other, back) = (story.to_whom("arrived")[0], story.to_whom("arrived")[1]);
    assert_eq!(story.to_whom("admitted"), [other, back]);
    assert_eq!(story.moments("admitted")[1], story.moments("arrived")[0] + minutes(50 * 1440));
    assert_near(story.outcome("electives_cancelled"), 0.0);
}

/// Somebody who starts reablement on Monday, 1 January at 10:00; day 91 is 1 April.
fn day_91(stay: &str, exits: &Value, calendar: &Value) -> Story {
    let mut text = case(stay, exits);
    text["groups"]["people"]["readmitted_30d"] = json!(0.0);
    text["groups"]["people"]["stay"] = json!({ "fixed": "400d" });
    text["services"]["helpers"]["reablement"] = json!(true);
    text["calendar"] = calendar.clone();
    // Somewhere else reablement may end away from home, so day 91 is spoken of.
    text["services"]["others"] =
        json!({ "reablement": true, "stay": { "fixed": "1d" }, "exits": { "died": 1.0 } });
    tell(&text)
}

#[test]
fn day_91_is_at_home_unless_in_hospital_in_a_care_home_or_dead() {
    let calendar = json!({ "days": 120 });
    for (stay, exit, home) in [
        ("10d", "independent", 1.0),
        ("10d", "long_term_care", 1.0),
        ("10d", "care_home", 0.0),
        ("10d", "hospital", 0.0),
        ("10d", "died", 0.0),
        // Still in the service on day 91, at home.
        ("91d", "died", 1.0),
        ("2183h", "died", 0.0),
    ] {
        let story = day_91(stay, &json!({ exit: 1.0 }), &calendar);
        assert_near(story.outcome("home_at_91_days"), home);
        let told = format!("day 91 10:00 {}", if home > 0.5 { "at home" } else { "not at home" });
        assert!(seen(&story).told.contains(&told), "{stay} {exit}");
    }
}

#[test]
fn day_91_counts_where_it_falls_in_the_measured_days() {
    let exits = json!({ "independent": 1.0 });
    // Ends with day 90, ends with day 91, begins with day 91, begins with day 92.
    for (start, warm_up, days, counted) in [
        ("2024-01-01", 0, 91, false),
        ("2024-01-01", 0, 92, true),
        ("2024-04-01", 91, 10, true),
        ("2024-04-02", 92, 10, false),
    ] {
        let calendar = json!({ "start": start, "warm_up": format!("{warm_up}d"), "days": days });
        let story = day_91("10d", &exits, &calendar);
        assert_eq!(story.outcome("home_at_91_days"), counted.then_some(1.0), "{start}, {days} days");
    }
}

#[test]
fn day_91_is_not_known_where_nobody_can_leave_home() {
    let mut text = case("10d", &json!({ "independent": 0.5, "long_term_care": 0.5 }));
    text["services"]["helpers"]["reablement"] = json!(true);
    text["calendar"] = json!({ "days": 120 });
    assert_eq!(tell(&text).outcome("home_at_91_days"), None);
}

#[test]
fn day_91_is_asked_of_reablement_only() {
    let mut text = case("10d", &json!({ "independent": 1.0 }));
    text["calendar"] = json!({ "days": 120 });
    assert_eq!(tell(&text).outcome("home_at_91_days"), None);
}
