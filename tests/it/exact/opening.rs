//! Breaks, split shifts and hours over midnight, in everything that has hours; and hours with dated changes.

use serde_json::{Value, json};

use crate::support::{Story, at, scenario, tell};

/// Work for people who are ready so long after the first midnight, a Monday's.
fn worked(work: &Value, ready: &str, people: u32) -> Story {
    tell(&json!({
        "calendar": { "bank_holidays": ["2024-01-09"] },
        "groups": { "people": {} },
        "steps": { "review": work },
        "initial": { "hospital": { "people": people, "residual": { "fixed": ready } } }
    }))
}

/// When one person leaves for whom work of this length is done in these hours.
#[track_caller]
fn leaves(hours: &Value, takes: &str, ready: &str, expected: &str) {
    for staff in [None, Some(json!(1))] {
        let mut work = json!({ "hours": hours, "takes": { "fixed": takes } });
        if let Some(staff) = &staff {
            work["staff"] = staff.clone();
        }
        let story = worked(&work, ready, 1);
        assert_eq!(story.when("left for home"), [expected], "{hours} {takes} {ready} {staff:?}");
    }
}

#[test]
fn work_stops_in_the_break_and_goes_on_after_it() {
    for hours in [json!("08:00-12:00, 13:00-17:00"), json!(["08:00-12:00", "13:00-17:00"])] {
        leaves(&hours, "3h", "10h", "day 0 14:00");
        leaves(&hours, "1h", "12h", "day 0 14:00");
        leaves(&hours, "2h", "10h", "day 0 12:00");
        leaves(&hours, "1h", "1000min", "day 1 08:40");
    }
}

#[test]
fn a_day_of_work_is_one_open_day_with_its_break() {
    let hours = json!("08:00-12:00, 13:00-17:00");
    leaves(&hours, "1d", "8h", "day 0 17:00");
    leaves(&hours, "0.5d", "8h", "day 0 12:00");
    // A quarter of the day has passed.
    leaves(&hours, "1d", "10h", "day 1 10:00");
    leaves(&hours, "1d", "750min", "day 1 12:00");
}

#[test]
fn hours_over_midnight_begin_on_their_day_and_end_on_the_next() {
    let nights = json!("20:00-08:00");
    leaves(&nights, "2h", "22h", "day 1 00:00");
    leaves(&nights, "2h", "23h", "day 1 01:00");
    leaves(&nights, "10h", "20h", "day 1 06:00");
    leaves(&nights, "1h", "9h", "day 0 21:00");
    let weekdays = json!({ "mon-fri": "20:00-08:00" });
    // Friday's night ends on Saturday; Monday's is the next.
    leaves(&weekdays, "10h", "119h", "day 7 21:00");
    leaves(&weekdays, "9h", "119h", "day 5 08:00");
}

#[test]
fn the_night_in_which_the_run_begins_is_that_of_the_day_before() {
    leaves(&json!("20:00-08:00"), "2h", "7h", "day 0 21:00");
    leaves(&json!({ "sun": "20:00-08:00" }), "2h", "1h", "day 0 03:00");
    // No night begins on a Sunday.
    leaves(&json!({ "mon-fri": "20:00-08:00" }), "2h", "7h", "day 0 22:00");
    // Half of Sunday's night had passed.
    leaves(&json!("20:00-08:00"), "0.5d", "2h", "day 0 08:00");
    leaves(&json!("20:00-08:00"), "1d", "2h", "day 1 02:00");
}

#[test]
fn the_last_night_goes_on_to_the_end_of_the_run() {
    leaves(&json!("20:00-08:00"), "30min", "671h", "day 27 23:30");
    leaves(&json!("20:00-08:00"), "0.25d", "668h", "day 27 23:00");
    let story = worked(&json!({ "hours": "20:00-08:00", "takes": { "fixed": "2h" } }), "671h", 1);
    assert!(story.when("left for home").is_empty(), "the run ends at midnight");
}

#[test]
fn a_day_of_work_is_one_night_and_belongs_to_the_day_on_which_it_begins() {
    let weekdays = json!({ "mon-fri": "20:00-08:00" });
    leaves(&weekdays, "1d", "20h", "day 1 08:00");
    // Friday's night and Monday's: Saturday morning is no day of its own.
    leaves(&weekdays, "0.5d", "116h", "day 5 02:00");
    leaves(&weekdays, "2d", "116h", "day 8 08:00");
}

#[test]
fn the_night_before_a_bank_holiday_goes_on_into_it_and_none_begins_on_it() {
    // The bank holiday is the Tuesday of the second week, and as a Sunday.
    let weekdays = json!({ "mon-fri": "20:00-08:00" });
    leaves(&weekdays, "2h", "191h", "day 8 01:00");
    leaves(&weekdays, "1h", "201h", "day 9 21:00");
    leaves(&json!({ "mon-fri": "20:00-08:00", "bank_holiday": "21:00-23:00" }), "1h", "201h", "day 8 22:00");
}

