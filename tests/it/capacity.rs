//! Capacity that closes, rises and falls, visits whose whole plan must fit, and who comes first in a
//! line: small cases with fixed lengths, to the minute, each through the laws.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, at, tell, tell_with};

/// Hours of the day in which people come: only in this one.
pub fn only_at(hour: usize) -> Vec<u32> {
    (0..24).map(|h| u32::from(h == hour)).collect()
}

/// So many people, ready after so long, who need the one service.
fn from_hospital(people: u32, ready: &str, service: &Value) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["care"] } },
        "services": { "care": service },
        "initial": { "hospital": { "people": people, "residual": { "fixed": ready } } }
    })
}

/// So many people at home who wait for the one service from the start.
fn from_home(people: u32, service: &Value) -> Value {
    json!({
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": service },
        "initial": { "services": { "care": { "queue": people } } }
    })
}

fn starts(text: &Value) -> Vec<String> {
    tell(text).when("started care")
}

fn loads(story: &Story) -> Vec<i64> {
    let load = |what: &str| what.strip_prefix("load care ").and_then(|n| n.parse().ok());
    story.told.iter().filter_map(|told| load(&told.what)).collect()
}

mod closures {
    use super::*;

    const TWO_DAYS: &str = r#"[{ "from": "2024-01-01", "to": "2024-01-02", "closed": true }]"#;

    fn closed() -> Value {
        serde_json::from_str(TWO_DAYS).unwrap()
    }

    #[test]
    fn a_closed_service_lets_nobody_in_and_is_what_is_waited_for() {
        let beds = json!({ "places": { "base": 4, "closures": closed() }, "stay": { "fixed": "9d" } });
        let story = tell(&from_hospital(1, "10h", &beds));
        assert_eq!(story.when("started care"), ["day 2 00:00"]);
        assert_eq!(story.reasons(), [("closed:care".to_owned(), 38 * 60)]);
        // Closed places are there all the same: nine days used and 14 + 24 hours held, of 4 × 28.
        assert_near(story.of_service("care", "utilisation"), (9.0 + 38.0 / 24.0) / 112.0);
    }

    #[test]
    fn whoever_is_in_a_closed_service_stays_and_leaves() {
        let mut text = from_hospital(0, "1h", &json!({ "places": { "base": 4, "closures": closed() } }));
        text["initial"] = json!({ "services": { "care": { "people": 1, "residual": { "fixed": "30h" } } } });
        assert_eq!(tell(&text).when("ended care"), ["day 1 06:00"]);
    }

    #[test]
    fn lost_places_come_back_after_the_last_day() {
        let closures = json!([{ "from": "2024-01-02", "to": "2024-01-03", "lost": 1 }]);
        let beds = json!({ "places": { "base": 2, "closures": closures }, "stay": { "fixed": "30d" } });
        let story = tell(&from_hospital(2, "30h", &beds));
        assert_eq!(story.when("started care"), ["day 1 06:00", "day 3 00:00"]);
        let available = 28.0 * 2.0 - 2.0;
        assert_near(story.of_service("care", "utilisation"), (26.75 + 25.0) / available);
    }

    #[test]
    fn more_places_lost_than_there_are_leave_none() {
        let closures = json!([{ "from": "start", "to": "2024-01-03", "lost": 9 }]);
        let beds = json!({ "places": { "base": 2, "closures": closures }, "stay": { "fixed": "30d" } });
        assert_eq!(starts(&from_hospital(1, "30h", &beds)), ["day 3 00:00"]);
    }

    #[test]
    fn a_closed_hospital_admits_nobody_and_its_beds_stay_in_the_denominator() {
        let closures = json!([{ "from": "2024-01-01", "to": "2024-01-01", "closed": true }]);
        let story = tell_with(
            &json!({
                "groups": { "people": { "arrivals": { "by_hour": only_at(5) }, "stay": { "fixed": "7d" } } },
                "hospital": { "beds": { "base": 10, "closures": closures } }
            }),
            &[("people", &[1])],
        );
        assert_eq!(story.when("admitted"), ["day 1 00:00"]);
        assert_near(story.outcome("acute_occupancy"), 7.0 / 280.0);
    }

