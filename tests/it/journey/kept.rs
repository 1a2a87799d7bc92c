//! Places that are kept for some people: by hand, and against theory. Every story is told with all laws
//! checked, of which one is that others hold at most what is left.

use serde_json::{Value, json};
use wardflow::measures::Place;
use wardflow::scenario::Scenario;

use super::seen::only_at;
use crate::support::{Story, at, scenario, tell_with};
use crate::theory::chain::stationary;
use crate::theory::study::{LEVEL, Study, WAIT, agrees, agrees_throughout};

/// Emergencies come after 02:00 and stay for five days, planned people after 09:00 and for one.
fn door(hospital: &Value) -> Value {
    json!({
        "groups": {
            "acute": { "arrivals": { "by_hour": only_at(2) }, "stay": { "fixed": "5d" } },
            "planned": { "kind": "elective", "arrivals": { "by_hour": only_at(9) }, "stay": { "fixed": "1d" } }
        },
        "hospital": hospital
    })
}

fn beds(beds: &Value, kept: &Value, others: &str) -> Value {
    json!({ "beds": beds,
            "kept": { "surgery": { "places": kept, "accepts": { "groups": ["planned"] }, "others": others } } })
}

/// The days on which people of this group were given a bed.
fn admitted(story: &Story, group: u8) -> Vec<u32> {
    let admitted =
        story.told.iter().filter(|t| t.what == "admitted" && t.who.is_some_and(|who| who.0 == group));
    admitted.map(|t| t.at.day()).collect()
}

const ACUTE: u8 = 0;
const PLANNED: u8 = 1;

#[test]
fn a_kept_bed_waits_for_whom_it_is_kept_while_others_queue() {
    let story = tell_with(&door(&beds(&json!(3), &json!(1), "never")), &[("acute", &[4]), ("planned", &[1])]);
    // Two beds for emergencies; the third is taken past two who wait, and left for nobody on day 1.
    assert_eq!(admitted(&story, PLANNED), [0]);
    assert_eq!(admitted(&story, ACUTE), [0, 0, 5, 5]);
    // Without a part kept the planned person comes last.
    let story = tell_with(&door(&json!({ "beds": 3 })), &[("acute", &[4]), ("planned", &[1])]);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 0, 0, 5], vec![5]));
}

#[test]
fn those_for_whom_beds_are_kept_may_use_all_others_too() {
    let story = tell_with(&door(&beds(&json!(3), &json!(1), "never")), &[("acute", &[1]), ("planned", &[3])]);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0], vec![0, 0, 1]));
}

#[test]
fn a_bed_kept_only_while_somebody_waits_is_others_until_then() {
    let others = "when_none_of_them_waits";
    let story = tell_with(&door(&beds(&json!(3), &json!(1), others)), &[("acute", &[5]), ("planned", &[1])]);
    // All three go to emergencies. The first to be free, on day 5, is for the planned person, behind two others.
    assert_eq!(admitted(&story, ACUTE), [0, 0, 0, 5, 5]);
    assert_eq!(admitted(&story, PLANNED), [5]);
    let moments = story.moments("admitted");
    assert_eq!(story.to_whom("admitted")[3].0, PLANNED, "{moments:?}");
    // Once as many as are kept are in, the others come in turn: of two planned people the second comes last.
    let story = tell_with(&door(&beds(&json!(3), &json!(1), others)), &[("acute", &[5]), ("planned", &[2])]);
    let order: Vec<u8> = story.to_whom("admitted").iter().map(|who| who.0).collect();
    assert_eq!(order, [ACUTE, ACUTE, ACUTE, PLANNED, ACUTE, ACUTE, PLANNED]);
}

