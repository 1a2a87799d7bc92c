//! Those who are ready at the start, by counts of reasons and of bands of delay. The run begins on Monday, 1 January 2024.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wardflow::scenario::plan::KnownPlace;

use crate::support::{Story, assert_near, scenario_beside, story};

/// A hub of two hours, a review at the start of the way out, transport at its end, one bed.
fn town() -> Value {
    json!({
        "groups": {
            "people": { "stay": { "fixed": "5d" }, "needs": { "p0": 0.5, "p2": 0.5 } },
            "others": { "enters": "community", "needs": { "p2": 1.0 } }
        },
        "hub": { "sees": ["p2"], "assessment": { "fixed": "2h" } },
        "steps": {
            "medicines": { "starts": "offer", "concerns": { "pathways": ["p0"] }, "takes": { "fixed": "3h" }, "national_group": "hospital process" },
            "review": { "concerns": { "pathways": ["p2"] }, "takes": { "fixed": "6h" }, "national_group": "hospital process" },
            "transport": { "starts": "offer", "concerns": { "pathways": ["p2"] }, "takes": { "fixed": "1h" }, "national_group": "interface process" }
        },
        "pathways": { "p0": {}, "p2": { "services": ["beds", "spare"] } },
        "services": {
            "beds": { "setting": "bed", "places": 1, "stay": { "fixed": "4d" } },
            "spare": { "setting": "bed", "places": 0, "stay": { "fixed": "4d" } }
        },
        "initial": { "waiting": { "by_reason": "reasons.csv", "by_band": "bands.csv" } }
    })
}

fn files(reasons: &str, bands: &str) -> BTreeMap<String, String> {
    let file = |name: &str, head: &str, rows: &str| (name.to_owned(), format!("{head}\n{rows}"));
    BTreeMap::from([
        file("reasons.csv", "reason,people,pathway,group", reasons),
        file("bands.csv", "band,people", bands),
    ])
}

fn told(text: &Value, reasons: &str, bands: &str) -> Story {
    story(scenario_beside(text, files(reasons, bands)).unwrap(), 1, 0)
}

fn faults(text: &Value, reasons: &str, bands: &str) -> Vec<String> {
    let faults = scenario_beside(text, files(reasons, bands)).unwrap_err();
    faults.all().iter().map(ToString::to_string).collect()
}

/// Hours after the start at which this happened.
fn hours(story: &Story, what: &str) -> Vec<f64> {
    let start = story.scenario.plan.calendar.simulated_from();
    story.moments(what).iter().map(|at| at.since(start).hours()).collect()
}

#[test]
fn each_begins_at_its_reason() {
    let of = |reason: &str| told(&town(), reason, "1,1\n");
    // The hub, then transport; work that began when they became ready is done.
    let hub = of("hub,1,,\n");
    assert_eq!(hub.reasons(), [("hub_assessment".to_owned(), 120), ("step:transport".to_owned(), 60)]);
    let review = of("step:review,1,,\n");
    assert_eq!(review.reasons(), [("step:review".to_owned(), 360), ("step:transport".to_owned(), 60)]);
    // The place is held while this is done.
    assert_eq!(of("step:transport,1,,\n").reasons(), [("step:transport".to_owned(), 60)]);
    assert_eq!(of("step:medicines,1,,\n").reasons(), [("step:medicines".to_owned(), 180)]);
    // Two for one bed of four days: the second waits for it.
    let beds = told(&town(), "capacity:beds,2,,\n", "1,1\n2-3,1\n");
    let said = [("step:transport".to_owned(), 120), ("capacity:beds".to_owned(), 4 * 1440 + 60)];
    assert_eq!(beds.reasons(), said);
    assert_eq!(hours(&beds, "left for beds"), [1.0, 4.0 * 24.0 + 2.0]);
}

