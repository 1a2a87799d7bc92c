//! Looked after instead of being admitted: at once or within a time, else admitted as ever.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wardflow::base::Time;

use crate::support::{Story, assert_near, at, tell, tell_with};

/// A team with one place for five days, to which everybody is turned, and two days in an acute bed for the others.
#[allow(clippy::needless_pass_by_value)] // Written where it is given.
fn case(instead: Value) -> Value {
    json!({
        "groups": { "ill": { "stay": { "fixed": "2d" }, "instead_of_admission": instead } },
        "hospital": { "beds": 10 },
        "services": { "team": { "places": 1, "stay": { "fixed": "5d" } } }
    })
}

fn came(story: &Story) -> Vec<Time> {
    story.moments("arrived")
}

#[test]
fn somebody_who_finds_a_place_at_once_takes_no_acute_bed_and_who_finds_none_is_admitted_at_once() {
    let story = tell_with(&case(json!({ "team": {} })), &[("ill", &[1, 1])]);
    let came = came(&story);
    assert_eq!(story.moments("started team"), came[..1]);
    assert_eq!(story.moments("overflowed"), came[1..]);
    assert_eq!(story.moments("admitted"), came[1..]);
    assert_near(story.outcome("admissions"), 1.0);
    assert_near(story.outcome("acute_bed_days"), 2.0);
    assert_near(story.outcome("bed_wait_hours_mean"), 0.0);
    assert_near(story.outcome("waiting_in_community"), 0.0);
    assert_near(story.diverted("people"), 1.0);
    assert_near(story.diverted("not_taken"), 1.0);
    assert_near(story.diverted("days"), 5.0);
    assert_near(story.diverted("people_mean"), 5.0 / 28.0);
    assert_near(story.diverted("acute_days_spared"), 2.0);
    assert_near(story.of_service("team", "starts"), 1.0);
}

#[test]
fn a_place_within_the_time_is_waited_for_and_else_the_queue_for_a_bed_is_joined_then() {
    let story = tell_with(&case(json!({ "team": { "waits": "2d" } })), &[("ill", &[1, 1])]);
    let (first, second) = (came(&story)[0], came(&story)[1]);
    let two_days = at(2, 0, 0).since(at(0, 0, 0));
    assert_eq!(story.moments("started team"), [first]);
    assert_eq!(story.moments("admitted"), [second + two_days]);
    // The wait for a bed begins with the queue for one.
    assert_near(story.outcome("bed_wait_hours_mean"), 0.0);
    assert_near(story.outcome("waiting_in_community"), 2.0 / 28.0);
    let story = tell_with(&case(json!({ "team": { "waits": "5d" } })), &[("ill", &[1, 1])]);
    let five_days = at(5, 0, 0).since(at(0, 0, 0));
    assert_eq!(story.moments("started team"), [first, first + five_days]);
    assert!(story.moments("admitted").is_empty());
    assert_near(story.diverted("people"), 2.0);
}

#[test]
fn a_place_that_comes_free_at_the_last_moment_is_taken_and_a_moment_later_it_is_too_late() {
    let mut text = case(json!({ "team": {} }));
    text["initial"] =
        json!({ "services": { "team": { "people": 1, "group": "ill", "residual": { "fixed": "2d" } } } });
    text["pathways"] = json!({ "p9": { "services": ["team"] } });
    text["groups"]["ill"]["needs"] = json!({ "p0": 0.999_999, "p9": 0.000_001 });
    let free = at(2, 0, 0);
    let first = came(&tell_with(&text, &[("ill", &[1])]))[0];
    let left = free.since(first).0;
    for (wait, taken) in [(left, true), (left - 1, false)] {
        text["groups"]["ill"]["instead_of_admission"]["team"]["waits"] =
            json!(format!("{}min", wait as f64 / 60_000.0));
        let story = tell_with(&text, &[("ill", &[1])]);
        assert_eq!(story.moments("started team") == [free], taken, "{wait}");
        assert_eq!(story.moments("admitted").len(), usize::from(!taken), "{wait}");
    }
}