#[test]
fn nobody_is_thrown_out_where_beds_fall_or_more_of_them_are_kept() {
    // From four beds to two, both of them kept: emergencies find none until there are four again.
    let fallen = json!({ "base": 4, "changes": [{ "from": "2024-01-03", "to": 2 }, { "from": "2024-01-15", "to": 4 }] });
    let story = tell_with(
        &door(&beds(&fallen, &json!(2), "never")),
        &[("acute", &[3]), ("planned", &[2, 0, 0, 0, 0, 0, 1])],
    );
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 0, 14], vec![0, 0, 6]));
    // Nothing is kept at first; what is kept from day 2 on is kept as emergencies leave.
    let kept = json!({ "base": 0, "changes": [{ "from": "2024-01-03", "to": 2 }] });
    let story =
        tell_with(&door(&beds(&json!(3), &kept, "never")), &[("acute", &[5]), ("planned", &[0, 0, 0, 1])]);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 0, 0, 5, 10], vec![5]));
    // What is closed of it on some days is not kept on these.
    let closed =
        json!({ "base": 2, "closures": [{ "from": "2024-01-02", "to": "2024-01-03", "closed": true }] });
    let story = tell_with(&door(&beds(&json!(3), &closed, "never")), &[("acute", &[3])]);
    assert_eq!(admitted(&story, ACUTE), [0, 1, 1]);
}

#[test]
fn beds_beyond_the_core_are_open_to_all() {
    let mut hospital = beds(&json!(2), &json!(2), "never");
    hospital["escalation"] = json!({ "beds": 1, "open_above": 0.9, "close_below": 0.4 });
    let story = tell_with(&door(&hospital), &[("acute", &[0, 2]), ("planned", &[2])]);
    // On day 1 two planned people are still in, so a bed beyond the core is open. It closes as they leave.
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![1], vec![0, 0]));
}

#[test]
fn of_several_parts_the_first_by_name_comes_first_where_there_are_too_few_beds() {
    let hospital = |beds: u32, others: &str| {
        json!({ "beds": beds, "kept": {
            "b": { "places": 1, "accepts": { "groups": ["acute"] }, "others": others },
            "a": { "places": 2, "accepts": { "groups": ["planned"] }, "others": others }
        } })
    };
    let counts: &[(&str, &[u32])] = &[("acute", &[2]), ("planned", &[0, 2])];
    let story = tell_with(&door(&hospital(2, "never")), counts);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![], vec![1, 1]));
    assert!(story.scenario.warnings.iter().any(|w| w.code == "W18"), "{:?}", story.scenario.warnings);
    let story = tell_with(&door(&hospital(3, "never")), counts);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 5], vec![1, 1]));
    assert!(story.scenario.warnings.iter().all(|w| w.code != "W18"), "{:?}", story.scenario.warnings);
    let story = tell_with(&door(&hospital(2, "when_none_of_them_waits")), counts);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 0], vec![5, 5]));
}

#[test]
fn a_bed_that_is_lent_is_waited_for_and_not_taken_from_those_that_are_never_others() {
    let mut text = door(&json!({ "beds": 4, "kept": {
        "a": { "places": 1, "accepts": { "groups": ["planned"] }, "others": "when_none_of_them_waits" },
        "b": { "places": 2, "accepts": { "groups": ["third"] } }
    } }));
    text["groups"]["third"] = json!({});
    // Two emergencies have the common bed and the lent one; the first to leave makes room for the planned person.
    let story = tell_with(&text, &[("acute", &[3]), ("planned", &[1])]);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 0, 5], vec![5]));
    assert_eq!(story.to_whom("admitted")[2].0, PLANNED);
}

#[test]
fn a_bed_that_is_made_ready_is_still_one_of_those_kept() {
    // The planned person leaves after 09:00 on day 1, and the bed is made ready for two days. The emergency whose
    // bed is common waits for a common one all the same.
    let mut hospital = beds(&json!(2), &json!(1), "never");
    hospital["turnaround"] = json!("2d");
    let story = tell_with(&door(&hospital), &[("acute", &[2]), ("planned", &[1, 1])]);
    assert_eq!((admitted(&story, ACUTE), admitted(&story, PLANNED)), (vec![0, 7], vec![0, 3]));
}

#[test]
fn who_comes_back_as_an_emergency_finds_nothing_kept_for_planned_people() {
    let mut text = door(&beds(&json!(1), &json!(1), "never"));
    text["groups"]["planned"]["readmitted_30d"] = json!(1.0);
    let story = tell_with(&text, &[("planned", &[1])]);
    assert_eq!(admitted(&story, PLANNED), [0]);
}