#[test]
fn each_became_ready_within_its_band_and_the_longest_wait_comes_first() {
    let rows = "1,2\n2-3,2\n4-6,1\n7-13,1\n14-20,1\n21 or more,3\n";
    let story = told(&town(), "capacity:beds,10,p2,people\n", rows);
    let start = story.scenario.plan.calendar.simulated_from();
    let mut days: Vec<f64> = story.patients.iter().map(|(_, p)| start.since(p.ready).days()).collect();
    days.sort_by(f64::total_cmp);
    let whole: Vec<u32> = days.iter().map(|d| d.ceil() as u32).collect();
    assert!(whole[..2].iter().all(|d| *d == 1), "{days:?}");
    assert!(whole[2..4].iter().all(|d| (2..=3).contains(d)), "{days:?}");
    assert!(
        (4..=6).contains(&whole[4]) && (7..=13).contains(&whole[5]) && (14..=20).contains(&whole[6]),
        "{days:?}"
    );
    assert!(whole[7..].iter().all(|d| *d >= 21), "{days:?}");
    assert!(story.patients.iter().all(|(_, p)| p.admitted <= p.ready), "the stay comes before");
    let first = story.patients.iter().min_by_key(|(_, p)| p.ready).unwrap().0;
    assert_eq!(story.to_whom("left for beds")[0], first);
    // Another replication has other days.
    let other = crate::support::story(
        scenario_beside(&town(), files("capacity:beds,10,p2,people\n", rows)).unwrap(),
        1,
        1,
    );
    assert_ne!(
        other.patients.iter().map(|(_, p)| p.ready).min(),
        story.patients.iter().map(|(_, p)| p.ready).min()
    );
}

#[test]
fn both_margins_hold_exactly() {
    let text = town();
    let scenario = scenario_beside(
        &text,
        files(
            "hub,7,,\nstep:review,5,,\ncapacity:beds,11,,\nInterface process - Awaiting transport,3,,\n",
            "1,4\n2-3,6\n4-6,5\n7-13,6\n14-20,2\n21+,3\n",
        ),
    )
    .unwrap();
    assert!(scenario.warnings.iter().all(|w| w.code != "W32"), "{:?}", scenario.warnings);
    let (mut by, mut bands) = (BTreeMap::new(), BTreeMap::new());
    for known in &scenario.plan.initial.census {
        let KnownPlace::Counted { band, by: held } = known.place else { panic!("{known:?}") };
        *by.entry(format!("{held:?}")).or_insert(0) += 1;
        *bands.entry(band.to).or_insert(0) += 1;
    }
    assert_eq!(by.values().copied().collect::<Vec<i32>>(), [7, 11, 5, 3]);
    assert_eq!(bands.values().rev().copied().collect::<Vec<i32>>(), [4, 6, 5, 6, 2, 3]);
}

#[test]
fn where_the_sums_differ_the_reasons_hold_and_it_is_said() {
    let scenario = scenario_beside(&town(), files("hub,10,,\n", "1,10\n2-3,20\n")).unwrap();
    let bands = |days: u32| {
        let of = |known: &&wardflow::scenario::plan::Known| match known.place {
            KnownPlace::Counted { band, .. } => {
                (band.to.since(band.from).days() - f64::from(days)).abs() < 1e-9
            }
            _ => false,
        };
        scenario.plan.initial.census.iter().filter(of).count()
    };
    assert_eq!([bands(1), bands(2)], [3, 7]);
    let said: Vec<String> =
        scenario.warnings.iter().map(ToString::to_string).filter(|w| w.starts_with("W32")).collect();
    assert_eq!(
        said,
        [
            "W32 initial.waiting.by_band: 30 people are in bands and 10 wait for a reason: as many as have a reason are there, and bands have their shares of them"
        ]
    );
}

