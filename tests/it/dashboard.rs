//! `wardflow dashboard`: what it says of measures that were reported, which points it marks, what it sets beside the
//! last meeting, and what it refuses.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::ahead::daily_return;
use crate::place::Place;

const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2025-07-25", "days": 56, "warm_up": "60d" },
  "groups": { "all": { "arrivals": { "per_day": 12 }, "stay": { "lognormal": { "mean": "4d", "sigma": 1 } }, "needs": { "p0": 1 } } },
  "hospital": { "beds": 130 },
  "steps": { "arrange": { "starts": "ready", "takes": { "lognormal": { "mean": "5d", "sigma": 1 } } } },
  "pathways": { "p0": { "services": [] } }, "services": {}
}"#;
const QUICK: &str = "--runs 20 --charts none --force";

/// Made-up days of beds and a queue up to Thursday, 24 July 2025; the last three weeks have so many more in the queue.
fn own(more: i64) -> String {
    let first: Date = date(2025, 1, 6);
    let mut text = "date,hospital,bed_queue\n".to_owned();
    for day in 0..200 {
        let on = first.checked_add(day.days()).unwrap();
        let queue = 5 + day / 7 % 2 + if day >= 179 { more } else { 0 };
        writeln!(text, "{on},{},{queue}", 100 + day / 7 % 3).unwrap();
    }
    text
}

