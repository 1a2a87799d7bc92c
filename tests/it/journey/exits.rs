//! After a service: what people leave for, and the place that they keep while they wait for it.

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::model::{Change, Observer, Simulation};
use wardflow::scenario::plan::ServiceIndex;

use super::seen::seen;
use crate::support::{Story, assert_near, at, minutes, scenario, tell, tell_with};

/// Two people ready at 10:00 on Monday for one place in "beds", five days each, with these exits.
fn case(exits: &Value, onward: &Value) -> Value {
    json!({
        "groups": { "people": { "stay": { "fixed": "3d" }, "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": 1, "stay": { "fixed": "5d" }, "exits": exits },
                      "homes": { "setting": "bed", "places": 1, "stay": { "fixed": "100d" } } },
        "onward": onward,
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "10h" } } }
    })
}

fn blocked(story: &Story) -> Vec<String> {
    seen(story).told.into_iter().filter(|t| t.contains("service")).collect()
}

#[test]
fn a_place_is_kept_until_the_onward_wait_is_over() {
    let story = tell(&case(
        &json!({ "long_term_care": 1.0 }),
        &json!({ "long_term_care": { "wait": { "fixed": "3d" } } }),
    ));
    assert_eq!(story.when("started beds"), ["day 0 10:00", "day 8 10:00"]);
    assert_eq!(story.when("ended beds"), ["day 8 10:00", "day 16 10:00"]);
    let told = [
        "day 5 10:00 blocks service 0",
        "day 8 10:00 frees service 0",
        "day 13 10:00 blocks service 0",
        "day 16 10:00 frees service 0",
    ];
    assert_eq!(blocked(&story), told);
    assert_near(story.of_service("beds", "exit_block_days"), 6.0);
    // The realised stay is the drawn one and the wait; the place is in use all the while.
    assert_near(story.of_service("beds", "stay_days_mean"), 8.0);
    assert_near(story.of_service("beds", "utilisation"), 16.0 / 28.0);
    assert_near(story.of_service("beds", "people_mean"), 16.0 / 28.0);
    assert_near(story.outcome("nctr_bed_days"), 8.0);
}

#[test]
fn no_wait_and_nothing_that_follows_frees_the_place_at_once() {
    for onward in [json!({}), json!({ "long_term_care": { "wait": { "fixed": "0d" } } })] {
        let story = tell(&case(&json!({ "long_term_care": 1.0 }), &onward));
        assert_eq!(story.when("ended beds"), ["day 5 10:00", "day 10 10:00"]);
        assert_near(story.of_service("beds", "exit_block_days"), 0.0);
    }
}

#[test]
fn an_exit_with_nothing_to_wait_for_is_not_held_by_what_follows_another() {
    let onward = json!({ "long_term_care": { "wait": { "fixed": "3d" } } });
    for exit in ["independent", "care_home", "died"] {
        let story = tell(&case(&json!({ exit: 1.0 }), &onward));
        assert_eq!(story.when("ended beds"), ["day 5 10:00", "day 10 10:00"], "{exit}");
    }
}

/// The only place of "homes" is free at noon on Tuesday, 9 January.
fn to_homes() -> Value {
    let mut text = case(&json!({ "care_home": 1.0 }), &json!({ "care_home": { "service": "homes" } }));
    text["groups"]["direct"] = json!({ "needs": { "p3": 1.0 } });
    text["pathways"]["p3"] = json!({ "services": ["homes"] });
    text["initial"]["hospital"]["group"] = json!("people");
    text["initial"]["services"] =
        json!({ "homes": { "people": 1, "group": "direct", "residual": { "fixed": "204h" } } });
    text
}

#[test]
fn a_place_is_kept_until_there_is_one_in_what_follows() {
    let story = tell(&to_homes());
    assert_eq!(story.when("ended beds"), ["day 8 12:00"]);
    assert_eq!(story.when("started homes"), ["day 8 12:00"]);
    // The second starts as the first moves on and blocks the bed to the end.
    assert_eq!(story.when("started beds"), ["day 0 10:00", "day 8 12:00"]);
    let first = at(8, 12, 0).since(at(5, 10, 0)).days();
    let second = at(28, 0, 0).since(at(13, 12, 0)).days();
    assert_near(story.of_service("beds", "exit_block_days"), first + second);
    assert_near(story.of_service("beds", "stay_days_mean"), 5.0 + first);
    assert_near(story.of_service("homes", "wait_days_mean"), first);
    assert_near(story.of_service("homes", "queue_mean"), (first + second) / 28.0);
}

