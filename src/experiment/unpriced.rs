//! What differs between two scenarios and costs money in life, but has no price in the file: it must not
//! look free. And what of one scenario has no price at all.
//!
//! A price counts where the money that is counted answers to it: people on duty by the hour, places by
//! the day, use by the person. What is given as 0 has a price; what is left out has none. What changes
//! without anything that could have a price (a shorter stay, earlier rounds) has none either, since
//! nobody knows what brings it about. `money` asks here; knows nothing of results.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::base::Limit;
use crate::scenario::plan::{Service, Work};
use crate::scenario::{Plan, Scenario};

/// Something without a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpriced {
    /// Its dotted key.
    pub path: String,
    /// In words, in the plural: "people on duty in the hub".
    pub label: String,
}

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
/// Prices of a service.
const BY_PERSON: &str = "cost_per_day";
const BY_PLACE: &str = "cost_per_place";
const SET_UP: &str = "set_up_cost";
/// Parts of the file that are no cause of anything.
const ASIDE: [&str; 5] = ["name", "description", "notes", "provenance", "costs"];

/// What differs between two scenarios and has no price, in the order of the file's keys.
pub fn unpriced(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let both = Both { base, option };
    let mut paths = Vec::new();
    for part in both.keys(&[]) {
        match part.as_str() {
            "hospital" | "hub" => paths.extend(both.section(&part)),
            "groups" | "steps" | "services" => {
                let items = both.keys(&[&part]).into_iter();
                paths.extend(items.flat_map(|key| both.item(&part, &key)));
            }
            "events" | "pathways" | "triggers" => {
                let items =
                    both.keys(&[&part]).into_iter().filter(|key| both.differs_beyond_words(&part, key));
                let items = items.filter(|key| part != "triggers" || !both.trigger_is_priced(key));
                paths.extend(items.map(|key| format!("{part}.{key}")));
            }
            aside if ASIDE.contains(&aside) => {}
            _ => paths.push(part),
        }
    }
    let in_one = both.priced_in_one();
    paths.extend(in_one.iter().cloned());
    if paths.is_empty() && base.resolved == option.resolved && base.fingerprint != option.fingerprint {
        // The same words, and other figures in a file beside them.
        paths.push("groups".to_owned());
    }
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    let words = |path: &str| {
        let own = |scenario: &Scenario| scenario.names.words_of(path);
        // What one of them does not have, the other names.
        let there = if at(option, &path.split('.').collect::<Vec<_>>()).is_some() { option } else { base };
        let words = own(there).unwrap_or_else(|| path.replace(['.', '_'], " "));
        if in_one.iter().any(|one| one == path) {
            format!("{words} (priced in one of the two)")
        } else {
            words
        }
    };
    paths.into_iter().map(|path| Unpriced { label: words(&path), path }).collect()
}

/// What is priced in both of two scenarios, and not alike: part of a difference in pounds is that of the
/// prices.
pub fn changed_prices(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let both = Both { base, option };
    let changed = |keys: &[&str]| both.given(keys) && both.differs(keys);
    let mut all = Vec::new();
    for (word, label) in [
        ("acute_bed_day", "acute bed-days"),
        ("open_acute_bed_day", "open acute beds"),
        ("escalation_bed_day", "escalation bed-days"),
    ] {
        if changed(&["costs", word]) {
            all.push(Unpriced { path: format!("costs.{word}"), label: label.to_owned() });
        }
    }
    let mut add = |path: String, words: &[&str]| {
        let part: Vec<&str> = path.split('.').collect();
        if words.iter().any(|word| changed(&[part.as_slice(), &[*word]].concat())) {
            let label = if path == "hub" { Some("the hub".to_owned()) } else { option.names.words_of(&path) };
            all.push(Unpriced { label: label.unwrap_or_else(|| path.clone()), path });
        }
    };
    for (path, _) in works(option) {
        add(path, &["cost_per_hour"]);
    }
    for name in &option.names.services {
        add(format!("services.{}", name.key), &[BY_PERSON, BY_PLACE, SET_UP]);
    }
    all
}

