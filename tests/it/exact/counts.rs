//! What outcomes count, on cases small enough to count by hand.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, tell, tell_with};

/// One person whose acute stay ends at `ends` and for whom there is a bed at `free`.
fn case(ends: &str, free: &str) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": 1, "stay": { "fixed": "2d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": ends } },
                     "services": { "beds": { "people": 1, "residual": { "fixed": free } } } }
    })
}

/// Ready at 10:00 on Monday and gone at 16:00 on Thursday.
fn known() -> Story {
    tell(&case("10h", "88h"))
}

#[test]
fn delay_counts_from_ready_to_leaving() {
    let story = known();
    let days = 3.25;
    for (name, expected) in [
        ("nctr_bed_days", days),
        ("nctr_people", days / 28.0),
        ("nctr_share_of_beds", days / (88.0 / 24.0)),
        ("acute_bed_days", 88.0 / 24.0),
        ("delay_days_mean", days),
        ("delay_days_p50", days),
        ("delay_days_p90", days),
        ("delay_days_p95", days),
        ("discharges", 1.0),
        ("still_waiting", 0.0),
        ("delayed_days_mean", 3.0),
        ("usual_residence", 0.0),
    ] {
        let found = story.outcome(name).unwrap_or_else(|| panic!("{name}"));
        assert!((found - expected).abs() < 1e-9, "{name}: {found} instead of {expected}");
    }
}

#[test]
fn people_remaining_are_counted_at_midnight_and_the_return_adds_those_who_left() {
    let story = known();
    assert_near(story.outcome("nctr_remaining"), 3.0 / 28.0);
    assert_near(story.outcome("nctr_return"), 4.0 / 28.0);
}

/// The band of somebody ready at `ends` who leaves at `free`.
fn band(ends: &str, free: &str) -> String {
    let story = tell(&case(ends, free));
    let bands = ["0", "1", "2_3", "4_6", "7_13", "14_20", "21_more"];
    let full: Vec<&str> = bands
        .into_iter()
        .filter(|band| story.outcome(&format!("delay_band_{band}")).unwrap() > 0.0)
        .collect();
    assert_eq!(full.len(), 1);
    assert_near(story.outcome(&format!("delay_band_{}", full[0])), 1.0);
    assert_near(story.outcome("discharged_on_ready_day"), if full[0] == "0" { 1.0 } else { 0.0 });
    full[0].to_owned()
}

#[test]
fn delay_bands_count_dates_and_not_hours() {
    assert_eq!(band("1h", "23h"), "0");
    assert_eq!(band("23h", "25h"), "1");
    assert_eq!(band("1h", "47h"), "1");
    assert_eq!(band("23h", "48h"), "2_3");
    assert_eq!(band("1h", "95h"), "2_3");
    assert_eq!(band("23h", "96h"), "4_6");
    assert_eq!(band("1h", "167h"), "4_6");
    assert_eq!(band("23h", "168h"), "7_13");
    assert_eq!(band("1h", "335h"), "7_13");
    assert_eq!(band("23h", "336h"), "14_20");
    assert_eq!(band("1h", "503h"), "14_20");
    assert_eq!(band("23h", "504h"), "21_more");
}

#[test]
fn noon_and_five_o_clock_are_no_longer_before_them() {
    for (free, before_noon, by_17) in
        [("719min", 1.0, 1.0), ("720min", 0.0, 1.0), ("1019min", 0.0, 1.0), ("1020min", 0.0, 0.0)]
    {
        let story = tell(&case("1h", free));
        assert_near(story.outcome("discharged_before_noon"), before_noon);
        assert_near(story.outcome("discharged_by_17"), by_17);
    }
}

#[test]
fn long_stays_count_from_the_day_on_which_they_are_that_long() {
    let story = tell(&case("1h", "384h"));
    assert_near(story.outcome("stays_7_days"), 9.0 / 28.0);
    assert_near(story.outcome("stays_14_days"), 2.0 / 28.0);
    assert_near(story.outcome("stays_21_days"), 0.0);
}

