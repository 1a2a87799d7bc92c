//! What stands between the end of an acute stay and leaving, and the settings that lift each of it: no one
//! waits for it any more, and everything else stays as it is.
//!
//! Found in the scenario as a person would read it. `experiment::causes` lifts them one by one.

use super::Scenario;
use super::capacities::{AddedTo, Capacity, Given, OfHospital, OfService, OfWork, added_to};
use super::names::Names;
use super::reason::{Reason, Reasons};
use super::sections::file::File;
use super::sections::services::words::Service;
use super::sections::triggers::words::Trigger;
use crate::base::Position;
use crate::base::distribution::Family;
use crate::scenario::plan::index::ServiceIndex;
use crate::scenario::text::setting::Setting;
use crate::scenario::values::table::Each;

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
    /// The time until a patient is known to be ready: acute bed-days, but no delay.
    Finding,
    /// Nothing of its own: it is in others, or no part of the way out.
    Beside,
}

/// Every constraint of a scenario, in the order of the way out; then those that stand beside.
pub fn constraints(scenario: &Scenario) -> Vec<Constraint> {
    let (file, names) = (&scenario.file, &scenario.names);
    let all = Typed { file, names, reasons: Reasons::of(&scenario.plan) };
    let counted = [
        all.board_rounds(),
        all.hub(),
        all.steps(),
        all.capacities(),
        all.onward(),
        all.bridge_responses(),
        all.service_hours(),
        all.discharge_hours(),
    ];
    let others = [all.hub_hours(), all.step_hours(), all.acute_beds()];
    let others = others.into_iter().flatten().map(|other| Constraint { part: Part::Beside, ..other });
    counted.into_iter().flatten().chain(others).filter(|found| !found.lift.is_empty()).collect()
}

/// The scenario, as typed.
struct Typed<'a> {
    file: &'a File,
    names: &'a Names,
    reasons: Reasons,
}

fn constraint(key: &str, label: String, lift: Vec<Setting>, reasons: Vec<Reason>) -> Constraint {
    Constraint { key: key.to_owned(), label, lift, reasons, part: Part::Delay }
}

/// Takes away what stands at the path, if anything does.
fn without<T>(path: &str, given: Option<&T>) -> Option<Setting> {
    given.map(|_| Setting::replace(path, "null"))
}

impl<'a> Typed<'a> {
    /// What lifts a capacity, if it limits anything.
    fn lift(&self, capacity: Capacity) -> Option<Setting> {
        capacity.lift(self.file, self.names)
    }

    /// Services in the order of their names.
    fn services(&self) -> impl Iterator<Item = (usize, &'a str, &'a Service)> {
        let named = self.names.services.iter().enumerate();
        named.filter_map(|(i, name)| {
            Some((i, name.key.as_str(), self.file.services.as_ref()?.get(&name.key)?))
        })
    }

    /// Takes away the triggers that are so.
    fn without_triggers(&self, are: impl Fn(&Trigger) -> bool) -> impl Iterator<Item = Setting> {
        let all = self.file.triggers.iter().flatten().filter(move |(_, trigger)| are(trigger));
        all.filter_map(|(key, trigger)| without(&format!("triggers.{key}"), Some(trigger)))
    }

    fn board_rounds(&self) -> Vec<Constraint> {
        let rounds = self.file.hospital.as_ref().and_then(|hospital| hospital.board_rounds.as_ref());
        let lift = without("hospital.board_rounds", rounds).into_iter().collect();
        let found = constraint("board_rounds", "Board rounds".to_owned(), lift, Vec::new());
        vec![Constraint { part: Part::Finding, ..found }]
    }

    fn hub(&self) -> Vec<Constraint> {
        let mut lift: Vec<Setting> =
            OfWork::ALL.iter().filter_map(|&kind| self.lift(Capacity::Hub(kind))).collect();
        let assessment = self.file.hub.as_ref().and_then(|hub| hub.assessment.as_ref());
        lift.extend(without("hub.assessment", assessment));
        let reasons = vec![Reasons::HUB_CLOSED, Reasons::HUB_QUEUE, Reasons::HUB_ASSESSMENT];
        vec![constraint("hub", self.names.hub.clone(), lift, reasons)]
    }

    fn steps(&self) -> Vec<Constraint> {
        let each = self.names.steps.numbered();
        each.map(|(step, name)| {
            let lift = vec![Setting::replace(&format!("steps.{}.skipped", name.key), "1")];
            let reason = self.reasons.step(step);
            constraint(&format!("step:{}", name.key), name.label.clone(), lift, vec![reason])
        })
        .collect()
    }

    /// The capacity of each service that has a limit, and what a trigger would add to it.
    fn capacities(&self) -> Vec<Constraint> {
        self.services()
            .map(|(i, key, service)| {
                let limits = OfService::ALL.iter().map(|&kind| Capacity::Service(i, kind));
                let mut lift: Vec<Setting> = limits.filter_map(|limit| self.lift(limit)).collect();
                if !lift.is_empty() {
                    let adds = |trigger: &Trigger| {
                        trigger.adds.as_ref().and_then(added_to) == Some(AddedTo::Places(key))
                    };
                    lift.extend(self.without_triggers(adds));
                }
                let reason = self.reasons.capacity(ServiceIndex::at(i));
                let none = if has_no_places(service) { " (none now)" } else { "" };
                let label = format!("Capacity of {}{none}", self.names.services[i].label);
                constraint(&format!("capacity:{key}"), label, lift, vec![reason])
            })
            .collect()
    }