/// What has no price in any of the differences of several scenarios from one, each once.
pub fn unpriced_of_several<'a>(
    base: &Scenario,
    options: impl IntoIterator<Item = &'a Scenario>,
) -> Vec<Unpriced> {
    let mut all: Vec<Unpriced> = Vec::new();
    for found in options.into_iter().flat_map(|option| unpriced(base, option)) {
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all
}

/// Capacities of services that differ and are priced by the person only: more of them costs what more
/// people use, and standing empty costs nothing.
pub fn priced_in_use(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let both = Both { base, option };
    let mut all = Vec::new();
    for key in both.keys(&["services"]) {
        let pair = both.pair(&key, |s| &s.names.services, |p| &p.services);
        // A price of 0 for a place leaves the person.
        let place = at(option, &["services", &key, BY_PLACE]).and_then(Value::as_f64);
        let by_place = place.is_some_and(|pounds| pounds > 0.0) && both.is_priced(&key, BY_PLACE, pair);
        if !both.is_priced(&key, BY_PERSON, pair) {
            continue;
        }
        for word in both.keys(&["services", &key]) {
            let counts = match word.as_str() {
                "places" => !by_place,
                "starts_per_week" | "hours_per_week" | "visits_per_day" => true,
                _ => false,
            };
            let path = format!("services.{key}.{word}");
            all.extend(option.names.words_of(&path).filter(|_| counts).map(|label| Unpriced { path, label }));
        }
    }
    all
}

/// What a scenario has and does not price: `cost_total` is without it. Nothing where the file prices
/// nothing at all.
pub fn without_price(scenario: &Scenario) -> Vec<Unpriced> {
    if !has_prices(scenario) {
        return Vec::new();
    }
    let plan = &scenario.plan;
    let (from, end) = (plan.calendar.measured_from(), plan.calendar.end());
    let mut paths = Vec::new();
    let beds = plan.hospital.beds.is_ever_open();
    let priced = ["acute_bed_day", "open_acute_bed_day"];
    if beds && !priced.iter().any(|word| given(scenario, &["costs", word])) {
        paths.push("hospital.beds".to_owned());
    }
    let works = works(scenario);
    for (path, work) in works {
        let keys: Vec<&str> = path.split('.').chain(["cost_per_hour"]).collect();
        if has_staff(work) && !given(scenario, &keys) {
            paths.push(format!("{path}.staff"));
        }
    }
    for (name, service) in scenario.names.services.iter().zip(&plan.services) {
        let any = [BY_PERSON, BY_PLACE, SET_UP];
        let given = any.iter().any(|word| given(scenario, &["services", &name.key, word]));
        if !given && service.people.within(from, end).any(|places| places > Limit::ZERO) {
            paths.push(format!("services.{}", name.key));
        }
    }
    let label = |path: &str| scenario.names.words_of(path).unwrap_or_else(|| path.to_owned());
    paths.into_iter().map(|path| Unpriced { label: label(&path), path }).collect()
}

/// Whether the file prices anything, be it at 0.
pub fn has_prices(scenario: &Scenario) -> bool {
    let costs = ["acute_bed_day", "escalation_bed_day", "open_acute_bed_day"];
    costs.iter().any(|word| given(scenario, &["costs", word]))
        || given(scenario, &["hub", "cost_per_hour"])
        || scenario.names.steps.iter().any(|name| given(scenario, &["steps", &name.key, "cost_per_hour"]))
        || scenario.names.services.iter().any(|name| {
            [BY_PERSON, BY_PLACE, SET_UP].iter().any(|word| given(scenario, &["services", &name.key, word]))
        })
}

/// Whether both have escalation beds, or beds that open on a condition, at a price, and not the same.
pub(super) fn buys_escalation(base: &Scenario, option: &Scenario) -> bool {
    let both = Both { base, option };
    let beds = |key: &String| {
        let adds = |scenario| at(scenario, &["triggers", key, "adds", "beds"]).is_some();
        both.differs_beyond_words("triggers", key) && (adds(base) || adds(option))
    };
    let differs = both.differs(&["hospital", "escalation"]) || both.keys(&["triggers"]).iter().any(beds);
    differs && both.given(&["costs", "escalation_bed_day"])
}

/// A number at the path of what was typed.
fn given(scenario: &Scenario, keys: &[&str]) -> bool {
    at(scenario, keys).is_some_and(Value::is_number)
}

/// What was typed at the path.
fn at<'s>(scenario: &'s Scenario, keys: &[&str]) -> Option<&'s Value> {
    keys.iter().try_fold(&scenario.resolved, |node, key| node.get(key))
}

