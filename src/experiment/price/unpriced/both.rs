//! Two scenarios side by side: which words of their files differ, and which of these a price answers to.
//!
//! What differs is found in the files as they are; what pays for a capacity says the table of capacities.

use crate::base::{Indexed, Position};
use serde_json::Value;

use super::prices::{Price, Works};
use crate::scenario::capacities::{AddedTo, Paid, added_to, row_at};
use crate::scenario::plan::{Service, Work};
use crate::scenario::{Plan, Scenario};

/// Keys that are words, or prices themselves.
const WORDS: [&str; 9] = [
    "label",
    "description",
    "notes",
    "national_group",
    "setting",
    "reablement",
    "paid_by",
    "order",
    "cost_per_hour",
];
/// The prices of a service are no cause of anything.
const PRICES: [&str; 3] = ["cost_per_day", "cost_per_place", "set_up_cost"];

/// Two scenarios, as typed.
#[derive(Clone, Copy)]
pub struct Both<'a> {
    pub base: &'a Scenario,
    pub option: &'a Scenario,
}

impl<'a> Both<'a> {
    pub fn differs(&self, keys: &[&str]) -> bool {
        at(self.base, keys) != at(self.option, keys)
    }

    /// Whether a price is given in both.
    pub fn given(&self, price: Price<'_>) -> bool {
        price.is_given(self.base) && price.is_given(self.option)
    }

    /// The keys below a path whose values are not the same in both.
    pub fn keys(&self, below: &[&str]) -> Vec<String> {
        let maps = [self.base, self.option].map(|scenario| at(scenario, below).and_then(Value::as_object));
        let mut keys: Vec<&String> = maps.iter().flatten().flat_map(|map| map.keys()).collect();
        keys.sort();
        keys.dedup();
        let differ = |key: &&String| {
            let [base, option] = maps.map(|map| map.and_then(|map| map.get(*key)));
            base != option
        };
        keys.into_iter().filter(differ).cloned().collect()
    }