    /// Delays before the line of what follows a stay: meanwhile a place is not free.
    fn onward(&self) -> Vec<Constraint> {
        let waits = self.file.onward.iter().flat_map(Each::iter).filter(|(_, then)| {
            then.wait
                .as_ref()
                .is_some_and(|wait| !matches!(wait.draw.family(), Family::Fixed(days) if *days <= 0.0))
        });
        waits
            .map(|(exit, then)| {
                let exit = exit.word();
                let label = format!("Delay before {} after a stay", exit.replace('_', " "));
                let lift = without(&format!("onward.{exit}.wait"), then.wait.as_ref());
                constraint(&format!("onward:{exit}"), label, lift.into_iter().collect(), Vec::new())
            })
            .collect()
    }

    /// How long bridges take to come; nothing where there are none.
    fn bridge_responses(&self) -> Vec<Constraint> {
        let bridges =
            self.services().filter(|(_, _, service)| service.bridge == Some(true) && !has_no_places(service));
        let lift = bridges.flat_map(|(_, key, service)| {
            let path = format!("services.{key}");
            let at_once = Setting::replace(&format!("{path}.respond_within"), "0min");
            without(&format!("{path}.respond"), service.respond.as_ref()).into_iter().chain([at_once])
        });
        let reasons = vec![self.reasons.bridging_response()];
        vec![constraint("bridging_response", "Response of bridging care".to_owned(), lift.collect(), reasons)]
    }

    /// The hours at which services admit, and events that close them.
    fn service_hours(&self) -> Vec<Constraint> {
        let hours = self.services().filter_map(|(_, key, service)| {
            without(&format!("services.{key}.admits"), service.admits.as_ref())
        });
        let closing = self.file.events.iter().flatten().filter(|(_, event)| event.closes == Some(true));
        let open = closing.map(|(key, _)| Setting::replace(&format!("events.{key}.closes"), "false"));
        let lift = hours.chain(open).collect();
        let reasons = self.names.services.numbers().map(|s| self.reasons.closed(s)).collect();
        vec![constraint("service_hours", "Hours at which services admit".to_owned(), lift, reasons)]
    }

    fn discharge_hours(&self) -> Vec<Constraint> {
        let hours = self.file.hospital.as_ref().and_then(|hospital| hospital.discharge_hours.as_ref());
        let lift = without("hospital.discharge_hours", hours).into_iter().collect();
        let reasons = vec![self.reasons.ward_closed()];
        vec![constraint("discharge_hours", "Discharge hours of the ward".to_owned(), lift, reasons)]
    }

    /// Work at all hours, with as many people as are on duty at any time.
    fn always_open(&self, of: impl Fn(OfWork) -> Capacity) -> impl Iterator<Item = Setting> {
        let staff = of(OfWork::Staff);
        let most = staff.given(self.file, self.names).and_then(Given::most_on_duty);
        let most = most.map(|most| Setting::replace(&staff.path(self.names), &most.to_string()));
        self.lift(of(OfWork::Hours)).into_iter().chain(most)
    }

    fn hub_hours(&self) -> Vec<Constraint> {
        let lift = self.always_open(Capacity::Hub).collect();
        let label = format!("{}: only its hours, with most on duty always", self.names.hub);
        vec![constraint("hub_hours", label, lift, vec![Reasons::HUB_CLOSED])]
    }

    fn step_hours(&self) -> Vec<Constraint> {
        let mut steps: Vec<usize> = (0..self.names.steps.len()).collect();
        steps.sort_by_key(|&i| &self.names.steps[i].key);
        let lift =
            steps.into_iter().flat_map(|i| self.always_open(move |kind| Capacity::Step(i, kind))).collect();
        let label = "Steps: only their hours, with most on duty always".to_owned();
        vec![constraint("step_hours", label, lift, Vec::new())]
    }

    /// Acute beds: no way out goes through them, but people who wait for a bed become ready later.
    fn acute_beds(&self) -> Vec<Constraint> {
        let beds = self.lift(Capacity::Hospital(OfHospital::Beds));
        let mut lift = Vec::new();
        if let Some(beds) = beds {
            lift.push(beds);
            let escalation = self.file.hospital.as_ref().and_then(|hospital| hospital.escalation.as_ref());
            lift.extend(without("hospital.escalation", escalation));
            let needs_beds = |trigger: &Trigger| {
                let looks = trigger.when.as_ref().is_some_and(|when| {
                    when.hospital_occupancy_above.is_some() || when.bed_queue_above.is_some()
                });
                looks || trigger.adds.as_ref().and_then(added_to) == Some(AddedTo::Beds)
            };
            lift.extend(self.without_triggers(needs_beds));
        }
        vec![constraint("acute_beds", "Acute beds without limit".to_owned(), lift, Vec::new())]
    }
}

/// Whether a service never has a place.
fn has_no_places(service: &Service) -> bool {
    OfService::Places.given(service).is_some_and(Given::is_none_ever)
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
        let unlimited = reasons.capacity(ServiceIndex(1));
        assert_eq!(scenario.names.services[1].key, "care");
        let all: Vec<u16> = (0..reasons.count() as u16).filter(|&r| r != unlimited.0).collect();
        assert_eq!(booked, all, "no one waits for a service without a limit");
    }

    #[test]
    fn open_at_all_hours_means_with_the_largest_crew() {
        let found = constraints(&town(&[]));
        let lift = |key: &str| &found.iter().find(|c| c.key == key).expect("found").lift;
        assert_eq!(lift("hub_hours"), &[Setting::replace("hub.staff", "2")]);
        let steps = lift("step_hours");
        assert_eq!(
            steps,
            &[Setting::replace("steps.letter.hours", "null"), Setting::replace("steps.therapy.staff", "1")]
        );
    }
}