#[test]
fn the_onward_wait_comes_before_the_onward_line() {
    let mut text = to_homes();
    text["onward"]["care_home"]["wait"] = json!({ "fixed": "2d" });
    let story = tell(&text);
    assert_eq!(story.when("started homes"), ["day 8 12:00"]);
    assert_near(story.of_service("homes", "wait_days_mean"), at(8, 12, 0).since(at(7, 10, 0)).days());
    text["onward"]["care_home"]["wait"] = json!({ "fixed": "4d" });
    let story = tell(&text);
    assert_eq!(story.when("started homes"), ["day 9 10:00"]);
    assert_near(story.of_service("homes", "wait_days_mean"), 0.0);
    assert_eq!(story.when("ended beds"), ["day 9 10:00"]);
}

#[test]
fn a_place_is_kept_until_what_follows_is_open() {
    let mut text = to_homes();
    text["services"]["homes"]["admits"] = json!({ "thu": "14:00-16:00" });
    let story = tell(&text);
    assert_eq!(story.when("held homes"), ["day 8 12:00"]);
    assert_eq!(story.when("ended beds"), ["day 10 14:00"]);
    assert_eq!(story.when("started homes"), ["day 10 14:00"]);
    assert_near(story.of_service("homes", "wait_days_mean"), at(8, 12, 0).since(at(5, 10, 0)).days());
}

#[test]
fn one_line_serves_all_who_need_what_follows_by_time_of_referral() {
    // Somebody in hospital is ready for "homes" after one from "beds" was referred, and before another.
    let mut text = to_homes();
    text["services"]["beds"]["places"] = json!(2);
    text["services"]["homes"]["stay"] = json!({ "fixed": "2d" });
    text["groups"]["direct"]["arrivals"] = json!({ "by_hour": super::seen::only_at(3) });
    let story = tell_with(&text, &[("direct", &[0, 0, 0, 0, 0, 1, 1])]);
    assert_eq!(story.when("started homes"), ["day 8 12:00", "day 10 12:00", "day 12 12:00", "day 14 12:00"]);
    let groups: Vec<u8> = story.to_whom("started homes").iter().map(|who| who.0).collect();
    // Came at 03:00 on day 5, two referred at 10:00, came at 03:00 on day 6.
    assert_eq!(groups, [0, 1, 1, 0]);
}

#[test]
fn a_permanent_service_binds_by_starts_only() {
    let mut text = case(&json!({ "independent": 1.0 }), &json!({}));
    text["pathways"]["p2"]["services"] = json!(["homes"]);
    text["services"]["homes"] =
        json!({ "setting": "bed", "permanent": true, "starts_per_week": 2, "spread": "free" });
    text["initial"]["hospital"]["people"] = json!(5);
    let story = tell(&text);
    let starts = ["day 0 10:00", "day 0 10:00", "day 7 00:00", "day 7 00:00", "day 14 00:00"];
    assert_eq!(story.when("started homes"), starts);
    assert!(story.moments("ended homes").is_empty());
    assert_near(story.outcome("care_home_admissions"), 5.0);
    assert_eq!(story.of_service("homes", "utilisation"), None);
}

#[test]
fn whoever_waits_for_a_permanent_place_keeps_the_one_it_has() {
    let mut text = case(&json!({ "care_home": 1.0 }), &json!({ "care_home": { "service": "homes" } }));
    text["services"]["homes"] =
        json!({ "setting": "bed", "permanent": true, "starts_per_week": 1, "spread": "free" });
    text["services"]["beds"]["places"] = json!(2);
    let story = tell(&text);
    // Both stays are over on Saturday; one start in the week, and one more from Monday.
    assert_eq!(story.when("started homes"), ["day 5 10:00", "day 7 00:00"]);
    assert_near(story.of_service("beds", "exit_block_days"), at(7, 0, 0).since(at(5, 10, 0)).days());
    assert_near(story.outcome("care_home_admissions"), 2.0);
}

