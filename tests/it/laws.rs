//! The laws that are checked in every replication notice what breaks them: each broken on purpose.

use serde_json::json;
use wardflow::measures::laws::Laws;
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::model::{Change, Observer};
use wardflow::scenario::plan::ServiceIndex;

use crate::support::{Story, at, tell};

/// One person, ready at 10:00 on Monday, for two places.
fn case() -> Story {
    tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": 2, "stay": { "fixed": "5d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }))
}

/// What is said of what was told.
fn said(story: &Story, tell: impl FnOnce(&mut Laws<'_>)) -> String {
    let mut laws = Laws::new(&story.scenario.plan);
    tell(&mut laws);
    laws.broken(&story.found).join("; ")
}

#[test]
fn places_held_count_beside_those_in_use() {
    let story = case();
    let (_, patient) = &story.patients[0];
    let after = |people: i32| {
        said(&story, |laws| {
            let mut tell = |change: Change<'_>| laws.changed(at(1, 0, 0), change);
            for _ in 0..people {
                tell(Change::Offered { patient, service: ServiceIndex(0), care: 0 });
                tell(Change::Started { patient, service: ServiceIndex(0), from_home: false });
            }
            tell(Change::Offered { patient, service: ServiceIndex(0), care: 0 });
        })
    };
    assert!(after(2).contains("1 held and 2 inside of 2 places"), "{}", after(2));
    assert!(!after(1).contains("places"), "{}", after(1));
}

#[test]
fn nobody_starts_in_a_service_before_coming_or_before_being_ready() {
    let story = case();
    let (_, patient) = story.patients[0].clone();
    let started = Change::Started { patient: &patient, service: ServiceIndex(0), from_home: false };
    let at_hour = |hour: u64| said(&story, |laws| laws.changed(at(0, hour, 0), started));
    assert!(at_hour(9).contains("a start before coming"), "{}", at_hour(9));
    assert!(!at_hour(10).contains("a start before coming"), "{}", at_hour(10));
}

#[test]
fn what_is_spent_and_bed_days_in_use_are_the_whole_cost() {
    let mut story = case();
    let spent = index_of(SYSTEM, "cost_spent");
    assert!(!said(&story, |_| {}).contains("cost_total"));
    story.found.system[spent] = story.found.system[spent].map(|pounds| pounds + 1.0);
    assert!(said(&story, |_| {}).contains("cost_total 0 is not spent 1 and bed-days in use 0"));
}
