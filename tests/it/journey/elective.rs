//! Planned people: cancelled at their hour or at the door, booked again with the same luck, and
//! before or after emergencies.

use serde_json::{Value, json};

use super::seen::{only_at, seen};
use crate::support::{Story, assert_near, at, minutes, tell_with};

/// Somebody planned comes after 09:00 on Monday; the only bed is left after `free`.
fn case(elective: &Value, free: &str) -> Story {
    tell_with(&text(elective, free), &[("planned", &[1])])
}

fn text(elective: &Value, free: &str) -> Value {
    json!({
        "groups": { "planned": { "kind": "elective", "arrivals": { "by_hour": only_at(9) }, "elective": elective,
                                 "stay": { "lognormal": { "mean": "3d", "sigma": 0.8 } },
                                 "needs": { "p0": 0.5, "p1": 0.5 } } },
        "hospital": { "beds": 1 },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": free } } },
        "pathways": { "p1": { "services": [] } }
    })
}

fn told(story: &Story) -> Vec<String> {
    seen(story).told.into_iter().filter(|t| t.contains("cancelled")).collect()
}

#[test]
fn whoever_has_no_bed_at_the_hour_is_cancelled_and_comes_back_at_the_same_time_of_day() {
    let story = case(&json!({ "gives_up_at": "20:00", "rebooked_after": "3d" }), "60h");
    let came = story.moments("arrived")[0];
    assert_eq!(told(&story), ["day 0 20:00 cancelled"]);
    assert_eq!(story.moments("admitted"), [came + minutes(3 * 1440)]);
    assert_near(story.outcome("electives_cancelled"), 1.0);
    assert_near(story.outcome("electives_cancelled_people"), 1.0);
    assert_near(story.outcome("hours_with_bed_queue"), at(0, 20, 0).since(came).hours());
    assert_near(story.outcome("admissions"), 1.0);
    assert_eq!(story.outcome("bed_wait_hours_mean"), None, "no emergency was admitted");
}

#[test]
fn a_bed_before_the_hour_is_taken() {
    let story = case(&json!({ "gives_up_at": "20:00", "rebooked_after": "3d" }), "1199min");
    assert_eq!(story.when("admitted"), ["day 0 19:59"]);
    assert_near(story.outcome("electives_cancelled"), 0.0);
}

#[test]
fn somebody_cancelled_twice_is_two_cancellations_and_one_person() {
    let story = case(&json!({ "gives_up_at": "20:00", "rebooked_after": "3d" }), "100h");
    assert_eq!(told(&story), ["day 0 20:00 cancelled", "day 3 20:00 cancelled again"]);
    assert_eq!(story.moments("admitted"), [story.moments("arrived")[0] + minutes(6 * 1440)]);
    assert_near(story.outcome("electives_cancelled"), 2.0);
    assert_near(story.outcome("electives_cancelled_people"), 1.0);
}

#[test]
fn whoever_gives_up_on_arrival_never_queues() {
    let elective = json!({ "gives_up_at": "arrival", "rebooked_after": "2d" });
    let story = case(&elective, "30h");
    let came = story.moments("arrived")[0];
    assert_eq!(told(&story), [format!("{came} cancelled")]);
    assert_near(story.outcome("hours_with_bed_queue"), 0.0);
    assert_eq!(story.moments("admitted"), [came + minutes(2 * 1440)]);
    // With a bed at once there is nothing to give up.
    let story = case(&elective, "8h");
    assert_eq!(story.moments("admitted"), story.moments("arrived"));
    assert_near(story.outcome("electives_cancelled"), 0.0);
}

#[test]
fn whoever_comes_after_the_hour_gives_up_at_once() {
    let story = case(&json!({ "gives_up_at": "08:00", "rebooked_after": "2d" }), "30h");
    let came = story.moments("arrived")[0];
    assert_eq!(told(&story), [format!("{came} cancelled")]);
    assert_eq!(story.moments("admitted"), [came + minutes(2 * 1440)]);
}

#[test]
fn hours_are_counted_from_the_giving_up_and_days_from_its_day() {
    let moments = |after: &str, free: &str| {
        let story = case(&json!({ "gives_up_at": "20:00", "rebooked_after": after }), free);
        (story.moments("arrived")[0], told(&story), story.moments("admitted"))
    };
    // After the hour again, and then before it.
    let (_, told, admitted) = moments("2h", "30h");
    let both = ["day 0 20:00 cancelled", "day 0 22:00 cancelled again"];
    assert_eq!((told, admitted), (both.map(str::to_owned).to_vec(), vec![at(1, 6, 0)]));
    for (after, back) in [("10h", at(1, 6, 0)), ("12h", at(1, 8, 0)), ("23h", at(1, 19, 0))] {
        let (_, told, admitted) = moments(after, "21h");
        assert_eq!((told.len(), admitted), (1, vec![back]), "{after}");
    }
    assert_eq!(moments("1.5d", "21h").2, [at(2, 8, 0)]);
    assert_eq!(moments("25h", "21h").2, [at(1, 21, 0)]);
    for (days, after) in [(1, "1d"), (1, "24h"), (2, "48h"), (3, "3d")] {
        let (came, told, admitted) = moments(after, "21h");
        assert_eq!((told.len(), admitted), (1, vec![came + minutes(days * 1440)]), "{after}");
    }
}