#[test]
fn whoever_still_waits_at_the_end_is_counted_apart() {
    let story = tell(&case("10h", "40d"));
    assert_near(story.outcome("still_waiting"), 1.0);
    assert_near(story.outcome("still_waiting_days"), 28.0 - 10.0 / 24.0);
    assert_near(story.outcome("nctr_bed_days"), 28.0 - 10.0 / 24.0);
    assert_near(story.outcome("nctr_remaining"), 1.0);
    assert_near(story.outcome("stays_21_days"), 7.0 / 28.0);
    assert_eq!(story.outcome("delay_days_mean"), None);
    assert_eq!(story.outcome("still_waiting_days").map(|d| d > 27.0), Some(true));
}

#[test]
fn only_measured_days_count_but_a_delay_counts_whole() {
    let mut text = case("120h", "360h");
    text["calendar"] = json!({ "start": "2024-01-11", "warm_up": "10d", "days": 10 });
    // Ready on day 5 of the warm-up, gone on measured day 5.
    let story = tell(&text);
    assert_near(story.outcome("nctr_bed_days"), 5.0);
    assert_near(story.outcome("acute_bed_days"), 5.0);
    assert_near(story.outcome("delay_days_mean"), 10.0);
    assert_near(story.outcome("nctr_remaining"), 0.5);
    assert_near(story.outcome("stays_7_days"), 0.5);
    assert_near(story.outcome("stays_14_days"), 0.1);
    assert_eq!(story.reasons(), [("capacity:beds".to_owned(), 5 * 1440)]);
    assert_near(story.of_service("beds", "queue_mean"), 0.5);
    assert_near(story.of_service("beds", "wait_days_mean"), 10.0);
    assert_near(story.of_service("beds", "people_mean"), 0.7);
    assert_eq!(story.outcome("round_wait_hours_mean"), None);
}

#[test]
fn what_happens_in_the_warm_up_alone_is_not_counted() {
    let mut text = case("10h", "20h");
    text["calendar"] = json!({ "start": "2024-01-11", "warm_up": "10d", "days": 10 });
    let story = tell(&text);
    assert_eq!(story.moments("left for beds").len(), 1);
    for name in ["nctr_bed_days", "discharges", "acute_bed_days", "nctr_return"] {
        assert_near(story.outcome(name), 0.0);
    }
    assert_near(story.of_service("beds", "starts"), 0.0);
    assert_eq!(story.of_service("beds", "stay_days_mean"), None);
}

#[test]
fn occupancy_is_people_over_beds_and_a_day_is_full_above_92_percent() {
    // Ten beds; ten people until 12:00 on Tuesday, then none.
    let story = tell(&json!({
        "groups": { "people": {} },
        "hospital": { "beds": 10 },
        "initial": { "hospital": { "people": 10, "residual": { "fixed": "36h" } } }
    }));
    assert_near(story.outcome("acute_bed_days"), 15.0);
    assert_near(story.outcome("acute_occupancy"), 15.0 / 280.0);
    assert_near(story.outcome("days_over_92_percent"), 1.0);
}

#[test]
fn costs_are_days_times_unit_costs() {
    let mut text = case("10h", "88h");
    text["costs"] = json!({ "acute_bed_day": 400 });
    text["services"]["beds"]["cost_per_day"] = json!(150);
    let story = tell(&text);
    let service = (88.0 / 24.0 + 2.0) * 150.0;
    assert_near(story.of_service("beds", "cost"), service);
    assert_near(story.outcome("cost_total"), 88.0 / 24.0 * 400.0 + service);
    assert_near(story.outcome("cost_spent"), service);
}

