//! A census: people who are there at the start, and since when. The run begins on Monday, 1 January
//! 2024; days are counted from the first day that the census names.

use serde_json::{Value, json};
use wardflow::measures::DailyMeasure;
use wardflow::scenario::plan::ServiceIndex;

use crate::support::{assert_near, at, tell_census};

fn beds() -> Value {
    json!({
        "groups": { "people": { "stay": { "fixed": "5d" }, "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": 1, "stay": { "fixed": "4d" } } }
    })
}

fn home() -> Value {
    json!({
        "groups": { "people": { "needs": { "p1": 1.0 } }, "neighbours": { "enters": "community", "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"], "bridge": "bridge" } },
        "services": { "care": { "setting": "home", "places": 1, "stay": { "fixed": "3d" } },
                      "bridge": { "setting": "home", "bridge": true, "places": 1, "respond_within": "4h", "longest_stay": "14d" } }
    })
}

#[test]
fn who_is_in_a_service_stays_for_the_rest_of_the_stay() {
    let story = tell_census(&beds(), "where,since,group\nbeds,2023-12-29,people\n");
    assert_eq!(story.when("ended beds"), ["day 4 00:00"]);
    assert_near(story.of_service("beds", "stay_days_mean"), 4.0);
    assert_near(story.of_service("beds", "people_mean"), 1.0 / 28.0);
    assert_near(story.of_service("beds", "starts"), 0.0);
}

#[test]
fn who_is_in_the_acute_stay_is_ready_when_it_has_lasted_so_long() {
    let mut text = beds();
    text["groups"]["people"]["needs"] = json!({ "p0": 1.0 });
    let story = tell_census(&text, "where,since,group\nhospital,2023-12-30 06:00,people\n");
    assert_eq!(story.when("ready"), ["day 5 06:00"]);
    assert_near(story.outcome("acute_bed_days"), 3.25);
    assert_near(story.outcome("admissions"), 0.0);
    assert_near(story.outcome("discharges"), 1.0);
}

#[test]
fn whose_stay_must_be_over_has_not_been_found_yet() {
    let mut text = beds();
    text["groups"]["people"] = json!({ "stay": { "fixed": "2d" }, "needs": { "p0": 1.0 } });
    text["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": ["12:00"], "reach": 0.5 } } });
    let story = tell_census(
        &text,
        &format!("where,since,group\n{}", "hospital,2023-12-28 06:00,people\n".repeat(40)),
    );
    assert_eq!(story.patients.len(), 40);
    // The stay ended on 30 December; the rounds of that day and the next have passed.
    assert!(story.patients.iter().all(|(_, p)| p.acute_end == at(2, 6, 0)));
    let ready = story.moments("ready");
    assert!(
        ready.iter().all(|t| t.day() >= 4 && t.time_of_day() == at(0, 12, 0).since(at(0, 0, 0))),
        "{ready:?}"
    );
    assert!(ready.iter().filter(|t| t.day() == 4).count() > 10);
}

#[test]
fn delay_counts_from_the_day_of_the_census_and_bed_days_from_the_start() {
    let story = tell_census(
        &beds(),
        "where,since,group,pathway,ready,waiting_for\n\
         beds,2023-12-29 12:00,people,,,\n\
         hospital,2023-12-20,people,p2,2023-12-30,beds\n",
    );
    assert_eq!(story.when("left for beds"), ["day 13 12:00"]);
    assert_near(story.outcome("delay_days_mean"), 3.5);
    assert_near(story.outcome("delay_band_2_3"), 1.0);
    assert_near(story.outcome("nctr_bed_days"), 1.5);
    assert_near(story.outcome("acute_bed_days"), 1.5);
    assert_near(story.outcome("stays_7_days"), 1.5 / 28.0);
    assert_near(story.outcome("stays_14_days"), 0.0);
    assert_near(story.of_service("beds", "wait_days_mean"), 3.5);
    assert_near(story.of_service("beds", "queue_mean"), 1.5 / 28.0);
    assert_eq!(story.reasons(), [("capacity:beds".to_owned(), 36 * 60)]);
}

