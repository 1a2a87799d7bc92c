//! Rosters with dated changes: who is on duty on which day, and what becomes of work in hand.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wardflow::scenario::{Memory, Scenario, Setting};

use crate::support::{Story, at, scenario, tell};

/// People on duty for the only step at 09:00 of each of some days.
fn on_duty(staff: &Value, days: std::ops::Range<u32>) -> Vec<u32> {
    let case = scenario(&json!({
        "calendar": { "start": "2024-01-08", "warm_up": "7d", "bank_holidays": ["2024-01-03", "2024-01-24"] },
        "groups": { "people": {} },
        "steps": { "review": { "staff": staff, "takes": { "fixed": "1h" } } }
    }));
    let staff = &case.plan.steps.iter().next().unwrap().work.staff;
    days.map(|day| staff.value_at(at(day, 9, 0)).number().unwrap()).collect()
}

#[test]
fn a_change_from_the_start_holds_from_the_first_measured_day() {
    let staff = json!({ "mon-fri": 8, "sat-sun": 3, "hours": "08:00-18:00",
                        "changes": [{ "from": "start", "to": { "sat-sun": 8 } }] });
    // The warm-up, with a bank holiday on its Wednesday, and the first measured week.
    assert_eq!(on_duty(&staff, 0..14), [8, 8, 3, 8, 8, 3, 3, 8, 8, 8, 8, 8, 8, 8]);
    assert_eq!(on_duty(&staff, 23..24), [8], "a bank holiday is a Sunday, as Sundays are then");
}

#[test]
fn a_change_names_days_and_the_others_stay_as_they_are() {
    let staff = json!({ "mon-fri": 2, "changes": [
        { "from": "2024-01-09", "to": { "wed": 5, "sat": 1 } },
        { "from": "2024-01-15", "to": { "wed": 0, "bank_holiday": 4 } } ] });
    assert_eq!(on_duty(&staff, 7..21), [2, 2, 5, 2, 2, 1, 0, 2, 2, 0, 2, 2, 1, 0]);
    assert_eq!(on_duty(&staff, 23..24), [4]);
}

#[test]
fn people_come_step_by_step_and_count_whole() {
    let by_day = |change: &Value| {
        let mut change = change.clone();
        change["from"] = json!("2024-01-08");
        change["to"] = json!({ "mon-thu": 3 });
        on_duty(&json!({ "mon-sun": 1, "changes": [change] }), 6..14)
    };
    assert_eq!(by_day(&json!({ "over": "4d" })), [1, 1, 1, 2, 2, 1, 1, 1]);
    assert_eq!(by_day(&json!({ "by": "2024-01-10" })), [1, 1, 2, 3, 3, 1, 1, 1]);
    // A second change of one day leaves the others on their way.
    let two = json!({ "mon-sun": 0, "changes": [
        { "from": "2024-01-08", "to": { "mon-sun": 8 }, "over": "8d" }, { "from": "2024-01-10", "to": { "wed": 0 } } ] });
    assert_eq!(on_duty(&two, 7..16), [0, 1, 0, 3, 4, 5, 6, 7, 8]);
}

/// Jobs of three hours begun at 08:00 on Monday, two hours a day.
fn jobs(staff: &Value, people: u32) -> Story {
    tell(&json!({
        "groups": { "people": {} },
        "steps": { "review": { "staff": staff, "takes": { "fixed": "3h" } } },
        "initial": { "hospital": { "people": people, "residual": { "fixed": "8h" } } }
    }))
}

