//! What people bring, as the model gives it to them: stays of the asked mean, needs, traits and
//! deaths in their shares, and none of these telling anything of another.

use std::fmt::Write as _;
use wardflow::scenario::plan::TraitIndex;

use wardflow::base::{Span, Time};
use wardflow::model::{Change, Left, Observer, Patient, Simulation};
use wardflow::scenario::Scenario;

use super::tools::{Seen, chi_square, none_is_rare, of_mean, of_z, uncorrelated};

/// A person as seen at the door, at the end of the acute stay and on leaving.
#[derive(Clone, Copy, Debug)]
struct Brought {
    time_of_day: f64,
    stay: f64,
    need: u8,
    traits: [bool; 2],
}

/// Everybody who became ready, by group.
#[derive(Default)]
struct Everybody {
    people: Vec<Vec<Brought>>,
    died: u64,
    admitted: u64,
}

impl Everybody {
    fn ready(&mut self, now: Time, patient: &Patient) {
        let group = usize::from(patient.group);
        self.people.resize(self.people.len().max(group + 1), Vec::new());
        let traits = patient.traits();
        self.people[group].push(Brought {
            time_of_day: patient.arrived.time_of_day().days(),
            stay: now.since(patient.arrived).days(),
            need: patient.need.0,
            traits: [0, 1].map(|t| traits.has(TraitIndex(t))),
        });
    }
}

impl Observer for Everybody {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        match change {
            Change::Admitted { .. } => self.admitted += 1,
            Change::Ready { patient, .. } => self.ready(now, patient),
            Change::LeftHospital { how: Left::Died, .. } => self.died += 1,
            _ => {}
        }
    }
}

fn everybody(scenario: &str, replications: u64) -> Everybody {
    let scenario = Scenario::from_json(scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Everybody::default());
    for index in 0..replications {
        simulation.run(1, index).unwrap();
    }
    std::mem::take(simulation.observer())
}

