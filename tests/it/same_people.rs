//! The same people in every scenario: what a person brings is drawn for that person, and nothing
//! that happens to others, or around it, moves it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wardflow::base::{Span, Time};
use wardflow::model::{Change, Observer, Patient, Simulation};
use wardflow::scenario::Scenario;

use crate::support::scenario;

/// Somebody: the name of the group, the date as a day of the run, the index in the day.
type Who = (String, u32, u32);

/// What somebody brings: when it came, how long its acute stay is, what it needs. What has not
/// happened by the end is left open.
#[derive(Clone, Debug, Default, PartialEq)]
struct Brought {
    arrived: Option<Time>,
    stay: Option<Span>,
    need: Option<String>,
    traits: Option<Vec<String>>,
}

type People = BTreeMap<Who, Brought>;

struct Census<'s> {
    scenario: &'s Scenario,
    people: People,
}

impl Census<'_> {
    fn of(&mut self, patient: &Patient) -> &mut Brought {
        let group = self.scenario.names.groups[patient.group].key.clone();
        self.people.entry((group, patient.day, patient.index)).or_default()
    }
}

impl Census<'_> {
    fn ready(&mut self, patient: &Patient) {
        let names = &self.scenario.names;
        let need = names.pathways[patient.need].key.clone();
        let traits = patient.traits();
        let traits = names.traits.numbers().filter(|t| traits.has(*t));
        let traits = traits.map(|t| names.traits[t].clone()).collect();
        let brought = self.of(patient);
        (brought.need, brought.traits) = (Some(need), Some(traits));
    }
}

impl Observer for Census<'_> {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        match change {
            Change::Arrived { patient, .. } => self.of(patient).arrived = Some(now),
            Change::Admitted { patient, .. } => {
                self.of(patient).stay = Some(patient.acute_end.since(now));
            }
            Change::Ready { patient, .. } => self.ready(patient),
            _ => {}
        }
    }
}

fn people(text: &Value) -> People {
    let scenario = scenario(text);
    let mut simulation =
        Simulation::new(&scenario.plan, Census { scenario: &scenario, people: People::new() });
    simulation.run(7, 3).unwrap();
    let people = std::mem::take(&mut simulation.observer().people);
    assert!(people.len() > 200, "only {} people", people.len());
    people
}

/// A hospital that is busy, with a line before everything, so that what happens to one person moves
/// what happens to others.
fn busy() -> Value {
    json!({
        "calendar": { "days": 42 },
        "groups": {
            "old": { "arrivals": { "per_day": 8, "variance_over_mean": 1.4, "by_hour": (8..32).collect::<Vec<u32>>() },
                     "stay": { "lognormal": { "mean": "5d", "sigma": 0.9 } },
                     "needs": { "p0": 0.5, "p1": 0.3, "p2": 0.2 }, "traits": { "dementia": 0.3, "carer": 0.4 },
                     "dies_in_hospital": 0.05 },
            "young": { "arrivals": { "per_day": 5 }, "stay": { "gamma": { "mean": "2d", "sd": "1d" } },
                       "needs": { "p0": 0.9, "p1": 0.1 } },
            "home": { "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "p1": 1.0 } }
        },
        "hospital": { "beds": 70, "board_rounds": { "mon-sun": { "at": ["09:00", "13:00"], "reach": 0.6 } } },
        "hub": { "staff": { "mon-sun": 2, "hours": "08:00-18:00" }, "assessment": { "gamma": { "mean": "4h", "sd": "2h" } },
                 "wrong_pathway": { "p1": { "p2": 0.1 } } },
        "steps": { "review": { "takes": { "gamma": { "mean": "5h", "sd": "2h" } }, "staff": 2 } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["helpers"], "bridge": "bridge" },
                      "p2": { "services": ["beds"] } },
        "services": {
            "helpers": { "places": 25, "stay": { "lognormal": { "mean": "10d", "sigma": 0.8 } } },
            "beds": { "setting": "bed", "places": 15, "stay": { "exponential": { "mean": "12d" } } },
            "bridge": { "bridge": true, "places": 0, "respond_within": "4h", "admits": "08:00-20:00" }
        }
    })
}

/// Asserts that whoever is in both brings the same, and that everybody of `some` is in `all`.
fn assert_same(some: &People, all: &People) {
    let mut compared = 0;
    for (who, brought) in some {
        let other = all.get(who).unwrap_or_else(|| panic!("{who:?} is missing"));
        assert_eq!(brought.arrived, other.arrived, "{who:?}");
        let pairs = [
            brought.stay.zip(other.stay).map(|(a, b)| a == b),
            brought.need.clone().zip(other.need.clone()).map(|(a, b)| a == b),
            brought.traits.clone().zip(other.traits.clone()).map(|(a, b)| a == b),
        ];
        for same in pairs.into_iter().flatten() {
            assert!(same, "{who:?} brings {brought:?} in one and {other:?} in the other");
            compared += 1;
        }
    }
    assert!(compared > some.len(), "{compared} things of {} people compared", some.len());
}

#[test]
fn bridging_places_leave_every_arrival_stay_and_need_as_they_are() {
    let mut text = busy();
    let before = people(&text);
    text["services"]["bridge"]["places"] = json!(10);
    let after = people(&text);
    assert_eq!(before.len(), after.len());
    assert_same(&before, &after);
}