#[test]
fn people_on_duty_over_midnight_are_those_of_the_day_on_which_they_began() {
    let roster = json!({ "mon": 1, "tue": 2, "hours": "20:00-08:00" });
    let story = worked(&json!({ "staff": roster, "takes": { "fixed": "12h" } }), "20h", 3);
    assert_eq!(story.when("left for home"), ["day 1 08:00", "day 2 08:00", "day 2 08:00"]);
}

#[test]
fn where_the_hours_of_two_days_overlap_those_that_begin_later_count() {
    let hours = json!({ "fri": "20:00-08:00", "sat": "02:00-04:00, 07:00-09:00" });
    let case = scenario(&json!({
        "groups": { "people": {} },
        "steps": { "review": { "staff": { "fri": 1, "sat": 2, "hours": hours }, "takes": { "fixed": "1h" } } }
    }));
    let staff = &case.plan.steps.iter().next().unwrap().work.staff;
    let on_duty = [1, 3, 5, 7, 8, 9].map(|hour| staff.value_at(at(5, hour, 0)).number());
    assert_eq!(on_duty, [1, 2, 1, 2, 2, 0].map(Some));
}

fn to_beds(service: &Value, ready: &str, people: u32) -> Story {
    let mut beds = json!({ "stay": { "fixed": "5d" } });
    beds.as_object_mut().unwrap().extend(service.as_object().unwrap().clone());
    tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": beds },
        "initial": { "hospital": { "people": people, "residual": { "fixed": ready } } }
    }))
}

#[test]
fn a_service_admits_over_midnight_and_not_in_its_break() {
    assert_eq!(to_beds(&json!({ "admits": "20:00-08:00" }), "10h", 1).when("left for beds"), ["day 0 20:00"]);
    assert_eq!(to_beds(&json!({ "admits": "20:00-08:00" }), "29h", 1).when("left for beds"), ["day 1 05:00"]);
    let split = json!({ "admits": "08:00-12:00, 14:00-18:00" });
    assert_eq!(to_beds(&split, "13h", 1).when("left for beds"), ["day 0 14:00"]);
    assert_eq!(to_beds(&split, "12h", 1).when("left for beds"), ["day 0 14:00"]);
}

#[test]
fn starts_of_a_night_are_of_the_day_on_which_it_begins() {
    // Two starts on each Friday: on Saturday at 01:00 they are still there, and no third.
    let fridays = json!({ "admits": { "fri": "20:00-08:00" }, "starts_per_week": 2 });
    let story = to_beds(&fridays, "121h", 3);
    assert_eq!(story.when("left for beds"), ["day 5 01:00", "day 5 01:00", "day 11 20:00"]);
}

#[test]
fn hours_change_on_their_date_and_other_days_stay() {
    let hours = json!({ "mon-fri": "09:00-17:00", "changes": [
        { "from": "2024-01-06", "to": { "sat-sun": "10:00-16:00" } },
        { "from": "2024-01-15", "to": { "sat": "closed" } },
        { "from": "2024-01-22", "to": "08:00-20:00" } ] });
    leaves(&hours, "1h", "113h", "day 5 11:00");
    leaves(&hours, "1h", "161h", "day 7 10:00");
    // The second Saturday still is open, the third closed.
    leaves(&hours, "1h", "281h", "day 12 11:00");
    leaves(&hours, "1h", "449h", "day 20 11:00");
    leaves(&hours, "1h", "620h", "day 26 09:00");
    // The bank holiday of the second week is a Sunday, as Sundays are then.
    leaves(&hours, "1h", "192h", "day 8 11:00");
}

#[test]
fn board_rounds_change_on_their_date_in_times_or_in_reach() {
    let found = |rounds: &Value, ready: &str| {
        let story = tell(&json!({
            "groups": { "people": {} },
            "hospital": { "board_rounds": rounds },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": ready } } }
        }));
        story.when("left for home").join(", ")
    };
    let weekend = json!({ "mon-fri": { "at": ["09:30"] },
                          "changes": [{ "from": "2024-01-07", "to": { "sat-sun": { "at": ["10:00"] } } }] });
    assert_eq!(found(&weekend, "108h"), "day 6 10:00", "no round on the first Saturday");
    assert_eq!(found(&weekend, "276h"), "day 12 10:00");
    let reach = json!({ "mon-fri": { "at": ["09:30"] },
                        "changes": [{ "from": "2024-01-02", "to": { "tue": { "reach": 0 } } },
                                    { "from": "2024-01-03", "to": { "wed": { "at": ["15:00"] }, "tue": { "at": [] } } }] });
    assert_eq!(found(&reach, "12h"), "day 2 15:00");
}