#[test]
fn traits_tell_at_the_door_for_whom_beds_are_kept() {
    let text = json!({
        "groups": { "people": { "arrivals": { "by_hour": only_at(2) }, "stay": { "fixed": "5d" }, "traits": { "frail": 0.5 } } },
        "hospital": { "beds": 20, "kept": { "frailty": { "places": 20, "accepts": { "traits": ["frail"] } } } }
    });
    let story = tell_with(&text, &[("people", &[20])]);
    let came = story.moments("admitted").len();
    assert!((4..17).contains(&came), "{came}");
    let frail = story.patients.iter().filter(|(_, patient)| patient.traits().0 != 0).count();
    assert_eq!((frail, story.patients.len()), (came, came));
}

/// "a" and "b" ask from home for places of a service: "a" after 02:00 and "b" after 09:00.
fn asked(service: &Value) -> Value {
    json!({
        "groups": {
            "a": { "enters": "community", "arrivals": { "by_hour": only_at(2) }, "needs": { "p1": 1.0 } },
            "b": { "enters": "community", "arrivals": { "by_hour": only_at(9) }, "needs": { "p1": 1.0 } }
        },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": service }
    })
}

fn started(story: &Story, group: u8, service: &str) -> Vec<u32> {
    let what = format!("started {service}");
    let started = story.told.iter().filter(|t| t.what == what && t.who.is_some_and(|who| who.0 == group));
    started.map(|t| t.at.day()).collect()
}

#[test]
fn a_place_kept_in_a_service_is_passed_over_by_those_who_may_not_use_it() {
    for rule in ["first_week_fits", "whole_plan_fits", ""] {
        let service = |others: &str| {
            let mut service = json!({ "places": 2, "stay": { "fixed": "4d" },
                "kept": { "step_up": { "places": 1, "accepts": { "groups": ["b"] }, "others": others } } });
            if !rule.is_empty() {
                service["hours_per_week"] = json!(100);
                service["care"] = json!({ "first": 5, "rule": rule });
            }
            asked(&service)
        };
        let story = tell_with(&service("never"), &[("a", &[3]), ("b", &[1])]);
        assert_eq!(
            (started(&story, 0, "team"), started(&story, 1, "team")),
            (vec![0, 4, 8], vec![0]),
            "{rule}"
        );
        let story = tell_with(&service("when_none_of_them_waits"), &[("a", &[3]), ("b", &[1])]);
        assert_eq!(
            (started(&story, 0, "team"), started(&story, 1, "team")),
            (vec![0, 0, 4], vec![4]),
            "{rule}"
        );
        assert_eq!(story.to_whom("started team")[2].0, 1, "{rule}");
    }
}

#[test]
fn a_part_kept_of_a_bridge_and_of_a_better_place_is_kept_there_too() {
    let text = json!({
        "groups": {
            "a": { "enters": "ready", "arrivals": { "by_hour": only_at(2) }, "needs": { "p1": 1.0 } },
            "b": { "enters": "ready", "arrivals": { "by_hour": only_at(9) }, "needs": { "p1": 1.0 } }
        },
        "pathways": { "p1": { "services": ["best", "other"], "bridge": "bridge" } },
        "services": {
            "best": { "places": 1, "stay": { "fixed": "9d" }, "kept": { "k": { "places": 1, "accepts": { "groups": ["b"] } } } },
            "other": { "places": 1, "stay": { "fixed": "9d" } },
            "bridge": { "bridge": true, "places": 2, "respond_within": "0h", "longest_stay": "30d",
                        "kept": { "k": { "places": 1, "accepts": { "groups": ["b"] } } } }
        }
    });
    let story = tell_with(&text, &[("a", &[3]), ("b", &[2])]);
    // Of "a" one has the other place and one the only bridge for it; the third waits. Of "b" one has the best.
    assert_eq!((started(&story, 0, "best"), started(&story, 1, "best")), (vec![], vec![0, 9]));
    assert_eq!(started(&story, 0, "other"), [0, 9, 18]);
    assert_eq!((started(&story, 0, "bridge"), started(&story, 1, "bridge")), (vec![0, 9], vec![0]));
}