#[test]
fn nobody_comes_back_before_giving_up_and_cancellations_are_no_more_than_time_allows() {
    for (after, most_a_day) in [("61min", 5.0), ("2h", 3.0), ("11h", 2.0), ("719min", 2.0), ("1439min", 2.0)]
    {
        let text = json!({
            "calendar": { "start": "2024-01-01", "days": 28 },
            "groups": { "el": { "kind": "elective", "arrivals": { "per_day": 6 }, "stay": { "fixed": "2d" },
                                "elective": { "gives_up_at": "20:00", "rebooked_after": after } } },
            "hospital": { "beds": 8 }
        });
        let story = tell_with(&text, &[]);
        let mut last = at(0, 0, 0);
        for told in &story.told {
            assert!(told.at >= last, "{after}: {:?} at {} after {last}", told.what, told.at);
            last = told.at;
        }
        // Twenty-eight days of the people who have come so far.
        let people = story.moments("arrived").len() as f64;
        let cancelled = story.outcome("electives_cancelled").unwrap();
        assert!(
            cancelled <= people * 28.0 * most_a_day,
            "{after}: {cancelled} cancellations of {people} people"
        );
    }
}

#[test]
fn without_a_new_booking_nobody_comes_back_and_without_an_hour_nobody_gives_up() {
    let story = case(&json!({ "gives_up_at": "20:00" }), "60h");
    assert_eq!(told(&story), ["day 0 20:00 cancelled"]);
    assert!(story.moments("admitted").is_empty());
    let story = case(&json!({}), "60h");
    assert_eq!(story.when("admitted"), ["day 2 12:00"]);
    assert_near(story.outcome("electives_cancelled"), 0.0);
}

#[test]
fn somebody_booked_again_brings_the_same_stay_and_need() {
    let cancelled = json!({ "gives_up_at": "20:00", "rebooked_after": "3d" });
    let mut lengths = Vec::new();
    for people in 1..6 {
        let text = |free: &str| {
            let mut text = text(&cancelled, free);
            text["hospital"]["beds"] = json!(9);
            text["initial"]["hospital"]["people"] = json!(9);
            text
        };
        let at_once = seen(&tell_with(&text("8h"), &[("planned", &[people])]));
        let story = tell_with(&text("60h"), &[("planned", &[people])]);
        let later = seen(&story);
        assert_near(story.outcome("electives_cancelled_people"), f64::from(people));
        assert_eq!(at_once.stays, later.stays);
        let mut needs = [at_once.needs, later.needs];
        for needs in &mut needs {
            needs.retain(|(key, _)| key.2 < 100);
            needs.sort_unstable();
        }
        assert_eq!(needs[0].len() as u32, people);
        assert_eq!(needs[0], needs[1]);
        lengths = later.stays;
    }
    assert!(lengths[0].1 != lengths[1].1, "stays are drawn: {lengths:?}");
}

#[test]
fn cancellations_of_the_warm_up_are_not_counted() {
    let mut text = text(&json!({ "gives_up_at": "20:00", "rebooked_after": "20d" }), "60h");
    text["calendar"] = json!({ "start": "2024-01-11", "warm_up": "10d", "days": 10 });
    let story = tell_with(&text, &[("planned", &[1])]);
    assert_eq!(told(&story), ["day 0 20:00 cancelled"]);
    assert_near(story.outcome("electives_cancelled"), 0.0);
    assert_near(story.outcome("electives_cancelled_people"), 0.0);
}

#[test]
fn planned_people_come_before_or_after_emergencies_as_they_are_told() {
    for (before, order) in [(true, [1, 0]), (false, [0, 1])] {
        let story = tell_with(
            &json!({
                "groups": {
                    "emergency": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "1d" } },
                    "planned": { "kind": "elective", "arrivals": { "by_hour": only_at(5) }, "stay": { "fixed": "2d" },
                                 "elective": { "before_emergencies": before } }
                },
                "hospital": { "beds": 1 },
                "initial": { "hospital": { "people": 1, "group": "emergency", "residual": { "fixed": "10h" } } }
            }),
            &[("emergency", &[1]), ("planned", &[1])],
        );
        let who = story.to_whom("admitted");
        assert_eq!([who[0].0, who[1].0], order, "before emergencies: {before}");
        let emergency = story.moments_of(*who.iter().find(|w| w.0 == 0).unwrap(), "admitted")[0];
        assert_eq!(emergency, if before { at(2, 10, 0) } else { at(0, 10, 0) });
        let came = story.told.iter().find(|t| t.what == "arrived" && t.who.unwrap().0 == 0).unwrap().at;
        assert_near(story.outcome("bed_wait_hours_mean"), emergency.since(came).hours());
        assert_near(story.outcome("admissions"), 2.0);
    }
}