#[test]
fn outside_its_hours_a_service_takes_nobody_unless_it_opens_in_time() {
    let mut text = case(json!({ "team": { "waits": "1h" } }));
    text["groups"]["ill"]["arrivals"] =
        json!({ "by_hour": [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
    text["services"]["team"]["admits"] = json!("08:00-10:00");
    let story = tell_with(&text, &[("ill", &[1])]);
    assert_eq!(story.moments("admitted"), came(&story), "known at once");
    text["groups"]["ill"]["instead_of_admission"]["team"]["waits"] = json!("4h");
    let story = tell_with(&text, &[("ill", &[1])]);
    assert_eq!(story.when("started team"), ["day 0 08:00"]);
    assert!(story.moments("admitted").is_empty());
}

#[test]
fn starts_a_week_care_and_whom_it_accepts_limit_it_too() {
    for (key, value) in [
        ("starts_per_week", json!(0)),
        ("hours_per_week", json!(0)),
        ("accepts", json!({ "groups": ["others"] })),
    ] {
        let mut text = case(json!({ "team": {} }));
        text["groups"]["others"] = json!({ "stay": { "fixed": "1d" } });
        text["services"]["team"][key] = value;
        if key == "hours_per_week" {
            text["services"]["team"]["care"] = json!({ "first": 1 });
        }
        let story = tell_with(&text, &[("ill", &[1])]);
        assert_eq!(story.moments("admitted"), came(&story), "{key}");
        assert_near(story.diverted("not_taken"), 1.0);
    }
}

#[test]
fn whoever_is_no_better_at_the_end_is_admitted_then() {
    let mut text = case(json!({ "team": {} }));
    text["services"]["team"]["exits"] = json!({ "hospital": 1 });
    let story = tell_with(&text, &[("ill", &[1])]);
    let five_days = at(5, 0, 0).since(at(0, 0, 0));
    assert_eq!(story.moments("admitted"), [came(&story)[0] + five_days]);
}

#[test]
fn planned_people_are_turned_as_well_and_wait_for_a_bed_as_planned_people_do() {
    let mut text = case(json!({ "team": {} }));
    text["groups"]["ill"]["kind"] = json!("elective");
    text["groups"]["ill"]["elective"] = json!({ "gives_up_at": "arrival" });
    text["hospital"]["beds"] = json!(0);
    let story = tell_with(&text, &[("ill", &[1, 1])]);
    assert_eq!(story.moments("started team").len(), 1);
    assert_near(story.outcome("electives_cancelled"), 1.0);
}

/// People over four weeks, so many to each service.
fn many(instead: Value) -> Story {
    let mut text = case(instead);
    text["groups"]["ill"]["arrivals"] = json!({ "per_day": 8 });
    text["groups"]["ill"]["stay"] = json!({ "exponential": { "mean": "2d" } });
    text["hospital"]["beds"] = json!(9);
    text["services"]["team"]["places"] = json!("unlimited");
    text["services"]["crew"] = json!({ "stay": { "fixed": "1d" } });
    tell(&text)
}

#[test]
fn more_of_a_share_takes_the_same_people_and_some_beside_them() {
    let who = |story: &Story, what: &str| story.to_whom(what).into_iter().collect::<BTreeSet<_>>();
    let (team, crew) = ("started team", "started crew");
    let shares = |team: f64, crew: f64| json!({ "team": { "share": team }, "crew": { "share": crew } });
    let less = many(shares(0.3, 0.3));
    let more = many(shares(0.6, 0.3));
    assert!(who(&less, team).is_subset(&who(&more, team)));
    assert_eq!(who(&less, crew), who(&more, crew), "the first by name does not notice the second");
    let more = many(shares(0.3, 0.6));
    assert!(who(&less, crew).is_subset(&who(&more, crew)));
    let either = |story: &Story| &who(story, team) | &who(story, crew);
    assert!(either(&less).is_subset(&either(&more)));
    let all = many(shares(0.4, 0.6));
    assert_eq!(either(&all).len(), came(&all).len(), "shares that sum to 1 take everybody");
    assert!(who(&all, team).is_disjoint(&who(&all, crew)));
}

#[test]
fn where_nobody_has_a_place_everything_is_as_without_the_word() {
    let none = many(json!({}));
    for instead in [json!({ "team": { "share": 0 } }), json!({ "full": { "share": 0.7 } })] {
        let mut text = case(instead);
        text["groups"]["ill"]["arrivals"] = json!({ "per_day": 8 });
        text["groups"]["ill"]["stay"] = json!({ "exponential": { "mean": "2d" } });
        text["hospital"]["beds"] = json!(9);
        text["services"]["team"]["places"] = json!("unlimited");
        text["services"]["crew"] = json!({ "stay": { "fixed": "1d" } });
        text["services"]["full"] = json!({ "places": 0, "stay": { "fixed": "1d" } });
        let story = tell(&text);
        assert_eq!(story.found.system, none.found.system);
        assert_eq!(story.found.groups, none.found.groups);
        for what in ["arrived", "admitted", "ready", "left for home"] {
            assert_eq!(story.moments(what), none.moments(what), "{what}");
        }
    }
}
