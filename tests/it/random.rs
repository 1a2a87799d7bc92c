//! Random scenarios over the whole vocabulary that is simulated, small and short. What contradicts
//! itself is a fault and is not drawn.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Map, Value, json};

type Any = BoxedStrategy<Value>;

fn either(options: Vec<Value>) -> Any {
    proptest::sample::select(options).boxed()
}

/// Sometimes nothing: the key is left out.
fn perhaps(of: Any) -> Any {
    prop_oneof![1 => Just(Value::Null), 1 => of].boxed()
}

/// An object of these keys; those without a value are left out.
fn object(fields: Vec<(&'static str, Any)>) -> Any {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values.prop_map(move |values| without_nothing(keys.iter().map(|k| (*k).to_owned()).zip(values))).boxed()
}

fn without_nothing(fields: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(fields.into_iter().filter(|(_, v)| !v.is_null()).collect::<Map<_, _>>())
}

fn count(range: std::ops::Range<u32>) -> Any {
    range.prop_map(|n| json!(n)).boxed()
}

/// A chance a day, of three that compete: together they are at most 1.
fn third() -> Any {
    (0..=33u32).prop_map(|n| json!(f64::from(n) / 100.0)).boxed()
}

fn share() -> Any {
    prop_oneof![Just(json!(0.0)), Just(json!(1.0)), (1..10u32).prop_map(|n| json!(f64::from(n) / 10.0))]
        .boxed()
}

/// A length of up to so many hours, in whole hours.
fn hours_long(most: u32) -> impl Strategy<Value = String> {
    (0..=most).prop_map(|h| format!("{h}h"))
}

/// A distribution of lengths of about so many hours; all its lengths in hours, or all in days.
fn lengths(mean: u32) -> Any {
    let half = format!("{}h", mean / 2);
    let (mean, twice, days) = (format!("{mean}h"), format!("{}h", 2 * mean), f64::from(mean) / 24.0);
    either(vec![
        json!({ "fixed": mean }),
        json!({ "fixed": format!("{days}d") }),
        json!({ "fixed": "0h" }),
        json!({ "exponential": { "mean": mean } }),
        json!({ "exponential": { "mean": format!("{days}d"), "at_least": format!("{}d", days / 4.0), "at_most": format!("{}d", 3.0 * days) } }),
        json!({ "lognormal": { "mean": mean, "sigma": 0.8 } }),
        json!({ "gamma": { "mean": mean, "sd": half } }),
        json!({ "weibull": { "shape": 1.5, "mean": mean } }),
        json!({ "erlang": { "mean": mean, "shape": 2 } }),
        json!({ "normal": { "mean": mean, "sd": half } }),
        json!({ "uniform": { "min": half, "max": twice } }),
        json!({ "triangular": { "min": "0h", "mode": half, "max": twice } }),
        json!({ "empirical": [half, mean, twice] }),
        json!({ "bands": [{ "share": 0.4, "from": "0h", "to": half }, { "share": 0.6, "from": half, "to": twice }] }),
    ])
}

/// The same and never none: whoever moves on from service to service without end takes some time.
fn longer(mean: u32) -> Any {
    lengths(mean).prop_filter("a length", |of| *of != json!({ "fixed": "0h" })).boxed()
}

fn opening() -> Any {
    either(vec![
        Value::Null,
        Value::Null,
        json!("08:00-18:00"),
        json!("00:00-24:00"),
        json!("20:00-23:30"),
        json!({ "mon-fri": "09:00-17:00" }),
        json!({ "mon-fri": "08:00-20:00", "sat": "09:00-13:00", "bank_holiday": "10:00-12:00" }),
        json!({ "tue": "00:00-24:00", "wed": "00:00-06:00" }),
        json!("08:00-12:00, 13:00-17:00"),
        json!({ "mon-fri": "20:00-08:00", "sat": ["06:00-09:00", "22:00-03:00"] }),
        json!({ "mon-fri": "09:00-17:00", "changes": [{ "from": "2024-01-06", "to": { "sat-sun": "22:00-07:00" } },
                                                      { "from": "2024-01-09", "to": { "tue": "closed" } }] }),
    ])
}

fn staff() -> Any {
    either(vec![
        Value::Null,
        json!(1),
        json!(3),
        json!({ "mon-fri": 3, "sat-sun": 1, "hours": "08:00-18:00" }),
        json!({ "mon-fri": 2, "hours": { "mon-wed": "08:00-12:00", "thu-fri": "12:00-20:00" } }),
        json!({ "mon": 1, "tue-sun": 2, "hours": "20:00-08:00" }),
        json!({ "mon-fri": 3, "hours": "08:00-12:00, 13:00-18:00",
                "changes": [{ "from": "2024-01-03", "to": { "wed-sun": 1 } }, { "from": "2024-01-05", "to": { "mon-fri": 4 }, "over": "6d" }] }),
        json!({ "base": 3, "changes": [{ "from": "2024-01-05", "to": 1 }, { "from": "2024-01-08", "to": 0 }, { "from": "2024-01-10", "to": 2 }] }),
    ])
}

/// People at the same time, so that they sometimes wait and sometimes do not.
fn places(most: u32) -> Any {
    let changes = (0..=most, 0..=most, 0..=most).prop_map(|(base, then, at_last)| {
        json!({ "base": base, "changes": [{ "from": "2024-01-06", "to": then },
                                          { "from": "2024-01-11", "to": at_last, "over": "4d" }] })
    });
    prop_oneof![
        3 => (1..=most).prop_map(|n| json!(n)),
        1 => Just(json!("unlimited")),
        1 => Just(json!(0)),
        2 => changes,
        1 => Just(closing(&json!(most))),
    ]
    .boxed()
}

/// So much, closed for some days and less for others.
fn closing(base: &Value) -> Value {
    json!({ "base": base, "closures": [{ "from": "2024-01-04", "to": "2024-01-06", "closed": true },
                                       { "from": "2024-01-09", "to": "2024-01-12", "lost": 1 }] })
}

/// Shares of these names that sum to 1.
fn shares(names: &'static [&'static str]) -> Any {
    proptest::collection::vec(0..4u32, names.len())
        .prop_map(move |weights| {
            let total = weights.iter().sum::<u32>();
            let share = |w: u32| if total == 0 { 0.0 } else { f64::from(w) / f64::from(total) };
            let mut all: Map<String, Value> =
                names.iter().zip(&weights).map(|(n, &w)| ((*n).to_owned(), json!(share(w)))).collect();
            if total == 0 {
                all[names[0]] = json!(1.0);
            }
            Value::Object(all)
        })
        .boxed()
}

