//! What could be added to: every capacity of a scenario that is limited. The marginal value of each is
//! what one more of it changes. Also the outcome that a change of them moves, and by how much two
//! scenarios differ in them.

use crate::measures::outcome::System;
use crate::scenario::capacities::{Capacity, Given, is_of_beds};
use crate::scenario::{Scenario, Setting};

/// A capacity that could be added to.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Its dotted key.
    pub path: String,
    /// How much more of it stands for one.
    pub amount: f64,
}

impl Lever {
    /// One more of it, over the whole timetable or roster.
    pub fn one_more(&self) -> Setting {
        Setting::add(&self.path, self.amount)
    }
}

/// Every limited capacity of which one more is a number: acute beds, people on duty and pieces of work a day
/// in the hub and for steps, and what limits services.
pub fn levers(scenario: &Scenario) -> Vec<Lever> {
    let (file, names) = (&scenario.file, &scenario.names);
    let limited = |capacity: &Capacity| capacity.given(file, names).is_some_and(Given::has_number);
    let lever = |capacity: Capacity| {
        let amount = capacity.row().one_more?;
        Some(Lever { path: capacity.path(names), amount })
    };
    Capacity::all(names).into_iter().filter(limited).filter_map(lever).collect()
}

/// The outcome by which a change of what stands at these paths is judged where none is asked for: the
/// wait for an acute bed where acute beds are among it, since more of them do not shorten anybody's wait
/// to leave; else delayed bed-days.
pub fn usual_outcome<'p>(paths: impl IntoIterator<Item = &'p str>) -> System {
    if paths.into_iter().any(is_of_beds) { System::BedWaitHoursMean } else { System::NctrBedDays }
}

/// A capacity of which two scenarios have different amounts in the measured days.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Its dotted key.
    pub path: String,
    /// In words, with the unit where it has one.
    pub label: String,
    /// How much of it the first has, and the second; infinite where it is not limited.
    pub amounts: [f64; 2],
}

/// The capacities of which two scenarios have different amounts: the most of it that is there in the
/// measured days, of people on duty the hours a week. Of a service that only the second has, what limits it
/// there, or its places.
pub fn sizes(base: &Scenario, option: &Scenario) -> Vec<Size> {
    let before: Vec<(String, f64)> =
        amounts(base).into_iter().map(|(capacity, most)| (capacity.path(&base.names), most)).collect();
    let mut all = Vec::new();
    for (capacity, most) in amounts(option) {
        let path = capacity.path(&option.names);
        let earlier = before.iter().find(|(other, _)| *other == path).map(|(_, most)| *most);
        let is_told = most.is_finite() || capacity.is_there_by_itself();
        let Some(earlier) = earlier.or(is_told.then_some(0.0)) else { continue };
        if (earlier - most).abs() > 1e-9 {
            let words = option.names.words_of(&path).unwrap_or_else(|| path.clone());
            all.push(Size {
                path,
                label: format!("{words}{}", capacity.row().unit),
                amounts: [earlier, most],
            });
        }
    }
    all
}

/// Every capacity with the most of it in the measured days.
fn amounts(scenario: &Scenario) -> Vec<(Capacity, f64)> {
    let all = Capacity::all(&scenario.names).into_iter();
    all.filter_map(|capacity| Some((capacity, capacity.extent(&scenario.plan)?.most))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::experiment::{Replications, Silent, replicate};
    use crate::measures::outcome::System;
    use crate::measures::outcome::{Key, PerService};
    use crate::scenario::capacities::OfService;
    use crate::scenario::capacities::alone::town;

    #[test]
    fn the_wait_for_a_bed_judges_acute_beds_and_delay_all_else() {
        for path in
            ["hospital.beds", "hospital.beds.base", "hospital.escalation.beds", "triggers.surge.adds.beds"]
        {
            assert_eq!(usual_outcome(["services.a.places", path]), System::BedWaitHoursMean, "{path}");
        }
        for path in ["hospital.bedside", "hub.staff", "triggers.more.adds.places"] {
            assert_eq!(usual_outcome([path]), System::NctrBedDays, "{path}");
        }
    }

    #[test]
    fn more_of_each_capacity_of_a_service_lets_more_people_start() {
        let starts = |scenario: &Scenario| {
            let how = Replications { runs: 1, seed: 1, threads: 1 };
            let all = replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).expect("it runs");
            all[0].services[0][PerService::Starts.index()].expect("a number")
        };
        for &kind in OfService::ALL {
            let limited = town(kind, &[]);
            let [lever] = levers(&limited).try_into().expect("the only lever");
            let lift = Capacity::Service(0, kind).lift(&limited.file, &limited.names).expect("a limit");
            let (some, more, all) =
                (starts(&limited), starts(&town(kind, &[lever.one_more()])), starts(&town(kind, &[lift])));
            assert!(some < more && more < all, "{kind:?}: {some} {more} {all}");
        }
    }

    #[test]
    fn every_limited_capacity_is_a_lever_and_an_unlimited_one_is_none() {
        let text = r#"{
          "name": "Ward", "calendar": { "start": "2025-01-06", "days": 7 },
          "groups": { "all": { "arrivals": { "per_day": 3 }, "needs": { "p2": 1 } } },
          "hospital": { "beds": { "base": 20, "changes": [{ "from": "start", "to": 25 }] } },
          "hub": { "sees": ["p2"], "staff": { "mon-fri": 2, "hours": "09:00-17:00" }, "assessment": { "fixed": "1h" } },
          "steps": { "papers": { "per_day": 4, "takes": { "fixed": "1h" } }, "drugs": { "takes": { "fixed": "1h" } } },
          "pathways": { "p2": { "services": ["beds", "visits"] } },
          "services": { "beds": { "places": "unlimited", "starts_per_week": 7, "stay": { "fixed": "6d" } },
                        "visits": { "hours_per_week": 90, "care": { "first": 9 }, "stay": { "fixed": "6d" } } }
        }"#;
        let scenario = Scenario::from_json(text).expect("a scenario");
        let found: Vec<(String, f64)> = levers(&scenario).into_iter().map(|l| (l.path, l.amount)).collect();
        let expected = [
            ("hospital.beds", 1.0),
            ("hub.staff", 1.0),
            ("steps.papers.per_day", 1.0),
            ("services.beds.starts_per_week", 1.0),
            ("services.visits.hours_per_week", 10.0),
        ];
        assert_eq!(found, expected.map(|(path, amount)| (path.to_owned(), amount)));
    }
}
