//! The event log: its laws, that it tells what is counted, and a story told in full.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::measures::checked;
use wardflow::measures::log::{Desk, Entry, Left, Person, There, What, by_person, log};
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::report::trace::story::story;
use wardflow::report::trace::{HEADER, csv, find, id};
use wardflow::scenario::{Reasons, Scenario, built_in};

use crate::support::{scenario, scenario_with};

/// A hospital in which nearly everything happens.
fn busy() -> Value {
    json!({
        "calendar": { "start": "2024-01-15", "days": 42, "warm_up": "14d" },
        "groups": {
            "old": { "arrivals": { "per_day": 7 }, "stay": { "lognormal": { "mean": "5d", "sigma": 0.9 } },
                     "needs": { "p0": 0.4, "p1": 0.35, "p2": 0.25 }, "traits": { "dementia": 0.3 },
                     "dies_in_hospital": 0.05, "readmitted_30d": 0.15,
                     "while_waiting": { "recovers_per_day": 0.01, "unwell_per_day": 0.03, "unwell_stay": { "fixed": "2d" }, "dies_per_day": 0.01 } },
            "planned": { "kind": "elective", "arrivals": { "per_day": 3 }, "stay": { "fixed": "2d" },
                         "elective": { "gives_up_at": "20:00", "rebooked_after": "7d" } },
            "step_up": { "enters": "community", "arrivals": { "per_day": 0.5 }, "needs": { "p1": 1.0 } }
        },
        "hospital": { "beds": 60, "discharge_hours": "08:00-20:00",
                      "board_rounds": { "mon-sun": { "at": ["09:30"], "reach": 0.7 } },
                      "deconditioning": { "step_up_per_day": 0.05 } },
        "hub": { "staff": { "mon-fri": 2, "hours": "08:00-17:00" }, "assessment": { "fixed": "3h" },
                 "wrong_pathway": { "p1": { "p2": 0.1 } } },
        "steps": { "therapy": { "starts": "ready", "takes": { "fixed": "5h" } },
                   "funding": { "starts": "decision", "takes": { "fixed": "1d" } },
                   "transport": { "starts": "offer", "takes": { "fixed": "2h" } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["care", "beds"], "bridge": "bridge" }, "p2": { "services": ["beds"] } },
        "services": {
            "care": { "setting": "home", "places": 30, "stay": { "exponential": { "mean": "14d" } },
                      "exits": { "independent": 0.6, "long_term_care": 0.3, "hospital": 0.1 } },
            "beds": { "setting": "bed", "places": 20, "stay": { "exponential": { "mean": "12d" } } },
            "bridge": { "setting": "home", "bridge": true, "places": 4, "respond_within": "24h", "respond": { "fixed": "20h" },
                        "skips": ["funding"], "longest_stay": "1d" },
            "long_term": { "setting": "home", "places": 12, "stay": { "exponential": { "mean": "20d" } } }
        },
        "onward": { "long_term_care": { "service": "long_term" } },
        "initial": { "hospital": { "people": 50, "ready": 12 }, "services": { "care": { "people": 20, "queue": 4 } } }
    })
}

/// Somebody's name, its time of arrival, its acute stay and what it needs.
type Brought = BTreeMap<String, (Time, Option<Time>, Option<String>)>;

fn brought(text: &Value) -> Brought {
    let scenario = scenario(text);
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let mut all = Brought::new();
    for (person, lines) in by_person(&entries) {
        let at = |wanted: fn(&What) -> bool| lines.iter().find(|e| wanted(&e.what));
        let Some(arrived) = at(|w| matches!(w, What::Arrived { .. })).filter(|_| person.admission == 0)
        else {
            continue;
        };
        let admitted = at(|w| *w == What::Admitted).map(|e| e.at);
        let over = at(|w| *w == What::StayOver).map(|e| e.at);
        let stay = admitted.zip(over).map(|(from, to)| Time(to.since(from).0));
        let need = at(|w| matches!(w, What::Ready { .. })).and_then(|e| e.pathway);
        let need = need.map(|p| scenario.names.pathways[p].key.clone());
        all.insert(id(&scenario, person), (arrived.at, stay, need));
    }
    all
}

fn kinds(entries: &[Entry]) -> BTreeSet<String> {
    entries
        .iter()
        .map(|e| match &e.what {
            What::WorkAsked(Desk::Hub) => "Referral".to_owned(),
            What::WorkDone(Desk::Hub) => "Assessed".to_owned(),
            other => format!("{other:?}").split(['(', ' ', '{']).next().unwrap().to_owned(),
        })
        .collect()
}