    #[test]
    fn the_share_of_a_day_on_which_starts_are_closed_is_lost() {
        let wednesday = json!([{ "from": "2024-01-03", "to": "2024-01-03", "closed": true }]);
        let story = tell(&from_home(
            8,
            &json!({ "starts_per_week": { "base": 7, "closures": wednesday }, "stay": { "fixed": "1d" } }),
        ));
        let days: Vec<u32> = story.moments("started care").iter().map(|at| at.day()).collect();
        assert_eq!(days, [0, 1, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn the_starts_of_a_day_on_which_places_are_closed_are_left_to_the_other_days() {
        // Seven starts over six open days: by the k-th at most 7k ÷ 6, rounded up.
        let wednesday = json!([{ "from": "2024-01-03", "to": "2024-01-03", "closed": true }]);
        let story = tell(&from_home(
            8,
            &json!({ "places": { "base": 90, "closures": wednesday }, "starts_per_week": 7, "stay": { "fixed": "1d" } }),
        ));
        let days: Vec<u32> = story.moments("started care").iter().map(|at| at.day()).collect();
        assert_eq!(days, [0, 0, 1, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn nobody_works_on_a_closed_day() {
        for key in ["staff", "per_day"] {
            let mut text = from_hospital(1, "10h", &json!({ "stay": { "fixed": "9d" } }));
            text["steps"] = json!({ "review": { "takes": { "fixed": "2h" } } });
            text["steps"]["review"][key] = json!({
                "base": 3, "closures": [{ "from": "2024-01-01", "to": "2024-01-01", "closed": true }]
            });
            assert_eq!(starts(&text), ["day 1 02:00"], "{key}");
        }
    }

    #[test]
    fn hours_of_care_can_be_lost_in_part() {
        let closures = json!([{ "from": "2024-01-01", "to": "2024-01-01", "lost": 6.5 }]);
        let hours = |first: f64| {
            json!({ "hours_per_week": { "base": 20, "closures": closures }, "care": { "first": first },
                    "stay": { "fixed": "9d" } })
        };
        assert_eq!(starts(&from_home(1, &hours(13.5))), ["day 0 00:00"]);
        assert_eq!(starts(&from_home(1, &hours(13.6))), ["day 1 00:00"]);
    }
}

mod amounts {
    use super::*;

    fn ramp(to: f64) -> Value {
        // 0, a quarter, a half, three quarters, all.
        json!({ "base": 0, "changes": [{ "from": "start", "to": to, "over": "4d" }] })
    }

    #[test]
    fn ramped_people_and_visits_are_rounded_down_while_hours_are_not() {
        let places = json!({ "places": ramp(2.0), "stay": { "fixed": "30d" } });
        assert_eq!(starts(&from_home(2, &places)), ["day 2 00:00", "day 4 00:00"]);
        let hours =
            json!({ "hours_per_week": ramp(10.0), "care": { "first": 2.5 }, "stay": { "fixed": "30d" } });
        assert_eq!(
            starts(&from_home(4, &hours)),
            ["day 1 00:00", "day 2 00:00", "day 3 00:00", "day 4 00:00"]
        );
        // 2.5 visits a day are 2, so a person with 1 and one with 1 start, and no third.
        let visits =
            json!({ "visits_per_day": ramp(10.0), "care": { "first": 1 }, "stay": { "fixed": "30d" } });
        let days: Vec<u32> =
            tell(&from_home(8, &visits)).moments("started care").iter().map(|at| at.day()).collect();
        assert_eq!(days, [1, 1, 2, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn hours_that_fall_below_use_drain_before_anybody_starts() {
        let falls = json!({ "base": 28, "changes": [{ "from": "2024-01-02", "to": 15 }] });
        let care = json!({ "hours_per_week": falls, "care": { "first": 14 }, "stay": { "fixed": "5d" } });
        let mut text = from_home(3, &care);
        text["groups"]["people"]["arrivals"] = json!({ "per_day": 1e-6 });
        // Two start at once; from the second day there is room for one only, once both have left.
        assert_eq!(starts(&text), ["day 0 00:00", "day 0 00:00", "day 5 00:00"]);
    }
}

mod visits {
    use super::*;

    fn visits(amount: &Value, first: u32, last: u32, stay: &str, rule: &str) -> Value {
        json!({ "visits_per_day": amount, "care": { "first": first, "last": last, "rule": rule },
                "stay": { "fixed": stay } })
    }

    #[test]
    fn somebody_starts_on_the_first_day_from_which_the_whole_plan_fits() {
        // Plans of 3, 2, 1. The second beside the first: 6 on the same day, 2 + 3 a day later; the
        // third: 2 + 3 + 3, then 1 + 2 + 3, then 1 + 3.
        let care = visits(&json!(5), 3, 1, "3d", "whole_plan_fits");
        let story = tell(&from_home(3, &care));
        assert_eq!(story.when("started care"), ["day 0 00:00", "day 1 00:00", "day 3 00:00"]);
        assert_eq!(story.when("ended care"), ["day 3 00:00", "day 4 00:00", "day 6 00:00"]);
        assert_near(story.of_service("care", "utilisation"), 18.0 / (5.0 * 28.0));
    }

    #[test]
    fn a_plan_that_grows_is_looked_at_to_its_end() {
        // Plans of 1, 2, 3 of 4: beside the first the second needs 4 + 2 on some day until the third.
        let whole = visits(&json!(4), 1, 3, "3d", "whole_plan_fits");
        assert_eq!(starts(&from_home(2, &whole)), ["day 0 00:00", "day 2 00:00"]);
        let first = visits(&json!(4), 1, 3, "3d", "first_week_fits");
        assert_eq!(
            starts(&from_home(2, &first)),
            ["day 0 00:00", "day 2 00:00"],
            "nor may anybody outgrow the limit"
        );
        // Care that falls may: 3 and 3 of 6 today, whatever the days ahead.
        let falls = visits(
            &json!({ "base": 6, "changes": [{ "from": "2024-01-02", "to": 1 }] }),
            3,
            1,
            "3d",
            "first_week_fits",
        );
        assert_eq!(starts(&from_home(2, &falls)), ["day 0 00:00", "day 0 00:00"]);
    }

    #[test]
    fn care_that_grows_is_never_beyond_its_limit() {
        let amounts = [json!(40), json!({ "base": 40, "changes": [{ "from": "2024-01-20", "to": 25 }] })];
        for (limit, per_day) in [("visits_per_day", 2), ("hours_per_week", 3)] {
            for (amount, last) in amounts.iter().flat_map(|amount| {
                [json!(4), json!({ "uniform": { "min": 0, "max": 5 } })].map(|last| (amount, last))
            }) {
                for (rule, admits) in [
                    ("first_week_fits", "00:00-24:00"),
                    ("first_week_fits", "09:00-10:00"),
                    ("whole_plan_fits", "09:00-10:00"),
                ] {
                    let mut text = json!({
                        "calendar": { "days": 90 },
                        "groups": { "people": { "arrivals": { "per_day": per_day }, "stay": { "fixed": "1d" }, "needs": { "p1": 1.0 } } },
                        "pathways": { "p1": { "services": ["care"] } },
                        "steps": { "kit": { "starts": "offer", "concerns": { "share": 0.5 }, "takes": { "fixed": "30h" } } },
                        "services": { "care": { "care": { "first": 1, "last": last, "rule": rule }, "admits": { "mon-fri": admits },
                                                "stay": { "fixed": "10d" }, "exits": { "independent": 0.7, "care_home": 0.3 } },
                                      "homes": { "starts_per_week": 3, "permanent": true } },
                        "onward": { "care_home": { "service": "homes" } }
                    });
                    text["services"]["care"][limit] = amount.clone();
                    // The law that care is within its limit is checked with all others.
                    let story = tell(&text);
                    let mut now = 0;
                    let all = loads(&story).into_iter().map(|by| {
                        now += by;
                        now
                    });
                    let most = all.max().unwrap();
                    assert!(most > 25_000, "{most}: {text}");
                }
            }
        }
    }

    #[test]
    fn visits_are_whole_on_a_straight_line_over_whole_days() {
        // 3, 2⅓, 1⅔, 1 over 3.7 days, which are four; on the morning after them none.
        let story = tell(&from_hospital(1, "10h", &visits(&json!(9), 3, 1, "3.7d", "whole_plan_fits")));
        assert_eq!(loads(&story), [3000, -1000, -1000, -1000], "what stays as it is is not told");
        assert_eq!(story.when("started care"), ["day 0 10:00"]);
        assert_eq!(story.when("ended care"), ["day 4 10:00"]);
    }

    /// Two people from home, the bigger plan first, and a day on which next to nothing is there.
    fn passing(limit: &str, rule: &str) -> Vec<(u8, String)> {
        let closures = json!([{ "from": "2024-01-03", "to": "2024-01-03", "lost": 2 }]);
        let mut care = json!({ "care": { "first": 2, "rule": rule }, "stay": { "fixed": "4d" },
                               "stay_by_group": { "short": { "fixed": "1d" } } });
        care[limit] = json!({ "base": 3, "closures": closures });
        let group = |hour| json!({ "enters": "community", "needs": { "step_up": 1.0 }, "arrivals": { "by_hour": only_at(hour) } });
        let story = tell_with(
            &json!({
                "groups": { "long": group(1), "short": group(2) },
                "pathways": { "step_up": { "services": ["care"] } },
                "services": { "care": care }
            }),
            &[("long", &[1]), ("short", &[1])],
        );
        let who = story.to_whom("started care").into_iter().map(|who| who.0);
        let days = story.moments("started care").into_iter().map(|at| format!("day {}", at.day()));
        who.zip(days).collect()
    }

    #[test]
    fn a_smaller_plan_passes_a_bigger_one_that_does_not_fit() {
        for limit in ["visits_per_day", "hours_per_week"] {
            let found = passing(limit, "whole_plan_fits");
            assert_eq!(found, [(1, "day 0".to_owned()), (0, "day 3".to_owned())], "{limit}");
            // Where only the first week must fit, the bigger one starts at once.
            let found = passing(limit, "first_week_fits");
            assert_eq!(found[0], (0, "day 0".to_owned()), "{limit}");
        }
    }

    #[test]
    fn a_plan_moves_with_a_start_that_comes_later_than_the_offer() {
        // Held from 10:00, begun 26 hours later: visits on the second and third day, so the other
        // one starts on the fourth, while the first is there until noon.
        let mut text = from_hospital(2, "10h", &visits(&json!(1), 1, 1, "2d", "whole_plan_fits"));
        text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "26h" } } });
        let story = tell(&text);
        assert_eq!(story.when("held care"), ["day 0 10:00", "day 3 00:00"]);
        assert_eq!(story.when("started care"), ["day 1 12:00", "day 4 02:00"]);
        assert_eq!(story.when("ended care"), ["day 3 12:00", "day 6 02:00"]);
    }

    #[test]
    fn places_bind_beside_visits() {
        let mut care = visits(&json!(100), 1, 1, "2d", "whole_plan_fits");
        care["places"] = json!(1);
        assert_eq!(starts(&from_home(3, &care)), ["day 0 00:00", "day 2 00:00", "day 4 00:00"]);
    }
}

mod priorities {
    use super::*;

    /// People from hospital and from home wait for one place, which is free on the sixth day.
    fn case(priority: &Value, hospital: &[u32], home: &[u32]) -> Story {
        tell_with(
            &json!({
                "groups": {
                    "a_home": { "enters": "community", "needs": { "p1": 1.0 }, "arrivals": { "by_hour": only_at(1) } },
                    "hospital": { "stay": { "fixed": "1h" }, "needs": { "p1": 1.0 }, "traits": { "end_of_life": 1.0 },
                                  "arrivals": { "by_hour": only_at(1) } }
                },
                "pathways": { "p1": { "services": ["care"] } },
                "services": { "care": { "places": 1, "stay": { "fixed": "1d" }, "priority": priority } },
                "initial": { "services": { "care": { "people": 1, "residual": { "fixed": "5d" } } } }
            }),
            &[("a_home", home), ("hospital", hospital)],
        )
    }

    /// The groups in the order in which they start, and on which days.
    fn order(story: &Story) -> Vec<(u8, u32)> {
        let who = story.to_whom("started care").into_iter().map(|who| who.0);
        who.zip(story.moments("started care").iter().map(|at| at.day())).collect()
    }

    const HOME: u8 = 0;
    const HOSPITAL: u8 = 1;

    #[test]
    fn who_has_waited_longest_comes_first_where_nothing_is_said() {
        let story = case(&json!("longest_wait"), &[0, 1], &[1]);
        assert_eq!(order(&story), [(HOME, 5), (HOSPITAL, 6)]);
    }

    #[test]
    fn people_in_hospital_come_before_people_at_home() {
        let story = case(&json!("hospital_before_bridged"), &[0, 1], &[1]);
        assert_eq!(order(&story), [(HOSPITAL, 5), (HOME, 6)]);
    }

    #[test]
    fn groups_come_in_their_order_and_those_not_named_last() {
        let story = case(&json!({ "group_order": ["hospital"] }), &[0, 1], &[1]);
        assert_eq!(order(&story), [(HOSPITAL, 5), (HOME, 6)]);
        let story = case(&json!({ "group_order": ["a_home", "hospital"] }), &[1], &[0, 1]);
        assert_eq!(order(&story), [(HOME, 5), (HOSPITAL, 6)]);
    }

    #[test]
    fn people_at_the_end_of_life_come_first() {
        for priority in [json!("end_of_life_first"), json!({ "trait_first": "end_of_life" })] {
            let story = case(&priority, &[0, 1], &[1]);
            assert_eq!(order(&story), [(HOSPITAL, 5), (HOME, 6)], "{priority}");
        }
    }

    #[test]
    fn a_wait_at_home_counts_as_much_as_is_said() {
        // Nearly five days at home count as nearly two and a half: less than nearly three days in
        // hospital, more than nearly two.
        let half = json!({ "ageing": 0.5 });
        assert_eq!(order(&case(&half, &[0, 0, 1], &[1])), [(HOSPITAL, 5), (HOME, 6)]);
        assert_eq!(order(&case(&half, &[0, 0, 0, 1], &[1])), [(HOME, 5), (HOSPITAL, 6)]);
        let twice = json!({ "ageing": 2 });
        assert_eq!(order(&case(&twice, &[1], &[0, 0, 1])), [(HOME, 5), (HOSPITAL, 6)]);
        assert_eq!(order(&case(&json!({ "ageing": 1 }), &[1], &[0, 0, 1])), [(HOSPITAL, 5), (HOME, 6)]);
    }

    #[test]
    fn who_is_due_first_comes_first() {
        // From home since day 1 and due within nine days, from hospital since day 2 and due within two.
        let due =
            |hospital: &str, home: &str| json!({ "due_within": { "hospital": hospital, "a_home": home } });
        assert_eq!(order(&case(&due("2d", "9d"), &[0, 1], &[1])), [(HOSPITAL, 5), (HOME, 6)]);
        assert_eq!(order(&case(&due("9d", "2d"), &[1], &[0, 1])), [(HOME, 5), (HOSPITAL, 6)]);
        // With the same target for both it is the longest wait.
        assert_eq!(
            order(&case(&due("3d", "3d"), &[0, 1], &[1])),
            order(&case(&json!("longest_wait"), &[0, 1], &[1]))
        );
        // Who is not named comes last, and a target of nothing is due at once.
        assert_eq!(
            order(&case(&json!({ "due_within": { "hospital": "30d" } }), &[0, 1], &[1])),
            [(HOSPITAL, 5), (HOME, 6)]
        );
        assert_eq!(order(&case(&due("0d", "2d"), &[0, 1], &[1])), [(HOSPITAL, 5), (HOME, 6)]);
    }

    #[test]
    fn the_order_by_ageing_is_that_of_the_day_of_the_offer() {
        // The second from home counts 0.45 × 3.9 = 1.8 days when the place is free first, more than
        // the 0.9 of the second in hospital; two days later 0.45 × 5.9 = 2.7 are less than 2.9.
        let story = case(&json!({ "ageing": 0.45 }), &[0, 0, 0, 1, 1], &[1, 1]);
        assert_eq!(order(&story), [(HOME, 5), (HOSPITAL, 6), (HOSPITAL, 7), (HOME, 8)]);
    }

    #[test]
    fn whoever_leaves_on_a_bridge_steps_behind_those_in_hospital() {
        let case = |priority: &str| {
            let story = tell_with(
                &json!({
                    "groups": { "people": { "stay": { "fixed": "1h" }, "needs": { "p1": 1.0 } } },
                    "pathways": { "p1": { "services": ["care"], "bridge": "bridge" } },
                    "services": {
                        "care": { "places": 1, "stay": { "fixed": "1d" }, "priority": priority },
                        "bridge": { "bridge": true, "places": 1, "respond_within": "1h" }
                    },
                    "initial": { "services": { "care": { "people": 1, "residual": { "fixed": "5d" } } } }
                }),
                &[("people", &[1, 1])],
            );
            assert_eq!(story.moments("left on bridge").len(), 1 + usize::from(priority == "longest_wait"));
            let days = story.moments("started care");
            assert_eq!((days[0], days[1]), (at(5, 0, 0), at(6, 0, 0)));
            story.to_whom("started care").into_iter().map(|who| who.1).collect::<Vec<_>>()
        };
        assert_eq!(case("longest_wait"), [0, 1]);
        assert_eq!(case("hospital_before_bridged"), [1, 0]);
    }
}