#[test]
fn a_further_group_moves_nobody_else() {
    let mut text = busy();
    let before = people(&text);
    // First in the order of names, so that every other group has another number.
    text["groups"]["aaa"] = json!({ "arrivals": { "per_day": 6 }, "stay": { "fixed": "3d" },
                                    "needs": { "p1": 0.5, "p2": 0.5 }, "traits": { "alone": 0.5 } });
    let after = people(&text);
    assert!(after.len() > before.len() + 100);
    assert_same(&before, &after);
}

#[test]
fn a_further_service_step_pathway_and_trait_move_nobody() {
    let mut text = busy();
    let before = people(&text);
    text["services"]["aaa"] = json!({ "places": 5, "stay": { "fixed": "9d" } });
    text["pathways"]["aaa"] = json!({ "services": ["aaa"] });
    text["pathways"]["p2"]["services"] = json!(["aaa", "beds"]);
    text["steps"]["aaa"] =
        json!({ "takes": { "exponential": { "mean": "1d" } }, "concerns": { "share": 0.5 } });
    let after = people(&text);
    assert_eq!(before.len(), after.len());
    assert_same(&before, &after);
}

#[test]
fn more_or_fewer_beds_staff_and_rounds_move_nobody() {
    let mut text = busy();
    let before = people(&text);
    text["hospital"]["beds"] = json!(50);
    text["hub"]["staff"] = json!(20);
    text["hospital"]["board_rounds"] = json!({ "mon-fri": { "at": ["11:00"], "reach": 0.3 } });
    let after = people(&text);
    assert_eq!(before.len(), after.len());
    assert_same(&before, &after);
}

#[test]
fn a_higher_rate_adds_people_at_the_end_of_the_day_and_moves_nobody() {
    for law in [
        json!({}),
        json!({ "variance_over_mean": 1.4 }),
        json!({ "variance_over_mean": 1.4, "per_group": true }),
    ] {
        let mut text = busy();
        for (key, value) in law.as_object().unwrap() {
            text["groups"]["young"]["arrivals"][key] = value.clone();
        }
        let before = people(&text);
        text["groups"]["young"]["arrivals"]["per_day"] = json!(7.5);
        let after = people(&text);
        assert!(after.len() > before.len() + 50, "{law}");
        assert_same(&before, &after);
        let others = |people: &People| people.keys().filter(|who| who.0 != "young").count();
        assert_eq!(others(&before), others(&after), "{law}");
    }
}

#[test]
fn a_longer_mean_stay_keeps_everybodys_rank() {
    let mut text = busy();
    text["hospital"]["beds"] = json!("unlimited");
    let before = people(&text);
    text["groups"]["old"]["stay"]["lognormal"]["mean"] = json!("10d");
    let after = people(&text);
    let mut compared = 0;
    for (who, brought) in before.iter().filter(|(who, _)| who.0 == "old") {
        if let (Some(a), Some(b)) = (brought.stay, after[who].stay) {
            assert!((b.days() / a.days() - 2.0).abs() < 1e-6, "{who:?}: {a} and {b}");
            compared += 1;
        }
    }
    assert!(compared > 100);
}

#[test]
fn a_later_start_of_the_same_days_brings_the_same_people() {
    let who = |people: People, first: u32| -> BTreeMap<Who, Option<Span>> {
        let later = people.into_iter().filter(|((.., day, _), _)| *day >= first);
        let later = later.map(|((group, day, index), b)| {
            ((group, day - first, index), b.arrived.map(|at| at.since(Time::midnight(first))))
        });
        later.collect()
    };
    let mut text = busy();
    let from_monday = who(people(&text), 7);
    text["calendar"] = json!({ "start": "2024-01-08", "days": 35 });
    assert_eq!(from_monday, who(people(&text), 0));
}

#[test]
fn a_step_has_luck_of_its_own_even_if_it_is_called_like_the_work_of_the_hub() {
    // Assessments of up to ten days, and a step called like them that concerns half of the people:
    // among those whom it concerns there are short assessments and long ones.
    let mut text = busy();
    text["hospital"]["beds"] = json!("unlimited");
    text["hub"] = json!({ "assessment": { "uniform": { "min": "0d", "max": "10d" } } });
    text["groups"].as_object_mut().unwrap().remove("home");
    text["pathways"]["p1"] = json!({ "services": [] });
    text["pathways"]["p2"] = json!({ "services": [] });
    text["steps"] = json!({ "assessment": { "starts": "decision", "takes": { "fixed": "1h" }, "concerns": { "share": 0.5 } } });
    let story = crate::support::tell(&text);
    let (mut short, mut long) = ([0, 0], [0, 0]);
    for who in story.to_whom("because hub_assessment") {
        let asked = story.moments_of(who, "because hub_assessment")[0];
        let Some(left) = story.moments_of(who, "left for home").first().copied() else { continue };
        let concerned = usize::from(!story.moments_of(who, "because step:assessment").is_empty());
        let counts = if left.since(asked) < Span(5 * Span::DAY.0) { &mut short } else { &mut long };
        counts[concerned] += 1;
    }
    assert!(short.iter().chain(&long).all(|&n| n > 10), "{short:?} {long:?}");
}