#[test]
fn the_log_is_in_order_and_nearly_everything_happens_in_it() {
    let scenario = scenario(&busy());
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    assert!(entries.windows(2).all(|two| two[0].at <= two[1].at));
    let seen = kinds(&entries);
    for kind in [
        "ThereAtStart",
        "Arrived",
        "Referred",
        "Admitted",
        "Ready",
        "Waits",
        "Left",
        "Started",
        "CameAgain",
        "Cancelled",
        "StayOver",
        "Referral",
        "Assessed",
        "Decided",
        "WorkAsked",
        "WorkDone",
        "Joined",
        "LeftLine",
        "Offered",
        "Withdrawn",
        "Ended",
        "BridgeEnded",
        "Blocked",
        "NeedsMore",
        "Recovered",
        "Unwell",
        "Overdue",
    ] {
        assert!(seen.contains(kind), "{kind} is not in {seen:?}");
    }
}

#[test]
fn everybody_comes_before_anything_else_happens_and_leaves_once() {
    let scenario = scenario(&busy());
    for replication in 0..3 {
        let entries = log(&scenario.plan, 1, replication, None).unwrap();
        for (person, lines) in by_person(&entries) {
            let called = id(&scenario, person);
            let first = &lines[0].what;
            assert!(
                matches!(first, What::Arrived { .. } | What::Referred | What::ThereAtStart(_)),
                "{called} begins with {first:?}"
            );
            let came = |w: &What| matches!(w, What::Arrived { .. } | What::Referred | What::ThereAtStart(_));
            assert_eq!(lines.iter().filter(|e| came(&e.what)).count(), 1, "{called}");
            let count = |wanted: &dyn Fn(&What) -> bool| lines.iter().filter(|e| wanted(&e.what)).count();
            assert!(count(&|w| matches!(w, What::Left(_))) <= 1, "{called} left twice");
            assert!(count(&|w| *w == What::Admitted) <= 1, "{called} was admitted twice");
            let at = |wanted: &dyn Fn(&What) -> bool| lines.iter().position(|e| wanted(&e.what));
            let (left, ready) =
                (at(&|w| matches!(w, What::Left(_))), at(&|w| matches!(w, What::Ready { .. })));
            if let (Some(left), Some(ready)) = (left, ready) {
                assert!(ready < left, "{called} was ready after leaving");
                assert!(!lines[left..].iter().any(|e| matches!(e.what, What::Waits { .. })), "{called}");
            }
            let in_bed = at(&|w| matches!(w, What::Admitted | What::ThereAtStart(There::Hospital)));
            assert!(
                left.is_none_or(|left| in_bed.is_some_and(|bed| bed < left)),
                "{called} left without a bed"
            );
            // Lines are left once for each time that they are joined.
            let mut open = 0_i32;
            for e in &lines {
                match e.what {
                    What::Joined(_) => open += 1,
                    What::LeftLine(..) => open -= 1,
                    _ => {}
                }
                assert!(open >= 0, "{called} left a line that it had not joined");
            }
        }
    }
}

#[test]
fn delays_of_the_log_are_those_that_are_counted() {
    let scenario = scenario(&busy());
    let calendar = &scenario.plan.calendar;
    let (from, end) = (calendar.measured_from(), calendar.end());
    for replication in 0..3 {
        let found = checked(&scenario.plan, 1, replication).unwrap();
        let entries = log(&scenario.plan, 1, replication, None).unwrap();
        let mut reasons = vec![0_u64; Reasons::of(&scenario.plan).count()];
        let (mut delays, mut people) = (0_u64, 0_u64);
        let (mut admissions, mut arrivals) = (0_u32, BTreeSet::new());
        for (person, lines) in by_person(&entries) {
            for (i, entry) in lines.iter().enumerate() {
                match &entry.what {
                    What::Waits { reason, .. } => {
                        let over = lines[i + 1..]
                            .iter()
                            .find(|e| matches!(e.what, What::Waits { .. } | What::Left(_) | What::Unwell));
                        let until = over.map_or(end, |e| e.at);
                        reasons[usize::from(reason.0)] += until.since(entry.at.max(from)).0;
                    }
                    What::Left(how) if *how != Left::Died && entry.at >= from => {
                        let since = |e: &&Entry| match e.what {
                            What::Ready { since } => Some(since),
                            _ => None,
                        };
                        let ready = lines[..i].iter().rev().find_map(since).unwrap();
                        delays += entry.at.since(ready).0;
                        people += 1;
                    }
                    What::Admitted if entry.at >= from => admissions += 1,
                    What::Arrived { .. } => assert!(arrivals.insert(person)),
                    _ => {}
                }
            }
        }
        let day = 86_400_000.0;
        for (told, counted) in reasons.iter().zip(&found.reasons) {
            assert!((*told as f64 / day - counted).abs() < 1e-9, "{told} told, {counted} counted");
        }
        let outcome = |name: &str| found.system[index_of(SYSTEM, name)].unwrap();
        assert!((outcome("delay_days_mean") - delays as f64 / day / people as f64).abs() < 1e-9);
        assert!((outcome("discharges") - people as f64).abs() < 1e-9);
        assert!((outcome("admissions") - f64::from(admissions)).abs() < 1e-9);
    }
}

