//! What stands between the end of an acute stay and leaving, and the settings that lift each of it:
//! nobody waits for it any more, and everything else stays as it is.
//!
//! Found in the scenario as a person would read it. `experiment::causes` lifts them one by one.

use serde_json::{Map, Value};

use super::Scenario;
use super::names::Names;
use super::reason::{Reason, Reasons};
use crate::scenario::text::setting::{Figure, Setting};
use crate::scenario::values::hours::is_day_key;

/// Something that people wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Its key in results: `hub`, `step:therapy`, `capacity:reablement`.
    pub key: String,
    /// As a reader should see it.
    pub label: String,
    /// What lifts it.
    pub lift: Vec<Setting>,
    /// Reasons of the scenario to which the model books the wait for it.
    pub reasons: Vec<Reason>,
    /// What it is a part of.
    pub part: Part,
}

/// What a constraint is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The delay of people who are ready; all of these together are all of it.
    Delay,
    /// The time until somebody is known to be ready: acute bed-days, but no delay.
    Finding,
    /// Nothing of its own: it is in others, or no part of the way out.
    Beside,
}

/// Every constraint of a scenario, in the order of the way out; then those that stand beside.
pub fn constraints(scenario: &Scenario) -> Vec<Constraint> {
    let file =
        File { root: &scenario.resolved, names: &scenario.names, reasons: Reasons::of(&scenario.plan) };
    let counted = [
        file.board_rounds(),
        file.hub(),
        file.steps(),
        file.capacities(),
        file.onward(),
        file.bridge_responses(),
        file.service_hours(),
        file.discharge_hours(),
    ];
    let others = [file.hub_hours(), file.step_hours(), file.acute_beds()];
    let others = others.into_iter().flatten().map(|other| Constraint { part: Part::Beside, ..other });
    counted.into_iter().flatten().chain(others).filter(|found| !found.lift.is_empty()).collect()
}

/// The scenario, as read.
struct File<'a> {
    root: &'a Value,
    names: &'a Names,
    reasons: Reasons,
}

fn constraint(key: &str, label: String, lift: Vec<Setting>, reasons: Vec<Reason>) -> Constraint {
    Constraint { key: key.to_owned(), label, lift, reasons, part: Part::Delay }
}

/// Takes away what stands at the path.
fn without(path: &str) -> Setting {
    Setting::replace(path, "null")
}

fn is_unlimited(amount: &Value) -> bool {
    amount.as_str() == Some("unlimited")
}