#[test]
fn a_second_service_stay_has_luck_of_its_own() {
    // If both stays and both exits hung on the same luck, the stays would be equal and whoever goes
    // on once would go on for ever.
    let mut text = case(
        &json!({ "independent": 0.5, "care_home": 0.5 }),
        &json!({ "care_home": { "service": "homes" } }),
    );
    let stay = json!({ "exponential": { "mean": "3d" } });
    text["services"]["beds"] = json!({ "stay": stay, "exits": { "independent": 0.5, "care_home": 0.5 } });
    text["services"]["homes"] = text["services"]["beds"].clone();
    text["calendar"] = json!({ "days": 90 });
    text["initial"]["hospital"]["people"] = json!(40);
    let story = tell(&text);
    let onward = story.to_whom("started homes");
    let mut people = onward.clone();
    people.dedup();
    people.sort_unstable();
    people.dedup();
    assert!(people.len() >= 10 && people.len() <= 30, "{} of 40 go on", people.len());
    let again = onward.len() - people.len();
    assert!(again >= 3 && again <= people.len() + 10, "{again} go on again");
    let mut different = 0;
    for who in &people {
        let (beds, homes) =
            (story.moments_of(*who, "started beds")[0], story.moments_of(*who, "started homes"));
        if homes.len() > 1 {
            different += u32::from(homes[0].since(beds) != homes[1].since(homes[0]));
        }
    }
    assert!(different >= 3, "{different}");
}

#[test]
fn whoever_is_sent_back_to_hospital_comes_at_once_as_the_next_episode_of_its_group() {
    let mut text = case(&json!({ "hospital": 1.0 }), &json!({}));
    text["initial"]["hospital"]["people"] = json!(1);
    let story = tell(&text);
    // Five days in the service, three in hospital, and so on.
    assert_eq!(story.when("started beds"), ["day 0 10:00", "day 8 10:00", "day 16 10:00", "day 24 10:00"]);
    assert_eq!(story.when("arrived"), ["day 5 10:00", "day 13 10:00", "day 21 10:00"]);
    assert_eq!(story.when("admitted"), story.when("arrived"));
    assert!(story.to_whom("arrived").iter().all(|who| who.0 == 0));
    assert_near(story.outcome("admissions"), 3.0);
    assert_near(story.outcome("discharges"), 4.0);
    assert_near(story.outcome("bed_wait_hours_mean"), 0.0);
    // The scenario says of nobody at discharge whether it comes back: what is not known is not 0.
    assert_eq!(story.outcome("readmissions_30d"), None);
}

#[test]
fn each_episode_has_draws_of_its_own() {
    let mut text = case(&json!({ "hospital": 1.0 }), &json!({}));
    text["groups"]["people"]["stay"] = json!({ "exponential": { "mean": "1d" } });
    text["services"]["beds"]["stay"] = json!({ "exponential": { "mean": "1d" } });
    text["initial"]["hospital"]["people"] = json!(1);
    let story = tell(&text);
    let stays = seen(&story).stays;
    assert!(stays.len() >= 4, "{stays:?}");
    for (i, (key, stay)) in stays.iter().enumerate() {
        assert_eq!(key.3, i as u32 + 1, "episodes are numbered");
        assert!(stays[..i].iter().all(|(_, other)| other != stay), "{stays:?}");
    }
}

#[test]
fn a_return_to_a_full_hospital_queues_for_a_bed_as_an_emergency() {
    let mut text = case(&json!({ "hospital": 1.0 }), &json!({}));
    text["groups"]["people"]["kind"] = json!("elective");
    text["groups"]["people"]["elective"] = json!({ "gives_up_at": "arrival" });
    text["groups"]["others"] =
        json!({ "arrivals": { "by_hour": super::seen::only_at(3) }, "stay": { "fixed": "2d" } });
    text["hospital"] = json!({ "beds": 1 });
    text["initial"]["hospital"] = json!({ "people": 1, "group": "people", "residual": { "fixed": "10h" } });
    let story = tell_with(&text, &[("others", &[0, 0, 0, 0, 1])]);
    let other = story.moments("arrived")[0];
    let free = other + minutes(2 * 1440);
    assert_eq!(story.moments("admitted")[..2], [other, free]);
    assert_near(story.outcome("electives_cancelled"), 0.0);
    assert!(free > at(5, 10, 0));
}

#[test]
fn whoever_came_from_home_and_goes_to_hospital_leaves_the_system() {
    let mut text = case(&json!({ "hospital": 1.0 }), &json!({}));
    text["groups"]["people"] = json!({ "enters": "community", "needs": { "p2": 1.0 } });
    text["initial"] = json!({ "services": { "beds": { "queue": 1 } } });
    let story = tell(&text);
    assert_eq!(story.when("ended beds"), ["day 5 00:00"]);
    assert!(story.moments("admitted").is_empty());
}