#[test]
fn what_is_kept_for_nobody_or_by_pathway_at_the_door_is_a_fault() {
    let faults = |kept: &Value| {
        let mut text = door(&json!({ "beds": 3, "kept": { "k": kept } }));
        text["name"] = json!("case");
        text["calendar"] = json!({ "start": "2024-01-01", "days": 7 });
        for group in ["acute", "planned"] {
            text["groups"][group]["arrivals"]["per_day"] = json!(1);
        }
        Scenario::from_json(&text.to_string()).err().map(|faults| faults.to_string()).unwrap_or_default()
    };
    for (kept, says) in [
        (json!({ "places": 1 }), "hospital.kept.k: it is not said for whom places are kept"),
        (json!({ "places": 1, "accepts": {} }), "hospital.kept.k: it is not said for whom places are kept"),
        (
            json!({ "places": 1, "accepts": { "pathways": ["p0"] } }),
            "hospital.kept.k.accepts.pathways: at the door",
        ),
        (json!({ "places": 1, "accepts": { "groups": ["planed"] } }), "did you mean"),
        (json!({ "places": -1, "accepts": { "groups": ["planned"] } }), "hospital.kept.k.places"),
        (
            json!({ "places": 1, "accepts": { "groups": ["planned"] }, "others": "sometimes" }),
            "hospital.kept.k.others",
        ),
        (json!({ "beds": 1, "accepts": { "groups": ["planned"] } }), "hospital.kept.k.beds"),
    ] {
        assert!(faults(&kept).contains(says), "{kept}: {}", faults(&kept));
    }
}

#[test]
fn an_overlay_that_takes_a_part_out_leaves_the_rest_of_the_plan_and_no_limit_is_told() {
    let with = door(&beds(&json!(3), &json!(1), "never"));
    let mut null = with.clone();
    null["hospital"]["kept"]["surgery"] = Value::Null;
    let mut none = with.clone();
    none["hospital"].as_object_mut().unwrap().remove("kept");
    let plan = |text: &Value| format!("{:?}", scenario(text).plan);
    assert_eq!(plan(&null), plan(&none));
    assert_ne!(plan(&with), plan(&none));
    let unlimited = scenario(&door(&beds(&json!("unlimited"), &json!(1), "never")));
    let warned: Vec<String> = unlimited.warnings.iter().map(ToString::to_string).collect();
    assert!(warned.iter().any(|w| w.starts_with("W12 hospital.kept: there is no limit")), "{warned:?}");
    let story = tell_with(&door(&beds(&json!("unlimited"), &json!(1), "never")), &[("acute", &[5])]);
    assert_eq!(story.moments("admitted").len(), 5);
    assert!(story.moments("admitted")[0] < at(0, 3, 0));
}

/// Nobody waits; the second class may hold at most so many of the beds. The region of what is possible has no
/// dents, so the chances are those of two independent numbers cut to it, whatever the stays (J. S. Kaufman,
/// Blocking in a shared resource environment, IEEE Transactions on Communications 29, 1981).
fn shared(load: [f64; 2], beds: usize, kept: usize) -> Vec<Vec<f64>> {
    let power = |load: f64, n: usize| (1..=n).fold(1.0, |p, k| p * load / k as f64);
    let mut all = vec![vec![0.0; beds + 1]; beds + 1];
    let mut total = 0.0;
    for (i, row) in all.iter_mut().enumerate() {
        for (j, p) in row.iter_mut().enumerate().take(beds - kept + 1) {
            if i + j <= beds {
                *p = power(load[0], i) * power(load[1], j);
                total += *p;
            }
        }
    }
    all.iter_mut().flatten().for_each(|p| *p /= total);
    all
}