impl<'a> File<'a> {
    fn at(&self, keys: &[&str]) -> Option<&'a Value> {
        keys.iter().try_fold(self.root, |node, key| node.get(key))
    }

    fn section(&self, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.at(&[name]).and_then(Value::as_object).into_iter().flatten()
    }

    /// Takes away whichever of the keys stand below the path.
    fn without_any(&self, path: &str, keys: &[&str]) -> Vec<Setting> {
        let below: Vec<&str> = path.split('.').collect();
        let map = self.at(&below).and_then(Value::as_object);
        let given = keys.iter().filter(|key| map.is_some_and(|map| map.contains_key(**key)));
        given.map(|key| without(&format!("{path}.{key}"))).collect()
    }

    fn board_rounds(&self) -> Vec<Constraint> {
        let lift = self.without_any("hospital", &["board_rounds"]);
        let found = constraint("board_rounds", "Board rounds".to_owned(), lift, Vec::new());
        vec![Constraint { part: Part::Finding, ..found }]
    }

    fn hub(&self) -> Vec<Constraint> {
        let lift = self.without_any("hub", &["staff", "hours", "per_day", "assessment"]);
        let reasons = vec![Reasons::HUB_CLOSED, Reasons::HUB_QUEUE, Reasons::HUB_ASSESSMENT];
        vec![constraint("hub", self.names.hub.clone(), lift, reasons)]
    }

    fn steps(&self) -> Vec<Constraint> {
        let each = self.names.steps.iter().enumerate();
        each.map(|(i, name)| {
            let lift = vec![Setting::replace(&format!("steps.{}.skipped", name.key), "1")];
            let reason = self.reasons.step(i as u8);
            constraint(&format!("step:{}", name.key), name.label.clone(), lift, vec![reason])
        })
        .collect()
    }

    /// The capacity of each service that has a limit, and what a trigger would add to it.
    fn capacities(&self) -> Vec<Constraint> {
        let each = self.names.services.iter().enumerate();
        each.map(|(i, name)| {
            let limits = ["places", "starts_per_week", "hours_per_week", "visits_per_day"];
            let given = |limit: &&str| {
                self.at(&["services", &name.key, limit]).is_some_and(|amount| !is_unlimited(amount))
            };
            let path = |limit: &str| format!("services.{}.{limit}", name.key);
            let mut lift: Vec<Setting> = limits
                .iter()
                .filter(|limit| given(limit))
                .map(|limit| Setting::replace(&path(limit), "unlimited"))
                .collect();
            if !lift.is_empty() {
                let adds = |trigger: &Value| trigger["adds"]["service"].as_str() == Some(&name.key);
                let triggers = self.section("triggers").filter(|(_, trigger)| adds(trigger));
                lift.extend(triggers.map(|(key, _)| without(&format!("triggers.{key}"))));
            }
            let reason = self.reasons.capacity(i as u16);
            let none = self.at(&["services", &name.key, "places"]).and_then(Value::as_f64) == Some(0.0);
            let label = format!("Capacity of {}{}", name.label, if none { " (none now)" } else { "" });
            constraint(&format!("capacity:{}", name.key), label, lift, vec![reason])
        })
        .collect()
    }

    /// Delays before the line of what follows a stay: meanwhile a place is not free.
    fn onward(&self) -> Vec<Constraint> {
        let nothing =
            |wait: &Value| wait["fixed"].as_str().and_then(Figure::of).is_some_and(|wait| wait.number <= 0.0);
        self.section("onward")
            .filter(|(_, then)| then.get("wait").is_some_and(|wait| !nothing(wait)))
            .map(|(exit, _)| {
                let label = format!("Delay before {} after a stay", exit.replace('_', " "));
                let lift = vec![without(&format!("onward.{exit}.wait"))];
                constraint(&format!("onward:{exit}"), label, lift, Vec::new())
            })
            .collect()
    }

    /// How long bridges take to come; nothing where there are none.
    fn bridge_responses(&self) -> Vec<Constraint> {
        let bridges = self.section("services").filter(|(_, service)| {
            let none = service.get("places").and_then(Value::as_f64).is_some_and(|places| places <= 0.0);
            service["bridge"] == true && !none
        });
        let lift = bridges.flat_map(|(key, _)| {
            let path = format!("services.{key}");
            let mut lift = self.without_any(&path, &["respond"]);
            lift.push(Setting::replace(&format!("{path}.respond_within"), "0min"));
            lift
        });
        let reasons = vec![self.reasons.bridging_response()];
        vec![constraint("bridging_response", "Response of bridging care".to_owned(), lift.collect(), reasons)]
    }

    /// The hours at which services admit, and events that close them.
    fn service_hours(&self) -> Vec<Constraint> {
        let hours = self.names.services.iter();
        let mut lift: Vec<Setting> =
            hours.flat_map(|name| self.without_any(&format!("services.{}", name.key), &["admits"])).collect();
        let closing = self.section("events").filter(|(_, event)| event["closes"] == true);
        lift.extend(closing.map(|(key, _)| Setting::replace(&format!("events.{key}.closes"), "false")));
        let reasons = (0..self.names.services.len()).map(|i| self.reasons.closed(i as u16)).collect();
        vec![constraint("service_hours", "Hours at which services admit".to_owned(), lift, reasons)]
    }

    fn discharge_hours(&self) -> Vec<Constraint> {
        let lift = self.without_any("hospital", &["discharge_hours"]);
        let reasons = vec![self.reasons.ward_closed()];
        vec![constraint("discharge_hours", "Discharge hours of the ward".to_owned(), lift, reasons)]
    }

    /// Work at all hours, with as many people as are on duty at any time.
    fn always_open(&self, path: &str, work: &Map<String, Value>) -> Vec<Setting> {
        let mut lift = self.without_any(path, &["hours"]);
        let roster = work.get("staff").and_then(Value::as_object);
        let on_duty = roster.into_iter().flatten().filter(|(key, _)| is_day_key(key));
        if let Some(most) = on_duty.filter_map(|(_, n)| n.as_u64()).max() {
            lift.push(Setting::replace(&format!("{path}.staff"), &most.to_string()));
        }
        lift
    }

    fn hub_hours(&self) -> Vec<Constraint> {
        let lift = self.at(&["hub"]).and_then(Value::as_object).map(|hub| self.always_open("hub", hub));
        let label = format!("{}: only its hours, with most on duty always", self.names.hub);
        vec![constraint("hub_hours", label, lift.unwrap_or_default(), vec![Reasons::HUB_CLOSED])]
    }

    fn step_hours(&self) -> Vec<Constraint> {
        let lift = self.section("steps").filter_map(|(key, step)| {
            let step = step.as_object()?;
            Some(self.always_open(&format!("steps.{key}"), step))
        });
        let label = "Steps: only their hours, with most on duty always".to_owned();
        vec![constraint("step_hours", label, lift.flatten().collect(), Vec::new())]
    }

    /// Acute beds: no way out goes through them, but people who wait for a bed become ready later.
    fn acute_beds(&self) -> Vec<Constraint> {
        let limited = self.at(&["hospital", "beds"]).is_some_and(|beds| !is_unlimited(beds));
        let mut lift = Vec::new();
        if limited {
            lift.push(Setting::replace("hospital.beds", "unlimited"));
            lift.extend(self.without_any("hospital", &["escalation"]));
            let needs_beds = |trigger: &Value| {
                let when = |key: &str| trigger["when"].get(key).is_some();
                trigger["adds"].get("beds").is_some()
                    || when("hospital_occupancy_above")
                    || when("bed_queue_above")
            };
            let triggers = self.section("triggers").filter(|(_, trigger)| needs_beds(trigger));
            lift.extend(triggers.map(|(key, _)| without(&format!("triggers.{key}"))));
        }
        vec![constraint("acute_beds", "Acute beds without limit".to_owned(), lift, Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::files::Memory;
    use std::collections::BTreeMap;

    const TOWN: &str = r#"{
      "calendar": { "start": "2025-01-06", "days": 28 },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "needs": { "p1": 1 }, "stay": { "fixed": "1d" } } },
      "hospital": { "beds": 20, "escalation": { "beds": 2 }, "discharge_hours": "08:00-20:00",
                    "board_rounds": { "mon-sun": { "at": ["10:00"] } } },
      "hub": { "staff": { "mon-fri": 2, "sat-sun": 1, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } },
      "steps": { "therapy": { "staff": { "mon-fri": 1 }, "takes": { "fixed": "2h" } },
                 "letter": { "hours": "09:00-17:00", "takes": { "fixed": "1h" } } },
      "pathways": { "p1": { "services": ["team", "home"], "bridge": "bridge" } },
      "services": {
        "team": { "places": { "base": 8, "changes": [{ "from": "start", "to": 9 }] }, "starts_per_week": 6,
                  "admits": "08:00-18:00", "stay": { "fixed": "9d" }, "exits": { "long_term_care": 1 }, "cost_per_place": 9 },
        "home": { "hours_per_week": 80, "care": { "first": 10 }, "stay": { "fixed": "9d" } },
        "bridge": { "bridge": true, "places": 2 },
        "care": { "places": "unlimited" } },
      "onward": { "long_term_care": { "service": "care", "wait": { "fixed": "3d" } } },
      "triggers": { "more": { "when": { "queue_above": { "service": "team", "people": 5 } }, "adds": { "service": "team", "places": 2 } },
                    "ward": { "when": { "hospital_occupancy_above": 0.9 }, "adds": { "beds": 2 } } },
      "events": { "storm": { "services": ["team"], "from": "2025-01-10", "to": "2025-01-11", "closes": true, "starts_factor": 0.5 } }
    }"#;

    fn town(settings: &[Setting]) -> Scenario {
        let files = Memory(BTreeMap::from([("town.json".to_owned(), TOWN.to_owned())]));
        Scenario::load(&files, "town.json", settings).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn everything_that_people_wait_for_is_found_once_and_can_be_lifted() {
        let scenario = town(&[]);
        let found = constraints(&scenario);
        let keys: Vec<&str> =
            found.iter().filter(|c| c.part != Part::Beside).map(|c| c.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "board_rounds",
                "hub",
                "step:letter",
                "step:therapy",
                "capacity:bridge",
                "capacity:home",
                "capacity:team",
                "onward:long_term_care",
                "bridging_response",
                "service_hours",
                "discharge_hours"
            ]
        );
        let others: Vec<&str> =
            found.iter().filter(|c| c.part == Part::Beside).map(|c| c.key.as_str()).collect();
        assert_eq!(others, ["hub_hours", "step_hours", "acute_beds"]);
        for constraint in &found {
            let lifted = town(&constraint.lift);
            assert_ne!(lifted.fingerprint, scenario.fingerprint, "{}", constraint.key);
        }
        let all: Vec<Setting> =
            found.iter().filter(|c| c.part != Part::Beside).flat_map(|c| c.lift.iter().cloned()).collect();
        let rest = constraints(&town(&all));
        let rest: Vec<&str> =
            rest.iter().filter(|c| c.part != Part::Beside).map(|c| c.key.as_str()).collect();
        assert_eq!(rest, ["step:letter", "step:therapy", "bridging_response"], "steps stay and are skipped");
    }

    #[test]
    fn every_reason_but_a_bridges_own_belongs_to_one_constraint() {
        let scenario = town(&[]);
        let mut booked: Vec<u16> = constraints(&scenario)
            .iter()
            .filter(|c| c.part != Part::Beside)
            .flat_map(|c| c.reasons.iter().map(|reason| reason.0))
            .collect();
        booked.sort_unstable();
        let reasons = Reasons::of(&scenario.plan);
        let unlimited = reasons.capacity(1);
        assert_eq!(scenario.names.services[1].key, "care");
        let all: Vec<u16> = (0..reasons.count() as u16).filter(|&r| r != unlimited.0).collect();
        assert_eq!(booked, all, "nobody waits for a service without a limit");
    }

    #[test]
    fn open_at_all_hours_means_with_the_largest_crew() {
        let found = constraints(&town(&[]));
        let lift = |key: &str| &found.iter().find(|c| c.key == key).expect("found").lift;
        assert_eq!(lift("hub_hours"), &[Setting::replace("hub.staff", "2")]);
        let steps = lift("step_hours");
        assert_eq!(steps, &[without("steps.letter.hours"), Setting::replace("steps.therapy.staff", "1")]);
    }
}