const STAYS: [(&str, f64); 9] = [
    (r#"{ "exponential": { "mean": "3d" } }"#, 3.0),
    (r#"{ "lognormal": { "mean": "5.7d", "sigma": 0.9 } }"#, 5.7),
    (r#"{ "lognormal": { "mean": "5.5d", "median": "3d" } }"#, 5.5),
    (r#"{ "gamma": { "mean": "36h", "sd": "1d" } }"#, 1.5),
    (r#"{ "weibull": { "mean": "2d", "shape": 1.4 } }"#, 2.0),
    (r#"{ "erlang": { "mean": "4d", "shape": 2 } }"#, 4.0),
    (r#"{ "poisson": { "mean": "2d" } }"#, 2.0),
    (r#"{ "triangular": { "min": "1d", "mode": "2d", "max": "6d" } }"#, 3.0),
    (
        r#"{ "bands": [{ "share": 0.5, "from": "0d", "to": "1d" }, { "share": 0.5, "from": "1d", "to": "3d" }] }"#,
        1.25,
    ),
];

#[test]
fn acute_stays_have_the_mean_that_was_asked() {
    let mut groups = String::new();
    for (i, (stay, _)) in STAYS.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        // Everybody comes in the first month, and the longest stay ends before the last day.
        write!(
            groups,
            r#"{comma} "g{i}": {{ "arrivals": {{ "daily_counts": "days.csv" }}, "stay": {stay} }}"#
        )
        .unwrap();
    }
    let text = format!(
        r#"{{ "name": "stays", "calendar": {{ "start": "2024-01-01", "days": 400 }}, "groups": {{ {groups} }} }}"#
    );
    let mut days = String::from("date,n");
    let mut date = jiff::civil::date(2024, 1, 1);
    for day in 0..400 {
        write!(days, "\n{date},{}", if day < 30 { 600 } else { 0 }).unwrap();
        date = date.tomorrow().unwrap();
    }
    let files =
        wardflow::scenario::Memory([("a.json".to_owned(), text), ("days.csv".to_owned(), days)].into());
    let scenario = Scenario::load(&files, "a.json", &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Everybody::default());
    simulation.run(1, 0).unwrap();
    let all = std::mem::take(simulation.observer());
    let mut seen: Vec<Seen> = Vec::new();
    for (people, (stay, mean)) in all.people.iter().zip(STAYS) {
        assert_eq!(people.len(), 18_000, "{stay}: everybody's stay has ended");
        seen.push((stay.to_owned(), of_mean(&people.iter().map(|p| p.stay).collect::<Vec<_>>(), mean)));
    }
    none_is_rare("mean stays", &seen);
}

#[test]
fn needs_traits_and_deaths_come_in_their_shares_and_know_nothing_of_each_other() {
    let all = everybody(
        r#"{ "name": "people", "calendar": { "start": "2024-01-01", "days": 700 },
             "groups": { "all": { "arrivals": { "per_day": 40 }, "stay": { "exponential": { "mean": "2d" } },
                                  "needs": { "p0": 0.5, "p1": 0.3, "p2": 0.15, "p3": 0.05 },
                                  "dies_in_hospital": 0.08, "traits": { "frail": 0.35, "carer": 0.1 } } },
             "pathways": { "p1": { "services": ["care"] }, "p2": { "services": ["care"] }, "p3": { "services": ["care"] } },
             "services": { "care": {} } }"#,
        2,
    );
    let people = &all.people[0];
    let n = people.len() as f64;
    let needs: Vec<u64> =
        (0..4).map(|need| people.iter().filter(|p| p.need == need).count() as u64).collect();
    let expected: Vec<f64> = [0.5, 0.3, 0.15, 0.05].iter().map(|share| share * n).collect();
    let mut seen: Vec<Seen> = vec![("needs".to_owned(), chi_square(&needs, &expected, 1))];
    let share = |count: u64, of: f64, asked: f64| {
        of_z((count as f64 / of - asked) / (asked * (1.0 - asked) / of).sqrt())
    };
    // Few are still in bed at the end, of whom nothing is known.
    seen.push(("deaths".to_owned(), share(all.died, all.died as f64 + n, 0.08)));
    for (i, asked) in [0.1, 0.35].into_iter().enumerate() {
        let count = people.iter().filter(|p| p.traits[i]).count() as u64;
        seen.push((format!("trait {i}"), share(count, n, asked)));
    }
    assert!(all.admitted as f64 - n - (all.died as f64) < 300.0, "nearly everybody has left");
    // Each purpose beside each other one.
    let one = |yes: bool| f64::from(u8::from(yes));
    let columns: [(&str, Vec<f64>); 6] = [
        ("time of day", people.iter().map(|p| p.time_of_day).collect()),
        ("stay", people.iter().map(|p| p.stay).collect()),
        ("length rank", people.iter().map(|p| one(p.stay > 2.0 * std::f64::consts::LN_2)).collect()),
        ("need", people.iter().map(|p| f64::from(p.need)).collect()),
        ("carer", people.iter().map(|p| one(p.traits[0])).collect()),
        ("frail", people.iter().map(|p| one(p.traits[1])).collect()),
    ];
    for (i, (a, left)) in columns.iter().enumerate() {
        for (b, right) in columns[..i].iter().filter(|(b, _)| !(*a == "length rank" && *b == "stay")) {
            seen.push((format!("{a} beside {b}"), uncorrelated(left, right)));
        }
    }
    none_is_rare("what people bring", &seen);
}

#[test]
fn a_time_of_day_is_within_its_day() {
    let all = everybody(
        r#"{ "name": "people", "calendar": { "start": "2024-01-01", "days": 60 },
             "groups": { "all": { "arrivals": { "per_day": 40 }, "stay": { "fixed": "1h" } } } }"#,
        1,
    );
    assert!(all.people[0].iter().all(|p| (0.0..1.0).contains(&p.time_of_day)));
    assert!(all.people[0].iter().all(|p| (p.stay - Span::HOUR.days()).abs() < 1e-9));
}
