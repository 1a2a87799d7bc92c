//! What could be added to: every capacity of a scenario that is limited. The marginal value of each is
//! what one more of it changes. Also the outcome that a change of them moves, and by how much two
//! scenarios differ in them.

use serde_json::Value;

use crate::base::{Limit, Timetable};
use crate::measures::outcome::System;
use crate::scenario::plan::{Service, Starts, Work};
use crate::scenario::{Plan, Scenario, Setting};

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

/// Ten hours a week are about one more person's care.
const HOURS: f64 = 10.0;

/// Every limited capacity: acute beds, people on duty and pieces of work a day in the hub and for steps,
/// and of services places, starts a week, hours a week and visits a day.
pub fn levers(scenario: &Scenario) -> Vec<Lever> {
    let mut all = Vec::new();
    let root = &scenario.resolved;
    let mut add = |path: String, amount: f64, at: &Value| {
        let limited = match at {
            Value::Number(_) => true,
            // A timetable or a roster.
            Value::Object(_) => at.get("base").is_none_or(Value::is_number),
            _ => false,
        };
        if limited {
            all.push(Lever { path, amount });
        }
    };
    add("hospital.beds".to_owned(), 1.0, &root["hospital"]["beds"]);
    for key in ["staff", "per_day"] {
        add(format!("hub.{key}"), 1.0, &root["hub"][key]);
    }
    for name in &scenario.names.steps {
        for key in ["staff", "per_day"] {
            add(format!("steps.{}.{key}", name.key), 1.0, &root["steps"][&name.key][key]);
        }
    }
    for name in &scenario.names.services {
        for (key, amount) in
            [("places", 1.0), ("starts_per_week", 1.0), ("hours_per_week", HOURS), ("visits_per_day", 1.0)]
        {
            add(format!("services.{}.{key}", name.key), amount, &root["services"][&name.key][key]);
        }
    }
    all
}

/// The outcome by which a change of what stands at these paths is judged where none is asked for: the
/// wait for an acute bed where acute beds are among it, since more of them do not shorten anybody's wait
/// to leave; else delayed bed-days.
pub fn usual_outcome<'p>(paths: impl IntoIterator<Item = &'p str>) -> System {
    let acute = |path: &str| {
        let at = |key: &str| path == key || path.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
        at("hospital.beds")
            || at("hospital.escalation")
            || path.starts_with("triggers.") && path.ends_with(".adds.beds")
    };
    if paths.into_iter().any(acute) { System::BedWaitHoursMean } else { System::NctrBedDays }
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
/// measured days, of people on duty the hours a week.
pub fn sizes(base: &Scenario, option: &Scenario) -> Vec<Size> {
    let before = amounts(base);
    let mut all = Vec::new();
    for (path, unit, amount) in amounts(option) {
        let earlier = before.iter().find(|(other, ..)| *other == path).map_or(0.0, |(.., amount)| *amount);
        if (earlier - amount).abs() > 1e-9 {
            let words = option.names.words_of(&path).unwrap_or_else(|| path.clone());
            all.push(Size { path, label: format!("{words}{unit}"), amounts: [earlier, amount] });
        }
    }
    all
}

/// Every capacity with its path, its unit and the amount of it.
fn amounts(scenario: &Scenario) -> Vec<(String, &'static str, f64)> {
    let plan = &scenario.plan;
    let (names, beds) = (&scenario.names, most(plan, &plan.hospital.beds));
    let mut all = vec![
        ("hospital.beds".to_owned(), "", beds),
        ("hospital.escalation".to_owned(), "", f64::from(plan.hospital.escalation.beds)),
        ("hub.staff".to_owned(), ", hours a week", hours_a_week(plan, &plan.hub.work)),
    ];
    for (name, step) in names.steps.iter().zip(&plan.steps) {
        all.push((format!("steps.{}.staff", name.key), ", hours a week", hours_a_week(plan, &step.work)));
    }
    for (name, service) in names.services.iter().zip(&plan.services) {
        let path = |word: &str| format!("services.{}.{word}", name.key);
        all.push((path("places"), "", most(plan, &service.people)));
        all.push((path("starts_per_week"), "", starts_a_week(plan, service)));
        if let Some(care) = service.load.care() {
            let word = if care.in_visits { "visits_per_day" } else { "hours_per_week" };
            all.push((path(word), "", most_of(plan, care.amount, |x| x as f64 / 1000.0)));
        }
    }
    all
}

/// The most of an amount in the measured days.
fn most(plan: &Plan, amount: &Timetable<Limit>) -> f64 {
    most_of(plan, amount, Limit::or_infinite)
}

fn most_of<T: Copy + PartialEq>(plan: &Plan, amount: &Timetable<T>, value: impl Fn(T) -> f64) -> f64 {
    let measured = amount.within(plan.calendar.measured_from(), plan.calendar.end());
    measured.map(value).fold(0.0, f64::max)
}

/// Hours on duty of all people together, a week on average; 0 where nobody is waited for.
fn hours_a_week(plan: &Plan, work: &Work) -> f64 {
    let on_duty = |staff: Limit| Some(staff.number().map_or(0.0, f64::from));
    let days = work.staff.total(plan.calendar.measured_from(), plan.calendar.end(), on_duty);
    days.unwrap_or(0.0) * 24.0 * 7.0 / f64::from(plan.calendar.measured_days()).max(1.0)
}

/// The starts that all measured Sundays allow, a week on average.
fn starts_a_week(plan: &Plan, service: &Service) -> f64 {
    let Starts::SinceMonday(allowed) = &service.starts else { return f64::INFINITY };
    let calendar = &plan.calendar;
    let sundays: Vec<f64> = (calendar.first_measured_day()..calendar.days_to_end())
        .filter(|day| calendar.day(*day).weekday == 6)
        .filter_map(|day| allowed.get(day as usize).map(|n| n.or_infinite()))
        .collect();
    sundays.iter().sum::<f64>() / sundays.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::outcome::System;

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