fn arrivals() -> Any {
    let night = (0..24).map(|h| u32::from(!(6..22).contains(&h))).collect::<Vec<_>>();
    object(vec![
        ("per_day", (0..30u32).prop_map(|n| json!(f64::from(n) / 10.0)).boxed()),
        ("by_weekday", perhaps(Just(json!([2, 1, 1, 1, 1, 0, 0.5])).boxed())),
        ("by_month", perhaps(Just(json!([1.2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.8, 1.1])).boxed())),
        ("by_hour", either(vec![Value::Null, json!([]), json!(night)])),
        ("by_bank_holiday", perhaps(share())),
        ("variance_over_mean", either(vec![Value::Null, json!(1.0), json!(1.8)])),
        ("per_group", either(vec![Value::Null, json!(true)])),
    ])
}

fn traits() -> Any {
    perhaps(object(vec![("frail", share()), ("carer", share())]))
}

/// People who queue for a bed.
fn admitted() -> Any {
    object(vec![
        ("kind", either(vec![Value::Null, json!("emergency"), json!("elective")])),
        ("arrivals", arrivals()),
        ("stay", lengths(60)),
        ("needs", perhaps(shares(&["p0", "p1", "p2", "p3"]))),
        ("traits", traits()),
        ("dies_in_hospital", perhaps(share())),
        ("instead_of_admission", instead()),
        ("leaves_bed_queue", perhaps(leaves())),
        ("readmitted_30d", perhaps(share())),
        (
            "elective",
            perhaps(object(vec![
                ("before_emergencies", either(vec![Value::Null, json!(true)])),
                (
                    "gives_up_at",
                    either(vec![
                        Value::Null,
                        json!("20:00"),
                        json!("00:00"),
                        json!("23:59"),
                        json!("arrival"),
                    ]),
                ),
                (
                    "rebooked_after",
                    prop_oneof![
                        1 => Just(Value::Null),
                        1 => Just(json!("3d")),
                        // The least that is no fault, and less and more than the time until giving up.
                        2 => (60..4000u32).prop_map(|minutes| json!(format!("{minutes}min"))),
                        1 => either(vec![json!("1h"), json!("24h"), json!("1d"), json!("1441min")]),
                    ]
                    .boxed(),
                ),
            ])),
        ),
        (
            "while_waiting",
            perhaps(object(vec![
                ("recovers_per_day", perhaps(third())),
                ("unwell_per_day", perhaps(third())),
                ("dies_per_day", perhaps(third())),
                ("unwell_stay", lengths(30)),
            ])),
        ),
    ])
}

