//! Whatever is typed, a scenario is a plan or faults: no panic, no hang, no memory beyond what the
//! files themselves are worth. Sizes are such that work which grew with their square would not end.
//! `fuzz/` looks for more by chance and for longer; what it found stands here as tests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use wardflow::measures::checked;
use wardflow::report::run::observed;
use wardflow::scenario::{Files, Memory, Scenario, Setting};

const EVERY_WORD: &str = include_str!("../../src/scenario/vocabulary.json");

fn memory(files: &[(&str, &str)]) -> Memory {
    Memory(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

/// What is wrong, in words.
fn faults(files: &impl Files, settings: &[&str]) -> String {
    let settings: Vec<Setting> = settings.iter().map(|text| Setting::parse(text).unwrap()).collect();
    match Scenario::load(files, "a.json", &settings) {
        Ok(_) => "nothing".to_owned(),
        Err(faults) => faults.to_string(),
    }
}

fn fault_of(text: &str) -> String {
    faults(&memory(&[("a.json", text)]), &[])
}

/// A small town with one service, and whatever is laid over it.
fn town(over: &Value) -> String {
    let mut text = json!({
        "name": "town", "calendar": { "start": "2024-01-01", "days": 28 },
        "groups": { "all": { "arrivals": { "per_day": 3 }, "stay": { "fixed": "2d" }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "places": 9, "stay": { "fixed": "3d" } } }
    });
    merge(&mut text, over);
    text.to_string()
}

fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

#[test]
fn the_town_itself_is_sound() {
    assert_eq!(fault_of(&town(&json!({}))), "nothing");
}

#[test]
fn what_is_nested_deep_is_refused() {
    for open in ["[", "{\"a\":", "{\"groups\":[", "/*"] {
        let said = fault_of(&open.repeat(200_000));
        assert!(said.starts_with("a.json line 1 column"), "{said}");
    }
    let said = fault_of(&format!("{{\"name\":{}1{}}}", "[".repeat(100), "]".repeat(100)));
    assert!(said.contains("more than 64 deep"), "{said}");
    let said = Setting::parse(&format!("{}=1", vec!["a"; 100_000].join("."))).unwrap_err().to_string();
    assert!(said.contains("deeper than any scenario"), "{}", said.len());
    let said = faults(&memory(&[("a.json", &town(&json!({})))]), &[&format!("name={}", "[".repeat(100_000))]);
    assert!(said == "nothing", "what is no JSON is a text: {}", said.len());
}

#[test]
fn a_file_of_one_long_line_is_read_in_one_go() {
    // Each value's column counts the letters before it.
    let said = fault_of(&format!("{{\"name\":\"é\",\"notes\":[{}7],\"beds\":1}}", "7,".repeat(700_000)));
    assert!(said.contains("line 1 column 1400025 · beds: this key is not known"), "{said}");
}

#[test]
fn a_long_key_over_many_values_costs_no_more_than_both() {
    let key = "k".repeat(1_000_000);
    let said = fault_of(&format!("{{\"notes\":{{\"{key}\":[{}1e999]}}}}", "7,".repeat(300_000)));
    assert!(
        said.contains("[300000]: ") && said.contains("too large a number"),
        "{}",
        &said[said.len() - 200..]
    );
}

#[test]
fn a_word_that_is_far_too_long_has_no_nearest_one() {
    let said = fault_of(&format!("{{\"{}\":1}}", "places".repeat(500_000)));
    assert!(said.contains("this key is not known"), "{}", said.len());
    let said = faults(
        &memory(&[(
            "a.json",
            &town(&json!({ "services": { "care": { "setting": "home".repeat(200_000) } } })),
        )]),
        &[],
    );
    assert!(said.contains("is not one of these words") && said.len() < 300, "{}", said.len());
}

#[test]
fn maps_of_very_many_keys_are_refused_and_many_are_merged() {
    let many = |count: usize| {
        let mut text = String::from("{\"name\":\"many\",\"provenance\":{");
        for i in 0..count {
            let comma = if i > 0 { "," } else { "" };
            write!(text, "{comma}\"services.x{i}\":{{\"kind\":\"assumed\"}}").unwrap();
        }
        text + "}}"
    };
    let said = fault_of(&many(100_000));
    assert!(said.contains("provenance: the map has 100000 keys; expected at most 20000"), "{said}");
    let base = town(&json!({}));
    let (one, two) = (many(4_000), many(4_500));
    let with = |text: &str, extends: &str| text.replacen('{', &format!("{{\"extends\":\"{extends}\","), 1);
    let files =
        memory(&[("a.json", &with(&two, "b.json")), ("b.json", &with(&one, "c.json")), ("c.json", &base)]);
    let scenario = Scenario::load(&files, "a.json", &[]).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.provenance.len(), 4_500);
}

#[test]
fn faults_are_told_up_to_a_number_and_no_more() {
    let said = fault_of(&format!(
        "{{{}\"name\":\"a\"}}",
        (0..15_000).fold(String::new(), |all, i| all + &format!("\"k{i}\":1,"))
    ));
    assert!(said.lines().count() <= 500);
}

#[test]
fn a_bomb_of_files_that_extend_each_other_is_refused() {
    let mut files = BTreeMap::new();
    for i in 0..40 {
        files.insert(format!("{i}.json"), format!("{{\"extends\":\"{}.json\"}}", i + 1));
    }
    files.insert("a.json".to_owned(), "{\"extends\":\"0.json\"}".to_owned());
    let said = faults(&Memory(files), &[]);
    assert!(said.contains("more than 16 files extend each other"), "{said}");
    // Few files, but long ones.
    let long = |next: &str| format!("{{\"extends\":\"{next}\",\"notes\":\"{}\"}}", "x".repeat(3 << 20));
    let files =
        memory(&[("a.json", &long("b.json")), ("b.json", &long("c.json")), ("c.json", &long("d.json"))]);
    let said = faults(&files, &[]);
    assert!(said.contains("c.json: the scenario and what it extends have more than 8 MB"), "{said}");
}

/// Ever the same file, whatever is asked for.
struct Everywhere<'a>(&'a [u8]);