#[test]
fn open_places_and_beds_cost_in_use_or_not_and_a_set_up_costs_once() {
    let mut text = case("10h", "88h");
    text["hospital"]["beds"] = json!({ "base": 10, "changes": [{ "from": "2024-01-15", "to": 12 }] });
    text["costs"] = json!({ "open_acute_bed_day": 100 });
    text["services"]["beds"]["places"] = json!(1);
    text["services"]["beds"]["cost_per_place"] = json!(7);
    text["services"]["beds"]["set_up_cost"] = json!(5000);
    let story = tell(&text);
    let service = 28.0 * 7.0 + 5000.0;
    assert_near(story.of_service("beds", "cost"), service);
    let start = story.scenario.plan.calendar.start();
    let before = (jiff::civil::date(2024, 1, 15) - start).get_days();
    let beds = f64::from(before) * 10.0 + f64::from(28 - before) * 12.0;
    assert!((1..28).contains(&before));
    assert_near(story.outcome("cost_total"), beds * 100.0 + service);
    assert_near(story.outcome("cost_spent"), beds * 100.0 + service);
    text["hub"] = json!({ "sees": ["p2"], "assessment": { "fixed": "0h" }, "cost_per_hour": 20,
                          "staff": { "mon-fri": 3, "hours": "09:00-17:00" } });
    assert_near(tell(&text).outcome("cost_total"), beds * 100.0 + service + 20.0 * 3.0 * 20.0 * 8.0);
    text["services"]["beds"]["places"] = json!({ "base": 1, "changes": [{ "from": "start", "to": 0 }] });
    assert_near(tell(&text).of_service("beds", "cost"), 0.0);
}

#[test]
fn stays_starts_and_people_of_a_service_are_counted() {
    let story = known();
    assert_near(story.of_service("beds", "starts"), 1.0);
    assert_near(story.of_service("beds", "people_mean"), (88.0 / 24.0 + 2.0) / 28.0);
    assert_near(story.of_service("beds", "utilisation"), (88.0 / 24.0 + 2.0) / 28.0);
    assert_near(story.of_service("beds", "wait_days_mean"), 3.25);
    assert_near(story.of_service("beds", "wait_days_p90"), 3.25);
    assert_near(story.of_service("beds", "queue_mean"), 3.25 / 28.0);
}

#[test]
fn going_home_with_or_without_a_service_is_the_usual_residence() {
    let mut text = case("10h", "20h");
    text["services"]["beds"]["setting"] = json!("home");
    assert_near(tell(&text).outcome("usual_residence"), 1.0);
    text["services"]["beds"]["setting"] = json!("bed");
    assert_near(tell(&text).outcome("usual_residence"), 0.0);
}

#[test]
fn daily_figures_and_occupancy_add_up_to_the_outcomes() {
    use wardflow::measures::{DailyMeasure, Place};
    let story = known();
    let services = story.scenario.plan.services.len();
    let daily = |measure: DailyMeasure| -> Vec<f32> {
        let i = DailyMeasure::all(services).into_iter().position(|m| m == measure).unwrap();
        story.found.daily[i].clone()
    };
    let nctr = daily(DailyMeasure::Nctr);
    assert_eq!(nctr.len(), 28);
    let expected = [14.0 / 24.0, 1.0, 1.0, 16.0 / 24.0, 0.0];
    for (found, expected) in nctr.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < 1e-6, "{found} {expected}");
    }
    assert_eq!(daily(DailyMeasure::NctrRemaining)[..5], [1.0, 1.0, 1.0, 0.0, 0.0]);
    assert_eq!(daily(DailyMeasure::Discharges)[..5], [0.0, 0.0, 0.0, 1.0, 0.0]);
    assert_eq!(daily(DailyMeasure::Admissions), vec![0.0; 28]);
    let place = Place::all(services).into_iter().position(|p| p == Place::Nctr).unwrap();
    let minutes: Vec<u64> = story.found.occupancy[place].iter().map(|ms| ms / 60_000).collect();
    assert_eq!(minutes, [28 * 1440 - 78 * 60, 78 * 60]);
}