fn ready() -> Any {
    object(vec![
        ("enters", Just(json!("ready")).boxed()),
        ("arrivals", arrivals()),
        ("needs", shares(&["p0", "p1", "p2", "p3"])),
        ("traits", traits()),
    ])
}

fn from_home() -> Any {
    object(vec![
        ("enters", Just(json!("community")).boxed()),
        ("arrivals", arrivals()),
        ("needs", shares(&["p1", "p2", "p3"])),
        ("traits", traits()),
    ])
}

fn accepts() -> Any {
    either(vec![
        Value::Null,
        Value::Null,
        json!({ "traits": ["frail"] }),
        json!({ "not_traits": ["frail"] }),
        json!({ "groups": ["first"] }),
        json!({ "not_groups": ["second"], "traits": ["carer"] }),
        json!({ "pathways": ["p1", "p2"] }),
    ])
}

/// Parts of places that are kept; seldom any.
fn kept() -> Any {
    let amount = || {
        either(vec![
            json!(1),
            json!(2),
            json!({ "base": 0, "changes": [{ "from": "2024-01-15", "to": 3 }] }),
            json!({ "base": 3, "changes": [{ "from": "2024-01-15", "to": 1 }] }),
        ])
    };
    let others = || either(vec![Value::Null, json!("never"), json!("when_none_of_them_waits")]);
    let who = || {
        either(vec![
            json!({ "traits": ["frail"] }),
            json!({ "groups": ["first"] }),
            json!({ "not_traits": ["carer"] }),
        ])
    };
    let part = move || object(vec![("places", amount()), ("others", others()), ("accepts", who())]);
    let parts = object(vec![("a", part()), ("b", perhaps(part()))]);
    prop_oneof![3 => Just(Value::Null), 1 => parts].boxed()
}

fn exits() -> Any {
    perhaps(shares(&["independent", "long_term_care", "care_home", "hospital", "died"]))
}

fn care() -> Any {
    object(vec![
        (
            "first",
            either(vec![
                json!(2),
                json!(7),
                json!(14),
                json!({ "empirical": [4, 14] }),
                json!({ "normal": { "mean": 3, "sd": 0.5 } }),
            ]),
        ),
        ("last", either(vec![Value::Null, json!(0), json!(5), json!({ "uniform": { "min": 1, "max": 9 } })])),
        ("rule", either(vec![Value::Null, json!("first_week_fits"), json!("whole_plan_fits")])),
    ])
}

/// A service; `anybody` is one that takes everybody.
/// Who is turned from the door to which service.
fn instead() -> Any {
    let waits = || either(vec![Value::Null, json!("0h"), json!("3h"), json!("2d")]);
    let one = |most: u32| {
        let share = (0..=most).prop_map(|n| json!(f64::from(n) / 10.0)).boxed();
        perhaps(object(vec![("share", share), ("waits", waits())]))
    };
    perhaps(object(vec![("aside", one(4)), ("one", one(4)), ("anybody", one(2))]))
}

/// Emergencies who do not wait for a bed for ever.
fn leaves() -> Any {
    object(vec![
        ("after", perhaps(hours_long(30).prop_map(|h| json!(h)).boxed())),
        ("share", perhaps(share())),
        ("per_day", either(vec![Value::Null, json!(0), json!(0.5), json!(20)])),
    ])
}

/// Whom a service takes before the acute stay is over.
fn early() -> Any {
    object(vec![
        ("by", either(["0d", "7h", "2d", "90d"].map(|by| json!(by)).into())),
        ("share", perhaps(share())),
        ("pathways", either(vec![Value::Null, json!(["p0"]), json!(["p1", "p2"])])),
        ("not_traits", either(vec![Value::Null, json!(["frail"])])),
    ])
}