#[test]
fn a_national_group_is_shared_out_over_its_reasons() {
    // As many a day need p0 as p2, and no one needs what no step of a group does.
    let scenario = scenario_beside(
        &town(),
        files("hospital process,10,,\nCapacity,3,,\nCare transfer hub process,2,,\n", "1,15\n"),
    )
    .unwrap();
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    for known in &scenario.plan.initial.census {
        if let KnownPlace::Counted { by: held, .. } = known.place {
            *by.entry(format!("{held:?}")).or_default() += 1;
        }
    }
    let said: Vec<(&str, usize)> = by.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    // The second service takes those alone whom the first does not.
    assert_eq!(
        said,
        [("Hub", 2), ("Place(ServiceIndex(0))", 3), ("Step(StepIndex(0))", 5), ("Step(StepIndex(1))", 5)]
    );
    let none = faults(&town(), "Well-being concerns,1,,\n", "1,1\n");
    assert_eq!(
        none,
        [
            "reasons.csv line 2 · initial.waiting.by_reason: nobody ever waits for \"Well-being concerns\"; expected another reason for these people, or a step with this national_group"
        ]
    );
}

#[test]
fn the_others_in_acute_beds_are_in_their_stay() {
    let mut text = town();
    text["initial"]["hospital"] = json!({ "people": 5 });
    text["hospital"] = json!({ "beds": 5 });
    let story = told(&text, "capacity:beds,2,,\n", "1,2\n");
    assert_eq!(story.patients.len(), 5);
    let full = |warning: &&wardflow::scenario::Warning| warning.code == "W15";
    assert_eq!(story.scenario.warnings.iter().find(full), None, "they fit");
    let mean = story.scenario.plan.initial.acute;
    assert_eq!(mean, 3);
    text["initial"]["hospital"] = json!({ "people": 1, "ready": 1 });
    text["initial"]["services"] = json!({ "beds": { "queue": 1 } });
    let said = faults(&text, "capacity:beds,2,,\n", "1,2\n");
    assert!(
        said.iter().any(|one| one.contains(
            "initial.services.beds.queue: people in hospital who wait are those of initial.waiting"
        )),
        "{said:#?}"
    );
    assert!(
        said.iter().any(|one| one
            .contains("initial.hospital.ready: those who are ready are the people of initial.waiting")),
        "{said:#?}"
    );
    assert!(
        said.iter().any(|one| one.contains("2 people of initial.waiting are ready, but only 1 are there")),
        "{said:#?}"
    );
    text["initial"] = json!({ "waiting": { "by_reason": "reasons.csv" } });
    let said = faults(&text, "capacity:bed,2,,\n", "1,2\n");
    assert!(said[0].contains("initial.waiting.by_band: this is left out"), "{said:#?}");
}

#[test]
fn names_that_are_not_there_are_told_with_their_line() {
    for (row, told) in [
        ("capacity:bed,2,,", "there is no service \"bed\"; did you mean \"beds\"?"),
        ("step:reviev,2,,", "there is no step \"reviev\"; did you mean \"review\"?"),
        ("hubb,2,,", "there is no reason \"hubb\"; did you mean \"hub\"?"),
        ("hub,2,p9,", "there is no pathway \"p9\"; did you mean \"p0\"?"),
        (
            "hub,2,p0,",
            "nobody of pathway \"p0\" ever waits for \"hub\"; expected another reason for these people, or a step with this national_group",
        ),
        (
            "hub,2,,others",
            "nobody of group \"others\" ever waits for \"hub\"; expected another reason for these people, or a step with this national_group",
        ),
    ] {
        let said = faults(&town(), &format!("{row}\n"), "1,2\n");
        assert_eq!(said, [format!("reasons.csv line 2 · initial.waiting.by_reason: {told}")]);
    }
}

#[test]
fn delays_count_from_the_drawn_day() {
    let story = told(&town(), "step:medicines,1,,\n", "1,1\n");
    let ready = story.patients[0].1.ready;
    let left = story.scenario.plan.calendar.simulated_from() + wardflow::base::Span::from_days(3.0 / 24.0);
    assert_near(story.outcome("delay_days_mean"), left.since(ready).days());
    assert_near(story.outcome("nctr_bed_days"), 3.0 / 24.0);
}