#[test]
fn the_first_day_shows_the_known_state() {
    let story = tell_census(
        &beds(),
        "where,since,group,pathway,ready,waiting_for\n\
         beds,2023-12-31,people,,,\n\
         hospital,2023-12-20,people,p2,2023-12-30,beds\n\
         hospital,2023-12-31,people,,,\n",
    );
    let of = |measure: DailyMeasure| {
        let all = DailyMeasure::all(story.scenario.plan.services.len());
        story.found.daily[all.into_iter().position(|m| m == measure).unwrap()][0]
    };
    let seen = [
        DailyMeasure::Hospital,
        DailyMeasure::Nctr,
        DailyMeasure::Service(ServiceIndex(0)),
        DailyMeasure::Queue(ServiceIndex(0)),
    ]
    .map(of);
    assert_eq!(seen.map(|people| people.to_string()), ["2", "1", "1", "1"]);
}

#[test]
fn lines_stand_in_the_order_of_the_ready_dates() {
    let story = tell_census(
        &beds(),
        "where,since,group,pathway,ready,waiting_for\n\
         beds,2023-12-29,people,,,\n\
         hospital,2023-12-20,people,p2,2023-12-31,beds\n\
         hospital,2023-12-25,people,p2,2023-12-28,beds\n\
         hospital,2023-12-20,people,p2,2023-12-28 00:01,beds\n",
    );
    let order: Vec<u32> = story.to_whom("left for beds").iter().map(|who| who.2 - (1 << 31)).collect();
    assert_eq!(order, [2, 3, 1]);
    // Lead of 12 days; the place is free on the second day and every fourth from then on.
    assert_eq!(story.when("left for beds"), ["day 13 00:00", "day 17 00:00", "day 21 00:00"]);
}

#[test]
fn who_is_ready_without_a_pathway_begins_the_way_out_now() {
    let mut text = beds();
    text["hub"] = json!({ "sees": ["p2"], "assessment": { "fixed": "2h" } });
    text["steps"] = json!({ "review": { "takes": { "fixed": "1h" } } });
    let story = tell_census(&text, "where,since,group,ready\nhospital,2023-12-30,people,2023-12-31\n");
    assert_eq!(story.when("decided p2"), ["day 2 02:00"]);
    assert_near(story.outcome("delay_days_mean"), 1.0 + 2.0 / 24.0);
    assert_near(story.outcome("nctr_bed_days"), 2.0 / 24.0);
}

#[test]
fn who_is_decided_without_named_lines_has_its_decision_steps_before_it() {
    let mut text = beds();
    text["steps"] = json!({ "choice": { "starts": "decision", "takes": { "fixed": "5h" } } });
    let rows = |lines: &str| {
        format!(
            "where,since,group,pathway,ready,waiting_for\nhospital,2023-12-30,people,p2,2023-12-31,{lines}\n"
        )
    };
    assert_eq!(tell_census(&text, &rows("")).when("left for beds"), ["day 2 05:00"]);
    assert_eq!(tell_census(&text, &rows("beds")).when("left for beds"), ["day 2 00:00"]);
}

#[test]
fn who_is_on_a_bridge_keeps_its_turn_and_its_longest_stay() {
    let rows = "where,since,group,pathway,ready,waiting_for\n\
                care,2023-12-31,people,p1,,\n\
                bridge,2023-12-30,people,p1,2023-12-28,care\n";
    let story = tell_census(&home(), rows);
    assert_eq!(
        (story.when("started care"), story.when("ended bridge")),
        (vec!["day 6 00:00".to_owned()], vec!["day 6 00:00".to_owned()])
    );
    assert_near(story.of_service("bridge", "stay_days_mean"), 4.0);
    assert_near(story.of_service("care", "wait_days_mean"), 6.0);
    assert_near(story.outcome("waiting_in_community"), 2.0 / 28.0);
    let mut text = home();
    text["services"]["bridge"]["longest_stay"] = json!("3d");
    assert_eq!(tell_census(&text, rows).when("overdue bridge"), ["day 5 00:00"]);
}

#[test]
fn who_waits_at_home_has_waited_since_the_referral() {
    let story = tell_census(
        &home(),
        "where,since,group,pathway,waiting_for\n\
         care,2023-12-31,people,p1,\n\
         home,2023-12-28,neighbours,,\n",
    );
    assert_eq!(story.when("started care"), ["day 6 00:00"]);
    assert_near(story.of_service("care", "wait_days_mean"), 6.0);
    assert_near(story.outcome("waiting_in_community"), 2.0 / 28.0);
}