fn service(anybody: bool) -> Any {
    let visits =
        object(vec![("visits_per_day", (3..20u32).prop_map(|n| json!(n)).boxed()), ("care", care())]);
    let cared_for = object(vec![
        (
            "hours_per_week",
            prop_oneof![(10..80u32).prop_map(|n| json!(n)), Just(closing(&json!(40)))].boxed(),
        ),
        ("care", care()),
    ]);
    let limits = object(vec![
        ("places", perhaps(places(5))),
        ("kept", kept()),
        (
            "starts_per_week",
            either(vec![Value::Null, Value::Null, json!(2.5), json!(7), json!(12), closing(&json!(9))]),
        ),
        (
            "priority",
            either(vec![
                Value::Null,
                Value::Null,
                json!("hospital_before_bridged"),
                json!({ "group_order": ["first"] }),
                json!({ "ageing": 0.5 }),
                json!({ "ageing": 3 }),
                json!({ "due_within": { "first": "2d" } }),
                json!({ "trait_first": "frail" }),
            ]),
        ),
        ("admits", opening()),
        ("takes_early", perhaps(perhaps(early()))),
        ("setting", either(vec![Value::Null, json!("home"), json!("bed")])),
        ("accepts", if anybody { Just(Value::Null).boxed() } else { accepts() }),
        ("stay", longer(80)),
        ("stay_by_group", perhaps(object(vec![("first", longer(20))]))),
        ("exits", exits()),
        ("reablement", either(vec![Value::Null, json!(true)])),
        ("cost_per_day", perhaps(count(0..200))),
    ]);
    (limits, prop_oneof![Just(Value::Null).boxed(), cared_for, visits], any::<bool>())
        .prop_map(|(mut service, care, free)| {
            if let Value::Object(care) = care {
                service.as_object_mut().unwrap().extend(care);
            }
            if free && !service["starts_per_week"].is_null() {
                service["spread"] = json!("free");
            }
            service
        })
        .boxed()
}

fn for_good() -> Any {
    object(vec![
        ("permanent", Just(json!(true)).boxed()),
        ("starts_per_week", either(vec![Value::Null, json!(1.5), json!(6)])),
        ("admits", opening()),
        ("setting", Just(json!("bed")).boxed()),
    ])
}

fn bridge() -> Any {
    object(vec![
        ("bridge", Just(json!(true)).boxed()),
        ("places", places(4)),
        ("respond", perhaps(lengths(6))),
        ("respond_within", perhaps(hours_long(8).prop_map(|h| json!(h)).boxed())),
        ("skips", either(vec![Value::Null, json!(["arrange"])])),
        ("admits", opening()),
        ("accepts", accepts()),
        ("longest_stay", perhaps((1..8u32).prop_map(|d| json!(format!("{d}d"))).boxed())),
        ("falls_back_to", either(vec![Value::Null, json!("one"), json!("aside"), json!("anybody")])),
    ])
}

fn step(starts: &'static str, mean: u32) -> Any {
    let of = |staff: Any, hours: Any| {
        object(vec![
            ("starts", Just(json!(starts)).boxed()),
            ("order", perhaps(count(1..4))),
            ("takes", lengths(mean)),
            ("skipped", perhaps(share())),
            (
                "concerns",
                perhaps(object(vec![
                    ("pathways", either(vec![Value::Null, json!(["p1", "p2"]), json!(["p0"])])),
                    ("traits", either(vec![Value::Null, Value::Null, json!(["carer"])])),
                    ("share", perhaps(share())),
                ])),
            ),
            ("per_day", either(vec![Value::Null, Value::Null, json!(1), json!(3)])),
            ("staff", staff),
            ("hours", hours),
        ])
    };
    prop_oneof![of(staff(), Just(Value::Null).boxed()), of(Just(Value::Null).boxed(), opening())].boxed()
}