#[test]
fn the_same_people_come_with_the_same_stay_and_need_under_a_changed_lever() {
    let base = brought(&busy());
    assert!(base.len() > 300, "{} people", base.len());
    let mut text = busy();
    text["services"]["beds"]["places"] = json!(40);
    text["hub"]["staff"] = json!({ "mon-sun": 9, "hours": "08:00-20:00" });
    text["hospital"]["deconditioning"] = json!({});
    let option = brought(&text);
    assert_eq!(base.keys().collect::<Vec<_>>(), option.keys().collect::<Vec<_>>());
    let mut stays = 0;
    for (called, (arrived, stay, need)) in &base {
        let other = &option[called];
        assert_eq!(*arrived, other.0, "{called}");
        if stay.is_some() && other.1.is_some() {
            assert_eq!(*stay, other.1, "{called}");
            stays += 1;
        }
        if need.is_some() && other.2.is_some() {
            assert_eq!(*need, other.2, "{called}");
        }
    }
    assert!(stays > 250, "{stays} stays");
}

#[test]
fn the_table_has_one_row_an_event_and_every_activity_begins_before_it_ends() {
    let scenario = scenario(&busy());
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let bytes = csv(&scenario, &entries).unwrap();
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), HEADER);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), entries.len());
    let mut open: BTreeMap<(String, String), i32> = BTreeMap::new();
    for (row, entry) in rows.iter().zip(&entries) {
        let time: jiff::civil::DateTime = row["time"].parse().unwrap();
        assert_eq!(time.date(), scenario.plan.calendar.day(entry.at.day()).date);
        assert!(!row["activity"].is_empty() && !row["place"].is_empty(), "{row:?}");
        assert!(row["event"] != "waits" || !row["reason"].is_empty(), "{row:?}");
        let key = (row["patient"].clone(), row["activity"].clone());
        match row["lifecycle"].as_str() {
            "start" => *open.entry(key).or_default() += 1,
            "complete" if row["activity"] == row["event"] => {}
            "complete" => {
                let open = open.entry(key).or_default();
                *open -= 1;
                assert!(*open >= 0, "{row:?} ends what did not begin");
            }
            other => panic!("{other}"),
        }
    }
    assert!(rows.iter().any(|row| row["also_waiting_for"].contains("capacity:beds")));
}

#[test]
fn people_are_found_by_what_they_are_called() {
    let scenario = scenario(&busy());
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let people: Vec<Person> = by_person(&entries).into_keys().collect();
    let ids: BTreeSet<String> = people.iter().map(|&person| id(&scenario, person)).collect();
    assert_eq!(ids.len(), people.len(), "no two are called the same");
    for &person in people.iter().step_by(17) {
        assert_eq!(find(&scenario, &entries, &id(&scenario, person)), Ok(person));
    }
    assert!(ids.iter().any(|id| id.ends_with("-r1")) && ids.contains("old-start-1"), "{ids:?}");
    assert_eq!(find(&scenario, &entries, "odl-2024-01-15-1"), Err(Some("old-2024-01-15-1".to_owned())));
}

/// One person on the first Monday, who comes in the first hour.
fn known() -> Scenario {
    let first_hour: Value = (0..24).map(|hour| u32::from(hour == 0)).collect();
    scenario_with(
        &json!({
            "groups": { "people": { "label": "Older people", "arrivals": { "by_hour": first_hour }, "stay": { "fixed": "34h" },
                                    "needs": { "p2": 1.0 } } },
            "hospital": { "board_rounds": { "mon-sun": { "at": ["12:00"] } } },
            "hub": { "staff": { "mon-fri": 1, "hours": "08:00-16:00" }, "assessment": { "fixed": "2h" } },
            "steps": { "choice": { "label": "Choice of a home", "starts": "decision", "takes": { "fixed": "1d" } } },
            "pathways": { "p2": { "services": ["ash", "birch"] } },
            "services": { "ash": { "label": "Ash House", "setting": "bed", "places": 1, "stay": { "fixed": "3d" } },
                          "birch": { "label": "Birch House", "setting": "bed", "places": 1, "stay": { "fixed": "3d" } } },
            "initial": { "services": { "ash": { "people": 1, "residual": { "fixed": "4d" } },
                                       "birch": { "people": 1, "residual": { "fixed": "6d" } } } }
        }),
        &[("people", &[1])],
    )
}