#[test]
fn traits_are_as_given_or_drawn_so_that_the_service_takes_the_person() {
    let mut text = beds();
    text["groups"]["people"]["traits"] = json!({ "far": 0.5 });
    text["services"]["beds"]["accepts"] = json!({ "traits": ["far"] });
    text["services"]["near"] = json!({ "setting": "bed", "stay": { "fixed": "1d" } });
    text["pathways"]["p2"]["services"] = json!(["beds", "near"]);
    let rows = "where,since,group,pathway,ready,waiting_for\nhospital,2023-12-30,people,p2,2023-12-31,beds\n";
    let story = tell_census(&text, rows);
    assert_eq!(story.patients[0].1.traits().0, 1);
    let given = "where,since,group,traits\nhospital,2023-12-30,people,\nhospital,2023-12-30,people,far\n";
    let traits: Vec<u64> = tell_census(&text, given).patients.iter().map(|(_, p)| p.traits().0).collect();
    assert_eq!(traits, [0, 1]);
}

#[test]
fn a_census_may_be_followed_by_a_warm_up() {
    let mut text = beds();
    text["calendar"] = json!({ "start": "2024-01-11", "warm_up": "10d", "days": 10 });
    // Ready on 31 December, five days before the stay in the bed ends on 5 January.
    let story = tell_census(
        &text,
        "where,since,group,pathway,ready,waiting_for\n\
         beds,2023-12-31,people,,,\n\
         hospital,2023-12-20,people,p2,2023-12-31,beds\n",
    );
    assert_eq!(story.when("left for beds"), ["day 15 00:00"]);
    assert_near(story.outcome("discharges"), 0.0);
    assert_near(story.outcome("nctr_bed_days"), 0.0);
}

#[test]
fn how_long_somebody_has_been_there_moves_nobody_else() {
    let text = json!({
        "calendar": { "start": "2024-01-03", "days": 28 },
        "groups": { "people": { "arrivals": { "per_day": 6, "variance_over_mean": 1.3 }, "stay": { "exponential": { "mean": "3d" } },
                                "needs": { "p0": 0.5, "p2": 0.5 } },
                    "others": { "needs": { "far": 1.0 } } },
        "hospital": { "beds": 25, "board_rounds": { "mon-fri": { "at": ["10:00"], "reach": 0.7 } } },
        "hub": { "staff": { "mon-fri": 2, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } },
        "events": { "closed": { "services": ["beds"], "chance": 0.05, "lasts": { "fixed": "2d" }, "closes": true } },
        "pathways": { "p2": { "services": ["beds"] }, "far": { "services": ["far"] } },
        "services": { "beds": { "setting": "bed", "places": { "base": 14, "changes": [{ "from": "2024-01-15", "to": 16 }] },
                                "starts_per_week": 9.5, "stay": { "exponential": { "mean": "6d" } } },
                      "far": { "setting": "bed", "stay": { "fixed": "2000d" } } }
    });
    let of = |since: &str| tell_census(&text, &format!("where,since,group\nfar,{since},others\n")).found;
    let (short, long) = (of("2024-01-03"), of("2022-06-09"));
    assert_eq!(short.system, long.system);
    assert_eq!((&short.services, &short.reasons), (&long.services, &long.reasons));
    assert_eq!((&short.daily, &short.occupancy), (&long.daily, &long.occupancy));
}

#[test]
fn the_shipped_forecast_begins_with_its_census_and_obeys_the_laws() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let scenario = wardflow::scenario::Scenario::open(&folder.join("forecast-from-today.json"), &[]).unwrap();
    let rows = std::fs::read_to_string(folder.join("forecast-from-today.csv")).unwrap().lines().count() - 1;
    assert_eq!(scenario.plan.initial.census.len(), rows);
    let found = wardflow::measures::checked(&scenario.plan, 1, 0).unwrap();
    assert!(found.people > 1000);
}

#[test]
fn nobody_is_still_unfound_whom_a_round_must_have_found() {
    let mut text = beds();
    text["groups"]["people"] = json!({ "stay": { "exponential": { "mean": "3d" } }, "needs": { "p0": 1.0 } });
    text["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": ["12:00"] } } });
    let rows = "hospital,2023-12-28 06:00,people\n".repeat(40);
    let story = tell_census(&text, &format!("where,since,group\n{rows}"));
    // The last round was on 31 December at noon; it finds everybody whose stay is over.
    assert!(story.patients.iter().all(|(_, p)| p.acute_end > at(3, 12, 0)));
    assert!(story.patients.iter().any(|(_, p)| p.acute_end < at(4, 0, 0)));
    assert!(story.patients.len() > 30);
}