fn hub() -> Any {
    object(vec![
        ("sees", either(vec![Value::Null, json!([]), json!(["p2"]), json!(["p0", "p1", "p2", "p3"])])),
        ("staff", staff()),
        ("per_day", either(vec![Value::Null, Value::Null, json!(2)])),
        ("assessment", perhaps(lengths(5))),
        (
            "referred_ahead",
            perhaps(object(vec![("share", share()), ("by", hours_long(60).prop_map(|h| json!(h)).boxed())])),
        ),
        (
            "wrong_pathway",
            either(vec![
                Value::Null,
                json!({ "p1": { "p2": 0.3 }, "p2": { "p1": 0.2, "p3": 0.2 }, "p0": { "p1": 0.1 }, "p3": { "p0": 1.0 } }),
            ]),
        ),
        (
            "right_sizing",
            either(vec![
                Value::Null,
                json!({ "less": { "concerns": { "pathways": ["p2", "p3"], "not_traits": ["frail"], "share": 0.4 }, "to": "p1" },
                        "more": { "concerns": { "groups": ["first"], "pathways": ["p1"] }, "to": "p3" } }),
            ]),
        ),
    ])
}

fn hospital() -> Any {
    object(vec![
        ("beds", places(12)),
        ("kept", kept()),
        (
            "pressure",
            either(vec![
                Value::Null,
                Value::Null,
                json!({ "stays": 0.5 }),
                json!({ "reference": 0.8, "rounds": 3, "stays": 1.5 }),
            ]),
        ),
        ("turnaround", either(vec![Value::Null, json!("2h"), json!("90min"), json!("1min")])),
        (
            "escalation",
            perhaps(
                (0..4u32).prop_map(|n| json!({ "beds": n, "open_above": 0.9, "close_below": 0.6 })).boxed(),
            ),
        ),
        (
            "board_rounds",
            either(vec![
                Value::Null,
                json!({ "mon-sun": { "at": ["09:30", "13:00"] } }),
                json!({ "mon-fri": { "at": ["09:30", "13:00"], "reach": 0.5 }, "sat": { "at": ["10:00"], "reach": 0.2 }, "spread": 0.5 }),
            ]),
        ),
        ("discharge_hours", opening()),
        ("bed_wait_harm", either(vec![Value::Null, json!({ "over": "2h", "harmed": 0.1 })])),
        (
            "deconditioning",
            perhaps(object(vec![("step_up_per_day", share()), ("stay_factor_per_day", perhaps(share()))])),
        ),
    ])
}

fn events() -> Any {
    either(vec![
        Value::Null,
        Value::Null,
        json!({ "wave": { "from": "2024-01-04", "peak": "2024-01-06", "to": "2024-01-12", "uplift": 1.5, "stay_factor": 1.4 } }),
        json!({
            "quiet": { "groups": ["first"], "from": "2024-01-03", "to": "2024-01-09", "uplift": -1.0 },
            "perhaps": { "chance": 0.2, "lasts": { "uniform": { "min": "1d", "max": "4d" } }, "uplift": 0.5, "staff_factor": 0.5, "step_factor": 1.5, "reach_factor": 0.7, "starts_factor": 0.5 },
            "outbreak": { "chance": 0.1, "lasts": { "fixed": "2d" }, "services": ["one", "aside"], "closes": true },
            "ill": { "from": "2024-01-05", "to": "2024-01-07", "staff_factor": 0.3, "reach_factor": 0.2, "step_factor": 3.0 },
            "shut": { "services": ["one"], "from": "2024-01-06", "to": "2024-01-08", "closes": true },
            "slow": { "services": ["anybody"], "from": "2024-01-02", "to": "2024-01-20", "starts_factor": 0.5 }
        }),
    ])
}

/// Capacity that opens on a condition.
fn triggers() -> Any {
    let when = either(vec![
        json!({ "hospital_occupancy_above": 0.8 }),
        json!({ "nctr_above": 2 }),
        json!({ "bed_queue_above": 1 }),
        json!({ "queue_above": { "service": "anybody", "people": 1 } }),
        json!({ "hub_queue_above": 1 }),
    ]);
    let adds = either(vec![
        json!({ "beds": 3 }),
        json!({ "service": "one", "places": 2 }),
        json!({ "service": "anybody", "places": 1 }),
        json!({ "hub_staff": 2 }),
    ]);
    let days = || either(vec![Value::Null, json!("1d"), json!("3d")]);
    let stands_down = object(vec![("below", either(vec![json!(0), json!(0.5)])), ("held_for", days())]);
    let trigger = object(vec![
        ("when", when),
        ("adds", adds),
        ("held_for", days()),
        ("mobilise", either(vec![Value::Null, json!("1d"), json!("2d")])),
        ("stands_down", perhaps(stands_down)),
    ]);
    perhaps(object(vec![("more", trigger)]))
}