    /// Whether a programme that only one of them has, or that costs more in one, pays for what differs at a path.
    pub fn is_covered(&self, path: &str) -> bool {
        let programmes = self.keys(&["costs", "programmes"]);
        let covers = |scenario: &Scenario, key: &String| {
            let typed = at(scenario, &["costs", "programmes", key, "covers"]).and_then(Value::as_array);
            let mut paths = typed.into_iter().flatten().filter_map(Value::as_str);
            paths.any(|covered| {
                path.strip_prefix(covered).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        programmes.iter().any(|key| covers(self.base, key) || covers(self.option, key))
    }

    /// Whether more than the words of an item differ.
    pub fn differs_beyond_words(&self, part: &str, key: &str) -> bool {
        self.keys(&[part, key]).iter().any(|word| !WORDS.contains(&word.as_str()))
            || at(self.base, &[part, key]).is_some() != at(self.option, &[part, key]).is_some()
    }

    /// What has no price in the hub or the hospital.
    pub fn section(&self, part: &str) -> Vec<String> {
        let plans = [&self.base.plan, &self.option.plan];
        let same = match part {
            "hub" => plans[0].hub == plans[1].hub,
            _ => plans[0].hospital == plans[1].hospital && plans[0].deconditioning == plans[1].deconditioning,
        };
        // Other words for the same thing.
        if same {
            return Vec::new();
        }
        let keys = self.keys(&[part]).into_iter().filter(|key| !WORDS.contains(&key.as_str()));
        let unpriced = keys.filter(|key| match row_at(&format!("{part}.{key}")).map(|row| row.paid) {
            Some(Paid::Hour) => !self.staff_is_priced(Works::Hub, plans.map(|plan| Some(&plan.hub.work))),
            Some(Paid::OpenBed) => !self.beds_are_priced(),
            Some(Paid::EscalationBedDay) => !self.given(Price::EscalationBedDay),
            Some(Paid::Nothing | Paid::Place | Paid::Person) | None => true,
        });
        unpriced.map(|key| format!("{part}.{key}")).collect()
    }

    pub fn beds_are_priced(&self) -> bool {
        let limited = |plan: &Plan| plan.hospital.beds.is_always_limited();
        limited(&self.base.plan) && limited(&self.option.plan) && self.given(Price::OpenBedDay)
    }

    /// Whether hours on duty are priced in both.
    pub fn staff_is_priced(&self, whose: Works<'_>, works: [Option<&Work>; 2]) -> bool {
        let priced = |scenario, work: Option<&Work>| match work {
            // Nobody on duty costs nothing.
            None => true,
            Some(work) => {
                work.staff.is_always_limited() && (!has_staff(work) || whose.hour().is_given(scenario))
            }
        };
        priced(self.base, works[0]) && priced(self.option, works[1]) && works.iter().any(Option::is_some)
    }

    /// What has no price in a group, a step or a service.
    pub fn item(&self, part: &str, key: &str) -> Vec<String> {
        let path = format!("{part}.{key}");
        if !self.differs_beyond_words(part, key) {
            return Vec::new();
        }
        match part {
            "steps" => self.step(&path, key),
            "services" => self.service(&path, key),
            _ => match self.pair(key, |s| &s.names.groups, |p| &p.groups) {
                [Some(base), Some(option)] if base == option => Vec::new(),
                [Some(_), Some(_)] => self.below(part, key, |_| true),
                _ => vec![path],
            },
        }
    }

    /// What both have by this key, in the lists of names and of plans.
    pub fn pair<I: Position + 'a, T>(
        &self,
        key: &str,
        names: impl Fn(&'a Scenario) -> &'a Indexed<I, crate::scenario::names::Named>,
        items: impl Fn(&'a Plan) -> &'a Indexed<I, T>,
    ) -> [Option<&'a T>; 2] {
        [self.base, self.option].map(|scenario| {
            let i = names(scenario).iter().position(|name| name.key == key)?;
            items(&scenario.plan).get(i)
        })
    }

    /// The keys of an item that differ and have no price.
    pub fn below(&self, part: &str, key: &str, unpriced: impl Fn(&str) -> bool) -> Vec<String> {
        let words = self.keys(&[part, key]).into_iter().filter(|word| !WORDS.contains(&word.as_str()));
        words.filter(|word| unpriced(word)).map(|word| format!("{part}.{key}.{word}")).collect()
    }

    pub fn step(&self, path: &str, key: &str) -> Vec<String> {
        let pair = self.pair(key, |s| &s.names.steps, |p| &p.steps);
        let works = pair.map(|step| step.map(|step| &step.work));
        match pair {
            [Some(base), Some(option)] if base == option => Vec::new(),
            [Some(_), Some(_)] => self.below("steps", key, |word| match paid("steps", key, word) {
                Some(Paid::Hour) => !self.staff_is_priced(Works::Step(key), works),
                _ => true,
            }),
            // All of a step that only one has: its people, if anybody does it.
            _ if works.iter().flatten().any(|work| has_staff(work))
                && self.staff_is_priced(Works::Step(key), works) =>
            {
                Vec::new()
            }
            _ => vec![path.to_owned()],
        }
    }

    pub fn service(&self, path: &str, key: &str) -> Vec<String> {
        let pair = self.pair(key, |s| &s.names.services, |p| &p.services);
        let price = |price: Price<'_>| self.is_priced(price, pair);
        let (person, place) = (Price::Person(key), Price::Place(key));
        match pair {
            [Some(base), Some(option)] if base == option => Vec::new(),
            [Some(_), Some(_)] => self.below("services", key, |word| match paid("services", key, word) {
                Some(Paid::Place) => !(price(person) || price(place) || self.is_set_up(key, pair)),
                Some(Paid::Person) => !price(person),
                _ => !PRICES.contains(&word),
            }),
            _ if !is_there(pair) => Vec::new(),
            _ if price(person) || price(place) || self.is_set_up(key, pair) => Vec::new(),
            _ => vec![path.to_owned()],
        }
    }

    /// Whether a price is counted wherever the service is there. A price of places needs places that
    /// can be counted.
    pub fn is_priced(&self, price: Price<'_>, pair: [Option<&Service>; 2]) -> bool {
        let priced = |scenario, service: Option<&Service>| {
            service.is_none_or(|service| {
                let counted = !matches!(price, Price::Place(_)) || service.people.is_always_limited();
                !has_places(service) || counted && price.is_given(scenario)
            })
        };
        priced(self.base, pair[0]) && priced(self.option, pair[1]) && is_there(pair)
    }

    /// Whether one of them sets it up, at a price, and the other does not.
    pub fn is_set_up(&self, key: &str, [base, option]: [Option<&Service>; 2]) -> bool {
        let paid = |scenario, service: Option<&Service>| {
            service.is_some_and(has_places) && Price::SetUp(key).is_given(scenario)
        };
        paid(self.base, base) != paid(self.option, option)
    }

    /// Whether what opens on a condition is priced.
    pub fn trigger_is_priced(&self, key: &str) -> bool {
        [self.base, self.option].iter().all(|scenario| match adds_to(scenario, key) {
            None => true,
            Some(AddedTo::Beds) => self.given(Price::EscalationBedDay),
            Some(AddedTo::Places(service)) => {
                self.given(Price::Person(service)) || self.given(Price::Place(service))
            }
            Some(AddedTo::HubStaff) => self.given(Works::Hub.hour()),
            Some(AddedTo::StepStaff(step)) => self.given(Works::Step(step).hour()),
        })
    }

    /// What is priced in one of them only, so that the other's looks free.
    pub fn priced_in_one(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let one = |price: Price<'_>| price.is_given(self.base) != price.is_given(self.option);
        let limited = |s: &Scenario| s.plan.hospital.beds.is_always_limited();
        if one(Price::OpenBedDay) && (limited(self.base) || limited(self.option)) {
            paths.push("hospital.beds".to_owned());
        }
        let works = |scenario: &'a Scenario| Works::all(scenario).zip(scenario.plan.works());
        for (whose, work) in works(self.base) {
            let there = works(self.option).any(|(other, work)| other == whose && has_staff(work));
            if one(whose.hour()) && has_staff(work) && there {
                paths.push(format!("{}.staff", whose.path()));
            }
        }
        for name in &self.base.names.services {
            let pair = self.pair(&name.key, |s| &s.names.services, |p| &p.services);
            let both = pair.iter().all(|service| service.is_some_and(has_places));
            if both && (one(Price::Person(&name.key)) || one(Price::Place(&name.key))) {
                paths.push(format!("services.{}", name.key));
            }
        }
        paths
    }
}

/// Whether anybody could be in it, in either.
pub fn is_there(pair: [Option<&Service>; 2]) -> bool {
    pair.iter().flatten().any(|service| has_places(service))
}

/// Whether it ever has places, or needs none.
pub fn has_places(service: &Service) -> bool {
    service.people.is_ever_open()
}

/// What was typed at the path.
pub fn at<'s>(scenario: &'s Scenario, keys: &[&str]) -> Option<&'s Value> {
    keys.iter().try_fold(&scenario.resolved, |node, key| node.get(key))
}

/// Whether people are on duty whose hours can be counted.
pub fn has_staff(work: &Work) -> bool {
    work.staff.is_ever_open() && work.staff.is_always_limited()
}

/// What pays for a word of a step or a service, where it is a capacity.
fn paid(part: &str, key: &str, word: &str) -> Option<Paid> {
    row_at(&format!("{part}.{key}.{word}")).map(|row| row.paid)
}

/// What a trigger of a scenario adds to.
pub fn adds_to<'s>(scenario: &'s Scenario, trigger: &str) -> Option<AddedTo<'s>> {
    added_to(scenario.file.triggers.as_ref()?.get(trigger)?.adds.as_ref()?)
}