fn town() -> Place {
    Place::with(&[
        ("town.json", TOWN),
        ("return.csv", &daily_return(200)),
        ("own.csv", &own(0)),
        ("worse.csv", &own(9)),
    ])
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn five_measures_stand_together_with_what_was_reported_and_what_is_expected() {
    let place = town();
    let page = flat(&place.done(&format!(
        "dashboard town.json --observed return.csv --observed own.csv --report all {QUICK} --out o"
    )));
    for words in [
        "5 measures, reported up to 24 July 2025",
        "To look at",
        "Nothing was reported of “People waiting outside hospital”",
        "The runs do not begin with the people who were there on 25 July 2025",
        "People waiting for an acute bed",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let found = place.json("o/results.json");
    assert_eq!(found["today"], "2025-07-25");
    let queue = &found["measures"]["bed_queue"];
    // Weeks of 5 and 6 by turns, as the last 26 begin and end: mean 5.5, moving range 1.
    assert!((queue["limits"]["mean"].as_f64().unwrap() - 5.5).abs() < 0.1, "{queue}");
    assert_eq!(queue["signals"].as_array().unwrap().len(), 0, "{queue}");
    assert_eq!(queue["expected"]["date"], "2025-08-08", "the third week");
    assert!(found["measures"]["waiting_in_community"]["last"].is_null());
    let table = place.text("o/dashboard.csv");
    let rows = |start: &str| table.lines().filter(|line| line.contains(start)).count();
    // 28 whole weeks before; eight weeks and 56 days ahead.
    assert_eq!((rows(",bed_queue,history,"), rows(",bed_queue,forecast,")), (28, 8 + 56));
    assert_eq!(rows(",waiting_in_community,history,"), 0);
}

#[test]
fn what_was_reported_does_not_change_what_is_simulated_and_the_same_command_gives_the_same_bytes() {
    let place = town();
    let of = |file: &str, out: &str| {
        place
            .done(&format!("dashboard town.json --observed {file} --measures bed_queue {QUICK} --out {out}"));
        place.text(&format!("{out}/dashboard.csv"))
    };
    let (one, again, other) = (of("own.csv", "a"), of("own.csv", "b"), of("worse.csv", "c"));
    assert_eq!(one, again);
    let ahead = |text: &str| {
        text.lines().filter(|line| line.contains(",forecast,")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ahead(&one), ahead(&other));
    assert_ne!(one, other);
}

#[test]
fn a_rise_is_a_concern_that_is_listed_with_its_rule_and_days() {
    let place = town();
    let words =
        format!("dashboard town.json --observed worse.csv --measures bed_queue,hospital {QUICK} --out o");
    let page = flat(&place.done(&words));
    assert!(
        page.contains(
            "3 weeks near the upper limit, from the week of 4 July 2025 to the week of 18 July 2025"
        ),
        "{page}"
    );
    assert!(page.contains("Sign of change for the worse in “People waiting for an acute bed”"), "{page}");
    let found = place.json("o/results.json");
    let signals = found["measures"]["bed_queue"]["signals"].as_array().unwrap();
    let outside = signals.iter().find(|signal| signal["rule"] == "outside_limits").unwrap();
    assert_eq!((&outside["means"], &outside["for_this_meeting"]), (&"concern".into(), &true.into()));
    // Known to have changed then, it is no sign any more.
    let page = flat(&place.done(&format!("{words} --step 2025-07-04")));
    assert!(page.contains("too little was reported since the last step"), "{page}");
    let found = place.json("o/results.json");
    assert_eq!(found["measures"]["bed_queue"]["limits"], serde_json::Value::Null);
    // The fixed baseline is named.
    let page = flat(&place.done(&format!("{words} --baseline 2025-01-06..2025-06-01")));
    assert!(page.contains("the baseline from 6 January 2025 to 1 June 2025"), "{page}");
    assert_eq!(place.json("o/results.json")["measures"]["bed_queue"]["limits"]["of_fixed_baseline"], true);
}

#[test]
fn the_last_meeting_is_set_beside_what_came_and_changed_inputs_are_named() {
    let place = town();
    let early = "--observed own.csv --measures bed_queue --to 2025-07-03 --set calendar.start=2025-07-04";
    place.done(&format!("dashboard town.json {early} {QUICK} --out last"));
    let page = flat(&place.done(&format!(
        "dashboard town.json --observed own.csv --measures bed_queue --set hospital.beds=131 --since last {QUICK} --out now"
    )));
    let since = &place.json("now/results.json")["since"];
    assert_eq!(
        (&since["today"], &since["measures"]["bed_queue"]["days"]),
        (&"2025-07-04".into(), &21.into())
    );
    let changed: Vec<&str> =
        since["changed"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert_eq!(changed, ["calendar.start", "hospital.beds"]);
    assert!(page.contains("What was expected on 4 July 2025 of the days since"), "{page}");
    assert!(page.contains("calendar.start, hospital.beds"), "{page}");
}

#[test]
fn what_no_dashboard_can_be_made_of_is_refused_with_what_would_do() {
    let place = town();
    for (words, told) in [
        (
            "--observed return.csv --set calendar.start=2025-03-01",
            "so nothing is ahead; expected days beyond it: calendar.start 2025-07-25",
        ),
        (
            "--observed return.csv --measures bed_que",
            "there is no daily measure \"bed_que\"; did you mean \"bed_queue\"?",
        ),
        ("--observed return.csv --measures bed_queue,bed_queue", "stands there twice"),
        ("--observed return.csv --measures bed_queue", "nothing was reported of bed_queue"),
        ("--observed return.csv --to 2024-01-01", "nothing was reported up to 2024-01-01"),
        ("--observed return.csv --baseline 2023-01-01..2023-12-31", "expected days from 2025-01-06"),
        ("--observed return.csv --baseline 2025", "is no range of days"),
        ("--observed return.csv --step 2026-01-01", "--step 2026-01-01: nothing was reported then"),
        ("--observed nothing.csv", "nothing.csv"),
        ("--observed return.csv --since nowhere", "dashboard.csv"),
        ("--observed return.csv --runs auto", "expected a number of runs"),
    ] {
        let said = place.refused(&format!("dashboard town.json {words} --quiet --out o"));
        assert!(said.contains(told), "{words}: {said}");
    }
    place.write("wrong.csv", "date,bed_queue\n2025-07-01,3\n2025-07-02,-\n");
    let said = place.refused("dashboard town.json --observed wrong.csv --quiet --out o");
    assert!(said.contains("wrong.csv line 3: \"-\" in the column bed_queue is no figure"), "{said}");
}