fn onward() -> Any {
    object(vec![
        (
            "long_term_care",
            either(vec![Value::Null, json!({ "wait": { "fixed": "30h" } }), json!({ "service": "aside" })]),
        ),
        (
            "care_home",
            either(vec![
                Value::Null,
                json!({ "service": "for_good" }),
                json!({ "wait": { "exponential": { "mean": "2d" } }, "service": "for_good" }),
            ]),
        ),
    ])
}

fn initial() -> Any {
    let residual = || {
        either(vec![
            Value::Null,
            json!("conditional"),
            json!("length_biased"),
            json!("uniform"),
            json!({ "fixed": "20h" }),
            json!({ "exponential": { "mean": "2d" } }),
        ])
    };
    (0..8u32, 0..6u32, 0..10u32, 0..6u32, residual(), residual())
        .prop_map(|(in_service, queue, acute, ready, a, b)| {
            // Those who queue in hospital are among those who are ready there.
            without_nothing([
                ("services".to_owned(), json!({ "anybody": without_nothing([
                    ("people".to_owned(), json!(in_service)), ("queue".to_owned(), json!(queue)), ("residual".to_owned(), a),
                ]) })),
                ("hospital".to_owned(), without_nothing([
                    ("people".to_owned(), json!(acute + ready + queue)), ("ready".to_owned(), json!(ready + queue)), ("residual".to_owned(), b),
                ])),
            ])
        })
        .boxed()
}

/// What people take who wait too long.
fn gives_way() -> Any {
    object(vec![
        ("after", perhaps(hours_long(90).prop_map(|h| json!(h)).boxed())),
        ("from", either(vec![Value::Null, json!("free"), json!("ready")])),
        ("share", perhaps(share())),
        ("per_day", either(vec![Value::Null, Value::Null, json!(0), json!(0.2), json!(1.5), json!(40)])),
        (
            "to",
            either(
                ["home", "one", "aside", "anybody", "for_good", "bridge", "spot"].map(|to| json!(to)).into(),
            ),
        ),
        ("stay_factor", either(vec![Value::Null, json!(0.5), json!(2.5)])),
        // Every pathway has this service.
        (
            "when_queue_above",
            either(vec![Value::Null, Value::Null, json!({ "service": "anybody", "people": 1 })]),
        ),
    ])
}

fn pathways() -> Any {
    let services = || {
        either(vec![
            json!(["anybody"]),
            json!(["one", "anybody"]),
            json!(["aside", "one", "anybody"]),
            json!(["anybody", "one"]),
            json!(["for_good", "anybody"]),
        ])
    };
    let bridged = || either(vec![Value::Null, json!("bridge")]);
    let one = |services: Any| {
        let all = (services, bridged(), proptest::collection::vec(gives_way(), 0..4));
        all.prop_map(|(services, bridge, rules)| {
            let own = |to: &Value| *to == bridge || services.as_array().unwrap().contains(to);
            let others = rules.into_iter().filter(|rule| !own(&rule["to"]));
            let rules: Map<_, _> =
                ["first", "second", "third"].map(str::to_owned).into_iter().zip(others).collect();
            let rules = if rules.is_empty() { Value::Null } else { Value::Object(rules) };
            without_nothing(
                [("services", services), ("bridge", bridge), ("gives_way", rules)]
                    .map(|(k, v)| (k.to_owned(), v)),
            )
        })
        .boxed()
    };
    object(vec![
        ("p0", Just(json!({ "services": [] })).boxed()),
        ("p1", one(services())),
        ("p2", one(services())),
        ("p3", one(services())),
    ])
}

/// So many scenarios, the same every time, each given to `look`.
///
/// # Errors
/// The smallest scenario found that `look` fails, with its reason.
pub fn of_each(
    cases: u32,
    look: impl Fn(&Value) -> Result<(), TestCaseError>,
) -> Result<(), TestError<Value>> {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner.run(&scenarios(), |text| look(&text))
}