#[test]
pub fn two_classes_of_which_one_has_beds_kept_are_lost_as_in_a_shared_resource() {
    const BEDS: usize = 6;
    const KEPT: usize = 2;
    let rates = [20.0, 40.0];
    for stay in
        [r#"{ "exponential": { "mean": "0.1d" } }"#, r#"{ "lognormal": { "mean": "0.1d", "sigma": 1.0 } }"#]
    {
        let group = |per_day: f64| {
            format!(
                r#"{{ "kind": "elective", "arrivals": {{ "per_day": {per_day} }}, "elective": {{ "gives_up_at": "arrival" }},
                      "stay": {stay} }}"#
            )
        };
        let text = format!(
            r#"{{ "name": "shared", "calendar": {{ "start": "2024-01-01", "days": 730, "warm_up": "30d" }},
                  "groups": {{ "kept_for": {}, "others": {} }},
                  "hospital": {{ "beds": {BEDS},
                                 "kept": {{ "part": {{ "places": {KEPT}, "accepts": {{ "groups": ["kept_for"] }} }} }} }} }}"#,
            group(rates[0]),
            group(rates[1])
        );
        let seen = Study::of(&text, 40);
        let chances = shared(rates.map(|rate| rate * 0.1), BEDS, KEPT);
        let (mut people, mut lost) = (vec![0.0; BEDS + 1], 0.0);
        for (i, row) in chances.iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                if i + j <= BEDS {
                    people[i + j] += p;
                }
                lost += p
                    * (rates[0] * f64::from(i + j == BEDS)
                        + rates[1] * f64::from(i + j == BEDS || j == BEDS - KEPT));
            }
        }
        let lost_a_day: Vec<f64> = seen.system("electives_cancelled").iter().map(|n| n / 730.0).collect();
        agrees("lost a day", &lost_a_day, lost, LEVEL);
        let shares = seen.shares(Place::Hospital);
        let each: Vec<Vec<f64>> =
            (0..=BEDS).map(|n| shares.iter().map(|s| s.get(n).copied().unwrap_or(0.0)).collect()).collect();
        agrees_throughout("shares of time with so many in beds", &each, &people, 0.05);
    }
}

#[test]
pub fn all_places_kept_while_somebody_waits_are_a_class_that_comes_first() {
    // As Cobham's two classes, in `theory::classes`.
    let run = |words: &str| {
        let group = |per_day: f64, pathway: &str| {
            format!(
                r#"{{ "enters": "ready", "arrivals": {{ "per_day": {per_day} }}, "needs": {{ "{pathway}": 1.0 }} }}"#
            )
        };
        let text = format!(
            r#"{{ "name": "two classes", "calendar": {{ "start": "2024-01-01", "days": 365, "warm_up": "30d" }},
                  "groups": {{ "urgent": {}, "usual": {} }},
                  "pathways": {{ "p1": {{ "services": ["care"] }}, "p2": {{ "services": ["care"] }} }},
                  "services": {{ "care": {{ "places": 4, {words}, "stay": {{ "exponential": {{ "mean": "0.1d" }} }} }} }} }}"#,
            group(9.0, "p1"),
            group(21.0, "p2")
        );
        let seen = Study::of(&text, 4);
        [seen.pathway("p1", "delay_days_mean"), seen.pathway("p2", "delay_days_mean")]
    };
    let first = run(r#""priority": { "group_order": ["urgent", "usual"] }"#);
    let kept = |places: &str| {
        run(&format!(
            r#""kept": {{ "part": {{ "places": {places}, "accepts": {{ "groups": ["urgent"] }},
                                     "others": "when_none_of_them_waits" }} }}"#
        ))
    };
    assert_eq!(first, kept("4"), "person by person");
    assert_eq!(first, kept("\"unlimited\""));
    assert_ne!(first, kept("1"));
}