#[test]
fn a_story_tells_every_wait_with_its_length_and_reason() {
    let scenario = known();
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let person = find(&scenario, &entries, "people-2024-01-01-1").unwrap();
    let told = story(&scenario, person, &by_person(&entries)[&person], "replication 0 of seed 1", 100);
    assert_eq!(told, KNOWN, "{told}");
}

const KNOWN: &str = "\
people-2024-01-01-1 (Older people)
case, replication 0 of seed 1

On Monday 1 January 2024 at 00:01 the person came to the hospital as an emergency. The person was
given an acute bed at once.

On Tuesday 2 January 2024 at 10:01 the acute stay was over after 1 day 10 hours; a board round had
to find the person.

On Tuesday 2 January 2024 at 12:00 the person was recorded as ready to leave, 1 hour 59 minutes
after the acute stay was over. Needed to go home: P2. The person was referred to the hub. A wait of
2 hours began. Reason: Hub assessment.

On Tuesday 2 January 2024 at 14:00 the hub had assessed the person after 2 hours. The way home was
decided: P2. This was needed from now on: Choice of a home. The person joined the queue for Ash
House. The person joined the queue for Birch House. A wait of 1 day began. Reason: Choice of a home
(also waiting for: Ash House; Birch House).

On Wednesday 3 January 2024 at 14:00 this was done after 1 day: Choice of a home. A wait of 1 day 10
hours began. Reason: No room in Ash House (also waiting for: Birch House).

On Friday 5 January 2024 at 00:00 there was a place in Ash House after 2 days 10 hours. The person
left the hospital for Ash House, 2 days 12 hours after being ready.

On Monday 8 January 2024 at 00:00 the stay in Ash House ended after 3 days: independent.

In an acute bed past ready to leave: 2 days 12 hours
  * Hub assessment: 2 hours
  * Choice of a home: 1 day
  * No room in Ash House: 1 day 10 hours
";

#[test]
#[ignore = "long: run by .ci/slow"]
fn the_log_of_the_baseline_tells_the_delays_that_are_counted() {
    let scenario = Scenario::built_in(built_in::BASELINE, &[]).unwrap();
    let found = checked(&scenario.plan, 1, 0).unwrap();
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let from = scenario.plan.calendar.measured_from();
    let left = |e: &&Entry| matches!(e.what, What::Left(how) if how != Left::Died) && e.at >= from;
    let discharges = found.system[index_of(SYSTEM, "discharges")].unwrap();
    assert!((entries.iter().filter(left).count() as f64 - discharges).abs() < 1e-9);
}

/// Two people of whom one has the only place at once, and the other gives way by this rule.
fn of_two_who_wait(rule: &Value) -> String {
    let scenario = scenario(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["ward"], "gives_way": { "rule": rule } } },
        "services": {
            "ward": { "setting": "bed", "places": 1, "stay": { "fixed": "20d" } },
            "home_care": { "places": "unlimited", "stay": { "fixed": "4d" } },
            "spot": { "setting": "bed", "bridge": true, "places": 1, "respond": { "fixed": "0h" } }
        },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "0d" } } }
    }));
    let entries = log(&scenario.plan, 1, 0, None).unwrap();
    let stories = by_person(&entries);
    let told = stories.iter().map(|(who, lines)| story(&scenario, *who, lines, "replication 0", 100));
    let told: Vec<String> = told.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let gave_way: Vec<&String> = told.iter().filter(|text| text.contains("waited too long")).collect();
    assert_eq!((told.len(), gave_way.len()), (2, 1), "{told:#?}");
    gave_way[0].clone()
}

#[test]
fn the_story_of_somebody_who_gave_way_says_so() {
    for (to, says) in [
        (
            "home_care",
            [
                "the person had waited too long and joined the queue for Home care as well.",
                "The person left the hospital for Home care, 3 days after being ready.",
            ],
        ),
        (
            "spot",
            [
                "the person had waited too long and joined the queue for Spot as well.",
                "The person left the hospital for Spot, 3 days after being ready.",
            ],
        ),
        (
            "home",
            [
                "the person had waited too long, and left the queue for Ward to go home without a service.",
                "The person went home, 3 days after being ready.",
            ],
        ),
    ] {
        let told = of_two_who_wait(&json!({ "after": "3d", "to": to }));
        assert!(says.iter().all(|sentence| told.contains(sentence)), "{to}: {told}");
    }
}