/// A whole scenario, small and short.
pub fn scenarios() -> Any {
    let calendar = (10..30u32, 0..10u32, 0..7u32).prop_map(|(days, warm_up, first)| {
        json!({ "start": format!("2024-01-{:02}", first + 1), "days": days, "warm_up": format!("{warm_up}d"), "bank_holidays": ["2024-01-01"] })
    });
    let groups = (admitted(), perhaps(admitted()), perhaps(ready()), perhaps(from_home()));
    let places = (service(false), service(false), service(true), for_good(), bridge(), bridge());
    let steps = (perhaps(step("ready", 8)), step("decision", 20), perhaps(step("offer", 5)));
    let rest =
        (hospital(), perhaps(hub()), events(), perhaps(onward()), perhaps(initial()), pathways(), triggers());
    (calendar, groups, places, steps, rest)
        .prop_map(|(calendar, (mut first, second, ready, home), (one, aside, anybody, for_good, bridge, spot), (review, arrange, transport), rest)| {
            let (mut hospital, hub, events, onward, initial, pathways, triggers) = rest;
            if !ready.is_null() {
                hospital["beds"] = json!("unlimited");
            }
            // Everybody may be asked for, and there is somebody to start with.
            first["arrivals"]["per_day"] = json!(first["arrivals"]["per_day"].as_f64().unwrap() + 0.5);
            first["needs"] = json!({ "p0": 0.3, "p1": 0.4, "p2": 0.2, "p3": 0.1 });
            first["traits"] = json!({ "frail": 0.5, "carer": 0.5 });
            let groups = without_nothing([("first", first), ("second", second), ("ready", ready), ("home", home)].map(|(k, v)| (k.to_owned(), v)));
            let mut text = without_nothing(
                [
                    ("name", json!("chance")),
                    ("calendar", calendar),
                    ("groups", groups),
                    ("hospital", hospital),
                    ("hub", hub),
                    ("events", events),
                    ("onward", onward),
                    ("triggers", triggers),
                    ("initial", initial),
                    ("pathways", pathways),
                    ("costs", json!({ "acute_bed_day": 400, "escalation_bed_day": 500 })),
                    ("services", json!({ "one": one, "aside": aside, "anybody": anybody, "for_good": for_good, "bridge": bridge, "spot": spot })),
                    ("steps", without_nothing([("review", review), ("arrange", arrange), ("transport", transport)].map(|(k, v)| (k.to_owned(), v)))),
                ]
                .map(|(k, v)| (k.to_owned(), v)),
            );
            mend(&mut text);
            text
        })
        .boxed()
}

/// Takes out what contradicts itself: those are faults, tested elsewhere.
fn mend(text: &mut Value) {
    if text["groups"]["second"].is_null() {
        for (_, service) in text["services"].as_object_mut().unwrap() {
            if let Some(accepts) = service["accepts"].as_object_mut() {
                accepts.remove("not_groups");
            }
        }
    }
    for (_, service) in text["services"].as_object_mut().unwrap() {
        service.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    // Nobody is planned whose group is not.
    for (_, group) in text["groups"].as_object_mut().unwrap() {
        if group["kind"] != json!("elective") {
            group.as_object_mut().unwrap().remove("elective");
        }
        group.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    // Beds and places beyond what has no limit.
    let limited = |amount: &Value| {
        let levels = std::iter::once(&amount["base"])
            .chain(amount["changes"].as_array().into_iter().flatten().map(|c| &c["to"]));
        amount.is_number() || amount.is_object() && levels.into_iter().all(Value::is_number)
    };
    let beds = limited(&text["hospital"]["beds"]);
    if !beds {
        text["hospital"].as_object_mut().unwrap().remove("escalation");
    }
    let trigger = &text["triggers"]["more"];
    let adds = match trigger["adds"]["service"].as_str() {
        Some(service) => limited(&text["services"][service]["places"]),
        None => beds,
    };
    let of_beds =
        ["hospital_occupancy_above", "bed_queue_above"].iter().any(|key| !trigger["when"][key].is_null());
    if !adds || !beds && of_beds {
        text.as_object_mut().unwrap().remove("triggers");
    }
    // The need that is always there for those who wait from the start.
    if !text["initial"].is_null() {
        text["initial"]["services"]["anybody"]["group"] = json!("first");
    }
}