/// The hub and each step, by path.
fn works(scenario: &Scenario) -> impl Iterator<Item = (String, &Work)> {
    let steps = scenario.names.steps.iter().map(|name| format!("steps.{}", name.key));
    std::iter::once("hub".to_owned()).chain(steps).zip(scenario.plan.works())
}

/// Whether people are on duty whose hours can be counted.
fn has_staff(work: &Work) -> bool {
    work.staff.is_ever_open() && work.staff.is_always_limited()
}

/// Two scenarios, as typed.
#[derive(Clone, Copy)]
struct Both<'a> {
    base: &'a Scenario,
    option: &'a Scenario,
}

impl<'a> Both<'a> {
    fn differs(&self, keys: &[&str]) -> bool {
        at(self.base, keys) != at(self.option, keys)
    }

    fn given(&self, keys: &[&str]) -> bool {
        given(self.base, keys) && given(self.option, keys)
    }

    /// The keys below a path whose values are not the same in both.
    fn keys(&self, below: &[&str]) -> Vec<String> {
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

    /// Whether more than the words of an item differ.
    fn differs_beyond_words(&self, part: &str, key: &str) -> bool {
        self.keys(&[part, key]).iter().any(|word| !WORDS.contains(&word.as_str()))
            || at(self.base, &[part, key]).is_some() != at(self.option, &[part, key]).is_some()
    }

    /// What has no price in the hub or the hospital.
    fn section(&self, part: &str) -> Vec<String> {
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
        let unpriced = keys.filter(|key| match (part, key.as_str()) {
            ("hub", "staff" | "hours") => !self.staff_is_priced(part, plans.map(|plan| Some(&plan.hub.work))),
            ("hospital", "beds") => !self.beds_are_priced(),
            ("hospital", "escalation") => !self.given(&["costs", "escalation_bed_day"]),
            _ => true,
        });
        unpriced.map(|key| format!("{part}.{key}")).collect()
    }

    fn beds_are_priced(&self) -> bool {
        let limited = |plan: &Plan| plan.hospital.beds.is_always_limited();
        limited(&self.base.plan) && limited(&self.option.plan) && self.given(&["costs", "open_acute_bed_day"])
    }

    /// Whether hours on duty are priced in both.
    fn staff_is_priced(&self, path: &str, works: [Option<&Work>; 2]) -> bool {
        let keys: Vec<&str> = path.split('.').chain(["cost_per_hour"]).collect();
        let priced = |scenario, work: Option<&Work>| match work {
            // Nobody on duty costs nothing.
            None => true,
            Some(work) => work.staff.is_always_limited() && (!has_staff(work) || given(scenario, &keys)),
        };
        priced(self.base, works[0]) && priced(self.option, works[1]) && works.iter().any(Option::is_some)
    }

    /// What has no price in a group, a step or a service.
    fn item(&self, part: &str, key: &str) -> Vec<String> {
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
    fn pair<T>(
        &self,
        key: &str,
        names: impl Fn(&'a Scenario) -> &'a Vec<crate::scenario::names::Named>,
        items: impl Fn(&'a Plan) -> &'a Vec<T>,
    ) -> [Option<&'a T>; 2] {
        [self.base, self.option].map(|scenario| {
            let i = names(scenario).iter().position(|name| name.key == key)?;
            items(&scenario.plan).get(i)
        })
    }

    /// The keys of an item that differ and have no price.
    fn below(&self, part: &str, key: &str, unpriced: impl Fn(&str) -> bool) -> Vec<String> {
        let words = self.keys(&[part, key]).into_iter().filter(|word| !WORDS.contains(&word.as_str()));
        words.filter(|word| unpriced(word)).map(|word| format!("{part}.{key}.{word}")).collect()
    }

    fn step(&self, path: &str, key: &str) -> Vec<String> {
        let pair = self.pair(key, |s| &s.names.steps, |p| &p.steps);
        let works = pair.map(|step| step.map(|step| &step.work));
        match pair {
            [Some(base), Some(option)] if base == option => Vec::new(),
            [Some(_), Some(_)] => self.below("steps", key, |word| match word {
                "staff" | "hours" => !self.staff_is_priced(path, works),
                _ => true,
            }),
            // All of a step that only one has: its people, if anybody does it.
            _ if works.iter().flatten().any(|work| has_staff(work)) && self.staff_is_priced(path, works) => {
                Vec::new()
            }
            _ => vec![path.to_owned()],
        }
    }

    fn service(&self, path: &str, key: &str) -> Vec<String> {
        let pair = self.pair(key, |s| &s.names.services, |p| &p.services);
        let price = |word: &str| self.is_priced(key, word, pair);
        match pair {
            [Some(base), Some(option)] if base == option => Vec::new(),
            [Some(_), Some(_)] => self.below("services", key, |word| match word {
                "places" => !(price(BY_PERSON) || price(BY_PLACE) || self.is_set_up(key, pair)),
                "starts_per_week" | "hours_per_week" | "visits_per_day" => !price(BY_PERSON),
                BY_PERSON | BY_PLACE | SET_UP => false,
                _ => true,
            }),
            _ if !is_there(pair) => Vec::new(),
            _ if price(BY_PERSON) || price(BY_PLACE) || self.is_set_up(key, pair) => Vec::new(),
            _ => vec![path.to_owned()],
        }
    }

    /// Whether a price is counted wherever the service is there. A price of places needs places that
    /// can be counted.
    fn is_priced(&self, key: &str, word: &str, pair: [Option<&Service>; 2]) -> bool {
        let priced = |scenario, service: Option<&Service>| {
            service.is_none_or(|service| {
                let counted = word != BY_PLACE || service.people.is_always_limited();
                !has_places(service) || counted && given(scenario, &["services", key, word])
            })
        };
        priced(self.base, pair[0]) && priced(self.option, pair[1]) && is_there(pair)
    }

    /// Whether one of them sets it up, at a price, and the other does not.
    fn is_set_up(&self, key: &str, [base, option]: [Option<&Service>; 2]) -> bool {
        let paid = |scenario, service: Option<&Service>| {
            service.is_some_and(has_places) && given(scenario, &["services", key, SET_UP])
        };
        paid(self.base, base) != paid(self.option, option)
    }

    /// Whether what opens on a condition is priced.
    fn trigger_is_priced(&self, key: &str) -> bool {
        [self.base, self.option].iter().all(|scenario| {
            let Some(adds) = at(scenario, &["triggers", key, "adds"]) else { return true };
            match adds.get("service").and_then(Value::as_str) {
                None => self.given(&["costs", "escalation_bed_day"]),
                Some(service) => {
                    let priced = |word: &&str| self.given(&["services", service, word]);
                    [BY_PERSON, BY_PLACE].iter().any(priced)
                }
            }
        })
    }

    /// What is priced in one of them only, so that the other's looks free.
    fn priced_in_one(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let one = |keys: &[&str]| given(self.base, keys) != given(self.option, keys);
        let limited = |s: &Scenario| s.plan.hospital.beds.is_always_limited();
        if one(&["costs", "open_acute_bed_day"]) && (limited(self.base) || limited(self.option)) {
            paths.push("hospital.beds".to_owned());
        }
        let of_option: Vec<(String, &Work)> = works(self.option).collect();
        for (path, work) in works(self.base) {
            let keys: Vec<&str> = path.split('.').chain(["cost_per_hour"]).collect();
            let there = of_option.iter().any(|(other, work)| *other == path && has_staff(work));
            if one(&keys) && has_staff(work) && there {
                paths.push(format!("{path}.staff"));
            }
        }
        for name in &self.base.names.services {
            let pair = self.pair(&name.key, |s| &s.names.services, |p| &p.services);
            let both = pair.iter().all(|service| service.is_some_and(has_places));
            let differ = |word: &&str| one(&["services", &name.key, word]);
            if both && [BY_PERSON, BY_PLACE].iter().any(differ) {
                paths.push(format!("services.{}", name.key));
            }
        }
        paths
    }
}

/// Whether anybody could be in it, in either.
fn is_there(pair: [Option<&Service>; 2]) -> bool {
    pair.iter().flatten().any(|service| has_places(service))
}

/// Whether it ever has places, or needs none.
fn has_places(service: &Service) -> bool {
    service.people.is_ever_open()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::scenario::{Memory, Setting};

    const TOWN: &str = r#"{
      "calendar": { "start": "2025-01-06", "days": 28 },
      "groups": { "all": { "label": "Everybody", "arrivals": { "per_day": 3 }, "needs": { "p1": 1 }, "stay": { "fixed": "1d" } } },
      "hospital": { "beds": 20, "escalation": { "beds": 2 }, "board_rounds": { "mon-sun": { "at": ["10:00"] } } },
      "hub": { "staff": { "mon-fri": 2, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } },
      "steps": { "papers": { "staff": { "mon-fri": 1 }, "per_day": 4, "takes": { "fixed": "2h" } } },
      "pathways": { "p1": { "services": ["team", "home"] } },
      "services": { "team": { "label": "Team", "places": 8, "starts_per_week": 6, "admits": "08:00-18:00", "stay": { "fixed": "9d" } },
                    "home": { "hours_per_week": 80, "care": { "first": 10 }, "stay": { "fixed": "9d" } },
                    "later": { "places": 0, "stay": { "fixed": "9d" } } },
      "triggers": { "surge": { "when": { "hospital_occupancy_above": 0.9 }, "adds": { "beds": 2 } },
                    "more": { "when": { "nctr_above": 5 }, "adds": { "service": "team", "places": 2 } } }
    }"#;

    fn town(settings: &[(&str, &str)]) -> Scenario {
        let files = Memory(BTreeMap::from([("town.json".to_owned(), TOWN.to_owned())]));
        let settings: Vec<Setting> =
            settings.iter().map(|(path, value)| Setting::replace(path, value)).collect();
        Scenario::load(&files, "town.json", &settings).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// What has no price where both have these prices and the option has a change.
    fn missing(prices: &[(&str, &str)], change: (&str, &str)) -> Vec<String> {
        let changed: Vec<(&str, &str)> = prices.iter().copied().chain([change]).collect();
        unpriced(&town(prices), &town(&changed)).into_iter().map(|one| one.path).collect()
    }

    #[test]
    fn every_change_without_a_price_is_named_by_what_changes() {
        for (path, value, named) in [
            ("hospital.beds", "30", "hospital.beds"),
            ("hospital.escalation.beds", "9", "hospital.escalation"),
            ("hospital.board_rounds.mon-sun.reach", "0.5", "hospital.board_rounds"),
            ("hospital.discharge_hours", "08:00-12:00", "hospital.discharge_hours"),
            ("hub.staff.sat-sun", "2", "hub.staff"),
            ("hub.referred_ahead", r#"{ "share": 0.5, "by": "1d" }"#, "hub.referred_ahead"),
            ("steps.papers.staff.sat-sun", "1", "steps.papers.staff"),
            ("steps.papers.per_day", "9", "steps.papers.per_day"),
            ("steps.papers.takes", r#"{ "fixed": "1h" }"#, "steps.papers.takes"),
            ("services.team.places", "9", "services.team.places"),
            ("services.team.starts_per_week", "9", "services.team.starts_per_week"),
            ("services.team.admits", "08:00-20:00", "services.team.admits"),
            ("services.team.stay", r#"{ "fixed": "5d" }"#, "services.team.stay"),
            ("services.home.hours_per_week", "90", "services.home.hours_per_week"),
            ("services.later.places", "3", "services.later.places"),
            ("triggers.surge.adds.beds", "5", "triggers.surge"),
            ("triggers.more.adds.places", "5", "triggers.more"),
            ("groups.all.arrivals.per_day", "2", "groups.all.arrivals"),
        ] {
            assert_eq!(missing(&[], (path, value)), [named], "{path}");
        }
    }

    #[test]
    fn a_price_counts_where_the_money_answers_to_what_changes() {
        let (hub, bed, beyond) =
            ("hub.cost_per_hour", "costs.open_acute_bed_day", "costs.escalation_bed_day");
        let (person, place, set_up) =
            ("services.team.cost_per_day", "services.team.cost_per_place", "services.later.set_up_cost");
        for (price, path, value) in [
            (hub, "hub.staff.sat-sun", "2"),
            (hub, "hub.staff.hours", "08:00-20:00"),
            (bed, "hospital.beds", "30"),
            (beyond, "hospital.escalation.beds", "9"),
            (beyond, "triggers.surge.adds.beds", "5"),
            ("steps.papers.cost_per_hour", "steps.papers.staff.sat-sun", "1"),
            (person, "services.team.places", "9"),
            (person, "services.team.starts_per_week", "9"),
            (person, "triggers.more.adds.places", "5"),
            (place, "services.team.places", "9"),
            (set_up, "services.later.places", "3"),
        ] {
            assert_eq!(missing(&[(price, "5")], (path, value)), [""; 0], "{path} by {price}");
            assert_eq!(missing(&[(price, "0")], (path, value)), [""; 0], "nothing is a price: {path}");
        }
        // Prices that nothing is paid by when this changes.
        for (price, path, value) in [
            (place, "services.team.starts_per_week", "9"),
            (place, "services.team.stay", r#"{ "fixed": "5d" }"#),
            (person, "services.team.stay", r#"{ "fixed": "5d" }"#),
            (person, "services.team.admits", "08:00-20:00"),
            ("services.team.set_up_cost", "services.team.places", "9"),
            ("steps.papers.cost_per_hour", "steps.papers.per_day", "9"),
            ("costs.acute_bed_day", "hospital.beds", "30"),
            (beyond, "hospital.beds", "30"),
        ] {
            let found = missing(&[(price, "5")], (path, value));
            assert_eq!(found.len(), 1, "{path} by {price}: {found:?}");
        }
        let placed = [("services.later.places", "3"), ("services.later.cost_per_place", "5")];
        assert_eq!(missing(&placed, ("services.later.places", "unlimited")), ["services.later.places"]);
    }

    #[test]
    fn a_price_that_only_one_of_two_scenarios_gives_is_none() {
        let paths = |settings: &[(&str, &str)]| -> Vec<String> {
            unpriced(&town(&[]), &town(settings)).into_iter().map(|one| one.path).collect()
        };
        assert_eq!(paths(&[("hub.cost_per_hour", "30")]), ["hub.staff"]);
        assert_eq!(paths(&[("hub.cost_per_hour", "30"), ("hub.staff.sat-sun", "2")]), ["hub.staff"]);
        assert_eq!(paths(&[("costs.open_acute_bed_day", "300")]), ["hospital.beds"]);
        assert_eq!(paths(&[("services.team.cost_per_place", "50")]), ["services.team"]);
        // Nobody could be in it before: it costs nothing there.
        let opened = [("services.later.cost_per_place", "50"), ("services.later.places", "3")];
        assert_eq!(paths(&opened), [""; 0]);
        // What it takes to set more up is the option's own.
        assert_eq!(paths(&[("services.team.set_up_cost", "9000"), ("services.team.places", "9")]), [""; 0]);
    }

    #[test]
    fn other_words_for_the_same_are_no_change() {
        let same = [
            ("services.team.places", r#"{ "base": 8, "changes": [{ "from": "start", "to": 8 }] }"#),
            ("services.team.stay", r#"{ "fixed": "216h" }"#),
            ("services.team.label", "The team"),
            ("services.team.paid_by", "council"),
            ("hub.label", "Desk"),
            ("name", "Another town"),
        ];
        assert_eq!(unpriced(&town(&[]), &town(&same)), []);
    }

    #[test]
    fn a_scenario_names_what_its_cost_is_without_and_one_without_prices_nothing() {
        let named = |settings: &[(&str, &str)]| -> Vec<String> {
            without_price(&town(settings)).into_iter().map(|one| one.label).collect()
        };
        assert_eq!(named(&[]), [""; 0]);
        let priced = [("services.team.cost_per_day", "50"), ("hub.cost_per_hour", "0")];
        assert_eq!(named(&priced), ["acute beds", "people on duty for “Papers”", "“Home”"]);
        let (bed, papers) = (("costs.acute_bed_day", "400"), ("steps.papers.cost_per_hour", "30"));
        let all = [priced[0], priced[1], bed, papers, ("services.home.cost_per_day", "9")];
        assert_eq!(named(&all), [""; 0]);
    }
}