/// Where people are said to be when they begin to keep a place that they have no use for.
#[derive(Default)]
struct Keeping(Vec<(ServiceIndex, Option<ServiceIndex>)>);

impl Observer for Keeping {
    fn changed(&mut self, _now: Time, change: Change<'_>) {
        if let Change::Blocked { patient, service, .. } = change {
            self.0.push((service, patient.service()));
        }
    }
}

#[test]
fn who_keeps_a_place_is_in_the_service_all_the_while() {
    let onward = json!({ "long_term_care": { "wait": { "fixed": "3d" } } });
    let scenario = scenario(&case(&json!({ "long_term_care": 1.0 }), &onward));
    let mut simulation = Simulation::new(&scenario.plan, Keeping::default());
    simulation.run(1, 0).unwrap();
    assert_eq!(simulation.observer().0, [(ServiceIndex(0), Some(ServiceIndex(0))); 2]);
}

/// One person in each service from the start, for so many days, who then needs a place in the next.
fn circle(places_of_b: &Value, c: bool) -> Value {
    let exit = |exit: &str| {
        let mut exits = json!({});
        exits[exit] = json!(1);
        exits
    };
    let mut text = json!({
        "groups": { "people": { "needs": { "p1": 0.4, "p2": 0.3, "p3": 0.3 } } },
        "pathways": { "p1": { "services": ["a"] }, "p2": { "services": ["b"] }, "p3": { "services": ["c"] } },
        "services": { "a": { "places": 1, "stay": { "fixed": "5d" }, "exits": exit("care_home") },
                      "b": { "places": places_of_b, "stay": { "fixed": "5d" }, "exits": exit("long_term_care") },
                      "c": { "places": 1, "stay": { "fixed": "5d" }, "exits": exit("care_home") } },
        "onward": { "care_home": { "service": "b" }, "long_term_care": { "service": "a" } },
        "initial": { "services": { "a": { "people": 1, "residual": { "fixed": "2d" } }, "b": { "people": 1, "residual": { "fixed": "3d" } } } }
    });
    if c {
        text["initial"]["services"]["c"] = json!({ "people": 1, "residual": { "fixed": "10d" } });
    }
    text
}

#[test]
fn full_services_whose_people_wait_for_each_others_places_stand_still() {
    let story = tell(&circle(&json!(1), false));
    // The second of the two is done on day 3, of 28.
    assert_near(story.outcome("deadlock_days"), 25.0);
    assert_near(story.of_service("a", "deadlock_days"), 25.0);
    assert_near(story.of_service("b", "deadlock_days"), 25.0);
    assert_near(story.of_service("c", "deadlock_days"), 0.0);
    // Another that waits for one of them stands still with them, from when it is done.
    let story = tell(&circle(&json!(1), true));
    assert_near(story.of_service("c", "deadlock_days"), 18.0);
    assert_near(story.outcome("deadlock_days"), 25.0);
}

#[test]
fn whoever_can_move_one_day_does_not_stand_still() {
    assert_near(tell(&circle(&json!(2), false)).outcome("deadlock_days"), 0.0);
    let later = json!({ "base": 1, "changes": [{ "from": "2024-01-11", "to": 2 }] });
    assert_near(tell(&circle(&later, false)).outcome("deadlock_days"), 0.0);
    // Places that are lost on day 6 for good: two in b have all the room until then.
    let lost = json!({ "base": 2, "changes": [{ "from": "2024-01-07", "to": 1 }] });
    let story = tell(&circle(&lost, false));
    assert_eq!(story.outcome("deadlock_days").map(|days| days > 0.0), Some(true));
}

#[test]
fn people_whose_care_grows_less_while_they_wait_for_their_own_service_do_not_stand_still() {
    // Both need seven hours until noon and none from the next midnight on, when there is room for both again.
    let story = tell(&json!({
        "groups": { "a": { "enters": "community", "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["aside"] } },
        "services": { "aside": { "hours_per_week": 14, "care": { "first": 7, "last": 0 }, "stay": { "fixed": "12h" },
                                 "exits": { "long_term_care": 1.0 } } },
        "onward": { "long_term_care": { "service": "aside" } },
        "initial": { "services": { "aside": { "people": 2, "residual": { "fixed": "12h" } } } }
    }));
    assert_eq!(story.moments("started aside")[..2], [at(1, 0, 0), at(1, 0, 0)]);
    assert_near(story.of_service("aside", "deadlock_days"), 0.0);
}