#[test]
fn when_a_roster_falls_in_the_middle_of_work_the_job_begun_last_waits() {
    let roster = |changes: Value| json!({ "mon-sun": 2, "hours": "08:00-10:00", "changes": changes });
    let fewer = jobs(&roster(json!([{ "from": "2024-01-02", "to": { "mon-sun": 1 } }])), 2);
    assert_eq!(fewer.when("left for home"), ["day 1 09:00", "day 1 10:00"]);
    let nobody = roster(json!([{ "from": "2024-01-02", "to": { "tue": 0 } }]));
    assert_eq!(jobs(&nobody, 2).when("left for home"), ["day 2 09:00", "day 2 09:00"]);
    let more = roster(json!([{ "from": "2024-01-02", "to": { "tue": 3 } }]));
    assert_eq!(jobs(&more, 3).when("left for home"), ["day 1 09:00", "day 1 09:00", "day 2 09:00"]);
}

#[test]
fn hours_on_duty_are_paid_by_the_dated_roster() {
    let staff = json!({ "mon-fri": 2, "hours": "08:00-12:00, 13:00-17:00",
                        "changes": [{ "from": "2024-01-15", "to": { "sat": 1 } }] });
    let story = tell(&json!({
        "groups": { "people": {} },
        "hub": { "sees": [], "staff": staff, "cost_per_hour": 10 },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "8h" } } }
    }));
    // Four weeks of two people on five days of eight hours, and one on two Saturdays.
    let hours = 4.0 * 5.0 * 2.0 * 8.0 + 2.0 * 8.0;
    crate::support::assert_near(story.outcome("cost_spent"), hours * 10.0);
}

/// A week of warm-up and two of measurement, with this laid over, and people on duty at 09:00 of some days.
fn laid_over(over: &Value, setting: Option<&str>) -> [u32; 5] {
    let base = json!({
        "name": "Base", "calendar": { "start": "2024-01-08", "days": 14, "warm_up": "7d" },
        "groups": { "people": { "arrivals": { "per_day": 1 } } },
        "hub": { "sees": [], "staff": { "mon-fri": 2, "sat": 0, "hours": "08:00-18:00",
                                        "changes": [{ "from": "start", "to": { "sat": 1, "sun": 0 } }] } }
    });
    let mut over = over.clone();
    over["extends"] = json!("base.json");
    over["name"] = json!("Over");
    let files = BTreeMap::from([
        ("base.json".to_owned(), base.to_string()),
        ("over.json".to_owned(), over.to_string()),
    ]);
    let settings: Vec<Setting> = setting.iter().map(|text| Setting::parse(text).unwrap()).collect();
    let case = Scenario::load(&Memory(files), "over.json", &settings).unwrap_or_else(|f| panic!("{f}"));
    // Monday and Saturday of the warm-up, Monday, Saturday and Sunday after it.
    [0, 5, 7, 12, 13].map(|day| case.plan.hub.work.staff.value_at(at(day, 9, 0)).number().unwrap())
}

#[test]
fn a_setting_reaches_the_whole_roster_and_its_dated_changes() {
    let with = |setting| laid_over(&json!({}), Some(setting));
    assert_eq!(laid_over(&json!({}), None), [2, 0, 2, 1, 0]);
    assert_eq!(with("hub.staff+=1"), [3, 0, 3, 2, 0], "on no day on which nobody is on duty");
    assert_eq!(with("hub.staff*=2"), [4, 0, 4, 2, 0]);
    assert_eq!(with("hub.staff=5"), [5; 5]);
    assert_eq!(with("hub.staff.changes=null"), [2, 0, 2, 0, 0]);
}

#[test]
fn an_overlay_joins_days_and_replaces_the_list_of_changes() {
    let staff = |staff: Value| laid_over(&json!({ "hub": { "staff": staff } }), None);
    assert_eq!(staff(json!({ "mon-fri": 4 })), [4, 0, 4, 1, 0]);
    assert_eq!(
        staff(json!({ "changes": [{ "from": "2024-01-13", "to": { "sat-sun": 3 } }] })),
        [2, 0, 2, 3, 3]
    );
    assert_eq!(staff(json!({ "changes": [] })), [2, 0, 2, 0, 0]);
    assert_eq!(staff(json!({ "changes": null })), [2, 0, 2, 0, 0]);
    assert_eq!(staff(json!(6)), [6; 5]);
}