/// Three places, of which one is kept for the first class, which comes first in the queue as well.
#[test]
pub fn two_classes_that_wait_for_places_of_which_one_is_kept_are_those_of_the_chain() {
    const PLACES: usize = 3;
    const KEPT: usize = 1;
    const STAY: f64 = 0.1;
    const RATES: [f64; 2] = [9.0, 11.0];
    const FIRST: usize = 40;
    const QUEUE: usize = 160;
    let others = PLACES - KEPT;
    // Of the first class all, of the second those in places and those who wait.
    let state = |n: usize, inside: usize, waits: usize| (n * (others + 1) + inside) * (QUEUE + 1) + waits;
    let moves = |at: usize| {
        let (waits, rest) = (at % (QUEUE + 1), at / (QUEUE + 1));
        let (inside, n) = (rest % (others + 1), rest / (others + 1));
        let mut to = Vec::new();
        if n < FIRST {
            to.push((state(n + 1, inside, waits), RATES[0]));
        }
        let may_start = |n: usize, inside: usize| inside < others && n + inside < PLACES;
        if may_start(n, inside) {
            to.push((state(n, inside + 1, waits), RATES[1]));
        } else if waits < QUEUE {
            to.push((state(n, inside, waits + 1), RATES[1]));
        }
        let served = n.min(PLACES - inside);
        let mut leaves = |n: usize, inside: usize, rate: f64| {
            let starts = usize::from(waits > 0 && may_start(n, inside));
            to.push((state(n, inside + starts, waits - starts), rate));
        };
        if served > 0 {
            leaves(n - 1, inside, served as f64 / STAY);
        }
        if inside > 0 {
            leaves(n, inside - 1, inside as f64 / STAY);
        }
        to
    };
    let chance = stationary((FIRST + 1) * (others + 1) * (QUEUE + 1), moves);
    let mut queues = [0.0; 2];
    for (at, p) in chance.iter().enumerate() {
        let (waits, rest) = (at % (QUEUE + 1), at / (QUEUE + 1));
        let (inside, n) = (rest % (others + 1), rest / (others + 1));
        queues[0] += p * (n - n.min(PLACES - inside)) as f64;
        queues[1] += p * waits as f64;
    }
    let group = |per_day: f64, pathway: &str| {
        format!(
            r#"{{ "enters": "ready", "arrivals": {{ "per_day": {per_day} }}, "needs": {{ "{pathway}": 1.0 }} }}"#
        )
    };
    let text = format!(
        r#"{{ "name": "kept", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
              "groups": {{ "first": {}, "second": {} }},
              "pathways": {{ "p1": {{ "services": ["care"] }}, "p2": {{ "services": ["care"] }} }},
              "services": {{ "care": {{ "places": {PLACES}, "priority": {{ "group_order": ["first", "second"] }},
                                        "kept": {{ "part": {{ "places": {KEPT}, "accepts": {{ "groups": ["first"] }} }} }},
                                        "stay": {{ "exponential": {{ "mean": "{STAY}d" }} }} }} }} }}"#,
        group(RATES[0], "p1"),
        group(RATES[1], "p2")
    );
    let seen = Study::of(&text, 60);
    agrees(
        "wait of those for whom it is kept",
        &seen.pathway("p1", "delay_days_mean"),
        queues[0] / RATES[0],
        WAIT,
    );
    agrees("wait of the others", &seen.pathway("p2", "delay_days_mean"), queues[1] / RATES[1], WAIT);
}

#[test]
fn the_more_beds_are_kept_the_fewer_planned_people_are_cancelled_and_the_longer_others_wait() {
    let run = |kept: u32, others: &str| {
        let text = format!(
            r#"{{ "name": "busy", "calendar": {{ "start": "2024-01-01", "days": 200, "warm_up": "60d" }},
                  "groups": {{
                      "acute": {{ "arrivals": {{ "per_day": 9 }}, "stay": {{ "lognormal": {{ "mean": "4d", "sigma": 0.8 }} }} }},
                      "planned": {{ "kind": "elective", "arrivals": {{ "per_day": 3 }}, "stay": {{ "fixed": "2d" }},
                                    "elective": {{ "gives_up_at": "20:00" }} }} }},
                  "hospital": {{ "beds": 44, "kept": {{ "surgery": {{ "places": {kept}, "others": "{others}",
                                                                     "accepts": {{ "groups": ["planned"] }} }} }} }} }}"#
        );
        let study = Study::of(&text, 6);
        (study.system("electives_cancelled"), study.system("bed_wait_hours_mean"))
    };
    for others in ["never", "when_none_of_them_waits"] {
        let [none, some, many] = [0, 3, 6].map(|kept| run(kept, others));
        for i in 0..none.0.len() {
            assert!(
                none.0[i] > some.0[i] && some.0[i] > many.0[i],
                "{others} {i}: {none:?} {some:?} {many:?}"
            );
            assert!(
                none.1[i] < some.1[i] && some.1[i] < many.1[i],
                "{others} {i}: {none:?} {some:?} {many:?}"
            );
        }
    }
}