#[test]
fn delays_are_told_by_the_pathway_decided() {
    use wardflow::measures::outcome::{PATHWAY, index_of};
    let mut text = case("10h", "88h");
    text["hub"] = json!({ "sees": [], "wrong_pathway": { "p1": { "p2": 1.0 } } });
    text["groups"]["people"]["needs"] = json!({ "p1": 1.0 });
    text["pathways"]["p1"] = json!({ "services": ["beds"] });
    let story = tell(&text);
    let of = |pathway: usize, name: &str| story.found.pathways[pathway][index_of(PATHWAY, name)];
    assert_near(of(1, "delay_days_mean"), 3.25);
    assert_near(of(1, "nctr_bed_days"), 3.25);
    assert_near(of(1, "discharges"), 1.0);
    assert_near(of(0, "discharges"), 0.0);
    assert_eq!(of(0, "delay_days_mean"), None);
}

#[test]
fn bed_waits_over_twelve_hours_are_people() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] } } },
            "hospital": { "beds": 1 },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "13h" } } }
        }),
        &[("people", &[1])],
    );
    assert_eq!(story.when("admitted"), ["day 0 13:00"]);
    assert_near(story.outcome("bed_wait_over_12h"), 1.0);
    assert_near(story.outcome("bed_wait_over_4h"), 1.0);
    assert_near(
        story.outcome("hours_with_bed_queue"),
        13.0 - story.moments("arrived")[0].since(crate::support::at(0, 0, 0)).hours(),
    );
}

#[test]
fn the_time_a_step_took_counts_from_when_it_could_begin() {
    use wardflow::measures::outcome::{STEP, index_of};
    let story = tell(&json!({
        "groups": { "people": {} },
        "steps": { "review": { "takes": { "fixed": "3h" }, "staff": 1 } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "10h" } } }
    }));
    let of = |name: &str| story.found.steps[0][index_of(STEP, name)];
    assert_near(of("people"), 2.0);
    assert_near(of("elapsed_days_mean"), 4.5 / 24.0);
}

#[test]
fn people_still_at_the_door_at_the_end_are_told_with_their_wait_so_far() {
    let mut hour = vec![0; 24];
    hour[12] = 1;
    let text = json!({
        "groups": { "urgent": { "arrivals": { "by_hour": hour }, "stay": { "fixed": "1d" } },
                    "planned": { "kind": "elective", "arrivals": { "by_hour": hour }, "stay": { "fixed": "1d" } } },
        "hospital": { "beds": { "base": 9, "closures": [{ "from": "2024-01-03", "to": "2024-01-28", "closed": true }] } }
    });
    // Two get in on Monday; three emergencies and a planned person come on Friday to a closed door.
    let story = tell_with(&text, &[("urgent", &[2, 0, 0, 0, 3]), ("planned", &[0, 0, 0, 0, 1])]);
    assert_near(story.outcome("bed_wait_hours_mean"), 0.0);
    assert_near(story.outcome("still_waiting_bed"), 3.0);
    assert_near(story.outcome("electives_still_waiting"), 1.0);
    let hours = story.outcome("still_waiting_bed_hours").unwrap();
    // From an hour after noon on the fifth of 28 days.
    assert!((24.0 * 23.5 - 1.0..=24.0 * 23.5).contains(&hours), "{hours}");
    let open = tell_with(&json!({ "groups": text["groups"] }), &[("urgent", &[2]), ("planned", &[1])]);
    assert_near(open.outcome("still_waiting_bed"), 0.0);
    assert_eq!(open.outcome("still_waiting_bed_hours"), None);
}

#[test]
fn people_still_in_the_line_of_a_service_are_told_with_their_wait_so_far() {
    let story = tell(&json!({
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": { "places": 1, "stay": { "fixed": "60d" } }, "other": { "places": 1, "stay": { "fixed": "1d" } } },
        "initial": { "services": { "care": { "queue": 3 } } }
    }));
    // One starts at once; the mean wait of those who started is 0, and two have waited all the time.
    assert_near(story.of_service("care", "wait_days_mean"), 0.0);
    assert_near(story.of_service("care", "still_waiting"), 2.0);
    assert_near(story.of_service("care", "still_waiting_days"), 28.0);
    assert_near(story.of_service("other", "still_waiting"), 0.0);
    assert_eq!(story.of_service("other", "still_waiting_days"), None);
}
