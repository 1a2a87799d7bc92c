//! How long a run remembers its start: the same people from an empty and from an over-full one.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};
use wardflow::base::{Position, Time};
use wardflow::experiment::Replications;
use wardflow::experiment::kept::Nowhere;
use wardflow::experiment::replicate::Silent;
use wardflow::experiment::warm_up::agreement::Pair;
use wardflow::experiment::warm_up::{WarmUp, over_full, pairs, warm_up};
use wardflow::model::{Change, Count, Observer, Simulation};
use wardflow::scenario::plan::{Plan, ServiceIndex};
use wardflow::scenario::{Scenario, Setting};

use crate::place::Place;

fn read(text: &Value) -> Scenario {
    Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn checked(text: &Value, runs: u64, threads: usize) -> WarmUp {
    let longer = |days: u32| {
        let mut text = text.clone();
        text["calendar"]["days"] = json!(days);
        Ok(read(&text).plan)
    };
    let how = Replications { runs, seed: 1, threads };
    warm_up(&read(text), &longer, (how, &Nowhere), &Silent, &AtomicBool::new(false)).unwrap()
}

fn side_by_side(one: &Plan, other: &Plan, runs: u64) -> Vec<Pair> {
    let how = Replications { runs, seed: 1, threads: 2 };
    pairs(one, other, how, (&Nowhere, "starts"), &Silent, &AtomicBool::new(false)).unwrap()
}

/// Everybody stays for five days, and there are beds for all.
fn beds_for_all(warm_up: &str) -> Value {
    json!({
        "name": "Beds for all",
        "calendar": { "start": "2024-10-01", "days": 28, "warm_up": warm_up },
        "groups": { "everyone": { "arrivals": { "per_day": 40 }, "stay": { "fixed": "5d" } } }
    })
}

/// One desk to which people come from a bed each, an M/M/1 queue.
fn one_desk(per_day: f64, days: u32) -> Value {
    json!({
        "name": "One desk",
        "calendar": { "start": "2024-01-01", "days": days },
        "groups": { "people": { "enters": "ready", "arrivals": { "per_day": per_day }, "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["desk"] } },
        "services": { "desk": { "places": 1, "stay": { "exponential": { "mean": "1d" } } } }
    })
}

/// Lines before everything, work by weekday, and people who go round.
fn busy() -> Value {
    json!({
        "name": "Busy",
        "calendar": { "start": "2024-01-01", "days": 42 },
        "groups": { "old": { "arrivals": { "per_day": 8, "by_weekday": [1.2, 1, 1, 1, 1, 0.9, 0.9] },
                             "stay": { "lognormal": { "mean": "5d", "sigma": 0.9 } },
                             "needs": { "p0": 0.6, "p1": 0.4 }, "readmitted_30d": 0.1 } },
        "hospital": { "beds": 60, "board_rounds": { "mon-sun": { "at": ["09:00", "13:00"], "reach": 0.6 } } },
        "hub": { "staff": { "mon-fri": 3, "sat-sun": 1, "hours": "08:00-18:00" }, "assessment": { "fixed": "4h" } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["team"] } },
        "services": { "team": { "places": 40, "stay": { "lognormal": { "mean": "10d", "sigma": 0.8 } } } }
    })
}

#[test]
fn beds_for_all_forget_their_start_after_the_longest_stay() {
    let found = checked(&beds_for_all("0d"), 20, 2);
    // Who was there has some part of five days left, and the last of dozens next to all of it.
    assert_eq!((found.coupling().day_by(0.5), found.settled()), (Some(5), Some(5)));
    assert!(found.coupling().days.iter().all(|day| day.is_some_and(|day| (3..=5).contains(&day))));
    assert_eq!(found.suggested(), Some(7));
    assert_eq!(found.days, 28 + 365, "they agree in the first lengthening");
    // From then on the measured days are the same; before, they are not.
    assert!(!found.is_enough() && found.left_over.difference.mean.is_some());
    // Nobody is past ready, and every day is like the next.
    assert_eq!(found.mser.map(|mser| (mser.cut, mser.mean)), Ok((0, 0.0)));
}

#[test]
fn a_warm_up_that_is_too_short_is_warned_of_with_the_length_that_would_do() {
    let warning = checked(&beds_for_all("0d"), 20, 2).warning().expect("none is too short");
    assert_eq!((warning.code, warning.path.as_str()), ("W60", "calendar.warm_up"));
    assert!(
        warning.text.contains("than the 5 days") && warning.text.contains("\"7d\" would do"),
        "{warning}"
    );
    assert_eq!(checked(&beds_for_all("7d"), 20, 2).warning(), None);
    // Who says who is there is meant to remember it.
    let mut text = beds_for_all("0d");
    text["initial"] = json!({ "hospital": { "people": 200 } });
    let found = checked(&text, 5, 2);
    assert!(found.starts_with_people && found.warning().is_none() && !found.is_enough());
}

#[test]
fn starts_that_are_the_same_agree_from_day_0() {
    let plan = read(&busy()).plan;
    for pair in side_by_side(&plan, &plan, 3) {
        assert_eq!((pair.exactly, pair.within_one), ([Some(0); 4], [Some(0); 4]));
        assert!(pair.agree.iter().all(|kinds| *kinds == [true; 4]) && pair.ready[0] == pair.ready[1]);
        assert_eq!(pair.agree.len(), 43, "every midnight, the first and the last too");
    }
}

#[test]
fn a_longer_span_changes_nothing_before_the_end() {
    let mut text = busy();
    let short = read(&text).plan;
    text["calendar"]["days"] = json!(300);
    let long = read(&text).plan;
    for pair in side_by_side(&short, &long, 3) {
        assert_eq!((pair.exactly, pair.agree.len()), ([Some(0); 4], 43));
    }
}

/// When people at the desk and in its line are gone for the first time.
#[derive(Default)]
struct Empties {
    people: i64,
    last: Time,
    at: Option<Time>,
}

impl Empties {
    fn change(&mut self, now: Time, by: i64) {
        if now > self.last && self.people == 0 && self.at.is_none() {
            self.at = Some(self.last);
        }
        self.last = now;
        self.people += by;
    }
}

impl Observer for Empties {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        change.moves(|count, by| {
            if let Count::Line(_) | Count::Held(_) | Count::Service(_) = count {
                self.change(now, by);
            }
        });
    }
}

#[test]
fn a_single_desk_forgets_a_full_line_when_that_is_first_gone() {
    let mut text = one_desk(0.7, 400);
    let empty = read(&text).plan;
    text["initial"] = json!({ "services": { "desk": { "people": 1, "queue": 9 } },
                              "hospital": { "people": 9, "ready": 9 } });
    let full = read(&text).plan;
    let mut early = Vec::new();
    for (i, pair) in side_by_side(&empty, &full, 40).into_iter().enumerate() {
        let mut simulation = Simulation::new(&full, Empties::default());
        simulation.run(1, i as u64).unwrap();
        let gone = simulation.observer().at.expect("a line of ten at 70% is gone within a year");
        let midnight = if gone.time_of_day().0 == 0 { gone.day() } else { gone.day() + 1 };
        let from = pair.exactly[0].expect("it agrees for good");
        assert!(from <= midnight, "run {i}: agrees from day {from}, gone at {gone}");
        assert!(pair.agree[midnight as usize..].iter().all(|kinds| kinds[0]), "run {i}");
        // From above: never fewer people wait than from the empty start.
        assert!(pair.ready[0].iter().zip(&pair.ready[1]).all(|(empty, full)| empty <= full), "run {i}");
        assert!(pair.ready[1][0] > pair.ready[0][0]);
        early.push(midnight - from);
    }
    // The counts at midnight may meet by chance a little sooner.
    early.sort_unstable();
    assert!(early[early.len() / 2] <= 2, "{early:?}");
}

#[test]
fn mser_5_finds_the_mean_of_mm1_where_every_day_is_like_the_next() {
    // Erlang: ρ² ÷ (1 − ρ) = 3.2 people wait at ρ = 0.8. Over 40 runs of four years the mean has a
    // standard error of about 0.2.
    let found = checked(&one_desk(0.8, 1000), 40, 2);
    let mser = found.mser.expect("nothing changes from day to day");
    assert!((mser.mean - 3.2).abs() < 0.8, "{mser:?}");
    assert!(!mser.at_limit && mser.cut < 300, "{mser:?}");
    // It cuts at most what coupling does: that asks for all to be forgotten.
    assert!(found.settled().is_some_and(|day| day > 30), "{:?}", found.settled());
}

#[test]
fn mser_5_is_not_shown_where_days_differ() {
    let mut text = one_desk(0.5, 60);
    assert!(checked(&text, 2, 1).mser.is_ok());
    let changes = [
        ("/groups/people/arrivals/by_weekday", json!([1.2, 1, 1, 1, 1, 1, 0.8]), "arrivals"),
        (
            "/services/desk/places",
            json!({ "base": 1, "changes": [{ "from": "2024-01-20", "to": 2 }] }),
            "places",
        ),
        ("/services/desk/admits", json!({ "mon-fri": "08:00-18:00" }), "places, hours"),
        ("/services/desk/starts_per_week", json!(7), "starts"),
    ];
    for (path, value, why) in changes {
        let before = text.clone();
        let (parent, key) = path.rsplit_once('/').unwrap();
        text.pointer_mut(parent).unwrap()[key] = value;
        let said = checked(&text, 1, 1).mser.unwrap_err();
        assert!(said.starts_with(why), "{path}: {said}");
        text = before;
    }
}

#[test]
fn whoever_is_there_at_the_start_is_there_where_events_happen_by_chance_too() {
    let mut text = busy();
    text["events"] = json!({ "outbreak": { "services": ["team"], "chance": 0.05, "lasts": { "fixed": "5d" }, "closes": true } });
    let plan = read(&text).plan;
    text["initial"] = json!({ "services": { "team": { "people": 40 } } });
    let full = read(&text).plan;
    for pair in side_by_side(&over_full::empty(&plan), &full, 2) {
        assert!(!pair.agree[0][0] && pair.ready[0][0] == 0);
    }
    // And the over-full start holds more than the scenario reaches from the empty one.
    let found = checked(&text, 2, 2);
    assert!(
        found.over_full.hospital > 60 && found.over_full.people.as_slice() == [40],
        "{:?}",
        found.over_full
    );
    assert!(found.ready[1][0] > found.ready[0].iter().copied().fold(0.0, f64::max));
}

#[test]
fn a_scenario_that_cannot_be_lengthened_is_looked_at_as_it_is() {
    let scenario = read(&beds_for_all("14d"));
    let refuse = |_: u32| Err(Scenario::from_json("{}").unwrap_err());
    let how = Replications { runs: 4, seed: 1, threads: 1 };
    let found = warm_up(&scenario, &refuse, (how, &Nowhere), &Silent, &AtomicBool::new(false)).unwrap();
    assert!(found.no_longer.is_some() && found.days == 42 && found.is_enough());
}

#[test]
fn a_service_that_is_asked_for_too_much_never_forgets() {
    let mut text = one_desk(1.3, 60);
    text["calendar"]["warm_up"] = json!("28d");
    let found = checked(&text, 4, 2);
    assert_eq!((found.settled(), found.suggested(), found.days), (None, None, 88 + 1095));
    let warning = found.warning().expect("it is too short");
    assert!(
        warning.text.contains("4 of 4 still remember after 1183 days; in the measured days"),
        "{warning}"
    );
    assert!(found.left_over.difference.mean.unwrap() > 1.0 && found.faded_to(0.1).is_none());
}

#[test]
fn the_command_leaves_a_page_and_the_same_files_whatever_the_threads() {
    let place = Place::with(&[]);
    place.write("busy.json", busy().to_string());
    let ended = place.run("warm-up busy.json --runs 4 --threads 1 --out one");
    let (said, complained) = (text(&ended.stdout), text(&ended.stderr));
    assert!(ended.status.success(), "{complained}");
    assert!(complained.contains("W60 calendar.warm_up"), "{complained}");
    for part in
        ["Warm-up of Busy", "4 runs, each from an empty", "Over-full start:", "MSER-5", "Written to one"]
    {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
    let file = |name: &str| place.read(name);
    for name in ["charts/warm-up.svg", "charts/warm-up.png", "charts/warm-up-past-ready.svg", "manifest.json"]
    {
        assert!(!file(&format!("one/{name}")).is_empty(), "{name}");
    }
    let json = place.run("warm-up busy.json --runs 4 --threads 3 --charts none --out two --json --quiet");
    assert_eq!(json.stdout, file("one/results.json"));
    assert!(json.stderr.is_empty());
    for name in ["results.json", "warm-up.csv"] {
        assert_eq!(file(&format!("one/{name}")), file(&format!("two/{name}")), "{name}");
    }
    let found: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(found["warnings"][0]["code"], "W60");
    let days = found["days_looked_at"].as_u64().unwrap();
    assert_eq!(text(&file("one/warm-up.csv")).lines().count() as u64, days + 2);
    // A run of the same scenario is not replaced by it.
    assert!(place.run("run busy.json --runs 2 --charts none --quiet --out three").status.success());
    let refused = place.run("warm-up busy.json --runs 2 --charts none --quiet --out three");
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    assert_eq!(place.run("warm-up busy.json --runs auto").status.code(), Some(2));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_built_in_baseline_has_a_start_from_above_that_fills_all_that_is_limited() {
    let set = |days: u32| {
        [("calendar.days", days.to_string()), ("calendar.warm_up", "\"28d\"".to_owned())]
            .map(|(path, value)| Setting::replace(path, &value))
    };
    let open = |days: u32| Scenario::built_in("milton-keynes", &set(days));
    // A year longer and no more: three would take long.
    let longer = |days: u32| {
        if days < 400 { open(days).map(|s| s.plan) } else { Err(Scenario::from_json("{}").unwrap_err()) }
    };
    let scenario = open(28).unwrap();
    let how = Replications { runs: 1, seed: 1, threads: 1 };
    let found = warm_up(&scenario, &longer, (how, &Nowhere), &Silent, &AtomicBool::new(false)).unwrap();
    assert_eq!(found.days, 28 + 28 + 365);
    let start = Time::START;
    for (s, service) in scenario.plan.services.iter().enumerate() {
        let places = service.people.value_at(start).number().unwrap_or(u32::MAX);
        let (people, queue) = found.over_full.at(ServiceIndex::at(s));
        let limited = places > 0 && places < 1000 && service.bridge.is_empty() && !service.permanent;
        assert!(!limited || people >= places && queue > 0 || people == 0, "service {s}: {people}, {queue}");
    }
    assert!(found.over_full.hospital > 506, "{:?}", found.over_full);
    assert!(found.ready[1][0] > found.ready[0][0] + 50.0);
}