impl Files for Everywhere<'_> {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.to_vec())
    }
}

#[test]
fn a_file_that_is_found_under_every_name_ends() {
    for text in [r#"{ "extends": "a.json" }"#, r#"{ "extends": "b.json" }"#, r#"{ "extends": "x/y.json" }"#] {
        let said = faults(&Everywhere(text.as_bytes()), &[]);
        assert!(said.contains("circle") || said.contains("extend each other"), "{said}");
    }
}

#[test]
fn files_beside_a_scenario_have_bounds_together() {
    let groups = [r#"{"arrivals":{"daily_rates":"d.csv"}}"#; 8];
    let groups: Vec<String> =
        groups.iter().enumerate().map(|(i, group)| format!("\"g{i}\":{group}")).collect();
    let text = format!(
        "{{\"name\":\"a\",\"calendar\":{{\"start\":\"2024-01-01\",\"days\":1}},\"groups\":{{{}}}}}",
        groups.join(",")
    );
    let long = format!("date,n\n2024-01-01,1\n{}", " ".repeat(30 << 20));
    let said = faults(&memory(&[("a.json", &text), ("d.csv", &long)]), &[]);
    assert!(said.contains("more than 128 MB"), "{said}");
}

#[test]
fn paths_that_lead_out_of_the_folder_are_refused() {
    for path in
        ["../b.json", "x/../../b.json", "/etc/passwd", "C:/b.json", "..\\b.json", "b\u{0}.json", "..", ""]
    {
        for text in [
            json!({ "extends": path }).to_string(),
            town(&json!({ "groups": { "all": { "arrivals": { "per_day": null, "daily_rates": path } } } })),
        ] {
            let said = faults(&Everywhere(text.as_bytes()), &[]);
            assert!(said.contains("leaves the folder"), "{path}: {said}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_refused_and_a_link_that_is_named_is_opened() {
    use std::os::unix::fs::symlink;
    let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(outside.path().join("secret.json"), town(&json!({}))).unwrap();
    let at = |name: &str| folder.path().join(name);
    symlink(outside.path().join("secret.json"), at("link.json")).unwrap();
    symlink(outside.path(), at("inside")).unwrap();
    symlink("/dev/zero", at("zero.json")).unwrap();
    std::fs::write(at("plain.json"), town(&json!({}))).unwrap();
    symlink("plain.json", at("near.json")).unwrap();
    for (name, sound) in
        [("link.json", false), ("inside/secret.json", false), ("zero.json", false), ("near.json", true)]
    {
        std::fs::write(at("a.json"), json!({ "extends": name }).to_string()).unwrap();
        match Scenario::open(&at("a.json"), &[]) {
            Ok(_) => assert!(sound, "{name}"),
            Err(faults) => {
                assert!(!sound && faults.to_string().contains("leads out of this folder"), "{faults}");
            }
        }
    }
    // Whoever names a link means it, but not a file without end.
    assert!(Scenario::open(&at("link.json"), &[]).is_ok());
    let said = Scenario::open(&at("zero.json"), &[]).unwrap_err().to_string();
    assert!(said.contains("a device is not a plain file"), "{said}");
    std::fs::File::create(at("large.json")).unwrap().set_len(1 << 40).unwrap();
    let said = Scenario::open(&at("large.json"), &[]).unwrap_err().to_string();
    assert!(said.contains("larger than 64 MB"), "{said}");
    std::fs::create_dir(at("folder.json")).unwrap();
    std::fs::write(at("a.json"), r#"{ "extends": "folder.json" }"#).unwrap();
    let said = Scenario::open(&at("a.json"), &[]).unwrap_err().to_string();
    assert!(said.contains("this is a folder"), "{said}");
}

#[test]
fn numbers_that_would_fill_memory_or_time_are_refused_where_they_stand() {
    let list = |item: Value, count: usize| Value::Array(vec![item; count]);
    let closure = json!({ "from": "2024-01-01", "to": "2024-01-02", "closed": true });
    let cases = [
        (json!({ "calendar": { "days": 1_000_000_000 } }), "calendar.days: 1000000000 is out of range"),
        (json!({ "calendar": { "days": 1e300 } }), "calendar.days: 1e300 is out of range"),
        (json!({ "calendar": { "days": 900_000 } }), "calendar.days: 900000 days are not a run"),
        (json!({ "calendar": { "warm_up": "1000000000d" } }), "calendar.warm_up"),
        (
            json!({ "calendar": { "bank_holidays": list(json!("2024-01-01"), 5000) } }),
            "5000 bank holidays are too many",
        ),
        (
            json!({ "groups": { "all": { "arrivals": { "per_day": 1e9 } } } }),
            "per_day: 1000000000 is out of range",
        ),
        (json!({ "groups": { "all": { "arrivals": { "per_day": 9000 } } } }), "at most 700 a day"),
        (
            json!({ "events": { "wave": { "from": "2024-01-01", "to": "2024-01-09", "uplift": 1000 } } }),
            "at most 700 a day",
        ),
        (json!({ "services": { "care": { "places": 1e12 } } }), "places: 1000000000000 is out of range"),
        (json!({ "services": { "care": { "stay": { "fixed": "1e9d" } } } }), "stay.fixed"),
        (
            json!({ "services": { "care": { "places": { "base": 1, "closures": list(closure, 2000) } } } }),
            "the list has 2000 dates; expected at most 1000",
        ),
        (
            json!({ "hospital": { "board_rounds": { "mon": { "at": list(json!("09:00"), 100_000) } } } }),
            "more than 48 rounds on a day",
        ),
        (
            json!({ "initial": { "hospital": { "people": 900_000 } } }),
            "900000 people are there at the start; expected at most 200000",
        ),
        (
            json!({ "initial": { "services": { "care": { "people": 150_000, "queue": 150_000 } }, "hospital": { "people": 150_000, "ready": 150_000 } } }),
            "300000 people are there at the start",
        ),
    ];
    for (over, expected) in cases {
        let said = fault_of(&town(&over));
        assert!(said.contains(expected), "{expected}: {}", &said[..said.len().min(400)]);
    }
}

#[test]
fn very_many_names_for_very_many_days_are_refused() {
    let services = |count: usize| {
        (0..count).map(|i| {
            (format!("s{i}"), json!({ "places": 2, "admits": "08:00-18:00", "stay": { "fixed": "1d" } }))
        })
    };
    let named = |count: usize, days: u32| {
        let services: serde_json::Map<String, Value> = services(count).collect();
        town(&json!({ "calendar": { "days": days }, "services": services }))
    };
    let said = fault_of(&named(3000, 36_525));
    assert!(said.contains("calendar: 36525 days, warm-up included, are too many for 3002 groups, services, steps and events; expected at most 666 days"), "{said}");
    assert_eq!(fault_of(&named(200, 3650)), "nothing", "a region for ten years");
    let groups: serde_json::Map<String, Value> =
        (0..60).map(|i| (format!("g{i}"), json!({ "arrivals": { "per_day": 700 } }))).collect();
    let said = fault_of(&town(&json!({ "calendar": { "days": 3650 }, "groups": groups })));
    assert!(said.contains("groups: 153.31095 million people come in 3650 days"), "{said}");
}

#[test]
fn a_great_many_services_are_checked_all_the_same() {
    // What is asked of each of them looks through all of them.
    let services: serde_json::Map<String, Value> = (0..5000)
        .map(|i| (format!("s{i}"), json!({ "places": 2, "stay": { "fixed": "1d" }, "accepts": { "traits": [format!("t{}", i % 60)] } })))
        .collect();
    let names: Vec<String> = services.keys().take(63).cloned().chain(["care".to_owned()]).collect();
    let traits: serde_json::Map<String, Value> = (0..60).map(|i| (format!("t{i}"), json!(0.5))).collect();
    let said = fault_of(&town(&json!({
        "calendar": { "days": 3 },
        "groups": { "all": { "traits": traits } },
        "pathways": { "p1": { "services": names } },
        "services": services
    })));
    assert_eq!(said, "nothing");
}

#[test]
fn people_who_would_go_round_in_no_time_are_a_fault() {
    let zero = json!({ "fixed": "0d" });
    let circle = "go round in a circle without any time passing";
    for (over, expected) in [
        // Back to hospital, and from there to the same service again.
        (
            json!({ "groups": { "all": { "stay": zero } }, "services": { "care": { "stay": zero, "exits": { "hospital": 1 } } } }),
            circle,
        ),
        // From a service to itself.
        (
            json!({ "services": { "care": { "stay": zero, "exits": { "care_home": 1 } } }, "onward": { "care_home": { "service": "care" } } }),
            circle,
        ),
        // Round by two exits and two services, some time that rounds to nothing.
        (
            json!({
                "groups": { "all": { "stay": { "fixed": "0.000001h" } } },
                "services": {
                    "care": { "stay": { "uniform": { "min": "0h", "max": "0.001h" } }, "exits": { "care_home": 0.5, "hospital": 0.5 } },
                    "other": { "stay": { "exponential": { "mean": "0.0001min" } }, "exits": { "long_term_care": 1 } }
                },
                "onward": { "care_home": { "service": "other" }, "long_term_care": { "service": "care", "wait": zero } }
            }),
            circle,
        ),
        (
            json!({ "groups": { "all": { "kind": "elective", "elective": { "gives_up_at": "arrival", "rebooked_after": "0d" } } }, "hospital": { "beds": 1 } }),
            "elective.rebooked_after: people who are cancelled would come again at once",
        ),
        // Out of the circle: a day somewhere, a share that leaves, needs that lead elsewhere, a wait.
        (json!({ "services": { "care": { "stay": zero, "exits": { "hospital": 1 } } } }), "nothing"),
        (
            json!({ "groups": { "all": { "stay": zero } }, "services": { "care": { "stay": zero, "exits": { "hospital": 0.9, "died": 0.1 } } } }),
            "nothing",
        ),
        (
            json!({ "groups": { "all": { "stay": zero, "needs": { "p0": 0.5, "p1": 0.5 } } }, "services": { "care": { "stay": zero, "exits": { "hospital": 1 } } } }),
            "nothing",
        ),
        (
            json!({ "services": { "care": { "stay": zero, "exits": { "care_home": 1 } } }, "onward": { "care_home": { "service": "care", "wait": { "fixed": "1d" } } } }),
            "nothing",
        ),
    ] {
        let text = town(&over);
        let said = fault_of(&text);
        assert!(said.contains(expected), "{over}: {said}");
        if said == "nothing" {
            let scenario = Scenario::from_json(&text).unwrap();
            checked(&scenario.plan, 1, 0).unwrap_or_else(|broken| panic!("{over}: {}", broken.join("; ")));
        }
    }
}

#[test]
fn csv_files_of_any_size_and_shape_are_read_or_refused() {
    let with = |csv: &str| {
        let text = town(&json!({ "calendar": { "days": 2 }, "groups": { "all": { "arrivals": null } } }));
        let text = text.replacen(
            "\"arrivals\":null",
            "\"arrivals\":{\"daily_rates\":\"d.csv\",\"column\":\"n\"}",
            1,
        );
        faults(&memory(&[("a.json", &text), ("d.csv", csv)]), &[])
    };
    assert_eq!(with("date,n\n2024-01-01,1\n2024-01-02,2\n"), "nothing");
    let wide = format!("date,{}n\n", "x,".repeat(2_000_000));
    for (csv, expected) in [
        (wide.as_str(), "the file has 2000002 columns; expected at most 10000"),
        (&"x".repeat(5_000_000), "there is no column \"date\""),
        (&format!("date,n\n2024-01-01,{}\n", "9".repeat(3_000_000)), "is out of range"),
        (&format!("date,n\n{}", "2024-01-01,1\n".repeat(200_000)), "2024-01-01 appears twice"),
        ("date,n\n\"2024-01-01,1\n2024-01-02,2\n", "the row has 1 cell, the heading 2"),
        ("date,n\n2024-01-01,NaN\n2024-01-02,inf\n", "is out of range"),
        ("date,n\n2024-01-01,-0.1\n", "is out of range"),
        ("\u{0}\u{0}", "there is no column \"date\""),
        ("", "there is no column \"date\""),
    ] {
        let said = with(csv);
        assert!(said.contains(expected), "{expected}: {}", &said[..said.len().min(300)]);
    }
    let scenario = Scenario::from_json(&town(&json!({}))).unwrap();
    let head = "measure,label,observed,accept_low,accept_high,source\n";
    let read = |rows: &str| observed::read(format!("{head}{rows}").as_bytes(), &scenario);
    assert_eq!(read("nctr_people,x,1,,,y\n").unwrap().len(), 1);
    for rows in [
        "",
        &format!("{},x,1,,,y\n", "reason_share:".repeat(300_000)),
        "nctr_people,x,1e999,,,y\n",
        "a\n",
        "\"",
        "\u{0}",
    ] {
        assert!(read(rows).is_err(), "{}", &rows[..rows.len().min(50)]);
    }
    let parts = format!("reason_share:{}\n", vec!["hub_queue"; 200_000].join("+"));
    let _ = read(&format!("{parts},x,1,,,y\n"));
}

/// The same cases every time.
fn each_of<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(strategy, |value| {
            test(value);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Values that stand in the way.
const VALUES: [&str; 32] = [
    "0",
    "1",
    "-1",
    "0.5",
    "2",
    "1e-300",
    "1e300",
    "1000000",
    "null",
    "true",
    "[]",
    "{}",
    "\"x\"",
    "unlimited",
    "start",
    "arrival",
    "0d",
    "1min",
    "3d",
    "3650d",
    "2024-12-05",
    "2199-12-31",
    "00:00",
    "24:00",
    "08:00-18:00",
    "p1",
    "visits",
    "ward_b",
    "{\"fixed\":\"0d\"}",
    "{\"hospital\":1}",
    "{\"base\":3,\"changes\":[{\"from\":\"start\",\"to\":0}]}",
    "{\"poisson\":{\"mean\":\"1d\"}}",
];

/// Every path of a scenario but through lists.
fn paths(value: &Value, path: &str, into: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        paths(value, &path, into);
        into.push(path);
    }
}

#[test]
fn any_settings_on_every_word_make_a_plan_that_runs_or_faults() {
    let mut text: Value = serde_json::from_str(EVERY_WORD).unwrap();
    text["calendar"]["days"] = json!(6);
    text["calendar"]["warm_up"] = json!("3d");
    let mut all = Vec::new();
    paths(&text, "", &mut all);
    // A plan beyond some people a day is sound, and takes its time.
    all.retain(|path| {
        !path.ends_with("per_day")
            && !path.ends_with(".people")
            && path != "calendar.days"
            && path != "calendar.warm_up"
    });
    let files = memory(&[("a.json", &text.to_string())]);
    let one = (proptest::sample::select(all), proptest::sample::select(VALUES.to_vec()));
    each_of(300, &proptest::collection::vec(one, 1..4), |settings| {
        let settings: Vec<Setting> = settings
            .iter()
            .map(|(path, value)| Setting::parse(&format!("{path}={value}")).unwrap())
            .collect();
        match Scenario::load(&files, "a.json", &settings) {
            Err(faults) => assert!(!faults.all().is_empty()),
            Ok(scenario) => {
                let people: f64 = scenario.plan.groups.iter().flat_map(|g| &g.arrivals.per_day).sum();
                if people < 1000.0 {
                    checked(&scenario.plan, 1, 0)
                        .unwrap_or_else(|broken| panic!("{settings:?}: {}", broken.join("; ")));
                }
            }
        }
    });
}

#[test]
fn any_text_in_place_of_a_length_an_hour_a_date_or_a_name_is_read_or_refused() {
    let text =
        proptest::string::string_regex("[0-9a-z.:+ -]{0,12}|\\PC{0,12}|[0-9]{0,3}(d|h|min|w|:[0-9]{2})")
            .unwrap();
    each_of(300, &text, |text| {
        for over in [
            json!({ "groups": { "all": { "stay": { "fixed": text } } } }),
            json!({ "groups": { "all": { "stay": { "lognormal": { "mean": text, "sigma": 1 } } } } }),
            json!({ "calendar": { "start": text } }),
            json!({ "calendar": { "bank_holidays": [text], "warm_up": text } }),
            json!({ "services": { "care": { "admits": text } } }),
            json!({ "services": { "care": { "admits": { text.clone(): "08:00-18:00" } } } }),
            json!({ "services": { "care": { "priority": text }, text.clone(): { "stay": { "fixed": "1d" } } } }),
            json!({ "hospital": { "discharge_hours": text, "board_rounds": { "mon-sun": { "at": [text] } } } }),
            json!({ "provenance": { text.clone(): { "kind": "assumed" } } }),
        ] {
            assert!(!fault_of(&town(&over)).is_empty());
        }
    });
}

#[test]
fn any_bytes_in_place_of_a_csv_file_are_read_or_refused() {
    struct Beside(String, Vec<u8>);
    impl Files for Beside {
        fn read(&self, path: &str) -> io::Result<Vec<u8>> {
            Ok(if path == "a.json" { self.0.clone().into_bytes() } else { self.1.clone() })
        }
    }
    let scenario = Scenario::from_json(&town(&json!({}))).unwrap();
    let line = proptest::string::string_regex(
        "(date,n|2024-01-0[123],[0-9.-]{0,4}|[,\"\\r\\n ]{0,5}|\\PC{0,9}|nctr_people,x,[0-9]?,,,s)\n?",
    )
    .unwrap();
    let bytes = prop_oneof![
        proptest::collection::vec(line, 0..6).prop_map(|lines| lines.concat().into_bytes()),
        proptest::collection::vec(any::<u8>(), 0..60),
    ];
    each_of(400, &bytes, |bytes| {
        for key in ["daily_rates", "daily_counts"] {
            let text = town(&json!({ "calendar": { "days": 2 }, "groups": { "all": { "arrivals": 0 } } }));
            let text = text.replacen("\"arrivals\":0", &format!("\"arrivals\":{{\"{key}\":\"d.csv\"}}"), 1);
            assert!(!faults(&Beside(text, bytes.clone()), &[]).is_empty());
        }
        let head = b"measure,label,observed,accept_low,accept_high,source\n";
        let _ = observed::read(&[head.as_slice(), &bytes].concat(), &scenario);
        let _ = observed::read(&bytes, &scenario);
    });
}

#[test]
fn what_a_file_changes_under_an_endless_word_costs_that_word_once() {
    let base = town(&json!({}));
    let figures: serde_json::Map<String, Value> = (0..20_000).map(|n| (format!("a{n}"), json!(n))).collect();
    // Ten gigabytes, if each figure had a path of its own; 20 gigabytes of beginnings.
    let (long, open, dots) = ("k".repeat(500_000), "[".repeat(200_000), ".".repeat(200_000));
    let stay = json!({ "fixed": "3d", long: figures });
    for over in [
        json!({ "services": { "care": { "stay": stay } } }),
        json!({ "services": { "care": { open: 1 } } }),
        json!({ "provenance": { dots: { "kind": "assumed" } } }),
    ] {
        let mut over = over;
        merge(&mut over, &json!({ "name": "over", "extends": "b.json" }));
        let found = faults(&memory(&[("a.json", &over.to_string()), ("b.json", &base)]), &[]);
        assert!(found.len() < 2_000_000, "{} bytes of faults", found.len());
    }
}
