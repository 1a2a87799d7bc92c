//! Twice as much at one moment takes little more than twice the work, however much it is. Long, so it is ignored:
//! `cargo test --profile long --test it simultaneous -- --ignored --nocapture`.
//!
//! Work is instructions, as valgrind counts them: where what is held outgrows a cache, or others use it at the same time,
//! time jumps by up to 3 and says nothing of how work grows.

use std::process::Command;

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::engine::Agenda;

use crate::place::PROGRAM;

/// The most that a doubling may cost.
const MOST: f64 = 2.3;

/// The instructions of a program to its end; `None` without valgrind.
fn collected(of: &mut Command) -> Option<u64> {
    let mut counted = Command::new("valgrind");
    counted
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(of.get_program())
        .args(of.get_args());
    counted.envs(of.get_envs().filter_map(|(key, value)| Some((key, value?))));
    of.get_current_dir().map(|folder| counted.current_dir(folder));
    let ended = counted.output().ok()?;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stdout));
    let told = said.lines().find_map(|line| line.split_once("Collected : ")).expect("a count");
    Some(told.1.trim().parse().unwrap())
}

/// A name, and when each event is.
type Shape = (&'static str, fn(u32) -> Time);

const SHAPES: [Shape; 4] = [
    ("one moment", |_| Time(5000)),
    ("one bucket", |i| Time(u64::from(i) % 500_000)),
    ("one moment in three years", |_| Time::midnight(1100)),
    // From 1,000 in ten days: below, a bucket is short enough to be looked through.
    ("a moment a day", |i| Time::midnight(i % 10)),
];

/// So many events are scheduled and taken, and one more for each of them at its moment.
fn through_the_agenda(n: u32, at: fn(u32) -> Time) {
    let mut agenda = Agenda::new(Time::NEVER);
    (0..n).for_each(|i| agenda.schedule(at(i), (i % 3) as u8, i));
    let mut taken = 0;
    while let Some((now, event)) = agenda.take() {
        taken += 1;
        if event < n {
            agenda.schedule(now, 4, n + event);
        }
    }
    assert_eq!(taken, 2 * n);
}

/// Which shape, and how many events, this test is to work on, when it is what is counted.
const COUNTED: &str = "WARDFLOW_COUNTED_EVENTS";

#[test]
#[ignore = "long: run by .ci/slow"]
fn twice_the_events_at_one_moment_take_at_most_2_3_times_the_instructions() {
    const NAME: &str = "simultaneous::twice_the_events_at_one_moment_take_at_most_2_3_times_the_instructions";
    if let Ok(counted) = std::env::var(COUNTED) {
        let (shape, n) = counted.split_once(' ').expect("a shape and a number");
        return through_the_agenda(n.parse().unwrap(), SHAPES[shape.parse::<usize>().unwrap()].1);
    }
    let of = |shape: usize, n: u32| {
        let mut this = Command::new(std::env::current_exe().unwrap());
        this.args(["--exact", NAME, "--ignored", "--test-threads", "1"]).env(COUNTED, format!("{shape} {n}"));
        collected(&mut this)
    };
    let Some(none) = of(0, 0) else {
        println!("left out: valgrind is not installed");
        return;
    };
    let mut wrong = Vec::new();
    for (shape, (name, _)) in SHAPES.iter().enumerate() {
        let [few, many] = [8_000, 256_000].map(|n| (of(shape, n).unwrap() - none) as f64);
        // Five doublings.
        let each = (many / few).powf(0.2);
        println!(
            "{name}: {:.1} million, {:.0} million: each doubling {each:.2} times",
            few / 1e6,
            many / 1e6
        );
        if each > MOST {
            wrong.push(format!("{name}: each doubling took {each:.2} times as many"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The instructions of one replication of a scenario, files and all; `None` without valgrind.
fn instructions(text: &Value) -> Option<u64> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("many.json");
    std::fs::write(&file, text.to_string()).unwrap();
    let words = "run many.json --runs 1 --threads 1 --charts none --quiet --out o";
    collected(Command::new(PROGRAM).args(words.split(' ')).current_dir(place.path()))
}

fn planned(groups: u32, after: &str) -> Value {
    let group = json!({ "kind": "elective", "arrivals": { "per_day": 500 }, "stay": { "fixed": "9d" },
                        "elective": { "gives_up_at": "20:00", "rebooked_after": after } });
    (0..groups).map(|i| (format!("g{i:02}"), group.clone())).collect::<serde_json::Map<_, _>>().into()
}

fn at_the_start(people: u32, more: &Value) -> Value {
    let mut text = json!({
        "name": "many", "calendar": { "start": "2024-01-01", "days": 20 },
        "groups": { "all": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "3d" }, "needs": { "p1": 1 } } },
        "hospital": { "beds": "unlimited" },
        "pathways": { "p1": { "services": ["care", "other"] } },
        "services": { "care": { "places": 10, "stay": { "fixed": "400d" } },
                      "other": { "places": 10, "stay": { "fixed": "400d" } } },
        "initial": { "hospital": { "people": people, "residual": { "fixed": "2d" } } }
    });
    for (key, value) in more.as_object().unwrap() {
        for (inner, value) in value.as_object().unwrap() {
            text[key][inner] = value.clone();
        }
    }
    text
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn twice_the_people_at_one_moment_take_at_most_2_3_times_the_instructions() {
    let hazards = |what: &str| {
        json!({ "groups": { "all": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "3d" },
        "needs": { "p1": 1 }, "while_waiting": { what: 1, "unwell_stay": { "fixed": "1d" } } } } })
    };
    let cases: Vec<(&str, Value)> = vec![
        ("a fixed stay", json!({})),
        (
            "readmission of everybody",
            json!({ "groups": { "all": { "arrivals": { "per_day": 1 },
            "stay": { "fixed": "3d" }, "readmitted_30d": 1 } }, "pathways": { "p1": { "services": [] } } }),
        ),
        (
            "a hub with a line",
            json!({ "hub": { "sees": ["p1"], "staff": 100, "assessment": { "fixed": "1h" } } }),
        ),
        (
            "a hub of all of them",
            json!({ "hub": { "sees": ["p1"], "staff": { "mon-fri": 999_999, "hours": "08:00-16:00" },
                                                   "assessment": { "fixed": "20h" } } }),
        ),
        ("a hub that opens and closes, and all recover", {
            let mut text = hazards("recovers_per_day");
            text["hub"] = json!({ "sees": ["p1"], "staff": { "mon-fri": 3, "hours": "08:00-16:00" },
                                  "assessment": { "fixed": "1h" } });
            text
        }),
        ("all fall ill again", hazards("unwell_per_day")),
        ("all die", hazards("dies_per_day")),
        (
            "a step with a line",
            json!({ "steps": { "s": { "starts": "ready", "staff": 50, "takes": { "fixed": "1h" } } } }),
        ),
        (
            "a step of all of them",
            json!({ "steps": { "s": { "starts": "ready", "staff": { "mon-fri": 999_999, "sat-sun": 10 }, "takes": { "fixed": "40h" } } } }),
        ),
        (
            "places for all at once",
            json!({ "services": { "care": { "places": { "base": 0, "changes": [{ "from": "2024-01-08", "to": 999_999 }] }, "stay": { "fixed": "3d" } } } }),
        ),
        (
            "board rounds",
            json!({ "hospital": { "board_rounds": { "mon-sun": { "at": ["09:30"], "reach": 0.5 } } } }),
        ),
    ];
    let mut all: Vec<(String, Value, Value)> = cases
        .into_iter()
        .map(|(name, more)| (name.to_owned(), at_the_start(20_000, &more), at_the_start(40_000, &more)))
        .collect();
    // All give up at one hour, behind others who wait.
    for after in ["7d", "2h"] {
        let of = |groups: u32| {
            let mut text = json!({ "name": "many", "calendar": { "start": "2024-01-01", "days": 30 },
                                   "hospital": { "beds": 10 } });
            text["groups"] = planned(groups, after);
            text["groups"]["emergency"] =
                json!({ "arrivals": { "per_day": 500 }, "stay": { "fixed": "9d" } });
            text
        };
        all.push((format!("planned people, {after}"), of(4), of(8)));
    }
    let mut wrong = Vec::new();
    for (name, once, twice) in all {
        let (Some(once), Some(twice)) = (instructions(&once), instructions(&twice)) else {
            println!("left out: valgrind is not installed");
            return;
        };
        let times = twice as f64 / once as f64;
        println!(
            "{name}: {:.0} million, {:.0} million: {times:.2} times",
            once as f64 / 1e6,
            twice as f64 / 1e6
        );
        if times > MOST {
            wrong.push(format!("{name}: {times:.2} times"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
